"""Read pytest's output in all its forms: sessions, failures, results, and what pytest says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from classifier.extract.dialect import Dialect, Findings
from classifier.extract.pytest import cases, ends, failures, forms, sessions

if TYPE_CHECKING:
    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.pytest.sessions import Session
    from classifier.model import Case, Counts, Failure


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the failures, cases and counts of all pytest sessions of a log.

    A session is owned from its first line to the one with its counts; one that was cut, to the last line
    that is known to be pytest's or to tell how it died.
    """
    candidates = sorted(set().union(*hits.values()))
    found = sessions.find(lines, candidates)
    told: list[Failure] = list(ends.refusals(lines, candidates, found))
    results: list[Case] = []
    counts: Counts = {}
    for session in found:
        own = [*failures.read(lines, session), *ends.of_session(lines, session)]
        if not own and (session.tally.get("failed") or session.tally.get("error")):
            own.append(ends.unnamed(lines, session))
        own_cases = cases.read(session, own)
        told += own
        results += own_cases
        for result, number in cases.counts(session, own_cases).items():
            counts[result] = counts.get(result, 0) + number
    outcome = _outcome(found, told, counts)
    if not told:
        told += [ends.nothing_ran(lines, session) for session in found if session.nothing]
    return Findings(
        failures=tuple(told),
        cases=tuple(results),
        owned=tuple((session.first, session.last) for session in found),
        outcome=outcome,
        counts=counts,
    )


def _outcome(found: list[Session], told: list[Failure], counts: Counts) -> Literal["failed", "passed"] | None:
    if told or counts.get("failed") or counts.get("error"):
        return "failed"
    ended = bool(found) and all(session.final is not None for session in found)
    return "passed" if ended and counts else None


DIALECT = Dialect(name="pytest", anchors=forms.ANCHORS, read=read)
