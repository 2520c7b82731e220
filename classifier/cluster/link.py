"""Link wordings that say the same in slightly other words; by what differs, never by a score."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from classifier.cluster.shape import EXCEPTION
from classifier.cluster.words import NEGATIONS, OPPOSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Wording = tuple[str, tuple[str, ...]]
"""The scope of a text and its content words in order; those that decide begin with `=`."""

SHORTEST = 4
"""Content words from which on one of them may differ at all."""
MISSING = 0.1
"""Share of the content words that may be added or left out."""
VARIANT_LETTERS = 6
VARIANT_EDITS = 2
"""Words of so many letters that so few edits apart are one word in two spellings."""
NEIGHBORS = 8
"""A wording is compared with so many that follow it in its bucket; keeps crowded buckets linear."""
EDGE = 4
"""Words at either end that wordings which differ in one word have in common, or half of their words."""
CONTAINED = 5
"""Content words from which on a wording that lies whole in another is a truncated copy of it."""
HOLDERS = 64
"""A wording that lies in more than so many others is no copy of any."""
MODULUS = (1 << 61) - 1
BASE = 1_000_003


class Groups:
    """Disjoint sets of the numbers 0 to size - 1; the smallest number of a set stands for it."""

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
        first, second = sorted((self.find(one), self.find(other)))
        self._parents[second] = first


class Joints(NamedTuple):
    """Where a text with a wording may be cut off or lengthened.

    `before` are the content words that come after a mark or a variable part, or at the very beginning,
    `after` those that come before one, or at the end. `ended` says that the text ends with a full stop.
    """

    before: frozenset[int]
    after: frozenset[int]
    ended: bool


def linked(wordings: Sequence[Wording], joints: Sequence[Joints]) -> list[int]:
    """Return for each wording the index of the one that stands for its group.

    The wordings must be distinct and sorted; then the answer depends on nothing else but their `joints`.
    Pairs are found by the words they share but for one, so the work grows with the number of words, not of
    pairs.
    """
    groups = Groups(len(wordings))
    for one, other in _pairs(wordings):
        if groups.find(one) != groups.find(other) and alike(wordings[one][1], wordings[other][1]):
            groups.join(one, other)
    for one, other in _contained(wordings, joints, groups):
        groups.join(one, other)
    return [groups.find(index) for index in range(len(wordings))]


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two sequences of content words differ only in what changes no meaning.

    A word may stand in another spelling or number; a small share of the words may be missing. What decides,
    identifiers and words that are opposed to others (`not`, `lhs`, `input`) must all be the same.
    """
    missing = 0
    for change in Levenshtein.opcodes(one, other):
        if change.tag == "equal":
            continue
        gone = one[change.src_start : change.src_end]
        come = other[change.dest_start : change.dest_end]
        if any(map(_decides, gone)) or any(map(_decides, come)):
            return False
        if change.tag != "replace":
            missing += len(gone) + len(come)
        elif not all(map(_variants, gone, come)):
            return False
    return missing <= MISSING * max(len(one), len(other))


def _decides(word: str) -> bool:
    return word in OPPOSED or word[0] == "=" or "_" in word


def _variants(one: str, other: str) -> bool:
    """Say whether two words are one in another number, tense or spelling."""
    if min(len(one), len(other)) < VARIANT_LETTERS or one[0] != other[0]:
        return False
    return Levenshtein.distance(one, other, score_cutoff=VARIANT_EDITS) <= VARIANT_EDITS


def _pairs(wordings: Sequence[Wording]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing: of the same scope, with at most one content word of difference."""
    buckets: dict[tuple[str, int], list[int]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for index in _accompanied(wordings):
        scope, words = wordings[index]
        for key in _keys([numbers.setdefault(word, len(numbers) + 1) for word in words]):
            buckets[scope, key].append(index)
    for bucket in buckets.values():
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 : place + 1 + NEIGHBORS]:
                yield one, other


def _accompanied(wordings: Sequence[Wording]) -> list[int]:
    """Return the indices of the wordings that begin or end like another one: only they can be alike."""
    counts: Counter[tuple[str, bool, tuple[str, ...]]] = Counter()
    edges = []
    for scope, words in wordings:
        width = min(EDGE, len(words) // 2)
        edge = ((scope, True, words[:width]), (scope, False, words[len(words) - width :]))
        edges.append(edge)
        counts.update(edge)
    return [index for index, edge in enumerate(edges) if any(counts[one] > 1 for one in edge)]


def _keys(numbers: Sequence[int]) -> set[int]:
    """Return a number for a sequence of numbers and, where it is long enough, for it without each of them."""
    before = [0]
    for number in numbers:
        before.append((before[-1] * BASE + number) % MODULUS)
    keys = {before[-1]}
    if len(numbers) >= SHORTEST:
        after, power = 0, 1
        for place in range(len(numbers) - 1, -1, -1):
            keys.add((before[place] * power + after) % MODULUS)
            after = (after + numbers[place] * power) % MODULUS
            power = power * BASE % MODULUS
    return keys


def _contained(
    wordings: Sequence[Wording], joints: Sequence[Joints], groups: Groups
) -> list[tuple[int, int]]:
    """Return pairs of a wording and a longer one that holds it whole: truncated and unprefixed copies.

    Where several groups hold it, they must agree in what decides, or it would merge what differs.
    """
    holders = _holders(wordings)
    out: list[tuple[int, int]] = []
    for index, (scope, words) in enumerate(wordings):
        rests = {}
        for other, place in holders.get((scope, words[:CONTAINED]), ()):
            whole = wordings[other][1]
            if len(whole) == len(words) or whole[place : place + len(words)] != words:
                continue
            last = place + len(words) - 1
            if place in joints[other].before and (not joints[index].ended or last in joints[other].after):
                rests[other] = (*whole[:place], *whole[place + len(words) :])
        others = {groups.find(other) for other in rests} - {groups.find(index)}
        if _harmless(list(rests.values()), several=len(others) > 1):
            out += [(index, other) for other in rests]
    return out


def _holders(wordings: Sequence[Wording]) -> dict[Wording, list[tuple[int, int]]]:
    """Return for the beginning of each long wording which ones hold it, and at which word."""
    starts = {(scope, words[:CONTAINED]) for scope, words in wordings if len(words) >= CONTAINED}
    pairs = {words[:2] for _, words in starts}
    found: dict[Wording, list[tuple[int, int]]] = defaultdict(list)
    for index, (scope, words) in enumerate(wordings):
        for place, pair in enumerate(pairwise(words[: len(words) - CONTAINED + 2])):
            if pair in pairs:
                run = (scope, words[place : place + CONTAINED])
                if run in starts:
                    found[run].append((index, place))
    return {run: places for run, places in found.items() if 1 < len(places) <= HOLDERS}


def _harmless(rests: Sequence[Sequence[str]], *, several: bool) -> bool:
    """Say whether what stands around a contained wording in others leaves its meaning as it is.

    The type of an exception and a source file may stand there; with several groups only one of each, and
    no opposed words but those of one of them.
    """
    words = {word for rest in rests for word in rest}
    deciding = {word[1:] for word in words if word[0] == "="}
    exceptions = {word for word in deciding if EXCEPTION.fullmatch(word)}
    files = {word for word in deciding - exceptions if "." in word and "'" not in word}
    if deciding - exceptions - files or words & NEGATIONS:
        return False
    agree = any(words & OPPOSED <= set(rest) for rest in rests)
    return not several or (len(exceptions) <= 1 and len(files) <= 1 and agree)
