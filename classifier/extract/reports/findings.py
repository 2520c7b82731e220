"""Read what linters, analyzers and scanners write in JSON, most of them in a format of their own.

There are some hundred such formats, and they differ in their keys and in how deep their records lie, not in
what they say: this is wrong, there, by that rule, so grave. So a record is known by what it holds, and what
it lacks it gets from the records round it. Formats that are defined (SARIF, pytest, go test) have readers of
their own and come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classifier.errors import Place, Problem
from classifier.extract.reports import documents, levels
from classifier.extract.reports.finding import (
    FILE,
    FILE_LIKE,
    LINE,
    NAMELESS,
    RULE,
    SAID,
    SIGHT,
    TOLD,
    Fields,
    Finding,
)
from classifier.extract.reports.jsontext import Record, Text
from classifier.extract.reports.levels import plain
from classifier.extract.reports.result import EMBEDDED, SURE, Document, Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines

ANCHORS = {
    "said": r'"(?:[Mm]essage|msg|MSG|[Tt]ext|[Rr]eason|[Ff]ailure|[Dd]escription|@message)" ?:',
    "graded": r'"(?:[Ss]everity|[Ll]evel|[Cc]riticality|[Ss]tatus|SEVERITY|issue_severity|severIty)" ?:',
    "placed": r'"(?:[Ll]ine|line_number|lineNumber|[Ff]ile|[Ff]ilename|fileName|[Pp]ath|posn)" ?:',
    "listed": r'"(?:[Ii]ssues|[Rr]esults|[Ff]iles|[Vv]ulnerabilities|[Ll]eaks|[Dd]iagnostics|[Ee]rrors)" ?:',
}
LARGEST = 16 * 1024 * 1024
"""Characters of a document that is read."""
MOST = 20_000
"""So many findings are told at most."""
DEEPEST = 60

HOLDS = frozenset((
    "violations", "offenses", "vulnerabilities", "vulns", "defects", "leaks", "secrets", "lints", "findings",
    "diagnostics", "failedchecks", "incidents", "occurrences", "problems", "bugs", "issues", "issue",
    "matches", "misconfigurations", "failures", "smells", "advisories", "compliances", "generaldiagnostics",
    "failedtests", "codeclimate",
))  # fmt: skip
"""Lists of nothing but what is wrong."""
MAY_HOLD = frozenset((
    "results", "errors", "messages", "warnings", "notifications", "data", "items", "files", "rules",
    "reports", "tests", "checks", "comments", "lints", "rows", "packages", "dependencies", "paths",
    "scannedpaths", "resources", "assertionresults", "testresults", "examples", "list", "queries", "runs",
    "suites", "specs",
))  # fmt: skip
"""Lists of what may be wrong, or of where."""
FINE = (
    "passed",
    "passes",
    "passing",
    "skipped",
    "ignored",
    "suppressed",
    "suppressions",
    "excluded",
    "pending",
)
"""How keys begin whose records are no failures."""
BESIDE = frozenset((
    "children", "related", "relatedvulnerabilities", "relatedlocations", "relatedinformation", "references",
    "fix", "fixes", "suggestions", "notes", "pluginsused", "metrics", "statistics", "properties", "rendered",
    "renderpath", "cvss",
))  # fmt: skip
"""What stands beside a finding and is none."""
INSIDE = frozenset((
    "location", "locations", "range", "pos", "position", "startposition", "loc", "span", "spans", "start",
    "begin", "point", "check", "code", "extra",
    "vulnerability", "artifact", "component", "rule", "diagnostic",
    "advisory", "error", "exception", "err", "causemetadata", "issue", "package", "finding", "object",
    "caret", "definition", "region", "physicallocation", "lines", "path", "test", "checkresult",
    "determinations",
))  # fmt: skip
"""Objects that say more of the record that they stand in."""
COMMON = frozenset((
    "name", "id", "key", "type", "kind", "version", "status",
))  # fmt: skip
"""Keys that say nothing of the record round an object."""


def read(lines: Lines, hits: Hits) -> Iterator[Document]:
    """Yield the report that a log is: one document, or one object on each line.

    Any JSON document is a report, if only one without failures: its strings are no output of programs.
    """
    numbers = sorted({number for of_anchor in hits.values() for number in of_anchor})
    if not numbers or not _begins(lines):
        return
    try:
        whole = documents.whole(lines)
    except documents.TooLargeError:
        return
    if len(whole) > LARGEST:
        return
    text = Text(whole.removeprefix("\ufeff"))
    try:
        document = text.document()
    except (ValueError, RecursionError):
        yield from _by_lines(text, numbers, lines)
        return
    found = list(_results(text, document))
    cut = _cut(lines, len(found), "findings")
    yield Document(results=found[:MOST], owned=((1, len(lines)),), certainty=SURE, problem=cut)


def _begins(lines: Lines) -> bool:
    """Say whether a log begins with an object or a list of JSON."""
    first = next((text for _, text in lines.between(1, 20) if text.strip()), "").lstrip("\ufeff \t")
    return first.startswith(("{", "["))


def _cut(lines: Lines, number: int, what: str) -> Problem | None:
    """Return what to say where there is more than is told."""
    if number <= MOST:
        return None
    said = f"{number:,} {what}, of which only the first {MOST:,} are read"
    return Problem(Place(lines.label), said, "Split the report.")


def _by_lines(text: Text, numbers: Sequence[int], lines: Lines) -> Iterator[Document]:
    """Yield what the lines that are objects tell of."""
    results: list[Result] = []
    owned = []
    for number in numbers[:MOST]:
        record = text.record(number) if number <= len(lines) else None
        if record is not None:
            results += _results(text, record)
            owned.append((number, number))
    if owned:
        cut = _cut(lines, len(numbers), "lines that may be findings") if results else None
        yield Document(results=results, owned=tuple(owned), whole=False, certainty=EMBEDDED, problem=cut)


def _results(text: Text, document: object) -> Iterator[Result]:
    for record, finding in _Walk().walk(document):
        key = next((one for one in record if plain(one) in TOLD), "")
        result = finding.result(text.line_of(record, *([key] if key else [])))
        if result:
            yield result


class _Walk:
    """Goes through a document from the outside to the inside and finds the records of what is wrong."""

    def walk(
        self,
        value: object,
        under: str = "",
        around: Fields | None = None,
        keys: frozenset[str] = frozenset(),
        deep: int = 0,
    ) -> Iterator[tuple[Record, Finding]]:
        """Yield the findings below a value; `under` is its key, `around` what the records round it say."""
        around = around or {}
        if deep > DEEPEST:
            return
        if isinstance(value, list):
            for one in value:
                yield from self.walk(one, under, around, keys, deep + 1)
        elif isinstance(value, Record):
            yield from self._record(value, under, around, keys, deep)

    def _record(
        self, record: Record, under: str, around: Fields, keys: frozenset[str], deep: int
    ) -> Iterator[tuple[Record, Finding]]:
        fields = fields_of(record)
        inside = [
            (plain(key), key, value)
            for key, value in record.items()
            if isinstance(value, list | dict)
            and value
            and plain(key) not in BESIDE - {under}
            and not plain(key).startswith(FINE)
        ]
        found = is_finding(fields, under)
        if found and not any(key in HOLDS | MAY_HOLD and _records(value) for key, _, value in inside):
            yield record, Finding(fields, around, keys | _keys(record))
            return
        below = list(self._below(inside, fields, under, around, keys | _keys(record), deep))
        yield from below
        if found and not below:
            yield record, Finding(fields, around, keys | _keys(record))

    def _below(
        self,
        inside: list[tuple[str, str, Any]],
        fields: Fields,
        under: str,
        around: Fields,
        keys: frozenset[str],
        deep: int,
    ) -> Iterator[tuple[Record, Finding]]:
        """Yield what the values of a record hold."""
        more = {**around, **_place(fields)}
        for key, name, value in inside:
            named = {"file": name} if FILE_LIKE.fullmatch(name) and key not in HOLDS else {}
            yield from self.walk(value, _kept(key, under), {**more, **named}, keys, deep + 1)


def _keys(record: Record) -> frozenset[str]:
    """Return the keys of a record and of the objects in it."""
    inner = (plain(key) for value in record.values() if isinstance(value, Record) for key in value)
    return frozenset((*(plain(key) for key in record), *inner))


def _kept(key: str, under: str) -> str:
    """Return the key of a value, or what it stands under where the key is a file's name."""
    return key if key in HOLDS or key in MAY_HOLD or not under else under


