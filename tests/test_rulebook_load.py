"""Loading rules: what a pack says becomes nouns, and whatever is wrong is named before anything is judged."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import Place, RulesError
from classifier.model import Component, Dimension, Mask, PackUse, Pipeline
from classifier.rulebook import load, nodes, schema
from classifier.rulebook.load import BUNDLED, bundled_folder, survey
from classifier.rulebook.rule import Limits, Pattern

FULL = r"""
pack: forge
about: What the Forge compiler stack says.
tier: component
tools: pytest
components:
- {id: forge-fe, title: Forge-Fe}
- {id: mlir}
pipelines:
  forge: [forge-fe, mlir]
dimensions:
  op: {subject: '::test_module\[(?P<op>\w+)-'}
decisive: [Atan, no, 12:30]
normalize:
- {name: device, regex: '\bn(?:150|300)\b', as: <device>, examples: {on n150: on <device>}}
rules:

- id: forge-stride
  formerly: [forge-old, u-0123456789ab]
  component: forge-fe
  all:
  - regex: 'stride (?P<got>\d+)'
  - any:
    - text: 'op()'
    - glob: '*.cpp: ?'
  none: [{text: 'not a problem'}]
  where: any
  scope: line
  in: {tool: [pytest, gcc], kind: test, phase: [setup, call], log: '*.log', file: ['tests/*.py']}
  signature: 'stride {got}'
  role: symptom
  tier: machine
  kind: memory
  beats: [forge-plain]
  action: retry
  means: Laid out otherwise.
  try: Look for contiguous().
  see: https://example.org/stride
  owner: front-end team
  issue: '#12'
  expires: 2026-12-31
  examples:
  - text: |
      stride 9 in
      op()
    as: {tool: gcc, where: captured, subject: tests/x.py::test_a}
    captures: {got: 9}
    signature: stride 9
    from: written
    source: the manual
  - 'stride 1, op()'
  counterexamples: ['stride op()']
  allow: [open-end]

- id: forge-plain
  component: mlir
  match: 'plain'
  status: retired
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write files into an empty folder, which is the current one, and return their names."""
    monkeypatch.chdir(tmp_path)

    def write(**packs):
        for name, text in packs.items():
            Path(f"{name}.yaml").write_text(text, "utf-8")
        return [f"{name}.yaml" for name in packs]

    return write


def pack(name, *rules, more=""):
    """Return the text of a small pack whose rules are given as ids."""
    listed = "\n".join(
        f"- {{id: {rule}, component: app, match: '{rule}', examples: ['{rule}']}}" for rule in rules
    )
    return f"pack: {name}\nabout: Texts.\ntier: tool\ncomponents: [{{id: app}}]\n{more}rules:\n{listed}\n"


def test_every_field_arrives(write):
    """A rule that uses all fields, and one that uses none but the needed ones."""
    book = load(write(full=FULL), bundled=False)
    rule, plain = book.rules

    assert (rule.id, rule.pack, rule.place) == ("forge-stride", "forge", Place("full.yaml", 18, 3))
    assert rule.formerly == ("forge-old", "u-0123456789ab")
    assert rule.clauses == (
        (Pattern("regex", r"stride (?P<got>\d+)", Place("full.yaml", 22, 12)),),
        (
            Pattern("text", "op()", Place("full.yaml", 24, 13)),
            Pattern("glob", "*.cpp: ?", Place("full.yaml", 25, 13)),
        ),
    )
    assert rule.none == (Pattern("text", "not a problem", Place("full.yaml", 26, 17)),)
    assert (rule.where, rule.scope, rule.role, rule.tier, rule.kind) == (
        "any",
        "line",
        "symptom",
        "machine",
        "memory",
    )
    assert rule.limits == Limits(
        tools=("pytest", "gcc"),
        kinds=("test",),
        phases=("setup", "call"),
        logs=("*.log",),
        files=("tests/*.py",),
    )
    assert (rule.signature, rule.slots, rule.beats) == ("stride {got}", ("got",), ("forge-plain",))
    assert (rule.action, rule.means, rule.remedy) == (
        "retry",
        "Laid out otherwise.",
        "Look for contiguous().",
    )
    assert (rule.see, rule.owner, rule.issue) == (("https://example.org/stride",), "front-end team", "#12")
    assert (rule.status, rule.expires, rule.allow) == ("active", "2026-12-31", ("open-end",))
    assert rule.title == "Stride"

    assert (plain.where, plain.scope, plain.role, plain.tier) == ("message", "failure", "cause", "component")
    assert (plain.kind, plain.limits, plain.signature, plain.status) == (None, Limits(), "", "retired")


def test_examples_say_or_inherit_what_failure_they_are_part_of(write):
    """What an example leaves open is the first that the rule's limits admit."""
    first, second = load(write(full=FULL), bundled=False).rules[0].examples

    assert (first.text, first.tool, first.where) == ("stride 9 in\nop()\n", "gcc", "captured")
    assert (first.subject, first.captures, first.signature) == (
        "tests/x.py::test_a",
        {"got": "9"},
        "stride 9",
    )
    assert (first.observed, first.source) == (False, "the manual")
    assert (second.tool, second.kind, second.phase, second.where) == ("pytest", "test", "setup", "message")
    assert (second.log, second.subject, second.observed) == ("x.log", "tests/x.py", True)


