"""Lay the texts of a cluster over the most typical one: what differs is a slot of the template."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Levenshtein

from classifier.cluster.shape import VARIABLE, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.cluster.shape import Part, Vocabulary
    from classifier.cluster.variables import Skeleton
    from classifier.model import Masked, Range

TEMPLATE_LIMIT = 600
VALUE_LIMIT = 100
"""Characters of a template and of a value that are kept."""
PLACEHOLDER = re.compile(r"<[A-Z]{2,12}>")
VOLATILE = re.compile(r"<[A-Z]{2,12}>|\d")


@dataclass(slots=True, eq=False)
class Text:
    """A distinct masked text: the items that read so, its parts, and its symbols with what varies blanked."""

    masked: str
    members: list[int]
    parts: list[Part]
    skeleton: Skeleton


@dataclass(slots=True)
class Slot:
    """A variable part of a template: how it looks in the masked texts, and the values with their counts."""

    looks: set[str] = field(default_factory=set)
    values: Counter[str] = field(default_factory=Counter)

    def fixed(self, members: int) -> bool:
        """Say whether all of so many members have the same word here."""
        same = len(self.looks) == 1 and self.values.total() == members
        return same and not any(map(VOLATILE.search, self.looks))

    @property
    def label(self) -> str:
        """The placeholder that all texts have here, if it is the same one, else `<*>`."""
        look = next(iter(self.looks)) if len(self.looks) == 1 else ""
        return look if PLACEHOLDER.fullmatch(look) else "<*>"


class Template:
    """The most typical text of a cluster with slots where any of the texts differs from it.

    Places are counted as 0 for the gap before its first part, 1 for that part, 2 for the next gap and so on.
    """

    def __init__(self, texts: Sequence[Text], vocabulary: Vocabulary) -> None:
        self._base = texts[0]
        self._kinds = vocabulary.kinds
        symbols = self._base.skeleton[1]
        varies = {2 * index + 1 for index, symbol in enumerate(symbols) if symbol == VARIABLE}
        self._landings: dict[Skeleton, list[int]] = {}
        for skeleton in dict.fromkeys(text.skeleton for text in texts):
            self._landings[skeleton] = self._laid_over(skeleton[1], varies)
        self._symbols = tuple(
            VARIABLE if 2 * index + 1 in varies else symbol for index, symbol in enumerate(symbols)
        )
        self._slot_of = _numbered(varies)
        self.slots = [Slot() for _ in set(self._slot_of.values())]

    def _laid_over(self, symbols: Sequence[int], varies: set[int]) -> list[int]:
        """Return the place of each symbol in the template, -1 for none, and add to the places that vary."""
        base = self._base.skeleton[1]
        landings = [-1] * len(symbols)
        for change in Levenshtein.opcodes(base, symbols):
            gone = range(change.src_start, change.src_end)
            come = range(change.dest_start, change.dest_end)
            if change.tag == "equal":
                for source, index in zip(gone, come, strict=True):
                    landings[index] = 2 * source + 1
                continue
            touched = [*(base[index] for index in gone), *(symbols[index] for index in come)]
            if all(self._kinds[symbol] is Kind.MARK for symbol in touched):
                continue
            places = [2 * index + 1 for index in gone] or [2 * change.src_start]
            varies.update(places)
            for index in come:
                landings[index] = places[0]
        return landings

    def settle(self, texts: Sequence[Text], items: Sequence[Masked]) -> None:
        """Count what stands in the slots; where all members have the same word there is no slot after all."""
        for text in texts:
            self._count(text, items)
        members = sum(len(text.members) for text in texts)
        varying = [slot for slot in self.slots if not slot.fixed(members)]
        numbers = {id(slot): number for number, slot in enumerate(varying)}
        self._slot_of = {
            place: numbers[id(self.slots[slot])]
            for place, slot in self._slot_of.items()
            if id(self.slots[slot]) in numbers
        }
        self.slots = varying

    def _count(self, text: Text, items: Sequence[Masked]) -> None:
        """Add what stands in the slots in all the items that read like a text."""
        ranges: dict[int, Range] = {}
        for part, place in zip(text.parts, self._landings[text.skeleton], strict=True):
            slot = self._slot_of.get(place)
            if slot is not None:
                ranges[slot] = (ranges.get(slot, (part.start, 0))[0], part.end)
        samples = Counter(items[member].values for member in text.members)
        holes = items[text.members[0]].holes
        for slot, (start, end) in ranges.items():
            self.slots[slot].looks.add(text.masked[start:end])
            first, last = bisect_left(holes, (start, 0)), bisect_left(holes, (end, 0))
            pieces = _between(text.masked, holes[first:last], start, end)
            for values, count in samples.items():
                self.slots[slot].values[_woven(pieces, values[first:last])[:VALUE_LIMIT]] += count

    def __str__(self) -> str:
        """Return the template as a person reads it, slots as placeholders, at most TEMPLATE_LIMIT long."""
        masked, out, end = self._base.masked, [], 0
        shown: int | None = None
        for index, part in enumerate(self._base.parts):
            blank = masked[end : part.start]
            gap, slot = self._slot_of.get(2 * index), self._slot_of.get(2 * index + 1)
            if gap is not None and gap != shown:
                out.append(f"{blank}{self.slots[gap].label} ")
                blank = ""
            if slot is None:
                out.append(blank + masked[part.start : part.end])
            elif slot not in (gap, shown):
                out.append(blank + self.slots[slot].label)
            shown, end = slot, part.end
        tail = self._slot_of.get(2 * len(self._base.parts))
        if tail is not None and tail != shown:
            out.append(f" {self.slots[tail].label}")
        if end < len(masked):
            out.append(" ...")
        text = "".join(out).strip()
        return text if len(text) <= TEMPLATE_LIMIT else text[: TEMPLATE_LIMIT - 4].rstrip() + " ..."

    def likeness(self, skeleton: Skeleton) -> float:
        """Return how much of a skeleton is the template, 0 to 1."""
        return float(Indel.normalized_similarity(self._symbols, skeleton[1]))


def _numbered(places: set[int]) -> dict[int, int]:
    """Return the number of its slot for each varying place; neighboring places are one slot."""
    slots: dict[int, int] = {}
    previous = -3
    for place in sorted(places):
        adjacent = place - previous == 1 or (place - previous == 2 and place % 2 == 1)
        slots[place] = slots[previous] if adjacent else len(set(slots.values()))
        previous = place
    return slots


def _between(text: str, holes: Sequence[Range], start: int, end: int) -> list[str]:
    """Return what stands before, between and after the holes of a stretch of a text."""
    edges = [start, *(edge for hole in holes for edge in hole), end]
    return [text[edges[index] : edges[index + 1]] for index in range(0, len(edges), 2)]


def _woven(pieces: Sequence[str], values: Sequence[str]) -> str:
    """Return the pieces with the values between them."""
    return pieces[0] + "".join(value + piece for value, piece in zip(values, pieces[1:], strict=True))
