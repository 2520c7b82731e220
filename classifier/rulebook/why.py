"""Say why rules match a failure or not, and why one of those that match wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.rulebook.book import literals_of
from classifier.rulebook.match import LAST_ONLY, Searched, admits, find, search
from classifier.rulebook.partial import longest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from classifier.model import Failure
    from classifier.rulebook.book import Rulebook
    from classifier.rulebook.match import Hit
    from classifier.rulebook.partial import Partial
    from classifier.rulebook.rule import Clause, Pattern, Rule

FAR = 0.4
"""How much of a rule must be there for it to be near."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that does not match, and what keeps it from it.

    `excluded` is what speaks against the rule although all its patterns are found, empty where one is not:
    then `lacking` is that pattern, and `partial` how far it gets. `share` is how much of the rule is there,
    0 to 1.
    """

    rule: Rule
    share: float
    excluded: str = ""
    lacking: Pattern | None = None
    partial: Partial | None = None


def reasons(hits: Sequence[Hit]) -> list[str]:
    """Return for each of some hits, the winner first, why the winner stands before it; empty for itself."""
    return [_reason(hits[0].rule, hit.rule, hits) if index else "" for index, hit in enumerate(hits)]


def _reason(winner: Rule, other: Rule, hits: Sequence[Hit]) -> str:
    """Return the first point of precedence in which two rules differ."""
    beaters = [hit.rule.id for hit in hits if other.id in hit.rule.beats]
    if beaters:
        return f"'{beaters[0]}' beats it"
    if winner.role != other.role:
        return f"a {winner.role} goes before a {other.role}"
    if winner.tier != other.tier:
        return f"tier {winner.tier} is nearer to the cause than {other.tier}"
    if winner.pack != other.pack:
        return f"pack '{winner.pack}' comes before '{other.pack}'"
    return f"it stands above it in its pack ({winner.place.line} before {other.place.line})"


def misses(failure: Failure, book: Rulebook, wanted: Collection[str] = (), most: int = 3) -> list[Miss]:
    """Return the rules that come nearest to matching a failure and do not, at most so many, nearest first.

    Tried are rules with a literal that stands in the failure, and the `wanted` ones; all of those are
    returned before others.
    """
    searched = Searched(failure)
    text = "\n".join(span.text for span in failure.spans).lower()
    found = []
    for rule in book.rules:
        if rule.id not in wanted and not any(one in text for one in _literals(rule, book)):
            continue
        miss = _miss(rule, searched)
        if miss and (miss.share >= FAR or rule.id in wanted):
            found.append(miss)
    found.sort(key=lambda one: (one.rule.id not in wanted, not one.excluded, -one.share))
    return found[:most]


def _literals(rule: Rule, book: Rulebook) -> Iterable[str]:
    """Return lower-case texts of which one stands in every failure that some part of a rule matches."""
    if len(rule.clauses) == 1:
        return book.literals(rule)
    return [literal for clause in rule.clauses for literal in literals_of(clause)]


def _miss(rule: Rule, searched: Searched) -> Miss | None:
    """Return what keeps a rule from matching; None where it matches."""
    try:
        if rule.status == "active" and find(rule, searched):
            return None
        texts = _texts(rule, searched)
        lacking = [clause for clause in rule.clauses if not _matches(clause, texts)]
        if not lacking:
            return Miss(rule, 1.0, _excluded(rule, searched, texts))
        if all(_matches(clause, _everything(searched)) for clause in rule.clauses):
            return Miss(rule, 1.0, _elsewhere(rule, searched))
    except TimeoutError:
        return Miss(rule, 0.0, "a pattern took too long")
    pattern, partial = max(((one, longest(one, texts)) for one in lacking[0]), key=lambda pair: pair[1].share)
    share = (len(rule.clauses) - len(lacking) + partial.share) / len(rule.clauses)
    return Miss(rule, share, "", pattern, partial)


def _texts(rule: Rule, searched: Searched) -> list[str]:
    """Return the texts that a rule searches."""
    parts = searched.parts(rule.where)
    if rule.tier in LAST_ONLY and rule.where == "message":
        parts = parts[:1]
    return [text for _, text in parts]


def _everything(searched: Searched) -> list[str]:
    return [text for _, text in searched.parts("any")]


def _matches(clause: Clause, texts: Iterable[str]) -> bool:
    return any(search(pattern, text) for text in texts for pattern in clause)


def _excluded(rule: Rule, searched: Searched, texts: Sequence[str]) -> str:
    """Return what keeps a rule from a failure in which all its patterns are found."""
    if rule.status != "active":
        return f"it is {rule.status}"
    if not admits(rule.limits, searched.failure):
        return _limit(rule, searched.failure)
    none = next((one for one in rule.none if any(search(one, text) for text in texts)), None)
    return (
        f"'none' holds '{none.source}', which is found" if none else "its patterns stand in different parts"
    )


def _limit(rule: Rule, failure: Failure) -> str:
    """Return the limit that a failure is outside of."""
    limits = rule.limits
    for name, admitted, own in (
        ("tool", limits.tools, failure.tool),
        ("kind", limits.kinds, failure.kind),
        ("phase", limits.phases, failure.phase or "none"),
    ):
        if admitted and own not in admitted:
            return f"'in' admits {name} {', '.join(admitted)}, this is {own or 'unknown'}"
    name, globs = ("log", limits.logs) if limits.logs else ("file", limits.files)
    return f"'in' admits {name} {', '.join(globs)}, which this is not from"


def _elsewhere(rule: Rule, searched: Searched) -> str:
    """Return in which part of the failure the patterns stand that a rule searches another part for."""
    if rule.tier in LAST_ONLY and rule.where == "message":
        messages = [text for _, text in searched.parts("message")]
        if all(_matches(clause, messages) for clause in rule.clauses):
            return f"its text is in an earlier exception of the chain; tier {rule.tier} sees the last alone"
    where = next(
        (span.where for span, text in searched.parts("any") if _matches(rule.clauses[0], [text])),
        "another part",
    )
    return f"it searches '{rule.where}', its text stands in '{where}'"
