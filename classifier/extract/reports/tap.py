"""Read TAP, the Test Anything Protocol, versions 12 to 14: Perl's Test::More, node's test runner, tape, bats.

Format: https://testanything.org. A stream has a plan, `1..3`, before or behind its results, or begins with
its version; results without either are left to the table of line forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.pytest.headline import headline
from classifier.extract.python.exceptions import bounded
from classifier.extract.reports.result import Cause, Document, Result
from classifier.extract.reports.telling import FRAME, Told, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Outcome, Range

ANCHORS = {
    "tap-version": r"^TAP [Vv]ersion \d+\s*$",
    "tap-plan": r"^1\.\.\d+(?:\s*#.*)?\s*$|^0\.\.0",
    "tap-result": r"^\s*(?:not )?ok \d+(?:\s|$)|^\s*not ok\b",
    "tap-bail": r"^Bail out!",
    "tap-failed": r"^\s*#\s+Failed test\b",
}
VERSION = re.compile(ANCHORS["tap-version"])
PLANNED = re.compile(ANCHORS["tap-plan"])
NUMBERED = re.compile(ANCHORS["tap-result"])
PLAN = re.compile(r"1\.\.(?P<count>\d+)(?P<skip>\s*#\s*SKIP\b.*)?", re.IGNORECASE)
RESULT = re.compile(
    r"(?P<indent>\s*)(?P<verdict>not ok|ok)(?: (?P<number>\d+))?(?:\s+(?:- ?)?(?P<name>.*?))??"
    r"(?:\s+#\s*(?P<directive>TODO|SKIP)\S*(?:\s.*)?|\s+#\s*(?:time|duration_ms)\s*=?\s*[\d.]+\s*\w*)?\s*\{?$",
    re.IGNORECASE,
)
"""`not ok 2 - adds`, `ok 3 # SKIP no network`, `not ok 4 - later # TODO not written`"""
BAIL = re.compile(r"Bail out!\s*(?P<why>.*)$")
KEY = re.compile(r"(?P<key>[A-Za-z_]\w*):(?: (?P<value>.*))?$")
SAYS = ("message", "error", "reason")
PAIRS = (("got", "expected"), ("actual", "expected"), ("found", "wanted"), ("received", "expected"))
BLOCK = re.compile(r"[|>][-+\d]*$")
"""A value that goes on below: `stack: |-`"""
APART = re.compile(r"#\s+Failed test (?:\d+ - )?'(?P<name>.*)'$")
WHERE = re.compile(r"#\s+(?:Failed (?:\(TODO\) )?test\b|at \S+ line \d+|Looks like you )|#\s*$|# Subtest: ")
"""`#   Failed test 'adds'`, `#   at t/app.t line 3.`"""
GOT = re.compile(r"#\s+(?:got|expected|have|want): ")
STACKED = re.compile(r":\d+(?::\d+)?\)?$")
"""`Object.<anonymous> (test.js:8:5)`: a stack that does not begin with what was thrown."""
DIAGNOSTICS = 200
"""Lines below a result that may belong to it."""
NESTED = re.compile(r"(?:'?subtestsFailed'?|\d+ subtests? failed)")


@dataclass(slots=True)
class Stream:
    """One program's results; `last` is the last line that is known to be its own."""

    first: int
    last: int
    version: bool = False
    planned: int | None = None
    plan_line: int = 0
    results: list[tuple[int, re.Match[str]]] = field(default_factory=list)
    bail: tuple[int, str] | None = None

    @property
    def own(self) -> list[tuple[int, re.Match[str]]]:
        """The results that count: those of the program itself, not of its subtests."""
        return [one for one in self.results if not one[1]["indent"]]


def read(lines: Lines, hits: Hits) -> Iterator[Document]:
    """Yield a report for each stream."""
    told = _told_apart(lines, hits["tap-failed"])
    names = [name for name in ANCHORS if name != "tap-failed"]
    for stream in _streams(lines, sorted(set().union(*(hits[name] for name in names)))):
        if stream.planned is None and not stream.version and not stream.bail:
            continue
        if not stream.results and stream.planned and not stream.version:
            continue
        results = list(_results(lines, stream, told))
        apart = [one for one in told.values() if not stream.first <= one[0] <= stream.last]
        own = ((stream.first, stream.last), *apart) if any(one.causes for one in results) else ()
        yield Document(
            results=results,
            owned=own or ((stream.first, stream.last),),
            whole=stream.planned is not None,
        )


