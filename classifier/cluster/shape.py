"""A masked text to a sequence of symbols, each of which is known to vary, to decide or to be a word."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from classifier.cluster.words import EMPTY

if TYPE_CHECKING:
    from classifier.model import Masked, Range

VARIABLE = 0
"""The symbol of whatever varies."""
QUOTED = 1
"""The symbol of whatever is quoted, until it is known whether there is enough else."""
LONGEST = 120
"""Parts of a text that are looked at; what comes after them does not count."""
LONGEST_LIST = 24
"""Parts of a list in brackets, beyond which it is not taken as one."""
FEWEST_WORDS = 3
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
    rf"|{UNIT}(?:{UNIT}|(?:::|->|[.\-/@$+'])(?={UNIT}))*+|(?<![=!<>])[=!<>]==?(?![=>])|\S"
)
"""A quoted text, an identifier with what belongs to it (`a.b::c/d-e`), a comparison, or a single mark."""
VARYING = re.compile(r"<[A-Z]{2,12}>|\d|[./@$+]|::|->")
"""What a word does not have: such a token is the name of something of the user's."""
WORDS = re.compile(r"[a-z]+(?:/[a-z]+)+")
"""Not a path: `query/key/value`."""
LETTER = re.compile(r"[b-rt-z]")
IDENTIFIER = re.compile(r"_|[a-z][A-Z]|[A-Z][A-Z][a-z]{2}|[a-z]-[a-z]")
MARK = re.compile(r"[^\w]")
EXCEPTION = re.compile(r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Failure|Interrupt|Exit|Timeout|Warning)")
DECISIVE = re.compile(rf"{EXCEPTION.pattern}|[=!<>]==?")
"""An exception, or how two values are compared: `assert a == b` is not `assert a != b`."""
OPERATION = re.compile(r"'[a-z_][\w<>]*(?:\.|::)[a-z_][\w.<>]*'")
"""`'ttir.conv2d' op ...`, `operators are not implemented: ['aten::index_add']`."""
ABOUT_OPERATIONS = re.compile(r"\bop(?:erat(?:ion|or))?s?\b")
OPENING, CLOSING = frozenset("[("), frozenset("])")
QUOTES = "'\"`"


class Shape(NamedTuple):
    """The symbols of a masked text, and for each the first token it stands for and the one after the last.

    Without `bounds` each symbol stands for one token. `cut` says that there are more tokens.
    """

    symbols: tuple[int, ...]
    bounds: tuple[Range, ...] | None = None
    cut: bool = False

    def spans(self, masked: str) -> list[Range]:
        """Return where each symbol begins and ends in the masked text."""
        tokens = [match.span() for match in islice(TOKEN.finditer(masked), LONGEST)]
        if self.bounds is None:
            return tokens
        return [(tokens[first][0], tokens[after - 1][1]) for first, after in self.bounds]


