"""Try rules on a failure, and decide which of those that match wins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from classifier.model import Match, Role, Tier, Unknown, Where
from classifier.patterns import compiled
from classifier.rulebook.rule import glob_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from classifier.model import Failure, Range, Span, Verdict
    from classifier.rulebook.rule import Clause, Limits, Part, Pattern, Rule

PATIENCE = 2.0
"""Seconds for one search of one pattern in one part of a failure, which has at most some hundred lines."""

ROLES: tuple[Role, ...] = get_args(Role)
TIERS: tuple[Tier, ...] = get_args(Tier)
WHERE: tuple[Where, ...] = get_args(Where)


LAST_ONLY: tuple[Tier, ...] = ("language", "generic")
"""Tiers whose rules see the last exception of a chain alone: `KeyError` below `OutOfStock` names nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches a failure: what it captured, and the first and last line that it matched."""

    rule: Rule
    captures: Mapping[str, str]
    lines: Range


class Searched:
    """The text of a failure, by part, in the order in which parts are searched."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        self._parts: dict[Part, list[tuple[Span, str]]] = {}

    def parts(self, where: Part) -> list[tuple[Span, str]]:
        """Return the spans to search with their texts: those of the last exception of a chain first."""
        if where not in self._parts:
            wanted = WHERE if where == "any" else (where,)
            spans = [
                span
                for one in wanted
                for span in reversed(self.failure.spans)
                if span.where == one and span.lines
            ]
            self._parts[where] = [(span, span.text) for span in spans]
        return self._parts[where]


def find(rule: Rule, searched: Searched) -> Hit | None:
    """Return how a rule matches a failure, or None. Raises TimeoutError when a pattern takes too long.

    Every clause is looked for by itself, so the entries of an `all` may match anywhere in the parts that
    the rule searches. Of a capture that several entries have, the first entry's counts.
    """
    if not admits(rule.limits, searched.failure):
        return None
    parts = searched.parts(rule.where)
    if rule.tier in LAST_ONLY and rule.where == "message":
        # what was raised on the way to a team's own exception says less of the cause than that exception
        parts = parts[:1]
    captures: dict[str, str] = {}
    lines: list[int] = []
    for clause in rule.clauses:
        found = _leftmost(clause, parts)
        if found is None:
            return None
        span, match = found
        lines += _lines(span, match)
        captures = {
            **{name: text for name, text in match.groupdict().items() if text is not None},
            **captures,
        }
    if any(search(pattern, text) for pattern in rule.none for _, text in parts):
        return None
    return Hit(rule, captures, (min(lines), max(lines)))


def search(pattern: Pattern, text: str) -> Any:  # noqa: ANN401 - the regex module has no types
    """Return the first match of a pattern in a text, or None."""
    return compiled(pattern.expression).search(text, timeout=PATIENCE)


def admits(limits: Limits, failure: Failure) -> bool:
    """Say whether a failure is one that the limits let a rule be tried on."""
    return (
        (not limits.tools or failure.tool in limits.tools)
        and (not limits.kinds or failure.kind in limits.kinds)
        and (not limits.phases or failure.phase in limits.phases)
        and (not limits.logs or _fits(limits.logs, failure.log))
        and (not limits.files or _fits(limits.files, (failure.subject or "").partition("::")[0]))
    )


def precedence(hits: Iterable[Hit], order: Mapping[str, int]) -> list[Hit]:
    """Return the hits, the winner first.

    What another hit beats stands behind all others. Then a cause goes before a symptom before a wrapper,
    then the tier that is nearer to the cause, then the place in the rulebook, which `order` gives by rule.
    """
    hits = list(hits)
    beaten = {name for hit in hits for name in hit.rule.beats}

    def rank(hit: Hit) -> tuple[bool, int, int, int]:
        rule = hit.rule
        return rule.id in beaten, ROLES.index(rule.role), TIERS.index(rule.tier), order[rule.id]

    return sorted(hits, key=rank)


def verdict(hits: Sequence[Hit], failure: Failure, normalize: Callable[[str], str]) -> Verdict:
    """Return what the hits, the winner first, say of the failure.

    A winner of tier generic lends its component and kind to a failure that stays unknown; unless it is a
    wrapper, which names what it is and no cause.
    """
    names = tuple(hit.rule.id for hit in hits)
    if not hits:
        return Unknown()
    rule = hits[0].rule
    if rule.tier == "generic" and rule.role != "wrapper":
        return Unknown(component=rule.component, kind=rule.kind, also=names)
    signature, title = named(hits[0], failure, normalize)
    return Match(
        rule=rule.id,
        component=rule.component,
        signature=signature,
        title=title,
        role=rule.role,
        kind=rule.kind,
        captures=hits[0].captures,
        matched=hits[0].lines,
        also=names[1:],
    )


def named(hit: Hit, failure: Failure, normalize: Callable[[str], str]) -> tuple[str, str]:
    """Return id and title of the signature of a failure that a rule matches.

    The id is the rule's; where the signature varies, eight hex digits (SHA-256) of its text follow.
    """
    rule = hit.rule
    text = signature_text(hit, failure, normalize)
    if rule.signature != "auto" and not rule.slots:
        return rule.id, rule.title
    digits = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    title = text if text.casefold().startswith(rule.title.casefold()) else f"{rule.title}: {text}"
    return f"{rule.id}:{digits}", title


def signature_text(hit: Hit, failure: Failure, normalize: Callable[[str], str]) -> str:
    """Return the signature of a failure in words: captures filled in, `auto` replaced by the headline."""
    if hit.rule.signature == "auto":
        return normalize(failure.headline)
    return hit.rule.filled(hit.captures)


def _leftmost(clause: Clause, parts: list[tuple[Span, str]]) -> tuple[Span, Any] | None:
    """Return the leftmost match of any alternative in the first part that has one, the upper one of two."""
    for span, text in parts:
        matches = [match for pattern in clause if (match := search(pattern, text))]
        if matches:
            return span, min(matches, key=lambda match: match.start())
    return None


def _lines(span: Span, match: Any) -> tuple[int, int]:  # noqa: ANN401 - the regex module has no types
    """Return the numbers of the first and the last line that a match touches."""
    first = match.string.count("\n", 0, match.start())
    last = first + match.group().rstrip("\n").count("\n")
    return span.lines[first][0], span.lines[last][0]


def _fits(globs: tuple[str, ...], path: str) -> bool:
    """Say whether a path, or what is left of it from one of its folders on, fits one of the globs."""
    return any(
        compiled(rf"(?s)(?:^|/){glob_expression(glob)}\Z").search(path.replace("\\", "/")) for glob in globs
    )
