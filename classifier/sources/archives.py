"""Go through the members of zip and tar archives without ever writing one under its name."""

from __future__ import annotations

import stat
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from classifier.sources import runs
from classifier.sources.opened import PIECE, Broken
from classifier.sources.packed import Budget, Stream

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from typing import Self

    from classifier.sources.opened import Opened

MEMBERS = 10_000
"""Members of an archive that are gone through at most."""
_DIRECTORY = 64 * 1024 * 1024
"""Bytes of a zip's directory, which is held in memory; ten thousand members need one."""
_HEADER = 1024 * 1024
"""Bytes of a tar's extended header, which is held in memory: long names and attributes."""
_ERRORS = (
    OSError, EOFError, ValueError, KeyError, OverflowError, NotImplementedError, RuntimeError, zlib.error,
    zipfile.BadZipFile, tarfile.TarError,
)  # fmt: skip
"""What zipfile and tarfile raise on archives that are damaged, encrypted, or made to harm."""


@dataclass(frozen=True)
class Member:
    """One member that is no folder: its name as the archive has it, and its bytes or why they can't be read.

    The pieces are to be taken before the next member is asked for; a link or device has none. What is
    `copied` is part of another member, too.
    """

    name: str
    pieces: Iterator[bytes]
    refused: str = ""
    special: bool = False
    copied: bool = False


def zip_members(opened: Opened) -> Iterator[Member]:
    """Yield the members of a zip archive in the order of its directory; Broken when it can't be gone on."""
    _check_directory(opened)
    packed = 1
    budget = Budget(lambda: packed)
    with opened.file() as file:
        try:
            archive = zipfile.ZipFile(file)
        except _ERRORS as error:
            raise Broken(f"damaged zip archive ({error})") from None
        files = [one for one in archive.infolist() if not one.is_dir()]
        copied = runs.copies(one.filename for one in files)
        for index, info in enumerate(files):
            _count(index)
            packed += info.compress_size
            refused = _refused_in_zip(info)
            pieces = iter(()) if refused else budget.guard(_zipped(archive, info))
            yield Member(info.filename, pieces, refused, copied=info.filename in copied)


def _refused_in_zip(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 1:
        return "encrypted, not read"
    return "a symbolic link, not followed" if stat.S_ISLNK(info.external_attr >> 16) else ""


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            yield from _pieces(cast("zipfile.ZipExtFile", member))
    except _ERRORS as error:
        raise Broken(f"damaged or packed in a way that is not known ({error})") from None


def _check_directory(opened: Opened) -> None:
    """Raise Broken when the directory, as the end of the file says, would take much memory."""
    tail = opened.read_at(max(opened.size - 66_000, 0), 66_000)
    end = tail.rfind(b"PK\x05\x06")
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    if size == 0xFFFFFFFF and (large := tail.rfind(b"PK\x06\x06")) >= 0:
        size = int.from_bytes(tail[large + 40 : large + 48], "little")
    if end >= 0 and size > _DIRECTORY:
        raise Broken(f"zip archive with a directory of {size} bytes, not opened")


def tar_members(stream: Stream) -> Iterator[Member]:
    """Yield the files of a tar archive in its order; Broken when it can't be gone on."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:  # type: ignore[call-overload]
            for index, info in enumerate(archive):
                _count(index)
                archive.members.clear()  # or they would all be kept
                if not info.isdir():
                    refused = "a sparse file, not read" if info.issparse() else ""
                    special = not info.isfile()
                    yield Member(info.name.removeprefix("./"), _tarred(archive, info), refused, special)
        for _ in stream.rest():  # to the end of the compressed data, where their checksum stands
            pass
    except _ERRORS as error:
        raise Broken(f"damaged tar archive ({error})") from None


class _Header(tarfile.TarInfo):
    """A header that asks for neither much memory nor to go backward, and none that ends an archive unsaid."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header block."""
        try:
            info = super().frombuf(buf, encoding, errors)
        except _DAMAGED_HEADER as error:  # tarfile would take these as the archive's end
            raise tarfile.ReadError(str(error)) from None
        if info.size < 0 or (info.type in _EXTENDED and info.size > _HEADER):
            raise tarfile.ReadError(f"header that asks for {info.size} bytes")
        return info


_DAMAGED_HEADER: tuple[type[Exception], ...] = (
    tarfile.TruncatedHeaderError,  # type: ignore[attr-defined]  # typeshed does not know them
    tarfile.InvalidHeaderError,  # type: ignore[attr-defined]
)
_EXTENDED = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)


def _tarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    try:
        yield from _pieces(cast("io.BufferedReader", archive.extractfile(info)))
    except _ERRORS as error:
        raise Broken(f"damaged tar archive ({error})") from None


def _pieces(file: io.BufferedReader | zipfile.ZipExtFile) -> Iterator[bytes]:
    while piece := file.read1(PIECE):
        yield piece


def _count(index: int) -> None:
    if index >= MEMBERS:
        raise Broken(f"archive of more than {MEMBERS} members")
