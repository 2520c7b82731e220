"""Compile each pattern of the regex module once, whoever asks: search, readers and rules share many."""

from __future__ import annotations

from functools import cache

import regex


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a pattern compiled with MULTILINE, when it is first wanted: of a thousand a log needs few.

    Raises `regex.error` where it can't be read.
    """
    return regex.compile(pattern, regex.MULTILINE)
