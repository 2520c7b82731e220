"""What can go wrong for the user, where, and which exit code says so.

    TriageError
      UsageError      the command line or the configuration must be mended      exit 2
      RulesError      a rules file must be mended                               exit 2
      OutputError     a report could not be written                             exit 4

A log that can't be read is no exception: it becomes a `Problem` of its report and the run goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WINDOW = 100
"""Characters that are shown of a long line."""


class Exit(IntEnum):
    """The exit codes; where several apply the order is 2, 4, 1, 3, 0."""

    DONE = 0
    GATE = 1
    USAGE = 2
    PARTIAL = 3
    OUTPUT = 4
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file the user wrote: line and column count from 1; 0 means the whole file or line."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong at one place, and what to do about it."""

    place: Place
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}.{' ' + self.hint if self.hint else ''}"


def drawn(place: Place, line: str) -> str:
    """Return a line of a file with a caret below the place, empty where there is no line to show.

    Signs that a terminal would obey are left out of it; a long line is cut around the caret.
    """
    if not line.strip() or not place.line:
        return ""
    shown = "".join(one if one.isprintable() else " " if one == "\t" else "?" for one in line)
    start = max(0, place.column - 1 - WINDOW // 2) if len(shown) > WINDOW else 0
    before = shown[start : max(place.column - 1, 0)]
    blanks = "".join("  " if east_asian_width(one) in "WF" else " " for one in before if not combining(one))
    head = f"{place.line:>5} | {'...' if start else ''}"
    tail = "..." if len(shown) > start + WINDOW else ""
    caret = f"\n      | {'   ' if start else ''}{blanks}^" if place.column else ""
    return f"{head}{shown[start : start + WINDOW].rstrip()}{tail}{caret}"


def reason(error: Exception) -> str:
    """Return why the system refused something, in its own words and lower case: `permission denied`."""
    words = error.strerror if isinstance(error, OSError) else None
    return words.lower() if words else str(error)


def illustrated(problems: Iterable[Problem], quote: Callable[[Place], str]) -> Iterator[str]:
    """Yield each problem, followed by the line it is in with a caret at the place."""
    for problem in problems:
        yield str(problem)
        if drawing := drawn(problem.place, quote(problem.place)):
            yield drawing


class TriageError(Exception):
    """Anything that stops a run with a message instead of a traceback."""

    exit: Exit = Exit.USAGE


class UsageError(TriageError):
    """The command line, the configuration or the inputs named can't be used as they are."""


class RulesError(TriageError):
    """One or more rules files are wrong; `problems` holds all of them, sorted by place.

    `quote` returns the line of a file at a place, which is then shown below the problem.
    """

    def __init__(self, problems: tuple[Problem, ...], quote: Callable[[Place], str] = lambda _: "") -> None:
        super().__init__("\n".join(illustrated(problems, quote)))
        self.problems = problems


class OutputError(TriageError):
    """A report could not be written."""

    exit = Exit.OUTPUT
