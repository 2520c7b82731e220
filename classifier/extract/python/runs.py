"""Find the runs of unittest and its kin in a log: their blocks, the tests they name, what they sum up."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.blocks import without_blanks
from classifier.extract.python import tracebacks, verbose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Outcome, Range

ANCHORS = {
    "header": r"^(?:ERROR|FAIL|UNEXPECTED SUCCESS)(?: \[\d[\d.]*s\])?: ",
    "ran": r"^Ran \d+ tests? in ",
    "case": verbose.ANCHOR,
}
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
HEADER_LINES = 12
"""A header has so many lines at most: the name, a docstring, parameters."""
SAID: Mapping[str, Outcome] = {
    "failures": "failed", "errors": "error", "skipped": "skipped", "SKIP": "skipped",
    "expected failures": "xfailed", "KNOWNFAIL": "xfailed", "unexpected successes": "xpassed",
}  # fmt: skip


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


def runs_of(lines: Lines, hits: Hits) -> list[Run]:
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
    if not verbose.method_in(title) and verbose.method_in(whole):
        title = whole
    return number, number + length + 2, found["verdict"], title


def _last(lines: Lines, body: int, end: int, summaries: Sequence[int]) -> int:
    """Return the last line of text of a block: its end is the next block or the summary."""
    return without_blanks(lines, body, _end(lines, body, end, summaries))


def _end(lines: Lines, body: int, end: int, summaries: Sequence[int]) -> int:
    """Return the line above the summary or the next block; without either, where the traceback ends."""
    place = bisect.bisect_left(summaries, body)
    if place < len(summaries) and summaries[place] <= end:
        above = summaries[place] - 1
        return above - 1 if lines[above].startswith(DASHES) else above
    if end < len(lines):
        return end
    near = range(body, min(end, body + tracebacks.STRAY_LINES) + 1)
    found = tracebacks.traces(lines, near)
    return found[0].last if found else min(end, body)
