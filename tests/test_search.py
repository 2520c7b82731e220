"""One pass over a log finds what each pattern alone would find in every clean line."""

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.lines import Lines
from classifier.search import Searcher

PATTERNS = {
    "error": r"[Ee]rror: (?P<what>.*)",
    "anchored": r"^FAILED \S+",
    "ends": r"failed$",
    "folded": r"(?i)missing|skipped",
    "sign": r"✖|§",
    "nested": r"(?:fatal |internal )?error(?:s| code \d+)",
    "trace": r"^\+ make",
    "seen": r"\\x1b|\\u202e|\\xff",
    "cut": r"cut here",
}
WEAK = {"digits": r"\d+%$", "empty": r"^$"}


def plain(patterns, lines):
    """Try every pattern on every clean line."""
    return {
        name: [
            number
            for number, text in lines.between(1, len(lines))
            if regex.search(pattern, text, regex.MULTILINE)
        ]
        for name, pattern in patterns.items()
    }


def found(patterns, lines):
    return {name: list(numbers) for name, numbers in Searcher(patterns).search(lines).items()}


PIECES = st.sampled_from(
    [
        *(
            b"error: x",
            b"Error: y",
            b"FAILED a.py",
            b"failed",
            b"MISSING",
            b"internal errors",
            b"error code 12",
        ),
        *(
            "mi\u017f\u017fing".encode(),
            "s\u212aipped".encode(),
            "✖".encode(),
            "§".encode(),
            b"+ make",
            b"50%",
        ),
        *(
            b"er\x1b[31mror: z",
            b"\x1b]0;",
            b"\x1b[1G",
            b"\xe2\x80\xae",
            b"\xff",
            b"\x00",
            b"\xc3",
            b"\x08\x08\x08",
        ),
        *(b"\r", b"\r\n", b"\n", b"\n", b"\n\n", b" ", b"\t", b"\xef\xbb\xbf", b"x" * 21_000),
        *(b"2023-09-21T17:21:56.7656619Z ", b"web_1  | ", b"travis_time:start:0c5eef30\r"),
        "Error: wide\r\n".encode("utf-16-le"),
    ]
)
LOGS = st.lists(PIECES, max_size=30).map(b"".join)


@settings(deadline=None)
@given(LOGS, st.sampled_from([4, 30, 1000, 262144]))
def test_the_same_as_every_pattern_on_every_line(data, size):
    lines = Lines("log", data, chunk_size=size)
    assert found(PATTERNS, lines) == plain(PATTERNS, lines)


@settings(deadline=None)
@given(LOGS)
def test_patterns_without_a_literal_are_tried_on_every_line(data):
    lines = Lines("log", data)
    assert found(PATTERNS | WEAK, lines) == plain(PATTERNS | WEAK, lines)
    assert Searcher(PATTERNS | WEAK).weak == tuple(WEAK)


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("abcERror: ✖"), max_size=12), max_size=20).map("\n".join))
def test_utf_16_gives_the_hits_of_utf_8(text):
    hits = found(PATTERNS, Lines("log", text.encode()))
    assert found(PATTERNS, Lines("log", ("\ufeff" + text).encode("utf-16-be"))) == hits


def test_a_last_line_of_which_nothing_is_left_is_still_a_line():
    assert found(WEAK, Lines("log", b"50%\n\x1b[0m")) == {"digits": [1], "empty": [2]}


def test_nothing_to_search_for_and_nothing_to_search_in():
    assert Searcher({}).search(Lines("log", b"error\n")) == {}
    assert found(PATTERNS | WEAK, Lines("log", b"")) == {key: [] for key in [*PATTERNS, *WEAK]}


def test_many_literals_are_found_too():
    """More than the automaton's full table is built for."""
    patterns = {f"word{number}": f"a rather long literal number {number:05d}" for number in range(2000)}
    hits = found(patterns, Lines("log", b"x\na rather long literal number 01234\n"))
    assert {name: numbers for name, numbers in hits.items() if numbers} == {"word1234": [2]}
