"""Read the runs of GoogleTest: every test with its result, for each that failed what it expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import picked
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Outcome

RUN = re.compile(r"\[ RUN +\] (?P<name>\S+)$")
RESULT = re.compile(
    r"\[ +(?P<result>OK|FAILED|SKIPPED) +\] (?P<name>\S+?)(?:, where .*)? \((?P<time>\d+) ms\)$"
)
LISTED = re.compile(r"\[ +(?:FAILED|TIMEOUT|CRASHED) +\] (?P<name>[\w/]+\.[\w/<>, ]+?)(?:, where .*)?$")
"""`[  FAILED  ] CartTest.Adds`, in the list at the end; a log that was cut may hold nothing else."""
ENDED = re.compile(r"\[=+\] \d+ tests? from \d+ test (?:suite|case)s? ran\.|\[ +PASSED +\] \d+ tests?\.")
FAILURE = re.compile(
    r"(?P<file>\S.*?)(?:[(:]\d+\)?)?: "
    r"(?:Failure$|error: (?P<said>Value of|Expected|The difference|Failed).*)"
)
"""`cart_test.cc:21: Failure`, with Visual C++ `cart_test.cc(21): error: Expected equality of ...`"""
END = re.compile(
    r"\[ +\w+ +\] |\[-{10}\] |Google Test trace:$|With diff:$|Stack trace:$|\S.*: (?:Failure|Skipped)$"
)
WHICH = re.compile(r"\s*Which is: (?P<value>.*)$")
OUTCOMES: dict[str, Outcome] = {"OK": "passed", "FAILED": "failed", "SKIPPED": "skipped"}

OPEN = (":", ",", ".", " where", " and")
"""What the next line of a message follows without a comma."""
LONGEST = 60
"""Lines of one failure that are read."""
SHOWN = 14
WIDTH = 400
"""Lines of a failure that are shown, and characters of its headline."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every test with its result; one that fails in several places is one failure."""
    cases: list[Case] = []
    blocks: dict[str | None, list[list[int]]] = {}
    running: str | None = None
    failed: dict[str, int] = {}
    started: dict[str, int] = {}
    for number in sorted(set().union(*hits.values())):
        text = lines[number].rstrip()
        if found := RUN.search(text):
            running = found["name"]
            started.setdefault(running, number)
        elif found := RESULT.search(text):
            cases.append(Case(line=number, subject=found["name"], outcome=OUTCOMES[found["result"]]))
            if found["result"] == "FAILED":
                failed.setdefault(found["name"], number)
            running = None
            started.pop(found["name"], None)
        elif FAILURE.match(text) and not lines.echoed(number):
            blocks.setdefault(running, []).append(_block(lines, number))
    cases += (Case(line=at, subject=name, outcome="failed") for name, at in started.items())
    failures = [_failure(lines, name, own) for name, own in blocks.items()]
    failures += [_bare(lines, name, at) for name, at in _unexplained(lines, hits, failed, blocks)]
    owned = tuple((one[0], one[-1]) for own in blocks.values() for one in own)
    ends = [number for number in hits["end"] if ENDED.search(lines[number])]
    passed = bool(ends) and not failures
    return Findings(tuple(failures), tuple(cases), owned, "passed" if passed else None)


def _block(lines: Lines, number: int) -> list[int]:
    """Return the lines of one failure: the place, what was expected, and what the programmer added."""
    numbers = [number]
    for at, text in lines.between(number + 1, number + LONGEST):
        if END.match(text) or (not text.strip() and len(numbers) > 1 and lines[numbers[-1]].strip()):
            break
        numbers.append(at)
    return numbers


def _failure(lines: Lines, name: str | None, blocks: Sequence[Sequence[int]]) -> Failure:
    first = blocks[0]
    return Failure(
        line=first[0],
        first_line=first[0],
        last_line=first[min(len(first), SHOWN) - 1],
        kind="test",
        tool="gtest",
        headline=headline([lines[number] for number in first]),
        spans=tuple(span for block in blocks for span in picked("message", lines, block)),
        phase="call" if name else None,
        subject=name or _file(lines[first[0]]),
        certainty=85,
    )


def _file(text: str) -> str | None:
    found = FAILURE.match(text.rstrip())
    return found["file"] if found else None


def headline(texts: Sequence[str]) -> str:
    """Return a failure in one line: `Expected equality of these values: add(2, 2) (which is 5), 4`."""
    place = FAILURE.match(texts[0].rstrip())
    start = texts[0][place.start("said") :] if place and place["said"] else ""
    out = start.strip()
    for text in texts[1:]:
        which = WHICH.match(text)
        said = f"(which is {which['value']})" if which else text.strip()
        if not said:
            continue
        joint = " " if which or out.endswith(OPEN) else ", "
        out += joint + said if out else said
    return (out or texts[0].strip())[:WIDTH].replace("Failed, ", "Failed: ")


def _unexplained(
    lines: Lines, hits: Hits, failed: dict[str, int], blocks: dict[str | None, list[list[int]]]
) -> Iterator[tuple[str, int]]:
    """Yield the failed tests of which no failure is shown, each once, with the line that names them."""
    named = dict(failed)
    for number in hits["result"]:
        if found := LISTED.match(lines[number].strip()):
            named.setdefault(found["name"], number)
    yield from ((name, number) for name, number in named.items() if name not in blocks)


def _bare(lines: Lines, name: str, number: int) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="test",
        tool="gtest",
        headline="Failed",
        spans=picked("message", lines, [number]),
        phase="call",
        subject=name,
        certainty=70,
    )


DIALECT = Dialect(
    name="gtest",
    anchors={
        "run": r"\[ RUN +\] ",
        "result": r"\[       OK \] |\[ +(?:FAILED|SKIPPED|TIMEOUT|CRASHED) +\] ",
        "end": r"tests? ran\.|\[ +PASSED +\] ",
        "failure": r": Failure$|\): error: (?:Value of|Expected|The difference|Failed)",
    },
    read=read,
)
