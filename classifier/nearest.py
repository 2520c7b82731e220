"""Find for an unknown text the known ones that read most like it, and say in words where they differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from classifier.model import Neighbor

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

SHOWN, SHOWN_SHORT = 0.65, 0.85
"""Likeness from which on a known text is worth showing; one of few words is soon like another."""
DRIFTED = 0.75
"""Likeness from which on two texts that differ in nothing that decides may be one message, reworded."""
FEWEST = 4
"""Words of a text from which on it can be told from chance that another reads like it."""
LEAST = 3
"""Words without which a text says too little to be like another: `got 4, want 5` is not."""
NEAREST = 3
CANDIDATES = 8
SHARED = 0.4
"""So many known texts are laid beside a text word by word: those that share most words with it, and at least
this part of all, counted before anything is masked."""
COMMON = 60
"""A word that stands in more known texts than this does not help to find any of them."""
DIFFERENCES = 3
WORDS_SHOWN = 6
"""Differences that are said, and words of each."""
RAW = re.compile(r"[^\W\d_]{3,}")


class Word(NamedTuple):
    """A word of a text: as it stands there, as it is compared, and whether texts that differ in it differ."""

    shown: str
    compared: str
    decides: bool


Words = tuple[Word, ...]


class Known(NamedTuple):
    """A text that is known, with the tool that prints it: an example of a rule, or a failure of a signature.

    Of texts with the same `rule` the nearest stands for all; without a rule the signature takes its place.
    """

    text: str
    tool: str
    rule: str
    signature: str = ""

    @property
    def name(self) -> str:
        """The rule, else the signature."""
        return self.rule or self.signature


class Register:
    """Known texts, found by the words they share with another.

    `words` makes of a text and the tool that printed it what is compared: masked, without empty words and
    what varies. It is called for the few known texts that could be near to what is asked for, once each.
    """

    def __init__(self, known: Sequence[Known], words: Callable[[str, str], Words]) -> None:
        self._known = known
        self._read = words
        self._words: dict[int, Words] = {}
        self._raw = [_raw(one.text) for one in known]
        self._places: dict[str, list[int]] = defaultdict(list)
        for index, raw in enumerate(self._raw):
            for word in raw:
                self._places[word].append(index)

    def nearest(
        self, text: str, tool: str, but: Collection[str] = (), words_of: Callable[[], Words] | None = None
    ) -> tuple[Neighbor, ...]:
        """Return the known texts that read most like a text, at most NEAREST, each rule once.

        Rules and signatures named in `but` are left out. `words_of` gives the words of the text, if they are
        known already. Whether a neighbor has drifted is said by the words alone.
        """
        candidates = self._candidates(text)
        if not candidates:
            return ()
        words = words_of() if words_of else self._read(text, tool)
        found: dict[str, Neighbor] = {}
        for index in candidates:
            known, theirs = self._known[index], self._words_of(index)
            if known.rule in but or known.signature in but:
                continue
            one = neighbor(known, theirs, words)
            bar = SHOWN if min(len(words), len(theirs)) >= FEWEST else SHOWN_SHORT
            best = found.get(known.name)
            if one.similarity >= bar and (best is None or one.similarity > best.similarity):
                found[known.name] = one
        ordered = sorted(found.items(), key=lambda pair: (-pair[1].similarity, pair[0]))
        return tuple(one for _, one in ordered[:NEAREST])

    def _candidates(self, text: str) -> list[int]:
        """Return the known texts that share most words with a text, and enough of them, in their order."""
        raw = _raw(text)
        if len(raw) < LEAST:
            return []
        shared: Counter[int] = Counter()
        for word in raw:
            places = self._places.get(word, ())
            if len(places) <= COMMON:
                shared.update(places)
        likely = sorted(shared, key=lambda index: (-shared[index], index))[: CANDIDATES * 3]
        shares = {index: len(raw & self._raw[index]) / (len(raw) + len(self._raw[index])) for index in likely}
        best = sorted(likely, key=lambda index: (-shares[index], index))
        return sorted(index for index in best[:CANDIDATES] if shares[index] * 2 >= SHARED)

    def _words_of(self, index: int) -> Words:
        if index not in self._words:
            known = self._known[index]
            self._words[index] = self._read(known.text, known.tool)
        return self._words[index]


def neighbor(known: Known, theirs: Words, ours: Words) -> Neighbor:
    """Return how near a known text is to another, by the words of both.

    The likeness is the share of the words that stand in both in the same order (Indel similarity).
    """
    first, second = _compared(theirs), _compared(ours)
    similarity = round(Indel.normalized_similarity(first, second), 4)
    changed = list(_changes(theirs, ours))
    same_meaning = not any(word.decides for change in changed for words in change for word in words)
    reworded = bool(changed) and same_meaning and min(len(first), len(second)) >= FEWEST
    return Neighbor(
        rule="" if known.signature else known.rule,
        signature=known.signature,
        similarity=similarity,
        difference=_said(changed),
        drifted=reworded and similarity >= DRIFTED,
    )


def changes(theirs: Words, ours: Words) -> list[tuple[str, str]]:
    """Return the words of one text and those that stand in their place in the other, as they stand there."""
    return [
        (" ".join(word.shown for word in gone), " ".join(word.shown for word in come))
        for gone, come in _changes(theirs, ours)
    ]


def _compared(words: Words) -> tuple[str, ...]:
    return tuple(word.compared for word in words)


def _raw(text: str) -> frozenset[str]:
    return frozenset(RAW.findall(text.lower()))


def _changes(theirs: Words, ours: Words) -> Iterator[tuple[Words, Words]]:
    """Yield what stands in one text in place of what stands in the other; another case is a change too."""
    for change in Levenshtein.opcodes(_compared(theirs), _compared(ours)):
        gone, come = theirs[change.src_start : change.src_end], ours[change.dest_start : change.dest_end]
        if change.tag != "equal":
            yield gone, come
            continue
        for one, other in zip(gone, come, strict=True):
            if one.shown != other.shown and one.shown.casefold() == other.shown.casefold():
                yield (one._replace(decides=False),), (other._replace(decides=False),)


def _said(changed: Sequence[tuple[Words, Words]]) -> str:
    """Return the differences as said: `'L1' / 'DRAM', without 'info'`, the known words first."""
    said = [_change(gone, come) for gone, come in changed[:DIFFERENCES]]
    if len(changed) > DIFFERENCES:
        said.append(f"and {len(changed) - DIFFERENCES} more")
    return ", ".join(said)


def _change(gone: Words, come: Words) -> str:
    if gone and come:
        return f"{_quoted(gone)} / {_quoted(come)}"
    return f"without {_quoted(gone)}" if gone else f"with {_quoted(come)}"


def _quoted(words: Words) -> str:
    shown = " ".join(word.shown for word in words[:WORDS_SHOWN])
    return f"'{shown}{' ...' if len(words) > WORDS_SHOWN else ''}'"
