"""Collect the call stack of a report, and reduce it to the crash state: the calls that say where it was."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from classifier.extract.crash.frames import call, shown
from classifier.extract.crash.silent import OUTERMOST, says_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.crash.frames import Call, Layout
    from classifier.extract.dialect import Lines

DEPTH = 3
"""Frames of a crash state, as in the reports of fuzzing services: fewer merge, more tear apart."""
LONGEST = 400
AGAIN = 3
"""A function that stands so often in a stack calls itself."""
GAP = 3
KERNEL_GAP = 40
"""So many lines that are no frames may stand between two frames: registers, in the reports of a kernel."""

ENDS_STACK = re.compile(
    r"^\S*\s*(?:SUMMARY: |0x[0-9a-f]+ is located |(?:freed|previously allocated|allocated) by |={9}"
    r"|Address 0x"
    r"|Thread T\d+.* created by |Uninitialized value was |Previous \w+ of size |Mutex M\d+ |Location is "
    r"|The signal is caused|goroutine \d+ \[|created by |stack backtrace:$|Backtrace:$|note: )"
)
"""What follows below a stack in the same report."""
INNER = re.compile(r"panic\(|(?:runtime\.)?(?:gopanic|sigpanic|goPanic\w+|panicmem)\b")
"""`panic(0xc30720, 0x144ca60)`: what stands above it ran after a Go program went wrong."""


def stack(lines: Lines, head: int, limit: int, within: int, only: str = "") -> list[Call]:
    """Return the frames of the first stack below a line and above line `limit`, innermost call first.

    It must begin within so many lines, and be of the layout of this name where one is given.
    """
    start = next(
        (
            (number, found)
            for number, text in lines.between(head + 1, min(head + within, limit - 1))
            if text.strip() and (found := call(lines, number)) is not None and only in ("", found[1].name)
        ),
        None,
    )
    if start is None:
        return []
    number, (first, layout) = start
    calls, missed = [first], 0
    for at, text in lines.between(number + 1, min(number + LONGEST, limit - 1)):
        further = _next(lines, at, text, layout)
        if further is not None:
            if further.index == 0 and calls[-1].index > 0:
                break
            calls.append(further)
            missed = 0
        elif text.strip() and not _second_line(lines, at, layout):
            missed += 1
            if missed > (KERNEL_GAP if layout.name == "kernel" else GAP) or ENDS_STACK.search(text):
                break
    if layout.name == "python":
        calls.reverse()
    return _since_panic(lines, calls)


def _next(lines: Lines, number: int, text: str, layout: Layout) -> Call | None:
    if layout.name in MIXED:
        found = call(lines, number)
        return found[0] if found and found[1].name in MIXED else None
    return shown(lines, number, text, layout)


MIXED = ("numbered", "bare", "kernel", "kernel-inline")
"""Layouts that stand in one stack: `#0  main () at a.c:3` below `#1  0x00007f in raise ()`."""


def _second_line(lines: Lines, number: int, layout: Layout) -> bool:
    return bool(layout.next) and re.match(r"\s+\S", lines[number]) is not None


def _since_panic(lines: Lines, calls: list[Call]) -> list[Call]:
    """Return the frames of a Go stack from the panic on."""
    inner = [place for place, one in enumerate(calls) if INNER.match(lines[one.line])]
    return calls[inner[-1] + 1 :] if inner and inner[-1] + 1 < len(calls) else calls


def recursion(calls: Sequence[Call]) -> list[Call]:
    """Return the frames from the first one on whose function is called again further down.

    Where a stack overflows, the innermost calls are chance; what calls itself is the cause.
    """
    below = Counter(one.function for one in calls)
    start = next((at for at, one in enumerate(calls) if one.function and below[one.function] >= AGAIN), 0)
    return list(calls[start:])


def state(calls: Sequence[Call], depth: int = DEPTH) -> list[Call]:
    """Return the innermost calls that say where a program went wrong, at most `depth` of them.

    What every crash passes through is left out. Where nothing is left, or no function is known, the modules
    of the innermost frames stand for the calls.
    """
    sure = [one for one in calls if one.sure]
    out: list[Call] = []
    for one in sure:
        if not one.function or says_nothing(one.function, one.file, one.module):
            continue
        out.append(one)
        if len(out) == depth or OUTERMOST.fullmatch(one.function):
            break
    if out:
        return out
    return [one for one in sure if one.module and not one.function and not says_nothing("", "", one.module)][
        :depth
    ]


def name(one: Call) -> str:
    """Return what a frame is called in a crash state: the function, a fuzz target's file, or the module."""
    if one.function == "LLVMFuzzerTestOneInput" and one.file:
        return re.split(r"[/\\]", one.file)[-1]
    if one.function:
        return one.function.rpartition("/")[2] if one.file.endswith((".go", ".s")) else one.function
    return re.split(r"[/\\]", one.module)[-1]
