"""Know the parallel branches of a Jenkins pipeline, whose names stand before each line that they print."""

from __future__ import annotations

import re

_OPENS = b"[Pipeline] { (Branch: "
_BRANCH = re.compile(rb"\[Pipeline\] \{ \(Branch: ([^\r\n]{1,200})\)\r?$", re.MULTILINE)
MOST = 1_000
"""Branches that are remembered; no real pipeline has as many."""


class Branches:
    """The names of the branches that a log has opened so far: `[Pipeline] { (Branch: linux)`."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def add(self, data: bytes) -> None:
        """Take in the next chunk; chunks come in order, and a branch is opened before it prints."""
        if _OPENS in data and len(self._names) < MOST:
            self._names.update(name.decode("utf-8", "backslashreplace") for name in _BRANCH.findall(data))

    def without(self, text: str) -> str:
        """Return a line without the name of its branch, `[linux] + make`; all others as they are."""
        if not self._names or not text.startswith("["):
            return text
        name, closing, rest = text[1:].partition("]")
        return rest.removeprefix(" ") if closing and name in self._names else text
