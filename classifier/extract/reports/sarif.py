"""Read SARIF 2.1.0, what static analyzers write; results of level `error` are failures, all others are not.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from classifier.errors import Place, Problem
from classifier.extract.reports import documents
from classifier.extract.reports.documents import Walk
from classifier.extract.reports.markup import clean
from classifier.extract.reports.result import Cause, Document, Result
from classifier.extract.reports.telling import Words, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines

ANCHORS = {"sarif": r'"\$schema"\s*:\s*"[^"]*[Ss][Aa][Rr][Ii][Ff]|"runs"\s*:\s*(?:\[|$)'}
TOOL, RESULT = ("runs", "*", "tool"), ("runs", "*", "results", "*")
END = ("version",)
NAME = re.compile(r"[\w.+ -]{1,40}")
PLACEHOLDER = re.compile(r"\{(\d+)\}")


def read(lines: Lines, hits: Hits) -> Iterator[Document]:
    """Yield the report that a log is, if it is one."""
    if not hits["sarif"] or not documents.begins_with_brace(lines):
        return
    try:
        walk = Walk(documents.whole(lines), (TOOL, RESULT, END))
    except documents.TooLargeError:
        what = f"report of more than {documents.LARGEST // 1024 // 1024} MiB, not read"
        problem = Problem(Place(lines.label), what, "Split it by runs.")
        yield Document(results=(), owned=((1, len(lines)),), whole=False, problem=problem)
        return
    run = Run()
    seen = False
    found: list[Result] = []
    for path, start, end, value in walk.pieces():
        seen = seen or path != END
        if path == TOOL:
            if run.tool:
                found += run.results()
                run = Run()
            run.named(value)
        elif path == RESULT and isinstance(value, dict):
            run.take(value, walk.line_of("message", start, end))
    found += run.results()
    if seen:
        yield Document(results=found, owned=((1, len(lines)),), whole=walk.ended)


class Run:
    """One run of a tool; its name and rules may stand behind its results."""

    def __init__(self) -> None:
        self.tool = ""
        self._levels: dict[str, str] = {}
        self._order: list[str] = []
        self._found: list[tuple[str, Result]] = []
        """Results with their level as far as they give one, else the rule that has a default."""

    def named(self, tool: object) -> None:
        """Take name and rules of the tool."""
        driver = _dict(_dict(tool).get("driver"))
        name = clean(str(driver.get("name", "")))
        self.tool = name.lower() if NAME.fullmatch(name) else "sarif"
        for rule in _list(driver.get("rules")):
            settings = _dict(_dict(rule).get("defaultConfiguration"))
            key = str(_dict(rule).get("id", ""))
            self._order.append(key)
            self._levels[key] = str(settings.get("level", "warning"))

    def take(self, result: dict[str, Any], line: int) -> None:
        """Take one result."""
        if (
            result.get("kind", "fail") != "fail"
            or _accepted(result)
            or result.get("baselineState") == "absent"
        ):
            return
        message = _dict(result.get("message"))
        text = str(
            message.get("text") or message.get("markdown") or message.get("id") or result.get("ruleId", "")
        )
        arguments = _list(message.get("arguments"))
        text = PLACEHOLDER.sub(lambda found: _argument(arguments, found), text)
        told = tell(Words(line=line, message=[(line, clean(one)) for one in text.split("\n")[:50]]))
        cause = Cause(told=told, tool="sarif", kind="lint")
        row = Result(subject=_file(result), outcome="failed", line=line, causes=(cause,), counted=False)
        level = result.get("level")
        self._found.append((f"={level}" if isinstance(level, str) else self._rule(result), row))

    def results(self) -> list[Result]:
        """Return the results of level `error`."""
        out = []
        for known, row in self._found:
            level = known[1:] if known.startswith("=") else self._level(known)
            if level == "error":
                causes = tuple(replace(one, tool=self.tool or "sarif") for one in row.causes)
                out.append(replace(row, causes=causes))
        return out

    def _rule(self, result: dict[str, Any]) -> str:
        index = result.get("ruleIndex", _dict(result.get("rule")).get("index"))
        name = result.get("ruleId", _dict(result.get("rule")).get("id"))
        return f"#{index}" if isinstance(index, int) and index >= 0 else f"@{name}"

    def _level(self, known: str) -> str:
        if known.startswith("#"):
            index = int(known[1:])
            known = f"@{self._order[index]}" if index < len(self._order) else "@"
        return self._levels.get(known[1:], "warning")


def _accepted(result: dict[str, Any]) -> bool:
    """Say whether somebody decided that a result does not count."""
    return any(
        _dict(one).get("status", "accepted") == "accepted" for one in _list(result.get("suppressions"))
    )


def _argument(arguments: list[Any], found: re.Match[str]) -> str:
    index = int(found[1]) if len(found[1]) < 4 else len(arguments)
    return str(arguments[index]) if index < len(arguments) else found[0]


def _file(result: dict[str, Any]) -> str | None:
    for one in _list(result.get("locations"))[:1]:
        physical = _dict(_dict(one).get("physicalLocation"))
        uri = _dict(physical.get("artifactLocation")).get("uri")
        if isinstance(uri, str) and uri:
            return clean(uri.removeprefix("file://"))
    return None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
