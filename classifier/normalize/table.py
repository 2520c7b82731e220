"""A table of masks run over a text in one pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from classifier.literals import required_literals
from classifier.normalize.masks import STAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.model import Mask, Range

TEXT_LIMIT = 4_000
"""Characters of a text that are read, and of a masked text that are kept."""
HOLE = re.compile(r"<([\w-]{1,30})>")
REFERENCE = re.compile(r"\\g<(\w+)>")
GROUP = re.compile(r"\(\?P<\w+>")


class Replaced(NamedTuple):
    """A masked text, the values of its placeholders and where they are, and what the masks left standing.

    `cut` says that the text had become too long.
    """

    masked: str
    values: tuple[str, ...] = ()
    holes: tuple[Range, ...] = ()
    kept: tuple[str, ...] = ()
    cut: bool = False


class Piece(NamedTuple):
    """What one match becomes, the values of the placeholders in it and where they are, and what stayed."""

    shown: str
    values: tuple[str, ...] = ()
    holes: tuple[Range, ...] = ()
    kept: tuple[str, ...] = ()


class Table:
    """Masks compiled into one pattern, which is run over a text once.

    An empty group behind each alternative tells which one has matched. Named groups inside are known only
    to the mask's own pattern, which is run again over what was found when the replacement asks for them.
    `atom` is a pattern of placeholders that stand in a text already, `quiet` one of what needs no look.
    """

    def __init__(self, masks: Sequence[Mask], atom: str, quiet: str = "", compiler: Any = re) -> None:  # noqa: ANN401
        named = {f"m{number}": mask for number, mask in enumerate(masks)}
        literals = [required_literals(mask.pattern) for mask in masks]
        self._literals = tuple({text for texts in literals for text in texts}) if all(literals) else ()
        self._replacements = {group: mask.replacement for group, mask in named.items()}
        self._own = {
            group: compiler.compile(mask.pattern)
            for group, mask in named.items()
            if "\\" in mask.replacement and mask.replacement != STAY
        }
        self._spans = {
            group: tuple(hole.span() for hole in HOLE.finditer(mask.replacement))
            for group, mask in named.items()
        }
        alternatives = {"quiet": quiet, "atom": atom}
        alternatives |= {group: GROUP.sub("(?:", mask.pattern) for group, mask in named.items()}
        self._pattern = compiler.compile(
            "|".join(f"(?:{pattern})(?P<{group}>)" for group, pattern in alternatives.items() if pattern)
        )

    def idle(self, text: str) -> bool:
        """Say whether it is plain at first sight that no mask finds anything in a text."""
        if not self._literals:
            return False
        lower = text.lower()
        return not any(literal in lower for literal in self._literals)

    def replace(self, text: str, known: Iterable[str] = ()) -> Replaced:
        """Return the text masked; `known` are the values of the placeholders that are in it already."""
        pieces: list[str] = []
        values: list[str] = []
        holes: list[Range] = []
        kept: list[str] = []
        grown, end, waiting = 0, 0, iter(known)
        for match in self._pattern.finditer(text):
            group = match.lastgroup
            if group == "quiet":
                continue
            first, last = match.span()
            start = first + grown
            shown, found, places, stayed = self._piece(match, group, waiting)
            if start + len(shown) > TEXT_LIMIT:
                break
            pieces += (text[end:first], shown)
            if places:
                values += found
                holes += [(start + begin, start + close) for begin, close in places]
            kept += stayed
            grown += len(shown) - (last - first)
            end = last
        pieces.append(text[end : TEXT_LIMIT - grown])
        cut = len(text) + grown > TEXT_LIMIT
        return Replaced("".join(pieces).rstrip(), tuple(values), tuple(holes), tuple(kept), cut)

    def _piece(self, match: re.Match[str], group: str | None, waiting: Iterator[str]) -> Piece:
        """Return what is shown for one match of the joined pattern."""
        found = match.group()
        if group is None or group == "atom":
            return Piece(found, (next(waiting, found),), ((0, len(found)),))
        replacement = self._replacements[group]
        if replacement == STAY:
            return Piece(found, (), (), (found,))
        if group in self._own:
            detail = self._own[group].fullmatch(found)
            return _detailed(detail, replacement) if detail else Piece(found)
        spans = self._spans[group]
        return Piece(replacement, (found,) * len(spans), spans)


def _detailed(detail: re.Match[str], replacement: str) -> Piece:
    """Return what is shown for a match whose replacement refers to groups."""
    parts = detail.groupdict()
    shown = REFERENCE.sub(lambda name: parts.get(name[1], detail[0]) or "", replacement)
    holes = list(HOLE.finditer(shown))
    names = [hole[1] for hole in holes]
    return Piece(
        shown,
        tuple(parts.get(name) or detail[0] for name in names),
        tuple(hole.span() for hole in holes),
        tuple(text for name, text in parts.items() if text and name not in names),
    )
