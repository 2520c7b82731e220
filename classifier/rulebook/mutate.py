"""Change rules in small ways, and name the changes that no example and no fixture would notice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from classifier.errors import Problem
from classifier.patterns import compiled
from classifier.rulebook.match import Searched, find, precedence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.errors import Place
    from classifier.model import Failure
    from classifier.rulebook.book import Rulebook
    from classifier.rulebook.match import Hit
    from classifier.rulebook.rule import Clause, Pattern, Rule

GUARD = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(?P<guard>\^|\$|\(\?<?[=!](?:\\.|[^()\\])*\))|.", re.DOTALL)
"""What a pattern asks for without reading it: anchors and look-arounds, but not within a class."""
EDGE = re.compile(r"(?<!\\)(?:\\\\)*\\b")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule that asks for less, and what it no longer asks for."""

    rule: Rule
    place: Place
    change: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A failure with all rules that match it, the winner first."""

    searched: Searched
    hits: tuple[Hit, ...]


def unnoticed(
    book: Rulebook, failures: Iterable[Failure], fixtures: Iterable[Failure] = ()
) -> Iterator[Problem]:
    """Yield each loosening of a rule after which the same rules win with the same captures everywhere.

    `failures` are those of examples and counterexamples, `fixtures` those of logs that are checked with what
    must be found in them; where there are any, rules that win in none of them are named too.
    """
    order = {rule.id: index for index, rule in enumerate(book.rules)}
    logs = [Judged(Searched(one), tuple(book.hits(one))) for one in fixtures]
    known = [*logs, *(Judged(Searched(one), tuple(book.hits(one))) for one in failures)]
    winners = {one.hits[0].rule.id for one in logs if one.hits}
    for rule in book.rules:
        if rule.status != "active":
            continue
        if logs and rule.id not in winners:
            hint = "Add a log that has the failure."
            yield Problem(rule.place, f"no fixture would miss '{rule.id}' if it were dropped", hint)
        for mutant in mutants(rule):
            if not any(_notices(one, mutant.rule, order) for one in known):
                what = f"nothing notices when '{rule.id}' is loosened: {mutant.change}"
                yield Problem(
                    mutant.place, what, "Add a counterexample that only this keeps out, or remove it."
                )


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Yield the rule with one thing less to ask for, in every way that is known."""
    for index, entry in enumerate(rule.none):
        without = (*rule.none[:index], *rule.none[index + 1 :])
        yield Mutant(replace(rule, none=without), entry.place, f"without 'none: {entry.source}'")
    if len(rule.clauses) > 1:
        for index, clause in enumerate(rule.clauses):
            less = (*rule.clauses[:index], *rule.clauses[index + 1 :])
            change = f"without '{clause[0].source}'"
            yield Mutant(replace(rule, clauses=less), clause[0].place, change)
    for name in ("tools", "kinds", "phases", "logs", "files"):
        if getattr(rule.limits, name):
            limits = replace(rule.limits, **{name: ()})
            yield Mutant(replace(rule, limits=limits), rule.place, f"without the limit to {name}")
    if rule.beats:
        yield Mutant(replace(rule, beats=()), rule.place, "without 'beats'")
    for index, clause in enumerate(rule.clauses):
        for number, pattern in enumerate(clause):
            for change, loose in _loosened(pattern):
                other: Clause = (*clause[:number], loose, *clause[number + 1 :])
                clauses = (*rule.clauses[:index], other, *rule.clauses[index + 1 :])
                yield Mutant(replace(rule, clauses=clauses), pattern.place, change)


def _loosened(pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    """Yield a pattern without each of its anchors and look-arounds."""
    if pattern.entry != "regex":
        return
    for found in GUARD.finditer(pattern.source):
        if found["guard"]:
            rest = pattern.source[: found.start()] + pattern.source[found.end() :]
            yield from _compiling(f"'{pattern.source}' without '{found[0]}'", pattern, rest)
    if EDGE.search(pattern.source):
        yield from _compiling(rf"'{pattern.source}' without '\b'", pattern, EDGE.sub("", pattern.source))


def _compiling(change: str, pattern: Pattern, source: str) -> Iterator[tuple[str, Pattern]]:
    try:
        compiled(source)
    except regex.error:
        return
    yield change, replace(pattern, source=source)


def _notices(known: Judged, rule: Rule, order: dict[str, int]) -> bool:
    """Say whether another rule, or the same with other captures, wins a failure once a rule is changed."""
    try:
        hit = find(rule, known.searched)
    except TimeoutError:
        return True
    others = [one for one in known.hits if one.rule.id != rule.id]
    after = precedence([*others, *([hit] if hit else [])], order)
    return _outcome(known.hits) != _outcome(after)


def _outcome(hits: Sequence[Hit]) -> object:
    return (hits[0].rule.id, dict(hits[0].captures)) if hits else None
