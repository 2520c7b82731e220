"""Read what gcc, clang and their kin report: errors of sources and of the driver, and their own crashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import following, last_while, picked
from classifier.extract.build.diagnostic import OLD_NOTE, PROBE, Block, block
from classifier.extract.dialect import Dialect, Findings
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Range, Role, Span

# `parse.c:2:10: fatal error: yaml.h: No such file or directory`, `start.s:3: Error: no such instruction`,
# `  cargo:warning=src/x.c:1:10: error: ...` (build scripts indent and prefix what their compiler printed)
PLACED = re.compile(
    r"^\s*(?:cargo:warning=|\[exec\]\s+)?"
    r"(?P<file>(?:[A-Za-z]:)?(?:[/.][^:]*|<[\w-]+>|\{standard input\}|[^\s:(]+))"
    r":\d+(?::\d+)?(?::\{[\d:{}-]+\})?: (?P<head>(?:fatal |internal compiler )?[Ee]rror: (?P<text>.*))$"
)
# `x86_64-linux-gnu-gcc-12: error: unrecognized command-line option`, `cc1plus: fatal error: ...`
DRIVER = re.compile(
    r"^\s*(?:[\w.+/\\:-]*[/\\])?(?P<name>(?:[\w.]+-)*"
    r"(?:gcc|g\+\+|cc|c\+\+|cpp|gfortran|clang(?:\+\+|-cl)?|flang|emcc|em\+\+|cc1\w*|f951|lto1|lto-wrapper)"
    r"(?:-\w[\w.]*)?(?:\.exe|\.real)?): (?P<head>(?:fatal |internal compiler )?error: (?P<text>.*))$"
)
# what clang's front end says without naming itself: `error: unknown target CPU 'pentium99'`
UNNAMED = re.compile(
    r"^(?P<head>(?:fatal )?error: (?P<text>error in backend: .*|unknown target (?:triple|CPU) '.*"
    r"|unable to (?:open output file|rename temporary|make temporary file|create target: ).*"
    r"|invalid value '.*' in '-.*|.*\[-Werror,-W[\w+#-]+\]))$"
)
# gfortran: `Error: Symbol 'm' at (1) has no IMPLICIT type`, its place above the source it quotes;
# the assembler: `Fatal error: can't create no/such/dir/ok.o: No such file or directory`
HEADED = re.compile(r"^(?P<head>(?:Fatal )?[Ee]rror: (?P<text>.*))$")
# `solver.f90:5:3:`, before version 4.9 `solver.f90:5.3:`, `solver.f90:5.3-9:` or `solver.f90:5:`
FORTRAN_PLACE = re.compile(r"^\s*(?P<file>\S+\.\w+):\d+(?:[.:]\d+(?:-\d+)?)?:$")
FORTRAN_QUOTES = 5
"""So many lines stand between the place and the message at most."""
FORTRAN_HEAD = re.compile(FORTRAN_PLACE.pattern + r"|^(?:Warning|(?:Fatal )?Error|Note): ")
ASSEMBLER = re.compile(r"Assembler messages:$")
# `cc1plus: out of memory allocating 524168 bytes after a total of 2826240 bytes`
MEMORY = re.compile(
    r"^\s*(?:[\w./+-]+: )?(?P<head>virtual memory exhausted: .*|out of memory allocating \d+ bytes.*)$"
)

SOURCE_FILE = re.compile(
    r"(?:\.(?:c|cc|cp|cpp|cxx|c\+\+|cppm|ixx|h|hh|hp|hpp|hxx|h\+\+|inl|ipp|tpp|txx|tcc|inc|def|i|ii|m|mm|cu|cuh|cl"
    r"|s|asm|y|l|yy|ll|ypp|re|xs|f|for|fpp|f\d\d|ino|pde)|/include/.*|^<[\w-]+>|^\{standard input\})$",
    re.IGNORECASE,
)
"""Files of the C family; what else prints `place: error:` is another dialect's."""
SCRATCH = re.compile(
    r"^(?:(?:/private)?/(?:var/)?tmp|(?:/private)?/var/folders/.*/T|[A-Za-z]:\\.*\\Temp)[/\\][^/\\]+$"
)
"""A source right in the folder for temporary files is most likely a probe too, of a setup.py for one."""
TEST_RESULT = re.compile(r"^[-+]\[\w+[ .]")  # xcodebuild: `Tests.m:12: error: -[Tests testIt] : it is not`

