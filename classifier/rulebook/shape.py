"""The kinds of values a field may have: each checks a node, describes itself, and gives its JSON Schema."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from classifier.errors import Problem
from classifier.rulebook.nodes import Items, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.errors import Place
    from classifier.rulebook.nodes import Node

NAMES = {Text: "text", Items: "a list", Table: "a mapping"}


class Shape(Protocol):
    """What may stand under a field."""

    @property
    def words(self) -> str:
        """What a person is told may stand there."""

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield everything about the node that is not as it should be."""

    def json(self) -> dict[str, object]:
        """Return the JSON Schema of the same."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is not empty, and that matches `pattern` as a whole where there is one."""

    words: str = "text"
    pattern: str = ""
    hint: str = ""
    longest: int = 0

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield what is wrong with the text."""
        if not isinstance(node, Text):
            hint = self.hint or "Write it as one text."
            yield Problem(node.place, f"expected {self.words}, found {NAMES[type(node)]}", hint)
        elif not node.text.strip():
            yield Problem(
                node.place, f"expected {self.words}, found nothing", "Write it, or remove the field."
            )
        elif self.pattern and not re.fullmatch(self.pattern, node.text):
            yield Problem(node.place, f"expected {self.words}, found '{node.text}'", self.hint)
        elif self.longest and len(node.text) > self.longest:
            what = f"{len(node.text):,} characters, more than {self.longest:,}"
            yield Problem(node.place, what, "Split it into several entries.")

    def json(self) -> dict[str, object]:
        """Return the schema of a string."""
        schema: dict[str, object] = {"type": "string", "minLength": 1}
        if self.pattern:
            schema["pattern"] = f"^(?:{self.pattern})$"
        else:  # editors guess types; here `404` and `no` are the texts they look like
            schema["type"] = ["string", "number", "boolean"]
        if self.longest:
            schema["maxLength"] = self.longest
        return schema


@dataclass(frozen=True, slots=True)
class Day:
    """A date as `2026-12-31`."""

    words: str = "a date (2026-12-31)"

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield a problem when it is no day of the calendar."""
        text = node.text if isinstance(node, Text) else NAMES[type(node)]
        try:
            date.fromisoformat(text)
        except ValueError:
            yield Problem(node.place, f"expected {self.words}, found '{text}'", "Write year-month-day.")

    def json(self) -> dict[str, object]:
        """Return the schema of a date."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def words(self) -> str:
        """The options."""
        return "one of " + ", ".join(f"`{option}`" for option in self.options)

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield a problem with the nearest option when it is none of them."""
        if not isinstance(node, Text):
            yield Problem(node.place, f"expected a word, found {NAMES[type(node)]}", one_of(self.options))
        elif node.text not in self.options:
            yield Problem(node.place, f"unknown value '{node.text}'", nearest(node.text, self.options))

    def json(self) -> dict[str, object]:
        """Return the schema of the options."""
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one or more; with `single`, one value may stand without the list."""

    item: Shape
    single: bool = False

    @property
    def words(self) -> str:
        """What is listed."""
        return f"{self.item.words}, or a list of such" if self.single else f"list: {self.item.words}"

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield what is wrong with the items."""
        if isinstance(node, Items):
            if not node.items:
                yield Problem(node.place, "the list is empty", "Write an item, or remove the field.")
            for item in node.items:
                yield from self.item.check(item)
        elif self.single:
            yield from self.item.check(node)
        else:
            yield Problem(
                node.place, f"expected a list, found {NAMES[type(node)]}", "Put '- ' before each item."
            )

    def json(self) -> dict[str, object]:
        """Return the schema of the list."""
        schema: dict[str, object] = {"type": "array", "items": self.item.json(), "minItems": 1}
        return {"anyOf": [self.item.json(), schema]} if self.single else schema


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping whose names are the user's own and match `pattern`."""

    item: Shape
    pattern: str = r"[A-Za-z_]\w*"
    words: str = "mapping"

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield what is wrong with names and values."""
        if not isinstance(node, Table):
            yield Problem(
                node.place, f"expected a mapping, found {NAMES[type(node)]}", "Write {name: value}."
            )
            return
        for name, place in node.keys.items():
            if not re.fullmatch(self.pattern, name, re.DOTALL):
                yield Problem(place, f"'{name}' can't be a name here", "Use letters, digits and underscores.")
        for value in node.values.values():
            yield from self.item.check(value)

    def json(self) -> dict[str, object]:
        """Return the schema of a mapping with free names."""
        names = {} if self.pattern == ANY_NAME else {"propertyNames": {"pattern": f"^(?:{self.pattern})$"}}
        return {"type": "object", "additionalProperties": self.item.json(), **names}


ANY_NAME = ".+"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its name, what may stand there, and what it means."""

    name: str
    shape: Shape
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known fields; of those in `one_of` exactly one must be there."""

    name: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    hint: str = ""
    shapes: dict[str, Shape] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.shapes.update((one.name, one.shape) for one in self.fields)

    @property
    def words(self) -> str:
        """What the record is called."""
        return self.name

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield unknown and missing fields, and what is wrong with the values."""
        if not isinstance(node, Table):
            hint = self.hint or f"Its fields are: {', '.join(self.shapes)}."
            yield Problem(node.place, f"expected a mapping, found {NAMES[type(node)]}", hint)
            return
        for name, place in node.keys.items():
            if name not in self.shapes:
                yield Problem(place, f"unknown field '{name}'", nearest(name, self.shapes))
        for one in self.fields:
            if one.required and one.name not in node.keys:
                yield Problem(
                    node.place, f"the {self.name} has no '{one.name}'", f"Add it: {one.shape.words}."
                )
        yield from self._choice(node)
        for name, value in node.values.items():
            if name in self.shapes:
                yield from self.shapes[name].check(value)

    def _choice(self, node: Table) -> Iterator[Problem]:
        """Yield a problem unless exactly one field of the group is there."""
        if not self.one_of:
            return
        names = ", ".join(f"'{name}'" for name in self.one_of)
        given = [name for name in self.one_of if name in node.keys]
        if not given:
            yield Problem(node.place, f"the {self.name} has none of {names}", "Write exactly one of them.")
        for name in given[1:]:
            yield Problem(
                node.keys[name], f"'{name}' stands beside '{given[0]}'", f"Write only one of {names}."
            )

    def json(self) -> dict[str, object]:
        """Return the schema of the record."""
        properties = {one.name: {**one.shape.json(), "description": one.about} for one in self.fields}
        schema: dict[str, object] = {
            "title": self.name.strip("`"),
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        required = [one.name for one in self.fields if one.required]
        if required:
            schema["required"] = required
        if self.one_of:
            schema["oneOf"] = [{"required": [name]} for name in self.one_of]
        return schema


@dataclass(frozen=True, slots=True)
class Short:
    """A record, or a text that is short for it."""

    short: Words
    full: Record

    @property
    def words(self) -> str:
        """Both forms."""
        return f"{self.short.words}, or {self.full.words}"

    def check(self, node: Node) -> Iterator[Problem]:
        """Yield what is wrong with whichever form was chosen."""
        yield from (self.short if isinstance(node, Text) else self.full).check(node)

    def json(self) -> dict[str, object]:
        """Return the schema of both forms."""
        return {"anyOf": [self.short.json(), self.full.json()]}


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the advice for a word that is not known: the one most like it, else all there are."""
    options = list(known)
    close = difflib.get_close_matches(word, options, 1, 0.6)
    return f"Did you mean '{close[0]}'?" if close else one_of(options)


def one_of(options: Iterable[str]) -> str:
    """Return the advice to choose one of a few words, or say that there are none."""
    names = list(options)
    if not names:
        return "None is defined."
    shown = ", ".join(names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "")
    return f"Known are: {shown}."


def known_or_problem(word: str, place: Place, known: Iterable[str], kind: str) -> Iterator[Problem]:
    """Yield a problem when a word is none of the known ones; `kind` says what it names."""
    options = list(known)
    if word not in options:
        yield Problem(place, f"unknown {kind} '{word}'", nearest(word, options))
