"""Read what CI systems say of a job: how its steps and the whole ended, and what stopped it from outside."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import regex

from classifier.extract.ci.forms import FORMS
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.general.clues import likely_kind
from classifier.model import Failure
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.ci.forms import Form, Level
    from classifier.extract.dialect import Hits, Lines

TOOL = "ci"
"""The tool of what CI systems say."""
CERTAINTY: dict[Level, int] = {"stop": 70, "checkout": 70, "annotation": 45}
"""Of the forms that are causes; the other ones are wrappers."""
TIMEOUT_CODE = 124
"""The exit code of timeout(1) when it has ended what it ran."""
TIMED_OUT = 36
"""The certainty that this is the cause: whatever else is found says more."""
CHECKOUT_REACH = 60
"""A git error counts when a step fails, or the log ends, within so many lines: a retry may have healed it."""
RETRIED = regex.compile(r"^Waiting \d+ seconds before trying again|failed\. Retrying, \d+ of \d+")
RETRY_REACH = 3
"""actions/checkout and travis_retry say within so many lines that they try again: the last attempt counts."""
LAST_WORDS = regex.compile(r"^(?:fatal|error|Error|ERROR|FATAL): ")
"""`fatal: unsafe repository` as the last line of a step."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says: the exit code where it names one, else 1 for bad and 0 for good."""

    form: Form
    line: int
    text: str
    code: int
    subject: str | None


def read(lines: Lines, hits: Hits) -> Findings:
    """Return wrappers for what failed, causes for what stopped the job, its exit code and outcome.

    The outcome is that of the job when a line says it, else that of the last step that failed, else that of
    the last run of a build tool. A job that passed has no wrappers.
    """
    said = sorted(_said(lines, hits), key=lambda one: (one.line, one.form.name))
    job = [one for one in said if one.form.level == "job"]
    steps = [one for one in said if one.form.level == "step" and one.code]
    build = [one for one in said if one.form.level == "build"]
    decisive = job[-1:] or steps[-1:] or build[-1:]
    if _passed(decisive) or _github_passed(lines, hits):
        return Findings(outcome="passed", exit_code=0)
    causes = [_failure(lines, one) for one in said if one.form.level == "stop"]
    causes += [_failure(lines, one) for one in _checkouts(lines, said)]
    causes += [_failure(lines, one) for one in _annotations(said, hits)]
    bad = steps or [one for one in job[-1:] or build[-1:] if one.code]
    wrappers = [_failure(lines, one) for one in bad if one.line not in {cause.line for cause in causes}]
    return Findings(
        failures=(*causes, *wrappers),
        outcome=_outcome(decisive, failed=bool(causes)),
        exit_code=_exit_code(steps, job),
    )


def ends_step(failure: Failure) -> bool:
    """Say whether a failure of this dialect is the word that one step, not the whole job, ended badly."""
    steps = (compiled(form.pattern) for form in FORMS if form.level == "step")
    return failure.tool == TOOL and any(pattern.search(failure.spans[0].text) for pattern in steps)


def _passed(decisive: list[Said]) -> bool:
    return bool(decisive) and not decisive[0].code and decisive[0].form.level == "job"


def _github_passed(lines: Lines, hits: Hits) -> bool:
    """Say whether a whole log of GitHub Actions, or that of one step, holds no word of an error.

    An action that runs in a container may fail without one; then its last words before the cleanup tell.
    """
    runs, ends = hits["github-run"], hits["github-end"]
    whole = bool(ends) or (bool(runs) and runs[0] == 1)
    if not runs or not whole or hits["github-error"]:
        return False
    end = ends[0] if ends else len(lines) + 1
    return not any(LAST_WORDS.match(text) for _, text in lines.between(end - 10, end - 1))


def _said(lines: Lines, hits: Hits) -> Iterator[Said]:
    for form in FORMS:
        for number in hits[form.name] if form.level != "note" else ():
            text = lines[number].strip()
            found = compiled(form.pattern).search(text)
            if found and not lines.echoed(number):
                groups = found.groupdict()
                code = groups.get("code")
                yield Said(
                    form,
                    number,
                    text,
                    int(code) if code else int(not groups.get("good")),
                    groups.get("subject"),
                )


def _checkouts(lines: Lines, said: list[Said]) -> list[Said]:
    """Return the first git error of each burst after which a step failed or the log ended."""
    bad = [one.line for one in said if one.form.level in ("step", "job") and one.code]
    found: list[Said] = []
    last = -CHECKOUT_REACH
    for one in said:
        if one.form.level != "checkout":
            continue
        fatal = any(0 < line - one.line <= CHECKOUT_REACH for line in (*bad, len(lines) + 1))
        if any(RETRIED.search(text) for _, text in lines.between(one.line + 1, one.line + RETRY_REACH)):
            continue
        if fatal and one.line - last > CHECKOUT_REACH:
            found.append(one)
        last = one.line
    return found


def _annotations(said: list[Said], hits: Hits) -> list[Said]:
    """Return what actions say of their own failure.

    Within a command's output, which ends with its exit code, an annotation is no more than a line of output
    that a problem matcher has found, unless the end follows at once. What is said after the end repeats it.
    """
    annotations = [one for one in said if one.form.level == "annotation"]
    told = {one.line for one in said if one.form.level != "annotation"}
    words = told.union(one.line for one in annotations)
    ends = [one.line for one in said if one.form.level == "step" and one.code]
    return [
        one
        for one in annotations
        if one.line not in told
        and one.line - 1 not in ends
        and (one.line + 1 in words or _next(ends, one.line) >= _next(hits["github-run"], one.line))
    ]


def _next(numbers: Sequence[int], line: int) -> float:
    """Return the first of ascending numbers that is above a line's, infinity when none is."""
    place = bisect.bisect_right(numbers, line)
    return numbers[place] if place < len(numbers) else math.inf


def _outcome(decisive: list[Said], *, failed: bool) -> Literal["failed", "passed"] | None:
    if failed or (decisive and decisive[0].code):
        return "failed"
    return "passed" if decisive else None


def _exit_code(steps: list[Said], job: list[Said]) -> int | None:
    named = [one.code for one in (*job, *steps) if compiled(one.form.pattern).groupindex.get("code")]
    return named[0] if named else None


def _failure(lines: Lines, said: Said) -> Failure:
    headline = regex.sub(r"^##\[error\]", "", said.text).strip()
    annotation = said.form.level == "annotation"
    timed_out = said.form.level == "step" and said.code == TIMEOUT_CODE
    return Failure(
        line=said.line,
        first_line=said.line,
        last_line=said.line,
        kind="timeout" if timed_out else likely_kind(headline) if annotation else said.form.kind,
        tool="git" if said.form.level == "checkout" else TOOL,
        headline=headline,
        spans=(span("message", lines, said.line, said.line),),
        role="cause" if said.form.level in CERTAINTY or timed_out else "wrapper",
        subject=said.subject,
        certainty=TIMED_OUT if timed_out else CERTAINTY.get(said.form.level, 10),
    )


DIALECT = Dialect(name="ci", anchors={form.name: form.pattern for form in FORMS}, read=read)
