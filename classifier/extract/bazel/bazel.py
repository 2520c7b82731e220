"""Read what Bazel says of actions, packages and tests that failed, down to what the program printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import confirmed, following, picked, without_blanks
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.telling import telling
from classifier.model import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Outcome, Role

ANCHORS = {
    # ERROR: /demo/shop/BUILD:14:10: Compiling shop/app.cc failed: (Exit 1): gcc failed: error executing
    # ERROR: /demo/shop/BUILD:3:11: no such package 'gone': BUILD file not found in any of the following
    "placed": r"^ERROR: \S+[/\\](?:BUILD|WORKSPACE|MODULE|\S+\.bzl)\S*:\d+",
    # ERROR: no such target '//shop:gone': target 'gone' not declared in package 'shop'
    "plain": r"^ERROR: (?:no such (?:package|target) |Skipping '|error loading package |Unrecognized option: "
    r"|Error computing the main |Unable to find package for |file '|name '|While resolving toolchains "
    r"|Error evaluating |The project you're trying to build requires )",
    # FAIL: //shop:cart_test (see /tmp/testlogs/shop/cart_test/test.log), TIMEOUT: //shop:slow_test (Summary)
    "verdict": r"^(?:FAIL|TIMEOUT): (?:@\S*)?//\S+ \(",
    # ==================== Test output for //shop:cart_test:
    "output": r"^=+ Test output for (?:@\S*)?//.*:$",
    # //shop:cart_test                      FAILED in 0.3s, //shop:app_test     FAILED TO BUILD
    "result": r"^(?:@\S*)?//\S+ .*(?:PASSED|FAILED|TIMEOUT|NO STATUS|FLAKY|SKIPPED)",
    # ERROR: Analysis of target '//shop:cart_test' failed; build aborted, Target //shop:app failed to build
    "wrapper": r"^(?:ERROR: (?:Analysis of target '|Build did NOT complete|Build failed\. Not running tests"
    r"|Couldn't start the build|command succeeded, but )|FAILED: Build did NOT complete"
    r"|Target \S+ failed to build$)",
}
FETCHES = {
    # ERROR: An error occurred during the fetch of repository 'tea':
    "fetch": r"^ERROR: (?:An error occurred during the fetch of repository|Error fetching repository:)",
}
PLACED = re.compile(r"ERROR: (?P<file>\S+?):(?P<line>\d+)(?::\d+)?: (?P<said>.+)")
ACTION = re.compile(
    r"(?P<action>.+?) failed: (?:\((?P<how>[^)]*)\): ?)?"
    r"|(?:C\+\+|Java|Rust) \w+ of rule '(?P<target>.+?)' failed"
)
"""`Compiling app.cc failed: (Exit 1): gcc failed`, `C++ compilation of rule '//:app' failed (Exit 1)`."""
TARGET = re.compile(r"(?:@\S*)?//[^\s'\"):]*(?::[^\s'\"):]+)?")
VERDICT = re.compile(r"(?P<word>FAIL|TIMEOUT): (?P<test>\S+) \(")
OUTPUT = re.compile(r"=+ Test output for (?P<test>\S+?)(?: \(.*\))?:$")
RESULT = re.compile(
    r"(?P<test>\S+) +(?:\(cached\) )?(?P<word>PASSED|FAILED TO BUILD|FAILED|TIMEOUT|NO STATUS|FLAKY|SKIPPED)"
    r"(?P<how>.*)"
)
OUTCOMES: Mapping[str, Outcome] = {
    "PASSED": "passed", "FLAKY": "passed", "FAILED": "failed", "TIMEOUT": "failed",
    "FAILED TO BUILD": "error", "NO STATUS": "not_run", "SKIPPED": "skipped",
}  # fmt: skip
RULE = re.compile(r"={40,}$")
SETUP = re.compile(r"exec \$\{PAGER|Executing tests from |-{20,}$|Use --|$")
"""What the runner of tests puts above the output, and Bazel below that of an action."""
ENDS = re.compile(
    r"(?:ERROR|INFO|WARNING|DEBUG|FAILED|FAIL|TIMEOUT|PASSED|Loading|Analyzing|Target|Elapsed time)\b:? ?"
    r"|\[\d[\d,]* / \d|(?:@\S*)?//\S+ +\S"
)
LAST_ERROR = re.compile(r"(?:Error in \w+: |Error: |\w[\w.]*Exception: )(?P<said>.+)")
CONSEQUENCE = re.compile(
    r"failed to fetch|RepositoryFetchException|IOException: Error downloading|contains errors$"
)
"""What follows from a repository that could not be fetched or a package that is wrong, told above."""
SKIPPED = re.compile(r"(?:ERROR: )?(?:Skipping '[^']+': )?")
"""Bazel tells why it skips a target again where it gives up."""
LONGEST = 1_000
SHOWN = 12


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the failures of actions, packages and tests; what compilers print is left to their readers.

    Bazel repeats what programs print: where another reader owns the line that says why, it stays with it.
    """
    hits = confirmed(lines, ANCHORS, hits)
    failures = [
        *(one for number in hits["placed"] for one in _placed(lines, number)),
        *(_failure(lines, number, "config") for number in hits["plain"]),
        *_tests(lines, hits),
        *(
            _wrapper(lines, number)
            for number in hits["wrapper"]
            if re.match("ERROR|FAILED|Target", lines[number])
        ),
    ]
    distinct = {(one.subject, one.headline, one.role): one for one in reversed(failures)}
    return Findings(failures=tuple(reversed(distinct.values())), cases=tuple(_cases(lines, hits["result"])))


