"""`triage rules suggest`: a complete, already checked rule from a failure that no rule knows."""

from __future__ import annotations

import difflib
import json
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.lookup import look_up, settings
from classifier.cli.output import put, say
from classifier.cli.rules.options import Form, Format, RulePaths, as_read, known_tools
from classifier.errors import Exit, Place, UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.config import Config
    from classifier.model import Report, Signature
    from classifier.pipeline import Judge
    from classifier.rulebook import Rulebook
    from classifier.rulebook.findings import Finding
    from classifier.suggest import Suggestion

NEW = "rules.yaml"
"""What the file is called that a rule is tried in where none is named."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a drafted rule does: how many of its failures it wins, which others, and what `check` says."""

    won: int
    taken: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]


def suggest(
    name: Annotated[str, typer.Argument(metavar="SIGNATURE", help="Id of a signature, or its beginning.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RESULT.json or PATH...]", help="Where it is: JSON reports or logs."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", "-w", metavar="FILE", help="Put the rule at the end of FILE, or begin it."),
    ] = None,
    passing: Annotated[
        list[str] | None,
        typer.Option("--passing", metavar="PATH", help="Logs without failures to try it on; repeatable."),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Draft a rule of its own even if one may have drifted.")
    ] = False,
    rules: RulePaths = None,
    bundled: Annotated[
        bool | None, typer.Option("--bundled/--no-bundled", help="Use the bundled packs too (default: yes).")
    ] = None,
    form: Format = Form.text,
) -> int:
    """Draft a rule from failures that no rule knows, prove it, and show or write it.

    What all of the failures say becomes the pattern, what varies a capture; it is checked before it is
    shown. The rule goes to standard output, what it does to standard error. Where the message of a rule may
    have changed, the patch of that rule is drafted instead. Exit code 1 when it is not right yet: then
    nothing is written.
    """
    from classifier.pipeline import Judge
    from classifier.rulebook import load
    from classifier.suggest import suggest as drafted

    chosen = settings(rules, bundled=bundled)
    report, signature = look_up(name, paths or (), chosen)
    book = load(_with(chosen["rules"].value, write), bundled=chosen["bundled"].value)
    judge = Judge(book, redaction=chosen["redact"].value)
    found = None if new else _patched(write, report, signature, judge)
    if found:
        suggestion, data, target = found
    else:
        suggestion = drafted(report, signature, judge, _home(write, book))
        data, target = _file(write, suggestion, book), write or Path(NEW)
    proof = _proof(data, target, suggestion, report, signature, chosen)
    hits = list(_passing(suggestion, passing or (), chosen))
    wrong = [one for one in proof.findings if one.level == "error"] or proof.won < suggestion.members
    if form is Form.json:
        print(_as_json(suggestion, signature, proof, hits))
    elif not write or wrong:
        print(suggestion.text, end="")
    for line in _said(suggestion, signature, proof, hits, passing or ()):
        say(line)
    if wrong:
        return Exit.GATE
    if write:
        put(data.decode("utf-8"), write)
        say(f"written to {write}; scan again with --rules {write}")
    return Exit.DONE


def _patched(
    write: Path | None, report: Report, signature: Signature, judge: Judge
) -> tuple[Suggestion, bytes, Path] | None:
    """Return the patch of the rule that may have drifted, the file with it, and which file that is.

    None where there is no such rule, where it is not in the file that is to be written, and where the patch
    is left to a person.
    """
    from classifier.rulebook.drift import widened
    from classifier.rulebook.load import real_path
    from classifier.suggest import Guess, Suggestion, patch

    found = patch(report, signature, judge)
    if found is None:
        return None
    path = real_path(found.rule.place.path)
    if write is not None and write.resolve() != path:
        return None
    label = found.rule.place.path
    before = path.read_bytes()
    try:
        after = widened(before, found.rule.id, found.pattern, found.examples, signature.id, label)
    except UsageError as error:
        say(str(error))
        return None
    old, new = (one.decode("utf-8").splitlines(keepends=True) for one in (before, after))
    difference = "".join(difflib.unified_diff(old, new, label, label))
    guess = Guess(found.rule.component, "")
    made = Suggestion(found.rule.id, difference, guess, (found.pattern.expression,), signature.count, ())
    return made, after, write or path


def _with(rules: Sequence[str], write: Path | None) -> list[str]:
    """Return the paths of rules, with the file that is written to where it is there and in none of them."""
    from classifier.rulebook.load import real_path

    if write is None or not write.exists():
        return list(rules)
    inside = any(
        real_path(str(write)) in {Path(one).resolve(), *Path(one).resolve().glob("*")} for one in rules
    )
    return list(rules) if inside or _shipped(write) else [*rules, str(write)]


def _home(write: Path | None, book: Rulebook) -> tuple[str, ...]:
    """Return the components that the file names which the rule is written to."""
    from classifier.rulebook import nodes

    if write is None or not write.is_file():
        return () if book.components else (_pack_name(write or Path(NEW)),)
    node, _ = nodes.read(str(write), write.read_bytes())
    components = node.tables("components") if isinstance(node, nodes.Table) else ()
    return tuple(one.text("id") for one in components)


def _shipped(path: Path) -> bool:
    """Say whether a file is one of the bundled packs."""
    import classifier
    from classifier.rulebook.load import bundled_folder

    return path.resolve().parent == bundled_folder(Path(classifier.__file__).parent).resolve()


def _file(write: Path | None, suggestion: Suggestion, book: Rulebook) -> bytes:
    """Return the file with the rule in it: the one that is there with one rule more, or a new pack."""
    from classifier.rulebook.writing import spliced

    if write is None or not write.exists():
        pack = _new_pack(write or Path(NEW), "" if book.components else suggestion.guess.component)
        return pack.encode() + suggestion.text.encode()
    try:
        return spliced(write.read_bytes(), suggestion.text, str(write))
    except OSError as error:
        raise UsageError(f"{write}: {reason(error)}. Name a rules file that can be read.") from None


def _new_pack(path: Path, component: str) -> str:
    about = "Rules drafted from failures that no rule knew."
    components = f"components:\n- {{id: {component}}}\n" if component else ""
    return f"pack: {_pack_name(path)}\nabout: {about}\ntier: component\n{components}rules:\n\n"


def _pack_name(path: Path) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", path.stem.lower())) or "rules"


def _proof(
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
    if bundled and _shipped(target):
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


def _passing(suggestion: Suggestion, paths: Sequence[str], chosen: Config) -> Iterator[str]:
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


def _said(
    suggestion: Suggestion,
    signature: Signature,
    proof: Proof,
    hits: Sequence[str],
    passing: Sequence[str],
) -> Iterator[str]:
    """Yield what the rule does, a line each."""
    from classifier.render.words import count
    from classifier.visible import visible

    for one in proof.findings:
        if one.level != "info":
            yield visible(str(one))
    yield f"{suggestion.id}: wins {proof.won} of {count(suggestion.members, 'failure')} of {signature.id}"
    for name, number in proof.taken:
        yield f"  and {count(number, 'failure')} of {name}: narrow the pattern if that is another cause"
    if passing:
        yield f"  found in {count(len(hits), 'line')} of passing logs{':' if hits else ''}"
        for line in hits[:5]:
            yield f"    {visible(line)[:200]}"
    if suggestion.guess.reason:
        yield f"  component {suggestion.guess.component} is a guess: {suggestion.guess.reason}"
    else:
        yield "  its message may have changed; --new drafts a rule of its own instead"


def _as_json(suggestion: Suggestion, signature: Signature, proof: Proof, hits: Sequence[str]) -> str:
    data = {
        "schema": "triage.suggestion/1",
        "id": suggestion.id,
        "signature": signature.id,
        "rule": suggestion.text,
        "component": {"id": suggestion.guess.component, "reason": suggestion.guess.reason},
        "patterns": list(suggestion.patterns),
        "members": suggestion.members,
        "won": proof.won,
        "taken": [{"signature": name, "failures": number} for name, number in proof.taken],
        "findings": [
            {"line": one.place.line, "column": one.place.column, "level": one.level, "what": one.what}
            for one in proof.findings
        ],
        "passing": list(hits),
    }
    return json.dumps(data, indent=2, ensure_ascii=False)
