"""Walk through a JSON document piece by piece, and know on which line each piece stands.

A document that breaks off is walked as far as it goes.
"""

from __future__ import annotations

import bisect
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from classifier.extract.dialect import Lines

LARGEST = 64 * 1024 * 1024
"""Bytes of a document that is read."""
SPACE = re.compile(r"[ \t\n\r]*")

Piece = tuple[tuple[str, ...], int, int, Any]
Path = tuple[str, ...]
"""Keys from the outermost object on, `*` for the elements of a list."""


class TooLargeError(Exception):
    """The document is larger than what is read."""


class Walk:
    """The pieces of one document at the wanted paths, in its order.

    `ended` says, once all is walked, whether the document was there to its end.
    """

    def __init__(self, text: str, wanted: Collection[Path]) -> None:
        self._text = text
        self._wanted = frozenset(wanted)
        self._above = {path[:length] for path in wanted for length in range(len(path))}
        self._decoder = json.JSONDecoder(strict=False)
        self._starts = [found.end() for found in re.finditer("\n", text)]
        self.ended = False

    def pieces(self) -> Iterator[Piece]:
        """Yield path, start, end and value of each piece; never raises."""
        try:
            yield from self._value(0, ())
            self.ended = True
        except (ValueError, IndexError, RecursionError):
            return

    def line(self, place: int) -> int:
        """Return the line, from 1, of a place in the text."""
        return bisect.bisect_right(self._starts, place) + 1

    def line_of(self, key: str, start: int, end: int) -> int:
        """Return the line of a key within a piece, of the piece where it has none."""
        place = self._text.find(f'"{key}"', start, end)
        return self.line(place if place >= 0 else start)

    def _value(self, at: int, path: Path) -> Generator[Piece, None, int]:
        at = self._space(at)
        opening = self._text[at]
        if path in self._above and opening in "{[":
            return (yield from self._inside(at, path, listed=opening == "["))
        value, end = self._decoder.raw_decode(self._text, at)
        if path in self._wanted:
            yield path, at, end, value
        return end

    def _inside(self, at: int, path: Path, *, listed: bool) -> Generator[Piece, None, int]:
        """Walk through the elements of a list or the members of an object; return where it ends."""
        close = "]" if listed else "}"
        at = self._space(at + 1)
        while self._text[at] != close:
            key = "*"
            if not listed:
                key, at = self._decoder.raw_decode(self._text, at)
                at = self._expect(at, ":")
            at = self._space((yield from self._value(at, (*path, key))))
            if self._text[at] != close:
                at = self._space(self._expect(at, ","))
        return at + 1

    def _space(self, at: int) -> int:
        found = SPACE.match(self._text, at)
        return found.end() if found else at

    def _expect(self, at: int, mark: str) -> int:
        at = self._space(at)
        if self._text[at] != mark:
            raise ValueError(mark)
        return at + 1


def whole(lines: Lines) -> str:
    """Return the text of a log; raises TooLargeError when it is larger than a report may be."""
    pieces: list[bytes] = []
    size = 0
    for piece in lines.raw():
        size += len(piece)
        if size > LARGEST:
            raise TooLargeError
        pieces.append(piece)
    return b"".join(pieces).decode("utf-8", "replace")


def begins_with_brace(lines: Lines) -> bool:
    """Say whether a log begins with an object of JSON."""
    first = next((text for _, text in lines.between(1, 20) if text.strip()), "")
    return first.lstrip().startswith("{")
