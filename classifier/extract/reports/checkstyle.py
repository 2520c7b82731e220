"""Read the XML of Checkstyle, which many linters can write; what is no error there is no failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.reports.markup import Node, Wanted, clean, numbered
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import Words, tell

if TYPE_CHECKING:
    from classifier.model import Outcome

ROOTS = ("checkstyle",)
SOURCE = re.compile(
    r"(?P<tool>eslint|stylelint|detekt|ktlint|phpcs|PHP_CodeSniffer|ShellCheck|hadolint|pmd)\b", re.I
)
"""Where the rules of other linters come from: `eslint.rules.no-undef`, `ShellCheck.SC2086`."""


class Reader:
    """Collects the errors of one document."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.counts: dict[Outcome, int] = {}

    def wanted(self) -> Wanted:
        """Return the elements to be handed on."""
        return Wanted(frozenset({"error"}), self.take)

    def take(self, node: Node, parents: list[Node]) -> None:
        """Take what was found in a file."""
        if node.get("severity").lower() != "error":
            return
        message = numbered(node.get("message"), node.line)
        told = tell(Words(line=node.line, message=message, type=clean(node.get("source"))))
        found = SOURCE.match(node.get("source"))
        tool = found["tool"].lower() if found else "checkstyle"
        file = clean(parents[-1].get("name")) if parents else ""
        self.results.append(
            Result(
                subject=file or None,
                outcome="failed",
                line=node.line,
                causes=(Cause(told=told, tool=tool, kind="lint"),),
                counted=False,
            )
        )
