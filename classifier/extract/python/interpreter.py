"""Read what Python prints outside of test runners: tracebacks, syntax errors, deaths of the interpreter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.python import exceptions, fatal, tracebacks
from classifier.model import Failure

if TYPE_CHECKING:
    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.python.tracebacks import Trace

SURVIVED = re.compile(
    r"Exception ignored (?:in|while)\b|Error in (?:atexit|sys\.exitfunc|sys\.excepthook)"
    r"|Task exception was never retrieved|Unhandled error in Deferred|--- Logging error ---"
)
"""`Exception ignored in: <function Tank.__del__ at 0x7f...>`: what the interpreter tells and goes on from."""
RECORD = re.compile(
    r"\b(?:CRITICAL|ERROR|WARNING|WARN|INFO|DEBUG)\b|^[EWC] ?\d|\bException (?:on|while|in ASGI)\b"
)
"""A record of a log: `2024-05-01 10:00:00,123 ERROR shop: no order`; a traceback below is part of it."""
THREAD = re.compile(r"Exception in thread .+:$|Process \S+:$")
"""`Exception in thread Thread-1 (fill):`, `Process Process-2:`"""
ENTRY_POINTS = ("<module>", "_run_module_as_main", "_run_code")
"""Where an exception that nobody caught must have passed: the outermost frame."""
CONSEQUENCES = ("CalledProcessError", "SystemExit", "KeyboardInterrupt")
"""Exceptions that only say that something else failed, or stopped the program."""
SYNTAX = re.compile(r"(?:Sorry: )?(?P<headline>(?:Syntax|Indentation|Tab)Error: .+)$")
SYNTAX_LINES = 5
"""So many lines at most stand between the place of a syntax error and its name."""
START = re.compile(
    r"(?:\S*[/\\])?python[\d.]*(?:\.exe)?: (?P<headline>No module named [\w.]+(?:$|;.*)|can't open file '.+"
    r"|can't find '?.+ in '.+|Error while finding module specification for '.+)$"
)
"""`/usr/bin/python3: No module named nosuchtool`, `python: can't open file 'gone.py': [Errno 2] ...`"""
RAN = re.compile(r"Ran \d+ tests? in [\d.]")
"""`Ran 8 tests in 0.001s`: the summary of a test run."""
IGNORED, LOGGED, CAUGHT = 10, 20, 30
"""How certain it is that a program died of an exception that it told of by itself."""
WHOLE = 14
"""A traceback of so many lines is shown whole."""
TAIL = 3
"""The log ends with a traceback when no more lines than these follow."""
ENDED = re.compile(
    r"\b(?:exited with|exit(?:ed with)? (?:code|status):?|return(?:ed)? code(?: was)?:?) [1-9]"
    r"|\*\*\* .*Error [1-9]|marked build as failure|^Finished: FAILURE|^ERROR: (?:Job failed|InvocationError)"
)
"""`##[error]Process completed with exit code 1.`, `make: *** [all] Error 1`: the command before it failed."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return one failure for each traceback, chains and groups as one.

    A traceback that somebody caught and printed in the course of a test run is that run's own output and
    left out.
    """
    found = tracebacks.traces(lines, hits["traceback"])
    last_run = max((number for number in hits["ran"] if RAN.match(lines[number])), default=0)
    told = ((trace, _failure(lines, trace)) for trace in found)
    failures = [one for trace, one in told if one.certainty > CAUGHT or trace.last > last_run]
    taken = [(one.first, one.last) for one in found]
    for number in sorted({*hits["syntax"], *hits["fatal"], *hits["start"]}):
        if not any(first <= number <= last for first, last in taken):
            failures += _other(lines, number)
    return Findings(failures=tuple(failures), owned=tuple(taken))


def _failure(lines: Lines, trace: Trace) -> Failure:
    one = exceptions.outermost(trace.raised)
    above = _above(lines, trace)
    first = trace.first - bool(THREAD.match(above))
    return replace(
        exceptions.failure(trace.raised, first, "python", exceptions.kind_of(one.type), WHOLE),
        role="symptom" if one.type.endswith(CONSEQUENCES) else "cause",
        subject=exceptions.path_of(one.own_frame()),
        certainty=_certainty(lines, trace, above),
    )


def _above(lines: Lines, trace: Trace) -> str:
    return lines[trace.first - 1] if trace.first > 1 else ""


def _certainty(lines: Lines, trace: Trace, above: str) -> int:
    """Estimate whether the program died of this: by who printed it, and by what follows.

    The traceback of an exception that nobody caught begins with the module that was started. One that
    begins in a function was printed by a handler: the program went on, unless the log ends there.
    """
    if SURVIVED.match(above):
        return IGNORED
    ends = _ends(lines, trace.last)
    if _logged(lines, trace, above):
        return 40 if ends else LOGGED
    if _uncaught(trace):
        return 90 if ends else 75
    if THREAD.match(above):
        return 60
    return 70 if ends else CAUGHT


def _uncaught(trace: Trace) -> bool:
    outermost = (one.frames[0] for one in trace.raised if one.frames)
    return any(exceptions.function_of(frame) in ENTRY_POINTS for frame in outermost)


def _logged(lines: Lines, trace: Trace, above: str) -> bool:
    """Say whether a traceback belongs to a record of a log: marked as one itself, or below one."""
    header = exceptions.HEADER.match(lines[trace.first])
    return bool(header and header["gutter"].strip()) or bool(RECORD.search(above))


def _ends(lines: Lines, last: int) -> bool:
    """Say whether the program's output ends with line `last`: the log does, or a failed step or command."""
    texts = [text for _, text in lines.between(last + 1, last + 10 * TAIL) if text.strip()]
    return len(texts) <= TAIL or any(ENDED.search(text) for text in texts[:TAIL])


