"""Find the pytest sessions of a log: where each begins and ends, its sections, its blocks, its results."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from classifier.extract.pytest import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.extract.dialect import Lines
    from classifier.extract.pytest.forms import Verdict
    from classifier.model import Counts

Section = Literal["failed", "error"]
SECTIONS: dict[str, Section] = {"FAILURES": "failed", "ERRORS": "error"}
SUMMARIES = ("short test summary info", "rerun test summary info")
PASSING = ("PASSES", "XFAILURES", "XPASSES")
"""Sections that are made like FAILURES and tell of nothing that failed."""
QUIET = ("warnings summary", "tests coverage", "pytest-warning summary")
INNER_ROOT = re.compile(r"^rootdir: .*[\\/]pytest-of-")
"""`rootdir: /tmp/pytest-of-root/pytest-44/test_inner0`: a session that a test of a plugin started."""
NEAR = 4
"""A shell's word on how pytest died stands so many lines below the last line of pytest, or names it."""


@dataclass(frozen=True, slots=True)
class Block:
    """What the section FAILURES or ERRORS tells of one failure: the lines below its heading.

    Without a heading (`--tb=line`) the title is empty and the block is the whole section. An `instant` block
    was printed by a plugin in the middle of the progress.
    """

    section: Section
    title: str
    heading: int
    first: int
    last: int
    instant: bool = False


@dataclass(slots=True)
class Session:
    """One run of pytest; `last` is the last line known to be its own, `final` the one with the counts.

    `progress` are the files that were run, each with the letters of its results; a file comes again where
    its line was full, and is empty where none is named.
    """

    first: int
    last: int
    headed: bool = False
    sure: bool = False
    final: int | None = None
    tally: Counts = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    entries: list[Verdict] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    progress: list[tuple[str, str]] = field(default_factory=list)
    begun: tuple[int, str] | None = None
    deaths: list[int] = field(default_factory=list)
    internal: list[tuple[int, int]] = field(default_factory=list)
    bangs: list[int] = field(default_factory=list)
    coverage: list[int] = field(default_factory=list)
    nothing: bool = False


def find(lines: Lines, candidates: Iterable[int]) -> list[Session]:
    """Return the sessions of a log in their order.

    `candidates` are the ascending numbers of the lines worth a look. Of these only the sections FAILURES,
    ERRORS and the short summary are read line by line, so time is linear in candidates and sections.
    """
    reader = _Reader(lines)
    for number in candidates:
        if number > reader.done:
            reader.take(number, lines[number])
    return reader.end()


