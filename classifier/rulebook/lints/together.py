"""Lints of rules beside each other: those that are the same, and those that are in each other's way."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.rulebook.rule import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from classifier.rulebook.check import Proof
    from classifier.rulebook.match import Hit
    from classifier.rulebook.rule import Pattern, Rule

OTHERS = 3
"""Of rules of other packs a rule may win the examples of so many less one: to refine some is its right."""

RIVALS = 2
"""Of rules of its own pack and tier a rule may match the examples of so many less one, and lose them."""


def same_rule(proofs: Sequence[Proof]) -> Iterator[Problem]:
    """Yield rules that look for the very same as a rule before them."""
    first: dict[object, Rule] = {}
    for proof in proofs:
        rule = proof.rule
        other = first.setdefault(_meaning(rule), rule)
        if other is not rule:
            what = f"'{rule.id}' looks for the same as '{other.id}' at {other.place}"
            yield Problem(rule.place, what, "Keep one; name the other's id under 'formerly'.")


def never_wins(proofs: Sequence[Proof]) -> Iterator[Problem]:
    """Yield rules that win none of their examples, since others do."""
    for proof in proofs:
        winners = [trial.hits[0].rule for trial in proof.examples if trial.hits]
        matched = any(hit.rule is proof.rule for trial in proof.examples for hit in trial.hits)
        if matched and all(rule is not proof.rule for rule in winners):
            names = " and ".join(dict.fromkeys(f"'{rule.id}' at {rule.place}" for rule in winners))
            what = f"'{proof.rule.id}' can never win on its examples: {names} takes them"
            yield Problem(
                proof.rule.place, what, "Put it above, let it beat the other, or narrow one of the two."
            )


def takes_examples(proofs: Sequence[Proof]) -> Iterator[Problem]:
    """Yield rules that match the examples of several others, or win those of a rule of their own pack."""
    for winner, losers in _taken(proofs, lambda hits: hits[:1]):
        if len(losers) >= OTHERS or any(one.pack == winner.pack for one in losers):
            yield _wide(winner, losers, "wins")
    said = {proof.rule.id: {one.winner for one in proof.counterexamples} for proof in proofs}
    for rule, others in _taken(proofs, lambda hits: hits[1:]):
        rivals = [
            one for one in others if (one.pack, one.tier, one.role) == (rule.pack, rule.tier, rule.role)
        ]
        rivals = [one for one in rivals if one.id not in said.get(rule.id, ()) and rule.id not in one.beats]
        if len(rivals) >= RIVALS:
            yield _wide(rule, rivals, "matches")


def _taken(
    proofs: Sequence[Proof], some: Callable[[tuple[Hit, ...]], tuple[Hit, ...]]
) -> list[tuple[Rule, list[Rule]]]:
    """Return for each rule the other ones whose examples it is among some of the hits of."""
    taken: dict[str, dict[str, Rule]] = defaultdict(dict)
    rules = {}
    for proof in proofs:
        for trial in proof.examples:
            for hit in some(trial.hits):
                if hit.rule is not proof.rule:
                    rules[hit.rule.id] = hit.rule
                    taken[hit.rule.id][proof.rule.id] = proof.rule
    return [(rules[name], list(others.values())) for name, others in taken.items()]


def _wide(rule: Rule, others: Sequence[Rule], verb: str) -> Problem:
    shown = ", ".join(f"'{one.id}'" for one in others[:3])
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    what = f"'{rule.id}' {verb} the examples of {shown}{more}"
    hint = (
        "Narrow its pattern, or name their texts as counterexamples."
        if verb == "matches"
        else "Narrow its pattern."
    )
    return Problem(rule.clauses[0][0].place, what, hint)


def _meaning(rule: Rule) -> object:
    """Return what a rule looks for and where; equal for rules that can only match the same failures."""
    clauses = frozenset(frozenset(map(_bare, clause)) for clause in rule.clauses)
    return clauses, frozenset(map(_bare, rule.none)), rule.where, rule.limits


def _bare(pattern: Pattern) -> str:
    """Return an expression without the names of its groups, its classes spelled in one way."""
    bare = GROUP.sub("(?:", pattern.expression).replace("[0-9]", r"\d").replace("[A-Za-z0-9_]", r"\w")
    return re.sub(r"\\([^A-Za-z0-9\\])", r"\1", bare) if pattern.entry != "regex" else _unescaped(bare)


def _unescaped(expression: str) -> str:
    r"""Take the backslash off what needs none: `\:` and `\ ` are `:` and a blank."""
    return re.sub(r"\\([:\s/_'\"=,;<>@!%&~`#-])", r"\1", expression)
