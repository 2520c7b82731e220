"""What a report shows: every number of it counted already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.errors import Place, Problem
    from classifier.model.reading import Case, Failure, Log
    from classifier.model.words import Counts, Kind, Range, Role, Source, Spread, Standing, State

QUOTE = "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What failures and passes are counted by: the group called `name` of a pattern over one source.

    `bundled` says that it comes with triage, so that nobody expects it to match.
    """

    name: str
    source: Source
    regex: str
    place: Place
    bundled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Components as stages in their order: what fails at one has passed those before it."""

    name: str
    stages: tuple[str, ...]
    place: Place
    bundled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What a report says of the rules and masks it was made with, and what it counts by.

    `dimensions` are names, in the order in which a report shows them. With `whole_rates` every rate is
    rounded to a whole per cent, and what follows from it is made of the rounded rates.
    """

    digest: str
    packs: tuple[PackUse, ...]
    components: tuple[Component, ...]
    rules: Mapping[str, RuleUse]
    normalizer_version: int
    normalizer_digest: str
    pipelines: tuple[Pipeline, ...] = ()
    dimensions: tuple[str, ...] = ()
    whole_rates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A failure as the report shows it."""

    failure: Failure
    standing: Standing
    role: Role
    kind: Kind
    rank: int
    key: str
    component: str
    signature: str
    title: str
    rule: str | None = None
    captures: Mapping[str, str] = field(default_factory=dict)
    matched: Range | None = None
    also: tuple[str, ...] = ()
    explained_by: int | None = None
    repeats: int = 1
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """A known rule or signature that an unknown one reads like; one of `rule` and `signature` is empty.

    `similarity` is 0 to 1. `difference` says in words where the two differ, those of the known one first:
    `'L1' / 'DRAM'`; empty when only values do. `drifted` says that nothing in the difference changes the
    meaning, so the message that the rule was written for may have changed.
    """

    rule: str = ""
    signature: str = ""
    similarity: float
    difference: str
    drifted: bool = False

    @property
    def contrast(self) -> str:
        """The difference as it stands after the name of the known one: `but for 'L1' / 'DRAM'`."""
        if not self.difference:
            return "but for values"
        return f"but {'for ' * self.difference.startswith(QUOTE)}{self.difference}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A cause with everything counted that hangs on it.

    `failures` are all its occurrences, `exemplars` the few worth showing and `odd` those least like the
    template, all as indices into the report's failures. `slots` are the variable parts of the template with
    their most frequent values, `distinct` says how many different values each has. `mixed` says that the
    texts differ by more than values, so that there may be more than one failure among them.
    """

    id: str
    family: str
    title: str
    template: str
    component: str
    kind: Kind
    role: Role
    standing: Standing
    rule: str | None
    action: str | None
    count: int
    logs: int
    subjects: int
    first: str
    failures: tuple[int, ...]
    exemplars: tuple[int, ...]
    slots: tuple[Spread, ...] = ()
    distinct: tuple[int, ...] = ()
    captures: Mapping[str, Spread] = field(default_factory=dict)
    dimensions: Mapping[str, Spread] = field(default_factory=dict)
    cohesion: float = 1.0
    odd: tuple[int, ...] = ()
    mixed: bool = False
    nearest: tuple[Neighbor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUse:
    """A rule that matched in this run, with what it tells the reader of a report."""

    id: str
    title: str
    component: str
    means: str
    remedy: str
    see: tuple[str, ...]
    owner: str
    issue: str
    action: str
    place: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackUse:
    """A pack of rules that was loaded."""

    name: str
    path: str
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the system that rules give failures to."""

    id: str
    title: str
    failures: int = 0
    signatures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentFailure:
    """A row of the table of failures by component.

    `stage` is the place of the component in its pipeline, from 1; `tests` counts different subjects;
    `dimensions` are the values that are hit, sorted.
    """

    component: str
    stage: int | None
    signature: str
    title: str
    tests: int
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionFailure:
    """A row of the table of failures by a dimension: one value and the tests that failed with it.

    `dimensions` are the values of the other dimensions that are hit, sorted; `failures` are indices into
    the report's failures, ascending.
    """

    value: str
    tests: int
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageValue:
    """How far the tests of one value of a dimension got through a pipeline.

    `passed` and `rates` (in per cent) run parallel to the stages. Of the `tests` that ran, `outside` failed
    in a component that is no stage and `unknown` in a way that no rule gives a component; both passed at
    no stage. `idle` counts those that never count: skipped, expected failures, not run.
    """

    value: str
    tests: int
    passed: tuple[int, ...]
    rates: tuple[float, ...]
    outside: int = 0
    unknown: int = 0
    idle: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """How the values of a dimension fared at one stage; rates are in per cent.

    `passed` counts the values of which every test passed, `pass_rate` is their share, `average_pass_rate` the
    mean of the values' rates. `lowest` are the ten values with the lowest rates.
    """

    component: str
    title: str
    passed: int
    pass_rate: float
    average_pass_rate: float
    lowest: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How far the values of one dimension got through one pipeline, a row for each stage.

    `total` counts the values that had tests run, which `values` name, most blocked first; `without` counts
    the tests that have no value of the dimension and are in no row.
    """

    pipeline: str
    dimension: str
    total: int
    rows: tuple[StageRow, ...]
    values: tuple[StageValue, ...] = ()
    without: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The failures of a group that share a signature; `example` is the index of the one to show."""

    signature: str
    count: int
    subjects: int
    example: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Failures that share a component, subject, log or value; `parts` are in the order of the signatures.

    What shares none, such as the failures that name no subject, has an empty `name`.
    """

    name: str
    title: str
    count: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The numbers at the head of a report; failures = matched + clustered + unique + wrapper_only.

    `states` counts the logs by how their reading ended.
    """

    logs: int
    lines: int
    bytes: int
    cases: Counts
    failures: int
    matched: int
    clustered: int
    unique: int
    wrapper_only: int
    signatures: int
    causes: int
    redactions: int
    states: Mapping[State, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is said of the run itself; times are ISO 8601 in UTC, `seconds` is wall time."""

    name: str = ""
    project: str = ""
    branch: str = ""
    revision: str = ""
    started: str = ""
    seconds: float = 0.0
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound that was reached, so that less was read or shown than there is; `reached` is how often."""

    what: str
    bound: int
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a renderer may show; every number in it is counted already.

    Failures are in input order, then in order of their lines; signatures are in the order a report shows
    them. `groups` hold all failures by `component`, `signature` (one group), `subject`, `log` and each of
    the `dimensions`, where a failure is in the group of every value that it has.
    `partial` says that some input could not be read in full; the warnings name it.
    """

    version: str
    digest: str
    packs: tuple[PackUse, ...]
    normalizer_version: int
    normalizer_digest: str
    run: Run
    totals: Totals
    logs: tuple[Log, ...]
    cases: tuple[Case, ...]
    failures: tuple[Occurrence, ...]
    signatures: tuple[Signature, ...]
    rules: tuple[RuleUse, ...]
    components: tuple[Component, ...]
    dimensions: tuple[str, ...] = ()
    failures_by_component: tuple[ComponentFailure, ...] = ()
    statistics: tuple[Statistics, ...] = ()
    failures_by: Mapping[str, tuple[DimensionFailure, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    warnings: tuple[Problem, ...] = ()
    partial: bool = False
