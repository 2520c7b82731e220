"""Read the failure causes of Jenkins' Build Failure Analyzer: XML, JSON exports, configuration as code.

Formats: `build-failure-analyzer.xml` of the Jenkins home, the documents of its MongoDB, and the section
`buildFailureAnalyzer` of configuration as code, of the plugin build-failure-analyzer as of 2026. Indications
are alternatives. The pattern of a single-line indication has to match a whole line, that of a multi-line one
is searched for with dots that match line ends.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from classifier.rulebook.imports.foreign import Foreign, System, from_java, searched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.errors import Problem

EXPRESSIONS = ("pattern", "userProvidedExpression")
CARRIED = {
    "name",
    "description",
    "categories",
    "indications",
    "comment",
    "id",
    "_id",
    "lastOccurred",
    "modifications",
}


def _knows(text: str) -> bool:
    return (
        "FailureCause" in text or "failureCauses" in text or bool(re.search(r"\bindications[\"']?\s*:", text))
    )


def _read(text: str, path: str) -> tuple[list[Foreign], list[Problem]]:
    del path
    causes = _xml(text) if text.lstrip().startswith("<") else _data(text)
    return [rule for one in causes for rule in _rules(one)], []


def _xml(text: str) -> Iterator[dict[str, Any]]:
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise ValueError("the file has a document type, which no file of Jenkins has")
    try:
        # Jenkins writes XML 1.1, which the parser of the standard library does not know
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - no document type
    except ET.ParseError as error:
        raise ValueError(f"not XML: {error}") from error
    for cause in root.iter():
        if cause.tag.endswith(".FailureCause"):
            yield {
                "name": cause.findtext("name", ""),
                "description": cause.findtext("description", ""),
                "comment": cause.findtext("comment", ""),
                "categories": [one.text or "" for one in cause.findall("categories/*")],
                "indications": [
                    {"kind": one.tag, "pattern": _expression(one)} for one in cause.findall("indications/*")
                ],
            }


def _expression(indication: ET.Element) -> str:
    """Return the pattern of an indication; older versions kept a compiled one, with the text inside."""
    found = [
        one.text for one in indication.iter() if one.tag in EXPRESSIONS and one.text and one.text.strip()
    ]
    return found[0] if found else ""


def _data(text: str) -> Iterator[dict[str, Any]]:
    """Yield the causes of JSON (one document, a list, or one a line) or of YAML."""
    try:
        data = json.loads(text)
    except ValueError:
        try:
            data = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            try:
                data = yaml.safe_load(text)
            except yaml.YAMLError as error:
                raise ValueError(f"neither JSON nor YAML: {' '.join(str(error).split())}") from error
    for cause in _causes(data):
        indications = [one for row in cause.get("indications") or [] for one in _indication(row)]
        yield {**cause, "indications": indications}


def _causes(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield every mapping that has a name and indications, however deep it lies."""
    if isinstance(data, dict) and "indications" in data and "name" in data:
        yield data
    elif isinstance(data, (dict, list)):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _causes(one)


def _indication(row: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield kind and pattern; configuration as code has the kind as a key, exports have it as a class."""
    for name, inner in row.items():
        if isinstance(inner, dict):
            yield from ({**one, "kind": name} for one in _indication({**inner, "@class": name}))
    pattern = next((row[key] for key in EXPRESSIONS if isinstance(row.get(key), str)), None)
    if pattern is not None:
        yield {"kind": str(row.get("@class", row.get("_class", ""))), "pattern": pattern}


def _rules(cause: dict[str, Any]) -> Iterator[Foreign]:
    """Yield a rule for the lines of a cause, and one for what goes over several lines."""
    description = str(cause.get("description") or "")
    categories = [str(one) for one in cause.get("categories") or []]
    lost = [f"the field '{key}' means nothing here" for key in cause if key not in CARRIED]
    if re.search(r"\$\{\d+,\d+\}", description):
        lost.append("what the description took from a match (${1,1}) stands there as it was written")
    if len(categories) > 1:
        lost.append(f"of its categories only the first is its component: {', '.join(categories)}")
    blocks = [one["pattern"] for one in cause["indications"] if "multiline" in one["kind"].lower()]
    lines = [one["pattern"] for one in cause["indications"] if "multiline" not in one["kind"].lower()]
    rule = Foreign(
        name=str(cause.get("name") or "unnamed"),
        patterns=tuple(_searched(lines)),
        scope="line",
        means=" ".join(description.split()),
        category=categories[0] if categories else "",
        lost=tuple(lost),
    )
    if lines or not blocks:
        yield rule
    if blocks:
        told = "patterns over several lines are looked for inside of failures, not in the whole log"
        patterns = tuple(f"(?s){from_java(one)}" for one in blocks if one)
        yield replace(rule, patterns=patterns, scope="", lost=(told,) if lines else (*lost, told))


def _searched(patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        if pattern:
            yield searched(from_java(pattern))


SYSTEM = System(
    "jenkins", "Jenkins' Build Failure Analyzer", "build-failure-analyzer.xml, JSON or YAML", _knows, _read
)
