"""Slow patterns are found, ordinary ones are left alone, and looking for them ends."""

import time
from pathlib import Path

import pytest

from classifier.errors import Place
from classifier.rulebook.load import load
from classifier.rulebook.references import complaint_about
from classifier.rulebook.slow import Slowness, slowness

FOLDER = Path(__file__).parent / "patterns"


def patterns(name):
    """Return the patterns of a file, one a line; `# ` begins a comment."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


SLOW = patterns("slow.txt")
BUNDLED = [one.source for rule in load().rules for one in rule.patterns if one.entry == "regex"]
ORDINARY = [*patterns("ordinary.txt"), *BUNDLED]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Give up early: what is proven by the clock is not what these tests are about."""
    monkeypatch.setattr("classifier.rulebook.slow.PATIENCE", 0.02)
    monkeypatch.setattr("classifier.rulebook.slow.BUDGET", 0.04)
    slowness.cache_clear()


def test_the_patterns_are_patterns():
    """A fault in the list would count as a slow pattern that was missed."""
    assert [one for one in (*SLOW, *ORDINARY) if complaint_about(one)] == []


def test_nineteen_of_twenty_slow_patterns_are_reported():
    """Nested repeats, overlapping alternatives, repeats side by side, with all that can stand around them."""
    missed = [one for one in SLOW if slowness(one) is None]

    assert len(SLOW) >= 100
    assert len(missed) <= len(SLOW) // 20, missed


def test_at_most_one_in_fifty_ordinary_patterns_is_an_error(monkeypatch):
    """Nor is a warning given for many more."""
    monkeypatch.setattr("classifier.rulebook.slow.PATIENCE", 0.3)
    found = {one: slow for one in ORDINARY if (slow := slowness(one))}
    levels = [slow.level for slow in found.values()]

    assert len(ORDINARY) >= 300
    assert levels.count("error") <= len(ORDINARY) // 50, found
    assert levels.count("warning") <= len(ORDINARY) // 20, found


@pytest.mark.parametrize(
    ("pattern", "degree"),
    [
        (r"(?:(?:a|ab)c?)+b?d", None),
        (r"(?:x+x+)+y", None),
        (r"\d+\d+x", 3),
        (r"\s+$", 2),
        (r"^\s+x", 0),
        (r"(?:\w\d?)+x+y", None),
        (r"x: a+b+c+d", 0),
        (r"x: (?:ab)+c", 0),
        (r"\w+", 0),
        (r"x(?>a+)+b", 0),
        (r"^[a-z]+[0-9]+[A-Z]+$", 0),
    ],
)
def test_the_growth_is_named(pattern, degree):
    """None is exponential, 0 is not slow."""
    found = slowness(pattern)

    assert (found.degree if found else 0) == degree


def test_the_witness_is_a_text_that_a_person_can_try(monkeypatch):
    """As an expression of Python; what it makes is what was searched."""
    monkeypatch.setattr("classifier.rulebook.slow.PATIENCE", 0.3)
    monkeypatch.setattr("classifier.rulebook.slow.BUDGET", 2)
    found = slowness(r"(?:x+x+)+y")

    assert found.given_up
    assert len(eval(found.witness)) == found.length


def test_a_finding_says_how_it_grows():
    """With the text in its message."""
    found = Slowness(None, "'x' * 24", 24, 0.3, given_up=True).at(Place("p.yaml", 3, 4))

    assert (found.level, found.what) == (
        "error",
        (
            "the time of this pattern doubles with every few characters: 'x' * 24 (24 characters) "
            "was given up after 0.3 s"
        ),
    )


@pytest.mark.parametrize(
    "pattern", [r"(?:a{1,300}){1,300}b", "(?:" * 12 + "a" + ")+" * 12 + "b", "a?" * 300 + "b"]
)
def test_looking_ends(pattern):
    """Whatever the pattern."""
    began = time.perf_counter()
    slowness(pattern)

    assert time.perf_counter() - began < 5
