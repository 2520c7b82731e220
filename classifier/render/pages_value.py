"""The page of one value of a dimension, such as a model: its failures, and every test stage by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.render import words
from classifier.render.document import Code, Heading, Link, Mark, Paragraph, Table
from classifier.render.document_tables import Linked, more, values
from classifier.tables.outcomes import LOG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.model import Report, StageValue, Statistics
    from classifier.render.document import Block, Cell, Inline
    from classifier.tables.outcomes import Gathered, Outcomes, Test

FAILED = 1_000
PASSED = 500
"""How many tests of each kind a page lists."""
SIGNATURES = 500


def value_page(one: Gathered, report: Report, outcomes: Outcomes, linked: Linked) -> tuple[Block, ...]:
    """Return the page."""
    return (
        Heading(1, (f"{one.dimension} ", Code(one.value))),
        Paragraph((_summary(one),)),
        *_shared(one, outcomes, linked),
        *(block for table, own in one.rates for block in _far(table, own)),
        *_failures(one, report, outcomes, linked),
        *_tests("Failed tests", one, one.failing, report, outcomes, linked),
        *_tests("Passed tests", one, one.passing, report, outcomes, linked),
        *_unnamed(one),
        *(_tests("Tests not counted", one, one.idle, report, outcomes, linked) if one.idle else ()),
    )


def _summary(one: Gathered) -> str:
    counts = {"passed": len(one.passing) + one.unnamed, "failed": len(one.failing)}
    for test in one.idle:
        counts[test.outcome] = counts.get(test.outcome, 0) + 1
    unknown = (
        f"; {words.number(one.unknown)} of the failed in a way that no rule knows" if one.unknown else ""
    )
    return f"Tests: {words.tally(counts, words.OUTCOMES) or 'none'}{unknown}."


def _far(table: Statistics, own: StageValue) -> Iterator[Block]:
    yield Heading(2, (f"How far it got through {table.pipeline}",))
    rows: list[tuple[Cell, ...]] = []
    for row, passed, rate in zip(table.rows, own.passed, own.rates, strict=True):
        anchor = "failed-tests" if passed < own.tests else "passed-tests"
        rows.append(
            (
                (row.title,),
                (Link(f"{words.number(passed)} of {words.number(own.tests)}", "", anchor),),
                (words.rate(rate),),
            )
        )
    yield Table(("Stage", "Tests passed", "Rate"), rows, frozenset({1, 2}), narrow=True)
    beside = [
        f"{words.count(count, 'test')} failed {how}"
        for count, how in (
            (own.outside, "in a component that is no stage"),
            (own.unknown, "in a way that no rule knows"),
        )
        if count
    ]
    if beside:
        yield Paragraph((f"Passed at no stage: {'; '.join(beside)}.",))


def _failures(one: Gathered, report: Report, outcomes: Outcomes, linked: Linked) -> Iterator[Block]:
    causes = outcomes.causes(one.failing)
    if not causes:
        return
    titles = {own.id: own.title for own in report.components}
    others = _others(one, outcomes)
    rows: list[tuple[Cell, ...]] = []
    for cause in causes[:SIGNATURES]:
        signature = cause.signature
        page = linked("signature", signature.id)
        title = Code(signature.title)
        rows.append(
            (
                (titles.get(signature.component, signature.component),),
                (Link(title, page) if page else title,),
                (Link(words.number(cause.results), "", "failed-tests"),),
                (words.number(cause.tests),),
                *(values(name, cause.dimensions.get(name, ()), linked) for name in others),
            )
        )
    yield Heading(2, ("Failures",))
    yield Table(("Component", "Failure", "Failed", "Tests", *others), rows, frozenset({2, 3}), lead=1)
    yield from more(len(causes) - len(rows))


def _others(one: Gathered, outcomes: Outcomes) -> tuple[str, ...]:
    """Return the other dimensions by which the tests differ."""
    names = (name for name in outcomes.names if name != one.dimension)
    return tuple(name for name in names if not outcomes.shared(one.tests, name))


def _shared(one: Gathered, outcomes: Outcomes, linked: Linked) -> Iterator[Block]:
    """Yield what all tests have in common beside the value."""
    parts: list[Inline] = []
    for name in outcomes.names:
        own = outcomes.shared(one.tests, name)
        if name != one.dimension and own:
            parts += ["; " if parts else "All of ", f"{name} ", *values(name, own, linked)]
    if parts:
        yield Paragraph((*parts, "."))


def _tests(
    title: str,
    one: Gathered,
    tests: Sequence[Test],
    report: Report,
    outcomes: Outcomes,
    linked: Linked,
) -> Iterator[Block]:
    """Yield the tests with a tick or a cross for each stage, what they failed with, and where that stands."""
    yield Heading(2, (title,))
    if not tests:
        yield Paragraph(("None that is named.",))
        return
    others = _others(one, outcomes)
    ran = any(test.ran or test.failed for test in tests)
    failed = any(test.failed for test in tests)
    stages = tuple(own for course in outcomes.courses for own in course.titles) if ran else ()
    heads = (
        "Test",
        *stages,
        *(("Failure",) if failed else ()),
        *(() if ran else ("Result",)),
        "Where",
        *others,
    )
    rows = [
        (
            (Code(test.subject) if test.subject else "no subject named",),
            *(_stages(test, outcomes) if ran else ()),
            *((_why(test, report, linked),) if failed else ()),
            *(() if ran else ((test.outcome.replace("_", " "),),)),
            _where(test, report),
            *(values(name, outcomes.values(test, name), linked) for name in others),
        )
        for test in tests[: FAILED if failed else PASSED]
    ]
    yield Table(heads, rows, stages=frozenset(range(1, len(stages) + 1)))
    yield from more(len(tests) - len(rows))


def _stages(test: Test, outcomes: Outcomes) -> Iterator[Cell]:
    """Yield for each stage of each pipeline how the test did at it."""
    for course, passed, staged in zip(outcomes.courses, test.passed, test.staged, strict=True):
        for place in range(len(course.stages)):
            if place < passed:
                yield (Mark(good=True, words="passed"),)
            elif not staged:
                yield (Mark(good=False, words="outside" if test.known else "unknown"),)
            else:
                yield (Mark(good=False, words="failed" if place == passed else "not reached"),)


def _why(test: Test, report: Report, linked: Linked) -> Cell:
    parts: list[Inline] = []
    for signature, title in dict.fromkeys(
        (report.failures[index].signature, report.failures[index].title) for index in test.failures
    ):
        page = linked("signature", signature)
        parts += ["; " if parts else "", Link(Code(title), page) if page else Code(title)]
    return tuple(parts) or ("the log does not say",)


def _where(test: Test, report: Report) -> Cell:
    """Return where the log says why a test failed, else where its result stands."""
    places = [words.place(report.failures[index]) for index in test.failures]
    if not places and test.log:
        places = [f"{test.log}:{test.line}"]
    return tuple(part for place in places for part in (", ", Code(place)))[1:]


def _unnamed(one: Gathered) -> Iterator[Block]:
    if one.unnamed:
        where = "" if one.dimension != LOG else " by this log"
        yield Paragraph((f"{words.count(one.unnamed, 'more test')} passed without being named{where}.",))
