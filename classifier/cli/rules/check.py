"""`triage rules check`: prove rules; all problems at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.output import say
from classifier.cli.rules.options import Bundled, Form, Format, as_read
from classifier.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.errors import Problem


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH...]", help="Rules files or folders.")
    ] = None,
    bundled: Bundled = True,
    form: Format = Form.text,
) -> int:
    """Prove rules: their language, their patterns, every example; all problems at once.

    With paths, their packs are proven, on top of the bundled ones; without, the bundled packs are. Exit code
    1 when anything is wrong.
    """
    from classifier.normalize import Normalizer
    from classifier.render.words import count
    from classifier.rulebook.check import check as prove
    from classifier.rulebook.load import survey

    book, problems = survey(paths or (), bundled=bundled)
    normalizer = Normalizer(book.masks)
    today = datetime.now(UTC).date().isoformat()
    findings = prove(book, as_read, lambda text: normalizer.mask(text).masked, today)
    shown = _asked_for({*problems, *findings}, paths or ())
    if form is Form.json:
        print(_findings_as_json(shown))
    else:
        for problem in shown:
            print(problem)
        rules = [rule for rule in book.rules if _is_asked_for(rule.place.path, paths or ())]
        examples = sum(len(rule.examples) + len(rule.counterexamples) for rule in rules)
        say(", ".join((count(len(rules), "rule"), count(examples, "example"), count(len(shown), "problem"))))
    return Exit.GATE if shown else Exit.DONE


def _asked_for(problems: Iterable[Problem], paths: Sequence[str]) -> list[Problem]:
    return sorted(problem for problem in problems if _is_asked_for(problem.place.path, paths))


def _is_asked_for(path: str, paths: Sequence[str]) -> bool:
    """Say whether a rules file is one of the paths or lies in one of them; without paths every file is."""
    if not paths:
        return True
    from classifier.rulebook.load import real_path

    real = real_path(path)
    return any(real == Path(one).resolve() or Path(one).resolve() in real.parents for one in paths)


def _findings_as_json(problems: Iterable[Problem]) -> str:
    findings = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "what": problem.what,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps({"schema": "triage.findings/1", "findings": findings}, indent=2, ensure_ascii=False)
