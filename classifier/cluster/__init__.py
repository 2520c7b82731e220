"""Group the failures that no rule knows, so that one cause is one cluster, whatever the order of the texts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from classifier.cluster.link import linked
from classifier.cluster.shape import VARIABLE, Vocabulary
from classifier.cluster.variables import generalized

if TYPE_CHECKING:
    from collections.abc import Sequence
    from classifier.model import Masked


def partition(items: Sequence[Masked], decisive: frozenset[str] = frozenset()) -> list[list[int]]:
    vocabulary = Vocabulary(decisive)
    same = defaultdict(list)
    for index, item in enumerate(items):
        same[item.scope, item.masked].append(index)
    shapes = {key: vocabulary.shape(items[indices[0]]) for key, indices in same.items()}
    general = generalized([(key[0], shape.symbols) for key, shape in shapes.items()], vocabulary)
    byskel = defaultdict(list)
    for key, indices in same.items():
        scope, symbols = general[key[0], shapes[key].symbols]
        byskel[scope, collapsed(symbols)].extend(indices)
    skeletons = sorted(byskel, key=lambda s: (s[0], [vocabulary.texts[x] for x in s[1]]))
    groups = linked(skeletons, vocabulary)
    out = defaultdict(list)
    for skeleton, group in zip(skeletons, groups):
        out[group].extend(byskel[skeleton])
    return list(out.values())


def collapsed(symbols):
    out = []
    for s in symbols:
        if s == VARIABLE and out and out[-1] == VARIABLE:
            continue
        out.append(s)
    return tuple(out)
