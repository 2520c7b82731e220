"""Put a report together from judged logs and clusters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classifier.model import Counts, Limit, Match, Occurrence, Report, Totals
from classifier.tables.breakdowns import failures_by, failures_by_component
from classifier.tables.groups import groups
from classifier.tables.ranks import UNKNOWN, component_order, ranked
from classifier.tables.signatures import signatures
from classifier.tables.stages import gaps, nameless, results, statistics, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.errors import Problem
    from classifier.model import (
        Case,
        Cluster,
        Component,
        Judged,
        JudgedLog,
        Knowledge,
        Run,
        Signature,
        Standing,
        State,
    )


def tabulate(  # noqa: PLR0913 - everything that a report is made of
    logs: Sequence[JudgedLog],
    clusters: Sequence[Cluster],
    knowledge: Knowledge,
    *,
    version: str,
    run: Run,
    not_run: Sequence[Case] = (),
    warnings: Sequence[Problem] = (),
    partial: bool = False,
) -> Report:
    """Return the report of a run.

    `clusters` group what no rule matched; their members are indices into all failures of all logs, in the
    order of `logs`. Every failure counts once, in exactly one standing. `not_run` are tests that no log
    tells of.
    """
    occurrences = _occurrences(logs, clusters)
    found = signatures(occurrences, clusters, knowledge, component_order(knowledge))
    components = _components(found, knowledge)
    cases = (*_cases(logs), *not_run)
    last = results(cases)
    more = unnamed(logs)
    stages = statistics(last, more, occurrences, knowledge)
    uses = Counter(one.rule for one in occurrences if one.rule)
    return Report(
        version=version,
        digest=knowledge.digest,
        packs=knowledge.packs,
        normalizer_version=knowledge.normalizer_version,
        normalizer_digest=knowledge.normalizer_digest,
        run=run,
        totals=_totals(logs, occurrences, found, len(not_run)),
        logs=tuple(one.reading.log for one in logs),
        cases=cases,
        failures=occurrences,
        signatures=found,
        rules=tuple(replace(knowledge.rules[rule], hits=hits) for rule, hits in ranked(uses)),
        components=components,
        dimensions=knowledge.dimensions,
        failures_by_component=failures_by_component(found, occurrences, knowledge),
        statistics=stages,
        failures_by=failures_by(occurrences, last, knowledge.dimensions),
        groups=groups(occurrences, found, components, knowledge.dimensions),
        limits=_limits(occurrences),
        warnings=(*warnings, *gaps(last, occurrences, stages, knowledge), *nameless(more, stages)),
        partial=partial,
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """What an unknown failure is called."""

    signature: str
    title: str
    standing: Standing


def _named(cluster: Cluster, every: Sequence[Judged]) -> Iterator[tuple[int, _Name]]:
    """Yield the members of a cluster with its name: what all of them say, else the template."""
    headlines = {every[member].failure.headline for member in cluster.members}
    title = headlines.pop() if len(headlines) == 1 else cluster.template
    name = _Name(cluster.id, title, "clustered" if len(cluster.members) > 1 else "unique")
    for member in cluster.members:
        yield member, name


def _occurrences(logs: Sequence[JudgedLog], clusters: Sequence[Cluster]) -> tuple[Occurrence, ...]:
    every = [one for log in logs for one in log.judged]
    names = {member: name for cluster in clusters for member, name in _named(cluster, every)}
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
        dimensions=judged.dimensions,
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


def _components(signatures: Sequence[Signature], knowledge: Knowledge) -> tuple[Component, ...]:
    """Return the components that failed: most failures first, then in the order of the packs.

    Those of which there are only wrappers come last, however many: they say nothing of a cause.
    """
    failures: Counter[str] = Counter()
    named: Counter[str] = Counter()
    causes = {one.component for one in signatures if one.role != "wrapper"}
    for one in signatures:
        failures[one.component] += one.count
        named[one.component] += 1
    counted = [
        replace(component, failures=failures[component.id], signatures=named[component.id])
        for component in (*knowledge.components, UNKNOWN)
        if failures[component.id]
    ]
    return tuple(sorted(counted, key=lambda one: (one.id not in causes, -one.failures)))


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
    logs: Sequence[JudgedLog],
    occurrences: Sequence[Occurrence],
    signatures: Sequence[Signature],
    not_run: int,
) -> Totals:
    cases: Counts = {}
    for log in logs:
        for outcome, count in log.reading.log.cases.items():
            cases[outcome] = cases.get(outcome, 0) + count
    if not_run:
        cases["not_run"] = cases.get("not_run", 0) + not_run
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
