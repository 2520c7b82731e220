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


def reason(error: Exception) -> str:
    """Return why the system refused something, in its own words and lower case: `permission denied`."""
    words = error.strerror if isinstance(error, OSError) else None
    return words.lower() if words else str(error)


class TriageError(Exception):
    """Anything that stops a run with a message instead of a traceback."""

    exit: Exit = Exit.USAGE


class UsageError(TriageError):
    """The command line, the configuration or the inputs named can't be used as they are."""


class RulesError(TriageError):
    """One or more rules files are wrong; `problems` holds all of them, sorted by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class OutputError(TriageError):
    """A report could not be written."""

    exit = Exit.OUTPUT
