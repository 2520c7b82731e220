"""A person asks why, of a line, a signature or a text, and is told."""

import json
from pathlib import Path

import pytest

from classifier.cli import run

FIXTURES = Path(__file__).parent.parent / "fixtures"
LOG = """\
+ python build.py
Traceback (most recent call last):
  File "build.py", line 3, in <module>
    main()
  File "build.py", line 2, in main
    raise StoreError("x")
store.StoreError: volume 'data' has 3 of 40 blocks spare
nothing here
"""
PACK = """\
pack: team
about: Texts of the team.
tier: component
components: [{id: store}]
rules:
- id: store-blocks
  component: store
  match: "volume '(?P<volume>\\\\w+)' has (?P<left>\\\\d+) of \\\\d+ blocks idle"
  examples:
  - "store.StoreError: volume 'data' has 3 of 40 blocks idle"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.log").write_text(LOG, "utf-8")
    (tmp_path / "empty.log").touch()
    (tmp_path / "team.yaml").write_text(PACK, "utf-8")
    (tmp_path / "triage.toml").write_text("bundled = false\nrules = ['team.yaml']\n", "utf-8")
    return tmp_path


@pytest.fixture
def explain(capsys):
    """Return a function that runs `triage explain` and returns what it printed."""

    def ask(*arguments, code=0):
        assert run(["explain", *arguments]) == code
        out, said = capsys.readouterr()
        return said if code else out

    return ask


def test_a_line_of_a_failure(explain):
    text = explain("a.log:4")

    assert text.startswith(
        "a.log:4 is part of a failure\nstore.StoreError: volume 'data' has 3 of 40 blocks spare\n"
    )
    assert "no rule knows it" in text
    assert "  block      lines 2 to 7: frames 3-5, source 4-6, message 7\n" in text
    assert "  above      1  + python build.py\n" in text
    assert "  below      8  nothing here\n" in text
    assert "  > 7  store.StoreError: volume 'data' has 3 of 40 blocks spare\n" in text
    assert "Rules that nearly match\n  store-blocks  (" in text
    assert "    lacks  idle\n" in text
    assert "    <NUM> is 40\n" in text
    assert "store-blocks but for 'idle' / 'spare'" in text
    assert "the message of the rule may have changed" in text


def test_a_line_of_no_failure_says_why(explain):
    assert explain("a.log:1").splitlines()[:5] == [
        "a.log:1 is part of no failure",
        "  + python build.py",
        "",
        "Why",
        "  it repeats a command, it is not what the command printed",
    ]
    text = explain("a.log:8")
    assert "Why\n  no dialect knows a failure of this form\n" in text
    assert "Nearest failure\n  a.log:7  store.StoreError" in text


def test_a_failure_that_was_only_told_of(explain):
    log = FIXTURES / "clean-general-decoys" / "log"
    text = explain(f"{log}:7")

    assert "python sees a failure in it, but the log ends with exit code 0: it was only told of" in text


def test_a_line_inside_of_what_a_dialect_owns(explain):
    log = FIXTURES / "pytest-3" / "plain.log"
    text = explain(f"{log}:5")

    assert "pytest has understood the lines 1 to 62 as a whole" in text


def test_the_winner_and_the_others(explain):
    text = explain("--text", "store.StoreError: volume 'x' has 3 of 40 blocks idle")

    assert "is store-blocks, component store" in text
    assert "Rules that match\n  store-blocks  (cause, tier component, " in text
    assert "team.yaml:6): wins\n    volume = x\n    left = 3\n" in text


def test_a_signature_of_a_result(explain, folder, capsys):
    run(["a.log", "-o", "result.json", "-q"])
    (folder / "a.log").unlink()
    capsys.readouterr()

    text = explain("u-", "result.json")

    assert text.startswith("u-")
    assert ": 1 failure in 1 log, such as\nstore.StoreError" in text
    assert "Cluster\n" in text
    assert "> 7  store.StoreError" in text


def test_rules_that_changed_since_are_said(explain, folder, capsys):
    run(["a.log", "-o", "result.json", "-q"])
    (folder / "team.yaml").write_text(PACK.replace("idle", "spare"), "utf-8")
    capsys.readouterr()

    assert "the rules have changed since: the report says unknown" in explain("u-", "result.json")


def test_unknown_neighbors_are_shown(explain, folder):
    (folder / "b.log").write_text(LOG.replace("blocks spare", "blocks gone"), "utf-8")
    name = next(
        one["id"] for one in json.loads(explain_scan(folder))["signatures"] if one["title"].endswith("spare")
    )

    assert "but for 'gone' / 'spare'" in explain(name, "a.log", "b.log")


def explain_scan(folder):
    run(["*.log", "-o", "all.json", "-q"])
    return (folder / "all.json").read_text("utf-8")


@pytest.mark.parametrize("arguments", [["a.log:7"], ["a.log:8"], ["u-", "a.log"], ["--text", "volume lost"]])
def test_programs_get_json(explain, arguments):
    data = json.loads(explain(*arguments, "--format", "json"))

    assert data["schema"] == "triage.explanation/1"


def test_secrets_are_masked(explain, folder):
    (folder / "c.log").write_text("fetching with token=ghp_" + "a1B2" * 9 + "\n", "utf-8")

    assert "a1B2" not in explain("c.log:1")


def test_nothing_of_a_log_reaches_the_terminal_unescaped(explain, folder):
    (folder / "c.log").write_text(LOG.replace("blocks spare", "blocks \x1b[31mspare\u202e"), "utf-8")

    for number in (7, 8):
        assert not {"\x1b", "\u202e"} & set(explain(f"c.log:{number}"))


def test_a_log_in_an_archive(explain, folder):
    import zipfile

    with zipfile.ZipFile(folder / "logs.zip", "w") as archive:
        archive.write(folder / "a.log", "job/1.log")

    assert explain("logs.zip!job/1.log:7").startswith("logs.zip!job/1.log:7 is part of a failure")
    assert "Did you mean 'logs.zip!job/1.log'?" in explain("logs.zip!job/2.log:7", code=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Give LOG:LINE, a SIGNATURE, or --text TEXT."),
        (["a.log:1", "--text", "x"], "Give LOG:LINE, a SIGNATURE, or --text TEXT."),
        (["b.log:1"], "b.log: no such log. Name one, or a signature and where to look for it."),
        (["a.log:99"], "a.log: has 8 lines. Give a line between 1 and 8."),
        (["empty.log:1"], "empty.log: is empty. Give a log with lines."),
        ([".:1"], ".: is a folder. Name one of its logs."),
        (["a.log"], "'a.log' names no line. Write LOG:LINE, such as build.log:12."),
        (["a.log:x"], "'a.log:x' names no line. Write LOG:LINE, such as build.log:12."),
        (["u-1"], "nowhere to look. "),
        (["--text", " "], "the text is empty. Give the words of a failure."),
        (["--text", "x", "--kind", "tset"], "--kind is 'tset'. Did you mean 'test'?"),
    ],
)
def test_what_cannot_be_explained_is_said(explain, arguments, message):
    assert explain(*arguments, code=2).startswith(message)
