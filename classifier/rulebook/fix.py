"""Mend what is mechanical in a rules file: one scalar at a time, every other byte as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.rulebook.lints.traps import scalars
from classifier.rulebook.writing import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.rulebook.findings import Finding
    from classifier.rulebook.lints.traps import Scalar


def mended(data: bytes, findings: Iterable[Finding]) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a rules file as its findings would have it, and those findings that were mended.

    Of several findings at one scalar only the first is: what is left of the others shows when the file is
    checked again. A file that would no longer say the same in all other places is left as it is.
    """
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data[len(mark) :].decode("utf-8", "surrogateescape")
    places = {(one.place.line, one.place.column): one for one in scalars("", text)}
    wanted: dict[int, tuple[Scalar, Finding]] = {}
    for one in findings:
        found = places.get((one.place.line, one.place.column))
        if one.fix and found is not None and found.style not in ("|", ">"):
            wanted.setdefault(found.start, (found, one))
    done = []
    for start in sorted(wanted, reverse=True):
        found, one = wanted[start]
        changed = text[:start] + _written(found, one.fix) + text[found.end :]
        if _differs_in_one(text, changed, one.fix):
            text = changed
            done.append(one)
    return mark + text.encode("utf-8", "surrogateescape"), tuple(reversed(done))


def _written(found: Scalar, fix: str) -> str:
    """Return a text in the quotes of the one it replaces, as far as it can stand in them."""
    if found.style == "'" and fix.isprintable():
        return "'" + fix.replace("'", "''") + "'"
    return scalar(fix)


def _differs_in_one(text: str, changed: str, fix: str) -> bool:
    """Say whether a file differs from another in the text of one scalar alone, which is the wanted one."""
    before, after = list(scalars("", text)), list(scalars("", changed))
    if len(before) != len(after):
        return False
    pairs = [
        (one.text, other.text) for one, other in zip(before, after, strict=True) if one.text != other.text
    ]
    return len(pairs) == 1 and pairs[0][1] == fix
