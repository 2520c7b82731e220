"""`triage cluster FILE` groups plain texts and keeps the contract of its JSON."""

from __future__ import annotations

import io
import json
import sys

import pytest

from classifier.cli import run
from classifier.errors import Exit

TEXTS = (
    b"IndexError: index 13 is out of bounds for size 3\n"
    b"\n"
    b"IndexError: index 2 is out of bounds for size 5\r\n"
    b"first line\\nsecond line of another \xff failure\n"
    b"IndexError: index 2 is out of bounds for size 5"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "texts"
    path.write_bytes(TEXTS)
    return path


def triage(capsys, *arguments):
    code = run(["cluster", *map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_is_as_promised(capsys, file):
    code, out, err = triage(capsys, "--format", "json", file)
    report = json.loads(out)
    assert (code, err) == (Exit.DONE, "")
    assert list(report) == ["clusters", "limits", "schema"]
    assert report["schema"] == "triage.clusters/1"
    first, second = report["clusters"]
    assert {"count", "family", "id", "members", "template"} < set(first)
    assert first["members"] == [1, 3, 5]
    assert first["exemplars"] == [3]
    assert first["slots"] == [[["2", 2], ["13", 1]], [["5", 2], ["3", 1]]]
    assert first["distinct"] == [2, 2]
    assert first["count"] == 3
    assert first["template"] == "IndexError: index <NUM> is out of bounds for size <NUM>"
    assert second["members"] == [4]
    assert second["template"] == "first line second line of another \ufffd failure"


def test_text_shows_templates_and_typical_members(capsys, file):
    code, out, _ = triage(capsys, file)
    lines = out.splitlines()
    assert code == Exit.DONE
    assert lines[0] == "4 texts in 2 clusters"
    assert lines[1].endswith("IndexError: index <NUM> is out of bounds for size <NUM>")
    assert lines[2].strip() == "such as IndexError: index 2 is out of bounds for size 5"
    assert lines[3].endswith("first line second line of another \ufffd failure")


def test_standard_input(capsys, file, monkeypatch):
    from_file = triage(capsys, "-f", "json", file)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXTS)))
    assert triage(capsys, "-f", "json", "-") == from_file


def test_nothing_in_the_file(capsys, tmp_path):
    empty = tmp_path / "empty"
    empty.write_bytes(b"\n  \n")
    assert triage(capsys, empty) == (Exit.DONE, "0 texts in 0 clusters\n", "")


def test_secrets_and_control_characters_are_not_shown(capsys, tmp_path):
    path = tmp_path / "texts"
    path.write_text("bad \x1b[31mtoken\x07 ghp_" + "Q7" * 18 + "\n" * 2 + "bad \x1b[31mtoken\x07 x\n")
    for form in ("text", "json"):
        _, out, _ = triage(capsys, "-f", form, path)
        assert "Q7" not in out
        assert "\x1b" not in out
        assert "\x07" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no/such/file"], "no/such/file: no such file or directory. Name a file with one text a line."),
        (["--format", "xml", "-"], "unknown format 'xml'. Give one of text, json."),
    ],
)
def test_usage_errors(capsys, arguments, message):
    assert triage(capsys, *arguments) == (Exit.USAGE, "", message + "\n")


def test_folder_is_a_usage_error(capsys, tmp_path):
    code, out, err = triage(capsys, tmp_path)
    assert (code, out) == (Exit.USAGE, "")
    assert "is a directory" in err
