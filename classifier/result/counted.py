"""The tables of a JSON report to the nouns of the model."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, get_args

from classifier.model import ComponentFailure, DimensionFailure, Outcome, StageRow, StageValue, Statistics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Counts, Occurrence
    from classifier.result.node import Node

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def counts(node: Node) -> Counts:
    """Return the outcomes that there are, with their numbers."""
    return {name: number for name in OUTCOMES if (number := node[name].whole())}


def failures_by_component(node: Node) -> tuple[ComponentFailure, ...]:
    """Return the rows of the table of failures by component."""
    return node.list(
        lambda row: ComponentFailure(
            component=row["component"].text(),
            stage=row["stage"].maybe(lambda one: one.whole()),
            signature=row["signature"].text(),
            title=row["title"].text(),
            tests=row["tests"].whole(),
            dimensions=row["dimensions"].map(_texts),
        )
    )


def failures_by(node: Node, failures: Sequence[Occurrence]) -> dict[str, tuple[DimensionFailure, ...]]:
    """Return the tables of failures by dimension; the failures of each row are found by its value."""
    hit: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(failures):
        for name, values in one.dimensions.items() if one.role != "wrapper" else ():
            for value in values:
                hit[name, value].append(index)

    def read(table: Node) -> tuple[DimensionFailure, ...]:
        return table.list(lambda row: _by_value(row, hit[str(table.key), row["value"].text()]))

    return node.map(read)


def _by_value(row: Node, failures: Sequence[int]) -> DimensionFailure:
    return DimensionFailure(
        value=row["value"].text(),
        tests=row["tests"].whole(),
        dimensions=row["dimensions"].map(_texts),
        failures=tuple(failures),
    )


def statistics(node: Node) -> tuple[Statistics, ...]:
    """Return how far the values of dimensions got through the pipelines."""
    return node.list(
        lambda one: Statistics(
            pipeline=one["pipeline"].text(),
            dimension=one["dimension"].text(),
            total=one["total"].whole(),
            rows=one["rows"].list(_stage),
            values=one["values"].list(_value),
            without=one["without"].whole(),
        )
    )


def _stage(node: Node) -> StageRow:
    return StageRow(
        component=node["component"].text(),
        title=node["title"].text(),
        passed=node["passed"].whole(),
        pass_rate=node["pass_rate"].number(),
        average_pass_rate=node["average_pass_rate"].number(),
        lowest=node["lowest"].list(
            lambda pair: pair.pair(lambda one: one.text(), lambda one: one.number()),
        ),
    )


def _value(node: Node) -> StageValue:
    return StageValue(
        value=node["value"].text(),
        tests=node["tests"].whole(),
        passed=node["passed"].list(lambda one: one.whole()),
        rates=node["rates"].list(lambda one: one.number()),
        outside=node["outside"].whole(),
        unknown=node["unknown"].whole(),
        idle=counts(node["idle"]),
    )


def _texts(node: Node) -> tuple[str, ...]:
    return node.list(lambda one: one.text())
