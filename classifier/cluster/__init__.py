"""Group the texts that no rule knows, so that one cause is one cluster, in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from classifier.cluster.describe import described
from classifier.cluster.link import linked
from classifier.cluster.shape import Vocabulary
from classifier.cluster.template import Text
from classifier.cluster.variables import generalized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.cluster.link import Wording
    from classifier.model import Cluster, Masked

__all__ = ["cluster"]


def cluster(items: Sequence[Masked], decisive: frozenset[str] = frozenset()) -> tuple[Cluster, ...]:
    """Group texts that tell of the same failure; each item is a member of exactly one cluster.

    `decisive` are words by which two failures differ, however alike the rest is, beside types of data,
    exceptions, source files, operations and exit codes, which always decide. Texts of different scopes are
    never grouped. The partition and the ids depend on the texts alone, not on their order. Clusters come
    largest first, then by template.

    The steps: equal masked texts are one; what is quoted or looks like a value varies; so does a position
    that has many values while all around it is the same; what remains is linked by aligning the words, with
    a veto for words of opposite meaning. Sizes are bounded at each step, so that the work is close to linear
    in the number of different texts.
    """
    vocabulary = Vocabulary(decisive)
    texts = _texts(items, vocabulary)
    general = generalized([text.skeleton for text in texts], vocabulary)
    members: dict[Wording, list[Text]] = defaultdict(list)
    for text in texts:
        text.skeleton = general[text.skeleton]
        members[text.skeleton[0], _wording(text.skeleton[1], vocabulary)].append(text)
    wordings = sorted(members)
    groups: dict[int, dict[Wording, list[Text]]] = defaultdict(dict)
    for wording, group in zip(wordings, linked(wordings), strict=True):
        groups[group][wording] = members[wording]
    clusters = [described(group, items, vocabulary) for group in groups.values()]
    return tuple(sorted(clusters, key=lambda one: (-len(one.members), one.template, one.id)))


def _texts(items: Sequence[Masked], vocabulary: Vocabulary) -> list[Text]:
    """Return the distinct masked texts in canonical order, each with the items that it stands for."""
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        same[item.scope, item.masked].append(index)
    out = []
    for (scope, masked), members in sorted(same.items()):
        parts = vocabulary.parts(items[members[0]])
        out.append(Text(masked, members, parts, (scope, tuple(part.symbol for part in parts))))
    return out


def _wording(symbols: tuple[int, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    content = vocabulary.content
    return tuple(content[symbol] for symbol in symbols if content[symbol])
