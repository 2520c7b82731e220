"""Failures are those of the result that stands nearest, also where a log holds several runs."""

import pytest

from classifier.extract.linking import linked
from classifier.model import Case, Failure


def failure(line, subject="t"):
    """Return a failure of a test."""
    return Failure(
        line=line, first_line=line, last_line=line, kind="test", tool="pytest", headline="boom", spans=(),
        subject=subject,
    )  # fmt: skip


def case(line, outcome="failed", attempt=1, subject="t"):
    """Return a result of a test."""
    return Case(line=line, subject=subject, outcome=outcome, attempt=attempt)


@pytest.mark.parametrize(
    ("cases", "lines", "owned"),
    [
        ([case(1)], [5, 6], [(0, 1)]),
        ([case(9)], [5, 6], [(0, 1)]),
        ([case(1), case(11)], [5, 15], [(0,), (1,)]),
        ([case(9), case(19)], [5, 15], [(0,), (1,)]),
        ([case(9), case(19)], [5, 15, 25], [(0,), (1, 2)]),
        ([case(1), case(11, "passed")], [5], [(0,), ()]),
        ([case(1, "passed"), case(11)], [15], [(), (0,)]),
        ([case(1), case(2, "passed", attempt=2)], [5], [(), (0,)]),
        ([case(1), case(2, attempt=2), case(11)], [5, 15], [(), (0,), (1,)]),
        ([case(1, "passed"), case(11, "passed")], [5], [(), (0,)]),
        ([case(1, subject="u")], [5], [()]),
    ],
)
def test_a_failure_is_that_of_the_nearest_run_that_went_wrong(cases, lines, owned):
    """Of attempts the last has the failures; results stand above them, as with `-v`, or below."""
    found = linked(cases, [failure(line) for line in lines], "a.log")

    assert [one.failures for one in found] == owned
    assert {one.log for one in found} == {"a.log"}
