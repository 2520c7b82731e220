"""Crashes: reports of sanitizers, failed assertions, signals and panics, with the call stacks they print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import picked, preceding
from classifier.extract.crash import stacks, wording
from classifier.extract.crash.heads import HEADS
from classifier.extract.crash.reports import reports
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.crash.frames import Call
    from classifier.extract.crash.reports import Report
    from classifier.extract.dialect import Hits, Lines

__all__ = ["DIALECT", "read"]

SHOWN = 14
"""Lines of a report that are shown, as far as the calls of its state do not stand further below."""
NOTES = 8
"""Lines below the message that may say more of it."""
STEPS = 300
"""So far above a report is the test looked for in which it happened."""

TEST_RUNS = re.compile(r"^\[ RUN +\] (?P<subject>\S+)|^-{3} FAIL: (?P<failed>\S+)")
"""`[ RUN      ] CartTest.Fills` of GoogleTest, `--- FAIL: TestFill (0.00s)` of Go."""
TEST_ENDS = re.compile(r"^\[ +(?:OK|FAILED|SKIPPED|PASSED) +\] |^\[-{5,}\] |^ok\s+\S+\s|^FAIL\s+\S+\s")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each crash, however many ways it is told of."""
    found = reports(lines, hits)
    return Findings(
        failures=tuple(_failure(lines, one) for one in found),
        owned=tuple((one.first, max(one.first, one.last)) for one in found),
    )


def _failure(lines: Lines, report: Report) -> Failure:
    notes = _notes(lines, report)
    how = wording.access([lines[number] for number in notes]) if report.head.tool == "sanitizer" else ""
    said = sorted({report.first, report.line, *notes})
    top = stacks.state(report.calls)
    near = bool(top) and 0 < top[-1].line - report.first < SHOWN
    subject, first = _subject(lines, report, top)
    return Failure(
        line=report.line,
        first_line=min(first, report.first),
        last_line=max(top[-1].line if near else said[-1], said[-1]),
        kind=wording.kind(" ".join(lines[number] for number in said), report.head.kind),
        tool=report.head.tool,
        headline=wording.headline(report.told, how, report.state()),
        spans=(
            *picked("message", lines, said),
            *picked("frames", lines, [one.line for one in report.calls]),
        ),
        subject=subject,
        certainty=report.head.certainty,
    )


def _notes(lines: Lines, report: Report) -> list[int]:
    """Return the lines between the message and the stack that say more."""
    limit = min(report.line + NOTES, report.limit - 1)
    if report.calls and report.calls[0].line > report.line:
        limit = min(limit, report.calls[0].line - 1)
    return [number for number, text in lines.between(report.line + 1, limit) if wording.says_more(text)]


def _subject(lines: Lines, report: Report, top: Sequence[Call]) -> tuple[str | None, int]:
    """Return the test in which it happened, else the source file, and the line from which on it is told."""
    for number, text in preceding(lines, report.first, STEPS):
        found = TEST_RUNS.search(text)
        if found and found["subject"]:
            return found["subject"], report.first
        if found and report.first - number <= 2:
            return found["failed"], number
        if TEST_ENDS.search(text):
            break
    return report.file or next((one.file for one in top if one.file), None), report.first


DIALECT = Dialect(name="crash", anchors={head.name: head.pattern for head in HEADS}, read=read)
