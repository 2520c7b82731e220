"""Write a rule as YAML, and put it into a rules file without touching another byte of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from classifier.errors import Place, Problem, UsageError
from classifier.rulebook import nodes
from classifier.rulebook.nodes import Items, Loader, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLAIN = re.compile(r"[A-Za-z][\w-]*(?:[ ./][\w-]+)*")
"""A text that YAML takes for itself without quotes, other than the WORDS."""
WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
ESCAPES = {"\n": r"\n", "\t": r"\t", '"': r"\"", "\\": r"\\"}


def scalar(text: str) -> str:
    r"""Return a text as YAML takes it, on one line: plain, in single quotes, or with escapes in double ones.

    A lone surrogate, which no file can hold, becomes U+FFFD.
    """
    if PLAIN.fullmatch(text) and text.lower() not in WORDS:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter.isprintable() and letter not in ESCAPES:
        return letter
    code = ord(letter)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    wide = f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return ESCAPES.get(letter) or (f"\\x{code:02x}" if code <= 0xFF else wide)


def flow(values: Mapping[str, str]) -> str:
    """Return names and texts as a mapping on one line."""
    return "{" + ", ".join(f"{name}: {_inside(value)}" for name, value in values.items()) + "}"


def _inside(text: str) -> str:
    """Return a text as it may stand in a mapping on one line."""
    shown = scalar(text)
    return shown if shown[0] in "'\"" else f"'{text}'"


def spliced(data: bytes, rule: str, label: str) -> bytes:
    """Return a rules file with one more rule at the end of its list, every other byte as it was.

    `rule` is a list item in block style whose lines end with line feeds. The new lines get the indentation
    and the line ends of the file, and a blank line before them where the rules have one between them. Raises
    UsageError, with `label` for the file, where the file is none that could be added to.
    """
    node, problems = nodes.read(label, data)
    if problems or not isinstance(node, Table):
        raise UsageError("\n".join(map(str, problems)) or f"{label}: not a pack of rules. Name another file.")
    rules = node.values.get("rules")
    if not isinstance(rules, Items) or not _dashed(data, rules):
        what = "'rules' is not a list of lines that begin with '- '"
        place = rules.place if rules else Place(label)
        raise UsageError(str(Problem(place, what, "Write the rules as such a list, or name a new file.")))
    text = data.decode("utf-8")
    lines = text.splitlines(keepends=True)
    end = last_line(data, rules.items[-1])
    while not lines[end - 1].strip():
        end -= 1
    ending = "\r\n" if "\r\n" in lines[0] else "\n"
    indent = " " * (rules.place.column - 1)
    new = [f"{indent}{line}".rstrip() + ending for line in rule.rstrip("\n").split("\n")]
    head = lines[:end]
    if not head[-1].endswith("\n"):
        head[-1] += ending
    gap = [ending] if _spaced(lines, rules) else []
    out = "".join([*head, *gap, *new, *lines[end:]]).encode()
    return _proven(out, node, label)


def _dashed(data: bytes, rules: Items) -> bool:
    """Say whether a list is written with a dash before each item."""
    line = data.decode("utf-8-sig").split("\n")[rules.place.line - 1]
    return line[rules.place.column - 1 :].startswith("- ")


def _spaced(lines: list[str], rules: Items) -> bool:
    """Say whether blank lines part the rules; a single one tells by the line above it."""
    firsts = [item.place.line for item in rules.items[1:]] or [rules.place.line]
    return any(not lines[number - 2].strip() for number in firsts if number > 1)


OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def last_line(data: bytes, item: nodes.Node) -> int:
    """Return the number of the line on which the last thing in an item of a file ends, comments left out."""
    last, depth = item.place.line, 0
    for event in _events(data):
        kind, start, end = type(event), event.start_mark, event.end_mark
        begins = kind in OPENING or kind is yaml.ScalarEvent
        if depth == 0 and not (begins and (start.line + 1, start.column + 1) >= _position(item)):
            continue
        depth += (kind in OPENING) - (kind in CLOSING)
        if kind is yaml.ScalarEvent or (kind in CLOSING and end.index > start.index):
            # a closing bracket is something, the end of a block is not; a block of text ends in the next line
            last = end.line + (end.column > 0)
        if depth == 0:
            break
    return last


def _position(item: nodes.Node) -> tuple[int, int]:
    return item.place.line, item.place.column


def _events(data: bytes) -> Iterator[Any]:
    yield from yaml.parse(data.decode("utf-8-sig"), Loader)


def _proven(data: bytes, before: Table, label: str) -> bytes:
    """Return the new file if all that it said it says still, and one rule more; else raise UsageError."""
    node, problems = nodes.read(label, data)
    known = nodes.plain(before)
    added = nodes.plain(node) if node is not None and not problems else None
    if isinstance(added, dict) and isinstance(known, dict) and isinstance(added.get("rules"), list):
        added["rules"].pop()
        if added == known:
            return data
    raise UsageError(f"{label}: the rule can't be put there by machine. Paste it at the end of the rules.")
