"""Prove a drafted rule in the file it is for, before that file is written: load, check, judge."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.cli.rules.options import as_read, known_tools
from classifier.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.config import Config
    from classifier.model import Report, Signature
    from classifier.rulebook import Rulebook
    from classifier.rulebook.findings import Finding
    from classifier.suggest import Suggestion


@dataclass(frozen=True, slots=True)
class Proof:
    """What a drafted rule does: how many of its failures it wins, which others, and what `check` says."""

    won: int
    taken: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]


def prove(
    data: bytes,
    target: Path,
    suggestion: Suggestion,
    report: Report,
    signature: Signature,
    chosen: Config,
) -> Proof:
    """Load the rule from a file as it will be, judge the failures of the report by it, and check it."""
    from classifier.rulebook.load import survey

    with tempfile.TemporaryDirectory(prefix="triage-") as folder:
        trial = Path(folder) / target.name
        trial.write_bytes(data)
        paths, bundled = _in_place(target, trial, chosen)
        book, problems = survey(paths, bundled=bundled, trust_bundled=True)
        found = (*problems, *_checked(book, suggestion.id))
    label = trial.as_posix()
    findings = tuple(
        replace(
            one,
            place=Place(one.place.path.replace(label, str(target)), one.place.line, one.place.column),
            what=one.what.replace(label, str(target)),
        )
        for one in sorted(set(found))
        if one.place.path == label or f"'{suggestion.id}'" in one.what
    )
    return Proof(*_judged(book, suggestion, report, signature), findings)


def _in_place(target: Path, trial: Path, chosen: Config) -> tuple[list[Path], bool]:
    """Return the paths of rules with the trial instead of the target, and if the bundled are to be added."""
    import classifier
    from classifier.rulebook.load import BUNDLED, SUFFIXES, bundled_folder

    folder = bundled_folder(Path(classifier.__file__).parent)
    bundled = chosen["bundled"].value
    paths: list[Path] = []
    for path in map(Path, chosen["rules"].value):
        inside = sorted(one for one in path.iterdir() if one.suffix in SUFFIXES) if path.is_dir() else [path]
        paths += inside
    if bundled and is_shipped(target):
        # a bundled pack keeps its place in the order
        paths += [folder / f"{name}.yaml" for name in BUNDLED]
        bundled = False
    swapped = [trial if path.resolve() == target.resolve() else path for path in paths]
    return (swapped if trial in swapped else [*swapped, trial]), bundled


def _checked(book: Rulebook, name: str) -> Iterable[Finding]:
    """Return what `rules check` says of a rule, and of those that it could take an example from."""
    from classifier.normalize import Normalizer
    from classifier.rulebook.check import check

    if all(rule.id != name for rule in book.rules):
        return ()
    normalizer = Normalizer(book.masks)
    today = datetime.now(UTC).date().isoformat()
    small = _around(book, name)
    return check(small, as_read, lambda text: normalizer.mask(text).masked, today, known_tools(book))


def _around(book: Rulebook, name: str) -> Rulebook:
    """Return the rulebook with a rule, those that match its examples, and those whose examples it matches."""
    from classifier.rulebook.book import Rulebook as Book
    from classifier.rulebook.check import attempt
    from classifier.rulebook.match import search

    rule = book.rule(name)
    near = {
        hit.rule.id
        for one in (*rule.examples, *rule.counterexamples)
        for hit in attempt(book, one, as_read).hits
    }
    patterns = [pattern for clause in rule.clauses for pattern in clause]
    near |= {
        other.id
        for other in book.rules
        if any(search(pattern, one.text) for one in other.examples for pattern in patterns)
    }
    packs = (
        replace(pack, rules=tuple(one for one in pack.rules if one.id in near or one.id == name), masks=())
        for pack in book.sources
    )
    return Book(tuple(replace(pack, mask_places=()) for pack in packs), book.digest)


def _judged(
    book: Rulebook, suggestion: Suggestion, report: Report, signature: Signature
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Return how many failures of the signature the rule wins, and how many of which others."""
    taken: dict[str, int] = {}
    for one in report.failures:
        hits = book.hits(one.failure)
        if hits and hits[0].rule.id == suggestion.id:
            taken[one.signature] = taken.get(one.signature, 0) + 1
    won = taken.pop(signature.id, 0)
    return won, tuple(sorted(taken.items(), key=lambda pair: (-pair[1], pair[0])))


def found_in(suggestion: Suggestion, paths: Sequence[str], chosen: Config) -> Iterator[str]:
    """Yield where the pattern is found in lines of passing logs; secrets are masked."""
    from classifier import sources
    from classifier.lines import Lines
    from classifier.redact import redact_text
    from classifier.search import Searcher

    if not paths:
        return
    searcher = Searcher({str(number): pattern for number, pattern in enumerate(suggestion.patterns)})
    for source in sources.find(paths).sources:
        for opened in sources.open_logs(source):
            if isinstance(opened, sources.Opened):
                lines = Lines(opened.label, opened)
                for number in sorted({hit for hits in searcher.search(lines).values() for hit in hits}):
                    text = redact_text(lines[number])[0] if chosen["redact"].value else lines[number]
                    yield f"{opened.label}:{number}: {text.strip()}"


def is_shipped(path: Path) -> bool:
    """Say whether a file is one of the bundled packs."""
    import classifier
    from classifier.rulebook.load import bundled_folder

    return path.resolve().parent == bundled_folder(Path(classifier.__file__).parent).resolve()
