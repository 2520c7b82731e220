"""Read the lines in which `unittest -v` and its kin tell how each test ended, and the names they print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.extract.dialect import Lines
    from classifier.model import Outcome

ANCHOR = r" \.\.\.(?: |$)"
ENTRY = re.compile(r"\s*(?P<title>\S.*?) \.\.\.(?: (?P<rest>.*))?$")
"""`test_price (test_stock.StockTest.test_price) ... FAIL`, of xmlrunner `  test_day (...) ... ok (0.000s)`"""
STATUS = re.compile(
    r"(?P<word>ok|FAIL|ERROR|expected failure|unexpected success|skipped|SKIP(?=$|:))"
    r"(?: u?['\"].*|(?<=SKIP): .*| \([\d.]+s\))?$"
)
"""`ok`, `skipped 'no network here'`, of nose `SKIP: no network`"""
METHOD = re.compile(
    r"(?P<method>\S.*?) \((?P<path>[A-Za-z_][^\s()]*?(?:\.(?P=method))?)\)"
    r"(?P<subtest>(?: \[.*\])?(?: \(.*\))?)"
)
"""`test_x (test_a.ATest)`; since Python 3.11 `test_x (test_a.ATest.test_x)`; of a subtest
`test_x (test_a.ATest) [label] (number=3)`"""
TEST_NAME = re.compile(r"test|runTest|setUp|tearDown", re.IGNORECASE)
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+(?:\(.*\)|:\d+)?")
"""nose and nose2: `test_pump.test_levels(1,) ... ok`, `test_lamp.test_color ... FAIL`"""
LOADERS = "unittest.loader."
"""`tests.test_a (unittest.loader._FailedTest.tests.test_a)`: stands for a module that can't be loaded."""
FUNCTION_CASE = "unittest.case.FunctionTestCase"
"""`unittest.case.FunctionTestCase (test_pump)`: a test that is a function."""
OUTCOMES: Mapping[str, Outcome] = {
    "ok": "passed", "FAIL": "failed", "ERROR": "error", "skipped": "skipped", "SKIP": "skipped",
    "expected failure": "xfailed", "unexpected success": "xpassed",
}  # fmt: skip
LONGEST = 1_000
"""A longer text is no test's name."""
REACH = 500
"""An outcome is looked for so many lines below its test, past the test's own output."""


@dataclass(frozen=True, slots=True)
class Named:
    """A test that was named while it ran; `outcome` is None when none was seen up to the line `end`.

    A `plain` name is to be believed only above a summary: other programs print such lines too.
    """

    line: int
    subject: str
    plain: bool
    outcome: Outcome | None
    end: int


def method_in(title: str) -> re.Match[str] | None:
    """Return the parts of a name such as `test_x (test_a.ATest)`, None when it has another form."""
    return METHOD.fullmatch(title) if len(title) <= LONGEST else None


def subject_of(title: str) -> str:
    """Return a test's name as module.class.method, whichever form it was printed in, without its subtest.

    A module that could not be loaded is its own subject; what has another form is returned as it is.
    """
    found = method_in(title)
    if not found:
        return title
    method, path = found["method"], found["path"]
    if path.startswith(LOADERS):
        return method
    if method in (FUNCTION_CASE, path) or path.endswith(f".{method}"):
        return path
    return f"{path}.{method}"


def named(lines: Lines, numbers: Sequence[int]) -> list[Named]:
    """Return the tests named on these lines, with the outcomes told there or below."""
    entries = list(_entries(lines, numbers))
    ends = [*(line for line, _, _, _ in entries[1:]), len(lines) + 1][: len(entries)]
    return [
        Named(line, subject, plain, *_outcome(lines, at, rest, end))
        for (line, subject, (at, rest), plain), end in zip(entries, ends, strict=True)
    ]


def _entries(lines: Lines, numbers: Sequence[int]) -> Iterator[tuple[int, str, tuple[int, str], bool]]:
    """Yield line, subject, where the outcome may stand, and whether the name is a plain one."""
    for number in numbers:
        entry = ENTRY.match(lines[number])
        if not entry:
            continue
        title, rest = entry["title"], entry["rest"] or ""
        method = method_in(title)
        if method:
            if not method["subtest"] and _is_test(method):
                yield number, subject_of(title), (number, rest), False
            continue
        above = method_in(lines[number - 1].strip()) if number > 1 else None
        if above and _is_test(above):
            yield number - 1, subject_of(above[0]), (number, rest), False
        elif DOTTED.fullmatch(title) and STATUS.match(rest):
            yield number, title, (number, rest), True


def _is_test(method: re.Match[str]) -> bool:
    """Say whether a name before parentheses is a test's: `Building wheel for a (setup.py) ...` is none."""
    name, path = method["method"], method["path"]
    return bool(TEST_NAME.match(name)) or (" " not in name and ("." in path or path == name))


def _outcome(lines: Lines, number: int, rest: str, end: int) -> tuple[Outcome | None, int]:
    """Return the outcome and its line; what a test prints stands between its name and its outcome."""
    told = STATUS.match(rest)
    if told:
        return OUTCOMES[told["word"]], number
    for at, text in lines.between(number + 1, min(end - 1, number + REACH)):
        told = STATUS.match(text)
        if told:
            return OUTCOMES[told["word"]], at
    return None, number
