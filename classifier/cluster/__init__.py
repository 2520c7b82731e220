"""Group the texts that no rule knows, so that one cause is one cluster, in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from classifier.cluster.describe import described
from classifier.cluster.known import Known, named
from classifier.cluster.link import Joints, linked
from classifier.cluster.shape import LONGEST, Kind, Vocabulary
from classifier.cluster.template import Text
from classifier.cluster.variables import generalized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.cluster.link import Wording
    from classifier.cluster.variables import Skeleton
    from classifier.model import Cluster, Masked

__all__ = ["LONGEST", "Known", "cluster", "named"]


def cluster(
    items: Sequence[Masked], decisive: frozenset[str] = frozenset(), counts: Sequence[int] | None = None
) -> tuple[Cluster, ...]:
    """Group texts that tell of the same failure; each item is a member of exactly one cluster.

    `decisive` are words by which two failures differ, however alike the rest is, beside those of the items
    themselves and types of data, exceptions, source files, operations and exit codes, which always decide.
    Texts of different scopes are never grouped. `counts` says how often each item was seen, once if left
    out. The partition and the ids depend on the texts alone, not on their order. Clusters come most frequent
    first, then by template.

    The steps: equal masked texts are one; what is quoted or looks like a value varies; so does a position
    that has many values while all around it is the same; what remains is linked by aligning the words, with
    a veto for words of opposite meaning. Sizes are bounded at each step, so that the work is close to linear
    in the number of different texts.
    """
    counts = counts or [1] * len(items)
    vocabulary = Vocabulary(decisive)
    texts = _texts(items, counts, vocabulary)
    general = generalized([text.skeleton for text in texts], vocabulary)
    members: dict[Wording, list[Text]] = defaultdict(list)
    wording_of: dict[Skeleton, Wording] = {}
    for text in texts:
        text.skeleton = general[text.skeleton]
        if text.skeleton not in wording_of:
            wording_of[text.skeleton] = (text.skeleton[0], _wording(text.skeleton[1], vocabulary))
        members[wording_of[text.skeleton]].append(text)
    wordings = sorted(members)
    groups: dict[int, dict[Wording, list[Text]]] = defaultdict(dict)
    joints = [_joints(members[wording][0].skeleton[1], vocabulary) for wording in wordings]
    for wording, group in zip(wordings, linked(wordings, joints), strict=True):
        groups[group][wording] = members[wording]
    clusters = [described(group, items, counts, vocabulary) for group in groups.values()]
    return tuple(sorted(clusters, key=lambda one: (-one.count, one.template, one.id)))


def _texts(items: Sequence[Masked], counts: Sequence[int], vocabulary: Vocabulary) -> list[Text]:
    """Return the distinct masked texts in canonical order, each with the items that it stands for."""
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        same[item.scope, item.masked].append(index)
    out = []
    for (scope, masked), members in sorted(same.items()):
        shape = vocabulary.shape(items[members[0]])
        count = sum(counts[member] for member in members)
        cut = shape.cut or any(items[member].cut for member in members)
        out.append(Text(masked, members, count, shape, (scope, shape.symbols), cut))
    return out


def _wording(symbols: tuple[int, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    content = vocabulary.content
    return tuple(content[symbol] for symbol in symbols if content[symbol])


def _joints(symbols: tuple[int, ...], vocabulary: Vocabulary) -> Joints:
    """Return where texts of these symbols may be cut off or lengthened."""
    content, kinds = vocabulary.content, vocabulary.kinds
    loose = [True, *(kinds[symbol] in (Kind.MARK, Kind.VARIES) for symbol in symbols), True]
    places = [place for place, symbol in enumerate(symbols, start=1) if content[symbol]]
    return Joints(
        before=frozenset(index for index, place in enumerate(places) if loose[place - 1]),
        after=frozenset(index for index, place in enumerate(places) if loose[place + 1]),
        ended=bool(symbols) and vocabulary.texts[symbols[-1]] == ".",
    )
