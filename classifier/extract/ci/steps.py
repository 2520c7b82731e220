"""Find the output of the steps that failed, where a CI system says which command, step or job ended badly."""

# ruff: noqa: E501 - a table of lines that CI systems print

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from classifier.extract.ci import jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Failure, Range


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that a CI system prints above or below the output of a step."""

    name: str
    pattern: str
    sample: str


STARTS: tuple[Mark, ...] = (
    # Travis, GitLab, Buildkite, yarn
    Mark("command", r"^\$ \S", "$ npm test"),
    # Travis says so of commands that ended well, too
    Mark("travis-ended", r'^The command ".*" exited with \d+', 'The command "npm ci" exited with 0.'),
    Mark("github", r"^##\[group\]Run ", "##[group]Run npm test"),
    Mark("azure", r"^##\[section\]Starting: ", "##[section]Starting: Run the tests"),
    Mark("jenkins", r"^\[Pipeline\] (?:\[[^\]]+\] )?(?:sh|bat|powershell|pwsh|stage|node|parallel)\b", "[Pipeline] sh"),
    Mark("buildkite", r"^~~~ \S|^(?:---|\+\+\+) (?::[\w+-]+: |Running )", "~~~ Running commands"),
    Mark("rpm", r"^Executing\(%\w+\): ", "Executing(%build): /bin/sh -e /var/tmp/rpm-tmp.1"),
    Mark("docker", r"^Step \d+/\d+ : ", "Step 3/10 : RUN make"),
    Mark("codebuild", r"^Running command ", "Running command make test"),
    Mark("act", r"^\[.+\] ⭐ Run ", "[CI/build] ⭐ Run Main make test"),
    Mark("teamcity", r"^Starting: \S", "Starting: /bin/sh -c make"),
    Mark("taskcluster", r"^=== Task Starting ===", "=== Task Starting ==="),
)  # fmt: skip
"""What stands right above the output of a step."""

ENDS: tuple[Mark, ...] = (
    Mark("gitlab-after-script", r"^Running after[_ ]script", "Running after_script"),
    Mark("gitlab-artifacts", r"^Uploading artifacts for failed job", "Uploading artifacts for failed job"),
    Mark("gitlab-cleanup", r"^Cleaning up (?:project directory and )?file based variables", "Cleaning up project directory and file based variables"),
    Mark("jenkins-skipped", r'^Stage ".*" skipped due to (?:earlier failure|when)', 'Stage "Deploy" skipped due to earlier failure(s)'),
    Mark("jenkins-post", r"^\[Pipeline\] \{ \(Declarative: Post Actions\)", "[Pipeline] { (Declarative: Post Actions)"),
    Mark("jenkins-branch", r"^Failed in branch ", "Failed in branch linux"),
    Mark("travis-cache", r"^store build cache$", "store build cache"),
    Mark("taskcluster-finished", r"^=== Task Finished ===", "=== Task Finished ==="),
    Mark("bitbucket-teardown", r"^Build teardown:$", "Build teardown:"),
)  # fmt: skip
"""What follows the output of the failing step, where the system names the result of the whole job only."""

ANCHORS: dict[str, str] = {mark.name: mark.pattern for mark in (*STARTS, *ENDS)}
REACH = 20_000
"""How far back the start of a step is looked for, in lines."""
EMPTY = 40
"""A step of fewer lines may have printed nothing: then what ran before it tells why, `grep -q` in a log."""

_LATE = regex.compile(r"^ERROR: script returned exit code ")
"""Jenkins says how a step ended at the end of the pipeline only."""
_BRANCH = regex.compile(r"^Failed in branch ")
_PARALLEL = regex.compile(r"^\[Pipeline\] (?:\[[^\]]+\] )?parallel\b")
"""Steps of parallel branches begin in between each other's output: what failed is among all of it."""
_ABOVE = regex.compile("|".join(mark.pattern for mark in STARTS))
_BELOW = regex.compile("|".join(mark.pattern for mark in ENDS))


def failing_steps(lines: Lines, hits: Hits, failures: Sequence[Failure]) -> tuple[Range, ...]:
    """Return first and last line of what each failing step printed, in the order of the log.

    `hits` are the lines that the anchors find. `failures` are those found so far; the wrappers of the CI
    dialect among them that say how a step ended are the ends, else the place where the system begins to
    clear up after a job that failed. Without any such line nothing is known of steps, and the result is
    empty.
    """
    ends = sorted(one.line for one in failures if jobs.ends_step(one))
    if not ends or (len(ends) == 1 and _LATE.match(lines[ends[0]])):
        ends = _end_of_job(lines, hits, failures) or ends
    above = sorted({number for mark in STARTS for number in hits[mark.name]}) if ends else []
    steps: list[Range] = []
    for end in ends:
        first = _start(lines, above, end, steps[-1][1] + 2 if steps else 1)
        if first < end:
            steps.append((first, end - 1))
    return tuple(steps)


def _end_of_job(lines: Lines, hits: Hits, failures: Sequence[Failure]) -> list[int]:
    """Return the line at which the system begins to clear up, where it says that the job failed."""
    if not any(one.role == "wrapper" and one.tool == jobs.TOOL for one in failures):
        return []
    below = (number for mark in ENDS for number in hits[mark.name] if _BELOW.match(lines[number]))
    return sorted(below)[:1]


def _start(lines: Lines, above: Sequence[int], end: int, least: int) -> int:
    """Return the first line of the output that ends before `end`, not below `least`."""
    wanted = _PARALLEL if _BRANCH.match(lines[end]) else _ABOVE
    for place in range(bisect.bisect_left(above, end) - 1, -1, -1):
        number = above[place]
        if number < max(least, end - REACH):
            break
        if wanted.match(lines[number]) and not _silent(lines, number + 1, end - 1):
            return number + 1
    return least


def _silent(lines: Lines, first: int, last: int) -> bool:
    """Say whether nothing was printed between a command and its end."""
    return last - first < EMPTY and all(
        not text.strip() or lines.echoed(number) for number, text in lines.between(first, last)
    )