def test_what_a_pack_says_of_itself_arrives(write):
    """Components, pipelines, dimensions, decisive words and masks are the rulebook's."""
    book = load(write(full=FULL), bundled=False)

    assert book.packs == (PackUse(name="forge", path="full.yaml", rules=2),)
    assert book.components == (Component(id="forge-fe", title="Forge-Fe"), Component(id="mlir", title="Mlir"))
    assert book.pipelines == (
        Pipeline(name="forge", stages=("forge-fe", "mlir"), place=book.sources[0].place),
    )
    pattern = r"::test_module\[(?P<op>\w+)-"
    assert book.dimensions == (
        Dimension(name="op", source="subject", regex=pattern, place=Place("full.yaml", 12, 7)),
    )
    assert book.decisive == ("Atan", "no", "12:30")
    assert book.masks == (
        Mask(
            name="device",
            pattern=r"\bn(?:150|300)\b",
            replacement="<device>",
            sample="on n150",
            examples=(("on n150", "on <device>"),),
            tools=("pytest",),
        ),
    )


@pytest.mark.parametrize(
    "written", ["no", "1e3", "12:30:45", "010", "~", "2001-13-45", "<<", "0x1F", "=", ".inf"]
)
def test_every_scalar_is_what_it_looks_like(write, written):
    """YAML's guesses at numbers, times and truth are not taken."""
    text = pack("demo", "demo-a", more=f"decisive: [{written}]\n")

    assert load(write(demo=text), bundled=False).decisive == (written,)


def test_packs_keep_the_order_given_and_folders_that_of_names(write, tmp_path):
    """Files before folders if so named; a file that is named twice is read once."""
    folder = tmp_path / "team"
    folder.mkdir()
    for name in ("b", "a"):
        (folder / f"{name}.yaml").write_text(pack(name, f"{name}-x"), "utf-8")
    (folder / "notes.txt").write_text("no rules", "utf-8")

    book = load([*write(z=pack("z", "z-x")), folder, folder / "a.yaml"], bundled=False)

    assert [one.name for one in book.packs] == ["z", "a", "b"]


def test_paths_come_before_the_bundled_packs(write):
    """So that of two rules alike, the team's own wins."""
    assert [one.name for one in load(write(own=pack("own", "own-x"))).packs] == ["own", *BUNDLED]


def test_a_bundled_pack_named_by_path_is_not_loaded_twice():
    """It keeps its place in the order, so that proving one of them proves it as it is used."""
    folder = bundled_folder(Path(schema.__file__).parents[1])

    book, problems = survey([folder / f"{BUNDLED[-1]}.yaml"])

    assert [one.name for one in book.packs] == list(BUNDLED)
    assert problems == ()


def test_bundled_packs_lie_in_the_wheel_or_beside_the_package(tmp_path):
    """An editable install has no copy of them."""
    package = tmp_path / "classifier"
    package.mkdir()
    assert bundled_folder(package) == tmp_path / "rules"

    (package / "_rules").mkdir()
    assert bundled_folder(package) == package / "_rules"


def test_every_bundled_file_is_listed():
    """The list is explicit, for its order; none is forgotten."""
    folder = bundled_folder(Path(schema.__file__).parents[1])

    assert sorted(path.stem for path in folder.glob("*.yaml")) == sorted(BUNDLED)


def test_all_problems_of_all_files_come_at_once(write):
    """Two files, three problems, one error; sorted by place."""
    one = pack("one", "one-a").replace("match:", "mach:")
    two = pack("two", "two-a", "two-a")

    with pytest.raises(RulesError) as caught:
        load(write(one=one, two=two), bundled=False)

    assert [str(problem) for problem in caught.value.problems] == [
        "one.yaml:6:3: error[language]: the rule has none of 'match', 'all', 'any'. Write exactly one of them.",  # noqa: E501
        "one.yaml:6:31: error[language]: unknown field 'mach'. Did you mean 'match'?",
        "two.yaml:7:8: error[reference]: rule 'two-a' is there already, at two.yaml:6:8. Give each rule an id of its own.",  # noqa: E501
    ]


@pytest.mark.parametrize(
    ("packs", "expected"),
    [
        (
            {"a": pack("same", "a-x"), "b": pack("same", "b-x")},
            "b.yaml:1:7: error[reference]: pack 'same' is there already, at a.yaml:1:7. Leave one of them out.",  # noqa: E501
        ),
        (
            {
                "a": pack("a", "a-x"),
                "b": pack("b", "b-x").replace("{id: app}", "{id: app, title: A}"),
            },
            (
                "b.yaml:4:14: error[reference]: component 'app' has another title at a.yaml:4:14. "
                "Give it the same title in all packs."
            ),
        ),
    ],
    ids=["two packs of one name", "two titles of one component"],
)
def test_packs_that_contradict_each_other_are_refused(write, packs, expected):
    """What each says alone would be fine."""
    with pytest.raises(RulesError) as caught:
        load(write(**packs), bundled=False)

    assert [str(problem) for problem in caught.value.problems] == [expected]