def is_finding(fields: Fields, under: str) -> bool:
    """Say whether a record with these fields, in a list of this name, tells of something that is wrong."""
    status = levels.plain(fields.get("status", "") or fields.get("result", ""))
    if status in levels.GOOD:
        return False
    said, told = (any(fields.get(key) for key in names) for names in (SAID, TOLD))
    lined = any(fields.get(key) for key in LINE) or bool(SIGHT.fullmatch(fields.get("posn", "")))
    filed = any(fields.get(key) for key in FILE)
    rule = [key for key in RULE if fields.get(key)]
    ruled = any(key not in NAMELESS for key in rule)
    graded = any(
        levels.level_of(fields.get(key, "")) != "unknown" for key in ("severity", "level", "criticality")
    )
    if status in levels.BAD and (told or rule):
        return True
    if under in ("tests", "examples"):
        return False
    if under in HOLDS:
        return told or lined or ruled or graded
    if not (lined or filed or ruled):
        return told and levels.level_of(fields.get("severity") or fields.get("level", "")) == "error"
    return (
        (said and (lined or (filed and (ruled or graded))))
        or (graded and (told or ruled or (filed and lined)))
        or (filed and lined and ruled)
    )


def fields_of(record: dict[str, Any], *, depth: int = 0) -> Fields:
    """Return what a record says, with what the objects in it say of it."""
    fields: Fields = {}
    objects: list[tuple[str, dict[str, Any]]] = []
    for name, value in record.items():
        key = plain(name)
        text = _text(value) or (_pieces(value) if key in TOLD else "")
        if text:
            fields.setdefault(key, text)
        if key in INSIDE or key in TOLD:
            inner = value[0] if isinstance(value, list) and value else value
            if isinstance(inner, dict) and depth < 4:
                objects.append((key, inner))
    for key, inner in sorted(objects, key=lambda one: one[0] not in TOLD):
        more = fields_of(inner, depth=depth + 1)
        named = more.get("name") or more.get("id") or more.get("text")
        if named:
            fields.setdefault(key, named)
        if key in ("vulnerability", "advisory", "rule", "check"):
            fields.setdefault("ruleid", more.get("id", "") or more.get("name", ""))
        for other, text in more.items():
            if other not in COMMON:
                fields.setdefault(other, text)
    return fields


def _text(value: object) -> str:
    """Return a value as text, of a list of such the first; nothing of what is no single value."""
    if isinstance(value, list) and value and not isinstance(value[0], list | dict):
        value = value[0]
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


def _pieces(value: object) -> str:
    """Return the text of a message that is put together from pieces, each an object: Flow, Biome."""
    rows = value if isinstance(value, list) else []
    pieces = (
        one.get("descr") or one.get("content") or one.get("text") for one in rows if isinstance(one, dict)
    )
    return " ".join(one.strip() for one in pieces if isinstance(one, str))


def _records(value: object) -> bool:
    """Say whether a value is a list of objects, or an object of objects."""
    inner = list(value.values()) if isinstance(value, dict) else value
    return isinstance(inner, list) and any(isinstance(one, dict | list) for one in inner)


def _place(fields: Fields) -> Fields:
    """Return what a record says of those below it: file and rule."""
    file = next(
        (fields[key] for key in (*FILE, "name") if fields.get(key) and FILE_LIKE.fullmatch(fields[key])), ""
    )
    rule = next(
        (fields[key] for key in RULE if key not in NAMELESS and key != "type" and fields.get(key)), ""
    )
    return {key: value for key, value in (("file", file), ("rule", rule)) if value}
