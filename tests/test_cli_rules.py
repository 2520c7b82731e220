"""`triage rules`: what each command prints, and what it exits with."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classifier.cli.rules import app
from classifier.cli.rules.options import as_read
from classifier.errors import Exit, RulesError, UsageError
from classifier.model import Failure, Span
from classifier.rulebook import schema
from classifier.rulebook.load import BUNDLED

PACK = """\
pack: demo
about: Texts.
tier: tool
components: [{id: app, title: Application}]
rules:
- id: demo-conv
  formerly: [demo-convolution]
  component: app
  title: Bad convolution
  all: [{regex: 'conv (?P<op>\\w+)'}, {any: [{text: bad}, {text: worse}]}]
  none: [{text: 'not'}]
  in: {tool: pytest}
  signature: 'conv {op}'
  means: It broke.
  try: Mend it.
  see: https://example.org/conv
  examples: [conv a is bad, conv b is worse]
  counterexamples: ['conv a is not bad']
- {id: demo-x, component: app, match: 'x1', role: wrapper, examples: ['x1']}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """Work in a folder that holds one sound pack and one that is wrong in two ways."""
    monkeypatch.chdir(tmp_path)
    Path("demo.yaml").write_text(PACK, "utf-8")
    Path("team").mkdir()
    bad = (
        PACK.replace("demo", "bad")
        .replace("means:", "maens:")
        .replace("examples: ['x1']", "examples: ['x2']")
    )
    Path("team/bad.yaml").write_text(bad, "utf-8")


def run(*arguments):
    """Return exit code, output and exception of one command."""
    result = CliRunner().invoke(app, arguments, standalone_mode=False)
    code = result.return_value if result.exception is None else None
    return code, result.stdout, result.exception


def test_check_is_silent_on_sound_rules():
    """Exit 0, and nothing on standard output."""
    assert run("check", "demo.yaml", "--no-bundled") == (Exit.DONE, "", None)


def test_check_names_schema_errors_and_failed_examples_together():
    """Exit 1; each problem on a line that an editor can jump to."""
    code, out, _ = run("check", "team")

    assert code == Exit.GATE
    assert out == (
        "team/bad.yaml:14:3: error[language]: unknown field 'maens'. Did you mean 'means'?\n"
        "   14 |   maens: It broke.\n"
        "      |   ^\n"
        "team/bad.yaml:19:70: error[missing]: 'bad-x' does not match its example: 'x1' is not found. "
        "Mend the pattern or the example.\n"
        "   19 | - {id: bad-x, component: app, match: 'x1', role: wrapper, examples: ['x2']}\n"
        "      |                                                                      ^\n"
    )


def test_check_reports_only_what_it_was_asked_about():
    """Other packs are loaded to compete for the examples; their own faults are theirs."""
    assert run("check", "demo.yaml") == (Exit.DONE, "", None)


def test_check_as_data():
    """For editors and CI."""
    code, out, _ = run("check", "team/bad.yaml", "--format", "json")
    made = json.loads(out)

    assert code == Exit.GATE
    assert made["schema"] == "triage.findings/1"
    assert made["findings"][0] == {
        "path": "team/bad.yaml",
        "line": 14,
        "column": 3,
        "level": "error",
        "name": "language",
        "what": "unknown field 'maens'",
        "hint": "Did you mean 'means'?",
        "fixable": True,
    }


def test_list_shows_every_rule_in_order():
    """A line each, own rules before the bundled ones."""
    _, out, _ = run("list", "-r", "demo.yaml", "--no-bundled")

    assert out.splitlines() == [
        "demo-conv  app  tool  cause    Bad convolution",
        "demo-x     app  tool  wrapper  X",
    ]


def test_list_as_data_has_the_literals():
    """What must stand in a text before a rule is tried on it."""
    _, out, _ = run("list", "-r", "demo.yaml", "--no-bundled", "--format", "json")
    first = json.loads(out)[0]

    assert (first["id"], first["place"], first["literals"]) == ("demo-conv", "demo.yaml:6", ["conv "])
    assert first["all"] == [[{"regex": "conv (?P<op>\\w+)"}], [{"text": "bad"}, {"text": "worse"}]]


@pytest.mark.parametrize("name", ["demo-conv", "demo-convolution"])
def test_show_is_a_manual_page(name):
    """Found by its present id and by those it had before."""
    _, out, _ = run("show", name, "-r", "demo.yaml")

    assert out == (
        "demo-conv: Bad convolution\n\n"
        "  component  app\n"
        "  pack       demo (demo.yaml:6)\n"
        "  role       cause, tier tool\n"
        "  signature  conv {op}\n"
        "  searches   message, scope failure\n"
        "  only       pytest\n"
        "  formerly   demo-convolution\n"
        "\nMeans\n  It broke.\n"
        "\nTry\n  Mend it.\n"
        "\nSee\n  https://example.org/conv\n"
        "\nMatches\n  regex: conv (?P<op>\\w+)\n  text: bad\n  or text: worse\n  not text: not\n"
        "\nExamples\n  conv a is bad\n  conv b is worse\n"
        "\nNot\n  conv a is not bad\n"
    )


def test_show_suggests_what_was_meant():
    """An id that no rule has is a usage error."""
    _, _, error = run("show", "demo-cnov", "-r", "demo.yaml", "--no-bundled")

    assert isinstance(error, UsageError)
    assert str(error) == "no rule is called 'demo-cnov'. Did you mean 'demo-conv'?"


@pytest.mark.parametrize("command", [("list",), ("show", "bad-x")])
def test_other_commands_refuse_wrong_rules(command):
    """Exit 2, by the error that says so."""
    _, _, error = run(*command, "-r", "team")

    assert isinstance(error, RulesError)
    assert error.exit == Exit.USAGE


def test_schema_is_that_of_the_table():
    """For editors."""
    assert json.loads(run("schema")[1]) == json.loads(json.dumps(schema.json_schema()))


def test_the_bundled_packs_are_checked_without_a_path():
    """They are proven as they are used."""
    code, out, _ = run("check")

    assert (code, out) == (Exit.DONE, "")
    assert BUNDLED


def test_examples_are_read_as_logs_are():
    """Escape sequences, prefixes of CI systems and secrets are gone before a rule sees the text."""
    secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"
    text = f"\x1b[31m2024-01-01T00:00:00.0000000Z \x1b[1mbad token {secret}\x1b[0m"
    raw = Failure(
        line=1,
        first_line=1,
        last_line=1,
        kind="other",
        tool="",
        headline=text,
        spans=(Span("message", ((1, text),)),),
    )

    read = as_read(raw)

    assert read.spans[0].text.startswith("bad token ")
    assert read.headline == read.spans[0].text
    assert secret not in read.headline


def test_rules_that_are_not_there_are_no_finding():
    """A path that does not exist is a slip of the command line, not of the rules."""
    result = CliRunner().invoke(app, ["check", "gone.yaml"])
    assert isinstance(result.exception, UsageError)
    assert str(result.exception).startswith("gone.yaml: there is no such file")
