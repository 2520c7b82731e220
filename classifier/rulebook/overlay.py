"""Lay texts of one failure over each other: what all of them say in order, and what each has of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Masked

TOKEN = re.compile(r"\s?(?:\w+(?:(?:\.|::|->|-)\w+)*|[^\w\s])")
"""A word with what belongs to it (`a.b::c-d`) or a mark, with the blank before it."""
ROWS = 200
"""Different texts that are laid over each other; all the others only have to match."""


class Token(NamedTuple):
    """A word, a mark or a placeholder: how it reads masked and raw, the blank before it, if it varies."""

    shown: str
    raw: str
    lead: str = ""
    varies: bool = False


Row = tuple[Token, ...]
"""A text as tokens."""


@dataclass(slots=True)
class Variable:
    """A part that varies: its value in each text, whether it is just what a mask found, or holds such."""

    values: list[str]
    masked: bool = False
    volatile: bool = False

    @property
    def different(self) -> list[str]:
        """The values without repeats, sorted."""
        return sorted(set(self.values))


@dataclass(slots=True)
class Parts:
    """Fixed texts and variables in turn."""

    items: list[str | Variable] = field(default_factory=list)

    def fixed(self, text: str) -> None:
        """Add fixed text."""
        if self.items and isinstance(self.items[-1], str):
            self.items[-1] += text
        elif text:
            self.items.append(text)

    def variable(self, values: Sequence[str], *, masked: bool) -> None:
        """Add a variable; one that follows another is part of it, also over a mark that means little."""
        if not any(values):
            return
        last = self.items[-1] if self.items else ""
        if isinstance(last, Variable):
            self._extend(last, "", values, masked=masked)
            return
        before = self.items[-2] if len(self.items) > 1 else ""
        weak = isinstance(before, Variable) and not (before.masked and masked) and not re.search(r"\w", last)
        if weak and len(last) <= 2 and isinstance(before, Variable):
            self.items.pop()
            self._extend(before, last, values, masked=masked)
            return
        if all(value.startswith(" ") for value in values):
            self.fixed(" ")
            values = [value[1:] for value in values]
        self.items.append(Variable(list(values), masked, volatile=masked))

    @staticmethod
    def _extend(variable: Variable, between: str, values: Sequence[str], *, masked: bool) -> None:
        variable.values = [one + between + other for one, other in zip(variable.values, values, strict=True)]
        variable.masked = False
        variable.volatile |= masked


def rows_of(members: Iterable[Masked]) -> list[Row]:
    """Return the different texts as rows, in canonical order; ROWS of them at most, all forms among them."""
    unique = {(one.masked, one.values, one.text): one for one in members}
    ordered = [unique[key] for key in sorted(unique)]
    firsts = {one.masked: one for one in reversed(ordered)}
    chosen = [*firsts.values(), *(one for one in ordered if firsts[one.masked] is not one)][:ROWS]
    return [_row(one) for one in chosen]


def _row(one: Masked) -> Row:
    """Return a text as tokens. What masks leave out, the folders of a file, is put back as what varies."""
    pieces: list[Token] = []
    end = 0
    for (start, after), value in zip(one.holes, one.values, strict=True):
        fixed = one.masked[end:start]
        pieces += _tokens(fixed)
        raw = " ".join(value.split())
        pieces.append(Token(one.masked[start:after], raw, " " * fixed.endswith(" "), varies=True))
        end = after
    pieces += _tokens(one.masked[end:])
    return _restored(pieces, _tokens(" ".join(one.text.split())))


def _tokens(text: str) -> list[Token]:
    return [Token(token.strip(), token.strip(), " " * token[0].isspace()) for token in TOKEN.findall(text)]


def _restored(pieces: Sequence[Token], text: Sequence[Token]) -> Row:
    """Return the pieces of a masked text, between them what only the raw text has."""
    owners = [index for index, piece in enumerate(pieces) for _ in _tokens(piece.raw)]
    words = [token.shown for piece in pieces for token in _tokens(piece.raw)]
    out: list[Token] = []
    previous = -1
    for change in Indel.opcodes(words, [token.shown for token in text]):
        for place in range(change.dest_start, change.dest_end):
            token = text[place]
            owner = owners[change.src_start + place - change.dest_start] if change.tag == "equal" else -1
            if out and out[-1].varies and owner == previous:
                out[-1] = out[-1]._replace(raw=out[-1].raw + token.lead + token.raw)
            elif owner < 0:
                out.append(Token("", token.raw, token.lead, varies=True))
            else:
                out.append(pieces[owner]._replace(raw=token.raw, lead=token.lead))
            previous = owner
    return tuple(out)


def parts_of(rows: Sequence[Row]) -> list[str | Variable]:
    """Return what all rows share in order, and between it what each has of its own."""
    lists = [[token.shown for token in row] for row in rows]
    shared = min(lists, key=lambda shown: (len(shown), shown))
    for shown in lists:
        blocks = (change for change in Indel.opcodes(shared, shown) if change.tag == "equal")
        shared = [token for block in blocks for token in shared[block.src_start : block.src_end]]
    aligned = [_aligned(shared, row, shown) for row, shown in zip(rows, lists, strict=True)]
    parts = Parts()
    for place in range(len(shared) + 1):
        gaps = [gaps[place] for gaps, _ in aligned]
        if place == len(shared):
            parts.variable(gaps, masked=False)
            break
        tokens = [tokens[place] for _, tokens in aligned]
        leads = {token.lead for token in tokens}
        if len(leads) > 1:
            gaps = [gap + token.lead for gap, token in zip(gaps, tokens, strict=True)]
        parts.variable(gaps, masked=False)
        parts.fixed(leads.pop() if len(leads) == 1 else "")
        if any(token.varies for token in tokens):
            parts.variable([token.raw for token in tokens], masked=True)
        else:
            parts.fixed(shared[place])
    return parts.items


def _aligned(shared: Sequence[str], row: Row, shown: Sequence[str]) -> tuple[list[str], list[Token]]:
    """Return what a row has of its own before each shared token and at the end, and its own tokens."""
    changes = (change for change in Indel.opcodes(shared, shown) if change.tag == "equal")
    places = [place for change in changes for place in range(change.dest_start, change.dest_end)]
    ends = [0, *(place + 1 for place in places)]
    gaps = [
        "".join(token.lead + token.raw for token in row[end:place])
        for end, place in zip(ends, [*places, len(row)], strict=True)
    ]
    return gaps, [row[place] for place in places]
