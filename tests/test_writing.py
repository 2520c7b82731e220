"""A rule is put into a rules file without touching another byte of it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import UsageError
from classifier.rulebook.load import BUNDLED, bundled_folder
from classifier.rulebook.writing import flow, scalar, spliced

RULE = "- id: a-new\n  match: 'x'\n"
HEAD = "pack: a\nrules:\n"
FOLDER = bundled_folder(__import__("pathlib").Path(__file__).parent.parent / "classifier")


def put(text):
    return spliced(text.encode(), RULE, "a.yaml").decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- id: a-b\n", "- id: a-b\n- id: a-new\n  match: 'x'\n"),
        ("- id: a-b", "- id: a-b\n- id: a-new\n  match: 'x'\n"),
        ("- id: a-b   # why\n", "- id: a-b   # why\n- id: a-new\n  match: 'x'\n"),
        ("  - id: a-b\n", "  - id: a-b\n  - id: a-new\n    match: 'x'\n"),
        ("\n- id: a-b\n# end\n", "\n- id: a-b\n\n- id: a-new\n  match: 'x'\n# end\n"),
        ("- id: a-b\nabout: z\n", "- id: a-b\n- id: a-new\n  match: 'x'\nabout: z\n"),
        ("- id: a-b\n\n# z is\nabout: z\n", "- id: a-b\n- id: a-new\n  match: 'x'\n\n# z is\nabout: z\n"),
        ("- x: |\n   two\n   rows\n\ny: z\n", "- x: |\n   two\n   rows\n- id: a-new\n  match: 'x'\n\ny: z\n"),
        ("- {id: a-b,\n   see: [x,\n y]}\n", "- {id: a-b,\n   see: [x,\n y]}\n- id: a-new\n  match: 'x'\n"),
        ("- id: 'a\n\n    b'\n", "- id: 'a\n\n    b'\n- id: a-new\n  match: 'x'\n"),
    ],
)  # fmt: skip
def test_the_rule_comes_after_the_last_one(before, after):
    assert put(HEAD + before) == HEAD + after


def test_line_ends_and_a_byte_order_mark_stay():
    assert put("\ufeffpack: a\r\nrules:\r\n- id: a-b\r\n") == (
        "\ufeffpack: a\r\nrules:\r\n- id: a-b\r\n- id: a-new\r\n  match: 'x'\r\n"
    )


@pytest.mark.parametrize("name", BUNDLED)
def test_every_other_byte_of_a_pack_stays(name):
    data = (FOLDER / f"{name}.yaml").read_bytes()
    out = spliced(data, RULE, name)
    place = next(index for index in range(len(data) + 1) if out[:index] != data[:index] or index == len(data))

    rest = len(data) - place
    assert out[len(out) - rest :] == data[place:] if rest else out.startswith(data)
    added = yaml.safe_load(out)["rules"]
    assert added[-1] == {"id": "a-new", "match": "x"}
    assert added[:-1] == yaml.safe_load(data)["rules"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pack: a\n", r"a\.yaml: 'rules' is not a list of lines"),
        ("pack: a\nrules: [{id: x}]\n", r"a\.yaml:2:8: 'rules' is not a list of lines"),
        ("pack: a\nrules: x\n", r"a\.yaml:2:8: 'rules' is not a list of lines"),
        ("- a\n", r"a\.yaml: not a pack of rules"),
        ("pack: [\n", r"a\.yaml:2:1: .*not YAML"),
        ("", r"a\.yaml: .*the file is empty"),
    ],
)
def test_a_file_that_could_not_be_added_to_is_named(text, message):
    with pytest.raises(UsageError, match=message):
        put(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_as_it_was_written(text):
    assert yaml.safe_load(f"- x: {scalar(text)}\n  y: {flow({'z': text})}\n") == [
        {"x": text, "y": {"z": text}}
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words", "plain words"),
        ("no", "'no'"),
        ("it's", "'it''s'"),
        ("a: b", "'a: b'"),
        ("two\nlines", r'"two\nlines"'),
        ("\x1b[0m", r'"\x1b[0m"'),
        ("\udcff", '"\ufffd"'),
    ],
)
def test_quotes_are_as_few_as_can_be(text, written):
    assert scalar(text) == written
