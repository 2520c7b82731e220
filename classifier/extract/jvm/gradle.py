"""Read the events by which Gradle tells of tests: `ShopTest > adds() FAILED` and the exception below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.jvm import traces
from classifier.extract.jvm.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Numbered, Outcome

ANCHORS = {
    "event": r"^\S.* > .* FAILED\s*$",
    "completed": r"^\d+ tests? completed, \d+ failed",
}

# `Gradle Test Run :app:test > Gradle Test Executor 3 > demo.ShopTest > adds() FAILED`
EVENT = re.compile(
    r"^(?:Gradle Test Run \S+ > )?(?:Gradle Test Executor \d+ > )?(?P<path>(?!> |:)\S.*) FAILED\s*$"
)
COMPLETED = re.compile(
    r"^(?P<run>\d+) tests? completed, (?P<failed>\d+) failed(?:, (?P<skipped>\d+) skipped)?"
)
CALL = re.compile(r"(?:[\w$]+\.)+[\w$]*[A-Z][\w$]*\.\S")
"""`test.reflect.RecipesTest.exact`, `demo.ShopTest.adds(int)[48]`: a name that says all by itself."""
PATH = " > "


def told(lines: Lines, hits: Hits) -> list[Told]:
    """Return the tests that failed, each event one."""
    return [one for number in hits["event"] if (one := _told(lines, number)) is not None]


def counts(lines: Lines, hits: Hits) -> dict[Outcome, int]:
    """Return how many tests of all tasks that failed ended how."""
    found = [one for number in hits["completed"] if (one := COMPLETED.search(lines[number]))]
    run, failed, skipped = (
        sum(int(one[name] or 0) for one in found) for name in ("run", "failed", "skipped")
    )
    out: dict[Outcome, int] = {"passed": max(0, run - failed - skipped), "failed": failed, "skipped": skipped}
    return {outcome: count for outcome, count in out.items() if count}


def _told(lines: Lines, number: int) -> Told | None:
    found = EVENT.search(lines[number])
    if not found or PATH not in found["path"] or lines.echoed(number):
        return None
    group, name = named(found["path"])
    trace = traces.read(_below(lines, number))
    return Told(
        header=number, last=trace.last if trace else number, group=group, name=name, trace=trace,
        said=found["path"] + " FAILED",
    )  # fmt: skip


def named(path: str) -> tuple[str, str]:
    """Return class and test of the names that Gradle puts together with ` > `."""
    parts = path.split(PATH)
    if len(parts) > 2 and CALL.match(parts[-1]):
        return "", parts[-1]
    return ".".join(parts[:-1]), parts[-1]


def _below(lines: Lines, number: int) -> Iterator[Numbered]:
    """Yield the indented lines below an event, and the blank ones between them."""
    for below, text in lines.between(number + 1, number + traces.LONGEST):
        if text.strip() and not text[0].isspace():
            return
        yield below, text.rstrip()
