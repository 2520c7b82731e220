"""`triage rules diff`: which failures move between rules, appear or vanish when the rulebook changes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.output import say
from classifier.cli.rules.options import Bundled  # noqa: TC001 - typer reads it
from classifier.errors import Exit, RulesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.model import Report
    from classifier.tables.moves import Moves, Verdict


class Form(StrEnum):
    """How the command answers."""

    text = "text"
    json = "json"
    md = "md"


Old = Annotated[
    str, typer.Argument(metavar="OLD", help="Rules file or folder, or a git revision that holds NEW.")
]
New = Annotated[str, typer.Argument(metavar="NEW", help="Rules file or folder.")]
Logs = Annotated[
    list[str], typer.Argument(metavar="LOGS...", help="Logs, folders or archives to compare on.")
]


def diff(
    old: Old,
    new: New,
    logs: Logs,
    bundled: Bundled = True,
    form: Annotated[Form, typer.Option("--format", "-f", help="How to answer.")] = Form.text,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 when any failure moved.")] = False,
) -> int:
    """Say which failures of some logs a change of rules moves: lost, gained, to another rule or component.

    OLD is a rules file or folder, or a git revision such as main or HEAD~1, where NEW is looked up.
    """
    from classifier.pipeline import triage
    from classifier.tables.moves import moves

    with _rules_at(old, new) as before:
        was = triage(logs, rules=[before], bundled=bundled)
    is_ = triage(logs, rules=[new], bundled=bundled)
    for warning in is_.warnings:
        say(str(warning))
    found = moves(was, is_)
    if form is Form.json:
        print(_as_json(found, is_))
    else:
        print("\n".join(_as_markdown(found, is_) if form is Form.md else _as_text(found, is_)))
    moved = any(count for change, count in found.counts.items() if change != "regrouped")
    return Exit.GATE if exit_code and moved else Exit.DONE


@contextmanager
def _rules_at(old: str, new: str) -> Iterator[Path]:
    """Yield the path of the old rules: OLD itself, or a copy of NEW as a git revision has it."""
    if Path(old).exists():
        yield Path(old)
        return
    import io
    import tarfile
    import tempfile

    path = Path(new).resolve()
    if not path.exists():
        raise UsageError(f"{new}: there are no such rules. Give a rules file or folder.")
    top = Path(_git(path.parent, "rev-parse", "--show-toplevel", what=old).decode().strip())
    inside = path.relative_to(top.resolve()).as_posix()
    revision = _git(path.parent, "rev-parse", "--verify", "--end-of-options", f"{old}^{{commit}}", what=old)
    packed = _git(
        top, "archive", "--format=tar", revision.decode().strip(), "--", inside, what=f"{old}:{new}"
    )
    with tempfile.TemporaryDirectory(prefix="triage-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        try:
            yield Path(folder) / inside
        except RulesError as error:
            # the folder is gone when a person reads this
            named = (
                replace(one, place=replace(one.place, path=one.place.path.replace(f"{folder}/", f"{old}:")))
                for one in error.problems
            )
            raise RulesError(tuple(named)) from error


def _git(folder: Path, *arguments: str, what: str) -> bytes:
    """Return what git answers. Raises UsageError with its reason."""
    import subprocess

    try:
        # no shell, and a revision can't be taken for an option
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise UsageError(
            f"'{what}' is no file or folder, and git can't be run ({error.strerror})."
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"'{what}' is no file or folder, and git does not know it ({said[-1] if said else 'no reason'}). "
            "Give a rules file, a folder, or a revision."
        )
    return done.stdout


def _as_text(found: Moves, report: Report) -> list[str]:
    from classifier.render.words import count, one_line
    from classifier.tables.moves import CHANGES

    out = [_summary(found, report)]
    last = ""
    for move in found.moves:
        if move.change != last:
            out += ["", f"{CHANGES[move.change]}:"]
            last = move.change
        out.append(f"  {_said(move.old)} -> {_said(move.new)}  {count(move.count, 'failure')}")
        out.append(f"    {one_line(move.log)}:{move.line}: {one_line(move.headline)}")
    return out


def _as_markdown(found: Moves, report: Report) -> list[str]:
    from classifier.render.document import Code, Heading, Paragraph, Table
    from classifier.render.document_markdown import write
    from classifier.tables.moves import CHANGES

    blocks: list[object] = [Heading(2, ("Rules: what moves",)), Paragraph((_summary(found, report),))]
    if found.moves:
        rows = tuple(
            (
                (CHANGES[move.change],),
                (Code(_said(move.old)),),
                (Code(_said(move.new)),),
                (f"{move.count:,}",),
                (Code(f"{move.log}:{move.line}"), " ", Code(move.headline)),
            )
            for move in found.moves
        )
        blocks.append(Table(("change", "before", "after", "failures", "for example"), rows))
    return [write(blocks)]  # type: ignore[arg-type]


def _as_json(found: Moves, report: Report) -> str:
    data = {
        "schema": "triage.rules-diff/1",
        "failures": report.totals.failures,
        "same": found.same,
        "counts": found.counts,
        "moves": [
            {
                "change": move.change,
                "old": _as_data(move.old),
                "new": _as_data(move.new),
                "count": move.count,
                "subjects": move.subjects,
                "log": move.log,
                "line": move.line,
                "headline": move.headline,
            }
            for move in found.moves
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _as_data(verdict: Verdict | None) -> dict[str, str | None] | None:
    if verdict is None:
        return None
    return {"rule": verdict.rule, "component": verdict.component, "signature": verdict.signature}


def _summary(found: Moves, report: Report) -> str:
    from classifier.render.words import count

    parts = [f"{number:,} {change}" for change, number in found.counts.items() if number]
    moved = ", ".join(parts) or "nothing moves"
    return f"{count(report.totals.failures, 'failure')} in {count(report.totals.logs, 'log')}: {moved}."


def _said(verdict: Verdict | None) -> str:
    if verdict is None:
        return "not found"
    return f"{verdict.signature} ({verdict.component})" if verdict.rule else f"unknown {verdict.signature}"
