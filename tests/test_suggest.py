"""From failures that no rule knows to a rule that is proven, shown, and put into a file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from classifier import rulebook, triage
from classifier.cli import run
from classifier.errors import UsageError
from classifier.pipeline import Judge
from classifier.result.lookup import find
from classifier.suggest import guessed, suggest

TRACEBACK = """\
Traceback (most recent call last):
  File "main.py", line 3, in <module>
    {call}()
  File "{file}", line 9, in {call}
    raise StoreError("x")
store.StoreError: {message}
"""
MESSAGES = (
    "volume 'data' has 3 of 40 blocks left",
    "volume 'logs' has 1 of 40 blocks left",
    "volume 'scratch' has 12 of 96 blocks left",
)
PACK = """\
# ours
pack: team
about: Texts of the team.
tier: component
components:
- {{id: store}}
- {{id: web}}
rules:

- id: web-page   # kept
  component: web
  match: 'page (?P<page>\\w+) of shop ended: gone'
  examples:
  - 'store.StoreError: page index of shop ended: gone'
{more}"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a function that writes a log for each message, and the team's pack."""
    monkeypatch.chdir(tmp_path)

    def write(*messages, more="", file="store.py"):
        (tmp_path / "triage.toml").write_text("bundled = false\nrules = ['team.yaml']\n", "utf-8")
        (tmp_path / "team.yaml").write_text(PACK.format(more=more), "utf-8")
        for number, message in enumerate(messages):
            text = TRACEBACK.format(message=message, file=file, call="save")
            (tmp_path / f"{number}.log").write_text(text, "utf-8")
        return tmp_path

    return write


def scanned(folder):
    report = triage([str(folder / "*.log")], rules=[folder / "team.yaml"], bundled=False)
    return report, Judge(rulebook.load([folder / "team.yaml"], bundled=False))


def command(capsys, *arguments):
    """Run `triage rules suggest` and return its exit code and what it printed where."""
    code = run(["rules", "suggest", *arguments])
    return code, *capsys.readouterr()


def test_the_rule_is_complete(folder):
    report, judge = scanned(folder(*MESSAGES))
    (signature,) = report.signatures

    suggestion = suggest(report, signature, judge, ("store", "web"))

    pattern = r"volume ''(?P<volume>\w+)'' has (?P<number>\d+) of (?P<number_2>\d+) blocks left"
    assert suggestion.text.startswith("- id: store-volume-blocks-left\n")
    assert f"match: 'store\\.StoreError: {pattern}'" in suggestion.text
    assert f"formerly: [{signature.id}]" in suggestion.text
    assert "captures: {volume: 'data', number: '3', number_2: '40'}" in suggestion.text
    assert suggestion.members == 3


def test_texts_of_the_nearest_signatures_are_counterexamples(folder):
    report, judge = scanned(folder(*MESSAGES, "volume 'data' has no blocks left"))
    _, signature = find(report.signatures[0].id, [report])

    suggestion = suggest(report, signature, judge)

    other = report.signatures[1]
    assert f"- 'store.StoreError: volume ''data'' has no blocks left'   # {other.id}" in suggestion.text


def test_what_a_rule_knows_needs_none(folder):
    report, judge = scanned(folder("page index of shop ended: gone"))

    with pytest.raises(UsageError, match="is matched by the rule 'web-page' already"):
        suggest(report, report.signatures[0], judge)


@pytest.mark.parametrize(
    ("messages", "home", "component", "reason"),
    [
        (["disk is lost"], ("web",), "web", "the pack has no other"),
        (["page index of shop ended: away"], ("web", "store"), "web", "'web-page' reads 83 % like it"),
        (
            ["page index of shop ended: gone", "disk is lost"],
            (),
            "web",
            "2 files of its call stack are in no other's",
        ),
        (
            ["disk is lost"],
            ("store", "web"),
            "store",
            "nothing points to one, this is just the first there is",
        ),
    ],
)
def test_the_component_is_a_guess_with_its_reason(folder, messages, home, component, reason):
    report, judge = scanned(folder(*messages))
    signature = next(one for one in report.signatures if not one.rule)

    found = guessed(report, signature, judge, home)

    assert (found.component, found.reason) == (component, reason)


