"""Settings come from the default, the nearest file and the command line, and wrong ones are named."""

import pytest

from classifier import config
from classifier.errors import UsageError


def values(start, **given):
    """Return name to value for the settings."""
    return {name: value.value for name, value in config.load(start, given).items()}


def test_without_a_file_everything_is_default(tmp_path):
    """The built-in values hold when nothing else is said."""
    found = config.load(tmp_path, {})

    assert {value.source for value in found.values()} == {"default"}
    assert found["fail-on"].value == "never"


def test_the_nearest_file_is_read_and_its_paths_are_its_own(tmp_path):
    """A file in a folder above is found, and paths in it are relative to it."""
    (tmp_path / "triage.toml").write_text('rules = ["team"]\ntop = 3\n', "utf-8")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)

    found = config.load(inner, {})

    assert found["rules"].value == (str(tmp_path / "team"),)
    assert found["top"].source == f"{tmp_path / 'triage.toml'}:2"


def test_a_pyproject_without_our_table_is_passed_over(tmp_path):
    """A nearer pyproject.toml of something else does not hide ours."""
    (tmp_path / "triage.toml").write_text("top = 3\n", "utf-8")
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")

    assert values(inner)["top"] == 3


def test_the_command_line_wins(tmp_path):
    """What is given on the command line beats the file."""
    (tmp_path / "pyproject.toml").write_text("[tool.triage]\ntop = 3\nrun = 'nightly'\n", "utf-8")

    found = values(tmp_path, top=5, run=None)

    assert (found["top"], found["run"]) == (5, "nightly")


def test_every_mistake_of_a_file_is_named_at_its_line(tmp_path):
    """All unknown keys and wrong values are said at once, with a suggestion."""
    path = tmp_path / "triage.toml"
    path.write_text("top = 'many'\nfail_on = 'any'\n", "utf-8")

    with pytest.raises(UsageError) as caught:
        config.load(tmp_path, {})

    assert str(caught.value) == (
        f"{path}:1: 'top' must be a whole number, not 'many'. Mend the value.\n"
        f"{path}:2: unknown setting 'fail_on'. Did you mean 'fail-on'?"
    )


def test_broken_toml_is_named_with_its_place(tmp_path):
    """A file that is no TOML stops the run with line and column."""
    path = tmp_path / "triage.toml"
    path.write_text("top = \n", "utf-8")

    with pytest.raises(UsageError, match=r"triage.toml:1:7: not TOML"):
        config.load(tmp_path, {})


@pytest.mark.parametrize("wrong", ["sometimes", "-1", "1.5"])
def test_a_gate_that_makes_no_sense_is_refused(tmp_path, wrong):
    """Only never, any, unknown and whole numbers are gates."""
    with pytest.raises(UsageError, match="fail-on is"):
        config.load(tmp_path, {"fail-on": wrong})


def test_dimensions_are_a_table_and_a_manifest_is_beside_the_file(tmp_path):
    """Both forms of TOML give the same table; the path of a manifest is relative to the file."""
    path = tmp_path / "pyproject.toml"
    path.write_text(
        "[tool.triage]\nmanifest = 'models.csv'\n\n[tool.triage.dimensions]\nop = {subject = '(?P<op>x)'}\n",
        "utf-8",
    )

    found = config.load(tmp_path, {})

    assert found["manifest"].value == str(tmp_path / "models.csv")
    assert found["dimensions"].value == {"op": {"subject": "(?P<op>x)"}}
    assert found["dimensions"].source == f"{path}:4"


@pytest.mark.parametrize("wrong", ["'op'", "{op = 'x'}", "{op = {subject = 1}}"])
def test_what_is_no_table_of_dimensions_is_refused(tmp_path, wrong):
    """The form is said, with the line."""
    (tmp_path / "triage.toml").write_text(f"dimensions = {wrong}\n", "utf-8")

    with pytest.raises(UsageError, match=r"triage.toml:1: 'dimensions' must be a table of NAME = "):
        config.load(tmp_path, {})
