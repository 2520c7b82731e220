"""Link skeletons that say the same in slightly other words; never by a score alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from classifier.cluster.shape import Kind, EXCEPTION
from classifier.cluster.words import OPPOSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.cluster.shape import Vocabulary
    from classifier.cluster.variables import Skeleton

SHORTEST = 4
"""Content words below which texts are linked only when these are equal."""
BUDGET = 0.1
"""Share of the content words that may be added or missing."""
TYPO_LETTERS = 6
TYPO_EDITS = 2
NEIGHBORS = 8
"""Each candidate is compared with so many that follow it in its bucket; keeps crowded buckets linear."""
CONTAINED = 6
"""Content words from which on a text that lies whole in another is a truncated copy of it."""
CONTAINERS = 64
MODULUS = (1 << 61) - 1
BASE = 1_000_003

Content = tuple[str, ...]


class Groups:
    """Disjoint sets over the numbers 0 to size - 1; the smallest number of a set stands for it."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def find(self, number: int) -> int:
        """Return what stands for the set of a number."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        one, other = sorted((self.find(one), self.find(other)))
        self._parents[other] = one


def linked(skeletons: Sequence[Skeleton], vocabulary: Vocabulary) -> list[int]:
    """Return for each skeleton the index of the one that stands for its group.

    The skeletons must be distinct and in a canonical order; then the answer depends on nothing else.
    """
    contents = [_content(symbols, vocabulary) for _, symbols in skeletons]
    deciding = {
        text for text, kind in zip(vocabulary.texts, vocabulary.kinds, strict=True) if kind is not Kind.WORD
    }
    groups = Groups(len(skeletons))
    for one, other in _pairs(skeletons, contents):
        if groups.find(one) != groups.find(other) and alike(contents[one], contents[other], deciding):
            groups.join(one, other)
    for one, other in _contained(skeletons, contents, groups, vocabulary):
        groups.join(one, other)
    return [groups.find(index) for index in range(len(skeletons))]


def alike(one: Content, other: Content, deciding: set[str]) -> bool:
    """Say whether two sequences of content words differ only in what changes no meaning.

    A word may be replaced by a variant in spelling of itself, a small share of words may be missing; no
    word of `deciding` (lower-cased words are never in it) and no opposed one may be touched.
    """
    missing = 0
    for change in Levenshtein.opcodes(one, other):
        if change.tag == "equal":
            continue
        gone = one[change.src_start : change.src_end]
        come = other[change.dest_start : change.dest_end]
        if any(word in deciding or word in OPPOSED for word in (*gone, *come)):
            return False
        if change.tag == "replace":
            if not all(map(_variant, gone, come)):
                return False
        else:
            missing += len(gone) + len(come)
    return missing <= BUDGET * max(len(one), len(other))


def _variant(one: str, other: str) -> bool:
    """Say whether two words are one in another number, tense or spelling."""
    if min(len(one), len(other)) < TYPO_LETTERS or one[0] != other[0]:
        return False
    return Levenshtein.distance(one, other, score_cutoff=TYPO_EDITS) <= TYPO_EDITS


def _content(symbols: tuple[int, ...], vocabulary: Vocabulary) -> Content:
    folded = vocabulary.folded
    return tuple(folded[symbol] for symbol in symbols if folded[symbol])


def _pairs(skeletons: Sequence[Skeleton], contents: Sequence[Content]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing: of the same scope, with at most one content word of difference."""
    buckets: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, ((scope, _), content) in enumerate(zip(skeletons, contents, strict=True)):
        for key in _keys(content):
            buckets[scope, key].append(index)
    for bucket in buckets.values():
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 : place + 1 + NEIGHBORS]:
                yield one, other


def _keys(content: Content) -> set[int]:
    """Return a number for the sequence of words and, if it is long enough, one for it without each word."""
    numbers = [hash(word) % MODULUS for word in content]
    before = [0]
    for number in numbers:
        before.append((before[-1] * BASE + number + 1) % MODULUS)
    keys = {before[-1]}
    if len(content) < SHORTEST:
        return keys
    after, power = 0, 1
    for place in range(len(numbers) - 1, -1, -1):
        keys.add((before[place] * power + after) % MODULUS)
        after = (after + (numbers[place] + 1) * power) % MODULUS
        power = power * BASE % MODULUS
    return keys


def _contained(
    skeletons: Sequence[Skeleton], contents: Sequence[Content], groups: Groups, vocabulary: Vocabulary
) -> list[tuple[int, int]]:
    """Return pairs of a text and a longer one that holds it whole, where only one group has such a text."""
    starts = {(skeletons[i][0], c[:CONTAINED]) for i, c in enumerate(contents) if len(c) >= CONTAINED}
    holders: dict[tuple[str, Content], list[tuple[int, int]]] = defaultdict(list)
    for index, content in enumerate(contents):
        for place in range(len(content) - CONTAINED + 1):
            start = (skeletons[index][0], content[place : place + CONTAINED])
            if start in starts:
                holders[start].append((index, place))
    out = []
    vocabulary_decides = {t for t, k in zip(vocabulary.texts, vocabulary.kinds) if k is Kind.DECIDES}
    for index, content in enumerate(contents):
        around = holders.get((skeletons[index][0], content[:CONTAINED]), [])
        if len(content) < CONTAINED or len(around) > CONTAINERS:
            continue
        found = [
            (other, (*contents[other][:place], *contents[other][place + len(content) :]))
            for other, place in around
            if len(contents[other]) > len(content) and contents[other][place : place + len(content)] == content
        ]
        found = [(o, r) for o, r in found if groups.find(o) != groups.find(index)]
        if not found:
            continue
        roots = {groups.find(o) for o, _ in found}
        harmless = all(_harmless(r) for _, r in found)
        excs = {w for _, r in found for w in r if EXCEPTION.fullmatch(w)}
        files = {w for _, r in found for w in r if w in vocabulary_decides and not EXCEPTION.fullmatch(w)}
        if harmless and (len(roots) == 1 or (len(excs) <= 1 and len(files) <= 1)):
            out += [(index, o) for o, _ in found]
    return out


def _harmless(rest):
    return not any(word in OPPOSED or word[0] in "'\"`" for word in rest)
