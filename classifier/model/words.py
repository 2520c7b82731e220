"""The words and shapes that the nouns are made of."""

from __future__ import annotations

from typing import Literal

Where = Literal["message", "frames", "source", "captured"]
Kind = Literal[
    "test", "compile", "link", "lint", "type", "import", "dependency", "network", "timeout",
    "memory", "disk", "crash", "config", "infra", "other",
]  # fmt: skip
Role = Literal["cause", "symptom", "wrapper"]
Phase = Literal["collect", "setup", "call", "teardown"]
Outcome = Literal["passed", "failed", "error", "skipped", "xfailed", "xpassed", "not_run"]
State = Literal["failed", "passed", "no-failure-found", "empty", "truncated", "unreadable"]
Standing = Literal["matched", "clustered", "unique", "wrapper_only"]
Tier = Literal["component", "machine", "library", "tool", "language", "generic"]
Source = Literal["path", "subject", "line", "property"]
Grouping = Literal["component", "signature", "subject", "log"]
"""What failures can be grouped by without any dimension, so that none can have such a name."""

Numbered = tuple[int, str]
"""A line's number in its log (from 1, as `grep -n` counts) and its clean text."""
Range = tuple[int, int]
"""First and last line number, both included."""
Spread = tuple[tuple[str, int], ...]
"""Values with how often each was seen, most frequent first, then by value."""
Counts = dict[Outcome, int]
