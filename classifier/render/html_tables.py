"""What the tables of the page show: rows with their values, bounded so that the page stays light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model import ComponentFailure, DimensionFailure, Report, StageValue, Statistics

ROWS = 200
"""How many rows of a table are in the page."""
NAMES = 20_000
"""How many values all cells of all tables list."""
CAUSES = 8
"""How many causes a row of a value links to."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of one dimension that a row hits, `count` in all, of which `values` are listed."""

    dimension: str
    count: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A row of the table of failures by component."""

    row: ComponentFailure
    component: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of the table of failures by a dimension, with the ids of the causes behind it."""

    row: DimensionFailure
    causes: tuple[str, ...]
    more_causes: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """Failures by one dimension; `others` name the columns of cells."""

    dimension: str
    others: tuple[str, ...]
    rows: tuple[ValueRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class StageTable:
    """How far the values of a dimension got, those in front that got least far."""

    table: Statistics
    values: tuple[StageValue, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of the page; empty where nothing is counted by any dimension."""

    by_component: tuple[ComponentRow, ...] = ()
    more_by_component: int = 0
    stages: tuple[StageTable, ...] = ()
    by_value: tuple[ValueTable, ...] = ()


def tables(report: Report) -> Tables:
    """Return what the page's tables show; what is left out is counted."""
    if not report.dimensions:
        return Tables()
    cells = _Cells()
    titles = {one.id: one.title for one in report.components}
    rows = report.failures_by_component
    return Tables(
        by_component=tuple(
            ComponentRow(
                one, titles.get(one.component, one.component), cells.of(one.dimensions, report.dimensions)
            )
            for one in rows[:ROWS]
        ),
        more_by_component=len(rows[ROWS:]),
        stages=tuple(StageTable(one, one.values[:ROWS], len(one.values[ROWS:])) for one in report.statistics),
        by_value=tuple(
            _by_value(name, found, report, cells) for name, found in report.failures_by.items() if found
        ),
    )


def _by_value(name: str, found: Sequence[DimensionFailure], report: Report, cells: _Cells) -> ValueTable:
    others = tuple(one for one in report.dimensions if one != name)
    rows = []
    for one in found[:ROWS]:
        causes = tuple(dict.fromkeys(report.failures[index].signature for index in one.failures))
        rows.append(ValueRow(one, causes[:CAUSES], len(causes[CAUSES:]), cells.of(one.dimensions, others)))
    return ValueTable(name, others, tuple(rows), len(found[ROWS:]))


class _Cells:
    """Makes cells, until NAMES values are listed."""

    def __init__(self) -> None:
        self._room = NAMES

    def of(self, dimensions: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> tuple[Cell, ...]:
        """Return a cell for each dimension."""
        cells = []
        for name in names:
            values = dimensions.get(name, ())
            listed = values[: self._room]
            self._room -= len(listed)
            cells.append(Cell(name, len(values), listed))
        return tuple(cells)
