"""What varies is masked, what decides stays, and doing it twice changes nothing."""

from __future__ import annotations

import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.model import Failure, Mask, Span
from classifier.normalize import KEY_LIMIT, MASKS, TEXT_LIMIT, VERSION, Normalizer, clustered_text

NORMALIZER = Normalizer()
DEVICE = Mask(name="device", pattern=r"\bn(?:150|300)\b", replacement="<device>", sample="no n150 found")
FRAGMENTS = (
    "error: ", "exit code 2", "Error 2", "[Errno 28] ", "signal 11", "HTTP/1.1 502", "E0308", "f32",
    "conv2d", "x86_64", "utf-8", "torch.float32", "/usr/lib/x", "/a/b.c", "src/a.cpp:12:3", "a.py",
    "C:\\x\\y.cs(4,5)", "12", "-1.5e-7", "1,234", "50%", "0x7f00", "9cd5798", "deadbeef00",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "2024-01-02T03:04:05Z", "Jul 1 09:00:55", "12/23/25",
    "10.0.0.1:80", "fe80::1", "00:1b:21:3c:9d:f8", "https://x.org/a?b=1", "[1, 2]", "(3,)", "1x2x3",
    "2x3xf32", "v1.2.3", "1.2.3rc1", "30 GB", "5 B", "1m30s", "3 seconds", "tmpab12cd34", "ccAb12Cd.o",
    "<NUM>", "<SHAPE>", "<redacted:github-token>", "'a.b'", "task_0001_m_2", "n150", "=", ":", ",", ".",
    "-", "/", "<", ">", "(", ")", "[", "]", " ", " ", " ", "\n", "\t", "é", "x", "_",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [pair for mask in MASKS for pair in mask.examples])
def test_examples_of_the_table(text, expected):
    assert expected == NORMALIZER.mask(text).masked


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.name)
def test_each_mask_finds_something_in_its_sample(mask):
    assert regex.search(mask.pattern, mask.sample)


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.name)
def test_no_mask_is_written_twice_or_without_examples(mask):
    assert [mask.name] == [other.name for other in MASKS if other.name == mask.name]
    assert mask.examples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "TT_THROW @ /__w/forge/bank_manager.cpp:141: Out of Memory: 75644928 B L1 buffer across 64 banks",
            "TT_THROW @ bank_manager.cpp:<LINE>: Out of Memory: <SIZE> L1 buffer across <NUM> banks",
        ),
        ('File "/home/u/tests/test_utf8.py", line 12, in f', 'File "test_utf8.py", line <NUM>, in f'),
        (
            "expected torch.float32 [1, 64], got bf16 (3, 4)",
            "expected torch.float32 <SHAPE>, got bf16 <SHAPE>",
        ),
        ("blk_1073742594_1852 of attempt_0021_m_00", "blk_<NUM>_<NUM> of attempt_<NUM>_m_<NUM>"),
        ("<Foo object at 0x7f3a2c1d5e80>", "<Foo object at <ADDR>>"),
        ("cannot open output file /tmp/ccAb12Cd.o: x", "cannot open output file <TEMP>.o: x"),
        ("query/key/value and CI/CD", "query/key/value and CI/CD"),
        ("vector<int> and <int>", "vector<int> and <int>"),
        # once the cut before it was made, the word was taken for a whole one
        ("/a/b.c[Errno 28] x", "b.c[Errno 28] x"),
        ("exit code 2https://x.org/a?b=1", "exit code <NUM><URL><NUM>"),
    ],
)
def test_whole_messages(text, expected):
    assert expected == NORMALIZER.mask(text).masked


@pytest.mark.parametrize(
    "text",
    [
        "exit code 2", "exited with 139", "returned non-zero exit status 1.", "status 137", "rc=1",
        "killed by signal 9", "HTTP 503", "404 Client Error: Not Found", "error[E0308]: x", "error C2065: x",
        "LNK2019", "TS2322", "[Errno 13] x", "EACCES", "SIGSEGV", "f32", "bfloat16", "torch.int8", "uint8",
        "Float32", "conv2d", "max_pool2d_with_indices", "L1",
        "ipv4", "utf-8", "sha256", "x86_64", "bank_manager.cpp", "test_utf8.py", "stablehlo.add_v1",
    ],
)  # fmt: skip
def test_what_decides_stays(text):
    assert text == NORMALIZER.mask(text).masked


def test_what_stays_although_it_looks_variable_is_named():
    assert NORMALIZER.mask("f32 exit code 2 3 a.cpp:12: x").kept == ("f32", "exit code 2", "a.cpp")


