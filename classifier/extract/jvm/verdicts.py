"""How the builds in a log ended: what a build that ended well told of on its way did not make it fail."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Lines
    from classifier.model import Range

ANCHOR = r"^(?:\[\w+\] +)?BUILD (?:SUCCESS|FAIL)"
"""`[INFO] BUILD SUCCESS`, `BUILD FAILED in 3s`: how Maven, Gradle and Ant end a run."""
START = (
    r"Scanning for projects\.\.\.|^Buildfile: |^Starting a Gradle Daemon|^Welcome to Gradle"
    r"|^> (?:Task :|Configure project)"
)
"""`[INFO] Scanning for projects...`, `Buildfile: /demo/build.xml`, `> Task :compileJava`: a build begins."""

AFTERMATH = 200
"""A build that ended well speaks for the log when no more lines than these follow: more is another job."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The lines in which builds end, ascending, and whether each ended well."""

    lines: tuple[int, ...]
    well: tuple[bool, ...]

    def passed(self, length: int) -> bool:
        """Say whether the last build ended well and the log of so many lines ended with it."""
        return bool(self.lines) and self.well[-1] and length - self.lines[-1] <= AFTERMATH

    def went_well(self, number: int) -> bool:
        """Say whether the build that a line belongs to ended well; one without an end did not."""
        place = bisect.bisect_left(self.lines, number)
        return place < len(self.lines) and self.well[place]


def good_builds(ends: Verdicts, begun: Sequence[int]) -> list[Range]:
    """Return the lines of each build that ended well, from where it began."""
    builds = []
    above = 0
    for end, well in zip(ends.lines, ends.well, strict=True):
        first = bisect.bisect_right(begun, above)
        if well and first < len(begun) and begun[first] < end:
            builds.append((begun[first], end))
        above = end
    return builds


def read(lines: Lines, hits: Sequence[int]) -> Verdicts:
    """Return the verdicts in these lines, which `ANCHOR` matched."""
    return Verdicts(tuple(hits), tuple("BUILD SUCCESS" in lines[number] for number in hits))