BACKTRACE = re.compile(r"^(?:0x[0-9a-f]+ |\t\S|Please (?:submit|include)|See <|with preprocessed)")
TRAILER = re.compile(
    r"^\s*(?:compilation (?:terminated|aborted)|(?:fatal error: )?too many errors emitted"
    r"|\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\."
    r"|[\w+-]+: (?:all|some) warnings being treated as errors)"
)
"""Lines that close a compilation and are no failure: `cc1: all warnings being treated as errors`."""
COUNT = re.compile(r"^\s*\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\.")
REPORT_REQUEST = re.compile(
    r"^(?:\S+ )?clang version |^(?:Target|Thread model|InstalledDir|Configuration file): |^\*+$|^\s*$"
    r"|clang\S*: note: diagnostic msg: |^PLEASE ATTACH |^Preprocessed source"
)
NOT_OURS = re.compile(r"linker command failed|^too many errors emitted")
WRAPPED = re.compile(
    r"frontend command failed|(?:assembler|compiler) command failed|returned \d+ exit status"
)
"""What a driver says when a program that it started has failed and said why."""
KILLED = re.compile(r"\bKilled\b|terminated with signal 9\b|[Oo]ut of memory|memory exhausted")
CRASHED = re.compile(
    r"^internal compiler error|^error: unable to execute command: (?:Segm|Abort|Bus|Illegal)"
)
LINT = re.compile(r"\[[a-z]+-[\w.,-]+\]$")  # clang-tidy: `error: ... [bugprone-branch-clone]`
CPPCHECK = re.compile(r": error: .*\[[a-z]+[A-Za-z]*\]$")  # `a.c:3:5: error: Memory leak: p [memleak]`

CLANG_CRASH = re.compile(r"^\s*PLEASE submit a bug report to ")
# `clang: lib/Sema/Sema.cpp:12: void f(): Assertion `x' failed.` stands above the request for a report
CRASH_REASON = re.compile(
    r"^(?:fatal error: error in backend: .*|LLVM ERROR: .*|.*: Assertion .* failed\.|UNREACHABLE executed.*)$"
)
STACK_DUMP = re.compile(r"^\s*(?:Stack dump|\d+\.\t|#\d+ 0x)|^\s*$")
NUMBERED_FRAME = re.compile(r"^\s*#\d+ 0x")
FRAME = re.compile(r"^\s*#\d+ 0x[0-9a-f]+ (?P<call>[^\s(].*?)(?: \(\S+\)| \S+:\d+(?::\d+)?)?$")
SIGNAL_FRAME = re.compile(
    r"^(?:llvm::sys::|SignalHandler|PrintStackTrace|llvm::report_|llvm::CrashRecovery|CrashRecovery"
    r"|abort\b|raise\b|gsignal|__|_start|start_thread)"
)

