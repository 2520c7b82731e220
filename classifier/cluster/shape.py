"""A masked text to a sequence of symbols, each of which is known to vary, to decide or to be a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from classifier.cluster.words import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.model import Masked

VARIABLE = 0
"""The symbol of whatever varies."""
LONGEST = 120
"""Parts of a text that are looked at; what comes after them never decides."""
FEWEST_WORDS = 2
"""With fewer plain words a text is told apart by what it quotes."""


class Kind(IntEnum):
    """What a part of a message is for the comparison with others."""

    VARIES = 0
    MARK = 1
    """Punctuation."""
    WORD = 2
    NAME = 3
    """An identifier that may vary or not; the other texts tell."""
    QUOTED = 4
    DECIDES = 5
    """Texts that differ here are different failures: types of data, exceptions, source files, exit codes."""


UNIT = r"(?:\w|<[A-Z]{2,12}>)"
TOKEN = re.compile(
    rf"(?<!\w)'[^']{{1,2000}}+'(?!\w)|(?<!\w)\"[^\"]{{1,2000}}+\"|`[^`']{{1,2000}}+[`']"
    rf"|{UNIT}(?:{UNIT}|(?:::|->|[.\-/@$+'])(?={UNIT}))*+|\S"
)
VARYING = re.compile(r"<[A-Z]{2,12}>|\d|[./@$+]|::|->")
"""What a word does not have: such a token is the name of something of the user's."""
OPENING, CLOSING = frozenset("[("), frozenset("])")
LONGEST_LIST = 24
LETTER = re.compile(r"[b-z]")
PLAIN_PAIR = re.compile(r"[a-z]+(?:/[a-z]+)+")
IDENTIFIER = re.compile(r"_|[a-z][A-Z]|[A-Z][A-Z][a-z]{2}|[a-z]-[a-z]")
EXCEPTION = re.compile(r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Failure|Interrupt|Exit|Timeout|Warning)")
OPERATION = re.compile(r"'[a-z_][\w<>]*(?:\.|::)[a-z_][\w.<>]*'")
ABOUT_OPERATIONS = re.compile(r"\bop(?:erat(?:ion|or))?s?\b")


@dataclass(frozen=True, slots=True)
class Shape:
    """The symbols of one text, and where in the masked text each part begins and ends."""

    symbols: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


class Token(NamedTuple):
    """A piece of a text and where it lies."""

    symbol: int
    start: int
    end: int


class Vocabulary:
    """Numbers for symbols, so that sequences of them are quickly compared; good for one run.

    `texts`, `kinds` and `folded` (lower case, empty for what does not count as content) are lists by number.
    """

    def __init__(self, decisive: frozenset[str]) -> None:
        self.texts = ["<*>"]
        self.kinds = [Kind.VARIES]
        self.folded = [""]
        self._numbers: dict[tuple[str, Kind], int] = {}
        self._known: dict[str, int] = {}
        self._decisive = frozenset(word.lower() for word in decisive)

    def shape(self, item: Masked) -> Shape:
        """Return the symbols of a masked text; neighbors that vary are one."""
        kept = frozenset(self._kept(item.kept)) if item.kept else frozenset()
        tokens = list(self._tokens(item.masked, kept))
        if sum(self.kinds[token.symbol] in (Kind.WORD, Kind.NAME) for token in tokens) < FEWEST_WORDS:
            tokens = [self._literal(item.masked, token) for token in tokens]
        tokens = self._lists(tokens)
        merged = self._merged(
            token if not self._quotes(token) else token._replace(symbol=0) for token in tokens
        )
        return Shape(
            tuple(token.symbol for token in merged), tuple((token.start, token.end) for token in merged)
        )

    def _tokens(self, text: str, kept: frozenset[str]) -> Iterator[Token]:
        operations = "'" in text and ABOUT_OPERATIONS.search(text)
        for count, match in enumerate(TOKEN.finditer(text)):
            if count == LONGEST:
                return
            found = match.group()
            symbol = self._known.get(found)
            if symbol is None:
                symbol = self._known[found] = self.number(found, self._kind(found))
            if found in kept or (operations and OPERATION.fullmatch(found)):
                symbol = self.number(found, Kind.DECIDES)
            yield Token(symbol, match.start(), match.end())

    def number(self, text: str, kind: Kind) -> int:
        """Return the number of a symbol, a new one where it was not seen before."""
        if kind is Kind.VARIES:
            return VARIABLE
        number = self._numbers.get((text, kind))
        if number is None:
            number = self._numbers[text, kind] = len(self.texts)
            self.texts.append(text)
            self.kinds.append(kind)
            folded = text if kind is Kind.DECIDES else text.lower()
            self.folded.append("" if kind is Kind.MARK or folded in EMPTY else folded)
        return number

    def _kind(self, token: str) -> Kind:
        if token[0] in "'\"`" and len(token) > 1:
            return Kind.QUOTED
        if token.lower() in self._decisive or EXCEPTION.fullmatch(token):
            return Kind.DECIDES
        if not (token[0].isalnum() or token[0] in "_<") or token == "<":
            return Kind.MARK
        if LETTER.fullmatch(token):
            return Kind.VARIES
        if VARYING.search(token) and not PLAIN_PAIR.fullmatch(token):
            return Kind.VARIES
        return Kind.NAME if IDENTIFIER.search(token) else Kind.WORD

    def _kept(self, phrases: tuple[str, ...]) -> Iterator[str]:
        """Yield the tokens of what the masks left standing that would pass for variable: `2` of `exit code 2`."""
        for phrase in phrases:
            for found in TOKEN.findall(phrase):
                if not found.isalpha():
                    yield found

    def _quotes(self, token: Token) -> bool:
        return self.kinds[token.symbol] is Kind.QUOTED

    def _literal(self, text: str, token: Token) -> Token:
        """Return a token that stands for its own text, where that is no placeholder."""
        found = text[token.start : token.end]
        if self.kinds[token.symbol] in (Kind.QUOTED, Kind.VARIES) and "<" not in found:
            return token._replace(symbol=self.number(found, Kind.WORD))
        return token

    def _lists(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with each list in square brackets of which a part varies as one that varies."""
        out: list[Token] = []
        place = 0
        while place < len(tokens):
            token = tokens[place]
            end = self._list_end(tokens, place) if self.texts[token.symbol] == "[" else place
            out.append(Token(VARIABLE, token.start, tokens[end].end) if end > place else token)
            place = end + 1
        return out

    def _list_end(self, tokens: list[Token], start: int) -> int:
        """Return the place of the bracket that closes a list with variable parts, or `start`."""
        depth, comma, varies = 0, False, False
        for place in range(start, min(start + LONGEST_LIST, len(tokens))):
            symbol = tokens[place].symbol
            text = self.texts[symbol]
            depth += (text in OPENING) - (text in CLOSING)
            comma = comma or text == ","
            varies = varies or self.kinds[symbol] in (Kind.VARIES, Kind.QUOTED)
            if self.kinds[symbol] is Kind.DECIDES:
                return start
            if depth == 0:
                return place if comma and varies else start
        return start

    def _merged(self, tokens: Iterator[Token]) -> list[Token]:
        """Return the tokens with lists of variable ones (`3, 4, 5`) as one."""
        out: list[Token] = []
        for token in tokens:
            comma = len(out) > 1 and self.texts[out[-1].symbol] == ","
            if token.symbol == VARIABLE and comma and out[-2].symbol == VARIABLE:
                out.pop()
            if token.symbol == VARIABLE and out and out[-1].symbol == VARIABLE:
                out[-1] = out[-1]._replace(end=token.end)
            else:
                out.append(token)
        return out
