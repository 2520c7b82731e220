"""Read Jasmine's list of failures, by itself and under Karma."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.javascript import telling, tree
from classifier.extract.javascript.telling import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Counts, Failure, Numbered

ANCHORS: dict[str, str] = {
    # `Failures:`, of jasmine-spec-reporter a line in a box of stars
    "list": r"^(?:Failures: ?|\* +Failures +\*)$",
    # `Chrome Headless 120.0.0.0 (Linux x86_64) cart adds up prices FAILED`
    "karma": r"^[A-Z][\w ]* [\d.]+ \([^()]+\):? \S.* FAILED$",
    # `Chrome Headless 120.0.0.0 (Linux x86_64) ERROR`: the page itself broke
    "page": r"^[A-Z][\w ]* [\d.]+ \([^()]+\):? ERROR$",
    # `    ✗ adds up prices`, of the reporters spec and mocha of Karma
    "cross": r"^ +(?:✗|✖) \S",
    # `6 specs, 4 failures, 1 pending spec`
    "count": r"^\d+ specs?, \d+ failures?\b",
    # `Executed 5 of 6 (4 FAILED) (skipped 1) (0.065 secs / 0.038 secs)`
    "executed": r"^(?:[A-Z].*: Executed \d+ of \d+ .*\([\d.]+ secs / [\d.]+ secs\)|FAILED TESTS:$)",
}

LONGEST = 300
"""Lines of one entry that are read."""
ENTRY = regex.compile(r"\d+\) (?P<name>\S.*)$")
LABEL = regex.compile(r" {2}(?:Message|Stack):$")
BULLET = regex.compile(r" {2}- (?=\S)")
CROSS = regex.compile(r" +(?:✗|✖) (?P<name>\S.*?)(?: \(\d+ms\))?$")
ON = regex.compile(r"\s+[A-Z][\w ]* [\d.]+ \([^()]+\)$")
"""`      Chrome Headless 120.0.0.0 (Linux x86_64)`: where a test failed."""
BROWSER = regex.compile(r"[A-Z][\w ]* [\d.]+ \([^()]+\):? (?P<name>\S.*?) FAILED$")
COUNTED = regex.compile(
    r"(?P<total>\d+) specs?, (?P<failed>\d+) failures?(?:, (?P<skipped>\d+) (?:pending|skipped))?"
)
EXECUTED = regex.compile(
    r"(?P<browser>.*?): Executed (?P<run>\d+) of \d+(?: \((?P<failed>\d+) FAILED\))?"
    r"(?: \(skipped (?P<skipped>\d+)\))?"
)
END = regex.compile(r"(?:\d+ specs?, |Pending:|Finished in |Executed \d|Suite error|\*)")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each entry of each list, and for each test and page that Karma tells of."""
    hits = confirmed(lines, ANCHORS, hits)
    blocks = [block for start in hits["list"] for block in _entries(lines, start)]
    blocks += [_of_karma(lines, number) for number in (*hits["karma"], *hits["page"])]
    if hits["executed"] and not blocks:
        blocks += [_crossed(lines, number) for number in hits["cross"]]
    found: dict[tuple[str | None, str], Failure] = {}
    for block in blocks:
        one = telling.failure(block)
        if one is not None:
            found.setdefault((one.subject, one.headline), one)
    counts = _counts(lines, hits)
    return Findings(
        failures=tuple(found.values()),
        owned=tuple((one.first_line, one.spans[-1].lines[-1][0]) for one in found.values()),
        outcome="failed" if found or counts.get("failed") else "passed" if counts else None,
        counts=counts,
    )


def _entries(lines: Lines, start: int) -> Iterator[Block]:
    """Yield the entries of a list: they begin without an indent."""
    opened: tuple[int, str] | None = None
    body: list[Numbered] = []
    for number, text in lines.between(start + 1, start + 20 * LONGEST):
        entry = ENTRY.match(text.rstrip())
        ended = text.strip() and not text.startswith(" ") and not entry and END.match(text)
        if opened and (entry or ended):
            yield Block(tool="jasmine", first=opened[0], subject=opened[1], body=body)
        if ended and (opened or not text.startswith("*")):
            return
        if entry:
            opened, body = (number, entry["name"].strip()), []
        elif opened is None and text.startswith("  "):
            return
        elif not LABEL.match(text) and len(body) < LONGEST:
            body.append((number, BULLET.sub("    ", text)))
    if opened:
        yield Block(tool="jasmine", first=opened[0], subject=opened[1], body=body)


def _of_karma(lines: Lines, number: int) -> Block:
    """Return what stands below the name of a browser and a test: lines with a tab or an indent."""
    match = BROWSER.match(lines[number].rstrip())
    body: list[Numbered] = []
    for other, text in lines.between(number + 1, number + LONGEST):
        if not text.startswith(("\t", "  ")):
            break
        body.append((other, text))
    return Block(
        tool="karma", first=number, subject=match["name"] if match else None, body=body, suite=match is None
    )


def _crossed(lines: Lines, number: int) -> Block:
    """Return what stands below a mark, to the next blank line."""
    match = CROSS.match(lines[number].rstrip())
    body: list[Numbered] = []
    for other, text in lines.between(number + 1, number + LONGEST):
        if not text.strip() or CROSS.match(text):
            break
        if not ON.match(text):
            body.append((other, text))
    suites = tree.suites_above(lines, number, CROSS)
    subject = " ".join((*suites, match["name"])) if match else None
    return Block(tool="karma", first=number, subject=subject, body=body)


def _counts(lines: Lines, hits: Hits) -> Counts:
    counts: Counts = {}
    for number in hits["count"]:
        match = COUNTED.match(lines[number])
        if match:
            failed, skipped = int(match["failed"]), int(match["skipped"] or 0)
            run: Counts = {"failed": failed, "skipped": skipped}
            run["passed"] = max(0, int(match["total"]) - failed - skipped)
            for outcome, count in run.items():
                counts[outcome] = counts.get(outcome, 0) + count
    for match in {found["browser"]: found for found in _executed(lines, hits["executed"])}.values():
        run = {"failed": int(match["failed"] or 0), "skipped": int(match["skipped"] or 0)}
        run["passed"] = max(0, int(match["run"]) - run["failed"])
        for outcome, count in run.items():
            counts[outcome] = counts.get(outcome, 0) + count
    return counts


def _executed(lines: Lines, hits: Sequence[int]) -> Iterator[regex.Match[str]]:
    for number in hits:
        if match := EXECUTED.match(lines[number]):
            yield match


DIALECT = Dialect(name="jasmine", anchors=ANCHORS, read=read)
