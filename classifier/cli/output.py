"""Where reports and messages go: standard output for the report alone, standard error for the rest."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import OutputError, reason

if TYPE_CHECKING:
    from collections.abc import Sequence


def say(message: str) -> None:
    """Write a message to standard error; problems begin with their place, so that editors can jump there."""
    print(message, file=sys.stderr)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Return the rows as lines with aligned cells, those of the columns `right` to the right.

    The last column is as long as it likes; nothing is cut.
    """
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def put(text: str, path: Path, name: str = "the report") -> None:
    """Write a whole report: in place of an old file at once, or into what is no file (a device, a pipe).

    A link is followed. Raises OutputError, which says by its name what was not written; an old file is left
    as it was then.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, "utf-8")
        else:
            _replace(text, Path(os.path.realpath(path)))
    except OSError as error:
        what = f"{path}: {reason(error)}, {name} was not written"
        raise OutputError(f"{what}. Give a file in a folder that can be written.") from error


def _replace(text: str, path: Path) -> None:
    """Write a temporary file in the same folder, flush it, and rename it over the old one."""
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=".triage-", delete=False
        ) as out:
            temporary = out.name
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o666 & ~umask())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def put_bytes(data: bytes, path: Path) -> None:
    """Replace the bytes of a file at once, its permissions kept. Raises OutputError; it is as it was then."""
    real = Path(os.path.realpath(path))
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=real.parent, prefix=".triage-", delete=False) as out:
            temporary = out.name
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(real.stat().st_mode & 0o7777)
        Path(temporary).replace(real)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        what = f"{path}: {reason(error)}, it was left as it is"
        raise OutputError(f"{what}. Make it a file that can be written.") from error


def umask() -> int:
    """Return the permissions that new files are not to have."""
    current = os.umask(0)
    os.umask(current)
    return current
