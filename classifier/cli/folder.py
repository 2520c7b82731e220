"""Write a folder of pages as a whole, and never over anything that is not one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.cli.output import umask
from classifier.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = ".triage-pages"
"""The file that says that a folder was written here; it lists the files that were."""


def put_folder(files: Iterable[tuple[str, str]], path: Path) -> None:
    """Write texts by their paths below a folder: into a new one beside it, which then takes its place.

    A folder that is there already is replaced only if it is empty or holds nothing but what was written by
    this function. Raises OutputError; the old folder is left as it was then.
    """
    new = ""
    try:
        _check(path)
        new = tempfile.mkdtemp(dir=path.parent, prefix=".triage-")
        _fill(Path(new), files)
        _replace(Path(new), path)
    except OSError as error:
        raise _failed(path, error.strerror or str(error)) from error
    finally:
        if new:
            shutil.rmtree(new, ignore_errors=True)


def _check(path: Path) -> None:
    """Raise OutputError unless nothing is lost by replacing what is there."""
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise _failed(path, "is no folder")
    if not path.exists():
        return
    marker = path / MARKER
    ours = {MARKER, *marker.read_text("utf-8").splitlines()} if marker.is_file() else set()
    ours |= {parent.as_posix() for one in ours for parent in Path(one).parents}
    for one in sorted(path.rglob("*")):
        inside = one.relative_to(path).as_posix()
        if one.is_symlink() or inside not in ours:
            raise _failed(path, f"holds '{inside}', which is no page of triage")


def _fill(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    names = []
    for name, text in files:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(text.encode("utf-8"))
        names.append(name)
    (folder / MARKER).write_text("\n".join(names) + "\n", "utf-8")
    folder.chmod(0o777 & ~umask())


def _replace(new: Path, path: Path) -> None:
    """Move the old folder away and the new one into its place; put the old one back if that fails."""
    if not path.exists():
        new.rename(path)
        return
    old = Path(tempfile.mkdtemp(dir=path.parent, prefix=".triage-"))
    path.replace(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _failed(path: Path, why: str) -> OutputError:
    return OutputError(f"{path}: {why}, the pages were not written. Give a new or empty folder.")
