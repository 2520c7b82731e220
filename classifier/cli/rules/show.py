"""`triage rules list`, `show` and `schema`: what rules there are, one of them in full, their language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.output import columns
from classifier.cli.rules.options import Bundled, Form, Format, RulePaths, rulebook
from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.rulebook import Rulebook
    from classifier.rulebook.rule import Pattern, Rule


def list_rules(rules: RulePaths = None, bundled: Bundled = True, form: Format = Form.text) -> None:
    """List all rules in the order in which they win."""
    book = rulebook(rules, bundled=bundled)
    if form is Form.json:
        print(json.dumps([_as_data(book, rule) for rule in book.rules], indent=2, ensure_ascii=False))
        return
    rows = [(rule.id, rule.component, rule.tier, rule.role, rule.title) for rule in book.rules]
    for line in columns(rows):
        print(line)


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A rule's id.")],
    rules: RulePaths = None,
    bundled: Bundled = True,
) -> None:
    """Show one rule as a manual page."""
    from classifier.rulebook.shape import nearest

    book = rulebook(rules, bundled=bundled)
    known = {former: rule for rule in reversed(book.rules) for former in (*rule.formerly, rule.id)}
    if name not in known:
        raise UsageError(f"no rule is called '{name}'. {nearest(name, known)}")
    print("\n".join(_page(known[name])))


def schema() -> None:
    """Print the JSON Schema of a rules file, for editors."""
    from classifier.rulebook.schema import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))


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
        *_section("Worded after", _public_sources(rule)),
    ]


def _public_sources(rule: Rule) -> Iterable[str]:
    """Return after what its examples are worded, where no tool was really run, each once."""
    return dict.fromkeys(one.source for one in (*rule.examples, *rule.counterexamples) if not one.observed)


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
        "excused": ", ".join(rule.allow),
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
