"""Make characters visible that a reader can't see or a terminal would obey."""

from __future__ import annotations

import re

UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, C1 among them; not tab, line feed, return
    "\xad\u034f\u115f\u1160\u180b-\u180e\u3164\uffa0"  # soft hyphen, joiners and fillers without a shape
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi: they reorder what is shown
    "\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # zero width, invisible operators
    "\u2028\u2029"  # line and paragraph separator
    "\ud800-\udfff\ufffe\uffff"  # surrogates and noncharacters, which no encoding and no XML takes
    "\U000e0000-\U000e007f"  # tags: text hidden behind an emoji
)
"""Character ranges that are written as escapes; variation selectors (U+FE0F) belong to emoji and stay."""

_ONE_LINE = re.compile(f"[\n\r{UNSEEN}]")
_MANY_LINES = re.compile(f"[{UNSEEN}]")


def visible(text: str) -> str:
    r"""Return one line of text with control, bidi and zero-width characters written as escapes.

    A tab stays; ESC becomes `\x1b`, U+202E becomes `\u202e`, a byte that the file system could not decode
    becomes `\xff`. What is visible already stays as it is, so that doing it twice changes nothing.
    """
    return text if text.isprintable() else _ONE_LINE.sub(_escape, text)


def visible_lines(text: str) -> str:
    """Do as `visible` does, but let line feeds and carriage returns stand."""
    return text if text.isprintable() else _MANY_LINES.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # what os.fsdecode makes of a byte that is not UTF-8
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
