"""Find patterns whose time grows faster than the text, and prove it by a text that shows it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from classifier.patterns import compiled
from classifier.rulebook.automaton import Doubt, TooLargeError, automaton_of
from classifier.rulebook.findings import Finding
from classifier.rulebook.grammar import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.errors import Place
    from classifier.rulebook.findings import Level

PATIENCE = 0.3
"""Seconds of the processor after which a search is given up; on a text of this length it should take a
thousandth of that."""
BUDGET = 0.6
"""Seconds after which no other text is tried for a pattern."""
ROUNDS = (24, 60, 200)
"""How often the text of a loop that doubles its ways is repeated."""
LENGTH, SHORT = 2_000, 1_000
"""Characters of the text that a smaller fault is shown by: a line may have ten times as many."""
SEEN = 0.004
"""Seconds for LENGTH characters from which on slowness shows; a quarter of it for SHORT ones."""
SHOWN = 40
ENDINGS = ("", "\x01", "\n!")


@dataclass(frozen=True, slots=True)
class Slowness:
    """How a pattern is slow: `degree` None is exponential; `seconds` is what `length` characters took."""

    degree: int | None
    witness: str
    length: int
    seconds: float
    given_up: bool

    @property
    def level(self) -> Level:
        """An error when a short text was given up, a warning when a longer one must be."""
        if self.given_up:
            return "error"
        return "warning" if self.degree is None or (self.degree > 2 and self.seconds >= SEEN) else "info"

    def at(self, place: Place) -> Finding:
        """Return it as what is wrong at a place."""
        growth = {None: "doubles with every few characters", 2: "grows with the square of the text"}
        grows = growth.get(self.degree, f"grows with the text to the power of {self.degree}")
        took = f" was given up after {self.seconds:g} s" if self.given_up else ""
        what = f"the time of this pattern {grows}: {self.witness} ({self.length:,} characters){took}"
        hint = "Let no repeat hold another that can match the same, and put a fixed text between two repeats."
        if self.degree == 2:
            hint = "Begin with a fixed text or an anchor, or exclude from each repeat what follows it."
        return Finding(place, what, hint, self.level)


@lru_cache(4096)
def slowness(expression: str) -> Slowness | None:
    """Return how a pattern is slow, None when it is not or nothing can be told of it.

    What the automaton says is put to the test, with a limit of time on each search: this never hangs.
    """
    tree = parsed(expression)
    if tree is None:
        return None
    try:
        doubt = automaton_of(tree).doubt()
    except (TooLargeError, RecursionError):
        return None
    return _proven(expression, doubt) if doubt else None


def _proven(expression: str, doubt: Doubt) -> Slowness | None:
    """Return the slowness that the worst of the texts shows; a square that does not show is none."""
    worst = None
    began = time.process_time()
    for witness, text in _texts(doubt):
        seconds, given_up = _timed(expression, text)
        if given_up:  # what only grows with the square is far from that on so short a text
            degree = None if doubt.degree == 2 else doubt.degree
            return Slowness(degree, witness, len(text), PATIENCE, given_up=True)
        if worst is None or seconds > worst.seconds:
            worst = Slowness(doubt.degree, witness, len(text), round(seconds, 3), given_up=False)
        if time.process_time() - began > BUDGET or (doubt.degree == 2 and seconds > SEEN / 4):
            return worst
    return None if doubt.degree == 2 else worst


def _texts(doubt: Doubt) -> Iterator[tuple[str, str]]:
    """Yield texts that should be slow, each with a short way to write it."""
    # the matcher first looks whether what must be there is there at all: so it is, behind what can't match
    endings = dict.fromkeys((f"{doubt.stuck}{doubt.named}", doubt.stuck, *ENDINGS))
    length = SHORT if doubt.degree == 2 else LENGTH
    for rounds in ROUNDS if doubt.degree is None else (length // sum(map(len, doubt.pumps)),):
        for ending in endings:
            yield _text(doubt, rounds, ending)
    if not doubt.prefix and doubt.degree is not None:
        yield _text(replace(doubt, prefix=doubt.stuck or "!"), rounds, doubt.stuck or "!")


def _text(doubt: Doubt, rounds: int, ending: str) -> tuple[str, str]:
    parts = [(doubt.prefix, 1), *((pump, rounds) for pump in dict.fromkeys(doubt.pumps)), (ending, 1)]
    written = [f"{_shown(text)} * {times}" if times > 1 else _shown(text) for text, times in parts if text]
    return " + ".join(written), "".join(text * times for text, times in parts)


def _shown(text: str) -> str:
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}...")


def _timed(expression: str, text: str) -> tuple[float, bool]:
    began = time.process_time()
    try:
        compiled(expression).search(text, timeout=PATIENCE)
    except TimeoutError:
        return time.process_time() - began, True
    return time.process_time() - began, False