def _other(lines: Lines, number: int) -> list[Failure]:
    """Return the failure that a line tells of without a traceback."""
    death = fatal.read(lines, number)
    if death:
        return [death.failure("python", None, phase=None, certainty=85)]
    syntax = SYNTAX.match(lines[number].strip())
    if syntax:
        return _syntax(lines, number, syntax["headline"])
    start = START.match(lines[number])
    return [_started(lines, number, start["headline"])] if start else []


def _syntax(lines: Lines, number: int, headline: str) -> list[Failure]:
    """Return the failure of a file that can't be compiled; `  File "a.py", line 3` stands above."""
    above = list(lines.between(max(1, number - SYNTAX_LINES), number - 1))
    at, frame = next(
        ((at, found) for at, text in reversed(above) if (found := exceptions.FRAME.match(text))), (0, None)
    )
    if frame is None:
        return []
    compiled = any("ompiling" in text for _, text in lines.between(max(1, at - 2), at - 1))
    return [
        Failure(
            line=number,
            first_line=at,
            last_line=number,
            kind="compile",
            tool="python",
            headline=headline,
            spans=(
                span("frames", lines, at, at),
                *([span("source", lines, at + 1, number - 1)] if number > at + 1 else []),
                span("message", lines, number, number),
            ),
            subject=frame["path"],
            certainty=20 if compiled else 85 if _ends(lines, number) else 60,
        )
    ]


def _started(lines: Lines, number: int, headline: str) -> Failure:
    """Return the failure of an interpreter that found nothing to run."""
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="import" if "module" in headline.lower() else "config",
        tool="python",
        headline=headline,
        spans=(span("message", lines, number, number),),
        certainty=85 if _ends(lines, number) else 65,
    )


DIALECT = Dialect(
    name="python",
    anchors={
        "traceback": r"Traceback \(most recent call last\):",
        "syntax": r"(?:Syntax|Indentation|Tab)Error: ",
        "fatal": r"Fatal Python error: |Timeout \(\d+:\d\d:\d\d(?:\.\d+)?\)!",
        "start": r"python[\d.]*(?:\.exe)?: (?:No module named|can't (?:open file|find)|Error while finding)",
        "ran": r"^Ran \d+ tests? in ",
    },
    read=read,
)
