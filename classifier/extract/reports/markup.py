"""Read XML by expat without trusting it: no entities with text, nothing loaded, bounded text, no exception.

A report is handed on record by record: a test with all it holds is one small tree, so that memory does not
grow with the report.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.model import Numbered

ATTRIBUTE = 65_536
"""So many characters of an attribute are kept."""
LINE = 4_096
"""So many characters of a line of text are kept."""
LINES = 200
"""Of the text of an element so many lines are kept at its start, and as many at its end."""
DECLARES = "it declares entities"
"""Why a document is refused that no writer of reports makes."""
BUFFER = 65_536
"""Bytes of text that are handed on at once."""
REFERENCE = 64
"""Bytes of a reference to a character at most, with the color that may follow it."""
NODES = 10_000
"""A record has so many elements at most; what is beyond them is not kept."""
DEPTH = 400
"""A deeper document is no report."""
TAG = 8 * 1024 * 1024
"""Bytes of one tag; expat reads a tag again with every piece of it."""

CONTROL = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]))"
    rb";(?P<color>\[[0-9;]{0,20}[A-Za-z])?",
    re.IGNORECASE,
)
"""Characters that XML does not have but reports hold nevertheless, `&#27;[31m` for example."""
COLOR = re.compile(r"(?:#x1[Bb]|\\x1b|\x1b)\[[0-9;]{0,20}[A-Za-z]")
"""pytest writes an escape character as `#x1B`."""


@dataclass(slots=True)
class Node:
    """An element: `line` is where it begins, `children` are kept only within a record."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    _head: list[Numbered] = field(default_factory=list)
    _tail: deque[Numbered] = field(default_factory=lambda: deque(maxlen=LINES))

    def get(self, *names: str) -> str:
        """Return the first of these attributes that is there and not empty, else an empty text."""
        return next((value for name in names if (value := self.attributes.get(name, ""))), "")

    def child(self, *path: str) -> Node | None:
        """Return the first element at this path of names."""
        found: Node | None = self
        for name in path:
            found = next((one for one in found.children if one.name == name), None) if found else None
        return found

    def all(self, *names: str) -> list[Node]:
        """Return the children of these names."""
        return [one for one in self.children if one.name in names]

    def lines(self) -> list[Numbered]:
        """Return the text of the element by lines, blank ones at its start and end left out."""
        found = [(number, clean(text)) for number, text in (*self._head, *self._tail)]
        while found and not found[-1][1].strip():
            found.pop()
        start = next((at for at, (_, text) in enumerate(found) if text.strip()), len(found))
        return found[start:]

    def text(self) -> str:
        """Return the text of the element on one line."""
        return " ".join(text.strip() for _, text in self.lines())

    def add(self, text: str, end: int) -> None:
        """Add a piece of text that ends on line `end`; a line feed written as a reference starts no line."""
        pieces = text.split("\n")
        first = end - len(pieces) + 1
        rows = [(max(first + at, self.line), piece[:LINE]) for at, piece in enumerate(pieces)]
        last = self._tail.pop() if self._tail else self._head.pop() if self._head else None
        if last and last[1]:
            rows[0] = (last[0], (last[1] + rows[0][1])[:LINE])
        room = max(LINES - len(self._head), 0)
        self._head += rows[:room]
        self._tail.extend(rows[room:][-LINES:])


def clean(text: str) -> str:
    """Return one line of text without colors, in which all that can't be seen is written as escapes."""
    if text.isprintable() and "x1" not in text:  # most lines
        return text
    return visible(COLOR.sub("", text).replace("\r", ""))


def numbered(text: str, line: int) -> list[Numbered]:
    """Return a text that stands on one line of a report by its own lines, all with that line's number."""
    return [(line, clean(one)) for one in text.replace("\r\n", "\n").strip("\n").split("\n")] if text else []


Take = Callable[[Node, list[Node]], None]
"""Is given an element that has ended, and the elements round it, the outermost first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The elements that `take` gets when they end: `records` with all they hold, `hulls` without that."""

    records: frozenset[str]
    take: Take
    hulls: frozenset[str] = frozenset()


NOTHING = Wanted(frozenset(), lambda _node, _parents: None)


class EndedError(Exception):
    """The root element was closed, or is none that anybody wants."""


class RefusedError(Exception):
    """The document is not to be read; the text says why."""


@dataclass(slots=True)
class Ending:
    """Where and how the reading of a document ended: `problem` is empty when it was read whole."""

    line: int
    problem: str = ""
    rest: bytes = b""
    root: str = ""


