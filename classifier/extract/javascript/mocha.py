"""Read the failures that mocha and Cypress list with numbers below their count, and the results above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.javascript import telling, tree
from classifier.extract.javascript.telling import Block
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Counts, Failure, Numbered, Outcome

ANCHORS: dict[str, str] = {
    "failing": r"^ +\d+ failing\b",
    "passing": r"^ +\d+ passing\b",
    "pending": r"^ +\d+ pending\b",
}

LONGEST = 250
"""Lines of one entry that are read."""
NAMED = 25
"""Lines that a name may go over."""
TREE = 20_000
"""Lines above the count in which results are looked for."""
ENTRY = regex.compile(r"(?P<indent> {1,8})(?P<number>\d+)\)(?: (?P<name>.*))?$")
"""`  1) cart`; a suite may have an empty name."""
STOP = regex.compile(
    r"(?:npm |error |\$ |> |##\[|The command |lerna |make|\[\d\d:\d\d:\d\d\]|Done in |ERROR:|-{5,}\||={5,}"
    r"|File +\|)| +\d+ (?:passing|failing)\b"
)
"""What may follow the list without a blank line."""
MARK = regex.compile(r" +(?:(?P<mark>✓|✔|√|-)|(?P<number>\d+)\)) (?P<name>\S.*?)(?: \(\d+m?s\))?$")
COUNTED = regex.compile(r" +(?P<count>\d+) (?P<what>passing|failing|pending)")
COUNTS: dict[str, Outcome] = {"passing": "passed", "failing": "failed", "pending": "skipped"}


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each entry of each list, with the results that the spec reporter lists."""
    hits = confirmed(lines, ANCHORS, hits)
    failures: list[Failure] = []
    for start in hits["failing"]:
        for number, parts, body in _entries(lines, start):
            block = Block(tool="mocha", first=number, subject=" ".join(parts), body=body)
            one = telling.failure(block)
            failures += [one] if one else []
    counts = _counts(lines, hits)
    runs = [list(_cases(lines, number)) for number in hits["passing"]]
    cases = [case for run in runs for case in run]
    complete = bool(cases) and len(cases) == sum(counts.values())
    return Findings(
        failures=tuple(failures),
        cases=tuple(cases) if complete else (),
        owned=(
            *((one.first_line, one.spans[-1].lines[-1][0]) for one in failures),
            *((_start(lines, run[0].line), run[-1].line) for run in runs if run),
        ),
        outcome="failed" if counts.get("failed") else "passed" if counts else None,
        counts={} if complete else counts,
    )


def _entries(lines: Lines, start: int) -> Iterator[tuple[int, list[str], list[Numbered]]]:
    """Yield first line, name and what is said of each entry: they count up from 1."""
    number, wanted = start + 1, 1
    while entry := _next(lines, number, wanted):
        first, match = entry
        parts, number = _name(lines, first, match)
        body: list[Numbered] = []
        for other, text in lines.between(number, number + LONGEST):
            begun = ENTRY.match(text)
            if (begun and int(begun["number"]) == wanted + 1) or STOP.match(text) or _left(body, text):
                break
            body.append((other, text))
        yield first, parts, body
        number, wanted = number + len(body), wanted + 1


def _next(lines: Lines, number: int, wanted: int) -> tuple[int, regex.Match[str]] | None:
    """Return the line of the entry with the wanted number, if it stands near."""
    for other, text in lines.between(number, number + 8):
        match = ENTRY.match(text.rstrip())
        if match and int(match["number"]) == wanted:
            return other, match
        if STOP.match(text):
            return None
    return None


def _left(body: Sequence[Numbered], text: str) -> bool:
    """Say whether an unindented line stands below the call stack of the last entry, and so below the list."""
    if not text.strip() or text.startswith("  ") or telling.FRAME.match(text):
        return False
    return any(telling.FRAME.match(said) for _, said in body)


def _name(lines: Lines, first: int, entry: regex.Match[str]) -> tuple[list[str], int]:
    """Return the parts of the name, suites and test, and the number of the line below them.

    The last part ends with a colon and is indented the furthest; names may go over several lines.
    """
    parts = [(entry["name"] or "").strip()]
    number = first
    while not (parts[-1].endswith(":") and not _deeper(lines, number, entry)):
        number += 1
        text = lines[number].strip() if number <= len(lines) else ""
        if number - first > NAMED or not (text or not any(parts)):
            break
        parts.append(text)
    else:
        number += 1
    named = [part for part in parts if part]
    return [*named[:-1], *(part.removesuffix(":") for part in named[-1:])], number


def _deeper(lines: Lines, number: int, entry: regex.Match[str]) -> bool:
    """Say whether the next line is a further part of the name: messages are indented less than parts."""
    text = lines[number + 1] if number < len(lines) else ""
    indent = len(text) - len(text.lstrip())
    return bool(text.strip()) and indent > len(entry["indent"]) + 4


def _start(lines: Lines, number: int) -> int:
    """Return the first line of the tree that a result stands in."""
    while number > 1 and lines[number - 1].strip():
        number -= 1
    return number


def _cases(lines: Lines, count: int) -> Iterator[Case]:
    """Yield the results above a count, as far up as the run goes."""
    first = max(1, count - TREE)
    for number in range(count - 1, first, -1):
        if COUNTED.match(lines[number]):
            first = number + 1
            break
    for number, suites, match in tree.results(lines, first, count - 1, MARK):
        outcome: Outcome = "failed" if match["number"] else "skipped" if match["mark"] == "-" else "passed"
        yield Case(line=number, subject=" ".join((*suites, match["name"])), outcome=outcome)


def _counts(lines: Lines, hits: Hits) -> Counts:
    counts: Counts = {}
    for number in sorted({number for numbers in hits.values() for number in numbers}):
        match = COUNTED.match(lines[number])
        if match:
            outcome = COUNTS[match["what"]]
            counts[outcome] = counts.get(outcome, 0) + int(match["count"])
    return counts


DIALECT = Dialect(name="mocha", anchors=ANCHORS, read=read)
