"""`triage rules stats`, `audit` and `diff`: what they say of rules on logs."""

import json
import math
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classifier.cli.rules import app
from classifier.errors import Exit, RulesError, UsageError
from classifier.tables.audit import Precision, overall

PACK = """\
pack: shop
about: Texts.
tier: component
components: [{id: stock, title: Stock}, {id: till, title: Till}]
rules:
- {id: shop-missing, component: stock, match: 'no item (?P<item>\\w+)', signature: 'no item {item}',
   examples: ['ShopError: no item tea']}
- {id: shop-any, component: stock, match: 'ShopError', examples: ['ShopError: closed']}
- {id: shop-till, component: till, match: 'till is stuck',
   examples: [{text: 'TillError: till is stuck', from: written, source: 'https://example.org'}]}
"""
TEST = """\
import pytest
class ShopError(Exception): pass
@pytest.mark.parametrize('item', ['tea', 'milk', 'salt', 'rice', 'wine', 'beer'])
def test_sell(item):
    raise ShopError(f'no item {item}')
@pytest.mark.parametrize('word', ['red', 'green', 'blue', 'old', 'new'])
def test_words(word):
    raise ShopError(f'{word} paint is {word}ish')
"""

run = CliRunner().invoke


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with rules and a log that pytest really wrote."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "rules.yaml").write_text(PACK, "utf-8")
    (folder / "test_shop.py").write_text(TEST, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTEST_ADDOPTS": ""},
    )  # fmt: skip
    (folder / "a.log").write_text(done.stdout, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def answer(*arguments, exit_code=0):
    """Return what a command prints as JSON."""
    result = run(app, [*map(str, arguments), "--format", "json"])
    assert (result.exit_code, result.exception) == (exit_code, None if not exit_code else result.exception)
    return json.loads(result.stdout)


def commit(folder):
    """Make a repository of a folder, with all that is in it in one commit."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_stats_count_hits_and_spread(made):
    """Every rule has a row: hits, logs, signatures, texts; both odd ends are marked, with what varies."""
    rows = answer("stats", made / "a.log", "-r", made / "rules.yaml", "--no-bundled")["rules"]
    keys = ("id", "hits", "outranked", "logs", "signatures", "texts", "oddity", "never_hit", "unproven")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("shop-missing", 6, 0, 1, 6, 6, "volatile", False, False),
        ("shop-any", 5, 6, 1, 1, 5, "wide", False, False),
        ("shop-till", 0, 0, 0, 0, 0, None, True, True),
    ]
    assert rows[0]["share"] == round(6 / 11, 6)
    assert ["Missing: no item beer", 1] in rows[0]["varying"]
    assert rows[0]["microseconds_per_mb"] > 0


def test_stats_in_words(made):
    """The text names the rules that never match and those that prove nothing."""
    out = run(app, ["stats", str(made / "a.log"), "-r", str(made / "rules.yaml"), "--no-bundled"]).stdout
    assert "11 failures in 1 log" in out
    assert "never hit (1):\n  shop-till" in out
    assert "nearly every hit has a signature of its own" in out


def test_stats_count_the_bundled_rules_that_never_hit(made):
    """Nobody reads the names of hundreds of rules for other programs; a team's own are named."""
    out = run(app, ["stats", str(made / "a.log"), "-r", str(made / "rules.yaml")]).stdout
    assert "never hit (1):\n  shop-till" in out
    assert re.search(r"never hit, of the bundled packs: \d{3} rules\n  .*\bgolang \d+ of \d+", out, re.DOTALL)
    assert "golang-" not in out


def test_sample_takes_turns_among_signatures_and_is_always_the_same(made):
    """A seed draws the same matches whatever the order; another seed draws others."""
    options = (made / "a.log", "-r", made / "rules.yaml", "--no-bundled", "--list", "--each", "3")
    first = answer("audit", *options)["samples"]
    assert first == answer("audit", *options)["samples"]
    assert {one["id"] for one in first} != {
        one["id"] for one in answer("audit", *options, "--seed", "1")["samples"]
    }
    assert [one["rule"] for one in first] == ["shop-missing"] * 3 + ["shop-any"] * 3
    assert len({one["signature"] for one in first[:3]}) == 3
    assert all(any(number == one["line"] for number, _ in one["excerpt"]) for one in first)


def test_marks_are_kept_and_give_a_precision(made):
    """Marks from one call count in the next; the interval is Wilson's."""
    options = (made / "a.log", "-r", made / "rules.yaml", "--no-bundled")
    ids = [one["id"] for one in answer("audit", *options, "--list")["samples"] if one["rule"] == "shop-any"]
    answer("audit", *options, "--mark", f"{ids[0]}=right", "--mark", f"{ids[1]}=wrong")
    found = answer("audit", *options, "--mark", f"{ids[2]}=right", "--mark", f"{ids[3]}=unsure")
    row = next(one for one in found["rules"] if one["rule"] == "shop-any")
    assert (row["right"], row["wrong"], row["unsure"]) == (2, 1, 1)
    # (2/3 + z²/6 ± z·√(2/9/3 + z²/36)) / (1 + z²/3), worked out by hand with z = 1.96
    assert (row["low"], row["high"]) == (pytest.approx(0.2077, abs=1e-3), pytest.approx(0.9385, abs=1e-3))
    assert found["overall"]["precision"] == pytest.approx(2 / 3)


def test_a_match_is_named_by_the_beginning_of_its_id(made):
    """As commits are; what could mean two matches is refused, and nothing is marked."""
    options = (str(made / "a.log"), "-r", str(made / "rules.yaml"), "--no-bundled")
    ids = [one["id"] for one in answer("audit", *options, "--list", "--each", "99")["samples"]]
    shared = next(one[0] for one in ids if sum(other[0] == one[0] for other in ids) > 1)

    refused = run(
        app, ["audit", *options, "--each", "99", "--mark", f"{ids[0]}=right", "--mark", f"{shared}=wrong"]
    )
    assert f"'{shared}': " in str(refused.exception)
    assert "matches begin so" in str(refused.exception)
    assert not Path("triage-audit.json").exists()

    answer("audit", *options, "--each", "99", "--mark", f"{ids[0][:-1]}=right")
    assert json.loads(Path("triage-audit.json").read_text("utf-8"))["marks"] == {ids[0]: "right"}


def test_overall_weighs_rules_by_their_matches():
    """A rule with nine times the matches counts nine times; rules nobody judged don't count."""
    rules = (
        Precision("a", 90, 4, 0, 0, 1.0, 0.51, 1.0),
        Precision("b", 10, 0, 4, 0, 0.0, 0.0, 0.49),
        Precision("c", 500, 0, 0, 0, None, None, None),
    )
    share, low, high = overall(rules)
    assert share == pytest.approx(0.9)
    assert 0 < low < share < high <= 1
    assert overall(rules[2:]) is None
    assert not math.isnan(low)


@pytest.mark.parametrize(
    ("mark", "says"),
    [("abc=right", "no match of the sample"), ("abc=maybe", "is no mark"), ("abc", "is no mark")],
)
def test_a_bad_mark_is_refused(made, mark, says):
    """An id that is not of the sample, or a word that is no mark, changes nothing."""
    result = run(app, ["audit", str(made / "a.log"), "--mark", mark])
    assert isinstance(result.exception, UsageError)
    assert says in str(result.exception)


@pytest.mark.parametrize(
    "text", ["{", '{"schema": "else"}', '{"schema": "triage.audit/1", "marks": {"a": "x"}}']
)
def test_a_file_that_holds_no_marks_is_never_overwritten(made, tmp_path, text):
    """What is no file of marks is named and left alone."""
    (tmp_path / "marks.json").write_text(text, "utf-8")
    result = run(app, ["audit", str(made / "a.log"), "--marks", "marks.json", "--mark", "a=right"])
    assert isinstance(result.exception, UsageError)
    assert (tmp_path / "marks.json").read_text("utf-8") == text


def test_keys_answer_on_a_terminal(made, tmp_path):
    """On a terminal each match is shown and a key answers; q stops, and what was said is kept."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "classifier", "rules", "audit", str(made / "a.log")]
    command += ["-r", str(made / "rules.yaml"), "--no-bundled"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=slave, stderr=slave, stdout=subprocess.PIPE, text=True
    ) as done:
        os.close(slave)
        for key in b"xynuq":
            shown = b""
            while not shown.endswith(b"[q]uit "):
                shown += os.read(master, 4096)
            while termios.tcgetattr(master)[3] & termios.ICANON:
                time.sleep(0.01)  # what is typed before the terminal gives single keys is thrown away
            os.write(master, bytes([key]))
        out = done.stdout.read()
    os.close(master)
    marks = json.loads((tmp_path / "triage-audit.json").read_text("utf-8"))["marks"]
    assert sorted(marks.values()) == ["right", "unsure", "wrong"]
    assert "shop-missing" in out


def test_diff_names_what_moves(made, tmp_path):
    """A dropped rule, a changed component and a new rule each show up with the failures they move."""
    changed = PACK.replace("component: stock, match: 'ShopError'", "component: till, match: 'ShopError'")
    (tmp_path / "new.yaml").write_text(
        changed.replace("no item (?P<item>\\w+)", "no item (?P<item>tea|milk)"), "utf-8"
    )
    found = answer("diff", made / "rules.yaml", tmp_path / "new.yaml", made / "a.log", "--no-bundled")
    assert found["counts"] == {
        "lost": 0, "component": 9, "rule": 0, "signature": 0, "gained": 0, "regrouped": 0,
    }  # fmt: skip
    assert found["same"] == 2
    assert {(one["old"]["rule"], one["new"]["rule"]) for one in found["moves"]} == {
        ("shop-any", "shop-any"), ("shop-missing", "shop-any"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("'ShopError'", "'TillError'", {"lost": 5}),
        ("signature: 'no item {item}'", "signature: 'no item'", {"signature": 6}),
        ("shop-any", "shop-other", {"rule": 5}),
    ],
)
def test_each_kind_of_change(made, tmp_path, old, new, counts):
    """Each kind of change is told apart, and from the other side it reads the other way."""
    (tmp_path / "new.yaml").write_text(PACK.replace(old, new), "utf-8")
    found = answer("diff", made / "rules.yaml", tmp_path / "new.yaml", made / "a.log", "--no-bundled")
    assert {change: count for change, count in found["counts"].items() if count} == counts
    back = answer("diff", tmp_path / "new.yaml", made / "rules.yaml", made / "a.log", "--no-bundled")[
        "counts"
    ]
    assert (back["gained"], back["lost"]) == (found["counts"]["lost"], found["counts"]["gained"])


def test_diff_against_a_revision(made, tmp_path):
    """OLD may be a revision of the repository that NEW lies in; Markdown is for the pull request."""
    (tmp_path / "rules").mkdir()
    shutil.copy(made / "rules.yaml", tmp_path / "rules" / "shop.yaml")
    commit(tmp_path)
    (tmp_path / "rules" / "shop.yaml").write_text(PACK.replace("'ShopError'", "'TillError'"), "utf-8")
    result = run(
        app,
        ["diff", "HEAD", "rules", str(made / "a.log"), "--no-bundled", "-f", "md", "--exit-code"],
        standalone_mode=False,
    )
    assert result.return_value == Exit.GATE
    assert "| lost a rule | `shop-any (stock)` |" in result.stdout
    same = run(app, ["diff", "HEAD", "HEAD:rules", str(made / "a.log")])
    assert isinstance(same.exception, UsageError)


def test_a_fault_in_old_rules_is_named_by_revision(made, tmp_path):
    """What a revision had wrong is said with the revision's name, not with a folder that is gone."""
    (tmp_path / "rules.yaml").write_text("pack: [", "utf-8")
    commit(tmp_path)
    (tmp_path / "rules.yaml").write_text(PACK, "utf-8")
    result = run(app, ["diff", "HEAD", "rules.yaml", str(made / "a.log")])
    assert isinstance(result.exception, RulesError)
    assert str(result.exception).startswith("HEAD:rules.yaml:2:1: ")


def test_a_revision_that_is_none_is_said(made, tmp_path):
    """Neither a file nor a revision: the message says both."""
    (tmp_path / "rules.yaml").write_text(PACK, "utf-8")
    result = run(app, ["diff", "--", "-x", "rules.yaml", str(made / "a.log")])
    assert isinstance(result.exception, UsageError)
    assert "'-x' is no file or folder" in str(result.exception)
