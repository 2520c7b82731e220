"""Unpack compressed bytes piece by piece, as far as they go and no further than is sane."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from typing import TYPE_CHECKING, Protocol

from classifier.sources.opened import PIECE, Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

FREE = 64 * 1024 * 1024
RATIO = 200
"""More than FREE bytes are unpacked only up to so many times their packed size: logs reach a tenth of it."""
MOST = 8 * 1024 * 1024 * 1024
"""Bytes unpacked of one file at most."""
_XZ_MEMORY = 256 * 1024 * 1024
"""Bytes an xz stream may ask for; the strongest preset needs 65 MiB."""


class Reader(Protocol):
    """Whatever gives the next bytes."""

    def read(self, count: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Stream:
    """Pieces of bytes to be read like a file, with a look ahead."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._ahead = b""
        self.given = 0

    def peek(self, count: int) -> bytes:
        """Return the next bytes without taking them, fewer only at the end or where the data break off."""
        try:
            while len(self._ahead) < count and (piece := next(self._pieces, b"")):
                self._ahead += piece
        except Broken as error:
            self._pieces = _raising(error)
        return self._ahead[:count]

    def read(self, count: int = -1, /) -> bytes:
        """Return at most so many bytes, all that are left for -1, none at the end."""
        if count < 0:
            return b"".join(self.rest())
        if not self._ahead:
            self._ahead = next(self._pieces, b"")
        taken, self._ahead = self._ahead[:count], self._ahead[count:]
        self.given += len(taken)
        return taken

    def rest(self) -> Iterator[bytes]:
        """Yield what is left."""
        while piece := self.read(PIECE):
            yield piece


def _raising(error: Broken) -> Iterator[bytes]:
    raise error
    yield b""


class Budget:
    """Bounds what is unpacked of one file, whatever its packed size promises."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self.unpacked = 0

    def guard(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield pieces until they are too much; raises Broken then."""
        for piece in pieces:
            self.unpacked += len(piece)
            if self.unpacked > MOST:
                raise Broken(f"unpacks to more than {MOST >> 30} GiB, stopped")
            if self.unpacked > FREE and self.unpacked > RATIO * max(self._packed(), 1):
                raise Broken(f"unpacks to more than {RATIO} times its size, stopped")
            yield piece


def compression(head: bytes) -> str | None:
    """Return the name of the compression whose data start like this, None when it is none of those."""
    for name, magic in (("gzip", b"\x1f\x8b"), ("xz", b"\xfd7zXZ\0"), ("zstd", b"\x28\xb5\x2f\xfd")):
        if head.startswith(magic):
            return name
    return "bzip2" if head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90") else None


def unpacked(name: str, packed: Stream) -> Iterator[bytes]:
    """Yield the bytes of compressed data, all of its streams one after the other.

    What can be unpacked is yielded before Broken is raised: data that end too early or are damaged, and
    bytes behind the end that are none of it.
    """
    try:
        yield from Budget(lambda: packed.given).guard(_pieces(name, packed))
    except EOFError:
        raise Broken(f"{name} data that end too early") from None
    except _errors() as error:
        raise Broken(f"damaged {name} data ({error})") from None


def _errors() -> tuple[type[Exception], ...]:
    """Return what the four modules raise on data they can't unpack; zstd is loaded late, it is rare."""
    zstd_error: tuple[type[Exception], ...] = (_zstd().ZstdError,)
    return (OSError, zlib.error, lzma.LZMAError, MemoryError, ValueError, *zstd_error)


def _pieces(name: str, packed: Stream) -> Iterator[bytes]:
    if name == "gzip":
        with gzip.GzipFile(fileobj=packed) as file:  # type: ignore[call-overload]  # it never seeks
            while piece := file.read1(PIECE):
                yield piece
    elif name == "xz":
        yield from _streams(packed, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY))
    elif name == "bzip2":
        yield from _streams(packed, bz2.BZ2Decompressor)
    else:
        yield from _streams(packed, _zstd().ZstdDecompressor)


class _Decompressor(Protocol):
    """What bz2, lzma and zstd have in common: one object a stream."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _streams(packed: Stream, new: Callable[[], _Decompressor]) -> Iterator[bytes]:
    decompressor = new()
    while True:
        data = b""
        if decompressor.eof:
            data = (decompressor.unused_data or packed.read(PIECE)).lstrip(b"\0")  # xz pads with NUL
            if not data:
                return
            decompressor = new()
        elif decompressor.needs_input and not (data := packed.read(PIECE)):
            raise EOFError
        if piece := decompressor.decompress(data, PIECE):
            yield piece


def _zstd() -> ModuleType:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
