"""The JSON report to the nouns of the model; field by field what `render.json_report` writes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from classifier.errors import Place, Problem
from classifier.model import (
    Case,
    Component,
    Failure,
    Kind,
    Limit,
    Log,
    Neighbor,
    Occurrence,
    Outcome,
    PackUse,
    Phase,
    Report,
    Role,
    RuleUse,
    Run,
    Signature,
    Span,
    Standing,
    State,
    Totals,
    Where,
)
from classifier.result.counted import counts, failures_by, failures_by_component, statistics
from classifier.tables.groups import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.model import Numbered, Range, Spread
    from classifier.result.node import Node

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)
PHASES: tuple[Phase, ...] = get_args(Phase)
WHERE: tuple[Where, ...] = get_args(Where)
STATES: tuple[State, ...] = get_args(State)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STANDINGS: tuple[Standing, ...] = get_args(Standing)


def report(root: Node) -> Report:
    """Return the report of a document; what points at nothing is an error like a value of a wrong type."""
    signatures = root["signatures"].list(_signature)
    titles = {one.id: one.title for one in signatures}
    failures = root["failures"].list(lambda node: _occurrence(node, titles))
    members: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(failures):
        members[one.signature].append(index)
    signatures = tuple(replace(one, failures=tuple(members[one.id])) for one in signatures)
    components = root["components"].list(_component)
    dimensions = root["dimensions"].list(_text)
    _check_indices(root, len(failures))
    tables = root["tables"]
    return Report(
        version=root["triage"]["version"].text(),
        digest=root["rulebook"]["digest"].text(),
        packs=root["rulebook"]["packs"].list(_pack),
        normalizer_version=root["normalizer"]["version"].whole(),
        normalizer_digest=root["normalizer"]["digest"].text(),
        run=_run(root["run"]),
        totals=_totals(root["totals"]),
        logs=root["logs"].list(_log),
        cases=root["cases"].list(_case) if "cases" in root else (),
        failures=failures,
        signatures=signatures,
        rules=root["rules"].list(_rule),
        components=components,
        dimensions=dimensions,
        failures_by_component=failures_by_component(tables["failures_by_component"]),
        statistics=statistics(tables["statistics"]),
        failures_by=failures_by(tables["failures_by"], failures),
        groups=groups(failures, signatures, components, dimensions),
        limits=root["limits"].list(_limit),
        warnings=root["warnings"].list(lambda node: _problem(node, node["path"].text())),
        partial=root["partial"].flag(),
    )


def _text(node: Node) -> str:
    return node.text()


def _whole(node: Node) -> int:
    return node.whole()


def _texts(node: Node) -> tuple[str, ...]:
    return node.list(_text)


def _spread(node: Node) -> Spread:
    return node.list(lambda one: one.pair(_text, _whole))


def _range(node: Node) -> Range:
    return node.pair(_whole, _whole)


def _numbered(node: Node) -> Numbered:
    return node.pair(_whole, _text)


def _run(node: Node) -> Run:
    return Run(
        name=node["name"].text(),
        project=node["project"].text(),
        branch=node["branch"].text(),
        revision=node["revision"].text(),
        started=node["started"].text(),
        seconds=node["seconds"].number(),
        inputs=_texts(node["inputs"]),
    )


def _pack(node: Node) -> PackUse:
    return PackUse(name=node["name"].text(), path=node["path"].text(), rules=node["rules"].whole())


def _component(node: Node) -> Component:
    return Component(
        id=node["id"].text(),
        title=node["title"].text(),
        failures=node["failures"].whole(),
        signatures=node["signatures"].whole(),
    )


def _limit(node: Node) -> Limit:
    return Limit(what=node["what"].text(), bound=node["bound"].whole(), reached=node["reached"].whole())


def _totals(node: Node) -> Totals:
    states = node["states"]
    return Totals(
        logs=node["logs"].whole(),
        lines=node["lines"].whole(),
        bytes=node["bytes"].whole(),
        cases=counts(node["cases"]),
        failures=node["failures"].whole(),
        matched=node["matched"].whole(),
        clustered=node["clustered"].whole(),
        unique=node["unique"].whole(),
        wrapper_only=node["wrapper_only"].whole(),
        signatures=node["signatures"].whole(),
        causes=node["causes"].whole(),
        redactions=node["redactions"].whole(),
        states={name: states[name].whole() for name in STATES if name in states},
    )


def _problem(node: Node, path: str) -> Problem:
    return Problem(Place(path, node["line"].whole()), node["what"].text(), node["hint"].text())


def _log(node: Node) -> Log:
    path = node["path"].text()
    return Log(
        path=path,
        state=node["state"].word(STATES),
        bytes=node["bytes"].whole(),
        lines=node["lines"].whole(),
        encoding=node["encoding"].text(),
        dialects=_texts(node["dialects"]),
        cases=counts(node["cases"]),
        exit_code=node["exit_code"].maybe(lambda one: one.integer()),
        partial=node["partial"].flag(),
        problems=node["problems"].list(lambda one: _problem(one, path)),
    )


def _case(node: Node) -> Case:
    return Case(
        log=node["log"].text(),
        line=node["line"].whole(),
        subject=node["subject"].text(),
        outcome=node["outcome"].word(OUTCOMES),
        attempt=node["attempt"].whole(),
        failures=node["failures"].list(_whole),
        dimensions=node["dimensions"].map(_texts),
    )


def _rule(node: Node) -> RuleUse:
    return RuleUse(
        id=node["id"].text(),
        title=node["title"].text(),
        component=node["component"].text(),
        means=node["means"].text(),
        remedy=node["try"].text(),
        see=_texts(node["see"]),
        owner=node["owner"].text(),
        issue=node["issue"].text(),
        action=node["action"].text(),
        place=node["place"].text(),
        hits=node["hits"].whole(),
    )


def _occurrence(node: Node, titles: dict[str, str]) -> Occurrence:
    signature = node["signature"].text()
    if signature not in titles:
        raise node["signature"].wrong(f"is '{signature}', which no signature is called")
    return Occurrence(
        failure=_failure(node),
        standing=node["standing"].word(STANDINGS),
        role=node["role"].word(ROLES),
        kind=node["kind"].word(KINDS),
        rank=node["rank"].whole(),
        key=node["key"].text(),
        component=node["component"].text(),
        signature=signature,
        title=titles[signature],
        rule=node["rule"].maybe(_text),
        captures=node["captures"].map(_text),
        matched=node["matched"].maybe(_range),
        also=_texts(node["also"]),
        explained_by=node["explained_by"].maybe(_whole),
        repeats=node["repeats"].whole(),
        dimensions=node["dimensions"].map(_texts),
    )


def _failure(node: Node) -> Failure:
    """Return the failure itself; its kind and role are those of the verdict, no others were written."""
    return Failure(
        line=node["line"].whole(),
        first_line=node["first_line"].whole(),
        last_line=node["last_line"].whole(),
        kind=node["kind"].word(KINDS),
        tool=node["tool"].text(),
        headline=node["headline"].text(),
        spans=tuple(_spans(node)),
        role=node["role"].word(ROLES),
        phase=node["phase"].maybe(lambda one: one.word(PHASES)),
        subject=node["subject"].maybe(_text),
        log=node["log"].text(),
        excerpt=node["excerpt"].list(_numbered),
    )


def _spans(node: Node) -> Iterator[Span]:
    """Yield the spans of a failure: `parts` say of the lines of `text` where they are from."""
    text = node["text"].text()
    parts = node["parts"].list(
        lambda part: part.pair(lambda one: one.word(WHERE), lambda one: one.list(_range))
    )
    lines = text.split("\n") if parts else []
    # a part without lines was joined to the others as an empty text
    named = sum(max(sum(length for _, length in runs), 1) for _, runs in parts)
    if named != len(lines):
        raise node["parts"].wrong(f"name {named} lines, but the text has {len(lines)}")
    texts = iter(lines)
    for where, runs in parts:
        numbers = tuple(_numbers(runs))
        own = [next(texts) for _ in numbers or (0,)]
        yield Span(where, tuple(zip(numbers, own, strict=False)))


def _numbers(runs: Iterable[Range]) -> Iterator[int]:
    for line, length in runs:
        yield from range(line, line + length)


def _signature(node: Node) -> Signature:
    return Signature(
        id=node["id"].text(),
        family=node["family"].text(),
        title=node["title"].text(),
        template=node["template"].text(),
        component=node["component"].text(),
        kind=node["kind"].word(KINDS),
        role=node["role"].word(ROLES),
        standing=node["standing"].word(STANDINGS),
        rule=node["rule"].maybe(_text),
        action=node["action"].maybe(_text),
        count=node["count"].whole(),
        logs=node["logs"].whole(),
        subjects=node["subjects"].whole(),
        first=node["first"].text(),
        failures=(),
        exemplars=node["exemplars"].list(_whole),
        slots=node["slots"].list(_spread),
        distinct=node["distinct"].list(_whole),
        captures=node["captures"].map(_spread),
        dimensions=node["dimensions"].map(_spread),
        cohesion=node["cohesion"].number(),
        odd=node["odd"].list(_whole),
        mixed=node["mixed"].flag(),
        nearest=node["nearest"].list(_neighbor),
    )


def _neighbor(node: Node) -> Neighbor:
    return Neighbor(
        rule=node["rule"].text() if "rule" in node else "",
        signature=node["signature"].text() if "signature" in node else "",
        similarity=node["similarity"].number(),
        difference=node["difference"].text(),
        drifted=node["drifted"].flag(),
    )


def _check_indices(root: Node, failures: int) -> None:
    """Raise UsageError where a failure is named that is not there."""

    def check(node: Node) -> None:
        if node.value is not None and node.whole() >= failures:
            raise node.wrong(f"is {node.value}, but there are {failures} failures")

    root["failures"].list(lambda one: check(one["explained_by"]))
    root["signatures"].list(lambda one: one["exemplars"].list(check))
    if "cases" in root:
        root["cases"].list(lambda one: one["failures"].list(check))
