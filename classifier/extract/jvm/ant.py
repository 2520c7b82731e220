"""Read what Ant's junit task prints of tests, with `[junit]` before each line or without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.jvm import traces
from classifier.extract.jvm.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.jvm.traces import Trace
    from classifier.model import Numbered

ANCHORS = {
    "suite": r"^\s*(?:\[\w+\] +)?(?:Testsuite: |Running )[\w.$]+\s*$",
    "mark": r"(?:\sFAILED|\sCaused an ERROR)\s*$",
    "class": r"^\s*\[\w+\] +(?:Test|TEST) [\w.$]+ FAILED",
}

SUITE = re.compile(r"(?:Testsuite: |Running )(?P<class>[\w.$]+)$")
# `Testcase: adds(demo.ShopTest):	FAILED`, `Testcase: adds[2] took 0.01 sec`, whose end is in the next line
TESTCASE = re.compile(
    r"Testcase: (?P<name>\S.*?)(?:\((?P<class>[\w.$]+)\))?(?: took [\d.,]+ sec)?:?"
    r"(?:\s+(?P<mark>FAILED|Caused an ERROR))?$"
)
MARK = re.compile(r"\s+(?P<mark>FAILED|Caused an ERROR)$")
# `[junit] Test demo.ShopTest FAILED (crashed)`
CLASS = re.compile(r"(?:Test|TEST) (?P<class>[\w.$]+) FAILED(?: \(\w+\))?$")
STOP = re.compile(
    r"(?:Testcase: |Testsuite: |Running [\w.$]+$|Tests run: |-{5,} (?:Standard|---)"
    r"|(?:Test|TEST) [\w.$]+ FAILED)"
)
FURTHEST = 5_000
"""So far above a test is the name of its suite looked for."""


def told(lines: Lines, hits: Hits) -> list[Told]:
    """Return the tests that failed, and the classes of which nothing more is told than that they did."""
    out = [one for number in hits["mark"] if (one := _told(lines, number, hits)) is not None]
    groups = {one.group for one in out}
    for number in hits["class"]:
        found = CLASS.match(traces.bare(lines[number]))
        if found and found["class"] not in groups and not lines.echoed(number):
            out.append(Told(header=number, last=number, name=found["class"], said=found[0], phase="call"))
            groups.add(found["class"])
    return out


def _told(lines: Lines, number: int, hits: Hits) -> Told | None:
    """Return the test whose result stands in a line, or one below its name."""
    text = traces.bare(lines[number])
    header = number if TESTCASE.match(text) else number - 1
    mark = TESTCASE.match(text) or MARK.match(text)
    case = TESTCASE.match(traces.bare(lines[header])) if header else None
    if not case or not mark or not mark["mark"]:
        return None
    trace = _trace(list(_below(lines, number)))
    return Told(
        header=header,
        last=trace.last if trace else number,
        group=case["class"] or _suite(lines, header, hits),
        name=case["name"],
        trace=trace,
        said=case[0],
        outcome="error" if mark["mark"].endswith("ERROR") else "failed",
    )


def _trace(numbered: list[Numbered]) -> Trace | None:
    """Return the exception; the task prints its message once more before it."""
    frame = next((index for index, (_, text) in enumerate(numbered) if traces.is_frame(text)), 0)
    heads = [index for index in range(1, frame) if traces.HEAD.match(numbered[index][1])]
    return traces.read(numbered[heads[0] if heads else 0 :])


def _suite(lines: Lines, number: int, hits: Hits) -> str:
    """Return the suite that is named nearest above a line."""
    above = [one for one in hits["suite"] if number - FURTHEST <= one < number]
    names = (SUITE.match(traces.bare(lines[one])) for one in reversed(above))
    return next((found["class"] for found in names if found), "")


def _below(lines: Lines, number: int) -> Iterator[Numbered]:
    for below, text in traces.below(lines, number + 1):
        if STOP.match(text):
            return
        yield below, text
