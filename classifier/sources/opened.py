"""One log that is open: bytes at any place of it, and what happened to it meanwhile."""

from __future__ import annotations

import os
import tempfile
from typing import IO, TYPE_CHECKING

from classifier.errors import Place, Problem, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self


PIECE = 64 * 1024
"""Bytes taken at a time of what is not read at random."""


class Broken(Exception):  # noqa: N818 - says what happened to packed data, not to the program
    """Packed data can't be read any further; the text says why."""


class Opened:
    """A log to be read at any place, never mapped, so that it may change or vanish meanwhile.

    `size` is the number of bytes it had when it was opened; more is not read. `truncated` says that the end
    of the log is missing, `problems` what was wrong. Both are complete once all was read.
    """

    def __init__(self, label: str, file: IO[bytes], *, problem: str = "", watched: bool = True) -> None:
        self.label = label
        self._file = file
        self._watched = watched
        self._before = os.fstat(file.fileno())
        self.size = self._before.st_size
        self._problem = problem
        self._error = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what is to be said of it stays."""
        if not self._file.closed:
            self._problem = self._what_happened()
            self._file.close()

    def read_at(self, offset: int, count: int) -> bytes:
        """Return `count` bytes from `offset` on, fewer only where the log ends or can't be read on."""
        pieces = []
        try:
            while count > 0 and (piece := os.pread(self._file.fileno(), count, offset)):
                pieces.append(piece)
                offset += len(piece)
                count -= len(piece)
        except OSError as error:
            self._error = f"not read from byte {offset} on: {reason(error)}"
        return b"".join(pieces)

    def pieces(self) -> Iterator[bytes]:
        """Yield all bytes from the start on."""
        offset = 0
        while piece := self.read_at(offset, PIECE):
            offset += len(piece)
            yield piece

    def file(self) -> IO[bytes]:
        """Return the same bytes as a file of its own, to be closed by the caller."""
        return os.fdopen(os.dup(self._file.fileno()), "rb")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the log as far as it was read."""
        what = self._what_happened()
        return (Problem(Place(self.label), what, _hint(what)),) if what else ()

    @property
    def truncated(self) -> bool:
        """Whether the end of the log is missing or may be another one by now."""
        return bool(self._what_happened())

    def _what_happened(self) -> str:
        if self._problem or self._error or self._file.closed or not self._watched:
            return self._problem or self._error
        now = os.fstat(self._file.fileno())
        if now.st_size > self.size:
            return (
                f"grew from {self.size} to {now.st_size} bytes while it was read, only the former were read"
            )
        if now.st_size < self.size:
            return f"shrank from {self.size} to {now.st_size} bytes while it was read"
        return "changed while it was read" if now.st_mtime_ns != self._before.st_mtime_ns else ""


def _hint(what: str) -> str:
    return "Read it again when it is complete." if " while it was read" in what else ""


def spooled(label: str, pieces: Iterable[bytes]) -> Opened:
    """Return a log made of pieces that come one after the other, kept in a file without a name.

    What came before the pieces broke off is kept. Raises OSError when not even an empty file can be made.
    """
    file = tempfile.TemporaryFile(prefix="triage-", buffering=0)  # noqa: SIM115 - closed with the log
    problem, size = "", 0
    try:
        for piece in pieces:
            _write(file, piece)
            size += len(piece)
    except Broken as error:
        problem = f"{error}, {size} bytes were read"
    except OSError as error:
        problem = f"unpacked only in part, {size} bytes: {reason(error)}"
    return Opened(label, file, problem=problem, watched=False)


def _write(file: IO[bytes], piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]
