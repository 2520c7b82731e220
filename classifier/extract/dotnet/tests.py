"""Read the failed tests of `dotnet test`, xUnit, NUnit and MSTest: each once, with what it expected."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from classifier.extract.blocks import following, picked
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.dotnet.layouts import (
    ARROWS,
    FRAME,
    LAYOUTS,
    LOGGED,
    SECTION,
    XUNIT_PREFIX,
    Layout,
)
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Outcome, Phase

LONGEST = 300
SHOWN = 12
TOLD = 4
WIDTH = 400
"""Lines of a block that are read and shown, lines and characters of a headline."""

# `  Passed Shop.CartTests.Adds [1 ms]`
RESULT = re.compile(r" {1,4}(?P<word>Passed|Failed|Skipped) (?P<test>\S.*?) \[[^]]*\d ?\w*\]$")
OUTCOMES: Mapping[str, Outcome] = {"Passed": "passed", "Failed": "failed", "Skipped": "skipped"}
# `Failed!  - Failed:     2, Passed:     3, Skipped:     0, Total:     5, Duration: 24 ms - Shop.Tests.dll`
# `Total tests: 5. Passed: 3. Failed: 2. Skipped: 0.`
# `   Shop.Tests  Total: 5, Errors: 0, Failed: 1, Skipped: 1, Time: 0.225s`
# `  Test Count: 7, Passed: 3, Failed: 4, Warnings: 0, Inconclusive: 0, Skipped: 0`
# `Tests run: 7, Errors: 2, Failures: 3, Inconclusive: 0, Time: 0.2718985 seconds`
# `Test summary: total: 2, failed: 1, succeeded: 1, skipped: 0, duration: 1.4s`
TOTAL = re.compile(
    r"(?:(?:Failed|Passed)! +- |Total tests: \d+\. |\s+\S+ +Total: \d+, Errors: |\s+Test Count: \d+, "
    r"|Tests run: \d+, Errors: \d+, Failures: \d+, Inconclusive: |Test summary: total: )"
)
COUNT = re.compile(
    r"\b(?P<word>Passed|Failed|Skipped|Errors|Failures|failed|succeeded|skipped|Total|Tests run): +(?P<n>\d+)"
)
ALL = ("Total", "Tests run")
SAID: Mapping[str, Outcome] = {
    "Passed": "passed", "succeeded": "passed", "Failed": "failed", "failed": "failed", "Failures": "failed",
    "Errors": "error", "Skipped": "skipped", "skipped": "skipped",
}  # fmt: skip
PHASES: Mapping[str, Phase] = {"SetUp": "setup", "Set": "setup", "TearDown": "teardown", "Tear": "teardown"}


class _Told(NamedTuple):
    """One heading with its block; `parts` are the numbers of its lines by section."""

    layout: Layout
    test: str
    head: int
    last: int
    said: str
    parts: Mapping[str, Sequence[int]]
    phase: Phase

    @property
    def line(self) -> int:
        """The line that says why: the first one of the message."""
        return self.parts["message"][0] if self.parts["message"] else self.head


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each test that failed, of several reports of it the fullest."""
    told = [one for name in LAYOUTS for number in hits[name] for one in _told(lines, name, number)]
    fullest: dict[str, _Told] = {}
    for one in told:
        known = fullest.get(one.test)
        if known is None or len(one.parts["message"]) > len(known.parts["message"]) + 1:
            fullest[one.test] = one
    counts = _counts(lines, hits["total"])
    bad = counts["failed"] + counts["error"]
    return Findings(
        failures=tuple(_failure(lines, one) for one in fullest.values()),
        cases=tuple(_cases(lines, hits["result"])),
        owned=tuple((one.head, one.last) for one in told),
        outcome="failed" if told or bad else "passed" if counts["passed"] else None,
        counts=dict(counts),
    )


def _told(lines: Lines, name: str, number: int) -> Iterator[_Told]:
    """Yield the failed test that a heading names, with its block."""
    layout = LAYOUTS[name]
    found = layout.head.match(_plain(lines[number]))
    if not found or lines.echoed(number):
        return
    groups = found.groupdict()
    test, said = groups.get("test") or groups.get("old"), groups.get("said") or ""
    below = _below(lines, number, layout)
    if name == "logger" and not test and below and (more := LOGGED.match(lines[below[0][0]])):
        test, said = more["test"], more["said"]
    parts = _parts(below)
    if not test or (groups.get("old") and "explicit" not in parts):
        return
    yield _Told(
        layout=layout,
        test=test,
        head=number,
        last=below[-1][0] if below else number,
        said=said,
        parts=parts,
        phase=PHASES.get((groups.get("how") or "").split(" ", maxsplit=1)[0], "call"),
    )


