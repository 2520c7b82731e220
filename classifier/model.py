"""The nouns that flow between the stages, and nothing else: frozen records without I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.errors import Place, Problem

Where = Literal["message", "frames", "source", "captured"]
Kind = Literal[
    "test", "compile", "link", "lint", "type", "import", "dependency", "network", "timeout",
    "memory", "disk", "crash", "config", "infra", "other",
]  # fmt: skip
Role = Literal["cause", "symptom", "wrapper"]
Phase = Literal["collect", "setup", "call", "teardown"]
Outcome = Literal["passed", "failed", "error", "skipped", "xfailed", "xpassed", "not_run"]
State = Literal["failed", "passed", "no-failure-found", "empty", "truncated", "unreadable"]
Standing = Literal["matched", "clustered", "unique", "wrapper_only"]
Tier = Literal["component", "machine", "library", "tool", "language", "generic"]
Source = Literal["path", "subject", "line", "property"]
Grouping = Literal["component", "signature", "subject", "log"]
"""What failures can be grouped by without any dimension, so that none can have such a name."""

Numbered = tuple[int, str]
"""A line's number in its log (from 1, as `grep -n` counts) and its clean text."""
Range = tuple[int, int]
"""First and last line number, both included."""
Spread = tuple[tuple[str, int], ...]
"""Values with how often each was seen, most frequent first, then by value."""
Counts = dict[Outcome, int]


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of a failure's text, all of it from the same part of the failure.

    `where` says which part: what the tool says went wrong (`message`), the call stack or include stack
    (`frames`), quoted source lines (`source`), or output captured while it ran (`captured`). The exceptions
    of a chain are a `message` span each, in the order of the log.
    """

    where: Where
    lines: tuple[Numbered, ...]

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(text for _, text in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that went wrong, and where the log says so.

    `line` is the line that says the cause; `first_line` to `last_line` is the block a person is shown, no
    wider than it needs to be. `spans` is the whole bounded text that rules and clustering see. `headline` is
    the failure in one line without its place: an exception with its message, a diagnostic with its severity.
    `certainty` is the reader's own estimate, 0 to 100, that this made the run fail; it only orders the
    failures of a log.
    """

    line: int
    first_line: int
    last_line: int
    kind: Kind
    tool: str
    headline: str
    spans: tuple[Span, ...]
    role: Role = "cause"
    phase: Phase | None = None
    subject: str | None = None
    certainty: int = 80
    log: str = ""
    excerpt: tuple[Numbered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The result of one test; `failures` are indices into the failures of the same reading or report.

    `properties` are names and values that a test report gives to the test.
    """

    line: int
    subject: str
    outcome: Outcome
    attempt: int = 1
    log: str = ""
    failures: tuple[int, ...] = ()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One log that was named or found, and how its reading went; `bytes` are those before decoding.

    `partial` says that less was read than there is; the problems say why.
    """

    path: str
    state: State
    bytes: int = 0
    lines: int = 0
    encoding: str = "utf-8"
    dialects: tuple[str, ...] = ()
    cases: Counts = field(default_factory=dict)
    exit_code: int | None = None
    partial: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one log told."""

    log: Log
    failures: tuple[Failure, ...] = ()
    cases: tuple[Case, ...] = ()
    redactions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule recognized a failure; `signature` is the id, `matched` the lines that it matched."""

    rule: str
    component: str
    signature: str
    title: str
    role: Role
    kind: Kind | None = None
    captures: Mapping[str, str] = field(default_factory=dict)
    matched: Range
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No rule above generic recognized a failure; a generic one may lend its component and kind."""

    component: str | None = None
    kind: Kind | None = None
    also: tuple[str, ...] = ()


Verdict = Match | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A failure with its verdict and its key: its normalized text with the normalizer's version inside.

    `repeats` says how often its signature was found in the same log where such finds are folded into one.
    """

    failure: Failure
    verdict: Verdict
    key: str
    repeats: int = 1
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """What the winning rule says, else what the reader of the log said."""
        return self.verdict.role if isinstance(self.verdict, Match) else self.failure.role

    @property
    def kind(self) -> Kind:
        """What the winning or lending rule says, else what the reader of the log said."""
        return self.verdict.kind or self.failure.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    r"""How one kind of variable text is taken out of messages.

    What `pattern` finds becomes `replacement`, which may refer to groups as `\g<name>`. `sample` is a text
    that the mask was written for, `examples` are pairs of a text and what all masks together make of it.
    """

    name: str
    pattern: str
    replacement: str
    sample: str
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text, the same text with its variable parts replaced by placeholders, and the parts in order.

    `values` and `holes` run parallel: what was replaced, and where in `masked` its placeholder begins and
    ends. `kept` are the parts that look variable but decide: exit codes, types of data, files of source code.
    `scope` is the family of tools the text comes from; texts of different scopes never mean the same.
    """

    text: str
    masked: str
    values: tuple[str, ...] = ()
    holes: tuple[Range, ...] = ()
    kept: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Texts that read alike. `members` are indices into what was clustered, ascending.

    `slots` are the variable parts of `template` from left to right, each with its values and their counts.
    `exemplars` are the most typical members, at most three. `cohesion` is the mean likeness of the members
    to the template, 0 to 1.
    """

    id: str
    family: str
    template: str
    members: tuple[int, ...]
    exemplars: tuple[int, ...]
    slots: tuple[Spread, ...] = ()
    cohesion: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """How the failures of one log hang together: order of reading (from 1) and what explains each.

    Both run parallel to the judged failures; `explained_by` holds indices into them.
    """

    ranks: tuple[int, ...]
    explained_by: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLog:
    """A reading with the verdicts on its failures; `judged` and `placing` run parallel to its failures.

    `dimensions` are the values that everything in the log has.
    """

    reading: Reading
    judged: tuple[Judged, ...]
    placing: Placing
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
class Signature:
    """A cause with everything counted that hangs on it.

    `failures` are all its occurrences, `exemplars` the few worth showing, both as indices into the report's
    failures.
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
    captures: Mapping[str, Spread] = field(default_factory=dict)
    dimensions: Mapping[str, Spread] = field(default_factory=dict)
    cohesion: float = 1.0


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
