"""Read jest: what each failed test and each file that could not be run says, and the results it lists."""

from __future__ import annotations

import bisect
from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.javascript import telling, tree
from classifier.extract.javascript.telling import Block
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Counts, Numbered, Outcome, Range

ANCHORS: dict[str, str] = {
    # `  ● cart › adds up prices`, `  ●  process.exit called with "1"`, `● Validation Error:`
    "title": r"^ *● +\S",
    # `FAIL test/cart.test.js (5.2 s)`, in color ` FAIL  test/cart.test.js`, `PASS server src/a.test.ts`
    "file": r"^ ?(?:FAIL |PASS ) ?\S.*\.[cm]?[jt]sx?(?: \([\d.]+ ?m?s\))?$",
    # `Tests:       1 failed, 2 skipped, 3 passed, 6 total`
    "count": r"^Tests: +\d.* total",
    "summary": r"^Summary of all failing tests",
    # `  console.error` with --verbose, before jest 26 `  console.error test/cart.test.js:5`
    "console": r"^ {2,4}console\.(?:log|warn|error|info|debug|trace)\b",
    "mark": r"^ +(?:✓|✕|○|✎|√|×) \S",
    # `Jest: "global" coverage threshold for statements (90%) not met: 50%`
    "alone": r"^(?:Jest: .*(?:threshold|not met)|No tests found, exiting with code 1)",
}

LONGEST = 400
"""Lines of a block that are read."""
FILE = regex.compile(
    r" ?(?P<verdict>FAIL|PASS) {1,2}(?:.* )?(?:\./)?(?P<file>\S+\.[cm]?[jt]sx?)(?: \([\d.]+ ?m?s\))?$"
)
TITLE = regex.compile(r"(?P<indent> *)● (?P<note> +)?(?P<title>\S.*)$")
UNTOLD = regex.compile(r"Console$|(?:Deprecation|Validation) Warning:")
"""Titles of what is no failure."""
SUITE = regex.compile(r"Test suite failed to run$")
HARMLESS = regex.compile(r"process\.exit called|Cannot (?:log|run) after tests are done")
"""Notes that tell of something other than what kept jest from ending."""
MARK = regex.compile(r" +(?P<mark>[✓✕○✎√×]) (?P<name>\S.*?)(?: \([\d.]+ ?m?s\))?$")
MARKS: dict[str, Outcome] = {
    "✓": "passed", "√": "passed", "✕": "failed", "×": "failed", "○": "skipped", "✎": "skipped",
}  # fmt: skip
PLANNED = regex.compile(r"(?:skipped|todo) (?=\S)")
"""`    ○ skipped is slow`: jest says in words what the mark says."""
COUNTED = regex.compile(r"(?P<count>\d+) (?P<what>failed|passed|skipped|pending|todo)")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each failed test and each file that did not run, with the cases it lists.

    What the summary of all failing tests shows again is found once. Where details are missing, the marks of
    failed tests speak, and without them the names of failed files. Notes about what keeps jest from ending
    count only where no run says that all is well.
    """
    hits = confirmed(lines, ANCHORS, hits)
    if not any(hits.values()):
        return Findings()
    files = _Files(lines, hits)
    blocks = list(_blocks(lines, hits, files))
    cases = [case for first, last in files.listings(hits) for case in _cases(lines, first, last)]
    failures = _failures(blocks)
    failures += _without_details(lines, files, blocks, cases) + _alone(lines, hits)
    failed = bool(failures) or any(" failed" in lines[number] for number in hits["count"])
    notes = [] if hits["count"] and not failed else _notes(blocks)
    return Findings(
        failures=(*failures, *notes),
        cases=tuple(cases),
        owned=(*(block.lines for block in blocks), *_consoles(lines, hits["console"])),
        outcome="failed" if failed else "passed" if hits["count"] else None,
        counts={} if cases else _counts(lines, hits),
    )


class _Block:
    """What stands below one title, and the file it is told of."""

    def __init__(self, number: int, title: regex.Match[str], body: list[Numbered], file: str | None) -> None:
        self.number = number
        self.title = title["title"].strip()
        self.note = bool(title["note"])
        self.alone = not title["indent"]
        self.body = body
        self.file = file
        self.lines: Range = (number, body[-1][0] if body else number)

    @property
    def suite(self) -> bool:
        return bool(SUITE.match(self.title))


class _Files:
    """Which test file the lines of a log are about: jest names it above them."""

    def __init__(self, lines: Lines, hits: Hits) -> None:
        found = [(number, match) for number in hits["file"] if (match := FILE.match(lines[number].rstrip()))]
        self.numbers = [number for number, _ in found]
        self.names = [match["file"] for _, match in found]
        self.failed = {
            match["file"]: number for number, match in reversed(found) if match["verdict"] == "FAIL"
        }

    def of(self, number: int) -> str | None:
        """Return the file that the nearest line above names."""
        place = bisect.bisect_right(self.numbers, number) - 1
        return self.names[place] if place >= 0 else None

    def listings(self, hits: Hits) -> Iterator[Range]:
        """Yield first and last line of the results that follow the name of a file."""
        ends = sorted([*self.numbers, *hits["title"], *hits["count"], *hits["summary"]])
        for number in self.numbers:
            place = bisect.bisect_right(ends, number)
            end = ends[place] if place < len(ends) else number + LONGEST
            marks = hits["mark"]
            at = bisect.bisect_right(marks, number)
            if at < len(marks) and marks[at] < end:
                yield number + 1, marks[bisect.bisect_left(marks, end) - 1]


def _blocks(lines: Lines, hits: Hits, files: _Files) -> Iterator[_Block]:
    """Yield what stands below each title; the summary repeats what was told above it."""
    summary = hits["summary"][0] if hits["summary"] else None
    for number in hits["title"]:
        title = TITLE.match(lines[number].rstrip())
        if title:
            block = _Block(number, title, list(_body(lines, number, len(title["indent"]))), files.of(number))
            if summary is None or number < summary or block.file not in files.failed:
                yield block


def _body(lines: Lines, number: int, indent: int) -> Iterator[Numbered]:
    """Yield the lines below a title that are indented further."""
    for other, text in lines.between(number + 1, number + LONGEST):
        depth = len(text) - len(text.lstrip())
        if text.strip() and (depth <= indent or TITLE.match(text)):
            return
        yield other, text


def _consoles(lines: Lines, hits: Sequence[int]) -> Iterator[Range]:
    """Yield first and last line of what tests print."""
    last = 0
    for number in hits:
        if number > last:
            indent = len(lines[number]) - len(lines[number].lstrip())
            last = max((other for other, _ in _body(lines, number, indent)), default=number)
            yield number, last


def _failures(blocks: Sequence[_Block]) -> list[Failure]:
    """Return one failure for each test or file; what a test says besides is added to its first failure."""
    found: dict[tuple[str | None, str, str], Failure] = {}
    for block in blocks:
        failure = None if block.note or UNTOLD.match(block.title) else _failure(block)
        if failure is None:
            continue
        key = (block.file, block.title, failure.headline if block.suite else "")
        first = found.setdefault(key, failure)
        if first is not failure and first.headline != failure.headline:
            found[key] = replace(first, spans=(*first.spans, *failure.spans))
    return list(found.values())


def _failure(block: _Block) -> Failure | None:
    """Return what a block tells: of a test, of a file, or of jest's own configuration."""
    subject = block.file if block.suite else None if block.alone else block.title
    told = telling.failure(
        Block(tool="jest", first=block.number, subject=subject, body=block.body, suite=subject != block.title)
    )
    if told is None or not block.alone:
        return told
    return replace(told, kind="config", headline=f"{block.title.rstrip(':')}: {told.headline}")


