"""Judging: what a rule matches, which lines, which of several rules wins, and what the failure is called."""

import functools
import hashlib
import itertools
import tempfile
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from classifier.model import Failure, Match, Span, Unknown
from classifier.rulebook import load, match
from classifier.rulebook.book import distinct

PACK = """
pack: {name}
about: Texts.
tier: {tier}
components: [{{id: app}}]
rules:
"""


@pytest.fixture
def rulebook(tmp_path):
    """Return a function that loads rules, each given as the fields beside id and component."""

    def make(*rules, name="demo", tier="tool", **more):
        paths = []
        for number, (label, level, listed) in enumerate([(name, tier, rules), *more.get("packs", ())]):
            lines = [f"- {{component: app, {one}}}" for one in listed]
            path = tmp_path / f"{number}.yaml"
            path.write_text(PACK.format(name=label, tier=level) + "\n".join(lines), "utf-8")
            paths.append(path)
        return load(paths, bundled=False)

    return make


def failure(*spans, **fields):
    """Return a failure of spans, each a text of the message or (where, text); lines count on from 10."""
    number = itertools.count(10)
    made = []
    for one in spans:
        where, text = one if isinstance(one, tuple) else ("message", one)
        made.append(Span(where, tuple((next(number), line) for line in text.split("\n"))))
    given = {"kind": "test", "tool": "pytest", "headline": "ValueError: bad", **fields}
    return Failure(line=10, first_line=10, last_line=10, spans=tuple(made), **given)


def rule_of(verdict):
    """Return the rule of a match, or None."""
    return verdict.rule if isinstance(verdict, Match) else None


@pytest.mark.parametrize(
    ("condition", "text", "expected"),
    [
        ("match: 'b.d'", "very bad", True),
        ("match: 'Bad'", "very bad", False),
        ("match: '(?i)Bad'", "very bad", True),
        ("match: '^second'", "first\nsecond", True),
        ("match: 'one\\ntwo'", "one\ntwo", True),
        ("match: {text: 'op(a|b)'}", "in op(a|b) of", True),
        ("match: {text: 'op(a|b)'}", "in opa", False),
        ("match: {glob: 'no * in ?.cpp'}", "no x, no y in a.cpp", True),
        ("match: {glob: 'no * in ?.cpp'}", "no x\nin a.cpp", False),
        ("match: {glob: 'a[bc]'}", "ab", False),
        ("any: [{regex: 'x'}, {text: 'bad'}]", "bad", True),
        ("any: [{regex: 'x'}, {text: 'bad'}]", "good", False),
        ("all: [{text: 'two'}, {text: 'one'}]", "one\ntwo", True),
        ("all: [{text: 'two'}, {text: 'one'}]", "one", False),
        ("all: [{text: 'one'}, {any: [{text: 'x'}, {text: 'two'}]}]", "one two", True),
        ("all: [{text: 'one'}, {any: [{text: 'x'}, {text: 'y'}]}]", "one two", False),
        ("match: 'bad', none: [{text: 'not'}]", "bad", True),
        ("match: 'bad', none: [{text: 'not'}]", "not so\nbad", False),
    ],
)
def test_conditions(rulebook, condition, text, expected):
    """Patterns are searched for, over line ends; every entry of `all`, one of `any`, no `none`."""
    book = rulebook(f"id: demo-a, {condition}")

    assert (rule_of(book.judge(failure(text))) == "demo-a") is expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("message", {"part": "message 2"}),
        ("frames", {"part": "frames"}),
        ("source", {"part": "source"}),
        ("captured", {"part": "captured"}),
        ("any", {"part": "message 2"}),
    ],
)
def test_where_says_which_part_is_searched(rulebook, where, expected):
    """By default the message, that of the last exception first; `any` begins with it."""
    book = rulebook(f"id: demo-a, match: 'in (?P<part>[a-z]+(?: \\d)?)', where: {where}")
    spans = ["message 1", ("frames", "frames"), ("source", "source"), "message 2", ("captured", "captured")]
    spans = [f"in {one}" if isinstance(one, str) else (one[0], f"in {one[1]}") for one in spans]

    assert book.judge(failure(*spans)).captures == expected


