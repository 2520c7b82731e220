"""Read the XML of xUnit.net, version 2 and 3 (`assemblies`) and 1 (`assembly`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.extract.reports.markup import Node, Wanted, clean
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import Words, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.model import Numbered, Outcome

ROOTS = ("assemblies", "assembly")
OUTCOMES: Mapping[str, Outcome] = {
    "Pass": "passed", "Fail": "failed", "Skip": "skipped", "NotRun": "not_run",
}  # fmt: skip


class Reader:
    """Collects the results of one document."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.counts: dict[Outcome, int] = {}

    def wanted(self) -> Wanted:
        """Return the elements to be handed on: tests, and errors of fixtures and of cleaning up."""
        return Wanted(frozenset({"test", "error"}), self.take)

    def take(self, node: Node, _parents: list[Node]) -> None:
        """Take a test or an error beside the tests."""
        if node.name == "error":
            name = clean(node.get("name")) or None
            self.results.append(
                Result(subject=name, outcome="error", line=node.line, causes=(_cause(node),), counted=False)
            )
            return
        outcome = OUTCOMES.get(node.get("result"), "failed" if node.child("failure") else "passed")
        self.results.append(
            Result(
                subject=clean(node.get("name")),
                outcome=outcome,
                line=node.line,
                causes=(_cause(node),) if outcome == "failed" else (),
                properties=_traits(node),
            )
        )


def _cause(node: Node) -> Cause:
    failure = node.child("failure") or node
    message = failure.child("message")
    words = Words(
        line=node.line,
        body=[
            *_lines(message),
            *((number, f"  {text}") for number, text in _lines(failure.child("stack-trace"))),
        ],
        captured=_lines(node.child("output")),
        type=clean(failure.get("exception-type")),
    )
    return Cause(told=tell(words), tool="xunit")


def _lines(node: Node | None) -> list[Numbered]:
    return node.lines() if node else []


def _traits(node: Node) -> dict[str, tuple[str, ...]]:
    """Return the traits of a test, by which xUnit.net groups tests."""
    out: dict[str, tuple[str, ...]] = {}
    for one in (node.child("traits") or node).all("trait"):
        name = clean(one.get("name"))
        out[name] = (*out.get(name, ()), clean(one.get("value")))
    return out
