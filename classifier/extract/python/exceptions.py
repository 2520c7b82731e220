"""Understand what Python prints of exceptions: stacks, quoted code, messages, chains and groups of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.dialect import cut
from classifier.model import Failure, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Kind, Numbered, Range, Where

TRACEBACK = r"(?:\+ )?(?:Exception Group )?Traceback \(most recent call last\):"
HEADER = re.compile(rf"^(?P<gutter>.*?)(?P<header>{TRACEBACK})\s*$")
"""`Traceback (most recent call last):`, `  + Exception Group Traceback (most recent call last):`"""
FRAME = re.compile(r' +File "(?P<path>[^"]+)", line \d+(?:,? in (?P<function>.+))?$')
"""`  File "/tmp/demo/shop.py", line 12, in total`; of a syntax error and of a fatal error the end differs."""
NAME = r"(?:[A-Za-z_]\w*\.(?:<locals>\.)?)*(?:[A-Z]\w*|\w*(?:[Ee]rror|timeout))|(?:[a-z_]\w*\.)+\w+"
EXCEPTION = re.compile(rf"(?P<type>{NAME})(?::(?: (?P<message>.*)|\s*))?$")
"""`KeyError: 'box'`, `AssertionError`, `socket.timeout: timed out`, `shop.make.<locals>.Late: too late`"""
CHAIN = (
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
SEPARATOR = re.compile(r"\s*\+(?:-\+)*-{10,}(?: (?:\d+|\.\.\.) -{10,})?$")
"""`  +-+---------------- 1 ----------------`, `    +------------------------------------`"""
GROUP_GUTTER = re.compile(r"\s*(?:\| ?|\+ (?=Exception Group))")
"""`    |   File "/tmp/demo/tasks.py", line 4, in fetch`"""
FOREIGN = re.compile(
    r"[\\/](?:site|dist)-packages[\\/]|[\\/]lib(?:64)?[\\/]python\d|[\\/]Python[\d.]*[\\/](?:[\w.]+[\\/])*Lib[\\/]|^<",
    re.IGNORECASE,
)
"""Files of packages and of Python itself: `/usr/lib/python3.12/json/decoder.py`, `<frozen runpy>`."""
KINDS: tuple[tuple[str, Kind], ...] = (
    (r"(?:ModuleNotFound|Import)Error$", "import"),
    (r"MemoryError$|OutOfMemory\w*$", "memory"),
    (r"[Tt]imeout(?:Error|Exception|Expired)?$", "timeout"),
    (
        r"Connection\w*Error$|URLError$|gaierror$|herror$|SSL\w*Error$|RemoteDisconnected$|ProtocolError$",
        "network",
    ),
    (r"(?:Syntax|Indentation|Tab)Error$", "compile"),
)


@dataclass(slots=True)
class Raised:
    """One exception as a traceback prints it: its lines by number, without the gutter.

    `message` begins with the line that names the exception; `frames` are the lines with file and function,
    `source` the quoted code and its marks; `first` is the line the traceback begins with.
    """

    first: int
    frames: list[Numbered] = field(default_factory=list)
    source: list[Numbered] = field(default_factory=list)
    message: list[Numbered] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line that names the exception."""
        return self.message[0][0]

    @property
    def last(self) -> int:
        """The last line of the message."""
        return self.message[-1][0]

    @property
    def type(self) -> str:
        """The name of the exception, with its module as far as printed."""
        found = EXCEPTION.match(self.message[0][1])
        return found["type"] if found else ""

    @property
    def headline(self) -> str:
        """Name and first words of the exception; an empty first line is followed by the next one."""
        head = self.message[0][1].strip()
        following = next((text.strip() for _, text in self.message[1:] if text.strip()), "")
        if head == f"{self.type}:":
            return f"{head} {following}" if following else self.type
        return head

    def spans(self) -> tuple[Span, ...]:
        """Return the call stack, the quoted code and the message, each where there is any."""
        parts: tuple[tuple[Where, list[Numbered]], ...] = (
            ("frames", self.frames), ("source", self.source), ("message", self.message),
        )  # fmt: skip
        return tuple(bounded(where, numbered) for where, numbered in parts if numbered)

    def own_frame(self) -> Numbered | None:
        """Return the innermost frame that is neither Python's own nor an installed package's."""
        return next((one for one in reversed(self.frames) if is_own(one[1])), None)


