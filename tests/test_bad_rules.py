"""Each kind of mistake in a rules file gives its message: those beside tests/bad_rules/*.yaml."""

from pathlib import Path

import pytest

from classifier.normalize import Normalizer
from classifier.rulebook.check import check
from classifier.rulebook.load import survey

FOLDER = Path(__file__).parent / "bad_rules"
FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))


def findings(name):
    """Return what `rules check` says of a file, a line each."""
    book, problems = survey([name], bundled=False)
    normalizer = Normalizer(book.masks)
    proven = check(book, lambda failure: failure, lambda text: normalizer.mask(text).masked, "2026-06-30")
    return "".join(f"{problem}\n" for problem in sorted({*problems, *proven}))


@pytest.mark.parametrize("name", FILES)
def test_every_mistake_is_named_with_its_place_and_a_remedy(name, monkeypatch):
    """The messages are those in the text file; read its diff before changing it."""
    monkeypatch.chdir(FOLDER)

    expected = (FOLDER / name).with_suffix(".txt").read_text("utf-8")

    assert findings(name) == expected


def test_no_expectation_is_left_without_its_file():
    """Each text file has the rules file it belongs to."""
    assert sorted(f"{path.stem}.yaml" for path in FOLDER.glob("*.txt")) == FILES
