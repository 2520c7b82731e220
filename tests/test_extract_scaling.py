"""Reading takes time in proportion to the log, whatever a tool repeats in it."""

from __future__ import annotations

import time
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import pytest

from classifier.extract import DIALECTS, anchors, read
from classifier.extract.forms.reader import FORMS
from classifier.lines import Lines
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"
FEW, MANY = 1_500, 6_000
"""Lines of the logs that are compared."""
WORST = 9
"""The ratio of times that is borne: 4 where time grows with the log, 16 where it grows with its square."""
QUICK = 0.5
"""Seconds below which no ratio is told from chance."""
SEARCHER = Searcher(anchors())


@cache
def telling_lines():
    """Return lines of all fixtures and samples, each once."""
    found = {line: None for form in FORMS for sample in form.samples for line in sample.split("\n")}
    logs = (path for path in FIXTURES.glob("*/*") if path.is_file() and path.suffix in {"", ".log"})
    for path in sorted(logs):
        lines = Lines("log", path.read_bytes())
        found.update((text, None) for _, text in lines.between(1, len(lines)) if len(text) < 300)
    return tuple(found)


def seconds(texts, count):
    """Return the processor's time that reading these lines takes, over and over until there are so many."""
    lines = Lines("log", "\n".join(islice(cycle(texts), count)).encode())
    hits = SEARCHER.search(lines)
    start = time.process_time()
    assert read(lines, hits).log.lines == count
    return time.process_time() - start


@cache
def hits():
    """Return where the anchors of all dialects hit the telling lines."""
    return SEARCHER.search(Lines("log", "\n".join(telling_lines()).encode()))


def told(dialect):
    """Return the lines that a dialect looks for."""
    numbers = sorted({number for name in dialect.anchors for number in hits()[f"{dialect.name}.{name}"]})
    return [telling_lines()[number - 1] for number in numbers]


def test_nearly_all_dialects_are_tried():
    """A dialect without a line in any fixture, for tools that can't be run here, is an exception."""
    assert sum(bool(told(dialect)) for dialect in DIALECTS) > 0.9 * len(DIALECTS)


@pytest.mark.parametrize("dialect", [one for one in DIALECTS if told(one)], ids=lambda one: one.name)
def test_time_grows_with_the_log(dialect):
    """All readers together, on the lines that one of them looks for and nothing else."""
    texts = told(dialect)
    seconds(texts, FEW)  # patterns are compiled when they are first tried

    many = seconds(texts, MANY)

    assert many < QUICK or many < WORST * seconds(texts, FEW)
