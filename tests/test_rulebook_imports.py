"""Rules of other systems: what becomes of their patterns, order and words, and what is said to be lost."""

import json
import re

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from classifier.cli.rules import app
from classifier.errors import OutputError, UsageError
from classifier.rulebook import load
from classifier.rulebook.imports import imported
from classifier.rulebook.imports.foreign import from_java, searched
from classifier.rulebook.witness import witness

PYTORCH = r"""
[[rule]]
name = 'Type error'
pattern = '^(.*): error: (.*)\[([\w(-]+)\]$'
[[rule]]
name = 'GPU'
pattern = 'CUDA error: \S+'
color = 'red'
[[rule]]
name = 'broken'
pattern = '(unclosed'
[[rule]]
name = 'GPU'
pattern = '[Cc]uda failed'
"""
ALLURE = json.dumps([
    {"name": "Ignored", "matchedStatuses": ["skipped"]},
    {"name": "Infrastructure", "messageRegex": ".*bye-bye.*"},
    {"name": "Old", "matchedStatuses": ["broken"], "traceRegex": ".*FileNotFound.*", "description": "old"},
    {"name": "Slow", "messageRegex": "\\QTook (ms)\\E \\d+.*"},
])  # fmt: skip
SPACK = r"""
taxonomy:
  error_classes:
    network_timeout:
      grep_for: ["socket.timeout", 'curl: \(28\)']
    oom:
      grep_for: ["Killed by .*"]
    late: {grep_for: ["too late"], why: x}
  deconflict_order: [oom, network_timeout, gone]
"""
CLASS = "com.sonyericsson.jenkins.plugins.bfa.model"
JENKINS_XML = f"""<?xml version='1.1' encoding='UTF-8'?>
<plugin><causes><entry><string>1</string><{CLASS}.FailureCause>
<name>Disk full</name><description>The disk ${{1,1}} is full.</description>
<categories><string>Infra</string><string>disk</string></categories><indications>
<{CLASS}.indication.BuildLogIndication>
<userProvidedExpression>.*No space left.*</userProvidedExpression>
</{CLASS}.indication.BuildLogIndication>
<{CLASS}.indication.BuildLogIndication>
<pattern><pattern>disk quota|df: full</pattern><flags>0</flags></pattern>
</{CLASS}.indication.BuildLogIndication>
<{CLASS}.indication.MultilineBuildLogIndication>
<userProvidedExpression>FAILED.*quota</userProvidedExpression>
</{CLASS}.indication.MultilineBuildLogIndication>
</indications></{CLASS}.FailureCause></entry></causes></plugin>
"""
JENKINS_JSON = json.dumps({
    "name": "Disk full", "description": "Full.", "categories": ["Infra"],
    "indications": [{"@class": "BuildLogIndication", "pattern": ".*No space left.*"}],
})  # fmt: skip
JENKINS_YAML = """
unclassified:
  buildFailureAnalyzer:
    knowledgeBase:
      localFile:
        causes:
        - name: Disk full
          categories: [Infra]
          indications:
          - buildLogIndication: {userProvidedExpression: '.*No space left.*'}
"""


NAMED = r"^(?P<part1>.*): error: (?P<part2>.*)\[(?P<part3>[\w(-]+)\]$"


def rules(text, **options):
    """Return the rules that a text becomes, as YAML says them, and the notes."""
    made = imported(text, "given", "old", **options)
    return yaml.safe_load(made.text)["rules"], [str(note) for note in made.notes]


def test_pytorch_keeps_order_and_names_groups():
    """Captures are what PyTorch groups by, so they make the signature; a name used twice gives two rules."""
    found, notes = rules(PYTORCH)
    assert [(one["id"], one["match"], one.get("signature")) for one in found] == [
        (
            "old-type-error",
            r"^(?P<part1>.*): error: (?P<part2>.*)\[(?P<part3>[\w(-]+)\]$",
            "{part1} {part2} {part3}",
        ),
        ("old-gpu", r"CUDA error: \S+", None),
        ("old-gpu-2", "[Cc]uda failed", None),
    ]
    assert {one["scope"] for one in found} == {"line"}
    unread = "given:9: 'broken': the pattern can't be read (missing ) at position 18)"
    assert notes == [
        "given:5: 'GPU': the field 'color' means nothing here.",
        f"{unread}: (?P<part1>unclosed. Write it anew.",
        "given:9: 'broken' is left out, no pattern of it is left.",
    ]


def test_allure_patterns_are_searched_for():
    """A pattern for a whole message becomes one that is searched for; categories without failures go."""
    found, notes = rules(ALLURE)
    assert [(one["match"], one.get("where"), one.get("means")) for one in found] == [
        ("bye-bye", None, None), ("FileNotFound", "any", "old"), (r"^Took \(ms\) \d+", None, None),
    ]  # fmt: skip
    assert notes[0] == "given: 'Ignored' is left out: it is about skipped tests."
    assert "broken tests alone" in notes[1]


def test_spack_classes_come_in_their_order():
    """The order of conflicts is ours too; what it forgets or makes up is said."""
    found, notes = rules(SPACK)
    assert [one["id"] for one in found] == ["old-oom", "old-network-timeout", "old-late"]
    assert found[1]["any"] == [{"regex": "socket.timeout"}, {"regex": r"curl: \(28\)"}]
    assert [note.split(": ", 1)[1] for note in notes] == [
        "'gone' is in deconflict_order, but there is no such class.",
        "'late' is not in deconflict_order. It stands last here, check its place.",
        "'late': the field 'why' means nothing here.",
    ]


