"""Say what a cluster is: its name, its template, its most typical members, and how alike they are."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from classifier.cluster.template import Template
from classifier.model import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.cluster.link import Wording
    from classifier.cluster.shape import Vocabulary
    from classifier.cluster.template import Text
    from classifier.cluster.variables import Skeleton
    from classifier.model import Masked, Spread

VERSION = 1
"""Of the algorithm; part of every id."""
VALUES = 20
"""Values that are listed for a variable part, the most frequent ones."""
EXEMPLARS = 3
COHESIVE = 0.97
"""Likeness to the template, of a member or of all in the mean, below which it is no matter of values alone.

Of the clusters below it, or in which some members lack a part, 55 of 85 held more than one true group, where
122 of all 1,590 did (on the twelve sets of texts with known groups and the messages of two compilers and two
linters on which the bound was chosen).
"""


def described(
    wordings: Mapping[Wording, Sequence[Text]],
    items: Sequence[Masked],
    counts: Sequence[int],
    vocabulary: Vocabulary,
) -> Cluster:
    """Return the cluster of some texts, given by wording; `items` are all that were clustered.

    The id is that of the most frequent wording, so that it stays when rarer ones join.
    """
    texts = _ranked(text for group in wordings.values() for text in group)
    template = Template(texts, vocabulary)
    template.settle(texts, items, counts)
    sizes = {wording: sum(text.count for text in group) for wording, group in wordings.items()}
    scope, words = min(sizes, key=lambda wording: (-sizes[wording], wording))
    likeness = _likeness(template, texts)
    cohesion = _mean(likeness, texts)
    version = items[texts[0].members[0]].version
    name = _id(version, scope, words)
    coarse = ["=" if word[0] == "=" else word for word in words]
    return Cluster(
        id=name,
        family=_id(version, scope, coarse) if coarse != list(words) else name,
        template=str(template),
        count=sum(sizes.values()),
        members=tuple(sorted(member for text in texts for member in text.members)),
        exemplars=_exemplars(texts, items, counts),
        slots=tuple(_spread(slot.values) for slot in template.slots),
        distinct=tuple(len(slot.values) for slot in template.slots),
        cut=sum(text.count for text in texts if text.cut),
        cohesion=round(cohesion, 4),
        odd=_odd(likeness, texts, items, counts),
        mixed=cohesion < COHESIVE or template.partial,
    )


def _ranked(texts: Iterable[Text]) -> list[Text]:
    """Return the texts, the most typical first: of the most frequent shape the most frequent one."""
    known = list(texts)
    frequency: Counter[Skeleton] = Counter()
    for text in known:
        frequency[text.skeleton] += text.count
    return sorted(
        known, key=lambda text: (-frequency[text.skeleton], -text.count, len(text.masked), text.masked)
    )


def _id(masking: int, scope: str, words: Sequence[str]) -> str:
    name = "\x1f".join((f"{VERSION}.{masking}", scope, *words))
    return "u-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _exemplars(texts: Sequence[Text], items: Sequence[Masked], counts: Sequence[int]) -> tuple[int, ...]:
    """Return the most typical member, then the next and the oddest of other shape, else of the same."""
    others = list({text.skeleton: text for text in reversed(texts)}.values())
    others = [text for text in reversed(others) if text.skeleton != texts[0].skeleton]
    chosen = dict.fromkeys([texts[0], *others[:1], *others[-1:], *texts[:EXEMPLARS]])
    return tuple(_typical(text, items, counts) for text in list(chosen)[:EXEMPLARS])


def _typical(text: Text, items: Sequence[Masked], counts: Sequence[int]) -> int:
    """Return the first item with the most frequent unmasked text of those that read like a masked one."""
    if len(text.members) == 1:
        return text.members[0]
    seen: Counter[str] = Counter()
    for member in text.members:
        seen[items[member].text] += counts[member]
    best = min(seen, key=lambda raw: (-seen[raw], raw))
    return next(member for member in text.members if items[member].text == best)


def _spread(values: Counter[str]) -> Spread:
    return tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))[:VALUES])


def _likeness(template: Template, texts: Sequence[Text]) -> dict[Skeleton, float]:
    """Return how like the template each shape of the members is, 0 to 1."""
    return {text.skeleton: template.likeness(text.skeleton) for text in texts}


def _mean(likeness: Mapping[Skeleton, float], texts: Sequence[Text]) -> float:
    if len(likeness) == 1:
        return next(iter(likeness.values()))
    return sum(likeness[text.skeleton] * text.count for text in texts) / sum(text.count for text in texts)


def _odd(
    likeness: Mapping[Skeleton, float], texts: Sequence[Text], items: Sequence[Masked], counts: Sequence[int]
) -> tuple[int, ...]:
    """Return a few members least like the template, the oddest first, each of another shape."""
    first = {text.skeleton: text for text in reversed(texts)}
    least = sorted(likeness, key=lambda skeleton: (likeness[skeleton], first[skeleton].masked))
    odd = [first[skeleton] for skeleton in least if likeness[skeleton] < COHESIVE]
    return tuple(_typical(text, items, counts) for text in odd[:EXEMPLARS])
