"""Derive from a pattern the literals of which every match must contain one; never guess."""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from classifier.cache import code_of, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.cache import Cache

SHORTEST = 3
"""ASCII literals below this length are too common to be worth a look; a sign such as ✖ is rare alone."""
RARE = ("$ ",)
"""Shorter ones that are rare all the same: the prompt that CI systems put before a command."""
MOST = 24
"""So many alternatives are kept apart at most: `(?:Error|Exception): [EF]\\d` has four."""

REMEMBERED = 20_000
"""Patterns whose literals a cache holds at most."""

_known: dict[str, tuple[str, ...]] = {}
"""Literals by pattern, each derived once: a pattern is asked for by all who search for it."""

_BRACES = re.compile(r"\\.|(?P<odd>\{(?!\d+(?:,\d*)?\}|,\d+\}))", re.DOTALL)
"""A brace that opens no plain repeat count may make the pattern fuzzy: `(?:error){e<=2}`."""
_FOLDED = {"s": "\u017f", "k": "\u212a", "i": "\u0130\u0131"}
"""What the regex module takes for these ASCII letters besides the other case, when case does not count."""
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)

_EMPTY = (constants.AT, constants.ASSERT, constants.ASSERT_NOT)
r"""What takes no text: `^`, `\b`, `(?=...)`."""

Words = frozenset[str]


def required_literals(pattern: str) -> tuple[str, ...]:
    """Return literals, in lower case, of which any text that `pattern` matches contains at least one.

    The text is to be searched in ASCII lower case. An empty result means that nothing is known: every line
    must be looked at. The pattern is parsed by the standard library; whatever the regex module adds to the
    language (fuzzy matching, POSIX classes, its own groups and escapes) or reads otherwise gives no literal.
    """
    known = _known.get(pattern)
    if known is None:
        known = _known[pattern] = _derived(pattern)
    return known


def remember(known: object) -> None:
    """Take the literals of patterns from a table that was kept; what is no such table is left alone."""
    if _is_table(known):
        _known.update({pattern: tuple(literals) for pattern, literals in known.items()})  # type: ignore[attr-defined]