def _plain(text: str) -> str:
    """Return a line without xUnit's prefix; `dotnet test` indents by it."""
    return XUNIT_PREFIX.sub("", text, count=1).rstrip()


def _below(lines: Lines, head: int, layout: Layout) -> list[Numbered]:
    """Return the lines of a block below its heading, blank ones at its end left out."""
    prefixed = bool(XUNIT_PREFIX.match(lines[head]))
    found: list[Numbered] = []
    for number, text in following(lines, head, LONGEST):
        if prefixed != bool(XUNIT_PREFIX.match(text)):
            break
        plain = _plain(text)
        if layout.ends.match(plain) and (plain or not _goes_on(lines, number)):
            break
        found.append((number, plain))
    while found and not found[-1][1]:
        found.pop()
    return found


def _goes_on(lines: Lines, blank: int) -> bool:
    """Say whether a call stack follows below a blank line: NUnit 2 parts them so."""
    return blank < len(lines) and bool(FRAME.match(lines[blank + 1]))


def _parts(below: Sequence[Numbered]) -> dict[str, Sequence[int]]:
    """Return the lines of a block by section: message, frames, captured; `explicit` where one is named."""
    parts: dict[str, list[int]] = {"message": [], "frames": [], "captured": []}
    part = "message"
    for number, text in below:
        section = SECTION.match(text)
        if section:
            parts.setdefault("explicit", []).append(number)
            part = {"Error Message": "message", "Stack Trace": "frames"}.get(section["name"], "captured")
        elif part == "message" and FRAME.match(text):
            part = "frames"
            parts[part].append(number)
        elif text:
            parts[part].append(number)
    return dict(parts)


def _failure(lines: Lines, one: _Told) -> Failure:
    message = one.parts["message"]
    shown = message[:SHOWN]
    return Failure(
        line=one.line,
        first_line=one.head,
        last_line=shown[-1] if shown else one.head,
        kind="test",
        tool=one.layout.tool,
        headline=_headline(lines, one),
        spans=(
            *picked("message", lines, message or [one.head]),
            *picked("frames", lines, one.parts["frames"]),
            *picked("captured", lines, one.parts["captured"]),
        ),
        phase=one.phase,
        subject=one.test,
        certainty=85,
    )


def _headline(lines: Lines, one: _Told) -> str:
    """Return the message in one line: `Assert.Equal() Failure: Values differ Expected: 5 Actual: 4`."""
    texts = [_plain(lines[number]).strip() for number in one.parts["message"]]
    if one.said:
        texts = [one.said, *texts[1 if texts and texts[0].endswith(one.said) else 0 :]]
    telling = [text for text in texts if not ARROWS.match(text)][:TOLD]
    return " ".join(" ".join(telling).split())[:WIDTH] or f"{one.test} failed"


def _cases(lines: Lines, numbers: Sequence[int]) -> Iterator[Case]:
    for number in numbers:
        found = RESULT.match(lines[number].rstrip())
        if found:
            yield Case(line=number, subject=found["test"], outcome=OUTCOMES[found["word"]])


def _counts(lines: Lines, numbers: Sequence[int]) -> Counter[Outcome]:
    """Return the sum of what the summaries of all assemblies say."""
    counts: Counter[Outcome] = Counter()
    for number in numbers:
        if TOTAL.match(lines[number]) and not lines.echoed(number):
            words = {found["word"]: int(found["n"]) for found in COUNT.finditer(lines[number])}
            total = next((words.pop(word) for word in ALL if word in words), 0)
            rest = {} if words.keys() & {"Passed", "succeeded"} else {"Passed": total - sum(words.values())}
            for word, count in (words | rest).items():
                counts[SAID[word]] += count
    return Counter({outcome: count for outcome, count in counts.items() if count > 0})


DIALECT = Dialect(
    name="dotnet",
    anchors={
        **{name: layout.anchor for name, layout in LAYOUTS.items()},
        "result": r"^ {1,4}(?:Passed|Failed|Skipped) \S.* \[[^]]*\d ?\w*\]$",
        "total": r"Failed!  - |Passed!  - |^Total tests: \d+\. | Total: \d+, Errors: |^\s+Test Count: \d+, "
        r"|^Tests run: \d+, Errors: \d+, Failures: \d+, Inconclusive: |^Test summary: total: ",
    },
    read=read,
)
