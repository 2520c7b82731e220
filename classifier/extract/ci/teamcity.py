"""Read the service messages by which build tools tell TeamCity of tests and problems, amid their output."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.general.clues import likely_kind
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import Words, tell
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Outcome

MESSAGE = re.compile(r"##teamcity\[(\w+)((?: +[\w-]+ *= *'(?:[^'|]|\|.)*')+) *\]")
"""`##teamcity[testFailed name='adds' message='5 != 4' details='Traceback ...|n']`, anywhere in a line."""
ATTRIBUTE = re.compile(r"([\w-]+) *= *'((?:[^'|]|\|.)*)'")
ESCAPE = re.compile(r"\|(?:0x([0-9A-Fa-f]{4})|(.))")
ESCAPED = {"n": "\n", "r": "\r", "x": "\n", "l": "\n", "p": "\n"}
"""What letters after `|` stand for; all other characters stand for themselves."""
CERTAINTY = 90
PROBLEM = 50
"""A problem of the build is most often that a process ended badly or that tests failed."""


@dataclass
class Test:
    """One run of a test, from its start to its end."""

    name: str
    line: int
    failed: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    ignored: bool = False
    output: list[Numbered] = field(default_factory=list)

    def result(self) -> Result:
        """Return how it ended, with what it says of its failure."""
        outcome: Outcome = "failed" if self.failed else "skipped" if self.ignored else "passed"
        causes = (Cause(told=tell(self._words()), tool="teamcity"),) if self.failed else ()
        return Result(subject=self.name, outcome=outcome, line=self.failed or self.line, causes=causes)

    def _words(self) -> Words:
        return Words(
            line=self.failed,
            message=self._lines("message"),
            body=self._lines("details"),
            captured=self.output,
            name=self.name,
        )

    def _lines(self, attribute: str) -> list[Numbered]:
        texts = self.attributes.get(attribute, "").strip("\n").split("\n")
        return [(self.failed, text) for text in texts if text.strip()]


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the tests that were told of, each with its failure, and the problems of the build."""
    results: list[Result] = []
    problems: list[Failure] = []
    owned: list[tuple[int, int]] = []
    open_tests: dict[tuple[str, str], Test] = {}
    for number, name, attributes in _messages(lines, hits):
        owned.append((number, number))
        key = attributes.get("flowId", ""), attributes.get("name", "")
        if name == "testStarted":
            open_tests[key] = Test(key[1], number)
        elif name.startswith("test") and key[1]:
            test = open_tests.setdefault(key, Test(key[1], number))
            _note(test, number, name, attributes)
            if name == "testFinished":
                results.append(open_tests.pop(key).result())
                owned.append((test.line, number))
        elif name == "buildProblem" or (
            name == "message" and attributes.get("status") in ("ERROR", "FAILURE")
        ):
            problems.append(_problem(lines, number, attributes))
    results += [test.result() for test in open_tests.values()]
    return Findings(
        failures=(*problems, *(one for result in results for one in result.failures(CERTAINTY))),
        cases=tuple(case for result in results for case in result.cases()),
        owned=tuple(owned),
        outcome="failed" if any(result.outcome == "failed" for result in results) else None,
    )


def _messages(lines: Lines, hits: Hits) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Yield line, name and attributes of each message, of those that have attributes with names."""
    for number in hits["message"]:
        for found in MESSAGE.finditer(lines[number]):
            yield number, found[1], {name: _plain(value) for name, value in ATTRIBUTE.findall(found[2])}


def _note(test: Test, number: int, name: str, attributes: Mapping[str, str]) -> None:
    """Keep what a message says of a test that is running."""
    if name == "testFailed":
        test.failed, test.attributes = number, attributes
    elif name == "testIgnored":
        test.ignored = True
    elif name in ("testStdOut", "testStdErr"):
        test.output += [(number, text) for text in attributes.get("out", "").rstrip("\n").split("\n")]


def _problem(lines: Lines, number: int, attributes: Mapping[str, str]) -> Failure:
    text = attributes.get("description") or attributes.get("text") or ""
    headline = text.strip().split("\n")[0]
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind=likely_kind(headline),
        tool="teamcity",
        headline=headline,
        spans=(span("message", lines, number, number),),
        role="symptom",
        certainty=PROBLEM,
    )


def _plain(value: str) -> str:
    """Return the text that an escaped value stands for."""
    if "|" not in value:
        return value
    return ESCAPE.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else ESCAPED.get(match[2], match[2]), value
    )


DIALECT = Dialect(name="teamcity", anchors={"message": r"##teamcity\["}, read=read)
