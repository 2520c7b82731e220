"""The JSON Schema of rules files says of a file what the loader says of it, as far as a schema can."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from classifier.rulebook.load import bundled_folder, survey
from classifier.rulebook.schema import json_schema

ROOT = Path(__file__).parent.parent
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
BUNDLED = sorted(bundled_folder(ROOT / "classifier").glob("*.yaml"))
BEYOND = {"bad-date", "empty-value", "merge-key"}
"""What only the loader sees: days that no calendar has, values that YAML makes null, merged keys."""
BAD = [path for path in sorted((ROOT / "tests" / "bad_rules").glob("*.yaml")) if path.stem not in BEYOND]


def complaints(text):
    """Return what the validator says of a text, every scalar read as text."""
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, yaml.BaseLoader))]


def test_it_is_a_schema():
    """Of the dialect that it names."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_bundled_packs_are_valid(path):
    """What loads is not marked in an editor."""
    assert complaints(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_validator_and_the_loader_agree(path, monkeypatch):
    """On all that has to do with fields and values; names that lead nowhere are beyond a schema."""
    monkeypatch.chdir(path.parent)
    _, problems = survey([path.name], bundled=False)
    names = {one.name for one in problems}
    readable = "yaml" not in names

    assert not readable or bool(complaints(path.read_text("utf-8"))) == ("language" in names)


@pytest.mark.parametrize("value", ["404", "no", "1e3", "12.5"])
def test_texts_that_an_editor_takes_for_something_else_are_fine(value):
    """As the loader takes them for texts, whatever they look like."""
    rule = f"{{id: a-b, component: a, match: {value}, title: {value}, examples: [{value}]}}"
    text = f"pack: a\nabout: x\ntier: tool\ncomponents: [{{id: a}}]\nrules: [{rule}]\n"

    assert list(VALIDATOR.iter_errors(yaml.safe_load(text))) == []


def test_every_field_says_what_it_means():
    """Editors show it where the field is written."""
    rule = SCHEMA["properties"]["rules"]["items"]

    assert rule["title"] == "rule"
    assert all(
        field["description"] for field in (*rule["properties"].values(), *SCHEMA["properties"].values())
    )
