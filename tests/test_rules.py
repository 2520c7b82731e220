"""Every example and counterexample of every bundled rule is a test of its own."""

from pathlib import Path

import pytest

from classifier.cli.rules.options import as_read
from classifier.normalize import Normalizer
from classifier.rulebook import lints
from classifier.rulebook.check import attempt, check, mistakes, noise, written
from classifier.rulebook.load import bundled_folder, survey

BOOK, PROBLEMS = survey()
NORMALIZER = Normalizer(BOOK.masks)


def normalize(text):
    """Return the masked text."""
    return NORMALIZER.mask(text).masked


def cases(field):
    """Return rule and example for every one of a field, with an id that names both."""
    return [
        pytest.param(rule, example, id=f"{rule.id}-{example.place.line}")
        for rule in BOOK.rules
        for example in getattr(rule, field)
        if rule.status == "active"
    ]


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_a_rule_wins_its_example(rule, example):
    """On the real path, with the captures and the signature that the example names."""
    assert [str(one) for one in mistakes(rule, attempt(BOOK, example, as_read), normalize)] == []


@pytest.mark.parametrize(("rule", "example"), cases("counterexamples"))
def test_a_rule_does_not_win_its_counterexample(rule, example):
    """Whoever else does."""
    assert [str(one) for one in noise(rule, attempt(BOOK, example, as_read))] == []


def test_the_bundled_packs_are_right():
    """Language, patterns, masks and lints, all at once."""
    folder = bundled_folder(Path(lints.__file__).parents[2])
    files = {f"rules/{path.name}": path.read_text("utf-8") for path in folder.glob("*.yaml")}
    found = (*PROBLEMS, *check(BOOK, as_read, normalize), *written(BOOK, files))

    assert [str(one) for one in found if one.level != "info"] == []
