"""All rules that a run knows, and the judge of its failures."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

import ahocorasick_rs

from classifier.errors import Problem
from classifier.literals import required_literals
from classifier.model import PackUse, Pipeline, RuleUse
from classifier.rulebook.match import PATIENCE, Searched, find, precedence, verdict
from classifier.rulebook.rule import GROUP

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from classifier.model import Component, Dimension, Failure, Form, Mask, Verdict
    from classifier.rulebook.match import Hit
    from classifier.rulebook.rule import Clause, Pack, Rule


class Rulebook:
    """The packs in force, in order. `digest` changes when any of them says something else.

    `components` are in the order in which packs name them, `masks` and `dimensions` likewise; of a name
    that is given twice the first counts. `decisive` are words by which two failures differ, however alike
    the rest.
    """

    def __init__(self, packs: tuple[Pack, ...], digest: str) -> None:
        self.digest = digest
        self.sources = packs
        self.rules: tuple[Rule, ...] = tuple(rule for pack in packs for rule in pack.rules)
        self.packs = tuple(
            PackUse(name=pack.name, path=pack.place.path, rules=len(pack.rules)) for pack in packs
        )
        self.components: tuple[Component, ...] = _firsts(one for pack in packs for one in pack.components)
        self.masks: tuple[Mask, ...] = tuple(
            replace(mask, tools=pack.tools) for pack in packs for mask in pack.masks
        )
        self.dimensions: tuple[Dimension, ...] = tuple(one for pack in packs for one in pack.dimensions)
        self.forms: tuple[Form, ...] = tuple(one for pack in packs for one in pack.forms)
        self.decisive = tuple(dict.fromkeys(word for pack in packs for word in pack.decisive))
        self.pipelines: tuple[Pipeline, ...] = _pipelines(packs)
        self._by_id = {rule.id: rule for rule in reversed(self.rules)}
        self._order = {rule.id: index for index, rule in enumerate(self.rules)}
        self._slow: dict[str, int] = {}
        self._deciding: dict[str, frozenset[str]] = {}

    def deciding(self, tool: str = "") -> frozenset[str]:
        """Return the decisive words, in lower case, of the packs that apply to a tool; of all without one."""
        if tool not in self._deciding:
            applying = [pack for pack in self.sources if not (tool and pack.tools) or tool in pack.tools]
            self._deciding[tool] = frozenset(word.lower() for pack in applying for word in pack.decisive)
        return self._deciding[tool]

    def rule(self, name: str) -> Rule:
        """Return the rule with this id; raise KeyError when there is none."""
        return self._by_id[name]

    def judge(self, failure: Failure, normalize: Callable[[str], str] = str) -> Verdict:
        """Return what the rules say of a failure.

        `normalize` makes of a headline the text that all failures of the same cause share; it is called for
        a winner whose signature is `auto`.
        """
        return verdict(self.hits(failure), failure, normalize)

    def hits(self, failure: Failure) -> list[Hit]:
        """Return all rules that match a failure, the winner first."""
        searched = Searched(failure)
        found = []
        for rule in self._candidates(failure):
            try:
                hit = find(rule, searched)
            except TimeoutError:
                self._slow[rule.id] = self._slow.get(rule.id, 0) + 1
                continue
            if hit:
                found.append(hit)
        return precedence(found, self._order)

    def costs(self, failures: Iterable[Failure]) -> dict[str, float]:
        """Return how many seconds each rule that was tried on these failures took, by rule id."""
        seconds: dict[str, float] = {}
        for failure in failures:
            searched = Searched(failure)
            for rule in self._candidates(failure):
                start = perf_counter()
                with suppress(TimeoutError):
                    find(rule, searched)
                seconds[rule.id] = seconds.get(rule.id, 0.0) + perf_counter() - start
        return seconds

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The rules that were given up on some failures because a pattern took too long."""
        return tuple(
            Problem(
                self.rule(name).place,
                f"rule '{name}' was given up on {count} failure(s), after {PATIENCE:g} seconds each",
                "Make its pattern simpler: no repeats within repeats.",
            )
            for name, count in sorted(self._slow.items(), key=lambda item: self._order[item[0]])
        )

    def line_patterns(self) -> dict[str, str]:
        """Return for every rule that finds failures by itself the pattern of its first entry, by rule id."""
        return {
            rule.id: joined(rule.clauses[0])
            for rule in self.rules
            if rule.scope == "line" and rule.status == "active"
        }

    def uses(self) -> tuple[RuleUse, ...]:
        """Return what each active rule tells the reader of a report, in order; hits are not counted here."""
        return tuple(
            RuleUse(
                id=rule.id,
                title=rule.title,
                component=rule.component,
                means=rule.means,
                remedy=rule.remedy,
                see=rule.see,
                owner=rule.owner,
                issue=rule.issue,
                action=rule.action,
                place=f"{rule.place.path}:{rule.place.line}",
                hits=0,
            )
            for rule in self.rules
            if rule.status == "active"
        )

    def literals(self, rule: Rule) -> tuple[str, ...]:
        """Return lower-case texts of which any failure that a rule matches contains at least one.

        They belong to the entry that promises most. Empty: the rule is tried on every failure.
        """
        sets = [found for clause in rule.clauses if (found := literals_of(clause))]
        return max(sets, key=lambda texts: (min(map(len, texts)), -len(texts)), default=())

    def _candidates(self, failure: Failure) -> list[Rule]:
        """Return the active rules whose literals stand somewhere in the failure, in order."""
        automaton, owners, always = self._index
        wanted = set(always)
        if automaton is not None:
            text = "\n".join(span.text for span in failure.spans)
            for found in automaton.find_matches_as_indexes(_folded(text), overlapping=True):
                wanted.update(owners[found[0]])
        return [self.rules[index] for index in sorted(wanted)]

    @cached_property
    def _index(self) -> tuple[ahocorasick_rs.BytesAhoCorasick | None, list[list[int]], list[int]]:
        """The automaton of all literals, the rules by literal, and the rules that have none."""
        owners: dict[bytes, list[int]] = {}
        always = []
        for index, rule in enumerate(self.rules):
            if rule.status != "active":
                continue
            literals = self.literals(rule)
            for literal in literals:
                owners.setdefault(_folded(literal), []).append(index)
            if not literals:
                always.append(index)
        automaton = ahocorasick_rs.BytesAhoCorasick(list(owners)) if owners else None
        return automaton, list(owners.values()), always


