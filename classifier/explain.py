"""Gather why triage says what it says of a line of a log, a signature or a text, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classifier import extract
from classifier.errors import UsageError
from classifier.extract.claims import claims
from classifier.model import Failure, Match, Span
from classifier.nearest import Known, Register
from classifier.normalize import clustered_text
from classifier.patterns import compiled
from classifier.redact import redact_text
from classifier.rulebook.why import misses, reasons
from classifier.search import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.extract.claims import Claim
    from classifier.lines import Lines
    from classifier.model import Cluster, JudgedLog, Kind, Neighbor, Report, Signature
    from classifier.pipeline import Judge
    from classifier.rulebook.match import Hit
    from classifier.rulebook.why import Miss

SCHEMA = "triage.explanation/1"
SHOWN = 40
"""Lines of a block that are shown."""
LINE_WIDTH = 500
LENDS = "a generic rule only lends component and kind"

Data = dict[str, Any]


def of_line(lines: Lines, number: int, judge: Judge, *, redaction: bool) -> Data:
    """Return why a line of a log is part of a failure, and of which, or why it is part of none.

    Raises UsageError when the log has no such line.
    """
    if not len(lines):
        raise UsageError(f"{lines.label}: is empty. Give a log with lines.")
    if not 1 <= number <= len(lines):
        raise UsageError(f"{lines.label}: has {len(lines)} lines. Give a line between 1 and {len(lines)}.")
    log = judge.log(lines)
    every = [one.failure for one in log.judged]
    forms = judge.book.forms
    found = claims(extract.dialects(forms), lines, Searcher(extract.anchors(forms)).search(lines), number)
    shown = _Shown(lines, redaction=redaction)
    chosen = _nearest_to(number, (one for one in every if _holds(one, number)))
    data: Data = {
        "schema": SCHEMA,
        "log": lines.label,
        "line": number,
        "text": shown.line(number),
        "in_failure": chosen is not None,
        "claims": [_claim(one) for one in found],
    }
    if chosen is None:
        near = _nearest_to(number, every)
        data["reasons"] = list(_why_none(log, lines, number, found, judge))
        data["nearest_failure"] = _brief(near) if near else None
        data["as_text"] = of_text(said(shown.line(number)), judge)
        return data
    index = every.index(chosen)
    placed = log.placing.explained_by[index]
    clusters = judge.clusters([log])
    return {
        **data,
        **_of_failure(chosen, judge),
        "block": _block(chosen, found, shown),
        "rank": log.placing.ranks[index],
        "explained_by": None if placed is None else _brief(every[placed]),
        **_of_cluster(next((one for one in clusters if index in one.members), None)),
    }


def said(text: str, tool: str = "", kind: Kind = "other") -> Failure:
    """Return a text as a failure of its own, as a tool might report it."""
    lines = tuple(enumerate(text.strip("\n").split("\n"), 1))
    headline = next((line.strip() for _, line in lines if line.strip()), "")
    return Failure(
        line=1,
        first_line=1,
        last_line=len(lines),
        kind=kind,
        tool=tool,
        headline=headline,
        spans=(Span("message", lines),),
    )


def of_text(failure: Failure, judge: Judge) -> Data:
    """Return what the rules say of a text that stands alone, and what it is like."""
    return {"schema": SCHEMA, "text": failure.spans[0].text, **_of_failure(failure, judge)}


def of_signature(report: Report, signature: Signature, judge: Judge) -> Data:
    """Return why the failures of a signature are what they are, by its most typical one.

    The rules are those of now: where they say something else than the report, `changed` says what.
    """
    one = report.failures[signature.exemplars[0]]
    data = _of_failure(one.failure, judge)
    rule = data["rules"][0]["id"] if data["verdict"] == "matched" else None
    return {
        "schema": SCHEMA,
        "signature": signature.id,
        "title": signature.title,
        "count": signature.count,
        "logs": signature.logs,
        "text": clustered_text(one.failure),
        **data,
        "changed": None if rule == one.rule else f"the report says {one.rule or 'unknown'}",
        "rank": one.rank,
        "explained_by": None
        if one.explained_by is None
        else _brief(report.failures[one.explained_by].failure),
        "block": {"excerpt": [list(line) for line in one.failure.excerpt[:SHOWN]]},
        "cluster": None
        if signature.rule
        else {
            "id": signature.id,
            "family": signature.family,
            "template": signature.template,
            "count": signature.count,
            "cohesion": signature.cohesion,
        },
        "nearest": [*map(_neighbor, signature.nearest), *_beside(report, signature, judge)],
    }


class _Shown:
    """Lines of a log as they may be shown: bounded, secrets masked."""

    def __init__(self, lines: Lines, *, redaction: bool) -> None:
        self._lines = lines
        self._redaction = redaction

    def line(self, number: int) -> str:
        text = self._lines[number][:LINE_WIDTH]
        return redact_text(text)[0] if self._redaction else text

    def beside(self, number: int) -> list[Any] | None:
        return [number, self.line(number)] if 1 <= number <= len(self._lines) else None


def _nearest_to(number: int, failures: Iterable[Failure]) -> Failure | None:
    return min(failures, key=lambda one: (abs(one.line - number), one.line), default=None)


def _holds(failure: Failure, number: int) -> bool:
    """Say whether a line is in the block of a failure, or in what was read with it."""
    if failure.first_line <= number <= failure.last_line:
        return True
    return any(number == line for span in failure.spans for line, _ in span.lines)


def _brief(failure: Failure) -> Data:
    return {"log": failure.log, "line": failure.line, "headline": failure.headline}


def _claim(one: Claim) -> Data:
    return {
        "dialect": one.dialect,
        "owned": list(one.owned) if one.owned else None,
        "headline": redact_text(one.failure.headline)[0] if one.failure else None,
        "case": {"subject": one.case.subject, "outcome": one.case.outcome} if one.case else None,
    }


def _block(failure: Failure, found: Sequence[Claim], shown: _Shown) -> Data:
    """Return the block of a failure, who has cut it, its parts, and the lines right outside of it."""
    reader = next((one.dialect for one in found if one.failure and one.failure.line == failure.line), "")
    if failure.tool == extract.OPENED_TOOL:
        reader = "a rule of scope line, which finds failures by itself"
    return {
        "dialect": reader or "the general reader, since no dialect knows why the log failed",
        "lines": [failure.first_line, failure.last_line],
        "parts": [[span.where, span.lines[0][0], span.lines[-1][0]] for span in failure.spans if span.lines],
        "before": shown.beside(failure.first_line - 1),
        "after": shown.beside(failure.last_line + 1),
        "excerpt": [list(line) for line in failure.excerpt[:SHOWN]],
    }


def _of_failure(failure: Failure, judge: Judge) -> Data:
    """Return what the rules say of a failure, the masks that were applied, and its key."""
    hits = judge.book.hits(failure)
    judged = judge.failure(failure)
    masked = judge.normalizer.mask_failure(failure)
    verdict = judged.verdict
    matched = [hit.rule.id for hit in hits]
    near = judge.likeness.near(judge.likeness.register(), failure, matched)
    return {
        "failure": {
            "log": failure.log,
            "line": failure.line,
            "headline": failure.headline,
            "tool": failure.tool,
            "kind": judged.kind,
            "role": judged.role,
            "phase": failure.phase,
            "subject": failure.subject,
        },
        "verdict": "matched" if isinstance(verdict, Match) else "unknown",
        "component": verdict.component,
        "rules": [
            _hit(hit, reason or ("" if isinstance(verdict, Match) else LENDS))
            for hit, reason in zip(hits, reasons(hits), strict=True)
        ],
        "misses": [_miss(one) for one in misses(failure, judge.book, {one.rule for one in near})],
        "masks": {
            "masked": masked.masked,
            "values": [
                [masked.masked[start:end], value]
                for (start, end), value in zip(masked.holes, masked.values, strict=True)
            ],
            "kept": list(masked.kept),
        },
        "key": judged.key,
        "nearest": [_neighbor(one) for one in near],
    }


def _hit(hit: Hit, reason: str) -> Data:
    rule = hit.rule
    return {
        "id": rule.id,
        "component": rule.component,
        "role": rule.role,
        "tier": rule.tier,
        "place": f"{rule.place.path}:{rule.place.line}",
        "captures": dict(hit.captures),
        "lines": list(hit.lines),
        "behind": reason,
    }


def _miss(one: Miss) -> Data:
    return {
        "id": one.rule.id,
        "place": f"{one.rule.place.path}:{one.rule.place.line}",
        "share": round(one.share, 2),
        "excluded": one.excluded,
        "pattern": one.lacking.source if one.lacking else None,
        "matched": one.partial.matched if one.partial else None,
        "lacking": one.partial.lacking if one.partial else None,
    }


def _of_cluster(cluster: Cluster | None) -> Data:
    """Return the cluster of a failure with what is nearest to it; nothing where it is in none."""
    if cluster is None:
        return {"cluster": None}
    return {
        "cluster": {
            "id": cluster.id,
            "family": cluster.family,
            "template": cluster.template,
            "count": len(cluster.members),
            "cohesion": cluster.cohesion,
        },
        "nearest": [_neighbor(one) for one in cluster.nearest],
    }


def _beside(report: Report, signature: Signature, judge: Judge) -> Iterator[Data]:
    """Yield the unknown signatures of the report that read most like one."""
    known = []
    for one in report.signatures:
        if one.id != signature.id and not one.rule:
            failure = report.failures[one.exemplars[0]].failure
            known.append(Known(clustered_text(failure), failure.tool, "", one.id))
    failure = report.failures[signature.exemplars[0]].failure
    register = Register(known, judge.likeness.words)
    yield from map(_neighbor, register.nearest(clustered_text(failure), failure.tool))


def _neighbor(one: Neighbor) -> Data:
    known = {"rule": one.rule} if one.rule else {"signature": one.signature}
    return {**known, "similarity": one.similarity, "difference": one.difference, "drifted": one.drifted}


def _why_none(
    log: JudgedLog, lines: Lines, number: int, found: Sequence[Claim], judge: Judge
) -> Iterator[str]:
    """Yield why a line is part of no failure, the strongest reason first."""
    if not lines[number].strip():
        yield "it is blank"
    if lines.echoed(number):
        yield "it repeats a command, it is not what the command printed"
    for place, one in enumerate(found):
        yield from _why_claimed(one, found[:place], log)
    for name, pattern in judge.book.line_patterns().items():
        if compiled(pattern).search(lines[number]):
            closed = _why_closed(log, lines, number, found)
            yield f"rule '{name}' finds failures in such lines by itself, but {closed}"
    if not found and lines[number].strip():
        yield "no dialect knows a failure of this form"
    if log.reading.log.state == "passed" and not log.judged:
        yield "the log passed, so words like 'error' open nothing in it"


def _why_claimed(one: Claim, before: Sequence[Claim], log: JudgedLog) -> Iterator[str]:
    """Yield what the claim of a dialect means for a line."""
    if one.failure and any(other.owned for other in before):
        owner = next(other.dialect for other in before if other.owned)
        yield f"{one.dialect} sees a failure in it, but {owner} has understood the line, and comes first"
    elif one.failure:
        told = "exit code 0" if log.reading.log.exit_code == 0 else "nothing that failed"
        yield f"{one.dialect} sees a failure in it, but the log ends with {told}: it was only told of"
    if one.owned:
        last = f"; the last result told above it: {one.case.subject} {one.case.outcome}" if one.case else ""
        first, end = one.owned
        lines = f"the lines {first} to {end}" if end > first else "this line"
        yield f"{one.dialect} has understood {lines} as a whole{last}"


def _why_closed(log: JudgedLog, lines: Lines, number: int, found: Sequence[Claim]) -> str:
    """Return why a rule of scope line opened no failure in a line that it matches."""
    if lines.echoed(number):
        return "not in commands"
    if found:
        return f"not in what {found[0].dialect} has understood"
    return "not in a log that passed" if log.reading.log.state == "passed" else "equal finds fold into one"
