"""Find positions that vary by looking at what stands there in all the texts that are otherwise alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from classifier.cluster.shape import VARIABLE, Kind
from classifier.cluster.words import OPPOSED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.cluster.shape import Vocabulary

Skeleton = tuple[str, tuple[int, ...]]
"""The scope of a text and its symbols."""

VALUES = 4
"""So many different values make a position variable; two or three may be two or three failures."""
VARIABLE_COUNTS = 2
"""So many values a part stands for that varies by its looks, where others have words."""
ROUNDS = 3
"""A position may show itself as variable only after another one was found."""
ANCHORS = 2
"""Content words that must stand beside a variable position, or all short messages would be values of one."""


def generalized(skeletons: Iterable[Skeleton], vocabulary: Vocabulary) -> dict[Skeleton, Skeleton]:
    """Return each skeleton with the positions that vary blanked; the lengths stay the same.

    First positions of identifiers are judged, then, up to ROUNDS times, those of any word. The work is
    linear in the number of symbols, and the answer does not depend on the order of the skeletons.
    """
    found = _columns(dict.fromkeys(skeletons), vocabulary)
    for _ in range(ROUNDS):
        filled = _holes(set(found.values()), vocabulary)
        if not filled:
            break
        found = {skeleton: filled.get(now, now) for skeleton, now in found.items()}
    return found


def _columns(skeletons: Iterable[Skeleton], vocabulary: Vocabulary) -> dict[Skeleton, Skeleton]:
    """Blank the identifiers that have many values among texts that differ in identifiers alone."""
    kinds, content = vocabulary.kinds, vocabulary.content
    alike: dict[Skeleton, list[Skeleton]] = defaultdict(list)
    out: dict[Skeleton, Skeleton] = {}
    names = {symbol for symbol, kind in enumerate(kinds) if kind is Kind.NAME}
    for scope, symbols in skeletons:
        if names.isdisjoint(symbols):
            out[scope, symbols] = (scope, symbols)
            continue
        pattern = tuple(-1 if symbol in names else symbol for symbol in symbols)
        alike[scope, pattern].append((scope, symbols))
    for (scope, pattern), members in alike.items():
        varies: set[int] = set()
        if sum(1 for symbol in pattern if symbol > 0 and content[symbol]) >= ANCHORS:
            places = (place for place, symbol in enumerate(pattern) if symbol < 0)
            varies = {place for place in places if len({symbols[place] for _, symbols in members}) >= VALUES}
        out |= {member: (scope, _blanked(member[1], varies)) for member in members}
    return out


def _holes(skeletons: set[Skeleton], vocabulary: Vocabulary) -> dict[Skeleton, Skeleton]:
    """Return the skeletons in which a word has many values between the same neighbors on both sides."""
    fillers: dict[int, set[int]] = defaultdict(set)
    contexts = {skeleton: _contexts(skeleton, vocabulary) for skeleton in _accompanied(skeletons)}
    for (_, symbols), places in contexts.items():
        for place, context in places:
            fillers[context].add(symbols[place])
    crowded = {
        context
        for context, values in fillers.items()
        if len(values) + (VARIABLE in values) * (VARIABLE_COUNTS - 1) >= VALUES
    }
    out: dict[Skeleton, Skeleton] = {}
    for (scope, symbols), places in contexts.items():
        varies = {place for place, context in places if context in crowded and symbols[place] != VARIABLE}
        if varies:
            out[scope, symbols] = (scope, _blanked(symbols, varies))
    return out


def _accompanied(skeletons: set[Skeleton]) -> list[Skeleton]:
    """Return the skeletons that share a half of theirs with enough others: only they can have holes.

    Those that differ in one place only are the same before it or behind it, and so in one half at least.
    """
    counts: Counter[tuple[str, int, bool, tuple[int, ...]]] = Counter()
    halves = {}
    for scope, symbols in skeletons:
        length = len(symbols)
        half = length // 2
        first, last = (scope, length, True, symbols[:half]), (scope, length, False, symbols[half:])
        halves[scope, symbols] = (first, last)
        counts[first] += 1
        counts[last] += 1
    fewest = VALUES - VARIABLE_COUNTS + 1
    return [one for one, (first, last) in halves.items() if max(counts[first], counts[last]) >= fewest]


def _contexts(skeleton: Skeleton, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the places that could be holes, each with a number for all that stands around it."""
    scope, symbols = skeleton
    kinds, content = vocabulary.kinds, vocabulary.content
    if sum(1 for symbol in symbols if content[symbol]) <= ANCHORS:
        return []
    after = [hash(scope)]
    for symbol in reversed(symbols):
        after.append(hash((after[-1], symbol)))
    before, out = 0, []
    for place, symbol in enumerate(symbols):
        word = content[symbol]
        if symbol == VARIABLE or (word and word not in OPPOSED and kinds[symbol] in (Kind.WORD, Kind.NAME)):
            out.append((place, hash((before, after[len(symbols) - place - 1], place))))
        before = hash((before, symbol))
    return out


def _blanked(symbols: tuple[int, ...], places: set[int]) -> tuple[int, ...]:
    if not places:
        return symbols
    return tuple(VARIABLE if place in places else symbol for place, symbol in enumerate(symbols))
