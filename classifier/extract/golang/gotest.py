"""Read `go test`, with and without `-v`, and gotestsum: tests with what they print, packages, panics."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classifier.extract.blocks import confirmed
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.golang import deaths, forms
from classifier.extract.golang.forms import ANCHORS
from classifier.extract.reports import golang
from classifier.extract.reports.telling import SHOWN
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.reports.telling import Told
    from classifier.model import Counts, Kind, Numbered, Outcome, Range

LONGEST = 1_000
"""Lines of what one test prints that are read."""
ABOVE = 100
"""So many lines above its first verdict are a package's own output, below that of the package before."""
OUTCOMES: dict[str, Outcome] = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line that says how a test ended, and the package it belongs to as far as the log names it."""

    line: int
    name: str
    outcome: Outcome
    package: str
    depth: int = 0
    attempt: int = 1

    @property
    def subject(self) -> str:
        """The name of the test with its package."""
        return f"{self.package}.{self.name}" if self.package else self.name


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each failed test, and for packages that failed without a failed test.

    What gotestsum tells again in its summary is found once, and a test that passed when it was run again is
    no failure. A test that only failed because of its subtests is a symptom, as is one whose data race is
    told above it.
    """
    hits = confirmed(lines, ANCHORS, hits)
    if not any(hits.values()):
        return Findings()
    packages = _Packages(lines, hits)
    verdicts = _verdicts(lines, hits, packages)
    races = list(deaths.races(lines, hits["race"], [one for one in verdicts if one.outcome == "failed"]))
    tests = _tests(lines, hits, verdicts)
    tests += _summary(lines, hits["told"], {one.subject for one in tests if one.subject})
    healed = {one.subject for one in verdicts if one.attempt > 1 and one.outcome == "passed"}
    tests = [one for one in tests if one.subject not in healed]
    taken = [(one.first_line, _last(one)) for one in tests]
    summary = hits["told"][0] if hits["told"] else len(lines) + 1
    dead = [
        one
        for one in deaths.panics(lines, hits, packages.of)
        if one.line < summary and not _inside(one.line, taken)
    ]
    silent = list(packages.silent(lines, hits, [*tests, *dead, *races]))
    failures = [*races, *_after_races(tests, races), *dead, *silent]
    failed = bool(failures) or packages.failed
    return Findings(
        failures=tuple(failures),
        cases=tuple(
            Case(line=one.line, subject=one.subject, outcome=one.outcome, attempt=one.attempt)
            for one in verdicts
        ),
        owned=(*((one.first_line, _last(one)) for one in failures), *_owned(lines, hits, packages)),
        outcome="failed" if failed else "passed" if packages.passed else None,
        counts=_counts(verdicts) or _done(lines, hits["done"]),
    )


class _Packages:
    """The packages of a log: each is named below what its tests print."""

    def __init__(self, lines: Lines, hits: Hits) -> None:
        named = ((number, forms.PACKAGE.match(lines[number])) for number in hits["package"])
        found = [
            (number, match["name"], match["verdict"] == "FAIL", bool(match["why"]))
            for number, match in named
            if match
        ]
        summed = ((number, forms.SUMMED.match(lines[number])) for number in hits["summed"] if hits["named"])
        found += [
            (number, match["name"], match["verdict"] != "PASS", False) for number, match in summed if match
        ]
        found.sort()
        self._found = found
        self.lines = [number for number, *_ in found]
        self.failed = any(failed for _, _, failed, _ in found)
        self.passed = bool(found)

    def of(self, number: int) -> str:
        """Return the package that is named next below a line; nothing when there is none."""
        place = bisect.bisect_left(self.lines, number)
        return self._found[place][1] if place < len(self._found) else ""

    def start(self, number: int) -> int:
        """Return the first line of the package that a line belongs to."""
        place = bisect.bisect_left(self.lines, number) - 1
        return self.lines[place] + 1 if place >= 0 else 1

    def silent(self, lines: Lines, hits: Hits, failures: Sequence[Failure]) -> Iterator[Failure]:
        """Yield a failure for each package that failed although no test of it did: `TestMain` ended it."""
        told = sorted(one.line for one in failures)
        for number, name, failed, built in self._found:
            first = self.start(number)
            place = bisect.bisect_left(told, first)
            known = place < len(told) and told[place] <= number
            if failed and not built and not known and not hits["named"]:
                yield _silent(lines, first, number, name)


def _silent(lines: Lines, first: int, number: int, name: str) -> Failure:
    """Return what the last words of a package say; without any, its verdict speaks."""
    above = range(number - 1, max(first, number - 20) - 1, -1)
    words = next((one for one in above if lines[one].strip() and not forms.STATUS.match(lines[one])), None)
    line = number if words is None else words
    text = " ".join(lines[line].split())
    return Failure(
        line=line,
        first_line=line,
        last_line=line,
        kind="test",
        tool="go test",
        headline=text,
        spans=(span("message", lines, line, line),),
        subject=name,
        certainty=60,
    )