def test_captures_come_from_the_leftmost_match_of_the_last_exception_that_matches(rulebook):
    """The third says nothing of it, the second says it twice."""
    book = rulebook("id: demo-a, match: 'code (?P<code>\\d)'")

    verdict = book.judge(failure("code 1", "code 2\ncode 3", "something else"))

    assert verdict.captures == {"code": "2"}


def test_captures_of_all_entries_are_kept_and_those_of_the_leftmost_alternative(rulebook):
    """Entries may match in different exceptions; a group that took no part is left out."""
    book = rulebook(
        "id: demo-a, all: [{regex: '(?P<op>\\w+) failed(?P<why> because)?'},"
        " {any: [{regex: 'late (?P<x>\\w+)'}, {regex: 'early (?P<x>\\w+)'}]}]"
    )

    verdict = book.judge(failure("early a, late b", "conv failed"))

    assert verdict.captures == {"op": "conv", "x": "a"}


def test_matched_are_the_lines_that_the_winner_matched(rulebook):
    """From the first to the last line that any of its entries touches."""
    book = rulebook(
        "id: demo-one, match: 'on|e'",
        "id: demo-over-ends, match: 'two\\nthree\\n'",
        "id: demo-all, all: [{text: 'four'}, {text: 'two'}]",
    )
    text = "zero\none\ntwo\nthree\nfour"

    matched = {hit.rule.id: hit.lines for hit in book.hits(failure(text))}

    assert matched == {"demo-one": (10, 10), "demo-over-ends": (12, 13), "demo-all": (12, 14)}


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("tool: pytest", True),
        ("tool: [gcc, pytest]", True),
        ("tool: gcc", False),
        ("kind: test", True),
        ("kind: [compile, link]", False),
        ("phase: [setup, call]", True),
        ("phase: teardown", False),
        ("log: '*.log'", True),
        ("log: 'nightly/*.log'", True),
        ("log: '/nightly/*.log'", False),
        ("log: 'ightly/*.log'", False),
        ("log: ['*.txt', 'run?.log']", True),
        ("file: 'tests/test_*.py'", True),
        ("file: 'test_a.py'", True),
        ("file: 'est_a.py'", False),
        ("file: 'test_a.py::*'", False),
        ("tool: pytest, kind: link", False),
    ],
)
def test_limits(rulebook, limit, expected):
    """All limits must admit the failure; globs fit a path from any folder on."""
    book = rulebook(f"id: demo-a, match: 'bad', in: {{{limit}}}")
    one = failure(
        "bad", phase="call", log="logs/nightly/run1.log", subject="sub/tests/test_a.py::test_x[a/b.py]"
    )

    assert (rule_of(book.judge(one)) == "demo-a") is expected


PRECEDENCE = {
    "the upper rule of a pack wins": (["id: demo-a", "id: demo-b"], (), ["demo-a", "demo-b"]),
    "a cause wins over a symptom over a wrapper": (
        ["id: demo-w, role: wrapper", "id: demo-s, role: symptom", "id: demo-c"],
        (),
        ["demo-c", "demo-s", "demo-w"],
    ),
    "the nearer tier wins": (
        [f"id: demo-{tier}, tier: {tier}" for tier in reversed(match.TIERS)],
        (),
        [f"demo-{tier}" for tier in match.TIERS],
    ),
    "the role counts more than the tier": (
        ["id: demo-s, role: symptom, tier: component", "id: demo-c, tier: generic"],
        (),
        ["demo-c", "demo-s"],
    ),
    "the tier counts more than the order of packs": (
        ["id: demo-a"],
        [("other", "component", ["id: other-a, match: 'bad'"])],
        ["other-a", "demo-a"],
    ),
    "the upper pack wins": (
        ["id: demo-z"],
        [("other", "tool", ["id: other-a, match: 'bad'"])],
        ["demo-z", "other-a"],
    ),
    "what is beaten stands behind all others": (
        ["id: demo-a", "id: demo-b, role: symptom, beats: [demo-a]", "id: demo-c, role: wrapper"],
        (),
        ["demo-b", "demo-c", "demo-a"],
    ),
    "to be beaten by a rule that does not match costs nothing": (
        ["id: demo-a", "id: demo-b, none: [{text: bad}], beats: [demo-a]"],
        (),
        ["demo-a"],
    ),
    "what is beaten still beats": (
        ["id: demo-a", "id: demo-b, beats: [demo-a]", "id: demo-c, beats: [demo-b]"],
        (),
        ["demo-c", "demo-a", "demo-b"],
    ),
    "a retired rule does not match": (["id: demo-a, status: retired", "id: demo-b"], (), ["demo-b"]),
}


