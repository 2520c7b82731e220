"""Reading compilers: what one diagnostic is, where its block ends, and what is none."""

# ruff: noqa: RUF001 - gcc puts names between curly quotes

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract.build.gcc import DIALECT, diagnosed
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"

IN_HEADER = """\
In file included from deep/outer.h:1,
                 from main.c:2:
deep/inner.h:3:1: error: unknown type name ‘uint_least_t’
    3 | uint_least_t counter;
      | ^~~~~~~~~~~~
main.c: In function ‘report’:
main.c:7:41: warning: unused variable ‘error’ [-Wunused-variable]
    7 |     int error;
      |         ^~~~~
main.c:9:5: error: ‘coed’ undeclared (first use in this function)
    9 |     return coed;
      |            ^~~~
main.c:9:5: note: each undeclared identifier is reported only once for each function it appears in
make: *** [Makefile:3: main.o] Error 1
"""


def test_a_diagnostic_ends_where_its_notes_do():
    """Its include stack stands above what is shown; warnings are no failures."""
    found = findings(DIALECT, IN_HEADER)

    assert brief(found) == [
        (3, 3, 5, "compile", "cause", "deep/inner.h", "error: unknown type name ‘uint_least_t’"),
        (10, 10, 13, "compile", "cause", "main.c", "error: ‘coed’ undeclared (first use in this function)"),
    ]
    assert found.owned == ((1, 5), (10, 13))


def test_the_parts_of_a_diagnostic():
    """Context, message with notes and quoted source are told apart."""
    first, second = findings(DIALECT, IN_HEADER).failures

    assert (
        text_of(first, "frames") == "In file included from deep/outer.h:1,\n                 from main.c:2:"
    )
    assert text_of(first, "source") == "    3 | uint_least_t counter;\n      | ^~~~~~~~~~~~"
    assert text_of(second, "message").splitlines() == [
        "main.c:9:5: error: ‘coed’ undeclared (first use in this function)",
        "main.c:9:5: note: each undeclared identifier is reported only once for each function it appears in",
    ]
    assert (first.tool, second.tool) == ("gcc", "gcc")


def test_clang_quotes_without_a_gutter():
    """A line belongs to the source when a caret stands below it; what follows the caret may be a fix."""
    text = """\
main.c:6:41: error: use of undeclared identifier 'coed'; did you mean 'code'?
    fprintf(stderr, "error: code %d\\n", coed);
                                        ^~~~
                                        code
main.c:3:22: note: 'code' declared here
int report_error(int code)
                     ^
1 error generated.
"""
    found = findings(DIALECT, text)

    headline = "error: use of undeclared identifier 'coed'; did you mean 'code'?"
    assert brief(found) == [(1, 1, 7, "compile", "cause", "main.c", headline)]
    assert found.failures[0].tool == "clang"
    assert found.owned[-1] == (1, 8)


def test_notes_in_another_header_belong_to_the_error():
    """Their own include stack stands between; the next error's does not belong."""
    text = """\
main.cpp:12:19: error: no matching function for call to ‘largest(int, double)’
In file included from main.cpp:3:
printer.h:3:25: note: candidate: ‘template<class T> T largest(T, T)’
In file included from main.cpp:4:
other.h:1:1: error: ‘x’ does not name a type
"""
    found = findings(DIALECT, text)

    assert [(one.first_line, one.last_line) for one in found.failures] == [(1, 3), (5, 5)]
    assert text_of(found.failures[1], "frames") == "In file included from main.cpp:4:"


@pytest.mark.parametrize(
    "text",
    [
        "conftest.c:10:10: fatal error: ac_nonexistent.h: No such file or directory",
        "/b/CMakeFiles/CMakeTmp/src.c:2:10: error: expected ‘;’ before ‘}’ token",
        "build/meson-private/tmpq/testfile.c:1:10: fatal error: nope.h: No such file or directory",
        "error_handler.c:12:3: note: the error: was here",
        "+ gcc -Werror -c error.c",
        "0 errors generated.",
        "fatal error: too many errors emitted, stopping now [-ferror-limit=]",
        "clang: error: linker command failed with exit code 1 (use -v to see invocation)",
        "Tests.m:12: error: -[ErrorTests testIt] : it is not",
        "module.py:3: error: Name 'x' is not defined  [name-defined]",
        "Main.java:3: error: cannot find symbol",
        "checking for error: in messages... no",
        "cc1: all warnings being treated as errors",
        "Error: Unable to resolve action",
    ],
)
def test_what_is_no_failure_of_a_compiler(text):
    """Probes of configure scripts, notes, echoes, other tools, and words about errors."""
    assert findings(DIALECT, text).failures == ()


