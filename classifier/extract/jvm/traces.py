"""Understand what the Java virtual machine prints of exceptions: messages, call stacks, chains of causes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.extract.dialect import SPAN_LINES
from classifier.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.extract.dialect import Lines
    from classifier.model import Numbered, Phase, Where

LONGEST = 1_000
"""Lines of one exception with its causes that are looked at."""
LONGEST_MESSAGE = 60
"""Lines in which a message must have come to its call stack."""
JOINED = 160
FEW = 4
"""So many characters of so many lines of a message make a headline together."""

PREFIX = re.compile(r"\s*\[(?:junit|junitlauncher|testng|java|exec|scalatest)\] ?|\[(?:info|error|warn)\] ?")
"""What Ant's tasks and sbt put before each line: `    [junit] `, `[info] `."""
FRAME = re.compile(
    r"\s*at (?:\S.*\(.*\)|[\w.$/]+$)|\s*\.\.\. \d+ (?:more|trimmed|common frames)|\s*\[\.\.\.\]\s*$"
)
"""`	at demo.Shop.total(Shop.java:7)`, `        ... 23 more`, `    [...]` of JUnit's console."""
BARE_FRAME = re.compile(
    r"\s+[\w.$/@<>-]+\.[\w$<>-]+\((?:[\w$-]+\.\w+(?::\d+)?|Native Method|Unknown Source)\)$"
)
"""`       demo.ShopTest.adds(ShopTest.java:9)`: a frame as JUnit's console prints it."""
CAUSED = re.compile(r"\s*(?:Caused by|Wrapped by|Cause): ?(?P<rest>.*)$")
"""`Caused by: java.io.IOException: no`; Gradle goes on in the next line, ScalaTest says `Cause:`."""
SUPPRESSED = re.compile(r"\s+Suppressed: \S")
HEAD = re.compile(
    r"\s*(?P<type>(?:[\w$]+\.)+[A-Z][\w$]*|[A-Z][\w$]*(?:Error|Exception|Failure|Throwable))"
    r"(?:: ?(?P<message>.*))?$"
)
"""`java.lang.IllegalStateException: no settings`, `demo.Late`"""
PLACE = re.compile(r" at [\w$-]+\.\w+:\d+$| \([\w$-]+\.(?:scala|java|kt|groovy):\d+\)$")
"""`java.lang.AssertionError at ShopTest.java:9` of Gradle, `4 did not equal 5 (ShopSpec.scala:9)`"""
OPEN = re.compile(r"(?::|\b(?:Expected|Expecting|expected|Wanted|Reason):?|\(\d+ failures?\))\s*$")
"""Ends of a line that says little without the next: `Condition not satisfied:`, `box (2 failures)`"""
CARRIER = re.compile(
    r"java\.lang\.IllegalStateException: (?:Failed to load |ApplicationContext failure threshold)"
    r"|org\.springframework\.beans\.factory\.(?:BeanCreation|UnsatisfiedDependency)Exception: "
)
"""Spring's words for whatever went wrong while it set up: the last of the causes says what."""
HOOKS: tuple[tuple[str, Phase], ...] = (
    (
        r"RunBefores\.invokeMethod\(|\.invokeBefore(?:Each|All)|\.(?:setUp|before(?:Each|All|Class)?)\(",
        "setup",
    ),
    (
        r"RunAfters\.invokeMethod\(|\.invokeAfter(?:Each|All)|\.(?:tearDown|after(?:Each|All|Class)?)\(",
        "teardown",
    ),
)
"""Callers by which JUnit runs what surrounds a test, and the usual names of such methods."""


