"""Read what ninja says: build files that are wrong, and commands that failed with all their output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import following, preceding, without_blanks
from classifier.extract.build import gcc, linker
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure

if TYPE_CHECKING:
    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Range, Role, Span

# `FAILED: CMakeFiles/app.dir/main.c.o `, since 1.12 `FAILED: [code=1] main.o `
FAILED = re.compile(r"^\s*(?:\[\d+/\d+\] )?FAILED: (?:\[code=\d+\] )?(?P<target>\S.*?)\s*$")
COMMAND = re.compile(r" && |^(?:cd|:) ")
PROGRESS = re.compile(r"^\s*\[\d+/\d+\] ")
# `ninja: error: 'a.c', needed by 'a.o', missing and no known rule to make it`, `ninja: fatal: chdir to ...`
ERROR = re.compile(r"^\s*ninja: (?P<severity>error|fatal): (?P<text>.*)$")
BUILD_FILE = re.compile(r"^(?P<file>[^\s:]+):\d+: (?P<text>.*)$")  # `syntax.ninja:3: unexpected variable 'x'`
NEEDED = re.compile(
    r"^'(?P<target>.+?)'(?:, needed by '.+?')?, missing and no known rule|^unknown target '(?P<other>.+?)'"
)
STOPPED = re.compile(r"^\s*ninja: (?P<text>build stopped: .*)$")
REBUILD = re.compile(r"^rebuilding '.*': subcommand failed")
NINJA = re.compile(r"^\s*ninja: ")
NEAR = re.compile(r"^\s*\^ near here$")

TELLING = re.compile(
    r"\b(?:[Ee]rror|ERROR|[Ff]atal|FATAL|[Ff]ailed|FAILED|[Ff]ailure|[Aa]ssert\w*|[Aa]borted|[Ee]xception"
    r"|[Cc]annot|[Cc]an't|not found|No such file|denied|[Kk]illed"
    r"|Segmentation fault|[Ii]nvalid|[Uu]nknown|[Uu]ndefined)\b"
    r"|\w(?:Error|Exception)\b"
)
"""Words by which a line of an unfamiliar output is likely the one that says why."""
OTHER_DIALECT = re.compile(
    r"^\s*Traceback \(most recent call last\):|^\s*CMake Error\b|^\s*Errors while running CTest"
    r"|^-- Configuring incomplete|^error(?:\[E\d+\])?: "
    r"|^\S+(?::\d+|\(\d+(?:,\d+)?\)).*\berror\b.*: |^=+ (?:FAILURES|ERRORS|short test summary info) =+$"
    r"|\*\*\* .*(?:Error \d+|Stop\.)$|^Test project /"
)
"""Marks of output that some other dialect reads."""
OUTPUT_LINES = 2_000
CONSOLE_LINES = 10
"""A command with the console to itself (tests, a new run of cmake) prints above its FAILED line."""
SHORT_OUTPUT = 10
"""An output of so many lines is shown whole, of a longer one the lines round the telling one."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Find ninja's own errors, and the commands whose output no other dialect reads."""
    failures: list[Failure] = []
    owned: list[Range] = []
    stops = [number for number in hits["ninja"] if NINJA.search(lines[number])]
    for number in stops:
        failures += _error(lines, number) or _stopped(lines, number)
    for number in hits["failed"]:
        if _is_ninja(lines, number, stops):
            failure, command = _command(lines, number)
            failures.append(failure)
            owned.append((number, command))
    return Findings(tuple(failures), owned=(*owned, *((one.first_line, one.last_line) for one in failures)))


def _is_ninja(lines: Lines, number: int, stops: list[int]) -> bool:
    """Say whether a FAILED line is ninja's: after its progress, or with its own word for it further below."""
    if not FAILED.search(lines[number]) or lines.echoed(number) or number == len(lines):
        return False
    return any(stop > number for stop in stops) or (number > 1 and bool(PROGRESS.search(lines[number - 1])))


