"""The order of the stages: from what the user named to the report; the only module that knows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier import __version__, causes, extract, rulebook, sources, tables
from classifier.cache import Cache
from classifier.cluster import cluster
from classifier.dimensions import Dimensions, of_option, read_manifest
from classifier.errors import UsageError
from classifier.likeness import Likeness
from classifier.lines import Lines
from classifier.literals import Remembered
from classifier.model import Judged, JudgedLog, Knowledge, Log, Match, Reading, Run
from classifier.normalize import Normalizer
from classifier.redact import redact, redact_text
from classifier.search import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from classifier.errors import Problem
    from classifier.model import Case, Cluster, Dimension, Failure, Masked, Report, Role
    from classifier.rulebook import Rulebook
    from classifier.sources import Remark, Source

OPENED = "rule."
"""What the names of rules of scope line begin with among the names of all that is searched for."""
COUNTED = "dimension."
"""The same for the lines that dimensions look for."""
ROLES: tuple[Role, ...] = ("wrapper", "symptom", "cause")


def triage(  # noqa: PLR0913 - everything that a person may ask for
    paths: Sequence[str],
    *,
    rules: Iterable[str | Path] = (),
    bundled: bool = True,
    redaction: bool = True,
    dimensions: Iterable[Dimension | str] = (),
    manifest: str = "",
    published_rounding: bool = False,
    cache: Cache | None = None,
    run: Run | None = None,
) -> Report:
    """Read the logs at `paths` and return the report of the run.

    A path is a file, a glob, a folder, an archive, a compressed file, or `-` for standard input. `rules` are
    files or folders of rules that come before the bundled packs. `dimensions`, as nouns or as
    `NAME=SOURCE:REGEX`, come before those of packs; `manifest` is a file that says more of tests.
    `published_rounding` makes every rate a whole per cent. `cache` keeps what is derived from rules. What
    can't be read is named in the report's warnings. Raises RulesError when a rules file is wrong, UsageError
    when a dimension or the manifest is, or when there was nothing to read at all.
    """
    given = [of_option(one) if isinstance(one, str) else one for one in dimensions]
    told = read_manifest(manifest) if manifest else None
    cache = cache or Cache()
    known = Remembered(cache)
    judge = Judge(rulebook.load(rules, bundled=bundled, cache=cache), dimensions=given, redaction=redaction)
    known.keep()
    found = sources.find(paths)
    lost = [_unread(remark) for remark in found.remarks if remark.lost]
    notes = [remark.problem for remark in found.remarks if not remark.lost]
    logs = [*lost, *(one for source in found.sources for one in judge.source(source))]
    of_logs = (problem for one in logs for problem in one.reading.log.problems)
    warnings = (*notes, *of_logs, *judge.book.problems)
    if all(one.reading.log.state == "unreadable" for one in logs):
        raise UsageError(
            "\n".join([*map(str, warnings), "nothing to read. Name a log, a folder with logs, or -."])
        )
    not_run: tuple[Case, ...] = ()
    warnings += judge.dimensions.problems
    names = judge.dimensions.names
    if told:
        applied = told.apply(logs, judge.dimensions.of_subject)
        logs, not_run = list(applied.logs), applied.not_run
        warnings += applied.problems
        names = tuple(dict.fromkeys((*names, *told.names)))
    clusters = judge.clusters(logs)
    warnings += judge.alarms(logs, clusters)
    report = tables.tabulate(
        logs,
        clusters,
        replace(judge.knowledge(), dimensions=names, whole_rates=published_rounding),
        version=__version__,
        run=run or Run(),
        not_run=not_run,
        warnings=warnings,
        partial=bool(judge.book.problems) or any(one.reading.log.partial for one in logs),
    )
    return replace(report, limits=(*report.limits, *judge.likeness.limits(clusters)))


class Judge:
    """Everything that is made once and used for every log: rules, masks, and what to search for."""

    def __init__(
        self, book: Rulebook, *, dimensions: Iterable[Dimension] = (), redaction: bool = True
    ) -> None:
        self.book = book
        self.normalizer = Normalizer(book.masks, book.deciding)
        self.likeness = Likeness(book, self.normalizer)
        self._redaction = redaction
        self.dimensions = Dimensions((*dimensions, *book.dimensions), _redacted if redaction else str)
        opening = book.line_patterns()
        # wrappers first, so that a line which a cause opens too is opened as a cause
        roles = sorted(
            ((rule, book.rule(rule).role) for rule in opening), key=lambda pair: ROLES.index(pair[1])
        )
        self._opening = {f"{OPENED}{rule}": role for rule, role in roles}
        self._searcher = Searcher(
            {
                **extract.anchors(book.forms),
                **{f"{OPENED}{rule}": one for rule, one in opening.items()},
                **{f"{COUNTED}{name}": one for name, one in self.dimensions.patterns.items()},
            }
        )

    def source(self, source: Source) -> Iterator[JudgedLog]:
        """Read the logs of a source and judge their failures; what can't be read is a log in that state."""
        for opened in sources.open_logs(source):
            if isinstance(opened, sources.Opened):
                yield self.log(Lines(opened.label, opened))
            else:
                yield _unread(opened)

    def log(self, lines: Lines) -> JudgedLog:
        """Read one log and judge its failures."""
        hits = self._searcher.search(lines)
        opened = {number: role for name, role in self._opening.items() for number in hits[name]}
        reading = extract.read(lines, hits, opened, self.book.forms)
        log = replace(
            reading.log,
            state="truncated" if lines.truncated and not reading.failures else reading.log.state,
            bytes=lines.size,
            encoding=lines.encoding,
            partial=lines.partial,
            problems=(*lines.problems, *reading.log.problems),
        )
        reading = replace(reading, log=log)
        reading = redact(reading) if self._redaction else reading
        judged = _folded(reading, [self.failure(one) for one in reading.failures])
        return self.dimensions.give(judged, self._marks(lines, hits))

    def _marks(self, lines: Lines, hits: Mapping[str, Sequence[int]]) -> dict[str, list[tuple[int, str]]]:
        """Return the lines that dimensions look for."""
        return {
            name: [(number, lines[number]) for number in hits[f"{COUNTED}{name}"]]
            for name in self.dimensions.patterns
        }

    def failure(self, failure: Failure) -> Judged:
        """Judge one failure."""
        verdict = self.book.judge(failure, lambda text: self.normalizer.mask(text, tool=failure.tool).masked)
        return Judged(failure=failure, verdict=verdict, key=self.normalizer.key(failure))

    def clusters(self, logs: Sequence[JudgedLog]) -> tuple[Cluster, ...]:
        """Group what no rule matched, each group with what is nearest to it among what rules know.

        Members, exemplars and odd ones are indices into all failures of all logs.
        """
        every = [one for log in logs for one in log.judged]
        unknown = [index for index, one in enumerate(every) if not isinstance(one.verdict, Match)]
        masked = [self._masked(every[index]) for index in unknown]
        found = tuple(
            replace(
                one,
                members=tuple(unknown[member] for member in one.members),
                exemplars=tuple(unknown[member] for member in one.exemplars),
                odd=tuple(unknown[member] for member in one.odd),
            )
            for one in cluster(masked)
        )
        return self.likeness.beside(found, every)

    def alarms(self, logs: Sequence[JudgedLog], clusters: Sequence[Cluster]) -> tuple[Problem, ...]:
        """Return what says that rules may have rotted, because unknown failures read so much like theirs."""
        every = [one for log in logs for one in log.judged]
        return tuple(self.likeness.alarms(clusters, every))

    def _masked(self, judged: Judged) -> Masked:
        """Return what a failure is compared by; wrappers have a scope of their own, whatever they say."""
        masked = self.normalizer.mask_failure(judged.failure)
        return replace(masked, scope=f"{masked.scope} wrapper") if judged.role == "wrapper" else masked

    def knowledge(self) -> Knowledge:
        """Return what a report says of the rules and masks."""
        return Knowledge(
            digest=self.book.digest,
            packs=self.book.packs,
            components=self.book.components,
            rules={one.id: one for one in self.book.uses()},
            normalizer_version=self.normalizer.version,
            normalizer_digest=self.normalizer.digest,
            pipelines=self.book.pipelines,
        )


