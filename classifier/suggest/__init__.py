"""Make a whole rule from a signature that no rule knows: pattern, component, id, title, examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.errors import UsageError
from classifier.nearest import Known, Register
from classifier.patterns import compiled
from classifier.rulebook.draft import draft
from classifier.rulebook.match import Searched
from classifier.suggest.component import Guess, guessed
from classifier.suggest.text import EXAMPLES, RuleText, title
from classifier.suggest.texts import find, said, where_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.model import Occurrence, Report, Signature
    from classifier.pipeline import Judge
    from classifier.rulebook.draft import Draft
    from classifier.rulebook.rule import Part, Pattern, Rule

__all__ = ["Guess", "Patch", "Suggestion", "guessed", "patch", "suggest"]

COUNTEREXAMPLES = 3
AGAINST = 5
"""Failures of each other signature that the pattern must not match."""
ID_WORDS = 5
_EMPTY = "a an and are as at be by for from has have in is it its of on or that the this to was with"
EMPTY = frozenset(_EMPTY.split())
"""Words that an id does without."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A drafted rule: its id, its text as an item of a list of rules, and what it rests on.

    `also` are other signatures of the report that its pattern matches too.
    """

    id: str
    text: str
    guess: Guess
    patterns: tuple[str, ...]
    members: int
    also: tuple[str, ...]


def suggest(report: Report, signature: Signature, judge: Judge, home: Sequence[str] = ()) -> Suggestion:
    """Return a rule for the failures of a signature.

    The report may come from anywhere; the rulebook of `judge` says which components there are. `home` are
    those of the pack that the rule is for, if it has any. Raises UsageError where a rule has the signature
    already, and where its failures share too little text.
    """
    if signature.rule:
        raise UsageError(
            f"'{signature.id}' is matched by the rule '{signature.rule}' already. Edit that one."
        )
    members = [report.failures[index] for index in signature.failures]
    where = where_of(members)
    texts = [judge.normalizer.mask(said(one.failure), tool=one.failure.tool) for one in members]

    def matches(pattern: str) -> bool:
        return all(find((pattern,), one.failure, where) is not None for one in members)

    drafted = draft(texts, _others(report, signature, where), matches, judge.book.decisive)
    if drafted is None:
        what = f"the {len(members)} failures of '{signature.id}' share too little text for a rule"
        raise UsageError(f"{what}. Write one by hand: triage explain {signature.id} shows what they say.")
    guess = guessed(report, signature, judge, home)
    name = _free(f"{guess.component}-{_slug(signature)}", {rule.id for rule in judge.book.rules})
    lines = RuleText(name, guess, drafted, where, _tools(drafted, members, judge))
    lines.head(signature)
    lines.examples(
        [members[signature.failures.index(index)].failure for index in signature.exemplars], members
    )
    lines.counterexamples(_near(report, signature, judge))
    return Suggestion(name, "\n".join(lines.out) + "\n", guess, drafted.patterns, len(members), drafted.also)


@dataclass(frozen=True, slots=True)
class Patch:
    """One more alternative for a rule whose message was reworded: the rule, the pattern, examples of it."""

    rule: Rule
    pattern: Pattern
    examples: tuple[str, ...]


def patch(report: Report, signature: Signature, judge: Judge) -> Patch | None:
    """Return what makes a rule that may have drifted match a signature too, None if that can't be told."""
    drifted = next((one for one in signature.nearest[:1] if one.drifted), None)
    name = (drifted.rule or drifted.signature).partition(":")[0] if drifted else ""
    rule = next((one for one in judge.book.rules if one.id == name), None)
    if rule is None:
        return None
    members = [report.failures[index].failure for index in signature.failures]
    pattern = judge.likeness.followed(rule.id, report.failures[signature.exemplars[0]].failure)
    if pattern is None or any(find((pattern.expression,), one, rule.where) is None for one in members):
        return None
    exemplars = dict.fromkeys(said(report.failures[index].failure) for index in signature.exemplars)
    return Patch(rule, pattern, tuple(exemplars)[:EXAMPLES])


def _tools(drafted: Draft, members: Iterable[Occurrence], judge: Judge) -> list[str]:
    """Return the tools that the rule must be limited to, because examples of other rules hold its pattern."""
    examples = [one.text for rule in judge.book.rules for one in rule.examples]
    clash = any(compiled(pattern).search(text) for pattern in drafted.patterns for text in examples)
    tools = sorted({one.failure.tool for one in members})
    return tools if clash and all(tools) else []


def _others(report: Report, signature: Signature, where: Part) -> dict[str, list[str]]:
    """Return texts of all other signatures."""
    return {
        one.id: [
            text
            for index in one.failures[:AGAINST]
            for _, text in Searched(report.failures[index].failure).parts(where)
        ]
        for one in report.signatures
        if one.id != signature.id
    }


def _near(report: Report, signature: Signature, judge: Judge) -> Iterator[tuple[str, str]]:
    """Yield texts of the other signatures that read most like this one, each with its id."""
    known = [
        Known(said(report.failures[one.exemplars[0]].failure), one.first, "", one.id)
        for one in report.signatures
        if one.id != signature.id
    ]
    texts = {one.signature: one.text for one in known}
    first = report.failures[signature.exemplars[0]].failure
    register = Register(known, lambda text, _: judge.likeness.words(text, ""))
    for one in register.nearest(said(first), "")[:COUNTEREXAMPLES]:
        yield texts[one.signature], one.signature


def _slug(signature: Signature) -> str:
    """Return the telling words of the title, joined by hyphens."""
    words = re.findall(r"[a-z][a-z0-9]+", title(signature).lower())
    telling = [word for word in dict.fromkeys(words) if word not in EMPTY]
    return "-".join(telling[:ID_WORDS]) or signature.id


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