def test_the_user_goes_from_a_failure_to_a_rule_in_the_pack(folder, capsys):
    where = folder(*MESSAGES)
    before = (where / "team.yaml").read_text("utf-8")
    run(["*.log", "-o", "result.json", "-q"])
    (name,) = [one["id"] for one in json.loads((where / "result.json").read_text("utf-8"))["signatures"]]
    capsys.readouterr()

    code, out, said = command(
        capsys, name[:5], "result.json", "--write", "team.yaml", "--passing", "team.yaml"
    )

    after = (where / "team.yaml").read_text("utf-8")
    assert (code, out) == (0, "")
    assert f"wins 3 of 3 failures of {name}" in said
    assert "found in 0 lines of passing logs" in said
    assert after.startswith(before)
    assert run(["rules", "check", "team.yaml"]) == 0
    report, _ = scanned(where)
    (signature,) = report.signatures
    assert signature.standing == "matched"


def test_a_new_file_is_a_pack(folder, capsys):
    where = folder(*MESSAGES)

    code, _, said = command(capsys, "u-", "*.log", "-w", "Disk_rules.yaml")

    assert code == 0
    assert said.endswith("written to Disk_rules.yaml; scan again with --rules Disk_rules.yaml\n")
    assert (where / "Disk_rules.yaml").read_text("utf-8").startswith("pack: disk-rules\n")
    assert run(["rules", "check", "team.yaml", "Disk_rules.yaml"]) == 0


def test_an_empty_file_is_begun(folder, capsys):
    folder(*MESSAGES)
    Path("new.yaml").touch()

    code, _, said = command(capsys, "u-", "*.log", "--write", "new.yaml")

    assert (code, "written to new.yaml" in said) == (0, True)
    assert Path("new.yaml").read_text("utf-8").startswith("pack: new\n")


def test_the_place_of_a_bare_comparison_is_no_part_of_its_name(folder):
    """Such failures are told apart by their line of code, which no rule looks for."""
    folder()
    Path("0.log").write_text(
        "=== FAILURES ===\n___ test_pay ___\n\n    def test_pay():\n>       assert total() == 4\n"
        "E       assert 3 == 4\nE        +  where 3 = total()\n\ntest_cart.py:12: AssertionError\n",
        "utf-8",
    )
    report, judge = scanned(Path.cwd())
    (signature,) = report.signatures
    assert "test_cart.py" in signature.template

    text = suggest(report, signature, judge, ("store",)).text

    assert "test_cart" not in text.replace("test_cart.py::", "")


def test_the_first_pack_names_a_component(folder, capsys):
    where = folder(*MESSAGES)
    (where / "triage.toml").write_text("bundled = false\n", "utf-8")

    code, _, _ = command(capsys, "u-", "*.log", "-w", "disk.yaml")

    assert code == 0
    assert (where / "disk.yaml").read_text("utf-8").startswith("pack: disk\n")
    assert "components:\n- {id: disk}\n" in (where / "disk.yaml").read_text("utf-8")
    assert run(["rules", "check", "--no-bundled", "disk.yaml"]) == 0


def test_hits_in_passing_logs_are_shown(folder, capsys):
    where = folder(*MESSAGES)
    (where / "passing.txt").write_text("fine\nwarning: " + "store.StoreError: " + MESSAGES[0] + "\n", "utf-8")

    _, _, said = command(capsys, "u-", "*.log", "--passing", "passing.txt")

    assert (
        "found in 1 line of passing logs:\n    passing.txt:2: warning: store.StoreError: volume 'data'"
        in said
    )


