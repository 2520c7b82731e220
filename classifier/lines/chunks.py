"""Read a log in chunks of whole lines, remember where they start, and keep the last used ones."""

from __future__ import annotations

import bisect
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from classifier.lines.decode import (
    CARRIAGE_RETURNS,
    SNIFFED,
    Encoding,
    first_bad_byte,
    long_lines,
    sniff,
    tidy,
)
from classifier.lines.decoration import last_state

if TYPE_CHECKING:
    from classifier.errors import Problem

HEAD = 16 * 1024
TAIL = 4 * 1024
"""A longer line is matched on so many bytes of its start and end, in UTF-8 and without escape sequences."""
CUT = b" [... cut here ...] "
"""Stands where the middle of a line is left out."""

CHUNK = 256 * 1024
"""Bytes read at a time."""
GIANT = 1024 * 1024
"""A line of more bytes is never held as a whole, only what is in two windows at its start and end."""
WINDOW = 4 * HEAD
"""Bytes of such a window: more than HEAD, because escape sequences are taken out."""
CACHE = 64 * 1024 * 1024
"""Bytes of chunks kept for random access; a log below this is read once."""


class Readable(Protocol):
    """An open log: bytes that can be read at any place, and what is to be said of reading them."""

    @property
    def size(self) -> int:
        """Bytes to read."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong so far."""

    @property
    def truncated(self) -> bool:
        """Whether the end of the log is missing, as far as that is known by now."""

    def read_at(self, offset: int, count: int) -> bytes:
        """Return `count` bytes from `offset` on, fewer only where the log ends. Never raises."""


class Memory:
    """Bytes that are in memory already, as a log."""

    problems: tuple[Problem, ...] = ()
    truncated = False

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_at(self, offset: int, count: int) -> bytes:
        """Return `count` bytes from `offset` on, fewer only where the log ends."""
        return self._data[offset : offset + count]


