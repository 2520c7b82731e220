"""Proving rules: examples take the real path, and every lint can be excused in the rule itself."""

from dataclasses import replace

import pytest

from classifier.model import Span
from classifier.rulebook.check import check, proofs, raw_failure, why_not
from classifier.rulebook.lints import LINTS
from classifier.rulebook.load import survey

PACK = """
pack: demo
about: Texts.
tier: tool
components: [{id: app}]
rules:
"""


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


def test_a_rule_with_an_example_that_it_wins_is_right(book):
    """Nothing to say."""
    assert (
        check(book("id: demo-a, match: 'bad', examples: ['bad'], counterexamples: ['good']"), unchanged) == ()
    )


def test_examples_take_the_path_of_a_log(book):
    """What the path takes off a text, a rule never sees."""

    def path(failure):
        lines = tuple((number, text.replace("\x1b[31m", "")) for number, text in failure.spans[0].lines)
        return replace(failure, spans=(Span("message", lines),))

    rules = book("id: demo-a, match: '^bad', examples: [\"\\e[31mbad\"]")

    assert check(rules, path) == ()
    assert whats(check(rules, unchanged)) == [
        "missing: 'demo-a' does not match its example: '^bad' is not found"
    ]


def test_the_headline_of_an_example_is_its_first_line(book):
    """For rules whose signature is the normalized headline."""
    example = '{text: "\\n  is bad\\nyes", signature: IS BAD}'
    rules = book(f"id: demo-a, match: 'bad', signature: auto, examples: [{example}]")

    assert check(rules, unchanged, str.upper) == ()


def test_a_counterexample_may_match_as_long_as_another_rule_wins_it(book):
    """It says who must not win, not who must not match."""
    rules = book(
        "id: demo-a, match: 'very bad', examples: ['very bad']",
        "id: demo-b, match: 'bad', examples: ['bad'], counterexamples: ['very bad']",
    )

    assert check(rules, unchanged) == ()


def test_examples_of_generic_rules_and_wrappers_are_won_like_others(book):
    """Although they make no failure matched."""
    rules = book(
        "id: demo-a, match: 'bad', tier: generic, examples: ['bad']",
        "id: demo-b, match: 'worse', role: wrapper, examples: ['worse']",
    )

    assert check(rules, unchanged) == ()


def test_retired_rules_are_not_proven(book):
    """Their texts are history."""
    assert check(book("id: demo-a, match: 'bad', status: retired, examples: ['good']"), unchanged) == ()


def test_limits_are_met_by_examples_that_say_nothing_of_them(book):
    """The example is of the first tool, kind, phase, log and file that the rule admits."""
    limits = "{tool: [gcc, clang], kind: compile, phase: setup, log: 'ci-*/*.log', file: '*.c'}"

    assert check(book(f"id: demo-a, match: 'bad', in: {limits}, examples: ['bad']"), unchanged) == ()


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


LINTED = {
    "empty-match": "id: demo-a, match: 'x*', examples: ['x']",
    "expired": "id: demo-a, match: 'bad', expires: 2020-01-01, examples: ['bad']",
    "foreign-id": "id: bad, match: 'bad', examples: ['bad']",
    "open-end": "id: demo-a, match: 'bad.*', examples: ['bad']",
    "poor-branch": "id: demo-a, any: [{regex: '(?P<x>b)'}, {text: c}], signature: '{x}', examples: [b, c]",
    "slow-line": "id: demo-a, match: '\\d\\d:', scope: line, examples: ['12:']",
    "unnamed-source": "id: demo-a, match: 'bad', examples: [{text: bad, from: written}]",
    "unreached-branch": "id: demo-a, any: [{text: bad}, {text: worse}], examples: [bad]",
}


@pytest.mark.parametrize("name", LINTS)
def test_every_lint_finds_what_it_is_for_and_can_be_excused(book, name):
    """One rule that has the fault and nothing else; the excuse stands in the rule."""
    rule = LINTED[name]

    assert len(check(book(rule), unchanged, today="2026-06-30")) == 1
    assert check(book(f"{rule}, allow: [{name}]"), unchanged, today="2026-06-30") == ()


@pytest.mark.parametrize(
    "rule",
    [
        "match: 'bad (?P<rest>.*)', examples: ['bad x']",
        "match: 'bad \\.*', examples: ['bad ...']",
        "match: {text: 'bad.*'}, examples: ['bad.*']",
        "match: 'ba?d', examples: ['bd']",
        "all: [any: [{regex: '(?P<x>b)'}, {text: c}], regex: '(?P<x>.)'], signature: '{x}', examples: [b, c]",
        "match: 'bad', expires: 2026-07-01, examples: ['bad']",
        "match: 'bad', examples: [{text: bad, from: written, source: the manual}]",
    ],
)
def test_what_only_looks_like_a_fault_is_none(book, rule):
    """A lint that cries wolf is switched off."""
    assert check(book(f"id: demo-a, {rule}"), unchanged, today="2026-06-30") == ()


def test_an_id_may_begin_with_the_component(book):
    """Instead of the pack."""
    assert check(book("id: app-a, match: 'bad', examples: ['bad']"), unchanged) == ()


def test_a_proof_holds_what_every_example_became(book):
    """With the winner and all others that match."""
    rules = book(
        "id: demo-a, match: 'bad', examples: [very bad]", "id: demo-b, match: 'very', examples: [very]"
    )
    proof = next(proofs(rules, unchanged))

    assert [(trial.example.text, trial.winner, len(trial.hits)) for trial in proof.examples] == [
        ("very bad", "demo-a", 2)
    ]
