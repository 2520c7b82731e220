"""`triage rules check`: prove rules; all problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier import __version__
from classifier.cli.output import put_bytes, say
from classifier.cli.rules.options import Bundled, as_read, known_tools
from classifier.errors import Exit, UsageError, illustrated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.rulebook import Rulebook
    from classifier.rulebook.findings import Finding

ROUNDS = 5
"""What was mended may show something else to mend, but not for long."""


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


Logs = list[str] | None


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
    fix: Annotated[bool, typer.Option("--fix", help="Mend in the files what is mechanical.")] = False,
    passing: Annotated[
        Logs,
        typer.Option(metavar="LOGS", help="Logs of runs that passed: name the rules that hit; repeatable."),
    ] = None,
    corpus: Annotated[
        Logs, typer.Option(metavar="LOGS", help="Logs on which to name rules that never win; repeatable.")
    ] = None,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Name what no example or fixture would miss of a rule.")
    ] = False,
    fixtures: Annotated[
        str,
        typer.Option(metavar="FOLDER", help="Fixtures for --mutate: logs with expected.yaml beside them."),
    ] = "",
) -> int:
    """Prove rules: their language, their patterns, every example; all problems at once.

    With paths, their packs are proven, on top of the bundled ones; without, the bundled packs are. Exit code
    1 when anything of level error is wrong.
    """
    from classifier.render.findings import as_annotations, as_json, as_sarif
    from classifier.rulebook.lints import LINTS
    from classifier.rulebook.load import quote

    for path in paths or ():
        if not Path(path).exists():
            raise UsageError(f"{path}: there is no such file or folder. Name a rules file or a folder.")
    if fix:
        _mend(paths or (), bundled=bundled)
    asked = _Asked(tuple(paths or ()), tuple(passing or ()), tuple(corpus or ()), fixtures, mutate=mutate)
    book, found = _all_findings(asked, bundled=bundled)
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
    say(_summary(book, asked.paths, found, hidden=len(found) - len(shown)))
    return Exit.GATE if any(one.level == "error" for one in found) else Exit.DONE


@dataclass(frozen=True, slots=True)
class _Asked:
    """What rules are to be held against."""

    paths: tuple[str, ...]
    passing: tuple[str, ...] = ()
    corpus: tuple[str, ...] = ()
    fixtures: str = ""
    mutate: bool = False


def _all_findings(asked: _Asked, *, bundled: bool) -> tuple[Rulebook, list[Finding]]:
    """Return the rulebook, and what is wrong with those of its rules that were asked about, by place."""
    from classifier.rulebook.load import survey

    book, problems = survey(asked.paths, bundled=bundled)
    return book, _asked_for({*problems, *_findings(book, asked)}, asked.paths)


def _findings(book: Rulebook, asked: _Asked) -> Iterator[Finding]:
    """Yield what is wrong with rules that could be loaded, and with how their files are written."""
    from classifier.cli.rules.evidence import against_corpus, against_mutants, against_passing
    from classifier.normalize import Normalizer
    from classifier.rulebook.check import attempt, excused, written
    from classifier.rulebook.check import check as prove
    from classifier.rulebook.load import real_path

    normalizer = Normalizer(book.masks)
    today = datetime.now(UTC).date().isoformat()
    yield from prove(book, as_read, lambda text: normalizer.mask(text).masked, today, known_tools(book))
    labels = {pack.place.path for pack in book.sources if _is_asked_for(pack.place.path, asked.paths)}
    files = {label: real_path(label).read_bytes().decode("utf-8-sig", "replace") for label in sorted(labels)}
    yield from written(book, files)
    if asked.passing:
        yield from excused(book, against_passing(book, asked.passing))
    if asked.corpus:
        yield from excused(book, against_corpus(book, asked.corpus))
    if asked.mutate:
        examples = [one for rule in book.rules for one in (*rule.examples, *rule.counterexamples)]
        failures = [attempt(book, one, as_read).failure for one in examples]
        yield from excused(book, against_mutants(book, failures, asked.fixtures))


def _mend(paths: Sequence[str], *, bundled: bool) -> None:
    """Mend the files at some paths, as often as that shows more to mend. Raises UsageError, OutputError."""
    from classifier.rulebook.fix import mended
    from classifier.rulebook.load import real_path

    if not paths:
        raise UsageError("--fix needs the rules files to mend. Name them.")
    for _ in range(ROUNDS):
        _, found = _all_findings(_Asked(tuple(paths)), bundled=bundled)
        changed = False
        for label in sorted({one.place.path for one in found if one.fix}):
            path = real_path(label)
            data, done = mended(path.read_bytes(), [one for one in found if one.place.path == label])
            if done:
                changed = True
                put_bytes(data, path)
                for one in done:
                    say(f"{one.place}: mended {one.name}: {one.what}")
        if not changed:
            return


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
