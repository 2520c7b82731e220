"""What the varying parts of a message look like, and what a rule would call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

DTYPE = (
    r"(?:torch\.|np\.|tf\.)?(?:[su]?i|[Uu]?[Ii]nt|[Bb]?[Ff]loat|b?f|[Cc]omplex|c|bool)"
    r"(?:4|8|16|32|64|128)(?:_b)?"
)
SUFFIXES = (
    "py|html?|css|jsx?|tsx?|java|kt|scala|go|rs|cc?|cpp|cxx|hh?|hpp|rb|php|sh|txt|log|json|xml|ya?ml|so|o|a"
)
EXCEPTION = r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Failure|Interrupt|Exit|Timeout|Warning)"
OPERATION = rf"(?!\w+\.(?:{SUFFIXES})\b)[a-z]\w*(?:\.[a-z_]\w*|::[a-z_]\w*(?:\.\w+)?)"
LONGEST = 400
"""Characters of a part that may be anything; a longer one ends the pattern before it."""


@dataclass(frozen=True, slots=True)
class Class:
    """A sort of values: its name, the pattern that finds one, and `sort`, which a whole value must match.

    Without a `sort` the pattern says it. Failures differ by values of a class that `decides`; what is
    `volatile` names nothing and is no capture.
    """

    name: str
    pattern: str
    sort: str = ""
    decides: bool = False
    volatile: bool = False


CLASSES = (
    # Tensor 1 - data type mismatch: expected UInt32, got Float32
    Class("dtype", r"[\w.]+", DTYPE, decides=True),
    # 'ttir.conv2d' op requires ..., operators are not implemented: ['aten::index_add']
    Class("op", r"[\w.:]+", OPERATION, decides=True),
    # raised TimeoutError after 3 tries
    Class("exception", r"[\w.]+", EXCEPTION, decides=True),
    # where each bank needs to store 200704 B
    Class("number", r"\d+"),
    # got -3
    Class("number", r"-?\d+"),
    # AssertionError: 0.98 is not close to 0.99, 1.25e-05
    Class("number", r"-?\d+\.\d+"),
    Class("number", r"[-+.\deE]+", r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"),
    # <__main__.Foo object at 0x7f3a2c1d5e80>
    Class("address", r"0[xX][0-9a-fA-F]+", volatile=True),
    # commit 9cd5798 is bad
    Class("hex", r"[0-9a-fA-F]{6,}", volatile=True),
    # a shape: expected [9, 9, 3, 1], got [1, 1, 1152, 384]
    Class("shape", r"\[[-\d, ]*\]"),
    # a shape: (1, 4) is not a multiple of the tile
    Class("shape", r"\([-\d, ]*\)"),
    # tensor<1x32x32xf32>
    Class("shape", r"\d+(?:x\d+)*"),
    Class("shape", r"[-\d, ]+", r"-?\d+(?:, ?-?\d+)*"),
    # fixture 'nosuchthing' not found
    Class("name", r"\w+"),
    # No module named 'yaml.nodes', undefined symbol: Widget::draw
    Class("name", r"[\w.:-]+", r"[\w.:-]*\w"),
    # can't open file '/srv/jobs/17/build.py'
    Class("path", r"""[^\s'"`,;()]+""", r"""[^\s'"`,;()]*[/\\][^\s'"`,;()]*""", volatile=True),
    # unexpected argument --color=always,
    Class("word", r"\S+"),
)
"""From narrow to wide; the first that all values are of is the class of a part."""


CONTEXT = re.compile(r"([A-Za-z][A-Za-z_]*)['\"`:=,(\[<\s-]*$")
FILE = re.compile(r"\.\w{1,5}[:(]$|\bline $")
"""What follows is the number of a line."""
_DULL = """
    a an and are as at be been but by for from has have in into is it its named no not of on or that the this
    to was were will with
"""
DULL = frozenset(_DULL.split())
"""Words that say nothing about the value behind them."""


def class_of(values: Sequence[str], after: str, *, last: bool) -> Class | None:
    """Return the class of the values of a part that stands before a fixed text.

    None for a part at the end that is often missing or of no class: a pattern needs no such end.
    """
    if all(values):
        for one in CLASSES:
            if all(re.fullmatch(one.sort or one.pattern, value) for value in values):
                return one
    if last:
        return None
    longest = max(map(len, values))
    room = next((size for size in (40, 100, 200, LONGEST) if longest * 2 <= size), longest * 2)
    count = f"{{{int(all(values))},{room}}}"
    end = after[:1].strip()
    if end and not any(end in value for value in values):
        # a part that ends where the fixed text begins is found in one go
        stop = re.sub(r"[\]\\^\[-]", r"\\\g<0>", end)
        return Class("text", rf"[^{stop}\n]{count}", volatile=not all(values))
    return Class("text", rf"[^\n]{count}?", volatile=not all(values))


def name_of(before: str, kind: Class, taken: Container[str]) -> str:
    """Return a name for a capture: the telling word right before it, else its class; numbered where taken."""
    found = CONTEXT.search(before)
    word = found[1].lower() if found else ""
    name = word if 2 < len(word) <= 20 and word not in DULL and not kind.decides else kind.name
    number, free = 2, name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
