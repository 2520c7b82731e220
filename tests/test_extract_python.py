"""Reading what Python prints by itself: tracebacks in every wrapping, and how far each is believed."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract.python import exceptions
from classifier.extract.python.interpreter import DIALECT

FIXTURES = Path(__file__).parent.parent / "fixtures"
HEADER = "Traceback (most recent call last):"
MORE = [f"and on it goes, line {number}" for number in range(10)]


def traced(exception, function="<module>", path="/tmp/demo/shop.py"):
    """Return the lines of a traceback of one frame."""
    return [HEADER, f'  File "{path}", line 5, in {function}', "    sell()", *exception.split("\n")]


def found_in(*lines):
    """Return what the dialect finds in these lines."""
    return findings(DIALECT, "\n".join(lines) + "\n")


def certainty(*lines):
    """Return the certainty of the one failure in these lines."""
    (failure,) = found_in(*lines).failures
    return failure.certainty


def test_traceback():
    """The cause is the exception's line; subject is the innermost file of own code."""
    found = found_in("starting", *traced("ValueError: bad"))

    assert brief(found) == [(5, 2, 5, "other", "cause", "/tmp/demo/shop.py", "ValueError: bad")]
    assert [(one.where, one.text) for one in found.failures[0].spans] == [
        ("frames", '  File "/tmp/demo/shop.py", line 5, in <module>'),
        ("source", "    sell()"),
        ("message", "ValueError: bad"),
    ]


@pytest.mark.parametrize(
    ("exception", "kind"),
    [
        ("ModuleNotFoundError: No module named 'a'", "import"),
        ("ImportError: cannot import name 'a' from 'b' (b.py)", "import"),
        ("MemoryError", "memory"),
        ("TimeoutError", "timeout"),
        ("subprocess.TimeoutExpired: Command 'a' timed out after 1 seconds", "timeout"),
        ("socket.timeout: timed out", "timeout"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "network"),
        ("socket.gaierror: [Errno -2] Name or service not known", "network"),
        ("urllib.error.URLError: <urlopen error [Errno 111] Connection refused>", "network"),
        ("SyntaxError: invalid syntax", "compile"),
        ("KeyError: 'a'", "other"),
        ("shop.ShopError: bad", "other"),
    ],
)
def test_kind(exception, kind):
    """Some exceptions say by their name what kind of failure they are."""
    assert [one.kind for one in found_in(*traced(exception)).failures] == [kind]


@pytest.mark.parametrize(
    "gutter",
    [
        "    ",
        "\t",
        "app-1  | ",
        "08:41:06 [worker] ",
        "[33640.50]\tERROR:paramiko.transport:",
        "DEBUG util.py:459:  ",
        "[1/2] ",
    ],
)
def test_gutter(gutter):
    """What stands before each line, numbers aside, is no part of the traceback."""
    lines = [gutter + text for text in traced("ValueError: bad\n  and more")]
    later = [text.replace("33640", "33641").replace("08:41:06", "08:41:07") for text in lines]
    failure = found_in(*lines[:2], *later[2:]).failures[0]

    assert text_of(failure, "message") == "ValueError: bad\n  and more"
    assert text_of(failure, "frames") == '  File "/tmp/demo/shop.py", line 5, in <module>'


def test_only_the_first_line_has_a_prefix():
    """A traceback logged as one record has the record's prefix on its first line only."""
    lines = traced("ValueError: bad", "order")
    found = found_in(f"ERROR:root:{lines[0]}", *lines[1:])

    assert [row[0] for row in brief(found)] == [4]


def test_chain_of_three():
    """Exceptions of a chain are one failure; each is a message of its own."""
    found = found_in(
        *traced("KeyError: 'a'", "first"), "",
        exceptions.CHAIN[0], "",
        *traced("ShopError: two\nlines that are not indented", "second"), "",
        exceptions.CHAIN[1], "",
        *traced("ValueError: bad"),
    )  # fmt: skip

    assert [row[6] for row in brief(found)] == ["ValueError: bad"]
    assert [one.text for one in found.failures[0].spans if one.where == "message"] == [
        "KeyError: 'a'",
        "ShopError: two\nlines that are not indented",
        "ValueError: bad",
    ]


@pytest.mark.parametrize(
    ("after", "last"),
    [
        (["make: *** [all] Error 1"], 4),
        (["", "    indented, but after a blank line"], 4),
        (["  text: {a: 1}", "  hint: quote", "done"], 6),
        (["field", "  Field required [type=missing]", "done"], 6),
        (traced("KeyError: 'b'"), 4),
        (["Exception in thread Thread-2 (fill):", *traced("KeyError: 'b'")], 4),
    ],
)
def test_where_a_message_ends(after, last):
    """A message goes on while lines are indented or lead to such."""
    found = found_in(*traced("ValueError: bad"), *after)

    assert brief(found)[0][2] == last


