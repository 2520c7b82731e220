"""Read a JSON report back: all that a report shows, without its logs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem, UsageError, reason
from classifier.render.json_report import SCHEMA
from classifier.result.node import HINT, Node
from classifier.result.nouns import report

if TYPE_CHECKING:
    from classifier.model import Report

__all__ = ["is_result", "load", "parse"]

OURS = re.compile(rb'"schema"\s*:\s*"triage\.[a-z]{1,40}/\d')


def load(path: str | Path) -> Report:
    """Return the report that a file holds.

    Writing it again gives the same bytes. Raises UsageError, with the place in the file, when it can't be
    read, is no JSON, no report, or one of a newer triage.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}. Name a JSON report of triage.") from None
    return parse(data, str(path))


def parse(data: bytes, label: str) -> Report:
    """Return the report in the bytes of a file, which `label` names in errors. Raises UsageError."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refused)
    except json.JSONDecodeError as error:
        place = Place(label, error.lineno, error.colno)
        raise UsageError(str(Problem(place, f"not JSON: {error.msg.lower()}", HINT))) from None
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UsageError(str(Problem(Place(label), f"not JSON: {reason(error)}", HINT))) from None
    root = Node(value, label)
    _check_schema(root)
    return report(root)


def is_result(path: str | Path) -> bool:
    """Say whether a file is JSON that triage wrote; everything else is a log."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(64)
            return head.lstrip().startswith(b"{") and OURS.search(head + file.read()) is not None
    except OSError:
        return False


def _refused(name: str) -> None:
    raise ValueError(f"'{name}' is no number of JSON")


def _check_schema(root: Node) -> None:
    """Raise UsageError unless a document is a report of the version that is read here."""
    schema = root.value.get("schema") if isinstance(root.value, dict) else None
    if schema == SCHEMA:
        return
    label = root.key
    name, _, version = str(schema).partition("/")
    if name == SCHEMA.partition("/")[0] and version.isdigit():
        what = f"a report of a newer triage ('{schema}', this one reads '{SCHEMA}')"
        raise UsageError(f"{label}: {what}. Update triage, or write the report anew.")
    told = f"its schema is '{schema}'" if isinstance(schema, str) else "it names no schema"
    raise UsageError(f"{label}: not a report of triage: {told}. {HINT}")
