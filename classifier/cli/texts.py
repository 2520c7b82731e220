"""Texts one a line, read as a stream: equal lines are one text, with how often it was seen."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from classifier.model import Cluster, Masked

CHUNK = 1 << 20
LONGEST = 64_000
"""Bytes of a line that are kept; more than is ever compared."""
BLANK = -1


class Texts:
    r"""The different texts of a stream, masked, how often each was seen, and which of them each line holds.

    `\n` in a line, written as two characters, is a line break of its text. Blank lines are no texts. What is
    kept grows with the different texts, and by four bytes a line. `first` are the lines, from 1, on which the
    texts were seen first.
    """

    def __init__(self, stream: BinaryIO, masked: Callable[[str], Masked]) -> None:
        self.items: list[Masked] = []
        self.first = array("i")
        self._owners = array("i")
        known: dict[bytes, int] = {b"": BLANK}
        for number, line in enumerate(_lines(stream), start=1):
            text = line.strip()
            owner = known.get(text)
            if owner is None:
                owner = known[text] = len(self.items)
                self.first.append(number)
                self.items.append(masked(text.decode("utf-8", "replace").replace("\\n", "\n")))
            self._owners.append(owner)
        seen = Counter(self._owners)
        self.counts = [seen[owner] for owner in range(len(self.items))]

    def lines_of(self, clusters: Sequence[Cluster]) -> list[array[int]]:
        """Return for each cluster the numbers of its lines, from 1, ascending."""
        cluster_of = array("i", bytes(4 * len(self.items)))
        for index, cluster in enumerate(clusters):
            for member in cluster.members:
                cluster_of[member] = index
        lines = [array("i") for _ in clusters]
        for number, owner in enumerate(self._owners, start=1):
            if owner != BLANK:
                lines[cluster_of[owner]].append(number)
        return lines


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream without what ends them; of one that is too long the beginning."""
    rest = b""
    while chunk := stream.read(CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        rest = rest[:LONGEST]
    if rest:
        yield rest
