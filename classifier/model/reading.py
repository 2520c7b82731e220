"""What a log told: its failures and its cases, before anything is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.errors import Problem
    from classifier.model.words import Counts, Kind, Numbered, Outcome, Phase, Role, State, Where


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of a failure's text, all of it from the same part of the failure.

    `where` says which part: what the tool says went wrong (`message`), the call stack or include stack
    (`frames`), quoted source lines (`source`), or output captured while it ran (`captured`). The exceptions
    of a chain are a `message` span each, in the order of the log.
    """

    where: Where
    lines: tuple[Numbered, ...]

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(text for _, text in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that went wrong, and where the log says so.

    `line` is the line that says the cause; `first_line` to `last_line` is the block a person is shown, no
    wider than it needs to be. `spans` is the whole bounded text that rules and clustering see. `headline` is
    the failure in one line without its place: an exception with its message, a diagnostic with its severity.
    `certainty` is the reader's own estimate, 0 to 100, that this made the run fail; it only orders the
    failures of a log.
    """

    line: int
    first_line: int
    last_line: int
    kind: Kind
    tool: str
    headline: str
    spans: tuple[Span, ...]
    role: Role = "cause"
    phase: Phase | None = None
    subject: str | None = None
    certainty: int = 80
    log: str = ""
    excerpt: tuple[Numbered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The result of one test; `failures` are indices into the failures of the same reading or report.

    `properties` are names and values that a test report gives to the test.
    """

    line: int
    subject: str
    outcome: Outcome
    attempt: int = 1
    log: str = ""
    failures: tuple[int, ...] = ()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One log that was named or found, and how its reading went; `bytes` are those before decoding.

    `partial` says that less was read than there is; the problems say why.
    """

    path: str
    state: State
    bytes: int = 0
    lines: int = 0
    encoding: str = "utf-8"
    dialects: tuple[str, ...] = ()
    cases: Counts = field(default_factory=dict)
    exit_code: int | None = None
    partial: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one log told."""

    log: Log
    failures: tuple[Failure, ...] = ()
    cases: tuple[Case, ...] = ()
    redactions: int = 0
