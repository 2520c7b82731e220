"""Read the failures of Boost.Test and CppUnit, each test once with all its checks that failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from classifier.extract.blocks import picked
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind

# `cart_test.cc(10): error: in "Sums/Adds": check add(2, 2) == 4 has failed [5 != 4]`
# `unknown location(0): fatal error: in "Crashes": memory access violation at address: 0x0`
BOOST = re.compile(r"(?P<file>\S.*?)\(\d+\): (?:fatal )?error:? in \"(?P<test>[^\"]+)\": (?P<said>.+)$")
BOOST_END = re.compile(r"\*\*\* (?:No errors detected)")
DIED = re.compile(r"memory access violation|signal: |SIG[A-Z]{3,}|child has exited")
# `1) test: CartTest::adds (F) line: 18 cart_test.cc`
CPPUNIT = re.compile(r"\d+\) test: (?P<test>\S.*?) \([FE]\) *(?:line: \d+ (?P<file>\S.*))?$")
DETAIL = re.compile(r"- (?P<said>.+)")
WIDTH = 400
"""Characters of a headline."""


class _Check(NamedTuple):
    tool: str
    test: str
    said: str
    numbers: tuple[int, ...]


def read(lines: Lines, hits: Hits) -> Findings:
    """Find one failure for each test: its first check that failed, the others in its text."""
    tests: dict[tuple[str, str], list[_Check]] = {}
    for check in _checks(lines, hits):
        tests.setdefault((check.tool, check.test), []).append(check)
    failures = tuple(_failure(lines, own) for own in tests.values())
    passed = any(BOOST_END.search(lines[number]) for number in hits["boost-end"]) and not failures
    return Findings(
        failures=failures,
        owned=tuple((one.numbers[0], one.numbers[-1]) for own in tests.values() for one in own),
        outcome="passed" if passed else None,
    )


def _checks(lines: Lines, hits: Hits) -> Iterator[_Check]:
    for number in hits["boost"]:
        found = BOOST.match(lines[number].rstrip())
        if found and not lines.echoed(number):
            yield _Check("boost.test", found["test"], found["said"], (number,))
    for number in hits["cppunit"]:
        found = CPPUNIT.match(lines[number].rstrip())
        if found:
            below = [at for at, text in lines.between(number + 1, number + 8) if text.strip()]
            said = [lines[at].strip() for at in below[:1]]
            details = []
            for at in below[1:]:
                if not DETAIL.match(lines[at]):
                    break
                details.append(at)
            told = ", ".join(" ".join(lines[at][2:].split()) for at in details)
            yield _Check(
                "cppunit",
                found["test"],
                f"{said[0].rstrip('.') if said else 'Failed'}{': ' if told else ''}{told}",
                (number, *below[: 1 + len(details)]),
            )


def _failure(lines: Lines, checks: list[_Check]) -> Failure:
    first = checks[0]
    kind: Kind = "crash" if any(DIED.search(one.said) for one in checks) else "test"
    return Failure(
        line=first.numbers[0],
        first_line=first.numbers[0],
        last_line=first.numbers[-1],
        kind=kind,
        tool=first.tool,
        headline=first.said[:WIDTH],
        spans=tuple(span for one in checks for span in picked("message", lines, one.numbers)),
        phase="call",
        subject=first.test,
        certainty=85,
    )


DIALECT = Dialect(
    name="checks",
    anchors={
        "boost": r"error:? in \"[^\"]+\": ",
        "boost-end": r"\*\*\* No errors detected",
        "cppunit": r"^\d+\) test: .+ \([FE]\)",
    },
    read=read,
)
