"""Each kind of mistake in a rules file gives its message: those beside tests/bad_rules/*.yaml.

`pytest tests/test_bad_rules.py --bless` writes them anew; read the difference before you commit it.
"""

from pathlib import Path

import pytest

from classifier.errors import illustrated
from classifier.normalize import Normalizer
from classifier.rulebook.check import check, written
from classifier.rulebook.load import quote, survey

FOLDER = Path(__file__).parent / "bad_rules"
FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))


def findings(name):
    """Return what `rules check` says of a file, a line each."""
    book, problems = survey([name], bundled=False)
    normalizer = Normalizer(book.masks)
    proven = check(
        book, lambda failure: failure, lambda text: normalizer.mask(text).masked, "2026-06-30", ["pytest"]
    )
    text = Path(name).read_bytes().decode("utf-8", "replace")
    found = sorted({*problems, *proven, *written(book, {name: text})})
    return "".join(f"{line}\n" for line in illustrated((one for one in found if one.level != "info"), quote))


@pytest.mark.parametrize("name", FILES)
def test_every_mistake_is_named_with_its_place_and_a_remedy(name, monkeypatch, request):
    """The messages are those in the text file; read its diff before changing it."""
    monkeypatch.chdir(FOLDER)
    expectation = (FOLDER / name).with_suffix(".txt")
    if request.config.getoption("--bless"):
        expectation.write_text(findings(name), "utf-8")

    assert findings(name) == expectation.read_text("utf-8")


def test_no_expectation_is_left_without_its_file():
    """Each text file has the rules file it belongs to."""
    assert sorted(f"{path.stem}.yaml" for path in FOLDER.glob("*.txt")) == FILES