def bounded(where: Where, numbered: list[Numbered]) -> Span:
    """Return the lines as a span, cut in the middle where there are more than SPAN_LINES."""
    return Span(where, tuple(cut(numbered)))


def path_of(frame: Numbered | None) -> str | None:
    """Return the file that a frame names."""
    found = FRAME.match(frame[1]) if frame else None
    return found["path"] if found else None


def function_of(frame: Numbered) -> str:
    """Return the function that a frame names, empty where it names none."""
    found = FRAME.match(frame[1])
    return (found["function"] or "") if found else ""


def kind_of(type_: str, default: Kind = "other") -> Kind:
    """Return the kind of failure that an exception of this name stands for."""
    return next((kind for pattern, kind in KINDS if re.search(pattern, type_)), default)


def outermost(raised: Sequence[Raised]) -> Raised:
    """Return the exception that stands for the whole: the last of a chain, the only one within a group."""
    heads = [one for one in raised if "Group" in one.type]
    if not heads:
        return raised[-1]
    leaves = [one for one in raised if one.first >= heads[0].first and one not in heads]
    return leaves[0] if len(leaves) == 1 else heads[0]


def parse(body: Iterable[Numbered]) -> list[Raised]:
    """Return the exceptions told in these lines, in their order; a message ends where the next one begins.

    Lines that are no part of a traceback are passed over, so that output of another program between the
    lines of a traceback does no harm.
    """
    reader = _Reader()
    for number, text in body:
        reader.take(number, text)
    reader.close()
    return reader.found


class _Reader:
    """Reads lines one after the other; what it has understood is in `found`."""

    def __init__(self) -> None:
        self.found: list[Raised] = []
        self._open: Raised | None = None

    def take(self, number: int, raw: str) -> None:
        if SEPARATOR.match(raw):
            self.close()
            self._open = Raised(number)
            return
        text = GROUP_GUTTER.sub("", raw, count=1) if GROUP_GUTTER.match(raw) else raw
        if re.match(TRACEBACK, text):
            self.close()
            self._open = Raised(number)
        elif text.strip() in CHAIN:
            self.close()
        elif self._open is not None:
            self._add(self._open, number, text)

    def _add(self, one: Raised, number: int, text: str) -> None:
        if one.message:
            one.message.append((number, text))
        elif FRAME.match(text) or text.startswith("  [Previous line repeated"):
            one.frames.append((number, text))
        elif text.startswith("    "):
            one.source.append((number, text))
        elif EXCEPTION.match(text) and (one.frames or one.first == number - 1):
            one.message.append((number, text))

    def close(self) -> None:
        one, self._open = self._open, None
        if one is None or not one.message:
            return
        while len(one.message) > 1 and one.message[-1][1].strip() in ("", '"""', "'''"):
            one.message.pop()
        self.found.append(one)


def is_own(frame: str) -> bool:
    """Say whether a frame is neither in Python's own files nor in an installed package."""
    found = FRAME.match(frame)
    return bool(found) and not FOREIGN.search(found["path"])  # type: ignore[index]


BLOCK_LINES = 30
"""A block of so many lines is shown whole, a longer one from the last frame of own code on."""
NEAR = 12
"""How near to the exception's name that frame must be."""
MESSAGE_SHOWN = 8
"""So many lines are shown from the exception's name on."""


def block(raised: Sequence[Raised], first: int, whole: int = BLOCK_LINES) -> Range:
    """Return the lines a person needs to see: from `first` on, when these are not more than `whole` lines."""
    one = outermost(raised)
    end = raised[-1].last if one is not raised[-1] else one.last
    last = min(end, one.line + MESSAGE_SHOWN - 1)
    if last - first < whole:
        return first, last
    own = one.own_frame()
    near = [at for at, _ in one.frames[-1:]]
    if own and one.line - own[0] <= NEAR:
        near = [own[0]]
    return (near[0] if near and one.line - near[0] <= NEAR else one.line), last


def failure(raised: Sequence[Raised], first: int, tool: str, kind: Kind, whole: int = BLOCK_LINES) -> Failure:
    """Return exceptions that hang together as one failure, shown from line `first` on where that is near."""
    one = outermost(raised)
    first_line, last_line = block(raised, first, whole)
    return Failure(
        line=one.line,
        first_line=first_line,
        last_line=last_line,
        kind=kind,
        tool=tool,
        headline=one.headline,
        spans=tuple(part for item in raised for part in item.spans()),
    )
