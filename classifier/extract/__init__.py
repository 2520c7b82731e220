"""Clean lines to failures and cases: every dialect reads the log, the first to understand a line owns it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from classifier.extract import crash, golang, javascript, jvm, pytest, reports, rust
from classifier.extract.bazel import bazel
from classifier.extract.belief import LINE
from classifier.extract.build import cmake, ctest, gcc, linker, make, ninja, suites
from classifier.extract.ci import jobs, steps, teamcity
from classifier.extract.collected import Collected
from classifier.extract.containers import buildkit
from classifier.extract.deploy import ansible, terraform
from classifier.extract.dialect import span
from classifier.extract.dotnet import tests as dotnet
from classifier.extract.forms import listings, reader
from classifier.extract.general import proposal
from classifier.extract.native import catch2, checks, gtest, lit
from classifier.extract.python import interpreter, stestr, trial, unittest
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.extract.dialect import Dialect, Findings, Hits, Lines
    from classifier.model import Form, Range, Reading, Role

DIALECTS: tuple[Dialect, ...] = (
    reports.DIALECT,
    buildkit.COPIES,
    pytest.DIALECT,
    teamcity.DIALECT,
    unittest.DIALECT,
    trial.DIALECT,
    stestr.DIALECT,
    ctest.DIALECT,
    suites.DIALECT,
    lit.DIALECT,
    gtest.DIALECT,
    catch2.DIALECT,
    checks.DIALECT,
    dotnet.DIALECT,
    cmake.DIALECT,
    gcc.DIALECT,
    linker.DIALECT,
    jvm.DIALECT,
    *javascript.DIALECTS,
    *golang.DIALECTS,
    *rust.DIALECTS,
    crash.DIALECT,
    listings.DIALECT,
    ansible.DIALECT,
    terraform.DIALECT,
    bazel.REPOSITORIES,
    reader.DIALECT,
    interpreter.DIALECT,
    bazel.DIALECT,
    buildkit.DIALECT,
    ninja.DIALECT,
    make.DIALECT,
    jobs.DIALECT,
)
"""In order of precedence: what an earlier one owns, a later one does not see."""

OPENED_TOOL = LINE
"""The tool of a failure that a rule of scope line opened."""


def dialects(forms: Sequence[Form] = ()) -> tuple[Dialect, ...]:
    """Return the dialects; the forms of rules packs come before those of compilers and other tools."""
    if not forms:
        return DIALECTS
    place = DIALECTS.index(cmake.DIALECT)
    return (*DIALECTS[:place], reader.dialect("forms", forms), *DIALECTS[place:])


def anchors(forms: Sequence[Form] = ()) -> dict[str, str]:
    """Return the patterns of all dialects, of steps and of the general reader, named `dialect.anchor`."""
    patterns = {one.name: one.anchors for one in dialects(forms)}
    patterns |= {"steps": steps.ANCHORS, "general": proposal.ANCHORS}
    return {f"{owner}.{name}": pattern for owner, own in patterns.items() for name, pattern in own.items()}


def read(
    lines: Lines,
    hits: Mapping[str, Sequence[int]],
    opened: Mapping[int, Role] | None = None,
    forms: Sequence[Form] = (),
) -> Reading:
    """Read one log.

    `hits` are those of `anchors(forms)`; `forms` are those of rules packs. `opened` are the lines that rules
    of scope line match, with the role of the rule: outside of what a dialect owns or found, each opens a
    failure of one line, unless it is a command echo or the log passed without any failure (retries succeed,
    health checks complain). When a log that failed has given no cause by then, the general reader proposes
    the most likely one. A dialect that raises is left out and named in the log's problems.
    """
    collected = Collected(lines)
    looked_at = {name.partition(".")[0] for name, numbers in hits.items() if numbers}
    for dialect in dialects(forms):
        if dialect.name in looked_at:
            own = _own(dialect.name, dialect.anchors, hits)
            collected.add(dialect.name, partial(dialect.read, lines, own))
    collected.weigh(_own("steps", steps.ANCHORS, hits))
    if opened and collected.outcome() != "passed":
        collected.open(
            _opened(lines, number, role)
            for number, role in sorted(opened.items())
            if not collected.covers(number) and not lines.echoed(number)
        )
    if collected.exit_code != 0:
        for step in collected.unexplained_steps():
            collected.add("general", partial(_propose, lines, hits, collected, step))
    return collected.reading()


def _own(owner: str, names: Iterable[str], hits: Mapping[str, Sequence[int]]) -> Hits:
    return {name: hits.get(f"{owner}.{name}", ()) for name in names}


def _propose(lines: Lines, hits: Mapping[str, Sequence[int]], collected: Collected, step: Range) -> Findings:
    own = _own("general", proposal.ANCHORS, hits)
    return proposal.propose(lines, own, collected.outcome(), collected.failures, step)


def _opened(lines: Lines, number: int, role: Role) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="other",
        tool=LINE,
        headline=lines[number].strip(),
        spans=(span("message", lines, number, number),),
        role=role,
        certainty=60,
    )
