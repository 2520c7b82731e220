"""Mask what is variable in a message, so that the same failure reads the same everywhere."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from classifier.model import Mask, Masked
from classifier.normalize.masks import LEADS, MASKS, STAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.model import Failure, Range

__all__ = ["MASKS", "VERSION", "Normalizer", "clustered_text"]

VERSION = 1
"""Of the algorithm; goes up whenever the same text gives another key, and is part of every key."""
TEXT_LIMIT = 4_000
"""Characters of a text that are read, and of a masked text that are kept."""
KEY_LIMIT = 300
"""Characters of a key; a longer one ends in a digest of the whole."""

ATOM = r"<[A-Z]{2,12}>"
"""A placeholder as the general masks make them."""
HOLE = re.compile(r"<([\w-]{1,30})>")
GROUP = re.compile(r"\(\?P<\w+>")
QUIET = rf"(?:(?<!\S)[^\s\w/\\<]{{0,8}}(?!{LEADS})[^\W\d]*[^\s\w/\\<]{{0,8}}(?:\s|\Z))++"
"""Whole words in which no mask can begin; taken in one go, because most of a text is such words."""
GLUED = re.compile(r"[A-Z]>\S{0,999}?[/\\]|[/\\]\S{0,999}?<[A-Z]")
"""A path or URL that touches a placeholder: it may show itself only now that the placeholder is there."""
ROUNDS = 4
BARE = 2
"""A headline of fewer words says too little on its own (`AssertionError`)."""

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


def clustered_text(failure: Failure) -> str:
    """Return the text by which failures are compared: the headline.

    A headline of a single word is followed by the last message the tool gives, for what little it may tell.
    """
    if len(failure.headline.split()) >= BARE:
        return failure.headline
    messages = [span.text for span in failure.spans if span.where == "message"]
    last = messages[-1][:TEXT_LIMIT] if messages else ""
    return last if last.startswith(failure.headline) else f"{failure.headline} {last}".rstrip()


class Normalizer:
    """Masks texts by one table: extra masks (those of packs) first, then the general ones.

    `version` is the algorithm's, `digest` (12 hex digits) that of the whole table: the same digest means
    that every text is masked the same way. Raises `regex.error` when an extra pattern can't be compiled;
    extra patterns may name groups for their replacement but not refer back to them.
    """

    def __init__(self, masks: Sequence[Mask] = ()) -> None:
        self.version = VERSION
        table = [(mask.name, mask.pattern, mask.replacement) for mask in (*masks, *MASKS)]
        self.digest = hashlib.sha256(repr((VERSION, table)).encode()).hexdigest()[:12]
        own = sorted({hole[0] for mask in masks for hole in HOLE.finditer(mask.replacement)})
        atom = "|".join([ATOM, *map(re.escape, own)])
        self._extra = _Table(masks, atom, compiler=regex) if masks else None
        self._general = _Table(MASKS, atom, quiet=QUIET)

    def mask(self, text: str, scope: str = "") -> Masked:
        """Return the text with its variable parts replaced; masking what was masked changes nothing.

        Blanks are folded. At most TEXT_LIMIT characters are read and kept. The values run parallel to the
        placeholders of the masked text, from left to right; a placeholder that the text came with is its
        own value.
        """
        folded = " ".join(text[:TEXT_LIMIT].split())
        values: tuple[str, ...] = ()
        if self._extra is not None:
            extra = self._extra.replace(folded, text, scope)
            folded, values = extra.masked, extra.values
        found = self._general.replace(folded, text, scope, values)
        for _ in range(ROUNDS):
            if not GLUED.search(found.masked):
                break
            before, found = found, self._general.replace(found.masked, text, scope, found.values)
            if found.masked == before.masked:
                break
        return found

    def mask_failure(self, failure: Failure) -> Masked:
        """Return the masked text by which a failure is compared, in the scope of its tool's family."""
        return self.mask(clustered_text(failure), FAMILIES.get(failure.tool, failure.tool))

    def key(self, failure: Failure) -> str:
        """Return what names a failure over runs: version, scope and masked text, at most KEY_LIMIT long.

        Log, line and subject are not in it.
        """
        masked = self.mask_failure(failure)
        key = f"n{self.version}:{masked.scope}:{masked.masked}"
        if len(key) <= KEY_LIMIT:
            return key
        return f"{key[: KEY_LIMIT - 17]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"


