"""Find the output of the step that failed, where a CI system says which command ended badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.extract import ci

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.extract.dialect import Lines
    from classifier.model import Failure, Range

STARTS = regex.compile(r"^(?:\$ |##\[group\]Run |\[Pipeline\] (?:sh|bat|stage|node)\b)")
"""`$ npm test` of Travis and GitLab, `##[group]Run npm test`, `[Pipeline] sh`: a command is about to run."""
ENDED = regex.compile(r'^The command ".*" exited with \d+')
"""Travis says so of commands that ended well, too."""
REACH = 20_000
"""How far back the start of a step is looked for, in lines."""


def failing_steps(lines: Lines, failures: Iterable[Failure]) -> tuple[Range, ...]:
    """Return first and last line of what each failing step printed, in the order of the log.

    `failures` are those found so far; the wrappers of the CI dialect among them that say how a step ended
    are the ends. Without such a line nothing is known of steps, and the result is empty.
    """
    ends = sorted(one.line for one in failures if one.role == "wrapper" and ci.ends_step(one))
    steps: list[Range] = []
    for end in ends:
        first = _start(lines, end, steps[-1][1] + 2 if steps else 1)
        if first < end:
            steps.append((first, end - 1))
    return tuple(steps)


def _start(lines: Lines, end: int, least: int) -> int:
    """Return the first line of the output that ends before `end`, not below `least`."""
    for number in range(end - 1, max(least, end - REACH) - 1, -1):
        text = lines[number]
        if STARTS.match(text) or ENDED.match(text):
            return number + 1
    return least
