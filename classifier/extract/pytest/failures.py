"""Turn the blocks and the short summary of a session into failures, each of them once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.pytest import blocks, forms, naming
from classifier.extract.pytest.headline import headline
from classifier.model import Failure, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.extract.dialect import Lines
    from classifier.extract.pytest.forms import Verdict
    from classifier.extract.pytest.sessions import Block, Section, Session
    from classifier.model import Kind, Numbered, Phase, Role

TIMEOUT = re.compile(r"^(?:Failed: )?Timeout (?:\(?>)\d")
"""`Failed: Timeout (>1.0s) from pytest-timeout.`, of older versions `Failed: Timeout >1.0s`"""
SUBTESTS = re.compile(r"^(?:Failed: )?contains \d+ failed subtests?$")
"""The test around subtests fails because they did."""
LETTERS: dict[Section, str] = {"failed": "Fu", "error": "E"}
"""The letters of the progress that mean a block in each section."""
AHEAD = 50
"""A line of `--tb=line` is looked for among so many: the order is the same, but not every test prints one."""
DOCTEST_STARTS = {"DocTestFailure": ("Expected", "Differences ("), "UnexpectedException": ("Traceback (",)}
"""How the lines begin that say what is wrong with a doctest."""
TYPED = re.compile(r"(?P<type>[A-Za-z_][\w.]*): (?P<rest>.*)$")


def read(lines: Lines, session: Session) -> list[Failure]:
    """Return what the sections FAILURES and ERRORS and the short summary of a session tell."""
    return [*_of_section(lines, session, "failed"), *_of_section(lines, session, "error")]


def _of_section(lines: Lines, session: Session, section: Section) -> Iterator[Failure]:
    listed = [one for one in session.entries if one.category == section]
    results = listed or [one for one in session.verdicts if one.category == section]
    told = list(_told(lines, session, section))
    owners = naming.assign([naming.titled(block.title)[0] for block, _ in told], results) if told else []
    subjects = _subjects(session, section, told, owners)
    for (block, one), owner, subject in zip(told, owners, subjects, strict=True):
        yield _from_block(block, one, subject, owner.message if owner else ())
    used = {owner.line for owner in owners if owner}
    left = [one for one in results if one.line not in used]
    for block in session.blocks:
        if block.section == section and not block.title:
            found = list(_from_lines(lines, block, left))
            yield from found
            known = {failure.subject for failure in found}
            left = [one for one in left if one.node not in known]
    if listed or not told:
        yield from (_from_result(one) for one in left)


def _subjects(
    session: Session,
    section: Section,
    told: list[tuple[Block, blocks.Told]],
    owners: list[Verdict | None],
) -> list[str]:
    """Return the test id of each block: from its result, the message, the progress or the call stack."""
    titles = [naming.titled(block.title) for block, _ in told]
    tests = sum(phase != "collect" for _, phase in titles)
    files = iter(naming.run_files(session.progress, LETTERS[section], tests))
    out = []
    for (name, phase), (_, one), owner in zip(titles, told, owners, strict=True):
        file = "" if phase == "collect" else next(files, "")
        crashed = naming.WHILE.match(one.headline)
        if owner or crashed:
            out.append(owner.node if owner else crashed["node"] if crashed else name)
        else:
            out.append(
                naming.joined(file, name) if file else naming.guessed(name, one.paths, session.progress)
            )
    return out


def _told(lines: Lines, session: Session, section: Section) -> Iterator[tuple[Block, blocks.Told]]:
    """Yield the blocks of a section with what they tell; what was shown at once is not told again."""
    final = {block.title for block in session.blocks if block.section == section and not block.instant}
    for block in session.blocks:
        if block.section != section or not block.title or (block.instant and block.title in final):
            continue
        one = blocks.read(lines.between(block.first, block.last))
        if one and not (block.instant and one.form == "plain"):
            yield block, one


def _from_block(block: Block, told: blocks.Told, subject: str, summary: tuple[str, ...]) -> Failure:
    phase = naming.titled(block.title)[1]
    head = told.headline
    if told.form == "plain" and summary:
        head = _typed(head, summary[0])
    first, last = told.shown
    return Failure(
        line=told.main.line,
        first_line=first,
        last_line=last,
        kind=kind_of(head),
        tool="pytest",
        headline=head,
        spans=told.spans(),
        role=_role(head),
        phase=phase,
        subject=subject,
        certainty=90,
    )


def _typed(head: str, message: str) -> str:
    """Return a headline with the exception's name, which only the summary's (perhaps cut) message tells."""
    found = TYPED.match(message)
    if found and head.startswith(found["rest"].removesuffix("...")):
        return f"{found['type']}: {head}"
    return head


def kind_of(head: str) -> Kind:
    """Return the kind of a failure; a module that can't be collected is a test that failed."""
    if naming.WHILE.match(head):
        return "crash"
    if TIMEOUT.match(head):
        return "timeout"
    return "test"


