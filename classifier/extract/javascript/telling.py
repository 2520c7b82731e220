"""Part what a test runner prints of one failure: message, quoted code, call stack; and say it in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.pytest.headline import LONGEST, dedented, headline
from classifier.extract.python.exceptions import bounded
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Kind, Numbered, Role, Span

SHOWN = 16
"""So many lines of a failure are shown, from its title on."""

SOURCE = re.compile(r"\s*(?:>\s*)?\d+ ?\|(?:\s|$)|\s*\|\s+\^+\s*$|\s{2,}\d+: ")
"""`    > 5 |   expect(1).toBe(2);`, `      |   ^`, of vitest `    12| it()`, of ava `   2: test('a');`"""
FRAME = re.compile(
    r"\s*at (?:async )?(?:\S+ \[as |[^\s:()]*(?: [^\s:()]+)* ?\(|(?:file://|node:|[A-Za-z]:\\)?\S+:\d+:\d+|<)"
    r"|\s*❯ .*\S+:\d+:\d+|\s*› \S+:\d+:\d+|[^\s@]*@\S+:\d+:\d+$"
)
"""`      at Object.toBe (test/a.js:9:49)`, ` ❯ a.test.ts:8:49`, `  › file://a.js:2:33`, `f@http://app/a.js:2:3`"""
CAUSE = re.compile(r"\s*(?:\[?[Cc]ause(?:d by)?\]?): ?(?P<said>.*)")
"""`     Caused by: Error: no stock`, of jest `    Cause:` with the message below."""
RULE = re.compile(r"[\s─⎯━=-]{8,}(?:\[\d+/\d+\][\s⎯]*)?$")
COMMENT = re.compile(r" // [\w. ]+$")
"""`expect(received).toBe(expected) // Object.is equality`"""

QUOTED = re.compile(r"^'(.*)'$")
"""`'test timed out after 30ms'`: Node.js prints what is no error as a value."""

EXPECTED = re.compile(r"\s*(?:Expected(?P<what>(?: [a-z]\w*)*)|Snapshot): +(?P<value>\S.*)")
RECEIVED = re.compile(r"\s*(?:Received|Actual)(?: [a-z]\w*)*: +(?P<value>\S.*)")
"""`    Expected: 6` and `    Received: 5`, `    Expected length: 3`, `    Snapshot: "bar"`"""
HEADER = re.compile(r"\s*(?:[-+] (?:Expected|Snapshot|Received|Actual|expected|actual)\b|Difference \()")
"""`- Expected  - 1`, `+ expected - actual`, `Difference (- actual, + expected):`"""
PLUS_EXPECTED = re.compile(r"\s*(?:\+ expected\b|.*\+ expected\))")
REMOVED, ADDED = re.compile(r"\s*-(?!-)\s*(?P<text>\S.*)"), re.compile(r"\s*\+(?!\+)\s*(?P<text>\S.*)")
COMPARES = re.compile(r"\bexpect\(|:$")
"""Messages whose values stand in further lines."""

BOILERPLATE = re.compile(
    r"Jest encountered an unexpected token|SyntaxError: (?:Cannot use import|Unexpected)"
)
DETAILS = re.compile(r"\s*Details:$")

KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "import",
        re.compile(r"Cannot find (?:module|package)|Failed to (?:resolve import|load url)|MODULE_NOT_FOUND"),
    ),
    ("type", re.compile(r"\bTS\d{4,5}\b|error TS")),
    (
        "compile",
        re.compile(r"SyntaxError|Transform failed|Parse failure|[Uu]nexpected token|Failed to parse"),
    ),
)
TIMEOUT = re.compile(
    r"[Ee]xceeded timeout of|Timeout of \d+ ?ms exceeded|(?:Test|Hook|test) timed out|Test timeout of"
    r"|Timeout - Async|Timed out (?:\d+ms waiting|retrying)"
)
"""`thrown: "Exceeded timeout of 5000 ms for a test.`, `Error: Timeout of 2000ms exceeded.`"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One failure as a runner prints it: where it starts, whose it is, and the lines below its title."""

    tool: str
    first: int
    subject: str | None
    body: Sequence[Numbered]
    suite: bool = False
    """Whether a whole file failed, not one test of it."""


def failure(block: Block, *, role: Role = "cause", certainty: int = 85) -> Failure | None:
    """Return the failure that a block tells of, or None when it says nothing."""
    messages, source, frames = parted(block.body)
    if not messages:
        return None
    main = _without_boilerplate(messages[0])
    head = said_in_one(main)
    near = block.first if main[0][0] - block.first < SHOWN // 2 else main[0][0]
    last = max(number for number, _ in main if number < near + SHOWN)
    return Failure(
        line=main[0][0],
        first_line=near,
        last_line=last,
        kind=kind(head, suite=block.suite),
        tool=block.tool,
        headline=head,
        spans=_spans(messages, source, frames),
        phase=None if block.suite or block.subject is None else "call",
        subject=block.subject,
        role=role,
        certainty=certainty,
    )


