"""Make a whole rule from a signature that no rule knows: pattern, component, id, title, examples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.errors import UsageError
from classifier.lines import Lines
from classifier.nearest import Known, Register
from classifier.normalize import clustered_text
from classifier.rulebook.draft import draft
from classifier.rulebook.match import Searched, compiled
from classifier.rulebook.values import EXCEPTION
from classifier.rulebook.writing import flow, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.model import Failure, Occurrence, Report, Signature
    from classifier.pipeline import Judge
    from classifier.rulebook.draft import Draft
    from classifier.rulebook.rule import Part, Pattern, Rule

EXAMPLES = 3
COUNTEREXAMPLES = 3
AGAINST = 5
"""Failures of each other signature that the pattern must not match."""
FRAME_FILE = re.compile(
    r"([\w.-]+\.(?:py|pyx|c|cc|cpp|cxx|cu|h|hpp|rs|go|java|kt|scala|rb|php|cs|js|ts|mlir))\b"
)
TITLE = 80
ID_WORDS = 5
_EMPTY = "a an and are as at be by for from has have in is it its of on or that the this to was with"
EMPTY = frozenset(_EMPTY.split())
"""Words that an id does without."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A component and what speaks for it."""

    component: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A drafted rule: its id, its text as an item of a list of rules, and what it rests on.

    `also` are other signatures of the report that its pattern matches too.
    """

    id: str
    text: str
    guess: Guess
    patterns: tuple[str, ...]
    members: int
    also: tuple[str, ...]


def suggest(report: Report, signature: Signature, judge: Judge, home: Sequence[str] = ()) -> Suggestion:
    """Return a rule for the failures of a signature.

    The report may come from anywhere; the rulebook of `judge` says which components there are. `home` are
    those of the pack that the rule is for, if it has any. Raises UsageError where a rule has the signature
    already, and where its failures share too little text.
    """
    if signature.rule:
        raise UsageError(
            f"'{signature.id}' is matched by the rule '{signature.rule}' already. Edit that one."
        )
    members = [report.failures[index] for index in signature.failures]
    said = [_said(one.failure) for one in members]
    where = _where(members)
    texts = [
        judge.normalizer.mask(text, tool=one.failure.tool) for text, one in zip(said, members, strict=True)
    ]

    def matches(pattern: str) -> bool:
        return all(_find((pattern,), one.failure, where) is not None for one in members)

    drafted = draft(texts, _others(report, signature, where), matches, judge.book.decisive)
    if drafted is None:
        what = f"the {len(members)} failures of '{signature.id}' share too little text for a rule"
        raise UsageError(f"{what}. Write one by hand: triage explain {signature.id} shows what they say.")
    guess = guessed(report, signature, judge, home)
    name = _free(f"{guess.component}-{_slug(signature)}", {rule.id for rule in judge.book.rules})
    lines = _Lines(name, guess, drafted, where, _tools(drafted, members, judge))
    lines.head(signature)
    lines.examples(
        [members[signature.failures.index(index)].failure for index in signature.exemplars], members
    )
    lines.counterexamples(_near(report, signature, judge))
    return Suggestion(name, "\n".join(lines.out) + "\n", guess, drafted.patterns, len(members), drafted.also)


@dataclass(frozen=True, slots=True)
class Patch:
    """One more alternative for a rule whose message was reworded: the rule, the pattern, examples of it."""

    rule: Rule
    pattern: Pattern
    examples: tuple[str, ...]


def patch(report: Report, signature: Signature, judge: Judge) -> Patch | None:
    """Return what makes a rule that may have drifted match a signature too, None if that can't be told."""
    drifted = next((one for one in signature.nearest[:1] if one.drifted), None)
    name = (drifted.rule or drifted.signature).partition(":")[0] if drifted else ""
    rule = next((one for one in judge.book.rules if one.id == name), None)
    if rule is None:
        return None
    members = [report.failures[index].failure for index in signature.failures]
    pattern = judge.likeness.followed(rule.id, report.failures[signature.exemplars[0]].failure)
    if pattern is None or any(_find((pattern.expression,), one, rule.where) is None for one in members):
        return None
    exemplars = dict.fromkeys(_said(report.failures[index].failure) for index in signature.exemplars)
    return Patch(rule, pattern, tuple(exemplars)[:EXAMPLES])


def _said(failure: Failure) -> str:
    """Return the line of a failure by which it is compared, as a rule finds it in its text."""
    headline = clustered_text(failure)
    folded = " ".join(headline.split())
    if any(folded in " ".join(span.text.split()) for span in failure.spans):
        return _clean(headline)
    messages = [span.text for span in failure.spans if span.where == "message"] or [headline]
    return _clean(next((line for line in messages[-1].split("\n") if line.strip()), headline))


def _clean(text: str) -> str:
    """Return a text as it is read where it stands alone, in an example: more looks like a time stamp then."""
    lines = Lines("example", text.encode("utf-8", "replace"))
    return "\n".join(line for _, line in lines.between(1, len(lines))).strip()


def _where(members: Iterable[Occurrence]) -> Part:
    """Return the part of the failures in which their texts stand: `message`, or any where one is not."""
    for one in members:
        folded = " ".join(_said(one.failure).split())
        texts = (" ".join(text.split()) for _, text in Searched(one.failure).parts("message"))
        if not any(folded in text for text in texts):
            return "any"
    return "message"


