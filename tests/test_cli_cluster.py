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


PACK = r"""
pack: shop
about: what the shop prints
tier: component
tools: [pytest]
components: [{id: shop, title: Shop}]
decisive: [apple]
normalize:
- name: basket
  # no basket b-x7 here
  regex: '\bb-\w+\b'
  as: '<basket>'
  examples: {'no basket b-x7 here': 'no basket <basket> here'}
rules:
- id: shop-empty
  component: shop
  match: 'the shop is empty'
  means: Nothing is left.
  try: Order something.
  examples: ['the shop is empty']
"""


def test_masks_and_decisive_words_of_packs_apply(capsys, tmp_path):
    rules = tmp_path / "shop.yaml"
    rules.write_text(PACK, "utf-8")
    texts = tmp_path / "texts"
    texts.write_text(
        "".join(
            f"the basket b-{name} holds no {name} at all\n"
            for name in ("apple", "pear", "fig", "plum", "nut")
        ),
        "utf-8",
    )
    _, out, _ = triage(capsys, "-f", "json", "-r", rules, "--no-bundled", texts)
    found = json.loads(out)["clusters"]
    assert {one["template"]: one["members"] for one in found} == {
        "the basket <basket> holds no <*> at all": [2, 3, 4, 5],
        "the basket <basket> holds no apple at all": [1],
    }


def test_bad_rules_are_an_error(capsys, tmp_path):
    code, out, err = triage(capsys, "-r", tmp_path / "nowhere.yaml", "-")
    assert (code, out) == (Exit.USAGE, "")
    assert "nowhere.yaml" in err


def test_known_ids_are_kept_and_the_store_is_brought_up_to_date(capsys, tmp_path):
    store, texts = tmp_path / "known.json", tmp_path / "texts"
    names = ["api", "web", "mail", "ftp", "dns"]
    texts.write_text("failed to bind the socket of api to its address\n", "utf-8")
    _, out, _ = triage(capsys, "-f", "json", "--known", store, texts)
    first = json.loads(out)["clusters"][0]["id"]
    texts.write_text(
        "".join(f"failed to bind the socket of {one} to its address\n" for one in names), "utf-8"
    )
    for _ in range(2):
        _, out, _ = triage(capsys, "-f", "json", "--known", store, texts)
        (one,) = json.loads(out)["clusters"]
        assert one["id"] == first
        assert first not in one["aliases"]
        assert len(one["aliases"]) == 1
    _, out, _ = triage(capsys, "--known", store, texts)
    assert f"once {one['aliases'][0]}" in out


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "triage.known/9"}', "\xff"])
def test_bad_store_is_an_error_and_left_alone(capsys, file, tmp_path, text):
    store = tmp_path / "known.json"
    store.write_bytes(text.encode("latin-1"))
    code, out, err = triage(capsys, "--known", store, file)
    assert (code, out) == (Exit.USAGE, "")
    assert err.startswith(f"{store}: i")
    assert "left as it is" in err
    assert store.read_bytes() == text.encode("latin-1")


def test_store_that_cannot_be_written_is_said(capsys, file, tmp_path):
    code, _, err = triage(capsys, "--known", tmp_path / "no" / "known.json", file)
    assert code == Exit.OUTPUT
    assert "the store of known ids was not written" in err


def test_verbose_shows_values_and_other_members(capsys, file):
    _, out, _ = triage(capsys, "-v", file)
    assert "part 1 has 2 values: 2 (2), 13 (1)" in out
    assert "part 2 has 2 values: 5 (2), 3 (1)" in out


def test_long_texts_are_bounded_and_that_is_said(capsys, tmp_path):
    texts = tmp_path / "texts"
    texts.write_text("word " * 200 + "\nshort\n" + "x" * 3_000_000, "utf-8")
    code, out, err = triage(capsys, "-f", "json", texts)
    assert code == Exit.DONE
    assert json.loads(out)["limits"] == [
        {"what": "words and marks of a text that are compared", "bound": 120, "reached": 2}
    ]
    assert err == "2 of 3 texts were compared by their first 120 words and marks only.\n"
    assert len(out) < 5_000


def test_lines_across_chunks_are_whole(capsys, tmp_path):
    texts = tmp_path / "texts"
    lines = [f"value {number} of the long text {'x' * (number % 700)}" for number in range(5_000)]
    texts.write_text("\n".join(lines), "utf-8")
    _, out, _ = triage(capsys, "-f", "json", texts)
    assert sorted(line for one in json.loads(out)["clusters"] for line in one["members"]) == list(
        range(1, 5_001)
    )
