"""The JSON report keeps its contract, which `report.schema.json` spells out."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sample_report import EMPTY, REPORT

from classifier.render import json_report

SCHEMA = json.loads((Path(__file__).parent / "report.schema.json").read_text("utf-8"))


def test_looks_as_agreed(golden):
    """The whole text is known."""
    golden("report.json", json_report.dump(REPORT))


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["failures", "no failures"])
def test_keeps_the_contract(report):
    """Every field of version 1 is there, of its type, and none beside them."""
    problems = Draft202012Validator(SCHEMA).iter_errors(json.loads(json_report.dump(report)))

    assert [problem.message for problem in problems] == []


def test_the_contract_can_be_broken():
    """The schema does refuse: a missing field, a wrong type, a field that nobody agreed on."""
    good = json.loads(json_report.dump(REPORT))
    bad = [
        {key: value for key, value in good.items() if key != "gone"},
        good | {"run": good["run"] | {"seconds": "long"}},
        good | {"extra": 1},
    ]

    assert [Draft202012Validator(SCHEMA).is_valid(one) for one in bad] == [False, False, False]


def test_totals_add_up():
    """Every failure is in exactly one standing."""
    totals = json.loads(json_report.dump(REPORT))["totals"]

    parts = ("matched", "clustered", "unique", "wrapper_only")
    assert totals["failures"] == sum(totals[part] for part in parts)


def test_indices_point_at_their_failures():
    """Exemplars and cases name failures by their place in the list."""
    report = json.loads(json_report.dump(REPORT))

    for signature in report["signatures"]:
        named = {report["failures"][index]["signature"] for index in signature["exemplars"]}
        assert named == {signature["id"]}


def test_keys_are_sorted():
    """The text does not depend on the order in which fields were made."""
    text = json_report.dump(REPORT)

    assert json.dumps(json.loads(text)) == json.dumps(json.loads(text), sort_keys=True)


def test_never_writes_what_is_not_json():
    """NaN is no JSON; it is refused rather than written."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_report.dump(replace(REPORT, run=replace(REPORT.run, seconds=math.nan)))


def test_names_that_are_not_unicode_can_be_written():
    """A file name with bytes of another encoding comes back as it was."""
    name = b"caf\xe9.log".decode("utf-8", "surrogateescape")
    text = json_report.dump(replace(REPORT, run=replace(REPORT.run, inputs=(name,))))

    assert json.loads(text.encode("utf-8").decode("utf-8"))["run"]["inputs"] == [name]
