"""What a report says of one test, the same for every format, and how that becomes failures and cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.errors import Problem
    from classifier.extract.reports.telling import Told
    from classifier.model import Kind, Outcome, Phase, Range, Role

SURE, EMBEDDED = 90, 60
"""How certain a failed test of a report is; one that a log only quotes may be a sample of something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that went wrong with a test."""

    told: Told
    tool: str
    kind: Kind = "test"
    role: Role = "cause"
    phase: Phase | None = None
    subject: str | None = None
    """Where it is not that of the result."""
    certainty: int = SURE
    """The most that is believed of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One test, or something else that failed beside the tests, which is not `counted`.

    `earlier` are the outcomes of attempts before the last one, in their order.
    """

    subject: str | None
    outcome: Outcome
    line: int
    causes: tuple[Cause, ...] = ()
    earlier: tuple[Outcome, ...] = ()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: bool = True

    def failures(self, certainty: int) -> list[Failure]:
        """Return a failure for each cause."""
        return [
            Failure(
                line=one.told.line,
                first_line=one.told.first,
                last_line=one.told.last,
                kind=one.kind,
                tool=one.tool,
                headline=one.told.headline,
                spans=one.told.spans,
                role=one.role,
                phase=one.phase,
                subject=one.subject or self.subject,
                certainty=min(certainty, one.certainty),
                excerpt=one.told.excerpt,
            )
            for one in self.causes
        ]

    def cases(self) -> list[Case]:
        """Return a case for each attempt."""
        if not self.counted or self.subject is None:
            return []
        return [
            Case(
                line=self.line,
                subject=self.subject,
                outcome=outcome,
                attempt=attempt,
                properties=self.properties,
            )
            for attempt, outcome in enumerate((*self.earlier, self.outcome), 1)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report found in a log: its results, the lines that are its own, whether it was read to its end."""

    results: Sequence[Result]
    owned: tuple[Range, ...]
    whole: bool = True
    certainty: int = SURE
    counts: Mapping[Outcome, int] | None = None
    problem: Problem | None = None

    def counted(self) -> Counter[Outcome]:
        """Return how many tests ended how, by their last attempts, or the numbers of one that names none."""
        named = Counter(one.outcome for one in self.results if one.counted)
        return named if named or not self.counts else Counter(dict(self.counts))


def went_wrong(results: Iterable[Result]) -> bool:
    """Say whether any test failed in the end, or something beside the tests."""
    return any(one.outcome in ("failed", "error") for one in results)
