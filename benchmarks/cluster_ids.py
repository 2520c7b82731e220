"""Share of texts whose cluster gets another id when there is twice as much data, without and with a store.

First a half of the texts is clustered, then all of them, in an order from a seed. Files are JSONL with a
`text` in each row, or plain texts one a line; without any the texts come from a seed.
"""

import json
import random
import sys
from pathlib import Path

from message_texts import messages

from classifier.cluster import Known, cluster, named
from classifier.normalize import Normalizer

SEEDS = 3
NORMALIZER = Normalizer()


def texts_of(path):
    """Return the different texts of a file."""
    lines = path.read_text("utf-8").splitlines()
    rows = [json.loads(line)["text"] for line in lines] if path.suffix == ".jsonl" else lines
    return list(dict.fromkeys(rows))


def ids(clusters):
    return {member: one.id for one in clusters for member in one.members}


def changed(texts, seed):
    """Return how many texts of the first half changed their id, without and with a store, of how many."""
    order = list(texts)
    random.Random(seed).shuffle(order)
    items = [NORMALIZER.mask_told(text) for text in order]
    half = items[: len(items) // 2]
    before, after = cluster(half), cluster(items)
    kept, known = named(before, half, Known())
    grown, _ = named(after, items, Known.of_json(known.as_json()))
    pairs = (ids(before), ids(after)), (ids(kept), ids(grown))
    return *(sum(old[one] != new[one] for one in old) for old, new in pairs), len(half)


def report(name, texts):
    """Print the shares of one set, the mean of a few orders."""
    found = [changed(texts, seed) for seed in range(SEEDS)]
    alone, stored, every = (sum(column) for column in zip(*found, strict=True))
    if every:
        print(f"{name:24s}{len(texts):8,} texts{alone / every:9.2%}{stored / every:9.2%}")


def main():
    """Print a line for each file and, of several, one for all together."""
    sets = {path.name: texts_of(path) for path in map(Path, sys.argv[1:])} or {"seed": messages(20_000)}
    print(f"{'':38s}{'alone':>9s}{'stored':>9s}")
    for name, texts in sets.items():
        report(name, texts)
    if len(sets) > 1:
        report("together", list(dict.fromkeys(text for texts in sets.values() for text in texts)))


if __name__ == "__main__":
    main()
