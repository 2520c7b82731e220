"""A folder of linked pages, each as Markdown and as HTML: who is hit, how far each got, test by test."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from classifier.render import document_html, document_markdown, words
from classifier.render.document import Code, Heading, Link, Paragraph
from classifier.render.document_tables import sections
from classifier.render.pages_index import index
from classifier.render.pages_signature import signature_page
from classifier.render.pages_value import value_page
from classifier.tables.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.model import Report
    from classifier.render.document import Block, Cell

PAGES = 5_000
"""How many values of a dimension, and how many signatures, have a page."""
NAME = 60
"""How many characters of a value stand in the name of its file."""
_SAFE = re.compile(r"(?!.*-[0-9a-f]{12}\Z)(?!(?:con|prn|aux|nul|com\d|lpt\d)\Z)[a-z0-9_][a-z0-9_-]*\Z")
"""Values that can be a file's name on every system, and that no other value's name can be like."""


def pages(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the path of each file below the folder, with `/` between its parts, and its text.

    `index` has every value of every dimension, `statistics` the three tables; each value and each signature
    has a page of its own in the folder `DIMENSION` or `signature`. Without dimensions there is a page a log.
    """
    outcomes = Outcomes(report)
    gathered = {name: outcomes.of(name) for name in outcomes.names}
    book = _Book(report)
    for name, own in gathered.items():
        book.add(name, (one.value for one in own))
    book.add("signature", (one.id for one in report.signatures))

    yield from book.write("index", words.headline(report), index(report, gathered, book.page, outcomes))
    blocks = [block for _, own in sections(report, book.page) for block in own]
    title = Heading(1, ("Who is hit, and how far did each get",))
    nothing = Paragraph(("Nothing is counted by any dimension; the index has the causes.",))
    yield from book.write("statistics", "Statistics", (title, *(blocks or (nothing,))))
    for name, values in gathered.items():
        for one in values:
            if path := book.page(name, one.value):
                yield from book.write(
                    path, f"{name} {one.value}", value_page(one, report, outcomes, book.page)
                )
    for signature in report.signatures:
        if path := book.page("signature", signature.id):
            yield from book.write(
                path, signature.title, signature_page(signature, report, outcomes, book.page)
            )


def file_name(value: str) -> str:
    """Return a name for a file: short, safe on every system, the same in every run, a value's own.

    What is not plain already gets twelve hexadecimal digits of its hash, so that letters of another case,
    signs that are left out and long values make no two names alike.
    """
    if len(value) <= NAME and _SAFE.match(value):
        return value
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", value)[:NAME].strip("-") or "value"
    digits = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{plain}-{digits}"


class _Book:
    """Knows which page tells of what, and writes them."""

    def __init__(self, report: Report) -> None:
        self._paths: dict[tuple[str, str], str] = {}
        self._writer = document_html.Writer()
        self._run = report.run.name

    def add(self, name: str, values: Iterator[str]) -> None:
        """Give the first PAGES values of a dimension, or signatures, a page each."""
        folder = file_name(name)
        for number, value in enumerate(values):
            if number < PAGES:
                self._paths[name, value] = f"{folder}/{file_name(value)}"

    def page(self, name: str, value: str) -> str | None:
        """Return the page of a value or signature, if it has one."""
        return self._paths.get((name, value))

    def write(self, path: str, title: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
        """Yield both files of a page."""
        root = "../" * path.count("/")
        links: Cell = (Link("Index", "index"), " ", Link("Statistics", "statistics"))
        if self._run:
            links += (" ", Code(self._run))
        crumbs = Paragraph(links)
        yield path + document_markdown.SUFFIX, document_markdown.write((crumbs, *blocks), root)
        yield path + document_html.SUFFIX, self._writer.page(title, links, blocks, root)
