"""Make the nouns of the rule language out of nodes that have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from classifier.model import Component, Dimension, Form, Mask, Tier
from classifier.rulebook.nodes import Table, Text
from classifier.rulebook.rule import PLACED, Example, Limits, Pack, Pattern, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from classifier.errors import Place
    from classifier.model import Kind, Phase, Role, Source, Where
    from classifier.rulebook.nodes import Node
    from classifier.rulebook.rule import Action, Clause, Entry, Part, Scope, Status


def build_pack(table: Table, spoiled: Collection[Place], *, bundled: bool = False) -> Pack:
    """Return the pack that a table describes, without those of its parts that a spoiled place lies in."""
    name = table.text("pack")
    masks = _sound(table.tables("normalize"), spoiled)
    forms = _sound(table.tables("forms"), spoiled)
    tier = table.text("tier") if table.text("tier") in get_args(Tier) else "generic"
    pipelines = table.table("pipelines")
    dimensions = table.table("dimensions").values
    return Pack(
        name=name,
        place=table.place,
        about=table.text("about"),
        tier=cast("Tier", tier),
        tools=table.texts("tools"),
        components=tuple(_component(one) for one in _sound(table.tables("components"), spoiled)),
        pipelines={pipeline: pipelines.texts(pipeline) for pipeline in pipelines.values},
        dimensions=tuple(
            _dimension(dimension, one, bundled=bundled)
            for dimension, node in dimensions.items()
            for one in _sound([node], spoiled)
        ),
        decisive=table.texts("decisive"),
        masks=tuple(_mask(one) for one in masks),
        mask_places=tuple(one.place for one in masks),
        rules=tuple(_rule(one, name, tier) for one in _sound(table.tables("rules"), spoiled)),
        forms=tuple(_form(one, name) for one in forms),
        form_places=tuple(one.place for one in forms),
        bundled=bundled,
    )


def titled(name: str) -> str:
    """Return what a person calls something whose id is `name`."""
    text = name.replace("-", " ")
    return text[:1].upper() + text[1:]


def _sound(tables: Iterable[Node], spoiled: Collection[Place]) -> list[Table]:
    """Return the tables that no spoiled place lies in."""
    return [
        table
        for table in tables
        if isinstance(table, Table)
        and not any(table.place <= place <= (table.end or table.place) for place in spoiled)
    ]


def _component(table: Table) -> Component:
    return Component(id=table.text("id"), title=table.text("title", titled(table.text("id"))))


def _mask(table: Table) -> Mask:
    masked = table.table("examples")
    examples = tuple((text, masked.text(text)) for text in masked.values)
    return Mask(
        name=table.text("name"),
        pattern=table.text("regex"),
        replacement=table.text("as"),
        sample=examples[0][0],
        examples=examples,
    )


def _form(table: Table, pack: str) -> Form:
    """Return one form; its tool is the pack, where it names none."""
    return Form(
        name=table.text("name"),
        tool=table.text("tool", pack),
        kind=cast("Kind", table.text("kind")),
        pattern=table.text("pattern"),
        samples=tuple(one.rstrip("\n") for one in table.texts("samples")),
        role=cast("Role", table.text("role", "cause")),
        certainty=int(table.text("certainty", "80")),
        goes_on=table.text("goes_on"),
        most=int(table.text("most", "12")),
        says=table.text("says"),
        reach=int(table.text("reach", "4")),
        said_only=table.text("said_only") == "true",
        above=table.text("above"),
        back=int(table.text("back", "2")),
        heading=table.text("heading"),
        hollow=table.text("hollow"),
        nested=table.text("nested"),
        unless=table.texts("unless"),
        confusers=table.texts("confusers"),
    )


def _dimension(name: str, table: Table, *, bundled: bool) -> Dimension:
    source = next(iter(table.values))
    return Dimension(
        name=name,
        source=cast("Source", source),
        regex=table.text(source),
        place=table.place,
        bundled=bundled,
    )


def _rule(table: Table, pack: str, tier: str) -> Rule:
    """Return one rule; `tier` is the pack's."""
    limits = _limits(table.table("in"))
    where = table.text("where", "message")
    return Rule(
        id=table.text("id"),
        pack=pack,
        place=table.place,
        component=table.text("component"),
        title=table.text("title", titled(table.text("id").removeprefix(f"{pack}-"))),
        places={name: table.values[name].place for name in PLACED if name in table.values},
        tier=cast("Tier", table.text("tier", tier)),
        clauses=_clauses(table),
        none=tuple(_pattern(entry) for entry in table.items("none")),
        where=cast("Part", where),
        scope=cast("Scope", table.text("scope", "failure")),
        limits=limits,
        signature=table.text("signature"),
        role=cast("Role", table.text("role", "cause")),
        kind=cast("Kind", table.text("kind")) if "kind" in table.values else None,
        beats=table.texts("beats"),
        action=cast("Action", table.text("action")),
        means=table.text("means"),
        remedy=table.text("try"),
        see=table.texts("see"),
        owner=table.text("owner"),
        issue=table.text("issue"),
        status=cast("Status", table.text("status", "active")),
        expires=table.text("expires"),
        formerly=table.texts("formerly"),
        examples=tuple(_example(entry, limits, where) for entry in table.items("examples")),
        counterexamples=tuple(_example(entry, limits, where) for entry in table.items("counterexamples")),
        allow=table.texts("allow"),
    )


def _clauses(table: Table) -> tuple[Clause, ...]:
    """Return what must match: `any` is one clause of alternatives, `all` a clause for each of its entries."""
    if "any" in table.values:
        return (tuple(_pattern(entry) for entry in table.items("any")),)
    entries = (*table.items("match"), *table.items("all"))
    return tuple(_alternatives(entry) for entry in entries)


def _alternatives(entry: Node) -> Clause:
    if isinstance(entry, Table) and "any" in entry.values:
        return tuple(_pattern(one) for one in entry.items("any"))
    return (_pattern(entry),)


def _pattern(entry: Node) -> Pattern:
    if isinstance(entry, Table):
        kind, source = next(iter(entry.values.items()))
        return Pattern(cast("Entry", kind), cast("Text", source).text, source.place)
    return Pattern("regex", cast("Text", entry).text, entry.place)


def _limits(table: Table) -> Limits:
    return Limits(
        tools=table.texts("tool"),
        kinds=table.texts("kind"),
        phases=table.texts("phase"),
        logs=table.texts("log"),
        files=table.texts("file"),
    )


def _example(entry: Node, limits: Limits, where: str) -> Example:
    """Return an example; what it does not say of its failure is the first that the rule's limits admit."""
    table = entry if isinstance(entry, Table) else Table(entry.place, {"text": entry})
    given = table.table("as")
    captures = table.table("captures")
    phase = given.text("phase", _first(limits.phases))
    return Example(
        text=table.text("text"),
        place=entry.place,
        tool=given.text("tool", _first(limits.tools)),
        kind=cast("Kind", given.text("kind", _first(limits.kinds) or "other")),
        phase=cast("Phase", phase) if phase else None,
        where=cast("Where", given.text("where", "message" if where == "any" else where)),
        log=given.text("log", _fitting(_first(limits.logs))),
        subject=given.text("subject", _fitting(_first(limits.files))) or None,
        captures={name: captures.text(name) for name in captures.values},
        signature=table.text("signature") if "signature" in table.values else None,
        observed=table.text("from", "observed") == "observed",
        source=table.text("source"),
    )


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _fitting(glob: str) -> str:
    """Return a path that fits a glob."""
    return glob.replace("*", "x").replace("?", "x")
