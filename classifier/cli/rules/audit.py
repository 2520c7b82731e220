"""`triage rules audit`: a sample of matches per rule for a person to judge, then how precise rules are."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from classifier.cli.output import columns, put, say
from classifier.cli.rules.options import Bundled, Form, Format, RulePaths
from classifier.errors import Place, Problem, UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from classifier.model import Occurrence, Report
    from classifier.tables.audit import Mark, Precision, Sample

SCHEMA = "triage.audit/1"
KEYS: dict[str, Mark] = {"y": "right", "n": "wrong", "u": "unsure"}
ASK = "right? [y]es [n]o [u]nsure [s]kip [q]uit "
EXCERPT = 12
"""Lines of a block that are shown around the line that says the cause."""

Logs = Annotated[list[str], typer.Argument(metavar="LOGS...", help="Logs, folders or archives to draw from.")]


def audit(
    logs: Logs,
    rules: RulePaths = None,
    bundled: Bundled = True,
    form: Format = Form.text,
    each: Annotated[int, typer.Option("--each", "-n", min=1, metavar="N", help="Matches per rule.")] = 5,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number draws another sample.")] = 0,
    listed: Annotated[
        bool, typer.Option("--list", help="Show the sample with its ids, ask nothing.")
    ] = False,
    mark: Annotated[
        list[str] | None,
        typer.Option(
            "--mark",
            metavar="ID=MARK",
            help="Judge a match, by its id or the beginning, right, wrong or unsure; repeatable.",
        ),
    ] = None,
    marks_file: Annotated[
        Path, typer.Option("--marks", metavar="FILE", help="Where the marks are kept.")
    ] = Path("triage-audit.json"),
) -> None:
    """Judge a sample of what rules matched, and say how precise each rule is.

    On a terminal each match is shown with its log lines and the rules that came second, and a key answers:
    y, n, u (unsure), s (skip), q (quit). Elsewhere --list shows the sample and --mark ID=right answers.
    The marks are kept in a file, by what a failure says and not by where, so that they hold for later runs.
    """
    from classifier.pipeline import triage
    from classifier.tables import audit as sampling

    marks = _read(marks_file)
    given = [_given(one) for one in mark or ()]
    report = triage(logs, rules=rules or (), bundled=bundled)
    for warning in report.warnings:
        say(str(warning))
    drawn = sampling.samples(report, each, seed)
    if given:
        known = {one.id for one in drawn} | set(marks)
        marks |= {_meant(identity, known): mark for identity, mark in given}
        put(_marks_as_json(marks), marks_file, "the file of marks")
    if listed:
        print(_sample_as_json(report, drawn, marks) if form is Form.json else _sample(report, drawn, marks))
        return
    if not given and form is Form.text and sys.stdin.isatty() and sys.stderr.isatty():
        _ask(report, sampling.unmarked(drawn, marks), marks, marks_file)
    found = sampling.precision(report, marks)
    if form is Form.json:
        print(_precision_as_json(found))
    else:
        print("\n".join(_precision(found, len(sampling.unmarked(drawn, marks)))))


def _given(text: str) -> tuple[str, Mark]:
    """Return id and mark of an option. Raises UsageError."""
    from classifier.tables.audit import Mark

    identity, _, mark = text.partition("=")
    for known in get_args(Mark.__value__ if hasattr(Mark, "__value__") else Mark):
        if mark == known:
            return identity, known
    raise UsageError(f"--mark '{text}' is no mark. Write ID=right, ID=wrong or ID=unsure.")


def _meant(identity: str, known: Collection[str]) -> str:
    """Return the id that is given whole or by its beginning. Raises UsageError when none or several are."""
    found = [one for one in sorted(known) if identity and one.startswith(identity)]
    if identity in known or len(found) == 1:
        return identity if identity in known else found[0]
    if found:
        names = ", ".join(found)
        raise UsageError(f"'{identity}': {len(found)} matches begin so: {names}. Give more of the id.")
    raise UsageError(
        f"'{identity}': no match of the sample has this id. --list shows them, for the same logs and seed."
    )


def _read(path: Path) -> dict[str, Mark]:
    """Return the marks of a file, none when there is no file. Raises UsageError."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        problem = Problem(
            Place(str(path)), f"the marks can't be read: {reason(error)}", "Mend or remove the file."
        )
        raise UsageError(str(problem)) from error
    marks = data.get("marks") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(marks, dict) or not set(marks.values()) <= set(KEYS.values()):
        problem = Problem(Place(str(path)), "this is no file of marks", f"A file says schema {SCHEMA}.")
        raise UsageError(str(problem))
    return marks