def read_fetches(lines: Lines, hits: Hits) -> Findings:
    """Return the failures of repositories that could not be fetched, each once; Bazel tells each twice."""
    fetched = [(number, _fetched(lines, number)) for number in confirmed(lines, FETCHES, hits)["fetch"]]
    distinct = {one.headline: one for _, one in reversed(fetched)}
    return Findings(
        failures=tuple(reversed(distinct.values())),
        owned=tuple((number, one.last_line) for number, one in fetched),
    )


def _placed(lines: Lines, number: int) -> Iterator[Failure]:
    """Yield the failure of a line with a place: of a package, or of an action with what it printed."""
    found = PLACED.match(lines[number].rstrip())
    if not found:
        return
    action = ACTION.match(found["said"])
    if not action:
        yield _failure(lines, number, "config", found["said"], found["file"])
        return
    output = _printed(lines, number)
    target = TARGET.search(found["said"])
    subject = target[0] if target else action["target"] or found["file"]
    if output:
        yield _wrapper(lines, number)
    line = telling(lines, output) or number
    kind: Kind = (
        "compile" if re.match(r"Compiling|C\+\+|Building|Java|Rust|Linking", found["said"]) else "other"
    )
    yield _failure(lines, line, kind, "" if line != number else found["said"], subject, output)


def _printed(lines: Lines, number: int) -> list[int]:
    """Return the lines that the program of an action printed, below the line that says that it failed."""
    output: list[int] = []
    command = lines[number].endswith("error executing command ")
    for other, text in following(lines, number, LONGEST):
        command = command and text.startswith("  ")
        if ENDS.match(text):
            break
        if not command and not SETUP.match(text.rstrip()):
            output.append(other)
    return output


def _fetched(lines: Lines, number: int) -> Failure:
    """Return the failure of a repository that could not be fetched: what its Starlark traceback ends with."""
    for other, text in following(lines, number, 40):
        said = LAST_ERROR.match(text)
        if said:
            return _failure(lines, other, "dependency", text.strip())
        if ENDS.match(text):
            break
    return _failure(lines, number, "dependency")


def _tests(lines: Lines, hits: Hits) -> Iterator[Failure]:
    """Yield a failure for each test that failed: what its output says, or else that it failed."""
    shown = {match["test"]: at for at in hits["output"] if (match := OUTPUT.match(lines[at].rstrip()))}
    words = {match["test"]: match["word"] for at in hits["verdict"] if (match := VERDICT.match(lines[at]))}
    results = [(at, match) for at in hits["result"] if (match := RESULT.match(lines[at].rstrip()))]
    told = {match["test"]: at for at, match in results if OUTCOMES[match["word"]] == "failed"}
    places = {match["test"]: at for at in hits["verdict"] if (match := VERDICT.match(lines[at]))}
    for test in dict.fromkeys([*places, *told]):
        number = places.get(test) or told[test]
        late = "TIMEOUT" in (words.get(test), *(m["word"] for _, m in results if m["test"] == test))
        output = _output(lines, shown[test]) if test in shown else []
        line = telling(lines, output)
        said = lines[line].strip() if line else f"{test} {'timed out' if late else 'failed'}"
        yield _failure(lines, line or number, "timeout" if late else "test", said, test, output)


def _output(lines: Lines, number: int) -> list[int]:
    """Return the lines of a test's output between the rules."""
    output: list[int] = []
    for other, text in following(lines, number, LONGEST):
        if RULE.match(text.rstrip()):
            break
        if not SETUP.match(text.rstrip()):
            output.append(other)
    return output


def _cases(lines: Lines, numbers: Sequence[int]) -> Iterator[Case]:
    for number in numbers:
        found = RESULT.match(lines[number].rstrip())
        if found:
            yield Case(line=number, subject=found["test"], outcome=OUTCOMES[found["word"]])


def _failure(
    lines: Lines,
    line: int,
    kind: Kind,
    said: str = "",
    subject: str | None = None,
    output: Sequence[int] = (),
) -> Failure:
    """Return a failure that is told at `line`, with the output that it is part of."""
    near = [at for at in output if line <= at <= line + SHOWN] or [line]
    headline = said or SKIPPED.sub("", lines[line].strip(), count=1)
    role: Role = "symptom" if kind == "config" and CONSEQUENCE.search(headline) else "cause"
    return Failure(
        line=line,
        first_line=line,
        last_line=without_blanks(lines, line, near[-1]) if near[-1] - line <= SHOWN else line,
        kind=kind,
        tool="bazel",
        headline=headline,
        spans=(span("message", lines, line, line), *picked("captured", lines, output)),
        role=role,
        subject=subject,
    )


def _wrapper(lines: Lines, number: int) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="other",
        tool="bazel",
        headline=lines[number].removeprefix("ERROR: ").strip(),
        spans=(span("message", lines, number, number),),
        role="wrapper",
    )


DIALECT = Dialect(name="bazel", anchors=ANCHORS, read=read)
REPOSITORIES = Dialect(name="bazel-repositories", anchors=FETCHES, read=read_fetches)
"""Comes before the readers of others' tracebacks."""
