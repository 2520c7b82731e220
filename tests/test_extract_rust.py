"""Reading rustc, clippy, cargo test and nextest."""

# ruff: noqa: E501 - logs in a line

import json
from pathlib import Path

import pytest
from extracting import findings, findings_of_every_line, text_of

from classifier.extract import rust
from classifier.extract.rust import diagnostics, libtest, nextest
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"
TOOLS = ("cargo-", "nextest-", "clippy-", "clean-cargo", "clean-nextest", "clean-clippy")
LOGS = sorted(path for tool in TOOLS for path in FIXTURES.glob(f"{tool}*/log"))
END = "\n\nfailures:\n    tests::adds\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n"


def told(dialect, text):
    """Return line, first line, last line, subject and headline of each failure."""
    found = findings(dialect, text).failures
    return [(one.line, one.first_line, one.last_line, one.subject, one.headline) for one in found]


def block(body, name="tests::adds"):
    """Return what cargo test prints of a run in which one test failed."""
    return f"running 2 tests\ntest {name} ... FAILED\n\nfailures:\n\n---- {name} stdout ----\n{body}{END}"


@pytest.mark.parametrize("dialect", rust.DIALECTS, ids=lambda one: one.name)
def test_anchors_are_found_fast(dialect):
    """Each has a literal."""
    assert Searcher(dialect.anchors).weak == ()


@pytest.mark.parametrize("dialect", rust.DIALECTS, ids=lambda one: one.name)
@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.parent.name)
def test_anchors_only_save_time(dialect, path):
    """With every line a hit, the findings are the same."""
    text = path.read_text("utf-8", "replace")

    assert findings_of_every_line(dialect, text) == findings(dialect, text)


@pytest.mark.parametrize(
    ("body", "line", "headline"),
    [
        ("\nthread 'tests::adds' (71) panicked at src/lib.rs:9:9:\nassertion `left == right` failed\n  left: 4\n right: 5\nnote: run with `RUST_BACKTRACE=1`",
         9, "assertion `left == right` failed: left 4, right 5"),
        ("thread 'tests::adds' panicked at 'assertion failed: `(left == right)`\n  left: `4`,\n right: `5`: sum', src/lib.rs:9:9",
         7, "assertion failed: `(left == right)`: left 4, right 5`: sum"),
        ("thread 'tests::adds' panicked at 'no tea', src/lib.rs:9:9\nnote: run with", 7, "no tea"),
        ('Error: "stock is empty"', 7, 'Error: "stock is empty"'),
        ("note: test did not panic as expected", 7, "test did not panic as expected"),
        ("thread 'a' panicked at src/lib.rs:9:9:\nfull\nnote: panic did not contain expected string\n      panic message: \"full\"\n expected substring: \"empty\"",
         9, 'panic did not contain expected string: expected "empty", got "full"'),
    ],
)  # fmt: skip
def test_every_way_a_test_fails(body, line, headline):
    """The line that says why, and the two sides of a comparison in the headline."""
    (row,) = told(libtest.DIALECT, block(body))

    assert (row[0], row[3], row[4]) == (line, "tests::adds", headline)


def test_the_panic_of_a_thread_comes_before_that_of_the_one_that_waits_for_it():
    """What is only handed on says nothing."""
    text = block(
        "thread '<unnamed>' panicked at src/lib.rs:3:1:\nno tea\nnote: x\n"
        "thread 'tests::adds' panicked at src/lib.rs:9:9:\ncalled `Result::unwrap()` on an `Err` value: Any { .. }\nnote: y"
    )

    assert [row[4] for row in told(libtest.DIALECT, text)] == ["no tea"]


def test_a_backtrace_is_no_message():
    """Rules search the message alone."""
    text = block(
        "thread 'tests::adds' panicked at src/lib.rs:3:1:\nno tea\nstack backtrace:\n   0: rust_begin_unwind\n             at /rustc/1\nnote: x"
    )
    (one,) = findings(libtest.DIALECT, text).failures

    assert text_of(one, "message").strip() == "no tea"
    assert "rust_begin_unwind" in text_of(one, "frames")


def test_tests_of_two_programs_may_have_one_name():
    """They are two failures."""
    assert len(told(libtest.DIALECT, block('Error: "a"') + block('Error: "b"'))) == 2


def test_a_run_that_passed_lives_through_panics():
    """Its output is its own."""
    text = "running 1 test\nthread 'tests::adds' panicked at src/lib.rs:3:1:\ncaught\ntest tests::adds ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n"
    found = findings(libtest.DIALECT, text)

    assert (found.failures, found.outcome, found.owned) == ((), "passed", ((1, 6),))


