"""Read how a Java virtual machine dies: uncaught exceptions, fatal errors, test processes that vanish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.dialect import span
from classifier.extract.jvm import traces
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind

ANCHORS = {
    "uncaught": (
        r'Exception in thread "|^(?:\[\w+\] )?\s*Caught: [\w.]+|^Error: (?:LinkageError occurred|A JNI error)'
    ),
    "fatal": (
        r"^#? *(?:A fatal error has been detected by the Java|There is insufficient memory for the Java)"
    ),
    "vm": r"^\s*(?:\[\w+\] +)?Error occurred during initialization of VM",
    "fork": r"The forked VM terminated without|There was a timeout or other error in the fork",
}

UNCAUGHT = re.compile(
    r'\s*(?:\[\w+\] +)?(?P<lead>Exception in thread "(?P<thread>[^"]*)" |Caught: )(?P<rest>\S.*)$'
)
LAUNCHER = re.compile(r"Error: (?:LinkageError occurred|A JNI error)")
MAIN = "main"
SHOWN = 12
"""A cause so many lines below an exception is shown with it."""
# `#  SIGSEGV (0xb) at pc=0x00007f2b, pid=77, tid=78`, `#  Internal Error (sharedRuntime.cpp:513), pid=77`,
# `# Native memory allocation (mmap) failed to map 12288 bytes`
SIGNAL = re.compile(
    r"# +(?P<said>(?:SIG[A-Z]+|EXCEPTION_\w+|Internal Error|Out of Memory Error|Native memory allocation"
    r"|fatal error:).*)"
)
VARIES = re.compile(r" at pc=.*|, pid=.*")
PROBLEM = re.compile(r"# Problematic frame:")
FRAME = re.compile(r"# +(?P<frame>[CVJvj] +\S.*)")
LONGEST = 40
"""Lines of a fatal error's report that are looked at."""
FORK = re.compile(
    r"(?P<said>The forked VM terminated without .*|There was a timeout or other error in the fork.*)$"
)
CRASHED = re.compile(r"^(?:\[\w+\] +)?Crashed tests:")
CLASS = re.compile(r"^(?:\[\w+\] +)?(?P<class>(?:[\w$]+\.)+[\w$]+)(?:\.\w+)?\s*$")
KINDS: tuple[tuple[str, Kind], ...] = (
    (r"OutOfMemoryError|insufficient memory|allocation .* failed|Out of Memory", "memory"),
    (r"NoClassDefFound|ClassNotFound|UnsupportedClassVersion|NoSuchMethodError|LinkageError", "import"),
    (r"timeout|TimeoutException", "timeout"),
)


def failures(lines: Lines, hits: Hits) -> list[Failure]:
    """Return the failure of each death, that of one test process once."""
    found = [_uncaught(lines, number) for number in hits["uncaught"]]
    found += [_fatal(lines, number) for number in hits["fatal"]]
    found += [_plain(lines, number) for number in hits["vm"]]
    found += _forks(lines, hits["fork"])
    return [one for one in found if one is not None and not lines.echoed(one.line)]


def kind_of(text: str) -> Kind:
    """Return what kind of failure a death by this exception or message is."""
    return next((kind for pattern, kind in KINDS if re.search(pattern, text)), "crash")


def _uncaught(lines: Lines, number: int) -> Failure | None:
    """Read an exception that nothing caught; in a thread beside the main one the program may go on."""
    found = UNCAUGHT.match(lines[number])
    launcher = LAUNCHER.match(lines[number])
    if not found and not launcher:
        return None
    said = [(number, found["rest"])] if found else []
    trace = traces.read([*said, *traces.below(lines, number + 1)])
    if trace is None:
        return None
    message = next(link.message for link in trace.links if link.line == trace.line)
    near = [link.line for link in trace.links if message[-1][0] < link.line <= trace.line + SHOWN]
    main = not found or found["thread"] in (None, MAIN)
    return Failure(
        line=trace.line,
        first_line=number if trace.line - number < LONGEST else trace.line,
        last_line=max(near, default=message[:LONGEST][-1][0]),
        kind=kind_of(trace.telling.headline),
        tool="java",
        headline=trace.telling.headline,
        spans=trace.spans(),
        certainty=60 if main else 40,
    )


def _fatal(lines: Lines, number: int) -> Failure | None:
    """Read the report of a virtual machine that died: the signal says how, the frame where."""
    block = list(lines.between(number, number + LONGEST))
    last = next((at for at, text in block if not text.startswith("#")), block[-1][0] + 1) - 1
    said = next(((at, one["said"]) for at, text in block if (one := SIGNAL.match(text))), None)
    if said is None or last < said[0]:
        return None
    problem = next((at for at, text in block if PROBLEM.match(text) and at < last), None)
    frame = FRAME.match(lines[problem + 1]) if problem else None
    headline = VARIES.sub("", said[1])
    spans = [span("message", lines, number, said[0])]
    if problem and frame:
        headline = f"{headline} in {' '.join(frame['frame'].split())}"
        spans.append(span("frames", lines, problem + 1, problem + 1))
    return Failure(
        line=said[0],
        first_line=number,
        last_line=problem + 1 if problem and frame else said[0],
        kind=kind_of(said[1]),
        tool="java",
        headline=headline,
        spans=tuple(spans),
        certainty=85,
    )


def _plain(lines: Lines, number: int) -> Failure | None:
    """Read why a virtual machine did not start: the line below says it."""
    if number >= len(lines) or not traces.bare(lines[number + 1]).strip():
        return None
    return Failure(
        line=number + 1,
        first_line=number,
        last_line=number + 1,
        kind=kind_of(lines[number + 1]) if "memory" in lines[number + 1].lower() else "config",
        tool="java",
        headline=traces.bare(lines[number + 1]).strip(),
        spans=(span("message", lines, number, number + 1),),
        certainty=75,
    )


def _forks(lines: Lines, numbers: Sequence[int]) -> Iterator[Failure]:
    """Yield the test processes that vanished, each told several times, once with the class it ran."""
    seen: set[tuple[str | None, str]] = set()
    for number in numbers:
        found = FORK.search(lines[number])
        if not found:
            continue
        said = found["said"].split(" -> ")[0].strip()
        subject = _crashed(lines, number)
        if (subject, said) in seen or (subject is None and any(one[1] == said for one in seen)):
            continue
        seen.add((subject, said))
        yield Failure(
            line=number,
            first_line=number,
            last_line=number,
            kind="timeout" if "timeout" in said else "crash",
            tool="junit",
            headline=said,
            spans=(span("message", lines, number, number + 6),),
            subject=subject,
            certainty=80,
        )


def _crashed(lines: Lines, number: int) -> str | None:
    """Return the class of tests that ran in a process when it vanished."""
    for below, text in lines.between(number + 1, number + 8):
        if CRASHED.match(text) and below < len(lines):
            found = CLASS.match(lines[below + 1])
            return found["class"] if found else None
    return None
