"""What `rules check` says of one place in a rules file: a problem with its level, its name and its repair."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from classifier.errors import Problem
from classifier.visible import visible

if TYPE_CHECKING:
    from classifier.errors import Place

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = get_args(Level)

_MEANT = re.compile(r"Did you mean '([^']+)'\?")
_WORD = re.compile(r"unknown (?:field|value|component|rule) '([^']+)'")


@dataclass(frozen=True, slots=True, order=True)
class Finding(Problem):
    """A problem of a rules file; `name` is that of the lint, or says what part of the language is wrong.

    `fix` is how the scalar that stands at the place should read, empty where a person must decide.
    """

    level: Level = "error"
    name: str = ""
    fix: str = ""

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return visible(f"{self.place}: {self.level}[{self.name}]: {self.what}.{hint}")


def finding(problem: Problem, name: str, level: Level = "error") -> Finding:
    """Return a problem as a finding; one that is a finding already keeps what it says of itself."""
    if isinstance(problem, Finding):
        return replace(problem, name=problem.name or name)
    return Finding(problem.place, problem.what, problem.hint, level, name, _meant(problem))


def fixable(place: Place, what: str, hint: str, fix: str, level: Level = "warning") -> Finding:
    """Return a finding that `--fix` can mend; its name is added by whoever knows it."""
    return Finding(place, what, hint, level, "", fix)


def _meant(problem: Problem) -> str:
    """Return the word that should stand where an unknown one does, when one is near enough."""
    unknown, meant = _WORD.fullmatch(problem.what), _MEANT.fullmatch(problem.hint)
    return meant[1] if unknown and meant else ""
