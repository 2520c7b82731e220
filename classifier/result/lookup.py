"""Find the signature that a person means in what was read."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from classifier.errors import UsageError
from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Report, Signature

LISTED = 8
"""Candidates that an error names."""


def find(name: str, reports: Sequence[Report]) -> tuple[Report, Signature]:
    """Return the signature of that name and the first of the reports that has it.

    A name is an id, or any beginning of one that only one id has; `u-` may be left out. Raises UsageError
    that lists what it could be, or what is most like it.
    """
    known: dict[str, tuple[Report, Signature]] = {}
    for report in reports:
        for one in report.signatures:
            known.setdefault(one.id, (report, one))
    wanted = name.strip()
    if wanted in known:
        return known[wanted]
    fitting = [one for one in known if wanted and one.startswith((wanted, f"u-{wanted}"))]
    if len(fitting) == 1:
        return known[fitting[0]]
    if fitting:
        several = f"'{name}' could be {len(fitting)} signatures"
        raise UsageError(f"{several}. Write more of one: {_listed(known[one][1] for one in fitting)}")
    raise UsageError(f"no signature is called '{name}'. {_advice(wanted, known)}")


def _advice(name: str, known: dict[str, tuple[Report, Signature]]) -> str:
    """Return what to do about a name that is not known: the ids most like it, else those there are."""
    if not known:
        return "What was read has no failures."
    close = difflib.get_close_matches(name, known, LISTED, 0.6)
    if close:
        return f"Did you mean: {_listed(known[one][1] for one in close)}"
    return f"There are: {_listed(one for _, one in known.values())}"


def _listed(signatures: Iterable[Signature]) -> str:
    every = list(signatures)
    lines = [f"\n  {one.id}  {one.count}x  {_short(one.title)}" for one in every[:LISTED]]
    more = f"\n  and {len(every) - LISTED} more" if len(every) > LISTED else ""
    return "".join(lines) + more


def _short(title: str) -> str:
    line = visible(" ".join(title.split()))
    return line if len(line) <= 80 else line[:77] + "..."
