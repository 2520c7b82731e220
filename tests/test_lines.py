"""Bytes to clean numbered lines: encodings, decoration, long lines, echoes, and what holds for any input."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import Place, Problem
from classifier.lines import HEAD, TAIL, Lines
from classifier.lines.chunks import CUT, GIANT
from classifier.visible import visible

STAMP = "2023-09-21T17:21:56.7656619Z "


def texts(data, **options):
    return [text for _, text in Lines("log", data, **options).between(1, 10**9)]


def clean(text):
    return texts(text.encode() + b"\n")[0]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"\n\n", ["", ""]),
        (b"a", ["a"]),
        (b"a\nb", ["a", "b"]),
        (b"a\nb\n", ["a", "b"]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"a\r\r\nb\r\r\n", ["a", "b"]),
        (b"a\x0bb\x0cc\n", ["a\\x0bb\\x0cc"]),
        ("a\u2028b\u0085c\n".encode(), ["a\\u2028b\\x85c"]),
    ],
)
def test_lines_end_at_line_feeds_only(data, expected):
    assert expected == texts(data)


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        ("ä\nb".encode(), "utf-8", ["ä", "b"]),
        (b"\xef\xbb\xbfa\nb", "utf-8", ["a", "b"]),
        ("Fehler: schön\r\n".encode("cp1252"), "utf-8", ["Fehler: sch\\xf6n"]),
        (b"over\xc0\xaflong \xed\xa0\x80\n", "utf-8", ["over\\xc0\\xaflong \\xed\\xa0\\x80"]),
        ("\ufeffa ä\r\nb\n".encode("utf-16-le"), "utf-16-le", ["a ä", "b"]),
        ("\ufeffa ä\r\nb\n".encode("utf-16-be"), "utf-16-be", ["a ä", "b"]),
        ("build failed\r\n👾\n".encode("utf-16-le"), "utf-16-le", ["build failed", "👾"]),
        ("build failed\r\nb".encode("utf-16-be"), "utf-16-be", ["build failed", "b"]),
        # U+0A0D and U+010A hold a line feed's byte and are none
        ("\ufeff\u0d0a\u0a0d\u010a\nb".encode("utf-16-le"), "utf-16-le", ["\u0d0a\u0a0d\u010a", "b"]),
        ("\ufeff\u0d0a\u0a0d\u010a\nb".encode("utf-16-be"), "utf-16-be", ["\u0d0a\u0a0d\u010a", "b"]),
        # a Windows tool amid a UTF-8 log
        (b"log\n" * 9 + "Oh no\r\n".encode("utf-16-le") + b"2\n", "utf-8", ["log"] * 9 + ["Oh no", "2"]),
    ],
)  # fmt: skip
def test_encodings(data, encoding, expected):
    lines = Lines("log", data)
    assert (encoding, expected) == (lines.encoding, [text for _, text in lines.between(1, len(lines))])


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("size", [2, 3, 7, 16, 64, 4095, 4096, 65536])
def test_chunks_may_end_anywhere(codec, end, size):
    expected = [f"line {number} ✖ failed" for number in range(300)]
    assert expected == texts(end.join(expected).encode(codec), chunk_size=size)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (STAMP + "##[group]Run make", "##[group]Run make"),
        (STAMP + "##[error]Process completed", "##[error]Process completed"),
        ("2022-08-17T18:43:29.8201686Z", ""),
        ("2024-01-01T00:00:00.123456789Z ready", "ready"),
        ("build\tcheckout\t\ufeff2021-12-01T13:00:43.4465276Z Syncing", "Syncing"),
        ("build\tRun tests\t2021-12-01T13:00:43.4465276Z FAILED a.py", "FAILED a.py"),
        ("2024-05-01T12:00:00.123456Z 00O $ make", "$ make"),
        ("2024-05-01T12:00:00.123456Z 01E+going on", "going on"),
        ("section_start:1560896352:build[collapsed=true]\r\x1b[0K\x1b[36;1mBuild\x1b[0;m", "Build"),
        ("section_end:15608:a\r\x1b[0Ksection_start:15608:b\r\x1b[0K\x1b[32;1m$ make\x1b[0;m", "$ make"),
        ("[2023-09-13T11:34:06.033Z] [ERROR] no", "[ERROR] no"),
        ("[2019-08-28T08:44:26.749Z]", ""),
        ("11:34:06  + make test", "+ make test"),
        ("11:34:06      return x", "    return x"),
        ("#12 4.318 E: Unable to locate package nosuch", "E: Unable to locate package nosuch"),
        ("#7 0.412", ""),
        ("May 01 10:00:15 runner build.sh[4711]: + make test", "+ make test"),
        ("May  1 10:00:15 runner-7 sshd: closed", "closed"),
        ("2024-01-01T00:00:00.123456789Z stderr F Traceback:", "Traceback:"),
        ("2024-01-01T00:00:00.123456789Z stdout goes on", "stdout goes on"),
        ("[task 2025-02-12T03:15:09.878Z] 03:15:09     INFO -  Traceback:", "Traceback:"),
        ("[task 2025-02-12T03:15:09.878Z] 03:15:09     INFO - PID 1 | x", "PID 1 | x"),
        ("[fetches 2025-02-13T11:46:11.039Z] + true", "+ true"),
        ("21:38:07    ERROR - Return code: 1", "ERROR - Return code: 1"),
        ("DEBUG util.py:459:  + /usr/bin/make", "+ /usr/bin/make"),
        ("\x1b[36mweb_1  |\x1b[0m Error: connect ECONNREFUSED", "Error: connect ECONNREFUSED"),
        ("shop-db-1  | ready", "ready"),
        ("[gw0] Traceback (most recent call last):", "Traceback (most recent call last):"),
        ("travis_fold:start:worker_info\r\x1b[0K\x1b[33;1mWorker information\x1b[0m\r", "Worker information"),
        ("\x1b[0Ktravis_time:start:0c5eef30", ""),
        ("travis_time:end:0c5e:start=1,finish=2,duration=1,event=install\r\x1b[0K$ make", "$ make"),
        ("nltravis_time:end:0e1932fc:start=1525331688,finish=15253316,duration=13", ""),
        ("##[error]src/app.ts(3,7): error TS2322: no", "src/app.ts(3,7): error TS2322: no"),
        ("##[error]src/app.c:3:7: error: no", "src/app.c:3:7: error: no"),
        ("##[error]Process completed with exit code 1.", "##[error]Process completed with exit code 1."),
        ("[2021-03-01T12:00:00Z] --- :hammer: Build", "--- :hammer: Build"),
        ("[00:01:12] Command exited with code 1", "Command exited with code 1"),
        ("[16:32:57]W:\t [Step 1/2] make: *** [all] Error 2", "make: *** [all] Error 2"),
        ("[16:32:57] : [Step 1/2] Starting: /bin/sh", "Starting: /bin/sh"),
        ("[16:32:57]i: TeamCity server version is 2022.10", "TeamCity server version is 2022.10"),
        ("[test:12] + make", "+ make"),
        ("[test:L12:3s] + make", "+ make"),
        ("[unit-tests : run] make: *** [all] Error 2", "make: *** [all] Error 2"),
        ("[CI/build]   | make: *** [all] Error 2", "make: *** [all] Error 2"),
        ("[Container] 2023/01/31 12:00:00 Running command make", "Running command make"),
        ('Step #0 - "test": make: *** [all] Error 2', "make: *** [all] Error 2"),
        ("Step #1: Already have image", "Already have image"),
        ("     [exec] a.c:3:5: error: no", "a.c:3:5: error: no"),
        ("[INFO]      [exec] a.c:3:5: error: no", "a.c:3:5: error: no"),
        ("nl  1) adds two numbers:", "  1) adds two numbers:"),
        ("nl: gone.txt: No such file or directory", "nl: gone.txt: No such file or directory"),
        ("1 failedtravis_time:end:0e19:start=1,finish=2,duration=1\r\x1b[0Kdone", "1 failed"),
        ("\x1b_bk;t=1729032357206\x07\x1b[90m$\x1b[0m git clean", "$ git clean"),
        (STAMP + "[2023-09-13T11:34:06.033Z] web_1  | x", "x"),
    ],
)  # fmt: skip
def test_prefixes_of_ci_systems_are_taken_off(raw, expected):
    assert expected == clean(raw)


@pytest.mark.parametrize(
    "text",
    [
        "2019-08-03T02:11:30.793000Z TestFramework (INFO): Stopping nodes",
        "2019-07-31T18:39:55.218Z fcc:tools:ensure-env creating",
        "2019-08-01 08:13:17 URL:https://dl.example.com",
        "[error:12:3] no",
        "[src/a.c] built",
        "    [javac] Compiling 3 source files",
        "Step 3/10 : RUN make",
        "11:34:06 INFO starting",
        "#12 [3/5] RUN make test",
        "#1 0x7f1 in main a.c:3",
        "May 01 10:00:15 the build broke",
        "[12/340] Building CXX object a.o",
        "[gw0] [ 50%] PASSED tests/test_a.py::test_x",
        "[gw1] FAILED tests/test_a.py::test_x",
        "[gw0] linux -- Python 3.11.7 /usr/bin/python",
        "[gw0] node down: Not properly terminated",
        "   12 |   return x;",
        "GECKO(4056) | JavaScript warning",
        "##[error]boom",
        '  File "a.py", line 1, in <module>',
        "tab\tstays\tfirst",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_prefix_stays(text):
    assert text == clean(text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("10%\r50%\r100%", "100%"),
        ("10%\r50%\r     ", "50%"),
        ("10%\rE: Failed to fetch x\r 20%\r100%", "E: Failed to fetch x"),
        ("error one\rfatal two\rdone", "fatal two"),
        ("section_start:1:check_errors\r\x1b[0Kfine", "fine"),
        ("  0% compiling\x08\x08\x08\x08\x08 10% building\x08\x08\x08PASS a.test.js", "PASS a.test.js"),
        ("[] 0/2289\x1b[2K\x1b[1G[1] 5/2289\x1b[2K\x1b[1G[4/4] Building", "[4/4] Building"),
        (STAMP + "1%\r2%", "2%"),
    ],
)
def test_of_overwritten_progress_the_piece_that_counts_stays(raw, expected):
    assert expected == clean(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\x1b[1m\x1b[31mE   assert 1\x1b[0m", "E   assert 1"),
        ("er\x1b[31mror", "error"),
        ("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1bP1$r\x1b\\text\x1b(B", "text"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;never ends", "\\x1b]0;never ends"),
        ("\x1b[" + "1;" * 200 + "m", "\\x1b[" + "1;" * 200 + "m"),
        ("\x1b\x1b[0m[31mx", "\\x1b[31mx"),
        ("bell \x07 null \x00 tab\t", "bell \\x07 null \\x00 tab\t"),
        ("safe \u202eexe.txt\u200b", "safe \\u202eexe.txt\\u200b"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("✔\ufe0f 日本", "✔\ufe0f 日本"),
    ],
)
def test_escape_sequences_go_and_what_is_left_of_them_is_seen(raw, expected):
    assert expected == clean(raw)


def test_an_escape_sequence_does_not_go_over_a_line_end():
    assert texts(b"\x1b]0;a\nb\x07c\n") == ["\\x1b]0;a", "b\\x07c"]


def test_a_long_line_keeps_its_start_and_end():
    data = b"first\n" + b"a" * 100_000 + b"z\nlast\n"
    lines = Lines("log", data)
    assert lines[2].encode() == b"a" * HEAD + CUT + b"a" * (TAIL - 1) + b"z"
    what = "line of 100001 bytes, matched on its first 16 KiB and last 4 KiB"
    assert ((Problem(Place("log", 2), what),), True, 3) == (lines.problems, lines.partial, len(lines))


def test_long_lines_are_said_once():
    lines = Lines("log", b"\n".join([b"a" * 30_000] * 3))
    assert [str(problem) for problem in lines.problems] == [
        "log:1: line of 30000 bytes, matched on its first 16 KiB and last 4 KiB, and 2 more such lines."
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_giant_line_is_never_held_whole(codec):
    text = "a\n" + "\x1b[31mä" + "x" * (2 * GIANT) + "end\nlast"
    lines = Lines("log", text.encode(codec))
    assert (lines[2][:21], lines[2][-5:], lines[3], len(lines)) == ("ä" + "x" * 20, "xxend", "last", 3)
    assert HEAD + TAIL + len(CUT) == len(lines[2].encode())
    assert lines.partial


def test_a_long_line_of_progress_is_not_cut():
    lines = Lines(
        "log", b"a\n" + b"".join(b"%d of 5000\r" % number for number in range(5000)) + b"done\r\nb\n"
    )
    assert ([text for _, text in lines.between(1, 9)], lines.problems) == (["a", "done", "b"], ())


def test_a_long_log_without_line_feeds_is_read_by_its_carriage_returns():
    lines = Lines("log", b"".join(b"step %d\r" % number for number in range(5000)))
    assert (len(lines), lines[42]) == (5000, "step 41")
    what = "no line feed in the whole log, carriage returns are taken as line ends"
    assert (Problem(Place("log"), what),) == lines.problems


def test_a_late_line_feed_keeps_carriage_returns_what_they_are():
    assert len(Lines("log", b"10%\r" * 200_000 + b"\nend")) == 2


def test_bytes_that_are_not_utf8_are_said_with_their_line():
    what = "bytes that are not UTF-8, here and perhaps later, shown like \\xff"
    lines = Lines("log", "ok ä\nfine\n".encode() + b"bad \xe4\nworse \xff")
    assert ((Problem(Place("log", 3), what),), False) == (lines.problems, lines.partial)


def test_numbers_outside_the_log_are_errors_and_ranges_are_cut():
    lines = Lines("log", b"a\nb\n")
    for number in (0, -1, 3):
        with pytest.raises(IndexError):
            lines[number]
    assert list(lines.between(-5, 99)) == [(1, "a"), (2, "b")]


class Changing:
    """A log whose bytes may change under the hands of its reader, who is counted."""

    problems = ()
    truncated = True

    def __init__(self, data):
        self.data, self.size, self.reads = data, len(data), 0

    def read_at(self, offset, count):
        """Return what is there now."""
        self.reads += 1
        return self.data[offset : offset + count]


def test_lines_that_vanished_are_empty(monkeypatch):
    monkeypatch.setattr("classifier.lines.chunks.CACHE", 1)
    log = Changing(b"".join(b"line %03d\n" % number for number in range(1, 101)))
    lines = Lines("log", log, chunk_size=64)
    assert (len(lines), lines[1]) == (100, "line 001")
    log.data = log.data[:450]
    assert [lines[50], lines[51], lines[100]] == ["line 050", "", ""]


def test_a_log_that_fits_is_read_once():
    log = Changing(b"".join(b"line %03d\n" % number for number in range(1, 1001)))
    lines = Lines("log", log, chunk_size=1024)
    assert len(lines) == 1000
    before = log.reads
    assert [lines[1], lines[500], lines[999]] == ["line 001", "line 500", "line 999"]
    assert before == log.reads


@pytest.mark.parametrize(
    ("log", "echoed"),
    [
        ("$ make check\nok\n", [1]),
        ("\x1b[32;1m$ make check\x1b[0;m\n$5 off\n$ \n", [1]),
        ("$ pip install \\\n  requests\nCollecting requests\n", [1, 2]),
        ("+ set -x\n++ dirname /a/b\n+ : MODE fast\n+ CC=gcc\n", [1, 2, 3, 4]),
        ("+ '[' -d build ']'\n+ [[ -n x ]]\n+ (( i++ ))\nout\n", [1, 2, 3]),
        ("[Pipeline] sh\n+ ./gradlew test\n> Task :test FAILED\n", [2]),
        ("##[group]Run make\n\x1b[36;1mmake\x1b[0m\nshell: bash\n##[endgroup]\nerror: x\n", [1, 2, 3, 4]),
        ("##[group]Run a\n##[group]Fetching\nout\n##[endgroup]\n", [1, 2]),
        ("##[group]Install\nout\n##[endgroup]\n", []),
        ("say ##[group]Run x\nout\n", []),
        ("[command]/usr/bin/git version\ngit version 2\n##[command]cmake ..\n", [1, 3]),
        ("C:\\projects\\app>python setup.py test\nPS C:\\app> .\\build.ps1\nC:\\a.c(1): error\n", [1, 2]),
        ("\n> shop@1.0.0 test\n> jest --ci\n\n> Task :a FAILED\n", [2, 3]),
        ("py39: commands[0]> pytest\npy38 run-test: commands[0] | pytest -q\npy39: exit 1\n", [1, 2]),
        ("Step 3/10 : RUN make\n#8 [builder 4/6] RUN pip install .\n#8 1.2 error: x\n", [1, 2]),
        # differences, and what npm and Buildkite print
        ("First differing element 1:\n\n- [1, 2]\n?     ^\n+ [1, 3]\n?     ^\n", []),
        ("- wanted this\n+ got that\n", []),
        ("--- expected\n+++ actual\n@@ -1 +1 @@\n-one\n+ two\n", []),
        ("+ left\n- right\n", []),
        ("+ yarn@1.6.0\nadded 1 package\n", []),
        ("+++ :pytest: Running tests\n", []),
        ("+ diff -u a b\n--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n", [1]),
    ],
)  # fmt: skip
def test_commands_that_are_repeated_are_no_output(log, echoed):
    lines = Lines("log", log.encode())
    assert [number for number in range(1, len(lines) + 1) if lines.echoed(number)] == echoed


def test_a_group_that_never_ends_does_not_swallow_the_log():
    lines = Lines("log", b"##[group]Run x\n" + b"error\n" * 5000)
    assert (lines.echoed(10), lines.echoed(4000)) == (True, False)


def test_groups_are_the_same_however_the_log_is_cut_into_chunks():
    data = (b"out\n" * 5 + b"##[group]Run make\nmake\n##[endgroup]\n") * 40
    for size in (2, 50, 1000):
        lines = Lines("log", data, chunk_size=size)
        assert [number for number in range(1, 15) if lines.echoed(number)] == [6, 7, 8, 14]


def test_a_label_can_not_harm():
    assert Lines("a\x1b[2Jb\u202e\udcff\n", b"").label == "a\\x1b[2Jb\\u202e\\xff\\x0a"


ODD = st.text(
    st.sampled_from("ab +$\t\r\n\x00\x07\x08\x1b[]0;m\x9b\u202e\u200b\ufeff\u2028é✖👾:Z-") | st.characters(),
    max_size=60,
)
ANY_BYTES = st.lists(
    st.binary(max_size=20)
    | ODD.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | ODD.map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    max_size=8,
).map(b"".join)


@settings(deadline=None)
@given(ODD)
def test_visible_text_is_visible_and_stays_so(text):
    shown = visible(text)
    assert shown == visible(shown)
    assert not set(shown) & {
        *map(chr, itertools.chain(range(9), range(10, 32), range(127, 160))),
        "\u202e",
        "\u200b",
    }


@settings(deadline=None)
@given(ANY_BYTES)
def test_any_bytes_give_as_many_visible_lines_as_there_are_line_ends(data):
    lines = Lines("log", b"x" + data)  # no byte order mark, and no encoding but UTF-8 or one told by NULs
    expected = len((b"x" + data).split(b"\n")) - data.endswith(b"\n")
    if lines.encoding == "utf-8":
        assert expected == len(lines)
    for _, text in lines.between(1, len(lines)):
        assert text == visible(text)
        assert "\n" not in text


@settings(deadline=None)
@given(ANY_BYTES, st.integers(2, 40))
def test_the_size_of_chunks_changes_nothing(data, size):
    assert texts(data) == texts(data, chunk_size=size)


@settings(deadline=None)
@given(ANY_BYTES)
def test_a_clean_line_is_a_piece_of_the_line_searched(data):
    lines = Lines("log", data)
    for first, chunk in lines.chunks():
        rows = chunk.removesuffix(b"\n").split(b"\n")
        assert [lines[first + index] for index in range(len(rows))] == [lines.clean(row) for row in rows]
        assert all(lines.clean(row).encode() in row for row in rows)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab -+error:\t"), max_size=30))
def test_colors_and_windows_line_ends_change_no_text(text):
    expected = clean(text)
    assert expected == clean("".join(f"\x1b[3{number % 8}m{char}" for number, char in enumerate(text)))
    assert expected == clean(text + "\r")


@pytest.mark.parametrize("size", [8, 64, 65536])
def test_the_branches_of_a_jenkins_pipeline_are_taken_off(size):
    """Only those that the log has opened: `[ERROR]` is none."""
    log = b"[Pipeline] { (Branch: linux)\n[Pipeline] [linux] sh\n[linux] [gw0] + make\n[ERROR] no\n[win] x\n"

    assert texts(log, chunk_size=size)[1:5] == [
        "[Pipeline] [linux] sh",
        "+ make",
        "[ERROR] no",
        "[win] x",
    ]