def test_jenkins_lines_and_blocks():
    """Single lines had to match whole and find failures; several lines are looked for inside of failures."""
    found, notes = rules(JENKINS_XML)
    assert [(one["id"], one["component"], one.get("scope")) for one in found] == [
        ("old-disk-full", "infra", "line"), ("old-disk-full-2", "infra", None),
    ]  # fmt: skip
    assert found[0]["any"] == [{"regex": "No space left"}, {"regex": "^(?:disk quota|df: full)$"}]
    assert found[1]["match"] == "(?s)FAILED.*quota"
    assert len(notes) == 3


@pytest.mark.parametrize(
    "text", [JENKINS_JSON, f"[{JENKINS_JSON}]", f"{JENKINS_JSON}\n{JENKINS_JSON}", JENKINS_YAML]
)
def test_jenkins_exports(text):
    """One document, a list, one a line, or configuration as code."""
    found, notes = rules(text)
    assert (found[0]["match"], found[0]["component"], notes) == ("No space left", "infra", [])


@pytest.mark.parametrize("text", [PYTORCH, ALLURE, SPACK, JENKINS_XML, JENKINS_JSON, JENKINS_YAML])
def test_what_is_made_loads_and_wins_its_examples(text, tmp_path):
    """The pack loads, and every rule of it wins the examples that were made from its patterns."""
    made = imported(text, "given", "old", component="team")
    (tmp_path / "old.yaml").write_text(made.text, "utf-8")
    book = load([tmp_path / "old.yaml"], bundled=False)
    assert (len(book.rules), {one.component for one in book.rules}) == (made.rules, {"team"})
    assert all(example.text and not example.observed for rule in book.rules for example in rule.examples)
    result = CliRunner().invoke(app, ["check", str(tmp_path / "old.yaml"), "--no-bundled"])
    assert "missing" not in result.output


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "hello",
        "<a>",
        '[{"name": 1',
        "<!DOCTYPE a><x.FailureCause/>",
        "[[rule]]\nname=",
        "error_classes: [",
    ],
)
def test_what_is_no_rule_set_is_refused(text):
    """Text of no known form, or broken, is a ValueError that says so."""
    with pytest.raises(ValueError, match=r"known|not |document type"):
        imported(text, "given", "old")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (".*a.*", "a"), ("a.*", "^a"), (".*a", "a$"), ("a", "^a$"), ("^a$", "^a$"), (r"a\.*", r"^a\.*$"),
        ("a|b", "^(?:a|b)$"), ("(a|b).*", "^(a|b)"), (r"[|]x", "^[|]x$"), ("(?i).*a.*", "(?i)a"),
        (".*?a.*?", "a"),
    ],
)  # fmt: skip
def test_full_matches_become_searches(given, expected):
    """What had to match a whole line is anchored where it was not open."""
    assert searched(given) == expected


@given(st.text("ab.|*?()", min_size=1, max_size=8), st.text("abc", max_size=6))
def test_a_search_finds_what_the_full_match_did(pattern, text):
    """For any pattern, searching what it became finds exactly the texts of one line it matched as a whole."""
    try:
        whole = re.compile(pattern)
    except re.error:
        return
    try:
        found = regex.search(searched(pattern), text)
    except regex.error:
        return
    assert bool(found) == bool(whole.fullmatch(text))


@pytest.mark.parametrize(
    ("java", "ours"), [(r"\Qa.b\E+", r"a\.b+"), (r"a\h", r"a[ \t]"), (r"\\h", r"\\h"), (r"a\z", r"a\Z")]
)
def test_java_patterns(java, ours):
    """What Java writes otherwise."""
    assert from_java(java) == ours


@given(st.from_regex(r"(?:[a-c]|\\d|\.|\[[a-c]{1,3}\]|\(a\|b\)|a\{2\}|b\?|c\+|\\s\*){1,6}", fullmatch=True))
def test_a_witness_matches(pattern):
    """A text that is shown for a pattern is one that it matches."""
    text = witness(pattern)
    assert text is None or regex.search(pattern, text)


def test_the_command_never_writes_over_a_file(tmp_path):
    """It writes a new file, names what was lost, and leaves a file that is there alone."""
    given, out = tmp_path / "ruleset.toml", tmp_path / "new.yaml"
    given.write_text(PYTORCH, "utf-8")
    result = CliRunner().invoke(app, ["import", str(given), "--write", str(out)])
    assert (result.exit_code, out.read_text("utf-8").count("- id: ruleset-")) == (0, 3)
    assert "3 rules from pytorch, 3 notes" in result.stderr
    again = CliRunner().invoke(app, ["import", str(given), "--write", str(out)])
    assert isinstance(again.exception, OutputError)


@pytest.mark.parametrize("arguments", [["gone.toml"], ["x.toml", "--from", "tool"], ["x.toml"]])
def test_usage_errors(tmp_path, monkeypatch, arguments):
    """A file that is not there, a system that is none, a text of no form."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.toml").write_text("hello", "utf-8")
    result = CliRunner().invoke(app, ["import", *arguments])
    assert isinstance(result.exception, UsageError)
