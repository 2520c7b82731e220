"""Reports of tests and linters are read like logs: each format, wherever it stands, whatever is wrong."""

import json
import time
from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import extract
from classifier.extract.reports import DIALECT, documents, markup, nodeids
from classifier.lines import Lines
from classifier.pipeline import triage
from classifier.redact import redact
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"
REPORTS = sorted(
    path
    for case in FIXTURES.glob("*report-*")
    for path in case.iterdir()
    if path.suffix in (".xml", ".trx", ".tap", ".jsonl", ".json", ".sarif")
)
SUITE = '<testsuite name="s" tests="1">{}</testsuite>'
CASE = SUITE.format('<testcase classname="{}" name="{}">{}</testcase>')


def found(text):
    """Return what the dialect finds in a text."""
    return findings(DIALECT, text)


def headlines(text):
    """Return the headlines of the failures in a text."""
    return [one.headline for one in found(text).failures]


def outcomes(text):
    """Return subject, outcome and attempt of each test."""
    return [(one.subject, one.outcome, one.attempt) for one in found(text).cases]


def junit(body, classname="demo.CartTest", name="adds"):
    """Return a JUnit report of one test."""
    return CASE.format(classname, name, body)


# JUnit


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ('<failure message="5 is not 4"/>', "5 is not 4"),
        ('<failure message="5 is not 4" type="AssertionError"/>', "AssertionError: 5 is not 4"),
        ('<failure message="5 is not 4" type="failure"/>', "5 is not 4"),
        ('<error type="java.io.IOException"/>', "java.io.IOException"),
        ("<failure/>", "failed"),
        ("<failure>Error: full\n    at cart.js:3:5</failure>", "Error: full"),
        (
            '<failure message="a &lt;b&gt;" type="x.E">x.E: a &lt;b&gt;\n\tat x.Y.z(Y.java:1)</failure>',
            "x.E: a <b>",
        ),
        ('<failure message="cart_test.cc:9&#10;Value of: full&#10;  Actual: 1"/>', "Value of: full"),
        (
            '<failure message="v == 1" type="REQUIRE">FAILED:\n  REQUIRE( v == 1 )\nat a.cc:3</failure>',
            "REQUIRE( v == 1 )",
        ),
        ('<failure message="a.cpp:72: error: check(1)"/>', "error: check(1)"),
        (
            "<failure>thread 'adds' (7) panicked at src/lib.rs:9:9:\nassertion failed: full</failure>",
            "assertion failed: full",
        ),
        (
            '<error>Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: 1</error>',
            "KeyError: 1",
        ),
        ('<failure message="failed"/><system-out>ok\nerror: no price\n</system-out>', "error: no price"),
        ('<failure message="red &#27;[31mcart&#27;[0m &#x202e;"/>', "red cart \\u202e"),
        ('<failure message="x" type="m.E"><![CDATA[m.E: x <y>]]></failure>', "m.E: x <y>"),
    ],
)
def test_junit_headline(body, headline):
    """The headline is what the tool says, from the text of the element where that holds the message."""
    assert headlines(junit(body)) == [headline]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [("passed", 1)]),
        ("<skipped/>", [("skipped", 1)]),
        ('<skipped type="pytest.xfail"/>', [("xfailed", 1)]),
        ("<failure/>", [("failed", 1)]),
        ("<error/>", [("error", 1)]),
        ("<skipped/><failure/>", [("failed", 1)]),
        ("<flakyFailure/><flakyError/>", [("failed", 1), ("error", 2), ("passed", 3)]),
        ("<failure/><rerunFailure/><rerunError/>", [("failed", 1), ("failed", 2), ("error", 3)]),
        ('<skipped type="todo"/><failure message="later"/>', [("xfailed", 1)]),
    ],
)
def test_junit_attempts(body, expected):
    """Attempts are cases of their own, and only the last one counts."""
    report = found(junit(body))

    assert [(one.outcome, one.attempt) for one in report.cases] == expected
    assert report.counts == {expected[-1][0]: 1}
    assert len(report.failures) == (expected[-1][0] in ("failed", "error"))


