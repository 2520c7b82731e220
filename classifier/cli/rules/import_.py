"""`triage rules import`: a pack of rules from the rule set of another system."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import Annotated

import typer

from classifier.cli.output import put, say
from classifier.errors import Exit, OutputError, UsageError, reason


def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="ruleset.toml, categories.json, taxonomy.yaml, Jenkins' causes."),
    ],
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the pack there; else it is printed.")
    ] = None,
    pack: Annotated[str, typer.Option(metavar="NAME", help="Name of the pack (default: the file's).")] = "",
    system: Annotated[
        str, typer.Option("--from", metavar="SYSTEM", help="pytorch, jenkins, allure or spack, if not told.")
    ] = "",
    component: Annotated[str, typer.Option(metavar="ID", help="Give all rules to this component.")] = "",
) -> int:
    """Turn the rules of PyTorch, Jenkins' Build Failure Analyzer, Allure or Spack into a pack.

    What could not be carried over is named, each with its place. Run `triage rules check` on the pack then:
    its examples are made from the patterns, and texts of real logs are worth more.
    """
    from classifier.render.words import count
    from classifier.rulebook.imports import MOST, SYSTEMS, imported

    known = [one.name for one in SYSTEMS]
    if system and system not in known:
        raise UsageError(f"--from '{system}' is no system that is known. Give one of {', '.join(known)}.")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {reason(error)}. Name the file with the rules.") from error
    if len(data) > MOST:
        raise UsageError(
            f"{file}: {len(data):,} bytes, more than {MOST:,}. Give the file with the rules alone."
        )
    name = pack or re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "imported"
    try:
        made = imported(data.decode("utf-8", "replace"), str(file), name, system, component)
    except ValueError as error:
        raise UsageError(
            f"{file}: {error}. Name the system with --from if the file is one of these."
        ) from error
    for note in made.notes:
        say(str(note))
    if write is None:
        print(made.text, end="")
    elif write.exists():
        raise OutputError(f"{write}: there is a file already, it was left as it is. Give another name.")
    else:
        put(made.text, write, "the pack")
    where = f", try: triage rules check {write}" if write else ""
    say(f"{count(made.rules, 'rule')} from {made.system}, {count(len(made.notes), 'note')}{where}")
    return Exit.DONE
