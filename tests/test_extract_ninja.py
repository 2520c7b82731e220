"""Reading ninja: its own errors, and commands that nobody else can read."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of

from classifier.extract.build.ninja import DIALECT
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"
STOPPED = "build stopped: subcommand failed."


def failed(output, head="FAILED: tables.h "):
    """Return a build of which one command failed with this output."""
    command = f"{head}\nsh generate.sh tables.h\n{output}"
    return f"[1/3] Generating tables.h\n{command}[2/3] Linking app\nninja: {STOPPED}\n"


def test_output_that_nobody_reads_is_the_message():
    """The target is the subject; the command is kept apart from the message."""
    found = findings(DIALECT, failed("reading schema\nschema is older than its tables\n"))

    assert brief(found) == [
        (5, 2, 5, "compile", "cause", "tables.h", "schema is older than its tables"),
        (7, 7, 7, "compile", "wrapper", None, STOPPED),
    ]
    cause = next(one for one in found.failures if one.role == "cause")
    assert text_of(cause, "message") == "reading schema\nschema is older than its tables"
    assert "sh generate.sh" in text_of(cause, "source")


def test_the_telling_line_of_a_longer_output_is_the_cause():
    """The block is the lines round it."""
    output = "".join(f"step {number}\n" for number in range(20)) + "cannot open schema\n" + "bye\n" * 9
    line, first, last, *_ = brief(findings(DIALECT, failed(output)))[0]

    assert (line, first, last) == (24, 22, 29)


def test_a_silent_command_is_named_by_its_target():
    """There is nothing else to say; new versions add the exit code."""
    assert brief(findings(DIALECT, failed("", head="FAILED: [code=3] tables.h ")))[0] == (
        2, 2, 3, "compile", "cause", "tables.h", "FAILED: tables.h",
    )  # fmt: skip


@pytest.mark.parametrize(
    "output",
    [
        "main.c:3:5: error: expected expression\n",
        "main.c:(.text+0xf): undefined reference to `f'\n",
        "Traceback (most recent call last):\n",
        "CMake Error at x.cmake:3 (message):\n",
        "error[E0425]: cannot find value `x` in this scope\n",
        "main.f90(3): error #6404: This name does not have a type\n",
    ],
)
def test_output_that_others_read_makes_it_a_wrapper(output):
    """The cause is theirs."""
    assert [row[4] for row in brief(findings(DIALECT, failed(output)))] == ["wrapper", "wrapper"]


def test_a_command_with_the_console_prints_above():
    """As tests do that ninja runs."""
    text = """\
Errors while running CTest
FAILED: CMakeFiles/test.util
cd /build && /usr/bin/ctest
ninja: build stopped: subcommand failed.
"""
    assert [row[4] for row in brief(findings(DIALECT, text))] == ["wrapper", "wrapper"]


@pytest.mark.parametrize(
    ("line", "role", "subject", "headline"),
    [
        ("ninja: error: 'a.c', needed by 'a.o', missing and no known rule to make it", "cause", "a.c",
         "error: 'a.c', needed by 'a.o', missing and no known rule to make it"),
        ("ninja: error: loading 'build.ninja': No such file or directory", "cause", None,
         "error: loading 'build.ninja': No such file or directory"),
        ("ninja: error: build.ninja:12: unknown build rule 'cc'", "cause", "build.ninja",
         "error: unknown build rule 'cc'"),
        ("ninja: error: rebuilding 'build.ninja': subcommand failed", "wrapper", None,
         "error: rebuilding 'build.ninja': subcommand failed"),
        ("ninja: fatal: posix_spawn: Argument list too long", "cause", None,
         "fatal: posix_spawn: Argument list too long"),
    ],
)  # fmt: skip
def test_one_line(line, role, subject, headline):
    """What ninja says of its own work."""
    assert [row[4:] for row in brief(findings(DIALECT, line))] == [(role, subject, headline)]


@pytest.mark.parametrize(
    "text",
    [
        "FAILED: test_sum (tests.TestSum)\nsomething\n",
        "checks.cpp:12: FAILED:\n  REQUIRE( x )\n",
        "ninja: warning: premature end of file; recovering\n",
        "ninja: no work to do.\n",
        "FAILED: last line",
    ],
)
def test_what_is_no_failure(text):
    """Test runners print FAILED too."""
    assert findings(DIALECT, text).failures == ()


def test_old_versions_name_only_the_command():
    """Then there is no target to name, and no command line below."""
    text = f"[3/9] Testing\nFAILED: cd /b && cmake -P tests.cmake\nno tables here\nninja: {STOPPED}\n"

    assert brief(findings(DIALECT, text))[0] == (3, 2, 3, "compile", "cause", None, "no tables here")


def test_anchors_are_found_fast():
    """Each anchor has a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("ninja-*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the failures are the same."""
    text = (FIXTURES / case / "log").read_text("utf-8", "replace")

    assert findings_of_every_line(DIALECT, text).failures == findings(DIALECT, text).failures
