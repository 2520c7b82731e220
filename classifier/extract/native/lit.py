"""Read the runs of lit, LLVM's runner: every test with its result, and what those that failed printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import picked
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Outcome, Range

# `FAIL: Cart :: add.mlir (1 of 12)`, `TIMEOUT: Cart :: slow.test (2 of 12)`
RESULT = re.compile(
    r"(?P<result>PASS|FLAKYPASS|FAIL|XFAIL|XPASS|UNSUPPORTED|SKIPPED|EXCLUDED|UNRESOLVED|TIMEOUT): "
    r"(?P<name>\S.* :: .*?) \(\d+ of \d+\)$"
)
OUTCOMES: dict[str, Outcome] = {
    "PASS": "passed",
    "FLAKYPASS": "passed",
    "FAIL": "failed",
    "TIMEOUT": "failed",
    "UNRESOLVED": "error",
    "XFAIL": "xfailed",
    "XPASS": "xpassed",
    "UNSUPPORTED": "skipped",
    "SKIPPED": "skipped",
}
# `******************** TEST 'Cart :: add.mlir' FAILED ********************`
BLOCK = re.compile(r"\*{10,} TEST '(?P<name>.+)' (?P<status>FAILED|TIMED OUT|UNRESOLVED|XPASS) \*{10,}$")
BLOCK_END = re.compile(r"\*{10,}$")
# `Failed Tests (6):`, `Unexpectedly Passed Tests (1):`, `Timed Out Tests (1):`, below `  Cart :: add.mlir`
LIST = re.compile(
    r"(?:Failed|Timed Out|Unresolved|Unexpectedly Passed|Unexpected Passing|Unexpected Failing)"
    r" Tests \(\d+\):$"
)
LISTED = re.compile(r" {2,}(?P<name>\S.* :: .*)$")
GUTTER = re.compile(r"# (?:\| )?")
"""lit 17 and later put this before what a command printed."""
SAYS = re.compile(
    # `add.mlir:3:11: error: CHECK: expected string not found in input`, `loc("x":1:2): error: ...`
    r"(?P<error>\S.*?: (?:fatal )?error: .+)|(?P<message>(?:error|LLVM ERROR|FATAL|fatal error): .+)"
    r"|(?P<crash>.*(?:Assertion `.*' fail|UNREACHABLE executed|Sanitizer: |: runtime error: ).*|Stack dump:)"
)
WEAK = re.compile(
    r"error: command (?:failed|had) |error: no match found|\| +error: |.*: error: no match expected"
)
"""What only says that there is an error above or below."""
ENDED = re.compile(
    r"error: command (?:failed with exit (?:status|code).*|reached timeout.*|had .*)|Exit Code: -?\d+"
)
RESULT_OF_PASS = re.compile(r"XPASS: ")
FILECHECK = re.compile(r"error: [\w-]+: (?:expected string not found|excluded string found|is not on the)")
"""`add.mlir:3:11: error: CHECK: expected string not found in input`; below, the line of the directive."""
DIRECTIVE = re.compile(r"[A-Z][\w-]*(?:\{[^}]*\})?:\s*(?P<text>\S.*)$")
PLACE = re.compile(r"^\S+?:\d+(?::\d+)?: (?=(?:fatal )?error: )")
LONGEST = 2_000
SHOWN = 8
"""Lines of a test's output that are read, and lines below the telling one that are shown."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every test with its result; a log that tells of failed tests alone gives those."""
    results = [(number, RESULT.search(lines[number].rstrip())) for number in hits["result"]]
    cases = [
        Case(line=number, subject=found["name"], outcome=OUTCOMES[found["result"]])
        for number, found in results
        if found and found["result"] in OUTCOMES
    ]
    failures: dict[str, Failure] = {}
    owned: list[Range] = []
    starts = [(number, BLOCK.search(lines[number].rstrip())) for number in hits["block"]]
    blocks = [(number, found) for number, found in starts if found]
    ends = [number - 1 for number, _ in blocks[1:]] + [len(lines)]
    for (number, block), end in zip(blocks, ends, strict=False):
        last = _last(lines, number, end)
        owned.append((number, last))
        failures.setdefault(block["name"], _failure(lines, block["name"], block["status"], number, last))
    for number, found in results:
        if found and found["result"] in {"FAIL", "TIMEOUT", "XPASS", "UNRESOLVED"}:
            owned.append((number, number))
            failures.setdefault(found["name"], _bare(lines, found["name"], number, found["result"]))
    for number in hits["list"]:
        for at, name in _listed(lines, number):
            owned.append((at, at))
            failures.setdefault(name, _bare(lines, name, at, lines[number].split(" Tests")[0].strip()))
    passed = bool(cases) and not failures
    return Findings(tuple(failures.values()), tuple(cases), tuple(owned), "passed" if passed else None)


