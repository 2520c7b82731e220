"""Read what make says: rules that are missing, makefiles that are wrong, and recipes that failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import following, preceding
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure

if TYPE_CHECKING:
    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Role

MAKE = r"(?P<make>(?:\S*[/\\])?(?:[\w.]+-)?(?:g|b|re)?make(?:\.exe)?(?:\[\d+\])?)"
# `make[1]: *** [Makefile:3: inner] Error 2`, `gmake: *** [all] Error 1`, `make: *** [Makefile:6: a] Killed`
RECIPE = re.compile(
    rf"^\s*{MAKE}: \*\*\* \[(?:(?P<file>[^\]\s]+:\d+|<builtin>): )?(?P<target>[^\]]+)\] (?P<how>\S.*)$"
)
# `make: *** No rule to make target 'x.o', needed by 'app'.  Stop.`
STOP = re.compile(rf"^\s*{MAKE}: \*\*\* (?P<text>\S.*?)(?:\.?  Stop\.)?$")
# `spaces.mk:2: *** missing separator (did you mean TAB instead of 8 spaces?).  Stop.`
MAKEFILE = re.compile(r"^\s*(?P<file>[^\s:]+):(?P<line>\d+): \*\*\* (?P<text>\S.*?)(?P<stop>\.  Stop\.)?$")
NO_RULE = re.compile(r"^No rule to make target [`'\u2018](?P<target>.+?)['\u2019](?:, needed by |$)")
# `settings.mk: No such file or directory` stands above `No rule to make target 'settings.mk'`
MISSING_INCLUDE = re.compile(r"^\s*[^\s:]+:\d+: (?P<file>\S+): No such file or directory$")
PROGRESS = re.compile(
    r"^(?:Waiting for unfinished jobs|Deleting (?:intermediate )?file |\[.*\] Deleting file )"
)
# `make: no-such-command: No such file or directory` above `Error 127`
COMMAND = re.compile(
    rf"^\s*{MAKE}: (?P<text>(?P<command>[^\s:*\[][^:]*): "
    r"(?:No such file or directory|Command not found|Permission denied))$"
)
# the shell of a recipe: `/bin/sh: 1: flex: not found`, `bash: line 1: flex: command not found`
SHELL = re.compile(
    r"^\s*(?P<text>(?:\S*/)?(?:ba|da|z|k)?sh: (?:(?:line )?\d+: )?(?P<command>\S[^:]*): "
    r"(?:(?:command )?not found|Permission denied|No such file or directory))$"
)
COMMAND_STATUS = re.compile(r"^Error 12[67]$")
# BSD: `*** [all] Error code 1`
BSD = re.compile(r"^\s*(?:bmake: )?\*\*\* (?:\[(?P<target>[^\]]+)\] )?(?P<how>Error code \d+)\b")

DIED: dict[str, Kind] = {
    "Killed": "memory",
    "Segmentation fault": "crash",
    "Aborted": "crash",
    "Bus error": "crash",
    "Illegal instruction": "crash",
    "Floating point exception": "crash",
}
"""How a recipe ends that make saw die of a signal: nothing else needs to have said why."""
LONGEST_MESSAGE = 10
"""Lines of an `$(error)` text: its `Stop.` may stand some lines below."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Find what stopped make, and the wrappers by which nested makes pass a failure upwards."""
    failures = []
    for number in sorted({*hits["stop"], *hits["command"]}):
        if lines.echoed(number):
            continue
        found = _recipe(lines, number) or _bsd(lines, number) or _stop(lines, number)
        failures += [one for one in (found or _makefile(lines, number), _command(lines, number)) if one]
    failures += _shell(lines, failures)
    unique = {failure.line: failure for failure in failures}
    owned = [(failure.first_line, failure.last_line) for failure in unique.values()]
    owned += [(number, number) for number in hits["stop"] if _is_progress(lines[number])]
    return Findings(tuple(unique.values()), owned=tuple(owned))


