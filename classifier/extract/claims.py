"""Say which dialect has understood a line of a log as what, for a person who asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.extract.dialect import Dialect, Findings, Lines
    from classifier.model import Case, Failure, Range


class Claim(NamedTuple):
    """What one dialect, asked alone, says of a line.

    `owned` is the range with the line that it has understood as a whole, `failure` the one whose block holds
    the line, `case` the test whose result is told last above the line, or on it.
    """

    dialect: str
    owned: Range | None
    failure: Failure | None
    case: Case | None


def claims(
    dialects: Sequence[Dialect], lines: Lines, hits: Mapping[str, Sequence[int]], number: int
) -> list[Claim]:
    """Return the claims on a line, in the order in which dialects go before each other.

    `hits` are those of the dialects' anchors. A dialect that raises claims nothing.
    """
    found = []
    for one in dialects:
        own = {name: hits.get(f"{one.name}.{name}", ()) for name in one.anchors}
        try:
            findings = one.read(lines, own)
        except Exception:  # noqa: BLE001, S112 - the reading of the log has named it as a problem already
            continue
        claim = _claim(one.name, findings, number)
        if claim:
            found.append(claim)
    return found


def _claim(name: str, findings: Findings, number: int) -> Claim | None:
    owned = [(first, last) for first, last in findings.owned if first <= number <= last]
    failures = [one for one in findings.failures if one.first_line <= number <= one.last_line]
    if not owned and not failures:
        return None
    narrow = min(owned, key=_length, default=None)
    inside = [case for case in findings.cases if narrow and narrow[0] <= case.line <= number]
    nearest = min(failures, key=lambda one: (abs(one.line - number), one.line), default=None)
    return Claim(name, narrow, nearest, max(inside, key=lambda case: case.line, default=None))


def _length(one: Range) -> int:
    return one[1] - one[0]