@pytest.mark.parametrize("status", ["disabled", "notrun", "skipped"])
def test_junit_left_out(status):
    """A test that its attributes call left out is skipped."""
    text = SUITE.format(f'<testcase name="a" status="{status}"/>')

    assert outcomes(text) == [("a", "skipped", 1)]


@pytest.mark.parametrize(
    ("classname", "name", "subject"),
    [
        ("demo.CartTest", "adds", "demo.CartTest.adds"),
        ("Cart adds", "Cart adds", "Cart adds"),
        ("adds", "Cart adds", "Cart adds"),
        ("Cart", "adds", "Cart.adds"),
        ("Cart Small", "adds two", "Cart Small adds two"),
        ("", "adds", "adds"),
        ("demo.CartTest", "", "demo.CartTest"),
        ("demo.CartTest", "demo.CartTest.adds", "demo.CartTest.adds"),
    ],
)
def test_junit_subject(classname, name, subject):
    """Class and name make one name, without saying anything twice."""
    assert outcomes(junit("", classname, name)) == [(subject, "passed", 1)]


@pytest.mark.parametrize(
    ("classname", "name", "file", "paths", "subject"),
    [
        ("tests.test_a", "test_y", "", [], "tests/test_a.py::test_y"),
        ("tests.test_a.TestX", "test_y[1.5]", "", [], "tests/test_a.py::TestX::test_y[1.5]"),
        ("tests.test_a.TestX.TestZ", "test_y", "", [], "tests/test_a.py::TestX::TestZ::test_y"),
        ("tests.test_a.lower", "test_y", "tests/test_a.py", [], "tests/test_a.py::lower::test_y"),
        ("tests.Test_a", "test_y", "", ["tests/Test_a.py"], "tests/Test_a.py::test_y"),
        ("tests.test_a.TestX", "test_y", "", ["/x/tests/test_a.py"], "tests/test_a.py::TestX::test_y"),
        ("", "tests.test_gone", "", ["/x/tests/test_gone.py"], "tests/test_gone.py"),
        ("", "tests.test_gone", "", [], "tests/test_gone.py"),
    ],
)
def test_pytest_node_id(classname, name, file, paths, subject):
    """The node id is put together again; the file is known from the attribute, the stack or the names."""
    assert nodeids.pytest_id(classname, name, file, paths) == subject


def test_pytest_log_and_report_agree():
    """The same failures in the log of pytest and in its reports have the same headlines and signatures."""
    case = FIXTURES / "report-pytest-junit"
    other = FIXTURES / "report-pytest-json"
    paths = [*sorted(case.glob("*.xml")), case / "log", *other.glob("report.json*")]
    report = triage([str(path) for path in paths], bundled=False)
    told = {
        log.path: {
            (one.failure.subject, one.failure.phase, one.signature)
            for one in report.failures
            if one.failure.log == log.path
        }
        for log in report.logs
    }

    assert len(told) == 6
    assert len(set(map(frozenset, told.values()))) == 1
    assert len(next(iter(told.values()))) == 8


def test_junit_properties_and_output():
    """Properties of suite and test are kept with the test; its output is a span of its failure."""
    text = SUITE.format(
        '<properties><property name="device" value="n150"/></properties>'
        '<testcase name="a"><properties><property name="op" value="add"/><property name="op" value="mul"/>'
        "</properties><failure>no</failure><system-out>one\ntwo</system-out><system-err>three</system-err>"
        "</testcase>"
    )
    report = found(text)

    assert report.cases[0].properties == {"device": ("n150",), "op": ("add", "mul")}
    assert text_of(report.failures[0], "captured") == "one\ntwo\nthree"


def test_properties_hold_no_secret():
    """Suites carry the settings of the machine along; secrets among them are masked like all else."""
    text = SUITE.format(
        '<properties><property name="db.password" value="hunter2hunter2"/>'
        '<property name="url" value="https://bot:made-up-secret@example.org/"/></properties>'
        '<testcase name="a"/>'
    )
    lines = Lines("log", text.encode())
    reading = redact(extract.read(lines, Searcher(extract.anchors()).search(lines)))

    assert "made-up-secret" not in str(reading.cases[0].properties)
    assert "hunter2" not in str(reading.cases[0].properties)
    assert reading.cases[0].properties.keys() == {"db.password", "url"}