def _last(lines: Lines, first: int, last: int) -> int:
    """Return the last line of the output of a test, which begins in a line, before that of the next."""
    last = min(first + LONGEST, last)
    for number, text in lines.between(first + 1, last):
        if BLOCK_END.match(text.rstrip()):
            return number
    return last


def _failure(lines: Lines, name: str, status: str, first: int, last: int) -> Failure:
    line, said = _said(lines, first, last)
    shown = line
    for number, text in lines.between(line + 1, min(line + SHOWN, last)):
        plain = GUTTER.sub("", text.rstrip(), count=1)
        if not plain or plain.startswith(("`---", "--", "Input file:", "error: ", "# executed")):
            break
        shown = number
    message = list(range(line, shown + 1))
    return Failure(
        line=line,
        first_line=line,
        last_line=shown,
        kind=_kind(status, said),
        tool="lit",
        headline=_headline(lines, line, said),
        spans=(
            *picked("message", lines, message, _gutter(lines[line])),
            span("captured", lines, first, last),
        ),
        phase="call",
        subject=name,
        certainty=85,
    )


def _headline(lines: Lines, line: int, said: str) -> str:
    """Return what a test says, with the directive that FileCheck did not find."""
    told = PLACE.sub("", said)
    if FILECHECK.search(said) and line < len(lines):
        wanted = DIRECTIVE.search(lines[line + 1])
        return f"{told}: {wanted['text'].strip()}" if wanted else told
    return told


def _said(lines: Lines, first: int, last: int) -> tuple[int, str]:
    """Return the line that says why with what it says: the first error, else how the command ended."""
    ended: tuple[int, str] | None = None
    for number, text in lines.between(first + 1, last):
        plain = GUTTER.sub("", text.strip(), count=1)
        if SAYS.match(plain) and not WEAK.match(plain):
            return number, plain
        if ENDED.match(plain) and (ended is None or ended[1].startswith("Exit Code")):
            ended = number, plain
    passed = any(RESULT_OF_PASS.match(lines[number]) for number in range(max(first - 1, 1), first))
    if passed:
        return first, "Unexpectedly Passed"
    told = next(
        ((number, text.strip()) for number, text in lines.between(first + 1, last - 1) if text.strip()), None
    )
    return ended or told or (first, lines[first].strip("* \r\n"))


def _gutter(text: str) -> int:
    return len("# | ") if GUTTER.match(text) else 0


def _kind(status: str, said: str) -> Kind:
    if "TIMED OUT" in status or "reached timeout" in said:
        return "timeout"
    found = SAYS.match(said)
    return "crash" if found and found["crash"] else "test"


def _listed(lines: Lines, number: int) -> Iterator[tuple[int, str]]:
    """Yield the tests that a list at the end names, with their lines."""
    if not LIST.match(lines[number].rstrip()):
        return
    for at, text in lines.between(number + 1, number + LONGEST):
        found = LISTED.match(text.rstrip())
        if not found:
            return
        yield at, found["name"]


def _bare(lines: Lines, name: str, number: int, status: str) -> Failure:
    told = {
        "XPASS": "Unexpectedly Passed",
        "FAIL": "Failed",
        "TIMEOUT": "Timed Out",
        "UNRESOLVED": "Unresolved",
    }
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="timeout" if status in {"TIMEOUT", "Timed Out"} else "test",
        tool="lit",
        headline=told.get(status, status),
        spans=picked("message", lines, [number]),
        phase="call",
        subject=name,
        certainty=75,
    )


DIALECT = Dialect(
    name="lit",
    anchors={
        "result": r"^(?:PASS|[A-Z]{3,12}): .+ :: .+ \(\d+ of ",
        "block": r"\*{10,} TEST '.+' (?:FAILED|TIMED OUT|UNRESOLVED|XPASS)",
        "list": r" Tests \(\d+\):$",
    },
    read=read,
)