def _marks_as_json(marks: Mapping[str, Mark]) -> str:
    """Return the file: one mark a line, sorted, so that two people's marks merge."""
    return json.dumps({"schema": SCHEMA, "marks": dict(sorted(marks.items()))}, indent=1) + "\n"


def _ask(report: Report, drawn: Sequence[Sample], marks: dict[str, Mark], path: Path) -> None:
    """Show one match after the other and keep what the person says; every answer is saved at once."""
    for number, one in enumerate(drawn, 1):
        say("\n".join(["", f"{number} of {len(drawn)}", *_shown(report, one)]))
        while True:
            typer.echo(ASK, nl=False, err=True)
            key = typer.getchar().lower()
            say(key if key.isprintable() else "")
            if key in KEYS:
                marks[one.id] = KEYS[key]
                put(_marks_as_json(marks), path, "the file of marks")
            if key in KEYS or key == "s":
                break
            if key in ("q", "\x1b", "\x04"):
                return


def _sample(report: Report, drawn: Sequence[Sample], marks: Mapping[str, Mark]) -> str:
    out: list[str] = []
    for one in drawn:
        out += [*_shown(report, one), f"  mark: {marks.get(one.id, 'none')}", ""]
    return "\n".join(out).rstrip()


def _shown(report: Report, sample: Sample) -> list[str]:
    """Return a match as lines: what won, what came second, and the log around the line it is about."""
    from classifier.render.words import one_line

    one = report.failures[sample.failure]
    second = ", ".join(one.also) or "none"
    return [
        f"{sample.id}  {sample.rule}: {one_line(one.title)}",
        f"  {one_line(one.failure.log)}:{one.failure.line}  {one_line(one.failure.subject or '')}".rstrip(),
        f"  also matched: {second}",
        *(f"  {'>' if number == one.failure.line else ' '} {number:>6}  {one_line(text)}"
          for number, text in _around(one)),
    ]  # fmt: skip


def _around(one: Occurrence) -> Sequence[tuple[int, str]]:
    """Return the lines of the block next to the line that says the cause."""
    lines = one.failure.excerpt
    place = next((index for index, (number, _) in enumerate(lines) if number >= one.failure.line), 0)
    start = max(0, min(place - EXCERPT // 2, len(lines) - EXCERPT))
    return lines[start : start + EXCERPT]


def _precision(rules: Sequence[Precision], left: int) -> list[str]:
    from classifier.tables.audit import overall

    rows = [("rule", "matches", "right", "wrong", "unsure", "precision", "95 % interval")]
    rows += [
        (one.rule, f"{one.hits:,}", f"{one.right:,}", f"{one.wrong:,}", f"{one.unsure:,}",
         "-" if one.share is None else f"{one.share:.1%}",
         "-" if one.low is None or one.high is None else f"{one.low:.1%} to {one.high:.1%}")
        for one in rules
    ]  # fmt: skip
    out = columns(rows, right=range(1, 6))
    judged = overall(rules)
    silent = sum(one.share is None for one in rules)
    if judged:
        share, low, high = judged
        out += ["", f"overall, weighted by matches: {share:.1%} ({low:.1%} to {high:.1%})"]
    if silent:
        out += ["", f"{silent} of {len(rules)} rules were not judged; {left} matches of the sample are left."]
    return out


def _precision_as_json(rules: Sequence[Precision]) -> str:
    from classifier.tables.audit import overall

    judged = overall(rules)
    data = {
        "schema": "triage.audit-report/1",
        "overall": judged and {"precision": judged[0], "low": judged[1], "high": judged[2]},
        "rules": [
            {
                "rule": one.rule,
                "matches": one.hits,
                "right": one.right,
                "wrong": one.wrong,
                "unsure": one.unsure,
                "precision": one.share,
                "low": one.low,
                "high": one.high,
            }
            for one in rules
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _sample_as_json(report: Report, drawn: Sequence[Sample], marks: Mapping[str, Mark]) -> str:
    rows = []
    for one in drawn:
        shown = report.failures[one.failure]
        rows.append(
            {
                "id": one.id,
                "rule": one.rule,
                "also": list(shown.also),
                "signature": shown.signature,
                "title": shown.title,
                "log": shown.failure.log,
                "line": shown.failure.line,
                "subject": shown.failure.subject,
                "excerpt": [list(pair) for pair in _around(shown)],
                "mark": marks.get(one.id),
            }
        )
    return json.dumps({"schema": "triage.audit-sample/1", "samples": rows}, indent=2, ensure_ascii=False)
