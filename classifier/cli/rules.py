"""`triage rules`: prove rules, list them, show one, and give editors their schema."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.output import say
from classifier.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.errors import Problem
    from classifier.model import Failure
    from classifier.rulebook import Rulebook
    from classifier.rulebook.rule import Pattern, Rule

app = typer.Typer(
    help="What rules there are, and whether they are right.", no_args_is_help=True, rich_markup_mode=None
)


class Form(StrEnum):
    """How a command answers."""

    text = "text"
    json = "json"


RulePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--rules", "-r", metavar="PATH", help="Rules file or folder, before the bundled packs; repeatable."
    ),
]
Bundled = Annotated[bool, typer.Option("--bundled/--no-bundled", help="Use the bundled packs too.")]
Format = Annotated[Form, typer.Option("--format", "-f", help="How to answer.")]


@app.command(short_help="Prove rules by their examples; all problems at once.")
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


@app.command("list")
def list_rules(rules: RulePaths = None, bundled: Bundled = True, form: Format = Form.text) -> None:
    """List all rules in the order in which they win."""
    book = _book(rules, bundled=bundled)
    if form is Form.json:
        print(json.dumps([_as_data(book, rule) for rule in book.rules], indent=2, ensure_ascii=False))
        return
    rows = [(rule.id, rule.component, rule.tier, rule.role, rule.title) for rule in book.rules]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A rule's id.")],
    rules: RulePaths = None,
    bundled: Bundled = True,
) -> None:
    """Show one rule as a manual page."""
    from classifier.rulebook.shape import nearest

    book = _book(rules, bundled=bundled)
    known = {former: rule for rule in reversed(book.rules) for former in (*rule.formerly, rule.id)}
    if name not in known:
        raise UsageError(f"no rule is called '{name}'. {nearest(name, known)}")
    print("\n".join(_page(known[name])))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a rules file, for editors."""
    from classifier.rulebook.schema import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def as_read(failure: Failure) -> Failure:
    """Return a failure with the raw text of an example as the stages before judging would hand it on."""
    from classifier.lines import Lines
    from classifier.model import Log, Reading
    from classifier.redact import redact

    span = failure.spans[0]
    lines = Lines("example", span.text.encode())
    clean = tuple(lines.between(1, len(lines)))
    headline = next((text.strip() for _, text in clean if text.strip()), "")
    read = replace(failure, spans=(replace(span, lines=clean),), headline=headline)
    return redact(Reading(log=Log(path="example", state="failed"), failures=(read,))).failures[0]


def _book(rules: Sequence[str] | None, *, bundled: bool) -> Rulebook:
    from classifier.rulebook import load

    return load(rules or (), bundled=bundled)


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


def _as_data(book: Rulebook, rule: Rule) -> dict[str, object]:
    """Return a rule as plain data."""
    return {
        "id": rule.id,
        "pack": rule.pack,
        "place": f"{rule.place.path}:{rule.place.line}",
        "component": rule.component,
        "title": rule.title,
        "role": rule.role,
        "tier": rule.tier,
        "kind": rule.kind,
        "where": rule.where,
        "scope": rule.scope,
        "signature": rule.signature,
        "status": rule.status,
        "all": [[{one.entry: one.source} for one in clause] for clause in rule.clauses],
        "none": [{one.entry: one.source} for one in rule.none],
        "beats": list(rule.beats),
        "means": rule.means,
        "try": rule.remedy,
        "see": list(rule.see),
        "literals": list(book.literals(rule)),
        "examples": [example.text for example in rule.examples],
    }


def _page(rule: Rule) -> list[str]:
    """Return a rule as the lines of a manual page; what it does not say is left out."""
    return [
        f"{rule.id}: {rule.title}",
        "",
        *_facts(rule),
        *_section("Means", [rule.means]),
        *_section("Try", [rule.remedy]),
        *_section("See", rule.see),
        *_section("Matches", _conditions(rule)),
        *_section(
            "Examples", [line for example in rule.examples for line in example.text.strip().split("\n")]
        ),
        *_section("Not", [line for one in rule.counterexamples for line in one.text.strip().split("\n")]),
    ]


def _facts(rule: Rule) -> list[str]:
    limits = rule.limits
    facts = {
        "component": rule.component,
        "pack": f"{rule.pack} ({rule.place.path}:{rule.place.line})",
        "role": f"{rule.role}, tier {rule.tier}",
        "kind": rule.kind or "",
        "signature": rule.signature,
        "searches": f"{rule.where}, scope {rule.scope}",
        "only": ", ".join([*limits.tools, *limits.kinds, *limits.phases, *limits.logs, *limits.files]),
        "beats": ", ".join(rule.beats),
        "action": rule.action,
        "owner": rule.owner,
        "issue": rule.issue,
        "status": rule.status if rule.status != "active" else "",
        "expires": rule.expires,
        "formerly": ", ".join(rule.formerly),
    }
    return [f"  {name:<10} {fact}" for name, fact in facts.items() if fact]


def _conditions(rule: Rule) -> list[str]:
    """Return what must match and what must not, a line each."""
    lines = []
    for clause in rule.clauses:
        lines += [f"{'or ' if number else ''}{_entry(one)}" for number, one in enumerate(clause)]
    return [*lines, *(f"not {_entry(one)}" for one in rule.none)]


def _entry(pattern: Pattern) -> str:
    return f"{pattern.entry}: {pattern.source}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = [f"  {line}" for line in lines if line]
    return ["", title, *body] if body else []
