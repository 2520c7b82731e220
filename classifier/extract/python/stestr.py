"""Read the runs of stestr and testrepository: a line for each test, and below it what failed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings
from classifier.extract.python import exceptions, verbose
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Failure, Numbered, Outcome

ENTRY = re.compile(
    r"\{\d+\} (?P<title>\S+(?: \([\w.]+\))?) (?:\[[\d.]+s\] )?\.\.\. (?P<word>ok|FAILED|SKIPPED|inprogress)"
)
"""`{0} tests.test_ship.ShipTest.test_floats [0.003221s] ... FAILED`"""
SECTION = re.compile(r"Captured (?P<name>.+):$")
"""`Captured traceback:`, underlined; its lines are indented by four."""
RULE = re.compile(r"={6,}$")
TOTAL = re.compile(r"Ran: \d+ tests? in [\d.]+ sec")
"""`Ran: 4 tests in 0.0107 sec.`, below it ` - Passed: 1` and the like."""
COUNT = re.compile(r" - (?P<name>Passed|Skipped|Expected Fail|Unexpected Success|Failed): (?P<number>\d+)$")
SAID: Mapping[str, Outcome] = {
    "Passed": "passed", "Skipped": "skipped", "Expected Fail": "xfailed", "Unexpected Success": "xpassed",
    "Failed": "failed",
}  # fmt: skip
OUTCOMES: Mapping[str, Outcome] = {
    "ok": "passed", "FAILED": "failed", "SKIPPED": "skipped", "inprogress": "error",
}  # fmt: skip
BLOCK_LINES = 2_000
"""What is told of one test is not longer than this."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the tests that failed, each once, and all tests as cases; the copies at the end are owned."""
    entries = [(number, found) for number in hits["case"] if (found := ENTRY.match(lines[number]))]
    totals = [number for number in hits["total"] if TOTAL.match(lines[number])]
    starts = [number for number, _ in entries]
    failures = []
    cases = []
    for index, (number, entry) in enumerate(entries):
        subject = verbose.subject_of(entry["title"])
        cases.append(Case(line=number, subject=subject, outcome=OUTCOMES[entry["word"]]))
        if OUTCOMES[entry["word"]] in ("failed", "error"):
            end = starts[index + 1] - 1 if index + 1 < len(starts) else number + BLOCK_LINES
            failures.append(replace(_failure(lines, number, end), subject=subject))
    counts: Counter[Outcome] = Counter()
    for total in totals:
        counts += _said(lines, total)
    last = totals[-1] + len(SAID) if totals else (failures[-1].last_line if failures else 0)
    failed = bool(failures or counts["failed"])
    return Findings(
        failures=tuple(failures),
        cases=tuple(cases),
        owned=((starts[0], max(last, starts[-1])),) if starts else (),
        outcome="failed" if failed else "passed" if totals else None,
        counts=dict(counts),
    )


def _failure(lines: Lines, number: int, end: int) -> Failure:
    """Return the failure told of below a test's line, from its section `Captured traceback`."""
    told: list[Numbered] = []
    captured: list[Numbered] = []
    section = ""
    for at, text in lines.between(number + 1, end):
        head = SECTION.match(text)
        if RULE.match(text):
            break
        if head:
            section = head["name"]
        elif text.startswith("    "):
            (told if section == "traceback" else captured).append((at, text[4:]))
    raised = exceptions.parse(told) or [
        exceptions.Raised(number, message=told[-1:] or [(number, lines[number])])
    ]
    one = exceptions.failure(raised, raised[0].first, "unittest", "test")
    spans = (*one.spans, exceptions.bounded("captured", captured)) if captured else one.spans
    return replace(one, spans=spans, phase="call", certainty=85)


def _said(lines: Lines, total: int) -> Counter[Outcome]:
    counts = (COUNT.match(text) for _, text in lines.between(total + 1, total + len(SAID)))
    return Counter({SAID[one["name"]]: int(one["number"]) for one in counts if one})


DIALECT = Dialect(
    name="stestr",
    anchors={
        "case": r"^\{\d+\} \S+.* \.\.\. (?:ok|FAILED|SKIPPED|inprogress)",
        "total": r"^Ran: \d+ tests? in ",
    },
    read=read,
)
