"""Mask what is variable in a message, so that the same failure reads the same everywhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from classifier.model import Masked
from classifier.normalize.masks import LEADS, MASKS
from classifier.normalize.table import HOLE, TEXT_LIMIT, Replaced, Table
from classifier.normalize.telling import clustered_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from classifier.model import Failure, Mask

__all__ = ["MASKS", "TEXT_LIMIT", "VERSION", "Normalizer", "clustered_text"]

VERSION = 1
"""Of the algorithm; goes up whenever the same text gives another key, and is part of every key."""
KEY_LIMIT = 300
"""Characters of a key; a longer one ends in a digest of the whole."""
REMEMBERED = 8_192
"""Masked failures that are kept for when they are asked for again."""

ATOM = r"<[A-Z]{2,12}>"
"""A placeholder as the general masks make them."""
QUIET = (
    rf"(?:(?<!\S)[^\s\w/\\<]{{0,8}}(?!{LEADS})[^\W\d]*[^\s\w/\\<]{{0,8}}(?:\s|\Z))++"
    r"|(?<=[A-Za-z])[A-Za-z]+|[ '\",;)}\]=|*&^!#`]+"
)
"""Whole words, rests of words and marks in which no mask can begin; taken in one go, because most of a text
is such."""
CRASH_STATE = re.compile(r"(?:^| )\[@ [^\n]+\]$")
"""`SEGV [@ fill | Cart::add | main]`: the innermost calls of a crash: they never vary, they decide."""
ROUNDS = 4

FAMILIES = {
    "pytest": "python",
    "unittest": "python",
    "doctest": "python",
    "gcc": "c",
    "g++": "c",
    "cc": "c",
    "clang": "c",
    "clang++": "c",
    "ld": "linker",
    "lld": "linker",
    "ld.lld": "linker",
    "gold": "linker",
    "collect2": "linker",
}
"""Tools that print the same messages, and so share a scope; any other tool is a scope of its own."""


class Normalizer:
    """Masks texts by one table: extra masks (those of packs) first, then the general ones.

    `deciding` returns for a tool the words by which its failures differ (none, if left out). `version` is
    the algorithm's, `digest` (12 hex digits) that of the whole table: the same digest means that every text
    is masked the same way. Raises `regex.error` when an extra pattern can't be compiled; extra patterns may
    name groups for their replacement but not refer back to them.
    """

    def __init__(
        self, masks: Sequence[Mask] = (), deciding: Callable[[str], frozenset[str]] | None = None
    ) -> None:
        self.version = VERSION
        table = [(mask.name, mask.pattern, mask.replacement) for mask in (*masks, *MASKS)]
        self.digest = hashlib.sha256(repr((VERSION, table)).encode()).hexdigest()[:12]
        self._masks = tuple(masks)
        self._deciding = deciding or (lambda _: frozenset())
        own = sorted({hole[0] for mask in masks for hole in HOLE.finditer(mask.replacement)})
        self._atom = "|".join([ATOM, *map(re.escape, own)])
        self._general = Table(MASKS, self._atom, quiet=QUIET)
        self._extras = {"": self._table("")}
        self._remembered = lru_cache(REMEMBERED)(self._mask)

    def mask(self, text: str, scope: str = "", tool: str = "") -> Masked:
        """Return the text with its variable parts replaced; masking what was masked changes nothing.

        Blanks are folded. At most TEXT_LIMIT characters are read and kept. The values run parallel to the
        placeholders of the masked text, from left to right; a placeholder that the text came with is its
        own value. Without a tool the extra masks and decisive words of all tools apply.
        """
        return self._mask(text, scope, tool)

    def mask_told(self, text: str) -> Masked:
        """Return the masked text by which a plain text of one or more lines is compared, without a scope."""
        return (
            replace(self._mask(told(text), "", ""), text=text) if "\n" in text else self._mask(text, "", "")
        )

    def mask_failure(self, failure: Failure) -> Masked:
        """Return the masked text by which a failure is compared, in the scope of its tools and its kind."""
        scope = f"{FAMILIES.get(failure.tool, failure.tool)} {failure.kind}"
        return self._remembered(clustered_text(failure), scope, failure.tool)

    def key(self, failure: Failure) -> str:
        """Return what names a failure over runs: version, scope and masked text, at most KEY_LIMIT long.

        Log, line and subject are not in it.
        """
        masked = self.mask_failure(failure)
        key = f"n{self.version}:{masked.scope}:{masked.masked}"
        if len(key) <= KEY_LIMIT:
            return key
        return f"{key[: KEY_LIMIT - 17]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"

    def _mask(self, text: str, scope: str, tool: str) -> Masked:
        if crash := CRASH_STATE.search(text):
            masked = self._mask(text[: crash.start()], f"{scope}{crash[0]}", tool)
            return replace(masked, text=text, masked=masked.masked + crash[0], kept=(*masked.kept, crash[0]))
        if tool not in self._extras:
            self._extras[tool] = self._table(tool)
        extra = self._extras[tool]
        folded = " ".join(text[:TEXT_LIMIT].split())
        first = Replaced(folded) if extra is None or extra.idle(folded) else extra.replace(folded)
        found = self._general.replace(first.masked, first.values)
        for _ in range(ROUNDS):
            if not _glued(found.masked):
                break
            before, found = found, self._general.replace(found.masked, found.values)
            if found.masked == before.masked:
                break
        return Masked(
            text=text,
            masked=found.masked,
            values=found.values,
            holes=found.holes,
            kept=found.kept,
            scope=scope,
            decisive=self._deciding(tool),
            version=VERSION,
            cut=len(text) > TEXT_LIMIT or found.cut,
        )

    def _table(self, tool: str) -> Table | None:
        """Return the table of the extra masks that apply to a tool, or None if there are none."""
        masks = [mask for mask in self._masks if not (tool and mask.tools) or tool in mask.tools]
        return Table(masks, self._atom, compiler=regex) if masks else None


def _glued(masked: str) -> bool:
    """Say whether a path or URL touches a placeholder: it may show itself only now that this is there."""
    if "/" not in masked and "\\" not in masked:
        return False
    return any(">" in word and ("/" in word or "\\" in word) for word in masked.split(" "))