class Parser:
    """Reads one document from pieces of bytes and hands on what is wanted of it.

    `choose` is given the name of the root and returns what is wanted, None when nobody wants this document.
    `line` is where the document begins in its log.
    """

    def __init__(self, choose: Callable[[str], Wanted | None], line: int) -> None:
        self._choose = choose
        self._wanted = NOTHING
        self._first = line
        self._open: list[Node] = []
        self._depth = 0
        """How many of the open elements are within a record, itself included."""
        self._nodes = 0
        self._end = 0
        self.root = ""
        self._expat = expat.ParserCreate("utf-8")
        self._expat.buffer_text = True  # text comes when what follows it begins, or the buffer is full
        self._expat.buffer_size = BUFFER
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._close
        self._expat.CharacterDataHandler = self._text
        self._expat.EntityDeclHandler = self._entity
        self._expat.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def read(self, pieces: Iterator[bytes]) -> Ending:
        """Read up to the end of the root element; the rest of the last piece is handed back."""
        fed = lines = 0
        try:
            for raw in pieces:
                piece = sound(raw)
                start, fed = fed, fed + len(piece)
                try:
                    self._expat.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
                except EndedError:
                    end = _after(piece, max(self._end - start, 0))
                    line = self._first + lines + piece.count(b"\n", 0, end)
                    return Ending(line, rest=piece[end:], root=self.root)
                lines += piece.count(b"\n")
                if fed - self._expat.CurrentByteIndex > TAG:
                    what = f"a tag of more than {TAG // 1024 // 1024} MiB"
                    return Ending(self._first + lines, what, root=self.root)
            self._expat.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            line = self._first + error.lineno - 1
            return Ending(line, expat.ErrorString(error.code) or "not well formed", root=self.root)
        except RefusedError as refusal:
            return Ending(self._first + lines, str(refusal), root=self.root)
        return Ending(self._first + lines, root=self.root)

    @property
    def _line(self) -> int:
        return self._first + self._expat.CurrentLineNumber - 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self._open:
            self._begin(name)
        if len(self._open) >= DEPTH:
            raise RefusedError(f"elements nested deeper than {DEPTH}")
        kept = {key: value[:ATTRIBUTE] for key, value in attributes.items()}
        node = Node(name, self._line, kept)
        if self._depth or name in self._wanted.records:
            self._depth += 1
            self._nodes = self._nodes + 1 if self._depth > 1 else 0
            if self._depth > 1 and self._nodes < NODES:
                self._open[-1].children.append(node)
        self._open.append(node)

    def _begin(self, name: str) -> None:
        self.root = name
        wanted = self._choose(name)
        if wanted is None:
            raise RefusedError("nobody reads it")
        self._wanted = wanted

    def _close(self, _name: str) -> None:
        node = self._open.pop()
        if self._depth:
            self._depth -= 1
            if not self._depth:
                self._wanted.take(node, self._open)
        elif node.name in self._wanted.hulls:
            self._wanted.take(node, self._open)
        if not self._open:
            self._end = self._expat.CurrentByteIndex
            raise EndedError

    def _text(self, text: str) -> None:
        if self._depth:
            self._open[-1].add(text, self._line)

    def _entity(self, _name: str, _parameter: int, value: str | None, *_where: str | None) -> None:
        """Refuse entities that hold text; those that lie elsewhere are left out, for expat loads nothing."""
        if value is not None:
            raise RefusedError(DECLARES)


def _after(piece: bytes, place: int) -> int:
    """Return where the tag that begins or ends at a place has ended; expat counts an empty one as ended."""
    return piece.find(b">", place) + 1 if piece[place : place + 1] == b"<" else place


def sound(piece: bytes) -> bytes:
    """Return a piece of a document without what XML can't hold and without carriage returns."""
    if b"\r" in piece:
        piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    return CONTROL.sub(b"", piece) if b"&#" in piece else piece


def joined(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces with some bytes before them, each cut behind a tag, a blank or a line end.

    So no reference to a character is torn, nor a carriage return from its line feed.
    """
    kept = head
    for piece in pieces:
        whole = kept + piece if kept else piece
        cut = max(whole.rfind(mark) + 1 for mark in (b">", b"\n", b" "))
        cut = max(cut, len(whole) - REFERENCE)
        kept = whole[cut:]
        yield whole[:cut]
    yield kept
