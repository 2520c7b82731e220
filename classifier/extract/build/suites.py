"""Read the tests that meson and automake run: every test with its result, and what failed ones printed."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.blocks import following, last_while, picked, without_blanks
from classifier.extract.build.ctest import NESTED, TELLING
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Outcome, Range

# `2/4 kite:lands          FAIL            0.03s   exit status 1`
# `3/4 kite:gusts / storm  FAIL            0.05s   killed by signal 11 SIGSEGV`
MESON = re.compile(
    r"^\s*\d+/\d+ (?P<name>\S.*?) +(?P<result>OK|FAIL|SKIP|TIMEOUT|ERROR|INTERRUPT|EXPECTEDFAIL"
    r"|UNEXPECTEDPASS) +[\d.]+ ?s\b *(?P<said>.*)$"
)
# `FAIL: flight.sh`, `XFAIL: wind.test 3 - from the north`
AUTOMAKE = re.compile(
    r"^(?P<result>PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): (?P<name>[^\s:]+(?: \d+(?: - .*| #.*)?)?)$"
)
OUTCOMES: dict[str, Outcome] = {
    "OK": "passed", "PASS": "passed", "SKIP": "skipped", "EXPECTEDFAIL": "xfailed", "XFAIL": "xfailed",
    "FAIL": "failed", "TIMEOUT": "failed", "INTERRUPT": "error", "ERROR": "error",
    "UNEXPECTEDPASS": "xpassed", "XPASS": "xpassed",
}  # fmt: skip
WRONG = ("failed", "error", "xpassed")
"""Outcomes that make both fail their run: also what passes although it should not."""

MESON_TOTAL = re.compile(r"^Ok: +\d+\s*$")
# `Testsuite summary for kite 1.0`; before automake 1.12 `1 of 3 tests failed`, `All 3 tests passed`
AUTOMAKE_TOTAL = re.compile(
    r"^(?:Testsuite summary for \S|\d+ of \d+ tests? (?:failed|did not)|All \d+ tests? (?:passed|behaved))"
)
# meson sets output between rules `――― ✀ ―――` and `――――――`; old ones between `--- command ---` and `-------`
OPENING = re.compile(r"^[―-]{3,} *(?:✀|command|stdout|stderr|8<) *[―-]{3,}$")
CLOSING = re.compile(r"^[―-]{7,}$")
HEADING = re.compile(r"^(?:stdout|stderr):$|^[―-]{3,} *(?:stdout|stderr) *[―-]{3,}$|^>>> ")
COMMAND = re.compile(r"^>>> |^\s*$")
NEAR_END = 100
"""So many lines may follow the last summary of a run that stands for the whole log."""
OUTPUT_LINES = 2_000
SHORT_OUTPUT = 8
"""An output of so many lines is shown whole, of a longer one the lines round the telling one."""


@dataclass(frozen=True)
class _Test:
    tool: str
    line: int
    name: str
    result: str
    said: str
    output: tuple[int, ...] = ()
    last: int = 0


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every test of every run, each of a run only once: lists of failures repeat them."""
    tests = [*_meson(lines, hits["meson"]), *_automake(lines, hits["automake"], hits["total"])]
    runs = [number for number in hits["total"] if _total(lines[number])]
    first: dict[tuple[int, str], _Test] = {}
    for test in tests:
        key = (bisect_left(runs, test.line) if test.tool == "automake" else 0, test.name)
        known = first.setdefault(key, test)
        if test.output and not known.output:
            first[key] = test
    cases = tuple(
        Case(line=one.line, subject=one.name, outcome=OUTCOMES[one.result]) for one in first.values()
    )
    failures = tuple(_failure(lines, one) for one in first.values() if OUTCOMES[one.result] in WRONG)
    owned: list[Range] = [(one.line, one.line) for one in tests]
    owned += [(one.line, max(one.last, one.line)) for one in tests if not _nested(lines, one)]
    # `make check` of a part says nothing of the commands that come long after it
    passed = runs and cases and not failures and len(lines) - runs[-1] <= NEAR_END
    return Findings(failures, cases, tuple(owned), "failed" if failures else "passed" if passed else None)


def _total(text: str) -> bool:
    return bool(MESON_TOTAL.search(text) or AUTOMAKE_TOTAL.search(text))


