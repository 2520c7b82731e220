"""How the builds in a log ended: what a build that ended well told of on its way did not make it fail."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.dialect import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Lines

ANCHOR = r"^(?:\[\w+\] +)?BUILD (?:SUCCESS|FAIL)"
"""`[INFO] BUILD SUCCESS`, `BUILD FAILED in 3s`: how Maven, Gradle and Ant end a run."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The lines in which builds end, ascending, and whether each ended well."""

    lines: tuple[int, ...]
    well: tuple[bool, ...]

    def went_well(self, number: int) -> bool:
        """Say whether the build that a line belongs to ended well; one without an end did not."""
        place = bisect.bisect_left(self.lines, number)
        return place < len(self.lines) and self.well[place]


def read(lines: Lines, hits: Sequence[int]) -> Verdicts:
    """Return the verdicts in these lines, which `ANCHOR` matched."""
    ends = [number for number in hits if compiled(ANCHOR).search(lines[number])]
    return Verdicts(tuple(ends), tuple("BUILD SUCCESS" in lines[number] for number in ends))
