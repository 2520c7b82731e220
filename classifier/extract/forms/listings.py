"""Read the failures that test frameworks list with numbers: RSpec, PHPUnit, minitest and ExUnit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from classifier.extract.blocks import picked
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Outcome, Range, Span

LONGEST = 200
"""Lines of one entry that are looked at."""
OUTCOMES: tuple[Outcome, ...] = ("failed", "error", "skipped", "xfailed", "not_run")
SHOWN = 15
"""Lines of an entry that are shown at most."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How one framework lists its failures.

    `entry` matches the line that starts an entry, its groups `subject` and `group` name the test where that
    line does. `title` matches further lines of the name (or its only ones). The first line after them that
    is not blank and that `skip` does not match says the cause, with the lines below it up to `joined`.
    `frame` matches the call stack that ends what is shown; `end` ends the list. `summary` matches the line
    that counts the run: the group `tests` all of them, the others those of an outcome.
    """

    tool: str
    entry: str
    title: str
    skip: str
    frame: str
    end: str
    summary: str
    sample: str
    joined: int = 1


LISTINGS: dict[str, Listing] = {
    "rspec": Listing(
        "rspec",
        entry=r"^ {2}\d+\) (?P<subject>\S.*)$",
        title=r"$^",
        skip=r"^\s*$|^\s+Got \d+ failures|^\s+Failure/Error:",
        joined=2,
        frame=r"^\s+# \S|^\s*# /",
        end=r"^(?:Finished in|Failed examples:|\S+ examples?,)",
        summary=r"^(?P<tests>\d+) examples?, (?P<failed>\d+) failures?(?:, (?P<xfailed>\d+) pending)?(?:, (?P<error>\d+) errors? occurred)?",
        sample="Failures:\n\n  1) math adds\n     Failure/Error: expect(4).to eq(5)\n\n       expected: 5\n            got: 4\n     # ./a_spec.rb:3",
    ),
    "phpunit": Listing(
        "phpunit",
        entry=r"^\d+\) (?P<subject>\S.*)$",
        title=r"$^",
        skip=r"^\s*$",
        frame=r"^\S+\.php:\d+$|^$",
        end=r"^(?:FAILURES!|ERRORS!|Tests: \d|--$)",
        summary=r"^(?:Tests: (?P<tests>\d+), Assertions: \d+(?:, Errors: (?P<error>\d+))?(?:, Failures: (?P<failed>\d+))?(?:, \w+: \d+)*?"
        r"(?:, Skipped: (?P<skipped>\d+))?(?:, Incomplete: (?P<not_run>\d+))?(?:, \w+: \d+)*\.$|OK \((?P<tests_passed>\d+) tests?, )",
        sample="There was 1 failure:\n\n1) MathTest::testAdds\nFailed asserting that 4 matches expected 5.\n\n/demo/MathTest.php:9",
    ),
    "minitest": Listing(
        "minitest",
        entry=r"^ *(?:\d+\) )?(?:Failure|Error):$",
        joined=2,
        title=r"^(?P<subject>[\w:]+#\w+)(?: \[.*\])?:?$",
        skip=r"^\s*$",
        frame=r"^\s+\S+:\d+:in |^$|^rails test |^bin/rails test ",
        end=r"^\d+ runs?, ",
        summary=r"^(?P<tests>\d+) (?:runs|tests), \d+ assertions, (?P<failed>\d+) failures, (?P<error>\d+) errors(?:, (?P<skipped>\d+) (?:skips|pendings))?",
        sample="  1) Failure:\nMathTest#test_adds [a_test.rb:3]:\nExpected: 5\n  Actual: 4",
    ),
    "exunit": Listing(
        "exunit",
        entry=r"^ {2}\d+\) (?:test|doctest|property) (?P<subject>\S.*?) \((?P<group>[\w.]+)\)$",
        title=r"$^",
        skip=r"^\s*$|^ +\S+\.exs?:\d+$",
        frame=r"^ +stacktrace:",
        end=r"^Finished in ",
        summary=r"^(?:\d+ (?:doctest|propert)\w+, )*(?P<tests>\d+) tests?, (?P<failed>\d+) failures?(?:, \d+ excluded)?(?:, (?P<skipped>\d+) skipped)?$",
        sample="  1) test adds (MathTest)\n     test/math_test.exs:3\n     Assertion with == failed\n     code:  assert add(2, 2) == 5\n     stacktrace:",
    ),
}  # fmt: skip

ANCHORS = {
    "rspec": r"^Failures:$",
    "phpunit": r"^There (?:was|were) \d+ (?:failure|error)s?:$",
    "minitest": r"^ *(?:\d+\) )?(?:Failure|Error):$",
    "exunit": r"^ {2}\d+\) (?:test|doctest|property) .*\)$",
}
"""What starts a list, or where nothing does each entry of it."""
SUMMARY = ".summary"
"""What the anchor of a summary ends in."""
UNLISTED = ("minitest", "exunit")


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each entry of each list."""
    failures = [
        failure
        for name in LISTINGS
        for first, last in _entries(lines, name, hits[name])
        if (failure := _failure(lines, name, first, last)) is not None
    ]
    counts: Counter[Outcome] = Counter()
    for name, listing in LISTINGS.items():
        for number in hits[name + SUMMARY]:
            counts.update(_counts(lines, number, listing))
    bad = counts["failed"] + counts["error"]
    return Findings(
        failures=tuple(failures),
        owned=tuple((one.first_line, one.last_line) for one in failures),
        outcome=("failed" if bad else "passed") if counts else None,
        counts=dict(counts),
    )


