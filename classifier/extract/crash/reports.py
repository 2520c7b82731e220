"""Put together what a log tells of one crash: the message, the signal below it, and the call stack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from classifier.extract.blocks import preceding
from classifier.extract.crash import stacks
from classifier.extract.crash.heads import ABOVE, HEADS
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.crash.frames import Call
    from classifier.extract.crash.heads import Head
    from classifier.extract.dialect import Hits, Lines

BELONGS = 120
"""A signal within so many lines below a message is the end of the program that the message is about."""
ECHOED = 400
"""Within so many lines below a report that has a stack, the word of a signal only repeats it."""
NEAR = 30
"""So far above an abort is its message looked for."""
LISTING = 40
"""So far below the heading of a test's output may a panic stand that belongs to it."""

LISTED = re.compile(r"^-{4} \S.* std(?:out|err) -{4}$|^-{3} STD(?:OUT|ERR):")
"""`---- tests::adds stdout ----`: what is printed below is read as the failure of a test."""
OVERFLOW = re.compile(r"stack[- ]overflow|[Mm]aximum call stack")
ENDED_BY = re.compile(r"\b(?:ABRT|ILL|TRAP|BREAKPOINT|breakpoint|deadly signal|fuzz target exited)\b")
"""Sanitizers tell of an abort that a message above explains."""
SIGNALED = re.compile(r"Sanitizer: (?:SEGV|FPE|BUS|ILL)\b|Process terminating with default action of signal")
"""What a checked access or division led to at once."""
ABORTS = re.compile(
    r"(?:__GI_)?_*(?:gsignal|raise|abort|assert_fail\w*|rt_sigprocmask)|.*\bLogMessage\w*|.*[Aa]bort.*"
)
"""Functions among the innermost ones by which a program stops itself."""
ENDING = ("sanitizer", "libfuzzer")
"""Tools that also tell of a program that stopped itself."""
OWN_FRAMES = ("go", "swift", "atheris", "sanitizer", "libfuzzer", "valgrind")
"""Tools whose own frames say more than those of a sanitizer."""
OWN_PLACE = ("sanitizer", "rust", "swift")
"""Tools whose call stack says the place better than the file that the message names."""


class _Found(NamedTuple):
    """A line with which a report begins, and the groups of its pattern that are not empty."""

    number: int
    head: Head
    groups: dict[str, str]


@dataclass(slots=True)
class Report:
    """One crash as far as it is put together.

    `first` is the line of the head, `line` that of the message, `last` the last one that belongs to it,
    `limit` the first one of the next report. `late` says that a system's report of the death quotes the
    message, `ended` that a shell has told of the death already. `told` is what went wrong, `checked` the text
    of a failed check, `file` the source file that is named; each may be empty.
    """

    head: Head
    first: int
    line: int
    last: int
    limit: int
    told: str
    checked: str
    file: str
    calls: list[Call]
    late: bool
    ended: bool = False

    @property
    def named(self) -> bool:
        """Whether the stack names a function that says anything."""
        return any(one.function for one in stacks.state(self.calls))

    @property
    def aborted(self) -> bool:
        """Whether a sanitizer tells of nothing but that the program stopped itself."""
        if self.head.tool not in ENDING:
            return False
        stopped = any(ABORTS.fullmatch(one.function) for one in self.calls[:3])
        return stopped or ENDED_BY.search(self.told) is not None

    def state(self) -> tuple[str, ...]:
        """Return the crash state: what was checked and where, then the calls, three parts at most."""
        file = re.split(r"[/\\]", self.file)[-1]
        calls = [stacks.name(one) for one in stacks.state(self.calls)]
        place = self.checked
        if place and file:
            place = f"{place} in {file}"
        elif not calls or self.head.tool not in OWN_PLACE:
            place = place or file
        return tuple(one for one in (place, *calls) if one)[: stacks.DEPTH]


def reports(lines: Lines, hits: Hits) -> list[Report]:
    """Return the crashes of a log, each once, whatever tells of it."""
    out: list[Report] = []
    heads = list(_heads(lines, hits))
    limits = [*(found.number for found in heads[1:]), len(lines) + 1]
    for found, limit in zip(heads, limits, strict=False):
        if out and found.number <= out[-1].line:
            continue
        report = _report(lines, found, limit)
        if out and _belongs(out[-1], report):
            _join(out[-1], report)
            continue
        if report.head.signal or report.aborted:
            _explain(lines, report, out[-1].last if out else 0)
        out.append(report)
    return [one for one in out if not one.head.foreign and (one.calls or not one.head.warns)]


