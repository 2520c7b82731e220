"""Read the runs of unittest and its kin: Django's runner, nose, nose2, xmlrunner, testtools.run."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from classifier.extract import exceptions, fatal, tracebacks, verbose
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Case, Failure, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.exceptions import Raised
    from classifier.model import Numbered, Outcome, Phase, Range

RULE = "=" * 60
"""How a line ends that stands over a block; runners draw 70 or more."""
TRIAL_RULE = "-" * 79
"""The line over the summary of twisted's trial, which has a dialect of its own."""
HEADER = re.compile(r"(?P<verdict>ERROR|FAIL|UNEXPECTED SUCCESS)(?: \[\d[\d.]*s\])?: (?P<title>.+)")
"""`FAIL: test_price (test_stock.StockTest.test_price)`, of xmlrunner `ERROR [0.000s]: test_second (...)`"""
DASHES = "-" * 60
RAN = re.compile(r"Ran (?P<ran>\d+) tests? in [\d.]+")
"""`Ran 8 tests in 0.001s`"""
VERDICT = re.compile(r"(?P<verdict>OK|FAILED|NO TESTS RAN)(?: \((?P<counts>.*)\))?$")
"""`FAILED (failures=2, errors=4, skipped=1, expected failures=1)`, of nose `OK (SKIP=3)`"""
VERDICT_LINES = 3
"""The verdict stands so many lines below the number of tests at most."""
CAPTURED = re.compile(r"(?:Stdout|Stderr):$|-{10,} >> begin captured (?:stdout|logging) << -{10,}$|>>  ")
"""`Stdout:` of `unittest -b`, `-------------------- >> begin captured logging << --------------------` and
the quoted code `>>  raise self.failureException` of nose."""
HEADER_LINES = 12
"""A header has so many lines at most: the name, a docstring, parameters."""
SAID: Mapping[str, Outcome] = {
    "failures": "failed", "errors": "error", "skipped": "skipped", "SKIP": "skipped",
    "expected failures": "xfailed", "KNOWNFAIL": "xfailed", "unexpected successes": "xpassed",
}  # fmt: skip
TOLD: Mapping[str, Outcome] = {"FAIL": "failed", "ERROR": "error", "UNEXPECTED SUCCESS": "xpassed"}
PHASES: Mapping[str, Phase] = {
    "setUp": "setup", "setUpClass": "setup", "setUpModule": "setup", "asyncSetUp": "setup",
    "setUpTestData": "setup", "tearDown": "teardown", "tearDownClass": "teardown",
    "tearDownModule": "teardown", "asyncTearDown": "teardown",
}  # fmt: skip
AROUND = re.compile(r"(?:setUp|tearDown)(?:Class|Module) \(")
"""`ERROR: setUpClass (test_stock.ShelfTest)`: no test, so not among those that ran."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a runner prints of one failed test: `header`, first line of the body, and last line."""

    header: int
    body: int
    last: int
    verdict: str
    title: str

    @property
    def subject(self) -> str:
        """The test as module.class.method."""
        return verbose.subject_of(self.title)