class Chunks:
    r"""The log in pieces of whole lines: UTF-8, tidied, lines of bounded length that end in a line feed.

    `firsts` holds the number of the first line of each chunk read so far, `count` the number of lines.
    `cut_line` and `cut_size` are number and bytes of the first line whose middle was left out, `cuts` how
    many such lines there are; `bad_line` is the first with bytes that are not UTF-8. 0 stands for none.
    """

    def __init__(self, log: Readable, chunk_size: int = CHUNK) -> None:
        self._log = log
        self._size = min(max(chunk_size // 2 * 2, 2), GIANT)
        self.encoding = self._sniffed()
        self.firsts = array("Q")
        self.count = self.cut_line = self.cut_size = self.cuts = self.bad_line = 0
        self._starts = array("Q")
        self._end = self.encoding.mark
        self._cache: dict[int, _Chunk] = {}
        self._cached = 0

    def advance(self) -> bool:
        """Read one chunk more; say whether there was one."""
        start, end = self._end, self._next_end(self._end)
        if end == start:
            return False
        self._starts.append(start)
        self.firsts.append(self.count + 1)
        self._end = end
        self._note(self._load(len(self.firsts) - 1), end - start)
        return True

    def data(self, place: int) -> bytes:
        """Return the bytes of a chunk that was read before."""
        return self._chunk(place).data

    def line(self, number: int) -> bytes:
        """Return the bytes of a line of the chunks read so far; empty when it has vanished from the log."""
        place = bisect.bisect_right(self.firsts, number) - 1
        return self._chunk(place).line(number - self.firsts[place])

    def _sniffed(self) -> Encoding:
        """Return the encoding; a long log without any line feed is read by its carriage returns.

        It would be one line otherwise, of which all but the ends would be lost.
        """
        head = self._log.read_at(0, max(self._size, SNIFFED))
        encoding = sniff(head[:SNIFFED])
        if encoding.newline != b"\n" or b"\n" in head or b"\r" not in head or self._log.size <= HEAD + TAIL:
            return encoding
        rest = range(len(head), self._log.size, CHUNK)
        return encoding if any(b"\n" in self._log.read_at(at, CHUNK) for at in rest) else CARRIAGE_RETURNS

    def _read(self, offset: int) -> bytes:
        return self._log.read_at(offset, max(min(self._size, self._log.size - offset), 0))

    def _next_end(self, start: int) -> int:
        """Return where the chunk that starts here ends: after its last whole line, or after its only one."""
        block = self._read(start)
        end = start + len(block)
        if end >= self._log.size:
            return end
        if cut := self.encoding.last_end(block):
            return start + cut
        while block := self._read(end):
            if cut := self.encoding.first_end(block):
                return end + cut
            end += len(block)
        return end

    def _note(self, chunk: _Chunk, size: int) -> None:
        """Keep account of a chunk that is read for the first time and has so many bytes in the log."""
        first = self.firsts[-1]
        self.count += chunk.lines
        if chunk.cut:
            index, cut_size = chunk.cut[0]
            if not self.cuts:
                self.cut_line, self.cut_size = first + index, max(cut_size, size if size > GIANT else 0)
            self.cuts += len(chunk.cut)
        if chunk.bad_byte is not None and not self.bad_line:
            self.bad_line = first + chunk.bad_byte

    def _chunk(self, place: int) -> _Chunk:
        chunk = self._cache.pop(place, None)
        if chunk is None:
            return self._load(place)
        self._cache[place] = chunk  # now the last used one
        return chunk

    def _load(self, place: int) -> _Chunk:
        start = self._starts[place]
        end = self._starts[place + 1] if place + 1 < len(self._starts) else self._end
        if end - start > GIANT:
            chunk = _Chunk.of_windows(
                self.encoding, self._log.read_at(start, WINDOW), self._log.read_at(end - WINDOW, WINDOW)
            )
        else:
            chunk = _Chunk.of_lines(self.encoding, self._log.read_at(start, end - start))
        self._cache[place] = chunk
        self._cached += chunk.weight
        while self._cached > CACHE and len(self._cache) > 1:
            self._cached -= self._cache.pop(next(iter(self._cache))).weight
        return chunk


class _Chunk:
    """Some whole lines, and where they start once one of them is asked for.

    `cut` holds the index from 0 and the size of each line whose middle was left out, `bad_byte` the index of
    the first line that is not UTF-8.
    """

    def __init__(self, data: bytes, cut: list[tuple[int, int]], bad_byte: int | None) -> None:
        self.data = data
        self.cut = cut
        self.bad_byte = bad_byte
        self.lines = data.count(b"\n")
        self._lengths: array[int] | None = None

    @classmethod
    def of_lines(cls, encoding: Encoding, raw: bytes) -> _Chunk:
        """Make a chunk of the bytes of whole lines as they stand in the log."""
        text = encoding.utf8(raw)
        if not text.endswith(b"\n"):  # the last line is one, whatever tidying leaves of it
            text += b"\n"
        bad = None if text.isascii() else first_bad_byte(text)
        data, cut = shortened(tidy(text))
        return cls(data, cut, None if bad is None else text.count(b"\n", 0, bad))

    @classmethod
    def of_windows(cls, encoding: Encoding, head: bytes, tail: bytes) -> _Chunk:
        """Make a chunk of the two ends of one line too long to be held."""
        line = joined(tidy(encoding.utf8(head)), tidy(encoding.utf8(tail)).removesuffix(b"\n"))
        return cls(line + b"\n", [(0, 0)], None)

    @property
    def weight(self) -> int:
        """Bytes of memory, line starts included."""
        return len(self.data) + 4 * self.lines

    def line(self, index: int) -> bytes:
        """Return a line without its line feed, empty when there is none of this index, from 0."""
        if self._lengths is None:
            self._lengths = array("I", accumulate(map(len, self.data.split(b"\n"))))
        if index >= self.lines:
            return b""
        start = self._lengths[index - 1] + index if index else 0
        return self.data[start : self._lengths[index] + index]


def shortened(data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """Return lines with the long ones shortened, and index and size of those that lost their middle.

    Of a line that carriage returns overwrite only the piece that counts is kept; it is cut only if that is
    too long still.
    """
    pieces: list[bytes] = []
    cut: list[tuple[int, int]] = []
    kept = 0
    for start, end in long_lines(data, HEAD + TAIL):
        line = data[start:end].rstrip(b"\r")
        if b"\r" in line:
            line = last_state(line.decode("utf-8", "replace")).encode()
        if len(line) > HEAD + TAIL:
            cut.append((data.count(b"\n", 0, start), end - start))
            line = joined(line, line)
        pieces += (data[kept:start], line)
        kept = end
    return (b"".join((*pieces, data[kept:])) if pieces else data), cut


def joined(head: bytes, tail: bytes) -> bytes:
    """Return the start of one line and the end of another, or of the same, with a mark between them."""
    first, last = head[:HEAD].decode("utf-8", "ignore"), tail[-TAIL:].decode("utf-8", "ignore")
    return first.encode() + CUT + last.encode()
