"""Keep what is costly to derive in a folder of the user's, and trust nothing that is found there.

An entry is a JSON text in a file of its own, named by what it is and by a key of all that it was derived
from: something else gives another name, so nothing ever goes stale. A file that is damaged, cut short, of
another user or open to others counts as missing; a folder that can't be written is done without. Entries are
written beside and renamed, so two processes can write the same one at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "triage-cache-1"
LARGEST = 64_000_000
"""Bytes of an entry; one that is larger is neither written nor read."""
MOST = 24
"""Entries that are kept; those that were used longest ago go first."""
SUFFIX = ".cache.json"


class Cache:
    """A folder of entries; without a folder nothing is found and nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def get(self, name: str, key: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return an entry, None when there is none that can be trusted."""
        if self.folder is None:
            return None
        path = _path(self.folder, name, key)
        try:
            with path.open("rb") as file:
                if not _is_ours(os.fstat(file.fileno())):
                    return None
                head, _, body = file.read(LARGEST + 1).partition(b"\n")
            if head != _head(key, body):
                return None
            with contextlib.suppress(OSError):
                os.utime(path)
            return json.loads(body)
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, name: str, key: str, data: object) -> None:
        """Keep an entry, if that is possible; an older one of the same key is replaced as a whole."""
        if self.folder is None:
            return
        body = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()
        if len(body) > LARGEST:
            return
        temporary = ""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as out:
                temporary = out.name
                out.write(_head(key, body) + b"\n" + body)
            Path(temporary).replace(_path(self.folder, name, key))
            _prune(self.folder)
        except OSError:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _path(folder: Path, name: str, key: str) -> Path:
    return folder / f"{name}-{key[:32]}{SUFFIX}"


def _prune(folder: Path) -> None:
    """Remove the entries that were used longest ago, where there are too many."""
    entries = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in entries[MOST:]:
        path.unlink(missing_ok=True)


def key_of(parts: Iterable[bytes | str]) -> str:
    """Return a key of parts: another one as soon as a part, or where one ends, is another."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def code_of(paths: Iterable[Path]) -> str:
    """Return what changes whenever a file of program code is edited: names, sizes and times."""
    return repr(
        [(path.name, status.st_size, status.st_mtime_ns) for path in paths for status in (path.stat(),)]
    )


def _head(key: str, body: bytes) -> bytes:
    return f"{FORMAT} {key} {hashlib.sha256(body).hexdigest()}".encode()


def _is_ours(status: os.stat_result) -> bool:
    """Say whether a file belongs to this user and only this user can write it; where a system knows users."""
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)