def _told_apart(lines: Lines, numbers: Sequence[int]) -> dict[str, Range]:
    """Return where Perl says what is wrong with a test, by its name.

    These comments go to standard error, and so may stand far away from the results.
    """
    out: dict[str, Range] = {}
    for number in numbers:
        found = APART.match(lines[number].strip())
        if found:
            last = next(
                (at - 1 for at, text in lines.between(number + 1, number + 20) if not _goes_on(text)),
                number + 20,
            )
            out.setdefault(found["name"], (number, min(last, len(lines))))
    return out


def _goes_on(text: str) -> bool:
    return text.lstrip().startswith("#") and not re.match(
        r"\s*#\s+(?:Failed (?:\(TODO\) )?test|Looks like)", text
    )


def _streams(lines: Lines, numbers: Sequence[int]) -> Iterator[Stream]:
    """Yield the streams; a version, a second plan or a count from 1 again begins the next one."""
    stream: Stream | None = None
    for number in numbers:
        text = lines[number]
        plan = PLAN.match(text) if PLANNED.match(text) else None
        result = RESULT.match(text) if NUMBERED.match(text) else None
        bail = BAIL.match(text)
        if not (plan or result or bail or VERSION.match(text)):
            continue
        if stream is None or _begins(stream, text, plan, result):
            if stream:
                yield stream
            stream = Stream(number, number, version=bool(VERSION.match(text)))
        stream.last = number
        if plan:
            stream.planned, stream.plan_line = min(int(plan["count"][:9]), 10**8), number
        elif result:
            stream.results.append((number, result))
            stream.last = _diagnostics(lines, number)
        elif bail:
            stream.bail = (number, bail["why"])
    if stream:
        yield stream


def _begins(stream: Stream, text: str, plan: re.Match[str] | None, result: re.Match[str] | None) -> bool:
    if VERSION.match(text):
        return True
    if plan:
        return stream.planned is not None
    restarts = result is not None and not result["indent"] and result["number"] == "1"
    return restarts and bool(stream.own)


def _diagnostics(lines: Lines, number: int) -> int:
    """Return the last line of the diagnostics below a result, the result where there are none."""
    last, block = number, False
    for at, text in lines.between(number + 1, number + DIAGNOSTICS):
        stripped = text.strip()
        if block and stripped == "...":
            return at
        if block and stripped and not text.startswith(" "):
            break
        if stripped == "---" and text.startswith(" "):
            block = True
        elif not block and (stripped.startswith("# Subtest") or not _explains(text)):
            break
        last = at
    return last


def _explains(text: str) -> bool:
    """Say whether a line below a result is a comment or indented as mocha does it, and no subtest."""
    if text.lstrip().startswith("#"):
        return True
    return text.startswith("  ") and not RESULT.match(text) and not PLAN.match(text.strip())


def _results(lines: Lines, stream: Stream, told_apart: Mapping[str, Range]) -> Iterator[Result]:
    nested: set[str] = set()
    """Indentations of failed results since the last result further out."""
    for number, found in stream.results:
        outcome = _outcome(found)
        indent = len(found["indent"])
        inner = any(len(one) > indent for one in nested)
        nested = {one for one in nested if len(one) <= indent}
        causes: tuple[Cause, ...] = ()
        if outcome == "failed":
            nested.add(found["indent"])
            told = _told(lines, number, found, told_apart)
            parent = inner or bool(NESTED.search(told.headline))
            causes = (Cause(told=told, tool="tap", role="symptom" if parent else "cause"),)
        name = _name(found)
        yield Result(subject=name, outcome=outcome, line=number, causes=causes, counted=not indent)
    yield from _ends(stream)


def _ends(stream: Stream) -> Iterator[Result]:
    """Yield what is wrong with a stream beside its tests: given up, or fewer tests than planned."""
    ran = len(stream.own)
    if stream.bail:
        line, why = stream.bail
        said = f"Bail out! {why}".strip()
    elif (
        stream.planned is not None
        and ran < stream.planned
        and stream.plan_line == stream.first + stream.version
    ):
        line, said = stream.last, f"planned {stream.planned} tests but ran {ran}"
    else:
        return
    told = _plain([(line, said)], said)
    cause = Cause(told=told, tool="tap", kind="test" if stream.bail else "crash")
    yield Result(subject=None, outcome="error", line=line, causes=(cause,), counted=False)


