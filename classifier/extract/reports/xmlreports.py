"""Find the XML reports in a log: the whole file, several one after the other, or one that a log quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from classifier.errors import Place, Problem
from classifier.extract.reports import checkstyle, junit, lintxml, nunit, trx, xunit
from classifier.extract.reports.markup import DECLARES, Parser, Wanted, joined
from classifier.extract.reports.result import EMBEDDED, SURE, Document, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.reports.markup import Ending
    from classifier.model import Outcome


class Reader(Protocol):
    """Collects what one document tells."""

    counts: Mapping[Outcome, int]

    @property
    def results(self) -> Sequence[Result]:
        """What was found so far."""

    def wanted(self) -> Wanted:
        """Return the elements to be handed on."""


READERS: dict[str, Callable[[], Reader]] = {
    **lintxml.READERS,
    **{root: module.Reader for module in (junit, trx, nunit, xunit, checkstyle) for root in module.ROOTS},
}
"""Name of the root element to what reads the document."""
TESTS = [root for root in READERS if root not in lintxml.FORMS]
ANCHORS = {
    "xml": rf"<(?:\w+:)?(?:{'|'.join(TESTS)})(?:[\s>/]|$)",
    "lint-1": rf"<(?:{'|'.join(lintxml.ROOTS[::2])})(?:[\s>/]|$)",
    "lint-2": rf"<(?:{'|'.join(lintxml.ROOTS[1::2])})(?:[\s>/]|$)",
}
"""Some twenty roots each: so the search looks for the bracket with the name."""
START = re.compile(rf"^\s*(?:<\?xml\b[^>]*>\s*)?(?:{'|'.join(ANCHORS.values())})")
"""A report begins a line: what quotes one in the midst of other words is none."""
HEAD = 50
"""The first text of a file is looked for in so many lines."""


def read(lines: Lines, hits: Hits) -> Iterator[Document]:
    """Yield the reports in the order of the log."""
    first = _first(lines)
    end = 0
    numbers = sorted({number for name in ANCHORS for number in hits[name]})
    if numbers and first and lines[first].lstrip("\ufeff \t").startswith("<"):
        for document in _whole(lines):
            yield document
            end = document.owned[0][1]
    for number in numbers:
        if number > end and START.match(lines[number]) and not lines.echoed(number):
            quoted, end = _quoted(lines, number)
            if quoted:
                yield quoted


def _first(lines: Lines) -> int:
    """Return the first line that is not blank, 0 where there is none near the start."""
    return next((number for number, text in lines.between(1, HEAD) if text.strip()), 0)


def _whole(lines: Lines) -> Iterator[Document]:
    """Yield the reports that a file begins with; one that breaks off is read as far as it goes."""
    pieces = joined(b"", lines.raw())
    line, rest = 1, b""
    while True:
        reader, ending = _document(joined(rest.lstrip(), pieces) if rest else pieces, line + _blank(rest))
        if reader is None:
            if ending.problem == DECLARES:
                yield _refused(lines, ending)
            return
        yield _found(lines, reader, ending, (line, min(max(ending.line, line), len(lines))), SURE)
        if ending.problem or not ending.rest:
            return
        line, rest = ending.line, ending.rest


def _refused(lines: Lines, ending: Ending) -> Document:
    """Return a report of which nothing is believed, neither by this dialect nor by another one."""
    what = f"report of tests not read: {ending.problem}"
    problem = Problem(Place(lines.label, min(ending.line, len(lines))), what, "Take the declaration out.")
    return Document(results=(), owned=((1, len(lines)),), whole=False, problem=problem)


def _blank(rest: bytes) -> int:
    return rest.count(b"\n", 0, len(rest) - len(rest.lstrip()))


def _quoted(lines: Lines, number: int) -> tuple[Document | None, int]:
    """Return the report that begins at a line within other output, and the last line that was read.

    It is None unless the report is there to its end.
    """
    reader, ending = _document(_pieces(lines, number), number)
    end = min(ending.line, len(lines))
    if reader is None or ending.problem:
        return None, end
    return _found(lines, reader, ending, (number, end), EMBEDDED), end


def _pieces(lines: Lines, number: int) -> Iterator[bytes]:
    """Yield the lines from the first tag of a line on, without what CI systems put before them."""
    yield lines[number].lstrip().encode() + b"\n"
    for _, text in lines.between(number + 1, len(lines)):
        yield f"{text}\n".encode()


def _document(pieces: Iterator[bytes], line: int) -> tuple[Reader | None, Ending]:
    """Read one document; without a reader when its root is none of ours."""
    readers: list[Reader] = []

    def choose(root: str) -> Wanted | None:
        if root not in READERS:
            return None
        readers.append(READERS[root]())
        return readers[0].wanted()

    ending = Parser(choose, line).read(pieces)
    return readers[0] if readers else None, ending


def _found(lines: Lines, reader: Reader, ending: Ending, owned: tuple[int, int], certainty: int) -> Document:
    problem = None
    if ending.problem:
        what = f"report of tests not read beyond this line: {ending.problem}"
        problem = Problem(
            Place(lines.label, min(ending.line, len(lines))), what, "What stands before it counts."
        )
        owned = (owned[0], len(lines))
    return Document(
        results=reader.results,
        owned=(owned,),
        whole=not ending.problem,
        certainty=certainty,
        counts=reader.counts,
        problem=problem,
    )
