"""Findings of `rules check` as JSON, as annotations of GitHub Actions, and as SARIF."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.errors import Place
    from classifier.rulebook.findings import Finding

MOST_ANNOTATIONS = 10
"""GitHub shows so many annotations of a level for one step; the last of ours says how many are left."""

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def as_json(findings: Iterable[Finding]) -> str:
    """Return the findings as `triage.findings/1`."""
    rows = [
        {
            "path": one.place.path,
            "line": one.place.line,
            "column": one.place.column,
            "level": one.level,
            "name": one.name,
            "what": one.what,
            "hint": one.hint,
            "fixable": bool(one.fix),
        }
        for one in findings
    ]
    return json.dumps({"schema": "triage.findings/1", "findings": rows}, indent=2, ensure_ascii=False)


def as_annotations(findings: Sequence[Finding]) -> str:
    """Return the findings as workflow commands, which GitHub shows beside the lines of a pull request.

    No text of a rule can be taken for another command: what would end a message or a property is escaped.
    Format: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    rows = []
    for level, command in _COMMANDS.items():
        some = [one for one in findings if one.level == level]
        whole = some if len(some) <= MOST_ANNOTATIONS else some[: MOST_ANNOTATIONS - 1]
        rows += [_annotation(command, one) for one in whole]
        if len(whole) < len(some):
            rows.append(
                f"::{command} title=triage rules check::{len(some) - len(whole)} more of level {level}"
            )
    return "\n".join(rows)


def as_sarif(findings: Iterable[Finding], lints: Mapping[str, str], version: str) -> str:
    """Return the findings as SARIF 2.1.0.

    `lints` are the names of findings with what each finds, `version` is
    that of triage.

    Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
    """
    findings = list(findings)
    names = sorted({one.name for one in findings})
    results = [
        {
            "ruleId": one.name,
            "ruleIndex": names.index(one.name),
            "level": _SARIF_LEVELS[one.level],
            "message": {"text": f"{one.what}. {one.hint}".strip()},
            "locations": [{"physicalLocation": _location(one.place)}],
        }
        for one in findings
    ]
    rules = [{"id": name, "shortDescription": {"text": lints.get(name) or name}} for name in names]
    driver = {"name": "triage rules check", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    whole = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, indent=2, ensure_ascii=False)


def _annotation(command: str, one: Finding) -> str:
    place = {"line": one.place.line, "col": one.place.column}
    properties = {"file": one.place.path, **{name: str(number) for name, number in place.items() if number}}
    properties["title"] = one.name
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {given}::{_data(f'{one.what}. {one.hint}'.strip())}"


def _data(text: str) -> str:
    """Escape the message of a workflow command; what ends a line in any of the ways that readers know."""
    plain = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda found: f"\\x{ord(found[0]):02x}", plain)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _location(place: Place) -> dict[str, object]:
    """Return where a finding is; a path becomes a URI, relative ones stay relative."""
    location: dict[str, object] = {"artifactLocation": {"uri": quote(place.path)}}
    if place.line:
        column = {"startColumn": place.column} if place.column else {}
        location["region"] = {"startLine": place.line, **column}
    return location
