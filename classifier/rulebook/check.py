"""Prove a rulebook: every example through the real path, every mask, and then the lints."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import regex

from classifier.errors import Problem
from classifier.model import Failure, Span
from classifier.patterns import compiled
from classifier.rulebook import forms
from classifier.rulebook.findings import Finding, finding
from classifier.rulebook.lints import OF_FILES, OF_RULEBOOKS, OF_RULES
from classifier.rulebook.lints.traps import scalars
from classifier.rulebook.match import PATIENCE, Searched, admits, search, signature_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from classifier.rulebook.book import Rulebook
    from classifier.rulebook.match import Hit
    from classifier.rulebook.rule import Example, Rule

MEND = "Mend the pattern or the example."
P = TypeVar("P", bound=Problem)

NARROW = "Narrow the pattern, or add a 'none' entry."
SETTLE = "Put it above the other, let it beat the other, or narrow one of the two."


@dataclass(frozen=True, slots=True)
class Trial:
    """An example, the failure it became on the real path, and the rules that match it, the winner first."""

    example: Example
    failure: Failure
    hits: tuple[Hit, ...]

    @property
    def winner(self) -> str:
        """The id of the rule that wins, empty when none matches."""
        return self.hits[0].rule.id if self.hits else ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A rule with all that its examples showed.

    `today` is the day of the check, as 2026-12-31; `tools` are those whose failures are read, none if not
    known.
    """

    rule: Rule
    examples: tuple[Trial, ...]
    counterexamples: tuple[Trial, ...]
    normalize: Callable[[str], str]
    today: str
    tools: frozenset[str] = frozenset()


