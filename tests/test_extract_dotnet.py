"""Reading the tests of .NET: each layout, each test once, and what is no failure."""

import pytest
from extracting import findings, findings_of_every_line

from classifier.extract.dotnet.tests import DIALECT
from classifier.search import Searcher

VSTEST = """\
  Failed Shop.CartTests.Adds [12 ms]
  Error Message:
   Assert.Equal() Failure: Values differ
Expected: 5
Actual:   4
  Stack Trace:
     at Shop.CartTests.Adds() in /demo/CartTests.cs:line 12
  Standard Output Messages:
 Error: printed

Failed!  - Failed:     1, Passed:     3, Skipped:     0, Total:     4, Duration: 24 ms - Shop.dll
"""
XUNIT_ADAPTER = """\
[xUnit.net 00:00:00.53]     Shop.CartTests.Adds [FAIL]
[xUnit.net 00:00:00.53]       Assert.Equal() Failure: Values differ
[xUnit.net 00:00:00.53]       Expected: 5
[xUnit.net 00:00:00.53]       Actual:   4
[xUnit.net 00:00:00.53]       Stack Trace:
[xUnit.net 00:00:00.53]         /demo/CartTests.cs(12,0): at Shop.CartTests.Adds()
"""
MSTEST_OLD = """\
Failed   Shop.CartTests.Adds
Error Message:
 Assert.AreEqual failed. Expected:<5>. Actual:<4>.
Stack Trace:
   at Shop.CartTests.Adds() in C:\\demo\\CartTests.cs:line 12

Total tests: 4. Passed: 3. Failed: 1. Skipped: 0.
Test Run Failed.
"""
CORE_2 = """\
  X Adds [12ms]
  Error Message:
     Expected: 5
  But was:  4
"""
XUNIT = """\
    Shop.CartTests.Adds [FAIL]
      Assert.Equal() Failure
      Expected: 5
      Actual:   4
      Stack Trace:
        CartTests.cs(12,0): at Shop.CartTests.Adds()
  Finished:    Shop.Tests
=== TEST EXECUTION SUMMARY ===
   Shop.Tests  Total: 5, Errors: 0, Failed: 1, Skipped: 1, Time: 0.225s
"""
NUNIT_2 = """\
Tests run: 7, Errors: 0, Failures: 1, Inconclusive: 0, Time: 0.27 seconds

Errors and Failures:
1) Test Failure : Shop.CartTests.Adds
     tea and milk
  Expected: "green tea"
  But was:  "green  tea"
  -----------------^

at Shop.CartTests.Adds () [0x0001b] in <bd8b>:0

Tests Not Run:
1) Ignored : Shop.CartTests.NotYet
"""
NUNIT_3 = """\
1) Failed : Shop.CartTests.Adds
  Expected: 5
  But was:  4
at Shop.CartTests.Adds() in /demo/CartTests.cs:line 12

Test Run Summary
  Overall result: Failed
  Test Count: 4, Passed: 3, Failed: 1, Warnings: 0, Inconclusive: 0, Skipped: 0
"""
PLATFORM = """\
failed Shop.CartTests.Adds (12ms)
  Assert.Equal() Failure: Values differ
  Expected: 5
  Actual:   4
    at Shop.CartTests.Adds() in /demo/CartTests.cs:12

Test run summary: Failed! - bin/Debug/net9.0/Shop.Tests.dll (net9.0|x64)
"""
LOGGER = """\
  Shop.Tests test failed with 1 error(s) (1.4s)
    /demo/CartTests.cs(12): error TESTERROR:
      Shop.CartTests.Adds (12ms): Error Message: Assert.Equal() Failure: Values differ
      Expected: 5
      Actual:   4
      Stack Trace:
         at Shop.CartTests.Adds() in /demo/CartTests.cs:line 12

Test summary: total: 2, failed: 1, succeeded: 1, skipped: 0, duration: 1.4s
"""
DIFFERS = "Assert.Equal() Failure: Values differ Expected: 5 Actual: 4"


