"""`triage PATH...`: read, classify, group, report."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.folder import put_folder
from classifier.cli.output import put, say
from classifier.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.config import Config
    from classifier.model import Report
    from classifier.render import Look

PATHS = "Logs: files, globs, folders, archives, compressed files, or - for standard input."


def scan(
    paths: Annotated[list[str], typer.Argument(help=PATHS, metavar="PATH...")],
    rules: Annotated[
        list[str] | None,
        typer.Option("--rules", "-r", metavar="PATH", help="Rules file or folder; repeatable."),
    ] = None,
    bundled: Annotated[
        bool | None, typer.Option("--bundled/--no-bundled", help="Use the bundled packs too (default: yes).")
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="[FORMAT:]FILE",
            help="Write a report; the suffix gives the format; pages:DIR a folder; repeatable.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="Format of standard output: text, plain, json, html or md.",
        ),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="GATE", help="Exit 1 on: never, any, unknown, or that many failures."),
    ] = None,
    group_by: Annotated[
        str | None,
        typer.Option(metavar="WHAT", help="Group by component, signature, subject, log, or a dimension."),
    ] = None,
    dimension: Annotated[
        list[str] | None,
        typer.Option(
            "--dimension",
            "-d",
            metavar="NAME=SOURCE:REGEX",
            help="Count failures and passes by what the group called NAME finds in "
            "path, subject, line or property; repeatable.",
        ),
    ] = None,
    manifest: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="CSV (test,NAME,...) or JSONL that says of tests what no log says."
        ),
    ] = None,
    tables: Annotated[
        bool | None,
        typer.Option(
            "--tables/--no-tables",
            help="Show failures by component and dimension, and how far tests got; on a pipe, as text too.",
        ),
    ] = None,
    published_rounding: Annotated[
        bool | None,
        typer.Option("--published-rounding/--exact", help="Round every rate to a whole per cent."),
    ] = None,
    top: Annotated[
        int | None, typer.Option(metavar="N", help="Show at most N signatures on the terminal.")
    ] = None,
    redact: Annotated[
        bool | None, typer.Option("--redact/--no-redact", help="Mask secrets first (default: yes).")
    ] = None,
    color: Annotated[
        bool | None, typer.Option("--color/--no-color", help="Color the report (default: on a terminal).")
    ] = None,
    run: Annotated[str | None, typer.Option(metavar="NAME", help="Name of this run, for the report.")] = None,
    project: Annotated[
        str | None, typer.Option(metavar="NAME", help="Project that the logs come from.")
    ] = None,
    branch: Annotated[
        str | None, typer.Option(metavar="NAME", help="Branch that the logs come from.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no report, only what went wrong.")
    ] = False,
    cache: Annotated[
        bool | None,
        typer.Option("--cache/--no-cache", help="Keep compiled rules in your cache folder (default: yes)."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the lines behind each signature.")
    ] = False,
) -> int:
    """Read logs, name what failed by rules, group what no rule knows, and report."""
    from classifier import config, render

    given = {
        "rules": tuple(rules or ()),
        "bundled": bundled,
        "output": tuple(output or ()),
        "format": form,
        "fail-on": fail_on,
        "group-by": group_by,
        "manifest": manifest,
        "tables": tables,
        "published-rounding": published_rounding,
        "top": top,
        "redact": redact,
        "cache": cache,
        "color": color,
        "run": run,
        "branch": branch,
        "project": project,
    }
    settings = config.load(Path.cwd(), given)
    targets = [_target(one) for one in settings["output"].value]
    _keep_inputs([path for _, path in targets], paths)
    chosen = settings["format"].value
    if chosen:
        render.named(chosen)
    report = _report(paths, settings, dimension or ())
    _check_grouping(report, settings["group-by"].value)
    look = _look(settings, verbose=verbose)
    for name, path in targets:
        if name in render.FOLDERS:
            put_folder(render.folder(report, name), path)
        else:
            put(render.render(report, name, look), path)
    terminal = sys.stdout.isatty()
    chosen = chosen or ("text" if terminal or tables else "plain")
    if not quiet:
        sys.stdout.write(render.render(report, chosen, look))
    if quiet or not terminal or chosen != "text":
        # the report for people ends with them, where it is on the screen anyway
        for problem in report.warnings:
            say(str(problem))
    return _code(report, settings["fail-on"].value)


def _report(paths: list[str], settings: Config, dimensions: Iterable[str]) -> Report:
    """Run the pipeline; the clock is read here and nowhere else."""
    from classifier.cli.cache import user_cache
    from classifier.dimensions import of_option, of_table
    from classifier.model import Run
    from classifier.pipeline import triage

    configured = settings["dimensions"]
    began = time.monotonic()
    report = triage(
        paths,
        rules=settings["rules"].value,
        bundled=settings["bundled"].value,
        redaction=settings["redact"].value,
        dimensions=(*map(of_option, dimensions), *of_table(configured.value, configured.source)),
        manifest=settings["manifest"].value,
        published_rounding=settings["published-rounding"].value,
        cache=user_cache(wanted=settings["cache"].value),
        run=Run(
            name=settings["run"].value,
            project=settings["project"].value,
            branch=settings["branch"].value,
            started=_started(),
            inputs=tuple(paths),
        ),
    )
    seconds = 0.0 if "SOURCE_DATE_EPOCH" in os.environ else round(time.monotonic() - began, 3)
    return replace(report, run=replace(report.run, seconds=seconds))


def _check_grouping(report: Report, name: str) -> None:
    """Raise UsageError for what a report can't be grouped by; a manifest may have named dimensions."""
    if name not in report.groups:
        raise UsageError(f"group-by is '{name}'. Give one of: {', '.join(report.groups)}.")


def _started() -> str:
    """Return the time of the run in UTC; SOURCE_DATE_EPOCH fixes it, so that reports can be reproduced."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _keep_inputs(outputs: list[Path], paths: list[str]) -> None:
    """Raise UsageError when a report would be written over a log or an archive that is to be read."""
    from classifier.sources import find

    inputs = {Path(source.path).resolve() for source in find(paths).sources} if outputs else set()
    for path in outputs:
        if path.resolve() in inputs:
            raise UsageError(f"{path}: is one of the logs to read. Give another file for the report.")


def _target(text: str) -> tuple[str, Path]:
    """Return format and path of an `[FORMAT:]FILE`."""
    from classifier import render

    name, colon, path = text.partition(":")
    if colon and name in {*render.FOLDERS, *(one.name for one in render.FORMATS)}:
        return name, Path(path)
    return render.of_file(text).name, Path(text)


def _look(settings: Config, *, verbose: bool) -> Look:
    """Return how the terminal report is to look, from the settings and the terminal."""
    from classifier.render import Look

    wanted = settings["color"].value
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return Look(
        width=shutil.get_terminal_size((100, 24)).columns,
        color=_colored() if wanted is None else wanted,
        unicode=encoding.startswith("utf"),
        verbose=verbose,
        top=settings["top"].value,
        group_by=settings["group-by"].value,
        tables=settings["tables"].value,
    )


def _colored() -> bool:
    """Say whether to color: NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def _code(report: Report, gate: str) -> Exit:
    """Return the exit code: the gate's, or that some input was not read in full."""
    totals = report.totals
    bar = {"never": 0, "any": totals.failures, "unknown": totals.clustered + totals.unique}
    hit = bar[gate] > 0 if gate in bar else totals.failures >= max(int(gate), 1)
    if hit:
        return Exit.GATE
    return Exit.PARTIAL if report.partial else Exit.DONE
