"""Tests of native code: one failure for each test, said in one line, with the test as its subject."""

import pytest
from extracting import brief, findings, findings_of_every_line

from classifier.extract.native import catch2, checks, gtest, lit

GTEST = """\
[ RUN      ] CartTest.Adds
cart_test.cc:22: Failure
Expected equality of these values:
  add(2, 2)
    Which is: 5
  4
cart_test.cc:23: Failure
Value of: even(3)
  Actual: false
Expected: true
[  FAILED  ] CartTest.Adds (0 ms)
[ RUN      ] CartTest.Prints
error: Failure is expected here
[       OK ] CartTest.Prints (0 ms)
"""
OLD_GTEST = """\
[ RUN      ] CartTest.Adds
cart_test.cc(22): error: Value of: add(2, 2)
  Actual: 5
Expected: 4
[  FAILED  ] CartTest.Adds (0 ms)
"""
LIT = """\
FAIL: Cart :: add.mlir (1 of 2)
******************** TEST 'Cart :: add.mlir' FAILED ********************
Script:
--
: 'RUN: at line 1';   mlir-opt add.mlir | FileCheck add.mlir
--
Exit Code: 1

Command Output (stderr):
--
/tmp/cart/add.mlir:3:11: error: CHECK: expected string not found in input
// CHECK: arith.constant 5 : i32
          ^

--

********************
PASS: Cart :: fine.txt (2 of 2)
"""
CATCH2 = """\
-------------------------------------------------------------------------------
Cart of many
  has a last
-------------------------------------------------------------------------------
cart_test.cc:15
...............................................................................

cart_test.cc:17: FAILED:
  CHECK( items.back() == 4 )
with expansion:
  3 == 4

cart_test.cc:18: FAILED:
  CHECK( items.empty() )

===============================================================================
test cases: 1 | 1 failed
"""
BOOST = """\
cart_test.cc(10): error: in "Sums/Adds": check add(2, 2) == 4 has failed [5 != 4]
cart_test.cc(11): error: in "Sums/Adds": check add(1, 1) == 2 has failed [3 != 2]
"""
CPPUNIT = """\
1) test: CartTest::adds (F) line: 18 cart_test.cc
equality assertion failed
- Expected: 4
- Actual  : 5

"""


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        (gtest, GTEST, ("CartTest.Adds", "Expected equality of these values: add(2, 2) (which is 5), 4")),
        (gtest, OLD_GTEST, ("CartTest.Adds", "Value of: add(2, 2), Actual: 5, Expected: 4")),
        (
            lit,
            LIT,
            ("Cart :: add.mlir", "error: CHECK: expected string not found in input: arith.constant 5 : i32"),
        ),
        (
            catch2,
            CATCH2,
            ("Cart of many / has a last", "CHECK( items.back() == 4 ) with expansion: 3 == 4"),
        ),
        (checks, BOOST, ("Sums/Adds", "check add(2, 2) == 4 has failed [5 != 4]")),
        (checks, CPPUNIT, ("CartTest::adds", "equality assertion failed: Expected: 4, Actual : 5")),
    ],
)
def test_a_failed_test_is_one_failure(dialect, text, expected):
    """However many of its checks failed, the first says why; the anchors only save time."""
    found = findings(dialect.DIALECT, text)

    assert [(one.subject, one.headline) for one in found.failures] == [expected]
    assert brief(found) == brief(findings_of_every_line(dialect.DIALECT, text))


def test_results_are_cases():
    """GoogleTest and lit name every test."""
    assert [(one.subject, one.outcome) for one in findings(gtest.DIALECT, GTEST).cases] == [
        ("CartTest.Adds", "failed"),
        ("CartTest.Prints", "passed"),
    ]
    assert [one.outcome for one in findings(lit.DIALECT, LIT).cases] == ["failed", "passed"]


def test_a_test_without_a_result_failed():
    """A program that dies leaves the test that ran without one."""
    found = findings(gtest.DIALECT, "[ RUN      ] CartTest.Fills\nSegmentation fault\n")

    assert [(one.subject, one.outcome) for one in found.cases] == [("CartTest.Fills", "failed")]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        (
            gtest,
            "[  FAILED  ] 2 tests, listed below:\n[  FAILED  ] CartTest.Adds\n[  FAILED  ] CartTest.Sells\n",
        ),
        (lit, "********************\nFailed Tests (2):\n  Cart :: add.mlir\n  Cart :: sell.mlir\n\n"),
    ],
)
def test_a_list_at_the_end_names_what_else_failed(dialect, text):
    """A log that was cut holds nothing but the list."""
    assert len(findings(dialect.DIALECT, text).failures) == 2


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        (catch2, "All tests passed (3 assertions in 2 test cases)\n"),
        (catch2, "[doctest] Status: SUCCESS!\n"),
        (checks, "*** No errors detected\n"),
        (gtest, "[==========] 2 tests from 1 test suite ran. (0 ms total)\n[  PASSED  ] 2 tests.\n"),
        (lit, "PASS: Cart :: fine.txt (1 of 1)\n"),
    ],
)
def test_runs_that_passed(dialect, text):
    """A run without failures says so."""
    found = findings(dialect.DIALECT, text)

    assert not found.failures
    assert found.outcome == "passed"


@pytest.mark.parametrize("text", ["src/a.py:3: ERROR: no such file", "a.c:3: ERROR: CHECKSUM is wrong"])
def test_errors_of_other_tools_are_none_of_doctest(text):
    """Only below a heading of doctest is `ERROR:` one of its checks."""
    assert not findings(catch2.DIALECT, text).failures
