"""Turn the bytes of a log into UTF-8 fit to be searched, without moving the start of any line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

SNIFFED = 4096
"""How many bytes at the start of a log decide on its encoding."""

_PLAIN = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
"""Bytes that mean themselves wherever they stand; deleting them leaves what has to be looked at."""

_PAYLOAD = rb"[^\x07\x1b\n\r]{0,4096}(?:\x07|\x1b\\)"
_ESCAPE = re.compile(
    rb"\x1b(?:"
    rb"\[[0-?]{0,64}[ -/]{0,4}[@-~]"  # CSI: \x1b[31;1m
    rb"|[]PX^_]" + _PAYLOAD +  # OSC, DCS, SOS, PM, APC: \x1b]8;;https://x\x1b\\, \x1b_bk;t=1729032357206\x07
    rb"|[ -/]{1,2}[0-~]"  # character sets: \x1b(B
    rb"|[0-OQ-WYZ\\`-~]"  # one letter: \x1b7, \x1b=, \x1bM
    rb")"
)  # fmt: skip
_ESCAPE_C1 = re.compile(
    rb"\xc2(?:\x9b[0-?]{0,64}[ -/]{0,4}[@-~]"
    rb"|[\x90\x98\x9d-\x9f][^\x07\x1b\n\r\xc2]{0,4096}(?:\x07|\xc2\x9c|\x1b\\))"
)
_COLUMN_ONE = (b"\x1b[1G", b"\x1b[G", b"\x1b[0G")
"""The cursor goes back to the start of the line, as a carriage return does: yarn's progress bars."""
_BACKSPACES = re.compile(rb"\x08{2,}")
"""Progress that wipes itself: `  0% compiling\x08\x08\x08...\x08 10% building 0/0 modules`."""
_WIDE = re.compile(rb"^\x00|(?:[\t\r\x20-\x7e]\x00){3,}", re.MULTILINE)
"""UTF-16 amid UTF-8, as Windows tools print it: `W\x00S\x00L\x00 \x00`, its line end split in two."""
_INNER_MARK = re.compile("^\ufeff|(?<=\t)\ufeff(?=[0-9])", re.MULTILINE)
"""Byte order marks of files that were joined; `gh run view --log` prints them before the time stamp."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a log's bytes are text: codec, length of the byte order mark, the bytes of a line end."""

    name: str
    mark: int
    newline: bytes

    @property
    def unit(self) -> int:
        """Bytes of one code unit; line ends stand at multiples of it."""
        return len(self.newline)

    def utf8(self, raw: bytes) -> bytes:
        r"""Return whole lines of the log in UTF-8 with `\n` as line end; bytes that are wrong stay."""
        if self.unit == 2:
            return raw.decode(self.name, "backslashreplace").encode()
        return raw if self.newline == b"\n" else raw.replace(self.newline, b"\n")

    def first_end(self, raw: bytes) -> int:
        """Return where the first line ends, its line end included; 0 when it does not end here."""
        at = raw.find(self.newline)
        while at % self.unit and at >= 0:
            at = raw.find(self.newline, at + 1)
        return at + self.unit if at >= 0 else 0

    def last_end(self, raw: bytes) -> int:
        """Return where the last whole line ends, its line end included; 0 when there is none."""
        at = raw.rfind(self.newline)
        while at % self.unit and at >= 0:
            at = raw.rfind(self.newline, 0, at + self.unit - 1)
        return at + self.unit if at >= 0 else 0


UTF8 = Encoding("utf-8", 0, b"\n")
UTF16_LE = Encoding("utf-16-le", 0, b"\n\0")
UTF16_BE = Encoding("utf-16-be", 0, b"\0\n")
CARRIAGE_RETURNS = Encoding("utf-8", 0, b"\r")


def sniff(head: bytes) -> Encoding:
    """Return the encoding of a log by its first bytes: a byte order mark, else where NUL bytes stand."""
    if head.startswith(b"\xef\xbb\xbf"):
        return Encoding("utf-8", 3, b"\n")
    if head.startswith(b"\xff\xfe"):
        return Encoding("utf-16-le", 2, b"\n\0")
    if head.startswith(b"\xfe\xff"):
        return Encoding("utf-16-be", 2, b"\0\n")
    head = head[: SNIFFED // 2 * 2]
    even, odd, pairs = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if pairs and odd > 0.4 * pairs and even <= 0.05 * pairs:
        return UTF16_LE
    if pairs and even > 0.4 * pairs and odd <= 0.05 * pairs:
        return UTF16_BE
    return UTF8


def tidy(data: bytes) -> bytes:
    r"""Return UTF-8 without escape sequences, in which all that can't be seen is written as escapes.

    Only `\n` and `\r` are left of the control characters, and tabs; the number of lines stays. Costs little
    more than reading when the bytes are plain.
    """
    odd = data.translate(None, _PLAIN)
    if b"\x1b" in odd or b"\xc2" in odd:
        data = _without_escapes(data)
        odd = data.translate(None, _PLAIN)
    if b"\x08\x08" in odd:
        data = _BACKSPACES.sub(b"\r", data)
    if b"\0" in odd:
        data = _WIDE.sub(lambda match: match[0].replace(b"\0", b""), data)
    if not odd:
        return data
    try:
        text = data.decode()
        characters = set(odd.decode())
    except UnicodeDecodeError:
        return visible_lines(_without_marks(data.decode("utf-8", "backslashreplace"))).encode()
    unseen = sorted(character for character in characters if visible_lines(character) != character)
    if not unseen:
        return data
    text = _without_marks(text)
    if len(unseen) > 16:
        return visible_lines(text).encode()
    for character in unseen:  # several times as fast as one pass with a pattern
        text = text.replace(character, visible_lines(character))
    return text.encode()


def _without_marks(text: str) -> str:
    return _INNER_MARK.sub("", text) if "\ufeff" in text else text


def _without_escapes(data: bytes) -> bytes:
    if b"\x1b" in data:
        for sequence in _COLUMN_ONE:
            data = data.replace(sequence, b"\r")
        data = _ESCAPE.sub(b"", data)
    return _ESCAPE_C1.sub(b"", data) if b"\xc2" in data else data


def first_bad_byte(data: bytes) -> int | None:
    """Return where bytes stop being UTF-8, or None when all of them are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def long_lines(data: bytes, limit: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines that are longer than a limit, the line end not counted.

    Jumps from window to window, so that looking for them costs next to nothing.
    """
    start = 0
    while len(data) - start > limit:
        end = data.rfind(b"\n", start, start + limit + 1)
        if end < 0:
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            yield start, end
        start = end + 1
