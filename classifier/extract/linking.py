"""Tell which failures are those of which test result."""

from __future__ import annotations

import bisect
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Case, Failure

WELL = ("passed", "skipped", "xfailed")


def linked(cases: Sequence[Case], failures: Sequence[Failure], label: str) -> tuple[Case, ...]:
    """Return the cases of a log by line, the last attempts at a test with the failures of its subject.

    A log may hold several runs of the same tests. Where a test went wrong in several, a failure is that of
    the run whose result stands nearest, on the side on which this log tells results: above its failures as
    `-v` does, or below as a summary does.
    """
    runs: dict[str, list[list[Case]]] = {}
    ordered = sorted(cases, key=lambda one: (one.line, one.subject))
    for case in sorted(cases, key=lambda one: (one.line, one.attempt)):
        own = runs.setdefault(case.subject, [])
        if own and case.attempt > own[-1][-1].attempt:
            own[-1].append(case)
        else:
            own.append([case])
    found: dict[int, list[int]] = {}
    for subject, indices in _of_subjects(failures).items():
        last = [run[-1] for run in _wrong(runs.get(subject, []))]
        for index, place in zip(
            indices, _places([failures[one].line for one in indices], last), strict=False
        ):
            found.setdefault(id(last[place]), []).append(index)
    return tuple(replace(case, log=label, failures=tuple(found.get(id(case), ()))) for case in ordered)


def _of_subjects(failures: Iterable[Failure]) -> dict[str, list[int]]:
    indices: dict[str, list[int]] = {}
    for index, failure in enumerate(failures):
        if failure.subject is not None:
            indices.setdefault(failure.subject, []).append(index)
    return indices


def _wrong(runs: list[list[Case]]) -> list[list[Case]]:
    """Return the runs in which the test went wrong at least once; the last one where that is none."""
    return [run for run in runs if any(case.outcome not in WELL for case in run)] or runs[-1:]


def _places(lines: Sequence[int], results: Sequence[Case]) -> list[int]:
    """Return for each line of a failure which of the results, by line, is its own; none without results."""
    if not results:
        return []
    told = [case.line for case in results]
    if lines[0] < told[0]:
        return [min(bisect.bisect_left(told, line), len(told) - 1) for line in lines]
    return [bisect.bisect_right(told, line) - 1 for line in lines]
