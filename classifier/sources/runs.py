"""Know how GitHub Actions packs the logs of a run: each job whole, and again one file a step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_JOB = re.compile(r"-?\d{1,5}_(?P<job>.+)\.txt")
"""`0_build (3.12).txt`: the whole log of a job."""
_STEP = re.compile(r"\d{1,5}_.+\.txt")
"""`build (3.12)/4_Run tests.txt`: the log of its fourth step."""


def jobs(names: Iterable[str]) -> frozenset[str]:
    """Return the jobs whose whole logs are among the files of a folder, as their own folders are named."""
    return frozenset(found["job"] for name in names if (found := _JOB.fullmatch(name)))


def is_step(name: str) -> bool:
    """Say whether a file in the folder of a job is the log of one of its steps."""
    return _STEP.fullmatch(name) is not None


def copies(paths: Iterable[str]) -> frozenset[str]:
    """Return those of the paths in an archive that hold one step of a job whose whole log is there, too."""
    parted = [(path, *_parted(path)) for path in paths]
    whole = {(folder, job) for _, folder, name in parted for job in jobs([name])}
    return frozenset(path for path, folder, name in parted if is_step(name) and _parted(folder) in whole)


def _parted(path: str) -> tuple[str, str]:
    """Return the folder and the name of a path."""
    folder, _, name = path.rpartition("/")
    return folder, name
