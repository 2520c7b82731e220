"""Read vitest: what each failed test, file and unhandled error says, and the results it lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed, last_while
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.javascript import telling
from classifier.extract.javascript.telling import Block
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Counts, Numbered, Outcome, Range

ANCHORS: dict[str, str] = {
    # ` FAIL  cart.test.ts > cart > adds up prices`, ` FAIL  |unit| gone.test.ts [ gone.test.ts ]`
    "title": r"^ ?FAIL {2}(?:\|[^|]+\| )?\S.*(?: > |\[ .* \]$)",
    # `⎯⎯⎯⎯ Unhandled Rejection ⎯⎯⎯⎯⎯`
    "unhandled": r"^⎯+ ?(?:(?:Unhandled|Startup|Typecheck) (?:Rejection|Error)|Uncaught Exception) ?⎯+",
    # `      Tests  7 failed | 2 passed | 1 skipped (10)`
    "count": r"^ +Tests {2}(?:\d+ \w+|no tests)",
    # `   × cart > adds up prices 25ms`, ` ✓ cart.test.ts > cart > costs nothing 1ms`
    "mark": r"^ +(?:×|✓|↓) \S.* > ",
    # `stderr | cart.test.ts > cart > adds up prices`: what a test printed, to the next blank line
    "output": r"^std(?:out|err) \| \S",
    # `Error: Coverage for lines (50%) does not meet global threshold (90%)`
    "coverage": r"^(?:ERROR: |Error: )?Coverage for \w+ \([\d.]+%\) does not meet ",
}

LONGEST = 400
"""Lines of a block that are read."""
TITLE = regex.compile(r" ?FAIL {2}(?:\|[^|]+\| )?(?P<name>\S.*?)(?P<suite> \[ .* \])?$")
END = regex.compile(r"⎯{4,}|\s+(?:Snapshots|Test Files|Tests|Errors) {2}")
"""`⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/9]⎯`, ` Test Files  3 failed (3)`"""
COUNTED = regex.compile(r"(?P<count>\d+) (?P<what>failed|passed|skipped|todo)")
MARK = regex.compile(
    r" +(?P<mark>[×✓↓]) (?P<name>\S.*?)(?: \(retry x\d+\))?(?: [\d.]+ ?m?s)?(?: \[skipped\])?$"
)
MARKS: dict[str, Outcome] = {"×": "failed", "✓": "passed", "↓": "skipped"}
FILE = regex.compile(r" [❯✓×↓] (?:\|[^|]+\| )?(?P<file>\S+\.\w+) \(\d+ tests?\b")
"""` ❯ cart.test.ts (10 tests | 7 failed) 100ms`"""
ARROW = regex.compile(r" +→ (?P<said>\S.*)")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each failed test, failed file and unhandled error.

    Several errors of one test, those of its retries too, are one failure. Where the details are missing,
    the marks of failed tests speak. Cases are given where the log lists every test.
    """
    hits = confirmed(lines, ANCHORS, hits)
    if not any(hits[name] for name in ("title", "unhandled", "count", "coverage")):
        return Findings()
    blocks = [block for number in hits["title"] if (block := _titled(lines, number))]
    blocks += [_unhandled(lines, number) for number in hits["unhandled"]]
    told = _failures([block for several in blocks for block in several])
    counts = _counts(lines, hits["count"])
    cases = list(_cases(lines, hits["mark"])) if hits["count"] else []
    told += [] if told else _marked(lines, cases)
    told += [_bare(lines, number, None, lines[number].strip()) for number in hits["coverage"]]
    failed = bool(told) or bool(counts.get("failed"))
    complete = len(cases) == sum(counts.values())
    return Findings(
        failures=tuple(told),
        cases=tuple(cases) if complete else (),
        owned=(*(_lines(one) for one in told), *(_output(lines, number) for number in hits["output"])),
        outcome="failed" if failed else "passed" if hits["count"] else None,
        counts={} if complete else counts,
    )


def _titled(lines: Lines, number: int) -> list[Block]:
    """Return the blocks that start with a title: tests that fail alike stand above one message."""
    names = []
    for other, text in lines.between(number, number + 50):
        match = TITLE.match(text.rstrip())
        if match is None:
            break
        names.append((other, match["name"].strip(), bool(match["suite"])))
    if not names or (number > 1 and TITLE.match(lines[number - 1].rstrip())):
        return []
    body = _body(lines, names[-1][0])
    return [
        Block(tool="vitest", first=other, subject=name, body=body, suite=suite)
        for other, name, suite in names
    ]


def _unhandled(lines: Lines, number: int) -> list[Block]:
    return [Block(tool="vitest", first=number, subject=None, body=_body(lines, number), suite=True)]


def _body(lines: Lines, number: int) -> list[Numbered]:
    """Return the lines below a title to the rule that ends them or the next title."""
    body: list[Numbered] = []
    for other, text in lines.between(number + 1, number + LONGEST):
        if END.match(text) or TITLE.match(text.rstrip()):
            break
        body.append((other, text))
    return body


def _failures(blocks: Sequence[Block]) -> list[Failure]:
    found: dict[str | int, Failure] = {}
    for block in blocks:
        one = telling.failure(block)
        if one is None:
            continue
        first = found.setdefault(one.subject or one.line, one)
        if first is not one and first.headline != one.headline:
            found[one.subject or one.line] = replace(first, spans=(*first.spans, *one.spans))
    return list(found.values())


def _cases(lines: Lines, marks: Sequence[int]) -> Iterator[Case]:
    """Yield the listed results; the file stands above them where it is no part of the name."""
    file, seen = "", 0
    for number in marks:
        above = range(number - 1, max(seen, number - LONGEST), -1)
        named = next((found for other in above if (found := FILE.match(lines[other]))), None)
        file = named["file"] if named else file
        seen = number
        match = MARK.match(lines[number].rstrip())
        if match:
            name = match["name"]
            whole = name if regex.match(r"\S+\.\w+ > ", name) else f"{file} > {name}"
            yield Case(line=number, subject=whole, outcome=MARKS[match["mark"]])


def _marked(lines: Lines, cases: Sequence[Case]) -> list[Failure]:
    """Return the failed tests of a listing, each with what the arrow below it says."""
    failures = []
    for case in cases:
        if case.outcome == "failed":
            below = lines[case.line + 1] if case.line < len(lines) else ""
            arrow = ARROW.match(below)
            number = case.line + 1 if arrow else case.line
            failures.append(_bare(lines, number, case.subject, arrow["said"] if arrow else case.subject))
    return failures


def _bare(lines: Lines, number: int, subject: str | None, headline: str) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="test",
        tool="vitest",
        headline=telling.COMMENT.sub("", headline),
        spans=(span("message", lines, number, number),),
        subject=subject,
        certainty=70,
    )


def _counts(lines: Lines, numbers: Sequence[int]) -> Counts:
    counts: Counts = {}
    for number in numbers:
        for match in COUNTED.finditer(lines[number]):
            what = match["what"]
            outcome: Outcome = "failed" if what == "failed" else "passed" if what == "passed" else "skipped"
            counts[outcome] = counts.get(outcome, 0) + int(match["count"])
    return counts


def _output(lines: Lines, number: int) -> Range:
    return number, last_while(lines, number, lambda text: bool(text.strip()))


def _lines(one: Failure) -> Range:
    numbers = [number for part in one.spans for number, _ in part.lines]
    return one.first_line, max([one.last_line, *numbers])


DIALECT = Dialect(name="vitest", anchors=ANCHORS, read=read)
