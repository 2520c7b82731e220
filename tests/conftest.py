"""What several test modules share."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    """Add `--bless`, by which a person who has read the difference accepts what the tests got."""
    parser.addoption("--bless", action="store_true", help="write what the tests get as what they expect")


@pytest.fixture
def golden(request):
    """Return a function that compares a text with a file of `tests/golden`, or writes that file."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--bless"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