def _redacted(text: str) -> str:
    return redact_text(text)[0]


def _unread(remark: Remark) -> JudgedLog:
    """Return a log of which nothing was read; one that was passed over on purpose is no loss."""
    log = Log(path=remark.label, state="unreadable", partial=remark.lost, problems=(remark.problem,))
    return JudgedLog(reading=Reading(log=log), judged=(), placing=causes.place(()))


def _folded(reading: Reading, judged: Sequence[Judged]) -> JudgedLog:
    """Fold failures that rules of scope line opened with equal signatures into the first, with a count.

    One that was opened by a part of a rule and that no rule matches in the end is none.
    """
    first: dict[str, int] = {}
    repeats: Counter[int] = Counter()
    for index, one in enumerate(judged):
        if one.failure.tool != extract.OPENED_TOOL:
            repeats[index] += 1
        elif isinstance(one.verdict, Match):
            repeats[first.setdefault(one.verdict.signature, index)] += 1
    kept = sorted(repeats)
    left = tuple(replace(judged[index], repeats=repeats[index]) for index in kept)
    if len(kept) < len(judged):
        reading = _kept(reading, kept)
    return JudgedLog(reading=reading, judged=left, placing=causes.place(left))


def _kept(reading: Reading, kept: Sequence[int]) -> Reading:
    """Return the reading with only some of its failures, to which its cases point then."""
    place = {old: new for new, old in enumerate(kept)}
    cases = tuple(
        replace(case, failures=tuple(place[index] for index in case.failures)) if case.failures else case
        for case in reading.cases
    )
    return replace(reading, failures=tuple(reading.failures[index] for index in kept), cases=cases)
