"""Reading ctest: every test is a case, and what a failed one printed says why."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of

from classifier.extract.build.ctest import DIALECT
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"


def outcomes(found):
    """Return name, outcome and attempt of every case."""
    return [(one.subject, one.outcome, one.attempt) for one in found.cases]


@pytest.mark.parametrize(
    ("result", "outcome", "kind", "headline"),
    [
        ("***Failed    0.01 sec", "failed", "test", "Failed"),
        ("***Timeout   1.00 sec", "failed", "timeout", "Timeout"),
        ("***Exception: SegFault  0.10 sec", "failed", "crash", "Exception: SegFault"),
        ("Subprocess aborted***Exception:   0.10 sec", "failed", "crash", "Subprocess aborted"),
        ("***Not Run   0.00 sec", "error", "test", "Not Run"),
    ],
)
def test_how_a_test_can_fail(result, outcome, kind, headline):
    """Its name is the subject, ctest's word the headline when the test printed nothing."""
    found = findings(DIALECT, f" 2/11 Test  #2: io_errors .......{result}\n")

    assert outcomes(found) == [("io_errors", outcome, 1)]
    assert brief(found) == [(1, 1, 1, kind, "cause", "io_errors", headline)]


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("   Passed    0.00 sec", "passed"),
        ("***Skipped   0.00 sec", "skipped"),
        ("***Not Run (Disabled)   0.00 sec", "not_run"),
    ],
)
def test_what_is_no_failure(result, outcome):
    """Tests named after errors pass too."""
    found = findings(DIALECT, f"1/3 Test #1: error_is_FAILED ...{result}\n")

    assert (outcomes(found), found.failures) == ([("error_is_FAILED", outcome, 1)], ())


ON_FAILURE = """\
    Start 1: sums
1/2 Test #1: sums .......................***Failed    0.00 sec
running sums
checks: checks.c:15: main: Assertion `total(1, 2) == 3' failed.

    Start 2: more
2/2 Test #2: more .......................   Passed    0.00 sec

50% tests passed, 1 tests failed out of 2

The following tests FAILED:
      1 - sums (Failed)
Errors while running CTest
"""


def test_output_on_failure():
    """Its telling line is the cause; a report that says FAILED again adds nothing."""
    found = findings(DIALECT, ON_FAILURE)

    headline = "checks: checks.c:15: main: Assertion `total(1, 2) == 3' failed."
    assert brief(found) == [
        (4, 2, 4, "test", "cause", "sums", headline),
        (13, 13, 13, "test", "wrapper", None, "Errors while running CTest"),
    ]
    assert text_of(found.failures[0], "captured") == f"running sums\n{headline}"
    assert found.outcome == "failed"


def test_a_verbose_run_numbers_its_output():
    """Output of tests that run at once is interleaved."""
    text = """\
test 1
    Start 1: one

1: Test command: /b/checks
1: Test timeout computed to be: 1500
test 2
    Start 2: two

2: Test command: /b/checks
1: starting
2: what():  no tables
1: going on
2/2 Test #2: two .....***Failed    0.00 sec
"""
    (failure,) = findings(DIALECT, text).failures

    assert (failure.line, failure.headline) == (11, "what():  no tables")
    assert text_of(failure, "captured") == "what():  no tables"


def test_a_test_that_passes_when_repeated_has_not_failed():
    """Both attempts are cases."""
    text = """\
Test project /b
1/1 Test #1: flaky ....***Failed    0.00 sec
    Test #1: flaky ....   Passed    0.00 sec

100% tests passed, 0 tests failed out of 1
"""
    found = findings(DIALECT, text)

    assert outcomes(found) == [("flaky", "failed", 1), ("flaky", "passed", 2)]
    assert (found.failures, found.outcome) == ((), "passed")


def test_a_test_that_fails_in_two_runs_fails_twice():
    """`Test project` begins a run."""
    run = "Test project /b\n1/1 Test #1: bad ....***Failed    0.00 sec\n"

    assert len(findings(DIALECT, run * 2).failures) == 2


def test_a_list_without_results():
    """What is left of a log that was cut; labels may stand behind."""
    text = "The following tests FAILED:\n\t  2 - sums (Failed)\n\t 13 - slow (Timeout) io nightly\n\n"

    assert [(row[0], row[5], row[6]) for row in brief(findings(DIALECT, text))] == [
        (2, "sums", "Failed"),
        (3, "slow", "Timeout"),
    ]


def test_a_regular_expression_may_end_on_the_next_line():
    """Then ctest says itself why, whatever the output looks like."""
    text = """\
1/1 Test #1: differs ....***Failed  Required regular expression not found. Regex=[never
]  0.00 sec
error: this line is expected
"""
    (failure,) = findings(DIALECT, text).failures

    assert failure.headline == "Failed: Required regular expression not found. Regex=[never"
    assert failure.line == 1


def test_a_session_that_its_own_dialect_reads_makes_it_a_wrapper():
    """The tests of pytest are told by name."""
    text = """\
1/1 Test #1: python ....***Failed    1.00 sec
============================= test session starts ==============================
FAILED tests/test_a.py::test_x
"""
    assert [row[4] for row in brief(findings(DIALECT, text))] == ["wrapper"]


def test_anchors_are_found_fast():
    """Each anchor has a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("*ctest*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the failures and cases are the same."""
    text = (FIXTURES / case / "log").read_text("utf-8", "replace")
    found, every = findings(DIALECT, text), findings_of_every_line(DIALECT, text)

    assert (every.failures, every.cases) == (found.failures, found.cases)
