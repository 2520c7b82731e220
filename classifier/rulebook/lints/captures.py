"""Lints of captures: those that a signature holds decide what is counted as the same failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.errors import Problem
from classifier.rulebook.grammar import always_captured
from classifier.rulebook.match import search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.rulebook.check import Proof
    from classifier.rulebook.match import Hit

VOLATILE = re.compile("<(?:UUID|TIME|MAC|IP|ADDR|TEMP|HEX|SHAPE|DURATION|SIZE|SECRET)>")
"""What masks put in the place of a text that is another one in each run, wherever it stands."""
ABSOLUTE = re.compile(r"/[^/\s]+/|[A-Za-z]:\\")
"""A path of one machine."""
PLACED = re.compile(
    r"(?:\w+_)?(?:line|lineno|line_number|column|col|pid|port|time|date|seconds|sha|commit|address)"
)
"""Names of captures that say themselves that they hold a place, a time or a number of one run."""
LONG_NUMBER = re.compile(r"\d{5}")
"""A process, a line of a generated file, a count of bytes; shorter ones may be a code or a limit."""
NUMBER = re.compile(r"\d[\d.,]*")
"""A capture whose unit may stand behind it: the 2.5 of `2.5 GiB`."""
MEASURE = re.compile("<(?:SIZE|DURATION)>")


def poor_branch(proof: Proof) -> Iterator[Problem]:
    """Yield alternatives that lack a capture of the signature which others have."""
    for slot in proof.rule.slots:
        clauses = [clause for clause in proof.rule.clauses if any(slot in one.groups for one in clause)]
        if not any(all(slot in one.groups for one in clause) for clause in clauses):
            for pattern in (one for clause in clauses for one in clause if slot not in one.groups):
                what = f"this alternative does not capture '{slot}', which the signature holds"
                yield Problem(pattern.place, what, "Capture it here too, or make a rule of its own.")


def optional_capture(proof: Proof) -> Iterator[Problem]:
    """Yield patterns that match without a capture which the signature holds, although no example shows it."""
    rule = proof.rule
    for slot in dict.fromkeys(rule.slots):
        holders = [one for clause in rule.clauses for one in clause if slot in one.groups]
        shown = any(slot not in hit.captures for hit in own_hits(proof))
        if holders and not shown and not any(always_captured(one.expression, slot) for one in holders):
            what = f"the pattern can match without '{slot}', which the signature holds"
            hint = "Capture it in every alternative, or make two rules of it."
            yield Problem(holders[0].place, what, hint)


def volatile_capture(proof: Proof) -> Iterator[Problem]:
    """Yield captures of the signature that hold what is another text in each run: addresses, times, paths."""
    rule = proof.rule
    for slot in dict.fromkeys(rule.slots):
        values = list(_values(proof, slot))
        value = next((value for value in values if _is_volatile(proof, *value)), None)
        if value is None and PLACED.fullmatch(slot):
            value = next((value for value in values if re.search(r"\d", value[0])), None)
        if value:
            holders = [one for one in rule.patterns if slot in one.groups]
            found = (
                one for one in holders if (hit := search(one, value[1])) and hit.groupdict()[slot] == value[0]
            )
            place = next(found, holders[0]).place
            what = f"the signature holds '{slot}', which is another text in each run, such as '{value[0]}'"
            hint = f"Take {{{slot}}} out of the signature: the capture is shown as a breakdown all the same."
            yield Problem(place, what, hint)


def own_hits(proof: Proof) -> Iterator[Hit]:
    """Yield how the rule matches its own examples."""
    return (hit for trial in proof.examples for hit in trial.hits if hit.rule.id == proof.rule.id)


def _values(proof: Proof, slot: str) -> Iterator[tuple[str, str]]:
    """Yield what the examples capture, each with the line that it stands in."""
    for trial in proof.examples:
        hit = next((hit for hit in trial.hits if hit.rule.id == proof.rule.id), None)
        value = (hit.captures.get(slot) or "").strip() if hit else ""
        if value and "\n" not in value:
            text = "\n".join(span.text for span in trial.failure.spans)
            yield value, next((line for line in text.split("\n") if value in line), value)


def _is_volatile(proof: Proof, value: str, line: str) -> bool:
    """Say whether the masks take a value out of its line as something that is never twice the same.

    A sentence that only holds such a part is the author's choice.
    """
    if " ".join(value.split()) in proof.normalize(line):
        return False
    if NUMBER.fullmatch(value) and _is_measure(proof, value, line):
        return True
    masked = proof.normalize(value)
    rest = VOLATILE.sub("", masked)
    mostly = rest != masked and 2 * len(rest) <= len(value)
    return mostly or bool(ABSOLUTE.match(value)) or (bool(LONG_NUMBER.search(value)) and "<" in masked)


def _is_measure(proof: Proof, value: str, line: str) -> bool:
    """Say whether a number is what makes a mask take out a size or a duration."""
    without = line.replace(value, "x", 1)
    return len(MEASURE.findall(proof.normalize(line))) > len(MEASURE.findall(proof.normalize(without)))
