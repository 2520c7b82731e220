"""Read what BuildKit prints of a step that failed: the command's last lines, which it quotes once more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from classifier.extract.blocks import last_while, preceding
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.telling import telling
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Range

ANCHORS = {
    #  > [build 4/4] RUN make:
    "quoted": r"^ > \[[^\]]+\] ",
    # Dockerfile:4, above the lines of the file around the step
    "source": r"^\S*(?:[Dd]ockerfile|[Cc]ontainerfile)\S*:\d+$",
}
HEAD = re.compile(r" > \[(?P<stage>[^\]]+)\] (?P<command>.+?):?$")
RULE = re.compile(r"-{6,}$")
SOURCE = re.compile(r"\s*\d+ \||-{20,}$|$")
TIME = re.compile(r"(?:#\d+ )?\d+\.\d+ ")
"""`0.512 `: the second of the step at which it printed a line, which stands above without it."""
FAR = 20_000
"""So many lines above the quotation its lines are looked for."""
SHOWN = 3


class _Quoted(NamedTuple):
    """A quotation: its lines, and the `places` where they stand above."""

    stage: str
    head: int
    last: int
    lines: tuple[int, ...]
    places: tuple[int, ...]


def read_copies(lines: Lines, hits: Hits) -> Findings:
    """Own what is quoted: lines that stand above already, and the Dockerfile."""
    owned: list[Range] = [
        (one.head, one.last) for one in _quotations(lines, hits["quoted"]) if one.places != one.lines
    ]
    owned += [
        (number, last_while(lines, number, lambda text: bool(SOURCE.match(text)), 60))
        for number in hits["source"]
        if re.search(ANCHORS["source"], lines[number]) and not lines.echoed(number)
    ]
    return Findings(owned=tuple(owned))


def read(lines: Lines, hits: Hits) -> Findings:
    """Return what the command of a step that failed said last, unless another reader owns that line."""
    return Findings(
        failures=tuple(
            _failure(lines, one, place)
            for one in _quotations(lines, hits["quoted"])
            if (place := telling(lines, one.places, TIME)) is not None
        )
    )


def _quotations(lines: Lines, numbers: Sequence[int]) -> Iterator[_Quoted]:
    for number in numbers:
        found = HEAD.match(lines[number].rstrip())
        if not found or number == 1 or not RULE.match(lines[number - 1].rstrip()):
            continue
        last = last_while(lines, number, lambda text: not RULE.match(text.rstrip()))
        own = tuple(range(number + 1, last + 1))
        yield _Quoted(found["stage"], number - 1, last + 1, own, _above(lines, number - 1, own))


def _above(lines: Lines, head: int, quoted: Sequence[int]) -> tuple[int, ...]:
    """Return for each quoted line where it stands above; the quoted ones themselves when none does."""
    wanted = [TIME.sub("", lines[number], count=1).rstrip() for number in quoted]
    places: list[int] = []
    for number, text in preceding(lines, head, FAR if any(wanted) else 0):
        if len(places) == len(wanted):
            break
        if text.rstrip() == wanted[-1 - len(places)]:
            places.append(number)
    return tuple(reversed(places)) if len(places) == len(wanted) else tuple(quoted)


def _failure(lines: Lines, one: _Quoted, place: int) -> Failure:
    shown = [number for number in one.places if place <= number <= place + SHOWN]
    last = shown[-1] if shown and shown[-1] - place == len(shown) - 1 else place
    return Failure(
        line=place,
        first_line=place,
        last_line=last,
        kind="other",
        tool="docker",
        headline=TIME.sub("", lines[place], count=1).strip(),
        spans=(span("message", lines, place, last),),
        subject=one.stage,
        certainty=70,
    )


COPIES = Dialect(name="buildkit-copies", anchors=ANCHORS, read=read_copies)
"""Comes before all readers of what programs print."""
DIALECT = Dialect(name="buildkit", anchors={"quoted": ANCHORS["quoted"]}, read=read)