def check(
    book: Rulebook,
    path: Callable[[Failure], Failure],
    normalize: Callable[[str], str] = str,
    today: str = "",
    tools: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return all that is wrong with the rules of a rulebook that could be loaded, sorted by place.

    `path` makes of a failure with the raw text of an example what the stages before judging make of a log:
    cleaned, redacted. `normalize` is the one that judging uses, with the masks of the rulebook. `today` is a
    day as 2026-12-31; without it nothing has expired. `tools` are those whose failures the stages before
    know how to read; without them a limit to any tool is fine.
    """
    proven = list(proofs(book, path, normalize, today, frozenset(tools)))
    found = {finding(problem, "mask") for problem in _masks(book, normalize)}
    for proof in proven:
        found.update(_patiently(_examples(proof), proof.rule))
        for name, lint in OF_RULES.items():
            if name not in proof.rule.allow:
                found.update(
                    finding(one, name, lint.level) for one in _patiently(lint.find(proof), proof.rule)
                )
    found.update(forms.proven(book.sources))
    for name, lint in OF_RULEBOOKS.items():
        found.update(finding(one, name, lint.level) for one in lint.find(proven))
    return tuple(sorted(excused(book, found)))


def _patiently(problems: Iterator[P], rule: Rule) -> Iterator[P | Finding]:
    """Yield problems; where a pattern is given up on an example, that is one, and the last."""
    try:
        yield from problems
    except TimeoutError:
        what = f"a pattern of '{rule.id}' was given up on an example after {PATIENCE:g} s"
        yield Finding(
            rule.place, what, "Let no repeat hold another that can match the same.", name="slow-pattern"
        )


def written(book: Rulebook, files: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what is suspicious about how rules files are written; `files` are their texts by path."""
    found = {
        finding(one, name, lint.level)
        for label, text in files.items()
        for scalar in scalars(label, text)
        for name, lint in OF_FILES.items()
        for one in lint.find(scalar)
    }
    return tuple(sorted(excused(book, found)))


def excused(book: Rulebook, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings without those that the rule at their place is excused from."""
    rules = sorted(book.rules, key=lambda rule: rule.place)
    starts = [rule.place for rule in rules]
    for one in findings:
        index = bisect_right(starts, one.place) - 1
        rule = rules[index] if index >= 0 and starts[index].path == one.place.path else None
        if rule is None or one.name not in rule.allow:
            yield one


def proofs(
    book: Rulebook,
    path: Callable[[Failure], Failure],
    normalize: Callable[[str], str] = str,
    today: str = "",
    tools: frozenset[str] = frozenset(),
) -> Iterator[Proof]:
    """Try the examples of every active rule against the whole rulebook."""
    for rule in book.rules:
        if rule.status == "active":
            yield Proof(
                rule,
                tuple(attempt(book, one, path) for one in rule.examples),
                tuple(attempt(book, one, path) for one in rule.counterexamples),
                normalize,
                today,
                tools,
            )


def attempt(book: Rulebook, example: Example, path: Callable[[Failure], Failure]) -> Trial:
    """Judge one example."""
    failure = path(raw_failure(example))
    return Trial(example, failure, tuple(book.hits(failure)))


def raw_failure(example: Example) -> Failure:
    """Return a failure whose one span is the text of an example, as it is."""
    lines = tuple(enumerate(example.text.strip("\n").split("\n"), 1))
    return Failure(
        line=1,
        first_line=1,
        last_line=len(lines),
        kind=example.kind,
        tool=example.tool,
        headline=next(text.strip() for _, text in lines if text.strip()),
        spans=(Span(example.where, lines),),
        phase=example.phase,
        subject=example.subject,
        log=example.log,
    )


def mistakes(rule: Rule, trial: Trial, normalize: Callable[[str], str] = str) -> Iterator[Finding]:
    """Yield how the outcome of an example differs from what the rule promises: missing or wrong."""
    place = trial.example.place
    hit = next((hit for hit in trial.hits if hit.rule.id == rule.id), None)
    if hit is None:
        what = f"'{rule.id}' does not match its example: {why_not(rule, trial.failure)}"
        hint = "Mind the case: without it, it does." if _differs_in_case(rule, trial) else MEND
        yield Finding(place, what, hint, name="missing")
    elif trial.winner != rule.id:
        winner = trial.hits[0].rule
        what = f"'{winner.id}' at {winner.place} wins the example of '{rule.id}'"
        yield Finding(place, what, SETTLE, name="wrong")
    else:
        for what, hint in _differences(trial, hit, normalize):
            yield Finding(place, what, hint, name="wrong")


def noise(rule: Rule, trial: Trial) -> Iterator[Finding]:
    """Yield a finding when a rule wins its counterexample: noisy."""
    if trial.winner == rule.id:
        yield Finding(trial.example.place, f"'{rule.id}' wins its counterexample", NARROW, name="noisy")


def why_not(rule: Rule, failure: Failure) -> str:
    """Return the first reason why a rule does not match a failure."""
    if not admits(rule.limits, failure):
        return "its limits do not admit the failure"
    texts = [text for _, text in Searched(failure).parts(rule.where)]
    if not texts:
        return f"nothing in the failure is of the part '{rule.where}'"
    for clause in rule.clauses:
        if not any(search(pattern, text) for pattern in clause for text in texts):
            sources = " or ".join(f"'{pattern.source}'" for pattern in clause)
            return f"{sources} is not found"
    found = next((one for one in rule.none if any(search(one, text) for text in texts)), None)
    return f"the 'none' entry '{found.source}' is found" if found else "a pattern took too long"


def _differs_in_case(rule: Rule, trial: Trial) -> bool:
    """Say whether a rule lacks nothing of an example but that upper and lower case be the same."""
    texts = [text for _, text in Searched(trial.failure).parts(rule.where)]
    try:
        exact = [any(search(one, text) for one in clause for text in texts) for clause in rule.clauses]
        loose = [
            any(_loose(one.expression).search(text, timeout=PATIENCE) for one in clause for text in texts)
            for clause in rule.clauses
        ]
    except (regex.error, TimeoutError):
        return False
    return admits(rule.limits, trial.failure) and all(loose) and not all(exact)


def _loose(expression: str) -> Any:  # noqa: ANN401 - the regex module has no types
    return compiled(f"(?i:{expression})")


def _examples(proof: Proof) -> Iterator[Finding]:
    rule = proof.rule
    if not proof.examples:
        what, hint = f"rule '{rule.id}' has no example", "Add a text that it must match."
        yield Finding(rule.place, what, hint, name="no-example")
    for trial in proof.examples:
        yield from mistakes(rule, trial, proof.normalize)
    for trial in proof.counterexamples:
        yield from noise(rule, trial)


def _differences(trial: Trial, hit: Hit, normalize: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield where captures and signature are not those that the example names, each with a remedy."""
    example = trial.example
    for name, wanted in example.captures.items():
        got = hit.captures.get(name)
        if got != wanted:
            shown = "nothing" if got is None else f"'{got}'"
            what = f"'{hit.rule.id}' captures {shown} as '{name}', not '{wanted}'"
            yield what, MEND
    signature = signature_text(hit, trial.failure, normalize)
    if example.signature is not None and example.signature != signature:
        what = f"'{hit.rule.id}' gives the signature '{signature}', not '{example.signature}'"
        yield what, "Mend the signature or the example."


def _masks(book: Rulebook, normalize: Callable[[str], str]) -> Iterator[Problem]:
    for pack in book.sources:
        for place, mask in zip(pack.mask_places, pack.masks, strict=True):
            for text, wanted in mask.examples:
                got = normalize(text)
                if got != wanted:
                    what = f"mask '{mask.name}' makes '{got}' of '{text}', not '{wanted}'"
                    yield Problem(place, what, "Mend the mask or the example.")
