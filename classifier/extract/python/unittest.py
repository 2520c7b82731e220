"""Read the runs of unittest and its kin: Django's runner, nose, nose2, xmlrunner, testtools.run."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings
from classifier.extract.python import exceptions, fatal, tracebacks, verbose
from classifier.extract.python.runs import ANCHORS, runs_of
from classifier.model import Case, Failure, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.python.exceptions import Raised
    from classifier.extract.python.runs import Block, Run
    from classifier.model import Numbered, Outcome, Phase

CAPTURED = re.compile(r"(?:Stdout|Stderr):$|-{10,} >> begin captured (?:stdout|logging) << -{10,}$|>>  ")
"""`Stdout:` of `unittest -b`, `-------------------- >> begin captured logging << --------------------` and
the quoted code `>>  raise self.failureException` of nose."""
TOLD: Mapping[str, Outcome] = {"FAIL": "failed", "ERROR": "error", "UNEXPECTED SUCCESS": "xpassed"}
AFTERMATH = 200
"""A run that passed speaks for the whole log when no more lines than these follow: more is another job."""
PHASES: Mapping[str, Phase] = {
    "setUp": "setup", "setUpClass": "setup", "setUpModule": "setup", "asyncSetUp": "setup",
    "setUpTestData": "setup", "tearDown": "teardown", "tearDownClass": "teardown",
    "tearDownModule": "teardown", "asyncTearDown": "teardown",
}  # fmt: skip
AROUND = re.compile(r"(?:setUp|tearDown)(?:Class|Module) \(")
"""`ERROR: setUpClass (test_stock.ShelfTest)`: no test, so not among those that ran."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the blocks of failed tests as failures, the tests as cases, and what each run says of itself."""
    runs = runs_of(lines, hits)
    failures = [failure for run in runs for failure in _failures(lines, run)]
    failed = bool(failures) or any(run.verdict == "FAILED" for run in runs)
    passed = bool(runs) and runs[-1].verdict == "OK" and len(lines) - runs[-1].last <= AFTERMATH
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
        outcome="failed" if failed else "passed" if passed else None,
        counts=dict(counts),
    )


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


DIALECT = Dialect(name="unittest", anchors=ANCHORS, read=read)
