"""Count what each rule does on a set of logs: hits, logs, how far its signatures and its texts spread."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from classifier.tables.ranks import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classifier.model import Occurrence, Report, RuleUse, Spread

ENOUGH = 5
"""Hits from which on a spread says anything."""
VOLATILE = 0.8
"""Signatures per hit from which on nearly every hit has a name of its own."""
WIDE = 0.5
"""Different masked texts per hit, under one single signature, from which on a rule may name too much."""
SHOWN = 3
"""Signatures, or texts, that are shown for a spread that is odd."""

Oddity = Literal["", "volatile", "wide"]


@dataclass(frozen=True, slots=True)
class RuleStats:
    """What one rule did.

    `hits` are the failures it won, `also` those it matched and another rule won; `share` is hits of all
    failures, 0 to 1. `signatures` and `texts` count different signatures and different masked texts of its
    hits. `oddity` is `volatile` where nearly every hit has a signature of its own, `wide` where one signature
    stands for many different texts; `varying` shows what differs then: the signatures, or the texts.
    `seconds` is what trying it on all failures took.
    """

    id: str
    place: str
    hits: int
    also: int
    logs: int
    share: float
    signatures: int
    texts: int
    oddity: Oddity
    varying: Spread
    seconds: float

    @property
    def diversity(self) -> float:
        """Different signatures per hit; 0 without hits."""
        return self.signatures / self.hits if self.hits else 0.0


def rule_stats(
    report: Report, rules: Iterable[RuleUse], seconds: Mapping[str, float]
) -> tuple[RuleStats, ...]:
    """Return a row for each of `rules`, in their order, counted over the failures of a report.

    A failure that a log repeats under a rule of scope line counts as often as the log has it. `seconds` are
    the times that trying took, by rule id.
    """
    won: dict[str, list[Occurrence]] = defaultdict(list)
    also: Counter[str] = Counter()
    for one in report.failures:
        if one.rule:
            won[one.rule].append(one)
        also.update(name for name in one.also if name != one.rule)
    total = sum(one.repeats for one in report.failures)
    return tuple(_row(rule, won[rule.id], also[rule.id], total, seconds.get(rule.id, 0.0)) for rule in rules)


def _row(rule: RuleUse, won: list[Occurrence], also: int, total: int, seconds: float) -> RuleStats:
    hits = sum(one.repeats for one in won)
    signatures = {one.signature for one in won}
    texts = {one.key for one in won}
    oddity = _oddity(len(won), len(signatures), len(texts))
    if oddity == "wide" and all(one.role == "wrapper" for one in won):
        oddity = ""  # a wrapper is there to stand for whatever it wraps
    return RuleStats(
        id=rule.id,
        place=rule.place,
        hits=hits,
        also=also,
        logs=len({one.failure.log for one in won}),
        share=hits / total if total else 0.0,
        signatures=len(signatures),
        texts=len(texts),
        oddity=oddity,
        varying=_varying(oddity, won),
        seconds=seconds,
    )


def _oddity(failures: int, signatures: int, texts: int) -> Oddity:
    if failures < ENOUGH:
        return ""
    if signatures / failures >= VOLATILE:
        return "volatile"
    return "wide" if signatures == 1 and texts / failures >= WIDE else ""


def _varying(oddity: Oddity, won: Iterable[Occurrence]) -> Spread:
    if oddity == "volatile":
        return spread(one.title for one in won)[:SHOWN]
    return spread(one.failure.headline for one in won)[:SHOWN] if oddity else ()
