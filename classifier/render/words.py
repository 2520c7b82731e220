"""Numbers, places and verdicts in the same words in every report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.model import (
        Limit,
        Neighbor,
        Occurrence,
        Outcome,
        Report,
        Signature,
        Standing,
        State,
        Totals,
    )

Name = TypeVar("Name", bound=str)

BADGES: dict[Standing, str] = {
    "matched": "",
    "clustered": "?",
    "unique": "uniq",
    "wrapper_only": "wrapper",
}
"""What stands before a signature's id; a rule's name says enough by itself."""
STANDINGS: dict[Standing, str] = {
    "matched": "matched by rules",
    "clustered": "in clusters",
    "unique": "unique",
    "wrapper_only": "wrapper only",
}
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "error", "skipped", "xfailed", "xpassed", "not_run")
STATES: tuple[State, ...] = ("failed", "passed", "no-failure-found", "empty", "truncated", "unreadable")


def one_line(text: str) -> str:
    r"""Return the text without anything that moves the cursor, ends a field or hides text: `\t`, `\x1b`."""
    return visible(text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r"))


def number(value: int) -> str:
    """Return 9412 as `9,412`."""
    return f"{value:,}"


def count(value: int, noun: str) -> str:
    """Return `1 cause` or `6 causes`."""
    return f"{number(value)} {noun}{'' if value == 1 else 's'}"


def size(value: int) -> str:
    """Return a number of bytes as `312 B`, `40.0 KB`, `1.2 GB`, in steps of 1000."""
    if value < 1000:
        return f"{value} B"
    amount = float(value)
    for unit in ("KB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95:
            return f"{amount:.1f} {unit}"
    return f"{amount / 1000:.1f} TB"


def seconds(value: float) -> str:
    """Return `0.84 s`, `8.4 s` or `312 s`."""
    return f"{value:.{2 if value < 1 else 1 if value < 100 else 0}f} s"


def place(occurrence: Occurrence) -> str:
    """Return `path:line` of the line that says the cause, as editors and `less` take it."""
    return one_line(f"{occurrence.failure.log}:{occurrence.failure.line}")


def label(signature: Signature) -> str:
    """Return the id with what kind of verdict it is and what the rule advises: `? u-7f3a09bc11d2`."""
    named = f"{BADGES[signature.standing]} {signature.id}".strip()
    return one_line(f"{named}, {signature.action}" if signature.action else named)


MIXED = "may be more than one failure: its texts differ by more than values"
"""What is said of a signature that is marked as mixed."""


def alike(one: Neighbor) -> str:
    """Return what an unknown reads like: `like forge-oom but for 'L1' / 'DRAM', 92 %`."""
    return one_line(f"like {one.rule or one.signature} {one.contrast}, {one.similarity * 100:.0f} %")


def headline(report: Report) -> str:
    """Return the result in one sentence."""
    totals = report.totals
    if not totals.failures:
        return f"no failures in {count(totals.logs, 'log')}"
    causes = count(totals.causes, "cause") if totals.causes else "no cause found"
    return f"{count(totals.failures, 'failure')}, {causes}"


def shares(totals: Totals) -> dict[Standing, int]:
    """Return how many failures have each standing; together they are all failures."""
    return {
        "matched": totals.matched,
        "clustered": totals.clustered,
        "unique": totals.unique,
        "wrapper_only": totals.wrapper_only,
    }


def conservation(totals: Totals) -> str:
    """Return the sum that shows that no failure was lost: `5 failures = 3 matched by rules + ...`."""
    parts = " + ".join(f"{number(value)} {STANDINGS[name]}" for name, value in shares(totals).items())
    return f"{count(totals.failures, 'failure')} = {parts}"


def tally(counts: Mapping[Name, int], order: tuple[Name, ...]) -> str:
    """Return `12 failed, 8 passed`: what there is of each name, in the order given."""
    named = ((name.replace("_", " ").replace("-", " "), counts.get(name, 0)) for name in order)
    return ", ".join(f"{number(value)} {name}" for name, value in named if value)


def what_was_read(totals: Totals) -> str:
    """Return how many logs were read, how they ended, and how much text that was."""
    states = tally(totals.states, STATES)
    logs = count(totals.logs, "log") + (f" ({states})" if states else "")
    return f"{logs}, {size(totals.bytes)}, {count(totals.lines, 'line')}"


def limit(one: Limit) -> str:
    """Return what was cut, at which bound, and how often."""
    times = "once" if one.reached == 1 else f"{number(one.reached)} times"
    return one_line(f"{one.what}: at most {number(one.bound)}, reached {times}")


def web_link(text: str) -> bool:
    """Say whether a text may become a link; anything but http and https stays text."""
    return re.match(r"https?://[^\s\"'<>]+\Z", text) is not None


def rate(per_cent: float) -> str:
    """Return `100 %`, `98.7 %` or `99.95 %`: exact where whole, and never rounded to 0 or to 100."""
    if per_cent == int(per_cent):
        return f"{int(per_cent)} %"
    for digits in (1, 2, 3):
        text = f"{per_cent:.{digits}f}"
        if 0 < float(text) < 100:
            return f"{text} %"
    return "> 99.999 %" if per_cent > 50 else "< 0.001 %"