def test_a_rule_that_is_not_right_yet_is_not_written(folder, capsys):
    where = folder(
        *MESSAGES,
        more="- {id: store-other, component: store, match: never, formerly: [{id}], examples: [never]}\n",
    )
    (name,) = [one.id for one in triage([str(where / "*.log")], bundled=False).signatures]
    path = where / "team.yaml"
    path.write_text(path.read_text("utf-8").replace("{id}", name), "utf-8")
    before = path.read_bytes()

    code, out, said = command(capsys, name, "*.log", "--write", "team.yaml")

    assert (code, path.read_bytes()) == (1, before)
    assert out.startswith("- id: store-volume-")
    assert f"former id '{name}' is there already" in said


def test_programs_get_json(folder, capsys):
    folder(*MESSAGES)

    _, out, _ = command(capsys, "u-", "*.log", "--format", "json")

    found = json.loads(out)
    assert (found["schema"], found["members"], found["won"]) == ("triage.suggestion/1", 3, 3)
    assert found["rule"].startswith("- id: ")


def test_the_configured_result_is_looked_in(folder, capsys):
    where = folder(*MESSAGES)
    run(["*.log", "-o", "last.json", "-q"])
    (where / "triage.toml").write_text(
        "bundled = false\nresult = 'last.json'\nrules = ['team.yaml']\n", "utf-8"
    )
    capsys.readouterr()

    code, out, _ = command(capsys, "u-")

    assert code == 0
    assert "StoreError" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["u-1"], "nowhere to look. Name a JSON report or logs to look in, or set result in triage.toml. "),
        (["u-zzz", "0.log"], "no signature is called 'u-zzz'. There are: "),
        (["u-", "0.log", "--write", "0.log"], "0.log:1:1: "),
    ],
)
def test_what_cannot_be_done_is_said(folder, capsys, arguments, message):
    folder(*MESSAGES)

    code, out, said = command(capsys, *arguments)

    assert (code, out) == (2, "")
    assert said.startswith(message)


DRIFTED = "page index of shop finished: gone"


def test_a_reworded_message_is_patched_into_its_rule(folder, capsys):
    where = folder(DRIFTED)
    before = (where / "team.yaml").read_text("utf-8")

    code, out, said = command(capsys, "u-", "*.log")

    assert code == 0
    assert out.startswith("--- ")
    assert "+  - regex: 'page (?P<page>\\w+) of shop finished: gone'\n" in out
    assert "web-page: wins 1 of 1 failure of u-" in said
    assert "its message may have changed; --new drafts a rule of its own instead" in said
    assert (where / "team.yaml").read_text("utf-8") == before

    code, out, _ = command(capsys, "u-", "*.log", "--write", "team.yaml")

    assert (code, out) == (0, "")
    assert run(["rules", "check", "team.yaml"]) == 0
    report, _ = scanned(where)
    assert [one.rule for one in report.signatures] == ["web-page"]


@pytest.mark.parametrize("more", [["--new"], ["--write", "other.yaml"]])
def test_a_rule_of_its_own_can_be_had_instead(folder, capsys, more):
    where = folder(DRIFTED)

    code, out, _ = command(capsys, "u-", "*.log", *more)

    written = where / "other.yaml"
    assert code == 0
    assert "- id: web-page-" in (written.read_text("utf-8") if written.exists() else out)


def test_a_report_cannot_write_lines_of_its_own_into_a_rule(folder):
    report, judge = scanned(folder(*MESSAGES))
    (signature,) = report.signatures
    hostile = "u-1]\n- id: evil\n"
    failures = tuple(
        replace(one, signature=hostile, failure=replace(one.failure, tool=hostile)) for one in report.failures
    )
    spoiled = replace(signature, id=hostile, template=f"{hostile} has <NUM> blocks")

    suggestion = suggest(replace(report, failures=failures, signatures=(spoiled,)), spoiled, judge)

    (rule,) = yaml.safe_load(suggestion.text)
    assert rule["formerly"] == [hostile]
    assert rule["id"].startswith("store-")
