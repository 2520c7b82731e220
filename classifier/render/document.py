"""What a page holds, whatever it is written as: blocks of words, code and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of text out of a log or an option: it is shown as it is and never means anything."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the same folder, named without its suffix, and to a heading of it, by its id.

    An empty page is the one that the link stands on.
    """

    label: str | Code
    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Web:
    """An address of the web that a rule gives."""

    address: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A list that opens where it stands."""

    summary: str
    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick or a cross, and in words what it means."""

    good: bool
    words: str


Inline = str | Code | Link | Web | Fold | Mark
"""A plain string holds words of our own or of rules."""
Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 to 4. Its id is made of its words, see `anchor`."""

    level: int
    words: Cell


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Cell


@dataclass(frozen=True, slots=True)
class Items:
    """A list with a bullet before each item."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the columns in `numbers` are set to the right, the one called `lead` names the row.

    Where there is no room for columns, the heads of `numbers` and `stages` are repeated behind their cells.
    """

    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    numbers: frozenset[int] = frozenset()
    lead: int = 0
    stages: frozenset[int] = frozenset()
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines out of a log."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that are shown when asked for."""

    summary: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Items | Table | Excerpt | Details


def anchor(heading: Heading) -> str:
    """Return the id of a heading of our own words, the same that GitHub makes of it; of others nothing."""
    if not all(isinstance(one, str) for one in heading.words):
        return ""
    words = "".join(one for one in heading.words if isinstance(one, str)).lower()
    return "".join(sign for sign in words if sign.isalnum() or sign in " -_").replace(" ", "-")
