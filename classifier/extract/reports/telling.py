"""Find in the message, stack and output of a failed test what to show of it: headline, spans, block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.pytest import blocks
from classifier.extract.pytest.headline import dedented, headline
from classifier.extract.python import exceptions
from classifier.extract.python.exceptions import bounded
from classifier.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Numbered

SHOWN = 12
"""So many lines of a message are shown."""
WIDTH = 2_000
"""Characters of a line that are shown."""
FRAME = re.compile(
    r"\s+at \S"  # `	at demo.AppTest.adds(AppTest.java:9)`, `    at Object.<anonymous> (app.test.js:3:5)`
    r"|at [\w.$<>/]+\("  # `at Demo.AppTests.Adds() in C:\demo\AppTests.cs:line 9`
    r"|\s*\.\.\. \d+ (?:more|common frames)"  # `	... 23 more`
    r"|\s*#\d+ +\S"  # `#0 /demo/AppTest.php(9): add()`, `    #1 0x4c in main a.c:6`
    r"|--- End of |-{5}> "  # `--- End of stack trace from previous location ---`
    r"|goroutine \d+ \["  # `goroutine 7 [running]:`
    r"|stack backtrace:$"  # of Rust
    r"|/\S+\.php:\d+$"  # of PHPUnit
    r"|\S+\.\w+:\d+:in [`']"  # `app_test.rb:3:in 'block in <class>'`
)
PLACE = re.compile(
    r"\s*(?:at )?(?:[A-Za-z]:)?[^\s:(]+(?:[:(]\d+(?:[:,]\d+)?\)?):?(?: Failure)?$"
    r"|thread '.*' (?:\(\d+\) )?panicked at \S+:\d+:\d+:?$"
    r"|\s*(?:Test )?(?:method )?\S+ threw exception: *$"
    r"|\s*(?:FAILED:$|● \S|unknown file$)"
)
"""Lines that say where, not what: `app_test.cc:9`, `thread 'adds' (7) panicked at src/lib.rs:9:9:`,
`Test method Demo.AppTests.Adds threw exception: `, of Catch2 `FAILED:`,
of jest `  ● Test suite failed to run`."""
HOLLOW = re.compile(
    r"\s*(?:(?:(?:the )?tests? )?(?:failed|failure|error|errored)[.!]?|exited with error code \d+"
    r"|(?:test failure with )?exit (?:code|status) \d+)?\s*",
    re.IGNORECASE,
)
"""Messages that only say that something failed: `Failed`, `exited with error code 1`."""
TYPE = re.compile(r"(?:[\w$]+[.\\])*[A-Z][\w$]*(?:Error|Exception|Fault|Throwable|Failure|Failed)$")
"""`org.opentest4j.AssertionFailedError`, `PHPUnit\\Framework\\ExpectationFailedException`"""
TELLS = re.compile(
    r"\bAssert|\bassert(?:ion)?\b.*\bfail|\b(?:error|ERROR|Error|FATAL|[Ff]atal|FAILED|FAIL|[Ff]ailed|[Ff]ailure"
    r"|[Ee]xpected|panic)\b|\w(?:Error|Exception)\b|terminate called|what\(\):"
)
"""Words by which a line of a test's output is likely the one that says why."""
PREFIX = re.compile(r"line \d+, col \d+, |(?:[A-Za-z]:)?[^\s:()]+\.\w{1,5}:\d+(?::\d+)?: (?=\S)")
"""The place before the words: `tests/app.cpp:72: error: check_eq(3, 4)`, `line 5, col 12, Undefined name`."""
EXPECTED, ACTUAL = (
    re.compile(r"\s*[Ee]xpected\b"),
    re.compile(r"\s*(?:[Bb]ut |[Aa]ctual|[Rr]eceived|[Gg]ot)\b"),
)
"""`Expected: 5` and, below it, `But was:  4`: NUnit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be said of a failure: see `Failure` for the fields."""

    headline: str
    line: int
    first: int
    last: int
    spans: tuple[Span, ...]
    excerpt: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a report holds of a failure: each part as numbered lines, `line` is where its element stands."""

    line: int
    message: Sequence[Numbered] = ()
    type: str = ""
    body: Sequence[Numbered] = ()
    captured: Sequence[Numbered] = ()
    name: str = ""
    """The test's name, where the body may begin with it."""


def tell(words: Words) -> Told:
    """Return what a failure says; the body where it tells more than the message, else what was captured."""
    body = [(number, text.rstrip()) for number, text in words.body]
    if any(blocks.MESSAGE.match(text) for _, text in body) and (told := tell_pytest(words)):
        return told
    if any(exceptions.HEADER.match(text) for _, text in body) and (traced := _python(words, body)):
        return traced
    plain = _plain(words, body)
    if plain.headline and not HOLLOW.fullmatch(plain.headline):
        return plain
    return _from_output(words, plain) or plain