def _outcome(found: re.Match[str]) -> Outcome:
    directive = (found["directive"] or "").upper()
    if directive == "SKIP":
        return "skipped"
    passed = found["verdict"].lower() == "ok"
    if directive == "TODO":
        return "xpassed" if passed else "xfailed"
    return "passed" if passed else "failed"


def _name(found: re.Match[str]) -> str:
    return (found["name"] or "").strip() or f"test {found['number'] or ''}".strip()


def _told(lines: Lines, number: int, found: re.Match[str], apart: Mapping[str, Range]) -> Told:
    below = list(lines.between(number + 1, _diagnostics(lines, number)))
    if below and below[0][1].strip() == "---":
        return _from_yaml(lines, number, found, below)
    if not below and _name(found) in apart:
        first, last = apart[_name(found)]
        return _from_comments(lines, first, found, list(lines.between(first + 1, last)))
    return _from_comments(lines, number, found, below)


def _from_comments(lines: Lines, number: int, found: re.Match[str], below: list[Numbered]) -> Told:
    """Read the comments, or indented lines, below a result; `number` is the line above them."""
    said = [one for one in below if not WHERE.match(one[1].strip())]
    pair = [one for one in said if GOT.match(one[1].strip())]
    texts = [" ".join(text.strip().lstrip("# ").split()) for _, text in (pair[:2] or said[:3])]
    head = " ".join(texts) if pair else headline(texts)
    main = (pair or said or [(number, "")])[0][0]
    line, last = (main, (pair or said)[-1][0]) if head else (number, number)
    block = [one for one in below if one[0] <= last]
    message = [(number, lines[number]), *below]
    return Told(
        headline=head or f"not ok - {_name(found)}",
        line=line,
        first=number,
        last=max(number, last),
        spans=(bounded("message", message),),
        excerpt=shown([(number, lines[number]), *block]),
    )


def _from_yaml(lines: Lines, number: int, found: re.Match[str], below: list[Numbered]) -> Told:
    """Read a block of diagnostics `---` to `...`: plain keys are enough, values may go on below."""
    values = _values(below[1:])
    spot = next((values[key] for key in SAYS if key in values and values[key][0][1]), None)
    stack = [one for one in values.get("stack", []) if one[1]]
    pair = next(((values[a], values[b]) for a, b in PAIRS if a in values and b in values), None)
    if spot:
        kind = values.get("name", [(0, "")])[0][1]
        head = headline([text for _, text in spot])
        head = (
            f"{kind}: {head}" if kind and kind.endswith(("Error", "Exception")) and kind not in head else head
        )
        line, last = spot[0][0], spot[-1][0]
    elif stack and not FRAME.match(f" {stack[0][1]}") and not STACKED.search(stack[0][1]):
        line, last, head = stack[0][0], stack[0][0], stack[0][1]
    elif pair:
        line, last = min(pair[0][0][0], pair[1][0][0]), max(pair[0][-1][0], pair[1][-1][0])
        head = f"{_name(found)}: got {pair[0][0][1]}, expected {pair[1][0][1]}"
    else:
        line, last, head = number, number, f"not ok - {_name(found)}"
    message = [
        (number, lines[number]),
        *(one for one in below if one[0] <= below[-1][0] and one not in stack),
    ]
    spans = [bounded("message", message)]
    spans += [bounded("frames", stack)] if stack else []
    return Told(
        headline=head,
        line=line,
        first=line,
        last=last,
        spans=tuple(spans),
        excerpt=shown(one for one in [(number, lines[number]), *below] if line <= one[0] <= last),
    )


def _values(block: Sequence[Numbered]) -> dict[str, list[Numbered]]:
    """Return the lines of each value by its key, quotes and marks of blocks taken off."""
    out: dict[str, list[Numbered]] = {}
    margin = min((len(text) - len(text.lstrip()) for _, text in block if text.strip()), default=0)
    key = ""
    for number, text in block:
        found = KEY.match(text[margin:])
        if found:
            key = found["key"]
            value = found["value"] or ""
            out[key] = [] if BLOCK.match(value) else [(number, value.strip().strip("'\""))]
        elif key and text.strip() not in ("", "..."):
            out[key].append((number, text.strip().strip("'\"")))
    return {name: lines for name, lines in out.items() if lines}


def _plain(message: list[Numbered], head: str) -> Told:
    return Told(
        headline=head,
        line=message[0][0],
        first=message[0][0],
        last=message[-1][0],
        spans=(bounded("message", message),),
        excerpt=shown(message),
    )