def test_values_run_parallel_to_placeholders():
    found = NORMALIZER.mask("index 13 of src/a.c:12:5 with [1, 2] in 2x3xf32")
    assert found.masked == "index <NUM> of a.c:<LINE> with <SHAPE> in <SHAPE>xf32"
    assert found.values == ("13", "12:5", "[1, 2]", "2x3")
    assert tuple(found.masked[a:b] for a, b in found.holes) == ("<NUM>", "<LINE>", "<SHAPE>", "<SHAPE>")


def test_masks_of_packs_come_first_and_keep_their_values_in_order():
    found = Normalizer([DEVICE]).mask("7 on n150 at 8 and n300")
    assert found.masked == "<NUM> on <device> at <NUM> and <device>"
    assert found.values == ("7", "n150", "8", "n300")
    assert found.values == tuple(Normalizer([DEVICE]).mask(found.text).values)
    assert found.masked == Normalizer([DEVICE]).mask(found.masked).masked


def test_replacement_with_groups():
    mask = Mask(name="run", pattern=r"run (?P<which>\w+)#\d+", replacement=r"run \g<which>", sample="run a#1")
    assert Normalizer([mask]).mask("run nightly#12 failed").masked == "run nightly failed"


def test_bad_extra_pattern_is_an_error():
    with pytest.raises(regex.error):
        Normalizer([Mask(name="bad", pattern="(", replacement="", sample="")])


def test_digest_names_the_table():
    assert Normalizer().digest == NORMALIZER.digest != Normalizer([DEVICE]).digest
    assert NORMALIZER.version == VERSION


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join) | st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_idempotent_and_consistent(text):
    once = NORMALIZER.mask(text)
    twice = NORMALIZER.mask(once.masked)
    assert once.masked == twice.masked
    assert len(once.values) == len(once.holes) == len(twice.values)
    assert all(once.masked[start] == "<" and once.masked[end - 1] == ">" for start, end in once.holes)
    assert sorted(once.holes) == list(once.holes)


@pytest.mark.parametrize(
    "unit",
    ["a", "1", "a.", "/a", "a/", "a-", "f", "0f", "1.", "1:", "1x", "1,", "[1, ", "(", "http://", "\\a",
     "exit ", "tmp", "-", "a+", "<A", "a_1", "1d", "a ", "Aa1+", "'", "\n", "::", "Jul 1 ", "é1"],
)  # fmt: skip
def test_hostile_text_is_bounded_in_time_and_size(unit):
    text = unit * (50_000 // len(unit))
    began = time.process_time()
    found = NORMALIZER.mask(text)
    assert time.process_time() - began < 0.5
    assert len(found.masked) <= TEXT_LIMIT
    assert found.masked == NORMALIZER.mask(found.masked).masked


def failure(headline, tool="pytest", messages=(), **more):
    spans = tuple(Span("message", ((number, text),)) for number, text in enumerate(messages, start=3))
    return Failure(
        line=3, first_line=1, last_line=4, kind="test", tool=tool, headline=headline, spans=spans, **more
    )


def test_key_is_the_same_wherever_the_failure_stands():
    here = failure("ValueError: bad 3", subject="a::b", log="one.log")
    there = failure("ValueError: bad 77", subject="c::d", log="two.log", phase="setup")
    assert f"n{VERSION}:python test:ValueError: bad <NUM>" == NORMALIZER.key(here) == NORMALIZER.key(there)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (failure("ValueError: bad"), failure("TypeError: bad")),
        (failure("error: bad x", tool="gcc"), failure("error: bad x", tool="rustc")),
        (failure("exit code 1"), failure("exit code 2")),
        (failure("x" * 900 + " a"), failure("x" * 900 + " b")),
    ],
)
def test_different_failures_have_different_keys(one, other):
    assert NORMALIZER.key(one) != NORMALIZER.key(other)


@pytest.mark.parametrize("tool", ["pytest", "unittest", "python"])
def test_tools_that_print_the_same_share_a_scope(tool):
    assert NORMALIZER.key(failure("ValueError: bad")) == NORMALIZER.key(failure("ValueError: bad", tool=tool))


def test_keys_are_bounded():
    assert len(NORMALIZER.key(failure("word " * 2000))) <= KEY_LIMIT


@pytest.mark.parametrize(
    ("headline", "messages", "expected"),
    [
        ("ValueError: bad", ["other"], "ValueError: bad"),
        ("AssertionError", ["first", "assert 1 == 2"], "AssertionError assert 1 == 2"),
        ("AssertionError", [], "AssertionError"),
        ("AssertionError", ["AssertionError"], "AssertionError"),
    ],
)
def test_text_by_which_failures_are_compared(headline, messages, expected):
    assert expected == clustered_text(failure(headline, messages=messages))