def test_junit_suite_without_tests():
    """A suite that only counts is counted, and says that something failed."""
    report = found(
        '<testsuites><testsuite name="s" tests="6" failures="1" errors="2" skipped="1"/></testsuites>'
    )

    assert report.counts == {"passed": 2, "failed": 1, "error": 2, "skipped": 1}
    assert [(one.subject, one.headline) for one in report.failures] == [("s", "1 failed, 2 errors")]
    assert report.outcome == "failed"


def test_junit_output_of_suite():
    """Bazel gives the output to the suite: a test that failed without a word is told by it."""
    text = SUITE.format(
        '<testcase name="//a:b"><error message="exited with error code 1"/></testcase>'
        "<system-out>starting\nfatal: no price list\n</system-out>"
    )

    assert headlines(text) == ["fatal: no price list"]


def test_lines_are_those_of_the_file():
    """Failures stand where the file says them: by grep's count, in text, CDATA and attributes."""
    text = (
        "\n\n<?xml version='1.0'?>\n<!-- by hand -->\n<testsuites>\n<testsuite\n name='s'>\n"
        "<testcase name='a'\n  classname='b'>\n<failure\n  message='no'>\n\nE: no &lt;1&gt;\r\nmore\n"
        "   at x\n"
        "</failure></testcase><testcase name='c'><error message='gone'/></testcase>\n</testsuite>"
        "</testsuites>\n"
    )
    rows = [(one.line, one.first_line, one.last_line, one.headline) for one in found(text).failures]

    assert rows == [(13, 13, 14, "E: no <1>"), (16, 16, 16, "gone")]
    assert text.split("\n")[12].startswith("E: no")


def test_excerpt_is_readable():
    """What is shown of a report of one endless line is the message, not the line's start."""
    text = SUITE.format(
        "<testcase name='p'/>" * 3000 + '<testcase name="a"><failure message="&lt;no&gt;"/></testcase>'
    )
    lines = Lines("log", text.encode())
    reading = extract.read(lines, Searcher(extract.anchors()).search(lines))

    assert [one.excerpt for one in reading.failures] == [((1, "<no>"),)]
    assert reading.log.cases == {"passed": 3000, "failed": 1}


# several, embedded, prefixed


def test_several_documents_in_one_file():
    """Reports that were written one after the other into one file are all read."""
    head = "<?xml version='1.0'?>"
    text = f"{head}\n{junit('<failure>no</failure>')}\n\n{head}{junit('')}\n<testsuites/>"
    report = found(text)

    assert report.counts == {"failed": 1, "passed": 1}
    assert [one.line for one in report.failures] == [2]
    assert report.problems == ()


def test_report_within_a_log():
    """A report that a log shows is read without the time stamps of the CI system before its lines."""
    stamp = "2024-05-01T10:00:00.1234567Z "
    rows = [
        "cat report.xml",
        "<testsuites>",
        junit("<failure>\nno price\n</failure>"),
        "</testsuites>",
        "done",
    ]
    text = "\n".join(stamp + row for row in "\n".join(rows).split("\n"))
    report = found(text)

    assert brief(report) == [(4, 4, 4, "test", "cause", "demo.CartTest.adds", "no price")]
    assert report.owned == ((2, 6),)


@pytest.mark.parametrize(
    "text",
    [
        'expected \'<testsuite name="s"><testcase name="a"><failure/></testcase></testsuite>\'',
        "log\n<testsuite name='s'><testcase name='a'><failure/></testcase>\nthe end is missing",
        "log\n<testsuites are fine>\n",
        "<project><testsuite><testcase name='a'><failure/></testcase></testsuite></project>",
    ],
)
def test_no_report(text):
    """Words in other text, and pieces of reports in a log, are no report."""
    report = found(text)

    assert (report.failures, report.owned) == ((), ())


def test_every_line_a_hit_changes_nothing():
    """The anchors only save time."""
    for path in REPORTS:
        text = path.read_text("utf-8")
        assert findings_of_every_line(DIALECT, text) == findings(DIALECT, text), path


