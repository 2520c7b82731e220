"""Reading linkers: one failure for each symbol of a link, whatever the linker."""

# ruff: noqa: RUF001 - gcc puts names between curly quotes

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of

from classifier.extract.build.linker import DIALECT, diagnosed
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"


def test_a_symbol_is_told_once_for_each_link():
    """References to the same symbol are folded until the driver says that this link is over."""
    text = """\
/usr/bin/ld: main.o: in function `main':
main.c:(.text+0xf): undefined reference to `compute'
/usr/bin/ld: main.c:(.text+0x1b): undefined reference to `compute'
/usr/bin/ld: main.o: more undefined references to `compute' follow
collect2: error: ld returned 1 exit status
/usr/bin/ld: other.c:(.text+0x1b): undefined reference to `compute'
collect2: error: ld returned 1 exit status
"""
    found = findings(DIALECT, text)

    assert brief(found) == [
        (2, 2, 2, "link", "cause", "main.c", "undefined reference to 'compute'"),
        (5, 5, 5, "link", "wrapper", None, "error: ld returned 1 exit status"),
        (6, 6, 6, "link", "cause", "other.c", "undefined reference to 'compute'"),
        (7, 7, 7, "link", "wrapper", None, "error: ld returned 1 exit status"),
    ]
    assert text_of(found.failures[0], "frames") == "/usr/bin/ld: main.o: in function `main':"


@pytest.mark.parametrize(
    ("line", "tool", "subject", "headline"),
    [
        ("x.o: undefined reference to `f(int)'", "ld", "x.o", "undefined reference to 'f(int)'"),
        ("/tmp/ccAb12Cd.o: undefined reference to ‘f’", "ld", None, "undefined reference to 'f'"),
        ("/src/main.c:6: undefined reference to `f'", "ld", "/src/main.c", "undefined reference to 'f'"),
        ("a.o:main.c:function main: error: undefined reference to 'f'", "gold", "main.c",
         "undefined reference to 'f'"),
        ("a.o: In function `g': a.c:(.text+0x0): multiple definition of `f'", "ld", "a.c",
         "multiple definition of 'f'"),
        ("/usr/bin/ld: cannot find -lm: No such file or directory", "ld", None,
         "cannot find -lm: No such file or directory"),
        ("/opt/x/bin/arm-none-eabi-ld: region `FLASH' overflowed by 12 bytes", "ld", None,
         "region `FLASH' overflowed by 12 bytes"),
        ("/usr/bin/ld:api.map:3: syntax error in VERSION script", "ld", "api.map",
         "syntax error in VERSION script"),
        ("ld.lld: error: undefined symbol: f", "lld", None, "error: undefined symbol: f"),
        ("wasm-ld: error: a.o: undefined symbol: f", "lld", None, "error: a.o: undefined symbol: f"),
        ("mold: error: undefined symbol: f", "mold", None, "error: undefined symbol: f"),
        ("mold: fatal: library not found: z", "mold", None, "error: library not found: z"),
    ],
)  # fmt: skip
def test_one_line(line, tool, subject, headline):
    """Place and decoration are taken off."""
    (failure,) = findings(DIALECT, line).failures

    assert (failure.tool, failure.subject, failure.headline) == (tool, subject, headline)


def test_apple_lists_symbols_with_their_references():
    """One failure for each; the linker's own closing line adds nothing."""
    text = """\
Undefined symbols for architecture x86_64:
  "_compute", referenced from:
      _main in main.o
      _again in main.o
  "_helper", referenced from:
      _main in main.o
ld: symbol(s) not found for architecture x86_64
clang: error: linker command failed with exit code 1 (use -v to see invocation)
"""
    assert brief(findings(DIALECT, text)) == [
        (2, 2, 4, "link", "cause", None, "undefined symbol: _compute"),
        (5, 5, 6, "link", "cause", None, "undefined symbol: _helper"),
        (8, 8, 8, "link", "wrapper", None,
         "error: linker command failed with exit code 1 (use -v to see invocation)"),
    ]  # fmt: skip


def test_apple_names_both_objects_of_a_duplicate():
    """They belong to the block."""
    text = """\
duplicate symbol '_counter' in:
    a.o
    b.o
ld: 1 duplicate symbol for architecture x86_64
"""
    assert brief(findings(DIALECT, text)) == [
        (1, 1, 3, "link", "cause", None, "duplicate symbol: _counter"),
    ]


def test_an_unfamiliar_message_counts_when_linking_failed():
    """What ld says besides is no failure."""
    message = "/usr/bin/ld: a.o: something nobody has seen before\n"

    assert findings(DIALECT, message).failures == ()
    failing = findings(DIALECT, f"{message}collect2: error: ld returned 1 exit status\n")
    assert [one.role for one in failing.failures] == ["cause", "wrapper"]


@pytest.mark.parametrize(
    "text",
    [
        "/usr/bin/ld: warning: creating DT_TEXTREL in a PIE",
        "/usr/bin/ld: main.o: warning: relocation against `x' in read-only section `.text'",
        "/usr/bin/ld: skipping incompatible /lib32/libm.so when searching for -lm",
        "ld.lld: warning: cannot find entry symbol _start",
        "ld.lld: error: too many errors emitted, stopping now (use -error-limit=0 to see all errors)",
        "-- build: done, world: hello",
        "_configtest.c:7: undefined reference to `exp'\ncollect2: error: ld returned 1 exit status",
        "conftest.c:(.text+0x7): undefined reference to `exp'\ncollect2: ld returned 1 exit status",
    ],
)
def test_what_is_no_failure(text):
    """Warnings, remarks, and links that configure scripts only try."""
    assert findings(DIALECT, text).failures == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("collect2: fatal error: ld terminated with signal 9 [Killed]", "memory"),
        ("collect2: fatal error: ld terminated with signal 11 [Segmentation fault]", "crash"),
    ],
)
def test_a_linker_that_dies(text, kind):
    """Signal 9 is a matter of memory."""
    (failure,) = findings(DIALECT, text).failures

    assert (failure.kind, failure.role) == (kind, "cause")


def test_diagnosed():
    """Other dialects ask whether a line is read here."""
    assert diagnosed("ld.lld: error: undefined symbol: f")
    assert not diagnosed("/usr/bin/ld: warning: creating DT_TEXTREL in a PIE")


def test_anchors_are_found_fast():
    """Each anchor has a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("linker-*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the failures are the same."""
    text = (FIXTURES / case / "log").read_text("utf-8", "replace")

    assert findings_of_every_line(DIALECT, text).failures == findings(DIALECT, text).failures
