"""Read the runs of ctest: every test with its result, and for those that failed what they printed."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from classifier.extract.blocks import following, last_while, picked, preceding
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Outcome, Range, Role

# `1/6 Test #1: check_pass .......................   Passed    0.00 sec`
# ` 2/11 Test  #2: check_assert .....................Subprocess aborted***Exception:   0.00 sec`
# `11/11 Test #11: output_differs ...***Failed  Required regular expression not found. Regex=[never printed`
RESULT = re.compile(
    r"^\s*(?:\d+/\d+\s+)?Test\s+#(?P<number>\d+): (?P<name>.+?) ?\.{2,}\s*"
    r"(?:(?P<passed>Passed)|(?P<how>[\w ]*)\*\*\*"
    r"(?P<status>Failed|Timeout|Exception|Not Run|Skipped)(?P<rest>.*))"
)
SECONDS = re.compile(r":?\s*[\d.]+ sec\s*$")
COMMAND = re.compile(r"^(\d+: )Test command: ")
# above the verbose output of a test: `2: Test timeout computed to be: 10000000`
SETTING = re.compile(r"^\d+: (?:Working Directory: |Test timeout computed |Environment variables: )")
START = re.compile(r"^\s*Start\s+\d+: ")
RUN = re.compile(r"^\s*Test project ")
TOTAL = re.compile(r"^\s*(?P<percent>\d+)% tests passed")
LIST = re.compile(r"^\s*The following tests FAILED:$")
# `	  2 - check_assert (Subprocess aborted)`, followed by the labels of the test
LISTED = re.compile(r"^\s+\d+ - (?P<name>.+?) \((?P<status>[\w :-]+)\)(?:\s.*)?$")
ERRORS = re.compile(r"^\s*Errors while running CTest")
CLOSING = re.compile(r"^\s*(?:Output from these tests are in: |Use \"--rerun-failed )")

TELLING = re.compile(
    r"\bAssert|\bassert(?:ion)?\b.*\bfail"
    r"|\b(?:error|ERROR|Error|FATAL|[Ff]atal|FAILED|FAIL|[Ff]ailed|[Ff]ailure|[Ee]xpected)\b"
    r"|\w(?:Error|Exception)\b|terminate called|[Cc]ould not find|[Uu]nable to|runtime error: |what\(\):"
)
"""Words by which a line of a test's output is likely the one that says why."""
SPEAKS = re.compile(r"^Timeout|[Rr]egular expression")
"""Results that say themselves why: `Failed: Required regular expression not found.`."""
NESTED = re.compile(r"^=+ (?:test session starts|short test summary info) =+$|^Ran \d+ tests? in [\d.]+s$")
"""Marks of a session that its own dialect reads, so that ctest's result is only a wrapper."""
OUTPUT_LINES = 5_000
LAUNCH_LINES = 40
SHORT_OUTPUT = 10
"""An output of so many lines is shown whole, of a longer one the lines round the telling one."""

Commands = dict[str, list[int]]
"""By the number of a test as verbose runs print it, the lines that name its command."""


@dataclass(frozen=True)
class _Result:
    line: int
    last: int
    name: str
    outcome: Outcome
    status: str
    output: tuple[int, ...]
    gutter: int


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every test of every run; a test that was repeated has failed when its last attempt did."""
    commands: Commands = {}
    for number in hits["command"]:
        if found := COMMAND.search(lines[number]):
            commands.setdefault(found[1], []).append(number)
    results = [one for number in hits["result"] for one in _result(lines, number, commands)]
    cases = tuple(_cases(results))
    runs = [number for number in hits["run"] if RUN.search(lines[number])]
    failures = [_failure(lines, one) for one in _last_attempts(results, runs) if _went_wrong(one)]
    owned: list[Range] = [bound for one in results for bound in _owned(one)]
    for number in hits["summary"]:
        if LIST.search(lines[number]):
            last = last_while(lines, number, lambda text: bool(LISTED.search(text)))
            owned.append((number, last))
            failures += _listed(lines, range(number + 1, last + 1), {one.name for one in results})
        elif ERRORS.search(lines[number]):
            last = last_while(lines, number, lambda text: bool(CLOSING.search(text)), 2)
            owned.append((number, last))
            failures.append(_wrapper(lines, number))
    return Findings(tuple(failures), cases, tuple(owned), _outcome(lines, hits["summary"]))


def _result(lines: Lines, number: int, commands: Commands) -> Iterator[_Result]:
    """Yield the result on this line with the numbers of the lines that the test printed."""
    found = RESULT.search(lines[number])
    if not found or lines.echoed(number):
        return
    last = number
    if "Regex=[" in (found["rest"] or "") and not SECONDS.search(lines[number]):
        last = next((at for at, text in following(lines, number, 20) if SECONDS.search(text)), number)
    output: tuple[int, ...] = ()
    gutter = 0
    if not found["passed"]:
        prefix = f"{found['number']}: "
        output = _verbose(lines, number, prefix, commands)
        gutter = len(prefix) if output else 0
        output = output or (*_printed_above(lines, number), *_printed_below(lines, last))
    yield _Result(number, last, found["name"], _outcome_of(found), _status(found), output, gutter)


def _verbose(lines: Lines, number: int, prefix: str, commands: Commands) -> tuple[int, ...]:
    """Return the lines that a verbose run prints with the number of the test: `2: running assert`."""
    own = commands.get(prefix, [])
    above = bisect_left(own, number)
    if not above:
        return ()
    below = lines.between(own[above - 1] + 1, number - 1)
    return tuple(at for at, text in below if text.startswith(prefix) and not SETTING.search(text))


def _printed_above(lines: Lines, number: int) -> tuple[int, ...]:
    """Return what stands between the start of a test and its result: `Could not find executable app`."""
    numbers: list[int] = []
    for at, text in preceding(lines, number, LAUNCH_LINES):
        if START.search(text):
            return tuple(reversed(numbers))
        if RESULT.search(text) or RUN.search(text):
            break
        numbers.append(at)
    return ()


def _printed_below(lines: Lines, last: int) -> tuple[int, ...]:
    """Return the lines that `--output-on-failure` prints below a result."""
    end = last_while(lines, last, lambda text: not _ends(text), OUTPUT_LINES)
    numbers = list(range(last + 1, end + 1))
    while numbers and not lines[numbers[-1]].strip():
        numbers.pop()
    return tuple(numbers)


def _ends(text: str) -> bool:
    return bool(START.search(text) or RESULT.search(text) or TOTAL.search(text) or RUN.search(text))


def _outcome_of(found: re.Match[str]) -> Outcome:
    if found["passed"]:
        return "passed"
    if found["status"] == "Skipped":
        return "skipped"
    if found["status"] == "Not Run":
        return "not_run" if "(Disabled)" in found["rest"] else "error"
    return "failed"


def _status(found: re.Match[str]) -> str:
    """Return in ctest's words how a test ended: `Timeout`, `Exception: SegFault`, `Subprocess aborted`."""
    if found["passed"]:
        return found["passed"]
    if found["how"].strip():
        return str(found["how"]).strip()
    rest = SECONDS.sub("", found["rest"]).strip()
    joint = "" if rest.startswith((":", "(")) or not rest else ": "
    return f"{found['status']}{joint}{rest}"


