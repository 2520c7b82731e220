"""Count how far tests got: through the stages of a pipeline, by the values of a dimension."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.model import StageRow, StageValue, Statistics
from classifier.tables.ranks import UNKNOWN, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.model import Case, Counts, Knowledge, Occurrence, Outcome, Pipeline

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


def failed(case: Case) -> bool:
    """Say whether the test went wrong; one that passed against expectation did so where that is a failure."""
    return case.outcome in ("failed", "error") or (case.outcome == "xpassed" and bool(case.failures))


def statistics(
    cases: Sequence[Case], occurrences: Sequence[Occurrence], knowledge: Knowledge
) -> tuple[Statistics, ...]:
    """Return how far the values of each dimension got through each pipeline.

    `cases` are results, see `results`. A test that fails at a stage has passed the earlier ones; of several
    failures the earliest stage counts; one without a stage passed none. Tests that were skipped, failed as
    expected or did not run are in no rate. Pipelines that come with triage are left out where nothing
    failed at any of their stages, dimensions where no test that ran has a value.
    """
    made = (
        _statistics(pipeline, dimension, cases, occurrences, knowledge)
        for pipeline in knowledge.pipelines
        for dimension in knowledge.dimensions
    )
    return tuple(one for one in made if one is not None)


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


def _statistics(
    pipeline: Pipeline,
    dimension: str,
    cases: Sequence[Case],
    occurrences: Sequence[Occurrence],
    knowledge: Knowledge,
) -> Statistics | None:
    counts: dict[str, _Count] = {}
    without = 0
    reached = not pipeline.bundled
    places = {stage: place for place, stage in enumerate(pipeline.stages)}
    for case in cases:
        ran = case.outcome in RAN or failed(case)
        values = case.dimensions.get(dimension, ())
        without += ran and not values
        if not values:
            continue
        stages, components = len(places), frozenset[str]()
        if failed(case):
            components = _components(case, occurrences)
            stages = min((places[one] for one in components if one in places), default=-1)
            reached = reached or stages >= 0
        for value in values:
            count = counts.setdefault(value, _Count([0] * len(places)))
            count.families.update(case.dimensions.get(FAMILY, ()))
            if ran:
                _add(count, stages, known=bool(components - {UNKNOWN.id}))
            else:
                count.idle[case.outcome] = count.idle.get(case.outcome, 0) + 1
    if not reached or not any(count.tests for count in counts.values()):
        return None
    return _table(pipeline, dimension, counts, without, knowledge)


def _add(count: _Count, stages: int, *, known: bool) -> None:
    """Add a test that passed so many stages; -1 stands for one that failed at no stage."""
    count.tests += 1
    for place in range(stages):
        count.passed[place] += 1
    if stages < 0:
        count.outside += known
        count.unknown += not known


def _components(case: Case, occurrences: Sequence[Occurrence]) -> frozenset[str]:
    """Return the components that the failures of a test are given to; wrappers say nothing of where."""
    found = (occurrences[index] for index in case.failures)
    return frozenset(one.component for one in found if one.role != "wrapper")


def _table(
    pipeline: Pipeline, dimension: str, counts: Mapping[str, _Count], without: int, knowledge: Knowledge
) -> Statistics:
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
        without=without,
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
