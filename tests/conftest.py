"""What several test modules share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# machines differ in speed and are loaded, so no example has a time limit; where CI=true the examples are the
# same in every run, so that a change is judged by itself and new examples are found by developers
settings.register_profile("developer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("developer"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    """Add `--bless`, by which a person who has read the difference accepts what the tests got."""
    parser.addoption("--bless", action="store_true", help="write what the tests get as what they expect")


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory):
    """Keep what commands cache out of the home of whoever runs the tests."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def golden(request):
    """Return a function that compares a text with a file of `tests/golden`, or writes that file."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--bless"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