@pytest.mark.parametrize(
    ("text", "kind", "role", "tool", "headline"),
    [
        ("x86_64-linux-gnu-gcc-12: error: x.o: No such file or directory", "compile", "cause", "gcc",
         "error: x.o: No such file or directory"),
        ("/usr/bin/clang++-14: error: unknown argument: '-x'", "compile", "cause", "clang",
         "error: unknown argument: '-x'"),
        ("g++: fatal error: Killed signal terminated program cc1plus", "memory", "cause", "gcc",
         "fatal error: Killed signal terminated program cc1plus"),
        ("g++: internal compiler error: Killed (program cc1plus)", "memory", "cause", "gcc",
         "internal compiler error: Killed (program cc1plus)"),
        ("cc1plus: out of memory allocating 65536 bytes after a total of 9 bytes", "memory", "cause", "gcc",
         "out of memory allocating 65536 bytes after a total of 9 bytes"),
        ("lto-wrapper: fatal error: gcc returned 1 exit status", "compile", "wrapper", "gcc",
         "fatal error: gcc returned 1 exit status"),
        ("clang: error: unable to execute command: Segmentation fault", "crash", "cause", "clang",
         "error: unable to execute command: Segmentation fault"),
        ("x.cpp:3:5: internal compiler error: in tree_to_uhwi, at tree.h:4588", "crash", "cause", "gcc",
         "internal compiler error: in tree_to_uhwi, at tree.h:4588"),
        ("a.cpp:3:5: error: repeated branch [bugprone-branch-clone,-warnings-as-errors]", "lint", "cause",
         "clang-tidy", "error: repeated branch [bugprone-branch-clone,-warnings-as-errors]"),
        ("  cargo:warning=src/x.c:1:10: fatal error: z.h: No such file", "compile", "cause", "gcc",
         "fatal error: z.h: No such file"),
        ("C:\\src\\x.cpp:3:5: error: expected ';'", "compile", "cause", "gcc", "error: expected ';'"),
        ("{standard input}:12: Error: no such instruction: `foo'", "compile", "cause", "gcc",
         "Error: no such instruction: `foo'"),
    ],
)  # fmt: skip
def test_kind_role_and_tool(text, kind, role, tool, headline):
    """One line says what sort of failure it is, whose, and whether it is only passed on."""
    (failure,) = findings(DIALECT, text).failures

    assert (failure.kind, failure.role, failure.tool, failure.headline) == (kind, role, tool, headline)


def test_a_note_of_gcc_4_that_looks_like_errors():
    """It is part of the diagnostic above it."""
    text = """\
main.c:7: error: ‘coed’ undeclared (first use in this function)
main.c:7: error: (Each undeclared identifier is reported only once
main.c:7: error: for each function it appears in.)
"""
    assert [(one.line, one.last_line) for one in findings(DIALECT, text).failures] == [(1, 3)]


def test_a_source_in_the_temporary_folder_is_believed_little():
    """Installers try there whether something compiles."""
    (failure,) = findings(DIALECT, "/tmp/probe1x2y.c:1:10: fatal error: blosc.h: No such file").failures

    assert failure.certainty == 30


def test_output_cut_in_the_middle_of_a_diagnostic():
    """Nothing below the error is needed."""
    assert len(findings(DIALECT, "x.c:1:1: error: expected expression").failures) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x.c:3:5: error: bad", True),
        ("x.c:3:5: warning: bad", False),
        ("gcc: fatal error: no input files", True),
        ("error: something of another tool", False),
    ],
)
def test_diagnosed(text, expected):
    """Other dialects ask whether a line is read here."""
    assert diagnosed(text) is expected


def test_anchors_are_found_fast():
    """Each anchor has a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("*[gc]*-*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the failures are the same."""
    text = (FIXTURES / case / "log").read_text("utf-8", "replace")

    assert findings_of_every_line(DIALECT, text).failures == findings(DIALECT, text).failures


LINE = st.sampled_from(
    [*IN_HEADER.splitlines(), "    return coed;", "           ^~~~", "2 errors generated.", "", "Stack dump:",
     "PLEASE submit a bug report to x", " #0 0x7f f() (/lib/x+0x1)", "Error: Syntax error", "a.f90:1:2:"]
)  # fmt: skip


@given(st.lists(LINE, max_size=30))
def test_interleaved_output_keeps_the_promises(lines):
    """Whatever the order of lines: blocks lie in the log and hold their line, and nothing is raised."""
    for one in findings(DIALECT, "\n".join(lines)).failures:
        assert 1 <= one.first_line <= one.line <= one.last_line <= len(lines)
        assert one.headline


def test_candidates_that_gcc_tried_are_no_errors_of_their_own_and_a_long_list_of_them_is_not_shown():
    """Below `note:   template argument deduction/substitution failed:` gcc prints why with the word error."""
    tried = (
        "pair.h:523:9: note: candidate: 'pair(_U2&&)'\n"
        "pair.h:523:9: note:   template argument deduction/substitution failed:\n"
        "pair.h:520:38: error: no type named 'type' in 'struct std::enable_if<false, bool>'\n"
        "  520 |   bool> = false>\n"
        "      |          ^~~~~\n"
    )
    found = findings(
        DIALECT, f"new.h:175:11: error: no matching function for call to 'f(int)'\n{tried * 20}ok\n"
    )

    assert [(one.line, one.last_line, one.headline) for one in found.failures] == [
        (1, 31, "error: no matching function for call to 'f(int)'")
    ]
    assert found.owned == ((1, 101),)
