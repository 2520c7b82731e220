"""Word a crash in one line: what happened without addresses and numbers of the run, how, and its state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Kind

VOLATILE = regex.compile(
    # `heap-use-after-free on address 0x602000000010 at pc 0x4c`, `double-free on 0x6020 in thread T0`
    r"(?<=Sanitizer: .{1,80}),? (?:on|at|to|from|for|of) (?:unknown )?(?:(?:heap )?object |address )?"
    r"(?:\(pc )?[\[(]?0x[0-9a-f]+.*"
    r"|(?<=Sanitizer: .{1,80}):? ?\(?0x[0-9a-f]+\b.*| on unknown address.*|; heap object .*"
    r"|: memory ranges .*"
    # `member call on address 0x15577a7fc900 which does not point to an object of type 'Cart'`
    r"|(?<= address) 0x[0-9a-f]+| \(vtable address 0x\w+\)"
    # `data race (pid=71)`, `out-of-memory (used: 2053Mb; limit: 2048Mb)`, `timeout after 25 seconds`
    r"| \(pid=\d+\).*| \(used: .*\)| \(malloc\(\d+\)\)| after \d+ seconds.*| in thread T?\d+.*"
    # `BUG: KASAN: use-after-free in demo_read+0x1f/0x40`, `Fatal signal 6 (SIGABRT), code -6`
    r"|(?<=K[AM]SAN: \S+) in .*|, code -?\d+.*"
    # `16 bytes in 1 blocks are definitely lost in loss record 1 of 1`
    r"| in loss record .*"
    # `panic: no items [recovered]`, `Fatal glibc error: ...: terminated`
    r"| \[recovered.*"
)
"""What is another in every run, or what the state says better."""
ACCESS = re.compile(
    r"(?P<how>READ|WRITE|Write|Read|Atomic write|Atomic read) of size (?P<size>\d+|\{unknown\})"
    r"|caused by a (?P<signal>READ|WRITE) memory access"
)
NULL = re.compile(r"address points to the zero page")
OF_TYPE = re.compile(r"(?<=note: )object is of type '.*'")
DETAIL = re.compile(r"\s+what\(\):|\[signal |\s+left: |\s*right: ")
KINDS: tuple[tuple[Kind, str], ...] = (
    ("timeout", r"libFuzzer: timeout|[Tt]imeout|Timed out"),
    (
        "memory",
        r"out[- ]of[- ]memory|allocation-size-too-big|(?:failed to|can't|Cannot) allocate|memory limit",
    ),
)


def says_more(text: str) -> bool:
    """Say whether a line below the head tells more of the crash: how memory was reached, what was thrown."""
    return any(one.search(text) for one in (ACCESS, NULL, OF_TYPE)) or DETAIL.match(text) is not None


def headline(told: str, how: str, state: Sequence[str]) -> str:
    """Return a crash in one line, which ends in its state: `... [@ fill | Cart::add | main]`.

    So crashes are named in the trackers of Mozilla; what stands in these brackets is never masked.
    """
    words = " ".join(VOLATILE.sub("", told).split()).rstrip(" :")
    joint = ", " if how.startswith("object") else " "
    where = f"[@ {' | '.join(state)}]" if state else ""
    return " ".join(filter(None, (joint.join(filter(None, (words, how))), where)))


def access(texts: Iterable[str]) -> str:
    """Return how memory was reached: `READ of size 4`, `WRITE near null`; empty where nothing says it."""
    text = "\n".join(texts)
    found = ACCESS.search(text)
    how = ""
    if found:
        how = found["signal"] or f"{found['how']} of size {found['size']}"
    if NULL.search(text):
        how = f"{how} near null".strip()
    of_type = OF_TYPE.search(text)
    return ", ".join(filter(None, (how, of_type[0] if of_type else "")))


def kind(text: str, other: Kind) -> Kind:
    """Return the kind of failure that a report's words tell of, else the other one."""
    return next((one for one, words in KINDS if re.search(words, text)), other)
