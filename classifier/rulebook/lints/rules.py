"""Lints of what a rule says of itself: its id, its limits, its words."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from classifier.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.rulebook.check import Proof


def foreign_id(proof: Proof) -> Iterator[Problem]:
    """Yield ids that begin neither with the pack's name nor with a component's."""
    rule = proof.rule
    if not any(rule.id.startswith(f"{name}-") for name in (rule.pack, rule.component)):
        what = f"the id '{rule.id}' begins with neither its pack nor its component"
        yield Problem(rule.place, what, f"Call it '{rule.pack}-{rule.id}'.")


def expired(proof: Proof) -> Iterator[Problem]:
    """Yield rules whose last day is over."""
    rule = proof.rule
    if rule.expires and proof.today and rule.expires <= proof.today:
        hint = "Retire it, or move the date."
        yield Problem(rule.at("expires"), f"rule '{rule.id}' has expired on {rule.expires}", hint)


def unexplained(proof: Proof) -> Iterator[Problem]:
    """Yield rules that do not say what a failure means, or what to try."""
    rule = proof.rule
    missing = [name for name, text in (("means", rule.means), ("try", rule.remedy)) if not text]
    if missing:
        what = f"'{rule.id}' has no '{missing[0]}'"
        yield Problem(rule.place, what, "Write a sentence: every report shows it.")


def unknown_tool(proof: Proof) -> Iterator[Problem]:
    """Yield limits to a tool that is not known, but reads like one that is."""
    for tool in proof.rule.limits.tools:
        close = difflib.get_close_matches(tool, sorted(proof.tools), 1, 0.7)
        if close and tool not in proof.tools:
            what = f"no failure is known to be of the tool '{tool}'"
            yield Problem(proof.rule.at("in"), what, f"Did you mean '{close[0]}'?")
