"""Read the errors of cmake: at a place of a CMakeLists.txt, of the whole project, of cpack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import last_while, picked, without_blanks
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure

if TYPE_CHECKING:
    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Range, Role

# `CMake Error at CMakeLists.txt:4 (add_library):`, `CMake Error in CMakeLists.txt:`, `CMake Error: Could not`
ERROR = re.compile(
    r"^(?P<indent>\s*)(?:CMake|CPack) Error(?: \(dev\))?"
    r"(?: (?:at|in) (?P<file>.+?)(?::(?P<line>\d+))?(?: \((?P<command>[\w:]+)\))?:|:) ?(?P<text>.*)$"
)
CALL_STACK = re.compile(r"^\s*Call Stack \(most recent call first\):$")
# below `-- Configuring incomplete, errors occurred!` cmake names the logs of its probes
WRAPPER = re.compile(
    r"^\s*(?P<text>-- Configuring incomplete, errors occurred!|CMake Generate step failed\..*)$"
)
SEE_ALSO = re.compile(r'^\s*See also "')
# an external project: `  Command failed: 2`, its own log told why; a script: `tests failed with error: 1`
SUBCOMMAND = re.compile(r"^Command failed: |^Build step for \S+ failed|\bfailed with [a-z ]+:? ?-?\d+\.?$")
CONSEQUENCE = re.compile(r"^CMAKE_\w+_COMPILER not set, after EnableLanguage|Problem configuring file$")
# `--   Package 'libgone', required by 'virtual:world', not found` stands above an error that names none
MISSING = re.compile(r"^--   (?P<text>(?:No package|Package) '.+)$")
UNNAMED = re.compile(r"^A required package was not found$|^The following required packages were not found:$")
SENTENCE_END = re.compile(r"[.;!?]$")
GENERATORS = re.compile(r"^(?:Generators|[* ] .* = .*|\s{20,}.*|\s*)$")
# lines that go on with a message that has no place: a list of variables, of a cycle, of generators
LISTED = re.compile(
    r"are set to NOTFOUND\.|\(cycle\):|following (?:variables|targets|files)|Does not match"
    r"|Could not create named|^generator : "
)
LONGEST_LIST = 40


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every error of a configuration; warnings are none."""
    failures: list[Failure] = []
    owned: list[Range] = []
    for number in sorted({*hits["error"], *hits["wrapper"]}):
        text = lines[number]
        if (owned and number <= owned[-1][1]) or lines.echoed(number):
            continue
        if found := ERROR.search(text):
            failure, end = _error(lines, number, found)
            failures.append(failure)
            owned.append((failure.first_line, end))
        elif WRAPPER.search(text):
            failures.append(_wrapper(lines, number))
            owned.append((number, last_while(lines, number, lambda one: bool(SEE_ALSO.search(one)), 4)))
    return Findings(tuple(failures), owned=tuple(owned))


def _error(lines: Lines, number: int, found: re.Match[str]) -> tuple[Failure, int]:
    """Return the failure and the last line that belongs to it."""
    indent = len(found["indent"])
    end = (
        _indented_end(lines, number, indent)
        if not found["text"]
        else _listed_end(lines, number, found["text"])
    )
    calls = [at for at in range(number + 1, end + 1) if CALL_STACK.search(lines[at])]
    stack = [*range(calls[-1], end + 1)] if calls else []
    body = [at for at in range(number + 1, end + 1) if at not in stack]
    while body and not lines[body[-1]].strip():
        body.pop()
    paragraphs = _paragraphs([found["text"], *(lines[at] for at in body)])
    headline = _sentence(paragraphs)
    missing = _missing(lines, number) if UNNAMED.search(paragraphs[0]) else None
    top, headline = (number - 1, missing) if missing else (number, headline)
    shown = body if not found["text"].startswith("Could not create named generator") else []
    failure = Failure(
        line=top,
        first_line=top,
        last_line=shown[-1] if shown else number,
        kind="config",
        certainty=78,  # scripts of others are tried out in jobs that go well
        tool="cmake",
        headline=f"CMake Error: {headline}",
        spans=(
            *picked("message", lines, [*range(top, number), number, *body], indent),
            *picked("frames", lines, stack, indent),
        ),
        role=_role(headline),
        subject=found["file"],
    )
    return failure, end


def _missing(lines: Lines, number: int) -> str | None:
    """Return what pkg-config said right above an error."""
    found = MISSING.search(lines[number - 1]) if number > 1 else None
    return found["text"] if found else None


def _role(headline: str) -> Role:
    if SUBCOMMAND.search(headline):
        return "wrapper"
    return "symptom" if CONSEQUENCE.search(headline) else "cause"


def _indented_end(lines: Lines, number: int, indent: int) -> int:
    """Return the last line of a message that is set two columns in, its call stack included."""
    margin = " " * (indent + 2)

    def belongs(text: str) -> bool:
        return not text.strip() or text.startswith(margin) or bool(CALL_STACK.search(text))

    return without_blanks(lines, number, last_while(lines, number, belongs))


def _listed_end(lines: Lines, number: int, text: str) -> int:
    """Return the last line of a message without a margin: few kinds have more than one line."""
    if not LISTED.search(text):
        return number
    if "Could not create named" in text:
        last = last_while(lines, number, lambda one: bool(GENERATORS.search(one)))
        return without_blanks(lines, number, last)
    return last_while(lines, number, _is_listed, LONGEST_LIST)


def _is_listed(text: str) -> bool:
    return bool(text.strip()) and not (text.startswith("-- ") or WRAPPER.search(text) or ERROR.search(text))


def _paragraphs(texts: list[str]) -> list[str]:
    """Join the lines that cmake wrapped; empty lines part paragraphs."""
    joined = "\n".join(text.strip() for text in texts).strip()
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", joined)]


def _sentence(paragraphs: list[str]) -> str:
    """Return the first paragraph with those that go on with its sentence: `The C compiler` `"cc"`."""
    text = paragraphs[0]
    for part in paragraphs[1:]:
        goes_on = not SENTENCE_END.search(text) and not part[:1].isupper()
        if not text.endswith(":") and not goes_on:
            break
        text = f"{text} {part}"
    return text


def _wrapper(lines: Lines, number: int) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="config",
        tool="cmake",
        headline=lines[number].strip().removeprefix("-- "),
        spans=(span("message", lines, number, number),),
        role="wrapper",
    )


DIALECT = Dialect(
    name="cmake",
    anchors={
        "error": r"CMake Error|CPack Error",
        "wrapper": r"Configuring incomplete, errors occurred|CMake Generate step failed",
    },
    read=read,
)
