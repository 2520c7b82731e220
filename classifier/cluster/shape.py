"""A masked text to a sequence of symbols, each of which is known to vary, to decide or to be a word."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from classifier.cluster.words import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.model import Masked

VARIABLE = 0
"""The symbol of whatever varies."""
LONGEST = 120
"""Parts of a text that are looked at; what comes after them does not count."""
LONGEST_LIST = 24
"""Parts of a list in brackets, beyond which it is not taken as one."""
FEWEST_WORDS = 2
"""With fewer plain words a text is told apart by what it quotes and names."""


class Kind(IntEnum):
    """What a part of a message is for the comparison with others."""

    VARIES = 0
    MARK = 1
    """Punctuation."""
    WORD = 2
    NAME = 3
    """An identifier that may vary or not; the other texts tell."""
    QUOTED = 4
    """Varies, unless there is little else."""
    DECIDES = 5
    """Texts that differ here are different failures: types of data, exceptions, source files, exit codes."""


UNIT = r"(?:\w|<[A-Z]{2,12}>)"
TOKEN = re.compile(
    rf"(?<!\w)'[^']{{1,2000}}+'(?!\w)|(?<!\w)\"[^\"]{{1,2000}}+\"|`[^`']{{1,2000}}+[`']"
    rf"|{UNIT}(?:{UNIT}|(?:::|->|[.\-/@$+'])(?={UNIT}))*+|\S"
)
"""A quoted text, an identifier with what belongs to it (`a.b::c/d-e`), or a single mark."""
VARYING = re.compile(r"<[A-Z]{2,12}>|\d|[./@$+]|::|->")
"""What a word does not have: such a token is the name of something of the user's."""
WORDS = re.compile(r"[a-z]+(?:/[a-z]+)+")
"""Not a path: `query/key/value`."""
LETTER = re.compile(r"[b-rt-z]")
IDENTIFIER = re.compile(r"_|[a-z][A-Z]|[A-Z][A-Z][a-z]{2}|[a-z]-[a-z]")
EXCEPTION = re.compile(r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Failure|Interrupt|Exit|Timeout|Warning)")
OPERATION = re.compile(r"'[a-z_][\w<>]*(?:\.|::)[a-z_][\w.<>]*'")
"""`'ttir.conv2d' op ...`, `operators are not implemented: ['aten::index_add']`."""
ABOUT_OPERATIONS = re.compile(r"\bop(?:erat(?:ion|or))?s?\b")
OPENING, CLOSING = frozenset("[("), frozenset("])")
QUOTES = "'\"`"


class Part(NamedTuple):
    """A symbol and where in the masked text it begins and ends."""

    symbol: int
    start: int
    end: int


