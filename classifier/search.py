"""Find, in one pass over the bytes of a log, the lines that any of many patterns wants to see."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Protocol

import ahocorasick_rs
import regex

from classifier.literals import required_literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Hits = dict[str, "Sequence[int]"]
"""Pattern name to the ascending numbers of the lines it matches; names without a hit are there too."""


class Searchable(Protocol):
    """What can be searched: the bytes of a log in chunks of whole lines, and the clean text of a line."""

    def chunks(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of the first line (from 1) and the bytes of one or more whole lines."""

    def clean(self, line: bytes) -> str:
        """Return what is left of the bytes of one line of a chunk when all decoration is taken off."""


class Searcher:
    """Many named patterns, compiled once and searched for together.

    A line is a hit of a pattern when the pattern (regex module, MULTILINE) is found in the line's clean
    text. Literals that each match must contain are looked for in the raw bytes by one Aho-Corasick
    automaton; only lines that hold one are cleaned and matched. A pattern without such a literal is tried
    on every line, which is slow: `weak` names them.
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self.names = tuple(patterns)
        self._compiled = [regex.compile(pattern, regex.MULTILINE) for pattern in patterns.values()]
        owners: dict[str, list[int]] = {}
        weak = []
        for index, pattern in enumerate(patterns.values()):
            literals = required_literals(pattern)
            for literal in literals:
                owners.setdefault(literal, []).append(index)
            if not literals:
                weak.append(index)
        self.weak = tuple(self.names[index] for index in weak)
        self._weak = weak
        self._owners = [tuple(indices) for indices in owners.values()]
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick([literal.encode() for literal in owners]) if owners else None
        )

    def search(self, lines: Searchable) -> Hits:
        """Return for every pattern the numbers of the lines that it matches, in ascending order."""
        found = [array("Q") for _ in self.names]
        for first, data in lines.chunks():
            for number, start, end, wanted in self._candidates(first, data):
                text = lines.clean(data[start:end])
                for index in wanted:
                    if self._compiled[index].search(text):
                        found[index].append(number)
        return dict(zip(self.names, found, strict=True))

    def _candidates(self, first: int, data: bytes) -> Iterator[tuple[int, int, int, Sequence[int]]]:
        """Yield number, start, end and the patterns to try for each line of a chunk that may hold a hit."""
        places = self._places(data)
        if self._weak:
            yield from self._every_line(first, data, places)
            return
        number, counted = first, 0
        position = 0
        while position < len(places):
            start = data.rfind(b"\n", 0, places[position][0]) + 1
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            wanted: set[int] = set()
            while position < len(places) and places[position][0] < end:
                wanted.update(self._owners[places[position][1]])
                position += 1
            number += data.count(b"\n", counted, start)
            counted = start
            yield number, start, end, sorted(wanted)

    def _every_line(
        self, first: int, data: bytes, places: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int, int, Sequence[int]]]:
        position, start, number = 0, 0, first
        while start < len(data):
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            wanted = set(self._weak)
            while position < len(places) and places[position][0] <= end:
                wanted.update(self._owners[places[position][1]])
                position += 1
            yield number, start, end, sorted(wanted)
            start, number = end + 1, number + 1

    def _places(self, data: bytes) -> list[tuple[int, int]]:
        """Return start and literal of every literal in the chunk, by ascending start."""
        if self._automaton is None:
            return []
        matches = self._automaton.find_matches_as_indexes(data.lower(), overlapping=True)
        return sorted((start, literal) for literal, start, _ in matches)
