"""`triage rules stats`: what each rule does on a set of logs, and which do nothing."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.output import columns, say
from classifier.cli.rules.options import Bundled, Form, Format, RulePaths, rulebook

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from classifier.model import Report
    from classifier.rulebook import Rulebook
    from classifier.tables.rule_stats import RuleStats

ODDITIES = {
    "volatile": "nearly every hit has a signature of its own, does it capture something volatile?",
    "wide": "one signature stands for many different texts, does it name too much?",
}
HEAD = ("rule", "hits", "outranked", "logs", "share", "signatures", "texts", "µs/MB", "")
NUMBERS = range(1, 8)
WIDTH = 100

Logs = Annotated[list[str], typer.Argument(metavar="LOGS...", help="Logs, folders or archives to count on.")]


def stats(logs: Logs, rules: RulePaths = None, bundled: Bundled = True, form: Format = Form.text) -> None:
    """Count what each rule does on logs: hits, logs, spread, cost, and which rules never match.

    `outranked` are failures that the rule matched and another one won; `texts` counts the different messages
    behind its hits; `µs/MB` is what trying it on the failures took for each MB of log, whether it matched
    or not.
    """
    from classifier.pipeline import triage
    from classifier.tables.rule_stats import rule_stats

    book = rulebook(rules, bundled=bundled)
    report = triage(logs, rules=rules or (), bundled=bundled)
    for warning in report.warnings:
        say(str(warning))
    seconds = book.costs(one.failure for one in report.failures)
    rows = rule_stats(report, book.uses(), seconds)
    unproven = [row.id for row in rows if not row.hits and not row.also and not _observed(book, row.id)]
    if form is Form.json:
        print(_as_json(report, rows, unproven))
        return
    own = {rule.id for pack in book.sources if not pack.bundled for rule in pack.rules}
    out = _as_text(report, rows, [name for name in unproven if name in own or not own], own)
    print("\n".join([*out, *(_of_packs(book, rows) if own else ())]))


def _observed(book: Rulebook, name: str) -> bool:
    """Say whether any example of a rule is a text that a program really printed."""
    return any(example.observed for example in book.rule(name).examples)


def _cost(row: RuleStats, report: Report) -> float:
    """Return the microseconds that trying a rule took for each MB of log."""
    return row.seconds * 1e6 / max(report.totals.bytes / 1e6, 1e-6)


def _of_packs(book: Rulebook, rows: Sequence[RuleStats]) -> list[str]:
    """Return how many rules of each bundled pack never hit: their names are many, and for other programs."""
    from classifier.render.words import count

    never = {row.id for row in rows if not row.hits and not row.also}
    packs = [pack for pack in book.sources if pack.bundled]
    silent = {pack.name: sum(rule.id in never for rule in pack.rules) for pack in packs}
    shown = [f"{pack.name} {silent[pack.name]} of {len(pack.rules)}" for pack in packs if silent[pack.name]]
    total = count(sum(silent.values()), "rule")
    return ["", f"never hit, of the bundled packs: {total}", *_wrapped(shown)] if shown else []


def _wrapped(names: Sequence[str]) -> list[str]:
    return textwrap.wrap(", ".join(names), WIDTH, initial_indent="  ", subsequent_indent="  ",
                         break_on_hyphens=False, break_long_words=False)  # fmt: skip


def _as_text(
    report: Report, rows: Sequence[RuleStats], unproven: Sequence[str], own: Collection[str]
) -> list[str]:
    """Return what is printed; of rules that never hit, those of the team alone are named if it has any."""
    from classifier.render.words import count, one_line, size

    hit = sorted((row for row in rows if row.hits), key=lambda row: (-row.hits, row.id))
    totals = report.totals
    read = f"{count(totals.failures, 'failure')} in {count(totals.logs, 'log')}, {size(totals.bytes)}"
    out = [f"{read}: {len(hit)} of {count(len(rows), 'rule')} won a failure.", ""]
    cells = [HEAD, *(_cells(row, report) for row in hit)]
    out += columns(cells, right=NUMBERS)
    for row in hit:
        if row.oddity:
            shown = "; ".join(one_line(value)[:WIDTH] for value, _ in row.varying)
            out += ["", f"{row.place}: '{row.id}': {ODDITIES[row.oddity]}", f"  {shown}"]
    lost = [f"{row.id} ({row.also})" for row in rows if row.also and not row.hits]
    never = [row.id for row in rows if not row.hits and not row.also and (row.id in own or not own)]
    for title, names in (
        ("matched, but another rule won every time", lost),
        ("never hit", never),
        ("never hit, and no example was observed", unproven),
    ):
        if names:
            out += ["", f"{title} ({len(names)}):"]
            out += _wrapped(names)
    return out


def _cells(row: RuleStats, report: Report) -> tuple[str, ...]:
    return (
        row.id,
        f"{row.hits:,}",
        f"{row.also:,}",
        f"{row.logs:,}",
        f"{row.share:.1%}",
        f"{row.signatures:,}",
        f"{row.texts:,}",
        f"{_cost(row, report):,.0f}",
        row.oddity,
    )


def _as_json(report: Report, rows: Sequence[RuleStats], unproven: Sequence[str]) -> str:
    data = {
        "schema": "triage.rule-stats/1",
        "failures": report.totals.failures,
        "logs": report.totals.logs,
        "bytes": report.totals.bytes,
        "rules": [
            {
                "id": row.id,
                "place": row.place,
                "hits": row.hits,
                "outranked": row.also,
                "logs": row.logs,
                "share": round(row.share, 6),
                "signatures": row.signatures,
                "texts": row.texts,
                "diversity": round(row.diversity, 6),
                "oddity": row.oddity or None,
                "varying": [list(pair) for pair in row.varying],
                "microseconds_per_mb": round(_cost(row, report), 3),
                "never_hit": not row.hits and not row.also,
                "unproven": row.id in unproven,
            }
            for row in rows
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)
