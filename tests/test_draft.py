"""A pattern is drafted that all texts of one failure match, and no other text."""

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from classifier.normalize import Normalizer
from classifier.rulebook.draft import draft
from classifier.rulebook.values import CLASSES, class_of, name_of

MASK = Normalizer().mask


def drafted(*texts, others=(), decisive=()):
    def matches(pattern):
        return all(regex.search(pattern, text, regex.MULTILINE) for text in texts)

    return draft([MASK(text) for text in texts], {"other": others}, matches, decisive)


@pytest.mark.parametrize(
    ("texts", "pattern"),
    [
        (["op() failed [a|b] *.cpp"], r"op\(\) failed \[a\|b\] \*\.cpp"),
        (["no space on disk 1", "no space on disk 22"], r"no space on disk (?P<disk>\d+)"),
        (["no space on disk 1"], r"no space on disk \d+"),
        (
            ["expected [1, 2], got [3, 4, 5]", "expected [7, 8], got [9, 1, 1]"],
            r"expected (?P<expected>\[[-\d, ]*\]), got (?P<got>\[[-\d, ]*\])",
        ),
        (
            ["No module named 'yaml'", "No module named 'jinja2'"],
            r"No module named '(?P<name>\w+)'",
        ),
        (
            ["cannot open 'a b.txt' for reading", "cannot open 'c.txt' for reading"],
            r"cannot open '(?P<open>[^'\n]{1,40})' for reading",
        ),
        (
            ["fatal in /srv/a/heap.cpp:12: broken heap", "fatal in /opt/b/c/heap.cpp:7: broken heap"],
            r"""fatal in [^\s'"`,;()]+heap\.cpp:\d+: broken heap""",
        ),
        (["lost 0x7f3a2c1d5e80 again", "lost 0x7f3a2c1d5e99 again"], r"lost 0[xX][0-9a-fA-F]+ again"),
        (["disk lost: now", "disk lost: never"], r"disk lost: (?P<lost>\w+)"),
        (["error: disk lost", "disk lost"], r"disk lost"),
        (["disk lost again", "disk lost"], r"disk lost"),
    ],
)
def test_what_all_say_is_fixed_and_the_rest_captured(texts, pattern):
    assert drafted(*texts).patterns == (pattern,)


@pytest.mark.parametrize(
    ("texts", "decisive"),
    [
        (["op 'ttir.add' failed here", "op 'ttnn.conv2d' failed here"], ("op",)),
        (["got float32 for x", "got bfloat16 for x"], ("dtype",)),
        (["lowering of Atan is missing", "lowering of Erf is missing"], ("name",)),
        (["disk 7 is lost", "disk 8 is lost"], ()),
        (["worker alpha is lost", "worker beta is lost"], ()),
    ],
)
def test_captures_by_which_failures_differ_are_named(texts, decisive):
    assert drafted(*texts, decisive={"atan", "erf"}).decisive == decisive


@pytest.mark.parametrize(
    ("texts", "other", "pattern"),
    [
        (["unsupported op"], "unsupported op: conv", "^unsupported op$"),
        (["lost 3 of 4 disks", "lost 5 of 4 disks"], "lost 3 of 9 disks", r"lost (?P<lost>\d+) of 4 disks"),
        (
            ["worker alpha is lost", "worker beta is lost"],
            "worker gamma is lost",
            "worker (?P<worker>alpha|beta) is lost",
        ),
    ],
)
def test_it_is_narrowed_until_nothing_else_matches(texts, other, pattern):
    found = drafted(*texts, others=[other])

    assert (found.patterns, found.also) == ((pattern,), ())


def test_what_it_matches_besides_is_named():
    assert drafted("disk lost", others=["disk lost"]).also == ("other",)


def test_texts_that_share_too_little_become_alternatives():
    found = drafted("no such thing", "gone forever")

    assert found.patterns == ("^gone forever$", "^no such thing$")


def test_there_may_be_no_pattern_at_all():
    assert draft([MASK("a b")], {}, lambda pattern: False) is None


WORD = st.sampled_from(
    ["disk", "lost", "'a b'", "7", "[1, 2]", "/srv/x.cpp:3", "op()", "0x1f2e3d4c", "aten::add", "."]
)
TEXT = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


@given(st.lists(TEXT, min_size=1, max_size=6), st.lists(TEXT, max_size=3), st.randoms())
def test_every_draft_matches_all_members_whatever_their_order(texts, others, random):
    found = drafted(*texts, others=others)
    shuffled = random.sample(texts, len(texts))

    assert found == drafted(*shuffled, others=others)
    for text in texts if found else ():
        assert any(regex.search(one, text, regex.MULTILINE) for one in found.patterns)
    for name in found.captures if found else ():
        assert any(f"(?P<{name}>" in one for one in found.patterns)


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: f"{one.name} {one.pattern}")
def test_a_class_finds_what_is_of_its_sort(one):
    samples = [
        "float32",
        "ttir.add",
        "KeyError",
        "7",
        "-7",
        "0.5",
        "1e-05",
        "0x1f",
        "9cd5798",
        "[1, 2]",
        "(1, 4)",
    ]
    samples += ["1x32x32", "1, 2", "name", "a.b-c", "/srv/x", "--color=always,"]
    own = [text for text in samples if re.fullmatch(one.sort or one.pattern, text)]

    assert own
    assert all(re.fullmatch(one.pattern, text) for text in own)


@pytest.mark.parametrize(
    ("values", "after", "pattern"),
    [
        (["", "x"], "]", r"[^]\n]{0,40}".replace("]", r"\]", 1)),
        (["a b", "c"], " end", r"[^\n]{1,40}?"),
        (["x" * 90, "y z"], " end", r"[^\n]{1,200}?"),
    ],
)
def test_what_is_of_no_class_may_be_anything_up_to_the_fixed_text(values, after, pattern):
    assert class_of(values, after, last=False).pattern == pattern


def test_the_end_of_a_pattern_needs_no_anything():
    assert class_of(["", "x"], "", last=True) is None


@pytest.mark.parametrize(
    ("before", "taken", "name"),
    [
        ("expected ", (), "expected"),
        ("got '", (), "got"),
        ("size of ", (), "number"),
        ("", (), "number"),
        ("got ", ("got", "got_2"), "got_3"),
    ],
)
def test_captures_are_named_by_the_word_before(before, taken, name):
    assert name_of(before, CLASSES[3], taken) == name
