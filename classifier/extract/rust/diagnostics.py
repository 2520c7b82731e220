"""Read the errors of rustc and clippy: for people, with their code and notes, and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import regex

from classifier.extract.blocks import confirmed, without_blanks
from classifier.extract.dialect import Dialect, Findings
from classifier.extract.pytest.headline import LONGEST as WIDTH
from classifier.extract.python.exceptions import bounded
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Numbered

ANCHORS: dict[str, str] = {
    # `error[E0308]: mismatched types`, `error: unused variable: `x``, `error: internal compiler error: no`
    "error": r"^error(?:\[E\d+\])?: \S",
    # cargo check --message-format json, rustc --error-format json
    "json": r"^\{(?=.*\"level\":\"error).*(?:\"reason\":\"compiler-message\"|\"rendered\":)",
}

SHOWN = 20
"""So many lines of a diagnostic are shown."""
LONGEST = 120
"""Lines of a diagnostic that are read."""
ERROR = regex.compile(r"error(?P<code>\[E\d+\])?: (?P<message>\S.*)$")
PLACE = regex.compile(r" *--> (?P<file>.+?):(?P<line>\d+):(?P<column>\d+)$")
SNIPPET = regex.compile(r" *(?:\d+|LL|\.\.\.)? *[|~+-](?: |$)|\.\.\.$")
GOES_ON = regex.compile(
    r" *(?:(?:\d+|LL) +)?[|=~+-]|  *(?:-->|:::) |\.\.\.$|(?:help|note)(?:: |$)|\d+ |LL |  +\S|="
)
LABEL = regex.compile(r"[ |]*\|[ |_-]*\^+ (?P<label>[^\s^|-].*)$")
"""`   |         ^^^^^^ expected `i32`, found `&str``: what rustc adds to the message in its short form."""
COUNTS = regex.compile(r"error: (?:aborting due to|could not compile|\d+ warnings? emitted|linking with )")
"""Lines that count errors, or stand above those of the linker."""
LINT = regex.compile(r"clippy::|`-D [\w:-]+` implied by|`-D [\w:-]+`|#\[deny\(")
"""Notes of lints that are denied: `  = note: `-D clippy::eq-op` implied by `-D warnings``."""
CRASH = regex.compile(r"internal compiler error|the compiler unexpectedly panicked")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each error; cargo tells an error of a library again for its tests."""
    hits = confirmed(lines, ANCHORS, hits)
    found: dict[tuple[str | None, str, str], Failure] = {}
    for one, place in _of_people(lines, hits["error"]):
        found.setdefault((one.subject, place, one.headline), one)
    for one, place in _of_json(lines, hits["json"]):
        found.setdefault((one.subject, place, one.headline), one)
    failures = tuple(found.values())
    return Findings(failures=failures, owned=tuple((one.first_line, one.last_line) for one in failures))


def _of_people(lines: Lines, hits: Sequence[int]) -> Iterator[tuple[Failure, str]]:
    for number in hits:
        if COUNTS.match(lines[number]):
            continue
        block = [(number, lines[number]), *_below(lines, number)]
        places = (match for _, text in block[1:4] if (match := PLACE.match(text.rstrip())))
        place = next(places, None)
        coded = lines[number].startswith("error[")
        noted = len(block) > 1 and any(text.lstrip().startswith(("= note: ", "|")) for _, text in block[1:3])
        if place or coded or noted or CRASH.search(lines[number]):
            where = f"{place['line']}:{place['column']}" if place else ""
            yield _failure(lines, block, place["file"].strip() if place else None), where


def _below(lines: Lines, number: int) -> Iterator[Numbered]:
    """Yield the lines of the diagnostic below its first one: it ends with a blank line."""
    for other, text in lines.between(number + 1, number + LONGEST):
        if not GOES_ON.match(text):
            return
        yield other, text


def _failure(lines: Lines, block: list[Numbered], file: str | None) -> Failure:
    first = block[0][0]
    whole = "\n".join(text for _, text in block)
    lint = LINT.search(whole)
    message = [one for one in block if not SNIPPET.match(one[1]) or one[1].lstrip().startswith("=")]
    source = [one for one in block if one not in message]
    last = min(block[-1][0], first + SHOWN)
    kind: Kind = "crash" if CRASH.search(block[0][1]) else "lint" if lint else "compile"
    return Failure(
        line=first,
        first_line=first,
        last_line=without_blanks(lines, first, last),
        kind=kind,
        tool="clippy" if lint and "clippy::" in whole else "rustc",
        headline=_headline(block),
        spans=(bounded("message", message), *((bounded("source", source),) if source else ())),
        subject=file,
    )


def _headline(block: Sequence[Numbered]) -> str:
    """Return the error with what stands at the place of it, as rustc's short form does."""
    head = block[0][1].strip()
    labels = (match["label"].strip() for _, text in block[1:] if (match := LABEL.match(text)))
    label = next(labels, "")
    if label and not label.startswith("help:"):
        head = f"{head}: {label}"
    return head if len(head) <= WIDTH else head[: WIDTH - 1] + "…"


def _of_json(lines: Lines, hits: Sequence[int]) -> Iterator[tuple[Failure, str]]:
    for number in hits:
        try:
            message = json.loads(lines[number])
        except ValueError:
            continue
        message = message.get("message") if isinstance(message.get("message"), dict) else message
        one = _from_json(number, message)
        if one is not None:
            yield one


def _from_json(number: int, message: dict[str, Any]) -> tuple[Failure, str] | None:
    text = str(message.get("message", ""))
    if not str(message.get("level", "")).startswith("error") or COUNTS.match(f"error: {text}"):
        return None
    spans = [one for one in message.get("spans") or [] if isinstance(one, dict) and one.get("is_primary")]
    code = message.get("code")
    named = str(code.get("code", "")) if isinstance(code, dict) else ""
    head = f"error[{named}]: {text}" if named.startswith("E0") else f"error: {text}"
    label = str(spans[0].get("label") or "") if spans else ""
    head = f"{head}: {label}" if label else head
    lint = "clippy::" in named or (bool(named) and not named.startswith("E0"))
    rendered = str(message.get("rendered") or head)
    failure = Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="lint" if lint else "compile",
        tool="clippy" if "clippy::" in named else "rustc",
        headline=head[:WIDTH],
        spans=(bounded("message", [(number, one) for one in rendered.split("\n") if one.strip()]),),
        subject=str(spans[0].get("file_name")) if spans else None,
        excerpt=tuple((number, one) for one in rendered.split("\n")[:SHOWN]),
    )
    return failure, f"{spans[0].get('line_start')}:{spans[0].get('column_start')}" if spans else ""


DIALECT = Dialect(name="rustc", anchors=ANCHORS, read=read)
