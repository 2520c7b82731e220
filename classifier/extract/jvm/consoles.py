"""Read the lists of failures that JUnit 4, the console of JUnit 5, and TestNG print themselves."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from classifier.extract.jvm import traces
from classifier.extract.jvm.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.jvm.traces import Trace
    from classifier.model import Numbered, Phase

ANCHORS = {
    "list": r"^\s*(?:\[\w+\] +)?There (?:was|were) \d+ (?:failure|error)s?:\s*$",
    "source": r"^\s*(?:\[\w+\] +)?\s+(?:MethodSource|ClassSource) \[className = '",
    "testng": r"^\s*(?:\[\w+\] +)?FAILED(?: CONFIGURATION)?: \S",
}

# `1) adds(demo.ShopTest)`, of JUnit 3 `1) testAdds(demo.ShopTest)junit.framework.AssertionFailedError: no`
LONGEST = 20_000
"""Lines of a list that are looked at."""
END = re.compile(r"FAILURES!!!|Tests run: |There (?:was|were) \d+ ")
ENTRY = re.compile(
    r"\s*\d+\) (?P<name>\S.*?)\((?P<class>(?:[\w$]+\.)*[A-Z][\w$]*)\)(?P<said>[\w.$]+(?:: .*)?)?$"
)
# `    MethodSource [className = 'demo.ShopTest', methodName = 'adds', methodParameterTypes = 'int, int']`
SOURCE = re.compile(
    r"\s+(?:Method|Class)Source \[className = '(?P<class>[^']+)'(?:, methodName = '(?P<method>[^']+)')?"
)
# `  JUnit Jupiter:ShopTest:adds(int, int):[2] 3, 5`
PATH = re.compile(r"\s+\S.*?:\S")
INVOCATION = re.compile(r":\[(?P<index>\d+)\][^:]*$")
ARROW = re.compile(r"\s+=> (?P<rest>.*)$")
# `FAILED: adds`, `FAILED: demo.ShopTest.adds(3, 5)`, `FAILED CONFIGURATION: @BeforeMethod setUp`
TESTNG = re.compile(r"FAILED(?: CONFIGURATION: @(?P<hook>\w+))?:? (?P<name>[\w$][\w$.]*)(?P<rest>[(\[].*)?$")
METHOD = re.compile(r"\s*at (?:[\w.-]+/)*(?P<class>[\w.$]+)\.(?P<method>[\w$]+)\(")
NEXT = re.compile(
    r"(?:FAILED|PASSED|SKIPPED)(?: CONFIGURATION)?: |={10,}|\s*\d+\) \S|Test run finished after"
    r"|FAILURES!!!|Tests run: "
)
"""What follows an entry of one of these lists."""


def told(lines: Lines, hits: Hits) -> list[Told]:
    """Return the tests that these lists name."""
    found = [_entry(lines, entry) for number in hits["list"] for entry in _entries(lines, number)]
    found += [_source(lines, number) for number in hits["source"]]
    found += [_testng(lines, number) for number in hits["testng"]]
    return [one for one in found if one is not None and not lines.echoed(one.header)]


def _entries(lines: Lines, number: int) -> Iterator[int]:
    """Yield the lines in which the entries of a list of JUnit 4 or 3 begin."""
    for below, text in traces.below(lines, number + 1, LONGEST):
        if END.match(text):
            return
        if ENTRY.match(text):
            yield below


def _entry(lines: Lines, number: int) -> Told | None:
    """Read an entry of JUnit 4 or 3, which is one only with a Java exception below it."""
    found = ENTRY.match(traces.bare(lines[number]))
    if not found:
        return None
    said = [(number, found["said"])] if found["said"] else []
    trace = traces.read([*said, *_below(lines, number + 1)])
    if trace is None or not trace.links[0].frames:
        return None
    return Told(header=number, last=trace.last, group=found["class"], name=found["name"], trace=trace)


def _source(lines: Lines, number: int) -> Told | None:
    """Read an entry of the console of JUnit 5 by the line that names class and method."""
    found = SOURCE.match(traces.bare(lines[number]))
    if not found or number == 1:
        return None
    above = traces.bare(lines[number - 1])
    index = INVOCATION.search(above)
    name = (found["method"] or "") + (f"[{index['index']}]" if index else "")
    trace = traces.read(_arrow(lines, number + 1))
    header = number - 1 if PATH.match(above) else number
    return Told(
        header=header, last=trace.last if trace else number,
        group=found["class"] if name else "", name=name or found["class"], trace=trace,
        said=above.strip(), phase=None if found["method"] else "setup",
    )  # fmt: skip


def _arrow(lines: Lines, first: int) -> Iterator[Numbered]:
    """Yield the lines of an entry's exception, the arrow before it taken off."""
    for number, text in _below(lines, first):
        found = ARROW.match(text)
        if SOURCE.match(text) or (number > first and found):
            return
        yield number, found["rest"] if found else text


def _testng(lines: Lines, number: int) -> Told | None:
    """Read an entry of TestNG, whose class stands in the call stack only."""
    found = TESTNG.match(traces.bare(lines[number]))
    if not found:
        return None
    trace = traces.read(_below(lines, number + 1))
    if trace is None or not trace.links[0].frames:
        return None
    hook = found["hook"]
    phase: Phase | None = None
    if hook:
        phase = "teardown" if hook.startswith("After") else "setup"
    name, parameters = found["name"], (found["rest"] or "").strip("()[]")
    return Told(
        header=number,
        last=trace.last,
        group="" if "." in name else _class_of(trace, name),
        name=f"{name}[{parameters}]" if parameters else name,
        tool="testng",
        trace=trace,
        phase=phase,
    )


def _class_of(trace: Trace, method: str) -> str:
    """Return the class in whose method of this name an exception was thrown."""
    frames = (METHOD.match(text) for link in trace.links for _, text in link.frames)
    return next((found["class"] for found in frames if found and found["method"] == method), "")


def _below(lines: Lines, first: int) -> Iterator[Numbered]:
    return takewhile(lambda one: not NEXT.match(one[1]), traces.below(lines, first))