def _notes(blocks: Sequence[_Block]) -> list[Failure]:
    """Return what jest notes of files that end the process, log too late or keep something open."""
    return [
        Failure(
            line=block.number,
            first_line=block.number,
            last_line=block.number,
            kind="test",
            tool="jest",
            headline=block.title if HARMLESS.match(block.title) else f"open handle: {block.title}",
            spans=telling.spans([(block.number, block.title)], block.body),
            role="cause" if block.title.startswith("process.exit") else "symptom",
            subject=block.file,
            certainty=60,
        )
        for block in blocks
        if block.note
    ]


def _cases(lines: Lines, first: int, last: int) -> Iterator[Case]:
    for number, suites, mark in tree.results(lines, first, last, MARK):
        outcome = MARKS[mark["mark"]]
        name = PLANNED.sub("", mark["name"], count=1) if outcome == "skipped" else mark["name"]
        yield Case(line=number, subject=" › ".join((*suites, name)), outcome=outcome)


def _without_details(
    lines: Lines, files: _Files, blocks: Sequence[_Block], cases: Sequence[Case]
) -> list[Failure]:
    """Return the failed tests that no block tells of, and the failed files without any word."""
    told = {block.title for block in blocks}
    marked = [case for case in cases if case.outcome == "failed" and case.subject not in told]
    spoken = {block.file for block in blocks if not UNTOLD.match(block.title)}
    spoken |= {files.of(case.line) for case in marked}
    silent = [(number, file) for file, number in files.failed.items() if file not in spoken]
    return [_bare(lines, case.line, case.subject, case.subject.rpartition(" › ")[2]) for case in marked] + [
        _bare(lines, number, file, lines[number].strip()) for number, file in silent
    ]


def _alone(lines: Lines, hits: Hits) -> list[Failure]:
    return [_bare(lines, number, None, lines[number].strip()) for number in hits["alone"]]


def _bare(lines: Lines, number: int, subject: str | None, headline: str) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="test",
        tool="jest",
        headline=headline,
        spans=(span("message", lines, number, number),),
        subject=subject,
        certainty=60,
    )


def _counts(lines: Lines, hits: Hits) -> Counts:
    """Return the numbers of all summaries together."""
    counts: Counts = {}
    for number in hits["count"]:
        for match in COUNTED.finditer(lines[number]):
            what = match["what"]
            outcome: Outcome = "failed" if what == "failed" else "passed" if what == "passed" else "skipped"
            counts[outcome] = counts.get(outcome, 0) + int(match["count"])
    return counts


DIALECT = Dialect(name="jest", anchors=ANCHORS, read=read)
