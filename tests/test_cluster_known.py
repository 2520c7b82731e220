"""Known clusters keep their ids, whatever comes; the store says what it is and is never silently replaced."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.cluster import Known, cluster, named
from classifier.normalize import Normalizer

NORMALIZER = Normalizer()
SERVICES = ("api", "web", "mail", "ftp", "dns", "ssh")
TEXTS = [
    *(f"failed to bind the socket of {name} to its address" for name in SERVICES),
    *(f"index {n} is out of bounds for dimension 0" for n in range(3)),
    "the device gave no answer within the time",
    "the lhs operand has a bad layout",
    "the rhs operand has a bad layout",
]


def run(texts, known=Known()):  # noqa: B008 - immutable
    """Return the id of each text, the clusters and what is known now."""
    items = [NORMALIZER.mask(text) for text in texts]
    clusters, now = named(cluster(items), items, known)
    return {texts[member]: one.id for one in clusters for member in one.members}, clusters, now


def test_first_run_keeps_the_ids_and_the_second_changes_nothing():
    ids, clusters, known = run(TEXTS)
    assert clusters == cluster([NORMALIZER.mask(text) for text in TEXTS])
    assert run(TEXTS, known) == (ids, clusters, known)


def test_oldest_id_wins_and_others_become_its_aliases():
    first, _, known = run(TEXTS[:1])
    second, _, known = run(TEXTS[1:2], known)
    assert first[TEXTS[0]] != second[TEXTS[1]]
    ids, (one,), known = run(TEXTS[:6], known)
    assert set(ids.values()) == {first[TEXTS[0]]}
    assert second[TEXTS[1]] in one.aliases
    assert set(known.texts.values()) == {one.id}


def test_of_ids_equally_old_that_of_most_texts_wins():
    texts = [f"the {word} operand has a bad layout in kernel" for word in ("abc", "bcd", "cde")]
    more = [f"{text} of a device" for text in texts[:1]]
    first, _, known = run([*texts, *more])
    grown = [f"the {word} operand has a bad layout in kernel" for word in ("def", "efg", "fgh")]
    ids, _, _ = run([*texts, *more, *grown], known)
    assert len({ids[text] for text in [*texts, *grown]}) == 1
    assert ids[texts[0]] in first.values()


def test_where_a_cluster_falls_apart_the_larger_part_keeps_the_id():
    short = "statically allocated circular buffers clash with buffers on core range"
    joined, _, known = run([short, f"RuntimeError: {short}"])
    assert len(set(joined.values())) == 1
    ids, clusters, _ = run([short, f"RuntimeError: {short}", f"ValueError: {short}"], known)
    assert len({one.id for one in clusters}) == 3
    assert list(ids.values()).count(joined[short]) == 1


def test_what_is_not_seen_stays_known():
    ids, _, known = run(TEXTS)
    _, _, known = run(["quite another failure of this run"], known)
    assert run(TEXTS, known)[0] == ids


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_ids_are_unique_and_order_changes_nothing(source):
    texts = source.sample(TEXTS, k=source.randint(1, len(TEXTS)))
    _, _, known = run(texts)
    ids, clusters, now = run(TEXTS, known)
    assert len({one.id for one in clusters}) == len(clusters)
    every = [name for one in clusters for name in (one.id, *one.aliases)]
    assert len(every) == len(set(every))
    shuffled = random.Random(1).sample(TEXTS, k=len(TEXTS))
    assert run(shuffled, known)[0] == ids
    assert run(shuffled, known)[2] == now


def test_store_is_sorted_and_comes_back_as_it_was():
    _, _, known = run(TEXTS[:2])
    _, _, known = run(TEXTS, known)
    text = known.as_json()
    assert Known.of_json(text) == known
    lines = text.splitlines()
    assert lines[1] == ' "schema": "triage.known/1",'
    entries = [line for line in lines if line.startswith("  ")]
    assert len(entries) == len(known.since) + len(known.texts)
    assert all(line.count(":") == 1 for line in entries)
    assert "socket" not in text
    assert Known.of_json(Known().as_json()) == Known()


GOOD = {"schema": "triage.known/1", "ids": {"u-000000000001": [1, "u-000000000002"]}, "texts": {}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[1]", "is no store of known ids"),
        ("{}", "is no store of known ids"),
        ('{"schema": "triage.known/2"}', "is of version 2, newer than the 1 that this triage reads"),
        ('{"schema": "triage.known/1"}', "lacks its ids"),
        (json.dumps(GOOD | {"ids": []}), "lacks its ids"),
        (json.dumps(GOOD | {"ids": {"u-000000000001": []}}), "has no number for 'u-000000000001'"),
        (json.dumps(GOOD | {"ids": {"u-000000000001": [True]}}), "has no number"),
        (json.dumps(GOOD | {"ids": {"x": [1]}}), "has an id that is none"),
        (json.dumps(GOOD | {"ids": {"u-000000000001": [1, 7]}}), "has an id that is none"),
        (json.dumps(GOOD | {"ids": {"u-000000000001": [1, "u-000000000001"]}}), "there twice"),
        (json.dumps(GOOD | {"texts": {"abc": "u-000000000001"}}), "has a text 'abc'"),
        (json.dumps(GOOD | {"texts": {"0123456789ab": "u-00000000000f"}}), "without an id"),
        (json.dumps(GOOD | {"texts": {"0123456789ab": []}}), "without an id"),
    ],
)
def test_what_is_no_store_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        Known.of_json(text)


def test_good_store_is_read():
    assert Known.of_json(json.dumps(GOOD)).aliases == {"u-000000000001": ("u-000000000002",)}
