"""Find positions that vary by looking at what stands there in all the texts that are otherwise alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from classifier.cluster.shape import VARIABLE, Kind
from classifier.cluster.words import OPPOSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.cluster.shape import Vocabulary

Skeleton = tuple[str, tuple[int, ...]]
"""The scope of a text and its symbols."""

VALUES = 4
"""So many different values make a position variable; two or three may be two or three failures."""
ROUNDS = 3
ANCHORS = 2
COLUMN_ANCHORS = 2
"""Words that must stand beside a hole, or all short messages would be values of one."""


def generalized(skeletons: Iterable[Skeleton], vocabulary: Vocabulary) -> dict[Skeleton, Skeleton]:
    """Return each skeleton with the positions that vary blanked; the lengths stay the same."""
    found = _columns(list(dict.fromkeys(skeletons)), vocabulary)
    for _ in range(ROUNDS):
        filled = _holes(set(found.values()), vocabulary)
        if not filled:
            break
        found = {skeleton: filled.get(now, now) for skeleton, now in found.items()}
    return found


def _columns(skeletons: Sequence[Skeleton], vocabulary: Vocabulary) -> dict[Skeleton, Skeleton]:
    """Blank the identifiers that have many values among texts that differ in identifiers alone."""
    kinds = vocabulary.kinds
    alike: dict[Skeleton, list[Skeleton]] = defaultdict(list)
    for skeleton in skeletons:
        scope, symbols = skeleton
        alike[scope, tuple(-1 if kinds[s] is Kind.NAME else s for s in symbols)].append(skeleton)
    out = {}
    for (scope, pattern), members in alike.items():
        names = [place for place, symbol in enumerate(pattern) if symbol == -1]
        if sum(1 for s in pattern if s > 0 and vocabulary.folded[s]) < COLUMN_ANCHORS:
            names = []
        varies = {place for place in names if len({symbols[place] for _, symbols in members}) >= VALUES}
        for member in members:
            out[member] = (scope, _blanked(member[1], varies)) if varies else member
    return out


def _holes(skeletons: set[Skeleton], vocabulary: Vocabulary) -> dict[Skeleton, Skeleton]:
    """Return the skeletons in which some word has many values between the same neighbors on both sides."""
    fillers: dict[int, set[int]] = defaultdict(set)
    keys = {skeleton: _contexts(skeleton, vocabulary) for skeleton in skeletons}
    for (_, symbols), contexts in keys.items():
        for place, context in contexts:
            fillers[context].add(symbols[place])
    out = {}
    for skeleton, contexts in keys.items():
        varies = {place for place, context in contexts if len(fillers[context]) >= VALUES}
        if varies:
            out[skeleton] = (skeleton[0], _blanked(skeleton[1], varies))
    return out


def _contexts(skeleton: Skeleton, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the places that could be holes, each with a number for all that stands around it."""
    scope, symbols = skeleton
    kinds, folded = vocabulary.kinds, vocabulary.folded
    content = sum(1 for s in symbols if folded[s])
    if content <= ANCHORS:
        return []
    after = [hash(scope)]
    for symbol in reversed(symbols):
        after.append(hash((after[-1], symbol)))
    before, out = 0, []
    for place, symbol in enumerate(symbols):
        if kinds[symbol] in (Kind.WORD, Kind.NAME) and folded[symbol] and folded[symbol] not in OPPOSED:
            out.append((place, hash((place, before, after[len(symbols) - place - 1]))))
        before = hash((before, symbol))
    return out


def _blanked(symbols: tuple[int, ...], places: set[int]) -> tuple[int, ...]:
    return tuple(VARIABLE if place in places else symbol for place, symbol in enumerate(symbols))
