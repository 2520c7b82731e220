"""Proving rules: examples take the real path, and every lint can be excused in the rule itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from classifier.model import Span
from classifier.normalize import Normalizer
from classifier.rulebook.check import check, proofs, raw_failure, why_not, written
from classifier.rulebook.lints import LINTS, OF_LOGS
from classifier.rulebook.load import survey

PACK = """
pack: demo
about: Texts.
tier: tool
components: [{id: app}]
rules:
"""


def masked(text):
    """Return the text without its variable parts."""
    return Normalizer().mask(text).masked


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a function that loads rules, each given as the fields beside its component."""
    monkeypatch.chdir(tmp_path)

    def make(*rules):
        text = PACK + "\n".join(f"- {{component: app, {one}}}" for one in rules)
        (tmp_path / "demo.yaml").write_text(text, "utf-8")
        loaded, problems = survey(["demo.yaml"], bundled=False)
        assert problems == ()
        return loaded

    return make


def unchanged(failure):
    """Stand for a path on which nothing happens to a text."""
    return failure


def whats(problems):
    """Return what is wrong, without places and remedies."""
    return [problem.what for problem in problems]


def bad(problems):
    """Return the names of what should be mended: of level error or warning."""
    return [problem.name for problem in problems if problem.level != "info"]


def test_a_rule_with_an_example_that_it_wins_is_right(book):
    """Nothing to say."""
    assert (
        bad(check(book("id: demo-a, match: 'bad', examples: ['bad'], counterexamples: ['good']"), unchanged))
        == []
    )


def test_examples_take_the_path_of_a_log(book):
    """What the path takes off a text, a rule never sees."""

    def path(failure):
        lines = tuple((number, text.replace("\x1b[31m", "")) for number, text in failure.spans[0].lines)
        return replace(failure, spans=(Span("message", lines),))

    rules = book("id: demo-a, match: '^bad', examples: [\"\\e[31mbad\"]")

    assert bad(check(rules, path)) == []
    assert whats(one for one in check(rules, unchanged) if one.level == "error") == [
        "'demo-a' does not match its example: '^bad' is not found"
    ]


def test_the_headline_of_an_example_is_its_first_line(book):
    """For rules whose signature is the normalized headline."""
    example = '{text: "\\n  is bad\\nyes", signature: IS BAD}'
    rules = book(f"id: demo-a, match: 'bad', signature: auto, examples: [{example}]")

    assert bad(check(rules, unchanged, str.upper)) == []


def test_a_counterexample_may_match_as_long_as_another_rule_wins_it(book):
    """It says who must not win, not who must not match."""
    rules = book(
        "id: demo-a, match: 'very bad', examples: ['very bad']",
        "id: demo-b, match: 'bad', examples: ['bad'], counterexamples: ['very bad']",
    )

    assert bad(check(rules, unchanged)) == []


def test_examples_of_generic_rules_and_wrappers_are_won_like_others(book):
    """Although they make no failure matched."""
    rules = book(
        "id: demo-a, match: 'bad', tier: generic, examples: ['bad']",
        "id: demo-b, match: 'worse', role: wrapper, examples: ['worse']",
    )

    assert bad(check(rules, unchanged)) == []


def test_retired_rules_are_not_proven(book):
    """Their texts are history."""
    assert bad(check(book("id: demo-a, match: 'bad', status: retired, examples: ['good']"), unchanged)) == []


def test_limits_are_met_by_examples_that_say_nothing_of_them(book):
    """The example is of the first tool, kind, phase, log and file that the rule admits."""
    limits = "{tool: [gcc, clang], kind: compile, phase: setup, log: 'ci-*/*.log', file: '*.c'}"

    assert bad(check(book(f"id: demo-a, match: 'bad', in: {limits}, examples: ['bad']"), unchanged)) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("match: 'bad', in: {kind: link}", "its limits do not admit the failure"),
        ("match: 'bad', where: source", "nothing in the failure is of the part 'source'"),
        ("all: [{text: 'bad'}, {any: [{text: 'x'}, {text: 'y'}]}]", "'x' or 'y' is not found"),
        ("match: 'bad', none: [{text: 'z'}, {text: 'so'}]", "the 'none' entry 'so' is found"),
    ],
)
def test_why_a_rule_does_not_match(book, rule, expected):
    """The first reason, in the words of the rule."""
    rules = book("id: demo-a, match: 'so bad', examples: ['so bad']", f"id: demo-b, {rule}")
    failure = raw_failure(rules.rules[0].examples[0])

    assert why_not(rules.rules[1], failure) == expected


