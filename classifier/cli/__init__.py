"""The command line: which command is meant, what it exits with, and how troubles are said."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import TYPE_CHECKING

import typer

from classifier import __version__
from classifier.cli.output import say
from classifier.errors import Exit, TriageError, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT = "scan"
UNWRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What is wrong when standard output takes no more; errors of files carry the file's name."""


def app() -> typer.Typer:
    """Return the whole command line; each command imports what it needs when it runs."""
    from classifier.cli import cluster, config, explain, rules, scan

    root = typer.Typer(
        name="triage",
        help="Read test and build logs, name what failed by rules, group what no rule knows.\n\n"
        "triage PATH... is short for triage scan PATH...",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    root.command(name="scan", short_help="Read logs, name what failed, report. The default.")(scan.scan)
    root.command(name="explain", short_help="Why a line or a signature is what it is.")(explain.explain)
    root.command(name="cluster")(cluster.cluster)
    root.add_typer(rules.app, name="rules")
    root.add_typer(config.app, name="config")
    root.callback()(_root)
    return root


def _root(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    if version:
        print(f"triage {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; anything unforeseen is 70 with what to report."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    root = app()
    try:
        code = root(_with_default(arguments), standalone_mode=False)
        sys.stdout.flush()
    except TriageError as error:
        say(str(error))
        return error.exit
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except typer.Exit as error:
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        return _unforeseen(error)
    return code if isinstance(code, int) else Exit.DONE


def _with_default(arguments: Sequence[str]) -> list[str]:
    """Put the default command first where none is named."""
    commands = {"scan", "explain", "cluster", "rules", "config", "--help", "--version"}
    first = arguments[0] if arguments else "--help"
    return list(arguments) if first in commands else [DEFAULT, *arguments]


def _unwritten(error: OSError) -> int:
    """Say that standard output takes no more, and let go of what is still to be written there."""
    say(f"standard output: {reason(error)}, the report was not written in full. Make room and run again.")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.OUTPUT


def _unforeseen(error: Exception) -> int:
    """Say a usage error or a full disk in one line, and a bug in triage with what to report."""
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        say(f"{error.format_message()} See triage --help.")
        return Exit.USAGE
    if isinstance(error, OSError) and error.errno in UNWRITTEN and not error.filename:
        return _unwritten(error)
    say(f"internal error in triage {__version__}, Python {sys.version.split()[0]} on {sys.platform}.")
    say("Please report it with what follows; it may quote your log.")
    traceback.print_exception(error)
    return Exit.BUG
