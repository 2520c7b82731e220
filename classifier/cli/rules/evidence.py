"""What logs say against rules: those of runs that passed, those of a corpus, those of fixtures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.lines import Lines
    from classifier.model import Failure, JudgedLog
    from classifier.rulebook import Rulebook
    from classifier.rulebook.findings import Finding
    from classifier.rulebook.lints.logs import Spot

EXPECTATION = "expected.yaml"
"""The file beside the logs of a fixture."""


def against_passing(book: Rulebook, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield rules that hit in logs of runs that passed: as failures, and in their lines."""
    from classifier.pipeline import Judge

    judge = Judge(book)
    judged, spots = [], []
    for lines in _opened(paths):
        judged.append(judge.log(lines))
        spots += list(_line_hits(book, lines))
    yield from _found("passing-failure", book, judged)
    yield from _found("passing-line", book, spots)


def against_corpus(book: Rulebook, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield rules that never win, or never match, on a corpus of logs."""
    from classifier.pipeline import Judge

    judge = Judge(book)
    judged = [judge.log(lines) for lines in _opened(paths)]
    yield from _found("corpus-never-wins", book, judged)
    yield from _found("corpus-unseen", book, judged)


def against_mutants(book: Rulebook, examples: Sequence[Failure], fixtures: str) -> Iterator[Finding]:
    """Yield what no example and no fixture would miss of a rule."""
    yield from _found("unnoticed", book, examples, [*_failures(book, fixtures)] if fixtures else [])


def _found(name: str, book: Rulebook, *evidence: object) -> Iterator[Finding]:
    from classifier.rulebook.findings import finding
    from classifier.rulebook.lints import OF_LOGS

    lint = OF_LOGS[name]
    return (finding(one, name, lint.level) for one in lint.find(book, *evidence))


def _opened(paths: Sequence[str]) -> Iterator[Lines]:
    """Yield the logs at some paths. Raises UsageError when there are none."""
    from classifier import sources
    from classifier.lines import Lines

    found = False
    for source in sources.find(paths).sources:
        for opened in sources.open_logs(source):
            if isinstance(opened, sources.Opened):
                found = True
                yield Lines(opened.label, opened)
    if not found:
        raise UsageError(f"{', '.join(paths)}: nothing to read. Name a log or a folder with logs.")


def _line_hits(book: Rulebook, lines: Lines) -> Iterator[Spot]:
    """Yield the lines of a log that hold all a rule asks for; rules of single tools are left out."""
    from classifier.rulebook.book import joined
    from classifier.rulebook.match import search
    from classifier.search import Searcher

    rules = {rule.id: rule for rule in book.rules if rule.status == "active" and not rule.limits.tools}
    hits = Searcher({name: joined(rule.clauses[0]) for name, rule in rules.items()}).search(lines)
    for name, numbers in hits.items():
        rule = rules[name]
        for number in numbers:
            text = lines[number]
            whole = all(any(search(one, text) for one in clause) for clause in rule.clauses)
            if whole and not any(search(one, text) for one in rule.none):
                yield name, lines.label, number, text


def _failures(book: Rulebook, folder: str) -> Iterator[Failure]:
    """Yield the failures of the fixtures in a folder: of the logs beside an expectation, else of all logs."""
    from classifier.pipeline import Judge

    cases = [path.parent for path in sorted(Path(folder).rglob(EXPECTATION))]
    logs = [
        one for case in cases for one in sorted(case.iterdir()) if one.is_file() and one.name != EXPECTATION
    ]
    judge = Judge(book)
    judged: Iterator[JudgedLog] = (
        judge.log(lines) for lines in _opened([str(one) for one in logs] or [folder])
    )
    return (one.failure for log in judged for one in log.judged)
