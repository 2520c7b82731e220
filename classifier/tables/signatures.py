"""Count what hangs on each signature."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from classifier.model import Signature
from classifier.tables.ranks import ranked, spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.model import Cluster, Knowledge, Occurrence, Spread

EXEMPLARS = 3


def signatures(
    occurrences: Sequence[Occurrence],
    clusters: Sequence[Cluster],
    knowledge: Knowledge,
    ordered: Mapping[str, int],
) -> tuple[Signature, ...]:
    """Return one entry a signature: causes before wrappers, most frequent first, by component, by id."""
    of_id: dict[str, list[int]] = {}
    for index, one in enumerate(occurrences):
        of_id.setdefault(one.signature, []).append(index)
    by_id = {cluster.id: cluster for cluster in clusters}
    made = [
        _signature(name, indices, occurrences, by_id.get(name), knowledge) for name, indices in of_id.items()
    ]
    made.sort(
        key=lambda one: (one.role == "wrapper", -one.count, ordered.get(one.component, len(ordered)), one.id)
    )
    return tuple(made)


def _signature(
    name: str,
    indices: list[int],
    occurrences: Sequence[Occurrence],
    cluster: Cluster | None,
    knowledge: Knowledge,
) -> Signature:
    members = [occurrences[index] for index in indices]
    first = members[0]
    titles = Counter(one.title for one in members)
    captures = sorted({capture for one in members for capture in one.captures})
    use = knowledge.rules.get(first.rule or "")
    return Signature(
        id=name,
        family=cluster.family if cluster else first.rule or name,
        title=ranked(titles)[0][0],
        template=cluster.template if cluster else ranked(titles)[0][0],
        component=first.component,
        kind=ranked(Counter(one.kind for one in members))[0][0],
        role=first.role,
        standing=first.standing,
        rule=first.rule,
        action=use.action or None if use else None,
        count=len(members),
        logs=len({one.failure.log for one in members}),
        subjects=len({one.failure.subject for one in members if one.failure.subject is not None}),
        first=f"{first.failure.log}:{first.failure.line}",
        failures=tuple(indices),
        exemplars=cluster.exemplars if cluster else tuple(_spread_out(indices, occurrences)),
        slots=cluster.slots if cluster else (),
        distinct=cluster.distinct if cluster else (),
        captures={capture: spread(one.captures.get(capture) for one in members) for capture in captures},
        dimensions=_dimensions(members, knowledge.dimensions),
        cohesion=cluster.cohesion if cluster else 1.0,
        odd=cluster.odd if cluster else (),
        mixed=cluster.mixed if cluster else False,
        nearest=cluster.nearest if cluster else (),
    )


def _dimensions(members: Sequence[Occurrence], names: Sequence[str]) -> dict[str, Spread]:
    """Return how often each value of each dimension is hit; one that no member has is left out."""
    found = {
        name: spread(value for one in members for value in one.dimensions.get(name, ())) for name in names
    }
    return {name: values for name, values in found.items() if values}


def _spread_out(indices: list[int], occurrences: Sequence[Occurrence]) -> list[int]:
    """Return a few occurrences, those of different logs first, each group in order."""
    seen: set[str] = set()
    fresh: list[int] = []
    rest: list[int] = []
    for index in indices:
        log = occurrences[index].failure.log
        (rest if log in seen else fresh).append(index)
        seen.add(log)
    return [*fresh, *rest][:EXEMPLARS]
