"""Draft the pattern of a rule from texts of one failure: what all of them say is fixed, the rest captured."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import regex
from rapidfuzz.distance import Indel

from classifier.rulebook.values import FILE, class_of, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from classifier.model import Masked
    from classifier.rulebook.values import Class

TOKEN = re.compile(r"\s?(?:\w+(?:(?:\.|::|->|-)\w+)*|[^\w\s])")
"""A word with what belongs to it (`a.b::c-d`) or a mark, with the blank before it."""
SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
BLANK = re.compile(r" +")
WORD = re.compile(r"[^\W\d_]{2,}")
LETTERS = 4
"""Letters that the fixed text must have at least; a pattern with fewer says nothing."""
ROWS = 200
"""Different texts that are laid over each other; all the others only have to match."""
FORMS = 8
"""So many forms of a text become alternatives where they share too little for one pattern."""
FEW = 4
"""So few different values of a part may be written out, where a wider pattern would match other failures."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule could look for: one pattern, or alternatives of which one must match.

    `captures` are names in the order of the text; `decisive` those of them by whose values two failures
    differ. `also` are the other signatures that some pattern matches too.
    """

    patterns: tuple[str, ...]
    captures: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Narrowing(NamedTuple):
    """What makes a pattern narrower: ends that are fixed, few values written out, equal numbers kept."""

    ends: bool = False
    values: bool = False
    numbers: bool = False
    blanks: bool = False


STEPS = (
    Narrowing(),
    Narrowing(ends=True),
    Narrowing(numbers=True),
    Narrowing(values=True),
    Narrowing(values=True, numbers=True),
    Narrowing(ends=True, values=True, numbers=True),
)
"""From wide to narrow; the first is taken that matches no other signature."""


def draft(
    members: Sequence[Masked],
    others: Mapping[str, Collection[str]],
    matches: Callable[[str], bool],
    decisive: Collection[str] = (),
) -> Draft | None:
    """Return the widest pattern that all members and no other signature match; None if there is none.

    `others` are texts by signature. `matches` says whether a pattern is found in every member as a rule would
    find it. `decisive` are words, in lower case, by which two failures differ beside types of data,
    operations and exceptions. Where every pattern matches some other signature too, it is the one that
    matches the fewest. The draft does not depend on the order of members.
    """
    drafts = list(_drafts(_rows(members), others, matches, decisive))
    return min(drafts, key=lambda one: len(one.also), default=None)


def _drafts(
    rows: Sequence[Row],
    others: Mapping[str, Collection[str]],
    matches: Callable[[str], bool],
    decisive: Collection[str],
) -> Iterator[Draft]:
    """Yield drafts from wide to narrow, up to the first that matches nothing else."""
    parts = _parts(rows)
    words = [word for part in parts if isinstance(part, str) for word in WORD.findall(part)]
    # a single word stands in many a text: only one that says nothing else is meant
    steps = STEPS if len(words) > 1 else [step for step in STEPS if step.ends]
    for step in steps if sum(map(len, words)) >= LETTERS else ():
        for narrowing in (step, step._replace(blanks=True)):
            written = _written(parts, narrowing, decisive)
            if matches(written.patterns[0]):
                found = _beside(written, others)
                yield found
                if not found.also:
                    return
                break
    forms: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        forms["\0".join(token.shown for token in row)].append(row)
    if 1 < len(forms) <= FORMS:
        alternatives = [_written(_parts(own), STEPS[-1], decisive) for _, own in sorted(forms.items())]
        patterns = tuple(dict.fromkeys(one.patterns[0] for one in alternatives))
        shared = set.intersection(*(set(one.captures) for one in alternatives))
        captures = tuple(name for name in alternatives[0].captures if name in shared)
        if matches("|".join(patterns)):
            yield _beside(Draft(patterns, captures), others)


def _beside(one: Draft, others: Mapping[str, Collection[str]]) -> Draft:
    """Return the draft with the other signatures that it matches."""
    compiled = [regex.compile(pattern, regex.MULTILINE) for pattern in one.patterns]
    also = tuple(
        name
        for name, texts in others.items()
        if any(pattern.search(text, timeout=1.0) for text in texts for pattern in compiled)
    )
    return Draft(one.patterns, one.captures, one.decisive, also)


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


def _rows(members: Iterable[Masked]) -> list[Row]:
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


def _parts(rows: Sequence[Row]) -> list[str | Variable]:
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


def _written(parts: Sequence[str | Variable], narrowing: Narrowing, decisive: Collection[str]) -> Draft:
    """Return the parts as one pattern; what some texts lack at its ends is left out."""
    items = list(parts)
    if items and isinstance(items[0], Variable) and not (narrowing.values and all(items[0].values)):
        items = items[1:]
    writer = _Writer(narrowing, decisive)
    text = "".join(writer.part(items, place) for place in range(len(items)))
    if narrowing.ends:
        text = "^" * _is_fixed(parts[0]) + text + "$" * _is_fixed(parts[-1])
    return Draft((text.rstrip(" "),), tuple(writer.names), tuple(writer.deciding))


def _is_fixed(part: str | Variable) -> bool:
    return isinstance(part, str)


class _Writer:
    """Writes the parts of a pattern one by one and notes its captures."""

    def __init__(self, narrowing: Narrowing, decisive: Collection[str]) -> None:
        self._narrowing = narrowing
        self._decisive = decisive
        self.names: list[str] = []
        self.deciding: list[str] = []

    def part(self, items: Sequence[str | Variable], place: int) -> str:
        """Return one part as a pattern: fixed text escaped, what varies among the texts as a capture."""
        part = items[place]
        if isinstance(part, str):
            return self._escaped(part)
        values = part.different
        if len(values) == 1 and (self._narrowing.numbers or not part.volatile):
            return self._escaped(values[0])
        before, after = (items[at] if 0 <= at < len(items) else "" for at in (place - 1, place + 1))
        kind = class_of(values, str(after), last=place == len(items) - 1)
        if kind is None:
            return ""
        if self._narrowing.values and len(values) <= FEW and not part.volatile:
            longest = sorted(values, key=lambda value: (-len(value), value))
            pattern = "|".join(map(self._escaped, longest))
        elif kind.volatile or len(values) == 1 or FILE.search(str(before)):
            return kind.pattern
        else:
            pattern = kind.pattern
        return f"(?P<{self._name(str(before), kind, values)}>{pattern})"

    def _name(self, before: str, kind: Class, values: Sequence[str]) -> str:
        name = name_of(before, kind, self.names)
        self.names.append(name)
        if kind.decides or all(value.strip("'\"`").lower() in self._decisive for value in values):
            self.deciding.append(name)
        return name

    def _escaped(self, text: str) -> str:
        """Return fixed text as a pattern, with any blanks, line ends too, for its blanks where asked for."""
        escaped = SPECIAL.sub(r"\\\g<0>", text)
        return BLANK.sub(r"\\s+", escaped) if self._narrowing.blanks else escaped