def test_report_owns_its_lines():
    """Another dialect finds nothing in a report, in that of a run that passed least of all."""
    text = junit(
        "<system-out>ERROR: bad\na.c:1:2: error: 'x' undeclared\nmake: *** [all] Error 2</system-out>"
    )
    lines = Lines("log", text.encode())
    reading = extract.read(lines, Searcher(extract.anchors()).search(lines))

    assert (reading.failures, reading.log.state) == ((), "passed")


# hostile


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_entities_that_hold_text_are_refused():
    """A document that declares them is no report: nothing is expanded."""
    lines = Lines("log", (BOMB + junit("<failure>&b;</failure>")).encode())
    reading = extract.read(lines, Searcher(extract.anchors()).search(lines))

    assert (reading.failures, reading.cases, reading.log.state) == ((), (), "no-failure-found")
    assert ["declares" in one.what for one in reading.log.problems] == [True]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE x PUBLIC "-//Demo//DTD x//EN" "http://localhost/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_what_lies_elsewhere_is_left_out(declared):
    """Types of documents and entities are declared, but never fetched."""
    entity = "&a;" if "ENTITY" in declared else ""
    report = found(declared + junit(f"<failure>5 is {entity}wrong</failure>"))

    assert [one.headline for one in report.failures] == ["5 is wrong"]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (
            '<test-case name="a" executed="True"><failure><message>no</message></failure></test-case>',
            "failed",
        ),
        ('<test-case name="a" executed="True"/>', "passed"),
        ('<test-case name="a" executed="False"/>', "skipped"),
    ],
)
def test_nunit_without_success_says_how_a_test_ended(text, outcome):
    """Some writers of NUnit 2 leave the attribute out."""
    assert outcomes(f"<test-results>{text}</test-results>") == [("a", outcome, 1)]


def test_nunit_suite_without_its_run():
    """The console runner can write a suite alone."""
    text = (
        '<test-suite type="Assembly" result="Failed"><test-case fullname="a.b" result="Failed"/></test-suite>'
    )

    assert outcomes(text) == [("a.b", "failed", 1)]


def test_undefined_entity_ends_the_reading():
    """What stands before something wrong counts, and the problem is named with its line."""
    text = f"<testsuites>\n{junit('<failure>no</failure>')}\n<a>&what;</a></testsuites>"
    report = found(text)

    assert [one.headline for one in report.failures] == ["no"]
    assert [str(one) for one in report.problems] == [
        "log:3: report of tests not read beyond this line: undefined entity. What stands before it counts."
    ]
    assert report.outcome == "failed"


def test_cut_report_did_not_pass():
    """A report whose end is missing says nothing of the run, as long as nothing failed in it."""
    report = found("<testsuites><testsuite><testcase name='a'/>")

    assert (report.outcome, report.counts) == (None, {"passed": 1})
    assert len(report.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<testsuites>" + '<testsuite name="s">' * 100_000,
        f"<testsuites><testsuite name='{'x' * 10_000_000}'><testcase name='a'/></testsuite></testsuites>",
        "<testsuites><!--" + "-x" * 5_000_000,
        SUITE.format(f"<testcase name='a'><failure>{'&amp;' * 1_000_000}</failure></testcase>"),
        SUITE.format("<testcase name='a'>" + "<x>" * 300 + "</x>" * 300 + "<failure/></testcase>"),
        SUITE.format("<testcase name='a'>" + "<x/>" * 100_000 + "</testcase>"),
        "<testsuites/>" * 20_000,
        "<testsuite>\n" * 20_000,
        "x\n" + "<testsuite>\n" * 20_000,
        '{"runs": ' + "[" * 100_000,
        '{"runs": [{"results": [' + '{"level":"error"},' * 20_000,
        '{"exitcode": ' + "1" * 100_000 + "}",
        '{"$report_type": "TestReport", "nodeid": ' + "[" * 100_000,
        '{"Action":"output","Test":"T","Output":"' + "x" * 1_000_000 + '"}',
        "1..999999999999999999\nok 1\n",
        "TAP version 13\n" + "not ok 1 - a\n  ---\n" * 20_000,
        "1..2\n" + "    " * 5_000 + "not ok 1\n",
    ],
    ids=range(17),
)
def test_hostile_reports_end_soon(text):
    """Depth, width and length do not hurt: no exception, no long wait, and bounded texts."""
    start = time.process_time()
    report = found(text)

    assert time.process_time() - start < 10
    assert all(sum(map(len, (span.text for span in one.spans))) < 3_000_000 for one in report.failures)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_cut_anywhere(path):
    """A report that was cut is read without an exception, and holds no more tests than the whole one.

    But for one that the end takes back: go test -json tells of a package that passed only after its tests.
    """
    data = path.read_bytes()
    whole = len(found(data.decode()).cases)
    searcher = Searcher(DIALECT.anchors)
    for end in range(0, len(data), max(100, len(data) // 25)):
        lines = Lines("log", data[:end])
        assert len(DIALECT.read(lines, searcher.search(lines)).cases) <= whole + 1, end


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="<>/&;'\"=![]-?abx \n\r\x00\x1b\u202e", max_size=200),
    st.sampled_from(["", "<testsuite>"]),
)
def test_any_xml(text, head):
    """No text raises, and no character that can't be seen gets out."""
    report = found(f"{head}<testcase name='a'><failure>{text}</failure></testcase></testsuite>")
    shown = "".join(one.headline + text_of(one, "message") for one in report.failures)

    assert all(character.isprintable() or character in "\n\t" for character in shown)


