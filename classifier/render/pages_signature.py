"""The page of one signature: what it means, whom it hits, what varies in it, and every occurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.render import words
from classifier.render.document import Code, Excerpt, Heading, Items, Paragraph, Table, Web
from classifier.render.document_tables import Linked, more, values
from classifier.tables.outcomes import captured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.model import Occurrence, Report, RuleUse, Signature
    from classifier.render.document import Block, Cell
    from classifier.tables.outcomes import Outcomes

ROWS = 1_000
VALUES = 5_000
LINES = 40
CHARACTERS = 500
"""How much of an excerpt is shown, and of each of its lines."""


def signature_page(one: Signature, report: Report, outcomes: Outcomes, linked: Linked) -> tuple[Block, ...]:
    """Return the page."""
    rule = next((use for use in report.rules if use.id == one.rule), None)
    component = next((own.title for own in report.components if own.id == one.component), one.component)
    first = report.failures[one.exemplars[0]]
    return (
        Heading(1, (Code(one.title),)),
        Paragraph((f"{component}, {one.kind} {one.role}, {_standing(one)} ", Code(one.id))),
        *(_knowledge(rule) if rule else ()),
        *((Paragraph((f"This {words.MIXED}.",)),) if one.mixed else ()),
        *(Paragraph(("Reads ", Code(words.alike(near)))) for near in one.nearest),
        *_hit(one, outcomes, linked),
        *_varies(one, report),
        Heading(2, ("Example",)),
        Paragraph(
            (
                Code(words.place(first)),
                " ",
                *((Code(first.failure.subject),) if first.failure.subject else ()),
            )
        ),
        Excerpt(tuple(_excerpt(first))),
        *_occurrences(one, report, linked),
    )


def _standing(one: Signature) -> str:
    return {
        "matched": "matched by a rule:",
        "clustered": "no rule knows it; grouped by likeness of the text:",
        "unique": "no rule knows it, and nothing else reads like it:",
        "wrapper_only": "says that something failed, not what:",
    }[one.standing]


def _knowledge(rule: RuleUse) -> Iterator[Block]:
    for name, text in (("Means", rule.means), ("Try", rule.remedy), ("Owner", rule.owner)):
        if text:
            yield Paragraph((f"{name}: {text}",))
    references = [one for one in (rule.issue, *rule.see) if one]
    if references:
        shown: list[Cell] = [(Web(one) if words.web_link(one) else Code(one),) for one in references]
        yield Items(tuple(shown))


def _hit(one: Signature, outcomes: Outcomes, linked: Linked) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for name in outcomes.names:
        found = sorted(value for value, _ in one.dimensions.get(name, ()))
        if found:
            rows.append(((name,), (words.number(len(found)),), values(name, found, linked, VALUES)))
    if rows:
        yield Heading(2, ("Who is hit",))
        yield Table(("Dimension", "Values", "Which"), rows, frozenset({1}), narrow=True)


def _varies(one: Signature, report: Report) -> Iterator[Block]:
    """Yield the breakdown: by captures of the rule, or by the parts in which texts of a cluster differ."""
    if one.captures:
        found = captured(report, one)
        rows: list[tuple[Cell, ...]] = [
            (*((Code(value),) if value else ("",) for value in own), (words.number(count),))
            for own, count in found[:ROWS]
        ]
        yield Heading(2, ("What varies",))
        yield Table((*one.captures, "Failures"), rows, frozenset({len(one.captures)}), narrow=True)
        yield from more(len(found) - len(rows))
    elif one.slots:
        slots = [(number, *pair) for number, slot in enumerate(one.slots, 1) for pair in slot]
        rows = [
            ((str(number),), (Code(value),), (words.number(count),)) for number, value, count in slots[:ROWS]
        ]
        yield Heading(2, ("What varies",))
        yield Table(("Part", "Value", "Failures"), rows, frozenset({0, 2}), lead=1, narrow=True)
        yield from more(len(slots) - len(rows))


def _excerpt(one: Occurrence) -> Iterator[str]:
    """Yield numbered lines around the one that says the cause."""
    lines = one.failure.excerpt or ((one.failure.line, one.failure.headline),)
    cause = next((at for at, (number, _) in enumerate(lines) if number == one.failure.line), 0)
    start = min(max(0, cause - LINES // 2), max(0, len(lines) - LINES))
    shown = lines[start : start + LINES]
    digits = len(str(shown[-1][0]))
    for number, text in shown:
        rest = len(text) - CHARACTERS
        yield f"{number:>{digits}}  {text[:CHARACTERS]}{f' … {rest} more characters' if rest > 0 else ''}"
    if len(shown) < len(lines):
        yield f"{len(lines) - len(shown)} lines of the block are not shown"


def _occurrences(one: Signature, report: Report, linked: Linked) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for index in one.failures[:ROWS]:
        own = report.failures[index]
        rows.append(
            (
                (Code(own.failure.subject) if own.failure.subject else "no subject named",),
                (Code(words.place(own)),),
                *(
                    ((Code(own.captures[name]),) if own.captures.get(name) else ("",))
                    for name in one.captures
                ),
                *(values(name, own.dimensions.get(name, ()), linked) for name in report.dimensions),
            )
        )
    yield Heading(2, ("Occurrences",))
    yield Table(("Test, file or target", "Where", *one.captures, *report.dimensions), rows)
    yield from more(len(one.failures) - len(rows))
