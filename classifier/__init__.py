"""Reads test and build logs, names what failed by rules, groups what no rule knows.

    from classifier import triage

    report = triage(["logs/*.log"])
    for signature in report.signatures:
        print(signature.count, signature.title)

The nouns of a report are in `classifier.model`, the errors in `classifier.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "triage"]

if TYPE_CHECKING:
    from classifier.pipeline import triage


def __getattr__(name: str) -> object:
    """Load the pipeline, with all that it needs, only when it is asked for: `--version` must be quick."""
    if name == "triage":
        from classifier.pipeline import triage

        return triage
    raise AttributeError(f"module 'classifier' has no attribute '{name}'")
