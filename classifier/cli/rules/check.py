"""`triage rules check`: prove rules; all problems at once."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier import __version__
from classifier.cli.output import say
from classifier.cli.rules.options import Bundled, as_read, known_tools
from classifier.errors import Exit, illustrated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.rulebook import Rulebook
    from classifier.rulebook.findings import Finding


class FindingsForm(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


class Least(StrEnum):
    """The least level that is shown."""

    error = "error"
    warning = "warning"
    info = "info"


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH...]", help="Rules files or folders.")
    ] = None,
    bundled: Bundled = True,
    form: Annotated[
        FindingsForm, typer.Option("--format", "-f", help="How to write the findings.")
    ] = FindingsForm.text,
    level: Annotated[
        Least | None,
        typer.Option("--level", help="Least level to show; info for json and sarif, else warning."),
    ] = None,
) -> int:
    """Prove rules: their language, their patterns, every example; all problems at once.

    With paths, their packs are proven, on top of the bundled ones; without, the bundled packs are. Exit code
    1 when anything of level error is wrong.
    """
    from classifier.render.findings import as_annotations, as_json, as_sarif
    from classifier.rulebook.lints import LINTS
    from classifier.rulebook.load import quote, survey

    book, problems = survey(paths or (), bundled=bundled)
    found = _asked_for({*problems, *_findings(book, paths or ())}, paths or ())
    shown = _of_level(found, level or (Least.info if form in ("json", "sarif") else Least.warning))
    match form:
        case FindingsForm.json:
            print(as_json(shown))
        case FindingsForm.sarif:
            print(as_sarif(shown, {name: lint.about for name, lint in LINTS.items()}, __version__))
        case FindingsForm.github:
            print(as_annotations(shown), end="\n" if shown else "")
        case FindingsForm.text:
            for line in illustrated(shown, quote):
                print(line)
    say(_summary(book, paths or (), found, hidden=len(found) - len(shown)))
    return Exit.GATE if any(one.level == "error" for one in found) else Exit.DONE


def _findings(book: Rulebook, paths: Sequence[str]) -> Iterable[Finding]:
    """Return what is wrong with rules that could be loaded, and with how their files are written."""
    from classifier.normalize import Normalizer
    from classifier.rulebook.check import check as prove
    from classifier.rulebook.check import written
    from classifier.rulebook.load import real_path

    normalizer = Normalizer(book.masks)
    today = datetime.now(UTC).date().isoformat()
    proven = prove(book, as_read, lambda text: normalizer.mask(text).masked, today, known_tools(book))
    labels = {pack.place.path for pack in book.sources if _is_asked_for(pack.place.path, paths)}
    files = {label: real_path(label).read_bytes().decode("utf-8-sig", "replace") for label in sorted(labels)}
    return {*proven, *written(book, files)}


def _of_level(findings: Iterable[Finding], least: Least) -> list[Finding]:
    from classifier.rulebook.findings import LEVELS

    return [one for one in findings if LEVELS.index(one.level) <= LEVELS.index(least.value)]


def _summary(book: Rulebook, paths: Sequence[str], findings: Sequence[Finding], *, hidden: int) -> str:
    """Return in a line how much was proven and what was found."""
    from classifier.render.words import count
    from classifier.rulebook.findings import LEVELS

    rules = [rule for rule in book.rules if _is_asked_for(rule.place.path, paths)]
    examples = sum(len(rule.examples) + len(rule.counterexamples) for rule in rules)
    levels = {level: sum(one.level == level for one in findings) for level in LEVELS}
    found = [f"{number} of level {level}" for level, number in levels.items() if number]
    shown = f"{count(len(findings), 'problem')}{' (' + ', '.join(found) + ')' if found else ''}"
    more = f"; {hidden} not shown, --level info shows them" if hidden else ""
    return f"{count(len(rules), 'rule')}, {count(examples, 'example')}, {shown}{more}"


def _asked_for(problems: Iterable[Finding], paths: Sequence[str]) -> list[Finding]:
    return sorted(problem for problem in problems if _is_asked_for(problem.place.path, paths))


def _is_asked_for(path: str, paths: Sequence[str]) -> bool:
    """Say whether a rules file is one of the paths or lies in one of them; without paths every file is."""
    if not paths:
        return True
    from classifier.rulebook.load import real_path

    real = real_path(path)
    return any(real == Path(one).resolve() or Path(one).resolve() in real.parents for one in paths)
