"""Why a rule wins, and what keeps others from matching."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import Place
from classifier.explain import said
from classifier.extract.claims import claims
from classifier.extract.dialect import Dialect, Findings
from classifier.lines import Lines
from classifier.model import Case, Span
from classifier.rulebook import load
from classifier.rulebook.partial import longest
from classifier.rulebook.rule import Pattern
from classifier.rulebook.why import misses, reasons

PACKS = {
    "first": """\
pack: first
about: The team's.
tier: component
components: [{id: team}]
rules:
- {id: first-general, component: team, match: 'device \\d+', examples: [device 1]}
- id: first-special
  component: team
  match: 'device (?P<number>\\d+) is lost'
  beats: [first-general]
  examples: [device 1 is lost]
- {id: first-twice, component: team, match: 'is lost', examples: [it is lost]}
- {id: first-symptom, component: team, role: symptom, match: 'lost', examples: [lost]}
- {id: first-tool, component: team, tier: tool, match: 'lost', examples: [lost]}
- id: first-all
  component: team
  all: [{regex: 'volume \\d+'}, {text: 'was unmounted'}]
  examples: [volume 1 was unmounted]
- {id: first-none, component: team, match: 'quota', none: [{text: harmless}], examples: [quota]}
- {id: first-in, component: team, match: 'only of gcc', in: {tool: gcc}, examples: [only of gcc]}
- {id: first-log, component: team, match: 'only of logs', in: {log: 'ci/*.log'}, examples: [only of logs]}
- {id: first-frames, component: team, match: 'heap.cpp', where: frames, examples: [heap.cpp]}
- {id: first-last, component: team, tier: language, match: 'KeyError', examples: [KeyError]}
- {id: first-retired, component: team, status: retired, match: 'old message', examples: [old message]}
""",
    "second": """\
pack: second
about: Another.
tier: component
rules:
- {id: second-lost, component: team, match: 'lost', examples: [lost]}
""",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    for name, text in PACKS.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load([folder], bundled=False)


def test_every_match_says_why_it_does_not_win(book):
    hits = book.hits(said("device 7 is lost"))

    assert dict(zip([hit.rule.id for hit in hits], reasons(hits), strict=True)) == {
        "first-special": "",
        "first-twice": "it stands above it in its pack (7 before 12)",
        "second-lost": "pack 'first' comes before 'second'",
        "first-tool": "tier component is nearer to the cause than tool",
        "first-symptom": "a cause goes before a symptom",
        "first-general": "'first-special' beats it",
    }


@pytest.mark.parametrize(
    ("failure", "name", "excluded"),
    [
        (said("quota, harmless"), "first-none", "'none' holds 'harmless', which is found"),
        (said("only of gcc", "clang"), "first-in", "'in' admits tool gcc, this is clang"),
        (said("only of gcc"), "first-in", "'in' admits tool gcc, this is unknown"),
        (said("only of logs"), "first-log", "'in' admits log ci/*.log, which this is not from"),
        (said("in heap.cpp"), "first-frames", "it searches 'frames', its text stands in 'message'"),
        (said("old message"), "first-retired", "it is retired"),
        (
            replace(said("x"), spans=(Span("message", ((1, "KeyError"),)), Span("message", ((2, "Lost"),)))),
            "first-last",
            "its text is in an earlier exception of the chain; tier language sees the last alone",
        ),
    ],
)
def test_what_excludes_a_rule_is_said(book, failure, name, excluded):
    found = {one.rule.id: one.excluded for one in misses(failure, book)}

    assert found[name] == excluded


def test_the_part_that_is_lacking_is_shown(book):
    (one,) = misses(said("volume 12 was mounted"), book)

    assert (one.rule.id, one.lacking.source, one.partial.matched) == ("first-all", "was unmounted", "was ")
    assert 0.5 < one.share < 1


def test_rules_that_share_nothing_are_not_near(book):
    assert misses(said("something else entirely"), book) == []


def test_wanted_rules_are_shown_however_far(book):
    assert [one.rule.id for one in misses(said("something"), book, {"first-all"})] == ["first-all"]


def partial(expression, *texts):
    return longest(Pattern("regex", expression, Place("x")), texts)


@pytest.mark.parametrize(
    ("expression", "text", "matched", "lacking"),
    [
        (
            r"Tensor (?P<i>\d+) - stride mismatch",
            "Tensor 3 - stride differs",
            "Tensor 3 - stride ",
            "mismatch",
        ),
        (r"nothing|disk \d{2,3}+x?y", "disk 12z", "disk 12", "y"),
        (r"^(?:a|b)c[]x]{2}d", "ac]xe", "ac]x", "d"),
        (r"\(\[\w+\]\) z", "([ab]) y", "([ab]) ", "z"),
        (r"a{b} c", "a{b} d", "a{b} ", "c"),
        (r"zzz", "abc", "", "zzz"),
    ],
)
def test_the_longest_beginning_is_found(expression, text, matched, lacking):
    found = partial(expression, text)

    assert (found.matched, found.lacking) == (matched, lacking)


@given(
    st.text(st.sampled_from("ab \\[](){}*+?|^$.d1"), max_size=12),
    st.text(st.sampled_from("ab d1"), max_size=12),
)
def test_any_expression_can_be_asked(expression, text):
    found = partial(expression, text)

    assert found.beginning + found.lacking in expression
    assert found.matched in text
    assert 0 <= found.share <= 1


def dialect(name, **findings):
    return Dialect(name, {}, lambda lines, hits: Findings(**findings))


def broken(lines, hits):
    raise ValueError


def test_claims_come_in_the_order_of_dialects():
    failure = replace(said("x"), line=5, first_line=4, last_line=6)
    passed = Case(line=2, subject="test_a", outcome="passed")
    found = claims(
        [
            dialect("one", owned=((1, 9), (2, 7)), cases=(passed, replace(passed, line=8, subject="test_b"))),
            Dialect("broken", {}, broken),
            dialect("two", failures=(failure,)),
            dialect("none", owned=((1, 3),)),
        ],
        Lines("x", b"a\n" * 9),
        {},
        5,
    )

    assert [(one.dialect, one.owned, one.failure, one.case) for one in found] == [
        ("one", (2, 7), None, passed),
        ("two", None, failure, None),
    ]