def test_a_text_that_only_differs_in_case_is_said_to(book):
    """The tool prints `signal`, the rule asks for `Signal`: it never matched a log."""
    rules = book("id: demo-a, match: 'Received Signal', examples: ['Received signal 11']")

    assert [one.hint for one in check(rules, unchanged) if one.name == "missing"] == [
        "Mind the case: without it, it does."
    ]


def test_a_pattern_that_takes_too_long_on_an_example_is_named(book, monkeypatch):
    """And everything else is said all the same."""
    monkeypatch.setattr("classifier.rulebook.match.PATIENCE", 0.05)
    text = "x" * 60
    rules = book(
        f"id: demo-a, match: '^(?:x+x+)+(?:x|xx)+y', examples: ['{text} {text}!y']",
        "id: demo-b, match: 'bad', examples: ['good']",
    )

    found = check(rules, unchanged)

    assert {"slow-pattern", "missing"} <= {one.name for one in found if one.level == "error"}


LINTED = {
    "contradiction": "id: demo-a, match: 'bad', examples: ['bad'], counterexamples: ['bad']",
    "empty-match": "id: demo-a, match: 'x*', examples: ['x']",
    "expired": "id: demo-a, match: 'bad', expires: 2020-01-01, examples: ['bad']",
    "foreign-id": "id: bad, match: 'bad', examples: ['bad']",
    "line-break": "id: demo-a, match: 'bad\\nworse', scope: line, examples: [\"bad\\nworse\"]",
    "never-wins": "id: demo-a, match: 'bad', examples: ['bad as can be']",
    "no-literal": "id: demo-a, match: '\\d\\d:', examples: ['12:']",
    "open-end": "id: demo-a, match: 'bad.*', examples: ['bad']",
    "optional-capture": "id: demo-a, match: 'bad (?P<x>\\w)?', signature: '{x}', examples: ['bad x']",
    "poor-branch": "id: demo-a, any: [{regex: '(?P<x>b)'}, {text: c}], signature: '{x}', examples: [b, c]",
    "repeated-example": "id: demo-a, match: 'bad', examples: ['bad', 'bad']",
    "same-rule": "id: demo-a, match: 'as can be', examples: ['it is as can be']",
    "slow-line": "id: demo-a, match: '\\d\\d:', scope: line, examples: ['12:']",
    "slow-pattern": "id: demo-a, match: '(?:x+x+)+y', examples: ['xxy']",
    "takes-examples": "id: demo-z, match: 'be', examples: ['bee']",
    "too-wide": "id: demo-a, match: 'error', examples: ['an error']",
    "unescaped": "id: demo-a, match: 'bad.cpp', examples: ['bad.cpp']",
    "unexplained": "id: demo-a, match: 'bad', examples: ['bad']",
    "unknown-tool": "id: demo-a, match: 'bad', in: {tool: pytset}, examples: ['bad']",
    "unnamed-source": "id: demo-a, match: 'bad', examples: [{text: bad, from: written}]",
    "unreached-branch": "id: demo-a, any: [{text: bad}, {text: worse}], examples: [bad]",
    "unseen-character": 'id: demo-a, match: "bad\\u00a0x", examples: ["bad\\u00a0x"]',
    "volatile-capture": "id: demo-a, match: 'at (?P<x>\\w+)', signature: '{x}', examples: ['at 0x7f3a2c']",
    "yaml-backslash": "id: demo-a, match: 'bad\\\\d', examples: ['bad\\d']",
    "yaml-comment": "id: demo-a, examples: ['bad'], match: bad #1\n",
    "yaml-escape": 'id: demo-a, match: "bad\\b", examples: ["bad\\b"]',
    "yaml-line-break": "id: demo-a, examples: ['bad as'], match: bad\n    as\n",
}
"""A rule with the fault; some need a rule above it."""
ABOVE = {
    "never-wins": "id: demo-b, match: 'as can be', examples: ['as can be']",
    "same-rule": "id: demo-b, match: 'as can be', examples: ['as can be']",
}
BELOW = {"takes-examples": "id: demo-b, match: 'as can be', examples: ['as can be']"}


