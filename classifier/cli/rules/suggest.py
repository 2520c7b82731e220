"""`triage rules suggest`: a complete, already checked rule from a failure that no rule knows."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.lookup import look_up, settings
from classifier.cli.output import put, say
from classifier.cli.rules.options import Form, Format, RulePaths
from classifier.cli.rules.proof import found_in, is_shipped, prove
from classifier.errors import Exit, UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.cli.rules.proof import Proof
    from classifier.model import Report, Signature
    from classifier.pipeline import Judge
    from classifier.rulebook import Rulebook
    from classifier.suggest import Suggestion

NEW = "rules.yaml"
"""What the file is called that a rule is tried in where none is named."""


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
    proof = prove(data, target, suggestion, report, signature, chosen)
    hits = list(found_in(suggestion, passing or (), chosen))
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
        put(data.decode("utf-8"), write, "the rule")
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

    if write is None or not _is_begun(write):
        return list(rules)
    inside = any(
        real_path(str(write)) in {Path(one).resolve(), *Path(one).resolve().glob("*")} for one in rules
    )
    return list(rules) if inside or is_shipped(write) else [*rules, str(write)]


def _home(write: Path | None, book: Rulebook) -> tuple[str, ...]:
    """Return the components that the file names which the rule is written to."""
    from classifier.rulebook import nodes

    if write is None or not write.is_file() or not _is_begun(write):
        return () if book.components else (_pack_name(write or Path(NEW)),)
    node, _ = nodes.read(str(write), write.read_bytes())
    components = node.tables("components") if isinstance(node, nodes.Table) else ()
    return tuple(one.text("id") for one in components)


def _file(write: Path | None, suggestion: Suggestion, book: Rulebook) -> bytes:
    """Return the file with the rule in it: the one that is there with one rule more, or a new pack."""
    from classifier.rulebook.writing import spliced

    if write is None or not _is_begun(write):
        pack = _new_pack(write or Path(NEW), "" if book.components else suggestion.guess.component)
        return pack.encode() + suggestion.text.encode()
    try:
        return spliced(write.read_bytes(), suggestion.text, str(write))
    except OSError as error:
        raise UsageError(f"{write}: {reason(error)}. Name a rules file that can be read.") from None


def _is_begun(path: Path) -> bool:
    """Say whether there is anything in a place that is written to: an empty file is as good as none."""
    return path.exists() and path.stat().st_size > 0


def _new_pack(path: Path, component: str) -> str:
    about = "Rules drafted from failures that no rule knew."
    components = f"components:\n- {{id: {component}}}\n" if component else ""
    return f"pack: {_pack_name(path)}\nabout: {about}\ntier: component\n{components}rules:\n\n"


def _pack_name(path: Path) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", path.stem.lower())) or "rules"


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
