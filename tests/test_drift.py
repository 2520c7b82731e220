"""A rule whose message was reworded gets the new words beside the old; nothing else in its file changes."""

import difflib

import pytest
import yaml

from classifier.errors import Place, UsageError
from classifier.rulebook import load
from classifier.rulebook.drift import reworded, widened
from classifier.rulebook.rule import Pattern

RULES = """\
pack: team
about: Texts of the team.
tier: component
components: [{id: store}]
rules:
- id: store-one   # first
  component: store
  match: 'disk (?P<disk>\\w+) is full (?:now|again)'   # kept
  examples:
  - 'disk a is full now'
  # the last
- id: store-entry
  formerly: [u-0]
  component: store
  match: {text: 'op() of disk'}
  examples: [op() of disk]
- id: store-any
  component: store
  any:
    - regex: 'disk \\d+ away'
    - {glob: 'disk * away, away'}
  examples:
    - text: 'disk 1 away'
    - 'disk x away, away'
- id: store-all
  component: store
  all: [{text: disk}, {text: lost}]
  examples: [disk lost]
- {id: store-flow, component: store, match: flown, examples: [flown]}
- id: store-lines
  component: store
  match: 'two
    lines'
  examples:
  - two lines
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "team.yaml"
    path.write_text(RULES, "utf-8")
    return load([path], bundled=False)


@pytest.mark.parametrize(
    ("rule", "changes", "entry", "source"),
    [
        ("store-one", [("full", "filled")], "regex", r"disk (?P<disk>\w+) is filled (?:now|again)"),
        (
            "store-one",
            [("is full", "was (over) full")],
            "regex",
            r"disk (?P<disk>\w+) was \(over\) full (?:now|again)",
        ),
        ("store-one", [("is", "")], "regex", r"disk (?P<disk>\w+) full (?:now|again)"),
        (
            "store-one",
            [("is", "was"), ("full", "filled")],
            "regex",
            r"disk (?P<disk>\w+) was filled (?:now|again)",
        ),
        ("store-entry", [("op()", "op[]")], "text", "op[] of disk"),
        ("store-any", [("away", "gone")], "regex", r"disk \d+ gone"),
    ],
)
def test_words_are_replaced_in_the_pattern(book, rule, changes, entry, source):
    found = reworded(book.rule(rule), changes)

    assert (found.entry, found.source) == (entry, source)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("store-one", []),
        ("store-one", [("", "more")]),
        ("store-one", [("absent", "present")]),
        ("store-one", [("w", "x"), ("missing", "x")]),
        ("store-all", [("lost", "gone")]),
    ],
)
def test_what_is_not_there_once_is_left_to_a_person(book, rule, changes):
    assert reworded(book.rule(rule), changes) is None


def changed(rule, entry="regex", source="new \\d"):
    pattern = Pattern(entry, source, Place("team.yaml"))
    out = widened(RULES.encode(), rule, pattern, ["new 1", "it's"], "u-7", "team.yaml").decode()
    lines = difflib.unified_diff(RULES.splitlines(), out.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:2] not in ("--", "++", "@@")], out


def test_a_match_becomes_alternatives():
    lines, out = changed("store-one")

    assert lines == [
        "+  formerly: [u-7]",
        "-  match: 'disk (?P<disk>\\w+) is full (?:now|again)'   # kept",
        "+  any:",
        "+  - regex: 'disk (?P<disk>\\w+) is full (?:now|again)'   # kept",
        "+  - regex: 'new \\d'",
        "+  - text: new 1",
        "+  - text: 'it''s'",
    ]
    assert yaml.safe_load(out)["rules"][0]["examples"] == [
        "disk a is full now",
        {"text": "new 1"},
        {"text": "it's"},
    ]


def test_alternatives_get_one_more():
    lines, _ = changed("store-any")

    assert lines == [
        "+  formerly: [u-7]",
        "+    - regex: 'new \\d'",
        "+    - text: new 1",
        "+    - text: 'it''s'",
    ]


def test_line_ends_stay():
    pattern = Pattern("text", "new", Place("x"))
    out = widened(RULES.replace("\n", "\r\n").encode(), "store-any", pattern, ["new"], "u-7", "team.yaml")

    assert out.count(b"\r\n") == out.count(b"\n")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "store-flow",
            r"team\.yaml:\d+:3: 'match' of 'store-flow' is not on one line, and 'any' no list of lines",
        ),
        ("store-lines", r"'match' of 'store-lines' is not on one line"),
        ("store-all", r"'match' of 'store-all' is not on one line"),
        ("store-entry", r"team\.yaml:\d+:\d+: these examples are not lines of their own"),
        ("store-none", r"team\.yaml: no rule is called 'store-none'"),
    ],
)
def test_a_form_that_cannot_be_added_to_is_named(rule, message):
    with pytest.raises(UsageError, match=message):
        changed(rule)
