"""The counts of a report add up and come in the promised order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.model import (
    Case,
    Cluster,
    Component,
    Failure,
    Judged,
    JudgedLog,
    Knowledge,
    Log,
    Match,
    Placing,
    Reading,
    RuleUse,
    Run,
    Span,
    Unknown,
)
from classifier.tables import tabulate

USE = RuleUse(
    id="oom", title="Out of memory", component="memory", means="", remedy="", see=(), owner="", issue="",
    action="retry", place="rules/machine.yaml:1", hits=0,
)  # fmt: skip
KNOWLEDGE = Knowledge(
    digest="d",
    packs=(),
    components=(Component(id="disk", title="Disk"), Component(id="memory", title="Memory")),
    rules={"oom": USE},
    normalizer_version=1,
    normalizer_digest="n",
)
MATCH = Match(
    rule="oom", component="memory", signature="oom", title="Out of memory", role="cause", matched=(1, 1)
)


def failure(line, *, log="a.log", subject=None, role="cause"):
    """Return a failure at a line."""
    return Failure(
        line=line, first_line=line, last_line=line, kind="test", tool="pytest", headline=f"boom {line}",
        spans=(Span("message", ((line, "boom"),)),), subject=subject, log=log, role=role,
    )  # fmt: skip


def judged_log(verdicts, *, log="a.log", cases=()):
    """Return a log whose failures have these verdicts; None stands for a wrapper that no rule knows."""
    judged = tuple(
        Judged(
            failure=failure(line, log=log, role="wrapper" if verdict is None else "cause"),
            verdict=verdict or Unknown(),
            key=f"k{line}",
        )
        for line, verdict in enumerate(verdicts, 1)
    )
    ranks = tuple(range(1, len(judged) + 1))
    reading = Reading(
        log=Log(path=log, state="failed", lines=9, bytes=90, cases={"failed": 1}),
        failures=tuple(one.failure for one in judged),
        cases=cases,
    )
    return JudgedLog(
        reading=reading, judged=judged, placing=Placing(ranks=ranks, explained_by=(None,) * len(judged))
    )


def clusters_of(logs, size=1):
    """Return clusters of `size` consecutive unknown failures each; wrappers are never grouped with others."""
    every = [one for log in logs for one in log.judged]
    groups = []
    for wrapper in (False, True):
        unknown = [
            index
            for index, one in enumerate(every)
            if isinstance(one.verdict, Unknown) and (one.role == "wrapper") == wrapper
        ]
        groups += [unknown[start : start + size] for start in range(0, len(unknown), size)]
    return [
        Cluster(
            id=f"u-{one[0]:012x}", family="f", template="boom <NUM>", members=tuple(one), exemplars=(one[0],)
        )
        for one in groups
    ]


def made(logs, size=1):
    """Return the report of these logs."""
    return tabulate(logs, clusters_of(logs, size), KNOWLEDGE, version="0", run=Run())


def test_each_standing_is_counted_once():
    """Matched, clustered, unique and wrapper only make up all failures."""
    totals = made([judged_log([MATCH, Unknown(), Unknown(), Unknown(), None])], size=2).totals

    assert (totals.matched, totals.clustered, totals.unique, totals.wrapper_only) == (1, 2, 1, 1)
    assert (totals.failures, totals.signatures, totals.causes) == (5, 4, 3)


verdicts = st.lists(st.sampled_from([MATCH, Unknown(), Unknown(component="disk"), None]), max_size=6)


@given(st.lists(verdicts, max_size=4), st.integers(1, 4))
def test_nothing_is_lost_or_counted_twice(logs, size):
    """Whatever the verdicts, all totals agree with each other."""
    report = made([judged_log(some, log=f"{index}.log") for index, some in enumerate(logs)], size)
    totals = report.totals

    assert totals.failures == totals.matched + totals.clustered + totals.unique + totals.wrapper_only
    assert totals.failures == sum(map(len, logs))
    assert sorted(index for one in report.signatures for index in one.failures) == list(
        range(totals.failures)
    )
    assert sum(one.count for one in report.signatures) == totals.failures
    assert sum(one.failures for one in report.components) == totals.failures
    for groups in report.groups.values():
        assert sum(group.count for group in groups) == totals.failures


def test_indices_point_into_the_whole_report():
    """What explains a failure, and the failures of a case, are found across logs."""
    first = judged_log([MATCH])
    second = judged_log(
        [MATCH, None], log="b.log", cases=(Case(line=1, subject="t", outcome="failed", failures=(0,)),)
    )
    second = JudgedLog(
        reading=second.reading, judged=second.judged, placing=Placing(ranks=(1, 2), explained_by=(None, 0))
    )

    report = made([first, second])

    assert [one.explained_by for one in report.failures] == [None, None, 1]
    assert report.cases[0].failures == (1,)


def test_wrappers_come_last_and_larger_signatures_first():
    """The order of signatures is causes before wrappers, then size."""
    report = made([judged_log([None, None, None, Unknown(), MATCH, MATCH])], size=3)

    assert [(one.standing, one.count) for one in report.signatures] == [
        ("matched", 2),
        ("unique", 1),
        ("wrapper_only", 3),
    ]


def test_captures_are_broken_down():
    """Values of a capture are counted, most frequent first."""
    verdicts = [replace(MATCH, captures={"size": size}) for size in ("2", "1", "1")]

    signature = made([judged_log(verdicts)]).signatures[0]

    assert signature.captures == {"size": (("1", 2), ("2", 1))}


@pytest.mark.parametrize(("subjects", "tests"), [(["a", "a", "b"], 2), ([None, None], 2), (["a", None], 2)])
def test_the_component_table_counts_tests(subjects, tests):
    """A test that failed twice counts once; failures without a subject count each."""
    judged = tuple(
        Judged(failure=failure(line, subject=subject), verdict=MATCH, key="k")
        for line, subject in enumerate(subjects, 1)
    )
    reading = Reading(log=Log(path="a.log", state="failed"), failures=tuple(one.failure for one in judged))
    placing = Placing(ranks=tuple(range(1, len(judged) + 1)), explained_by=(None,) * len(judged))

    report = made([JudgedLog(reading=reading, judged=judged, placing=placing)])

    assert [row.tests for row in report.failures_by_component] == [tests]


def test_rules_that_matched_carry_their_hits():
    """The rules of a report are those that matched, with how often."""
    report = made([judged_log([MATCH, MATCH, Unknown()])])

    assert [(one.id, one.hits) for one in report.rules] == [("oom", 2)]


def test_components_of_wrappers_alone_come_last():
    """However many wrappers there are, what names a cause comes before them."""
    wrapper = replace(MATCH, rule="oom", component="disk", signature="w", role="wrapper")

    report = made([judged_log([wrapper, wrapper, wrapper, MATCH])])

    assert [(one.id, one.failures) for one in report.components] == [("memory", 1), ("disk", 3)]
