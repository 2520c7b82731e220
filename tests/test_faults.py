"""Faults planted from a seed are found at their lines; good packs have none."""

from random import Random

import pytest
from faults import FAULTS, planted
from packs import good_rules, written

from classifier.normalize import Normalizer
from classifier.rulebook import check as proving
from classifier.rulebook.load import survey

SEEDS = ("2026", "triage")
TOOLS = ("pytest", "gcc", "linker", "python", "ctest", "unittest")
NORMALIZER = Normalizer()


def found(text, folder):
    """Return the lines that are named in a pack, by findings of level error and warning."""
    path = folder / "mill.yaml"
    path.write_text(text, "utf-8")
    book, problems = survey([path], bundled=False)
    proven = proving.check(book, lambda failure: failure, masked, "2026-06-30", TOOLS)
    findings = (*problems, *proven, *proving.written(book, {path.as_posix(): text}))
    return {one.place.line: str(one) for one in findings if one.level != "info"}


def masked(text):
    """Return the text without its variable parts."""
    return NORMALIZER.mask(text).masked


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_in_good_rules(seed, tmp_path):
    """A lint that finds something in every pack says nothing."""
    assert found(written(good_rules(Random(seed), 30))[0], tmp_path) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_of_all_faults_nineteen_in_twenty_are_found_at_their_line(seed, tmp_path):
    """Other seeds give other faults; a fault may be one that nobody could find."""
    missed = []
    for name in FAULTS:
        text, lines = planted(name, Random(f"{seed} {name}"))
        if not lines & found(text, tmp_path).keys():
            missed.append(name)

    assert len(FAULTS) >= 40
    assert len(missed) <= len(FAULTS) // 20, missed
