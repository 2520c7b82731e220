"""The report as one HTML file that loads nothing, opens without JavaScript and obeys a strict CSP."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from classifier.render import words
from classifier.render.html_tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.model import Numbered, Occurrence, Report, RuleUse, Signature, Spread

EXCERPT_LINES = 60
EXCERPT_CHARACTERS = 4_000
LINE_CHARACTERS = 1_000
VALUES = 20
"""How many values of a capture are shown."""
ROWS = 50
"""How many rows of tests, logs and warnings are in the page; tests beyond are collected when asked for."""
OCCURRENCES = 50_000
"""How many occurrences a page lists, over all signatures."""


@dataclass(frozen=True, slots=True)
class Exemplar:
    """An occurrence with its lines: those before the one that says the cause, that one, those after it."""

    occurrence: Occurrence
    before: str
    cause: str
    after: str
    hidden: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the list of what is known of a signature."""

    name: str
    text: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """A signature with what the page shows of it; `occurrences` is a line of place and subject for each."""

    signature: Signature
    component: str
    rule: RuleUse | None
    evidence: str
    facts: tuple[Fact, ...]
    exemplars: tuple[Exemplar, ...]
    occurrences: str
    left_out: int


def page(report: Report) -> str:
    """Return the page.

    Every occurrence is in the document, as text, so that reading needs no JavaScript; the script filters,
    sorts and copies. Excerpts are bounded by EXCERPT_LINES and EXCERPT_CHARACTERS, occurrences by
    OCCURRENCES; what is left out is said where it would stand.
    """
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_read),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": words.number, "count": words.count, "one_line": words.one_line}
    style, script = _read("page.css"), _read("page.js")
    groups = report.groups.get("subject", ())
    return environment.get_template("page.html.j2").render(
        report=report,
        causes=tuple(_causes(report)),
        tables=tables(report),
        widest=max((one.failures for one in report.components), default=1),
        subjects=groups[:ROWS],
        more_subjects=len(groups[ROWS:]),
        logs=report.logs[:ROWS],
        more_logs=len(report.logs[ROWS:]),
        warnings=report.warnings[:ROWS],
        more_warnings=len(report.warnings[ROWS:]),
        rules=[(one, tuple(_references(one))) for one in report.rules],
        words=words,
        style=Markup(style),  # noqa: S704 - our own files
        script=Markup(script),  # noqa: S704 - our own files
        policy=policy(style, script),
    )


def _read(name: str) -> str:
    return resources.files("classifier.render").joinpath(name).read_text("utf-8")


def policy(style: str, script: str = "") -> str:
    """Return a content security policy under which this style and this script run, and nothing else."""
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_hash(style)}'; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _causes(report: Report) -> Iterator[Cause]:
    rules = {one.id: one for one in report.rules}
    components = {one.id: one.title for one in report.components}
    room = OCCURRENCES
    for signature in report.signatures:
        members = [report.failures[index] for index in signature.failures[:room]]
        room -= len(members)
        rule = rules.get(signature.rule or "")
        exemplars = tuple(_exemplar(report.failures[index]) for index in signature.exemplars)
        yield Cause(
            signature=signature,
            component=components.get(signature.component, signature.component),
            rule=rule,
            evidence=exemplars[0].occurrence.failure.headline,
            facts=tuple(_facts(signature, rule, exemplars[0].occurrence)),
            exemplars=exemplars,
            occurrences="\n".join(_row(one) for one in members),
            left_out=len(signature.failures) - len(members),
        )


def _row(one: Occurrence) -> str:
    return f"{words.place(one)}\t{words.one_line(one.failure.subject or '')}"


def _facts(signature: Signature, rule: RuleUse | None, example: Occurrence) -> Iterator[Fact]:
    """Yield what is known of a signature beside its title, each with a name."""
    if signature.template != signature.title:
        yield Fact("text", signature.template)
    yield Fact("verdict", _verdict(signature, example))
    if signature.mixed:
        yield Fact("note", words.MIXED)
    for name, spread in (*signature.captures.items(), *signature.dimensions.items()):
        yield Fact(name, _spread(spread))
    for index, slot in enumerate(signature.slots, 1):
        yield Fact(f"varies {index}" if len(signature.slots) > 1 else "varies", _spread(slot))
    if rule:
        yield from _references(rule)


def _references(rule: RuleUse) -> Iterator[Fact]:
    """Yield whom to ask and where to read on; what is no address of the web stays text."""
    for name, text in (("owner", rule.owner), ("issue", rule.issue), *(("see", one) for one in rule.see)):
        if text:
            yield Fact(name, words.one_line(text), link=words.web_link(text))


def _verdict(signature: Signature, example: Occurrence) -> str:
    by = {
        "matched": f"rule {signature.rule}",
        "clustered": f"no rule; grouped by likeness of the text, {signature.cohesion:.0%} on average",
        "unique": "no rule, and nothing else reads like it",
        "wrapper_only": "says that something failed, not what",
    }[signature.standing]
    also = f"; also matched: {', '.join(example.also)}" if example.also else ""
    return f"{signature.kind} {signature.role}, {by}{also}"


def _spread(spread: Spread) -> str:
    """Return a line of count and value for each of the most frequent values."""
    lines = [f"{words.number(times)}x {words.one_line(value)}" for value, times in spread[:VALUES]]
    if len(spread) > VALUES:
        lines.append(f"… {words.number(len(spread) - VALUES)} more")
    return "\n".join(lines)


def _exemplar(one: Occurrence) -> Exemplar:
    excerpt = one.failure.excerpt
    cause = next((at for at, (number, _) in enumerate(excerpt) if number == one.failure.line), 0)
    first, last = _window(excerpt, cause)
    digits = len(str(excerpt[-1][0])) if excerpt else 0
    lines = [f"{number:>{digits}}  {_shortened(text)}\n" for number, text in excerpt[first:last]]
    at = cause - first
    return Exemplar(
        occurrence=one,
        before="".join(lines[:at]),
        cause="".join(lines[at : at + 1]).rstrip("\n"),
        after="".join(lines[at + 1 :]).rstrip("\n"),
        hidden=len(excerpt) - len(lines),
    )


def _window(excerpt: tuple[Numbered, ...], cause: int) -> tuple[int, int]:
    """Return the bounds, end excluded, of the lines nearest to the cause that fit into an excerpt."""
    first = last = cause
    left = EXCERPT_CHARACTERS
    while last - first < EXCERPT_LINES and (first > 0 or last < len(excerpt)):
        forward = first == 0 or (last < len(excerpt) and last - cause <= cause - first)
        left -= min(len(excerpt[last if forward else first - 1][1]), LINE_CHARACTERS)
        if left < 0 and last > first:
            break
        first, last = (first, last + 1) if forward else (first - 1, last)
    return first, last


def _shortened(text: str) -> str:
    """Return a line of an excerpt with spaces for its tabs; of a long one, say how much is missing."""
    shown = words.one_line(text.expandtabs())
    rest = len(shown) - LINE_CHARACTERS
    return f"{shown[:LINE_CHARACTERS]} … {words.number(rest)} more characters" if rest > 0 else shown
