"""Tell which lines belong to one diagnostic of a C-family compiler: backtrace, notes, quoted source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.blocks import picked, preceding

if TYPE_CHECKING:
    from classifier.extract.dialect import Lines
    from classifier.model import Span

REACH = 400
"""How many lines above and below its first line a diagnostic may stretch."""
SHOWN = 30
"""So many lines below an error are shown: gcc lists every candidate of a call, each with its source."""

CONTEXT = re.compile(
    r"^\s*In file included from .*[:,]$"  # `In file included from outer.h:1,`
    r"|^\s+from .*:\d+(?::\d+)?[:,]$"  # `                 from main.c:2:`
    r"|^\s*(?:\S.*: )?(?:In [a-z].*|At (?:global scope|top level))[:,]$"  # `x.c: In function 'f':`
    r"|: +(?:recursively )?(?:required|instantiated) (?:from|by) "  # `x.cpp:3:5:   required from here`
    r"|\[ ?skipping \d+ instantiation contexts"
    r"|: +in .constexpr. expansion of "
    r"|^\s+inlined from .*[:,]$"  # `    inlined from 'f' at x.c:3:5:`
    r"|^during \w+ pass: \w+$"  # above an internal compiler error
    r"|Assembler messages:$"
)
NOTE = re.compile(r"^\s*(?:cargo:warning=)?(?:\S.*?: )?note: ")
GUTTER = re.compile(r"^\s*(?:\d+|\+\+\+)? \|")  # `   12 |     return on;`
CARET = re.compile(r"^(?=[^^]*\^)[\s~^|]+$|^\s*~+\s*$")  # `        ^~~~`
# `stl_pair.h:523:9: note:   template argument deduction/substitution failed:`, an error below it tells of the
# candidate that gcc tried: `stl_pair.h:520:38: error: no type named 'type' in 'struct std::enable_if<false>'`
TRIED = re.compile(r": note: +template argument deduction/substitution failed:$")
SEVERITY = re.compile(r"(?:^|: )(?:warning|note|(?:fatal |internal compiler )?error): ", re.IGNORECASE)
# gcc 4 spread one note over two errors: `x.c:3: error: (Each undeclared identifier is reported only once`
OLD_NOTE = re.compile(r"error: (?:\(Each undeclared identifier|for each function it appears in\.\))")

PROBE = re.compile(
    r"(?:^|/)(?:conftest|_configtest|test(?:C|CXX)Compiler)\.|/CMake(?:Tmp|Scratch)/|/meson-private/"
)
"""Sources that configure scripts compile to see whether they can: `conftest.c:10:10: fatal error: ac.h`."""


@dataclass
class Block:
    """The numbers of a diagnostic's lines by what they are; `first` and `last` bound what is shown."""

    first: int
    last: int
    context: list[int] = field(default_factory=list)
    message: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)

    def spans(self, lines: Lines) -> tuple[Span, ...]:
        """Return the texts of the block: include stacks and backtraces, message with notes, source."""
        return (
            *picked("frames", lines, self.context),
            *picked("message", lines, self.message),
            *picked("source", lines, self.source),
        )

    def bottom(self) -> int:
        """Return the last line, counting the notes that are too many to be shown."""
        return max([self.last, *self.message, *self.source])

    def top(self) -> int:
        """Return the first line, counting the context that stands above what is shown."""
        return min([self.first, *self.context])


def block(lines: Lines, number: int) -> Block:
    """Return the lines of the diagnostic whose error stands on line `number`."""
    found = Block(number, number, context=context(lines, number), message=[number])
    pending: list[int] = []
    position = number + 1
    while position <= min(number + REACH, len(lines)):
        kind, length = _kind(lines, position)
        taken = [*range(position, position + length)]
        if not kind:
            break
        if kind == "context":
            pending += taken
        else:
            found.context += pending
            pending = []
            (found.message if kind == "note" else found.source).extend(taken)
            if taken[-1] <= number + SHOWN:
                found.last = taken[-1]
        position += length
    return found


def context(lines: Lines, number: int) -> list[int]:
    """Return the numbers of the lines above an error that say how the compiler got there, ascending."""
    seen: list[int] = []
    kept = 0
    for above, text in preceding(lines, number, REACH):
        if CONTEXT.search(text) and not SEVERITY.search(text):
            seen.append(above)
            kept = len(seen)
        elif GUTTER.search(text):  # gcc 14 quotes the source of each `required from`
            seen.append(above)
        else:
            break
    return sorted(seen[:kept])


def _kind(lines: Lines, number: int) -> tuple[str, int]:
    """Say what a line below an error is, and how many lines it takes; no kind when it is not part of it."""
    text = lines[number]
    if GUTTER.search(text):
        return "source", 1
    if NOTE.search(text) or OLD_NOTE.search(text):
        return "note", 1
    if SEVERITY.search(text):
        return ("source", 1) if TRIED.search(lines[number - 1]) else ("", 0)
    if CARET.search(text):
        return "source", 1 + _is_fix(lines, number + 1)
    if number < len(lines) and CARET.search(lines[number + 1]):
        return "source", 2 + _is_fix(lines, number + 2)
    return ("context", 1) if CONTEXT.search(text) else ("", 0)


def _is_fix(lines: Lines, number: int) -> bool:
    """Say whether the line below a caret is the text that clang proposes there."""
    if number > len(lines):
        return False
    text = lines[number]
    below_is_caret = number < len(lines) and CARET.search(lines[number + 1])
    plain = not (CONTEXT.search(text) or SEVERITY.search(text) or below_is_caret)
    return plain and text[:1].isspace() and bool(text.strip())