def _is_progress(text: str) -> bool:
    found = STOP.search(text)
    return bool(found and PROGRESS.search(found["text"]))


def _recipe(lines: Lines, number: int) -> Failure | None:
    """Read a recipe that failed; the command said why, except when make saw it die."""
    found = RECIPE.search(lines[number])
    if not found or found["how"].startswith("Deleting"):
        return None
    how = found["how"].removesuffix(" (core dumped)")
    headline = f"[{found['target']}] {found['how']}"
    if how in DIED:
        return _failure(lines, number, number, headline, found["target"], kind=DIED[how])
    return _failure(lines, number, number, headline, found["target"], kind="other", role="wrapper")


def _bsd(lines: Lines, number: int) -> Failure | None:
    found = BSD.search(lines[number])
    if not found:
        return None
    headline = f"[{found['target']}] {found['how']}" if found["target"] else found["how"]
    return _failure(lines, number, number, headline, found["target"], kind="other", role="wrapper")


def _stop(lines: Lines, number: int) -> Failure | None:
    """Read why make itself gave up: a rule, a folder, a makefile that is missing."""
    found = STOP.search(lines[number])
    if not found or found["text"].startswith("[") or PROGRESS.search(found["text"]):
        return None
    missing = NO_RULE.search(found["text"])
    subject = missing["target"] if missing else None
    first = number
    for above, text in preceding(lines, number, 1):
        include = MISSING_INCLUDE.search(text)
        first = above if include and include["file"] == subject else number
    return _failure(lines, first, number, found["text"], subject, kind=_stop_kind(found["text"]))


def _stop_kind(text: str) -> Kind:
    return "memory" if "memory exhausted" in text else "config"


def _makefile(lines: Lines, number: int) -> Failure | None:
    """Read a makefile that make rejects, or an error that the makefile itself raised."""
    found = MAKEFILE.search(lines[number])
    if not found:
        return None
    last = number if found["stop"] else _stop_below(lines, number)
    return _failure(lines, number, last, found["text"], found["file"], kind="config") if last else None


def _stop_below(lines: Lines, number: int) -> int | None:
    ends = (at for at, text in following(lines, number, LONGEST_MESSAGE) if text.endswith(".  Stop."))
    return next(ends, None)


def _command(lines: Lines, number: int) -> Failure | None:
    """Read a command that make could not start."""
    found = COMMAND.search(lines[number])
    if not found or "make" in found["command"].split("/")[-1][:5]:
        return None
    return _failure(lines, number, number, found["text"], found["command"], kind="dependency")


def _shell(lines: Lines, failures: list[Failure]) -> list[Failure]:
    """Read what the shell of a recipe said right above `Error 127`: a command that is not there."""
    out = []
    for wrapper in failures:
        how = RECIPE.search(lines[wrapper.line])
        if not how or not COMMAND_STATUS.search(how["how"]):
            continue
        above = next(preceding(lines, wrapper.line, 1), (0, ""))
        found = SHELL.search(above[1])
        if found:
            where = above[0]
            out.append(_failure(lines, where, where, found["text"], found["command"], kind="dependency"))
    return out


def _failure(
    lines: Lines,
    first: int,
    last: int,
    headline: str,
    subject: str | None,
    *,
    kind: Kind,
    role: Role = "cause",
) -> Failure:
    makefile = MAKEFILE.search(lines[first])
    return Failure(
        line=first if makefile else last,
        first_line=first,
        last_line=last,
        kind=kind,
        tool="make",
        headline=headline,
        spans=(span("message", lines, first, last),),
        role=role,
        subject=subject,
        certainty=78,
    )


DIALECT = Dialect(
    name="make",
    anchors={
        "stop": r"\*\*\* \S",
        "command": r"make(?:\.exe)?(?:\[\d+\])?: .*: (?:No such file|Command not found|Permission denied)",
    },
    read=read,
)
