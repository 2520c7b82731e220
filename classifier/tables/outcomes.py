"""Say of each test how it went and how far it got, and gather the tests of each value of a dimension."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

from classifier.tables.ranks import UNKNOWN, ranked
from classifier.tables.stages import RAN, failed, results

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.model import Case, Occurrence, Outcome, Report, Signature, StageValue, Statistics

LOG = "log"
"""What tests are gathered by where a report has no dimension."""


@dataclass(frozen=True, slots=True)
class Course:
    """The stages of a pipeline, as ids and titles."""

    name: str
    stages: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """How one test went, or a failure that belongs to none.

    `failures` are indices into the report's, without wrappers; `passed` runs parallel to the courses and
    counts the stages that were passed. `known` says that some failure has a component, `staged` for
    each course that one of them is a stage of it. `log` and `line` are where the result stands, of a failure
    its cause.
    """

    subject: str
    outcome: Outcome
    log: str
    line: int
    failures: tuple[int, ...]
    passed: tuple[int, ...]
    staged: tuple[bool, ...]
    known: bool
    dimensions: Mapping[str, tuple[str, ...]]
    failed: bool
    ran: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The tests that have one value of a dimension.

    `unnamed` more passed without being named. `rates` has an entry for each table of statistics that counts
    the value.
    """

    dimension: str
    value: str
    tests: tuple[Test, ...]
    unnamed: int = 0
    rates: tuple[tuple[Statistics, StageValue], ...] = ()

    @property
    def failing(self) -> tuple[Test, ...]:
        """Return what failed, in the order of the report."""
        return tuple(one for one in self.tests if one.failed)

    @property
    def passing(self) -> tuple[Test, ...]:
        """Return what ran and did not fail."""
        return tuple(one for one in self.tests if one.ran and not one.failed)

    @property
    def idle(self) -> tuple[Test, ...]:
        """Return what was skipped, failed as expected or did not run."""
        return tuple(one for one in self.tests if not one.ran and not one.failed)

    @property
    def unknown(self) -> int:
        """Return how many tests failed in a way that nothing gives to a component."""
        return sum(not one.known for one in self.failing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A signature that some tests failed with: so many results of so many tests, and who is hit, sorted."""

    signature: Signature
    results: int
    tests: int
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Outcomes:
    """All tests of a report; counting is done once, when this is made."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._signatures = {one.id: one for one in report.signatures}
        self._order = {one.id: place for place, one in enumerate(report.signatures)}
        self.names = report.dimensions or (LOG,)
        self.courses = _courses(report)
        self._tests = tuple(self._all())
        self._rates: dict[tuple[str, str], list[tuple[Statistics, StageValue]]] = {}
        for table in report.statistics:
            for own in table.values:
                self._rates.setdefault((table.dimension, own.value), []).append((table, own))

    def of(self, dimension: str) -> tuple[Gathered, ...]:
        """Return the tests of each value: what got least far first, then most failures, then by value."""
        found: dict[str, list[Test]] = {value: [] for name, value in self._rates if name == dimension}
        for one in self._tests:
            for value in self.values(one, dimension):
                found.setdefault(value, []).append(one)
        gathered = [self._gathered(dimension, value, tests) for value, tests in found.items()]
        return tuple(sorted(gathered, key=_place))

    def values(self, test: Test, dimension: str) -> tuple[str, ...]:
        """Return the values that a test has of a dimension, or its log."""
        return (test.log,) if dimension == LOG else test.dimensions.get(dimension, ())

    def shared(self, tests: Sequence[Test], dimension: str) -> tuple[str, ...]:
        """Return the values of a dimension if all tests have the same, else none."""
        found = {self.values(one, dimension) for one in tests}
        return found.pop() if len(found) == 1 else ()

    def causes(self, tests: Sequence[Test]) -> tuple[Cause, ...]:
        """Return what the tests failed with: most tests first, then in the order of the report."""
        of_id: dict[str, list[Test]] = {}
        for one in tests:
            for name in dict.fromkeys(self._report.failures[index].signature for index in one.failures):
                of_id.setdefault(name, []).append(one)
        found = [self._cause(name, own) for name, own in of_id.items()]
        return tuple(sorted(found, key=lambda one: (-one.tests, self._order[one.signature.id])))

    def _cause(self, name: str, tests: Sequence[Test]) -> Cause:
        hit = {
            own: tuple(sorted({value for one in tests for value in self.values(one, own)}))
            for own in self.names
        }
        return Cause(
            signature=self._signatures[name],
            results=len(tests),
            tests=len({one.subject for one in tests}),
            dimensions=hit,
        )

    def _gathered(self, dimension: str, value: str, tests: Sequence[Test]) -> Gathered:
        rates = tuple(self._rates.get((dimension, value), ()))
        named = sum(one.ran for one in tests)
        return Gathered(
            dimension=dimension,
            value=value,
            tests=tuple(tests),
            unnamed=max(rates[0][1].tests - named, 0) if rates else 0,
            rates=rates,
        )

    def _all(self) -> Iterator[Test]:
        """Yield the last attempt at each test, then the failures that belong to none of them."""
        told: set[int] = set()
        for case in results(self._report.cases):
            told.update(case.failures)
            yield self._of_case(case)
        for index, one in enumerate(self._report.failures):
            if index not in told and one.role != "wrapper":
                yield self._of_failure(index, one)

    def _of_case(self, case: Case) -> Test:
        failures = self._report.failures
        own = tuple(index for index in case.failures if failures[index].role != "wrapper")
        return self._test(
            own, went_wrong=failed(case), ran=case.outcome in RAN or failed(case), subject=case.subject,
            outcome=case.outcome, log=case.log, line=case.line, dimensions=case.dimensions,
        )  # fmt: skip

    def _of_failure(self, index: int, one: Occurrence) -> Test:
        failure = one.failure
        return self._test(
            (index,), went_wrong=True, ran=False, subject=failure.subject or "", outcome="failed",
            log=failure.log, line=failure.line, dimensions=one.dimensions,
        )  # fmt: skip

    def _test(self, own: tuple[int, ...], *, went_wrong: bool, **facts: Unpack[_Facts]) -> Test:
        components = {self._report.failures[index].component for index in own}
        staged = tuple(not components.isdisjoint(course.stages) for course in self.courses)
        return Test(
            failures=own,
            passed=tuple(_stages(course, components, went_wrong=went_wrong) for course in self.courses),
            staged=staged,
            known=bool(components - {UNKNOWN.id}),
            failed=went_wrong,
            **facts,
        )


class _Facts(TypedDict):
    """What is said of a test whatever it is made of."""

    ran: bool
    subject: str
    outcome: Outcome
    log: str
    line: int
    dimensions: Mapping[str, tuple[str, ...]]


def captured(report: Report, signature: Signature) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Return how often each combination of captured values was found, most frequent first.

    The values run parallel to the signature's captures; what an occurrence did not capture is empty.
    """
    found = Counter(
        tuple(report.failures[index].captures.get(name, "") for name in signature.captures)
        for index in signature.failures
    )
    return tuple(ranked(found))


def _courses(report: Report) -> tuple[Course, ...]:
    """Return the pipelines that some statistics are about."""
    found = {
        one.pipeline: Course(
            one.pipeline, tuple(row.component for row in one.rows), tuple(row.title for row in one.rows)
        )
        for one in report.statistics
    }
    return tuple(found.values())


def _stages(course: Course, components: set[str], *, went_wrong: bool) -> int:
    """Return how many stages a test passed: those before the earliest that a failure of it is at."""
    if not went_wrong:
        return len(course.stages)
    return min((place for place, stage in enumerate(course.stages) if stage in components), default=0)


def _place(one: Gathered) -> tuple[object, ...]:
    """Return what orders values: the rates from the last stage to the first, failures, then the value."""
    rates = one.rates[0][1].rates[::-1] if one.rates else (101.0,)
    return (rates, -len(one.failing), one.value)
