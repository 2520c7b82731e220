"""Read Playwright: what each failed test says, with its retries folded into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.javascript import telling
from classifier.extract.javascript.telling import Block
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Counts, Failure, Numbered, Outcome

ANCHORS: dict[str, str] = {
    # `  1) [api] › cart.spec.ts:3:3 › cart › adds up prices ────────────`, of old versions `=======`
    "title": r"^ +\d+\) \S.* › .*(?:─|=)$",
    # `  ✘  1 [api] › cart.spec.ts:3:3 › cart › adds up prices (retry #1) (18ms)`, `  ok 3 [api] › ...`
    "mark": r"^ +(?:✓|✘|ok|x|-) +\d+ \S.* › ",
    # `  4 failed`, `  1 flaky`: the tests are listed below; `  1 passed (6.0s)`
    "list": r"^ {2}\d+ (?:failed|flaky|interrupted|skipped|did not run|passed)(?: \([\d.]+m?s\))?$",
}

LONGEST = 400
"""Lines of a block that are read."""
TITLE = regex.compile(r"(?P<indent> +)\d+\) (?P<name>\S.*?) [─=]+$")
LISTED = regex.compile(r" {4}(?P<name>\S.*?)(?: [─=]+)?$")
MARK = regex.compile(
    r" +(?P<mark>✓|✘|ok|x|-) +\d+ (?P<name>\S.*?)(?: \(retry #(?P<retry>\d+)\))?(?: \([\d.]+m?s\))?$"
)
MARKS: dict[str, Outcome] = {"✓": "passed", "ok": "passed", "✘": "failed", "x": "failed", "-": "skipped"}
COUNTED = regex.compile(r" {2}(?P<count>\d+) (?P<what>failed|flaky|interrupted|skipped|did not run|passed)")
COUNTS: dict[str, Outcome] = {
    "failed": "failed", "interrupted": "failed", "flaky": "passed", "passed": "passed", "skipped": "skipped",
    "did not run": "not_run",
}  # fmt: skip
PLACE = regex.compile(r"(\.\w+):\d+:\d+(?= ›|$)")
"""`cart.spec.ts:3:3`: where a test starts changes with what stands above it."""
RETRY = regex.compile(r" +Retry #\d+ [─=]")
CONTEXT = regex.compile(
    r"\s+(?:Error Context: |attachment #\d+: |Usage:$|[─=]{20,}$|npx playwright )|\s+\S*test-results\S*$"
)
"""What Playwright says of files it wrote."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each failed test; one that passed when it was tried again is none."""
    hits = confirmed(lines, ANCHORS, hits)
    flaky = _listed(lines, hits["list"], "flaky")
    cases = tuple(_cases(lines, hits["mark"])) if hits["title"] or hits["list"] else ()
    found: dict[str, Failure] = {}
    for number in hits["title"]:
        match = TITLE.match(lines[number].rstrip())
        if match is None:
            continue
        subject = named(match["name"])
        body = list(_body(lines, number, len(match["indent"])))
        one = telling.failure(Block(tool="playwright", first=number, subject=subject, body=body))
        if one is not None and subject not in flaky:
            found.setdefault(subject, one)
    listed = max((number for number in hits["list"]), default=0)
    titles = hits["title"]
    return Findings(
        failures=tuple(found.values()),
        cases=cases,
        owned=((titles[0], max(listed, titles[-1])),) if found else (),
        outcome="failed" if found else None,
        counts=_counts(lines, hits["list"]) if found else {},
    )


def named(title: str) -> str:
    """Return the name of a test without the place it starts at."""
    return str(PLACE.sub(r"\1", title.strip()))


def _body(lines: Lines, number: int, indent: int) -> Iterator[Numbered]:
    """Yield what the first try of a test said."""
    for other, text in lines.between(number + 1, number + LONGEST):
        depth = len(text) - len(text.lstrip())
        if RETRY.match(text) or (text.strip() and depth <= indent):
            return
        if not CONTEXT.match(text):
            yield other, text


def _listed(lines: Lines, hits: Sequence[int], what: str) -> set[str]:
    """Return the names that the summary lists under a word."""
    names: set[str] = set()
    for number in hits:
        if f" {what}" not in lines[number]:
            continue
        for _, text in lines.between(number + 1, number + LONGEST):
            match = LISTED.match(text.rstrip())
            if match is None:
                break
            names.add(named(match["name"]))
    return names


def _counts(lines: Lines, hits: Sequence[int]) -> Counts:
    counts: Counts = {}
    for number in hits:
        match = COUNTED.match(lines[number])
        if match:
            outcome = COUNTS[match["what"]]
            counts[outcome] = counts.get(outcome, 0) + int(match["count"])
    return counts


def _cases(lines: Lines, hits: Sequence[int]) -> Iterator[Case]:
    for number in hits:
        match = MARK.match(lines[number].rstrip())
        if match:
            attempt = int(match["retry"] or 0) + 1
            yield Case(
                line=number, subject=named(match["name"]), outcome=MARKS[match["mark"]], attempt=attempt
            )


DIALECT = Dialect(name="playwright", anchors=ANCHORS, read=read)
