"""The text of a drafted rule: its lines in the order in which rules are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.patterns import compiled
from classifier.rulebook.values import EXCEPTION
from classifier.rulebook.writing import flow, scalar
from classifier.suggest.texts import clean, find, said
from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model import Failure, Occurrence, Signature
    from classifier.rulebook.draft import Draft
    from classifier.rulebook.rule import Part
    from classifier.suggest.component import Guess

EXAMPLES = 3
TITLE = 80
SOURCE_FILE = re.compile(r"[\w.+@-]+\.\w{1,6}:")
"""`test_cart.py:`"""


class RuleText:
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
            f"  formerly: [{scalar(signature.id)}]",
            f"  component: {self._guess.component}   # a guess: {_comment(self._guess.reason)}",
            f"  title: {scalar(title(signature))}",
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
                if find((pattern,), failure, self._where) is not None
            }
            text = said(failure)
            if (len(chosen) < EXAMPLES or own - reached) and text not in chosen:
                chosen[text] = find(self._draft.patterns, failure, self._where) or {}
                reached |= own
        self.out.append("  examples:")
        for text, captures in chosen.items():
            self.out.append(f"  - text: {scalar(text)}")
            shown = {name: captures[name] for name in self._draft.captures if captures.get(name)}
            if shown:
                self.out.append(f"    captures: {flow(shown)}")

    def counterexamples(self, near: Iterable[tuple[str, str]]) -> None:
        """Write texts of other signatures that the rule must not win."""
        rows = [f"  - {scalar(text)}   # {_comment(name)}" for text, name in near if not self._matches(text)]
        if rows:
            self.out += ["  counterexamples:", *rows]

    def _matches(self, text: str) -> bool:
        """Say whether the rule matches a text as a log would have it."""
        return any(compiled(pattern).search(clean(text)) for pattern in self._draft.patterns)


def _comment(text: str) -> str:
    """Return a text that can't end a comment: names of tools and signatures come from logs and reports."""
    return visible(" ".join(text.split()))


def title(signature: Signature) -> str:
    """Return the template as a title: without the exception, `...` for what varies."""
    text = re.sub(rf"^{EXCEPTION}: (?=\S)", "", " ".join(_own_words(signature)).rstrip("."))
    text = re.sub(r"(?:\s*<[\w*-]{1,30}>)+", " ...", text).strip(" :,|") or signature.id
    text = text if len(text) <= TITLE else text[: TITLE - 4].rsplit(" ", 1)[0] + " ..."
    return text[0].upper() + text[1:]


def _own_words(signature: Signature) -> list[str]:
    """Return the words of the template without the place that follows a message which says too little.

    `assert 3 == 4 test_cart.py: assert total == paid` is compared with others by its line of code.
    """
    words = signature.template.split()
    places = (index for index, word in enumerate(words) if index and SOURCE_FILE.fullmatch(word))
    return words[: next((one for one in places if words[one] not in signature.title), len(words))]
