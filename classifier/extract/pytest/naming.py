"""Find the test id of a failure of which pytest prints only class and function."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.pytest.forms import Verdict
    from classifier.model import Phase

PHASE = re.compile(r"ERROR at (?P<phase>setup|call|teardown) of (?P<name>.+)$")
"""`ERROR at setup of TestCart.test_total`"""
COLLECT = re.compile(r"ERROR collecting (?P<name>.+)$")
SUBTEST = re.compile(r"(?: \[.*\])?(?: \(.*\))?$")
"""`TestCart.test_total [two items] (count=2)`: what follows the name belongs to the subtest."""
WHILE = re.compile(r"^worker '[^']+' crashed while running '(?P<node>.+)'$")
TEST_FILE = re.compile(r"(?:^|[\\/])(?:test_[^\\/]*|[^\\/]*_test|tests?)\.py$")


def titled(title: str) -> tuple[str, Phase]:
    """Return what the heading of a block names, and the phase it names."""
    found = PHASE.match(title)
    if found:
        phase: Phase = "setup" if found["phase"] == "setup" else "teardown"
        return found["name"], "call" if found["phase"] == "call" else phase
    found = COLLECT.match(title)
    if found:
        return found["name"], "collect"
    return title.removeprefix("[doctest] "), "call"


def dotted(node: str) -> str:
    """Return how the heading of its block calls a test: `TestX.test_y` of `test_a.py::TestX::test_y`."""
    path, separator, rest = node.partition("::")
    name, bracket, parameters = rest.partition("[")
    return name.replace("::", ".") + bracket + parameters if separator else path


def assign(names: Sequence[str], results: Sequence[Verdict]) -> list[Verdict | None]:
    """Return for each heading the result that belongs to it, None where there is none.

    pytest prints blocks and results in the same order. Where the numbers differ (some were not shown), the
    names must agree; each result is given away once.
    """
    if len(names) == len(results):
        return list(results)
    waiting: dict[str, list[Verdict]] = {}
    for one in results:
        waiting.setdefault(dotted(one.node), []).append(one)
    return [_taken(waiting, name) for name in names]


def _taken(waiting: dict[str, list[Verdict]], name: str) -> Verdict | None:
    for known in (name, SUBTEST.sub("", name)):
        if waiting.get(known):
            return waiting[known].pop(0)
    return None


def run_files(progress: Sequence[tuple[str, str]], letters: str, count: int) -> list[str]:
    """Return the file of each failure as the letters of the progress tell, nothing unless of all."""
    files = [path for path, run in progress for letter in run if letter in letters]
    return files if len(files) == count and all(files) else []


def guessed(name: str, paths: Sequence[str], progress: Sequence[tuple[str, str]]) -> str:
    """Return the test id of a heading that no result names.

    `paths` are the files of the call stack in its order: the first of them that was run is the test's own,
    else the first that is called like a test file.
    """
    run = list(dict.fromkeys(path for path, _ in progress if path))
    return joined(
        next((one for path in paths for one in run if path == one or path.endswith(f"/{one}")), "")
        or next((path for path in paths if TEST_FILE.search(path)), "")
        or next(iter(paths), ""),
        name,
    )


def joined(path: str, name: str) -> str:
    """Return the test id of a heading's name in a file; a name that is a file or an id stays as it is."""
    if "::" in name or "/" in name or name.endswith(".py"):
        return name
    plain, bracket, parameters = SUBTEST.sub("", name).partition("[")
    node = plain.replace(".", "::") + bracket + parameters
    return f"{path}::{node}" if path else node
