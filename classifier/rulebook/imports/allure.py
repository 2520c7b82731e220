"""Read Allure's categories.json: names with patterns for the message and the trace of a failed test.

Format: https://allurereport.org/docs/categories/ as of 2026; patterns are Java's and have to match a whole
message or trace, line ends included.
"""

from __future__ import annotations

import json
import re

from classifier.errors import Place, Problem
from classifier.rulebook.imports.foreign import Foreign, System, from_java, searched

FIELDS = ("name", "description", "messageRegex", "traceRegex", "matchedStatuses", "flaky")
FAILED = {"failed", "broken"}
"""What a log tells of; a category for passed or skipped tests has no failures."""


def _knows(text: str) -> bool:
    return text.lstrip().startswith("[") and bool(
        re.search(r'"(?:messageRegex|traceRegex|matchedStatuses)"', text)
    )


def _read(text: str, path: str) -> tuple[list[Foreign], list[Problem]]:
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    out, notes = [], []
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        name = str(row.get("name", f"category {number}"))
        statuses = set(row.get("matchedStatuses") or FAILED)
        patterns = {
            where: row[key]
            for where, key in (("message", "messageRegex"), ("frames", "traceRegex"))
            if row.get(key)
        }
        if not statuses & FAILED or not patterns:
            why = (
                "it has no pattern"
                if statuses & FAILED
                else f"it is about {', '.join(sorted(statuses))} tests"
            )
            notes.append(Problem(Place(path), f"'{name}' is left out: {why}"))
            continue
        out.append(_category(row, name, statuses, patterns))
    return out, notes


def _category(row: dict[str, object], name: str, statuses: set[str], patterns: dict[str, str]) -> Foreign:
    lost = [f"the field '{key}' means nothing here" for key in row if key not in FIELDS]
    if row.get("flaky"):
        lost.append("it was for flaky tests alone, which no log tells")
    if not statuses >= FAILED:
        lost.append(
            f"it was for {', '.join(sorted(statuses & FAILED))} tests alone, a distinction not made here"
        )
    if len(patterns) > 1:
        lost.append("the trace had to match too; only the message does now")
    where = next(iter(patterns))
    return Foreign(
        name=name,
        patterns=(_pattern(str(patterns[where])),),
        where="" if where == "message" else "any",
        means=str(row.get("description") or ""),
        lost=tuple(lost),
    )


def _pattern(pattern: str) -> str:
    found = searched(from_java(pattern))
    # what is left open in the middle went over line ends
    return f"(?s){found}" if re.search(r"(?<!\\)\.[*+{]", found) and not found.startswith("(?") else found


SYSTEM = System("allure", "Allure", "categories.json", _knows, _read)