def _verdicts(lines: Lines, hits: Hits, packages: _Packages) -> list[Verdict]:
    """Return how the tests ended, each once: gotestsum names a test again below its own verdict."""
    found: list[Verdict] = []
    summary = hits["told"][0] if hits["told"] else len(lines) + 1
    for number in hits["verdict"]:
        match = forms.VERDICT.match(lines[number])
        if match and number < summary:
            package = packages.of(number)
            found.append(
                Verdict(number, match["name"], OUTCOMES[match["verdict"]], package, len(match["indent"]))
            )
    if not hits["named"]:
        return found
    own: list[Verdict] = []
    for number in hits["named"]:
        if match := forms.NAMED.match(lines[number]):
            attempt = int(match["again"] or 0) + 1
            outcome = OUTCOMES[match["verdict"]]
            own.append(Verdict(number, match["name"], outcome, match["package"], attempt=attempt))
    return own


def _tests(lines: Lines, hits: Hits, verdicts: Sequence[Verdict]) -> list[Failure]:
    """Return a failure for each verdict that is one, told by what the test printed."""
    failed = [one for one in verdicts if one.outcome == "failed"]
    if not failed:
        return []
    output = _Output(lines, hits)
    found: dict[str, Failure] = {}
    for place, one in enumerate(failed):
        told = _told(output.of(one))
        parent = told is None and any(
            other.name.startswith(f"{one.name}/") for other in _around(failed, place)
        )
        failure = _failure(
            told or golang.failed([(one.line, lines[one.line])], one.line, one.name), one.subject
        )
        found.setdefault(one.subject, replace(failure, role="symptom") if parent else failure)
    return list(found.values())


def _told(said: Sequence[Numbered]) -> Told | None:
    """Return what a test printed as the reason: of what it logged, the first line that reads like one."""
    placed = [at for at, (_, text) in enumerate(said) if golang.PLACED.match(text)]
    telling = next((at for at in placed if forms.TELLING.search(said[at][1])), placed[-1] if placed else None)
    told = golang.tell(said, said[telling:] if telling is not None else ())
    if told is not None and told.headline == "got:":
        return replace(told, headline=" ".join(text.strip() for _, text in said[:SHOWN]))
    if told is not None and "Error Trace:" in told.headline:
        return replace(told, headline=_of_testify(said) or told.headline)
    return told


def _of_testify(said: Sequence[Numbered]) -> str:
    """Return what testify says below its trace: `Error: Should be true`, `Messages: no response`."""
    at = next((at for at, (_, text) in enumerate(said) if forms.ERROR.match(text)), None)
    if at is None:
        return ""
    match = forms.ERROR.match(said[at][1])
    error = match["message"].strip() if match else ""
    below = (forms.MESSAGES.match(text) for _, text in said[at + 1 : at + SHOWN])
    message = next((found["message"] for found in below if found), "")
    return f"{error}: {message}" if message else error


def _around(failed: Sequence[Verdict], place: int) -> Sequence[Verdict]:
    """Return the verdicts near one: gotestsum names subtests above their test, Go below it."""
    return failed[max(0, place - 200) : place + 200]


class _Output:
    """What each test of a log printed: below its verdict, or since Go 1.14 with `-v` below `=== RUN`."""

    def __init__(self, lines: Lines, hits: Hits) -> None:
        self._lines = lines
        self._borders = sorted({
            *hits["running"], *hits["verdict"], *hits["package"], *hits["named"], *hits["told"],
            *hits["summed"],
        })  # fmt: skip
        self._ends = sorted({*hits["package"], *hits["summed"]})
        self._starts: dict[str, list[int]] = {}
        self._below_own: dict[str, list[tuple[int, int]]] = {}
        for number in hits["verdict"]:
            if match := forms.VERDICT.match(lines[number]):
                self._below_own.setdefault(match["name"], []).append((number, len(match["indent"])))
        for number in hits["running"]:
            match = forms.RUNNING.match(lines[number])
            if match and match["what"] != "PAUSE":
                self._starts.setdefault(match["name"], []).append(number)

    def of(self, verdict: Verdict) -> list[Numbered]:
        """Return the lines that a test printed."""
        line = verdict.line
        place = bisect.bisect_left(self._ends, line)
        least = self._ends[place - 1] if place else 0
        starts = [one for one in self._starts.get(verdict.name, ()) if least < one < line]
        own = [(one, depth) for one, depth in self._below_own.get(verdict.name, ()) if least < one <= line]
        below = [numbered for one, depth in own[-1:] for numbered in self._below(one, depth)]
        return below or [numbered for start in starts for numbered in self._piece(start + 1)]

    def _piece(self, first: int) -> Iterator[Numbered]:
        """Yield the lines from one to the next line that is about another test."""
        place = bisect.bisect_left(self._borders, first)
        last = self._borders[place] - 1 if place < len(self._borders) else len(self._lines)
        for number, text in self._lines.between(first, min(last, first + LONGEST)):
            if text.strip() and not forms.STATUS.match(text):
                yield number, text

    def _below(self, line: int, depth: int) -> Iterator[Numbered]:
        """Yield the lines below a verdict that are indented further, or tell how the test died."""
        bare = False
        for number, text in self._piece(line + 1):
            indent = len(text) - len(text.lstrip())
            bare = bare or bool(forms.BARE.match(text))
            if not bare and indent <= depth:
                return
            yield number, text


