"""Count how far tests got: through the stages of a pipeline, by the values of a dimension."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem
from classifier.model import StageRow, StageValue, Statistics
from classifier.tables.ranks import UNKNOWN, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.model import Case, Counts, JudgedLog, Knowledge, Occurrence, Outcome, Pipeline

RAN: frozenset[Outcome] = frozenset({"passed", "failed", "error"})
LOWEST = 10
FAMILY = "family"
"""The dimension whose values come first where the rates of another's values are equal."""
UNNAMED = 5
"""How many components a warning names."""


def results(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return the last attempt at each test of each log, in order; with other values it is another test."""
    last: dict[tuple[object, ...], Case] = {}
    for case in cases:
        test = (case.log, case.subject, *case.dimensions.items())
        before = last.get(test)
        if before is None or (before.attempt, before.line) <= (case.attempt, case.line):
            last[test] = case
    return tuple(last.values())


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Tests of a log that passed without being named, such as the dots of a progress line."""

    log: str
    count: int
    dimensions: Mapping[str, tuple[str, ...]]


def unnamed(logs: Iterable[JudgedLog]) -> tuple[Unnamed, ...]:
    """Return how many more tests passed, by the counts of each log, than it names."""
    found = []
    for log in logs:
        named = sum(case.outcome == "passed" for case in log.reading.cases)
        count = log.reading.log.cases.get("passed", 0) - named
        if count > 0:
            found.append(Unnamed(log.reading.log.path, count, log.dimensions))
    return tuple(found)


def failed(case: Case) -> bool:
    """Say whether the test went wrong; one that passed against expectation did so where that is a failure."""
    return case.outcome in ("failed", "error") or (case.outcome == "xpassed" and bool(case.failures))


def statistics(
    cases: Sequence[Case],
    more: Sequence[Unnamed],
    occurrences: Sequence[Occurrence],
    knowledge: Knowledge,
) -> tuple[Statistics, ...]:
    """Return how far the values of each dimension got through each pipeline.

    `cases` are results, see `results`; `more` passed too, with the values that their whole log has. A test
    that fails at a stage has passed the earlier ones; of several failures the earliest stage counts; one
    without a stage passed none. Tests that were skipped, failed as expected or did not run are in no rate.
    Pipelines that come with triage are left out where nothing failed at any of their stages, dimensions
    where no test that ran has a value.
    """
    made = []
    for pipeline in knowledge.pipelines:
        for dimension in knowledge.dimensions:
            counting = _Counting(pipeline, dimension, occurrences)
            for case in cases:
                counting.case(case)
            for one in more:
                counting.unnamed(one)
            if counting.reached and any(count.tests for count in counting.counts.values()):
                made.append(_table(pipeline, dimension, counting, knowledge))
    return tuple(made)


def gaps(
    cases: Sequence[Case], occurrences: Sequence[Occurrence], made: Sequence[Statistics], knowledge: Knowledge
) -> Iterator[Problem]:
    """Yield for each pipeline shown which components that are a stage of none let tests fail."""
    shown = [one for one in knowledge.pipelines if any(one.name == table.pipeline for table in made)]
    staged = {stage for one in shown for stage in one.stages}
    titles = {one.id: one.title for one in knowledge.components}
    dimensions = {table.dimension for table in made}
    lost: Counter[str] = Counter()
    for case in cases:
        if not failed(case) or dimensions.isdisjoint(case.dimensions):
            continue
        components = _components(case, occurrences)
        if staged.isdisjoint(components):
            lost.update(components - {UNKNOWN.id})
    if lost:
        named = ", ".join(f"{titles.get(name, name)} ({count})" for name, count in ranked(lost)[:UNNAMED])
        more = f" and {len(lost) - UNNAMED} more" if len(lost) > UNNAMED else ""
        what = f"tests failed in components that are no stage of '{{}}': {named}{more}"
        for one in shown:
            hint = "They count as passed at no stage; name the components in the pipeline."
            yield Problem(one.place, what.format(one.name), hint)


def nameless(more: Sequence[Unnamed], made: Sequence[Statistics]) -> Iterator[Problem]:
    """Yield for which dimensions shown passed tests are in no row because no log names them."""
    for dimension in dict.fromkeys(table.dimension for table in made):
        lost = [one for one in more if dimension not in one.dimensions]
        if lost:
            tests = sum(one.count for one in lost)
            what = f"{tests} tests passed in {len(lost)} logs without being named, and are of no {dimension}"
            yield Problem(Place(lost[0].log), what, "Have each test listed, as pytest -v does.")


@dataclass(slots=True)
class _Count:
    """What was counted of one value so far; `passed` runs parallel to the stages."""

    passed: list[int]
    tests: int = 0
    outside: int = 0
    unknown: int = 0
    idle: Counts = field(default_factory=dict)
    families: Counter[str] = field(default_factory=Counter)

    @property
    def family(self) -> str:
        """The family that most of its tests have; a test that several values share may have several."""
        return ranked(self.families)[0][0] if self.families else ""


class _Counting:
    """Counts tests by the values of one dimension, through one pipeline."""

    def __init__(self, pipeline: Pipeline, dimension: str, occurrences: Sequence[Occurrence]) -> None:
        self.counts: dict[str, _Count] = {}
        self.without = 0
        self.reached = not pipeline.bundled
        self._dimension = dimension
        self._occurrences = occurrences
        self._places = {stage: place for place, stage in enumerate(pipeline.stages)}

    def case(self, case: Case) -> None:
        """Count a test, in a rate only if it ran."""
        ran = case.outcome in RAN or failed(case)
        counts = self._of(case.dimensions, tests=int(ran))
        if not ran:
            for count in counts:
                count.idle[case.outcome] = count.idle.get(case.outcome, 0) + 1
        elif not failed(case):
            self._passed(counts, len(self._places))
        else:
            self._failed(counts, _components(case, self._occurrences))

    def unnamed(self, one: Unnamed) -> None:
        """Count tests that passed."""
        self._passed(self._of(one.dimensions, one.count), len(self._places), one.count)

    def _of(self, dimensions: Mapping[str, tuple[str, ...]], tests: int) -> list[_Count]:
        """Return the counts that the values belong to, so many tests added; note what has no value."""
        values = dimensions.get(self._dimension, ())
        if not values:
            self.without += tests
        counts = [self.counts.setdefault(value, _Count([0] * len(self._places))) for value in values]
        for count in counts:
            count.tests += tests
            count.families.update(dict.fromkeys(dimensions.get(FAMILY, ()), tests))
        return counts

    def _passed(self, counts: Iterable[_Count], stages: int, tests: int = 1) -> None:
        for count in counts:
            for place in range(stages):
                count.passed[place] += tests

    def _failed(self, counts: Sequence[_Count], components: frozenset[str]) -> None:
        stage = min((self._places[one] for one in components if one in self._places), default=None)
        if stage is not None:
            self.reached = self.reached or bool(counts)
            self._passed(counts, stage)
            return
        known = bool(components - {UNKNOWN.id})
        for count in counts:
            count.outside += known
            count.unknown += not known


def _components(case: Case, occurrences: Sequence[Occurrence]) -> frozenset[str]:
    """Return the components that the failures of a test are given to; wrappers say nothing of where."""
    found = (occurrences[index] for index in case.failures)
    return frozenset(one.component for one in found if one.role != "wrapper")


def _table(pipeline: Pipeline, dimension: str, counting: _Counting, knowledge: Knowledge) -> Statistics:
    counts = counting.counts
    whole = knowledge.whole_rates
    titles = {one.id: one.title for one in knowledge.components}
    rates = {
        value: tuple(_rate(passed, count.tests, whole=whole) for passed in count.passed)
        for value, count in counts.items()
        if count.tests
    }
    order = sorted(rates, key=lambda value: (counts[value].family, value))
    return Statistics(
        pipeline=pipeline.name,
        dimension=dimension,
        total=len(rates),
        rows=tuple(
            _row(
                stage, titles.get(stage, stage), {value: rates[value][place] for value in order}, whole=whole
            )
            for place, stage in enumerate(pipeline.stages)
        ),
        values=tuple(
            StageValue(
                value=value,
                tests=counts[value].tests,
                passed=tuple(counts[value].passed),
                rates=tuple(map(_number, rates[value])),
                outside=counts[value].outside,
                unknown=counts[value].unknown,
                idle=counts[value].idle,
            )
            for value in sorted(order, key=lambda value: rates[value][::-1])
        ),
        without=counting.without,
    )


def _row(stage: str, title: str, rates: Mapping[str, Fraction], *, whole: bool) -> StageRow:
    """Return the row of a stage; `rates` are in the order in which equal ones are shown."""
    passed = sum(rate == 100 for rate in rates.values())
    average = sum(rates.values(), Fraction()) / len(rates)
    lowest = sorted(rates.items(), key=lambda pair: pair[1])[:LOWEST]
    return StageRow(
        component=stage,
        title=title,
        passed=passed,
        pass_rate=_number(_rate(passed, len(rates), whole=whole)),
        average_pass_rate=_number(Fraction(round(average)) if whole else average),
        lowest=tuple((value, _number(rate)) for value, rate in lowest),
    )


def _rate(part: int, whole_number: int, *, whole: bool) -> Fraction:
    """Return a share in per cent, exact or rounded to a whole one (half to even)."""
    rate = Fraction(100 * part, whole_number)
    return Fraction(round(rate)) if whole else rate


def _number(rate: Fraction) -> float:
    """Return a rate as a number that shows no fraction where there is none."""
    return int(rate) if rate.denominator == 1 else float(rate)