KEYS = [
    "runs", "results", "tool", "driver", "rules", "message", "text", "level", "locations", "tests", "nodeid",
    "outcome", "call", "longrepr", "exitcode",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=20,
    ),
    st.sampled_from(["runs", "exitcode", "$report_type"]),
)
def test_any_json(value, name):
    """No shape of a document raises."""
    text = json.dumps({name: value, "$schema": "sarif"})

    assert found(text).counts is not None


def test_raw_is_the_whole_log():
    """The uncut bytes of a log hold what its chunks leave out, in UTF-8 whatever the log is written in."""
    text = "<a>" + "ä" * 40_000 + "</a>\nb\x1b[31mc\n"
    for data in (text.encode(), b"\xff\xfe" + text.encode("utf-16-le"), b"\xef\xbb\xbf" + text.encode()):
        lines = Lines("log", data)
        assert b"".join(lines.raw()).decode() == "<a>" + "ä" * 40_000 + "</a>\nbc\n"


def test_node_keeps_both_ends():
    """A long text loses its middle, and its lines keep their numbers."""
    node = markup.Node("failure", 1, {})
    for at in range(1, 1001):
        node.add(f"line {at}\n", at + 1)
    kept = node.lines()

    assert len(kept) == 2 * markup.LINES - 1
    assert (kept[0], kept[-1]) == ((1, "line 1"), (1000, "line 1000"))


# Visual Studio, NUnit, xUnit.net, Checkstyle


def test_checkstyle_counts_errors_only():
    """Of Checkstyle only what has severity `error` is a failure, of the linter that its source names."""
    text = (
        '<checkstyle version="8"><file name="a.js">'
        '<error line="1" severity="warning" message="w"/><error line="2" severity="info" message="i"/>'
        '<error line="3" column="4" severity="error" message="x is gone" source="eslint.rules.no-undef"/>'
        "</file></checkstyle>"
    )

    assert [(one.tool, one.kind, one.subject, one.headline) for one in found(text).failures] == [
        ("eslint", "lint", "a.js", "x is gone")
    ]


def test_nunit_properties_are_kept():
    """Categories of NUnit and traits of xUnit.net are properties of the test."""
    nunit = (FIXTURES / "report-nunit" / "nunit3.xml").read_text("utf-8")
    xunit = (FIXTURES / "report-xunit" / "xunit.xml").read_text("utf-8")

    assert found(nunit).cases[0].properties == {"Category": ("Fast", "Money")}
    assert found(xunit).cases[0].properties == {"Category": ("Fast",)}


# SARIF


def sarif(*results, rules=(), name="Demo"):
    """Return a SARIF document; the tool stands behind its results, as some write it."""
    run = {"results": list(results), "tool": {"driver": {"name": name, "rules": list(rules)}}}
    return json.dumps({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}, indent=1)


def result(text="bad", **fields):
    """Return a result of SARIF."""
    return {"message": {"text": text}, **fields}


