"""Guess the component of failures that no rule knows, and say what speaks for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Failure, Report, Signature
    from classifier.pipeline import Judge
    from classifier.rulebook.rule import Rule

FRAME_FILE = re.compile(
    r"([\w.-]+\.(?:py|pyx|c|cc|cpp|cxx|cu|h|hpp|rs|go|java|kt|scala|rb|php|cs|js|ts|mlir))\b"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A component and what speaks for it."""

    component: str
    reason: str


def guessed(report: Report, signature: Signature, judge: Judge, home: Sequence[str] = ()) -> Guess:
    """Return the component that most speaks for, and what speaks for it; one of `home` if there are any."""
    known = list(home) or [one.id for one in judge.book.components]
    if len(home) == 1:
        return Guess(home[0], "the pack has no other")
    for found in (
        _lent(signature),
        _neighbor(signature, judge),
        _by_frames(report, signature),
        _by_likes(report, signature, judge),
    ):
        if found and found.component in known:
            return found
    if not known:
        raise UsageError("no pack names a component. Name one under 'components' in a rules file.")
    return Guess(known[0], "nothing points to one, this is just the first there is")


def _lent(signature: Signature) -> Guess | None:
    """Return the component that a rule of tier generic lends the failures."""
    return Guess(signature.component, "a generic rule lends it") if signature.component != "unknown" else None


def _neighbor(signature: Signature, judge: Judge) -> Guess | None:
    """Return the component of the nearest rule."""
    for one in signature.nearest:
        name = (one.rule or one.signature).partition(":")[0]
        rule = next((rule for rule in judge.book.rules if rule.id == name), None)
        if rule and rule.role != "wrapper":
            return Guess(rule.component, f"'{name}' reads {one.similarity * 100:.0f} % like it")
    return None


def _by_frames(report: Report, signature: Signature) -> Guess | None:
    """Return the component whose matched failures share most source files of the call stack with these."""
    owners: dict[str, Counter[str]] = defaultdict(Counter)
    for one in report.failures:
        if one.rule and one.role != "wrapper":
            for file in _files(one.failure):
                owners[file][one.component] += 1
    votes: Counter[str] = Counter()
    files = {file for index in signature.failures for file in _files(report.failures[index].failure)}
    for file in sorted(files):
        # a file that failures of several components pass through points to none of them
        if len(owners[file]) == 1:
            votes.update(owners[file].keys())
    if not votes:
        return None
    component, count = min(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    return Guess(component, f"{count} file{'s' * (count > 1)} of its call stack are in no other's")


def _files(failure: Failure) -> set[str]:
    texts = (span.text for span in failure.spans if span.where in ("frames", "source"))
    return {file for text in texts for file in FRAME_FILE.findall(text)}


def _by_likes(report: Report, signature: Signature, judge: Judge) -> Guess | None:
    """Return the component of most failures, else of most rules, of the same tool, else of the same kind."""
    failure = report.failures[signature.exemplars[0]].failure
    known = [one for one in report.failures if one.rule and one.role != "wrapper"]
    rules = [rule for rule in judge.book.rules if rule.role != "wrapper" and rule.status == "active"]
    tools = {pack.name: pack.tools for pack in judge.book.sources}
    for components, reason in (
        ([one.component for one in known if one.failure.tool == failure.tool], f"failures of {failure.tool}"),
        ([rule.component for rule in rules if failure.tool in tools[rule.pack]], f"rules for {failure.tool}"),
        (
            [one.component for one in known if one.kind == signature.kind],
            f"failures of kind {signature.kind}",
        ),
        (
            [rule.component for rule in rules if signature.kind in _kinds(rule)],
            f"rules of kind {signature.kind}",
        ),
        ([one.component for one in known], "failures here"),
    ):
        counts = Counter(components)
        if counts:
            return Guess(min(counts, key=lambda name: (-counts[name], name)), f"it has most of the {reason}")
    return None


def _kinds(rule: Rule) -> set[str]:
    """Return the kinds of failures that a rule is about; `other` tells nothing."""
    told = {*rule.limits.kinds, *([rule.kind] if rule.kind else ()), *(one.kind for one in rule.examples)}
    return told - {"other"}
