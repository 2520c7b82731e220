"""Read AVA: the failures it tells below its list of results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.javascript import telling
from classifier.extract.javascript.telling import Block
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Failure, Numbered, Outcome

ANCHORS: dict[str, str] = {
    # `  ✘ [fail]: cart › adds up prices Error thrown in test`, before AVA 4 `  ✖ adds up prices`
    "mark": r"^ {2}(?:✘ \[fail\]: |✖ |✔ )\S",
    # `  5 tests failed`, `  1 uncaught exception`
    "count": r"^ {2}\d+ (?:tests? failed|uncaught exceptions?|unhandled rejections?)$",
}

LONGEST = 200
"""Lines of one entry that are read."""
MARK = regex.compile(r" {2}(?P<mark>✘ \[fail\]:|✖|✔) (?P<name>\S.*?)(?: \([\d.]+m?s\))?$")
PLACE = regex.compile(r" {2}\S+:\d+$")
"""`  cart.test.mjs:2`: where the test stands."""
EXCEPTION = regex.compile(r"\s*(?:Uncaught )?\w*Error: \S")
"""`  TypeError: Cannot read properties of null`, below the same error as an object."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each test that AVA tells of below its list."""
    hits = confirmed(lines, ANCHORS, hits)
    if not (hits["count"] and hits["mark"]):
        return Findings()
    cases = list(_cases(lines, hits["mark"]))
    failed = {case.subject: case for case in cases if case.outcome == "failed"}
    end = hits["count"][-1]
    failures: list[Failure] = []
    told: list[str] = []
    for number, subject, body in _entries(lines, hits["mark"][-1], end, failed):
        one = telling.failure(Block(tool="ava", first=number, subject=subject, body=_pointed(body)))
        failures += [one] if one else []
        told.append(subject)
    return Findings(
        failures=tuple(failures),
        cases=tuple(_named(case, told) for case in cases),
        owned=((hits["mark"][0], end),),
        outcome="failed",
    )


def _cases(lines: Lines, marks: Sequence[int]) -> Iterator[Case]:
    for number in marks:
        match = MARK.match(lines[number].rstrip())
        if match:
            outcome: Outcome = "passed" if match["mark"] == "✔" else "failed"
            yield Case(line=number, subject=match["name"], outcome=outcome)


def _entries(
    lines: Lines, after: int, end: int, failed: dict[str, Case]
) -> Iterator[tuple[int, str, list[Numbered]]]:
    """Yield line, name and text of what stands below the list: each begins with the name of a failed test."""
    opened: tuple[int, str] | None = None
    body: list[Numbered] = []
    for number, text in lines.between(after + 1, end):
        name = text.strip()
        begins = text.startswith("  ") and not text.startswith("   ") and _begins(lines, number, name, failed)
        if opened and (begins or name == "─" or number == end):
            yield (*opened, body)
            opened = None
        if begins:
            opened, body = (number, name), []
        elif opened and len(body) < LONGEST:
            body.append((number, text))


def _begins(lines: Lines, number: int, name: str, failed: dict[str, Case]) -> bool:
    """Say whether a line is the name of a failed test; in the list a message may follow the name."""
    known = name and (name in failed or any(marked.startswith(f"{name} ") for marked in failed))
    return bool(known) and number > 1 and not lines[number - 1].strip()


def _pointed(body: list[Numbered]) -> list[Numbered]:
    """Return the lines from the exception on where there is one, else those that quote no code."""
    raised = next((at for at, (_, text) in enumerate(body) if EXCEPTION.match(text)), None)
    if raised is not None:
        return body[raised:]
    return [one for one in body if not PLACE.match(one[1]) and not telling.SOURCE.match(one[1])]


def _named(case: Case, told: Sequence[str]) -> Case:
    """Return the case with the name of its test alone."""
    name = next((one for one in told if case.subject.startswith(f"{one} ")), None)
    return replace(case, subject=name) if name and case.outcome == "failed" else case


DIALECT = Dialect(name="ava", anchors=ANCHORS, read=read)
