"""Lints of rules on logs: hits where all is well, and rules that never win on a given corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.model import JudgedLog, Verdict
    from classifier.rulebook.book import Rulebook

Spot = tuple[str, str, int, str]
"""A rule, and the log, line and text that one of its patterns is found in."""


def passing_failure(book: Rulebook, logs: Iterable[JudgedLog]) -> Iterator[Problem]:
    """Yield rules that find a failure in a log of a run that passed."""
    spots: dict[str, list[str]] = defaultdict(list)
    for log in logs:
        for one in log.judged:
            if isinstance(one.verdict, Match):
                spots[one.verdict.rule].append(f"{log.reading.log.path}:{one.failure.line}")
    for name, places in spots.items():
        more = f" and at {len(places) - 1} more" if len(places) > 1 else ""
        what = f"'{name}' names a failure in a passing log, at {places[0]}{more}"
        yield Problem(book.rule(name).place, what, "Narrow its pattern, or add a 'none' entry for that text.")


def passing_line(book: Rulebook, spots: Iterable[Spot]) -> Iterator[Problem]:
    """Yield rules whose patterns are found in a line of a log of a run that passed."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        found[spot[0]].append(spot)
    for name, own in found.items():
        _, log, line, text = own[0]
        lines = "line" if len(own) == 1 else "lines"
        shown = text.strip()[:80]
        count = f"{len(own)} {lines} of passing logs"
        what = f"'{name}' matches {count}, such as {log}:{line}: '{shown}'"
        yield Problem(book.rule(name).clauses[0][0].place, what, "Name what only this failure says.")


def corpus_never_wins(book: Rulebook, logs: Iterable[JudgedLog]) -> Iterator[Problem]:
    """Yield rules that match failures of a given corpus, and never win one."""
    wins: Counter[str] = Counter()
    lost: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in _verdicts(logs):
        winner = verdict.rule if isinstance(verdict, Match) else verdict.also[0] if verdict.also else ""
        wins[winner] += 1
        for name in verdict.also:
            if name != winner:
                lost[name][winner] += 1
    for name, winners in lost.items():
        if not wins[name]:
            best = ", ".join(f"'{one}'" for one, _ in winners.most_common(3))
            failures = f"{winners.total()} failures of the corpus"
            what = f"'{name}' matches {failures} and wins none of them: {best} does"
            yield Problem(book.rule(name).place, what, "Put it above, let it beat the other, or remove it.")


def corpus_unseen(book: Rulebook, logs: Iterable[JudgedLog]) -> Iterator[Problem]:
    """Yield rules that match nothing of a given corpus."""
    seen = {name for verdict in _verdicts(logs) for name in (*verdict.also, getattr(verdict, "rule", ""))}
    for rule in book.rules:
        if rule.status == "active" and rule.id not in seen:
            yield Problem(
                rule.place,
                f"'{rule.id}' matches nothing of the corpus",
                "Look whether its text is still printed.",
            )


def _verdicts(logs: Iterable[JudgedLog]) -> Iterator[Verdict]:
    return (one.verdict for log in logs for one in log.judged)
