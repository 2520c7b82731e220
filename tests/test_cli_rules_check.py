"""`triage rules check`: forms of its findings, what logs say against rules, and `--fix`."""

import json
import random
import re
from pathlib import Path

import jsonschema
import pytest
from faults import FAULTS, planted
from typer.testing import CliRunner

from classifier.cli.rules import app
from classifier.errors import Exit, OutputError, Place, UsageError
from classifier.render.findings import as_annotations, as_json, as_sarif
from classifier.rulebook.findings import Finding
from classifier.rulebook.fix import mended

PACK = """\
# a comment, kept
pack: demo   # another
about: Texts.
tier: tool
components: [{id: app}]
rules:

- id: demo-boom
  component:   app
  maens: It broke.
  match: '.*boom.cpp, it''s ünder *'   # why
  examples: ['boom.cpp, it''s ünder ']
- {id: demo-bang, component: app, match: "\\bbang\\b", examples: ['bang'], role: casue}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    """Return exit code, output and exception of one command."""
    result = CliRunner().invoke(app, ["check", *arguments], standalone_mode=False)
    return result.return_value if result.exception is None else None, result.stdout, result.exception


def names(*arguments):
    """Return the names and lines of what is found."""
    _, out, error = run(*arguments, "--no-bundled", "--format", "json")
    assert error is None
    return [(one["name"], one["line"]) for one in json.loads(out)["findings"]]


def pack(*rules):
    """Write a pack of rules, each given as the fields beside its component."""
    lines = "".join(f"- {{component: app, means: x, try: y, {one}}}\n" for one in rules)
    head = "pack: demo\nabout: Texts.\ntier: tool\ncomponents: [{id: app}]\nrules:\n"
    Path("demo.yaml").write_text(head + lines, "utf-8")
    return "demo.yaml"


NASTY = "x\n::error::got you\r::set-output name=a::b\u2028::warning::c,line=9:%0A\x1b[31m\x00"
FINDINGS = [
    Finding(Place("rules/a,b:c%.yaml", 3, 7), NASTY, "Mend it.", "error", "missing"),
    Finding(Place("b c.yaml"), "it is", "", "info", "open-end", fix="x"),
]


def test_annotations_hold_no_other_command():
    """Whatever a rule says: each finding is one line, and only its beginning is a command."""
    lines = re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", as_annotations(FINDINGS))

    assert len(lines) == 2
    assert lines[0].startswith("::error file=rules/a%2Cb%3Ac%25.yaml,line=3,col=7,title=missing::x%0A::error")
    assert "\x1b" not in lines[0]
    assert lines[1] == "::notice file=b c.yaml,title=open-end::it is."


def test_annotations_say_how_many_are_left():
    """GitHub shows ten of a level; the tenth of ours says that there are more."""
    lines = as_annotations([FINDINGS[1]] * 14).split("\n")

    assert len(lines) == 10
    assert lines[-1].endswith("::5 more of level info")


def test_json_holds_everything():
    """As it is, escaped by JSON."""
    first, second = json.loads(as_json(FINDINGS))["findings"]

    assert (first["path"], first["line"], first["column"], first["what"]) == (
        "rules/a,b:c%.yaml",
        3,
        7,
        NASTY,
    )
    assert (second["level"], second["name"], second["fixable"]) == ("info", "open-end", True)


def test_sarif_is_what_code_scanning_takes():
    """The parts of the schema of SARIF 2.1.0 that readers rely on."""
    made = json.loads(as_sarif(FINDINGS, {"missing": "examples"}, "1.2"))
    place = {
        "type": "object",
        "required": ["artifactLocation"],
        "properties": {
            "artifactLocation": {"required": ["uri"], "properties": {"uri": {"pattern": r"^[\w%./~-]+$"}}},
            "region": {"properties": {"startLine": {"minimum": 1}, "startColumn": {"minimum": 1}}},
        },
    }
    result = {
        "required": ["ruleId", "level", "message", "locations"],
        "properties": {
            "level": {"enum": ["error", "warning", "note", "none"]},
            "message": {"required": ["text"]},
            "locations": {"minItems": 1, "items": {"properties": {"physicalLocation": place}}},
        },
    }
    run = {"required": ["tool", "results"], "properties": {"results": {"items": result}}}
    jsonschema.validate(made, {"properties": {"version": {"const": "2.1.0"}, "runs": {"items": run}}})
    (made_run,) = made["runs"]
    rules = [rule["id"] for rule in made_run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in made_run["results"])


@pytest.mark.parametrize(
    ("form", "shown"), [("text", False), ("github", False), ("json", True), ("sarif", True)]
)
def test_what_is_only_worth_knowing_is_shown_where_it_is_filtered(form, shown):
    """Machines get all levels, people the ones to act on; `--level` decides."""
    path = pack("id: demo-a, match: '\\d+:\\d+', examples: ['1:2']")

    assert ("no-literal" in run(path, "--no-bundled", "--format", form)[1]) is shown
    assert "no-literal" in run(path, "--no-bundled", "--format", form, "--level", "info")[1]
    assert "no-literal" not in run(path, "--no-bundled", "--format", form, "--level", "error")[1]


def test_only_errors_make_the_gate_shut():
    """A warning is shown and passes."""
    assert run(pack("id: demo-a, match: 'boom.*', examples: ['boom']"), "--no-bundled")[0] == Exit.DONE
    assert run(pack("id: demo-a, match: 'boom', examples: ['bang']"), "--no-bundled")[0] == Exit.GATE


# --fix


def test_fix_mends_what_is_mechanical_and_nothing_else():
    """Comments, quotes, blanks and the order of everything stay."""
    Path("demo.yaml").write_bytes(PACK.encode())
    run("demo.yaml", "--no-bundled", "--fix")

    assert Path("demo.yaml").read_text("utf-8") == (
        PACK.replace("maens", "means")
        .replace("'.*boom.cpp", "'boom\\.cpp")
        .replace('"\\bbang\\b"', "'\\bbang\\b'")
        .replace("casue", "cause")
    )
    assert names("demo.yaml")[0][0] == "unexplained"


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_fix_keeps_line_ends_and_byte_order_mark(ending, mark):
    """Byte for byte."""
    before = mark + PACK.replace("\n", ending).encode()
    Path("demo.yaml").write_bytes(before)
    run("demo.yaml", "--no-bundled", "--fix")
    after = Path("demo.yaml").read_bytes()

    assert after != before
    assert after.startswith(mark)
    assert after.count(ending.encode()) == before.count(ending.encode())
    assert after.replace(b"means", b"maens").split(b"match")[0] == before.split(b"match")[0]


def test_fix_leaves_a_sound_file_alone(tmp_path):
    """Not even its time changes."""
    path = Path(pack("id: demo-a, match: 'boom', examples: ['boom']"))
    before = path.stat()
    run(str(path), "--no-bundled", "--fix")

    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_fix_keeps_permissions_and_links():
    """The file behind a link is mended; the link stays one."""
    Path("real.yaml").write_text(PACK, "utf-8")
    Path("real.yaml").chmod(0o640)
    Path("demo.yaml").symlink_to("real.yaml")
    run("demo.yaml", "--no-bundled", "--fix")

    assert Path("demo.yaml").is_symlink()
    assert Path("real.yaml").stat().st_mode & 0o777 == 0o640
    assert "means" in Path("real.yaml").read_text("utf-8")


def test_fix_needs_to_be_told_what_to_mend():
    """The bundled packs are not the user's."""
    assert isinstance(run("--fix")[2], UsageError)


