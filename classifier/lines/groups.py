"""Find the groups in which GitHub Actions repeats a step's command before it runs it."""

from __future__ import annotations

import bisect
import re
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_OPENS = b"##[group]Run "
_ENDS = b"##[endgroup]"
_MARKS = re.compile(rb"^.*?##\[(?:group|endgroup)\].*$", re.MULTILINE)
LONGEST = 2_000
"""Lines of a group; one that is never closed (a torn log) does not turn the rest of the log into commands."""
MOST = 100_000
"""Groups that are remembered; no real log has as many."""


class CommandGroups:
    """Line numbers from `##[group]Run make` to `##[endgroup]`: script, shell and environment, no output."""

    def __init__(self) -> None:
        self._first = array("Q")
        self._last = array("Q")
        self._open = 0

    def __contains__(self, number: int) -> bool:
        place = bisect.bisect_right(self._first, number) - 1
        return place >= 0 and number <= self._last[place]

    def add(self, first: int, data: bytes, clean: Callable[[bytes], str]) -> None:
        """Take in the next chunk, which starts with line `first`; chunks come in order, each once."""
        if not (_OPENS in data or (self._open and _ENDS in data)) or len(self._first) >= MOST:
            return
        number, counted = first, 0
        for mark in _MARKS.finditer(data):
            number += data.count(b"\n", counted, mark.start())
            counted = mark.start()
            text = clean(mark[0])
            if text.startswith(("##[group]", "##[endgroup]")):
                self.close(number)
                self._open = number if text.startswith("##[group]Run ") else 0

    def close(self, number: int) -> None:
        """End the group that is open, if one is, with this line."""
        if self._open:
            self._first.append(self._open)
            self._last.append(min(number, self._open + LONGEST))
            self._open = 0