@dataclass(slots=True)
class Run:
    """One run of a test runner, up to its summary; without one when `ran` is None."""

    last: int
    ran: int | None = None
    verdict: str = ""
    said: Counter[Outcome] = field(default_factory=Counter)
    blocks: list[Block] = field(default_factory=list)
    named: list[verbose.Named] = field(default_factory=list)

    def extent(self) -> Range:
        """Return the lines from the first test or block to the end."""
        starts = [one.header - 1 for one in self.blocks] + [one.line for one in self.named]
        return min([*starts, self.last]), self.last


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the blocks of failed tests as failures, the tests as cases, and what each run says of itself."""
    runs = _runs(lines, hits)
    failures = [failure for run in runs for failure in _failures(lines, run)]
    verdicts = {run.verdict for run in runs}
    failed = bool(failures) or "FAILED" in verdicts
    counts: Counter[Outcome] = Counter()
    cases: list[Case] = []
    for run in runs:
        own = _cases(lines, run)
        cases += own
        counts += _counts(run, own)
    return Findings(
        failures=tuple(failures),
        cases=tuple(cases),
        owned=tuple(run.extent() for run in runs),
        outcome="failed" if failed else "passed" if "OK" in verdicts else None,
        counts=dict(counts),
    )


def _runs(lines: Lines, hits: Hits) -> list[Run]:
    """Return the runs in the order of the log, each with its blocks and named tests."""
    summaries = [number for number in hits["ran"] if RAN.match(lines[number])]
    runs = [run for number in summaries if (run := _summary(lines, number))]
    ends = [run.last for run in runs]
    runs.append(Run(len(lines)))
    for block in _blocks(lines, hits["header"], summaries):
        runs[bisect.bisect_left(ends, block.header)].blocks.append(block)
    for one in verbose.named(lines, hits["case"]):
        runs[bisect.bisect_left(ends, one.line)].named.append(one)
    cut = runs[-1]
    cut.named = [one for one in cut.named if not one.plain]
    cut.last = max([one.last for one in cut.blocks] + [one.end for one in cut.named], default=0)
    return runs if cut.last else runs[:-1]


def _summary(lines: Lines, number: int) -> Run | None:
    """Return the run that a line `Ran 8 tests in 0.001s` sums up."""
    ran = RAN.match(lines[number])
    if not ran or (number > 1 and lines[number - 1] == TRIAL_RULE):
        return None
    run = Run(number, int(ran["ran"]))
    for at, text in lines.between(number + 1, number + VERDICT_LINES):
        verdict = VERDICT.match(text)
        if verdict:
            run.last, run.verdict, run.said = at, verdict["verdict"], _said(verdict["counts"] or "")
            break
    return run


def _said(text: str) -> Counter[Outcome]:
    """Return the numbers of a verdict: `failures=2, errors=4, expected failures=1`."""
    pairs = (part.rpartition("=") for part in text.split(", "))
    return Counter(
        {SAID[name]: int(number) for name, _, number in pairs if name in SAID and number.isdigit()}
    )


def _blocks(lines: Lines, headers: Iterable[int], summaries: Sequence[int]) -> list[Block]:
    heads = [head for number in headers if (head := _head(lines, number))]
    ends = [*(number - 2 for number, *_ in heads[1:]), len(lines)][: len(heads)]
    return [
        Block(number, body, _last(lines, body, end, summaries), verdict, title)
        for (number, body, verdict, title), end in zip(heads, ends, strict=True)
    ]


def _head(lines: Lines, number: int) -> tuple[int, int, str, str] | None:
    """Return line of the header, first line of the body, verdict and title of a block.

    A rule stands above the header and dashes below, whatever a test prints: so `ERROR: ...` of another
    program is none.
    """
    found = HEADER.match(lines[number])
    if not found or number == 1 or not lines[number - 1].endswith(RULE):
        return None
    below = [text.strip() for _, text in lines.between(number + 1, number + HEADER_LINES)]
    length = next((at for at, text in enumerate(below) if text.startswith((DASHES, RULE))), None)
    if length is None or (below[length].startswith(RULE) and found["verdict"] in ("FAIL", "ERROR")):
        return None
    title = found["title"].strip()
    whole = " ".join([title, *below[:length]])
    if not verbose.METHOD.fullmatch(title) and verbose.METHOD.fullmatch(whole):
        title = whole
    return number, number + length + 2, found["verdict"], title


def _last(lines: Lines, body: int, end: int, summaries: Sequence[int]) -> int:
    """Return the last line of a block: above the summary or the next block, or where its traceback ends."""
    place = bisect.bisect_left(summaries, body)
    if place < len(summaries) and summaries[place] <= end:
        above = summaries[place] - 1
        return above - 1 if lines[above].startswith(DASHES) else above
    if end < len(lines):
        return end
    found = tracebacks.traces(
        lines, [at for at, _ in lines.between(body, min(end, body + tracebacks.STRAY_LINES))]
    )
    return found[0].last if found else min(end, body)


def _failures(lines: Lines, run: Run) -> list[Failure]:
    found = [_failure(lines, block) for block in run.blocks]
    shown = {block.subject for block in run.blocks}
    if run.verdict == "FAILED":
        mended = [one for one in run.named if one.outcome == "xpassed" and one.subject not in shown]
        found += [_plain(lines, one.end, one.subject, "unexpected success") for one in mended]
    if run.ran == 0 and run.verdict == "NO TESTS RAN" and not run.said:
        found.append(_plain(lines, run.last, None, "NO TESTS RAN"))
    if run.ran is None and run.named and run.named[-1].outcome is None:
        found += _crash(lines, run.named[-1])
    return found


def _failure(lines: Lines, block: Block) -> Failure:
    """Return the failure that a block tells of."""
    told, captured = _parts(lines, block)
    raised = exceptions.parse(told)
    if not raised:
        return _untraced(lines, block, told)
    one = exceptions.failure(raised, block.header, "unittest", "test")
    if captured:
        one = replace(one, spans=(*one.spans, exceptions.bounded("captured", captured)))
    nose = block.title.startswith("Failure: ")
    if nose or verbose.LOADERS in block.title:
        last = exceptions.outermost(raised)
        kind = exceptions.kind_of(last.type, "import")
        subject = exceptions.path_of(last.own_frame()) if nose else block.subject
        return replace(one, kind=kind, phase="collect", subject=subject, certainty=85)
    return replace(one, phase=_phase(raised), subject=block.subject, certainty=85)


def _parts(lines: Lines, block: Block) -> tuple[list[Numbered], list[Numbered]]:
    """Return the lines of a block that tell of exceptions, and those that the test had printed."""
    told: list[Numbered] = []
    captured: list[Numbered] = []
    traced = False
    for number, text in lines.between(block.body, block.last):
        if captured or (traced and CAPTURED.match(text)):
            captured.append((number, text))
        else:
            traced = traced or bool(exceptions.HEADER.match(text))
            told.append((number, text))
    return told, captured


def _phase(raised: Sequence[Raised]) -> Phase:
    """Return the phase in which the last exception came: the first fixture among its callers says so."""
    functions = (exceptions.function_of(frame) for frame in raised[-1].frames)
    return next((PHASES[name] for name in functions if name in PHASES), "call")


def _untraced(lines: Lines, block: Block, told: list[Numbered]) -> Failure:
    """Return the failure of a block without a traceback: its first line of text says the cause."""
    if block.verdict == "UNEXPECTED SUCCESS":
        return _plain(lines, block.header, block.subject, "unexpected success")
    line, text = next(((at, text) for at, text in told if text.strip()), (block.header, lines[block.header]))
    last = min(max(line, block.last), line + exceptions.MESSAGE_SHOWN - 1)
    return Failure(
        line=line,
        first_line=block.header,
        last_line=last,
        kind="test",
        tool="unittest",
        headline=text.strip(),
        spans=(exceptions.bounded("message", told or [(line, text)]),),
        phase="call",
        subject=block.subject,
        certainty=75,
    )


def _plain(lines: Lines, line: int, subject: str | None, headline: str) -> Failure:
    """Return a failure of one line."""
    return Failure(
        line=line,
        first_line=line,
        last_line=line,
        kind="test",
        tool="unittest",
        headline=headline,
        spans=(Span("message", ((line, lines[line]),)),),
        phase="call" if subject else "collect",
        subject=subject,
        certainty=70,
    )


def _crash(lines: Lines, one: verbose.Named) -> list[Failure]:
    """Return the failure of the last test of a run without end, when the interpreter says why it died."""
    for number in range(one.end, min(one.end + tracebacks.STRAY_LINES, len(lines)) + 1):
        death = fatal.read(lines, number)
        if death:
            return [death.failure("unittest", one.subject, phase="call", certainty=85)]
    return []


def _cases(lines: Lines, run: Run) -> list[Case]:
    """Return the tests of a run: those named while it ran, and those whose blocks came later."""
    told: dict[str, Outcome] = {}
    for block in run.blocks:
        told.setdefault(block.subject, TOLD[block.verdict])
    cases = []
    last = run.named[-1] if run.named and run.ran is None else None
    for one in run.named:
        outcome = (
            one.outcome or told.get(one.subject) or ("error" if one is last and _crash(lines, one) else None)
        )
        if outcome:
            cases.append(Case(line=one.line, subject=one.subject, outcome=outcome))
            told.pop(one.subject, None)
    late = (block for block in run.blocks if block.subject in told)
    cases += [Case(line=one.header, subject=one.subject, outcome=told.pop(one.subject)) for one in late]
    return cases


def _counts(run: Run, cases: list[Case]) -> Counter[Outcome]:
    """Return how many tests ended how: as named when all were, else as the summary says."""
    named = Counter(case.outcome for case in cases)
    around = {block.subject for block in run.blocks if AROUND.match(block.title)}
    tests = [case for case in cases if case.subject not in around]
    if run.ran is None or len(tests) >= run.ran:
        return named
    counts: Counter[Outcome] = Counter(run.said)
    counts.update(
        {outcome: named[outcome] - counts[outcome] for outcome in ("failed", "error") if named[outcome]}
    )
    bad = sum(counts.values()) - len(around)
    counts["passed"] = max(0, run.ran - bad)
    return +counts


DIALECT = Dialect(
    name="unittest",
    anchors={
        "header": r"^(?:ERROR|FAIL|UNEXPECTED SUCCESS)(?: \[\d[\d.]*s\])?: ",
        "ran": r"^Ran \d+ tests? in ",
        "case": verbose.ANCHOR,
    },
    read=read,
)