GCC_WORDS = re.compile(r"\u2018|\[-Werror=|was not declared in this scope|\(first use in this function\)")
CLANG_WORDS = re.compile(
    r"\[-Werror,-W|use of undeclared identifier|' file not found|: no member named '|requested here$"
)


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every error that a compiler of the C family or its driver printed."""
    reader = _Reader(lines, hits["generated"])
    for number in sorted({*hits["error"], *hits["memory"], *hits["crash"]}):
        if number > reader.read_to and not lines.echoed(number):
            reader.look(number)
    return Findings(tuple(reader.failures), owned=tuple(reader.owned))


def diagnosed(text: str) -> bool:
    """Say whether a line is an error that this dialect would read."""
    return bool(placed(text) or any(one.search(text) for one in (DRIVER, UNNAMED, MEMORY, CLANG_CRASH)))


def placed(text: str) -> re.Match[str] | None:
    """Return the parts of an error with its place in a source file of the C family; None for all else."""
    found = PLACED.search(text)
    if not found or not SOURCE_FILE.search(found["file"]) or TEST_RESULT.search(found["text"]):
        return None
    return None if PROBE.search(found["file"]) or OLD_NOTE.search(text) else found


class _Reader:
    """Collects the failures of a log from its top to its end."""

    def __init__(self, lines: Lines, counted: Sequence[int]) -> None:
        counts = [number for number in counted if COUNT.search(lines[number])]
        self.lines = lines
        self.failures: list[Failure] = []
        self.owned: list[Range] = [(number, number) for number in counts]
        self.read_to = 0
        self._default = "clang" if counts else "gcc"  # only clang counts what it generated

    def look(self, number: int) -> None:
        """Read the diagnostic on this line, if there is one."""
        text = self.lines[number]
        if CLANG_CRASH.search(text):
            self._clang_crash(number)
        elif found := placed(text):
            self._placed(number, found)
        elif (found := DRIVER.search(text)) and not NOT_OURS.search(found["text"]):
            self._driver(number, found)
        elif (found := UNNAMED.search(text)) and not self._at(number + 1, CLANG_CRASH):
            self._add(number, block(self.lines, number), found["head"], tool="clang")
        elif found := MEMORY.search(text):
            self._add(number, Block(number, number, message=[number]), found["head"], kind="memory")
        elif found := HEADED.search(text):
            self._headed(number, found)

    def _placed(self, number: int, found: re.Match[str]) -> None:
        self._add(
            number, block(self.lines, number), found["head"], subject=found["file"].strip(), kind=_kind(found)
        )

    def _driver(self, number: int, found: re.Match[str]) -> None:
        role: Role = "wrapper" if WRAPPED.search(found["text"]) else "cause"
        kind: Kind = "memory" if KILLED.search(found["text"]) else _kind(found)
        tool = "clang" if "clang" in found["name"] else "gcc"
        asked = "frontend command failed" in found["text"]
        until = last_while(self.lines, number, lambda text: asked and bool(REPORT_REQUEST.search(text)))
        shown = block(self.lines, number)
        self._add(number, shown, found["head"], tool=tool, kind=kind, role=role, until=until)

    def _headed(self, number: int, found: re.Match[str]) -> None:
        """Read an error whose place, or whose program, stands some lines above."""
        above = number - 1
        while above > number - FORTRAN_QUOTES and not self._at(above, FORTRAN_HEAD):
            above -= 1
        place = self._at(above, FORTRAN_PLACE)
        if place and number - above > 1:
            source = [*range(above + 1, number)]
            whole = Block(above, number, message=[above, number], source=source)
            self._add(number, whole, found["head"], subject=place["file"], tool="gcc")
        elif self._at(number - 1, ASSEMBLER):
            self._add(number, block(self.lines, number), found["head"], tool="gcc")

    def _clang_crash(self, number: int) -> None:
        """Read the stack dump that any LLVM program prints when it dies."""
        last = last_while(self.lines, number, lambda text: bool(STACK_DUMP.search(text)))
        dump = list(following(self.lines, number, last - number))
        stack = [at for at, text in dump if NUMBERED_FRAME.search(text)]
        calls = ((at, FRAME.search(self.lines[at])) for at in stack)
        where = next(
            ((at, call["call"]) for at, call in calls if call and not SIGNAL_FRAME.search(call["call"])), None
        )
        reason = self._at(number - 1, CRASH_REASON)
        line = number - 1 if reason else number
        message = [line, number] if reason else [number]
        message += [at for at, text in dump if at not in stack and text.strip()]
        crash = f"crash in {where[1]}" if where else "crash"
        end = where[0] if where and not reason else message[-1]
        shown = Block(line, end, message=message, context=stack)
        self._add(line, shown, reason[0] if reason else crash, tool="clang", kind="crash", until=last)

    def _add(  # noqa: PLR0913 - one place where a failure is made
        self,
        number: int,
        shown: Block,
        headline: str,
        *,
        subject: str | None = None,
        tool: str = "",
        kind: Kind = "compile",
        role: Role = "cause",
        until: int = 0,
    ) -> None:
        scratch = subject is not None and SCRATCH.search(subject)
        spans = shown.spans(self.lines)
        self.read_to = max(shown.bottom(), until)
        self.failures.append(
            Failure(
                line=number,
                first_line=shown.first,
                last_line=shown.last,
                kind=kind,
                tool=tool or self._tool(spans),
                headline=headline.strip(),
                spans=(*spans, *self._backtrace()),
                role=role,
                subject=subject,
                certainty=30 if scratch else 78,  # optional parts of a build may fail in jobs that go well
            )
        )
        end = last_while(self.lines, self.read_to, lambda text: bool(TRAILER.search(text)))
        self.owned.append((shown.top(), end))

    def _backtrace(self) -> tuple[Span, ...]:
        """Return the stack that gcc prints below an internal error, and count it as read."""
        end = last_while(self.lines, self.read_to, lambda text: bool(BACKTRACE.search(text)))
        numbers = range(self.read_to + 1, end + 1)
        self.read_to = end
        return picked("frames", self.lines, numbers)

    def _tool(self, spans: tuple[Span, ...]) -> str:
        text = "\n".join(one.text for one in spans if one.where == "message")
        first = text.split("\n", 1)[0]
        if LINT.search(first) or CPPCHECK.search(first):
            return "clang-tidy" if LINT.search(first) else "cppcheck"
        if GCC_WORDS.search(text):
            return "gcc"
        return "clang" if CLANG_WORDS.search(text) else self._default

    def _at(self, number: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return what a pattern finds on a line, None also where there is no such line."""
        return pattern.search(self.lines[number]) if 1 <= number <= len(self.lines) else None


def _kind(found: re.Match[str]) -> Kind:
    if CRASHED.search(found["head"]):
        return "crash"
    return "lint" if LINT.search(found["text"]) or CPPCHECK.search(found[0]) else "compile"


DIALECT = Dialect(
    name="gcc",
    anchors={
        "error": r"[Ee]rror: ",
        "memory": r"virtual memory exhausted: |out of memory allocating \d",
        "crash": r"PLEASE submit a bug report",
        "generated": r"errors? generated\.",
    },
    read=read,
)
