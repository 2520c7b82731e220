"""What a dialect is: a reader of the logs of one tool or family of tools."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from classifier.model import Case, Counts, Failure, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from classifier.errors import Problem
    from classifier.model import Numbered, Range, Where

SPAN_LINES = 400
"""A span keeps at most so many lines: the first half and the last half of them."""

Item = TypeVar("Item")

Hits = dict[str, "Sequence[int]"]
"""Anchor name to the ascending numbers of the lines it matches; every anchor of the dialect is there."""


class Lines(Protocol):
    """The clean lines of one log by number, from 1: decoded, sanitized, CI prefixes and colors taken off."""

    label: str

    def __len__(self) -> int:
        """Return the number of lines."""

    def __getitem__(self, number: int) -> str:
        """Return the clean text of a line; raise IndexError when there is no such line."""

    def between(self, first: int, last: int) -> Iterator[Numbered]:
        """Yield number and clean text of the lines first to last, both included, as far as there are any."""

    def raw(self) -> Iterator[bytes]:
        """Yield the whole log in pieces of UTF-8: nothing left out of long lines, prefixes left on."""

    def echoed(self, number: int) -> bool:
        """Say whether a line is no output but a command that the CI system or the shell repeats."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a dialect found in a log.

    `failures` and `cases` in any order. `owned` are the ranges of lines that the dialect has understood as
    a whole (a pytest session, a compiler's diagnostic with its notes): later dialects and rules of scope
    line find nothing inside them. `outcome` is what the tool itself says of its run; `counts` are the
    numbers of its summary, where the cases can't all be named; `exit_code` what a CI system says of the job.
    `problems` name what could not be read.
    """

    failures: tuple[Failure, ...] = ()
    cases: tuple[Case, ...] = ()
    owned: tuple[Range, ...] = ()
    outcome: Literal["failed", "passed"] | None = None
    counts: Counts = field(default_factory=dict)
    exit_code: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """A name, the patterns whose hits it wants, and the function that reads a log with them.

    `anchors` are patterns of the regex module, searched in the clean text of each line; each should hold a
    literal of three characters or more that every match contains, or every line of every log is looked at.
    `read` must give the same result when more lines are hits than the patterns match; where none is, it
    is not called.
    """

    name: str
    anchors: Mapping[str, str]
    read: Callable[[Lines, Hits], Findings]


def cut(items: Sequence[Item], most: int = SPAN_LINES) -> Sequence[Item]:
    """Return the items, of more than `most` only the first half and the last half of so many."""
    return items if len(items) <= most else [*items[: most // 2], *items[-(most // 2) :]]


def span(where: Where, lines: Lines, first: int, last: int) -> Span:
    """Return the lines first to last as a span, cut in the middle where there are more than SPAN_LINES."""
    return Span(
        where,
        tuple((number, lines[number]) for number in cut(range(first, last + 1)) if number <= len(lines)),
    )
