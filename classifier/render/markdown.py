"""The report as Markdown for a step summary, a comment or a wiki, rendered well by GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.render import document_tables, words
from classifier.render.document import Code, Details, Fold, Heading, Items, Paragraph, Table
from classifier.render.document_markdown import plain, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.model import Component, Report, Signature
    from classifier.render.document import Block, Cell, Inline

BYTES = 1_000_000
"""GitHub drops a step summary of more than 1,024 KiB as a whole."""
CAUSES = 10
"""How many causes of a component are shown at once; the others open."""
FURTHER = 500
WARNINGS = 20

Section = tuple[str, tuple["Block", ...]]
"""What a section is called where it is left out, and its blocks."""


def show(report: Report, limit: int = BYTES) -> str:
    """Return the report in at most `limit` bytes; sections that don't fit are left out whole and named.

    Text of logs is in code spans and fences, so that it makes no links, images, mentions or table cells.
    """
    texts = [(name, write(blocks)) for name, blocks in _sections(report)]
    room = limit - sum(len(_left_out([name]).encode()) for name, _ in texts)
    shown: list[str] = []
    missing: list[str] = []
    for name, text in texts:
        length = len(text.encode()) + 1
        if length > room:
            missing.append(name)
            continue
        room -= length
        shown.append(text)
    if missing:
        shown.append(_left_out(missing))
    return "\n".join(shown)


def _left_out(names: Sequence[str]) -> str:
    return (
        f"Left out, since this page would be too long: {plain('; '.join(names))}. The JSON report has it.\n"
    )


def _sections(report: Report) -> Iterator[Section]:
    yield "the totals", tuple(_head(report))
    if report.warnings:
        yield "warnings", tuple(_warnings(report))
    for number, component in enumerate(report.components):
        own = [one for one in report.signatures if one.component == component.id]
        before = () if number else (Heading(2, ("Causes",)),)
        yield f"causes in {component.title}", (*before, *_component(component, own[:CAUSES], report))
        if own[CAUSES:]:
            yield f"further causes in {component.title}", tuple(_further(own[CAUSES:], report))
    yield from document_tables.sections(report)
    yield "the footer", (_foot(report),)


def _head(report: Report) -> Iterator[Block]:
    totals = report.totals
    yield Heading(1, (words.headline(report).capitalize(),))
    run = report.run
    named: list[Inline] = []
    for name, value in (
        ("", run.name), ("project ", run.project), ("branch ", run.branch), ("revision ", run.revision),
        ("", run.started),
    ):  # fmt: skip
        if value:
            named += [", " if named else "", name, Code(value)]
    if named:
        yield Paragraph(tuple(named))
    lines = [words.conservation(totals), words.what_was_read(totals)]
    cases = words.tally(totals.cases, words.OUTCOMES)
    yield Items(tuple((one,) for one in (*lines, *([f"cases: {cases}"] if cases else ()))))


def _warnings(report: Report) -> Iterator[Block]:
    yield Heading(2, ("Not everything could be read" if report.partial else "Met while reading",))
    items: list[Cell] = [(Code(str(one)),) for one in report.warnings[:WARNINGS]]
    more = len(report.warnings) - len(items)
    if more:
        items.append((f"{words.count(more, 'more warning')}, in the JSON report",))
    yield Items(tuple(items))


def _component(component: Component, own: Sequence[Signature], report: Report) -> Iterator[Block]:
    yield Heading(3, (f"{component.title}: {words.count(component.failures, 'failure')}",))
    if own:
        yield _causes(own, report)


def _further(own: Sequence[Signature], report: Report) -> Iterator[Block]:
    table = _causes(own[:FURTHER], report)
    blocks = (table, *document_tables.more(len(own) - FURTHER))
    yield Details(words.count(len(own), "more signature"), blocks)


def _causes(signatures: Sequence[Signature], report: Report) -> Table:
    rows = []
    for one in signatures:
        first = report.failures[one.exemplars[0]]
        evidence = first.failure.headline
        said: Cell = () if evidence == one.title else (Fold("as the log says it", (Code(evidence),)),)
        said = (*said, *(Fold("reads like", (Code(words.alike(near)),)) for near in one.nearest[:1]))
        said = (*said, f" {words.MIXED}") if one.mixed else said
        rows.append(
            (
                (words.number(one.count),),
                (Code(one.title), *said),
                (Code(words.place(first)),),
                _hit(one, report),
                (Code(words.label(one)),),
            )
        )
    return Table(("Failures", "What", "Where", "Who is hit", "Signature"), rows, frozenset({0}), lead=1)


def _hit(one: Signature, report: Report) -> Cell:
    """Return the values of each dimension that a signature hits, else its tests and logs."""
    cells: list[Inline] = []
    for name in report.dimensions:
        values = [value for value, _ in one.dimensions.get(name, ())]
        if values:
            cells += [" " if cells else "", *document_tables.values(name, sorted(values))]
    if cells:
        return tuple(cells)
    subjects = f"{words.count(one.subjects, 'subject')}, " if one.subjects else ""
    return (subjects + words.count(one.logs, "log"),)


def _foot(report: Report) -> Block:
    packs = ", ".join(one.name for one in report.packs)
    return Paragraph(
        (
            f"Made by triage {report.version}; rules ",
            Code(report.digest),
            f"{f' ({packs})' if packs else ''}, normalizer {report.normalizer_version}.",
        )
    )