@pytest.mark.parametrize(
    ("fields", "rules", "counts"),
    [
        ({"level": "error"}, (), True),
        ({"level": "warning"}, (), False),
        ({"level": "note"}, (), False),
        ({}, (), False),
        ({"ruleId": "R"}, ({"id": "R", "defaultConfiguration": {"level": "error"}},), True),
        ({"ruleIndex": 0}, ({"id": "R", "defaultConfiguration": {"level": "error"}},), True),
        ({"ruleId": "R", "level": "note"}, ({"id": "R", "defaultConfiguration": {"level": "error"}},), False),
        ({"level": "error", "kind": "pass"}, (), False),
        ({"level": "error", "suppressions": [{"kind": "inSource"}]}, (), False),
        ({"level": "error", "suppressions": [{"kind": "inSource", "status": "rejected"}]}, (), True),
        ({"level": "error", "baselineState": "absent"}, (), False),
    ],
)
def test_sarif_levels(fields, rules, counts):
    """A result counts by its own level, else by that of its rule; what was accepted does not count."""
    report = found(sarif(result(**fields), rules=rules))

    assert [(one.tool, one.headline) for one in report.failures] == [("demo", "bad")] * counts


def test_sarif_place_and_arguments():
    """Arguments are put into the message; file and line are known, and a second run has its own tool."""
    where = {"physicalLocation": {"artifactLocation": {"uri": "src/a.c"}, "region": {"startLine": 3}}}
    text = sarif(result("no {0} in {1}", level="error", locations=[where], ruleId="X"))
    text = text.replace(
        '"text": "no {0} in {1}"', '"text": "no {0} in {1}", "arguments": ["x", "y\\u001b[0m"]'
    )

    assert brief(found(text)) == [(7, 7, 7, "lint", "cause", "src/a.c", "no x in y")]


def test_sarif_too_large(monkeypatch):
    """A document that is too large is named and not read."""
    monkeypatch.setattr(documents, "LARGEST", 100)
    report = found(sarif(result(level="error")))

    assert report.failures == ()
    assert [one.what for one in report.problems] == ["report of more than 0 MiB, not read"]


# TAP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1..1\nok 1 - a", [("a", "passed")]),
        ("ok 1\nok 2\n1..2", [("test 1", "passed"), ("test 2", "passed")]),
        ("1..1\nnot ok 1 - a # TODO later", [("a", "xfailed")]),
        ("1..1\nok 1 - a # TODO later", [("a", "xpassed")]),
        ("1..1\nok 1 a # SKIP no disk", [("a", "skipped")]),
        ("1..1\nok 1 # skip", [("test 1", "skipped")]),
        ("TAP version 14\nok 1 - a # time=1.5ms\n1..1", [("a", "passed")]),
        ("1..1\nnot ok 1 - issue #12 is open", [("issue #12 is open", "failed")]),
    ],
)
def test_tap_results(text, expected):
    """Directives, missing names and numbers, and plans before or behind."""
    assert [(subject, outcome) for subject, outcome, _ in outcomes(text)] == expected


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("1..1\nnot ok 1 - a", "not ok - a"),
        ("1..1\nnot ok 1 - a\n  ---\n  message: 'too much'\n  severity: fail\n  ...", "too much"),
        ("1..1\nnot ok 1 - a\n  ---\n  error: |-\n    too\n    much\n  stack: |-\n    f (a.js:1)\n", "too"),
        ("1..1\nnot ok 1 - a\n  ---\n  operator: is\n  expected: 5\n  actual: 4\n", "a: got 4, expected 5"),
        ("1..1\nnot ok 1 - a\n#   Failed test 'a'\n#   at t/a.t line 3.\n#  got: '4'\n# expected: '5'",
         "got: '4' expected: '5'"),
        ("1..1\nnot ok 1 - a\n# (in file a.bats, line 3)\n# `x' failed", "(in file a.bats, line 3)"),
        ("1..9\nok 1\nBail out! no disk", "Bail out! no disk"),
        ("1..3\nok 1\nok 2", "planned 3 tests but ran 2"),
        ("TAP version 13\n1..3\nok 1", "planned 3 tests but ran 1"),
    ],
)  # fmt: skip
def test_tap_headline(text, headline):
    """The headline comes from the diagnostics, whatever form they have."""
    assert headlines(text) == [headline]


