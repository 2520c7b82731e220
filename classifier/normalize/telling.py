"""The part of a failure's text that tells it from others: the exception or the diagnostic, not the stack."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from classifier.normalize.table import TEXT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.model import Failure

LINE_LIMIT = 1_000
MOST_FRAMES = 100
"""Characters of a frame and frames of a stack that are looked at."""

NAMED = re.compile(r"\s*(?:[\w$]+\.)*[A-Z]\w*\s*:?")
"""An exception's type at the beginning: `cart.OutOfStock: fig`."""
STRING = re.compile(r"'[^'\n]{0,500}'|\"[^\"\n]{0,500}\"")
WORD = re.compile(r"[^\W\d]\w*")
HOLLOW = frozenset(
    (
        "assert",
        "False",
        "True",
        "None",
        "false",
        "true",
        "is",
        "not",
        "in",
        "and",
        "or",
        "nan",
        "inf",
        "b",
        "u",
    )
)
"""Words of a comparison that say nothing of what was compared: `assert False`, `False is not true`."""
COMPARED = re.compile(r"\bassert\b|[=!<>]=|\bis (?:not )?(?:true|false|None)\b")

PYTHON_HEAD = "Traceback (most recent call last):"
PYTHON_FRAME = re.compile(r'\s+File "[^"]{1,1000}", line \d+')
PYTHON_RAISED = re.compile(r"(?:[\w$]+\.)*[A-Za-z_]\w*(?::(?=\s|$)|$)")
"""`ValueError: no such cart`, `AssertionError`"""
PYTEST_MARK = re.compile(r"E  {2,}(?=\S)|E$")
"""What stands before the lines of a message in the report of pytest: `E   assert 1 == 2`."""
CAUSE = re.compile(r"\s*Caused by: ?(?=\S)")
FRAME = re.compile(
    r"\s+at \S.*|\s*\.\.\. \d+ (?:more|common frames omitted)\b.*"  # Java, JavaScript, .NET
    r"|\s+File \"[^\"]{1,1000}\", line \d+.*"  # Python
    r"|\s*#\d+:? .*"  # gdb, AddressSanitizer, Ruby
    r"|\s*--- \S.*\(\+0x.*"  # glibc's backtrace
    r"|\s+\d+: +\S.*|\s+from \S+:\d+.*"  # Rust, Ruby
    r"|(?:stack )?(?:back)?trace:?\s*",
    re.IGNORECASE,
)
GOROUTINE = re.compile(r"goroutine \d+ \[")
"""What Go prints from here on are stacks alone."""
DIAGNOSTIC = re.compile(
    r"(?:.*[\s:)\]]|)(?:fatal |internal (?:compiler )?)?error(?: ?[\[(]?[A-Z]{1,6}\d{1,5}[\])]?)?:",
    re.IGNORECASE,
)
"""`src/main.c:12:5: error: 'x' undeclared`, `error[E0308]: mismatched types`"""
QUOTED = re.compile(
    r"\s+\d* ?\||\s*(?:-->|~*\^|note:|help:|= note:)"
    r"|(?:.*: )?(?:note|remark|help): |In file included from|\s+from \S+:\d+"
)
"""What a compiler says beside a diagnostic: `12 | int main`, `note: declared here`."""

PLACE = re.compile(r"(?<![\w.+@-])(?P<file>[\w.+@-]{1,200}\.\w{1,6})[\"']?(?:, line |:|\()\d")
"""`File "/tmp/shop/cart.py", line 21, in reserve`, `test_cart.py:46: RuntimeError`"""
FOREIGN = re.compile(r"site-packages|dist-packages|[\\/]lib[\\/]python\d|<frozen|node_modules|node:internal")


def clustered_text(failure: Failure) -> str:
    """Return the text by which a failure is compared with others: its headline.

    One that says too little on its own (`AssertionError`, `assert 3 == 4`) is followed by the file and the
    line of code that it comes from, or else by the last message of the tool.
    """
    headline = failure.headline
    if not _hollow(headline):
        return headline
    frames = [text for span in failure.spans if span.where == "frames" for _, text in span.lines]
    source = [text for span in failure.spans if span.where == "source" for _, text in span.lines]
    place = _joined(_place(frames), _code(source))
    if place:
        return f"{headline} {place}"
    messages = [span.text for span in failure.spans if span.where == "message"]
    last = messages[-1][:TEXT_LIMIT] if messages else ""
    return last if last.startswith(headline) else _joined(headline, last)


def told(text: str) -> str:
    """Return the part of a text of one or more lines by which it is compared with others.

    Of a traceback it is the exception with its message, the last one of a chain; of a diagnostic with its
    notes the first line that says error; of other texts all but the frames of stacks. An exception without
    a message is followed by the file and the line of code that it comes from.
    """
    if "\n" not in text:
        return text
    lines = text[: 8 * TEXT_LIMIT].split("\n")
    marked = [PYTEST_MARK.sub("", line, count=1) for line in lines if PYTEST_MARK.match(line)]
    if marked:
        return _message(marked) or text
    if any(map(PYTHON_FRAME.match, lines)):
        return _python(lines) or text
    causes = [index for index, line in enumerate(lines) if CAUSE.match(line)]
    if causes:
        return _message([CAUSE.sub("", lines[causes[-1]]), *lines[causes[-1] + 1 :]])
    diagnostics = [line for line in lines if DIAGNOSTIC.match(line) and not QUOTED.match(line)]
    if diagnostics and any(map(QUOTED.match, lines)):
        return diagnostics[0].strip()
    return _message(lines) or text


def _python(lines: Sequence[str]) -> str:
    """Return the last exception of a traceback, with its place where it says too little."""
    frames = [index for index, line in enumerate(lines) if PYTHON_FRAME.match(line)]
    start = frames[-1] + 1
    while start < len(lines) and not PYTHON_RAISED.match(lines[start]):
        start += 1
    end = next((i for i in range(start, len(lines)) if lines[i].startswith(PYTHON_HEAD)), len(lines))
    message = _message(lines[start:end])
    if message and not _hollow(message):
        return message
    return _joined(message, _place([lines[index] for index in frames]), _code(lines[frames[-1] + 1 : start]))


def _message(lines: Iterable[str]) -> str:
    """Return the lines without the frames of stacks."""
    told = takewhile(lambda line: not GOROUTINE.match(line), lines)
    return "\n".join(line.strip() for line in told if line.strip() and not FRAME.fullmatch(line))


def _hollow(headline: str) -> bool:
    """Say whether a headline is only a type, or a comparison of values."""
    named = NAMED.match(headline)
    rest = headline[named.end() :] if named else headline
    compares = COMPARED.search(rest)
    if STRING.search(rest) and not compares:
        return False
    return all(word in HOLLOW for word in WORD.findall(STRING.sub("", rest)))


def _place(frames: Sequence[str]) -> str:
    """Return the file of the last frame in code of the user's own."""
    last = [line[:LINE_LIMIT] for line in frames[-MOST_FRAMES:]]
    known = [(found["file"], bool(FOREIGN.search(line))) for line in last if (found := PLACE.search(line))]
    own = [file for file, foreign in known if not foreign] or [file for file, _ in known]
    return f"{own[-1]}:" if own else ""


def _code(source: Sequence[str]) -> str:
    """Return the line of code that failed: the one that is marked, else the last one."""
    lines = [line for line in source if line.strip(" ^~")]
    marked = [line[1:] for line in lines if line.startswith(">")]
    return (marked or lines or [""])[-1].strip()


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
