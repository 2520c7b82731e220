"""Read the runs of twisted's trial, which names a failed test below its traceback."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings
from classifier.extract.python import exceptions
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Failure, Numbered, Outcome, Range

RULE = "=" * 79
SUMMARY_RULE = "-" * 79
HEADER = re.compile(r"\[(?P<verdict>FAIL|ERROR|TODO|SKIPPED|SUCCESS!\?!)\]$")
"""`[FAIL]` below a rule: what follows is one traceback, and the tests that it is the same for."""
ENTRY = re.compile(
    r"(?P<indent> *)(?P<name>\S+) \.\.\. +\[(?P<verdict>OK|FAIL|ERROR|SKIPPED|TODO|SUCCESS!\?!)\]$"
)
"""`    test_late ...                                                        [FAIL]`"""
RAN = re.compile(r"Ran (?P<ran>\d+) tests? in [\d.]+s$")
VERDICT = re.compile(r"(?P<verdict>PASSED|FAILED)(?: \((?P<counts>.*)\))?$")
"""`FAILED (skips=1, expectedFailures=1, failures=1, errors=3, successes=1)`"""
NAME = re.compile(r"[A-Za-z_][\w.]*$")
OUTCOMES: Mapping[str, Outcome] = {
    "OK": "passed", "FAIL": "failed", "ERROR": "error", "SKIPPED": "skipped", "TODO": "xfailed",
    "SUCCESS!?!": "xpassed",
}  # fmt: skip
SAID: Mapping[str, Outcome] = {
    "successes": "passed", "failures": "failed", "errors": "error", "skips": "skipped",
    "expectedFailures": "xfailed", "unexpectedSuccesses": "xpassed",
}  # fmt: skip
BAD = ("FAIL", "ERROR", "SUCCESS!?!")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each test named below a traceback, and the tests with their outcomes."""
    heads = [number for number in hits["header"] if number > 1 and lines[number - 1] == RULE]
    summaries = [number for number in hits["ran"] if number > 1 and lines[number - 1] == SUMMARY_RULE]
    ends = sorted([*(number - 2 for number in heads), *(number - 2 for number in summaries), len(lines)])
    failures: list[Failure] = []
    owned: list[Range] = []
    for number in heads:
        last = next(end for end in ends if end >= number)
        owned.append((number - 1, last))
        failures += _block(lines, number, last)
    counts: Counter[Outcome] = Counter()
    verdicts = []
    for number in summaries:
        verdict, said = _summary(lines, number)
        verdicts.append(verdict)
        counts += said
        owned.append((number - 1, number + 2))
    return Findings(
        failures=tuple(failures),
        cases=tuple(_cases(lines, hits["case"])),
        owned=tuple(owned),
        outcome="failed" if failures or "FAILED" in verdicts else "passed" if "PASSED" in verdicts else None,
        counts=dict(counts),
    )


def _block(lines: Lines, header: int, last: int) -> list[Failure]:
    """Return the failures of a block: one for each test it names, all of the same exception."""
    found = HEADER.match(lines[header])
    if not found or found["verdict"] not in BAD:
        return []
    names: list[Numbered] = []
    for number in range(last, header, -1):
        text = lines[number]
        if not NAME.match(text):
            if names or text.strip():
                break
            continue
        names.append((number, text))
    body = list(lines.between(header + 1, names[-1][0] - 1 if names else last))
    raised = exceptions.parse(body)
    if not raised:
        first = body[:1] or [(header, lines[header])]
        raised = [exceptions.Raised(header, message=first)]
    one = exceptions.failure(raised, header, "unittest", "test")
    headline = re.sub(r"^(?:Failure: )?(?:builtins\.)?", "", one.headline)
    return [
        replace(one, headline=headline, subject=name, phase="call", certainty=85)
        for _, name in reversed(names)
    ]


def _summary(lines: Lines, number: int) -> tuple[str, Counter[Outcome]]:
    for _, text in lines.between(number + 1, number + 2):
        found = VERDICT.match(text)
        if found:
            pairs = (part.partition("=") for part in (found["counts"] or "").split(", "))
            return found["verdict"], Counter({SAID[name]: int(n) for name, _, n in pairs if name in SAID})
    return "", Counter()


def _cases(lines: Lines, numbers: Sequence[int]) -> Iterator[Case]:
    """Yield the tests named while they ran; module and class stand above, less indented."""
    above: list[tuple[int, str]] = []
    seen = 0
    for number in numbers:
        entry = ENTRY.match(lines[number])
        if not entry:
            continue
        for _, text in lines.between(max(seen + 1, number - 3), number - 1):
            if re.fullmatch(r" *[A-Za-z_][\w.]*", text):
                above = [*(one for one in above if one[0] < _indent(text)), (_indent(text), text.strip())]
        seen = number
        parents = [name for indent, name in above if indent < len(entry["indent"])]
        subject = ".".join([*parents, entry["name"]])
        yield Case(line=number, subject=subject, outcome=OUTCOMES[entry["verdict"]])


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


DIALECT = Dialect(
    name="trial",
    anchors={
        "header": r"^\[(?:FAIL|ERROR|TODO|SKIPPED|SUCCESS!\?!)\]$",
        "case": r" \.\.\. +\[(?:OK|FAIL|ERROR|SKIPPED|TODO|SUCCESS!\?!)\]$",
        "ran": r"^Ran \d+ tests? in ",
    },
    read=read,
)