def tell_pytest(words: Words) -> Told | None:
    """Return what a block of pytest says, in any of its forms; None when it says nothing."""
    told = blocks.read(words.body)
    if told is None:
        return None
    first, last = told.shown
    spans = (*told.spans(), *_captured(words.captured))
    return Told(
        headline=told.headline,
        line=told.main.line,
        first=first,
        last=last,
        spans=spans,
        excerpt=shown(one for one in words.body if first <= one[0] <= last),
    )


def _python(words: Words, body: list[Numbered]) -> Told | None:
    """Return what Python's own traceback says."""
    raised = exceptions.parse(body)
    if not raised:
        return None
    one = exceptions.outermost(raised)
    first, last = exceptions.block(raised, raised[0].first)
    return Told(
        headline=one.headline,
        line=one.line,
        first=first,
        last=last,
        spans=(*(part for item in raised for part in item.spans()), *_captured(words.captured)),
        excerpt=shown(numbered for numbered in body if first <= numbered[0] <= last),
    )


def _plain(words: Words, body: list[Numbered]) -> Told:
    """Return what a message and a stack say, as most tools write them."""
    above, frames = _split(body)
    message = [(number, text) for number, text in words.message if text.strip()]
    told, type_ = _said(above, words.name), ""
    if not told or (message and HOLLOW.fullmatch(told[0][1])) or not _repeats(message, told):
        told, type_ = _said(message, words.name) or told, words.type
    head = _headline(told, type_) or words.type or "failed"
    spans = [bounded("message", message)] if message and not _repeats(message, above) else []
    spans += [bounded("message", above)] if above else []
    spans = spans or [Span("message", ((words.line, head),))]
    spans += [bounded("frames", frames)] if frames else []
    line = told[0][0] if told else words.line
    block = _block(told, line)
    return Told(
        headline=head,
        line=line,
        first=line,
        last=max([line, *(number for number, _ in block)]),
        spans=(*spans, *_captured(words.captured)),
        excerpt=shown(block or [(line, head)]),
    )


def _split(body: list[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """Return message and call stack; the causes of an exception that stand in its stack are part of it."""
    start = next((index for index, (_, text) in enumerate(body) if FRAME.match(text)), len(body))
    above, frames = body[:start], body[start:]
    while above and not above[-1][1].strip():
        above.pop()
    while above and not above[0][1].strip():
        above.pop(0)
    return above, [(number, text) for number, text in frames if text.strip()]


def _said(lines: Sequence[Numbered], name: str) -> list[Numbered]:
    """Return the lines from the first one that says what went wrong, not where."""
    start = 0
    while start < len(lines) and _says_where(lines[start][1], name):
        start += 1
    return list(lines[start:])


def _says_where(text: str, name: str) -> bool:
    return not text.strip() or bool(PLACE.match(text)) or bool(name and text.strip().startswith(name))


def _repeats(message: Sequence[Numbered], body: Sequence[Numbered]) -> bool:
    """Say whether the body holds what the message says, so that the message is not needed."""
    if not message:
        return True
    said, told = (" ".join(" ".join(text for _, text in part[:SHOWN]).split()) for part in (message, body))
    return said[:200] in told or message[0][1].strip()[:200] in told


def _headline(told: Sequence[Numbered], type_: str) -> str:
    """Return the failure in one line: the exception with its message."""
    texts = dedented([text.removeprefix(": ") for _, text in told[:SHOWN]])
    if not texts:
        return ""
    texts[0] = PREFIX.sub("", texts[0])
    if len(texts) > 1 and EXPECTED.match(texts[0]) and ACTUAL.match(texts[1]):
        texts[:2] = [f"{texts[0]} {texts[1].strip()}"]
    head = headline(texts)
    named = TYPE.match(type_) and type_.rpartition(".")[2] not in head.partition(":")[0]
    return headline([f"{type_}: {head}"]) if named else head


def _from_output(words: Words, plain: Told) -> Told | None:
    """Return what the output of a test says, where the report has no word of its own."""
    captured = [(number, text.rstrip()) for number, text in words.captured]
    if any(exceptions.HEADER.match(text) for _, text in captured):
        traced = _python(words, captured)
        if traced:
            return traced
    index = next((at for at, (_, text) in enumerate(captured) if TELLS.search(text)), None)
    if index is None:
        return None
    told = _said(captured[index:], words.name) or captured[index:]
    head = headline([text for _, text in told[:SHOWN]])
    block = told[:5]
    return Told(
        headline=head,
        line=told[0][0],
        first=told[0][0],
        last=block[-1][0],
        spans=(*plain.spans[:1], bounded("message", block), *_captured(words.captured)),
        excerpt=shown(block),
    )


def _block(told: Sequence[Numbered], line: int) -> list[Numbered]:
    """Return the lines to show: from the headline to the end of the message, as far as near."""
    block = [one for one in told[:SHOWN] if one[0] < line + SHOWN]
    while block and not block[-1][1].strip():
        block.pop()
    return block


def _captured(lines: Sequence[Numbered]) -> tuple[Span, ...]:
    return (bounded("captured", list(lines)),) if lines else ()


def shown(lines: Iterable[Numbered]) -> tuple[Numbered, ...]:
    """Return lines as a report shows them."""
    return tuple((number, text[:WIDTH]) for number, text in lines)