@dataclass(slots=True)
class Link:
    """One exception of a chain: its message, whose first line names it, and its call stack."""

    message: list[Numbered] = field(default_factory=list)
    frames: list[Numbered] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line that names the exception."""
        return self.message[0][0]

    @property
    def type(self) -> str:
        """The class of the exception, empty when the message names none."""
        found = HEAD.match(PLACE.sub("", self.message[0][1]))
        return found["type"] if found else ""

    @property
    def said(self) -> str:
        """What the exception says besides its class."""
        headline = self.headline
        return headline.removeprefix(self.type).removeprefix(":").strip()

    @property
    def headline(self) -> str:
        """Class and first words of the exception; the next lines too where they are few or it is open."""
        head = PLACE.sub("", self.message[0][1].strip())
        further = [text.strip() for _, text in self.message[1:] if text.strip()]
        few = len(further) < FEW and len(head) + sum(map(len, further)) <= JOINED
        if few or OPEN.search(head) or head == self.type:
            for text in further:
                if len(head) + len(text) > JOINED:
                    break
                head = f"{head} {text}"
        return " ".join(head.split()).rstrip(":")


@dataclass(frozen=True, slots=True)
class Trace:
    """An exception with its causes, from the one that was seen to the first that was thrown."""

    links: tuple[Link, ...]

    @property
    def last(self) -> int:
        """The last line that belongs to it."""
        return max(
            numbered[-1][0] for link in self.links for numbered in (link.message, link.frames) if numbered
        )

    @property
    def telling(self) -> Link:
        """The exception that says most: the one seen, unless it only carries another."""
        for index, link in enumerate(self.links[:-1]):
            if CARRIER.match(link.message[0][1].strip()):
                return next((one for one in reversed(self.links) if one.said), link)
            if link.said and not self._repeats(index):
                return link
        return self.links[-1]

    @property
    def line(self) -> int:
        """The line that says the cause: the first in which the words of the headline stand."""
        said = self.telling.said
        return next((one.line for one in self.links if said and said in one.message[0][1]), self.telling.line)

    def phase(self) -> Phase:
        """Return in which phase of a test the exception was thrown, as far as the call stack tells."""
        callers = "\n".join(text for _, text in self.links[0].frames)
        return next((phase for pattern, phase in HOOKS if re.search(pattern, callers)), "call")

    def spans(self) -> tuple[Span, ...]:
        """Return message and call stack of each exception of the chain."""
        parts: list[tuple[Where, list[Numbered]]] = []
        for link in self.links:
            parts += [("message", link.message), ("frames", link.frames)]
        return tuple(bounded(where, numbered) for where, numbered in parts if numbered)

    def _repeats(self, index: int) -> bool:
        """Say whether what an exception says is only its cause over again."""
        cause = self.links[index + 1]
        return bool(cause.type) and self.links[index].said.startswith(cause.type)


def bounded(where: Where, numbered: Sequence[Numbered]) -> Span:
    """Return the lines as a span, cut in the middle where there are more than SPAN_LINES."""
    half = SPAN_LINES // 2
    kept = numbered if len(numbered) <= SPAN_LINES else (*numbered[:half], *numbered[-half:])
    return Span(where, tuple(kept))


def bare(text: str) -> str:
    """Return a line without what Ant or sbt put before it, and without blanks at its end."""
    found = PREFIX.match(text)
    return (text[found.end() :] if found else text).rstrip()


def below(lines: Lines, first: int, limit: int = LONGEST) -> Iterator[Numbered]:
    """Yield number and bare text of the lines from `first` on, at most `limit` of them."""
    for number, text in lines.between(first, first + limit - 1):
        yield number, bare(text)


def is_frame(text: str) -> bool:
    """Say whether a bare line is one of a call stack."""
    return bool(FRAME.match(text) or BARE_FRAME.match(text))


def read(numbered: Iterable[Numbered]) -> Trace | None:
    """Return the exception at the start of these bare lines, or None when there is no text at all.

    The lines are all that may belong to it. Without a call stack the message ends at the first blank line
    that does not follow an open end.
    """
    links: list[Link] = [Link()]
    suppressed = False
    for number, text in numbered:
        caused = CAUSED.match(text)
        if caused and links[-1].message:
            suppressed = False
            links.append(Link([(number, caused["rest"])] if caused["rest"] else []))
        elif SUPPRESSED.match(text) or is_frame(text):
            suppressed = suppressed or not is_frame(text)
            links[-1].frames.append((number, text))
        elif suppressed or (links[-1].frames and links[-1].message):
            if text.strip():
                break
            continue
        elif text.strip() or links[-1].message:
            if len(links[-1].message) >= LONGEST_MESSAGE:
                break
            links[-1].message.append((number, text))
    for link in links:
        _trim(link)
    kept = tuple(link for link in links if link.message)
    return Trace(kept) if kept and links[0].message else None


def _trim(link: Link) -> None:
    """Cut off what can't belong to a message: blank lines at its end, and without a stack all after one."""
    message = link.message
    if not link.frames:
        for index in range(1, len(message)):
            blank = not message[index][1].strip()
            if blank and not OPEN.search(message[index - 1][1]) and message[index - 1][1].strip():
                del message[index:]
                break
    while message and not message[-1][1].strip():
        message.pop()