def brief(text):
    """Return line, first and last line, tool, subject and headline of each failure."""
    found = findings(DIALECT, text).failures
    return [(one.line, one.first_line, one.last_line, one.tool, one.subject, one.headline) for one in found]


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        (VSTEST, (3, 1, 5, "dotnet test", "Shop.CartTests.Adds", DIFFERS)),
        (
            MSTEST_OLD,
            (
                3,
                1,
                3,
                "dotnet test",
                "Shop.CartTests.Adds",
                "Assert.AreEqual failed. Expected:<5>. Actual:<4>.",
            ),
        ),
        (CORE_2, (3, 1, 4, "dotnet test", "Adds", "Expected: 5 But was: 4")),
        (XUNIT, (2, 1, 4, "xunit", "Shop.CartTests.Adds", "Assert.Equal() Failure Expected: 5 Actual: 4")),
        (
            NUNIT_2,
            (
                5,
                4,
                8,
                "nunit",
                "Shop.CartTests.Adds",
                'tea and milk Expected: "green tea" But was: "green tea"',
            ),
        ),
        (NUNIT_3, (2, 1, 3, "nunit", "Shop.CartTests.Adds", "Expected: 5 But was: 4")),
        (PLATFORM, (2, 1, 4, "dotnet test", "Shop.CartTests.Adds", DIFFERS)),
        (LOGGER, (3, 2, 5, "dotnet test", "Shop.CartTests.Adds", DIFFERS)),
        (XUNIT_ADAPTER, (2, 1, 4, "xunit", "Shop.CartTests.Adds", DIFFERS)),
    ],
    ids=["vstest", "mstest", "core-2", "xunit", "nunit-2", "nunit-3", "platform", "logger", "xunit-adapter"],
)
def test_a_failed_test_is_told_with_what_it_expected(text, failure):
    """The line is the first one of the message, the block ends before the call stack."""
    assert brief(text) == [failure]


def test_a_test_that_two_programs_tell_of_is_one_failure():
    """`dotnet test` says again what xUnit's adapter has said."""
    assert [one[:3] for one in brief(XUNIT_ADAPTER + VSTEST)] == [(9, 7, 11)]


def test_the_text_is_parted():
    """Rules see message, call stack and output apart."""
    (failure,) = findings(DIALECT, VSTEST).failures

    assert [(one.where, len(one.lines)) for one in failure.spans] == [
        ("message", 3),
        ("frames", 1),
        ("captured", 1),
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (VSTEST, {"failed": 1, "passed": 3}),
        (VSTEST * 2, {"failed": 2, "passed": 6}),
        (MSTEST_OLD, {"failed": 1, "passed": 3}),
        (XUNIT, {"failed": 1, "passed": 3, "skipped": 1}),
        (NUNIT_2, {"failed": 1, "passed": 6}),
        (NUNIT_3, {"failed": 1, "passed": 3}),
        (LOGGER, {"failed": 1, "passed": 1}),
    ],
)
def test_summaries_are_counted(text, counts):
    """Those of several assemblies are added up."""
    assert findings(DIALECT, text).counts == counts


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (
            "Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total:     3, Duration: 2 ms - a.dll",
            "passed",
        ),
        ("Tests run: 4, Errors: 0, Failures: 0, Inconclusive: 0, Time: 0.2 seconds", "passed"),
        ("Tests run: 4, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.2 sec", None),
        ("  Failed to connect to the till [retrying]", None),
        ("Failed   to connect", None),
        ("    test_late ...                                              [FAIL]", None),
        ("2) Error : handling in Java", None),
    ],
)
def test_what_is_no_failed_test(text, outcome):
    """Summaries of runs that passed, those of other tools, and sentences that begin alike."""
    assert findings(DIALECT, text).outcome == outcome


def test_a_set_up_that_failed_says_so():
    """NUnit tells the phase in the heading."""
    text = "1) SetUp Error : Shop.StockTests.Holds\n   SetUp : System.InvalidOperationException : no database"

    assert [one.phase for one in findings(DIALECT, text).failures] == ["setup"]


def test_results_are_cases():
    """Verbose runs name every test."""
    text = "  Passed Shop.CartTests.Sums [1 ms]\n  Skipped Shop.CartTests.Later [< 1 ms]\n" + CORE_2

    assert [(one.subject, one.outcome) for one in findings(DIALECT, text).cases] == [
        ("Shop.CartTests.Sums", "passed"),
        ("Shop.CartTests.Later", "skipped"),
    ]


@pytest.mark.parametrize("text", [VSTEST, XUNIT_ADAPTER, XUNIT, NUNIT_2, NUNIT_3, PLATFORM, LOGGER])
def test_the_anchors_only_save_time(text):
    """With every line a hit the result is the same."""
    assert findings_of_every_line(DIALECT, text) == findings(DIALECT, text)


def test_every_anchor_is_fast():
    """Each holds a literal."""
    assert Searcher(DIALECT.anchors).weak == ()
