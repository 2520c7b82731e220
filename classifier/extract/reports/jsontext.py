"""Decode JSON fast and know where each of its objects stands in the text."""

from __future__ import annotations

import bisect
import json
import re
from typing import Any

BRACES = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)


class Record(dict[str, Any]):
    """An object of JSON; `start` and `end` are its place in the text."""

    __slots__ = ("end", "start")
    start: int
    end: int


class Text:
    """A text that holds one JSON document, or one on each line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [found.end() for found in re.finditer("\n", text)]

    def document(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the document that the text is; raises ValueError when it is none."""
        return self._decoded(0, len(self._text))

    def line(self, place: int) -> int:
        """Return the line, from 1, of a place in the text."""
        return bisect.bisect_right(self._starts, place) + 1

    def line_of(self, record: Record, *keys: str) -> int:
        """Return the line of the first of these keys that the record has, else where it begins."""
        for key in keys:
            place = self._text.find(f'"{key}"', record.start, record.end)
            if place >= 0:
                return self.line(place)
        return self.line(record.start)

    def record(self, number: int) -> Record | None:
        """Return the object that a line of the text is, None where it is none."""
        start = self._starts[number - 2] if number > 1 else 0
        end = self._starts[number - 1] if number <= len(self._starts) else len(self._text)
        try:
            found = self._decoded(start, end)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, Record) else None

    def _decoded(self, start: int, end: int) -> Any:  # noqa: ANN401
        """Decode a part of the text; the decoder makes objects in the order in which they end."""
        places = iter(self._places(start, end))

        def placed(pairs: list[tuple[str, Any]]) -> Record:
            made = Record(pairs)
            made.start, made.end = next(places, (start, end))
            return made

        return json.loads(self._text[start:end], strict=False, object_pairs_hook=placed)

    def _places(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return start and end of each object by its end."""
        places: list[tuple[int, int]] = []
        opened: list[int] = []
        for found in BRACES.finditer(self._text, start, end):
            sign = found[0]
            if sign == "{":
                opened.append(found.start())
            elif sign == "}" and opened:
                places.append((opened.pop(), found.end()))
        return places
