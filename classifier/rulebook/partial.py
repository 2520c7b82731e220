"""How far a pattern that does not match gets: the longest beginning of it that does, and what comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.rulebook.rule import Pattern

SECONDS = 0.2
"""For one beginning of a pattern in one text."""
BEGINNINGS = 60
"""Beginnings of a pattern that are tried, the longest ones."""


class Partial(NamedTuple):
    """The text that the beginning of a pattern matches, that beginning, and the rest that it lacks.

    `share` is how much of the pattern the beginning is, 0 to 1; with 0 nothing of it is there.
    """

    matched: str
    beginning: str
    lacking: str
    share: float


def longest(pattern: Pattern, texts: Iterable[str]) -> Partial:
    """Return the longest beginning of a pattern that is found in one of the texts.

    Of a pattern with alternatives each is tried, and the one that gets furthest tells.
    """
    texts = list(texts)
    found = [_longest(branch, texts) for branch in _branches(pattern.expression)]
    return max(found, key=lambda one: one.share)


def _longest(expression: str, texts: Iterable[str]) -> Partial:
    ends = [end for end in _ends(expression) if 0 < end < len(expression) and not _in_word(expression, end)]
    for end in reversed(ends[-BEGINNINGS:]):
        matched = _found(expression[:end], texts)
        if matched:
            return Partial(matched, expression[:end], expression[end:], end / len(expression))
    return Partial("", "", expression, 0.0)


def _in_word(expression: str, end: int) -> bool:
    """Say whether a place is between two letters of a fixed word."""
    escaped = expression[end - 2 : end - 1] == "\\"
    return expression[end - 1].isalnum() and expression[end].isalnum() and not escaped


def _found(expression: str, texts: Iterable[str]) -> str:
    """Return the text that an expression matches, empty where it matches none or can't be tried."""
    try:
        compiled = regex.compile(expression, regex.MULTILINE)
        for text in texts:
            match = compiled.search(text, timeout=SECONDS)
            if match and match.group().strip():
                return str(match.group())
    except (regex.error, TimeoutError):
        pass
    return ""


def _branches(expression: str) -> list[str]:
    """Return the alternatives at the top of an expression."""
    branches, start = [], 0
    for end, piece in _pieces(expression):
        if piece == "|":
            branches.append(expression[start : end - 1])
            start = end
    return [*branches, expression[start:]]


def _ends(expression: str) -> list[int]:
    """Return where the pieces of an expression end: characters, classes, groups, each with its repeat."""
    ends: list[int] = []
    for end, piece in _pieces(expression):
        if ends and piece[0] in "*+?{" and _is_repeat(piece):
            ends[-1] = end
        else:
            ends.append(end)
    return ends


def _is_repeat(piece: str) -> bool:
    return piece[0] != "{" or piece.endswith("}")


def _pieces(expression: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of an expression outside of its groups, each with the place behind it."""
    place = 0
    while place < len(expression):
        end = _end_of_piece(expression, place)
        yield end, expression[place:end]
        place = end


def _end_of_piece(expression: str, place: int) -> int:
    letter = expression[place]
    if letter == "\\":
        return min(place + 2, len(expression))
    if letter == "[":
        return _end_of_class(expression, place)
    if letter == "(":
        return _end_of_group(expression, place)
    if letter == "{":
        close = expression.find("}", place)
        return close + 1 if close > 0 else place + 1
    return place + 1


def _end_of_class(expression: str, place: int) -> int:
    """Return the place behind a class `[...]`; a bracket right at its beginning is one of its characters."""
    at = place + 1
    at += expression[at : at + 1] == "^"
    at += expression[at : at + 1] == "]"
    while at < len(expression) and expression[at] != "]":
        at += 2 if expression[at] == "\\" else 1
    return min(at + 1, len(expression))


def _end_of_group(expression: str, place: int) -> int:
    """Return the place behind a group `(...)`."""
    at = place + 1
    while at < len(expression) and expression[at] != ")":
        at = _end_of_piece(expression, at)
    return min(at + 1, len(expression))
