"""Write a document as Markdown that GitHub renders, in which text of logs can't become markup.

Forms: CommonMark 0.31 and GitHub Flavored Markdown 0.29 (tables). Text of logs stands in code spans, where
neither markup nor `@name`, `#1` or addresses mean anything; never in links of its own making, never as HTML.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from classifier.render import words
from classifier.render.document import (
    Block,
    Cell,
    Code,
    Details,
    Excerpt,
    Fold,
    Heading,
    Inline,
    Items,
    Link,
    Mark,
    Paragraph,
    Table,
    Web,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = ".md"
CACHED = 20_000
"""How many texts are kept as they were written: titles, values and tests stand on several pages."""
_MARKS = re.compile(r"[!#$&*<>@\[\\\]^_`{|}~]|:(?=\S)|(?<=www)\.|^[-+=]|(?<=^\d)[.)]")
"""What can be markup in words, wherever they stand; colons make addresses and emoji."""
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")


def write(blocks: Iterable[Block], root: str = "") -> str:
    """Return the blocks as Markdown, an empty line between them; links begin with `root`."""
    return "\n".join(_block(one, root) for one in blocks)


def _block(block: Block, root: str) -> str:
    match block:
        case Heading(level, parts):
            return f"{'#' * level} {_cell(parts, root)}\n"
        case Paragraph(parts):
            return f"{_cell(parts, root)}\n"
        case Items(items):
            return "".join(f"- {_cell(one, root)}\n" for one in items)
        case Table():
            return _table(block, root)
        case Excerpt(lines):
            return _fenced(lines)
        case Details(summary, blocks):
            inner = write(blocks, root)
            return f"<details><summary>{html.escape(summary)}</summary>\n\n{inner}\n</details>\n"


def _table(table: Table, root: str) -> str:
    rules = ["---:" if at in table.numbers else "---" for at in range(len(table.heads))]
    rows = [
        " | ".join(map(plain, table.heads)),
        " | ".join(rules),
        *(" | ".join(_cell(cell, root, table=True) for cell in row) for row in table.rows),
    ]
    return "".join(f"| {row} |\n" for row in rows)


def _fenced(lines: tuple[str, ...]) -> str:
    """Return the lines in a fence longer than any run of backticks in them."""
    text = "\n".join(words.one_line(line.expandtabs()) for line in lines)
    fence = "`" * max(3, _longest(text) + 1)
    return f"{fence}text\n{text}\n{fence}\n"


def _cell(parts: Cell, root: str, *, table: bool = False) -> str:
    if len(parts) == 1:
        return _inline(parts[0], root, table=table)
    return "".join(_inline(one, root, table=table) for one in parts)


def _inline(one: Inline, root: str, *, table: bool) -> str:
    match one:
        case str():
            return plain(one)
        case Code(text):
            return code(text, table=table)
        case Link(label, page, anchor):
            shown = plain(label) if isinstance(label, str) else code(label.text, table=table)
            return f"[{shown}]({_address(page, anchor, root)})"
        case Mark(good, said):
            return f"{'✓' if good else '✗'} {plain(said)}"
        case Web(address):
            return plain(address) if "|" in address else f"<{address}>"
        case Fold(summary, items):
            listed = "<br>".join(_inline(item, root, table=table) for item in items)
            return f"<details><summary>{plain(summary)}</summary>{listed}</details>"


def _address(page: str, anchor: str, root: str) -> str:
    return (f"{root}{page}{SUFFIX}" if page else "") + (f"#{anchor}" if anchor else "")


@lru_cache(CACHED)
def plain(text: str) -> str:
    """Return words so that none of their signs is markup and GitHub sees no `@name` and no `#1` in them."""
    return _MARKS.sub(_apart, words.one_line(text))


def _apart(found: re.Match[str]) -> str:
    return f"<code>{_reference(found)}</code>" if found[0] in "@#" else _reference(found)


def _reference(found: re.Match[str]) -> str:
    """Return a sign as a character reference, which is never markup."""
    return f"&#{ord(found[0])};"


@lru_cache(CACHED)
def code(text: str, *, table: bool = False) -> str:
    """Return text as a code span, longer than any run of backticks in it.

    In a table a pipe would end the cell, and its escape reads differently after a backslash; text with pipes
    is an element with character references there, which are never markup.
    """
    shown = words.one_line(text)
    if not shown.strip() or (table and "|" in shown):
        return f"<code>{_SIGNS.sub(_reference, shown)}</code>"
    ticks = "`" * (_longest(shown) + 1)
    pad = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def _longest(text: str) -> int:
    """Return the length of the longest run of backticks."""
    return max(map(len, re.findall("`+", text)), default=0)
