"""Count who is hit: failures by component, and failures by each dimension."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.model import ComponentFailure, DimensionFailure
from classifier.tables.ranks import stage_order
from classifier.tables.stages import failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.model import Case, Knowledge, Occurrence, Signature


def failures_by_component(
    signatures: Sequence[Signature], occurrences: Sequence[Occurrence], knowledge: Knowledge
) -> tuple[ComponentFailure, ...]:
    """Return component x failure x who is hit: components by stage, then by pack; widest impact first.

    The impact is how many values of the first dimension are hit, then how many tests. Every failure counts,
    also one of an attempt after which its test passed; wrappers do not.
    """
    order = stage_order(knowledge)
    stages: dict[str, int] = {}
    for pipeline in knowledge.pipelines:
        for number, stage in enumerate(pipeline.stages, 1):
            stages.setdefault(stage, number)
    rows = [
        ComponentFailure(
            component=one.component,
            stage=stages.get(one.component),
            signature=one.id,
            title=one.title,
            tests=len({_test(occurrences[index], index) for index in one.failures}),
            dimensions={
                name: tuple(sorted(value for value, _ in own)) for name, own in one.dimensions.items()
            },
        )
        for one in signatures
        if one.role != "wrapper"
    ]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                order.get(row.component, len(order)),
                *_narrowness(row, knowledge.dimensions),
                row.signature,
            ),
        )
    )


def failures_by(
    occurrences: Sequence[Occurrence], results: Iterable[Case], names: Sequence[str]
) -> dict[str, tuple[DimensionFailure, ...]]:
    """Return for each dimension its values that are hit: the widest impact first, then by value.

    The impact is how many values of the first other dimension are hit, then how many tests. A test counts
    for each of its values. Beside the failures that count in the table by component, these are the `results`
    that failed although the log does not say why.
    """
    hits: dict[str, dict[str, _Hit]] = {name: {} for name in names}
    for test, index, dimensions in _hits(occurrences, results):
        for name, own in hits.items():
            for value in dimensions.get(name, ()):
                own.setdefault(value, _Hit()).add(test, index, dimensions)
    return {
        name: tuple(
            sorted(
                (hit.row(value, name, names) for value, hit in own.items()),
                key=lambda row: (*_narrowness(row, [one for one in names if one != name]), row.value),
            )
        )
        for name, own in hits.items()
    }


def _narrowness(row: ComponentFailure | DimensionFailure, names: Sequence[str]) -> tuple[int, int]:
    """Return what sorts rows by impact: who is hit, in the first of the dimensions, and by how many tests."""
    return -len(row.dimensions.get(names[0], ())) if names else 0, -row.tests


@dataclass(slots=True)
class _Hit:
    """What was counted of one value so far; failures are kept in order, each once."""

    tests: set[str | int] = field(default_factory=set)
    failures: dict[int, None] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)

    def add(self, test: str | int, index: int | None, dimensions: Mapping[str, tuple[str, ...]]) -> None:
        self.tests.add(test)
        if index is not None:
            self.failures[index] = None
        for name, values in dimensions.items():
            self.others.setdefault(name, set()).update(values)

    def row(self, value: str, name: str, names: Sequence[str]) -> DimensionFailure:
        return DimensionFailure(
            value=value,
            tests=len(self.tests),
            dimensions={
                one: tuple(sorted(self.others[one])) for one in names if one != name and one in self.others
            },
            failures=tuple(self.failures),
        )


def _hits(
    occurrences: Sequence[Occurrence], results: Iterable[Case]
) -> Iterator[tuple[str | int, int | None, Mapping[str, tuple[str, ...]]]]:
    """Yield what failed with its failure, if any, and its values."""
    for index, one in enumerate(occurrences):
        if one.role != "wrapper":
            yield _test(one, index), index, one.dimensions
    for case in results:
        if failed(case):
            yield case.subject, None, case.dimensions


def _test(one: Occurrence, index: int) -> str | int:
    """Return what stands for the test that failed; a failure without a subject stands for itself."""
    return index if one.failure.subject is None else one.failure.subject
