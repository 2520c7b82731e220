"""What reads most like a text is found, and where the two differ is said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.nearest import NEAREST, Known, Register, Word

OPPOSED = {"l1", "dram", "not"}


def words(text, tool=""):
    """Return every word of a text; numbers vary, and some words decide."""
    return tuple(
        Word(one, one.lower(), one.lower() in OPPOSED) for one in text.split() if not one.strip(":").isdigit()
    )


def nearest(text, *known, but=()):
    register = Register([Known(one, "", f"rule-{number}") for number, one in enumerate(known)], words)
    return register.nearest(text, "", but)


OOM = "Out of Memory: Not enough space to allocate 64 B L1 buffer across 8 banks"


@pytest.mark.parametrize(
    ("text", "difference", "drifted"),
    [
        (OOM.replace("L1", "DRAM"), "'L1' / 'DRAM'", False),
        (OOM.replace("enough", "sufficient"), "'enough' / 'sufficient'", True),
        (OOM.replace(" buffer", ""), "without 'buffer'", True),
        (OOM.replace("buffer", "buffer at once"), "with 'at once'", True),
        (OOM.replace("Memory", "memory"), "'Memory:' / 'memory:'", True),
        (
            OOM.replace("enough", "sufficient").replace("8", "the 9"),
            "'enough' / 'sufficient', with 'the'",
            True,
        ),
        (OOM.replace("Not", "Quite"), "'Not' / 'Quite'", False),
        (OOM.replace("64", "128"), "", False),
    ],
)
def test_the_difference_is_said(text, difference, drifted):
    (found,) = nearest(text, OOM, "No such file or directory")

    assert (found.rule, found.difference, found.drifted) == ("rule-0", difference, drifted)


def test_many_differences_are_counted():
    known = "a1x b1x red c1x green d1x blue e1x pink gray brown black white gold navy teal plum"
    text = known.replace("1x", "2x")

    (found,) = nearest(text, known)

    assert found.difference == "'a1x b1x' / 'a2x b2x', 'c1x' / 'c2x', 'd1x' / 'd2x', and 1 more"


def test_the_nearest_comes_first_and_each_rule_once():
    register = Register(
        [
            Known("disk quota exceeded on volume data", "", "disk"),
            Known("disk quota exceeded on the volume data", "", "disk", "disk:1"),
            Known("disk quota reached on volume data", "", "other"),
        ],
        words,
    )

    found = register.nearest("disk quota exceeded on the volume data now", "")

    assert [(one.rule, one.signature) for one in found] == [("", "disk:1"), ("other", "")]


def test_named_rules_are_left_out():
    assert nearest(OOM, OOM, but=("rule-0",)) == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("no space left on device", "module not found anywhere here"),
        ("no device", "no space left on device"),
        ("device lost", "device found"),
        ("", OOM),
        ("7 8 9", "7 8 9"),
    ],
)
def test_what_shares_too_little_is_not_near(text, known):
    assert nearest(text, known) == ()


def test_known_texts_are_read_only_when_they_could_be_near():
    read = []
    register = Register(
        [Known(OOM, "", "oom"), Known("module not found", "", "module")],
        lambda text, tool: read.append(text) or words(text),
    )

    register.nearest("zebra crossing", "")
    register.nearest(OOM, "")
    register.nearest(OOM, "")

    assert read == [OOM, OOM, OOM]


TEXTS = st.lists(
    st.sampled_from(["not", "found", "file", "disk", "space", "left", "device", "l1", "dram"]), max_size=9
).map(" ".join)


@given(TEXTS, st.lists(TEXTS, max_size=6))
def test_likeness_is_a_share_and_order_does_not_matter(text, known):
    forward = Register([Known(one, "", one) for one in known], words).nearest(text, "")
    backward = Register([Known(one, "", one) for one in reversed(known)], words).nearest(text, "")

    assert forward == backward
    assert all(0 < one.similarity <= 1 for one in forward)
    assert len(forward) <= NEAREST


def test_a_text_of_two_words_is_like_nothing():
    """`got 4, want 5` says too little to point to the rule whose example has the same two words."""
    assert nearest("got 4, want 5", "got 7, want 9") == ()
