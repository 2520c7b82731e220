"""Read the block that pytest prints of one failure: exceptions, call stack, source, captured output."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from classifier.extract.pytest import forms
from classifier.extract.pytest.headline import dedented, headline, named
from classifier.extract.python import exceptions
from classifier.extract.python.exceptions import CHAIN, bounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.model import Numbered, Range, Span

Form = Literal["traceback", "doctest", "plain"]
SHOWN = 30
"""The block shown holds at most so many lines of a message."""
LOCATION = re.compile(r"^(?P<path>(?:[A-Za-z]:)?[^\s:][^:]*):(?P<number>\d+)(?::(?: (?P<what>.*))?)?$")
"""`test_cart.py:12: in total`, `test_cart.py:7: ValueError`, `test_cart.py:9: `, `/tmp/test_cart.py:3`"""
RAISED = re.compile(r"[A-Za-z_][\w.]*$")
NATIVE = re.compile(r"^(?:  \+ Exception Group )?Traceback \(most recent call last\):$")
STEP = re.compile(r"^(?:_ )+_?$")
"""`_ _ _ _ _ _ _ _ _ _` between the entries of a long traceback."""
MARK = re.compile(r"^>(?:   |$)")
MESSAGE = re.compile(r"^E(?:   |$)")
WORKER = re.compile(r"^\[gw\d+\] \w+ -- Python ")
"""`[gw0] linux -- Python 3.12.1 /usr/bin/python3`"""
INTRO = re.compile(
    r"^(?:ImportError while importing test module '|ImportError while loading conftest '"
    r"|Hint: make sure your test modules|Traceback:$|file .+, line \d+$)"
)
"""What pytest says of where it was, before an exception."""
DEFINITION = re.compile(r"^  \S")
OUTCOMES = ("Expected:", "Expected nothing", "Got:", "Got nothing", "Differences (")


@dataclass(slots=True)
class Part:
    """One exception of a chain; `marked` is the code line it came from, `placed` the line that says where."""

    message: list[Numbered] = field(default_factory=list)
    frames: list[Numbered] = field(default_factory=list)
    source: list[Numbered] = field(default_factory=list)
    marked: int | None = None
    placed: int | None = None

    def settle(self) -> None:
        """Take the gutter's rest and empty last lines off the message."""
        texts = dedented([text for _, text in self.message])
        self.message = [(number, text) for (number, _), text in zip(self.message, texts, strict=True)]
        while self.message and not self.message[-1][1]:
            self.message.pop()

    @property
    def line(self) -> int:
        """The line that names what happened."""
        return self.message[named([text for _, text in self.message])][0]


@dataclass(slots=True)
class Told:
    """What a block tells; `main` is the exception that stands for the failure.

    `form` is `plain` when the block holds no traceback but words alone: of pytest or of a plugin.
    """

    parts: list[Part]
    captured: list[list[Numbered]]
    main: Part
    form: Form

    @property
    def headline(self) -> str:
        """The failure in one line."""
        texts = [text for _, text in self.main.message]
        if self.form == "doctest":
            return headline([f"DocTestFailure: {' '.join(text.strip() for text in texts if text.strip())}"])
        return headline(texts)

    @property
    def shown(self) -> Range:
        """First and last line of what a person needs to see: code, message, location, as far as near."""
        line, last = self.main.line, self.main.message[-1][0]
        end = min(last, line + SHOWN - 1)
        if self.main.placed and end < self.main.placed <= end + 2:
            end = self.main.placed
        begin = self.main.marked
        return (begin if begin and line - SHOWN < begin <= line else min(line, self.main.message[0][0])), end

    @property
    def paths(self) -> list[str]:
        """The files of the call stack in its order."""
        return [path for part in self.parts for frame in part.frames if (path := path_of(frame[1]))]

    def spans(self) -> tuple[Span, ...]:
        """Return the exceptions in the order of the log, with stack and source, then what was captured."""
        out = []
        for part in self.parts:
            out += [bounded("message", part.message)] if part.message else []
            out += [bounded("frames", part.frames)] if part.frames else []
            out += [bounded("source", part.source)] if part.source else []
        return (*out, *(bounded("captured", section) for section in self.captured if section))


