"""Keep what the dialects find in one log: the first to understand a line owns it."""

from __future__ import annotations

import bisect
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from classifier.errors import Place, Problem
from classifier.extract.belief import DOUBTFUL, OF_JOBS, doubted, survived, survived_long
from classifier.extract.ci import jobs, steps
from classifier.extract.dialect import cut, span
from classifier.extract.linking import linked
from classifier.model import Log, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from classifier.extract.dialect import Findings, Hits, Lines
    from classifier.model import Case, Failure, Numbered, Outcome, Range, State

EXCERPT_LINES = 60
EXCERPT_WIDTH = 2_000
"""Bounds of what a report shows of a block: lines, and characters of one line."""


class Collected:
    """What the dialects have found so far, and which lines are taken."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.failures: list[Failure] = []
        self.cases: list[Case] = []
        self.counts: Counter[Outcome] = Counter()
        self.names: list[str] = []
        self.outcomes: list[str] = []
        self.exit_code: int | None = None
        self.problems: list[Problem] = []
        self.steps: tuple[Range, ...] = ()
        self._owned: list[Range] = []

    def covers(self, number: int) -> bool:
        """Say whether a line lies in a range that a dialect owns, or in the block of a failure."""
        place = bisect.bisect_right(self._owned, (number, len(self.lines))) - 1
        return place >= 0 and self._owned[place][1] >= number

    def add(self, name: str, reader: Callable[[], Findings]) -> None:
        """Let one dialect read the log and keep what earlier ones do not own."""
        try:
            found = reader()
        except Exception as error:  # noqa: BLE001 - one reader's bug must not lose the others' findings
            what = f"the {name} reader failed ({type(error).__name__}: {error}), its failures are missing"
            self.problems.append(Problem(Place(self.lines.label), what, "Report it with this log."))
            return
        failures = [one for one in found.failures if _ends_job(one) or not self.covers(one.line)]
        cases = [case for case in found.cases if not self.covers(case.line)]
        if failures or cases or found.owned:
            self.names.append(name)
        self.failures += failures
        self.cases += cases
        self.counts.update(found.counts or Counter(case.outcome for case in cases))
        self.outcomes += [found.outcome] if found.outcome else []
        self.problems += found.problems
        self.exit_code = found.exit_code if found.exit_code is not None else self.exit_code
        blocks = [(failure.first_line, failure.last_line) for failure in failures]
        self._owned = _merged([*self._owned, *found.owned, *blocks])

    def weigh(self, hits: Hits) -> None:
        """Leave out what did not make the log fail, and doubt what stands outside of the failing steps.

        `hits` are those of the anchors of steps.
        """
        failed = "failed" in self.outcomes or bool(self.exit_code)
        believed = survived(self.failures, self.exit_code, failed=failed)
        self.steps = steps.failing_steps(self.lines, hits, believed)
        self.failures = survived_long(doubted(believed, self.steps), self._ends(believed))

    def open(self, failures: Iterable[Failure]) -> None:
        """Add failures of single lines, doubted where the log goes on long after them as if nothing was."""
        self.failures += survived_long(doubted(failures, self.steps), self._ends(self.failures))

    def _ends(self, failures: Iterable[Failure]) -> list[int]:
        """Return the lines at which steps, tools or the log end, ascending."""
        wrappers = [one.line for one in failures if one.role == "wrapper"]
        return sorted([*(last for _, last in self.steps), *wrappers, len(self.lines)])

    def unexplained_steps(self) -> list[Range]:
        """Return the failing steps in which no cause is sure; where none is known, the log or nothing."""
        sure = [one for one in self.failures if one.role == "cause" and one.certainty >= DOUBTFUL]
        if any(one.tool in OF_JOBS for one in sure):
            return []
        if not self.steps:
            return [] if sure else [(1, len(self.lines))]
        return [
            (first, last)
            for first, last in self.steps
            if not any(first <= one.line <= last + 1 for one in sure)
        ]

    def outcome(self) -> Literal["failed", "passed"] | None:
        """Return what is known of the run as a whole: a failure or a non-zero exit code beats a pass."""
        if self.failures or "failed" in self.outcomes or self.exit_code:
            return "failed"
        return "passed" if "passed" in self.outcomes or self.exit_code == 0 else None

    def reading(self) -> Reading:
        """Return all that was found, failures by line, cases with the failures of their subject."""
        failures = sorted(self.failures, key=lambda one: (one.line, one.first_line, one.tool, one.headline))
        label = self.lines.label
        shown = tuple(
            replace(one, log=label, excerpt=one.excerpt or _excerpt(self.lines, one)) for one in failures
        )
        log = Log(
            path=label,
            state=self._state(),
            lines=len(self.lines),
            dialects=tuple(self.names),
            cases=dict(self.counts),
            exit_code=self.exit_code,
            problems=tuple(self.problems),
        )
        return Reading(log=log, failures=shown, cases=linked(self.cases, shown, label))

    def _state(self) -> State:
        if not len(self.lines):
            return "empty"
        outcome = self.outcome()
        if outcome == "failed" and not self.failures:
            return "no-failure-found"
        return outcome or "no-failure-found"


def _ends_job(failure: Failure) -> bool:
    """Say whether a failure is the word of the CI system that something ended badly, which no tool owns."""
    return failure.tool == jobs.TOOL and failure.role == "wrapper"


def _merged(ranges: list[Range]) -> list[Range]:
    """Return the ranges sorted, overlapping ones joined."""
    out: list[Range] = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


def _excerpt(lines: Lines, failure: Failure) -> tuple[Numbered, ...]:
    shown = span("message", lines, failure.first_line, failure.last_line).lines
    return tuple((number, text[:EXCERPT_WIDTH]) for number, text in cut(shown, EXCERPT_LINES))
