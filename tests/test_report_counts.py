"""Failures of a report are as many as a plain parse of the file counts, by another library and other code."""

import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from extracting import findings

from classifier.extract.reports import DIALECT

FIXTURES = Path(__file__).parent.parent / "fixtures"
KINDS = {".xml", ".trx", ".tap", ".jsonl", ".json", ".sarif"}
FILES = sorted(
    path
    for path in FIXTURES.rglob("*")
    if path.suffix in KINDS and "program" not in path.parts and path.parts[-2] != "forge-models"
)
UNRUN = "Test suite failed to run"
"""jest-junit tells of a file that could not be run twice, the second time under this name."""


def elements(path):
    """Return root and elements of an XML file by name, without name spaces."""
    root = ET.parse(path).getroot()
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root.tag, lambda name: list(root.iter(name))


def in_xml(path):
    """Return how many tests a report in XML says failed."""
    root, every = elements(path)
    if root in ("testsuites", "testsuite"):
        bad = [one for one in every("testcase") if {"failure", "error"} & {child.tag for child in one}]
        bad = [one for one in bad if one.find("skipped") is None]  # node marks what is to do so
        return len({(one.get("name"), one.get("classname", "").replace(UNRUN, "")) for one in bad})
    if root == "TestRun":
        rows = [one for one in every("UnitTestResult") if one.find("InnerResults") is None]
        return sum(one.get("outcome") in ("Failed", "Error", "Timeout") for one in rows)
    if root in ("test-run", "test-results"):
        return sum(one.get("result") in ("Failed", "Failure", "Error") for one in every("test-case"))
    if root in ("assemblies", "assembly"):
        return sum(one.get("result") == "Fail" for one in every("test"))
    return None


def in_tap(path):
    """Return how many tests of a stream, not of the streams within it, failed; to do and skipped ones not."""
    failed = (line for line in path.read_text("utf-8").splitlines() if line.startswith("not ok"))
    return sum(not re.search(r"# *(TODO|SKIP)", line, re.IGNORECASE) for line in failed)


def in_lines(path):
    """Return how many tests failed by the events of `go test -json` or pytest-reportlog."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.startswith("{")]
    if any("Action" in row for row in rows):
        begun = {row["Test"] for row in rows if row["Action"] == "run"}  # output may look like an end
        last = {(row["Package"], row["Test"]): row["Action"] for row in rows if row.get("Test") in begun}
        return Counter(last.values())["fail"]
    return len({row["nodeid"] for row in rows if row.get("outcome") == "failed"})


def in_json(path):
    """Return how many results of a SARIF file are errors, how many tests of pytest-json-report failed."""
    data = json.loads(path.read_text("utf-8"))
    if "runs" in data:
        return sum(one.get("level") == "error" for run in data["runs"] for one in run["results"])
    if "exitcode" in data:
        rows = (*data["tests"], *data.get("collectors", ()))
        return sum(one["outcome"] in ("failed", "error") for one in rows)
    return None


def counted(path):
    """Return the number of failures of a report, None for what is no report of tests."""
    by = {".xml": in_xml, ".trx": in_xml, ".tap": in_tap, ".jsonl": in_lines}
    return by.get(path.suffix, in_json)(path)


def said(found):
    """Return the number of tests that failed in the end, or of findings where there are no tests."""
    last = Counter(found.counts)
    return last["failed"] + last["error"] if last else len(found.failures)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_as_many_failures_as_the_file_holds(path):
    """For every report among the fixtures."""
    found = findings(DIALECT, path.read_text("utf-8"))
    expected = counted(path)

    assert expected is None or said(found) == expected


def test_the_reports_are_there():
    """Each format has its fixture."""
    roots = {elements(path)[0] for path in FILES if path.suffix in (".xml", ".trx")}

    assert {path.suffix for path in FILES} == KINDS
    assert {"testsuites", "testsuite", "TestRun", "test-run", "test-results", "assemblies"} <= roots
