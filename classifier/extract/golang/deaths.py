"""Read how Go programs die: panics, fatal errors of the runtime, tests that ran out of time, data races."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.extract.python.exceptions import bounded
from classifier.extract.reports import golang
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.golang.gotest import Verdict
    from classifier.model import Numbered

LONGEST = 400
"""Lines of a stack that are read."""
STACK = regex.compile(
    r"goroutine \d+|\t\S+\.(?:go|s|c):\d+|created by |[\w./*()-]+\.[\w.()*\[\]·{}]+\(.*\)$|\s*$"
    r"|\trunning tests:|\t\t\w+|\[signal |exit status \d+$|\tpanic: |eflags|r\w+ +0x|\[originating"
    r"|\.\.\.additional frames"
)
"""What may stand below a panic: frames, `goroutine 7 [running]:`, `[signal SIGSEGV: ...]`, registers."""
HEAD = regex.compile(r"\tpanic: |\[signal |\s+\S|\(0x")
RUNNING = regex.compile(r"\t\t(?P<name>\S+) \([\d.a-z]+\)$")
"""`		TestWaits (2s)`: since Go 1.20, below `	running tests:`"""
TEST = regex.compile(r"(?P<package>[\w./-]+)\.(?P<name>(?:Test|Example|Fuzz|Benchmark)\w*)(?:\.func\d+)*\(")
"""`example.com/shop/slow.TestWaits(0x0?)`: a frame of a test."""
RACE_END = regex.compile(r"={18}$")
ACCESS = regex.compile(r"(?P<what>(?:Previous )?(?:[Rr]ead|[Ww]rite|atomic \w+)) (?:at|of) ")
"""`Read at 0x00c00001a218 by goroutine 8:`, `Previous write at 0x00c00001a218 by goroutine 9:`"""
FUNCTION = regex.compile(r"\s+(?P<name>\S+)\(\)$")


def panics(lines: Lines, hits: Hits, package: Callable[[int], str]) -> Iterator[Failure]:
    """Yield a failure for each panic or fatal error of the runtime that stopped a test, with that test."""
    end = 0
    for number in hits["death"]:
        if number <= end:
            continue
        message, stack = _parted(lines, number)
        end = (stack or message)[-1][0]
        head = golang.RECOVERED.sub("", lines[number].strip())
        test = _test(stack, package(number))
        if test is None:
            continue
        yield Failure(
            line=number,
            first_line=number,
            last_line=message[-1][0],
            kind="timeout" if golang.TIMEOUT.match(head) else "crash",
            tool="go test",
            headline=head,
            spans=(bounded("message", message), *((bounded("frames", stack),) if stack else ())),
            phase="call",
            subject=test,
            certainty=82,
        )


def races(lines: Lines, hits: Sequence[int], failed: Sequence[Verdict]) -> Iterator[Failure]:
    """Yield a failure for each data race, with the test that the next verdict is about; equal ones once."""
    seen: set[tuple[str, str | None]] = set()
    for number in hits:
        block = [(number, lines[number])]
        for other, text in lines.between(number + 1, number + LONGEST):
            if RACE_END.match(text):
                break
            block.append((other, text))
        head = f"DATA RACE: {', '.join(_accesses(block))}"
        after = next((one for one in failed if one.line > block[-1][0]), None)
        test = after.subject if after and after.line - block[-1][0] < LONGEST else None
        if (head, test) in seen:
            continue
        seen.add((head, test))
        shown = next((at for at, (_, text) in enumerate(block) if not text.strip()), len(block))
        yield Failure(
            line=number,
            first_line=number,
            last_line=block[shown - 1][0],
            kind="crash",
            tool="go test" if test else "go",
            headline=head,
            spans=(bounded("message", [(number, head)]), bounded("frames", block[1:])),
            phase="call" if test else None,
            subject=test,
            certainty=86,
        )


def _parted(lines: Lines, number: int) -> tuple[list[Numbered], list[Numbered]]:
    """Return what a panic says and the stacks below it."""
    message: list[Numbered] = [(number, lines[number])]
    stack: list[Numbered] = []
    for other, text in lines.between(number + 1, number + LONGEST):
        if not stack and HEAD.match(text) and not text.startswith("\trunning") and not RUNNING.match(text):
            message.append((other, text))
        elif STACK.match(text):
            stack.append((other, text))
        else:
            break
    while stack and not stack[-1][1].strip():
        stack.pop()
    return message, stack


def _test(stack: Sequence[Numbered], package: str) -> str | None:
    """Return the test that was stopped: listed as running, else the first that the stacks name."""
    for _, text in stack:
        if match := RUNNING.match(text):
            return f"{package}.{match['name']}" if package else str(match["name"])
    frames = (match for _, text in stack if (match := TEST.match(text)))
    return next((f"{match['package']}.{match['name']}" for match in frames), None)


def _accesses(block: Sequence[Numbered]) -> Iterator[str]:
    """Yield who accessed the memory how: `read in cart.Total`, without addresses."""
    for place, (_, text) in enumerate(block[:-1]):
        match = ACCESS.match(text)
        function = FUNCTION.match(block[place + 1][1]) if match else None
        if match and function:
            yield f"{match['what'].lower()} in {function['name']}"
