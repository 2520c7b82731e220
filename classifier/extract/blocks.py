"""Pieces that dialects share: spans of picked lines and walks over neighboring lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.extract.dialect import SPAN_LINES, cut
from classifier.model import Span
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Where


def picked(where: Where, lines: Lines, numbers: Sequence[int], gutter: int = 0) -> tuple[Span, ...]:
    """Return the lines of these numbers as one span, or nothing when there are none.

    `gutter` characters are cut off the front of each line. More than SPAN_LINES lines lose their middle.
    """
    if not numbers:
        return ()
    return (Span(where, tuple((number, lines[number][gutter:]) for number in cut(numbers))),)


def following(lines: Lines, after: int, limit: int = SPAN_LINES) -> Iterator[Numbered]:
    """Yield number and text of the lines below line `after`, at most `limit` of them."""
    return lines.between(after + 1, after + limit)


def preceding(lines: Lines, before: int, limit: int = SPAN_LINES) -> Iterator[Numbered]:
    """Yield number and text of the lines above line `before`, nearest first, at most `limit` of them."""
    for number in range(before - 1, max(before - 1 - limit, 0), -1):
        yield number, lines[number]


def last_while(lines: Lines, start: int, wanted: Callable[[str], bool], limit: int = SPAN_LINES) -> int:
    """Return the last of the consecutive lines below `start` that are wanted; `start` when none is."""
    last = start
    for number, text in following(lines, start, limit):
        if not wanted(text):
            break
        last = number
    return last


def without_blanks(lines: Lines, first: int, last: int) -> int:
    """Return the last of the lines first to last that is not blank; `first` when all after it are."""
    while last > first and not lines[last].strip():
        last -= 1
    return last


def confirmed(lines: Lines, anchors: Mapping[str, str], hits: Hits) -> Hits:
    """Return the hits that their anchors really match and that repeat no command.

    A dialect that counts on what its hits are must give the same result when more lines are hits.
    """
    return {
        name: [
            number
            for number in hits[name]
            if compiled(pattern).search(lines[number]) and not lines.echoed(number)
        ]
        for name, pattern in anchors.items()
    }
