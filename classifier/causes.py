"""Find out how the failures of one log hang together: which to read first, and which explains which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from classifier.model import Match, Placing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Judged, Kind, Role

ROLES: dict[Role, int] = {"cause": 0, "symptom": 1, "wrapper": 2}
GENERAL = "general"
"""The tool of failures that no dialect knows; they stand in failing steps of their own."""
EXHAUSTED: tuple[Kind, ...] = ("disk", "memory")
"""When one of these runs out, what fails after it in the same log most likely fails because of it."""
STOPPED: tuple[Kind, ...] = ("infra", "timeout")
"""A job that is stopped from outside often says so several times."""
ECHO = 40
"""Within so many lines, a second word of the CI system about a stopped job is only an echo of the first."""
LACKING: tuple[Kind, ...] = ("import", "dependency")
"""What is lacking is lacking for all who ask for it: equal failures of these kinds are one cause."""
SURE = 60
"""The least certainty of a cause that explains doubtful ones after it."""
DOUBTFUL = 35
"""Below this certainty, what comes after a sure cause is most likely noise of the end."""
BLOW = 300
"""A crash within so many lines after a time limit is that of the processes that were killed then."""
SOON = 60
"""A symptom is put down to a cause that follows it when that follows within so many lines."""


def place(judged: Sequence[Judged]) -> Placing:
    """Return for the failures of one log, in any order, their ranks and what explains each.

    Ranks count from 1, the failure to read first. Causes stand before symptoms and these before wrappers; a
    cause that another explains stands behind those that none does; then the reader's certainty counts, then
    the order in the log. Deterministic: equal failures keep their order.
    """
    order = sorted(range(len(judged)), key=lambda index: (judged[index].failure.line, index))
    causes = _Causes(judged, order)
    explained = [causes.explanation(index) for index in range(len(judged))]
    reading = sorted(order, key=lambda index: _weight(judged[index], explained[index]))
    ranks = [0] * len(judged)
    for rank, index in enumerate(reading, 1):
        ranks[index] = rank
    return Placing(ranks=tuple(ranks), explained_by=tuple(explained))


def _weight(one: Judged, explained: int | None) -> tuple[int, bool, bool, int]:
    """Return what a failure is ordered by; equal ones stay in the order of the log."""
    behind = one.role == "cause" and explained is not None
    return (
        ROLES[one.role],
        behind,
        behind or one.kind not in EXHAUSTED,
        0 if behind else -one.failure.certainty,
    )


class _Causes:
    """The causes of one log by line, to be looked up: a log may have tens of thousands of failures."""

    def __init__(self, judged: Sequence[Judged], order: Sequence[int]) -> None:
        self._judged = judged
        self._causes = [index for index in order if judged[index].role == "cause"]
        self._outside = [index for index in self._causes if not _in_test(judged[index])]
        self._inside: dict[str | None, list[int]] = defaultdict(list)
        for index in self._causes:
            if _in_test(judged[index]):
                self._inside[judged[index].failure.subject].append(index)
        self._exhausted = next((index for index in self._causes if judged[index].kind in EXHAUSTED), None)
        self._stopped = [index for index in self._causes if _stopped(judged[index])]
        self._sure = [index for index in self._causes if judged[index].failure.certainty >= SURE]
        self._timeouts = [index for index in self._causes if _time_ran_out(judged[index])]
        self._lacking: dict[str, int] = {}
        for index in self._causes:
            if judged[index].kind in LACKING:
                self._lacking.setdefault(_sameness(judged[index]), index)

    def explanation(self, index: int) -> int | None:
        """Return the index of the failure that explains one, by what it is and where it stands."""
        one = self._judged[index]
        if one.role == "cause":
            return self._cause_before(index)
        pools = self._beside(one) if one.role == "symptom" and _in_test(one) else [self._causes]
        cuts = [(pool, bisect_right(pool, one.failure.line, key=self._line)) for pool in pools]
        before = [pool[cut - 1] for pool, cut in cuts if cut]
        if before:
            return max(before, key=self._place)
        after = min((pool[cut] for pool, cut in cuts if cut < len(pool)), key=self._place, default=None)
        if after is None or (one.role == "symptom" and self._line(after) - one.failure.line > SOON):
            return None
        return after

    def _beside(self, one: Judged) -> list[list[int]]:
        """Return the causes of what a test meets: its own and those outside of tests, by line.

        Each test starts anew; only what runs out stays so for the next ones.
        """
        exhausted = [] if self._exhausted is None else [self._exhausted]
        return [self._outside, self._inside.get(one.failure.subject, []), exhausted]

    def _cause_before(self, index: int) -> int | None:
        """Return an exhausted resource that came first, or what says the same or more before this one."""
        one, place = self._judged[index], self._place(index)
        first = self._exhausted
        if first is not None and one.kind not in EXHAUSTED and self._place(first) < place:
            return first
        if _stopped(one):
            near = bisect_left(self._stopped, (one.failure.line - ECHO, 0), key=self._place)
            return self._stopped[near] if self._place(self._stopped[near]) < place else None
        if one.kind in LACKING:
            same = self._lacking[_sameness(one)]
            return same if same != index else None
        if one.kind == "crash" and not _in_test(one):
            return self._last_of(self._timeouts, index, reach=BLOW)
        if _is_echo(one):
            return self._last_of(self._sure, index)
        return None

    def _last_of(self, pool: Sequence[int], index: int, reach: int | None = None) -> int | None:
        """Return the last of some failures before one, within so many lines if a reach is given."""
        place = bisect_left(pool, self._place(index), key=self._place)
        if not place or (reach is not None and self._line(index) - self._line(pool[place - 1]) > reach):
            return None
        return pool[place - 1]

    def _line(self, index: int) -> int:
        return self._judged[index].failure.line

    def _place(self, index: int) -> tuple[int, int]:
        return self._judged[index].failure.line, index


def _in_test(one: Judged) -> bool:
    """Say whether a failure is that of one test."""
    return one.failure.phase is not None and one.failure.subject is not None


def _stopped(one: Judged) -> bool:
    """Say whether a failure is the word of the CI system that the job was stopped from outside."""
    return one.failure.tool == "ci" and one.kind in STOPPED


def _sameness(one: Judged) -> str:
    """Return what two failures that lack the same thing share."""
    return one.verdict.signature if isinstance(one.verdict, Match) else one.key


def _time_ran_out(one: Judged) -> bool:
    """Say whether a failure is a time limit, told by who keeps it."""
    return one.kind == "timeout" and one.failure.certainty >= DOUBTFUL


def _is_echo(one: Judged) -> bool:
    """Say whether a failure after a sure cause only follows from it, as noise of the end does."""
    doubtful = one.failure.certainty < DOUBTFUL and one.failure.tool != GENERAL
    return doubtful or (one.failure.tool == "ci" and one.kind == "other")
