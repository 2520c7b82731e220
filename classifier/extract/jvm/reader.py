"""Put together what the runners of tests of the Java virtual machine tell in one log: each test once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings
from classifier.extract.jvm import ant, builds, consoles, crashes, gradle, results, scala, surefire, verdicts
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.jvm.told import Told

PARTS = {
    "surefire": surefire.ANCHORS,
    "results": results.ANCHORS,
    "gradle": gradle.ANCHORS,
    "ant": ant.ANCHORS,
    "console": consoles.ANCHORS,
    "scala": scala.ANCHORS,
    "crash": crashes.ANCHORS,
    "build": builds.ANCHORS,
}
"""The anchors of each part of this dialect, whose names they get as prefix."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the tests that failed, each once, deaths of virtual machines, and why builds say they failed.

    A test that passed when it ran again did not fail, and what a build that ended well tells of did not
    make it fail.
    """
    hits = _matched(lines, hits)
    ends = verdicts.read(lines, hits["verdict"])
    told = _maven(lines, hits)
    told += gradle.told(lines, _own("gradle", hits))
    told += ant.told(lines, _own("ant", hits))
    told += consoles.told(lines, _own("console", hits))
    told += scala.told(lines, _own("scala", hits))
    owned = [(one.header, one.last) for one in told]
    tests = [one for one in _once(told) if not ends.went_well(one.header)]
    told_of = crashes.failures(lines, _own("crash", hits)) + builds.failures(lines, _own("build", hits))
    deaths = [one for one in told_of if not ends.went_well(one.line)]
    inside = [one for one in deaths if not any(first <= one.line <= last for first, last in owned)]
    _, sections = results.entries(lines, _own("results", hits))
    owned += [(one.first_line, one.last_line) for one in inside] + sections
    owned += verdicts.good_builds(ends, hits["start"])
    counted = results.counts(lines, _own("results", hits)) or gradle.counts(lines, _own("gradle", hits))
    return Findings(
        failures=(*(one.failure(lines) for one in tests), *inside),
        cases=tuple(one.case() for one in tests),
        owned=tuple(owned),
        outcome="passed" if ends.passed(len(lines)) and not tests and not inside else None,
        counts=dict(counted),
    )


def _maven(lines: Lines, hits: Hits) -> list[Told]:
    """Return the tests that failed under Maven, without those that passed when they ran again."""
    own, summary = _own("surefire", hits), _own("results", hits)
    named, _ = results.entries(lines, summary)
    flaky = {one.key for one in named if one.flaky}
    told = [one for one in surefire.told(lines, own) if one.key not in flaky]
    told += results.unseen(told, named, surefire.Classes(lines, own))
    summed = max((one.line for one in named), default=0)
    alone = [one for one in surefire.failed_classes(lines, own) if one.header > summed]
    return told + [one for one in alone if not any(_is_of(other.subject, one.name) for other in told)]


def _is_of(subject: str, class_: str) -> bool:
    """Say whether a test is one of a class or of one nested in it."""
    return subject == class_ or subject.startswith((f"{class_}.", f"{class_}$"))


def _once(told: Iterable[Told]) -> list[Told]:
    """Return each test once: as it is told first with its exception, or else first."""
    first: dict[str, Told] = {}
    for one in sorted(told, key=lambda one: (one.trace is None, one.header)):
        first.setdefault(one.subject, one)
    return list(first.values())


def _own(part: str, hits: Hits) -> Hits:
    return {name: hits[f"{part}-{name}"] for name in PARTS[part]}


def _matched(lines: Lines, hits: Hits) -> Hits:
    """Return the hits without lines that their anchors do not match: search may give more."""
    return {
        name: [number for number in hits[name] if compiled(pattern).search(lines[number])]
        for name, pattern in ANCHORS.items()
    }


ANCHORS = {
    **{f"{part}-{name}": pattern for part, own in PARTS.items() for name, pattern in own.items()},
    "verdict": verdicts.ANCHOR,
    "start": verdicts.START,
}


DIALECT = Dialect(name="jvm", anchors=ANCHORS, read=read)