def _error(lines: Lines, number: int) -> list[Failure]:
    found = ERROR.search(lines[number])
    if not found:
        return []
    place, needed = BUILD_FILE.search(found["text"]), NEEDED.search(found["text"])
    text = place["text"] if place else found["text"]
    subject = (needed["target"] or needed["other"]) if needed else place["file"] if place else None
    near = [at for at, below in following(lines, number, 2) if NEAR.search(below)]
    role: Role = "wrapper" if REBUILD.search(text) else "cause"
    last = near[-1] if near else number
    return [
        _failure(
            lines,
            (number, number, last),
            f"{found['severity']}: {text}",
            subject,
            role,
            _message(lines, number, last),
        )
    ]


def _stopped(lines: Lines, number: int) -> list[Failure]:
    found = STOPPED.search(lines[number])
    if not found:
        return []
    where = (number, number, number)
    return [_failure(lines, where, found["text"], None, "wrapper", _message(lines, number, number))]


def _command(lines: Lines, number: int) -> tuple[Failure, int]:
    """Return the failure of a command and the last line of the command itself."""
    target = _target(lines, number)
    command = _command_end(lines, number) if target else number
    last = without_blanks(lines, command, _output_end(lines, command))
    output = range(command + 1, last + 1)
    headline = f"FAILED: {target}" if target else "FAILED"
    above = () if output else range(max(number - CONSOLE_LINES, 1), number)
    if any(_known(lines[at]) for at in (*output, *above)):
        where = (number, number, number)
        return _failure(lines, where, headline, target, "wrapper", _message(lines, number, number)), command
    if not output:
        where = (number, number, command)
        return _failure(lines, where, headline, target, "cause", _message(lines, number, command)), command
    line = next((at for at in output if TELLING.search(lines[at])), last)
    whole = len(output) <= SHORT_OUTPUT
    first, end = (number, last) if whole else (max(line - 2, number), min(line + 5, last))
    spans = (*_message(lines, output[0], last), span("source", lines, number, command))
    return _failure(lines, (line, first, end), lines[line].strip(), target, "cause", spans), command


def _command_end(lines: Lines, number: int) -> int:
    """Return the last line of the command below FAILED: it goes on where a quote is still open."""
    last = number + 1
    while lines[last].endswith("\\") and last < len(lines) and last < number + 50:
        last += 1
    return last


def _target(lines: Lines, number: int) -> str | None:
    """Return what could not be made; old versions print the command alone: `FAILED: cd x && cmake -P y`."""
    found = FAILED.search(lines[number])
    return found["target"] if found and not COMMAND.search(found["target"]) else None


def _output_end(lines: Lines, command: int) -> int:
    """Return the last line that a command printed; nothing when ninja has stopped right above."""
    if any(STOPPED.search(text) for _, text in preceding(lines, command, 3)):
        return command
    for number, text in following(lines, command, OUTPUT_LINES):
        if _ends(text) or lines.echoed(number):
            return number - 1
    return min(command + OUTPUT_LINES, len(lines))


def _ends(text: str) -> bool:
    """Say whether a line comes after the output of a failed command."""
    return bool(PROGRESS.search(text) or FAILED.search(text) or NINJA.search(text))


def _known(text: str) -> bool:
    return gcc.diagnosed(text) or linker.diagnosed(text) or bool(OTHER_DIALECT.search(text))


def _message(lines: Lines, first: int, last: int) -> tuple[Span, ...]:
    return (span("message", lines, first, last),)


def _failure(
    lines: Lines,
    where: tuple[int, int, int],
    headline: str,
    subject: str | None,
    role: Role,
    spans: tuple[Span, ...],
) -> Failure:
    line, first, last = where
    return Failure(
        line=line,
        first_line=first,
        last_line=last,
        kind="config" if ERROR.search(lines[line]) and role == "cause" else "compile",
        tool="ninja",
        headline=headline,
        spans=spans,
        role=role,
        subject=subject,
        certainty=78,
    )


DIALECT = Dialect(
    name="ninja",
    anchors={"failed": r"FAILED: ", "ninja": r"ninja: (?:error|fatal|build stopped): "},
    read=read,
)
