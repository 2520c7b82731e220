"""What is suspicious about a rule although its examples are right; a rule may be excused by `allow`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.rulebook.book import literals_of
from classifier.rulebook.match import Searched, compiled, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from classifier.rulebook.check import Proof, Trial
    from classifier.rulebook.rule import Pattern, Rule


def _empty_match(proof: Proof) -> Iterator[Problem]:
    """Yield patterns that are found in an empty text, and so everywhere."""
    for pattern in proof.rule.patterns:
        if compiled(pattern.expression).search(""):
            yield Problem(
                pattern.place, "the pattern matches an empty text", "Make something in it obligatory."
            )


def _open_end(proof: Proof) -> Iterator[Problem]:
    """Yield patterns with `.*` at an end, which does nothing, since patterns are searched for."""
    for pattern in proof.rule.patterns:
        if pattern.entry == "regex" and re.search(
            r"^(?:\(\?\w+\))?\^?\.\*|(?<!\\)\.\*\??\$?$", pattern.source
        ):
            yield Problem(
                pattern.place, "the pattern has '.*' at an end", "Remove it: patterns are searched for."
            )


def _poor_branch(proof: Proof) -> Iterator[Problem]:
    """Yield alternatives that lack a capture of the signature which others have."""
    for slot in proof.rule.slots:
        clauses = [clause for clause in proof.rule.clauses if any(slot in one.groups for one in clause)]
        if not any(all(slot in one.groups for one in clause) for clause in clauses):
            for pattern in (one for clause in clauses for one in clause if slot not in one.groups):
                what = f"this alternative does not capture '{slot}', which the signature holds"
                yield Problem(pattern.place, what, "Capture it here too, or make a rule of its own.")


def _unreached_branch(proof: Proof) -> Iterator[Problem]:
    """Yield alternatives that no example reaches, so that nothing says they work."""
    for clause in proof.rule.clauses:
        for pattern in clause if len(clause) > 1 else ():
            if not any(_found(pattern, proof.rule, trial) for trial in proof.examples):
                yield Problem(pattern.place, f"no example reaches '{pattern.source}'", "Add one that does.")


def _found(pattern: Pattern, rule: Rule, trial: Trial) -> bool:
    return any(search(pattern, text) for _, text in Searched(trial.failure).parts(rule.where))


def _foreign_id(proof: Proof) -> Iterator[Problem]:
    """Yield ids that begin neither with the pack's name nor with a component's."""
    rule = proof.rule
    if not any(rule.id.startswith(f"{name}-") for name in (rule.pack, rule.component)):
        what = f"the id '{rule.id}' begins with neither its pack nor its component"
        yield Problem(rule.place, what, f"Call it '{rule.pack}-{rule.id}'.")


def _unnamed_source(proof: Proof) -> Iterator[Problem]:
    """Yield written examples that do not say after what."""
    for trial in (*proof.examples, *proof.counterexamples):
        if not trial.example.observed and not trial.example.source:
            yield Problem(trial.example.place, "a written example has no 'source'", "Name the public source.")


def _expired(proof: Proof) -> Iterator[Problem]:
    """Yield rules whose last day is over."""
    rule = proof.rule
    if rule.expires and proof.today and rule.expires <= proof.today:
        hint = "Retire it, or move the date."
        yield Problem(rule.place, f"rule '{rule.id}' has expired on {rule.expires}", hint)


def _slow_line(proof: Proof) -> Iterator[Problem]:
    """Yield rules of scope line that must look at every line of every log."""
    rule = proof.rule
    if rule.scope == "line" and not literals_of(rule.clauses[0]):
        what = f"'{rule.id}' looks at every line of every log: its first entry needs no fixed text"
        yield Problem(
            rule.clauses[0][0].place, what, "Give each alternative three letters that must be there."
        )


LINTS: dict[str, Callable[[Proof], Iterator[Problem]]] = {
    "empty-match": _empty_match,
    "expired": _expired,
    "foreign-id": _foreign_id,
    "open-end": _open_end,
    "poor-branch": _poor_branch,
    "slow-line": _slow_line,
    "unnamed-source": _unnamed_source,
    "unreached-branch": _unreached_branch,
}
"""What a rule may be excused from by `allow`. A new lint is one function and one line here."""