@pytest.mark.parametrize(
    "message",
    ["ValueError: bad", "KeyboardInterrupt", "SystemExit: 2", "shop.make.<locals>.Late: late", "queue.Empty"],
)
def test_exception_lines(message):
    """Names of exceptions: of modules, of functions, without a message."""
    assert [row[6] for row in brief(found_in(*traced(message)))] == [message]


def test_marks_repeats_and_long_stacks():
    """Repeated lines belong to the stack, marks to the code; the block shown begins at own code."""
    found = found_in(
        HEADER,
        '  File "/tmp/demo/shop.py", line 5, in <module>',
        "    sell(",
        "    ~~~~^",
        "    ...<2 lines>...",
        "    )",
        "    ^",
        "  [Previous line repeated 995 more times]",
        *(f'  File "/usr/lib/python3.12/json/decoder.py", line {n}, in raw' for n in range(6)),
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    )

    assert brief(found)[0][:3] == (15, 14, 15)
    assert "[Previous line repeated 995 more times]" in text_of(found.failures[0], "frames")
    assert text_of(found.failures[0], "source").split("\n") == [
        "    sell(", "    ~~~~^", "    ...<2 lines>...", "    )", "    ^",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/tmp/demo/shop.py", True),
        ("src/shop.py", True),
        ("C:\\work\\shop.py", True),
        ("/home/python/shop.py", True),
        ("/usr/lib/python3.12/json/decoder.py", False),
        ("/opt/hostedtoolcache/Python/3.8.12/x64/lib/python3.8/unittest/case.py", False),
        ("C:\\hostedtoolcache\\windows\\Python\\3.9.13\\x64\\lib\\unittest\\case.py", False),
        ("/tmp/venv/lib/python3.12/site-packages/web/core.py", False),
        ("/usr/lib/python3/dist-packages/web/core.py", False),
        ("<frozen runpy>", False),
        ("<string>", False),
    ],
)
def test_own_code(path, own):
    """Files of packages and of Python itself are not the subject of a failure."""
    found = found_in(*traced("ValueError: bad", path=path))

    assert [one.subject for one in found.failures] == [path if own else None]


@pytest.mark.parametrize(
    ("lines", "certain"),
    [
        (traced("ValueError: bad"), 90),
        ([*traced("ValueError: bad"), *MORE], 75),
        ([*traced("ValueError: bad"), "##[error]Process completed with exit code 1.", *MORE], 90),
        (traced("ValueError: bad", "main"), 70),
        ([*traced("ValueError: bad", "main"), *MORE], 30),
        ([*traced("ValueError: bad", "main"), "make: *** [all] Error 1", *MORE], 70),
        (["Exception in thread Thread-1 (fill):", *traced("ValueError: bad", "run"), *MORE], 60),
        (["2024-05-01 10:00:00,123 ERROR shop: no", *traced("ValueError: bad", "order"), *MORE], 20),
        (["2024-05-01 10:00:00,123 ERROR shop: no", *traced("ValueError: bad", "order")], 40),
        (
            [
                "Exception ignored in: <function Tank.__del__ at 0x7f2d>",
                *traced("ValueError: bad", "__del__"),
            ],
            10,
        ),
        (["Error in atexit._run_exitfuncs:", *traced("ValueError: bad", "clean")], 10),
        (["Task exception was never retrieved", *traced("ValueError: bad", "fetch")], 10),
    ],
)
def test_certainty(lines, certain):
    """What nobody caught is believed most where the log ends with it; what was survived, little."""
    assert certainty(*lines) == certain


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (traced("ValueError: bad", "order"), 0),
        (["ERROR:root:no", *traced("ValueError: bad", "order")], 0),
        (["Exception ignored in: <function f at 0x7f>", *traced("ValueError: bad", "f")], 0),
        (traced("ValueError: bad"), 1),
    ],
)
def test_output_of_tests(lines, left):
    """What a test of a run that ended printed is its own affair; what killed a program before it is not."""
    assert len(found_in(*lines, "." * 5, "-" * 70, "Ran 5 tests in 0.1s", "", "OK").failures) == left


def test_group_with_one_member():
    """The only member of a group is the cause, its group a message of its own."""
    text = (FIXTURES / "python-exception-group" / "log").read_text("utf-8")
    one, two = findings(DIALECT, text).failures

    assert one.headline == "ConnectionRefusedError: [Errno 111] page 1 refused"
    assert two.headline == "ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)"
    assert [span.text for span in two.spans if span.where == "message"] == [
        "ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)",
        "KeyError: 2",
        "ValueError: page 2 is not there",
        "ConnectionRefusedError: [Errno 111] page 1 refused",
    ]


