"""Turn the bytes of a log into clean, numbered lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.errors import Problem
    from classifier.model import Numbered

ANSI = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)")
PREFIX = re.compile(r"^(?:\ufeff)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z ")


class Lines:
    """The clean lines of one log by number, from 1."""

    def __init__(self, label: str, data: bytes) -> None:
        self.label = label
        self.size = len(data)
        self.encoding = "utf-8"
        self.problems: tuple[Problem, ...] = ()
        self._data = ANSI.sub(b"", data) if b"\x1b" in data else data
        self._starts = [0, *(m.end() for m in re.finditer(rb"\n", self._data))]
        if self._starts[-1] == len(self._data):
            self._starts.pop()

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> str:
        if not 1 <= number <= len(self._starts):
            raise IndexError(number)
        start = self._starts[number - 1]
        end = self._data.find(b"\n", start)
        return self.clean(self._data[start : end if end >= 0 else len(self._data)])

    def between(self, first: int, last: int) -> Iterator[Numbered]:
        """Yield number and clean text of the lines first to last, both included, as far as there are any."""
        for number in range(max(first, 1), min(last, len(self)) + 1):
            yield number, self[number]

    def echoed(self, number: int) -> bool:
        """Say whether a line is no output but a command that the CI system or the shell repeats."""
        return self[number].startswith(("+ ", "$ "))

    def chunks(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of the first line (from 1) and the bytes of one or more whole lines."""
        yield 1, self._data

    def clean(self, line: bytes) -> str:
        """Return what is left of the bytes of one line of a chunk when all decoration is taken off."""
        return PREFIX.sub("", line.decode("utf-8", "replace").rstrip("\r"))