@pytest.mark.parametrize(("rules", "packs", "expected"), PRECEDENCE.values(), ids=PRECEDENCE)
def test_which_rule_wins(rulebook, rules, packs, expected):
    """All rules match the failure; the first of the expected is the winner, the others are kept."""
    book = rulebook(*(f"{one}, match: 'bad'" for one in rules), packs=packs)
    verdict = book.judge(failure("bad"))

    assert [hit.rule.id for hit in book.hits(failure("bad"))] == expected
    if isinstance(verdict, Match):
        assert [verdict.rule, *verdict.also] == expected


def test_a_generic_rule_lends_component_and_kind_to_what_stays_unknown(rulebook):
    """So a catch-all can't empty the unknowns."""
    book = rulebook(
        "id: demo-any, match: 'Error', tier: generic, kind: config", "id: demo-w, match: 'W', role: wrapper"
    )

    assert book.judge(failure("Error")) == Unknown(component="app", kind="config", also=("demo-any",))
    assert book.judge(failure("Error W")) == Unknown(
        component="app", kind="config", also=("demo-any", "demo-w")
    )
    assert book.judge(failure("nothing")) == Unknown()


def test_a_wrapper_names_itself_even_when_generic(rulebook):
    """It says that something else failed, so it takes no unknown away."""
    book = rulebook("id: demo-w, match: 'Error 2', role: wrapper, tier: generic")

    verdict = book.judge(failure("Error 2"))

    assert (verdict.rule, verdict.role) == ("demo-w", "wrapper")


def digits(text):
    """Return the eight digits that a filled signature adds to the rule's id."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@pytest.mark.parametrize(
    ("fields", "signature", "title"),
    [
        ("title: Bad op", "demo-a", "Bad op"),
        ("title: Bad op, signature: 'bad op'", "demo-a", "Bad op"),
        ("title: Bad op, signature: 'op {op}'", f"demo-a:{digits('op conv')}", "Bad op: op conv"),
        ("title: Bad op, signature: 'bad op {op}'", f"demo-a:{digits('bad op conv')}", "bad op conv"),
        ("title: Bad op, signature: '{op}{why}'", f"demo-a:{digits('conv')}", "Bad op: conv"),
        (
            "signature: '{op.__class__} {op}'",
            f"demo-a:{digits('{op.__class__} conv')}",
            "A: {op.__class__} conv",
        ),
        ("title: Bad op, signature: auto", f"demo-a:{digits('ERROR <N>')}", "Bad op: ERROR <N>"),
    ],
)
def test_signatures_and_titles(rulebook, fields, signature, title):
    """The id holds the filled signature only where that varies, and so does the title."""
    book = rulebook(f"id: demo-a, match: 'bad (?P<op>\\w+)(?P<why> why)?', {fields}")

    verdict = book.judge(
        failure("bad conv", headline="error 12"), lambda text: text.upper().replace("12", "<N>")
    )

    assert (verdict.signature, verdict.title) == (
        signature,
        title,
    )


def test_the_verdict_carries_what_the_rule_says(rulebook):
    """Component, role and kind are the rule's; a rule without a kind leaves the reader's."""
    book = rulebook("id: demo-a, match: 'bad', role: symptom, kind: memory", "id: demo-b, match: 'worse'")

    first, second = book.judge(failure("bad")), book.judge(failure("worse"))

    assert (first.component, first.role, first.kind, first.matched) == ("app", "symptom", "memory", (10, 10))
    assert (second.role, second.kind) == ("cause", None)


def test_line_patterns_are_the_first_entries_of_rules_of_scope_line(rulebook):
    """An `any` is joined, flags stay with their alternative, names used twice are numbered."""
    book = rulebook(
        "id: demo-a, match: 'a', scope: line",
        "id: demo-b, all: [{text: 'x.y'}, {text: 'b'}], scope: line",
        "id: demo-c, any: [{regex: '(?i)one (?P<n>\\d)'}, {regex: 'two (?P<n>\\d)'}], scope: line",
        "id: demo-d, match: 'd'",
        "id: demo-e, match: 'e', scope: line, status: retired",
    )
    patterns = book.line_patterns()

    assert list(patterns) == ["demo-a", "demo-b", "demo-c"]
    assert patterns["demo-b"] == r"x\.y"
    assert patterns["demo-c"] == r"(?i:one (?P<n>\d))|(?:two (?P<n_2>\d))"
    assert [bool(regex.search(patterns["demo-c"], text)) for text in ("ONE 1", "two 2", "TWO 2")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("(?P<a>x)(?P<b>y)", "(?P<a>x)(?P<b>y)"),
        ("(?P<a>x)|(?P<a>y)|(?P<a>z)", "(?P<a>x)|(?P<a_2>y)|(?P<a_3>z)"),
        ("(?<a>x)", "(?P<a>x)"),
        ("(?P<a>x)(?P=a)|(?P<a>y)", "(?P<a>x)(?P=a)|(?P<a>y)"),
    ],
)
def test_names_of_groups_are_made_distinct(expression, expected):
    """Unless the expression refers back to one of them."""
    assert distinct(expression) == expected


def test_literals_are_those_of_the_entry_that_promises_most(rulebook):
    """They spare a rule the failures that it can't match."""
    book = rulebook(
        "id: demo-a, all: [{regex: 'bad'}, {any: [{text: 'Conv2D'}, {text: 'MaxPool'}]}]",
        "id: demo-b, match: '\\d+'",
    )

    assert [book.literals(rule) for rule in book.rules] == [("conv2d", "maxpool"), ()]


