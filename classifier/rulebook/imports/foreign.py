"""The nouns of importing: a system whose rules can be read, and one of its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from classifier.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A rule of another system in our words: any of `patterns` (ours already) is this failure.

    `line` is its place in the file, 0 when that is not known. `lost` says what could not be carried over.
    """

    name: str
    patterns: tuple[str, ...]
    line: int = 0
    where: str = ""
    scope: str = ""
    signature: str = ""
    means: str = ""
    category: str = ""
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """Another system: its name for the command line, what its files are, and how to tell and read them.

    `read` gets the text and its path; it raises ValueError when the text is broken.
    """

    name: str
    origin: str
    form: str
    knows: Callable[[str], bool]
    read: Callable[[str, str], tuple[Sequence[Foreign], Sequence[Problem]]]


def from_java(pattern: str) -> str:
    r"""Return a Java pattern as the regex module reads it: `\Q..\E`, `\h` and `\z` are not known there."""
    quoted = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
    pattern = quoted.sub(lambda found: regex.escape(found[1], literal_spaces=True), pattern)
    return re.sub(r"\\(\\|h|z|Z)", _escape, pattern)


def _escape(found: re.Match[str]) -> str:
    return {"h": r"[ \t]", "z": r"\Z"}.get(found[1], found[0])


def searched(pattern: str) -> str:
    """Return a pattern that had to match whole texts as one to search for, anchored where it was not open."""
    flags = re.match(r"\(\?[a-zA-Z]+\)", pattern)
    head, body = (flags[0], pattern[flags.end() :]) if flags else ("", pattern)
    split = _top_level_branch(body)
    if split:
        return f"{head}^(?:{body})$"
    opened = re.match(r"\^?(?:\.\*\??)+", body)
    closed = re.search(r"(?<!\\)(?:\.\*\??)+\$?\Z", body)
    start = body[opened.end() :] if opened else f"^{body.removeprefix('^')}"
    if closed and (not opened or closed.start() >= opened.end()):
        start = start[: len(start) - (closed.end() - closed.start())]
        return f"{head}{start}"
    return f"{head}{start.removesuffix('$')}$"


def _top_level_branch(body: str) -> bool:
    """Say whether a pattern has alternatives that no group holds together."""
    depth, inside, escaped = 0, False, False
    for letter in body:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif inside:
            inside = letter != "]"
        elif letter == "[":
            inside = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            return True
    return False
