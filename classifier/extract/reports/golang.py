"""Read what `go test` prints of one test or package: the same words in `go test -json` and in JUnit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.pytest.headline import headline
from classifier.extract.python.exceptions import bounded
from classifier.extract.reports.telling import SHOWN, Told, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Numbered

STATUS = re.compile(
    r"\s*(?:=== (?:RUN|PAUSE|CONT|NAME|ATTR|ARTIFACTS)\b|-{3} (?:PASS|FAIL|SKIP|BENCH): )"
    r"|(?:PASS|FAIL)$|FAIL\t|ok  \t|exit status \d+$|coverage: "
)
"""`=== RUN   TestAdd`, `--- FAIL: TestAdd (0.00s)`, `FAIL	demo/app	0.003s`, `exit status 1`"""
VERDICT = re.compile(r"\s*--- FAIL: ")
PLACED = re.compile(r"\s+(?P<place>[\w.+-]+\.go:\d+): ?(?P<message>.*)$")
"""`    app_test.go:7: got 4, want 5`"""
ERROR = re.compile(r"\s+Error: +\t?(?P<message>.*)$")
"""testify, below its place: `        	Error:      	Not equal: `"""
DEATH = re.compile(r"(?:panic: |fatal error: |signal: |SIG[A-Z]+: )\S")
"""`panic: runtime error: index out of range [3] with length 3 [recovered]`"""
TIMEOUT = re.compile(r"panic: test timed out after ")
RACE = "WARNING: DATA RACE"
STACK = re.compile(r"goroutine \d+ |\t/|\t\S+\.go:\d+|created by |\[recovered\]")
RECOVERED = re.compile(r" \[recovered\b.*$")


def tell(output: Sequence[Numbered], marked: Sequence[Numbered] = ()) -> Told | None:
    """Return what a failed test printed as the reason, None when it printed none.

    `marked` are the lines of which Go says that they tell of an error.
    """
    said = [(number, text.rstrip()) for number, text in output]
    own = [one for one in said if one[1].strip() and not STATUS.match(one[1])]
    death = next((at for at, (_, text) in enumerate(own) if DEATH.match(text)), None)
    if death is not None:
        return _told(own[death:], _died(own[death][1]), own)
    if marked and PLACED.match(marked[0][1]):
        return _told(marked, _placed(marked), own, race=_race(own))
    placed = next((at for at, (_, text) in enumerate(own) if PLACED.match(text)), None)
    if placed is not None:
        return _told(own[placed:], _placed(own[placed:]), own, race=_race(own))
    if own:
        return _told(own, headline([own[0][1]]), own)
    return None


def failed(output: Sequence[Numbered], line: int, name: str) -> Told:
    """Return what is to be said of a test that printed no reason."""
    verdict = next(((number, text.strip()) for number, text in output if VERDICT.match(text)), None)
    said = verdict or (line, f"--- FAIL: {name}")
    return _told([said], said[1], [said])


def _died(text: str) -> str:
    return RECOVERED.sub("", text)


def _placed(lines: Sequence[Numbered]) -> str:
    """Return what a test said with `t.Error`, without the place."""
    texts = [text for _, text in lines[:SHOWN]]
    found = PLACED.match(texts[0])
    message = found["message"] if found else texts[0].strip()
    error = next(((at, said) for at, text in enumerate(texts) if (said := ERROR.match(text))), None)
    if not message.strip() and error:
        at, said = error
        return headline([said["message"].strip(), *(text.strip() for text in texts[at + 1 :])])
    return headline([message.strip(), *(text.strip() for text in texts[1:] if not PLACED.match(text))])


def _race(own: Sequence[Numbered]) -> list[Numbered]:
    start = next((at for at, (_, text) in enumerate(own) if RACE in text), None)
    return [] if start is None else list(own[start:])


def _told(
    said: Sequence[Numbered], head: str, own: Sequence[Numbered], race: Sequence[Numbered] = ()
) -> Told:
    message: list[Numbered] = []
    for one in said[:SHOWN]:
        if message and STACK.match(one[1]):
            break
        message.append(one)
    frames = [one for one in said if one not in message] if len(message) < len(said) else []
    spans = [bounded("message", message)]
    spans += [bounded("frames", frames or list(race))] if frames or race else []
    before = [one for one in own if one[0] < message[0][0]]
    spans += [bounded("captured", before)] if before else []
    return Told(
        headline=head,
        line=message[0][0],
        first=message[0][0],
        last=message[-1][0],
        spans=tuple(spans),
        excerpt=shown(message),
    )