def _counts(lines: Lines, number: int, listing: Listing) -> dict[Outcome, int]:
    """Return how many tests ended how, as a summary says; nothing when it is a command or counts no test."""
    match = compiled(listing.summary).search(lines[number].rstrip())
    if match is None or lines.echoed(number):
        return {}
    groups = {name: int(value) for name, value in match.groupdict().items() if value}
    tests = groups.pop("tests", 0) or groups.pop("tests_passed", 0)
    found: dict[Outcome, int] = {name: groups[name] for name in OUTCOMES if groups.get(name)}
    # errors outside of examples are counted beside the examples
    passed = tests - sum(found.values())
    return {**found, "passed": max(passed, 0)} if tests or found else {}


def _entries(lines: Lines, name: str, starts: Sequence[int]) -> Iterator[Range]:
    """Yield first and last line of each entry."""
    entry, end = compiled(LISTINGS[name].entry), compiled(LISTINGS[name].end)
    if name in UNLISTED:
        yield from ((number, number + SHOWN) for number in starts if entry.search(lines[number]))
        return
    done = 0
    for start in starts:
        opened, number = 0, max(start, done) + 1
        for number, text in lines.between(number, len(lines)):  # noqa: B020 - where the list was left
            stop = end.search(text) or number - max(opened, start) > LONGEST
            if opened and (stop or entry.search(text)):
                yield opened, number - 1
                opened = 0
            if stop:
                break
            opened = number if entry.search(text) else opened
        if opened:
            yield opened, number
        done = number


def _failure(lines: Lines, name: str, first: int, last: int) -> Failure | None:
    """Return the failure of one entry, or None when it does not read like one."""
    entry = compiled(LISTINGS[name].entry).search(lines[first].rstrip())
    if entry is None:
        return None
    groups = entry.groupdict()
    names, rest = _name(lines, name, first, last, groups.get("subject"))
    said = next((one for one in rest if not compiled(LISTINGS[name].skip).search(one[1])), None)
    if said is None or not names:
        return None
    line, joined = said[0], LISTINGS[name].joined
    shown = _shown(name, [one for one in rest if one[0] >= line])
    subject = " ".join(names).rstrip(":")
    group = groups.get("group")
    return Failure(
        line=line,
        first_line=first,
        last_line=shown,
        kind="test",
        tool=LISTINGS[name].tool,
        headline=" ".join(one.strip() for _, one in lines.between(line, min(shown, line + joined - 1))),
        spans=(span("message", lines, line, shown), *_frames(lines, name, shown, last)),
        subject=f"{group}.{subject}" if group else subject,
    )


def _frames(lines: Lines, name: str, shown: int, last: int) -> tuple[Span, ...]:
    """Return the call stack below what is shown."""
    frame = compiled(LISTINGS[name].frame)
    below = lines.between(shown + 1, last)
    stack = takewhile(lambda one: not one[1].strip() or frame.search(one[1]), below)
    return picked("frames", lines, [number for number, text in stack if text.strip()])


def _name(
    lines: Lines, name: str, first: int, last: int, subject: str | None
) -> tuple[list[str], list[Numbered]]:
    """Return the parts of the test's name, and the lines below them."""
    names = [subject] if subject else []
    below = list(lines.between(first + 1, last))
    title = compiled(LISTINGS[name].title)
    while below and not (names and names[-1].endswith(":")):
        match = title.search(below[0][1].rstrip())
        if not match:
            break
        names.append((match.groupdict().get("subject") or match[0]).strip())
        below.pop(0)
    return names, below


def _shown(name: str, rest: list[Numbered]) -> int:
    """Return the last line worth showing: before the call stack, and not blank."""
    last = rest[0][0]
    for number, text in rest[1:SHOWN]:
        if compiled(LISTINGS[name].frame).search(text):
            break
        last = number if text.strip() else last
    return last


DIALECT = Dialect(
    name="listings",
    anchors=ANCHORS | {name + SUMMARY: listing.summary for name, listing in LISTINGS.items()},
    read=read,
)
