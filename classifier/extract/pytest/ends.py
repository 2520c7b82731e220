"""Read how pytest itself came to an end: crashed, killed, timed out, broken inside, stopped, not begun."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.pytest import blocks, forms
from classifier.extract.pytest.headline import headline
from classifier.extract.python import exceptions, tracebacks
from classifier.extract.python.exceptions import bounded
from classifier.model import Failure, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.extract.dialect import Lines
    from classifier.extract.pytest.sessions import Session
    from classifier.model import Kind, Numbered

FATAL = re.compile(r"(?P<what>Fatal Python error: .*|Windows fatal exception: .*)$")
DUMP = re.compile(r"^(?:\s*$|  File |  <|  \.\.\.|(?:Current t|T)hread 0x|Extension modules: )")
"""Lines below `Fatal Python error:`, as far as they belong to it."""
TIMEOUT_MARK = "+++ Timeout +++"
STACK = re.compile(r"^~+ (?P<title>Stack of .+|Captured .+) ~+$")
"""`~~~~~~~~~~~~~~~~~~~~ Stack of MainThread (140320098786176) ~~~~~~~~~~~~~~~~~~~~~`"""
DUMP_LINES = 2_000
USAGE = re.compile(forms.ANCHORS["usage"])
REFUSAL = re.compile(forms.ANCHORS["refusal"])
CONFTEST = re.compile(r"^ImportError while loading conftest '(?P<path>[^']*)'")
COMPLAINT = re.compile(r"^(?P<program>\S.*?): error: (?P<what>.+)$")
"""`python -m pytest: error: unrecognized arguments: --nope`"""
USAGE_LINES = 30
REFUSAL_LINES = 6
SETTINGS_FILE = re.compile(r"^(?P<path>\S+?)(?::\d+)?: (?P<what>'minversion' requires .+|(?<=\d: ).+)$")
"""`/shop/pytest.ini:1: unexpected value continuation`, `/shop/a.ini: 'minversion' requires pytest-99.0`"""
EXIT = re.compile(r"^(?:_pytest\.\w+\.)?Exit: (?P<why>.+)$")
"""`_pytest.outcomes.Exit: no license server`, between exclamation marks"""


def of_session(lines: Lines, session: Session) -> list[Failure]:
    """Return what ended a session otherwise than by its counts, and what made it fail beside its tests."""
    out = _inner(lines, session)
    out += [one for number in session.bangs if (one := _stopped(number, lines[number])) is not None]
    out += _uncovered(lines, session)
    if session.final is None and session.deaths:
        out.append(_death(lines, session))
    return out


def nothing_ran(lines: Lines, session: Session) -> Failure:
    """Return the failure of a session that had no test to run: exit code 5, which not everybody minds."""
    number = session.final or session.last
    failure = _said([(number, lines[number])], "no tests ran", "config")
    return replace(failure, role="symptom", certainty=30)


def unnamed(lines: Lines, session: Session) -> Failure:
    """Return the failure of a session that counts failures and names none (`--tb=no -rN`)."""
    number = session.final or session.last
    said = forms.TALLY_OF_FAILURES.findall(lines[number])
    return replace(_said([(number, lines[number])], ", ".join(said) or lines[number], "test"), certainty=50)


def refusals(lines: Lines, candidates: Iterable[int], sessions: list[Session]) -> Iterator[Failure]:
    """Yield what pytest could not take: options, files, settings, plugins, a broken conftest."""
    taken = [(one.first, one.last) for one in sessions]
    place = 0
    for number in candidates:
        while place < len(taken) and taken[place][1] < number:
            place += 1
        if place < len(taken) and taken[place][0] <= number:
            continue
        text = lines[number]
        if USAGE.match(text):
            yield from _usage(lines, number)
        elif REFUSAL.match(text):
            yield _refusal(lines, number)
        elif CONFTEST.match(text):
            yield from _conftest(lines, number)


def _said(message: list[Numbered], head: str, kind: Kind) -> Failure:
    """Return a failure that is shown by its message alone."""
    return Failure(
        line=message[0][0],
        first_line=message[0][0],
        last_line=message[-1][0],
        kind=kind,
        tool="pytest",
        headline=head,
        spans=(Span("message", tuple(message)),),
        certainty=95,
    )


def _usage(lines: Lines, number: int) -> Iterator[Failure]:
    for at, text in lines.between(number, number + USAGE_LINES):
        found = COMPLAINT.match(text)
        if found:
            yield replace(_said([(at, text)], f"error: {found['what']}", "config"), first_line=number)
            return
        if not text.strip():
            return


def _refusal(lines: Lines, number: int) -> Failure:
    """Read a refusal up to the next empty line; what its first line announces stands below one."""
    message: list[Numbered] = []
    for at, text in lines.between(number, number + REFUSAL_LINES):
        if text.strip():
            message.append((at, text.removeprefix("ERROR: ")))
        done = message[-1][0] < at or (len(message) == 2 and message[0][1].endswith(":"))
        if done and not message[-1][1].endswith(":"):
            break
    head = headline([text for _, text in message])
    placed = SETTINGS_FILE.match(head)
    failure = _said(message, placed["what"] if placed else head, "config")
    subject = placed["path"] if placed and placed["path"] != "None" else None
    return replace(failure, last_line=_reason(lines, message[-1][0]), subject=subject)


def _reason(lines: Lines, number: int) -> int:
    """Return the last line of the traceback that is the reason of a refusal, `number` where there is none."""
    for at, text in lines.between(number + 1, number + REFUSAL_LINES):
        if exceptions.HEADER.match(text):
            return tracebacks.extent(lines, at, tracebacks.gutter_at(lines, at)) or number
        if text.strip() and text != "This error occurred:":
            break
    return number


def _conftest(lines: Lines, number: int) -> Iterator[Failure]:
    body: list[Numbered] = []
    for at, text in lines.between(number, number + DUMP_LINES):
        if at > number and not _tells(text):
            break
        body.append((at, text))
    told = blocks.read(body)
    if told is None:
        return
    path = CONFTEST.match(lines[number])
    missing = told.headline.startswith(("ImportError", "ModuleNotFoundError"))
    yield Failure(
        line=told.main.line,
        first_line=told.shown[0],
        last_line=told.shown[1],
        kind="import" if missing else "config",
        tool="pytest",
        headline=told.headline,
        spans=told.spans(),
        phase="collect",
        subject=path["path"] if path else None,
        certainty=95,
    )


def _tells(text: str) -> bool:
    """Say whether a line can be part of the traceback below `ImportError while loading conftest`."""
    return bool(
        text.startswith((" ", "E ")) or blocks.LOCATION.match(text) or text.strip() in exceptions.CHAIN
    )


def _inner(lines: Lines, session: Session) -> list[Failure]:
    """Return the errors inside pytest; the workers of pytest-xdist repeat them."""
    out: list[Failure] = []
    for first, last in session.internal:
        body = [
            (number, text.removeprefix("INTERNALERROR>")[1:]) for number, text in lines.between(first, last)
        ]
        told = blocks.read(body)
        if told is None or any(one.headline == told.headline for one in out):
            continue
        spans = (Span("frames", ((first, lines[first]),)), *told.spans())
        out.append(
            Failure(
                line=told.main.line,
                first_line=told.shown[0],
                last_line=told.shown[1],
                kind="crash",
                tool="pytest",
                headline=told.headline,
                spans=spans,
                certainty=95,
            )
        )
    return out


def _stopped(number: int, text: str) -> Failure | None:
    bang = forms.BANG.match(text)
    said = bang["text"] if bang else text
    found = EXIT.match(said)
    if found:
        return _said([(number, said)], f"Exit: {found['why']}", "other")
    if said == "KeyboardInterrupt":
        return replace(_said([(number, said)], said, "infra"), role="symptom", certainty=70)
    return None


def _uncovered(lines: Lines, session: Session) -> list[Failure]:
    """Return that the coverage was too low; pytest-cov says so up to twice, the longer form last."""
    if not session.coverage:
        return []
    number = session.coverage[-1]
    text = lines[number]
    head = text.removeprefix("FAIL ").removeprefix("ERROR: ")
    return [replace(_said([(number, text)], head, "other"), certainty=70)]


def _death(lines: Lines, session: Session) -> Failure:
    """Return what killed pytest; a shell's word on it is the last of its lines."""
    number = session.deaths[0]
    text = lines[number]
    if TIMEOUT_MARK in text:
        failure = _timed_out(lines, session, number)
    elif found := FATAL.search(text):
        failure = _crashed(lines, session, number, found["what"])
    else:
        how = forms.death(text) or text
        failure = replace(_said([(number, text)], how, "crash"), subject=_running(session, []))
    ended = failure.spans[1].lines[-1][0] if len(failure.spans) > 1 else failure.last_line
    after = [one for one in session.deaths if ended < one <= ended + 3]
    session.last = max(session.last, failure.last_line, ended, *after)
    return failure


