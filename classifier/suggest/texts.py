"""The text of a failure as a rule finds it, and as an example of a rule has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.lines import Lines
from classifier.normalize import clustered_text
from classifier.patterns import compiled
from classifier.rulebook.match import Searched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model import Failure, Occurrence
    from classifier.rulebook.rule import Part


def said(failure: Failure) -> str:
    """Return the line of a failure by which it is compared, as a rule finds it in its text."""
    headline = clustered_text(failure)
    folded = " ".join(headline.split())
    if any(folded in " ".join(span.text.split()) for span in failure.spans):
        return clean(headline)
    messages = [span.text for span in failure.spans if span.where == "message"] or [headline]
    return clean(next((line for line in messages[-1].split("\n") if line.strip()), headline))


def clean(text: str) -> str:
    """Return a text as it is read where it stands alone, in an example: more looks like a time stamp then."""
    lines = Lines("example", text.encode("utf-8", "replace"))
    return "\n".join(line for _, line in lines.between(1, len(lines))).strip()


def where_of(members: Iterable[Occurrence]) -> Part:
    """Return the part of the failures in which their texts stand: `message`, or any where one is not."""
    for one in members:
        folded = " ".join(said(one.failure).split())
        texts = (" ".join(text.split()) for _, text in Searched(one.failure).parts("message"))
        if not any(folded in text for text in texts):
            return "any"
    return "message"


def find(patterns: Sequence[str], failure: Failure, where: Part) -> Mapping[str, str] | None:
    """Return the captures of the first pattern that is found where a rule would look, None if none is."""
    for _, text in Searched(failure).parts(where):
        for pattern in patterns:
            found = compiled(pattern).search(text, timeout=1.0)
            if found:
                return {name: value for name, value in found.groupdict().items() if value is not None}
    return None
