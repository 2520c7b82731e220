"""Let one dialect read a text, as the tests of the dialects do."""

from classifier.extract.dialect import Dialect, Findings
from classifier.lines import Lines
from classifier.search import Searcher


def findings(dialect: Dialect, text: str) -> Findings:
    """Return what one dialect finds in a log with this text, by its own anchors."""
    lines = Lines("log", text.encode())
    return dialect.read(lines, Searcher(dialect.anchors).search(lines))


def findings_of_every_line(dialect: Dialect, text: str) -> Findings:
    """Return what it finds when every line is a hit of every anchor: the anchors only save time."""
    lines = Lines("log", text.encode())
    every = range(1, len(lines) + 1)
    return dialect.read(lines, dict.fromkeys(dialect.anchors, every))


def brief(found: Findings) -> list[tuple[int, int, int, str, str, str | None, str]]:
    """Return of each failure: line, first and last line, kind, role, subject, headline; by line."""
    rows = [
        (one.line, one.first_line, one.last_line, one.kind, one.role, one.subject, one.headline)
        for one in found.failures
    ]
    return sorted(rows, key=lambda row: row[0])


def text_of(failure, where):
    """Return the text of all spans of one part of a failure."""
    return "\n".join(one.text for one in failure.spans if one.where == where)
