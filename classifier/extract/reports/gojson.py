"""Read `go test -json`: one event a line, of tests, packages and, since Go 1.24, of builds.

Format: `go doc test2json`. Lines of other programs may stand between the events.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.reports import golang
from classifier.extract.reports.markup import clean
from classifier.extract.reports.result import Cause, Document, Result
from classifier.extract.reports.telling import Words, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Numbered, Outcome, Range, Role

ACTIONS = "start|run|pause|cont|pass|bench|fail|output|skip|attr|artifacts|build-output|build-fail"
ANCHORS = {"go": rf'\{{.*"Action":"(?:{ACTIONS})"'}
OUTCOMES: Mapping[str, Outcome] = {"pass": "passed", "bench": "passed", "skip": "skipped", "fail": "failed"}
FIRST, LAST = 100, 300
"""Of what a test prints so many lines are kept at the start and at the end."""
COMPILED = re.compile(r"(?:vet: )?(?P<file>[\w./\\@+-]+\.go):\d+(?::\d+)?: (?P<message>.+)")
"""`./app.go:5:2: undefined: foo`"""
BUILT = re.compile(r"FAIL\t\S+ \[(?:build|setup) failed\]")


@dataclass(slots=True)
class Running:
    """A test or package that has not ended yet, with what it printed."""

    line: int
    children: bool = False
    """Whether a test below it failed."""
    errors: list[int] = field(default_factory=list)
    """Lines that Go, since 1.26, marks as told by `t.Error` and not by `t.Log`."""
    head: list[Numbered] = field(default_factory=list)
    tail: deque[Numbered] = field(default_factory=lambda: deque(maxlen=LAST))

    def add(self, line: int, text: str) -> None:
        """Add output."""
        (self.head if len(self.head) < FIRST else self.tail).append((line, text))

    @property
    def output(self) -> list[Numbered]:
        """What was kept of the output."""
        return [*self.head, *self.tail]


def read(lines: Lines, hits: Hits) -> Iterator[Document]:
    """Yield all events of a log as one report."""
    reader = Reader()
    owned: list[Range] = []
    for number in hits["go"]:
        event = _event(lines[number])
        if event is None:
            continue
        reader.take(number, event)
        if owned and owned[-1][1] == number - 1:
            owned[-1] = (owned[-1][0], number)
        else:
            owned.append((number, number))
    if owned:
        yield Document(results=reader.results, owned=tuple(owned), whole=not reader.open)


def _event(text: str) -> Mapping[str, str] | None:
    """Return the fields of an event that are text, None when the line holds none."""
    try:
        event = json.loads(text[text.index("{") :])
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict) or not isinstance(event.get("Action"), str):
        return None
    return {name: value for name, value in event.items() if isinstance(value, str)}


class Reader:
    """Follows the events; `open` are the tests and packages that have not ended."""

    def __init__(self) -> None:
        self._found: list[Result | None] = []
        self.open: dict[tuple[str, str], Running] = {}
        self._failed: dict[str, list[int]] = {}
        """Packages in which a test failed, with the indices of those results."""
        self._built: set[str] = set()
        """What could not be built, where a compiler's error was told."""

    @property
    def results(self) -> list[Result]:
        """What was found so far."""
        return [one for one in self._found if one is not None]

    def take(self, line: int, event: Mapping[str, str]) -> None:
        """Take one event."""
        action, package, test = event["Action"], event.get("Package", ""), event.get("Test", "")
        if action == "build-output":
            self._compiled(line, event.get("ImportPath", ""), event.get("Output", ""))
        elif action == "output":
            running = self._running(package, test, line)
            running.add(line, clean(event.get("Output", "").rstrip("\n")))
            if event.get("OutputType", "").startswith("error"):
                running.errors.append(line)
        elif action in OUTCOMES:
            ended = self._running(package, test, line)
            del self.open[package, test]
            if test:
                self._ended(line, package, test, OUTCOMES[action], ended)
            elif action == "fail":
                self._package(line, package, event.get("FailedBuild", ""), ended)
            else:
                self._passed(package)
        elif action in ("start", "run"):
            self._running(package, test, line)

    def _running(self, package: str, test: str, line: int) -> Running:
        return self.open.setdefault((package, test), Running(line))

    def _compiled(self, line: int, path: str, output: str) -> None:
        found = COMPILED.match(output)
        if not found:
            return
        self._built.add(path)
        told = tell(Words(line=line, body=[(line, clean(found["message"]))]))
        cause = Cause(told=told, tool="go", kind="compile", phase="collect")
        self._found.append(
            Result(subject=clean(found["file"]), outcome="failed", line=line, causes=(cause,), counted=False)
        )

    def _ended(self, line: int, package: str, test: str, outcome: Outcome, running: Running) -> None:
        name = clean(f"{package}.{test}" if package else test)
        causes: tuple[Cause, ...] = ()
        if outcome == "failed":
            self._failed.setdefault(package, []).append(len(self._found))
            self._tell_parents(package, test, line)
            marked = [one for one in running.output if one[0] in running.errors]
            told = golang.tell(running.output, marked)
            role: Role = "symptom" if told is None and running.children else "cause"
            told = told or golang.failed(running.output, line, clean(test))
            causes = (Cause(told=told, tool="go test", kind=_kind(told.headline), role=role),)
        else:
            self._blame(package, running, line)
        self._found.append(Result(subject=name, outcome=outcome, line=running.line, causes=causes))

    def _blame(self, package: str, running: Running, line: int) -> None:
        """Give the death of a package to it when test2json took it for the output of a test that passed."""
        output = running.output
        start = next((at for at, (_, text) in enumerate(output) if golang.DEATH.match(text)), len(output))
        for number, text in output[start:]:
            self._running(package, "", line).add(number, text)

    def _tell_parents(self, package: str, test: str, line: int) -> None:
        while "/" in test:
            test = test.rpartition("/")[0]
            self._running(package, test, line).children = True

    def _passed(self, package: str) -> None:
        """Forget the failed tests of a package that passed: a test printed lines such as `--- FAIL: `."""
        for index in self._failed.pop(package, []):
            self._found[index] = None

    def _died(self, line: int, package: str) -> None:
        """Take the tests that never ended: one of them brought the whole package down."""
        for key in [one for one in self.open if one[0] == package and one[1]]:
            running, test = self.open.pop(key), key[1]
            if any(golang.DEATH.match(text) for _, text in running.output):
                self._ended(line, package, test, "failed", running)
            else:
                name = clean(f"{package}.{test}" if package else test)
                self._found.append(Result(subject=name, outcome="not_run", line=running.line))

    def _package(self, line: int, package: str, build: str, running: Running) -> None:
        """Take a package that failed: of its tests, of its build, or by itself."""
        self._died(line, package)
        if package in self._failed:
            return
        built = next((one for one in running.output if BUILT.match(one[1])), None)
        told = golang.tell(running.output)
        wrapper = build in self._built or (built is not None and told is None)
        if told is None:
            said = built or next(iter(running.output), (line, f"FAIL\t{clean(package)}"))
            told = tell(Words(line=said[0], body=[said]))
        cause = Cause(
            told=told,
            tool="go test",
            kind="compile" if built else _kind(told.headline, "other"),
            role="wrapper" if wrapper else "cause",
        )
        self._found.append(
            Result(subject=clean(package) or None, outcome="error", line=line, causes=(cause,), counted=False)
        )


def _kind(head: str, default: Kind = "test") -> Kind:
    if golang.TIMEOUT.match(head):
        return "timeout"
    return "crash" if golang.DEATH.match(head) else default
