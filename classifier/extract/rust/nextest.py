"""Read cargo-nextest: each test with what it printed, its retries folded."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.rust import output
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Failure, Kind, Numbered, Outcome

ANCHORS: dict[str, str] = {
    # `        FAIL [   0.272s] ( 1/12) shop tests::adds`, `  TRY 2 FAIL [   0.086s] shop tests::adds`
    "status": r"^ *(?:TRY \d+ )?(?=PASS|FAIL|LEAK|LKFAIL|FL\+LK|TIMEOUT|TMT|TMPASS|SIG[A-Z]|ABORT|FLAKY"
    r"|FLKY-FL|SKIP)[ A-Z+/\d-]+ \[ *[\d.]+s\]  *\S",
    # `     Summary [   0.244s] 1/12 tests run: 0 passed, 1 failed, 1 skipped`
    "summary": r"^ *Summary \[ *[\d.]+s\] ",
    # `--- STDOUT:              shop tests::adds ---`, since 0.9.90 `  stdout ───`
    "stream": r"^(?:-{3} (?:TRY \d+ )?STD(?:OUT|ERR): +\S.* -{3}$| *(?:TRY \d+ )?std(?:out|err)(?:.+)? ───)",
    "rule": r"^─{6,}$",
}  # fmt: skip

LONGEST = 2_000
"""Lines of what one test printed that are read."""
STATUS = regex.compile(
    r" *(?:TRY (?P<attempt>\d+) )?(?P<status>[A-Z][A-Z+-]*(?: \+ LEAK)?)"
    r"(?: (?P<tries>\d+)/\d+)? +\[ *[\d.]+s\] +(?:\([ \d/─]+\) +)?(?P<binary>\S+)(?: +(?P<test>\S.*))?$"
)
STREAM = regex.compile(
    r"-{3} (?:TRY (?P<attempt>\d+) )?STD(?:OUT|ERR): +(?P<binary>\S+) +(?P<test>\S.*?) -{3}$"
)
PASSED = ("PASS", "LEAK", "FLAKY", "TIMEOUT-PASS", "TMPASS", "FLPASS")
SKIPPED = ("SKIP", "CANCELED")
RUNNING = ("SLOW", "START", "TERMINATING", "DELAY", "RETRY", "SETUP", "SIGINT", "KILLING", "XFAIL")
"""Words about tests that are not at their end, or about scripts."""
TIMEOUTS = ("TIMEOUT", "TMT")
SIGNAL = regex.compile(r"SIG[A-Z]+|ABORT")
NOISE = regex.compile(
    r"\s*(?:Cancell?ing due to .*|running \d+ tests?|test \S.* \.\.\. \w+|failures:|test result: .*"
    r"|std(?:out|err).* ───|-{3} .*STD(?:OUT|ERR).*)$"
)
"""What libtest says around the output of the one test that it ran."""


@dataclass(frozen=True, slots=True)
class Status:
    """One line about a test."""

    line: int
    subject: str
    status: str
    attempt: int

    @property
    def outcome(self) -> Outcome:
        """How the test ended."""
        if self.status in PASSED:
            return "passed"
        return "skipped" if self.status in SKIPPED else "failed"


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each test that failed in its last try."""
    hits = confirmed(lines, ANCHORS, hits)
    found = list(_statuses(lines, hits["status"]))
    if not found or not (hits["summary"] or any(one.outcome == "failed" for one in found)):
        return Findings()
    last = {one.subject: one.outcome for one in found}
    failures: dict[str, Failure] = {}
    bare: set[str] = set()
    borders = sorted({one.line for one in found} | {*hits["summary"], *hits["rule"]})
    streams = _streams(lines, hits["stream"])
    for one in found:
        if one.outcome == "failed" and last[one.subject] == "failed":
            body = [*_body(lines, one, borders), *streams.get(one.subject, ())]
            failure = _failure(lines, one, body)
            if one.subject not in failures or (failure.line != one.line and one.subject in bare):
                failures[one.subject] = failure
                bare.discard(one.subject)
            if failure.line == one.line:
                bare.add(one.subject)
    said = [number for one in failures.values() for part in one.spans for number, _ in part.lines]
    end = max([found[-1].line, *hits["summary"], *said])
    return Findings(
        failures=tuple(failures.values()),
        cases=tuple(_cases(found)),
        owned=((found[0].line, end),),
        outcome="failed" if failures else "passed",
        counts=dict(Counter(last.values())),
    )


def _statuses(lines: Lines, hits: Sequence[int]) -> Iterator[Status]:
    for number in hits:
        match = STATUS.match(lines[number].rstrip())
        if match and match["status"] not in RUNNING:
            subject = f"{match['binary']} {match['test']}" if match["test"] else match["binary"]
            yield Status(number, subject, match["status"], int(match["attempt"] or match["tries"] or 1))


def _cases(found: Sequence[Status]) -> Iterator[Case]:
    """Yield each try of each test once: the summary names failed tests again."""
    seen: set[tuple[str, int]] = set()
    for one in found:
        if (one.subject, one.attempt) not in seen:
            seen.add((one.subject, one.attempt))
            yield Case(line=one.line, subject=one.subject, outcome=one.outcome, attempt=one.attempt)


def _body(lines: Lines, one: Status, borders: Sequence[int]) -> list[Numbered]:
    """Return the indented output below a status line."""
    place = bisect_right(borders, one.line)
    end = borders[place] if place < len(borders) else len(lines) + 1
    body: list[Numbered] = []
    for number, text in lines.between(one.line + 1, min(end - 1, one.line + LONGEST)):
        if text.startswith(("--- ", "error: ", "warning: ")):
            break
        if not NOISE.match(text):
            body.append((number, text))
    return body


def _streams(lines: Lines, hits: Sequence[int]) -> dict[str, list[Numbered]]:
    """Return by test the output that stands below titles with its name."""
    bodies: dict[str, list[Numbered]] = defaultdict(list)
    for number, following in pairwise([*hits, len(lines) + 1]):
        match = STREAM.match(lines[number].rstrip())
        if match is None:
            continue
        body = bodies[f"{match['binary']} {match['test']}"]
        for other, text in lines.between(number + 1, min(following - 1, number + LONGEST)):
            if STATUS.match(text):
                break
            if not NOISE.match(text):
                body.append((other, text))
    return bodies


def _failure(lines: Lines, one: Status, body: Sequence[Numbered]) -> Failure:
    kind: Kind = "timeout" if one.status in TIMEOUTS else "crash" if SIGNAL.match(one.status) else "test"
    said = f"{one.status} {one.subject}"
    return output.failure(
        (one.line, lines[one.line]), body, tool="nextest", subject=one.subject, kind=kind, said=said
    )


DIALECT = Dialect(name="nextest", anchors=ANCHORS, read=read)
