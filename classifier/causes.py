"""Find out how the failures of one log hang together: which to read first, and which explains which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.model import Placing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Judged, Kind, Role

ROLES: dict[Role, int] = {"cause": 0, "symptom": 1, "wrapper": 2}
EXHAUSTED: tuple[Kind, ...] = ("disk", "memory")
"""When one of these runs out, what fails after it in the same log most likely fails because of it."""
STOPPED: tuple[Kind, ...] = ("infra", "timeout")
"""A job that is stopped from outside often says so several times."""
ECHO = 40
"""Within so many lines, a second word of the CI system about a stopped job is only an echo of the first."""
SOON = 60
"""A symptom is put down to a cause that follows it when that follows within so many lines."""


def place(judged: Sequence[Judged]) -> Placing:
    """Return for the failures of one log, in any order, their ranks and what explains each.

    Ranks count from 1, the failure to read first. Causes stand before symptoms and these before wrappers; a
    cause that another explains stands behind those that none does; then the reader's certainty counts, then
    the order in the log. Deterministic: equal failures keep their order.
    """
    order = sorted(range(len(judged)), key=lambda index: (judged[index].failure.line, index))
    explained = [_explanation(judged, order, index) for index in range(len(judged))]
    reading = sorted(order, key=lambda index: _weight(judged[index], explained[index]))
    ranks = [0] * len(judged)
    for rank, index in enumerate(reading, 1):
        ranks[index] = rank
    return Placing(ranks=tuple(ranks), explained_by=tuple(explained))


def _weight(one: Judged, explained: int | None) -> tuple[int, bool, bool, int]:
    """Return what a failure is ordered by; equal ones stay in the order of the log."""
    behind = one.role == "cause" and explained is not None
    return ROLES[one.role], behind, one.kind not in EXHAUSTED, 0 if behind else -one.failure.certainty


def _explanation(judged: Sequence[Judged], order: Sequence[int], index: int) -> int | None:
    """Return the index of the failure that explains one, by what it is and where it stands."""
    causes = [other for other in order if judged[other].role == "cause" and other != index]
    line = judged[index].failure.line
    before = [other for other in causes if judged[other].failure.line <= line]
    after = [other for other in causes if judged[other].failure.line > line]
    match judged[index].role:
        case "cause":
            return _behind_cause(judged, [other for other in before if _earlier(judged, other, index)], index)
        case "symptom":
            soon = [other for other in after if judged[other].failure.line - line <= SOON]
            return before[-1] if before else soon[0] if soon else None
        case "wrapper":
            return before[-1] if before else after[0] if after else None


def _earlier(judged: Sequence[Judged], other: int, index: int) -> bool:
    return (judged[other].failure.line, other) < (judged[index].failure.line, index)


def _behind_cause(judged: Sequence[Judged], before: Sequence[int], index: int) -> int | None:
    """Return an exhausted resource that came first, or the first word about a job that was stopped."""
    one = judged[index]
    for other in before:
        if judged[other].kind in EXHAUSTED and one.kind not in EXHAUSTED:
            return other
    if one.failure.tool == "ci" and one.kind in STOPPED:
        for other in before:
            near = one.failure.line - judged[other].failure.line <= ECHO
            if near and judged[other].kind in STOPPED and judged[other].failure.tool == "ci":
                return other
    return None