def _find(patterns: Sequence[str], failure: Failure, where: Part) -> Mapping[str, str] | None:
    """Return the captures of the first pattern that is found where a rule would look, None if none is."""
    for _, text in Searched(failure).parts(where):
        for pattern in patterns:
            found = compiled(pattern).search(text, timeout=1.0)
            if found:
                return {name: value for name, value in found.groupdict().items() if value is not None}
    return None


def _tools(drafted: Draft, members: Iterable[Occurrence], judge: Judge) -> list[str]:
    """Return the tools that the rule must be limited to, because examples of other rules hold its pattern."""
    examples = [one.text for rule in judge.book.rules for one in rule.examples]
    clash = any(compiled(pattern).search(text) for pattern in drafted.patterns for text in examples)
    tools = sorted({one.failure.tool for one in members})
    return tools if clash and all(tools) else []


def _others(report: Report, signature: Signature, where: Part) -> dict[str, list[str]]:
    """Return texts of all other signatures."""
    return {
        one.id: [
            text
            for index in one.failures[:AGAINST]
            for _, text in Searched(report.failures[index].failure).parts(where)
        ]
        for one in report.signatures
        if one.id != signature.id
    }


def _near(report: Report, signature: Signature, judge: Judge) -> Iterator[tuple[str, str]]:
    """Yield texts of the other signatures that read most like this one, each with its id."""
    known = [
        Known(_said(report.failures[one.exemplars[0]].failure), one.first, "", one.id)
        for one in report.signatures
        if one.id != signature.id
    ]
    texts = {one.signature: one.text for one in known}
    first = report.failures[signature.exemplars[0]].failure
    register = Register(known, lambda text, _: judge.likeness.words(text, ""))
    for one in register.nearest(_said(first), "")[:COUNTEREXAMPLES]:
        yield texts[one.signature], one.signature


class _Lines:
    """The lines of a rule, in the order in which rules are written."""

    def __init__(self, name: str, guess: Guess, drafted: Draft, where: Part, tools: Sequence[str]) -> None:
        self._name = name
        self._tools = tools
        self._guess = guess
        self._draft = drafted
        self._where = where
        self.out: list[str] = []

    def head(self, signature: Signature) -> None:
        """Write everything but the examples."""
        self.out += [
            f"- id: {self._name}",
            f"  formerly: [{signature.id}]",
            f"  component: {self._guess.component}   # a guess: {_comment(self._guess.reason)}",
            f"  title: {scalar(_title(signature))}",
        ]
        if len(self._draft.patterns) == 1:
            self.out.append(f"  match: {scalar(self._draft.patterns[0])}")
        else:
            self.out.append("  any:")
            self.out += (f"  - regex: {scalar(pattern)}" for pattern in self._draft.patterns)
        if self._where != "message":
            self.out.append(f"  where: {self._where}")
        if self._tools:
            self.out.append(f"  in: {{tool: [{', '.join(map(scalar, self._tools))}]}}")
        if self._draft.decisive:
            named = ", ".join(f"{name} {{{name}}}" for name in self._draft.decisive)
            self.out.append(f"  signature: {scalar(named)}")
        self.out.append("  # yours to add: `means` (what it means) and `try` (what to do about it)")

    def examples(self, exemplars: Sequence[Failure], members: Sequence[Occurrence]) -> None:
        """Write the most typical members, and for each pattern that they leave out one that it matches."""
        chosen: dict[str, Mapping[str, str]] = {}
        reached: set[str] = set()
        for failure in (*exemplars, *(one.failure for one in members)):
            own = {
                pattern
                for pattern in self._draft.patterns
                if _find((pattern,), failure, self._where) is not None
            }
            text = _said(failure)
            if (len(chosen) < EXAMPLES or own - reached) and text not in chosen:
                chosen[text] = _find(self._draft.patterns, failure, self._where) or {}
                reached |= own
        self.out.append("  examples:")
        for text, captures in chosen.items():
            self.out.append(f"  - text: {scalar(text)}")
            shown = {name: captures[name] for name in self._draft.captures if captures.get(name)}
            if shown:
                self.out.append(f"    captures: {flow(shown)}")

    def counterexamples(self, near: Iterable[tuple[str, str]]) -> None:
        """Write texts of other signatures that the rule must not win."""
        rows = [f"  - {scalar(text)}   # {name}" for text, name in near if not self._matches(text)]
        if rows:
            self.out += ["  counterexamples:", *rows]

    def _matches(self, text: str) -> bool:
        """Say whether the rule matches a text as a log would have it."""
        return any(compiled(pattern).search(_clean(text)) for pattern in self._draft.patterns)


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


def _comment(text: str) -> str:
    return " ".join(text.split())


def _title(signature: Signature) -> str:
    """Return the template as a title: without the exception, `...` for what varies."""
    text = re.sub(rf"^{EXCEPTION}: (?=\S)", "", " ".join(signature.template.split()).rstrip("."))
    text = re.sub(r"(?:\s*<[\w*-]{1,30}>)+", " ...", text).strip(" :,|") or signature.id
    text = text if len(text) <= TITLE else text[: TITLE - 4].rsplit(" ", 1)[0] + " ..."
    return text[0].upper() + text[1:]


def _slug(signature: Signature) -> str:
    """Return the telling words of the title, joined by hyphens."""
    words = re.findall(r"[a-z][a-z0-9]+", _title(signature).lower())
    telling = [word for word in dict.fromkeys(words) if word not in EMPTY]
    return "-".join(telling[:ID_WORDS]) or signature.id


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