def _went_wrong(result: _Result) -> bool:
    return result.outcome in ("failed", "error")


def _last_attempts(results: Sequence[_Result], runs: Sequence[int]) -> list[_Result]:
    """Return the last result of each test within each run; `--repeat` shows a test more than once."""
    last = {(bisect_left(runs, one.line), one.name): one for one in results}
    return sorted(last.values(), key=lambda one: one.line)


def _cases(results: Sequence[_Result]) -> Iterator[Case]:
    attempts: dict[str, int] = {}
    for one in results:
        attempts[one.name] = attempts.get(one.name, 0) + 1
        yield Case(line=one.line, subject=one.name, outcome=one.outcome, attempt=attempts[one.name])


def _failure(lines: Lines, result: _Result) -> Failure:
    line = _telling(lines, result)
    first, last = _shown(result, line)
    nested = any(NESTED.search(lines[at][result.gutter :]) for at in result.output)
    near = [at for at in result.output if line < at <= line + 5]
    head = picked("message", lines, [*range(result.line, result.last + 1)])
    told = picked("message", lines, [line, *near], result.gutter) if line != result.line else ()
    role: Role = "wrapper" if nested else "cause"
    return Failure(
        line=line,
        first_line=first,
        last_line=last,
        kind=_kind(result.status),
        tool="ctest",
        headline=lines[line][result.gutter :].strip() if line != result.line else result.status,
        spans=(*head, *told, *picked("captured", lines, result.output, result.gutter)),
        role=role,
        phase="call",
        subject=result.name,
    )


def _telling(lines: Lines, result: _Result) -> int:
    """Return the line that says why: of the output when one of its lines does, else the result itself."""
    if SPEAKS.search(result.status):
        return result.line
    return next((at for at in result.output if TELLING.search(lines[at][result.gutter :])), result.line)


def _shown(result: _Result, line: int) -> Range:
    """Return the block: result and output when they stand together and are short, else the telling lines."""
    together = [result.line, result.last, *result.output]
    first, last = min(together), max(together)
    if last - first <= SHORT_OUTPUT:
        return first, last
    if line == result.line:
        return result.line, result.last
    near = [at for at in result.output if line - 2 <= at <= line + 5]
    return near[0], near[-1]


def _kind(status: str) -> Kind:
    if status.startswith("Timeout"):
        return "timeout"
    crashed = "Exception" in status or "aborted" in status or "SEGFAULT" in status or "killed" in status
    return "crash" if crashed else "test"


def _owned(result: _Result) -> Iterator[Range]:
    yield result.line, result.last
    if result.output and not result.gutter:
        yield min(result.output), max(result.output)
    if result.gutter:
        yield from ((at, at) for at in result.output)


def _listed(lines: Lines, numbers: range, known: set[str]) -> Iterator[Failure]:
    """Yield the failed tests that only the closing list names, as in a log that was cut."""
    for number in numbers:
        found = LISTED.search(lines[number])
        if found and found["name"] not in known:
            yield replace(
                _wrapper(lines, number), role="cause", subject=found["name"], headline=found["status"]
            )


def _wrapper(lines: Lines, number: int) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="test",
        tool="ctest",
        headline=lines[number].strip(),
        spans=(span("message", lines, number, number),),
        role="wrapper",
    )


def _outcome(lines: Lines, numbers: Sequence[int]) -> Literal["failed", "passed"] | None:
    """Return what the summaries say: failed when any of them tells of failures."""
    totals = [found["percent"] for number in numbers if (found := TOTAL.search(lines[number]))]
    if any(ERRORS.search(lines[number]) for number in numbers) or any(one != "100" for one in totals):
        return "failed"
    return "passed" if totals else None


DIALECT = Dialect(
    name="ctest",
    anchors={
        "result": r"Test +#\d+: .*(?:   Passed |\*\*\*(?:Failed|Timeout|Exception|Not Run|Skipped))",
        "run": r"Test project ",
        "command": r"^\d+: Test command: ",
        "summary": r"% tests passed|The following tests FAILED:|Errors while running CTest",
    },
    read=read,
)
