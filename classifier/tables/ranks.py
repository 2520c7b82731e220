"""The orders in which a report shows what was counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from classifier.model import Component

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classifier.model import Knowledge, Spread

T = TypeVar("T")

UNKNOWN = Component(id="unknown", title="Unknown")
"""The component of what no rule gives to one."""


def ranked(counts: Mapping[T, int]) -> list[tuple[T, int]]:
    """Return what was counted, most frequent first, then by itself."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def spread(values: Iterable[str | None]) -> Spread:
    """Return how often each value is there; None is no value."""
    return tuple(ranked(Counter(value for value in values if value is not None)))


def component_order(knowledge: Knowledge) -> dict[str, int]:
    """Return the place of each component among those of the packs, the unknown one last."""
    return {one.id: index for index, one in enumerate((*knowledge.components, UNKNOWN))}


def stage_order(knowledge: Knowledge) -> dict[str, int]:
    """Return the place of each component: stages of the pipelines in their order, then those of no stage."""
    stages = (stage for one in knowledge.pipelines for stage in one.stages)
    rest = (one.id for one in knowledge.components)
    return {name: index for index, name in enumerate(dict.fromkeys((*stages, *rest, UNKNOWN.id)))}
