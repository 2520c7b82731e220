"""A folder of pages is written as a whole, and never over what is something else."""

import subprocess
import sys
from pathlib import Path

import pytest

from classifier.cli.folder import MARKER, put_folder
from classifier.errors import OutputError

FILES = {"index.md": "new", "op/a.md": "a"}
OLD = {"index.md": "old", "model/gone.md": "gone"}


def content(folder):
    """Return the texts below a folder by their paths."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_text("utf-8") for one in files}


def names(folder):
    """Return the names in a folder."""
    return sorted(one.name for one in folder.iterdir())


@pytest.fixture
def place(tmp_path):
    """Return where the pages are to be."""
    return tmp_path / "pages"


@pytest.mark.parametrize("before", [None, "empty", "pages"])
def test_new_pages(place, before):
    """They take the place of nothing, of an empty folder, and of former pages; nothing else is left."""
    if before == "empty":
        place.mkdir()
    elif before == "pages":
        put_folder(OLD.items(), place)
    put_folder(FILES.items(), place)

    assert content(place) == {**FILES, MARKER: "index.md\nop/a.md\n"}
    assert names(place.parent) == ["pages"]
    assert place.stat().st_mode & 0o700 == 0o700


@pytest.mark.parametrize("foreign", ["notes.txt", "model/notes.txt", ".git"])
def test_a_folder_with_anything_else_is_left_alone(place, foreign):
    """One file that was not written by us is enough."""
    put_folder(OLD.items(), place)
    (place / foreign).parent.mkdir(exist_ok=True)
    (place / foreign).write_text("mine", "utf-8")
    before = content(place)

    with pytest.raises(OutputError) as caught:
        put_folder(FILES.items(), place)
    assert str(caught.value) == (
        f"{place}: holds '{foreign}', which is no page of triage, the pages were not written. "
        "Give a new or empty folder."
    )
    assert (content(place), names(place.parent)) == (before, ["pages"])


def test_a_folder_without_the_marker_is_left_alone(place):
    """Even if its files are called like ours."""
    place.mkdir()
    (place / "index.md").write_text("mine", "utf-8")

    with pytest.raises(OutputError, match=r"holds 'index\.md'"):
        put_folder(FILES.items(), place)
    assert content(place) == {"index.md": "mine"}


@pytest.mark.parametrize("pages", [True, False])
def test_a_folder_with_an_empty_folder_is_left_alone(place, pages):
    """It is not ours either."""
    if pages:
        put_folder(OLD.items(), place)
    (place / "mine").mkdir(parents=True)

    with pytest.raises(OutputError, match="holds 'mine'"):
        put_folder(FILES.items(), place)
    assert (place / "mine").is_dir()


@pytest.mark.parametrize("kind", ["file", "link", "link inside"])
def test_what_is_no_folder_is_left_alone(place, tmp_path, kind):
    """Files, and links to anywhere."""
    (tmp_path / "other").mkdir()
    if kind == "file":
        place.write_text("mine", "utf-8")
    elif kind == "link":
        place.symlink_to("other")
    else:
        put_folder(OLD.items(), place)
        (place / "inside").symlink_to("../other")

    with pytest.raises(OutputError):
        put_folder(FILES.items(), place)
    assert place.is_symlink() == (kind == "link")
    assert names(tmp_path) == ["other", "pages"]


def test_an_error_on_the_way_leaves_the_old_pages(place):
    """Half a folder is never seen."""

    def failing():
        yield "index.md", "new"
        raise OSError(28, "No space left on device")

    put_folder(OLD.items(), place)
    with pytest.raises(OutputError, match="No space left on device"):
        put_folder(failing(), place)
    assert content(place)["index.md"] == "old"
    assert names(place.parent) == ["pages"]


def test_the_command_writes_pages(tmp_path):
    """`-o pages:DIR`; exit code 4 where it can't."""
    (tmp_path / "build.log").write_text("ValueError: no such target: docs\n", "utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()

    def run(folder):
        command = [Path(sys.executable).parent / "triage", "build.log", "-q", "-o", f"pages:{folder}"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run("site").returncode == 0
    assert {"index.html", "index.md", "statistics.html"} <= set(content(tmp_path / "site"))
    assert run("full").returncode == 4
    assert run("full").stderr.startswith("full: holds 'mine'")
