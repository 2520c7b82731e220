"""Reading go test and gotestsum, how Go programs die in tests, and what the go command says."""

# ruff: noqa: E501 - logs in a line

from pathlib import Path

import pytest
from extracting import findings, findings_of_every_line, text_of

from classifier.extract import golang
from classifier.extract.golang.gotest import DIALECT
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"
LOGS = sorted(path for name in ("go-test-*", "gotestsum-*") for path in FIXTURES.glob(f"{name}/log"))
END = "FAIL\nFAIL\tshop/cart\t0.003s\n"


def told(text):
    """Return line, first line, last line, role, subject and headline of each failure."""
    found = findings(DIALECT, text).failures
    return [(one.line, one.first_line, one.last_line, one.role, one.subject, one.headline) for one in found]


@pytest.mark.parametrize("dialect", golang.DIALECTS, ids=lambda one: one.name)
def test_anchors_are_found_fast(dialect):
    """Each has a literal."""
    assert Searcher(dialect.anchors).weak == ()


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.parent.name)
def test_anchors_only_save_time(path):
    """With every line a hit, the findings are the same."""
    text = path.read_text("utf-8", "replace")

    assert findings_of_every_line(DIALECT, text) == findings(DIALECT, text)


def test_a_test_tells_below_its_verdict():
    """The package named next is part of the name."""
    text = f"--- FAIL: TestAdd (0.00s)\n    app_test.go:7: got 4, want 5\n{END}"

    assert told(text) == [(2, 2, 2, "cause", "shop/cart.TestAdd", "got 4, want 5")]


def test_with_v_it_tells_above():
    """Below the line that says it runs, also after others ran in between."""
    text = (
        "=== RUN   TestAdd\n=== PAUSE TestAdd\n=== RUN   TestFind\n    app_test.go:2: found no tea\n"
        "=== CONT  TestAdd\n    app_test.go:7: got 4, want 5\n--- FAIL: TestFind (0.00s)\n--- FAIL: TestAdd (0.00s)\n"
        + END
    )

    assert [row[4:] for row in told(text)] == [
        ("shop/cart.TestFind", "found no tea"), ("shop/cart.TestAdd", "got 4, want 5"),
    ]  # fmt: skip


def test_of_several_lines_that_which_reads_like_a_reason_is_told():
    """What is logged before is no reason."""
    text = f"--- FAIL: TestAdd (0.00s)\n    a_test.go:3: adding up\n    a_test.go:7: got 4, want 5\n{END}"

    assert [row[0] for row in told(text)] == [3]


def test_a_parent_test_is_a_symptom_of_its_subtests():
    """Go lists the subtests below it; the one that failed says why."""
    text = (
        f"--- FAIL: TestTotal (0.00s)\n    --- FAIL: TestTotal/two (0.00s)\n        a_test.go:9: got 4\n{END}"
    )

    assert told(text) == [
        (1, 1, 1, "symptom", "shop/cart.TestTotal", "--- FAIL: TestTotal (0.00s)"),
        (3, 3, 3, "cause", "shop/cart.TestTotal/two", "got 4"),
    ]


def test_testify_says_why_below_its_trace():
    """Old versions part label and words by tabs."""
    text = f"--- FAIL: TestAdd (0.00s)\n\ta_test.go:31: \tError Trace:\ta_test.go:126\n\t\t\tError:\t\tShould be true\n\t\t\tMessages:\tno tea\n{END}"

    assert [row[5] for row in told(text)] == ["Should be true: no tea"]


def test_equal_names_of_two_packages_are_two_tests():
    """Each is told by what it printed itself."""
    one = "=== RUN   TestAdd\n    a_test.go:3: got 1\n--- FAIL: TestAdd (0.00s)\nFAIL\tshop/cart\t0.1s\n"
    other = one.replace("got 1", "got 2").replace("cart", "stock")

    assert [row[4:] for row in told(one + other)] == [
        ("shop/cart.TestAdd", "got 1"), ("shop/stock.TestAdd", "got 2"),
    ]  # fmt: skip


def test_a_package_may_end_without_a_test():
    """Its last words tell why."""
    text = "ok  \tshop/stock\t0.1s\ncannot open the register\nexit status 2\nFAIL\tshop/cart\t0.1s\n"

    assert told(text) == [(2, 2, 2, "cause", "shop/cart", "cannot open the register")]


def test_a_panic_belongs_to_the_test_that_its_stack_names():
    """Where another goroutine dies there is no verdict."""
    text = (
        "panic: no tea\n\ngoroutine 7 [running]:\nshop/cart.TestAdd.func1()\n\t/shop/cart/a_test.go:9 +0x1a\n"
        "created by shop/cart.TestAdd\n\t/shop/cart/a_test.go:8 +0x1a\nexit status 2\nFAIL\tshop/cart\t0.1s\n"
    )
    (one,) = findings(DIALECT, text).failures

    assert (one.subject, one.headline, one.kind) == ("shop/cart.TestAdd", "panic: no tea", "crash")
    assert "a_test.go:9" in text_of(one, "frames")


def test_a_test_that_ran_out_of_time_is_listed_since_go_1_20():
    """It stands below the panic."""
    text = "panic: test timed out after 2s\n\trunning tests:\n\t\tTestWaits (2s)\n\ngoroutine 8 [running]:\nFAIL\tshop/slow\t2.1s\n"
    (one,) = findings(DIALECT, text).failures

    assert (one.subject, one.kind) == ("shop/slow.TestWaits", "timeout")


def test_panics_of_other_programs_are_left_to_others():
    """Without a test they are crashes."""
    assert (
        told("panic: no tea\n\ngoroutine 1 [running]:\nmain.main()\n\t/shop/main.go:3 +0x1a\nexit status 2\n")
        == []
    )


def test_what_passed_when_run_again_is_no_failure():
    """Gotestsum tries failed tests again."""
    text = (
        "=== RUN   TestAdd\n    a_test.go:3: got 1\n--- FAIL: TestAdd (0.00s)\nFAIL cart.TestAdd (0.00s)\nFAIL cart\n\n"
        "DONE 1 tests, 1 failure\n\nPASS cart.TestAdd (re-run 1) (0.00s)\nPASS cart\n"
    )
    found = findings(DIALECT, text)

    assert found.failures == ()
    assert [(one.outcome, one.attempt) for one in found.cases] == [("failed", 1), ("passed", 2)]


def test_groups_of_github_hold_a_test_each():
    """As gotestsum prints them."""
    text = (
        "##[group]FAIL cart.TestAdd (0.00s)\n    a_test.go:3: got 1\n##[endgroup]\nDONE 1 tests, 1 failure\n"
    )

    assert [row[4:] for row in told(text)] == [("cart.TestAdd", "got 1")]
