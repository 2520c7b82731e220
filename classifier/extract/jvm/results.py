"""Read the summaries in which Surefire and Failsafe name the failed tests of a module once more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.jvm.told import Told, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.jvm.surefire import Classes
    from classifier.model import Outcome, Range

ANCHORS = {
    "results": r"^(?:\[\w+\] +)?(?:Results ?:\s*$|(?:Failed tests|Tests in error):)",
    "total": r"^\s*(?:\[\w+\] +)?Tests run: \d+, Failures: \d+, Errors: \d+",
}

LONGEST = 5_000
"""Lines of a summary that are looked at."""
DEEPEST = 3
"""Blanks before the name of a test at most; more stand before the further lines of a message."""
RESULTS = re.compile(ANCHORS["results"])
# `Tests run: 33, Failures: 0, Errors: 1, Skipped: 0`, and of a class with `, Time elapsed: 0.1 s` behind
TOTAL = re.compile(
    r"^\s*(?:\[\w+\] +)?Tests run: (?P<run>\d+), Failures: (?P<failed>\d+), Errors: (?P<error>\d+)"
    r"(?:, Skipped: (?P<skipped>\d+))?(?P<timed>.*Time elapsed:)?"
)
# `Failed tests:   adds(demo.ShopTest): expected:<5> but was:<4>`, `[ERROR] Errors: `, `[WARNING] Flakes: `
HEADING = re.compile(
    r"^(?:\[\w+\] +)?(?P<what>Failed tests|Tests in error|Failures|Errors|Flakes|Flaked tests): *"
    r"(?P<rest>.*)$"
)
MARK = re.compile(r"^(?:\[(?:ERROR|INFO|WARNING)\] ?)?(?P<indent> *)(?P<rest>\S.*)$")
# `  Run 1: ShopTest.adds:90 » IllegalState no`, `  Run 2: PASS`
RUN = re.compile(r"^Run \d+: (?P<rest>.*)$")
# `adds(demo.ShopTest): expected:<5> but was:<4>`
NAMED = re.compile(
    r"^(?P<method>[^.:]+?)(?: on instance \S+?)?\((?P<class>(?:[\w$]+\.)+[\w$]+|[A-Z][\w$]*)\)"
    r"(?:: ?(?P<message>.*))?$"
)
# `ShopTest>BaseTest.adds:12->helper:30 » IllegalState no stock`, `ShopTest.adds two numbers:9 expected: <5>`
PLACE = re.compile(
    r"^(?P<class>[A-Za-z_$][\w$]*)(?:>[\w$]+)?\.(?P<method>.+?)(?::\d+(?=->|\s|$)|(?= » ))(?:->\S+)*"
    r"(?: +(?:» )?(?P<message>\S.*))?$"
)
# `ShopTest.adds Expected exception: demo.Late`
UNPLACED = re.compile(
    r"^(?P<class>[A-Za-z_$][\w$]*)(?:>[\w$]+)?\.(?P<method>[\w$]+(?:[\[{(]\S*)?)(?:->\S+)*"
    r"(?: +(?P<message>\S.*))?$"
)
# `ShopTest » NoClassDefFound demo/Shop`
WHOLE = re.compile(r"^(?P<class>[A-Za-z_$][\w$]*) » (?P<message>\S.*)$")
# `demo.ShopTest.adds`, above its runs
RUNS = re.compile(r"^(?P<subject>(?:[\w$]+\.)+\S.*?)(?:\([\w.$]+\))?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A test that a summary names, and whether it passed when it ran again."""

    line: int
    subject: str
    said: str
    outcome: Outcome
    flaky: bool

    @property
    def key(self) -> tuple[str, str]:
        """Simple class and bare method."""
        return key_of(self.subject)


