"""Read JUnit XML, the format that nearly every test runner writes, each a little differently.

There is no one definition; what is read here is what pytest, unittest-xml-reporting, Surefire, Gradle, Ant,
GoogleTest, CTest, Catch2, jest-junit, mocha-junit-reporter, PHPUnit, gotestsum, nextest and Bazel write.
Suites hold `testcase` elements with `failure`, `error`, `skipped`; Surefire adds `rerunFailure` (it failed
again) and `flakyFailure` (it passed in the end).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.pytest import blocks, failures
from classifier.extract.python.exceptions import HEADER
from classifier.extract.reports import golang, nodeids
from classifier.extract.reports.markup import Node, Wanted, clean, numbered
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import HOLLOW, Told, Words, tell, tell_pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Kind, Numbered, Outcome, Phase

ROOTS = ("testsuites", "testsuite")
RECORDS = frozenset({"testcase", "properties", "system-out", "error", "failure"})
"""Of a suite itself `properties` and `system-out` are read, and why it could not run."""
FAILED = ("failure", "error")
AGAIN = ("rerunFailure", "rerunError")
FLAKY = ("flakyFailure", "flakyError")
SKIPPED = ("notrun", "disabled", "skipped", "suppressed", "ignored")
"""What attributes `status` and `result` say of a test that was left out: GoogleTest, CTest."""
PROPERTIES = 100
VALUE = 500
"""So many properties of a test are kept, and none whose value is longer."""
AROUND = re.compile(r"failed on (?P<phase>setup|teardown) with ")
"""`failed on setup with "ValueError: no"`: how pytest begins the message of an error."""
XFAIL = ("pytest.xfail", "todo")
COLLECTING = "collection failure"
JEST = re.compile(r"(?:Error: )?expect\(.*\)\.\w")
UNRUN = "Test suite failed to run"
"""What jest-junit gives as class name for a file that could not be run."""
LINTERS = {"org.ruff": "ruff", "org.eslint": "eslint", "org.stylelint": "stylelint"}
"""Linters name themselves as the package of a suite; the suite is the file."""
SUITES = {"pytest": "pytest", "AllTests": "gtest", "jest tests": "jest"}
"""How tools call the outermost suites of their reports, or the only one."""
CTEST = ("run", "fail")
"""What CTest says in the attribute `status` of a test, whose class and name are the same."""
GO = re.compile(r"\s*(?:=== RUN  |--- FAIL: )")


class Reader:
    """Collects the results of one JUnit document."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.counts: Counter[Outcome] = Counter()
        self._filled: set[int] = set()
        """Identities of open suites that hold tests."""
        self._properties: dict[int, dict[str, tuple[str, ...]]] = {}
        """Those of suites, by the line of the suite."""
        self._silent: list[tuple[int, Words]] = []
        """Results of the last suite that failed without a word, with what there is."""

    def wanted(self) -> Wanted:
        """Return the elements to be handed on."""
        return Wanted(RECORDS, self.take, frozenset(ROOTS))

    def take(self, node: Node, parents: list[Node]) -> None:
        """Take a test, or what a suite says of itself."""
        suite = parents[-1] if parents else node
        if node.name == "testcase":
            self._test(node, parents)
        elif node.name == "properties":
            self._properties[suite.line] = properties(node)
        elif node.name == "system-out":
            self._output(node.lines())
        elif node.name in FAILED:
            self._suite_failed(node, suite)
        else:
            self._ended(node, parents)

    def _test(self, node: Node, parents: list[Node]) -> None:
        self._filled.update(id(one) for one in parents)
        if self._again(node):
            return
        bad = [] if _expected(node) else node.all(*FAILED)
        known = self._properties.get(parents[-1].line, {}) if parents else {}
        tool = "go test" if "go.version" in known else _tool(node, parents, bad)
        captured = _captured(node) if bad else []
        words = [_words(one, node, captured) for one in bad]
        told = [_tell(one, tool) for one in words]
        subject = _subject(node, parents, tool, told)
        causes = tuple(_cause(one, tool, element) for one, element in zip(told, bad, strict=True))
        if tool == "go test" and any(_below(one, subject) for one in self.results):
            causes = tuple(replace(one, role="symptom") for one in causes)
        if words and not captured and HOLLOW.fullmatch(causes[0].told.headline):
            self._silent.append((len(self.results), words[0]))
        earlier, outcome = _attempts(node, bad)
        own = node.child("properties")
        self.results.append(
            Result(
                subject=subject,
                outcome=outcome,
                line=node.line,
                causes=causes,
                earlier=earlier,
                properties={**known, **properties(own)} if own else known,
            )
        )

    def _again(self, node: Node) -> bool:
        """Say whether jest-junit tells a second time that a file could not be run."""
        last = self.results[-1].subject if self.results else None
        return node.get("classname") == UNRUN and last == clean(node.get("name"))

    def _output(self, output: list[Numbered]) -> None:
        """Give the output of a suite to its tests that failed without a word: Bazel, Ant."""
        for index, words in self._silent:
            result = self.results[index]
            told = tell(replace(words, captured=output))
            causes = (replace(result.causes[0], told=told), *result.causes[1:])
            self.results[index] = replace(result, causes=causes)
        self._silent = []

    def _suite_failed(self, node: Node, suite: Node) -> None:
        """Take the failure of a suite that could not run its tests."""
        told = tell(_words(node, suite, ()))
        cause = _cause(told, "junit", node)
        name = clean(suite.get("name")) or None
        self.results.append(
            Result(subject=name, outcome="error", line=node.line, causes=(cause,), counted=False)
        )
        self._filled.add(id(suite))

    def _ended(self, suite: Node, parents: list[Node]) -> None:
        """Take the numbers of a suite that names no test."""
        self._silent = []
        if id(suite) in self._filled:
            self._filled.discard(id(suite))
            return
        numbers = {name: _number(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
        bad = numbers["failures"] + numbers["errors"]
        self.counts.update(
            {
                "failed": numbers["failures"],
                "error": numbers["errors"],
                "skipped": numbers["skipped"],
                "passed": max(0, numbers["tests"] - bad - numbers["skipped"]),
            }
        )
        if bad:
            self._filled.update(id(one) for one in parents)
            said = f"{numbers['failures']} failed, {numbers['errors']} errors"
            told = tell(Words(line=suite.line, message=((suite.line, said),)))
            name = clean(suite.get("name")) or None
            cause = Cause(told=told, tool="junit")
            self.results.append(
                Result(subject=name, outcome="failed", line=suite.line, causes=(cause,), counted=False)
            )


def properties(node: Node) -> dict[str, tuple[str, ...]]:
    """Return names and values of properties, those that are short; a name may have several values."""
    out: dict[str, tuple[str, ...]] = {}
    for one in node.all("property")[:PROPERTIES]:
        name, value = clean(one.get("name")), clean(one.get("value")) or one.text()
        if name and len(name) <= VALUE and len(value) <= VALUE:
            out[name] = (*out.get(name, ()), value)
    return out


def _tool(node: Node, parents: Sequence[Node], bad: Sequence[Node]) -> str:
    """Return the tool that surely wrote this, else the name of the format."""
    suites = {one.get("name") for one in parents}
    if parents and parents[-1].get("package") in LINTERS:
        return LINTERS[parents[-1].get("package")]
    if node.get("status") in CTEST and node.get("name") == node.get("classname"):
        return "ctest"
    if node.get("class") and node.get("file").endswith(".php"):
        return "phpunit"
    known = next((tool for name, tool in SUITES.items() if name in suites), None)
    return known or _by_words(node, bad) or "junit"


def _by_words(node: Node, bad: Sequence[Node]) -> str | None:
    """Return the tool that the words of a failure, or of what was skipped, are surely of."""
    bodies = [text for one in bad for _, text in one.lines()]
    heads = [text for one in bad for _, text in numbered(one.get("message"), 0)[:1]]
    skipped = node.child("skipped")
    if any(map(blocks.MESSAGE.match, bodies)) or (skipped and skipped.get("type").startswith("pytest.")):
        return "pytest"
    if any(map(HEADER.match, bodies)):
        return "unittest"
    if any(map(GO.match, bodies)):
        return "go test"
    return "jest" if any(map(JEST.match, (*bodies[:1], *heads))) else None


def _expected(node: Node) -> bool:
    """Say whether a test was to fail: Node.js calls it skipped and tells its failure all the same."""
    skipped = node.child("skipped")
    return skipped is not None and skipped.get("type") == "todo"


def _below(one: Result, subject: str) -> bool:
    """Say whether a failed test of Go is a part of another one."""
    return bool(one.causes) and (one.subject or "").startswith(f"{subject}/")


def _words(element: Node, test: Node, captured: Sequence[Numbered]) -> Words:
    stack = element.child("stackTrace")
    return Words(
        line=element.line,
        message=numbered(element.get("message"), element.line),
        type=clean(element.get("type")),
        body=(stack or element).lines(),
        captured=captured,
        name=nodeids.php(clean(test.get("class")), clean(test.get("name"))),
    )


def _tell(words: Words, tool: str) -> Told:
    told = None
    if tool == "pytest":
        told = tell_pytest(words)
    elif tool == "go test" and words.body:
        told = golang.tell(words.body) or golang.failed(words.body, words.line, words.name)
    elif tool == "jest":
        told = tell(replace(words, body=[(at, text.removeprefix("Error: ")) for at, text in words.body]))
    return told or tell(words)


def _cause(told: Told, tool: str, element: Node) -> Cause:
    if tool != "pytest":
        return Cause(told=told, tool=tool, kind="lint" if tool in LINTERS.values() else "test")
    phase, kind = _pytest(told, clean(element.get("message")))
    return Cause(told=told, tool=tool, kind=kind, phase=phase)


def _pytest(told: Told, message: str) -> tuple[Phase, Kind]:
    """Return phase and kind of a failure as pytest's own log would tell them."""
    found = AROUND.match(message)
    phase: Phase = "call"
    if message == COLLECTING:
        phase = "collect"
    elif found:
        phase = "setup" if found["phase"] == "setup" else "teardown"
    return phase, failures.kind_of(told.headline)


def _subject(node: Node, parents: Sequence[Node], tool: str, told: Sequence[Told]) -> str:
    name, classname, file = (clean(node.get(key)) for key in ("name", "classname", "file"))
    if tool == "pytest":
        frames = (
            text for one in told for span in one.spans if span.where == "frames" for _, text in span.lines
        )
        paths = [path for frame in frames if (path := blocks.path_of(frame) or nodeids.collected(frame))]
        return nodeids.pytest_id(classname, name, file, paths)
    if tool == "phpunit":
        return nodeids.php(clean(node.get("class")), name)
    if tool == "go test" and classname:
        return f"{classname}.{name}"
    if tool in LINTERS.values():
        return clean(parents[-1].get("name"))
    if classname in (UNRUN, "test"):
        return name
    return nodeids.joined(classname, name) or clean(node.get("id"))


def _attempts(node: Node, bad: Sequence[Node]) -> tuple[tuple[Outcome, ...], Outcome]:
    """Return how the attempts at a test ended before the last one, and the last one."""
    flaky = tuple(_outcome_of(one.name) for one in node.all(*FLAKY))
    again = tuple(_outcome_of(one.name) for one in node.all(*AGAIN))
    if bad:
        own = _outcome_of("failure" if any(one.name == "failure" for one in bad) else "error")
        return ((own, *again[:-1]), again[-1]) if again else ((), own)
    skipped = node.child("skipped")
    if skipped is not None:
        return flaky, "xfailed" if skipped.get("type") in XFAIL else "skipped"
    left_out = node.get("status").lower() in SKIPPED or node.get("result").lower() in SKIPPED
    return flaky, "skipped" if left_out else "passed"


def _outcome_of(name: str) -> Outcome:
    return "failed" if name.endswith(("failure", "Failure")) else "error"


def _captured(node: Node) -> list[Numbered]:
    """Return what a test printed; where it was run again, what it printed the first time."""
    return [line for one in node.all("system-out", "system-err") for line in one.lines()]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