def _summary(lines: Lines, hits: Sequence[int], known: set[str]) -> list[Failure]:
    """Return the failures that only the summary of gotestsum, or a group of GitHub, tells of."""
    found: dict[str, Failure] = {}
    for number in hits:
        match = forms.TOLD.match(lines[number].rstrip())
        if match is None:
            continue
        subject = f"{match['package']}.{match['name']}" if match["package"] else match["name"]
        if subject in known:
            continue
        told = _told(list(_block(lines, number)))
        failure = _failure(told or golang.failed([], number, match["name"]), subject)
        parent = told is None and any(one.startswith(f"{subject}/") for one in (*known, *found))
        found.setdefault(subject, replace(failure, role="symptom") if parent else failure)
    return list(found.values())


def _block(lines: Lines, number: int) -> Iterator[Numbered]:
    """Yield what the summary quotes of one test."""
    for other, text in lines.between(number + 1, number + LONGEST):
        if (text.startswith(("=== FAIL", "=== SKIP", "=== Err", "DONE "))) or forms.ENDGROUP.match(text):
            return
        if text.strip() and not forms.STATUS.match(text):
            yield other, text


def _failure(told: Told, subject: str) -> Failure:
    return Failure(
        line=told.line,
        first_line=told.first,
        last_line=told.last,
        kind=_kind(told.headline),
        tool="go test",
        headline=told.headline,
        spans=told.spans,
        phase="call",
        subject=subject,
        certainty=85,
        excerpt=told.excerpt,
    )


def _kind(head: str) -> Kind:
    if golang.TIMEOUT.match(head):
        return "timeout"
    return "crash" if golang.DEATH.match(head) else "test"


def _after_races(tests: Sequence[Failure], races: Sequence[Failure]) -> Iterator[Failure]:
    """Yield the tests; one that only failed over a race which is told of is a symptom of it."""
    raced = {one.subject for one in races}
    for one in tests:
        symptom = forms.RACE_FOUND in one.headline and one.subject in raced
        yield replace(one, role="symptom") if symptom else one


def _owned(lines: Lines, hits: Hits, packages: _Packages) -> Iterator[Range]:
    """Yield the ranges in which all output is that of tests: to the end of a package, and the summary."""
    marks = sorted({*hits["running"], *hits["verdict"]})
    for end in packages.lines:
        start = packages.start(end)
        place = bisect.bisect_left(marks, start)
        if place < len(marks) and marks[place] < end:
            first = marks[place]
            while start > 1 and first > max(start, marks[place] - ABOVE) and not lines.echoed(first - 1):
                first -= 1
            yield first, end - 1
    if hits["told"]:
        yield hits["told"][0], max(hits["told"][-1], *hits["done"][-1:])


def _counts(verdicts: Sequence[Verdict]) -> Counts:
    """Return how many tests ended how, by their last attempts."""
    last = {one.subject: one.outcome for one in verdicts}
    counts: Counts = {}
    for outcome in last.values():
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _done(lines: Lines, hits: Sequence[int]) -> Counts:
    """Return what the last line of gotestsum counts."""
    match = forms.DONE.match(lines[hits[-1]]) if hits else None
    if match is None:
        return {}
    failed, skipped = int(match["failed"] or 0), int(match["skipped"] or 0)
    passed = max(0, int(match["total"]) - failed - skipped)
    counts: Counts = {"failed": failed, "skipped": skipped, "passed": passed}
    return {outcome: count for outcome, count in counts.items() if count}


def _last(one: Failure) -> int:
    return max(
        one.last_line, *(number for part in one.spans if part.where != "captured" for number, _ in part.lines)
    )


def _inside(line: int, ranges: Sequence[Range]) -> bool:
    return any(first <= line <= last for first, last in ranges)


DIALECT = Dialect(name="go-test", anchors=ANCHORS, read=read)
