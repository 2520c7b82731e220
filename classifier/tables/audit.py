"""Draw a sample of what rules matched for a person to judge, and say how precise the rules are then."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model import Occurrence, Report

Mark = Literal["right", "wrong", "unsure"]

NORMAL = 1.959964
"""The quantile of the normal distribution for intervals of 95 %."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One match to be judged.

    `id` (10 hex digits) is made of the rule and of what the failure says, not of where it stands, so that a
    mark holds for the next run too. `failure` is an index into the report's failures.
    """

    id: str
    rule: str
    failure: int


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the judged matches of a rule were right.

    `share` is right / (right + wrong), `low` and `high` an interval of 95 % for it; all three are None
    before anything was judged. `hits` are all different matches of the rule in the logs.
    """

    rule: str
    hits: int
    right: int
    wrong: int
    unsure: int
    share: float | None
    low: float | None
    high: float | None


def samples(report: Report, each: int, seed: int = 0) -> tuple[Sample, ...]:
    """Return at most `each` matches for every rule that won any, by rule in the order of the report.

    Equal failures are one match. The choice is a matter of the seed and the failures alone: signatures of a
    rule take turns, so that a rare one is seen beside a frequent one.
    """
    out: list[Sample] = []
    for rule, found in _matches(report).items():
        by_signature: dict[str, list[str]] = defaultdict(list)
        for identity in sorted(found, key=lambda one: _drawn(seed, one)):
            by_signature[report.failures[found[identity]].signature].append(identity)
        queues = sorted(by_signature.values(), key=lambda ids: _drawn(seed, ids[0]))
        turns = (ids[turn] for turn in range(max(map(len, queues))) for ids in queues if turn < len(ids))
        out += [Sample(one, rule, found[one]) for one, _ in zip(turns, range(each), strict=False)]
    return tuple(out)


def precision(report: Report, marks: Mapping[str, Mark]) -> tuple[Precision, ...]:
    """Return for every rule that won a failure how precise the marked matches say it is."""
    out = []
    for rule, found in _matches(report).items():
        counts = Counter(marks[identity] for identity in found if identity in marks)
        right, wrong = counts["right"], counts["wrong"]
        share, low, high = _wilson(right, right + wrong)
        out.append(Precision(rule, len(found), right, wrong, counts["unsure"], share, low, high))
    return tuple(out)


def overall(rules: Iterable[Precision]) -> tuple[float, float, float] | None:
    """Return the precision over all rules that were judged, weighted by their hits, with its interval.

    Each rule is a stratum (Cochran, Sampling Techniques, chapter 5). The variance of a stratum is taken at
    the middle of its Wilson interval, so that three right marks of three don't count as certainty. None when
    nothing was judged.
    """
    judged = [one for one in rules if one.share is not None]
    hits = sum(one.hits for one in judged)
    if not hits:
        return None
    share = variance = 0.0
    for one in judged:
        weight, number = one.hits / hits, one.right + one.wrong
        middle = ((one.low or 0.0) + (one.high or 0.0)) / 2
        share += weight * (one.share or 0.0)
        variance += weight**2 * middle * (1 - middle) / number
    margin = NORMAL * math.sqrt(variance)
    return share, max(0.0, share - margin), min(1.0, share + margin)


def _matches(report: Report) -> dict[str, dict[str, int]]:
    """Return by rule the different matches: their ids, and the first failure of each."""
    found: dict[str, dict[str, int]] = {}
    for index, one in enumerate(report.failures):
        if one.rule:
            found.setdefault(one.rule, {}).setdefault(_identity(one), index)
    order = [one.id for one in report.rules]
    ranks = {name: place for place, name in enumerate(order)}
    return dict(sorted(found.items(), key=lambda pair: (ranks.get(pair[0], len(order)), pair[0])))


def _identity(one: Occurrence) -> str:
    said = (one.rule or "", one.signature, one.key, one.failure.subject or "")
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:10]


def _drawn(seed: int, identity: str) -> str:
    """Return where a match comes in the draw: a number that looks random and is always the same."""
    return hashlib.sha256(f"{seed}:{identity}".encode()).hexdigest()


def _wilson(right: int, number: int) -> tuple[float | None, float | None, float | None]:
    """Return a share and its score interval (Wilson 1927), which stays sound for few marks and for 0 or 1."""
    if not number:
        return None, None, None
    share, square = right / number, NORMAL**2
    scale = 1 + square / number
    middle = (share + square / (2 * number)) / scale
    margin = NORMAL * math.sqrt(share * (1 - share) / number + square / (4 * number**2)) / scale
    return share, max(0.0, middle - margin), min(1.0, middle + margin)


def unmarked(drawn: Sequence[Sample], marks: Mapping[str, Mark]) -> list[Sample]:
    """Return the samples that nobody has judged."""
    return [one for one in drawn if one.id not in marks]
