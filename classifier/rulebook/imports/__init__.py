"""Rules of other systems to a pack of ours, with everything that could not be carried over named."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from classifier.errors import Place, Problem
from classifier.rulebook.imports import allure, jenkins, pytorch, spack
from classifier.rulebook.witness import witness
from classifier.rulebook.writing import flow, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.rulebook.imports.foreign import Foreign, System

__all__ = ["SYSTEMS", "Imported", "imported"]

SYSTEMS: tuple[System, ...] = (pytorch.SYSTEM, jenkins.SYSTEM, allure.SYSTEM, spack.SYSTEM)
"""What can be imported; the first that knows a text's form reads it."""

GENERAL = "imported"
"""The component of rules whose system knows none."""
MOST = 10_000_000
"""Bytes of a file of rules."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A pack as the text of a rules file, how many rules it has, and what was left behind, in order."""

    text: str
    rules: int
    system: str
    notes: tuple[Problem, ...] = field(default=())


def imported(text: str, path: str, pack: str, system: str = "", component: str = "") -> Imported:
    """Return the pack called `pack` that a file of another system becomes.

    `system` names the system, otherwise the text's form tells. `component` takes all rules; without it they
    go to the categories of the other system, or to one called imported. Every pattern keeps its order and is
    shown by an example made from the pattern itself, marked as written. Raises ValueError with what is wrong
    when the text is of no known form.
    """
    for one in SYSTEMS:
        if (one.name == system) if system else one.knows(text):
            reader = one
            break
    else:
        known = ", ".join(f"{one.name} ({one.form})" for one in SYSTEMS)
        raise ValueError(f"this is of no form that is known: {known}")
    foreign, notes = reader.read(text, path)
    rules, left = _rules(foreign, path, pack, component, reader.origin)
    components = dict.fromkeys(str(rule["component"]) for rule in rules)
    head = [
        f"# made by triage rules import from {reader.origin}; the examples are made from the patterns:",
        "# put texts of real logs in their place",
        f"pack: {pack}",
        f"about: {scalar(f'Rules taken over from {reader.origin}.')}",
        "tier: tool",
        "components:",
        *(f"- {flow({'id': name, 'title': _title(name)})}" for name in components or {GENERAL: None}),
        "rules:" if rules else "rules: []",
    ]
    body = "".join(f"\n{_entry(rule)}" for rule in rules)
    return Imported("\n".join(head) + "\n" + body, len(rules), reader.name, (*notes, *left))


def _rules(
    foreign: Iterable[Foreign], path: str, pack: str, component: str, origin: str
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Return the fields of each rule, and what can't be carried over."""
    rules: list[dict[str, object]] = []
    notes: list[Problem] = []
    taken: Counter[str] = Counter()
    for one in foreign:
        place = Place(path, one.line)
        notes += [Problem(place, f"'{one.name}': {what}") for what in one.lost]
        kept = []
        for pattern in one.patterns:
            wrong = _wrong(pattern)
            if wrong:
                notes.append(Problem(place, f"'{one.name}': {wrong}: {pattern}", "Write it anew."))
            else:
                kept.append(pattern)
        if not kept:
            notes.append(Problem(place, f"'{one.name}' is left out, no pattern of it is left"))
            continue
        rule, untold = _fields(one, kept, _id(pack, one.name, taken), component, origin)
        notes += [
            Problem(place, f"'{one.name}': no example could be made for {pattern}", "Add one from a log.")
            for pattern in untold
        ]
        rules.append(rule)
    return rules, notes


def _fields(
    one: Foreign, patterns: Sequence[str], name: str, component: str, origin: str
) -> tuple[dict[str, object], list[str]]:
    """Return the fields of one rule in their usual order, and the patterns that no example shows."""
    shown = {pattern: witness(pattern) for pattern in patterns}
    rule: dict[str, object] = {
        "id": name,
        "component": component or _slug(one.category) or GENERAL,
        "title": one.name,
        "match" if len(patterns) == 1 else "any": (
            patterns[0] if len(patterns) == 1 else [{"regex": pattern} for pattern in patterns]
        ),
        "where": one.where,
        "scope": one.scope,
        "signature": one.signature,
        "means": one.means,
    }
    rule = {field: value for field, value in rule.items() if value}
    rule["examples"] = [
        {"text": text, "from": "written", "source": origin} for text in shown.values() if text is not None
    ]
    if not rule["examples"]:
        del rule["examples"]
    return rule, [pattern for pattern, text in shown.items() if text is None]


def _wrong(pattern: str) -> str:
    """Return why a pattern can't be used here, or nothing."""
    try:
        compiled = regex.compile(pattern, regex.MULTILINE)
    except regex.error as error:
        return f"the pattern can't be read ({error})"
    return "the pattern matches an empty text" if compiled.search("") else ""


def _id(pack: str, name: str, taken: Counter[str]) -> str:
    """Return a rule's id; names that are there twice, as a special and a general form, are numbered."""
    slug = _slug(name) or "rule"
    slug = slug if slug.startswith(f"{pack}-") else f"{pack}-{slug}"
    taken[slug] += 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _entry(fields: Mapping[str, object]) -> str:
    """Return a rule as a list item with one field a line; of a list each mapping has a line."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"- {flow(one)}" for one in value)]
        else:
            lines.append(f"{name}: {scalar(str(value))}")
    return "\n".join(f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)) + "\n"
