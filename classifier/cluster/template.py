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

    from classifier.cluster.shape import Shape, Vocabulary
    from classifier.cluster.variables import Skeleton
    from classifier.model import Masked, Range

TEMPLATE_LIMIT = 600
VALUE_LIMIT = 100
"""Characters of a template and of a value that are kept."""
BLANKS = re.compile(r" {2,}")
BRACKETS = re.compile(r"[()\[\]]")
OPENED = {"(": ")", "[": "]"}
CLOSED = {")": "(", "]": "["}
PLACEHOLDER = re.compile(r"<[A-Z]{2,12}>")
VOLATILE = re.compile(r"<[A-Z]{2,12}>|\d")
ENCLOSED = re.compile(r"(['\"`\[(]).*(['\"`\])])")
"""A look that begins and ends with a mark which the label of its slot keeps."""


@dataclass(slots=True, eq=False)
class Text:
    """A distinct masked text: the items that read so, how often, its shape, and its skeleton.

    The skeleton is the symbols of the shape with those blanked that vary.
    """

    masked: str
    members: list[int]
    count: int
    shape: Shape
    skeleton: Skeleton
    cut: bool = False


@dataclass(slots=True)
class Slot:
    """A variable part of a template: how it looks in the masked texts, and the values with their counts."""

    looks: set[str] = field(default_factory=set)
    values: Counter[str] = field(default_factory=Counter)
    label: str = "<*>"

    def fixed(self, count: int) -> bool:
        """Say whether all of so many texts have the same word here."""
        same = len(self.looks) == 1 and self.values.total() == count
        return same and not any(map(VOLATILE.search, self.looks))

    def settle(self, count: int) -> None:
        """Take for label what all of so many texts have here, with one placeholder in it, else `<*>`.

        Marks that all have around it stay.
        """
        if self.values.total() < count:
            return
        looks = {_one_placeholder(look) for look in self.looks}
        if looks != {"<*>"} and len(looks) == 1:
            (self.label,) = looks
            return
        marks = {found.groups() if (found := ENCLOSED.fullmatch(look)) else ("", "") for look in self.looks}
        if len(marks) == 1:
            ((first, last),) = marks
            self.label = f"{first}<*>{last}"


def _one_placeholder(look: str) -> str:
    """Return the look of a slot with all between its first and its last placeholder as one."""
    found = list(PLACEHOLDER.finditer(look))
    if len(found) == 1:
        return look
    return f"{look[: found[0].start()]}<*>{look[found[-1].end() :]}" if found else "<*>"


