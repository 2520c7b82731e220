"""Open the logs of a source one after the other: a file, what is packed in it, the members of an archive."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem, reason
from classifier.sources.archives import Member, tar_members, zip_members
from classifier.sources.find import STANDARD_INPUT, Remark, Source, counted, looks_like_log
from classifier.sources.kinds import SNIFFED, ZIP, archive, binary, is_tar
from classifier.sources.opened import PIECE, Broken, Opened, spooled
from classifier.sources.packed import MOST, Stream, compression, unpacked
from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNPACK = "Unpack it and name the files in it."


def open_logs(source: Source) -> Iterator[Opened | Remark]:
    """Yield the logs of a source, and what is to be said of what can't be read.

    A log is open until the next one is asked for. Compressed logs, members of archives and standard input
    are kept in a temporary file without a name, so that they can be read at any place; nothing is written
    under a name that an archive gives. Never raises because of what the source is or holds.
    """
    try:
        opened = _opened(source)
    except (OSError, ValueError) as error:
        yield _lost(source.label, reason(error), "Check the path.")
        return
    if isinstance(opened, Remark):
        yield opened
        return
    with opened:
        try:
            yield from _logs(source, opened)
        except OSError as error:
            yield _lost(source.label, f"not unpacked: {reason(error)}", "Set TMPDIR to where there is room.")


def _opened(source: Source) -> Opened | Remark:
    """Open the file of a source; what is no file any more by now is refused without waiting for it."""
    if source.path == STANDARD_INPUT:
        return spooled(source.label, _standard_input())
    descriptor = os.open(source.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    file = os.fdopen(descriptor, "rb", buffering=0)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return Opened(source.label, file)
    file.close()
    return _lost(source.label, "no regular file, not read", "Pipe its content into 'triage -'.")


def _standard_input() -> Iterator[bytes]:
    size = 0
    while piece := os.read(0, PIECE):
        size += len(piece)
        if size > MOST:
            raise Broken(f"more than {MOST >> 30} GiB, stopped")
        yield piece


def _logs(source: Source, opened: Opened) -> Iterator[Opened | Remark]:
    head = opened.read_at(0, SNIFFED)
    if head.startswith(ZIP) or compression(head) or is_tar(head):
        yield from _packed_logs(source, opened, head)
        yield from (Remark(problem, lost=True) for problem in opened.problems)
    elif refused := _refused(source.label, head):
        yield refused
    elif source.member is not None:
        yield _lost(source.label, "not in an archive", "Name the file without '!'.")
    else:
        yield opened


def _packed_logs(source: Source, opened: Opened, head: bytes) -> Iterator[Opened | Remark]:
    if head.startswith(ZIP):
        yield from _members(source, zip_members(opened))
        return
    stream = _plain(Stream(opened.pieces()))
    if is_tar(stream.peek(SNIFFED)):
        yield from _members(source, tar_members(stream))
    elif source.member is not None:
        yield _lost(source.label, "not in an archive", "Name the file without '!'.")
    else:
        yield from _log(source.label, stream)


def _plain(stream: Stream) -> Stream:
    """Return the stream unpacked, if it is compressed."""
    name = compression(stream.peek(SNIFFED))
    return Stream(unpacked(name, stream)) if name else stream


def _log(label: str, stream: Stream) -> Iterator[Opened | Remark]:
    """Yield one log that comes as a stream, which may be compressed."""
    stream = _plain(stream)
    if refused := _refused(label, stream.peek(SNIFFED)):
        yield refused
        return
    with spooled(label, stream.rest()) as log:
        yield log


def _members(source: Source, members: Iterator[Member]) -> Iterator[Opened | Remark]:
    """Yield the logs of an archive, or the one member that is asked for, in the order of the archive."""
    archive_label = source.label if source.member is None else visible(source.path)
    passed, copied, found = 0, 0, False
    try:
        for member in members:
            if source.member is None and member.copied:
                copied += 1
                continue
            wanted = looks_like_log(member.name) if source.member is None else member.name == source.member
            if not wanted or member.special:
                passed += 1
                continue
            found = True
            label = f"{archive_label}!{visible(member.name)}"
            if member.refused:
                yield _lost(label, member.refused, _UNPACK)
            else:
                yield from _log(label, Stream(member.pieces))
    except Broken as error:
        yield _lost(archive_label, f"{error}; members after that are missing", "Get the archive again.")
    if source.member is not None and not found:
        yield _lost(source.label, "no such member in the archive", "List the archive.")
    elif copied:
        what = f"passed over {counted(copied, 'log')} of single steps, which the logs of their jobs hold, too"
        hint = f"Name them like {archive_label}!NAME to have them read."
        yield Remark(Problem(Place(archive_label), what, hint), lost=False)
    if source.member is None and (passed or not found):
        over = f"passed over {counted(passed, 'member')} not named like a log, or no file"
        what = over if passed else "holds no log"
        hint = f"Name them like {archive_label}!NAME to have them read." if passed else ""
        yield Remark(Problem(Place(archive_label), what, hint), lost=False)


def _refused(label: str, head: bytes) -> Remark | None:
    """Return why these bytes start no log, None when they may."""
    if kind := archive(head):
        return _lost(label, f"{kind}, not opened", _UNPACK)
    if kind := binary(head):
        return _lost(label, f"binary ({kind}), not read")
    return None


def _lost(label: str, what: str, hint: str = "") -> Remark:
    return Remark(Problem(Place(label), what, hint), lost=True)
