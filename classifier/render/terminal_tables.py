"""The three tables for a terminal: failures by component, how far tests got, failures by dimension."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from classifier.render import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.model import ComponentFailure, DimensionFailure, Report, Statistics

Line = tuple[str, str]
"""A line and its style."""
VALUES = 12
"""How many values of a dimension are shown in a row unless verbose."""
ROWS = 20
"""How many rows a table of values has unless verbose."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a table may use; `more` says that something is left out."""

    width: int
    dash: str
    more: str
    whole: bool


def tables(report: Report, room: Room) -> Iterator[Line]:
    """Yield the lines of all tables that have rows, each at most `room.width` columns wide.

    Values are cut at their beginning, lists of them wrap; with `room.whole` all are shown.
    """
    titles = {one.id: one.title for one in report.components}
    by_component = report.failures_by_component
    if by_component:
        yield from _heading("failures by component", room)
        for component, rows in groupby(by_component, key=lambda row: row.component):
            yield from _component(titles.get(component, component), list(rows), report.dimensions, room)
    for one in report.statistics:
        yield from _statistics(one, room)
    for name, found in report.failures_by.items():
        if found:
            yield from _heading(f"failures by {name}", room)
            yield from _values(found, name, report.dimensions, room)


def _heading(text: str, room: Room) -> Iterator[Line]:
    yield "", ""
    yield _cut(f"{text[:1].upper()}{text[1:]}", room.width, room), "bold"
    yield room.dash * room.width, "dim"


def _component(
    title: str, rows: Sequence[ComponentFailure], names: Iterable[str], room: Room
) -> Iterator[Line]:
    stage = f", stage {rows[0].stage}" if rows[0].stage else ""
    yield _cut(words.one_line(title + stage), room.width, room), "cyan"
    for row in rows:
        yield _amount(row.tests, words.one_line(row.title), room), ""
        yield from _hit(row.dimensions, names, room)


def _values(rows: Sequence[DimensionFailure], name: str, names: Sequence[str], room: Room) -> Iterator[Line]:
    shown = rows if room.whole else rows[:ROWS]
    for row in shown:
        lead = _amount(row.tests, "", room)
        yield lead + _cut_head(words.one_line(row.value), room.width - len(lead), room), ""
        yield from _hit(row.dimensions, [one for one in names if one != name], room)
    if len(shown) < len(rows):
        yield f"{room.more} {words.number(len(rows) - len(shown))} more", "dim"


def _amount(tests: int, text: str, room: Room) -> str:
    amount = f"{words.count(tests, 'test'):>11}  "
    return amount + _cut(text, room.width - len(amount), room)


def _hit(dimensions: Mapping[str, tuple[str, ...]], names: Iterable[str], room: Room) -> Iterator[Line]:
    for name in names:
        values = dimensions.get(name, ())
        if values:
            shown = [words.one_line(value) for value in (values if room.whole else values[:VALUES])]
            if len(shown) < len(values):
                shown.append(f"{words.number(len(values) - len(shown))} more")
            yield from _listed(
                f"{name} ({words.number(len(values))}):", shown, room, 13 if room.width > 80 else 4
            )


def _listed(lead: str, values: Iterable[str], room: Room, indent: int) -> Iterator[Line]:
    """Yield values behind a lead, wrapped between them; what is longer than a line is cut."""
    start, deeper = " " * indent, " " * (indent + 2)
    line, comma = start + lead, ""
    for value in values:
        if len(line) + len(comma) + len(value) + 2 > room.width and line != deeper:
            yield f"{line}{comma}".rstrip(), "dim"
            line, comma = deeper, ""
        line += comma + (" " if comma or line == start + lead else "")
        line += _cut_head(value, room.width - len(line) - 1, room)
        comma = ","
    yield line, "dim"


def _statistics(one: Statistics, room: Room) -> Iterator[Line]:
    yield from _heading(f"how far each {one.dimension} got through {one.pipeline}", room)
    names = [words.one_line(row.title) for row in one.rows]
    wide = min(max(map(len, [*names, "stage"])), max(room.width - 40, 10))
    yield f"{'stage':<{wide}}  {'passed':>12}  {'pass rate':>9}  {'average':>9}", "dim"
    for name, row in zip(names, one.rows, strict=True):
        passed = f"{words.number(row.passed)} of {words.number(one.total)}"
        rates = f"{words.rate(row.pass_rate):>9}  {words.rate(row.average_pass_rate):>9}"
        yield f"{_cut(name, wide, room):<{wide}}  {passed:>12}  {rates}", "bold"
        lowest = [f"{words.one_line(value)} {words.rate(rate)}" for value, rate in row.lowest]
        yield from _listed("lowest:", lowest, room, 2)
    if one.without:
        text = f"{words.count(one.without, 'test')} that ran: {one.dimension} not known, in no row"
        yield from ((line, "dim") for line in textwrap.wrap(text, room.width))


def _cut(text: str, width: int, room: Room) -> str:
    """Return the text in so many columns, its end missing where it is longer."""
    return text if len(text) <= width else text[: width - len(room.more)] + room.more


def _cut_head(text: str, width: int, room: Room) -> str:
    """Return the text in so many columns, the beginning of a longer one missing: names differ at the end."""
    return text if len(text) <= width else room.more + text[len(text) - width + len(room.more) :]
