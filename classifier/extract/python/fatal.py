"""Read how a Python interpreter dies: fatal errors and time-outs, with the stacks that it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.python.exceptions import FRAME, MESSAGE_SHOWN, bounded, is_own, path_of
from classifier.model import Failure

if TYPE_CHECKING:
    from classifier.extract.dialect import Lines
    from classifier.model import Kind, Numbered, Phase, Where

FATAL = re.compile(r"(?P<head>Fatal Python error: .+)$|(?P<timeout>Timeout \(\d+:\d\d:\d\d(?:\.\d+)?\)!)$")
"""`Fatal Python error: Segmentation fault`; `Timeout (0:00:05)!` when faulthandler was asked to dump."""
FATAL_LINES = 300


@dataclass(frozen=True, slots=True)
class Fatal:
    """A death of the interpreter itself, with the stacks it printed, innermost call first."""

    headline: str
    kind: Kind
    message: tuple[Numbered, ...]
    frames: tuple[Numbered, ...]

    def failure(self, tool: str, subject: str | None, *, phase: Phase | None, certainty: int) -> Failure:
        """Return it as a failure; without a subject it is the innermost file of own code."""
        line = self.message[0][0]
        own = next((frame for frame in self.frames if is_own(frame[1])), None)
        ends = [at for at, _ in (*self.message, *self.frames)]
        parts: tuple[tuple[Where, tuple[Numbered, ...]], ...] = (
            ("message", self.message),
            ("frames", self.frames),
        )
        return Failure(
            line=line,
            first_line=line,
            last_line=min(max(ends), line + MESSAGE_SHOWN - 1),
            kind=self.kind,
            tool=tool,
            headline=self.headline,
            spans=tuple(bounded(where, list(part)) for where, part in parts if part),
            phase=phase,
            subject=subject or path_of(own),
            certainty=certainty,
        )


def read(lines: Lines, number: int) -> Fatal | None:
    """Return the fatal error that a line begins, None when it begins none."""
    found = FATAL.search(lines[number])
    if not found:
        return None
    message: list[Numbered] = [(number, found[0])]
    frames: list[Numbered] = []
    for at, text in lines.between(number + 1, number + FATAL_LINES):
        if FRAME.match(text):
            frames.append((at, text))
        elif (
            text.startswith(("Current thread 0x", "Thread 0x", "  <no Python frame>", "  ..."))
            or not text.strip()
        ):
            continue
        elif frames or not text.startswith(("Python runtime state:", "Python path", "  ", "object ")):
            break
        else:
            message.append((at, text))
    return Fatal(found[0], "crash" if found["head"] else "timeout", tuple(message), tuple(frames))
