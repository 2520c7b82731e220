"""What is suspicious about rules: a table of lints, each with its level; a rule is excused by `allow`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.rulebook import mutate
from classifier.rulebook.lints import captures, examples, logs, patterns, rules, together, traps

if TYPE_CHECKING:
    from collections.abc import Callable

    from classifier.rulebook.findings import Level


@dataclass(frozen=True, slots=True)
class Lint:
    """One lint: how bad what it finds is, as a rule, and the function that yields it.

    What the function is given depends on the table that it stands in.
    """

    level: Level
    find: Callable[..., Any]

    @property
    def about(self) -> str:
        """What it finds, in a few words."""
        return (self.find.__doc__ or "").splitlines()[0].removeprefix("Yield ")


OF_RULES: dict[str, Lint] = {
    "contradiction": Lint("error", examples.contradiction),
    "empty-match": Lint("error", patterns.empty_match),
    "expired": Lint("warning", rules.expired),
    "foreign-id": Lint("warning", rules.foreign_id),
    "line-break": Lint("warning", patterns.line_break),
    "no-literal": Lint("info", patterns.no_literal),
    "open-end": Lint("warning", patterns.open_end),
    "optional-capture": Lint("warning", captures.optional_capture),
    "poor-branch": Lint("error", captures.poor_branch),
    "repeated-example": Lint("warning", examples.repeated_example),
    "slow-line": Lint("warning", patterns.slow_line),
    "slow-pattern": Lint("warning", patterns.slow_pattern),
    "too-wide": Lint("warning", patterns.too_wide),
    "unescaped": Lint("warning", patterns.unescaped),
    "unexplained": Lint("info", rules.unexplained),
    "unknown-tool": Lint("warning", rules.unknown_tool),
    "unnamed-source": Lint("warning", examples.unnamed_source),
    "unreached-branch": Lint("warning", examples.unreached_branch),
    "unseen-character": Lint("warning", patterns.unseen_character),
    "volatile-capture": Lint("warning", captures.volatile_capture),
}
"""Lints of one rule: each is given the proof of the rule."""

OF_RULEBOOKS: dict[str, Lint] = {
    "never-wins": Lint("error", together.never_wins),
    "same-rule": Lint("error", together.same_rule),
    "takes-examples": Lint("warning", together.takes_examples),
}
"""Lints of rules beside each other: each is given the proofs of all rules."""

OF_FILES: dict[str, Lint] = {
    "yaml-backslash": Lint("warning", traps.yaml_backslash),
    "yaml-comment": Lint("warning", traps.yaml_comment),
    "yaml-escape": Lint("warning", traps.yaml_escape),
    "yaml-line-break": Lint("warning", traps.yaml_line_break),
}
"""Lints of how a file is written: each is given the scalars of a file."""

OF_LOGS: dict[str, Lint] = {
    "corpus-never-wins": Lint("warning", logs.corpus_never_wins),
    "corpus-unseen": Lint("info", logs.corpus_unseen),
    "passing-failure": Lint("error", logs.passing_failure),
    "passing-line": Lint("warning", logs.passing_line),
    "unnoticed": Lint("warning", mutate.unnoticed),
}
"""Lints that are asked for, with the logs or the fixtures that they need."""

LINTS: dict[str, Lint] = dict(sorted({**OF_RULES, **OF_RULEBOOKS, **OF_FILES, **OF_LOGS}.items()))
"""What a rule may be excused from. A new lint is a function, and a line in one of the tables."""
