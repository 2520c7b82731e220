"""Read the failed tests of ScalaTest, specs2, MUnit, ScalaCheck, and of JUnit under sbt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.jvm import traces
from classifier.extract.jvm.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered

LEAD = r"^\s*(?:\[\w+\] +)?"
ANCHORS = {
    "scalatest": rf"{LEAD}- .* \*\*\* FAILED \*\*\*|\*\*\* ABORTED \*\*\*",
    "specs2": r"^\[error\] +[x!] \S",
    "munit": rf"{LEAD}==> X \S",
    "scalacheck": rf"{LEAD}! .*: (?:Falsified|Exception raised|Gave up) ",
    "sbt": rf"{LEAD}Test \S.* failed: .*, took [\d.,]+ s",
}

PATTERNS = {
    # `[info]   - adds two numbers *** FAILED *** (12 milliseconds)`, `[info] demo.ShopSpec *** ABORTED ***`
    "scalatest": re.compile(
        r"(?P<indent> *)(?:- )?(?P<name>\S.*?) \*\*\* (?:FAILED|ABORTED) \*\*\*(?: \(.*\))?$"
    ),
    # `[error]     x adds two numbers`, `[error]     ! reads the settings`
    "specs2": re.compile(r"(?P<indent> *)[x!] (?P<name>\S.*)$"),
    # `==> X demo.ShopSuite.adds  0.012s munit.ComparisonFailException: /demo/ShopSuite.scala:6`
    "munit": re.compile(r"==> X (?P<name>\S.*?) {1,2}[\d.]+m?s(?: (?P<said>\S.*))?$"),
    # `[info] ! Shop.adds: Falsified after 3 passed tests.`
    "scalacheck": re.compile(
        r"(?P<indent> *)! (?P<name>\S.*?): (?P<said>(?:Falsified|Exception raised|Gave up) .*)$"
    ),
    # `[error] Test demo.ShopTest.adds failed: expected:<5> but was:<4>, took 0.006 sec`
    "sbt": re.compile(r"Test (?P<name>[\w.$]+\S*) failed: (?P<said>.*), took [\d.,]+ s(?:ec|econds)?$"),
}  # fmt: skip
TOOLS = {"sbt": "junit"}
SUITE = re.compile(r"(?P<suite>(?:[\w$]+\.)*[A-Z][\w$]*)(?P<colon>:)?$")
"""`[info] ShopSpec:` of ScalaTest, `[info] ShopSpec` of specs2"""
FURTHEST = 500
"""So far above a test is the name of its suite looked for."""
LONGEST = 200
SOURCE = re.compile(r"\d+:(?: |$)")
"""`5:  test("adds") {`: the code that MUnit quotes."""
FILE = re.compile(r"(?<=: )/?[\w./-]+\.scala:\d+$")
NEXT = re.compile(
    r"==> |[+x!-] |Test \S+ (?:failed|started|ignored)|(?:\w+\.)*\w*(?:Suite|Test|Spec)\w*:"
    r"|Tests: |Passed: |Failed: "
)


def told(lines: Lines, hits: Hits) -> list[Told]:
    """Return the tests that failed."""
    found = (_told(lines, number, name) for name in PATTERNS for number in hits[name])
    return [one for one in found if one is not None]


def _told(lines: Lines, number: int, name: str) -> Told | None:
    found = PATTERNS[name].match(traces.bare(lines[number]))
    if not found or lines.echoed(number):
        return None
    groups = found.groupdict()
    said = FILE.sub("", groups.get("said") or "").rstrip()
    first = [(number, said)] if said else []
    trace = traces.read([*first, *_below(lines, number, groups.get("indent"))])
    group = _suite(lines, number) if "indent" in groups and name != "scalacheck" else ""
    return Told(
        header=number, last=trace.last if trace else number, tool=TOOLS.get(name, name),
        group=group, name=found["name"], trace=trace, said=traces.bare(lines[number]).strip(),
    )  # fmt: skip


def _below(lines: Lines, number: int, indent: str | None) -> Iterator[Numbered]:
    """Yield what belongs to a test: the lines further in than its own, or all up to the next one."""
    for below, text in traces.below(lines, number + 1, LONGEST):
        own = text.strip()
        if own and (NEXT.match(own) or (indent is not None and not text.startswith(f"{indent} "))):
            return
        if not SOURCE.match(own):
            yield below, text


def _suite(lines: Lines, number: int) -> str:
    """Return the suite that is named nearest above a line, at the margin."""
    for above in range(number - 1, max(0, number - FURTHEST), -1):
        text = lines[above]
        found = SUITE.match(traces.bare(text))
        if found and (found["colon"] or text.startswith("[info] ")):
            return found["suite"]
    return ""