def path_of(frame: str) -> str | None:
    """Return the file that a line of a call stack names, in pytest's form or Python's."""
    found = LOCATION.match(frame) or exceptions.FRAME.match(frame)
    return found["path"] if found else None


def read(body: Iterable[Numbered]) -> Told | None:
    """Read the lines of a block, None when they hold no word of what went wrong."""
    told, captured = _split(body)
    texts = [text for _, text in told]
    form: Form = "traceback"
    if any(MESSAGE.match(text) for text in texts):
        parts = _pytest_parts(told)
    elif any(NATIVE.match(text) for text in texts):
        parts = _native_parts(told)
    elif any(text.startswith(OUTCOMES) for text in texts):
        parts, form = _doctest_parts(told), "doctest"
    else:
        parts, form = _plain_parts(told), "plain"
    spoken = [part for part in parts if part.message]
    if not spoken:
        return None
    main = _grouped(spoken) if _is_group(spoken[0]) else spoken[-1]
    return Told(parts, captured, main, form)


def _split(body: Iterable[Numbered]) -> tuple[list[Numbered], list[list[Numbered]]]:
    """Return the lines of the traceback and the captured sections without their headings."""
    told: list[Numbered] = []
    captured: list[list[Numbered]] = []
    for number, text in body:
        if text.startswith("---") and forms.CAPTURED.match(text):
            captured.append([])
        elif captured:
            captured[-1].append((number, text))
        elif not WORKER.match(text):
            told.append((number, text))
    return told, captured


def _pytest_parts(told: list[Numbered]) -> list[Part]:
    parts = [Part()]
    for number, text in told:
        if text.strip() in CHAIN:
            parts.append(Part())
        else:
            _take(parts[-1], number, text)
    for part in parts:
        part.settle()
    return parts


def _take(part: Part, number: int, text: str) -> None:
    """Give one line of a traceback in pytest's own form to the exception it belongs to."""
    found = LOCATION.match(text)
    if MESSAGE.match(text):
        part.message.append((number, text[1:]))
    elif found and _places(found["what"]):
        part.frames.append((number, text))
        if part.message:
            part.placed = part.placed or number
        elif (found["what"] or "").startswith("in "):
            part.marked = number
    elif INTRO.match(text):
        part.frames.append((number, text))
    elif text.strip() and not STEP.match(text):
        part.source.append((number, text))
        if MARK.match(text) and not part.message:
            part.marked = number


def _places(what: str | None) -> bool:
    """Say whether what stands behind path and line number is a function, an exception's name or nothing."""
    return not what or what.startswith("in ") or bool(RAISED.match(what))


def _native_parts(told: list[Numbered]) -> list[Part]:
    return [
        Part(one.message, one.frames, one.source, marked=one.frames[-1][0] if one.frames else None)
        for one in exceptions.parse(told)
    ]


def _is_group(part: Part) -> bool:
    return "Group: " in part.message[0][1] and "sub-exception" in part.message[0][1]


def _grouped(spoken: list[Part]) -> Part:
    """Return the exception that stands for a group: the group, or the only one in it."""
    heads = [part for part in spoken if _is_group(part)]
    leaves = [part for part in spoken if not _is_group(part)]
    return leaves[0] if len(leaves) == 1 and len(heads) == 1 else heads[0]


def _doctest_parts(told: list[Numbered]) -> list[Part]:
    part = Part()
    for number, text in told:
        if part.message and (found := LOCATION.match(text)) and found["what"] == "DocTestFailure":
            part.frames.append((number, text))
            part.placed = number
        elif part.message or text.startswith(OUTCOMES):
            part.message.append((number, text))
        elif text.strip():
            part.source.append((number, text))
            part.marked = number
    part.settle()
    return [part]


def _plain_parts(told: list[Numbered]) -> list[Part]:
    """Read words alone; pytest 2 has no gutter where it quotes a test whose fixture is missing."""
    part = Part()
    for number, text in told:
        found = LOCATION.match(text)
        before = not part.message and (INTRO.match(text) or (part.frames and DEFINITION.match(text)))
        if before or (found and not found["what"]):
            part.frames.append((number, text))
        elif part.message or text.strip():
            part.message.append((number, text))
    part.settle()
    return [part]
