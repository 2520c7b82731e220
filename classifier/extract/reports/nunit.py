"""Read the results of NUnit 3 (`test-run`, or one of its suites alone) and of NUnit 2 (`test-results`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.extract.reports.markup import Node, Wanted, clean
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import Words, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.model import Numbered, Outcome, Phase

ROOTS = ("test-run", "test-results", "test-suite")
OUTCOMES: Mapping[str, Outcome] = {
    "Passed": "passed", "Warning": "passed", "Failed": "failed", "Skipped": "skipped",
    "Inconclusive": "skipped", "Success": "passed", "Failure": "failed", "Error": "error",
    "Ignored": "skipped", "NotRunnable": "not_run", "Cancelled": "not_run",
}  # fmt: skip
OWN: Mapping[str, Phase] = {"SetUp": "setup", "TearDown": "teardown"}
"""The attribute `site` of a suite that failed by itself, not through its tests."""


class Reader:
    """Collects the results of one run."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.counts: dict[Outcome, int] = {}

    def wanted(self) -> Wanted:
        """Return the elements to be handed on; a suite's own failure is one."""
        return Wanted(frozenset({"test-case", "failure"}), self.take)

    def take(self, node: Node, parents: list[Node]) -> None:
        """Take a test, or the failure of a suite."""
        if node.name == "failure":
            self._suite(node, parents[-1] if parents else node)
            return
        outcome = _outcome(node)
        failure = node.child("failure")
        bad = outcome in ("failed", "error")
        causes = (_cause(node, failure or node, OWN.get(node.get("site"), "call")),) if bad else ()
        self.results.append(
            Result(
                subject=clean(node.get("fullname", "name")),
                outcome=outcome,
                line=node.line,
                causes=causes,
                properties=_properties(node),
            )
        )

    def _suite(self, failure: Node, suite: Node) -> None:
        phase = OWN.get(suite.get("site"))
        if phase is None:
            return
        name = clean(suite.get("fullname", "name")) or None
        cause = _cause(suite, failure, phase)
        self.results.append(
            Result(subject=name, outcome="error", line=suite.line, causes=(cause,), counted=False)
        )


def _outcome(node: Node) -> Outcome:
    """Return how a test ended; NUnit before 2.5 says only whether it was run, and mostly with success."""
    said = OUTCOMES.get(node.get("result"))
    if said is None:
        if node.get("executed") == "False":
            return "skipped"
        return "failed" if node.get("success") == "False" or node.child("failure") else "passed"
    return "error" if said == "failed" and node.get("label") == "Error" else said


def _cause(node: Node, failure: Node, phase: Phase) -> Cause:
    words = Words(
        line=node.line,
        body=[*_lines(failure.child("message")), *_frames(_lines(failure.child("stack-trace")))],
        captured=_lines(node.child("output")),
    )
    return Cause(told=tell(words), tool="nunit", phase=phase)


def _lines(node: Node | None) -> list[Numbered]:
    return node.lines() if node else []


def _frames(lines: Sequence[Numbered]) -> list[Numbered]:
    """Return the lines of a stack so that each reads as one: NUnit does not indent them all."""
    return [(number, text if text.startswith(" ") else f"  {text}") for number, text in lines]


def _properties(node: Node) -> dict[str, tuple[str, ...]]:
    from classifier.extract.reports.junit import properties

    own = node.child("properties")
    return properties(own) if own else {}