class Template:
    """The most typical text of a cluster with slots where any of the texts differs from it.

    Places are counted as 0 for the gap before its first symbol, 1 for that symbol, 2 for the next gap and
    so on. `partial` says, when settled, that some members lack a part, other than what stands before all
    else: the type of an exception, the place of the code.
    """

    def __init__(self, texts: Sequence[Text], vocabulary: Vocabulary) -> None:
        self._base = texts[0]
        self._kinds = vocabulary.kinds
        self._content, self._texts = vocabulary.content, vocabulary.texts
        symbols = self._base.skeleton[1]
        varies = {2 * index + 1 for index, symbol in enumerate(symbols) if symbol == VARIABLE}
        self._landings: dict[Skeleton, list[int]] = {}
        for skeleton in dict.fromkeys(text.skeleton for text in texts):
            self._landings[skeleton] = self._laid_over(skeleton[1], varies)
        self._symbols = tuple(
            VARIABLE if 2 * index + 1 in varies else symbol for index, symbol in enumerate(symbols)
        )
        self._slot_of = _numbered(varies)
        first = self._slot_of.get(0, self._slot_of.get(1, -1))
        self._lead = {place for place, slot in self._slot_of.items() if slot == first}
        self.slots = [Slot() for _ in set(self._slot_of.values())]
        self.partial = False

    def _laid_over(self, symbols: Sequence[int], varies: set[int]) -> list[int]:
        """Return the place of each symbol in the template, -1 for none, and add to the places that vary."""
        base = self._base.skeleton[1]
        if symbols == base:
            return list(range(1, 2 * len(base), 2))
        landings = [-1] * len(symbols)
        for change in Levenshtein.opcodes(self._words(base), self._words(symbols)):
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

    def _words(self, symbols: Sequence[int]) -> list[str]:
        """Return what symbols are compared by, the same for words that differ in case alone."""
        return [self._content[symbol] or self._texts[symbol] for symbol in symbols]

    def settle(self, texts: Sequence[Text], items: Sequence[Masked], counts: Sequence[int]) -> None:
        """Count what stands in the slots; where all members have the same word there is no slot after all."""
        for text in texts:
            self._count(text, items, counts)
        count = sum(text.count for text in texts)
        varying = [slot for slot in self.slots if not slot.fixed(count)]
        for slot in varying:
            slot.settle(count)
        self.partial = any(
            self.slots[slot].values.total() < count
            for place, slot in self._slot_of.items()
            if place not in self._lead
        )
        numbers = {id(slot): number for number, slot in enumerate(varying)}
        self._slot_of = {
            place: numbers[id(self.slots[slot])]
            for place, slot in self._slot_of.items()
            if id(self.slots[slot]) in numbers
        }
        self.slots = varying

    def _count(self, text: Text, items: Sequence[Masked], counts: Sequence[int]) -> None:
        """Add what stands in the slots in all the items that read like a text."""
        if not self.slots:
            return
        ranges: dict[int, Range] = {}
        spans = text.shape.spans(text.masked)
        for (start, end), place in zip(spans, self._landings[text.skeleton], strict=True):
            slot = self._slot_of.get(place)
            if slot is not None:
                ranges[slot] = (ranges.get(slot, (start, 0))[0], end)
        holes = items[text.members[0]].holes
        for slot, (start, end) in ranges.items():
            self.slots[slot].looks.add(text.masked[start:end])
            first, last = bisect_left(holes, (start, 0)), bisect_left(holes, (end, 0))
            pieces = _between(text.masked, holes[first:last], start, end)
            values = self.slots[slot].values
            if first == last:
                values[pieces[0][:VALUE_LIMIT]] += text.count
                continue
            for member in text.members:
                found = _woven(pieces, items[member].values[first:last])
                values[found[:VALUE_LIMIT]] += counts[member]

    def __str__(self) -> str:
        """Return the template as a person reads it, slots as placeholders, at most TEMPLATE_LIMIT long."""
        masked, out, end = self._base.masked, [], 0
        shown: int | None = None
        spans = self._base.shape.spans(masked)
        for index, (start, after) in enumerate(spans):
            blank = masked[end:start]
            gap, slot = self._slot_of.get(2 * index), self._slot_of.get(2 * index + 1)
            if gap is not None and gap != shown:
                out.append(f"{blank}{self.slots[gap].label} ")
                blank = ""
            if slot is None:
                out.append(blank + masked[start:after])
            elif slot not in (gap, shown):
                out.append(blank + self.slots[slot].label)
            shown, end = slot, after
        tail = self._slot_of.get(2 * len(spans))
        if tail is not None and tail != shown:
            out.append(f" {self.slots[tail].label}")
        if end < len(masked):
            out.append(" ...")
        text = self._balanced(BLANKS.sub(" ", "".join(out)).strip())
        return text if len(text) <= TEMPLATE_LIMIT else text[: TEMPLATE_LIMIT - 4].rstrip() + " ..."

    def _balanced(self, text: str) -> str:
        """Return the template with a bracket beside a slot for each one that only the slot still has."""
        lost = {mark for slot in self.slots for look in slot.looks for mark in look}
        opened: list[int] = []
        for found in reversed(list(BRACKETS.finditer(text))):
            mark, place = found.group(), found.start()
            if mark in CLOSED:
                opened.append(place)
            elif opened and CLOSED[text[opened[-1]]] == mark:
                opened.pop()
            elif "<*>" in text[place:] and OPENED[mark] in lost:
                last = text.rindex("<*>") + 3
                text = f"{text[:last]}{OPENED[mark]}{text[last:]}"
        return text

    def likeness(self, skeleton: Skeleton) -> float:
        """Return how much of a skeleton is the template, 0 to 1; a beginning that varies does not count."""
        landings = self._landings[skeleton]
        symbols = [
            symbol for symbol, place in zip(skeleton[1], landings, strict=True) if place not in self._lead
        ]
        places = range(1, 2 * len(self._symbols), 2)
        base = [
            symbol for symbol, place in zip(self._symbols, places, strict=True) if place not in self._lead
        ]
        return float(Indel.normalized_similarity(base, symbols))


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
