"""Turn a report into text; one module a format, listed here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from classifier.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a report for people is to look; the other formats have one look only."""

    width: int = 80
    color: bool = False
    unicode: bool = True
    verbose: bool = False
    top: int | None = None
    group_by: str = "component"
    tables: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A form of output; a file whose name ends with one of `suffixes` gets it unless told otherwise."""

    name: str
    suffixes: tuple[str, ...]
    function: Callable[[Report, Look], str]


def _text(report: Report, look: Look) -> str:
    from classifier.render import terminal

    return terminal.show(report, **asdict(look))


def _plain(report: Report, look: Look) -> str:  # noqa: ARG001 - has one look only
    from classifier.render import plain

    return plain.show(report)


def _json(report: Report, look: Look) -> str:  # noqa: ARG001 - has one look only
    from classifier.render import json_report

    return json_report.dump(report)


def _html(report: Report, look: Look) -> str:  # noqa: ARG001 - has one look only
    from classifier.render import html

    return html.page(report)


def _markdown(report: Report, look: Look) -> str:  # noqa: ARG001 - has one look only
    from classifier.render import markdown

    return markdown.show(report)


def _pages(report: Report) -> Iterator[tuple[str, str]]:
    from classifier.render import pages

    return pages.pages(report)


FORMATS = (
    Format("text", (".txt",), _text),
    Format("plain", (".tsv",), _plain),
    Format("json", (".json",), _json),
    Format("html", (".html", ".htm"), _html),
    Format("md", (".md",), _markdown),
)

FOLDERS = {"pages": _pages}
"""What a report can be written as that is no single file: `-o NAME:DIR`."""


def render(report: Report, name: str, look: Look | None = None) -> str:
    """Return the report in the format of that name. Raises UsageError for a name that is no format."""
    return named(name).function(report, look or Look())


def folder(report: Report, name: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a folder of that name in FOLDERS: their paths below it, and their texts."""
    return FOLDERS[name](report)


def named(name: str) -> Format:
    """Return the format of that name. Raises UsageError that lists the formats there are."""
    for one in FORMATS:
        if one.name == name:
            return one
    if name in FOLDERS:
        raise UsageError(f"'{name}' are many files. Write them with -o {name}:DIR.")
    raise UsageError(f"no format '{name}'. Give one of: {', '.join(one.name for one in FORMATS)}.")


def of_file(path: str) -> Format:
    """Return the format that the name of a file asks for. Raises UsageError that lists the suffixes."""
    for one in FORMATS:
        if path.lower().endswith(one.suffixes):
            return one
    suffixes = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
    raise UsageError(f"no format for '{path}'. End its name with one of {suffixes}, or write FORMAT:{path}.")