def test_an_error_shows_the_line_it_is_in(write):
    """With a caret below the place."""
    with pytest.raises(RulesError) as caught:
        load(write(one=pack("one", "one-a").replace("match:", "mach:")), bundled=False)

    assert str(caught.value).splitlines()[-2:] == [
        "    6 | - {id: one-a, component: app, mach: 'one-a', examples: ['one-a']}",
        "      |                               ^",
    ]


def test_a_title_that_is_the_default_may_be_left_out(write):
    """Both packs give the component the same title."""
    other = pack("b", "b-x").replace("{id: app}", "{id: app, title: App}")

    assert len(load(write(a=pack("a", "a-x"), b=other), bundled=False).rules) == 2


def test_a_component_of_another_pack_may_be_used(write):
    """A rule may give failures to any component that a loaded pack names."""
    other = pack("b", "b-x").replace("components: [{id: app}]\n", "")

    assert len(load(write(a=pack("a", "a-x"), b=other), bundled=False).rules) == 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "nowhere.yaml",
            "nowhere.yaml: error[file]: can't be read: no such file or directory. Check the path.",
        ),
        (".", ".: error[file]: the folder holds no rules file. Name one that holds *.yaml files."),
    ],
)
def test_a_path_without_rules_is_an_error(write, path, expected):
    """Silently loading nothing would leave failures unnamed."""
    write()

    with pytest.raises(RulesError) as caught:
        load([path], bundled=False)

    assert str(caught.value) == expected


def test_a_link_to_itself_is_an_error(write):
    """Links are followed to load a file once; this one has no end."""
    write()
    Path("loop.yaml").symlink_to("loop.yaml")

    with pytest.raises(RulesError, match="too many levels of symbolic links"):
        load(["loop.yaml"], bundled=False)


def test_the_sound_rest_of_a_pack_survives_for_checking(write):
    """A check proves the rules that are right while it names the wrong ones."""
    text = pack("demo", "demo-a", "demo-b", "demo-c").replace("match: 'demo-b'", "match: '('")

    book, problems = survey(write(demo=text), bundled=False)

    assert [rule.id for rule in book.rules] == ["demo-a", "demo-c"]
    assert [problem.place.line for problem in problems] == [7]


def test_the_digest_changes_with_what_is_said_not_with_how(write):
    """Comments and layout are free; a pattern or the order of rules is not."""
    text = pack("demo", "demo-a", "demo-b")
    texts = {
        "same": "# a comment\n" + text.replace("about: Texts.", "about:   'Texts.'"),
        "pattern": text.replace("'demo-a'", "'demo-z'"),
        "order": pack("demo", "demo-b", "demo-a"),
    }
    digest = load(write(demo=text), bundled=False).digest

    changed = {
        name: load(write(**{name: other}), bundled=False).digest != digest for name, other in texts.items()
    }

    assert changed == {"same": False, "pattern": True, "order": True}


def test_a_bomb_of_anchors_is_refused_at_once(write):
    """Such a file takes a loader that resolves anchors minutes to hours."""
    levels = [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}" for n in range(1, 40)]

    with pytest.raises(RulesError, match="is a YAML anchor"):
        load(write(bomb="\n".join(["a0: &a0 {x: y}", *levels])), bundled=False)


def test_a_file_that_is_too_large_is_refused(write, monkeypatch):
    """Its size is said, and nothing of it is read."""
    monkeypatch.setattr(nodes, "LARGEST", 100)

    with pytest.raises(
        RulesError, match=r"demo.yaml: error\[yaml\]: the file has [\d,]+ bytes, more than 100"
    ):
        load(write(demo=pack("demo", "demo-a")), bundled=False)


@given(st.text(st.characters(codec="utf-8"), max_size=200) | st.binary(max_size=100))
def test_whatever_a_file_holds_gives_problems_and_no_crash(content):
    """Any bytes: either a pack, or at least one problem with a place in this file."""
    data = content.encode() if isinstance(content, str) else content

    node, problems = nodes.read("any.yaml", data)
    found = [*problems, *(schema.PACK.check(node) if node else ())]

    assert found
    assert {problem.place.path for problem in found} == {"any.yaml"}


def test_the_schema_for_editors_knows_every_field():
    """It derives from the same table as the errors."""
    made = json.loads(json.dumps(schema.json_schema()))
    rule = made["properties"]["rules"]["items"]

    assert list(rule["properties"]) == list(schema.RULE.shapes)
    assert rule["required"] == ["id", "component"]
    assert rule["additionalProperties"] is False
    assert rule["oneOf"] == [{"required": ["match"]}, {"required": ["all"]}, {"required": ["any"]}]
