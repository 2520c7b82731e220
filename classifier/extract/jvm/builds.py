"""Read why Gradle, Maven and Ant say that a build failed: a cause, or only that something under them did."""

from __future__ import annotations

import bisect
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.extract.dialect import span
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Numbered

ANCHORS = {
    "gradle": r"^\* What went wrong:",
    "goal": r"^\[ERROR\] +Failed to execute goal ",
    "plugin": r"^\[INFO\] --- [\w.-]+:[\w.-]+:[\w-]+ \(",
    "failure": r"^\[INFO\] BUILD FAILURE",
    "ant": r"^\s*(?:\[\w+\] +)?BUILD FAILED\s*$",
}

LONGEST = 40
"""Lines of one explanation that are looked at."""
FURTHEST = 2_000
SHOWN = 12
"""Lines that the plugin which ran last may have printed, and of its errors those that are shown."""
STEP = re.compile(r"(?P<indent> *)> (?P<said>\S.*)$")
"""`> Could not resolve all files.`, and further in `   > Could not find demo:gone:9.`: why the one above."""
SECTION = re.compile(
    r"\* (?:Try|Exception is|Get more help|What went wrong|Where):|={5,}$|BUILD FAILED|-{5,}$"
)
TASK = re.compile(r"Execution failed for task '(?P<task>[^']+)'")
DETAIL = re.compile(r" {4,}\S| {2,}(?:Searched in|Required by|Possible solution)")
GOAL = re.compile(
    r"\[ERROR\] +Failed to execute goal (?P<goal>[\w.:-]+)(?: \([^)]+\))?(?: on project (?P<project>\S+))?: "
    r"(?P<said>.*)$"
)
WHERE = re.compile(r"\S*\.xml:\d+: (?P<said>\S.*)$")
"""`/demo/build.xml:13: Some tests failed.`"""
ERROR = re.compile(r"\[ERROR\] +(?P<said>\S.*)$")
UNDERSTOOD = re.compile(
    r"\[ERROR\] +(?:\S+\.\w+:\[?\d|COMPILATION ERROR|Tests run:|Failures:|Errors:|Rule \d+:)"
    r"|\[ERROR\] (?:High|Medium|Low): |Tests run: \d|<<< (?:FAILURE|ERROR)!|The forked VM"
)
"""What others read: diagnostics, tests, rules of the enforcer."""
HOLLOW = re.compile(
    r"There (?:are|were|was) .*(?:failure|failing test|error)|[Cc]ompil(?:e|ation) (?:error|failed|failure)"
    r"|Compilation finished with errors|non-zero exit value|See (?:the report|log|above)|Please refer to"
    r"|[Ll]int found errors|[Tt]ests? (?:failed|run errors)|A failure occurred while executing"
    r"|The following error occurred while executing|Java returned: |returned: \d+|Process 'command"
    r"|error in the fork|The forked VM terminated|violations? (?:were|was) found"
    r"|You have \d+ (?:Checkstyle|PMD|bug)|Some Enforcer rules have failed|ultiple build operations failed"
    r"|Some files do not have the expected license|^\s*(?:-> \[Help 1\])?$"
)
"""What only says that something under the build failed, which told of it itself."""
KINDS: tuple[tuple[str, Kind], ...] = (
    (r"evaluating|not found in (?:root )?project|build file|class file major version|java version", "config"),
    (r"Could not find method|unknown property|Plugin \[|toolchain|does not exist", "config"),
    (r"[Uu]nsupported|not supported", "config"),
    (r"timed out|timeout|UnknownHost|Connection (?:refused|reset)|status code 5|PKIX|SSL", "network"),
    (r"Could not (?:find|resolve|download|GET|transfer)|No matching variant|dependenc", "dependency"),
    (r"OutOfMemory|heap space|Metaspace|GC overhead", "memory"),
    (r"No space left", "disk"),
    (r"[Vv]iolation|[Cc]heckstyle|[Ll]icense|header|format", "lint"),
)


