"""Find, in one pass over the bytes of a log, the lines that any of many patterns wants to see."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Protocol

import ahocorasick_rs

from classifier.literals import required_literals
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import regex

Hits = dict[str, "Sequence[int]"]
"""Pattern name to the ascending numbers of the lines it matches; names without a hit are there too."""

DFA_BYTES = 40_000
"""Up to so many bytes of literals the automaton's table is built in full: 1.6 times as fast, some 10 MB."""


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
        self._patterns = tuple(patterns.values())
        self._compiled: list[regex.Pattern[str] | None] = [None] * len(patterns)
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
        self._automaton = _automaton(owners)

    def search(self, lines: Searchable) -> Hits:
        """Return for every pattern the numbers of the lines that it matches, in ascending order."""
        found: dict[int, array[int]] = {}
        for first, data in lines.chunks():
            for number, start, end, wanted in self._candidates(first, data):
                text = lines.clean(data[start:end])
                for index in wanted:
                    if (self._compiled[index] or self._compile(index)).search(text):
                        if index not in found:
                            found[index] = array("Q")
                        found[index].append(number)
        hits: Hits = dict.fromkeys(self.names, ())
        hits.update((self.names[index], numbers) for index, numbers in found.items())
        return hits

    def _compile(self, index: int) -> regex.Pattern[str]:
        """Compile a pattern when it is first tried: most of them never are."""
        pattern = self._compiled[index] = compiled(self._patterns[index])
        return pattern

    def _candidates(self, first: int, data: bytes) -> Iterator[tuple[int, int, int, Iterable[int]]]:
        """Yield number, start, end and the patterns to try for each line of a chunk that may hold a hit."""
        if self._weak:
            yield from self._every_line(first, data)
            return
        number, counted = first, 0
        for start, end, wanted in self._lines_with_literals(data):
            number += data.count(b"\n", counted, start)
            counted = start
            yield number, start, end, wanted

    def _every_line(self, first: int, data: bytes) -> Iterator[tuple[int, int, int, Iterable[int]]]:
        wanted_at = {start: wanted for start, _, wanted in self._lines_with_literals(data)}
        start, number = 0, first
        while start < len(data):
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            yield number, start, end, wanted_at.get(start, set()).union(self._weak)
            start, number = end + 1, number + 1

    def _lines_with_literals(self, data: bytes) -> Iterator[tuple[int, int, set[int]]]:
        """Yield start and end of each line that holds a literal, with the patterns that ask for one."""
        if self._automaton is None:
            return
        line_start, line_end = 0, -1
        wanted: set[int] = set()
        # by ascending ends, and no literal goes over a line's end: a line's literals come in a row
        for literal, start, _ in self._automaton.find_matches_as_indexes(data.lower(), overlapping=True):
            if start > line_end:
                if wanted:
                    yield line_start, line_end, wanted
                line_start = data.rfind(b"\n", 0, start) + 1
                line_end = data.find(b"\n", start)
                line_end = len(data) if line_end < 0 else line_end
                wanted = set()
            wanted.update(self._owners[literal])
        if wanted:
            yield line_start, line_end, wanted


def _automaton(literals: Collection[str]) -> ahocorasick_rs.BytesAhoCorasick | None:
    """Return what finds all literals in one pass; the faster kind as long as its table stays small."""
    if not literals:
        return None
    small = sum(map(len, literals)) <= DFA_BYTES
    kind = ahocorasick_rs.Implementation.DFA if small else None
    return ahocorasick_rs.BytesAhoCorasick([literal.encode() for literal in literals], implementation=kind)
