"""Count: verdicts, clusters and cases become the report, with every number that a renderer shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from classifier.model import (
    Case,
    Cluster,
    Component,
    ComponentFailure,
    Counts,
    Group,
    Judged,
    JudgedLog,
    Knowledge,
    Limit,
    Match,
    Occurrence,
    Part,
    Report,
    Run,
    Signature,
    Spread,
    Standing,
    State,
    Totals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.errors import Problem

UNKNOWN = Component(id="unknown", title="Unknown")
"""The component of what no rule gives to one."""
EXEMPLARS = 3

T = TypeVar("T")


def tabulate(
    logs: Sequence[JudgedLog],
    clusters: Sequence[Cluster],
    knowledge: Knowledge,
    *,
    version: str,
    run: Run,
    warnings: Sequence[Problem] = (),
    partial: bool = False,
) -> Report:
    """Return the report of a run.

    `clusters` group what no rule matched; their members are indices into all failures of all logs, in the
    order of `logs`. Every failure counts once, in exactly one standing.
    """
    occurrences = _occurrences(logs, clusters)
    ordered = {one.id: index for index, one in enumerate((*knowledge.components, UNKNOWN))}
    signatures = _signatures(occurrences, clusters, knowledge, ordered)
    components = _components(signatures, knowledge)
    uses = Counter(one.rule for one in occurrences if one.rule)
    return Report(
        version=version,
        digest=knowledge.digest,
        packs=knowledge.packs,
        normalizer_version=knowledge.normalizer_version,
        normalizer_digest=knowledge.normalizer_digest,
        run=run,
        totals=_totals(logs, occurrences, signatures),
        logs=tuple(one.reading.log for one in logs),
        cases=_cases(logs),
        failures=occurrences,
        signatures=signatures,
        rules=tuple(replace(knowledge.rules[rule], hits=hits) for rule, hits in _ranked(uses)),
        components=components,
        failures_by_component=_failures_by_component(signatures, occurrences, ordered),
        groups=_groups(occurrences, signatures, components),
        limits=_limits(occurrences),
        warnings=tuple(warnings),
        partial=partial,
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """What an unknown failure is called."""

    signature: str
    title: str
    standing: Standing


def _occurrences(logs: Sequence[JudgedLog], clusters: Sequence[Cluster]) -> tuple[Occurrence, ...]:
    names = {
        member: _Name(cluster.id, cluster.template, "clustered" if len(cluster.members) > 1 else "unique")
        for cluster in clusters
        for member in cluster.members
    }
    out: list[Occurrence] = []
    for log in logs:
        start = len(out)
        for index, judged in enumerate(log.judged):
            explained_by = log.placing.explained_by[index]
            out.append(
                _occurrence(
                    judged,
                    names.get(start + index),
                    rank=log.placing.ranks[index],
                    explained_by=None if explained_by is None else start + explained_by,
                )
            )
    return tuple(out)


def _occurrence(judged: Judged, name: _Name | None, rank: int, explained_by: int | None) -> Occurrence:
    verdict = judged.verdict
    wrapper = judged.role == "wrapper"
    common = Occurrence(
        failure=judged.failure,
        standing="wrapper_only" if wrapper else name.standing if name else "matched",
        role=judged.role,
        kind=judged.kind,
        rank=rank,
        key=judged.key,
        component=verdict.component or UNKNOWN.id,
        signature=name.signature if name else "",
        title=name.title if name else judged.failure.headline,
        also=verdict.also,
        explained_by=explained_by,
        repeats=judged.repeats,
    )
    if not isinstance(verdict, Match):
        return common
    return replace(
        common,
        signature=verdict.signature,
        title=verdict.title,
        rule=verdict.rule,
        captures=dict(verdict.captures),
        matched=verdict.matched,
    )


def _signatures(
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
        title=_ranked(titles)[0][0],
        template=_ranked(titles)[0][0],
        component=first.component,
        kind=_ranked(Counter(one.kind for one in members))[0][0],
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
        captures={capture: _spread(one.captures.get(capture) for one in members) for capture in captures},
        cohesion=cluster.cohesion if cluster else 1.0,
    )


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


def _spread(values: Iterable[str | None]) -> Spread:
    return tuple(_ranked(Counter(value for value in values if value is not None)))


def _ranked(counts: Mapping[T, int]) -> list[tuple[T, int]]:
    """Return what was counted, most frequent first, then by itself."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def _components(signatures: Sequence[Signature], knowledge: Knowledge) -> tuple[Component, ...]:
    """Return the components that failed: most failures first, then in the order of the packs."""
    counted = [
        replace(
            component,
            failures=sum(one.count for one in signatures if one.component == component.id),
            signatures=sum(one.component == component.id for one in signatures),
        )
        for component in (*knowledge.components, UNKNOWN)
    ]
    return tuple(sorted((one for one in counted if one.failures), key=lambda one: -one.failures))


