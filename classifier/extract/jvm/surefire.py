"""Read what Maven's Surefire and Failsafe tell of tests while they run, class by class."""

from __future__ import annotations

import bisect
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
    "test": r"<<< (?:FAILURE|ERROR)!",
    "running": r"^(?:\[INFO\] +)?Running [\w.$]+\s*$",
}

MARK = r"(?:\[(?:ERROR|INFO|WARNING)\] +)?"
# `adds(demo.ShopTest)  Time elapsed: 0.02 sec  <<< FAILURE!`,
# `[ERROR] demo.ShopTest.adds -- Time elapsed: 0.012 s <<< ERROR!`
TEST = re.compile(
    rf"^(?!.*Tests run:){MARK}(?P<name>\S.*?) +(?:-- )?Time elapsed: [\d.,]+ s(?:ec)?\b"
    r".*<<< (?P<verdict>FAILURE|ERROR)!"
)
# `[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.1 s <<< FAILURE! - in demo.A`
CLASS = re.compile(rf"^{MARK}Tests run:.*<<< (?:FAILURE|ERROR)!(?: --? in (?P<class>\S+))?")
RUNNING = re.compile(r"^(?:\[INFO\] +)?Running (?P<class>[\w.$]+)\s*$")
OLD = re.compile(r"(?P<name>.+?)(?: on instance \S+?)?\((?P<class>[\w.$]+)\)$")
"""`adds(demo.ShopTest)`, and of JUnit tests under TestNG `adds on instance adds(demo.A)(demo.A)`"""
STOP = re.compile(
    r"^\[(?:INFO|ERROR|WARNING|DEBUG)\]|^Running [\w.$]+$|^Tests run:|<<< (?:FAILURE|ERROR)!|^Results ?:"
    r"|^(?:Failed tests|Tests in error):"
)
"""What can't belong to an exception any more."""


def told(lines: Lines, hits: Hits) -> list[Told]:
    """Return the tests that are told of while they run, each as often as it failed."""
    classes = Classes(lines, hits)
    return [
        one for number in hits["test"] if (one := _told(lines, number, classes.above(number))) is not None
    ]


def failed_classes(lines: Lines, hits: Hits) -> list[Told]:
    """Return the classes that are said to have failed, in case nothing more is said of them."""
    classes = Classes(lines, hits)
    return [
        Told(header=number, last=number, name=name, phase="call")
        for number in hits["test"]
        if CLASS.search(lines[number]) and (name := classes.above(number))
    ]


class Classes:
    """The classes of tests that a log names, with the lines in which it does."""

    def __init__(self, lines: Lines, hits: Hits) -> None:
        named = [(number, one) for number in hits["running"] if (one := RUNNING.search(lines[number]))]
        named += [(number, one) for number in hits["test"] if (one := CLASS.search(lines[number]))]
        named.sort(key=lambda pair: pair[0])
        self._lines = [number for number, one in named if one["class"]]
        self._names = [one["class"] for _, one in named if one["class"]]
        simple: dict[str, set[str]] = {}
        for name in self._names:
            simple.setdefault(re.split(r"[.$]", name)[-1], set()).add(name)
        self._full = {short: names.pop() for short, names in simple.items() if len(names) == 1}

    def above(self, number: int) -> str:
        """Return the class that was named last at a line, empty if none was."""
        place = bisect.bisect_right(self._lines, number)
        return self._names[place - 1] if place else ""

    def full(self, name: str) -> str:
        """Return the full name of a class, as far as the log knows one of this simple name."""
        return self._full.get(re.split(r"[.$]", name)[-1], name) if "." not in name else name


def _told(lines: Lines, number: int, class_: str) -> Told | None:
    found = TEST.search(lines[number])
    if not found or lines.echoed(number):
        return None
    group, name = named(found["name"], class_)
    trace = traces.read(_below(lines, number))
    return Told(
        header=number,
        last=trace.last if trace else number,
        group=_nested(group, trace) if trace else group,
        name=name,
        trace=trace,
        outcome="error" if found["verdict"] == "ERROR" else "failed",
        said=lines[number].strip().removeprefix("[ERROR]").strip(),
    )


def named(text: str, class_: str) -> tuple[str, str]:
    """Return class and test of `adds(demo.ShopTest)` or `demo.ShopTest.adds(int)[1]`, given what runs."""
    if class_ and (text == class_ or text.startswith((f"{class_}.", f"{class_}$"))):
        return "", text
    old = OLD.match(text)
    if old and ("." in old["class"] or old["class"] == class_ or ("." not in old["name"] and not class_)):
        return old["class"], old["name"]
    simple = re.split(r"[.$]", class_)[-1]
    if "." in text.partition("(")[0] and not text.startswith(f"{simple}."):
        return "", text
    return class_, text.removeprefix(f"{simple}.") if simple else text


def _nested(class_: str, trace: Trace) -> str:
    """Return the nested class that the call stack names: Surefire 2 says the outer one."""
    nested = re.compile(rf"\s*at (?:[\w.-]+/)*(?P<class>{re.escape(class_)}(?:\$[A-Z]\w*)+)\.")
    found = (nested.match(text) for _, text in trace.links[0].frames) if class_ else ()
    return next((one["class"] for one in found if one), class_)


def _below(lines: Lines, number: int) -> Iterator[Numbered]:
    """Yield the lines below a test that may belong to its exception."""
    for below, text in lines.between(number + 1, number + traces.LONGEST):
        if STOP.search(text):
            return
        yield below, text.rstrip()
