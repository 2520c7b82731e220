"""Forms of a rules pack: a team teaches triage to read the lines of its own tool."""

import pytest

from classifier.pipeline import triage
from classifier.rulebook.load import load, survey

PACK = r"""
pack: shopc
about: What our own compiler says.
tier: tool
components: [{id: shop, title: Shop}]
forms:
- name: shopc-error
  kind: compile
  pattern: '^(?:shopc: )?(?P<file>\S+\.c):(?P<line>\d+): (?P<severity>error): (?P<code>S\d+) (?P<message>.+)'
  goes_on: '^ {2,}\S'
  most: 2
  certainty: 90
  samples:
  - |-
    shopc: cart.c:12: error: S7 unknown currency EURO
      did you mean EUR?
  confusers: ['shopc: cart.c:3: warning: S9 price without tax']
- name: shopc-summary
  kind: other
  role: wrapper
  unless: shopc-error
  pattern: '^(?P<message>shopc gave up)'
  samples: [shopc gave up]
rules:
- id: shopc-currency
  component: shop
  match: 'unknown currency (?P<currency>\w+)'
  in: {tool: shopc}
  signature: '{currency}'
  examples: [{text: 'error: S7 unknown currency EURO', as: {tool: shopc}}]
"""
LOG = """compiling
shopc: cart.c:3: warning: S9 price without tax
cart.c:12: error: S7 unknown currency EURO
  did you mean EUR?
shopc gave up
"""


@pytest.fixture
def pack(tmp_path):
    """Write a pack and return its path; its text can be changed before."""

    def write(text=PACK):
        path = tmp_path / "shopc.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


def told(tmp_path, rules):
    """Return line, last line, tool, kind, subject and rule of each failure of the log."""
    log = tmp_path / "build.log"
    log.write_text(LOG, "utf-8")
    report = triage([str(log)], rules=rules)
    return [
        (one.failure.line, one.failure.last_line, one.failure.tool, one.failure.kind, one.failure.subject)
        for one in report.failures
    ]


def test_a_form_reads_a_tool_that_nobody_knows(tmp_path, pack):
    """It comes before the forms that triage has: the line looks like one of gcc's too."""
    assert told(tmp_path, [pack()]) == [(3, 4, "shopc", "compile", "cart.c")]
    assert [one[2] for one in told(tmp_path, [])] == ["gcc"]


def test_what_a_form_says_arrives(pack):
    """Every field, with its default where there is none; the tool is the pack's name by default."""
    form, summary = load([pack()], bundled=False).forms

    assert (form.name, form.tool, form.kind, form.certainty, form.most, form.role) == (
        "shopc-error", "shopc", "compile", 90, 2, "cause",
    )  # fmt: skip
    assert form.samples == ("shopc: cart.c:12: error: S7 unknown currency EURO\n  did you mean EUR?",)
    assert (summary.role, summary.unless, summary.reach, summary.said_only) == (
        "wrapper", ("shopc-error",), 4, False,
    )  # fmt: skip


def test_a_pack_may_hold_nothing_but_forms(pack):
    """Its failures stay unknown then, but they are found."""
    text = PACK[: PACK.index("rules:")]

    assert [one.name for one in load([pack(text)], bundled=False).forms] == ["shopc-error", "shopc-summary"]


def test_the_digest_knows_of_forms(pack):
    """Another form is another rulebook."""
    one = load([pack()], bundled=False).digest

    assert load([pack(PACK.replace("most: 2", "most: 3"))], bundled=False).digest != one


def test_a_pack_with_neither_says_so(pack):
    """Rules or forms must be there."""
    _, problems = survey([pack("pack: a\nabout: b\ntier: tool\n")], bundled=False)

    assert [one.what for one in problems] == ["the pack has no 'rules'"]
