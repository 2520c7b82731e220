"""Lints of patterns: those that match too much, too slowly, or something other than they seem to."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.patterns import compiled
from classifier.rulebook.book import literals_of
from classifier.rulebook.findings import fixable
from classifier.rulebook.grammar import needs_line_feed
from classifier.rulebook.lints.ordinary import FAILING, PASSING
from classifier.rulebook.lints.signs import bare_signs, hollow_signs, odd_classes
from classifier.rulebook.match import Searched, search
from classifier.rulebook.references import complaint_about
from classifier.visible import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.rulebook.check import Proof
    from classifier.rulebook.rule import Pattern, Rule

SAMPLES = ("", "a b", "7:")
"""Texts that have nothing in common."""
MANY = 3
"""Programs whose failures a rule may match so many less one of, before it counts as too wide."""

_OPEN_START = re.compile(r"^(?P<flags>\(\?\w+\))?\^?(?:\.\*[?+]?)+")
_OPEN_END = re.compile(r"(?<!\\)(?:\.\*[?+]?)+\$?$")
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_BLANKS}]|(?P<unseen>(?![\x00-\x9f])[{UNSEEN}])")
"""Control characters get into a pattern by escapes of YAML alone, of which there is a lint of its own."""


def empty_match(proof: Proof) -> Iterator[Problem]:
    """Yield patterns that are found in an empty text, and so everywhere."""
    for pattern in filter(_is_empty, proof.rule.patterns):
        yield Problem(pattern.place, "the pattern matches an empty text", "Make something in it obligatory.")


def open_end(proof: Proof) -> Iterator[Problem]:
    """Yield patterns with `.*` at an end, which does nothing, since patterns are searched for."""
    for pattern in proof.rule.patterns:
        if pattern.entry == "regex":
            closed = _OPEN_END.sub("", _OPEN_START.sub(lambda start: start["flags"] or "", pattern.source))
            if closed != pattern.source:
                what, hint = "the pattern has '.*' at an end", "Remove it: patterns are searched for."
                yield fixable(pattern.place, what, hint, closed)


def line_break(proof: Proof) -> Iterator[Problem]:
    """Yield rules of scope line whose first entry goes over a line's end, so that it finds none."""
    rule = proof.rule
    for pattern in rule.clauses[0] if rule.scope == "line" else ():
        if needs_line_feed(pattern.expression):
            what = "a rule of scope line is looked for in single lines, and this needs two"
            yield Problem(
                pattern.place, what, "Let the first entry be the line that says it; put the rest into 'all'."
            )


def slow_line(proof: Proof) -> Iterator[Problem]:
    """Yield rules of scope line that must look at every line of every log."""
    rule = proof.rule
    if rule.scope == "line" and not literals_of(rule.clauses[0]):
        what = f"'{rule.id}' looks at every line of every log: its first entry needs no fixed text"
        yield Problem(
            rule.clauses[0][0].place, what, "Give each alternative three letters that must be there."
        )


def no_literal(proof: Proof) -> Iterator[Problem]:
    """Yield rules that are tried on every failure, since no part of them needs a fixed text."""
    rule = proof.rule
    if not any(literals_of(clause) for clause in rule.clauses):
        what = f"'{rule.id}' is tried on every failure, {_cost(rule)}: none of its entries needs a fixed text"
        yield Problem(rule.clauses[0][0].place, what, "Give one of them three letters that must be there.")


def slow_pattern(proof: Proof) -> Iterator[Problem]:
    """Yield patterns whose time grows faster than the text, with a text that shows it."""
    from classifier.rulebook.slow import slowness

    for pattern in proof.rule.patterns:
        if pattern.entry != "text" and (found := slowness(pattern.expression)):
            yield found.at(pattern.place)


def unescaped(proof: Proof) -> Iterator[Problem]:
    """Yield patterns with signs that look meant literally: `op()`, `[a|b]`, `*.cpp`, a dot where a dot is."""
    rule = proof.rule
    texts = [text for trial in proof.examples for _, text in Searched(trial.failure).parts(rule.where)]
    for pattern in rule.patterns:
        if pattern.entry == "regex":
            yield from odd_classes(pattern)
    for clause in rule.clauses:
        for pattern in clause:
            if pattern.entry == "regex":
                yield from list(bare_signs(pattern, texts)) or hollow_signs(pattern)
            elif pattern.entry in ("text", "glob"):
                yield from _pattern_as_text(pattern, texts)


def unseen_character(proof: Proof) -> Iterator[Problem]:
    """Yield patterns with characters that nobody sees, or that only look like a blank."""
    for pattern in proof.rule.patterns:
        if found := _ODD.search(pattern.source):
            kind = "which nobody sees" if found["unseen"] else "which only looks like a blank"
            what = f"the pattern holds U+{ord(found[0]):04X}, {kind}"
            plain = _ODD.sub(lambda odd: "" if odd["unseen"] else " ", pattern.source).replace("  ", " ")
            yield fixable(pattern.place, what, f"Remove it, or write it as \\u{ord(found[0]):04x}.", plain)


def too_wide(proof: Proof) -> Iterator[Problem]:
    """Yield rules that match what all kinds of programs print, when they fail or when all is well."""
    rule = proof.rule
    if rule.limits.tools or rule.tier == "generic" or any(map(_is_empty, rule.patterns)):
        return
    fine = [text for text in PASSING if _finds(rule, text)]
    wrong = [text for text in FAILING if _finds(rule, text)]
    if fine or len(wrong) >= MANY:
        shown = fine[0] if fine else f"{wrong[0]}' and '{wrong[1]}"
        kind = "what is printed when all is well" if fine else f"the failures of {len(wrong)} other programs"
        what = f"'{rule.id}' matches {kind}: '{shown}'"
        yield Problem(rule.clauses[0][0].place, what, "Name what only this failure says.")


def _is_empty(pattern: Pattern) -> bool:
    found = [compiled(pattern.expression).search(text, timeout=1) for text in SAMPLES]
    return bool(found[0]) or all(match and not match.group() for match in found[1:])


def _finds(rule: Rule, text: str) -> bool:
    return all(any(search(one, text) for one in clause) for clause in rule.clauses) and not any(
        search(one, text) for one in rule.none
    )


def _pattern_as_text(pattern: Pattern, texts: list[str]) -> Iterator[Problem]:
    """Yield literal texts that no example holds, but that match one as a regular expression."""
    if any(search(pattern, text) for text in texts):
        return
    if complaint_about(pattern.source):  # what is no expression was meant as it is
        return
    expression = compiled(pattern.source)
    if any(expression.search(text, timeout=0.2) for text in texts):
        what = f"'{pattern.source}' is taken literally, but the examples match it as an expression"
        yield Problem(pattern.place, what, "Write {regex: ...}.")


def _cost(rule: Rule) -> str:
    """Return in words what it costs to look for a rule's entries, measured on ordinary lines."""
    text = "\n".join((*FAILING, *PASSING))
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        for pattern in rule.clauses[0]:
            for _ in compiled(pattern.expression).finditer(text, timeout=1):
                pass
        seconds.append(time.perf_counter() - began)
    milliseconds = min(seconds) * 1e9 / len(text.encode())
    return f"about {float(f'{milliseconds:.1g}'):g} ms per MB"