def _groups(
    occurrences: Sequence[Occurrence], signatures: Sequence[Signature], components: Sequence[Component]
) -> dict[str, tuple[Group, ...]]:
    titles = {one.id: one.title for one in components}
    keys: dict[str, list[str]] = {
        "component": [one.component for one in occurrences],
        "signature": [""] * len(occurrences),
        "subject": [one.failure.subject or "" for one in occurrences],
        "log": [one.failure.log for one in occurrences],
    }
    return {name: _grouped(key, occurrences, signatures, titles) for name, key in keys.items()}


def _grouped(
    keys: Sequence[str],
    occurrences: Sequence[Occurrence],
    signatures: Sequence[Signature],
    titles: Mapping[str, str],
) -> tuple[Group, ...]:
    """Return the occurrences by key: most failures first, then in the order of the report."""
    members: dict[str, dict[str, list[int]]] = {}
    for index, (key, one) in enumerate(zip(keys, occurrences, strict=True)):
        members.setdefault(key, {}).setdefault(one.signature, []).append(index)
    place = {one.id: index for index, one in enumerate(signatures)}
    groups = [
        Group(
            name=key,
            title=titles.get(key, key),
            count=sum(len(indices) for indices in parts.values()),
            parts=tuple(
                _part(signatures[place[name]], parts[name], occurrences)
                for name in sorted(parts, key=place.__getitem__)
            ),
        )
        for key, parts in members.items()
    ]
    return tuple(sorted(groups, key=lambda one: -one.count))


def _part(signature: Signature, indices: list[int], occurrences: Sequence[Occurrence]) -> Part:
    ours = set(indices)
    subjects = {occurrences[index].failure.subject for index in indices}
    return Part(
        signature=signature.id,
        count=len(indices),
        subjects=len(subjects - {None}),
        example=next((index for index in signature.exemplars if index in ours), indices[0]),
    )


def _failures_by_component(
    signatures: Sequence[Signature], occurrences: Sequence[Occurrence], ordered: Mapping[str, int]
) -> tuple[ComponentFailure, ...]:
    """Return component x failure x tests, components in the order of the packs, most tests first in each."""
    rows = [
        ComponentFailure(
            component=one.component,
            stage=None,
            signature=one.id,
            title=one.title,
            tests=_tests(occurrences[index] for index in one.failures),
        )
        for one in signatures
        if one.role != "wrapper"
    ]
    return tuple(
        sorted(rows, key=lambda row: (ordered.get(row.component, len(ordered)), -row.tests, row.signature))
    )


def _tests(members: Iterable[Occurrence]) -> int:
    """Return how many different subjects failed; a failure without a subject counts for itself."""
    subjects = [one.failure.subject for one in members]
    return len({subject for subject in subjects if subject is not None}) + subjects.count(None)


def _limits(occurrences: Sequence[Occurrence]) -> tuple[Limit, ...]:
    """Say for how many failures the excerpt shows less than the block, and how long it is then."""
    cut = [
        len(one.failure.excerpt)
        for one in occurrences
        if 0 < len(one.failure.excerpt) < one.failure.last_line - one.failure.first_line + 1
    ]
    return (Limit(what="lines shown of a block", bound=max(cut), reached=len(cut)),) if cut else ()


def _cases(logs: Sequence[JudgedLog]) -> tuple[Case, ...]:
    out: list[Case] = []
    start = 0
    for log in logs:
        out += (
            replace(case, failures=tuple(start + index for index in case.failures)) if case.failures else case
            for case in log.reading.cases
        )
        start += len(log.judged)
    return tuple(out)


def _totals(
    logs: Sequence[JudgedLog], occurrences: Sequence[Occurrence], signatures: Sequence[Signature]
) -> Totals:
    cases: Counts = {}
    for log in logs:
        for outcome, count in log.reading.log.cases.items():
            cases[outcome] = cases.get(outcome, 0) + count
    standings = Counter(one.standing for one in occurrences)
    states: Counter[State] = Counter(log.reading.log.state for log in logs)
    return Totals(
        logs=len(logs),
        lines=sum(log.reading.log.lines for log in logs),
        bytes=sum(log.reading.log.bytes for log in logs),
        cases=cases,
        failures=len(occurrences),
        matched=standings["matched"],
        clustered=standings["clustered"],
        unique=standings["unique"],
        wrapper_only=standings["wrapper_only"],
        signatures=len(signatures),
        causes=sum(one.role != "wrapper" for one in signatures),
        redactions=sum(log.reading.redactions for log in logs),
        states=dict(states),
    )
