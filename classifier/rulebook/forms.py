"""What can be wrong with forms: groups nobody reads, samples they miss, lines they should leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.errors import Problem
from classifier.literals import required_literals
from classifier.rulebook.findings import finding
from classifier.rulebook.nodes import Text
from classifier.rulebook.rule import GROUP
from classifier.rulebook.shape import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.errors import Place
    from classifier.model import Form
    from classifier.rulebook.findings import Finding
    from classifier.rulebook.nodes import Table
    from classifier.rulebook.rule import Pack

PATTERNS = ("pattern", "goes_on", "says", "above", "heading", "hollow", "nested")
"""The fields of a form that hold patterns."""
GROUPS = ("message", "severity", "code", "file", "line", "column", "subject", "group")
"""What a reader takes of a match."""


def unknown_groups(pack: Table) -> Iterator[Problem]:
    """Yield a problem for each named group of a form that means nothing."""
    for form in pack.tables("forms"):
        for field in PATTERNS:
            for node in form.items(field):
                for name in GROUP.findall(node.text) if isinstance(node, Text) else ():
                    if name not in GROUPS:
                        yield Problem(node.place, f"nothing reads the group '{name}'", nearest(name, GROUPS))


def proven(packs: Iterable[Pack]) -> Iterator[Finding]:
    """Yield what the samples and confusers of all forms show, and forms that make reading slow."""
    for pack in packs:
        for place, form in zip(pack.form_places, pack.forms, strict=True):
            yield from _proven(place, form)


def _proven(place: Place, form: Form) -> Iterator[Finding]:
    pattern = regex.compile(form.pattern, regex.MULTILINE)
    for sample in form.samples:
        if not pattern.search(sample):
            what = f"form '{form.name}' does not match its sample '{_first(sample)}'"
            yield finding(Problem(place, what, "Mend the pattern or the sample."), "missing")
    for line in form.confusers:
        if pattern.search(line):
            what = f"form '{form.name}' matches its confuser '{_first(line)}'"
            yield finding(Problem(place, what, "Narrow the pattern."), "noisy")
    if not required_literals(form.pattern):
        what = f"form '{form.name}' must look at every line of every log"
        hint = "Have it contain a text of three characters or more that every match holds."
        yield finding(Problem(place, what, hint), "slow-line", "warning")


def _first(text: str) -> str:
    return text.strip().split("\n", 1)[0]
