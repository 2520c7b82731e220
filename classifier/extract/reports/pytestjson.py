"""Read what plugins of pytest write in JSON: pytest-reportlog an object a line, pytest-json-report one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from classifier.extract.pytest import failures
from classifier.extract.reports import documents
from classifier.extract.reports.documents import Walk
from classifier.extract.reports.markup import clean
from classifier.extract.reports.result import Cause, Document, Result
from classifier.extract.reports.telling import Words, tell, tell_pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Outcome, Phase

ANCHORS = {
    "reportlog": r'"\$report_type": ?"',
    "json-report": r'"nodeid": ?"|"exitcode": ?\d',
}
OUTCOMES: Mapping[str, Outcome] = {
    "passed": "passed", "failed": "failed", "error": "error", "skipped": "skipped", "xfailed": "xfailed",
    "xpassed": "xpassed",
}  # fmt: skip
PHASES: tuple[Phase, ...] = ("setup", "call", "teardown")
LONGEST = 8 * 1024 * 1024
"""Bytes of a line that is read."""
WORST: tuple[Outcome, ...] = ("error", "failed", "xpassed", "xfailed", "skipped", "passed")
TEST, COLLECTOR = ("tests", "*"), ("collectors", "*")


def read(lines: Lines, hits: Hits) -> Iterator[Document]:
    """Yield the report that a log is, or that the lines of a log hold."""
    told = list(_reportlog(lines)) if hits["reportlog"] else []
    if not told and hits["json-report"] and documents.begins_with_brace(lines):
        told = list(_json_report(lines))
    yield from told


def _reportlog(lines: Lines) -> Iterator[Document]:
    tests: dict[str, Test] = {}
    owned: list[tuple[int, int]] = []
    finished = False
    for number, text in _long_lines(lines):
        if '"$report_type"' not in text:
            continue
        row = _object(text)
        kind = row.get("$report_type")
        if not isinstance(kind, str):
            continue
        owned.append((number, number))
        finished = finished or kind == "SessionFinish"
        if kind in ("TestReport", "CollectReport"):
            node = clean(str(row.get("nodeid", "")))
            tests.setdefault(node, Test(node, number)).take(number, row, collect=kind == "CollectReport")
    if owned:
        results = [one for test in tests.values() if (one := test.result())]
        yield Document(results=results, owned=tuple(owned), whole=finished)


def _long_lines(lines: Lines) -> Iterator[tuple[int, str]]:
    """Yield the lines of a log uncut; of those that are too long, none."""
    number, kept = 1, b""
    for piece in lines.raw():
        *ended, rest = piece.split(b"\n")
        for one in ended:
            if len(kept) + len(one) <= LONGEST:
                yield number, (kept + one).decode("utf-8", "replace")
            number, kept = number + 1, b""
        kept = kept + rest if len(kept) <= LONGEST else kept
    if len(kept) <= LONGEST:
        yield number, kept.decode("utf-8", "replace")


def _object(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text[text.index("{") :])
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _json_report(lines: Lines) -> Iterator[Document]:
    try:
        walk = Walk(documents.whole(lines), (TEST, COLLECTOR, ("exitcode",)))
    except documents.TooLargeError:
        return
    results: list[Result] = []
    ours = False
    for path, start, end, value in walk.pieces():
        ours = ours or path[0] == "exitcode"
        if not isinstance(value, dict) or not isinstance(value.get("nodeid"), str):
            continue
        test = Test(clean(value["nodeid"]), walk.line(start))
        if path == COLLECTOR:
            test.take(walk.line_of("longrepr", start, end), value, collect=True)
        for phase in PHASES:
            part = value.get(phase)
            if isinstance(part, dict):
                test.take(walk.line_of("longrepr", start, end), {**part, "when": phase}, collect=False)
        said = OUTCOMES.get(str(value.get("outcome")))
        result = test.result(said if path == TEST else None)
        results += [result] if result else []
    if ours:
        yield Document(results=results, owned=((1, len(lines)),), whole=walk.ended)


class Test:
    """One test, or a file that was collected: what its phases said."""

    __test__ = False

    def __init__(self, node: str, line: int) -> None:
        self.node = node
        self.line = line
        self._outcomes: list[Outcome] = []
        self._earlier: list[Outcome] = []
        self._causes: list[Cause] = []
        self._collected = False

    def take(self, line: int, row: dict[str, Any], *, collect: bool) -> None:
        """Take the report of one phase."""
        said = row.get("outcome")
        phase: Phase = (
            "collect" if collect else next((one for one in PHASES if one == row.get("when")), "call")
        )
        self._collected = collect
        if said == "rerun":
            self._earlier.append("failed")
            self._outcomes, self._causes = [], []
        elif said == "failed":
            self._outcomes.append("failed" if phase == "call" else "error")
            self._causes.append(_cause(line, row, phase))
        elif row.get("wasxfail") is not None:
            self._outcomes.append("xpassed" if said == "passed" else "xfailed")
        elif said in ("passed", "skipped"):
            self._outcomes.append("passed" if said == "passed" else "skipped")

    def result(self, said: Outcome | None = None) -> Result | None:
        """Return what became of the test; None of a file that was collected without an error."""
        worst: Outcome = next((one for one in WORST if one in self._outcomes), "passed")
        outcome = said or worst
        if self._collected and outcome != "error":
            return None
        return Result(
            subject=self.node or None,
            outcome=outcome,
            line=self.line,
            causes=tuple(self._causes),
            earlier=tuple(self._earlier),
        )


def _cause(line: int, row: dict[str, Any], phase: Phase) -> Cause:
    words = Words(line=line, body=_lines(row.get("longrepr"), line), captured=_captured(row, line))
    told = tell_pytest(words) or tell(words)
    return Cause(told=told, tool="pytest", kind=failures.kind_of(told.headline), phase=phase)


def _captured(row: dict[str, Any], line: int) -> list[Numbered]:
    sections = row.get("sections")
    texts = [one[1] for one in sections if _is_section(one)] if isinstance(sections, list) else []
    texts += [row[key] for key in ("stdout", "stderr", "log") if isinstance(row.get(key), str)]
    return [(line, clean(one)) for text in texts for one in text.rstrip("\n").split("\n")]


def _is_section(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and isinstance(one[1], str)


def _lines(shown: object, line: int) -> list[Numbered]:
    """Return a traceback as pytest prints it; it is a text, or the parts of one."""
    if isinstance(shown, str):
        return [(line, clean(one)) for one in shown.split("\n")]
    if not isinstance(shown, dict):
        return []
    if isinstance(shown.get("longrepr"), str):
        return _lines(shown["longrepr"], line)
    chain = shown.get("chain")
    parts = [one for one in chain if isinstance(one, list) and one] if isinstance(chain, list) else []
    traces = [(one[0], one[2] if len(one) > 2 else None) for one in parts] or [
        (shown.get("reprtraceback"), None)
    ]
    return [(line, clean(one)) for trace, joint in traces for one in _trace(trace, joint)]


def _trace(trace: object, joint: object) -> Iterator[str]:
    """Yield the lines of the entries of a traceback, then what leads over to the next one."""
    entries = trace.get("reprentries") if isinstance(trace, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        data = entry.get("data") if isinstance(entry, dict) else None
        if not isinstance(data, dict):
            continue
        rows = data.get("lines")
        yield from (
            str(one) for row in (rows if isinstance(rows, list) else []) for one in str(row).split("\n")
        )
        place = data.get("reprfileloc")
        if isinstance(place, dict) and place.get("path"):
            yield ""
            yield f"{place['path']}:{place.get('lineno')}: {place.get('message') or ''}".rstrip()
    if isinstance(joint, str):
        yield ""
        yield joint
        yield ""