def entries(lines: Lines, hits: Hits) -> tuple[list[Entry], list[Range]]:
    """Return what all summaries name, and the lines of each summary."""
    found: list[Entry] = []
    ranges: list[Range] = []
    for number in hits["results"]:
        if RESULTS.search(lines[number]) and not (ranges and number <= ranges[-1][1]):
            last = _last(lines, number)
            ranges.append((number, last))
            found += _section(lines, number, last)
    return found, ranges


def unseen(told: Sequence[Told], named: Iterable[Entry], classes: Classes) -> list[Told]:
    """Return the tests that summaries name and nothing else tells of.

    A summary names the method in which a test failed, `setUp` say: so where of one class as many failures are
    told as named, they are the same.
    """
    known = {one.key for one in told}
    whole = {re.split(r"[.$]", one.subject)[-1] for one in told}
    mine = [entry for entry in named if not entry.flaky]
    keys = {entry.key for entry in mine}
    spare = Counter(key[0] for key in known - keys)
    out: dict[str, Told] = {}
    for entry in mine:
        key = entry.key
        if key in known or key[0] in whole:
            continue
        if spare[key[0]]:
            spare[key[0]] -= 1
            continue
        group, _, method = entry.subject.rpartition(".")
        one = Told(
            header=entry.line,
            last=entry.line,
            group=classes.full(group),
            name=method,
            said=entry.said,
            outcome=entry.outcome,
        )
        out.setdefault(entry.subject, one)
    return list(out.values())


def counts(lines: Lines, hits: Hits) -> Mapping[Outcome, int]:
    """Return how many tests ended how, by the totals of modules, or else of classes."""
    texts = {number: lines[number] for number in hits["total"]}
    once = [text for number, text in texts.items() if texts.get(number - 1) != text]
    found = [one for text in once if (one := TOTAL.search(text))]
    totals = [one for one in found if not one["timed"]] or found
    counted: Counter[Outcome] = Counter()
    for one in totals:
        failed, error, skipped = int(one["failed"]), int(one["error"]), int(one["skipped"] or 0)
        counted.update(failed=failed, error=error, skipped=skipped)
        counted.update(passed=max(0, int(one["run"]) - failed - error - skipped))
    return +counted


def _last(lines: Lines, first: int) -> int:
    """Return the last line of a summary: the total, or where the build goes on."""
    last = first
    for number, text in lines.between(first + 1, first + LONGEST):
        if TOTAL.search(text):
            return number
        if re.match(r"\[INFO\] (?:-{9,}|BUILD)", text):
            return last
        last = number
    return last


def _section(lines: Lines, first: int, last: int) -> Iterator[Entry]:
    """Yield the tests of one summary; of one that ran several times only the first run that failed."""
    what = ""
    above: tuple[int, str] | None = None
    for number, text in lines.between(first, last):
        heading = HEADING.search(text)
        what = heading["what"] if heading else what
        found = MARK.match(heading["rest"] if heading else text)
        if not found or not what or len(found["indent"]) > DEEPEST:
            continue
        flaky = what.startswith("Fla")
        outcome: Outcome = "error" if "rror" in what else "failed"
        run = RUN.match(found["rest"])
        if run and above:
            if run["rest"] != "PASS" and above[1]:
                yield Entry(number, above[1], _said(run["rest"]), outcome, flaky)
                above = (above[0], "")
        elif not found["indent"] and not heading:
            runs = RUNS.match(found["rest"])
            above = (number, runs["subject"]) if runs else None
        else:
            entry = _match(found["rest"])
            if entry:
                yield Entry(number, entry[0], entry[1] or found["rest"], outcome, flaky)


def _match(text: str) -> tuple[str, str | None] | None:
    """Return test and message of an entry."""
    for form in (NAMED, PLACE, UNPLACED, WHOLE):
        found = form.match(text)
        if found:
            groups = found.groupdict()
            method = groups.get("method")
            return (f"{groups['class']}.{method}" if method else groups["class"]), groups["message"]
    return None


def _said(text: str) -> str:
    entry = _match(text)
    return (entry and entry[1]) or text
