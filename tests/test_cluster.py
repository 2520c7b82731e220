"""One cause is one cluster, different causes are never merged, in whatever order the texts come."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.cluster import cluster
from classifier.cluster.link import alike
from classifier.cluster.words import OPPOSED
from classifier.model import Mask
from classifier.normalize import Normalizer

NORMALIZER = Normalizer()
NO_SPACE = "Out of Memory: Not enough space to allocate"
OUT_OF_MEMORY = (
    f"RuntimeError: THROW @ /a/b.cpp:141: {NO_SPACE} 75644928 B L1 buffer, each bank needs to store 8 B",
    f"RuntimeError: THROW @ /c/b.cpp:140: {NO_SPACE} 84934656 B L1 buffer, each bank needs to store 1 B",
)
MIXED = (
    *OUT_OF_MEMORY,
    *(f"IndexError: index {n} is out of bounds for dimension 0 with size {n + 1}" for n in range(5)),
    *(f"name '{name}' is not defined in module {n}" for n, name in enumerate(("a", "b", "cc"))),
    *(f"failed to bind the socket of {name} to its address" for name in ("api", "web", "mail", "ftp", "dns")),
    "Insufficient host memory to run this model",
    "Insufficient host memory to run the models",
    "the operation is supported on this device",
    "the operation is not supported on this device",
    "exit code 1",
    "exit code 2",
    "normal",
    "",
)


def texts_of(items, scope=""):
    return [NORMALIZER.mask(text, scope) for text in items]


def groups(items, **options):
    """Return the clusters as sets of texts."""
    found = cluster(texts_of(items), **options)
    return {frozenset(items[member] for member in one.members) for one in found}


def together(*items, **options):
    return len(cluster(texts_of(items), **options)) == 1


def test_nothing_gives_nothing():
    assert cluster([]) == ()


@pytest.mark.parametrize(
    "items",
    [
        OUT_OF_MEMORY,
        (f"{NO_SPACE} 5 B L1 buffer", OUT_OF_MEMORY[0]),
        ('Argument 1 to "f" has incompatible type "A"; expected "B"',
         'Argument "x" to "g" of "C" has incompatible type "list[int]"; expected "str"'),
        ("expects each element to be in range [0, rank-of('operand')). got: 3",
         "expects each element to be in range [0, implied-rank). got: -1"),
        ("inferred type 'tensor<1xf32>' is incompatible",
         "inferred type 'tensor<2xf32>', 'i1' is incompatible"),
        ("cannot find the dimension of the operand here", "cannot find the dimensions of operand here"),
        ("unexpected dimension c, expecting b, f", "unexpected dimension i, expecting o"),
        ("failed to convert to v0.10.0", "failed to convert to v1.2"),
        ("Cyclic import was found (shop.cart)", "Cyclic import was found (cart)",
         "Cyclic import was found (order)"),
        ("no room left for the given buffer on device", "run 3: no room left for the given buffer on device"),
        ("no room left for the given buffer on", "no room left for the given buffer on device 4 of host"),
    ],
)  # fmt: skip
def test_one_cause_in_other_words(items):
    assert together(*items)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the operation is supported on this device", "the operation is not supported on this device"),
        ("expected f32, got bf16 for the result", "expected bf16, got f32 for the result"),
        ("'ttir.conv2d' op has too many results", "'ttir.conv3d' op has too many results"),
        ("operators are not implemented: ['aten::roll']", "operators are not implemented: ['aten::sort']"),
        ("ValueError: the given shape is bad indeed", "TypeError: the given shape is bad indeed"),
        ("check failed in a.cpp:12: bad shape found", "check failed in b.cpp:12: bad shape found"),
        ("not enough space in the L1 buffer here", "not enough space in the DRAM buffer here"),
        ("the lhs operand has a bad layout here", "the rhs operand has a bad layout here"),
        ("error[E0308]: mismatched types in call", "error[E0309]: mismatched types in call"),
        ("process exited with exit code 1", "process exited with exit code 2"),
        ("the request got HTTP 503 from the mirror", "the request got HTTP 404 from the mirror"),
        ("running", "warning"),
        ("the maximum size of the buffer is wrong", "the minimum size of the buffer is wrong"),
        ("assert count == limit of the cart", "assert count != limit of the cart"),
        ("Unnecessary 'a' after 'break'", "Unnecessary 'b' after 'raise'"),
        ("Compiler reserves this name in the top level scope of a module.",
         "Compiler reserves this name in the top level scope of a module containing async functions."),
        ("parameter of exported function has or is using private name",
         "type parameter of exported function has or is using private name"),
    ],
)  # fmt: skip
def test_different_causes_stay_apart(one, other):
    assert not together(one, other)


def test_tools_are_never_mixed():
    items = [*texts_of(["error: bad thing here"], "c"), *texts_of(["error: bad thing here"], "rust")]
    assert {one.members for one in cluster(items)} == {(0,), (1,)}
    assert len({one.id for one in cluster(items)}) == 2


@pytest.mark.parametrize("count", [3, 4])
def test_four_values_make_a_position_variable(count):
    items = [
        f"failed to bind the socket of {name} to its address"
        for name in ("api", "web", "mail", "ftp")[:count]
    ]
    assert len(groups(items)) == (1 if count >= 4 else count)


def test_short_texts_are_no_values_of_one_hole():
    words = ["running", "warning", "normal", "error", "halted", "stopped"]
    assert len(groups(words)) == len(words)


def test_decisive_words_part_what_is_else_the_same():
    items = [
        f"unsupported operation in the forward graph - {name}"
        for name in ("atan", "roll", "sort", "topk", "tril", "abs")
    ]
    assert len(groups(items)) == 1
    assert len(groups(items, decisive=frozenset(["Atan", "Roll"]))) == 3


SENTENCE = ("buffer", "layout", "kernel", "device", "memory", "index", "shape", "tensor", "operand", "module")
OPPOSED_WORDS = sorted(word for word in OPPOSED if word.isalpha())
INSIDE = st.integers(1, len(SENTENCE) - 1)


@given(st.sampled_from(OPPOSED_WORDS), st.sampled_from(OPPOSED_WORDS), INSIDE)
@settings(max_examples=150, deadline=None)
def test_opposed_words_veto_at_every_place(one, other, place):
    texts = [" ".join([*SENTENCE[:place], word, *SENTENCE[place:]]) for word in (one, other)]
    assert together(*texts) is (one == other)
    assert not together(texts[0], " ".join(SENTENCE))


@given(
    st.sampled_from(["ValueError", "f32", "conv2d", "cart.py", "E0308"]),
    st.sampled_from(["TypeError", "bf16", "conv3d", "order.py", "E0309"]),
    INSIDE,
)
@settings(max_examples=80, deadline=None)
def test_what_decides_vetoes_at_every_place(one, other, place):
    texts = [" ".join([*SENTENCE[:place], word, *SENTENCE[place:]]) for word in (one, other)]
    assert not together(*texts)


def test_a_tool_and_its_packs_decide_for_its_failures_only():
    normalizer = Normalizer(
        [Mask(name="n", pattern=r"\bn\d+\b", replacement="<device>", sample="n1", tools=("pytest",))],
        lambda tool: frozenset({"atan"} if tool in ("", "pytest") else ()),
    )
    for tool, masked, decisive in (
        ("", "no <device>", {"atan"}), ("pytest", "no <device>", {"atan"}), ("gcc", "no n<NUM>", set()),
    ):  # fmt: skip
        found = normalizer.mask("no n7", tool=tool)
        assert (found.masked, found.decisive) == (masked, decisive)


def test_truncated_copy_is_not_joined_to_several_that_differ():
    short = "Out of Memory: not enough space to allocate the buffer"
    items = [short, f"{short} in L1", f"{short} in DRAM"]
    assert len(groups(items)) == 3


def test_unprefixed_copy_joins_forms_that_agree():
    text = "statically allocated circular buffers clash with buffers on core range"
    items = [text, f"RuntimeError: {text}", f"RuntimeError: THROW @ x/program.cpp:12: {text}"]
    assert len(groups(items)) == 1
    assert len(groups([*items, f"ValueError: {text}"])) == 4


def test_exceptions_are_not_bridged_by_an_unprefixed_copy():
    text = "statically allocated circular buffers clash with buffers on core range"
    items = [text, f"RuntimeError: {text}", f"ValueError: {text}"]
    assert len(groups(items)) == 3


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_changes_nothing(source):
    shuffled = list(MIXED)
    source.shuffle(shuffled)
    named = {one.id: frozenset(MIXED[member] for member in one.members) for one in cluster(texts_of(MIXED))}
    again = {
        one.id: frozenset(shuffled[member] for member in one.members) for one in cluster(texts_of(shuffled))
    }
    assert named == again


def test_templates_exemplars_and_slots_do_not_depend_on_order():
    def told(items):
        return [
            (one.id, one.template, [items[place] for place in one.exemplars], one.slots, one.cohesion)
            for one in cluster(texts_of(items))
        ]

    reverse = list(reversed(MIXED))
    assert told(list(MIXED)) == told(reverse)


@given(st.lists(st.text(max_size=40), max_size=25))
@settings(max_examples=150, deadline=None)
def test_every_item_is_in_one_cluster_and_ids_are_unique(items):
    found = cluster(texts_of(items))
    assert sorted(member for one in found for member in one.members) == list(range(len(items)))
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert list(one.members) == sorted(one.members)
        assert set(one.exemplars) <= set(one.members)
        assert 1 <= len(one.exemplars) <= 3
        assert 0 <= one.cohesion <= 1
        assert all(count > 0 for slot in one.slots for _, count in slot)


def test_hash_seed_changes_nothing():
    program = (
        "import json, sys\nfrom classifier.cluster import cluster\n"
        "from classifier.normalize import Normalizer\n"
        "items = list(map(Normalizer().mask, json.loads(sys.argv[1])))\n"
        "print([(c.id, c.family, c.members, c.template, c.slots) for c in cluster(items)])"
    )
    digests = set()
    for seed in ("1", "2", "77"):
        done = subprocess.run(
            [sys.executable, "-c", program, json.dumps(MIXED)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


def test_cluster_is_described():
    items = [
        "IndexError: index 13 is out of bounds for size 3",
        "IndexError: index 2 is out of bounds for size 3",
        "IndexError: index 2 is out of bounds for size 3",
        "unrelated words of another failure",
    ]
    first, second = cluster(texts_of(items))
    assert first.template == "IndexError: index <NUM> is out of bounds for size <NUM>"
    assert first.members == (0, 1, 2)
    assert first.slots == ((("2", 2), ("13", 1)), (("3", 3),))
    assert first.exemplars == (1,)
    assert first.cohesion == 1.0
    assert second.template == items[3]
    assert second.members == (3,)


def test_what_some_members_lack_is_a_slot():
    text = "Only support resize with integer scale factor"
    (one,) = cluster(texts_of([text, f"AssertionError: {text}", f"AssertionError: {text}"]))
    assert one.template == "<*> Only support resize with integer scale factor"
    assert one.slots == ((("AssertionError:", 2),),)


def test_texts_that_differ_by_more_than_values_are_marked_and_the_odd_ones_shown():
    words = "not enough space to allocate the buffer across banks of the device"
    (one,) = cluster(texts_of([words, words, f"{words} after compaction"]))
    assert one.mixed
    assert one.odd == (2,)
    (same,) = cluster(texts_of([f"{words} {n}" for n in range(9)]))
    assert not same.mixed
    assert same.odd == ()


def test_what_stands_before_the_whole_text_is_no_sign_of_another_failure():
    text = "not enough space to allocate the buffer across banks of the device"
    (one,) = cluster(texts_of([text, f"RuntimeError: THROW @ src/bank.cpp:12: {text}"]))
    assert not one.mixed


def test_counts_of_items_count():
    items = texts_of(["index 1 is out of range", "index 2 is out of range", "no such thing at all"])
    first, second = cluster(items, counts=[1, 5, 2])
    assert (first.count, first.slots, first.exemplars) == (6, ((("2", 5), ("1", 1)),), (1,))
    assert (second.count, second.distinct) == (2, ())


@pytest.mark.parametrize(
    ("items", "template"),
    [
        (["Insufficient memory of the host to run this model (requires 3 GB",
          "Insufficient memory of the host to run this model (requires 3 GB during compile time)"],
         "Insufficient memory of the host to run this model (requires <*>)"),
        (["the names 'a' and `b` differ", "the names 'c' and 'd' differ"], "the names '<*>' and <*> differ"),
        (["cannot open rdd_1_2 of it", "cannot open rdd_3_4 of it"], "cannot open rdd_<*> of it"),
        (["Memory of the device is full", "memory of the device is full"], "Memory of the device is full"),
    ],
)  # fmt: skip
def test_templates_are_readable(items, template):
    assert template in {one.template for one in cluster(texts_of(items))}


def test_word_that_never_varies_is_shown():
    (one,) = cluster(texts_of(["cannot load 'numpy' of type(s) 1", "cannot load 'numpy' of type(s) 2"]))
    assert one.template == "cannot load 'numpy' of type(s) <NUM>"


def test_ids_look_as_promised_and_family_blanks_what_decides():
    found = cluster(
        texts_of(
            [
                "'ttir.abs' op has too many results",
                "'ttir.neg' op has too many results",
                "no such thing at all",
            ]
        )
    )
    assert all(re.fullmatch("u-[0-9a-f]{12}", name) for one in found for name in (one.id, one.family))
    by_template = {one.template: one for one in found}
    absolute = by_template["'ttir.abs' op has too many results"]
    negative = by_template["'ttir.neg' op has too many results"]
    plain = by_template["no such thing at all"]
    assert absolute.id != negative.id
    assert absolute.family == negative.family != absolute.id
    assert plain.family == plain.id


def test_id_stays_when_data_grows():
    small = cluster(texts_of(MIXED[2:5]))
    grown = cluster(texts_of(MIXED))
    assert {one.id for one in small} <= {one.id for one in grown}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("alpha beta gamma delta", "alpha beta gamma delta", True),
        ("the dimension of operand one", "the dimensions of operand one", True),
        ("the size of operand one", "the sizes of operand one", False),
        ("a b c d e f g h i j k l", "a b c d e f g h i j k", True),
        ("a b c d e f", "a b c d e", False),
        ("a b c d e f g h i j k not", "a b c d e f g h i j k", False),
        ("a b c d e f g h i j k =f32", "a b c d e f g h i j k", False),
        ("a b c d e f g h i j k input_1", "a b c d e f g h i j k", False),
        ("minimum of operand one", "maximum of operand one", False),
    ],
)
def test_wordings_are_alike_by_what_differs(one, other, expected):
    assert alike(one.split(), other.split()) is expected
    assert alike(other.split(), one.split()) is expected


def one_letter_apart():
    text = "the quick compiler fails to lower operation abcdefgh because memory layout is wrong"
    return [text[:a] + x + text[a + 1 :] for a in range(len(text)) for x in "xyzuvw"]


SOURCE = random.Random(7)
WORDS = ["".join(SOURCE.choices("abcdefghijklmnop", k=SOURCE.randint(3, 9))) for _ in range(3000)]
HOSTILE = {
    "same": ["one text"] * 20_000,
    "unlike": [" ".join(SOURCE.choices(WORDS, k=12)) for _ in range(2_000)],
    "one letter apart": one_letter_apart(),
    "no blanks": ["".join(SOURCE.choices("abcXYZ019_-/.", k=3_000)) for _ in range(15)],
    "very long": [" ".join(SOURCE.choices(WORDS, k=5_000)) for _ in range(30)],
    "shared beginning": [
        "a1 b2 cc dd ee ff gg hh " + " ".join(SOURCE.choices(WORDS, k=9)) for _ in range(1_000)
    ],
    "growing": [" ".join(WORDS[:count]) for count in range(1, 300)],
    "repeated": ["ab cd " * count for count in range(1, 300)],
    "binary": ["".join(map(chr, SOURCE.choices(range(1, 700), k=300))) for _ in range(150)],
    "quotes": ["'" * count + '"' * count + "`x" * count for count in range(1, 150)],
    "brackets": ["[" * count + "1, " * count for count in range(1, 150)],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_bounded_time(name):
    items = texts_of(HOSTILE[name])
    began = time.process_time()
    found = cluster(items)
    assert time.process_time() - began < 4
    assert sum(len(one.members) for one in found) == len(items)
    assert all(len(one.template) <= 700 for one in found)
