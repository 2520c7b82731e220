"""Reading make: what it stops at itself is a cause, what its recipes do is passed on."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line

from classifier.extract.build.make import DIALECT
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.mark.parametrize(
    ("line", "kind", "role", "subject", "headline"),
    [
        ("make[2]: *** [Makefile:3: lib/a.o] Error 1", "other", "wrapper", "lib/a.o", "[lib/a.o] Error 1"),
        ("gmake: *** [all] Error 2", "other", "wrapper", "all", "[all] Error 2"),
        ("mingw32-make.exe[1]: *** [all] Error 2", "other", "wrapper", "all", "[all] Error 2"),
        ("make: *** [<builtin>: x.o] Error 1", "other", "wrapper", "x.o", "[x.o] Error 1"),
        ("make: *** [Makefile:3: t] Terminated", "other", "wrapper", "t", "[t] Terminated"),
        ("make: *** [Makefile:3: t] Killed", "memory", "cause", "t", "[t] Killed"),
        ("make: *** [t] Segmentation fault (core dumped)", "crash", "cause", "t",
         "[t] Segmentation fault (core dumped)"),
        ("*** [all] Error code 1", "other", "wrapper", "all", "[all] Error code 1"),
        ("make: *** No rule to make target 'a.c', needed by 'a.o'.  Stop.", "config", "cause", "a.c",
         "No rule to make target 'a.c', needed by 'a.o'"),
        ("make: *** No rule to make target `install'.  Stop.", "config", "cause", "install",
         "No rule to make target `install'"),
        ("Makefile:2: *** missing separator.  Stop.", "config", "cause", "Makefile", "missing separator"),
        ("make: flex: Command not found", "dependency", "cause", "flex", "flex: Command not found"),
    ],
)  # fmt: skip
def test_one_line(line, kind, role, subject, headline):
    """The target or file it is about, and whether make only passes it on."""
    assert brief(findings(DIALECT, line)) == [(1, 1, 1, kind, role, subject, headline)]


@pytest.mark.parametrize(
    "line",
    [
        "make: [Makefile:4: prepare] Error 1 (ignored)",
        "make: *** Waiting for unfinished jobs....",
        "make: *** Deleting file 'x.o'",
        "make[1]: *** [Makefile:3: x.o] Deleting file 'x.o'",
        "make: Target 'all' not remade because of errors.",
        "make: Entering directory '/src'",
        "tests/report.txt:3: *** a heading in some text",
        "*** Error handling ***",
    ],
)
def test_what_is_no_failure(line):
    """Ignored errors, progress, and asterisks of others."""
    assert findings(DIALECT, line).failures == ()


def test_a_missing_include_belongs_to_the_rule_that_is_missing():
    """The line above says where it was included."""
    missing = "config.mk:1: settings.mk: No such file or directory"
    text = f"{missing}\nmake: *** No rule to make target 'settings.mk'.  Stop."

    assert brief(findings(DIALECT, text)) == [
        (2, 1, 2, "config", "cause", "settings.mk", "No rule to make target 'settings.mk'")
    ]


def test_an_error_that_the_makefile_raises_may_have_several_lines():
    """It ends where Stop stands."""
    text = "Makefile:3: *** PREFIX is not set,\nset it or run configure.  Stop."

    assert brief(findings(DIALECT, text)) == [(1, 1, 2, "config", "cause", "Makefile", "PREFIX is not set,")]


def test_the_shell_of_a_recipe_misses_a_command():
    """Its word above Error 127 is the cause, the error the wrapper."""
    text = "/bin/sh: 1: flex: not found\nmake: *** [Makefile:3: lexer.c] Error 127"

    assert brief(findings(DIALECT, text)) == [
        (1, 1, 1, "dependency", "cause", "flex", "/bin/sh: 1: flex: not found"),
        (2, 2, 2, "other", "wrapper", "lexer.c", "[lexer.c] Error 127"),
    ]


def test_anchors_are_found_fast():
    """Each anchor has a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("make-*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the failures are the same."""
    text = (FIXTURES / case / "log").read_text("utf-8", "replace")

    assert findings_of_every_line(DIALECT, text).failures == findings(DIALECT, text).failures
