"""Read the XML of Checkstyle, which many linters write; only the pedantic fail on what is no error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.reports import levels
from classifier.extract.reports.finding import CODE
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
SNIFFED = re.compile(
    r"(?:PEAR|PSR\d+|Squiz|Generic|Zend|Internal|WordPress|Drupal\w*|SlevomatCodingStandard)\."
)
"""The standards of PHP_CodeSniffer: `PEAR.Commenting.FileComment.Missing`."""
DOCKER = re.compile(r"(?:DL|SC)\d{4}")
"""hadolint names only the number of the rule."""


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
        tool = _tool(node.get("source"))
        sure = levels.certainty(levels.level_of(node.get("severity")), tool)
        if not sure or node.get("severity") in ("", "ignore"):
            return
        code = node.get("source").rpartition(".")[2]
        said = node.get("message")
        message = numbered(f"{code}: {said}" if CODE.fullmatch(code) else said, node.line)
        told = tell(Words(line=node.line, message=message, type=clean(node.get("source"))))
        file = clean(parents[-1].get("name")) if parents else ""
        self.results.append(
            Result(
                subject=file or None,
                outcome="failed",
                line=node.line,
                causes=(Cause(told=told, tool=tool, kind="lint", certainty=sure),),
                counted=False,
            )
        )


def _tool(source: str) -> str:
    """Return the linter whose rule a source is."""
    found = SOURCE.match(source)
    if found:
        return {"php_codesniffer": "phpcs"}.get(found["tool"].lower(), found["tool"].lower())
    if SNIFFED.match(source):
        return "phpcs"
    return "hadolint" if DOCKER.fullmatch(source) else "checkstyle"