def _role(head: str) -> Role:
    return "wrapper" if SUBTESTS.match(head) else "cause"


def _from_result(one: Verdict) -> Failure:
    """Return the failure of which there is nothing but a line of the summary or of the progress."""
    phase: Phase | None = "call" if one.category == "failed" else None if "::" in one.node else "collect"
    head = (
        headline(one.message) if one.message else f"{one.word} collecting" if phase == "collect" else one.word
    )
    return _failure(
        one.line, one.node, head, phase, [(one.line + at, text) for at, text in enumerate(one.message)]
    )


def _failure(
    line: int, subject: str | None, head: str, phase: Phase | None, message: list[Numbered]
) -> Failure:
    return Failure(
        line=line,
        first_line=line,
        last_line=line,
        kind=kind_of(head),
        tool="pytest",
        headline=head,
        spans=(Span("message", tuple(message or [(line, head)])),),
        role=_role(head),
        phase=phase,
        subject=subject,
        certainty=85 if message else 60,
    )


def _from_lines(lines: Lines, block: Block, results: list[Verdict]) -> Iterator[Failure]:
    """Read a section of `--tb=line`: no headings, each failure ends with a line of path, number and message.

    Each result of the summary, in order, takes the next such line that says the same.
    """
    told = list(_units(lines.between(block.first, block.last)))
    start = 0
    for one in results:
        near = range(start, min(start + AHEAD, len(told)))
        at = next((index for index in near if _agree(one, told[index][0])), None)
        if at is not None:
            start = at + 1
            yield _from_unit(one.node, *told[at])
    if not results:
        for spot, unit in told:
            found = blocks.LOCATION.match(spot[1])
            yield _from_unit(found["path"] if found else None, spot, unit)


def _units(body: Iterable[Numbered]) -> Iterator[tuple[Numbered, list[Numbered]]]:
    """Yield the lines that end a failure, each with what stands before it, output captured left out."""
    unit: list[Numbered] = []
    captured = False
    for number, text in body:
        found = blocks.LOCATION.match(text)
        if found and found["what"] and not found["what"].startswith("in "):
            yield (number, text), unit
            unit, captured = [], False
        elif text.startswith("---") and forms.CAPTURED.match(text):
            captured = True
        elif not captured:
            unit.append((number, text))


def _agree(one: Verdict, spot: Numbered) -> bool:
    found = blocks.LOCATION.match(spot[1])
    if not found:
        return False
    if not one.message:
        return found["path"].endswith(one.node.partition("::")[0])
    said = one.message[0]
    return (
        found["what"].startswith(said.removesuffix("...")) if said.endswith("...") else found["what"] == said
    )


def _from_unit(subject: str | None, spot: Numbered, unit: list[Numbered]) -> Failure:
    found = blocks.LOCATION.match(spot[1])
    what = found["what"] if found else spot[1]
    message, head = _message(what, unit)
    message = message or [(spot[0], what)]
    return _failure(spot[0], subject, head or headline([text for _, text in message]), "call", message)


def _message(what: str, unit: list[Numbered]) -> tuple[list[Numbered], str]:
    """Return the message that ends before the line which tells `what`, and its headline where it has another.

    Only the first line of a message has the gutter here; a doctest begins with what it expected or raised.
    """
    if what in DOCTEST_STARTS:
        start = _last(unit, DOCTEST_STARTS[what])
        told = blocks.read(unit[start:]) if start is not None else None
        return (told.main.message, told.headline) if told else ([], "")
    start = _last(unit, "E  ")
    return [(number, text[4:]) for number, text in unit[start:]] if start is not None else [], ""


def _last(unit: list[Numbered], beginning: str | tuple[str, ...]) -> int | None:
    return next((at for at in range(len(unit) - 1, -1, -1) if unit[at][1].startswith(beginning)), None)
