"""Reading the tests of meson and automake: each once, with the line of its output that says why."""

import pytest
from extracting import brief, findings

from classifier.extract.build.suites import DIALECT

MESON = """\
1/3 kite:lands   OK              0.03s
2/3 kite:flies   FAIL            0.03s   exit status 1
>>> MALLOC_PERTURB_=61 /tmp/kite/flies
――――――――――――――――――――――――――――― ✀  ―――――――――――――――――――――――――――――
stdout:
measuring
stderr:
assertion of height failed: 3 is not 4
――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――

3/3 kite:gusts / storm FAIL            0.05s   killed by signal 11 SIGSEGV
>>> MALLOC_PERTURB_=80 /tmp/kite/gusts

Summary of Failures:

2/3 kite:flies   FAIL            0.03s   exit status 1
3/3 kite:gusts / storm FAIL            0.05s   killed by signal 11 SIGSEGV

Ok:                1   
Fail:              2   
"""  # noqa: W291 - meson pads its counts

AUTOMAKE = """\
PASS: land.sh
FAIL: fly.sh
SKIP: dive.sh
=============================
   kite 1.0: ./test-suite.log
=============================

# TOTAL: 3

FAIL: fly.sh
============

measuring
FAIL: height is 3, not 4
FAIL fly.sh (exit status: 1)

SKIP: dive.sh
=============

SKIP dive.sh (exit status: 77)

============================================================================
Testsuite summary for kite 1.0
============================================================================
# TOTAL: 3
# FAIL:  1
"""


def outcomes(found):
    """Return name and outcome of every case."""
    return [(one.subject, one.outcome) for one in found.cases]


def test_meson_names_each_test_once_with_what_it_printed():
    found = findings(DIALECT, MESON)

    assert outcomes(found) == [
        ("kite:lands", "passed"),
        ("kite:flies", "failed"),
        ("kite:gusts / storm", "failed"),
    ]
    assert brief(found) == [
        (8, 2, 8, "test", "cause", "kite:flies", "assertion of height failed: 3 is not 4"),
        (11, 11, 11, "crash", "cause", "kite:gusts / storm", "FAIL killed by signal 11 SIGSEGV"),
    ]
    assert found.outcome == "failed"


@pytest.mark.parametrize(
    ("result", "outcome", "kind"),
    [
        ("TIMEOUT         1.02s   killed by signal 15 SIGTERM", "failed", "timeout"),
        ("UNEXPECTEDPASS  0.02s", "xpassed", "test"),
        ("FAIL            0.05 s 2/3 subtests passed", "failed", "test"),
    ],
)
def test_how_a_test_of_meson_can_fail(result, outcome, kind):
    found = findings(DIALECT, f" 2/11 kite:flies {result}\n")

    assert outcomes(found) == [("kite:flies", outcome)]
    assert [one.kind for one in found.failures] == [kind]


def test_a_run_of_meson_without_failures_passed():
    found = findings(
        DIALECT,
        "1/2 a OK              0.03s\n2/2 b EXPECTEDFAIL 0.01s exit status 1\n\nOk:                1\n",
    )

    assert outcomes(found) == [("a", "passed"), ("b", "xfailed")]
    assert (found.failures, found.outcome) == ((), "passed")


def test_automake_names_each_test_once_with_what_its_log_says():
    found = findings(DIALECT, AUTOMAKE)

    assert outcomes(found) == [("land.sh", "passed"), ("fly.sh", "failed"), ("dive.sh", "skipped")]
    assert brief(found) == [(14, 10, 14, "test", "cause", "fly.sh", "FAIL: height is 3, not 4")]


def test_automake_without_logs_names_the_result():
    found = findings(DIALECT, "FAIL: fly.sh\nPASS: land.sh\n=====\n1 of 2 tests failed\n=====\n")

    assert brief(found) == [(1, 1, 1, "test", "cause", "fly.sh", "FAIL")]


@pytest.mark.parametrize(
    "log",
    [
        "FAIL: fly.sh\n",
        "ERROR: no such kite: fly\nTestsuite summary for kite 1.0\n",
        "FAIL: test_fly (kite.Test)\nTestsuite summary for kite 1.0\n",
    ],
)
def test_words_alone_are_no_results_of_automake(log):
    assert findings(DIALECT, log).failures == ()