def test_every_lint_has_its_fault():
    """Those that need logs are shown by the tests of the command."""
    assert LINTED.keys() == LINTS.keys() - OF_LOGS.keys()


@pytest.mark.parametrize("name", LINTED)
def test_every_lint_finds_what_it_is_for_and_can_be_excused(book, name):
    """The excuse stands in the rule."""
    rule = LINTED[name]

    def found(text):
        rules = [one for one in (ABOVE.get(name), text, BELOW.get(name)) if one]
        loaded = book(*rules)
        file = {"demo.yaml": Path("demo.yaml").read_text("utf-8")}
        tools = ["pytest", "gcc"]
        proven = check(loaded, unchanged, masked, "2026-06-30", tools)
        return {one.name for one in (*proven, *written(loaded, file))}

    assert name in found(rule)
    assert name not in found(f"allow: [{name}], {rule}")


@pytest.mark.parametrize(
    "rule",
    [
        "match: 'bad (?P<rest>.*)', examples: ['bad x']",
        "match: 'bad \\.*', examples: ['bad ...']",
        "match: {text: 'bad.*'}, examples: ['bad.*']",
        "match: 'ba?d', examples: ['bd']",
        "all: [any: [{regex: '(?P<x>bz)'}, {text: cz}], regex: '(?P<x>.z)'], signature: '{x}', examples: [bz, cz]",  # noqa: E501
        "match: 'bad', expires: 2026-07-01, examples: ['bad']",
        "match: 'bad', examples: [{text: bad, from: written, source: the manual}]",
        "match: 'bad[.](?:cpp|h)', examples: ['bad.cpp']",
        "match: 'bad. or (worse|worst)', examples: ['bad, or worse', 'bad. or worst']",
        "match: '[Bb]ad|at [aeiou]', examples: ['Bad', 'at a']",
        "match: 'in (?P<x>\\d+) steps', signature: '{x}', examples: ['in 12 steps']",
        "match: 'took (?P<x>[\\d.]+s)', examples: ['took 12.1s']",
        "match: 'exit code (?P<x>\\d+)', signature: '{x}', examples: ['exit code 137']",
        "match: 'bad (?P<x>\\w)?', signature: '{x}', examples: ['bad x', 'bad ']",
        "match: 'bad', in: {tool: somebodys-own}, examples: ['bad']",
        "match: \"bad\\\\d\", examples: ['bad7']",
        "match: 'bad\\\\n', examples: ['bad\\n']",
        "match: 'bad', means: It is bad, # or so\n  examples: ['bad']",
    ],
)
def test_what_only_looks_like_a_fault_is_none(book, rule):
    """A lint that cries wolf is switched off."""
    loaded = book(f"id: demo-a, {rule}")
    found = check(loaded, unchanged, masked, "2026-06-30", ["pytest"])
    found += written(loaded, {"demo.yaml": Path("demo.yaml").read_text("utf-8")})

    assert bad(found) == []


def test_an_id_may_begin_with_the_component(book):
    """Instead of the pack."""
    assert bad(check(book("id: app-a, match: 'bad', examples: ['bad']"), unchanged)) == []


def test_a_proof_holds_what_every_example_became(book):
    """With the winner and all others that match."""
    rules = book(
        "id: demo-a, match: 'bad', examples: [very bad]", "id: demo-b, match: 'very', examples: [very]"
    )
    proof = next(proofs(rules, unchanged))

    assert [(trial.example.text, trial.winner, len(trial.hits)) for trial in proof.examples] == [
        ("very bad", "demo-a", 2)
    ]
