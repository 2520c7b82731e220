"""Read `cargo test`: what each failed test printed, and the results it lists."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.rust import output, panics
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Counts, Failure, Numbered, Outcome, Range

ANCHORS: dict[str, str] = {
    # `---- tests::adds stdout ----`, `---- src/lib.rs - total (line 5) stdout ----`
    "block": r"^-{4} \S.* (?:stdout|stderr) -{4}$",
    # `test tests::adds ... FAILED`, `test tests::panics - should panic ... ok`
    "result": r"^test \S.* \.\.\. (?:ok|FAILED|ignored|failed)",
    # `test result: FAILED. 1 passed; 10 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.09s`
    "summary": r"^test result: ",
    "failures": r"^failures:$",
    "running": r"^running \d+ tests?$",
    "panic": panics.ANCHOR,
}

LONGEST = 2_000
"""Lines of what one test printed that are read."""
BLOCK = regex.compile(r"---- (?P<name>\S.*?) (?P<stream>stdout|stderr) ----$")
RESULT = regex.compile(
    r"test (?P<name>\S.*?)(?: - should panic| - compile(?: fail)?)? \.\.\. "
    r"(?P<outcome>ok|FAILED|failed|ignored)"
)
OUTCOMES: dict[str, Outcome] = {"ok": "passed", "FAILED": "failed", "failed": "failed", "ignored": "skipped"}
LISTED = regex.compile(r" {4}(?P<name>\S.*)$")
RESULT_LINE = regex.compile(r"test \S.* \.\.\. |(?:ok|FAILED|failures:)$|---- ")
SUMMARY = regex.compile(
    r"test result: (?P<verdict>ok|FAILED)\. (?P<passed>\d+) passed; (?P<failed>\d+) failed; "
    r"(?P<skipped>\d+) ignored"
)


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each failed test; where its output is not shown apart, its panic speaks."""
    hits = confirmed(lines, ANCHORS, hits)
    if not (hits["block"] or hits["result"] or hits["summary"]):
        return Findings()
    failures = list(_told(lines, hits))
    cases = list(_cases(lines, hits["result"]))
    told = {(_run(hits, one.line), one.subject) for one in failures}
    named = [*_listed(lines, hits), *((one.line, one.subject) for one in cases if one.outcome == "failed")]
    untold = {(_run(hits, line), name): line for line, name in reversed(named)}
    failures += _untold(lines, hits, {key: line for key, line in untold.items() if key not in told})
    counts, failed = _counts(lines, hits["summary"])
    return Findings(
        failures=tuple(failures),
        cases=tuple(cases),
        owned=tuple(_sections(hits)),
        outcome="failed" if failures or failed else "passed" if hits["summary"] else None,
        counts={} if len(cases) >= sum(counts.values()) else counts,
    )


def _told(lines: Lines, hits: Hits) -> Iterator[Failure]:
    """Yield a failure for each block; standard output and error of one test may have a block each."""
    borders = sorted({*hits["block"], *hits["failures"], *hits["summary"], *hits["running"]})
    found: dict[tuple[int, str], tuple[int, list[Numbered]]] = {}
    for number in hits["block"]:
        match = BLOCK.match(lines[number].rstrip())
        if match:
            place = bisect.bisect_right(borders, number)
            last = borders[place] - 1 if place < len(borders) else len(lines)
            body = list(lines.between(number + 1, min(last, number + LONGEST)))
            key = (_run(hits, number), match["name"])
            found.setdefault(key, (number, []))[1].extend(body)
    for (_, name), (number, body) in found.items():
        yield output.failure((number, lines[number]), body, tool="cargo", subject=name)


def _run(hits: Hits, number: int) -> int:
    """Return which run of a test program a line belongs to: tests of two programs may have one name."""
    return bisect.bisect_left(hits["summary"], number)


def _listed(lines: Lines, hits: Hits) -> Iterator[tuple[int, str]]:
    """Yield line and name of the tests that the list at the end of a run names."""
    for start in hits["failures"]:
        for number, text in lines.between(start + 1, start + LONGEST):
            match = LISTED.match(text.rstrip())
            if match is None:
                break
            yield number, match["name"]


def _untold(lines: Lines, hits: Hits, untold: dict[tuple[int, str], int]) -> Iterator[Failure]:
    """Yield a failure for each failed test without a block: `--nocapture` shows its panic as it comes."""
    threads: dict[str, list[int]] = {}
    for number in hits["panic"]:
        match = panics.START.match(lines[number])
        if match:
            threads.setdefault(match["thread"], []).append(number)
    for (run, name), line in untold.items():
        own = [number for number in threads.get(name, ()) if _run(hits, number) == run]
        body = _until_result(lines, own[-1]) if own else []
        first = own[-1] if own else line
        yield output.failure((first, lines[first]), body, tool="cargo", subject=name)


def _until_result(lines: Lines, number: int) -> list[Numbered]:
    """Return a panic with what stands below it, to the next line about a result."""
    body = [(number, lines[number])]
    for other, text in lines.between(number + 1, number + panics.LONGEST):
        if RESULT_LINE.match(text):
            break
        body.append((other, text))
    return body


def _cases(lines: Lines, hits: Sequence[int]) -> Iterator[Case]:
    for number in hits:
        match = RESULT.match(lines[number])
        if match:
            yield Case(line=number, subject=match["name"], outcome=OUTCOMES[match["outcome"]])


def _sections(hits: Hits) -> Iterator[Range]:
    """Yield first and last line of each run of a test program: panics that it lives through are its own."""
    for end in hits["summary"]:
        place = bisect.bisect_left(hits["running"], end) - 1
        if place >= 0:
            yield hits["running"][place], end


def _counts(lines: Lines, hits: Sequence[int]) -> tuple[Counts, bool]:
    counts: Counts = {}
    failed = False
    for number in hits:
        match = SUMMARY.match(lines[number])
        if match:
            failed = failed or match["verdict"] == "FAILED"
            run: Counts = {
                "passed": int(match["passed"]),
                "failed": int(match["failed"]),
                "skipped": int(match["skipped"]),
            }
            for outcome, count in run.items():
                counts[outcome] = counts.get(outcome, 0) + count
    return counts, failed


DIALECT = Dialect(name="cargo-test", anchors=ANCHORS, read=read)