def spans(title: Sequence[Numbered], body: Iterable[Numbered]) -> tuple[Span, ...]:
    """Return a title and what stands below it as the text of a failure."""
    messages, source, frames = parted(body)
    return _spans([list(title), *messages], source, frames)


def _spans(
    messages: Iterable[Sequence[Numbered]], source: list[Numbered], frames: list[Numbered]
) -> tuple[Span, ...]:
    parts = [bounded("message", list(one)) for one in messages]
    parts += [bounded("source", source)] if source else []
    parts += [bounded("frames", frames)] if frames else []
    return tuple(parts)


def parted(body: Iterable[Numbered]) -> tuple[list[list[Numbered]], list[Numbered], list[Numbered]]:
    """Return the messages (the first one and those of its causes), the quoted code and the call stack."""
    messages: list[list[Numbered]] = [[]]
    source: list[Numbered] = []
    frames: list[Numbered] = []
    open_ = True
    for number, text in body:
        if cause := CAUSE.match(text):
            messages.append([(number, text)] if cause["said"] else [])
            open_ = True
        elif SOURCE.match(text) and any(messages):
            source.append((number, text))
            open_ = False
        elif FRAME.match(text):
            frames.append((number, text))
            open_ = False
        elif open_ and not RULE.fullmatch(text):
            messages[-1].append((number, text))
    trimmed = [_trimmed(one) for one in messages]
    return _different([one for one in trimmed if one]), source, frames


def said_in_one(message: Sequence[Numbered]) -> str:
    """Return a message in one line, with the values that it compares where they stand apart from it."""
    texts = dedented([text for _, text in message])
    head = QUOTED.sub(r"\1", COMMENT.sub("", texts[0].strip()))
    if not COMPARES.search(head):
        return head if len(head) <= LONGEST else head[: LONGEST - 1] + "…"
    values = _labeled(texts[1:]) or _differing(texts)
    if not values:
        return headline([head, *(text for text in texts[1:] if text.strip())][:3])
    what, expected, received = values
    return headline([f"{head.rstrip(':')}: expected {what}{expected}, received {received}"])


def kind(head: str, *, suite: bool) -> Kind:
    """Return the kind of a failure by what it says; only a whole file can fail to be compiled or imported."""
    if TIMEOUT.search(head):
        return "timeout"
    found = (kind for kind, pattern in KINDS if pattern.search(head))
    return next(found, "test") if suite else "test"


def _labeled(texts: Sequence[str]) -> tuple[str, str, str] | None:
    """Return what is compared, and the values, where lines name them."""
    expected = next((found for text in texts if (found := EXPECTED.match(text))), None)
    received = next((found for text in texts if (found := RECEIVED.match(text))), None)
    if not expected or not received:
        return None
    what = f"{expected['what'].strip()} " if expected["what"] else ""
    return what, _bare(expected["value"]), _bare(received["value"])


def _differing(texts: Sequence[str]) -> tuple[str, str, str] | None:
    """Return the first lines of a difference that are not the same."""
    start = next((at for at, text in enumerate(texts) if HEADER.match(text)), None)
    if start is None:
        return None
    rest = [text for text in texts[start:] if not HEADER.match(text)]
    removed = next((found["text"] for text in rest if (found := REMOVED.match(text))), None)
    added = next((found["text"] for text in rest if (found := ADDED.match(text))), None)
    if removed is None or added is None:
        return None
    values = (added, removed) if PLUS_EXPECTED.match(texts[start]) else (removed, added)
    return "", _bare(values[0]), _bare(values[1])


def _bare(value: str) -> str:
    """Return a value without what only parts it from the next one."""
    return value.strip().removesuffix(",")


def _without_boilerplate(message: list[Numbered]) -> list[Numbered]:
    """Return the message from where it says why; jest explains at length before it does."""
    if not BOILERPLATE.search(message[0][1]):
        return message
    details = next((at for at, (_, text) in enumerate(message) if DETAILS.match(text)), None)
    return _trimmed(message[details + 1 :]) or message if details is not None else message


def _trimmed(lines: list[Numbered]) -> list[Numbered]:
    """Return the lines without blank ones at both ends."""
    start, end = 0, len(lines)
    while start < end and not lines[start][1].strip():
        start += 1
    while end > start and not lines[end - 1][1].strip():
        end -= 1
    return lines[start:end]


def _different(messages: list[list[Numbered]]) -> list[list[Numbered]]:
    """Return the messages without those that repeat another word by word."""
    seen: set[str] = set()
    kept = []
    for one in messages:
        words = " ".join(" ".join(text for _, text in one).split())
        if words not in seen:
            seen.add(words)
            kept.append(one)
    return kept
