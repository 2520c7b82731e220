"""The three tables of a document: failures by component, how far tests got, failures by dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from classifier.render import words
from classifier.render.document import Code, Details, Fold, Heading, Link, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from classifier.model import DimensionFailure, Report, Statistics
    from classifier.render.document import Block, Cell, Inline

NAMES = 3
"""How many values a cell shows at once; more open."""
LISTED = 50
"""How many values a cell lists; the page of a signature and the JSON report have more."""
ROWS = 1_000
"""How many rows a table has."""
CAUSES = 8
"""How many causes a cell lists; the page of the value has them all."""

Linked: TypeAlias = "Callable[[str, str], str | None]"
"""Gives for a dimension and a value, or for `signature` and an id, the page that tells of it, if any."""


def unlinked(name: str, value: str) -> str | None:  # noqa: ARG001 - the same for all
    """Say that there are no pages."""
    return None


def sections(report: Report, linked: Linked = unlinked) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Yield each table with its heading, under a name for it; without dimensions there is none."""
    if report.dimensions and report.failures_by_component:
        yield "failures by component", tuple(_by_component(report, linked))
    for one in report.statistics:
        yield f"how far each {one.dimension} got", tuple(_statistics(one, linked))
    for name, rows in report.failures_by.items():
        if rows:
            yield f"failures by {name}", tuple(_by_value(name, rows, report, linked))


def reference(name: str, value: str, linked: Linked, label: str | None = None, anchor: str = "") -> Inline:
    """Return a value, or words about it, linked where it has a page."""
    shown: str | Code = Code(value) if label is None else label
    page = linked(name, value)
    return Link(shown, page, anchor) if page else shown


def values(name: str, found: Sequence[str], linked: Linked = unlinked, limit: int = LISTED) -> Cell:
    """Return the values of a dimension: a few as they are, more behind their number."""
    if len(found) < 2:
        return (reference(name, found[0], linked),) if found else ()
    listed: list[Inline] = [reference(name, value, linked) for value in found[:limit]]
    if len(found) > limit:
        listed.append(f"and {words.number(len(found) - limit)} more")
    if len(found) > NAMES:
        summary = (
            words.count(len(found), "cause") if name == "signature" else f"{words.number(len(found))} {name}"
        )
        return (Fold(summary, tuple(listed)),)
    return tuple(part for one in listed for part in (", ", one))[1:]


def _by_component(report: Report, linked: Linked) -> Iterator[Block]:
    titles = {one.id: one.title for one in report.components}
    rows: list[tuple[Cell, ...]] = []
    for one in report.failures_by_component[:ROWS]:
        stage = f" (stage {one.stage})" if one.stage else ""
        number = reference("signature", one.signature, linked, words.number(one.tests), "occurrences")
        title = Code(one.title)
        page = linked("signature", one.signature)
        rows.append(
            (
                (titles.get(one.component, one.component) + stage,),
                (Link(title, page) if page else title,),
                (number,),
                *(values(name, one.dimensions.get(name, ()), linked) for name in report.dimensions),
            )
        )
    yield Heading(2, ("Failures by component",))
    yield Table(("Component", "Failure", "Tests", *report.dimensions), rows, frozenset({2}), lead=1)
    yield from more(len(report.failures_by_component) - len(rows))


def _statistics(one: Statistics, linked: Linked) -> Iterator[Block]:
    yield Heading(2, (f"How far each {one.dimension} got through {one.pipeline}",))
    rows: list[tuple[Cell, ...]] = []
    for row in one.rows:
        lowest: list[Inline] = []
        for value, rate in row.lowest:
            lowest += [
                ", " if lowest else "",
                reference(one.dimension, value, linked),
                f" {words.rate(rate)}",
            ]
        rows.append(
            (
                (row.title,),
                (f"{words.number(row.passed)} of {words.number(one.total)}",),
                (words.rate(row.pass_rate),),
                (words.rate(row.average_pass_rate),),
                tuple(lowest),
            )
        )
    heads = ("Stage", f"{one.dimension} passed", "Pass rate", "Average pass rate", "Lowest")
    yield Table(heads, rows, frozenset({1, 2, 3}))
    if one.without:
        yield Paragraph(
            (f"{words.count(one.without, 'test')} that ran: {one.dimension} not known, in no row.",)
        )
    table = stage_values(one, linked)
    blocks = (table, *more(len(one.values) - len(table.rows)))
    yield Details(f"Every {one.dimension}: {words.number(one.total)}", blocks)


def stage_values(one: Statistics, linked: Linked) -> Table:
    """Return the table of the values of a dimension with the rate of each at each stage."""
    rows: list[tuple[Cell, ...]] = []
    for own in one.values[:ROWS]:
        failing = own.outside or own.unknown or any(passed < own.tests for passed in own.passed)
        anchor = "failed-tests" if failing else "passed-tests"
        unknown = "failed-tests" if own.unknown else ""
        rows.append(
            (
                (reference(one.dimension, own.value, linked),),
                (reference(one.dimension, own.value, linked, words.number(own.tests)),),
                *(
                    (reference(one.dimension, own.value, linked, words.rate(rate), anchor),)
                    for rate in own.rates
                ),
                (words.number(own.outside),),
                (reference(one.dimension, own.value, linked, words.number(own.unknown), unknown),),
                (words.tally(own.idle, words.OUTCOMES),),
            )
        )
    stages = tuple(row.title for row in one.rows)
    numbers = frozenset(range(1, len(stages) + 4))
    heads = (one.dimension, "Tests", *stages, "Failed outside", "Failed unknown", "Not counted")
    return Table(heads, rows, numbers, stages=frozenset(range(2, len(stages) + 2)))


def _by_value(
    name: str, found: Sequence[DimensionFailure], report: Report, linked: Linked
) -> Iterator[Block]:
    others = tuple(one for one in report.dimensions if one != name)
    rows: list[tuple[Cell, ...]] = []
    for one in found[:ROWS]:
        causes = tuple(dict.fromkeys(report.failures[index].signature for index in one.failures))
        rows.append(
            (
                (reference(name, one.value, linked),),
                (reference(name, one.value, linked, words.number(one.tests), "failed-tests"),),
                *(values(other, one.dimensions.get(other, ()), linked) for other in others),
                values("signature", causes, linked, CAUSES),
            )
        )
    yield Heading(2, (f"Failures by {name}",))
    yield Table((name, "Tests", *others, "Causes"), rows, frozenset({1}))
    yield from more(len(found) - len(rows))


def more(count: int) -> Iterator[Block]:
    """Yield what is said of rows that are left out, if there are any."""
    if count > 0:
        yield Paragraph((f"{words.count(count, 'more row')}, in the JSON report.",))
