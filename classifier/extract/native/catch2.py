"""Read the failures of Catch2 and doctest by their blocks: the test above, the check and its values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import picked, preceding
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind

# Catch2: `cart.cc:12: FAILED:`, with Visual C++ `cart.cc(12): FAILED:`
# doctest: `cart.cc:12: ERROR: CHECK( add(2, 2) == 4 ) is NOT correct!`, `cart.cc:14: FATAL ERROR: ...`
FAILED = re.compile(r"(?P<file>\S.*?)[(:](?P<line>\d+)\)?: (?:FAILED:|(?:FATAL )?ERROR: (?P<said>.+))$")
RULE = re.compile(r"(?:-{79,}|={79,}|\.{79,})$")
PLACE = re.compile(r"\S.*[(:]\d+\)?:?$")
NAMES = re.compile(
    r"(?:DEEPEST SUBCASE STACK REACHED[^:]*|TEST CASE|TEST SUITE|DESCRIPTION|SCENARIO|SUBCASE|TYPE): *"
)
END = re.compile(
    r"(?:-{79,}|={79,}|\.{79,}|\S.*[(:]\d+\)?: (?:FAILED|PASSED|ERROR|FATAL ERROR|WARNING):?.*)$"
)
VALUES = re.compile(r"\s*values: (?P<values>.*)")
SIGNAL = re.compile(r"\bSIG[A-Z]{2,6}\b|fatal error condition|crashed:")
TOTAL = re.compile(r"\[doctest\] Status: (?P<status>\w+)|(?P<all>All tests passed) \(|test cases?: +\d+ \|")
LONGEST = 30
SHOWN = 12
WIDTH = 400
NAMED = 60
"""Lines of a failure that are read and shown, characters of its headline, lines above it for its name."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Find one failure for each test: its first check that failed, the others in its text."""
    blocks: dict[str | None, list[list[int]]] = {}
    for number in hits["failed"]:
        text = lines[number].rstrip()
        found = FAILED.match(text)
        if found and not lines.echoed(number) and _confirmed(lines, number, found):
            blocks.setdefault(_test(lines, number), []).append(_block(lines, number))
    failures = tuple(_failure(lines, name, own) for name, own in blocks.items())
    cases = tuple(
        Case(line=own[0][0], subject=name, outcome="failed") for name, own in blocks.items() if name
    )
    passed = any(
        total["all"] or total["status"] == "SUCCESS"
        for number in hits["total"]
        if (total := TOTAL.search(lines[number]))
    )
    owned = tuple((one[0], one[-1]) for own in blocks.values() for one in own)
    return Findings(failures, cases, owned, "passed" if passed and not failures else None)


def _confirmed(lines: Lines, number: int, found: re.Match[str]) -> bool:
    """Say whether what looks like doctest's line is one: other tools print `a.c:3: ERROR: ...` too."""
    said = found["said"]
    if said is None or said.endswith("is NOT correct!"):
        return True
    return any(NAMES.match(text) or "[doctest]" in text for _, text in preceding(lines, number, NAMED))


def _test(lines: Lines, number: int) -> str | None:
    """Return the test and the sections in which a check stands: what the heading above it lists."""
    heading: list[str] = []
    ruled = False
    for _, text in preceding(lines, number, NAMED):
        plain = text.rstrip()
        if RULE.match(plain):
            if heading and plain[0] != ".":
                break
            ruled = True
        elif NAMES.match(plain) or (ruled and plain and not PLACE.fullmatch(plain)):
            heading.append(plain)
    names = [NAMES.sub("", text.strip()).strip() for text in reversed(heading)]
    return " / ".join(name for name in names if name) or None


def _block(lines: Lines, number: int) -> list[int]:
    numbers = [number]
    for at, text in lines.between(number + 1, number + LONGEST):
        if END.match(text.rstrip()) or (not text.strip() and not lines[numbers[-1]].strip()):
            break
        numbers.append(at)
    while len(numbers) > 1 and not lines[numbers[-1]].strip():
        numbers.pop()
    return numbers


def _failure(lines: Lines, name: str | None, blocks: Sequence[Sequence[int]]) -> Failure:
    first = blocks[0]
    texts = [lines[number] for number in first]
    crashed = any(SIGNAL.search(text) for text in texts)
    kind: Kind = "crash" if crashed else "test"
    found = FAILED.match(texts[0].rstrip())
    return Failure(
        line=first[0],
        first_line=first[0],
        last_line=first[min(len(first), SHOWN) - 1],
        kind=kind,
        tool="doctest" if found and found["said"] else "catch2",
        headline=headline(texts),
        spans=tuple(span for block in blocks for span in picked("message", lines, block)),
        phase="call",
        subject=name or (found["file"] if found else None),
        certainty=85,
    )


def headline(texts: Sequence[str]) -> str:
    """Return a failure in one line: `REQUIRE( add(2, 2) == 4 ) with expansion: 5 == 4`."""
    found = FAILED.match(texts[0].rstrip())
    said = [found["said"].removesuffix(" is NOT correct!")] if found and found["said"] else []
    for text in texts[1:]:
        plain = text.strip()
        values = VALUES.match(text)
        if values:
            plain = f"with values: {values['values']}"
        if plain:
            said.append(plain)
    return " ".join(said)[:WIDTH] or texts[0].strip()


DIALECT = Dialect(
    name="catch2",
    anchors={
        "failed": r"\d\)?: (?:FAILED:|(?:FATAL )?ERROR: ).*$",
        "total": r"\[doctest\] Status: |All tests passed \(|test cases?: +\d+ \|",
    },
    read=read,
)
