"""Follow a message that was reworded: the pattern of its rule with the new words, put beside the old one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem, UsageError
from classifier.rulebook import nodes
from classifier.rulebook.nodes import Items, Table, Text
from classifier.rulebook.rule import Pattern
from classifier.rulebook.writing import last_line, scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.rulebook.rule import Rule

Change = tuple[str, str]
"""Words of a known text and those that another has in their place; either may be none."""


def reworded(rule: Rule, changes: Sequence[Change]) -> Pattern | None:
    """Return the pattern of a rule with other words in place of its own; None where they are not in it.

    Every change must be of words that stand in the pattern exactly once. A rule of several entries that must
    all match is left to a person.
    """
    if len(rule.clauses) != 1 or not changes:
        return None
    for pattern in rule.clauses[0]:
        source: str | None = pattern.source
        for gone, come in changes:
            source = _replaced(source, gone, come, literal=pattern.entry != "regex") if source else None
        if source:
            return Pattern(pattern.entry, source, pattern.place)
    return None


def _replaced(source: str, gone: str, come: str, *, literal: bool) -> str | None:
    """Return a pattern with some of its words replaced, None where they don't stand in it just once."""
    old, new = (gone, come) if literal else (_escaped(gone), _escaped(come))
    if not old:
        return None
    places = list(re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", source))
    if len(places) != 1:
        return None
    start, end = places[0].span()
    if not new:
        # with the word goes the blank beside it
        end, start = (end + 1, start) if source[end : end + 1] == " " else (end, max(start - 1, 0))
    return source[:start] + new + source[end:]


def _escaped(text: str) -> str:
    return re.sub(r"[\\.^$*+?{}\[\]|()]", r"\\\g<0>", text)


def widened(
    data: bytes, rule: str, pattern: Pattern, examples: Sequence[str], former: str, label: str
) -> bytes:
    """Return a rules file in which a rule has one more alternative, with examples for it and a former id.

    Every other byte stays as it is. Raises UsageError, with `label` for the file, where the rule is written
    in a form that can't be added to.
    """
    node, problems = nodes.read(label, data)
    if problems or not isinstance(node, Table):
        raise UsageError("\n".join(map(str, problems)) or f"{label}: not a pack of rules.")
    table = next((one for one in node.tables("rules") if one.text("id") == rule), None)
    if table is None:
        raise UsageError(f"{label}: no rule is called '{rule}'. Its pack is another file.")
    lines = data.decode("utf-8").splitlines(keepends=True)
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    added = f"- {pattern.entry}: {scalar(pattern.source)}"
    edits = [_alternative(table, lines, data, added)]
    edits += [_examples(table, data, examples, label), _former(table, lines, former)]
    for first, last, new in sorted(edits, reverse=True):
        lines[first:last] = [line + ending for line in new]
    return "".join(lines).encode()


Edit = tuple[int, int, list[str]]
"""Lines first to last, counted from 0 and the last excluded, and what is put in their place."""


def _alternative(table: Table, lines: Sequence[str], data: bytes, added: str) -> Edit:
    """Return the edit that puts a pattern beside that of a rule."""
    indent = " " * (table.place.column - 1)
    several = table.values.get("any")
    if isinstance(several, Items) and _is_block(several, lines):
        last = last_line(data, several.items[-1])
        return last, last, [" " * (several.place.column - 1) + added]
    place, value = table.keys.get("match"), table.values.get("match")
    if place is None or value is None or not _on_one_line(value, place, lines, table):
        what = f"'match' of '{table.text('id')}' is not on one line, and 'any' no list of lines"
        raise UsageError(str(Problem(table.place, what, f"Add it by hand: {added}")))
    rest = lines[place.line - 1][value.place.column - 1 :].rstrip("\r\n")
    old = f"- regex: {rest}" if isinstance(value, Text) else f"- {rest}"
    head = lines[place.line - 1][: place.column - 1]
    return place.line - 1, place.line, [f"{head}any:", indent + old, indent + added]


def _is_block(items: Items, lines: Sequence[str]) -> bool:
    return lines[items.place.line - 1][items.place.column - 1 :].startswith("- ")


def _on_one_line(value: nodes.Node, place: Place, lines: Sequence[str], table: Table) -> bool:
    """Say whether a value begins on the line of its name and ends there, and the rule is in block style."""
    opening = lines[table.place.line - 1][table.place.column - 1 : table.place.column]
    following = min((one.line for one in table.keys.values() if one.line > place.line), default=0)
    alone = following in (0, place.line + 1) or not lines[place.line].strip().strip("#")
    return value.place.line == place.line and opening != "{" and alone


def _examples(table: Table, data: bytes, examples: Sequence[str], label: str) -> Edit:
    """Return the edit that adds examples."""
    known = table.values.get("examples")
    if not isinstance(known, Items):
        raise UsageError(str(Problem(table.place, f"'{table.text('id')}' has no examples", "Add one.")))
    if not _is_block(known, data.decode("utf-8").splitlines()):
        raise UsageError(
            str(Problem(known.place, "these examples are not lines of their own", f"See {label}."))
        )
    last = last_line(data, known.items[-1])
    indent = " " * (known.place.column - 1)
    return last, last, [f"{indent}- text: {scalar(text)}" for text in examples]


def _former(table: Table, lines: Sequence[str], former: str) -> Edit:
    """Return the edit that lets a rule continue a cluster."""
    place, value = table.keys.get("formerly"), table.values.get("formerly")
    if place is None:
        line = table.keys["id"].line
        return line, line, [" " * (table.place.column - 1) + f"formerly: [{scalar(former)}]"]
    text = lines[place.line - 1].rstrip("\r\n")
    head, bracket, tail = text.rpartition("]")
    if isinstance(value, Items) and bracket and not _is_block(value, lines):
        return place.line - 1, place.line, [f"{head}, {scalar(former)}{bracket}{tail}"]
    return place.line - 1, place.line - 1, []
