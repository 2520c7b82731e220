"""Prove a rulebook: every example through the real path, every mask, and then the lints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.model import Failure, Span
from classifier.rulebook.lints import LINTS
from classifier.rulebook.match import Searched, admits, search, signature_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from classifier.rulebook.book import Rulebook
    from classifier.rulebook.match import Hit
    from classifier.rulebook.rule import Example, Rule

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
    """A rule with all that its examples showed; `today` is the day of the check, as 2026-12-31."""

    rule: Rule
    examples: tuple[Trial, ...]
    counterexamples: tuple[Trial, ...]
    normalize: Callable[[str], str]
    today: str


def check(
    book: Rulebook, path: Callable[[Failure], Failure], normalize: Callable[[str], str] = str, today: str = ""
) -> tuple[Problem, ...]:
    """Return all that is wrong with the rules of a rulebook that could be loaded, sorted by place.

    `path` makes of a failure with the raw text of an example what the stages before judging make of a log:
    cleaned, redacted. `normalize` is the one that judging uses, with the masks of the rulebook. `today` is a
    day as 2026-12-31; without it nothing has expired.
    """
    problems = set(_masks(book, normalize))
    for proof in proofs(book, path, normalize, today):
        problems.update(_examples(proof))
        for name, lint in LINTS.items():
            if name not in proof.rule.allow:
                problems.update(lint(proof))
    return tuple(sorted(problems))


def proofs(
    book: Rulebook, path: Callable[[Failure], Failure], normalize: Callable[[str], str] = str, today: str = ""
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


def mistakes(rule: Rule, trial: Trial, normalize: Callable[[str], str] = str) -> Iterator[Problem]:
    """Yield how the outcome of an example differs from what the rule promises: missing or wrong."""
    place = trial.example.place
    hit = next((hit for hit in trial.hits if hit.rule.id == rule.id), None)
    if hit is None:
        reason = why_not(rule, trial.failure)
        yield Problem(
            place,
            f"missing: '{rule.id}' does not match its example: {reason}",
            "Mend the pattern or the example.",
        )
    elif trial.winner != rule.id:
        winner = trial.hits[0].rule
        yield Problem(
            place, f"wrong: '{winner.id}' at {winner.place} wins the example of '{rule.id}'", SETTLE
        )
    else:
        yield from _differences(trial, hit, normalize)


def noise(rule: Rule, trial: Trial) -> Iterator[Problem]:
    """Yield a problem when a rule wins its counterexample: noisy."""
    if trial.winner == rule.id:
        yield Problem(trial.example.place, f"noisy: '{rule.id}' wins its counterexample", NARROW)


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


def _examples(proof: Proof) -> Iterator[Problem]:
    rule = proof.rule
    if not proof.examples:
        yield Problem(rule.place, f"rule '{rule.id}' has no example", "Add a text that it must match.")
    for trial in proof.examples:
        yield from mistakes(rule, trial, proof.normalize)
    for trial in proof.counterexamples:
        yield from noise(rule, trial)


def _differences(trial: Trial, hit: Hit, normalize: Callable[[str], str]) -> Iterator[Problem]:
    """Yield where captures and signature are not those that the example names."""
    example = trial.example
    for name, wanted in example.captures.items():
        got = hit.captures.get(name)
        if got != wanted:
            shown = "nothing" if got is None else f"'{got}'"
            what = f"wrong: '{hit.rule.id}' captures {shown} as '{name}', not '{wanted}'"
            yield Problem(example.place, what, "Mend the pattern or the example.")
    signature = signature_text(hit, trial.failure, normalize)
    if example.signature is not None and example.signature != signature:
        what = f"wrong: '{hit.rule.id}' gives the signature '{signature}', not '{example.signature}'"
        yield Problem(example.place, what, "Mend the signature or the example.")


def _masks(book: Rulebook, normalize: Callable[[str], str]) -> Iterator[Problem]:
    for pack in book.sources:
        for place, mask in zip(pack.mask_places, pack.masks, strict=True):
            for text, wanted in mask.examples:
                got = normalize(text)
                if got != wanted:
                    what = f"wrong: mask '{mask.name}' makes '{got}' of '{text}', not '{wanted}'"
                    yield Problem(place, what, "Mend the mask or the example.")
