"""Read YAML into nodes that know their place; every value is text, and what rules have no need of is refused.

A loader that resolves anchors can be made to run for hours by a file of 500 bytes, and one that guesses
types reads `no` as false and `12:30` as 750. Nodes are built from the parser's events instead: anchors,
aliases and tags are named as problems, and a value is the text that was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from classifier.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST = 2_000_000
"""Bytes of a rules file; a pack of 500 rules has about 230,000."""
DEEPEST = 16
"""Levels of nesting; the rule language needs eight."""

Loader: type[Any] = getattr(yaml, "CLoader", yaml.Loader)
"""Only its parser is used, never its constructor: what it loads are events."""

HINTS = {
    "unknown escape": "Write it in single quotes; inside double quotes YAML reads the backslashes itself.",
    "cannot start any token": "Write the value in single quotes, and indent with spaces, not tabs.",
    "mapping values are not allowed": "Write a text that holds ': ' in single quotes.",
    "expected alphabetic or numeric": "Write a text that starts with * or & in single quotes.",
    "unexpected end of stream": "Close the quotes or brackets.",
    "control characters": "Take the character out; in a pattern write its code, as in \\x07.",
}
"""What to do about a message of the YAML parser that holds the key."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written, quotes and escapes resolved."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; `keys` holds where each name is written, `end` where the last thing in it is."""

    place: Place
    values: Mapping[str, Node]
    keys: Mapping[str, Place] = field(default_factory=dict)
    end: Place | None = None

    def text(self, name: str, default: str = "") -> str:
        """Return the text under a name, or the default where there is none."""
        node = self.values.get(name)
        return node.text if isinstance(node, Text) else default

    def items(self, name: str) -> tuple[Node, ...]:
        """Return what is listed under a name; a single value counts as a list of one."""
        node = self.values.get(name)
        if node is None:
            return ()
        return node.items if isinstance(node, Items) else (node,)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts listed under a name."""
        return tuple(node.text for node in self.items(name) if isinstance(node, Text))

    def tables(self, name: str) -> tuple[Table, ...]:
        """Return the mappings listed under a name."""
        return tuple(node for node in self.items(name) if isinstance(node, Table))

    def table(self, name: str) -> Table:
        """Return the mapping under a name, an empty one where there is none."""
        node = self.values.get(name)
        return node if isinstance(node, Table) else Table(self.place, {})


Node = Text | Items | Table


def read(label: str, data: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the one document of a file, and all that is wrong with it as YAML.

    `label` names the file in problems. The node is None when nothing can be made of the file; else it is as
    complete as the problems allow: of a duplicate key the first value is kept, an alias is left out.
    """
    if len(data) > LARGEST:
        what = f"the file has {len(data):,} bytes, more than {LARGEST:,}"
        return None, (Problem(Place(label), what, "Split it into several packs."),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(label, data, error.start)
        return None, (Problem(place, "not UTF-8", "Save the file as UTF-8."),)
    builder = _Builder(label)
    try:
        return builder.document(yaml.parse(text, Loader)), tuple(builder.problems)
    except yaml.YAMLError as error:
        return None, (*builder.problems, _yaml_problem(label, text, error))
    except _TooDeepError as error:
        what = f"nested more than {DEEPEST} levels deep"
        return None, (*builder.problems, Problem(error.args[0], what, "Rules need no more than eight."))


def plain(node: Node) -> object:
    """Return a node as dictionaries, lists and strings, without places."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.values.items()}


class _TooDeepError(Exception):
    """The file nests deeper than DEEPEST."""


class _Builder:
    """Builds nodes from the events of one file and notes what it refuses."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.problems: list[Problem] = []
        self._last = Place(label)

    def document(self, events: Iterator[Any]) -> Node | None:
        """Return the first document; a second one and an empty file are problems."""
        found: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found is not None:
                    self._refuse(event, "a second document", "Write each pack into a file of its own.")
                    return found
                found = self._node(next(events), events, 1)
        if found is None or (isinstance(found, Text) and not found.text):
            self.problems.append(
                Problem(Place(self.label), "the file is empty", "Write a pack, or remove it.")
            )
            return None
        return found

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node | None:  # noqa: ANN401 - PyYAML's events have no common type
        self._last = place = self._place(event)
        if depth > DEEPEST:
            raise _TooDeepError(place)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, f"'*{event.anchor}' is a YAML alias", "Write the value out, or in single quotes."
            )
            return None
        if event.anchor is not None:
            self._refuse(
                event, f"'&{event.anchor}' is a YAML anchor", "Remove it, or write it in single quotes."
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, f"'{tag}' is a YAML tag", "Remove it, or write it in single quotes.")
        if isinstance(event, yaml.ScalarEvent):
            return Text(place, event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(place, tuple(self._items(events, depth + 1)))
        return self._table(place, events, depth + 1)

    def _items(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            node = self._node(event, events, depth)
            if node is not None:
                yield node

    def _table(self, place: Place, events: Iterator[Any], depth: int) -> Table:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth)
            value = self._node(next(events), events, depth)
            if not isinstance(key, Text):
                self._refuse(event, "this key is no text", "Write each key as a word.")
            elif key.text in keys:
                first = keys[key.text].line
                self._refuse(event, f"'{key.text}' stands twice, first in line {first}", "Keep one of them.")
            else:
                keys[key.text] = key.place
                if value is not None:
                    values[key.text] = value
        return Table(place, values, keys, self._last)

    def _place(self, event: Any) -> Place:  # noqa: ANN401 - PyYAML's events have no common type
        return Place(self.label, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, what: str, hint: str) -> None:  # noqa: ANN401 - PyYAML's events have no common type
        self.problems.append(Problem(self._place(event), what, hint))


def _place_of_byte(label: str, data: bytes, position: int) -> Place:
    start = data.rfind(b"\n", 0, position) + 1
    return Place(label, data.count(b"\n", 0, position) + 1, len(data[start:position].decode()) + 1)


def _yaml_problem(label: str, text: str, error: yaml.YAMLError) -> Problem:
    """Put a message of the YAML parser into our form, with what to do about it."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        place = Place(label, error.problem_mark.line + 1, error.problem_mark.column + 1)
        message = error.problem or "can't be read"
    else:  # a character that YAML does not allow; the error knows its offset only
        place = _place_of_byte(label, text.encode(), getattr(error, "position", 0))
        message = getattr(error, "reason", "can't be read")
    otherwise = "Check the indentation, and write texts with special characters in single quotes."
    hint = next((hint for key, hint in HINTS.items() if key in message), otherwise)
    return Problem(place, f"not YAML: {message}", hint)
