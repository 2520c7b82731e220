"""Find the output of the step that failed, where a CI system says which command ended badly."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

import regex

from classifier.extract.ci import jobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.extract.dialect import Lines
    from classifier.model import Failure, Range

ANCHORS: dict[str, str] = {
    # `$ npm test` of Travis and GitLab, `##[group]Run npm test`, `[Pipeline] sh`: a command is about to run
    "starts": r"^(?:\$ |##\[group\]Run |\[Pipeline\] (?:sh|bat|stage|node)\b)",
    # Travis says so of commands that ended well, too
    "ended": r'^The command ".*" exited with \d+',
}
"""What stands right above the output of a step."""
REACH = 20_000
"""How far back the start of a step is looked for, in lines."""

_ABOVE = regex.compile("|".join(ANCHORS.values()))


def failing_steps(lines: Lines, hits: Iterable[int], failures: Iterable[Failure]) -> tuple[Range, ...]:
    """Return first and last line of what each failing step printed, in the order of the log.

    `hits` are the lines that any of the anchors finds. `failures` are those found so far; the wrappers of
    the CI dialect among them that say how a step ended are the ends. Without such a line nothing is known of
    steps, and the result is empty.
    """
    ends = sorted(one.line for one in failures if one.role == "wrapper" and jobs.ends_step(one))
    above = sorted(hits) if ends else []
    steps: list[Range] = []
    for end in ends:
        first = _start(lines, above, end, steps[-1][1] + 2 if steps else 1)
        if first < end:
            steps.append((first, end - 1))
    return tuple(steps)


def _start(lines: Lines, above: Sequence[int], end: int, least: int) -> int:
    """Return the first line of the output that ends before `end`, not below `least`."""
    for place in range(bisect.bisect_left(above, end) - 1, -1, -1):
        number = above[place]
        if number < max(least, end - REACH):
            break
        if _ABOVE.match(lines[number]):
            return number + 1
    return least