class Vocabulary:
    """Numbers for symbols, so that sequences of them are quickly compared; good for one run.

    `texts`, `kinds` and `content` are lists by number; `content` is what counts when wording is compared:
    lower case for words, empty for punctuation, empty words and what varies, marked with `=` for what
    decides. `decisive` are words that decide beside those known here.
    """

    def __init__(self, decisive: frozenset[str] = frozenset()) -> None:
        self.texts = ["<*>"]
        self.kinds = [Kind.VARIES]
        self.content = [""]
        self._numbers: dict[tuple[str, Kind], int] = {}
        self._tokens: dict[str, int] = {}
        self._decisive = frozenset(word.lower() for word in decisive)

    def parts(self, item: Masked) -> list[Part]:
        """Return the parts of a masked text from left to right; neighbors that vary are one part."""
        parts = list(self._read(item))
        plain = sum(self.kinds[part.symbol] in (Kind.WORD, Kind.NAME) for part in parts)
        if plain < FEWEST_WORDS:
            parts = [self._literal(item.masked, part) for part in parts]
        return self._merged(self._lists(parts))

    def number(self, text: str, kind: Kind) -> int:
        """Return the number of a symbol, a new one where it was not seen before."""
        if kind is Kind.VARIES:
            return VARIABLE
        number = self._numbers.get((text, kind))
        if number is None:
            number = self._numbers[text, kind] = len(self.texts)
            self.texts.append(text)
            self.kinds.append(kind)
            self.content.append(_content(text, kind))
        return number

    def _read(self, item: Masked) -> Iterator[Part]:
        """Yield a part for each token of a text, as many as are looked at."""
        operations = "'" in item.masked and ABOUT_OPERATIONS.search(item.masked)
        kept = frozenset(_kept(item.kept)) if item.kept else frozenset()
        for count, match in enumerate(TOKEN.finditer(item.masked)):
            if count == LONGEST:
                return
            found = match.group()
            symbol = self._tokens.get(found)
            if symbol is None:
                symbol = self._tokens[found] = self.number(found, self._kind(found))
            if found in kept or (operations and OPERATION.fullmatch(found)):
                symbol = self.number(found, Kind.DECIDES)
            yield Part(symbol, *match.span())

    def _kind(self, found: str) -> Kind:
        """Return the kind of a token, as far as the token alone tells."""
        if found.strip(QUOTES).lower() in self._decisive or EXCEPTION.fullmatch(found):
            return Kind.DECIDES
        if found[0] in QUOTES and len(found) > 1:
            return Kind.QUOTED
        if len(found) == 1 and not found.isalnum() and found != "_":
            return Kind.MARK
        if LETTER.fullmatch(found) or (VARYING.search(found) and not WORDS.fullmatch(found)):
            return Kind.VARIES
        return Kind.NAME if IDENTIFIER.search(found) else Kind.WORD

    def _literal(self, text: str, part: Part) -> Part:
        """Return a part that stands for its own text, if that has no placeholder in it."""
        found = text[part.start : part.end]
        if self.kinds[part.symbol] in (Kind.QUOTED, Kind.VARIES) and "<" not in found:
            return part._replace(symbol=self.number(found, Kind.WORD))
        return part

    def _lists(self, parts: list[Part]) -> list[Part]:
        """Return the parts with each list in square brackets that varies in some place as one that varies."""
        out: list[Part] = []
        place = 0
        while place < len(parts):
            part = parts[place]
            end = self._list_end(parts, place) if self.texts[part.symbol] == "[" else place
            out.append(Part(VARIABLE, part.start, parts[end].end) if end > place else part)
            place = end + 1
        return out

    def _list_end(self, parts: list[Part], start: int) -> int:
        """Return the place of the bracket that closes a varying list, or `start` if there is none."""
        depth, comma, varies = 0, False, False
        for place in range(start, min(start + LONGEST_LIST, len(parts))):
            text, kind = self.texts[parts[place].symbol], self.kinds[parts[place].symbol]
            depth += (text in OPENING) - (text in CLOSING)
            comma = comma or text == ","
            varies = varies or kind in (Kind.VARIES, Kind.QUOTED)
            if kind is Kind.DECIDES:
                break
            if depth == 0:
                return place if comma and varies else start
        return start

    def _merged(self, parts: Iterable[Part]) -> list[Part]:
        """Return the parts with rows of variable ones (`3, 4, 5`) as one, quoted ones being variable."""
        out: list[Part] = []
        for part in parts:
            if self.kinds[part.symbol] not in (Kind.VARIES, Kind.QUOTED):
                out.append(part)
                continue
            if len(out) > 1 and self.texts[out[-1].symbol] == "," and out[-2].symbol == VARIABLE:
                out.pop()
            if out and out[-1].symbol == VARIABLE:
                out[-1] = out[-1]._replace(end=part.end)
            else:
                out.append(part._replace(symbol=VARIABLE))
        return out


def _content(text: str, kind: Kind) -> str:
    if kind is Kind.DECIDES:
        return "=" + text
    return "" if kind in (Kind.MARK, Kind.VARIES) or text.lower() in EMPTY else text.lower()


def _kept(phrases: Iterable[str]) -> Iterator[str]:
    """Yield the tokens of what the masks left standing that would pass for variable: `2` of `exit code 2`."""
    for phrase in phrases:
        for found in TOKEN.findall(phrase):
            if not found.isalpha():
                yield found