def test_tap_subtests():
    """A test that failed because its subtests did is only a symptom; subtests are no tests of their own."""
    text = "1..1\n# Subtest: a\n    1..2\n    ok 1 - b\n    not ok 2 - c\nnot ok 1 - a"
    report = found(text)

    assert [(one.subject, one.role) for one in report.failures] == [("c", "cause"), ("a", "symptom")]
    assert report.counts == {"failed": 1}


def test_tap_without_plan_is_left_alone():
    """Lines like results without plan and version are another dialect's."""
    assert found("checking\nnot ok 3 - a\nok 4 - b\n").owned == ()


def test_tap_streams_one_after_the_other():
    """Prove shows one stream after the other; each has its own numbers."""
    text = "a.t ..\n1..2\nok 1 - a\nok 2 - b\nok\nb.t ..\nok 1 - c\nnot ok 2 - d\n1..2\nFailed 1/2 subtests\n"

    assert [(one[0], one[1]) for one in outcomes(text)] == [
        ("a", "passed"), ("b", "passed"), ("c", "passed"), ("d", "failed"),
    ]  # fmt: skip
    assert headlines(text) == ["not ok - d"]


# go test -json


def go(*events):
    """Return events of go test -json: action, test, output."""
    rows = []
    for action, test, output in events:
        row = {"Time": "2024-05-01T10:00:00Z", "Action": action, "Package": "demo/cart"}
        row |= {"Test": test} if test else {}
        row |= {"Output": output} if output else {}
        rows.append(json.dumps(row, separators=(",", ":")))
    return "\n".join(rows)


def test_go_between_other_lines():
    """Events are read wherever they stand, and only their own lines are owned."""
    events = go(
        ("run", "TestA", ""),
        ("output", "TestA", "    a_test.go:7: got 4\n"),
        ("fail", "TestA", ""),
        ("fail", "", ""),
    ).split("\n")
    report = found("\n".join(["make test", events[0], "noise", *events[1:], "make: *** Error 1"]))

    assert brief(report) == [(4, 4, 4, "test", "cause", "demo/cart.TestA", "got 4")]
    assert report.owned == ((2, 2), (4, 6))


TESTIFY = (
    "    a_test.go:3: \n        \tError Trace:\ta_test.go:3\n        \tError:      \tNot equal: \n"
    "        \t            \texpected: 5\n"
)


@pytest.mark.parametrize(
    ("output", "headline", "kind"),
    [
        ("    a_test.go:7: got 4\n", "got 4", "test"),
        ("panic: boom [recovered]\n", "panic: boom", "crash"),
        ("panic: test timed out after 2s\n", "panic: test timed out after 2s", "timeout"),
        ("--- FAIL: TestA (0.00s)\n", "--- FAIL: TestA (0.00s)", "test"),
        (TESTIFY, "Not equal: expected: 5", "test"),
    ],
)  # fmt: skip
def test_go_headline(output, headline, kind):
    """A test says why by its first placed line, by testify's block, or by how it died."""
    rows = [("output", "TestA", f"{row}\n") for row in output.rstrip("\n").split("\n")]
    report = found(go(("run", "TestA", ""), *rows, ("fail", "TestA", ""), ("fail", "", "")))

    assert [(one.headline, one.kind) for one in report.failures] == [(headline, kind)]


def test_go_test_that_never_ended():
    """A panic takes the package down: the test that told of it failed, the others did not run to the end."""
    text = go(
        ("run", "TestA", ""), ("run", "TestB", ""), ("output", "TestB", "panic: boom\n"), ("fail", "", "")
    )

    assert outcomes(text) == [("demo/cart.TestA", "not_run", 1), ("demo/cart.TestB", "failed", 1)]
    assert headlines(text) == ["panic: boom"]


def test_go_passes():
    """A package that passed had no failed test, whatever its tests print."""
    text = go(
        ("output", "TestX", "--- FAIL: TestX\n"),
        ("fail", "TestX", ""),
        ("pass", "TestA", ""),
        ("pass", "", ""),
    )
    report = found(text)

    assert (report.failures, report.outcome, report.counts) == ((), "passed", {"passed": 1})
