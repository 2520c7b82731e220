"""What is read first in a log, and what explains what."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.causes import place
from classifier.model import Failure, Judged, Match, Unknown

ROLES = ("cause", "symptom", "wrapper")
KINDS = ("test", "compile", "disk", "memory", "infra", "timeout", "other")


def judged(
    line, kind="test", role="cause", certainty=80, tool="pytest", rule_role=None, subject=None, headline=None
):
    """Return a failure of one line, matched by a rule when `rule_role` is given."""
    headline = headline or f"{kind} at {line}"
    failure = Failure(
        line=line, first_line=line, last_line=line, kind=kind, tool=tool,
        headline=headline,
        spans=(), role=role, certainty=certainty, subject=subject, phase="call" if subject else None,
    )  # fmt: skip
    match = Match(
        rule="r", component="c", signature="r", title="r", role=rule_role or role, matched=(line, line)
    )
    return Judged(failure=failure, verdict=match if rule_role else Unknown(), key=failure.headline)


def test_nothing_is_placed_when_nothing_failed():
    """An empty log has an empty placing."""
    assert (place([]).ranks, place([]).explained_by) == ((), ())


@pytest.mark.parametrize(
    ("failures", "ranks", "explained_by"),
    [
        pytest.param([judged(9), judged(4)], (2, 1), (None, None), id="the first in the log is read first"),
        pytest.param(
            [judged(4, certainty=20), judged(9)], (2, 1), (None, None), id="certainty comes before the order"
        ),
        pytest.param(
            [judged(9, role="wrapper", tool="make"), judged(4, "compile", tool="gcc")],
            (2, 1), (1, None), id="a wrapper is explained by the cause before it",
        ),
        pytest.param(
            [judged(4, role="wrapper", tool="ci"), judged(5)],
            (2, 1), (1, None), id="an annotation may come a line before the exception",
        ),
        pytest.param(
            [judged(2), judged(5, "compile"), judged(9, role="wrapper")],
            (1, 2, 3), (None, None, 1), id="the nearest cause explains a wrapper",
        ),
        pytest.param(
            [judged(4, "network", role="symptom"), judged(5, "crash")],
            (2, 1), (1, None), id="a refused connection because the server died a line later",
        ),
        pytest.param(
            [judged(4, subject="test_a"), judged(9, role="symptom", subject="test_b")],
            (1, 2), (None, None), id="the failure of one test explains nothing in the next",
        ),
        pytest.param(
            [judged(2, "crash"), judged(4, subject="test_a"), judged(9, role="symptom", subject="test_b")],
            (1, 2, 3), (None, None, 0), id="what happened outside of tests may explain what a test met",
        ),
        pytest.param(
            [judged(4, subject="test_b"), judged(6, subject="test_a"),
             judged(9, role="symptom", subject="test_b")],
            (1, 2, 3), (None, None, 0), id="a test's own failure explains what it met later",
        ),
        pytest.param(
            [judged(4, "disk", subject="test_a"), judged(9, role="symptom", subject="test_b")],
            (1, 2), (None, 0), id="a full disk stays full for the next test",
        ),
        pytest.param(
            [judged(4, subject="test_a"), judged(9, role="wrapper")],
            (1, 2), (None, 0), id="a wrapper speaks of tests too",
        ),
        pytest.param(
            [judged(4, "network", role="symptom"), judged(500, "crash")],
            (2, 1), (None, None), id="a cause far below explains nothing above",
        ),
        pytest.param(
            [judged(2, "compile"), judged(5, "disk", certainty=60), judged(9), judged(12)],
            (2, 1, 3, 4), (None, None, 1, 1), id="after the disk filled up all else follows from it",
        ),
        pytest.param(
            [judged(5, "infra", tool="ci"), judged(6, "infra", tool="ci")],
            (1, 2), (None, 0), id="the CI system says twice that it stopped the job",
        ),
        pytest.param(
            [judged(2, "import", headline="no module a"), judged(4, "import", headline="no module b"),
             judged(6, "import", headline="no module a")],
            (1, 2, 3), (None, None, 0), id="one module that is missing fails many files",
        ),
        pytest.param(
            [judged(2, "test", headline="same"), judged(6, "test", headline="same")],
            (1, 2), (None, None), id="tests that fail alike are several failures",
        ),
        pytest.param(
            [judged(5, "timeout"), judged(40, "crash")],
            (1, 2), (None, 0), id="what is killed after a time limit reports a crash",
        ),
        pytest.param(
            [judged(5, "timeout"), judged(900, "crash")],
            (1, 2), (None, None), id="a crash long after a time limit is its own",
        ),
        pytest.param(
            [judged(5, "crash"), judged(9, "timeout")],
            (1, 2), (None, None), id="a crash before a time limit is its own",
        ),
        pytest.param(
            [judged(5), judged(9, "other", certainty=10, tool="python")],
            (1, 2), (None, 0), id="noise of the end follows from what is sure",
        ),
        pytest.param(
            [judged(5), judged(9, "other", certainty=45, tool="ci")],
            (1, 2), (None, 0), id="an action after the failing step finds its tests failed",
        ),
        pytest.param(
            [judged(5), judged(9, "other", certainty=20, tool="general")],
            (1, 2), (None, None), id="another step that failed is no noise",
        ),
        pytest.param(
            [judged(5, role="wrapper"), judged(8, role="wrapper")],
            (1, 2), (None, None), id="wrappers alone explain nothing",
        ),
        pytest.param(
            [judged(5, rule_role="wrapper"), judged(8)],
            (2, 1), (1, None), id="the role is the winning rule's",
        ),
    ],
)  # fmt: skip
def test_place(failures, ranks, explained_by):
    """Ranks and explanations of small logs, told by their ids."""
    placing = place(failures)
    assert (placing.ranks, placing.explained_by) == (ranks, explained_by)


FAILURES = st.lists(
    st.builds(
        judged,
        st.integers(1, 30), st.sampled_from(KINDS), st.sampled_from(ROLES), st.sampled_from([20, 60, 80]),
        st.sampled_from(["ci", "pytest"]), subject=st.sampled_from([None, "test_a", "test_b"]),
    )
)  # fmt: skip


@given(FAILURES)
def test_ranks_are_a_permutation_and_explanations_end(failures):
    """Every failure has its rank, and no explanation explains itself."""
    placing = place(failures)
    assert sorted(placing.ranks) == list(range(1, len(failures) + 1))
    for start in range(len(failures)):
        seen, index = set(), start
        while index is not None and index not in seen:
            seen.add(index)
            index = placing.explained_by[index]
        assert index is None, "an explanation runs in a circle"


@given(FAILURES)
def test_what_explains_is_a_cause_and_is_read_earlier(failures):
    """A reader who follows the ranks meets the cause before what it explains."""
    placing = place(failures)
    for index, other in enumerate(placing.explained_by):
        if other is not None:
            assert failures[other].role == "cause"
            assert placing.ranks[other] < placing.ranks[index]


def test_a_log_of_very_many_failures_is_placed_at_once():
    """Each failure is looked up among the causes, not compared with every other one."""
    roles = ("cause", "wrapper", "symptom")
    many = [judged(line, role=roles[line % 3]) for line in range(60_000, 0, -1)]
    began = time.process_time()

    placing = place(many)

    assert time.process_time() - began < 3
    assert placing.explained_by[-3:] == (None, len(many) - 3, len(many) - 3)
