"""Lints of the examples of a rule: what they leave out, and where they deny each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.rulebook.match import Searched, search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.rulebook.check import Proof, Trial
    from classifier.rulebook.rule import Example, Pattern, Rule


def unreached_branch(proof: Proof) -> Iterator[Problem]:
    """Yield alternatives that no example reaches, so that nothing says they work."""
    for clause in proof.rule.clauses:
        for pattern in clause if len(clause) > 1 else ():
            if not any(_found(pattern, proof.rule, trial) for trial in proof.examples):
                yield Problem(pattern.place, f"no example reaches '{pattern.source}'", "Add one that does.")


def unnamed_source(proof: Proof) -> Iterator[Problem]:
    """Yield written examples that do not say after what."""
    for trial in (*proof.examples, *proof.counterexamples):
        if not trial.example.observed and not trial.example.source:
            yield Problem(trial.example.place, "a written example has no 'source'", "Name the public source.")


def contradiction(proof: Proof) -> Iterator[Problem]:
    """Yield examples that are counterexamples of the same rule too, or that ask for two results."""
    denied = {_asked(trial.example): trial.example for trial in proof.counterexamples}
    first: dict[object, Example] = {}
    for trial in proof.examples:
        example = trial.example
        if other := denied.get(_asked(example)):
            what = f"this example is a counterexample too, in line {other.place.line}"
            yield Problem(example.place, what, "Keep one of the two.")
        other = first.setdefault(_asked(example), example)
        if _promised(other, example):
            what = f"this example asks for another result than the same text in line {other.place.line}"
            yield Problem(example.place, what, "Keep one of the two.")


def repeated_example(proof: Proof) -> Iterator[Problem]:
    """Yield examples that stand twice in a rule."""
    for trials in (proof.examples, proof.counterexamples):
        first: dict[object, Example] = {}
        for trial in trials:
            other = first.setdefault(_asked(trial.example), trial.example)
            if other is not trial.example and not _promised(other, trial.example):
                what = f"the same text is an example already, in line {other.place.line}"
                yield Problem(trial.example.place, what, "Remove one of the two.")


def _found(pattern: Pattern, rule: Rule, trial: Trial) -> bool:
    return any(search(pattern, text) for _, text in Searched(trial.failure).parts(rule.where))


def _asked(example: Example) -> object:
    """Return what is judged: the text and the failure it is put into."""
    place = (example.tool, example.kind, example.phase, example.where, example.log, example.subject)
    return example.text.strip(), place


def _promised(one: Example, other: Example) -> bool:
    """Say whether two examples of the same text name different results."""
    shared = one.captures.keys() & other.captures.keys()
    differ = any(one.captures[name] != other.captures[name] for name in shared)
    return differ or (None not in (one.signature, other.signature) and one.signature != other.signature)
