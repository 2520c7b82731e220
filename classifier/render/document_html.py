"""Write a document as an HTML page that loads nothing, runs nothing and obeys a strict CSP."""

from __future__ import annotations

import html
from functools import lru_cache
from importlib import resources
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
    anchor,
)
from classifier.render.html import policy

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = ".html"
CACHED = 20_000
"""How many texts are kept as they were escaped: titles, values and tests stand on several pages."""
WHOLE = 20
"""How long a text may be to be kept in one line."""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="document">
<nav aria-label="Pages">{links}</nav>
<main>
{main}
</main>
</body>
</html>
"""


class Writer:
    """Writes pages that share one look."""

    def __init__(self) -> None:
        self._style = resources.files("classifier.render").joinpath("page.css").read_text("utf-8")
        self._policy = policy(self._style)

    def page(self, title: str, links: Cell, blocks: Iterable[Block], root: str = "") -> str:
        """Return a page; the addresses of its links begin with `root`."""
        return _PAGE.format(
            policy=self._policy,
            title=_escaped(title),
            style=self._style,
            links=_cell(links, root),
            main="\n".join(_block(one, root) for one in blocks),
        )


def _block(block: Block, root: str) -> str:
    match block:
        case Heading(level, parts):
            own = anchor(block)
            named = f' id="{own}"' if own else ""
            return f"<h{level}{named}>{_cell(parts, root)}</h{level}>"
        case Paragraph(parts):
            return f"<p>{_cell(parts, root)}</p>"
        case Items(items):
            return f"<ul>{''.join(f'<li>{_cell(one, root)}</li>' for one in items)}</ul>"
        case Table():
            return _table(block, root)
        case Excerpt(lines):
            text = "\n".join(words.one_line(line.expandtabs()) for line in lines)
            return f'<pre tabindex="0">\n{html.escape(text)}</pre>'
        case Details(summary, blocks):
            inner = "\n".join(_block(one, root) for one in blocks)
            return f'<details class="rates"><summary>{_escaped(summary)}</summary>\n{inner}\n</details>'


def _table(table: Table, root: str) -> str:
    kinds = [' class="number"' if at in table.numbers else "" for at in range(len(table.heads))]
    heads = [_escaped(one) for one in table.heads]
    units = [
        f'{kind} data-unit="{_unit(table, at)}"' if at in table.numbers | table.stages else ""
        for at, kind in enumerate(kinds)
    ]
    top = "".join(f'<th scope="col"{kind}>{head}</th>' for kind, head in zip(kinds, heads, strict=True))
    rows = []
    for row in table.rows:
        cells = [f"<td{unit}>{_cell(cell, root)}</td>" for unit, cell in zip(units, row, strict=True)]
        cells[table.lead] = f'<th scope="row">{_cell(row[table.lead], root)}</th>'
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(rows)
    look = "wide narrow" if table.narrow else "wide"
    return f'<table class="{look}">\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def _unit(table: Table, at: int) -> str:
    head = table.heads[at]
    return _escaped(head if at in table.stages else head.lower())


def _cell(parts: Cell, root: str) -> str:
    if len(parts) == 1:
        return _inline(parts[0], root)
    return "".join(_inline(one, root) for one in parts)


def _inline(one: Inline, root: str) -> str:
    match one:
        case str():
            return _escaped(one)
        case Code(text):
            short = ' class="whole"' if len(text) <= WHOLE else ""
            return f"<code{short}>{_escaped(text)}</code>"
        case Mark(good, said):
            return f'<span class="{"good" if good else "bad"}">{"✓" if good else "✗"} {_escaped(said)}</span>'
        case Link(label, page, own):
            address = (f"{root}{page}{SUFFIX}" if page else "") + (f"#{own}" if own else "")
            return f'<a href="{_escaped(address)}">{_inline(label, root)}</a>'
        case Web(address):
            return f'<a href="{html.escape(address)}" rel="noreferrer">{_escaped(address)}</a>'
        case Fold(summary, items):
            listed = "".join(f"<li>{_inline(item, root)}</li>" for item in items)
            return f"<details><summary>{_escaped(summary)}</summary><ul>{listed}</ul></details>"


@lru_cache(CACHED)
def _escaped(text: str) -> str:
    return html.escape(words.one_line(text))