class _Reader:
    """Reads candidates one after the other; `done` is the last line that needs no second look."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.done = 0
        self.sessions: list[Session] = []
        self._open: Session | None = None
        self._quiet = False
        self._inner = False

    def take(self, number: int, text: str) -> None:
        if forms.START.search(text):
            self._begin(number, text)
        elif self._inner:
            self._inner = forms.tally(text) is None
        elif (counts := forms.tally(text)) is not None:
            self._finish(number, number, counts, nothing="no tests ran" in text or "collected" not in text)
        elif forms.RESULTS.match(text):
            self._results(number)
        elif text.startswith("="):
            self._rule(number, text)
        elif text.startswith("INTERNALERROR>"):
            self._internal(number)
        elif text.startswith("!") and forms.BANG.match(text):
            self._bang(number)
        elif forms.COVERAGE.match(text):
            self._note(number).coverage.append(number)
        elif not self._quiet:
            self._progress(number, text)

    def end(self) -> list[Session]:
        self._cut()
        return self.sessions

    def _begin(self, number: int, text: str) -> None:
        """Begin a session, or pass over one that a test of the session prints (with `-s`)."""
        self._inner = self._open is not None and (not forms.START.match(text) or _nested(self.lines, number))
        if self._inner:
            return
        self._cut()
        self._open = Session(number, number, headed=True, sure=True)

    def _cut(self) -> None:
        """Let go of a session that has no end; one of which nothing is sure was none."""
        if self._open and self._open.sure:
            self.sessions.append(self._open)
        self._open, self._quiet = None, False

    def _note(self, number: int, *, sure: bool = True) -> Session:
        """Return the session that a line belongs to, a new one where none is open."""
        if self._open is None:
            self._open = Session(number, number)
        self._open.last = number
        self._open.sure = self._open.sure or sure
        return self._open

    def _finish(self, number: int, last: int, counts: Counts, *, nothing: bool) -> None:
        session = self._note(number)
        session.final, session.tally, session.last = number, counts, last
        session.nothing = nothing and not counts
        self.done = last
        self._cut()

    def _results(self, number: int) -> None:
        texts = []
        for _, text in self.lines.between(number + 1, number + 60):
            if not text.startswith("  "):
                break
            texts.append(text)
        self._finish(number, number + len(texts), forms.results(texts), nothing=False)

    def _rule(self, number: int, text: str) -> None:
        title = forms.rule(text)
        if title in SECTIONS:
            session = self._note(number)
            self._quiet = False
            session.blocks += self._blocks(session, number, SECTIONS[title], len(text))
        elif title in SUMMARIES:
            session = self._note(number)
            self._quiet = False
            self._summary(session, number)
        elif title in PASSING:
            self._blocks(self._note(number), number, "failed", len(text))
        elif title and (title in QUIET or title.startswith("slowest ")):
            self._note(number)
            self._quiet = True

    def _blocks(self, session: Session, start: int, section: Section, width: int) -> list[Block]:
        """Return the blocks of a section, which goes on to where the next one begins."""
        heads: list[tuple[int, str]] = []
        walk = _Walk(width)
        last = start
        for number, text in self.lines.between(start + 1, len(self.lines)):
            if walk.ends(text):
                break
            last = number
            if not walk.nested and (title := forms.heading(text, width)) is not None:
                heads.append((number, title))
                walk.captured = False
        session.last = self.done = last
        heads = heads or [(start, "")]
        ends = [number - 1 for number, _ in heads[1:]] + [last]
        return [
            Block(section, title, number, number + 1, end)
            for (number, title), end in zip(heads, ends, strict=True)
        ]

    def _summary(self, session: Session, start: int) -> None:
        known = {(one.category, one.node) for one in session.entries}
        fresh: list[Verdict] = []
        last = start
        for number, text in self.lines.between(start + 1, len(self.lines)):
            if forms.tally(text) is not None or forms.rule(text) or forms.BANG.match(text):
                break
            if forms.RESULTS.match(text) or forms.START.match(text):
                break
            last = number
            one = forms.entry(number, text)
            if one:
                fresh.append(one)
            elif fresh and not forms.SKIPS.match(text):
                fresh[-1] = _longer(fresh[-1], text)
        session.entries += [one for one in fresh if not one.category or (one.category, one.node) not in known]
        session.last = self.done = last

    def _internal(self, number: int) -> None:
        last = number
        for at, text in self.lines.between(number + 1, len(self.lines)):
            if not text.startswith("INTERNALERROR>"):
                break
            last = at
        session = self._note(number)
        session.internal.append((number, last))
        session.last = self.done = last

    def _bang(self, number: int) -> None:
        """Keep why a session was stopped; pytest may say it below the counts."""
        ended = self.sessions[-1] if self.sessions else None
        if self._open:
            self._note(number).bangs.append(number)
        elif ended and ended.last >= number - 2:
            ended.bangs.append(number)
            ended.last = number
        else:
            self._note(number, sure=False).bangs.append(number)

    def _progress(self, number: int, text: str) -> None:
        one = forms.verdict(number, text)
        if one and (self._open or ".py::" in one.node):
            self._verdict(one)
            return
        if (files := forms.PROGRESS.match(text)) and (self._open or _plain(text, files.end())):
            self._note(number, sure=False).progress.append((files["path"], files["letters"]))
        elif (dots := forms.DOTS.match(text)) and "%]" in text:
            session = self._note(number, sure=False)
            path = session.progress[-1][0] if session.progress else ""
            session.progress.append((path, dots["letters"]))
        if self._open:
            self._inside(self._open, number, text)

    def _verdict(self, one: Verdict) -> None:
        session = self._note(one.line, sure=".py::" in one.node)
        session.verdicts.append(one)
        session.begun = None

    def _inside(self, session: Session, number: int, text: str) -> None:
        """Read what only means something while a session runs."""
        begun = forms.NODE.match(text)
        late = forms.LATE_VERDICT.search(text[-forms.CUT :])
        if begun:
            session.begun, session.last = (number, begun["node"]), number
        elif late and session.begun:
            self._verdict(forms.Verdict(number, late["word"], session.begun[1]))
            return
        elif text[:3] in ("___", "―――") and (title := forms.heading(text)) is not None:
            session.blocks.append(self._instant(number, title))
            return
        if _dies(session, number, text):
            session.deaths.append(number)

    def _instant(self, number: int, title: str) -> Block:
        """Return the block that pytest-sugar and pytest-instafail print as soon as a test has failed."""
        last = number
        for at, text in self.lines.between(number + 1, len(self.lines)):
            if forms.heading(text) is not None or forms.verdict(at, text) or forms.PROGRESS.match(text):
                break
            if text.startswith(("=", "!", "Results (")) or forms.DOTS.match(text):
                break
            last = at
        self.done = last
        section: Section = "error" if title.startswith("ERROR ") else "failed"
        return Block(section, title, number, number + 1, last, instant=True)


class _Walk:
    """Knows, line by line, whether a section goes on; a session printed by a test inside does not end it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.captured = False
        self.nested = False

    def ends(self, text: str) -> bool:
        if self.nested:
            self.nested = forms.tally(text) is None
            return False
        if text.startswith("-") and forms.CAPTURED.match(text):
            self.captured = True
        if forms.tally(text) is not None or text.startswith("INTERNALERROR>") or forms.RESULTS.match(text):
            return True
        if text.startswith("!") and forms.BANG.match(text) and len(text) in (self.width, self.width - 1):
            return True
        if self.captured and forms.START.search(text):
            self.nested = True
            return False
        return forms.rule(text, self.width) is not None


def _nested(lines: Lines, number: int) -> bool:
    return any(INNER_ROOT.match(text) for _, text in lines.between(number + 1, number + NEAR))


def _longer(one: Verdict, text: str) -> Verdict:
    return forms.Verdict(one.line, one.word, one.node, (*one.message, text)) if one.message else one


def _plain(text: str, end: int) -> bool:
    """Say whether nothing but the share of tests done stands behind the letters of a line."""
    rest = text[end:].strip()
    return not rest or (rest.startswith("[") and rest.endswith("%]"))


def _dies(session: Session, number: int, text: str) -> bool:
    if "Fatal Python error: " in text or "Windows fatal exception: " in text or "+++ Timeout +++" in text:
        return True
    if forms.death(text) is None:
        return False
    return number - session.last <= NEAR or "pytest" in text or "python" in text
