"""A JSON report is read back whole, and what is none is named with its place."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_report import EMPTY, REPORT

from classifier import result, triage
from classifier.errors import UsageError
from classifier.render import json_report, render
from classifier.result.lookup import find

FIXTURES = Path(__file__).parent.parent / "fixtures"
SAMPLE = json_report.dump(REPORT)


def read(text):
    return result.parse(text.encode(), "result.json")


@pytest.fixture(scope="module")
def scanned():
    return triage([str(FIXTURES)])


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["failures", "no failures"])
def test_what_was_written_is_read_and_written_again(report):
    text = json_report.dump(report)

    assert json_report.dump(read(text)) == text


def test_all_fixtures_come_back_the_same(scanned):
    text = json_report.dump(scanned)

    assert json_report.dump(read(text)) == text


@pytest.mark.parametrize("form", ["text", "plain", "html", "md"])
def test_every_format_shows_a_read_report_like_the_first(scanned, form):
    again = read(json_report.dump(scanned))

    assert render(again, form) == render(scanned, form)


def test_the_parts_of_a_failure_come_back(scanned):
    again = read(json_report.dump(scanned))

    assert [one.failure.spans for one in again.failures] == [one.failure.spans for one in scanned.failures]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(TEXTS.map(lambda text: text.replace("\n", " ")), st.dictionaries(TEXTS, st.lists(TEXTS), max_size=3))
def test_any_text_comes_back(text, dimensions):
    report = json.loads(SAMPLE)
    for failure in report["failures"]:
        failure |= {"headline": text, "subject": text, "dimensions": dimensions}
    written = json_report.dump(read(json.dumps(report)))

    again = json.loads(written)
    assert again["failures"] == report["failures"]
    assert json_report.dump(read(written)) == written


def paths_of(value, path=()):
    """Yield the path to every value of a document."""
    yield path
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    ):
        yield from paths_of(inner, (*path, key))


PATHS = sorted(paths_of(json.loads(SAMPLE)), key=str)
OTHER = st.sampled_from([None, True, -1, 10**6, 0.5, "x", [], {}, ["x"], {"x": 1}])


@given(st.sampled_from(PATHS), OTHER, st.booleans())
def test_a_spoiled_report_is_read_or_named(path, other, removed):
    report = json.loads(SAMPLE)
    spoiled, inner = {"": report}, report
    for key in path[:-1]:
        inner = inner[key]
    if not path:
        report = spoiled[""] = other
    elif removed:
        del inner[path[-1]]
    else:
        inner[path[-1]] = other
    complaint = ""
    try:
        json_report.dump(read(json.dumps(report)))
    except UsageError as error:
        complaint = str(error)

    assert not complaint or complaint.startswith("result.json: ")


def changed(**fields):
    return json.dumps(json.loads(SAMPLE) | fields)


def failure(**fields):
    report = json.loads(SAMPLE)
    report["failures"][2] |= fields
    return json.dumps(report)


ADVICE = ("Write it anew: triage PATH... -o FILE.json", "Update triage, or write the report anew.")
NO_REPORT = "result.json: not a report of triage: "
WRONG = {
    "no JSON": ("make: *** Error 2", "result.json:1:1: not JSON: expecting value."),
    "cut": (SAMPLE[:40], "result.json:3:28: not JSON: expecting ':' delimiter."),
    "NaN": ('{"x": NaN}', "result.json: not JSON: 'NaN' is no number of JSON."),
    "a list": ("[]", NO_REPORT + "it names no schema."),
    "foreign": ('{"tests": []}', NO_REPORT + "it names no schema."),
    "of another command": (
        '{"schema": "triage.clusters/1"}',
        NO_REPORT + "its schema is 'triage.clusters/1'.",
    ),
    "newer": (
        changed(schema="triage.report/2"),
        "result.json: a report of a newer triage ('triage.report/2', this one reads 'triage.report/1').",
    ),
    "wrong type": (failure(line="9"), NO_REPORT + "failures[2].line is a text, not a whole number."),
    "wrong word": (
        failure(role="couse"),
        NO_REPORT + "failures[2].role is 'couse', not one of cause, symptom, wrapper.",
    ),
    "missing": (changed(run={}), NO_REPORT + "run has no 'name'."),
    "index": (
        failure(explained_by=10),
        NO_REPORT + "failures[2].explained_by is 10, but there are 10 failures.",
    ),
    "signature": (
        failure(signature="u-0"),
        NO_REPORT + "failures[2].signature is 'u-0', which no signature is called.",
    ),
    "text": (failure(text="a\nb"), NO_REPORT + "failures[2].parts name 1 lines, but the text has 2."),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_no_report_is_named(text, message):
    with pytest.raises(UsageError) as caught:
        read(text)

    assert str(caught.value).startswith(f"{message} ")
    assert str(caught.value).endswith(ADVICE)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"no\.json: no such file or directory"):
        result.load(tmp_path / "no.json")


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        (SAMPLE, True),
        (json.dumps(json.loads(SAMPLE), indent=2), True),
        ('{"schema": "triage.clusters/1"}', True),
        ('{"tests": [], "schema": 3}', False),
        ('saw {"schema": "triage.report/1"}', False),
    ],
)
def test_reports_are_told_from_logs(tmp_path, text, ours):
    (tmp_path / "some").write_text(text, "utf-8")

    assert result.is_result(tmp_path / "some") == ours


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("mlir-unsupported-op", "mlir-unsupported-op"),
        ("u-7f", "u-7f3a09bc11d2"),
        ("7f3a", "u-7f3a09bc11d2"),
        (" compiler-und ", "compiler-undeclared:1a2b3c4d"),
    ],
)
def test_a_signature_is_found_by_any_beginning(name, found):
    assert find(name, [EMPTY, REPORT])[1].id == found


@pytest.mark.parametrize(
    ("name", "reports", "message"),
    [
        (
            "compiler",
            [REPORT],
            r"'compiler' could be 2 signatures\. Write more of one: \n  compiler-un.*  1x  ",
        ),
        ("compiler-unknown-tipe", [REPORT], r"no signature .* Did you mean: \n  compiler-unknown-type  1x"),
        ("zzz", [REPORT], r"no signature is called 'zzz'\. There are: \n  mlir-unsupported-op  4x"),
        ("zzz", [EMPTY], r"no signature is called 'zzz'\. What was read has no failures\."),
        ("", [REPORT], r"no signature is called ''"),
    ],
)
def test_what_is_not_found_is_answered_with_what_there_is(name, reports, message):
    with pytest.raises(UsageError, match=message):
        find(name, reports)
