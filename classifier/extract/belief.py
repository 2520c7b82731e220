"""How much of what the dialects found is to be believed, given how the log says that it ended."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Failure, Range

DOUBTFUL = 35
"""A failure below this certainty is believed only in a log that failed: programs tell of it and go on."""
SURE = 80
"""Where the job ended with exit code 0, only failed tests of this certainty are believed."""
LINE = "line"
"""The tool of a failure that a rule of scope line opened."""
ALONE = 10
"""The most that is believed of a single line outside of the failing step, or of what is weak anyhow."""
WEAK = 60
"""Up to this certainty a failure outside of the failing step says next to nothing."""
SOON = 300
"""A single line, or a crash, is believed when something ends within so many lines after it."""
HELPER = 50
"""The most that is believed of a crash after which the log goes on for long."""
OF_JOBS = ("ci", "git")
"""The tools whose causes stop a job, wherever they stand."""
SHOWN_LATER = 60
"""The most that is believed of a failure that shows up after the step that failed."""


def survived(failures: Sequence[Failure], exit_code: int | None, *, failed: bool) -> list[Failure]:
    """Return the failures without those that were told of but did not make the log fail.

    `failed` says whether a tool or the CI system speaks of a failed run.
    """
    if exit_code == 0:
        causes = (one for one in failures if one.role != "wrapper")
        return [one for one in causes if one.kind == "test" and one.certainty >= SURE]
    if failed or any(one.role == "wrapper" or one.certainty >= DOUBTFUL for one in failures):
        return list(failures)
    return []


def doubted(failures: Iterable[Failure], steps: Sequence[Range]) -> list[Failure]:
    """Return the failures, less certain where they stand outside of the failing `steps`, if any are known.

    A step that passed may hold failures it was told to pass over; what runs after the failing step often
    shows its logs.
    """
    return [_doubted(one, steps) if steps and one.role == "cause" else one for one in failures]


def _doubted(one: Failure, steps: Sequence[Range]) -> Failure:
    if any(first <= one.line <= last + 1 for first, last in steps) or one.tool in OF_JOBS:
        return one
    if one.tool == LINE or one.certainty <= WEAK:
        most = ALONE
    else:
        most = SHOWN_LATER if one.line > steps[-1][1] else DOUBTFUL - 1
    return replace(one, certainty=min(one.certainty, most))


def survived_long(failures: Iterable[Failure], ends: Sequence[int]) -> list[Failure]:
    """Return the failures, believed less where none of the ascending `ends` follows soon.

    A host that could not be reached is tried again, a helper process that crashed is started anew.
    """
    return [one if _ends_soon(one, ends) else _survived(one) for one in failures]


def _ends_soon(one: Failure, ends: Sequence[int]) -> bool:
    after = bisect_left(ends, one.line)
    return after < len(ends) and ends[after] - one.last_line <= SOON


def _survived(one: Failure) -> Failure:
    if one.tool == LINE:
        return replace(one, certainty=min(one.certainty, DOUBTFUL - 5))
    if one.kind == "crash" and one.phase is None and one.role == "cause":
        return replace(one, certainty=min(one.certainty, HELPER))
    return one