def test_fix_says_when_it_can_not(monkeypatch):
    """Exit 4; the file is as it was."""
    Path("demo.yaml").write_text(PACK, "utf-8")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("classifier.cli.output.tempfile.NamedTemporaryFile", full)

    assert isinstance(run("demo.yaml", "--no-bundled", "--fix")[2], OutputError)
    assert Path("demo.yaml").read_text("utf-8") == PACK


@pytest.mark.parametrize("name", FAULTS)
def test_fixing_never_makes_a_pack_worse(name):
    """Whatever fault is planted: no error that was not there before, and every line that was fine stays."""
    text, _ = planted(name, random.Random(f"fix {name}"))
    Path("mill.yaml").write_text(text, "utf-8")
    before = json.loads(run("mill.yaml", "--no-bundled", "--format", "json")[1])["findings"]
    run("mill.yaml", "--no-bundled", "--fix")
    after = json.loads(run("mill.yaml", "--no-bundled", "--format", "json")[1])["findings"]

    assert len([one for one in after if one["level"] == "error"]) <= len(
        [one for one in before if one["level"] == "error"]
    )
    touched = {one["line"] for one in before if one["fixable"]}
    lines = zip(text.split("\n"), Path("mill.yaml").read_text("utf-8").split("\n"), strict=True)
    assert all(old == new for number, (old, new) in enumerate(lines, 1) if number not in touched)


