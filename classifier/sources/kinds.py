"""Tell by its first bytes what a file is, if it is no log."""

from __future__ import annotations

import codecs

SNIFFED = 4096
"""Bytes at the start of a file that tell what it is."""

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ARCHIVES = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"!<arch>\n", "an ar archive"),
    *((magic, "a zip archive") for magic in ZIP),
)
_BINARY = (
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\x00", "PE"),
    (b"\xcf\xfa\xed\xfe", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "Java class"),
    (b"\xac\xed\x00\x05", "Java object"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x00asm", "WebAssembly"),
)
_CONTROL = bytes([*range(1, 7), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
"""Control characters that no program prints: not tab, line ends, bell, backspace, form feed, ESC."""


def is_tar(head: bytes) -> bool:
    """Say whether bytes start a tar archive."""
    return head[257:262] == b"ustar"


def archive(head: bytes) -> str | None:
    """Return what kind of archive starts with these bytes, None when it is none."""
    if is_tar(head):
        return "a tar archive"
    return next((kind for magic, kind in _ARCHIVES if head.startswith(magic)), None)


def binary(head: bytes) -> str | None:
    """Return what kind of binary file starts with these bytes, None when they can be text.

    Text may be UTF-16, where NUL stands at every other place, and may quote what it choked on: control
    characters make no binary of what is UTF-8.
    """
    if kind := next((kind for magic, kind in _BINARY if head.startswith(magic)), None):
        return kind
    few, many = sorted((head[::2].count(0), head[1::2].count(0)))
    if 20 * few > many and 20 * (few + many) > len(head):
        return "NUL bytes"
    controls = len(head) - len(head.translate(None, _CONTROL))
    return "control characters" if 20 * controls > len(head) and not _utf8(head) else None


def _utf8(head: bytes) -> bool:
    """Say whether bytes are UTF-8, the last character of which may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
