"""Find where a Python traceback begins and ends in a log, whatever stands before its lines or after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.python.exceptions import CHAIN, EXCEPTION, FRAME, HEADER, SEPARATOR, Raised, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from classifier.extract.dialect import Lines
    from classifier.model import Range

STRAY_LINES = 60
"""How many lines of other programs may stand between the lines of one traceback."""
MESSAGE_LINES = 40
"""How many lines a message may have where nothing marks its end."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One or more exceptions that hang together, with the lines that tell of them."""

    first: int
    last: int
    raised: tuple[Raised, ...]


def traces(lines: Lines, numbers: Iterable[int]) -> list[Trace]:
    """Return what the tracebacks that begin at these lines tell, chains and groups as one each."""
    ranges: list[Range] = []
    for number in numbers:
        if not HEADER.match(lines[number]) or (ranges and number <= ranges[-1][1]):
            continue
        last = extent(lines, number, gutter_at(lines, number))
        if last is None:
            continue
        if ranges and chained(lines, number):
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((number, last))
    found = [Trace(first, last, tuple(_parsed(lines, first, last))) for first, last in ranges]
    return [one for one in found if one.raised]


def _parsed(lines: Lines, first: int, last: int) -> list[Raised]:
    strip = gutter_at(lines, first)
    header = HEADER.match(lines[first])
    body = [(at, strip(raw) or "") for at, raw in lines.between(first + 1, last)]
    return parse([(first, header["header"] if header else ""), *body])


def gutter_at(lines: Lines, number: int) -> Callable[[str], str | None]:
    """Return what takes the gutter off the lines of the traceback that begins at `number`.

    The gutter is the text before the header, digits aside, when the next line has it too
    (`08:41:06 INFO - Traceback ...`). The function returns None for a line without the gutter.
    """
    header = HEADER.match(lines[number])
    before = header["gutter"] if header else ""
    if header and header["header"].startswith("+ "):
        before = before[:-2]
    shape = re.compile(re.sub(r"\d+", r"\\d+", re.escape(before)))
    following = lines[number + 1] if number < len(lines) else ""
    if not shape.match(following):
        shape = re.compile("")

    def strip(text: str) -> str | None:
        found = shape.match(text) or re.match(shape.pattern.rstrip("\\ ") + "$", text)
        return text[found.end() :] if found else None

    return strip


def chained(lines: Lines, number: int) -> bool:
    """Say whether the traceback that begins at `number` goes on from the one before it."""
    return number > 2 and lines[number - 2].endswith(CHAIN)


def extent(lines: Lines, number: int, strip: Callable[[str], str | None]) -> int | None:
    """Return the last line of the traceback that begins at `number`, None when it is none after all.

    Where no other traceback follows at once, nothing marks the end of a message: it goes on as long as
    lines are indented or, right after the first, lead to an indented one.
    """
    if "Exception Group Traceback" in lines[number]:
        return _group_extent(lines, number, strip)
    framed, strayed = False, 0
    for at, raw in lines.between(number + 1, len(lines)):
        text = strip(raw)
        if text is None or strayed > STRAY_LINES or HEADER.match(raw):
            return None
        if FRAME.match(text):
            framed = True
        elif framed and EXCEPTION.match(text):
            return _message_extent(lines, at, strip)
        elif not text.startswith("  "):
            strayed += 1
    return None


def _group_extent(lines: Lines, number: int, strip: Callable[[str], str | None]) -> int:
    last = number
    for at, raw in lines.between(number + 1, len(lines)):
        text = strip(raw)
        if text is None or not (SEPARATOR.match(text) or re.match(r"\s+\|", text)):
            break
        last = at
    return last


def _message_extent(lines: Lines, number: int, strip: Callable[[str], str | None]) -> int:
    last = number
    for at, raw in lines.between(number + 1, number + MESSAGE_LINES):
        text = strip(raw)
        if not text or not text.strip() or not _goes_on(lines, at, text, strip):
            break
        last = at
    return last


def _goes_on(lines: Lines, number: int, text: str, strip: Callable[[str], str | None]) -> bool:
    if HEADER.match(text) or FRAME.match(text):
        return False
    if text.startswith((" ", "\t")):
        return True
    following = (strip(lines[number + 1]) or "") if number < len(lines) else ""
    return following.startswith("  ") and not FRAME.match(following) and not HEADER.match(following)
