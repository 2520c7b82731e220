"""Pick the line of a program's output that most likely says why it failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Lines

TELLING = re.compile(
    r"\bAssert|\bassert(?:ion)?\b.*\bfail"
    r"|\b(?:error|ERROR|Error|FATAL|[Ff]atal|FAILED|FAIL|[Ff]ailed|[Ff]ailure|[Ee]xpected|panic)\b"
    r"|\w(?:Error|Exception)\b|terminate called|[Cc]ould not find|[Uu]nable to|[Nn]o such file|: not found"
)
"""Words by which a line is likely the one that says why."""
WRAPS = re.compile(
    r"make(?:\[\d+\])?: \*\*\* |ninja: build stopped|npm (?:ERR!|error)|(?:exit(?:ed)? (?:code|status))"
)
"""Lines that only say that something above failed."""


def telling(lines: Lines, numbers: Sequence[int], gutter: re.Pattern[str] | None = None) -> int | None:
    """Return the first line with a word of failure, else the last that is not blank; None when all are.

    `gutter` is what stands before the text of each line.
    """
    texts = {
        number: gutter.sub("", lines[number], count=1) if gutter else lines[number] for number in numbers
    }
    spoken = [number for number, text in texts.items() if text.strip()]
    own = [number for number in spoken if not WRAPS.match(texts[number])]
    found = next((number for number in own if TELLING.search(texts[number])), None)
    return found or next(iter(reversed(own or spoken)), None)
