"""Read TRX, the results of Visual Studio's test platform: vstest, `dotnet test --logger trx`, MSTest.

Format: namespace http://microsoft.com/schemas/VisualStudio/TeamTest/2010. `UnitTestResult` elements name the
test, its class stands in `TestDefinitions` behind them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.reports.markup import Node, Wanted, clean
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import HOLLOW, Words, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classifier.model import Kind, Numbered, Outcome

ROOTS = ("TestRun",)
RESULTS = (
    "UnitTestResult",
    "TestResult",
    "WebTestResult",
    "LoadTestResult",
    "ManualTestResult",
    "GenericTestResult",
)
OUTCOMES: Mapping[str, Outcome] = {
    "Passed": "passed", "Completed": "passed", "Warning": "passed", "PassedButRunAborted": "passed",
    "Failed": "failed", "Error": "error", "Timeout": "error", "Aborted": "error", "Disconnected": "error",
    "NotExecuted": "skipped", "Inconclusive": "skipped", "Pending": "not_run", "NotRunnable": "not_run",
    "InProgress": "not_run",
}  # fmt: skip
KINDS: Mapping[str, Kind] = {"Timeout": "timeout", "Aborted": "crash"}


class Reader:
    """Collects the results of one test run."""

    def __init__(self) -> None:
        self._found: list[tuple[str, Result]] = []
        self._classes: dict[str, str] = {}
        self.counts: dict[Outcome, int] = {}

    def wanted(self) -> Wanted:
        """Return the elements to be handed on."""
        return Wanted(frozenset({*RESULTS, "UnitTest", "RunInfo"}), self.take)

    @property
    def results(self) -> list[Result]:
        """The results, each test with the class that its definition names."""
        return [self._named(test, one) for test, one in self._found]

    def take(self, node: Node, _parents: list[Node]) -> None:
        """Take a result, the definition of a test, or a word on the run as a whole."""
        if node.name == "UnitTest":
            method = node.child("TestMethod")
            if method is not None:
                self._classes[node.get("id")] = clean(method.get("className")).partition(",")[0]
        elif node.name == "RunInfo":
            self._found += [("", one) for one in _run_failed(node)]
        else:
            self._found += [(node.get("testId"), one) for one in _results(node)]

    def _named(self, test: str, one: Result) -> Result:
        owner = self._classes.get(test, "")
        name = one.subject or ""
        if not test or not owner or name.startswith((f"{owner}.", owner.rpartition(".")[2] + ".")):
            return one
        return replace(one, subject=f"{owner}.{name}")


def _results(node: Node) -> Iterator[Result]:
    """Yield the result of a test; of one with many rows of data, those of its rows."""
    inner = node.child("InnerResults")
    rows = inner.all(*RESULTS) if inner else []
    if rows:
        for row in rows:
            yield from _results(row)
        return
    said = node.get("outcome")
    outcome = OUTCOMES.get(said, "failed" if node.child("Output", "ErrorInfo") else "passed")
    causes = (_cause(node, said),) if outcome in ("failed", "error") else ()
    yield Result(subject=clean(node.get("testName")), outcome=outcome, line=node.line, causes=causes)


def _cause(node: Node, said: str) -> Cause:
    message = node.child("Output", "ErrorInfo", "Message")
    words = Words(
        line=node.line,
        body=[
            *(message.lines() if message else ()),
            *_frames(node.child("Output", "ErrorInfo", "StackTrace")),
        ],
        captured=[line for part in ("StdOut", "StdErr") for line in _lines(node.child("Output", part))],
    )
    return Cause(told=tell(words), tool="trx", kind=KINDS.get(said, "test"))


def _run_failed(node: Node) -> Iterator[Result]:
    """Yield what went wrong with the run beside its tests: `The active test run was aborted.`."""
    text = _lines(node.child("Text"))
    if node.get("outcome") not in ("Error", "Failed", "Aborted") or not text or HOLLOW.fullmatch(text[0][1]):
        return
    told = tell(Words(line=node.line, body=text))
    yield Result(
        subject=None,
        outcome="error",
        line=node.line,
        causes=(Cause(told=told, tool="trx", kind="other"),),
        counted=False,
    )


def _frames(node: Node | None) -> list[Numbered]:
    return [(number, f" {text}") for number, text in _lines(node)]


def _lines(node: Node | None) -> list[Numbered]:
    return node.lines() if node else []