def _crashed(lines: Lines, session: Session, number: int, what: str) -> Failure:
    dump: list[Numbered] = []
    for at, text in lines.between(number + 1, number + DUMP_LINES):
        if not DUMP.match(text):
            break
        if text.strip():
            dump.append((at, text))
    start = next((index for index, (_, text) in enumerate(dump) if text.startswith("Current thread")), 0)
    frames = dump[start:]
    test = next((one for one in frames if _in_test(one[1])), None)
    last = test[0] if test and test[0] - number < blocks.SHOWN else number
    failure = _said([(number, what)], what, "crash")
    return replace(
        failure,
        last_line=last,
        spans=(*failure.spans, bounded("frames", dump)) if dump else failure.spans,
        subject=_running(session, [text for _, text in frames]),
    )


def _timed_out(lines: Lines, session: Session, number: int) -> Failure:
    """Read what pytest-timeout prints before it ends the process: captured output and a stack per thread."""
    frames: list[Numbered] = []
    captured: list[Numbered] = []
    part, last = captured, number
    for at, text in lines.between(number + 1, number + DUMP_LINES):
        if TIMEOUT_MARK in text:
            last = at
            break
        heading = STACK.match(text)
        if heading:
            part = frames if heading["title"].startswith("Stack of") else captured
        part.append((at, text))
    tests = [at for at, text in frames if _in_test(text)]
    failure = _said([(last, "Timeout")], "Timeout", "timeout")
    rest = [bounded("frames", frames)] if frames else []
    rest += [bounded("captured", captured)] if captured else []
    return replace(
        failure,
        first_line=tests[-1] if tests and last - tests[-1] < blocks.SHOWN else last,
        spans=(*failure.spans, *rest),
        subject=_running(session, [text for _, text in reversed(frames)]),
    )


def _in_test(frame: str) -> bool:
    return exceptions.function_of((0, frame)).startswith("test")


def _running(session: Session, frames: Iterable[str]) -> str | None:
    """Return the test that ran last: named by `-v`, else that of the innermost frame, else only its file."""
    if session.begun:
        return session.begun[1]
    path = session.progress[-1][0] if session.progress else None
    for frame in frames:
        found = exceptions.FRAME.match(frame)
        if found and (found["function"] or "").startswith("test"):
            known = path if path and found["path"].endswith(path) else found["path"]
            return f"{known}::{found['function']}"
    return path
