"""Say in one line what a failure's message says, the same for every form of traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 300
"""A headline has at most so many characters."""
ENOUGH = 100
"""A line of so many characters needs no other joined to it, even where it ends with a colon."""
BARE_ASSERT = re.compile(r"AssertionError: assert (?:not )?(?:True|False|None|0|''|\"\"|\[\]|\{\}|\(\))$")
"""`AssertionError: assert False`: what was false stands in the next line, `+  where False = exists('/x')`."""
LABEL = re.compile(r"[A-Za-z][\w ]{0,30}:$")
"""`info:` below a message that is only a location and a condition; what it says follows."""
SYNTAX = re.compile(r"[A-Za-z_]\w*(?:Error|Warning)\b")


def dedented(texts: Sequence[str]) -> list[str]:
    """Return the texts without the blanks that all of them begin with, or that stand before the first."""
    margins = [len(text) - len(text.lstrip()) for text in texts if text.strip()]
    margin = min(margins, default=0)
    return [text[margin:].rstrip() for text in texts]


def named(texts: Sequence[str]) -> int:
    """Return the index of the line that names what happened; a syntax error quotes the source first."""
    first = next((index for index, text in enumerate(texts) if text.strip()), 0)
    if texts and texts[first].lstrip().startswith('File "'):
        return next((index for index in range(first, len(texts)) if SYNTAX.match(texts[index])), first)
    return first


def headline(texts: Sequence[str]) -> str:
    """Return the headline of a message whose lines have lost their gutter.

    It is the line that names the exception. Where that says nothing of itself (it ends with a colon, it is
    a bare `assert False`, or labeled lines follow), what follows is joined to it.
    """
    if not texts:
        return ""
    start = named(texts)
    head = texts[start].strip()
    if re.match(r"assert\b", head):
        head = f"AssertionError: {head}"
    rest = [text.strip() for text in texts[start + 1 :] if text.strip()]
    return _cut(" ".join([head, *_joined(head, rest)]))


def _joined(head: str, rest: list[str]) -> list[str]:
    """Return the following lines that the first one needs to be understood."""
    if rest and BARE_ASSERT.match(head) and rest[0].startswith("+"):
        return [rest[0].lstrip("+ ")]
    labeled = bool(rest) and bool(LABEL.match(rest[0])) and not head.startswith("AssertionError")
    if not rest or len(head) > ENOUGH or not (head.endswith(":") or labeled):
        return []
    out: list[str] = []
    for text in rest:
        if out and (len(out[-1]) > ENOUGH or not out[-1].endswith(":")):
            break
        out.append(text)
    return out


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
