"""The report for programs, `triage.report/1`: one record a line, so that `diff` shows what changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from classifier.render.words import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.errors import Problem
    from classifier.model import (
        Case,
        Counts,
        Log,
        Neighbor,
        Occurrence,
        Report,
        RuleUse,
        Signature,
        Span,
        Spread,
        Statistics,
    )

SCHEMA = "triage.report/1"
"""Fields may be added to this version; one whose meaning changes makes version 2."""


def dump(report: Report) -> str:
    """Return the report as JSON: keys sorted, lists in the order of the report, no NaN.

    What only a comparison with earlier runs can fill (`new`, `novelty`, `first_seen`, `trend`, `accepted` and
    the like) is null or empty. A lone surrogate of a file name is written as its escape, so the text can
    always be encoded.
    """
    fields = ",\n".join(f'"{key}": {_lines(value)}' for key, value in sorted(_report(report).items()))
    return f"{{\n{fields}\n}}\n".encode("utf-8", "backslashreplace").decode()


def _lines(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return a value as JSON, a list with one item a line."""
    if not isinstance(value, list) or not value:
        return _compact(value)
    items = ",\n".join(_compact(item) for item in value)
    return f"[\n{items}\n]"


def _compact(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(", ", ": "))


def _report(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "triage": {"version": report.version},
        "rulebook": {"digest": report.digest, "packs": [asdict(pack) for pack in report.packs]},
        "normalizer": {"version": report.normalizer_version, "digest": report.normalizer_digest},
        "run": asdict(report.run),
        "totals": _totals(report),
        "logs": [_log(one) for one in report.logs],
        "cases": [_case(one) for one in report.cases],
        "failures": [_failure(one) for one in report.failures],
        "signatures": [_signature(one) for one in report.signatures],
        "rules": [_rule(one) for one in report.rules],
        "gone": [],
        "dimensions": list(report.dimensions),
        "components": [asdict(one) for one in report.components],
        "tables": _tables(report),
        "limits": [asdict(one) for one in report.limits],
        "partial": report.partial,
        "warnings": [{"path": one.place.path, **_problem(one)} for one in report.warnings],
    }


def _totals(report: Report) -> dict[str, Any]:
    totals = asdict(report.totals)
    totals["cases"] = _outcomes(report.totals.cases)
    totals["new"] = None
    return totals


def _outcomes(counts: Counts) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in OUTCOMES}


def _log(log: Log) -> dict[str, Any]:
    return {
        "path": log.path,
        "state": log.state,
        "bytes": log.bytes,
        "lines": log.lines,
        "encoding": log.encoding,
        "dialects": list(log.dialects),
        "cases": _outcomes(log.cases),
        "exit_code": log.exit_code,
        "partial": log.partial,
        "problems": [_problem(one) for one in log.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.place.line, "what": problem.what, "hint": problem.hint}


def _case(case: Case) -> dict[str, Any]:
    return {
        "log": case.log,
        "line": case.line,
        "subject": case.subject,
        "outcome": case.outcome,
        "attempt": case.attempt,
        "failures": list(case.failures),
        "dimensions": _values(case.dimensions),
    }


def _values(dimensions: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in dimensions.items()}


def _failure(one: Occurrence) -> dict[str, Any]:
    failure = one.failure
    return {
        "log": failure.log,
        "line": failure.line,
        "first_line": failure.first_line,
        "last_line": failure.last_line,
        "rank": one.rank,
        "kind": one.kind,
        "role": one.role,
        "standing": one.standing,
        "tool": failure.tool,
        "phase": failure.phase,
        "subject": failure.subject,
        "headline": failure.headline,
        "text": "\n".join(span.text for span in failure.spans),
        "parts": [[span.where, _runs(span)] for span in failure.spans],
        "excerpt": [list(numbered) for numbered in failure.excerpt],
        "matched": list(one.matched) if one.matched else None,
        "key": one.key,
        "component": one.component,
        "signature": one.signature,
        "rule": one.rule,
        "captures": dict(one.captures),
        "also": list(one.also),
        "explained_by": one.explained_by,
        "repeats": one.repeats,
        "dimensions": _values(one.dimensions),
    }


def _runs(span: Span) -> list[list[int]]:
    """Return the numbers of a span's lines: the first of each row of neighbors, and how many they are."""
    runs: list[list[int]] = []
    for number, _ in span.lines:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "id": one.id,
        "family": one.family,
        "title": one.title,
        "template": one.template,
        "component": one.component,
        "kind": one.kind,
        "role": one.role,
        "standing": one.standing,
        "rule": one.rule,
        "action": one.action,
        "count": one.count,
        "logs": one.logs,
        "subjects": one.subjects,
        "first": one.first,
        "exemplars": list(one.exemplars),
        "slots": [_spread(slot) for slot in one.slots],
        "distinct": list(one.distinct),
        "captures": {name: _spread(spread) for name, spread in one.captures.items()},
        "dimensions": {name: _spread(spread) for name, spread in one.dimensions.items()},
        "cohesion": one.cohesion,
        "odd": list(one.odd),
        "mixed": one.mixed,
        "novelty": None,
        "renamed_from": None,
        "first_seen": None,
        "age": None,
        "trend": [],
        "flaky": None,
        "accepted": None,
        "nearest": [_neighbor(other) for other in one.nearest],
    }


def _neighbor(one: Neighbor) -> dict[str, Any]:
    known = {"rule": one.rule} if one.rule else {"signature": one.signature}
    return {
        **known,
        "similarity": one.similarity,
        "difference": one.difference,
        "drifted": one.drifted,
    }


def _spread(spread: Spread) -> list[list[Any]]:
    return [[value, count] for value, count in spread]


def _rule(one: RuleUse) -> dict[str, Any]:
    fields = asdict(one)
    fields["try"] = fields.pop("remedy")
    return fields


def _tables(report: Report) -> dict[str, Any]:
    by_component = [
        {**asdict(one), "dimensions": _values(one.dimensions)} for one in report.failures_by_component
    ]
    by = {
        name: [
            {"value": one.value, "tests": one.tests, "dimensions": _values(one.dimensions)} for one in rows
        ]
        for name, rows in report.failures_by.items()
    }
    statistics = [_statistics(one) for one in report.statistics]
    return {"failures_by_component": by_component, "statistics": statistics, "failures_by": by}


def _statistics(one: Statistics) -> dict[str, Any]:
    return {
        "pipeline": one.pipeline,
        "dimension": one.dimension,
        "total": one.total,
        "without": one.without,
        "rows": [
            {**asdict(row), "lowest": [[value, rate] for value, rate in row.lowest]} for row in one.rows
        ],
        "values": [{**asdict(value), "idle": _outcomes(value.idle)} for value in one.values],
    }