class Remembered:
    """The literals that a cache holds, and those that are new to it."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._key = key_of(["literals", sys.version, code_of([Path(__file__), Path(parser.__file__)])])
        held = cache.get("literals", self._key)
        self._held = held if _is_table(held) else {}
        remember(self._held)

    def keep(self) -> None:
        """Write what was derived since, with what was held, unless that has become too much."""
        new = {pattern: literals for pattern, literals in _known.items() if pattern not in self._held}
        if new:
            held = self._held if len(self._held) + len(new) <= REMEMBERED else {}
            self._held = {**held, **{pattern: list(literals) for pattern, literals in new.items()}}
            self._cache.put("literals", self._key, self._held)


def _is_table(held: object) -> bool:
    return isinstance(held, dict) and all(
        isinstance(literals, list) and all(isinstance(one, str) for one in literals)
        for literals in held.values()
    )


def _derived(pattern: str) -> tuple[str, ...]:
    if "[:" in pattern or any(match["odd"] for match in _BRACES.finditer(pattern)):
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # warnings are about sets that the two modules read differently
            tree = parser.parse(pattern, constants.SRE_FLAG_MULTILINE)
    except Exception:  # noqa: BLE001 - whatever the parser can't read gives no literal
        return ()
    return tuple(sorted(_best(tree, bool(tree.state.flags & constants.SRE_FLAG_IGNORECASE))))


def _best(items: Any, fold: bool) -> Words:  # noqa: ANN401, FBT001 - the parse tree has no types
    """Return the any-of set of one sequence that promises the fewest hits; empty when there is none."""
    candidates: list[Words] = []
    run = _NOTHING
    for item in _flat(items):
        words = _words([item], fold)
        longer = _product(run, words)
        if longer is None:
            candidates += [run, _inside(*item, fold=fold)]
            run = words or _NOTHING
        else:
            run = longer
    usable = [_lower(words, fold) for words in (*candidates, run) if words and all(map(_strong, words))]
    return _shortest(max(usable, key=_promise, default=frozenset()))


_NOTHING: Words = frozenset([""])


def _flat(items: Any) -> Iterator[Any]:  # noqa: ANN401
    r"""Yield the nodes of a sequence, those of groups in place: `(?P<file>.+\.kt):` has `.kt:`."""
    for code, argument in items:
        if code is constants.SUBPATTERN and not argument[1] and not argument[2]:
            yield from _flat(argument[3])
        else:
            yield code, argument


def _shortest(words: Words) -> Words:
    """Return the words without those that hold another one of them."""
    return frozenset(word for word in words if not any(other in word for other in words if other != word))


def _product(left: Words, right: Words | None) -> Words | None:
    """Return every word of the left followed by every word of the right, or None when they are too many."""
    if right is None or len(left) * len(right) > MOST:
        return None
    return frozenset(one + other for one in left for other in right)


def _words(items: Any, fold: bool) -> Words | None:  # noqa: ANN401, FBT001
    """Return all texts that a sequence matches, or None when they are many or not known."""
    all_words: Words | None = _NOTHING
    for code, argument in items:
        if code is constants.LITERAL:
            words = _character(argument, fold)
        elif code is constants.IN:
            words = _union([_words([one], fold) for one in argument])
        elif code is constants.BRANCH:
            words = _union([_words(branch, fold) for branch in argument[1]])
        elif code is constants.SUBPATTERN and not argument[2]:
            words = _words(argument[3], fold or bool(argument[1] & constants.SRE_FLAG_IGNORECASE))
        elif code in _REPEATS and argument[0] == 0 and argument[1] == 1:
            words = _union([_NOTHING, _words(argument[2], fold)])
        elif code in _EMPTY:
            words = _NOTHING
        else:
            words = None
        all_words = None if all_words is None else _product(all_words, words)
    return all_words


def _character(code: int, fold: bool) -> Words | None:  # noqa: FBT001
    """Return the text of one character, or None where a match may hold another one in its place."""
    if chr(code) == "\n" or 0xD800 <= code <= 0xDFFF or (fold and code > 0x7F):
        return None
    return frozenset([chr(code)])


def _union(alternatives: list[Words | None]) -> Words | None:
    known = [words for words in alternatives if words is not None]
    return frozenset().union(*known) if len(known) == len(alternatives) <= MOST else None


def _inside(code: Any, argument: Any, *, fold: bool) -> Words:  # noqa: ANN401
    """Return what any match of one node must contain, where not all of its texts are known."""
    if code is constants.SUBPATTERN and not argument[2]:
        return _best(argument[3], fold or bool(argument[1] & constants.SRE_FLAG_IGNORECASE))
    if code is constants.ATOMIC_GROUP:
        return _best(argument, fold)
    if code in _REPEATS and argument[0] >= 1:
        words = _words(argument[2], fold)
        if words and len(words) == 1:
            return frozenset(word * min(argument[0], 8) for word in words)
        return _best(argument[2], fold)
    if code is constants.BRANCH:
        branches = [_best(branch, fold) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()


def _strong(word: str) -> bool:
    return len(word) >= SHORTEST or word in RARE or not word.isascii()


def _lower(words: Words, fold: bool) -> Words:  # noqa: FBT001
    """Lower-case ASCII letters only, as `bytes.lower` does; add what else may stand for them."""
    lower = frozenset("".join(char.lower() if char.isascii() else char for char in word) for word in words)
    others = {
        other for letter, some in _FOLDED.items() if fold and letter in "".join(lower) for other in some
    }
    return lower | others


def _promise(words: Words) -> tuple[int, int]:
    """Order sets of literals: one whose worst has many different characters first, then few of them."""
    return min(_rarity(word) for word in words if word not in _OTHERS), -len(words)


def _rarity(word: str) -> int:
    """Return how rare a word is likely to be; what stands between words counts half: `.kt` beats `e: `."""
    return min(sum(1 if character in _BETWEEN else 2 for character in set(word)), 24)


_BETWEEN = " :.=-_*/\"'"
_OTHERS = frozenset("".join(_FOLDED.values()))
