"""Read Node.js's own test runner as its reporters for people print it."""

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
    from classifier.model import Counts, Failure, Numbered, Outcome, Range

ANCHORS: dict[str, str] = {
    # `✖ failing tests:`, of the reporter dot `Failed tests:`
    "list": r"^(?:✖ failing tests:|Failed tests:)$",
    # `✖ adds up prices (2.57484ms)`
    "mark": r"^ *(?:✖|✔|﹣) \S.* \([\d.]+ms\)",
    # `ℹ fail 4`
    "count": r"^ℹ (?:pass|fail|cancelled|skipped|todo) \d+$",
}

LONGEST = 400
"""Lines of one entry that are read."""
MARK = regex.compile(
    r" *(?P<mark>✖|✔|﹣) (?P<name>\S.*?) \((?P<took>[\d.]+ms)\)(?: # (?P<directive>\w+).*)?$"
)
MARKS: dict[str, Outcome] = {"✖": "failed", "✔": "passed", "﹣": "skipped"}
SUITE = regex.compile(r"▶ ")
ONLY_BELOW = regex.compile(r"\s*'?\d+ subtests? failed'?")
"""Of a suite: what failed stands in its tests."""
OBJECT = regex.compile(r"\s+(?:generatedMessage|code|actual|expected|operator|diff): |\s*\}$")
"""What Node prints of an error's properties, below its stack."""
COUNTED = regex.compile(r"ℹ (?P<what>\w+) (?P<count>\d+)$")
COUNTS: dict[str, Outcome] = {
    "pass": "passed", "fail": "failed", "cancelled": "failed", "skipped": "skipped", "todo": "skipped",
}  # fmt: skip


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each failed test, from the list at the end or else from the tree."""
    hits = confirmed(lines, ANCHORS, hits)
    if not hits["mark"] or not (hits["list"] or hits["count"]):
        return Findings()
    end = hits["list"][-1] if hits["list"] else len(lines) + 1
    results = list(_results(lines, [number for number in hits["mark"] if number < end]))
    names = {lines[case.line].strip(): case.subject for case in results}
    listed = [number for number in hits["mark"] if number > end] if hits["list"] else hits["mark"]
    failures: list[Failure] = []
    for number in listed:
        match = MARK.match(lines[number].rstrip())
        if match and _outcome(match) == "failed":
            subject = names.get(lines[number].strip(), match["name"])
            body = list(_body(lines, number))
            one = telling.failure(Block(tool="node", first=number, subject=subject, body=body))
            failures += [one] if one and not ONLY_BELOW.match(one.headline) else []
    counts = _counts(lines, hits["count"])
    return Findings(
        failures=tuple(failures),
        cases=tuple(
            case
            for above, case in zip([None, *results], results, strict=False)
            if not _holds_others(case, above)
        ),
        owned=(_owned(lines, hits["mark"], failures),),
        outcome="failed" if failures or counts.get("failed") else "passed" if counts else None,
    )


def _owned(lines: Lines, marks: Sequence[int], failures: Sequence[Failure]) -> Range:
    """Return first and last line of results and failures."""
    told = [number for one in failures for part in one.spans for number, _ in part.lines]
    below = [number for number, _ in _body(lines, marks[-1])]
    return marks[0], max([marks[-1], *told, *below])


def _results(lines: Lines, marks: Sequence[int]) -> Iterator[Case]:
    """Yield the results of the tree; the reporter dot has none."""
    if not marks:
        return
    first = marks[0]
    while first > 1 and SUITE.match(lines[first - 1].strip()):
        first -= 1
    for number, suites, match in tree.results(lines, first, marks[-1], MARK, least=0):
        titles = [title.removeprefix("▶ ") for title in suites if title.startswith("▶ ")]
        yield Case(line=number, subject=" > ".join((*titles, match["name"])), outcome=_outcome(match))


def _outcome(match: regex.Match[str]) -> Outcome:
    """Return the outcome of a result; what is still to be done may fail: `✖ is planned (0.4ms) # TODO`."""
    todo = match["mark"] == "✖" and match["directive"] == "TODO"
    return "xfailed" if todo else MARKS[match["mark"]]


def _holds_others(case: Case, above: Case | None) -> bool:
    """Say whether a result is that of a suite; its tests stand right above it."""
    return above is not None and above.subject.startswith(f"{case.subject} > ")


def _body(lines: Lines, number: int) -> Iterator[Numbered]:
    """Yield the lines below a mark that are indented further."""
    text = lines[number]
    indent = len(text) - len(text.lstrip())
    for other, below in lines.between(number + 1, number + LONGEST):
        depth = len(below) - len(below.lstrip())
        if below.strip() and depth <= indent:
            return
        if not OBJECT.match(below):
            yield other, below


def _counts(lines: Lines, hits: Sequence[int]) -> Counts:
    counts: Counts = {}
    for number in hits:
        match = COUNTED.match(lines[number].rstrip())
        if match:
            outcome = COUNTS[match["what"]]
            counts[outcome] = counts.get(outcome, 0) + int(match["count"])
    return counts


DIALECT = Dialect(name="node-test", anchors=ANCHORS, read=read)
