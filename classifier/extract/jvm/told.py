"""What every runner of tests tells of one that failed: its name, and the exception."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.dialect import span
from classifier.extract.jvm.traces import bare
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from classifier.extract.dialect import Lines
    from classifier.extract.jvm.traces import Trace
    from classifier.model import Outcome, Phase

SHOWN = 12
"""Lines of a message that are shown at most."""
APART = 8
"""Lines between the name of a test and the exception, from which on the name is not shown."""
PARAMETERS = re.compile(r"[\[({].*$")
"""`adds(int, int)[2]`, `adds{int}[1]`: what follows the name of a method."""
SETTING_UP = re.compile(r"(?:set[Uu]p|before(?:Class|Each|All|Method|Test|Suite)?|init|initializationError)$")
"""Methods of a class of tests that are none, by their usual names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A failed test as a log tells it once.

    `header` is the line that names it, `last` the last line that tells of it. `group` is its class or suite
    as far as known. Without a `trace`, `said` is all that is told of the cause, in the line of the header.
    """

    header: int
    last: int
    name: str
    tool: str = "junit"
    group: str = ""
    trace: Trace | None = None
    said: str = ""
    phase: Phase | None = None
    outcome: Outcome = "failed"

    @property
    def subject(self) -> str:
        """The name of the test with its class."""
        if (
            not self.group
            or self.name == self.group
            or self.name.startswith((f"{self.group}.", f"{self.group}$"))
        ):
            return self.name
        return f"{self.group}.{self.name}"

    @property
    def key(self) -> tuple[str, str]:
        """Simple class and bare method: what summaries call the test."""
        return key_of(self.subject)

    def failure(self, lines: Lines) -> Failure:
        """Return the failure of the test."""
        if self.trace is None:
            return self._plain(lines)
        line = self.trace.line
        message = next(link.message for link in self.trace.links if link.line == line)
        last = message[:SHOWN][-1][0]
        while not bare(lines[last]).strip():
            last -= 1
        near = line - self.header <= APART
        return Failure(
            line=line,
            first_line=self.header if near else line,
            last_line=last,
            kind="test",
            tool=self.tool,
            headline=self.trace.telling.headline,
            spans=self.trace.spans(),
            phase=self.phase or self._phase(),
            subject=self.subject,
            certainty=85,
        )

    def case(self) -> Case:
        """Return the result of the test."""
        return Case(line=self.header, subject=self.subject, outcome=self.outcome)

    def _phase(self) -> Phase:
        """Return the phase that the name of the method tells, or else the call stack."""
        if SETTING_UP.match(self.key[1]):
            return "setup"
        return self.trace.phase() if self.trace else "call"

    def _plain(self, lines: Lines) -> Failure:
        return Failure(
            line=self.header,
            first_line=self.header,
            last_line=self.header,
            kind="test",
            tool=self.tool,
            headline=self.said or lines[self.header].strip(),
            spans=(span("message", lines, self.header, self.header),),
            phase=self.phase or self._phase(),
            subject=self.subject,
            certainty=80,
        )


def key_of(subject: str) -> tuple[str, str]:
    """Return simple class and bare method of a test that is named as `demo.ShopTest.adds(int)[1]`."""
    name = PARAMETERS.sub("", subject)
    group, _, method = name.rpartition(".")
    return re.split(r"[.$]", group)[-1], method
