"""How grave a checker calls what it found, whatever its words for that are, and what its tool fails on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["error", "warning", "mild", "unknown"]

WORDS_OF: Mapping[Level, tuple[str, ...]] = {
    "error": (
        "error", "err", "fatal", "critical", "crit", "blocker", "high", "severe", "failure", "fail", "failed",
        "breaking", "emergency", "emerg", "alert", "panic", "bug", "crash", "veryhigh", "criticalerror", "e",
        "f",
    ),
    "warning": (
        "warning", "warn", "medium", "moderate", "major", "minor", "low", "convention", "refactor", "style",
        "performance", "portability", "weakwarning", "criticalwarning", "w", "c", "r", "p",
    ),
    "mild": (
        "info", "information", "informational", "note", "notice", "hint", "help", "suggestion", "negligible",
        "none", "ignore", "ignored", "off", "allowed", "documented", "debug", "trace", "log", "ok", "pass",
        "passed", "success", "skipped", "skip", "pending", "silent", "typo", "i",
    ),
}  # fmt: skip
"""Words as tools write them, in lower case and without signs between."""
WORDS: Mapping[str, Level] = {word: level for level, words in WORDS_OF.items() for word in words}
GOOD = frozenset((
    "pass", "passed", "ok", "success", "successful", "skipped", "skip", "pending", "todo", "notrun",
    "disabled", "fixed", "patched",
))  # fmt: skip
"""What a status says of a test or check that did not fail."""
BAD = frozenset((
    "fail", "failed", "failure", "error", "errored", "broken", "timedout", "invalid",
))  # fmt: skip

WARNED_OF = frozenset((
    "eslint", "stylelint", "tslint", "oxlint", "biome", "androidlint", "vale", "spectral", "swiftlint",
    "pyright", "terraform", "rustc", "gcc", "ecj", "checkstyle", "github",
))  # fmt: skip
"""Tools that pass, by default, when all they found are warnings."""
PEDANTIC = frozenset((
    "shellcheck", "hadolint", "rubocop", "phpcs",
))  # fmt: skip
"""Tools that fail, by default, whatever the level of what they found."""

SURE, LIKELY, POSSIBLE = 90, 80, 60
"""How certain it is that an error, something without a level, and a warning made the run fail."""


def plain(text: str) -> str:
    """Return a word or key in lower case without the signs between its parts."""
    return "".join(char for char in text.lower() if char.isalnum())


def level_of(said: object) -> Level:
    """Return the level that a word means; numbers mean something else in every tool."""
    return WORDS.get(plain(said), "unknown") if isinstance(said, str) else "unknown"


def certainty(level: Level, tool: str) -> int:
    """Return how certain it is that a finding of this level made the tool fail, 0 where it does not."""
    if level == "error":
        return SURE
    if level == "unknown":
        return LIKELY
    if tool in PEDANTIC or (level == "warning" and tool not in WARNED_OF):
        return POSSIBLE
    return 0
