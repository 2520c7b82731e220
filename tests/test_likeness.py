"""Unknown failures are laid beside what rules know, and a rule that may have rotted is named."""

import pytest

from classifier import triage
from classifier.likeness import COMPARED, Likeness
from classifier.model import Cluster

PACK = """\
pack: team
about: Texts of the team.
tier: component
components:
- {{id: store}}
rules:
- id: store-quota
  component: store
  match: 'disk quota exceeded on volume'
  {more}
  examples:
  - 'StoreError: disk quota exceeded on volume data7'
"""
FAILURE = (
    'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    run()\nStoreError: {}\n'
)
REWORDED = "disk quota reached on volume data9"


@pytest.fixture
def report(tmp_path):
    """Return a function that reads logs with the given messages by the rules of the team."""

    def read(*messages, more="title: Quota"):
        (tmp_path / "team.yaml").write_text(PACK.format(more=more), "utf-8")
        for number, message in enumerate(messages):
            (tmp_path / f"{number}.log").write_text(FAILURE.format(message), "utf-8")
        return triage([str(tmp_path / "*.log")], rules=[tmp_path / "team.yaml"])

    return read


def alarms(report):
    return [one.what for one in report.warnings if one.what.startswith("rule ")]


def test_a_changed_message_raises_the_alarm(report):
    found = report(REWORDED, REWORDED.replace("9", "8"))

    (one,) = found.signatures
    assert [(near.rule, near.difference) for near in one.nearest] == [
        ("store-quota", "'exceeded' / 'reached'")
    ]
    (alarm,) = alarms(found)
    assert alarm.startswith("rule 'store-quota' may have rotted, its message may have changed: ")
    assert alarm.endswith(f"{one.id}, 2 failures, 80 % like it but for 'exceeded' / 'reached'")
    (warning,) = (one for one in found.warnings if one.what == alarm)
    assert warning.place.path.endswith("team.yaml")
    assert warning.place.line == 7
    patch = "which lets it match 'disk quota reached on volume' too"
    assert warning.hint == f"triage rules suggest {one.id} drafts the patch, {patch}."


def test_a_rule_that_matches_others_may_be_too_narrow(report):
    found = report("disk quota exceeded on volume data1", REWORDED)

    unknown = next(one for one in found.signatures if one.standing == "unique")
    assert [near.signature for near in unknown.nearest] == ["store-quota"]
    assert alarms(found)[0].startswith("rule 'store-quota' may be too narrow: ")


@pytest.mark.parametrize(
    "more",
    [
        "counterexamples: ['StoreError: disk quota reached on volume data7']",
        "in: {tool: gcc}",
        "none: [{text: reached}]",
    ],
)
def test_a_rule_that_says_such_a_failure_is_none_of_its_raises_none(report, more):
    found = report(REWORDED, more=more)

    assert found.signatures[0].nearest[0].rule == "store-quota"
    assert alarms(found) == []


def test_the_opposite_raises_none(report):
    found = report("disk quota not exceeded on volume data7")

    assert alarms(found) == []


def test_nothing_unknown_compares_nothing(report):
    found = report("disk quota exceeded on volume data1")

    assert [one.nearest for one in found.signatures] == [()]


def test_the_bound_on_what_is_compared_is_said():
    cluster = Cluster(id="u-1", family="u-2", template="x", members=(0,), exemplars=(0,))

    assert Likeness.limits([cluster] * COMPARED) == ()
    assert [one.reached for one in Likeness.limits([cluster] * (COMPARED + 7))] == [7]
