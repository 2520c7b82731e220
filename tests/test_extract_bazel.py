"""Reading Bazel: actions, packages, repositories and tests that failed."""

import pytest
from extracting import findings, findings_of_every_line

from classifier.extract.bazel import bazel
from classifier.pipeline import triage
from classifier.search import Searcher

RUN = """\
INFO: Analyzed 4 targets (2 packages loaded, 20 targets configured).
FAIL: //shop:cart_test (see /tmp/testlogs/shop/cart_test/test.log)
INFO: From Testing //shop:cart_test:
==================== Test output for //shop:cart_test:
exec ${PAGER:-/usr/bin/less} "$0" || exit 1
Executing tests from //shop:cart_test
-----------------------------------------------------------------------------
opening the till
cart: expected 5, got 4
================================================================================
ERROR: /demo/shop/BUILD:10:10: Compiling shop/app.cc failed: (Exit 1): gcc failed: error executing command \
(from target //shop:app) /usr/bin/gcc ... (remaining 19 arguments skipped)
shop/app.cc:1:21: error: 'total' was not declared in this scope
    1 | int main() { return total; }
Target //shop:app failed to build
ERROR: /demo/shop/BUILD:1:8: Executing genrule //shop:prices failed: (Exit 3): bash failed
no price list
Target //shop:prices failed to build
Use --verbose_failures to see the command lines of failed build steps.
//shop:till_test                                                (cached) PASSED in 0.1s
//shop:cart_test                                                         FAILED in 0.3s
  /tmp/testlogs/shop/cart_test/test.log
//shop:slow_test                                                        TIMEOUT in 60.0s
//shop:app_test                                                   FAILED TO BUILD
//shop:none_test                                                        NO STATUS
"""
FETCH = """\
ERROR: An error occurred during the fetch of repository 'tea':
   Traceback (most recent call last):
\tFile "/demo/external/bazel_tools/http.bzl", line 111, column 45, in _http_archive_impl
\t\tdownload_info = ctx.download_and_extract(
Error in download_and_extract: java.io.IOException: Error downloading [https://example.com/tea.zip]: no host
ERROR: Error fetching repository: Traceback (most recent call last):
\t\tdownload_info = ctx.download_and_extract(
Error in download_and_extract: java.io.IOException: Error downloading [https://example.com/tea.zip]: no host
ERROR: /demo/BUILD:3:10: //:app depends on @tea//:tea in repository @tea which failed to fetch. no such
ERROR: Analysis of target '//:app' failed; build aborted: Analysis failed
"""


def brief(dialect, text):
    """Return line, kind, role, subject and the start of the headline of each failure."""
    found = findings(dialect, text).failures
    return [(one.line, one.kind, one.role, one.subject, one.headline[:40]) for one in found]


def test_a_run():
    """What the programs said is the cause, what Bazel says of them is not."""
    causes = [one for one in brief(bazel.DIALECT, RUN) if one[2] == "cause"]

    assert causes == [
        (12, "compile", "cause", "//shop:app", "shop/app.cc:1:21: error: 'total' was not"),
        (16, "other", "cause", "//shop:prices", "no price list"),
        (9, "test", "cause", "//shop:cart_test", "cart: expected 5, got 4"),
        (22, "timeout", "cause", "//shop:slow_test", "//shop:slow_test timed out"),
    ]


def test_a_compiler_keeps_its_error(tmp_path):
    """The action's cause is the compiler's own line, told by the compiler's reader alone."""
    log = tmp_path / "log"
    log.write_text(RUN, "utf-8")
    told = [(one.failure.line, one.failure.tool) for one in triage([str(log)]).failures]

    assert told.count((12, "gcc")) == 1
    assert (12, "bazel") not in told


def test_results_are_cases():
    """The table at the end names every test."""
    assert {one.subject: one.outcome for one in findings(bazel.DIALECT, RUN).cases} == {
        "//shop:till_test": "passed",
        "//shop:cart_test": "failed",
        "//shop:slow_test": "failed",
        "//shop:app_test": "error",
        "//shop:none_test": "not_run",
    }


def test_a_repository_that_can_not_be_fetched_is_one_cause():
    """Bazel tells it twice, and again for what needs it."""
    assert [one[:3] for one in brief(bazel.REPOSITORIES, FETCH)] == [(5, "dependency", "cause")]
    assert [one[:3] for one in brief(bazel.DIALECT, FETCH)] == [
        (9, "config", "symptom"),
        (10, "other", "wrapper"),
    ]


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("ERROR: /demo/shop/BUILD:3:11: no such package 'gone': BUILD file not found", "/demo/shop/BUILD"),
        ("ERROR: /demo/shop/BUILD.bazel:3:11: name 'sh_tset' is not defined", "/demo/shop/BUILD.bazel"),
        ("ERROR: no such target '//shop:gone': target 'gone' not declared in package 'shop'", None),
        ("ERROR: Skipping '//gone': no such package 'gone': BUILD file not found", None),
        ("ERROR: Unrecognized option: --gone", None),
    ],
)
def test_what_bazel_can_not_build(line, subject):
    """Said in one line."""
    assert [(one[1], one[2], one[3]) for one in brief(bazel.DIALECT, line)] == [("config", "cause", subject)]


def test_what_bazel_says_twice_is_one_cause():
    """Why it skips a target is why it gives up; a package that contains errors has told them."""
    said = "no such target '//shop:gone': target 'gone' not declared in package 'shop'"
    text = f"ERROR: Skipping '//shop:gone': {said}\nERROR: {said}\n"
    loading = "ERROR: error loading package 'milk': Package 'milk' contains errors"

    assert [one[:3] for one in brief(bazel.DIALECT, text)] == [(1, "config", "cause")]
    assert [one[2] for one in brief(bazel.DIALECT, loading)] == ["symptom"]


def test_an_action_that_said_nothing_is_told_by_bazel():
    """There is no better line."""
    said = "ERROR: /demo/BUILD:1:8: Executing genrule //:prices failed: (Exit 3): bash failed"
    text = f"{said}\nTarget //:prices failed to build"

    assert brief(bazel.DIALECT, text)[0][:4] == (1, "other", "cause", "//:prices")


@pytest.mark.parametrize(
    "text",
    [
        "INFO: Build completed successfully, 3 total actions",
        "//shop:till_test   PASSED in 0.1s",
        "ERROR: it rains",
    ],
)
def test_what_is_no_failure(text):
    """Nothing of it."""
    assert brief(bazel.DIALECT, text) == []


@pytest.mark.parametrize("dialect", [bazel.DIALECT, bazel.REPOSITORIES])
@pytest.mark.parametrize("text", [RUN, FETCH])
def test_the_anchors_only_save_time(dialect, text):
    """With every line a hit the result is the same, and each anchor holds a literal."""
    assert findings_of_every_line(dialect, text) == findings(dialect, text)
    assert Searcher(dialect.anchors).weak == ()
