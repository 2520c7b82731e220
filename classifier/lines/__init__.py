"""Turn the bytes of a log into clean, numbered lines, in memory that does not grow with the log."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem
from classifier.lines.branches import Branches
from classifier.lines.chunks import CHUNK, HEAD, TAIL, Chunks, Memory, Readable
from classifier.lines.decode import CARRIAGE_RETURNS, tidy
from classifier.lines.decoration import undecorated
from classifier.lines.echo import repeats_command
from classifier.lines.groups import CommandGroups
from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.model import Numbered

RECENT = 8_192
"""So many clean lines are kept for the next reader, those of"""
KEPT = 1_000
"""so many characters at most."""

__all__ = ["HEAD", "TAIL", "Lines", "Readable", "visible"]


class Lines:
    """The clean lines of one log by number, from 1, split at line feeds only, as `grep -n` counts them.

    `label` names the log, `encoding` is how its bytes were read. The log is read in chunks, once from start
    to end; where each chunk starts is remembered, so that any line can be read again. Nothing that a log
    holds raises here, nor does a log that changes or vanishes while it is read.
    """

    def __init__(self, label: str, data: bytes | Readable, chunk_size: int = CHUNK) -> None:
        self.label = visible(label)
        self._log = Memory(data) if isinstance(data, bytes) else data
        self._chunks = Chunks(self._log, chunk_size)
        self._branches = Branches()
        self._groups = CommandGroups()
        self._recent: dict[int, str] = {}
        self._complete = False
        self.encoding = self._chunks.encoding.name
        self.size = self._log.size
        """Bytes of the log before decoding."""

    @property
    def truncated(self) -> bool:
        """Whether the end of the log is missing: torn compression, a file that changed while it was read."""
        self._read_to_end()
        return self._log.truncated

    @property
    def partial(self) -> bool:
        """Whether less was matched than there is: the end is missing, or the middle of a long line."""
        return self.truncated or self._chunks.cuts > 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be said of reading this log, in `partial` ones and others; reads to the end."""
        self._read_to_end()
        return (*self._log.problems, *self._own_problems())

    def __len__(self) -> int:
        self._read_to_end()
        return self._chunks.count

    def __getitem__(self, number: int) -> str:
        text = self._recent.get(number)
        if text is None:
            if not 1 <= number <= len(self):
                raise IndexError(number)
            text = self.clean(self._chunks.line(number))
            self._remember(number, text)
        return text

    def between(self, first: int, last: int) -> Iterator[Numbered]:
        """Yield number and clean text of the lines first to last, both included, as far as there are any."""
        for number in range(max(first, 1), min(last, len(self)) + 1):
            yield number, self[number]

    def echoed(self, number: int) -> bool:
        """Say whether a line is no output but a command that the CI system or the shell repeats."""
        count = len(self)
        return number in self._groups or repeats_command(self.__getitem__, number, count)

    def chunks(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number of the first line (from 1) and the bytes of one or more whole lines.

        The bytes are UTF-8 with a line feed after each line and may still hold prefixes and carriage
        returns; what `clean` makes of a line is always a piece of it.
        """
        place = 0
        while place < len(self._chunks.firsts) or self._advance():
            yield self._chunks.firsts[place], self._chunks.data(place)
            place += 1

    def raw(self) -> Iterator[bytes]:
        """Yield the whole log in pieces: UTF-8 with line feeds, tidied like `chunks`, prefixes left on.

        Nothing is left out of long lines, so that a report of one line can be read; a piece may end anywhere
        between two characters.
        """
        encoding = self._chunks.encoding
        decoder = codecs.getincrementaldecoder(encoding.name)("backslashreplace")
        for offset in range(encoding.mark, self._log.size, CHUNK):
            piece = self._log.read_at(offset, min(CHUNK, self._log.size - offset))
            text = decoder.decode(piece, final=offset + CHUNK >= self._log.size)
            text = text.replace("\r", "\n") if encoding is CARRIAGE_RETURNS else text
            yield tidy(text.encode())

    def clean(self, line: bytes) -> str:
        """Return what is left of the bytes of one line of a chunk when all decoration is taken off."""
        text = undecorated(line.decode("utf-8", "backslashreplace"))
        plain = self._branches.without(text)
        return visible(text if plain is text else undecorated(plain))

    def _remember(self, number: int, text: str) -> None:
        """Keep a clean line for the next reader that asks for it: many readers look at the same lines."""
        if len(self._recent) >= RECENT:
            self._recent.clear()
        if len(text) <= KEPT:
            self._recent[number] = text

    def _advance(self) -> bool:
        if self._complete:
            return False
        if self._chunks.advance():
            place = len(self._chunks.firsts) - 1
            self._branches.add(self._chunks.data(place))
            self._groups.add(self._chunks.firsts[place], self._chunks.data(place), self.clean)
            return True
        self._groups.close(self._chunks.count)
        self._complete = True
        return False

    def _read_to_end(self) -> None:
        while self._advance():
            pass

    def _own_problems(self) -> Iterator[Problem]:
        chunks = self._chunks
        if chunks.cuts:
            more = f", and {chunks.cuts - 1} more such lines" if chunks.cuts > 1 else ""
            what = f"line of {chunks.cut_size} bytes, matched on its first 16 KiB and last 4 KiB{more}"
            yield Problem(Place(self.label, chunks.cut_line), what)
        if chunks.bad_line:
            what = "bytes that are not UTF-8, here and perhaps later, shown like \\xff"
            yield Problem(Place(self.label, chunks.bad_line), what)
        if chunks.encoding is CARRIAGE_RETURNS:
            what = "no line feed in the whole log, carriage returns are taken as line ends"
            yield Problem(Place(self.label), what)