def test_uses_tell_what_reports_show(rulebook):
    """Of each active rule, in order, with the place it is written at."""
    book = rulebook("id: demo-a, match: 'a', means: Bad., try: Mend it., see: 'https://example.org'")
    use = book.uses()[0]

    assert (use.id, use.means, use.remedy, use.see) == (
        "demo-a",
        "Bad.",
        "Mend it.",
        ("https://example.org",),
    )
    assert (Path(use.place).name, use.hits) == ("0.yaml:7", 0)


def test_a_rule_that_takes_too_long_is_given_up_on_and_named(rulebook, monkeypatch):
    """The other rules still judge the failure."""
    monkeypatch.setattr(match, "PATIENCE", 0.01)
    book = rulebook("id: demo-slow, match: '(?:a|b|ab)+d'", "id: demo-fast, match: 'ab'")

    verdict = book.judge(failure("d" + "ab" * 30))

    assert rule_of(verdict) == "demo-fast"
    assert [problem.what.split(" was")[0] for problem in book.problems] == ["rule 'demo-slow'"]


TEXTS = st.lists(st.sampled_from(["Bad", "bad", "op", "Ünïx", "K", "\n", " ", "conv"]), max_size=12).map(
    "".join
)


@functools.cache
def _book_of_many_wheres():
    """Return rules with and without literals, over messages and over everything."""
    conditions = ["'(?i)bad conv'", "'Bad|conv'", "'Ünïx'", "{text: 'bad'}", "'o?p*'", "'K'"]
    rules = [
        f"- {{id: demo-{number}, component: app, where: {where}, match: {one}}}"
        for number, (one, where) in enumerate(itertools.product(conditions, ("message", "any")))
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.yaml"
        path.write_text(PACK.format(name="demo", tier="tool") + "\n".join(rules), "utf-8")
        return load([path], bundled=False)


@given(TEXTS, st.sampled_from(["message", "captured"]))
def test_the_index_of_literals_changes_no_verdict(text, where):
    """Each rule is tried on its own, and must agree with what the rulebook found."""
    book = _book_of_many_wheres()
    one = failure((where, text))
    alone = [rule.id for rule in book.rules if match.find(rule, match.Searched(one))]

    assert sorted(hit.rule.id for hit in book.hits(one)) == sorted(alone)


@pytest.mark.parametrize(
    ("tier", "rule"),
    [("component", "missing"), ("machine", "missing"), ("tool", "missing"), ("language", None)],
)
def test_what_a_language_says_on_the_way_names_no_cause(rulebook, tier, rule):
    """Rules of tier language see the last exception of a chain alone, those above it all exceptions."""
    book = rulebook("id: missing, match: '^KeyError: '", tier=tier)

    chained = failure("KeyError: 'fig'", "cart.OutOfStock: fig")
    alone = failure("KeyError: 'fig'")

    assert rule_of(book.judge(chained)) == rule
    assert rule_of(book.judge(alone)) == "missing"
