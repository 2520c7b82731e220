"""The page that the others hang on: every value of every dimension with how far it got, and every cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.render import words
from classifier.render.document import Code, Heading, Items, Link, Paragraph, Table
from classifier.render.document_tables import CAUSES, Linked, more, reference, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.model import Report
    from classifier.render.document import Block, Cell
    from classifier.tables.outcomes import Gathered, Outcomes

ROWS = 2_000
"""How many values of a dimension, and how many causes, the index has."""
WARNINGS = 20


def index(
    report: Report, gathered: Mapping[str, Sequence[Gathered]], linked: Linked, outcomes: Outcomes
) -> tuple[Block, ...]:
    """Return the page; the dimensions stand in their order, what got least far first in each."""
    return (
        *_head(report),
        *(block for name, own in gathered.items() if own for block in _values(name, own, linked, outcomes)),
        *_causes(report, linked),
        *_warnings(report),
    )


def _head(report: Report) -> Iterator[Block]:
    yield Heading(1, (words.headline(report).capitalize(),))
    cases = words.tally(report.totals.cases, words.OUTCOMES)
    lines = [words.conservation(report.totals), words.what_was_read(report.totals)]
    yield Items(tuple((one,) for one in (*lines, *([f"cases: {cases}"] if cases else ()))))


def _values(name: str, gathered: Sequence[Gathered], linked: Linked, outcomes: Outcomes) -> Iterator[Block]:
    stages = tuple(title for course in outcomes.courses for title in course.titles)
    counted = any(one.rates for one in gathered)
    yield Heading(2, (f"Every {name}",))
    rows = [
        _row(name, one, linked, outcomes, stages=len(stages) if counted else 0) for one in gathered[:ROWS]
    ]
    heads = (name, "Passed", "Failed", *(stages if counted else ()), "Unknown", "Causes")
    numbers = frozenset(range(1, len(heads) - 1))
    yield Table(heads, rows, numbers, stages=frozenset(range(3, len(heads) - 2)))
    yield from more(len(gathered) - len(rows))


def _row(name: str, one: Gathered, linked: Linked, outcomes: Outcomes, *, stages: int) -> tuple[Cell, ...]:
    def number(count: int, anchor: str) -> Cell:
        shown = words.number(count)
        return (reference(name, one.value, linked, shown, anchor) if count else shown,)

    rates = [rate for _, own in one.rates for rate in own.rates]
    anchor = "failed-tests" if one.failing else "passed-tests"
    causes = tuple(own.signature.id for own in outcomes.causes(one.failing))
    return (
        (reference(name, one.value, linked),),
        number(len(one.passing) + one.unnamed, "passed-tests"),
        number(len(one.failing), "failed-tests"),
        *((reference(name, one.value, linked, words.rate(rate), anchor),) for rate in rates),
        *(("",) for _ in range(stages - len(rates))),
        number(one.unknown, "failed-tests"),
        values("signature", causes, linked, CAUSES),
    )


def _causes(report: Report, linked: Linked) -> Iterator[Block]:
    """Yield the causes by component: those that no rule knows stand beside the rest."""
    titles = {one.id: one.title for one in report.components}
    order = {one.id: place for place, one in enumerate(report.components)}
    own = sorted(report.signatures, key=lambda one: (one.role == "wrapper", order.get(one.component, 0)))
    rows: list[tuple[Cell, ...]] = []
    for one in own[:ROWS]:
        page = linked("signature", one.id)
        title = Code(one.title)
        rows.append(
            (
                (titles.get(one.component, one.component),),
                (Link(title, page) if page else title,),
                (reference("signature", one.id, linked, words.number(one.count), "occurrences"),),
                (words.number(one.subjects),),
                (words.number(one.logs),),
            )
        )
    yield Heading(2, ("Every cause",))
    if not rows:
        yield Paragraph(("Nothing failed in what was read.",))
        return
    yield Table(("Component", "Failure", "Failures", "Tests", "Logs"), rows, frozenset({2, 3, 4}), lead=1)
    yield from more(len(own) - len(rows))


def _warnings(report: Report) -> Iterator[Block]:
    if not report.warnings:
        return
    yield Heading(2, ("Not everything could be read" if report.partial else "Met while reading",))
    yield Items(tuple((Code(str(one)),) for one in report.warnings[:WARNINGS]))
    left = len(report.warnings) - WARNINGS
    if left > 0:
        yield Paragraph((f"{words.count(left, 'more warning')}, in the JSON report.",))