def test_nextest_of_old_versions_shows_output_apart():
    """Below a title with the name of the test."""
    text = (
        "        FAIL [   0.004s] shop tests::adds\n\n--- STDOUT:              shop tests::adds ---\n\nrunning 1 test\ntest tests::adds ... FAILED\n\n"
        "--- STDERR:              shop tests::adds ---\nthread 'tests::adds' panicked at 'no tea', src/lib.rs:9:9\nnote: run with\n\n"
        "     Summary [   0.005s] 1 tests run: 0 passed, 1 failed, 0 skipped\n        FAIL [   0.004s] shop tests::adds\nerror: test run failed\n"
    )

    assert told(nextest.DIALECT, text) == [(9, 1, 9, "shop tests::adds", "no tea")]


@pytest.mark.parametrize(
    ("last", "count", "outcome"),
    [("  TRY 2 FAIL", 1, "failed"), ("  TRY 2 PASS", 0, "passed"), ("   FLAKY 2/3", 0, "passed")],
)
def test_nextest_folds_retries(last, count, outcome):
    """The last try decides."""
    text = f"  TRY 1 FAIL [   0.1s] shop tests::adds\n{last} [   0.1s] shop tests::adds\n     Summary [   0.2s] 1 tests run\n"
    found = findings(nextest.DIALECT, text)

    assert (len(found.failures), found.outcome, found.counts) == (count, outcome, {outcome: 1})


@pytest.mark.parametrize(
    ("status", "kind"), [("TIMEOUT", "timeout"), ("SIGSEGV", "crash"), ("FAIL + LEAK", "test")]
)
def test_nextest_says_how_a_test_ended(status, kind):
    """By its status alone where nothing was printed."""
    (one,) = findings(
        nextest.DIALECT, f" {status} [   0.1s] (1/2) shop tests::adds\n     Summary [   0.2s] 1 tests run\n"
    ).failures

    assert (one.kind, one.headline) == (kind, f"{status} shop tests::adds")


RUSTC = 'error[E0308]: mismatched types\n --> src/main.rs:2:18\n  |\n2 |     let x: i32 = "a";\n  |            ---   ^^^ expected `i32`, found `&str`\n  |            |\n  |            expected due to this\n\n'


def test_rustc_says_at_the_place_what_is_wrong():
    """As its short form does; the code is apart from the message."""
    (one,) = findings(diagnostics.DIALECT, RUSTC).failures

    assert (one.line, one.last_line, one.subject, one.kind) == (1, 7, "src/main.rs", "compile")
    assert one.headline == "error[E0308]: mismatched types: expected `i32`, found `&str`"
    assert "let x" not in text_of(one, "message")


def test_cargo_tells_an_error_of_a_library_again_for_its_tests():
    """It is one; the same words at another place are another."""
    assert len(told(diagnostics.DIALECT, RUSTC + RUSTC)) == 1
    assert len(told(diagnostics.DIALECT, RUSTC + RUSTC.replace("2:18", "9:18"))) == 2


@pytest.mark.parametrize(
    ("note", "tool"),
    [
        ("`-D clippy::eq-op` implied by `-D warnings`", "clippy"),
        ("`-D unused-variables` implied by `-D warnings`", "rustc"),
    ],
)
def test_denied_lints_are_lint(note, tool):
    """Their notes tell."""
    text = f"error: equal expressions\n --> src/main.rs:2:1\n  |\n2 | a == a\n  | ^^^^^^\n  |\n  = note: {note}\n"
    (one,) = findings(diagnostics.DIALECT, text).failures

    assert (one.kind, one.tool) == ("lint", tool)


@pytest.mark.parametrize(
    "text",
    [
        "warning: unused variable: `x`\n --> src/main.rs:2:9\n",
        "error: could not compile `shop` (lib) due to 1 previous error\n",
        "error: aborting due to 1 previous error\n",
        "error: pathspec 'gone' did not match any file(s) known to git\n",
    ],
)
def test_what_is_no_error_of_rustc(text):
    """Warnings, counts, and other tools' words."""
    assert told(diagnostics.DIALECT, text) == []


def test_errors_as_json():
    """The place is kept, and what cargo prints for people is shown."""
    message = {
        "message": "mismatched types", "level": "error", "code": {"code": "E0308"}, "rendered": RUSTC,
        "spans": [{"file_name": "src/main.rs", "line_start": 2, "column_start": 18, "is_primary": True, "label": "expected `i32`"}],
    }  # fmt: skip
    line = json.dumps({"reason": "compiler-message", "message": message}, separators=(",", ":"))

    assert told(diagnostics.DIALECT, line) == [
        (1, 1, 1, "src/main.rs", "error[E0308]: mismatched types: expected `i32`")
    ]