def test_a_fix_that_would_change_more_is_left_out():
    """Two findings at one place are mended one after the other."""
    place = Place("demo.yaml", 2, 4)
    wanted = [Finding(place, "a", name="x", fix="one"), Finding(place, "b", name="y", fix="two")]

    data, done = mended(b"a: b\nc: d\n", wanted)

    assert (data, [one.what for one in done]) == (b"a: b\nc: one\n", ["a"])
    assert mended(b"a: |\n  b\n", [Finding(Place("", 1, 4), "a", fix="c")])[1] == ()


# logs


def test_passing_logs_name_rules_that_hit_in_them():
    """A failure that is named there is an error, a line that matches a warning."""
    Path("good.log").write_text("starting\nretrying: valve stuck, 3 left\nall done\n", "utf-8")
    path = pack(
        "id: demo-a, match: 'valve stuck', examples: ['valve stuck']",
        "id: demo-b, match: 'zonk', examples: [zonk]",
    )

    assert names(path, "--passing", "good.log") == [("passing-line", 6)]


def test_a_failure_found_in_a_passing_log_is_an_error():
    """By a rule that finds failures itself."""
    log = "gcc -c a.c\na.c:1:1: error: valve stuck\n"
    Path("good.log").write_text(log, "utf-8")
    path = pack("id: demo-a, match: 'valve stuck', examples: ['valve stuck']")

    assert ("passing-failure", 6) in names(path, "--passing", "good.log")
    assert run(path, "--no-bundled", "--passing", "good.log")[0] == Exit.GATE


def test_a_corpus_names_rules_that_never_win_and_those_never_seen():
    """With who wins instead."""
    Path("bad.log").write_text("a.c:1:1: error: valve stuck in hopper\n", "utf-8")
    path = pack(
        "id: demo-a, match: 'valve stuck', examples: ['valve stuck']",
        "id: demo-b, match: 'in hopper', examples: ['it is in hopper']",
        "id: demo-c, match: 'never', examples: ['never']",
    )

    assert names(path, "--corpus", "bad.log") == [("corpus-never-wins", 7), ("corpus-unseen", 8)]


def test_a_log_lint_can_be_excused():
    """Like any other."""
    Path("good.log").write_text("retrying: valve stuck\n", "utf-8")
    path = pack("id: demo-a, match: 'valve stuck', allow: [passing-line], examples: ['valve stuck']")

    assert names(path, "--passing", "good.log") == []


def test_logs_that_are_not_there_are_an_error():
    """Nothing was proven then."""
    path = pack("id: demo-a, match: 'boom', examples: ['boom']")

    assert isinstance(run(path, "--passing", "nowhere")[2], UsageError)


def test_mutants_that_nobody_notices_are_named():
    """Each with what it leaves out; those that a counterexample keeps out are not."""
    path = pack(
        "id: demo-a, match: '^boom', none: [{text: later}], examples: [boom], counterexamples: [boom later]",
        "id: demo-b, match: '^bang$', none: [text: later], examples: [bang], counterexamples: [a bang]",
    )
    _, out, _ = run(path, "--no-bundled", "--mutate")

    changes = re.findall(r"loosened: (.*?)\. Add", out)
    assert set(changes) == {"'^boom' without '^'", "without 'none: later'", "'^bang$' without '$'"}


def test_fixtures_name_rules_that_win_in_none():
    """A rule that no real log shows may never have matched one."""
    Path("fixtures/one").mkdir(parents=True)
    Path("fixtures/one/log").write_text("a.c:1:1: error: valve stuck\n", "utf-8")
    Path("fixtures/one/expected.yaml").write_text("about: x\n", "utf-8")
    path = pack(
        "id: demo-a, match: 'valve stuck', examples: ['valve stuck']",
        "id: demo-b, match: zonk, examples: [zonk]",
    )

    assert names(path, "--mutate", "--fixtures", "fixtures") == [("unnoticed", 7)]