def failures(lines: Lines, hits: Hits) -> list[Failure]:
    """Return what each explanation says, once."""
    found = [_gradle(lines, number) for number in hits["gradle"]]
    found += [_goal(lines, number) for number in hits["goal"]]
    found += [_plugin(lines, number, hits["plugin"]) for number in hits["failure"]]
    found += [_ant(lines, number) for number in hits["ant"]]
    once: dict[tuple[str, str], Failure] = {}
    for one in found:
        if one is not None and not lines.echoed(one.first_line):
            once.setdefault((one.tool, one.headline), one)
    return list(once.values())


def _gradle(lines: Lines, number: int) -> Failure | None:
    """Read the steps from what failed to why; the last step of the first way down says it."""
    block = list(_block(lines, number + 1))
    if not block:
        return None
    line, said = block[0][0], block[0][1].strip()
    depth = -1
    for at, text in block:
        step = STEP.match(text)
        if step and len(step["indent"]) <= depth:
            break
        if step:
            line, said, depth = at, step["said"], len(step["indent"])
    task = TASK.search(block[0][1])
    last = line
    for at, text in block:
        if at == last + 1 and at > line and DETAIL.match(text):
            last = at
    subject = task["task"] if task else None
    return _failure(lines, (number + 1, line, last), "gradle", said, subject, block[-1][0])


def _goal(lines: Lines, number: int) -> Failure | None:
    """Read a goal of Maven; where its own line ends with nothing, the next one goes on."""
    found = GOAL.match(lines[number])
    if not found:
        return None
    said = found["said"].removesuffix("-> [Help 1]").strip()
    goes_on = lines[number + 1].removeprefix("[ERROR]").strip() if number < len(lines) else ""
    if said.endswith(":") and goes_on:
        said = f"{said} {goes_on}"
    return _failure(lines, (number, number, number), "maven", said, found["goal"], number)


def _plugin(lines: Lines, number: int, plugins: Sequence[int]) -> Failure | None:
    """Read what the plugin that ran last before a build failed says in its first error."""
    above = bisect.bisect_left(plugins, number)
    if not above:
        return None
    start = plugins[above - 1]
    first = next((at for at, text in lines.between(start, number) if ERROR.match(text)), None)
    if first is None or number - start > FURTHEST:
        return None
    last = first
    for at, text in lines.between(start, number):
        if UNDERSTOOD.search(text):
            return None
        if at == last + 1 and last - first < SHOWN and text.startswith("[ERROR] "):
            last = at
    said = lines[first].removeprefix("[ERROR]").strip()
    return replace(_failure(lines, (first, first, last), "maven", said, None, last), certainty=55)


def _ant(lines: Lines, number: int) -> Failure | None:
    """Read the places below Ant's verdict: the innermost says why."""
    found = [
        (at, one) for at, text in lines.between(number + 1, number + LONGEST) if (one := WHERE.match(text))
    ]
    if not found or found[0][0] > number + 1:
        return None
    line, said = found[-1][0], found[-1][1]["said"]
    return _failure(lines, (line, line, line), "ant", said, None, line)


def _block(lines: Lines, first: int) -> Iterator[Numbered]:
    """Yield the lines of one explanation of Gradle."""
    for number, text in lines.between(first, first + LONGEST):
        if SECTION.match(text):
            return
        if text.strip():
            yield number, text


def _failure(
    lines: Lines, block: tuple[int, int, int], tool: str, said: str, subject: str | None, last: int
) -> Failure:
    """Return a failure, a wrapper where nothing new is said; `block` is its first, own and last line."""
    hollow = bool(HOLLOW.search(said)) or not said
    first, line, end = block
    return Failure(
        line=line,
        first_line=line if tool == "gradle" and line - first > 1 else first,
        last_line=end,
        kind="other"
        if hollow
        else next((kind for pattern, kind in KINDS if re.search(pattern, said)), "other"),
        tool=tool,
        headline=said,
        spans=(span("message", lines, first, max(end, last)),),
        role="wrapper" if hollow else "cause",
        subject=subject,
        certainty=10 if hollow else 45,
    )


def _kind(said: str) -> Kind:
    return next((kind for pattern, kind in KINDS if re.search(pattern, said)), "other")
