"""Compare what two rulebooks say of the same logs: which failures moved, appeared or vanished."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model import Occurrence, Report

Change = Literal["lost", "gained", "component", "rule", "signature", "regrouped"]
CHANGES: dict[Change, str] = {
    "lost": "lost a rule",
    "component": "changed component",
    "rule": "changed rule",
    "signature": "changed signature",
    "gained": "gained a rule",
    "regrouped": "grouped otherwise, no rule before or after",
}
"""What can happen to a failure, in the order in which a reviewer wants to see it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rulebook says of a failure; `rule` is None where no rule knows it."""

    rule: str | None
    component: str
    signature: str


@dataclass(frozen=True, slots=True)
class Move:
    """Failures that moved the same way, and the first of them.

    `old` is None for failures that only the new rulebook finds (rules of scope line), `new` the other way.
    `log`, `line` and `headline` are those of the first failure, `subjects` counts different ones.
    """

    change: Change
    old: Verdict | None
    new: Verdict | None
    count: int
    subjects: int
    log: str
    line: int
    headline: str


@dataclass(frozen=True, slots=True)
class Moves:
    """All that a new rulebook changes: the moves in order, and how many failures stay as they are."""

    moves: tuple[Move, ...]
    same: int

    @property
    def counts(self) -> dict[Change, int]:
        """How many failures changed in each way; those of regrouped unknowns are no change of a rule."""
        found: Counter[Change] = Counter()
        for move in self.moves:
            found[move.change] += move.count
        return {change: found[change] for change in CHANGES}


def moves(old: Report, new: Report) -> Moves:
    """Return how the failures of two reports over the same logs differ in rule, component or signature.

    Failures are the same when log, line, tool, subject and headline are. Moves come by kind of change, then
    the most failures first.
    """
    before, after = _by_identity(old.failures), _by_identity(new.failures)
    groups: dict[tuple[Change, Verdict | None, Verdict | None], list[Occurrence]] = defaultdict(list)
    same = 0
    for identity in dict.fromkeys((*before, *after)):
        for one, other in _pairs(before.get(identity, ()), after.get(identity, ())):
            was, is_ = _verdict(one), _verdict(other)
            change = _change(was, is_)
            if change is None:
                same += 1
            else:
                groups[change, was, is_].append(other or one)  # type: ignore[arg-type]
    order = list(CHANGES)
    found = [_move(change, was, is_, members) for (change, was, is_), members in groups.items()]
    found.sort(key=lambda one: (order.index(one.change), -one.count, one.log, one.line, one.headline))
    return Moves(tuple(found), same)


def _by_identity(failures: Iterable[Occurrence]) -> Mapping[tuple[object, ...], list[Occurrence]]:
    found: dict[tuple[object, ...], list[Occurrence]] = defaultdict(list)
    for one in failures:
        failure = one.failure
        found[failure.log, failure.line, failure.tool, failure.subject or "", failure.headline].append(one)
    return found


def _pairs(
    old: Sequence[Occurrence], new: Sequence[Occurrence]
) -> Iterable[tuple[Occurrence | None, Occurrence | None]]:
    for index in range(max(len(old), len(new))):
        yield (
            old[index] if index < len(old) else None,
            new[index] if index < len(new) else None,
        )


def _verdict(occurrence: Occurrence | None) -> Verdict | None:
    if occurrence is None:
        return None
    return Verdict(occurrence.rule, occurrence.component, occurrence.signature)


def _change(old: Verdict | None, new: Verdict | None) -> Change | None:
    """Return how a failure changed, or None when it did not."""
    if old == new:
        return None
    was, is_ = old and old.rule, new and new.rule
    if not was and not is_:
        return "regrouped"
    if not was or not is_:
        return "gained" if is_ else "lost"
    if old and new and old.component != new.component:
        return "component"
    return "rule" if was != is_ else "signature"


def _move(change: Change, old: Verdict | None, new: Verdict | None, members: Sequence[Occurrence]) -> Move:
    first = members[0].failure
    subjects = {one.failure.subject for one in members if one.failure.subject}
    return Move(change, old, new, len(members), len(subjects), first.log, first.line, first.headline)
