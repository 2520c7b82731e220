"""Read panics in what a Rust test printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from classifier.extract.pytest.headline import LONGEST as WIDTH
from classifier.extract.python.exceptions import bounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Numbered, Span

ANCHOR = r"^thread '.*' (?:\(\d+\) )?(?:panicked at|has overflowed its stack)"
"""`thread 'main' panicked at src/main.rs:3:5:`, before Rust 1.73 `panicked at 'no tea', src/main.rs:3:5`"""
LONGEST = 300
"""Lines of a panic and its backtrace that are read."""
SHOWN = 14
"""So many lines of a message are shown."""
START = regex.compile(
    r"\s*thread '(?P<thread>.*?)' (?:\(\d+\) )?(?:(?P<overflow>has overflowed its stack)"
    r"|panicked at (?:'(?P<said>.*)|(?P<place>[^']\S*:\d+:\d+):$|(?P<rest>.*)))"
)
QUOTED_END = regex.compile(r"', (?P<place>\S+:\d+(?::\d+)?)$")
"""Before Rust 1.73 the message stands in quotes, over several lines perhaps, and its place behind it."""
END = regex.compile(
    r"\s*(?:stack backtrace:$|note: |thread '.*' (?:\(\d+\) )?panicked|\(test (?:aborted|timed))"
)
FRAME = regex.compile(r"\s*(?:\d+: +\S|at \S|stack backtrace:$|\[\.\.\. omitted)")
SIDE = regex.compile(r"\s*(?P<side>left|right): +`?(?P<value>.*?)`?,?$")
"""`  left: 5`, before Rust 1.73 `  left: `5`,`"""
HANDED_ON = regex.compile(r"Any \{ \.\. \}|JoinError|PoisonError")
"""A thread that waits for one that panicked panics in turn."""


@dataclass(slots=True)
class Panic:
    """One panic: the line it starts with, the thread, its message and its backtrace."""

    line: int
    thread: str
    message: list[Numbered] = field(default_factory=list)
    frames: list[Numbered] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """The message in one line, with the two sides of a comparison."""
        texts = [text.strip() for _, text in self.message]
        sides = {match["side"]: match["value"] for text in texts if (match := SIDE.match(text))}
        head = texts[0].rstrip(",") if texts else f"thread '{self.thread}' panicked"
        if len(sides) == 2:
            head = f"{head}: left {sides['left']}, right {sides['right']}"
        return head if len(head) <= WIDTH else head[: WIDTH - 1] + "…"

    @property
    def last(self) -> int:
        """The last line of the message, as far as it is shown."""
        return min(self.message[-1][0], self.line + SHOWN) if self.message else self.line

    def spans(self) -> tuple[Span, ...]:
        """Return message and backtrace."""
        said = self.message or [(self.line, self.headline)]
        return (bounded("message", said), *((bounded("frames", self.frames),) if self.frames else ()))


def parse(numbered: Sequence[Numbered]) -> list[Panic]:
    """Return the panics that lines tell of, in their order."""
    found: list[Panic] = []
    at = 0
    while at < len(numbered):
        match = START.match(numbered[at][1])
        if match is None:
            at += 1
            continue
        one = Panic(numbered[at][0], match["thread"])
        at = _message(one, match, numbered, at)
        at = _frames(one, numbered, at)
        found.append(one)
    return found


def main(panics: Sequence[Panic]) -> Panic:
    """Return the panic that tells why: the last one, or the one that it only hands on."""
    for one in reversed(panics):
        if not HANDED_ON.search(one.headline):
            return one
    return panics[0]


def _message(one: Panic, match: regex.Match[str], numbered: Sequence[Numbered], at: int) -> int:
    """Fill in the message; return the index of the first line below it."""
    number = numbered[at][0]
    if match["said"] is not None:
        return _quoted(one, match["said"], numbered, at)
    if match["overflow"]:
        one.message.append((number, f"thread '{one.thread}' has overflowed its stack"))
        return at + 1
    if match["rest"] is not None:
        one.message.append((number, match["rest"]))
        return at + 1
    at += 1
    while at < len(numbered) and not END.match(numbered[at][1]):
        one.message.append(numbered[at])
        at += 1
        if not numbered[at - 1][1].strip() and not _goes_on(numbered, at):
            break
    while one.message and not one.message[-1][1].strip():
        one.message.pop()
    return at


def _goes_on(numbered: Sequence[Numbered], at: int) -> bool:
    """Say whether a message with a blank line goes on below it: then the end of a panic stands near."""
    ends = (END.match(text) for _, text in numbered[at : at + SHOWN])
    return any(ends)


def _quoted(one: Panic, said: str, numbered: Sequence[Numbered], at: int) -> int:
    """Fill in a message in quotes."""
    text = said
    for number, more in [(numbered[at][0], said), *numbered[at + 1 : at + LONGEST]]:
        end = QUOTED_END.search(more)
        text = more[: end.start()] if end else more
        one.message.append((number, text))
        at += 1
        if end:
            break
    return at


def _frames(one: Panic, numbered: Sequence[Numbered], at: int) -> int:
    while at < len(numbered) and FRAME.match(numbered[at][1]):
        one.frames.append(numbered[at])
        at += 1
    return at
