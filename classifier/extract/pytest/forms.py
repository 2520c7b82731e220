"""How the lines of a pytest session look: the patterns the dialect anchors on and reads by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.model import Counts, Outcome

WORDS: dict[str, Outcome] = {
    "PASSED": "passed", "FAILED": "failed", "ERROR": "error", "SKIPPED": "skipped", "XFAIL": "xfailed",
    "XPASS": "xpassed", "RERUN": "failed", "SUBFAILED": "failed", "SUBFAIL": "failed", "FAIL": "failed",
    "xfail": "xfailed", "XPASSED": "xpassed",
}  # fmt: skip
"""What pytest calls a result. A rerun is an attempt that failed; `FAIL` and `xfail` are those of pytest 2."""
UNCOUNTED = ("SUBPASSED", "SUBPASS", "SUBSKIPPED", "SUBSKIP", "SKIP")
"""Results of subtests that their test reports again, and the skips of pytest 2, which name no test."""
FAILING = ("FAILED", "FAIL", "SUBFAILED", "SUBFAIL")
TALLIES: dict[str, Outcome] = {
    "passed": "passed", "failed": "failed", "error": "error", "errors": "error", "skipped": "skipped",
    "xfailed": "xfailed", "xpassed": "xpassed",
}  # fmt: skip

_WORD = "|".join(sorted([*WORDS, *UNCOUNTED], key=len, reverse=True))
_TAIL = r"(?: +(?:\[ *\d+(?:%|/\d+)\]|[\d.]+(?:us|ms|s|m|h)))?"
_TOOK = r"(?: \[[\d.]+ ?m?s\])?"
"""` [310.02s]`: plugins that tell how long a test took put it behind the word."""
_TALLY = (
    r"\d+ (?:passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?|rerun|seconds"
    r"|pytest-warnings|tests? collected)"
)
_PROGRESS = r"[.FEsxXRPpu,-]"
_PERCENT = r"(?:" + "|".join(rf"{digit}%\]" for digit in range(10)) + r")"

ANCHORS = {
    "start": r"=+ test session starts =+$|^Test session starts \(platform: ",
    "rule": r"^=*=== .+ ===+$",
    "final": r"(?:\d (?:passed|failed|error|skipped|xfailed|xpassed|deselected|warning|rerun)"
    r"|tests? collected|no tests ran).* in \d",
    "results": r"^Results \(\d",
    "verdict": rf"(?:{_WORD})(?: ?\[.*\])?(?: ?\(.*\))?{_TAIL} *$",
    "worker": rf"^(?:\[gw\d+\] )?\[ *\d+%\] (?:{_WORD})\b",
    "node": r"^ ?[^ ]+\.py::[^ ]",
    "progress": rf"^ ?[^ ]+\.py (?:<- [^ ]+ )?{_PROGRESS}",
    "dots": rf"^{_PROGRESS}+ +\[ *\d*{_PERCENT}$",
    "heading": r"^_*___ .+ ___+$|^―*――― .+ ―――+$",
    "bang": r"^!*!! .+ !!!*$",
    "internal": r"^INTERNALERROR>",
    "fatal": r"Fatal Python error: |Windows fatal exception: ",
    "death": r"\b(?:Segmentation fault|Killed|Aborted|Bus error|Illegal instruction)\b",
    "timeout": r"\+\+\+ Timeout \+\+\+",
    "usage": r"^(?:ERROR: )?[Uu]sage: .*\[file_or_dir\]",
    "refusal": r"^ERROR: (?:file (?:or directory )?not found: |not found: |Wrong expression passed to '-"
    r"|Error importing plugin |Missing required plugins: |Unknown config option: |Config file '.*' not found"
    r"|while parsing the following warning configuration|.*'minversion' requires pytest-"
    r"|.*\.(?:ini|cfg|toml):\d+: )",
    "conftest": r"^ImportError while loading conftest '",
    "coverage": r"^FAIL Required test coverage of |^ERROR: Coverage failure: total of ",
}
"""Patterns of lines worth a look; each line found is read again by the functions below, whatever found it."""

START = re.compile(ANCHORS["start"])
RULE = re.compile(r"^===+ (?P<title>.+?) ===+$")
"""`=================================== FAILURES ===================================`"""
HEADING = re.compile(r"^(?P<left>_+|―+) (?P<title>.*?[^ _―].*?) (?P<right>_+|―+)$")
"""`_______________ TestCart.test_total[two items] ________________`, pytest-sugar: `―――― test_total ――――`"""
CAPTURED = re.compile(r"^-+ (?P<title>\S.*?) -+$")
"""`----------------------------- Captured stdout call -----------------------------`"""
COVERAGE = re.compile(ANCHORS["coverage"])
BANG = re.compile(r"^!!+ (?P<text>.+?) !!+$")
"""`!!!!!!!!!!!!!!!! _pytest.outcomes.Exit: no license server !!!!!!!!!!!!!!!!!`"""
FINAL = re.compile(
    rf"^(?:=+ )?(?P<tally>(?:no tests (?:ran|collected)|{_TALLY})(?:, {_TALLY}|, \d+ [a-z ]+)*)"
    r" in \d[\d.:]* ?(?:s|seconds)?(?: \(\d+:\d\d:\d\d\))?(?: =+)?$"
)
"""`========= 1 failed, 12 passed, 2 subtests passed in 63.12s (0:01:03) =========`, `2 passed in 0.01s`"""
TALLY_OF_FAILURES = re.compile(r"\d+ (?:failed|errors?)\b")
RESULTS = re.compile(r"^Results \(\d[\d.]*m?s.*\):$")
"""`Results (0.04s):` of pytest-sugar, the counts follow one a line."""
VERDICT = re.compile(
    rf"^ ?(?P<node>\S.*?)(?: <- \S+)? (?P<word>{_WORD})(?:\[[^\]]*\])?{_TOOK}(?: ?\(.*\))?"
    rf"(?P<tail>{_TAIL}) *$"
)
"""`tests/test_cart.py::test_total[two items] FAILED       [ 50%]`, `a.py::test_b <- base.py XFAIL (later)`"""
LATE_VERDICT = re.compile(rf"(?P<word>{_WORD})(?: \(.*\))?{_TAIL} *$")
"""`PASSED`, `hello worldFAILED`: with `-s` the result follows what the test printed."""
WORKER_VERDICT = re.compile(
    rf"^(?:\[gw\d+\] )?\[ *\d+%\] (?P<word>{_WORD})(?:\[[^\]]*\])?{_TOOK}(?: ?\([^)]*\))? (?P<node>\S.*?) *$"
)
"""`[gw0] [ 50%] PASSED tests/test_cart.py::test_total`"""
NODE = re.compile(r"^ ?(?P<node>[^\s:]+\.py::[^\s\[]+(?:\[[^\]]*\])?)")
PROGRESS = re.compile(rf"^ ?(?P<path>\S+\.py) (?:<- \S+ )?(?P<letters>{_PROGRESS}+)")
"""`tests/test_cart.py ..F.E                                           [100%]`"""
DEATH = re.compile(
    r"^(?:\S*: line \d+: +\d+ )?(?P<how>Segmentation fault|Killed|Aborted|Bus error|Illegal instruction)"
    r"(?: \(core dumped\))?(?: {2,}.*)?$"
)
"""`Killed`, `run.sh: line 4: 15628 Segmentation fault      (core dumped) pytest -q`"""
DOTS = re.compile(rf"^(?P<letters>{_PROGRESS}+)(?: +\[ *\d+%\])?$")
"""`.F..                                                                     [100%]`"""
ENTRY = re.compile(
    rf"^(?:\[[^\]]*\] ?)?(?:\([^)]*\) )?(?P<word>{_WORD})(?:\[[^\]]*\])?{_TOOK}(?: ?\([^)]*\))? "
    r"(?P<node>[^\s\[]+(?:\[.*?\])?)(?P<rest> .*)?$"
)
"""`FAILED tests/test_cart.py::test_total[a - b] - assert 1 == 2`, `SUBFAILED[step] (i=1) a.py::test_b`"""
SKIPS = re.compile(r"^(?:SKIPPED|SKIP) \[\d+\] ")
"""`SKIPPED [2] tests/test_cart.py:71: needs a network`: tells places, no tests."""
CUT = 4_000
"""A line longer than this is never one of pytest's own."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one test, as a line of `-v` or of the short summary says it."""

    line: int
    word: str
    node: str
    message: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The section that tells more: `failed`, `error`, or none."""
        return "failed" if self.word in FAILING else "error" if self.word == "ERROR" else ""


def verdict(number: int, text: str) -> Verdict | None:
    """Return the result that a line of the progress tells, None when it tells none or not of what."""
    if len(text) > CUT:
        return None
    found = WORKER_VERDICT.match(text)
    if not found:
        found = VERDICT.match(text)
        if not found or ("::" not in found["node"] and not found["tail"].strip()):
            return None
    return Verdict(number, found["word"], found["node"])


def entry(number: int, text: str) -> Verdict | None:
    """Return the result that a line of the short test summary tells, None when the line tells none.

    The message is what follows ` - ` behind the test; that a parameter may hold the same three characters
    is seen by its brackets.
    """
    found = ENTRY.match(text[:CUT])
    if not found:
        return None
    words = text[found.start("node") :]
    node, _, message = words.partition(" - ")
    while message and node.count("[") != node.count("]"):
        more, _, message = message.partition(" - ")
        node = f"{node} - {more}"
    if node.count("[") != node.count("]"):
        node, _, message = words.partition(" - ")
    if not _names_test(node.rstrip()):
        return None
    return Verdict(number, found["word"], node.rstrip(), (message,) if message else ())


def _names_test(node: str) -> bool:
    """Say whether a text reads like a test id: no blank outside of the parameters, a path or `::` in it."""
    plain = node.partition("[")[0]
    return " " not in plain and any(mark in plain for mark in ("::", "/", "\\", ".", "gw"))


def death(text: str) -> str | None:
    """Return how the process died when a line says so, alone or behind what pytest had begun to print."""
    for begun in (NODE.match(text), PROGRESS.match(text)):
        rest = text[begun.end() :].lstrip() if begun else text
        found = DEATH.match(rest)
        if found:
            return found["how"]
    return None


def tally(text: str) -> Counts | None:
    """Return the counts of the line that ends a session, None when it is no such line."""
    found = FINAL.match(text) if len(text) <= CUT else None
    return _counts(found["tally"].split(", ")) if found else None


def results(texts: list[str]) -> Counts:
    """Return the counts that pytest-sugar prints one a line below `Results`."""
    return _counts([text.strip() for text in texts])


def _counts(items: list[str]) -> Counts:
    counts: Counts = {}
    for item in items:
        number, _, word = item.partition(" ")
        if word in TALLIES and number.isdigit():
            counts[TALLIES[word]] = counts.get(TALLIES[word], 0) + int(number)
    return counts


def heading(text: str, width: int = 0) -> str | None:
    """Return the title of a block of the sections FAILURES and ERRORS, None when the line is none.

    Both ends are filled alike up to the width of the terminal, and with one character where the title is
    too long; a line that a program printed hardly ever is. `width` 0 stands for any.
    """
    found = HEADING.match(text)
    if not found or found["left"][0] != found["right"][0]:
        return None
    left, right = len(found["left"]), len(found["right"])
    filled = not width or len(text) in (width, width - 1) or left == 1 or not text.isascii()
    return found["title"] if filled and right - left in (0, 1) else None


def rule(text: str, width: int = 0) -> str | None:
    """Return the title of a line that begins a section, None when the line is none."""
    found = RULE.match(text) if text.startswith("=") else None
    if not found:
        return None
    return found["title"] if not width or len(text) in (width, width - 1) or not text.isascii() else None