def joined(clause: Clause) -> str:
    """Return one expression for alternatives."""
    expressions = [pattern.expression for pattern in clause]
    return distinct("|".join(map(_scoped, expressions)) if len(expressions) > 1 else expressions[0])


def distinct(expression: str) -> str:
    """Return the expression with the names of groups that are used again numbered.

    The regex module takes a name twice, the parser that literals are derived with does not. Where the
    expression refers back to a name, all of that name stay as they are.
    """
    seen: Counter[str] = Counter()

    def numbered(group: re.Match[str]) -> str:
        name = group[1]
        seen[name] += 1
        kept = seen[name] == 1 or f"(?P={name})" in expression
        return f"(?P<{name}>" if kept else f"(?P<{name}_{seen[name]}>"

    return GROUP.sub(numbered, expression)


def _scoped(expression: str) -> str:
    """Return an expression in a group, so that flags at its start hold for it alone."""
    head, _, rest = expression.partition(")")
    if head.startswith("(?") and head[2:].isalpha():
        return f"{head}:{rest})"
    return f"(?:{expression})"


def literals_of(clause: Clause) -> tuple[str, ...]:
    """Return the literals of all alternatives, or nothing when one of them has none."""
    sets = [required_literals(distinct(pattern.expression)) for pattern in clause]
    return tuple(dict.fromkeys(text for texts in sets for text in texts)) if all(sets) else ()


def _folded(text: str) -> bytes:
    """Return the text in lower case, as far as it is ASCII."""
    return text.encode("utf-8", "surrogatepass").lower()


def _pipelines(packs: Iterable[Pack]) -> tuple[Pipeline, ...]:
    found: dict[str, Pipeline] = {}
    for pack in packs:
        for name, stages in pack.pipelines.items():
            one = Pipeline(name=name, stages=stages, place=pack.place, bundled=pack.bundled)
            found.setdefault(name, one)
    return tuple(found.values())


def _firsts(components: Iterable[Component]) -> tuple[Component, ...]:
    found: dict[str, Component] = {}
    for one in components:
        found.setdefault(one.id, one)
    return tuple(found.values())
