r"""Lints of how a rules file is written: what YAML makes of `a #b`, of `"\b"` and of line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from classifier.errors import Place, Problem
from classifier.rulebook.findings import fixable
from classifier.rulebook.nodes import Loader

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERNS = frozenset({"match", "regex", "glob"})
TEXTS = frozenset({*PATTERNS, "text", "signature", "examples", "counterexamples", "captures"})
"""Fields whose texts are compared with logs, sign by sign."""

SENTENCES = frozenset({"means", "try", "title", "about"})
"""Fields for people, in which `#12` is likely to be a number and `# so` a comment."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DOUBLED = re.compile(r"\\\\[dDwWsSbB.()\[\]{}*+?|^$]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it is written: `start` and `end` are offsets in the file, `rest` follows it in its line."""

    place: Place
    field: str
    text: str
    style: str
    start: int
    end: int
    raw: str
    rest: str

    @property
    def is_pattern(self) -> bool:
        """Whether it is a pattern."""
        return self.field in PATTERNS


def scalars(label: str, text: str) -> Iterator[Scalar]:
    """Yield the values and keys of a file in order; nothing of a file that is not YAML."""
    try:
        events = list(yaml.parse(text, Loader))
    except yaml.YAMLError:
        return
    yield from _walk(label, text, events)


def yaml_comment(scalar: Scalar) -> Iterator[Problem]:
    """Yield texts without quotes that end where a `#` begins a comment."""
    comment = re.match(r"[ \t]+#(?P<glued>\S)?", scalar.rest) if scalar.field and not scalar.style else None
    if comment and (scalar.field in TEXTS or (scalar.field in SENTENCES and comment["glued"])):
        lost = scalar.rest.strip()[:30]
        what = f"the text ends at '{scalar.text[-20:]}': YAML takes '{lost}' for a comment"
        yield Problem(scalar.place, what, "Write it in single quotes, or the comment into a line of its own.")


def yaml_escape(scalar: Scalar) -> Iterator[Problem]:
    r"""Yield patterns in double quotes in which YAML has read an escape: `"\b"` is a backspace."""
    if scalar.is_pattern and scalar.style == '"' and (found := _UNSEEN.search(scalar.text)):
        what = f"inside double quotes YAML has read an escape as the character {ord(found[0]):#04x}"
        inner = scalar.raw[1:-1]
        plain = "" if "'" in inner or "\n" in inner or '\\"' in inner or "\\\\" in inner else inner
        yield fixable(scalar.place, what, "Write the pattern in single quotes.", plain)


def yaml_backslash(scalar: Scalar) -> Iterator[Problem]:
    """Yield patterns in single quotes whose backslashes are doubled as for double quotes."""
    found = _DOUBLED.search(scalar.text) if scalar.is_pattern and scalar.style != '"' else None
    if found:
        what = f"'{found[0]}' looks for a backslash: outside double quotes none is doubled"
        single = re.sub(r"\\\\(?=[dDwWsSbB.()\[\]{}*+?|^$])", r"\\", scalar.text)
        yield fixable(scalar.place, what, "Write one backslash.", single if "\n" not in single else "")


def yaml_line_break(scalar: Scalar) -> Iterator[Problem]:
    """Yield patterns over several lines of YAML, which end in a line feed or have got a blank in between."""
    if scalar.is_pattern or scalar.field in ("text", "signature"):
        if scalar.style in ("|", ">") and scalar.text.endswith("\n") and scalar.field != "text":
            yield Problem(
                scalar.place, "the pattern ends in a line feed", f"Write '{scalar.style}-', or single quotes."
            )
        elif "\n" in scalar.raw and scalar.style not in ("|", ">", '"'):
            what = "the text goes over several lines, which YAML joins with blanks"
            yield Problem(scalar.place, what, "Write it in one line, in single quotes.")


def _walk(label: str, text: str, events: list[Any]) -> Iterator[Scalar]:
    """Yield the scalars of a file's events, each with the field that it belongs to."""
    fields: list[list[Any]] = []  # of each open mapping or list: what it is, the key that waits for its value
    for event in events:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            fields.append([kind, _taken(fields), ""])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            fields.pop()
        elif isinstance(event, yaml.AliasEvent):
            _taken(fields)
        elif isinstance(event, yaml.ScalarEvent):
            if fields and fields[-1][0] == "mapping" and not fields[-1][2]:
                fields[-1][2] = event.value or " "
                yield _scalar(label, text, event, "")
            else:
                yield _scalar(label, text, event, _taken(fields))


def _taken(fields: list[list[Any]]) -> str:
    """Return the field whose value comes now; in a list it is that of the list."""
    if not fields:
        return ""
    kind, owner, key = fields[-1]
    if kind == "list":
        return str(owner)
    fields[-1][2] = ""
    return "captures" if owner == "captures" else str(key)


def _scalar(label: str, text: str, event: Any, field: str) -> Scalar:  # noqa: ANN401 - PyYAML's events have no common type
    start, end = event.start_mark.index, event.end_mark.index
    place = Place(label, event.start_mark.line + 1, event.start_mark.column + 1)
    rest = text[end:].partition("\n")[0] if not event.style else ""
    return Scalar(place, field, event.value, event.style or "", start, end, text[start:end], rest)
