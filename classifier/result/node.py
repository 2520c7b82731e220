"""A value of a JSON document that knows its place, so that whatever is wrong with it can be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Read = TypeVar("Read")
Second = TypeVar("Second")
Word = TypeVar("Word", bound=str)

NAMES = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
HINT = "Write it anew: triage PATH... -o FILE.json"


@dataclass(slots=True)
class Node:
    """A value, the key or index under which it stands, and what it stands in; `key` of the root is its file.

    Every method raises UsageError, with the place in the file, where the value is of another type.
    """

    value: Any
    key: str | int
    parent: Node | None = None

    def __getitem__(self, name: str) -> Node:
        """Return what stands under a name of an object."""
        entries = self._of(dict)
        if name not in entries:
            raise self.wrong(f"has no '{name}'")
        return Node(entries[name], name, self)

    def __contains__(self, name: str) -> bool:
        """Say whether an object has a name."""
        return name in self._of(dict)

    def list(self, read: Callable[[Node], Read]) -> tuple[Read, ...]:
        """Return the items of a list, each read by a function."""
        return tuple([read(Node(item, index, self)) for index, item in enumerate(self._of(list))])

    def map(self, read: Callable[[Node], Read]) -> dict[str, Read]:
        """Return the values of an object by name, each read by a function."""
        return {name: read(Node(value, name, self)) for name, value in self._of(dict).items()}

    def pair(self, first: Callable[[Node], Read], second: Callable[[Node], Second]) -> tuple[Read, Second]:
        """Return the items of a list of two, read by a function each."""
        items = self._of(list)
        if len(items) != 2:
            raise self.wrong(f"has {len(items)} items, not two")
        return first(Node(items[0], 0, self)), second(Node(items[1], 1, self))

    def text(self) -> str:
        """Return a text."""
        text: str = self._of(str)
        return text

    def whole(self) -> int:
        """Return a whole number that is not negative."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self._unlike("a whole number")
        if self.value < 0:
            raise self.wrong(f"is {self.value}, less than zero")
        return self.value

    def integer(self) -> int:
        """Return a whole number of either sign."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self._unlike("a whole number")
        return self.value

    def number(self) -> Any:  # noqa: ANN401 - whole and broken numbers are written unlike, so each stays what it is
        """Return a number as it was written."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self._unlike("a number")
        return self.value

    def flag(self) -> bool:
        """Return true or false."""
        flag: bool = self._of(bool)
        return flag

    def word(self, words: Sequence[Word]) -> Word:
        """Return a text that must be one of some words."""
        for word in words:
            if word == self.value:
                return word
        raise self.wrong(f"is {_shown(self.value)}, not one of {', '.join(words)}")

    def maybe(self, read: Callable[[Node], Read]) -> Read | None:
        """Return None for null, else what a function reads."""
        return None if self.value is None else read(self)

    def wrong(self, what: str) -> UsageError:
        """Return the error that says what is wrong with this value."""
        keys, root = [], self
        while root.parent is not None:
            keys.append(f"[{root.key}]" if isinstance(root.key, int) else f".{root.key}")
            root = root.parent
        path = "".join(reversed(keys)).removeprefix(".") or "the document"
        return UsageError(f"{root.key}: not a report of triage: {path} {what}. {HINT}")

    def _of(self, kind: type) -> Any:  # noqa: ANN401 - a value of that type
        if not isinstance(self.value, kind):
            raise self._unlike(NAMES[kind])
        return self.value

    def _unlike(self, wanted: str) -> UsageError:
        return self.wrong(f"is {NAMES.get(type(self.value), 'a number')}, not {wanted}")


def _shown(value: object) -> str:
    return f"'{value[:40]}'" if isinstance(value, str) else NAMES.get(type(value), "a number")