@pytest.mark.parametrize(
    "message",
    [
        "subprocess.CalledProcessError: Command '['make']' returned non-zero exit status 2.",
        "SystemExit: 2",
        "KeyboardInterrupt",
    ],
)
def test_consequences(message):
    """A command that failed said why itself; an interrupt comes from outside."""
    assert [one.role for one in found_in(*traced(message)).failures] == ["symptom"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ['  File "shop.py", line 1', "    def area(", "        ^", "SyntaxError: '(' was never closed"],
            [(4, 1, 4, "compile", "cause", "shop.py", "SyntaxError: '(' was never closed")],
        ),
        (
            ['  File "shop.py", line 3', "IndentationError: unexpected indent"],
            [(2, 1, 2, "compile", "cause", "shop.py", "IndentationError: unexpected indent")],
        ),
        (
            ["Fatal Python error: Aborted", "", "Current thread 0x00007f21 (most recent call first):",
             '  File "/tmp/demo/shop.py", line 14 in sell', "Aborted"],
            [(1, 1, 4, "crash", "cause", "/tmp/demo/shop.py", "Fatal Python error: Aborted")],
        ),
        (
            ["Timeout (0:00:05)!", "Thread 0x00007f91 (most recent call first):",
             '  File "/usr/lib/python3.12/threading.py", line 9 in wait',
             '  File "/tmp/demo/shop.py", line 17 in <module>'],
            [(1, 1, 4, "timeout", "cause", "/tmp/demo/shop.py", "Timeout (0:00:05)!")],
        ),
        (
            ["/usr/bin/python3: No module named nosuchtool"],
            [(1, 1, 1, "import", "cause", None, "No module named nosuchtool")],
        ),
        (
            ["python: can't open file 'gone.py': [Errno 2] No such file"],
            [(1, 1, 1, "config", "cause", None, "can't open file 'gone.py': [Errno 2] No such file")],
        ),
    ],
)  # fmt: skip
def test_without_traceback(lines, expected):
    """Syntax errors, deaths of the interpreter and programs that are not there."""
    assert brief(found_in(*lines)) == expected


def test_a_compiler_that_passes_over_syntax_errors():
    """Bytes are compiled of files for other versions too; the installation goes on."""
    lines = [
        "byte-compiling build/a.py to a.pyc",
        '  File "build/a.py", line 3',
        "    async = 1",
        "          ^",
    ]

    assert certainty(*lines, "SyntaxError: invalid syntax", *MORE) == 20


@pytest.mark.parametrize(
    "lines",
    [
        [">>> price('ink')", HEADER, "    ...", "KeyError: 'ink'"],
        ["    " + HEADER, "      ...", "    KeyError: 'ink'", ""],
        [f"you will see {HEADER}", "and so on"],
        [HEADER, "cut off"],
        [HEADER, '  File "a.py", line 3, in f'],
        ['        raise ValueError("no such shop")', "ValueError: no such shop"],
        ["SyntaxError: is what you get", "Unexpected token (3:4)"],
        ["Uncaught SyntaxError: Unexpected token '<'"],
        ["Exception in thread safety is no virtue"],
        ["python: No module named is what a sentence may say"],
        ["test_error (test_a.ATest) ... ok"],
    ],
)
def test_confusers(lines):
    """Words of a traceback without its frame are none."""
    assert found_in(*lines).failures == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("*python-*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the result is the same."""
    text = (FIXTURES / case / "log").read_text("utf-8")

    assert findings_of_every_line(DIALECT, text) == findings(DIALECT, text)


PIECES = [
    HEADER, "  + Exception Group Traceback (most recent call last):", '  File "a.py", line 1, in f',
    "    f()", '  |   File "a.py", line 1, in f', "  | ExceptionGroup: two (2 sub-exceptions)", "",
    "  +-+---------------- 1 ----------------", "    | KeyError: 'a'", "ValueError: bad", "    ^^^",
    "    +------------------------------------", exceptions.CHAIN[0], exceptions.CHAIN[1], '"""',
    "SyntaxError: bad", "Fatal Python error: Aborted", "Exception in thread T:", "ERROR:root:" + HEADER,
    "    " + HEADER, '      File "b.py", line 2, in g', "OSError", "Ran 3 tests in 0.1s",
    "Current thread 0x00007f (most recent call first):",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_order_of_lines_is_survived(pieces):
    """Lines of tracebacks in any order: blocks lie within the log and hold their line."""
    found = found_in(*pieces)

    for one in found.failures:
        assert 1 <= one.first_line <= one.line <= one.last_line <= len(pieces)
    for first, last in found.owned:
        assert 1 <= first <= last <= len(pieces)


@given(
    st.lists(
        st.sampled_from(["KeyError: 'a'", "ValueError: bad\nand worse", "RuntimeError"]),
        min_size=1,
        max_size=6,
    )
)
def test_chains_keep_their_order(messages):
    """However long a chain is: a message for each exception, in order."""
    lines = []
    for message in messages:
        lines += [*(["", exceptions.CHAIN[1], ""] if lines else []), *traced(message)]
    (failure,) = found_in(*lines).failures

    texts = [one.text for one in failure.spans if one.where == "message"]
    assert texts == [*messages[:-1], messages[-1].split("\n")[0]]