class _Table:
    """Masks compiled into one pattern, which is run over a text once.

    An empty group behind each alternative tells which one has matched. Named groups inside are known only
    to the mask's own pattern, which is run again over what was found when the replacement asks for them.
    """

    def __init__(self, masks: Sequence[Mask], atom: str, quiet: str = "", compiler: Any = re) -> None:  # noqa: ANN401
        self._masks = {f"m{number}": mask for number, mask in enumerate(masks)}
        self._own = {
            group: compiler.compile(mask.pattern)
            for group, mask in self._masks.items()
            if "\\" in mask.replacement and mask.replacement != STAY
        }
        self._spans = {
            group: tuple(hole.span() for hole in HOLE.finditer(mask.replacement))
            for group, mask in self._masks.items()
        }
        alternatives = {"quiet": quiet, "atom": atom}
        alternatives |= {group: GROUP.sub("(?:", mask.pattern) for group, mask in self._masks.items()}
        self._pattern = compiler.compile(
            "|".join(f"(?:{pattern})(?P<{group}>)" for group, pattern in alternatives.items() if pattern)
        )

    def replace(self, text: str, source: str, scope: str, known: Iterable[str] = ()) -> Masked:
        """Return the text masked; `known` are the values of the placeholders that are in it already.

        `source` is what the text was before anything was done to it.
        """
        pieces: list[str] = []
        values: list[str] = []
        holes: list[Range] = []
        kept: list[str] = []
        length, end, waiting = 0, 0, iter(known)
        for match in self._pattern.finditer(text):
            if match.lastgroup == "quiet":
                continue
            piece = self._piece(match, waiting)
            start = length + match.start() - end
            if start + len(piece.shown) > TEXT_LIMIT:
                break
            pieces += (text[end : match.start()], piece.shown)
            holes += ((start + first, start + last) for first, last in piece.holes)
            values += piece.values
            kept += piece.kept
            length, end = start + len(piece.shown), match.end()
        masked = "".join(pieces) + text[end : end + TEXT_LIMIT - length]
        return Masked(
            text=source,
            masked=masked.rstrip(),
            values=tuple(values),
            holes=tuple(holes),
            kept=tuple(kept),
            scope=scope,
        )

    def _piece(self, match: re.Match[str], waiting: Iterator[str]) -> _Piece:
        """Return what is shown for one match of the joined pattern."""
        group, found = str(match.lastgroup), match.group()
        if group == "atom":
            return _Piece(found, (next(waiting, found),), ((0, len(found)),))
        replacement = self._masks[group].replacement
        if replacement == STAY:
            return _Piece(found, kept=(found,))
        if group not in self._own:
            spans = self._spans[group]
            return _Piece(replacement, (found,) * len(spans), spans)
        detail = self._own[group].fullmatch(found)
        if detail is None:
            return _Piece(found)
        parts = detail.groupdict()
        shown = detail.expand(replacement)
        holes = list(HOLE.finditer(shown))
        names = [hole[1] for hole in holes]
        return _Piece(
            shown,
            tuple(parts.get(name) or found for name in names),
            tuple(hole.span() for hole in holes),
            tuple(text for name, text in parts.items() if text and name not in names),
        )


class _Piece(NamedTuple):
    """What one match becomes, the values of the placeholders in it and where they are, and what stayed."""

    shown: str
    values: tuple[str, ...] = ()
    holes: tuple[Range, ...] = ()
    kept: tuple[str, ...] = ()