def _heads(lines: Lines, hits: Hits) -> Iterator[_Found]:
    """Yield the lines with which reports begin, each once, with what they say."""
    places = sorted({(number, rank) for rank, head in enumerate(HEADS) for number in hits[head.name]})
    done = 0
    for number, rank in places:
        head = HEADS[rank]
        match = compiled(head.pattern).search(lines[number].rstrip()) if number > done else None
        if match and not lines.echoed(number) and _confirmed(lines, number, head):
            done = number
            yield _Found(number, head, {name: value for name, value in match.groupdict().items() if value})


def _report(lines: Lines, found: _Found, limit: int) -> Report:
    """Return the report that begins in a line and ends above line `limit`."""
    number, head = found.number, found.head
    line, said = _said(lines, found)
    groups = found.groups | said
    lead = groups.get("lead", "")
    lead = f"{lead} failed" if lead in ("Assertion", "assertion") else lead
    checked = groups.get("expression", "").rstrip(".")
    message = groups.get("message") or groups.get("message2") or ""
    told = (lead if checked else message or lead) + f" {groups.get('detail', '')}".rstrip()
    calls = [] if head.stackless else stacks.stack(lines, line, limit, head.within, head.layout)
    last = calls[-1].line if calls else line
    if OVERFLOW.search(told):
        calls = stacks.recursion(calls)
    file = groups.get("file") or groups.get("file2") or ""
    late = "Abort message: " in lines[number]
    return Report(head, number, line, last, limit, told, checked, file, calls, late)


def _confirmed(lines: Lines, number: int, head: Head) -> bool:
    """Say whether the lines around a head are those that its kind has."""
    if head.name == "rust-panic":
        return not any(LISTED.search(text) for _, text in preceding(lines, number, LISTING))
    if not head.needs:
        return True
    return any(compiled(head.needs).search(text) for _, text in lines.between(number + 1, number + head.near))


def _said(lines: Lines, found: _Found) -> tuple[int, dict[str, str]]:
    """Return the line of the message with its groups: below the head where the head does not hold it."""
    number, head = found.number, found.head
    known = "expression" in found.groups or ("message" in found.groups and "detail" not in head.says)
    if not head.says or known:
        return number, {}
    for at, text in lines.between(number + 1, number + head.reach):
        match = compiled(head.says).search(text.rstrip())
        if match:
            said = {name: value for name, value in match.groupdict().items() if value}
            return (number if "detail" in said else at), said
    return number, {}


def _explain(lines: Lines, report: Report, after: int) -> None:
    """Give an abort the fatal message above it, if there is one below line `after`."""
    for number, text in preceding(lines, report.first, min(NEAR, report.first - after - 1)):
        found = compiled(ABOVE.pattern).search(text.rstrip())
        if found:
            report.head, report.first, report.line = ABOVE, number, number
            report.told, report.file = found["message"], found["file"]
            return


def _belongs(before: Report, report: Report) -> bool:
    """Say whether a report only goes on with the one before it."""
    if before.head.name == report.head.name == "windows":
        return True  # a debugger stops at each of the exceptions that lead to the last one
    apart = report.first - before.last
    told = before.ended or before.head.name == "signal"  # by the shell, which does so once, at the end
    if apart > ECHOED or told:
        return False
    return _again(before, report) or _ends(before, report, apart)


def _ends(before: Report, report: Report, apart: int) -> bool:
    """Say whether a report tells how the one so many lines before it ended."""
    if before.head.signal:
        return apart <= BELONGS and (report.late or (report.head.signal and not report.named))
    if report.head.signal and report.named and before.named and not _same_calls(before, report):
        return False
    ended = report.aborted or (report.head.signal and not before.head.warns)
    return ended and (apart <= BELONGS or bool(before.calls and not before.head.warns))


def _same_calls(before: Report, report: Report) -> bool:
    ours, theirs = ([one.function for one in stacks.state(each.calls)] for each in (before, report))
    return ours == theirs


def _again(before: Report, report: Report) -> bool:
    """Say whether a report tells of a crash for the second time."""
    if before.head.tool == "kernel":
        return before.head.name == report.head.name
    if report.head.tool == before.head.tool and SIGNALED.search(report.told):
        return before.state() == report.state()
    if before.told != report.told or before.checked != report.checked:
        return False
    return bool(before.checked) or (
        report.head.name == "sanitizer" and before.state()[:1] == report.state()[:1]
    )


def _join(before: Report, report: Report) -> None:
    """Give a report what goes on with it: the stack where that says more, the message of a signal."""
    ours = before.head.tool in OWN_FRAMES and before.calls
    if report.named and not ours and (report.head.tool in ENDING or not before.named):
        before.calls = report.calls
    if before.head.signal and not report.head.signal:
        before.head, before.line, before.told = report.head, report.line, report.told
        before.checked, before.file = report.checked, report.file
    before.ended = report.head.name == "signal"
    before.last = max(before.last, report.last)
    before.limit = report.limit