class Vocabulary:
    """Numbers for symbols, so that sequences of them are quickly compared; good for one run.

    `texts`, `kinds` and `content` are lists by number; `content` is what counts when wording is compared:
    lower case for words, empty for punctuation, empty words and what varies, marked with `=` for what
    decides. `decisive` are words that decide beside those known here and those of each text.
    """

    def __init__(self, decisive: frozenset[str] = frozenset()) -> None:
        self.texts = ["<*>", "'"]
        self.kinds = [Kind.VARIES, Kind.QUOTED]
        self.content = ["", ""]
        self._plain = [False, False]
        self._numbers: dict[tuple[str, Kind], int] = {}
        self._tokens: dict[frozenset[str], dict[str, int]] = {}
        self._shapes: dict[tuple[int, ...], Shape] = {}
        self._decisive = frozenset(word.lower() for word in decisive)

    def shape(self, item: Masked) -> Shape:
        """Return the shape of a masked text; neighbors that vary are one symbol."""
        tokens = TOKEN.findall(item.masked)
        cut = len(tokens) > LONGEST
        del tokens[LONGEST:]
        known = self._tokens.setdefault(item.decisive, {})
        symbols = [
            known[token] if token in known else self._known(token, known, item.decisive) for token in tokens
        ]
        self._decide(item, tokens, symbols)
        if sum(map(self._plain.__getitem__, symbols)) < FEWEST_WORDS:
            symbols = [self._literal(*pair) for pair in zip(tokens, symbols, strict=True)]
        key = tuple(symbols)
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = self._merged(key)
        return found._replace(cut=True) if cut else found

    def number(self, text: str, kind: Kind) -> int:
        """Return the number of a symbol, a new one where it was not seen before."""
        if kind is Kind.VARIES:
            return VARIABLE
        if kind is Kind.QUOTED:
            return QUOTED
        number = self._numbers.get((text, kind))
        if number is None:
            number = self._numbers[text, kind] = len(self.texts)
            self.texts.append(text)
            self.kinds.append(kind)
            self._plain.append(kind in (Kind.WORD, Kind.NAME, Kind.DECIDES))
            self.content.append(_content(text, kind))
        return number

    def _known(self, token: str, known: dict[str, int], decisive: frozenset[str]) -> int:
        """Return the symbol of a token by what the token alone tells, and remember it."""
        number = known[token] = self.number(token, self._kind(token, decisive))
        return number

    def _kind(self, token: str, decisive: frozenset[str]) -> Kind:
        """Return the kind of a token, as far as the token alone tells."""
        word = token.strip(QUOTES).lower()
        if word in self._decisive or word in decisive or DECISIVE.fullmatch(token):
            return Kind.DECIDES
        if token[0] in QUOTES and len(token) > 1:
            return Kind.QUOTED
        if MARK.fullmatch(token):
            return Kind.MARK
        if LETTER.fullmatch(token) or (VARYING.search(token) and not WORDS.fullmatch(token)):
            return Kind.VARIES
        return Kind.NAME if IDENTIFIER.search(token) else Kind.WORD

    def _decide(self, item: Masked, tokens: list[str], symbols: list[int]) -> None:
        """Let the tokens decide that the masks left standing, and the names of operations."""
        kept = {token for phrase in item.kept for token in _told(phrase)}
        if kept:
            for place, token in enumerate(tokens):
                if token in kept:
                    symbols[place] = self.number(token, Kind.DECIDES)
        if "'" in item.masked and ABOUT_OPERATIONS.search(item.masked):
            for place, token in enumerate(tokens):
                if symbols[place] == QUOTED and OPERATION.fullmatch(token):
                    symbols[place] = self.number(token, Kind.DECIDES)

    def _literal(self, token: str, symbol: int) -> int:
        """Return a symbol that stands for the token itself, if that has no placeholder in it."""
        if symbol in (VARIABLE, QUOTED) and "<" not in token:
            return self.number(token, Kind.WORD)
        return symbol

    def _merged(self, symbols: tuple[int, ...]) -> Shape:
        """Return the shape in which lists that vary and rows of variables (`3, 4, 5`) are one symbol."""
        if VARIABLE not in symbols and QUOTED not in symbols:
            return Shape(symbols)
        out: list[int] = []
        bounds: list[Range] = []
        comma = self._numbers.get((",", Kind.MARK), -1)
        place = 0
        while place < len(symbols):
            after = self._list_end(symbols, place) if self.texts[symbols[place]] == "[" else place + 1
            symbol = VARIABLE if after > place + 1 or symbols[place] == QUOTED else symbols[place]
            if symbol == VARIABLE:
                if len(out) > 1 and out[-1] == comma and out[-2] == VARIABLE:
                    out.pop()
                    bounds.pop()
                if out and out[-1] == VARIABLE:
                    out.pop()
                    bounds.append((bounds.pop()[0], after))
                else:
                    bounds.append((place, after))
            else:
                bounds.append((place, after))
            out.append(symbol)
            place = after
        return Shape(tuple(out), tuple(bounds) if len(out) < len(symbols) else None)

    def _list_end(self, symbols: tuple[int, ...], start: int) -> int:
        """Return the place behind the bracket that closes a varying list, or behind `start` without one."""
        depth, comma, varies = 0, False, False
        for place in range(start, min(start + LONGEST_LIST, len(symbols))):
            text, kind = self.texts[symbols[place]], self.kinds[symbols[place]]
            depth += (text in OPENING) - (text in CLOSING)
            comma = comma or text == ","
            varies = varies or kind in (Kind.VARIES, Kind.QUOTED)
            if kind is Kind.DECIDES:
                break
            if depth == 0:
                return place + 1 if comma and varies else start + 1
        return start + 1


def _content(text: str, kind: Kind) -> str:
    if kind is Kind.DECIDES:
        return "=" + text
    return "" if kind in (Kind.MARK, Kind.VARIES) or text.lower() in EMPTY else text.lower()


@lru_cache(4_096)
def _told(phrase: str) -> tuple[str, ...]:
    """Return the tokens of what masks left standing that would pass for variable: `2` of `exit code 2`."""
    return tuple(token for token in TOKEN.findall(phrase) if not token.isalpha())