def _meson(lines: Lines, numbers: Sequence[int]) -> Iterator[_Test]:
    for number in numbers:
        found = MESON.search(lines[number].rstrip())
        if not found or lines.echoed(number):
            continue
        output, last = (
            ((), number) if OUTCOMES[found["result"]] == "passed" else _between_rules(lines, number)
        )
        yield _Test("meson", number, found["name"], found["result"], found["said"], output, last)


def _between_rules(lines: Lines, number: int) -> tuple[tuple[int, ...], int]:
    """Return what a test printed, which meson sets between two rules below its result, and the last line."""
    start = last_while(lines, number, lambda text: bool(COMMAND.search(text)), 3) + 1
    if start > len(lines) or not OPENING.search(lines[start]):
        return (), number
    last = last_while(
        lines, start, lambda text: not (CLOSING.search(text) or MESON.search(text)), OUTPUT_LINES
    )
    texts = tuple(at for at in range(start + 1, last + 1) if not HEADING.search(lines[at]))
    return texts, last


def _automake(lines: Lines, numbers: Sequence[int], totals: Sequence[int]) -> Iterator[_Test]:
    """Yield the results above a summary; the words alone are printed by too many others."""
    end = max((number for number in totals if AUTOMAKE_TOTAL.search(lines[number])), default=0)
    read_to = 0
    for number in numbers:
        found = AUTOMAKE.search(lines[number].rstrip()) if read_to < number < end else None
        if not found or lines.echoed(number):
            continue
        output: tuple[int, ...] = ()
        if _underlined(lines, number):
            output, read_to = _section(lines, number, found["name"])
        yield _Test("automake", number, found["name"], found["result"], "", output, read_to)


def _underlined(lines: Lines, number: int) -> bool:
    """Say whether a line is a heading; the rule below the last result is as long as the name of the suite."""
    return number < len(lines) and lines[number + 1].rstrip() == "=" * len(lines[number].rstrip())


def _section(lines: Lines, number: int, name: str) -> tuple[tuple[int, ...], int]:
    """Return what `test-suite.log` holds of a test below its underlined name, and the last line of it.

    `FAIL flight.sh (exit status: 1)` ends it.
    """
    ends = re.compile(rf"^[A-Z]+ {re.escape(name)} \(exit status: \d+\)$|^={{70,}}$")
    below = list(following(lines, number + 1, OUTPUT_LINES))
    last = next((at for at, text in below if ends.search(text)), number + 1)
    return tuple(at for at in range(number + 2, last) if lines[at].strip()), last


def _failure(lines: Lines, test: _Test) -> Failure:
    telling = next((at for at in test.output if TELLING.search(lines[at])), 0)
    line = telling or (test.line if test.said or not test.output else test.output[-1])
    first, last = _shown(lines, test, line)
    status = " ".join(f"{test.result} {test.said}".split())
    head = picked("message", lines, [test.line] if line == test.line else [test.line, line])
    return Failure(
        line=line,
        first_line=first,
        last_line=last,
        kind=_kind(test),
        tool=test.tool,
        headline=status if line == test.line else lines[line].strip(),
        spans=(*head, *picked("captured", lines, test.output)),
        role="wrapper" if _nested(lines, test) else "cause",
        phase="call",
        subject=test.name,
    )


def _shown(lines: Lines, test: _Test, line: int) -> Range:
    """Return the block: result and output when they are short, else the lines round the telling one."""
    last = without_blanks(lines, test.line, max([test.line, *test.output]))
    if last - test.line <= SHORT_OUTPUT:
        return test.line, last
    near = [at for at in test.output if line - 1 <= at <= line + 4]
    return (near[0], near[-1]) if near and line != test.line else (test.line, test.line)


def _kind(test: _Test) -> Kind:
    if test.result == "TIMEOUT":
        return "timeout"
    return "crash" if "killed by signal" in test.said else "test"


def _nested(lines: Lines, test: _Test) -> bool:
    """Say whether a test is itself a session of tests that its own dialect reads."""
    return any(NESTED.search(lines[at]) for at in test.output)


DIALECT = Dialect(
    name="suites",
    anchors={
        "meson": r"^\s*\d+/\d+ .* (?:OK  |FAIL  |SKIP  |TIMEOUT  |ERROR  |INTERRUPT  |EXPECTEDFAIL "
        r"|UNEXPECTEDPASS ) *[\d.]+ ?s\b",
        "automake": r"^(?:PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): ",
        "total": r"^Ok: +\d|^Testsuite summary for |^\d+ of \d+ tests? |^All \d+ tests? ",
    },
    read=read,
)
