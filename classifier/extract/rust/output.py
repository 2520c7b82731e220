"""Find in what a Rust test printed the reason of its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from classifier.extract.python.exceptions import bounded
from classifier.extract.rust import panics
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Kind, Numbered, Span

REASON = regex.compile(
    r"\s*(?:note: )?(?P<said>panic did not contain expected string|test did not panic as expected.*"
    r"|Error: .+|error(?:\[E\d+\])?: .+|fatal runtime error: .+|Couldn't compile the test\."
    r"|Test executable (?:failed|succeeded).*|\(test (?:aborted with|timed out).*)"
)
"""What tells why where no panic does; `error[E0308]: mismatched types` is of a documentation test."""
WEAK = regex.compile(r"Test executable|Couldn't compile|\(test |error: this is|error: aborting")
EXPECTED = regex.compile(r"\s*(?:panic message: (?P<panic>.+)|expected substring: (?P<wanted>.+))")
NEAR = 8
"""So far below its title may a failure's reason stand for the title to be shown too."""


def failure(
    title: Numbered, body: Sequence[Numbered], *, tool: str, subject: str, kind: Kind = "test", said: str = ""
) -> Failure:
    """Return the failure of a test by what it printed; where that says nothing, `said` or its title does."""
    found = panics.parse(body)
    unexpected = next((one for one in body if "panic did not contain expected" in one[1]), None)
    if unexpected:
        message, head = _expectation(unexpected, body)
    elif found:
        one = panics.main(found)
        message, head = one.message or [(one.line, one.headline)], one.headline
    else:
        message, head = _reason(body)
    told = message or [(title[0], said or title[1].strip())]
    frames = [numbered for one in found for numbered in one.frames]
    known = {number for number, _ in (*told, *frames)}
    captured = [one for one in body if one[0] not in known and one[1].strip()]
    spans: list[Span] = [bounded("message", list(told))]
    spans += [bounded("frames", frames)] if frames else []
    spans += [bounded("captured", captured)] if captured else []
    line = told[0][0]
    return Failure(
        line=line,
        first_line=title[0] if line - title[0] <= NEAR else line,
        last_line=max(number for number, _ in told[: panics.SHOWN]),
        kind=kind,
        tool=tool,
        headline=head or said or title[1].strip(),
        spans=tuple(spans),
        phase="call",
        subject=subject,
        certainty=85,
    )


def _reason(body: Sequence[Numbered]) -> tuple[list[Numbered], str]:
    """Return the line that tells why, where nothing panicked."""
    found = [(number, match["said"]) for number, text in body if (match := REASON.match(text))]
    strong = next((one for one in found if not WEAK.match(one[1])), None)
    chosen = strong or next(iter(found), None)
    return ([chosen], chosen[1].strip()) if chosen else ([], "")


def _expectation(note: Numbered, body: Sequence[Numbered]) -> tuple[list[Numbered], str]:
    """Return what `#[should_panic(expected = ...)]` says, with the message that came instead."""
    below = [one for one in body if note[0] < one[0] <= note[0] + 3 and EXPECTED.match(one[1])]
    values: dict[str, str] = {}
    for _, text in below:
        match = EXPECTED.match(text)
        values |= {name: value for name, value in match.groupdict().items() if value} if match else {}
    head = note[1].strip().removeprefix("note: ")
    if len(values) == 2:
        head = f"{head}: expected {values['wanted'].strip()}, got {values['panic'].strip(' ,')}"
    return [note, *below], head
