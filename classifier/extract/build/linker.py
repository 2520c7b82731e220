"""Read what linkers report: GNU ld, gold, lld, mold and Apple's ld, and the driver that ran them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.blocks import last_while, picked, preceding
from classifier.extract.build.diagnostic import PROBE
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Range, Role

LD = r"(?:\S*[/\\])?(?:[\w.]+-)*ld(?:\.bfd|\.gold)?(?:\.exe)?"
# `/usr/bin/ld: main.c:(.text+0x1b): undefined reference to `compute'`,
# gold: `main.o:main.c:function main: error: undefined reference to 'compute'`,
# `/usr/bin/ld: /tmp/cc1hfhgy.o: undefined reference to symbol 'low'`, `main.c:6: undefined reference to `f'`
UNDEFINED = re.compile(
    rf"^\s*(?:{LD}: )?(?P<place>\S.*?): (?P<error>error: )?(?:more )?undefined references? to (?:symbol )?"
    r"[`'\u2018](?P<symbol>.+)['\u2019](?: follow)?$"
)
# `b.o:(.data+0x0): multiple definition of `counter'; a.o:(.data+0x0): first defined here`
MULTIPLE = re.compile(
    rf"^\s*(?:{LD}: )?(?P<error>error: )?(?P<place>\S.*?): "
    r"multiple definition of [`'\u2018](?P<symbol>[^`'\u2019]+)['\u2019]"
)
# `ld.lld: error: undefined symbol: compute`, `mold: fatal: library not found: nosuch`
LLVM = re.compile(
    r"^\s*(?:\S*[/\\])?(?P<name>ld\.lld|ld64\.lld|lld-link|wasm-ld|lld|(?:ld\.)?mold)(?:-[\d.]+)?(?:\.exe)?: "
    r"(?:error|fatal(?: error)?): (?P<text>.*)$"
)
# `/usr/bin/ld.gold: error: cannot find -lnosuchlib`, `/usr/bin/ld:api.map:3: syntax error in VERSION script`
PLAIN = re.compile(rf"^\s*{LD}: ?(?P<error>(?:fatal )?error: )?(?P<text>\S.*)$")
GOLD = re.compile(r"ld\.gold: |: error: undefined reference to ")

# `Undefined symbols for architecture x86_64:` and below it, one or more `  "_foo", referenced from:`
APPLE_UNDEFINED = re.compile(r"^\s*Undefined symbols(?: for architecture \S+)?:$")
APPLE_SYMBOL = re.compile(r'^\s+"(?P<symbol>.+)", referenced from:$')
# `duplicate symbol '_counter' in:` and the two objects below it
APPLE_DUPLICATE = re.compile(r"^\s*duplicate symbol '?(?P<symbol>.+?)'? in:$")
APPLE_TOTAL = re.compile(r"^(?:symbol\(s\) not found|\d+ duplicate symbols?)\b")

IN_FUNCTION = re.compile(
    r": [Ii]n function [`'\u2018].*['\u2019]:$"
)  # `/usr/bin/ld: main.o: in function `main':`
MORE = re.compile(
    r"^\s*>>> |:0: syntax error$|error adding symbols: |(?:first defined|previous definition) here$"
)
NO_FAILURE = re.compile(
    r"^(?:.*\bwarning: |.*[Ii]n function [`'\u2018]|skipping incompatible |use the --help option|supported "
    r"|final link failed|failed to set dynamic section sizes|too many errors emitted|note: "
    r"|.*: note: |total time|link errors found|DWARF error|Dwarf Error|GNU (?:ld|gold) "
    r"|.*(?:first defined|previous definition) here$)"
)
"""What a linker says besides: `/usr/bin/ld: warning: creating DT_TEXTREL in a PIE`."""
SURE = re.compile(
    r"^(?:cannot find|cannot open|can't open|library .*not found|framework not found|unrecogni[sz]ed"
    r"|unknown option|file not found: |no such file|internal error|region [`'\u2018].* overflowed"
    r"|section .*(?:overlaps|will not fit)"
    r"|.* architecture of input file|anonymous version tag)"
    r"|: relocation .* against |file (?:format )?not recogni[sz]ed|undefined symbol [`'\u2018]|syntax error"
    r"|(?:hidden|undefined|protected|local|common) symbol [`'\u2018].* (?:in|referenced)"
    r"|will not fit in region|dangerous relocation|relocation truncated to fit|mismatches non-TLS"
    r"|assertion fail|error adding symbols: "
    r"|No space left on device|memory exhausted"
)
"""Messages of ld that are failures even where the driver's word for it is missing."""
LTO_WRAPPER = re.compile(r"^lto-wrapper failed")

# `collect2: error: ld returned 1 exit status`, clang: `error: linker command failed with exit code 1`
STATUS = re.compile(
    r"^\s*(?:\S*: )?(?P<head>(?:error: |fatal error: )?"
    r"(?:(?:ld|lld|gold|mold|link) returned -?\d+ exit status|linker command failed .*))$"
)
# `collect2: fatal error: ld terminated with signal 9 [Killed]`, `collect2: fatal error: cannot find 'ld'`
COLLECT = re.compile(r"^\s*(?:\S*[/\\])?collect2(?:\.exe)?: (?P<head>(?:(?:fatal )?error: )?(?P<text>.*))$")
KILLED = re.compile(r"signal 9\b|Killed|memory exhausted")
RUN = 60
"""A linker's unfamiliar message counts when the driver says within so many lines that linking failed."""
TEMPORARY = re.compile(r"[/\\](?:cc\w{6}|[\w.+-]+-[0-9a-f]{6,8})\.(?:o|obj)$")  # `/tmp/cc1hfhgy.o`
# `table.o: relocation ...`, `api.map:3: syntax error in VERSION script`
PLACE = re.compile(r"^(?P<place>[^\s:]+(?:\.\w+|:\d+)): (?P<text>.*)$")


def read(lines: Lines, hits: Hits) -> Findings:
    """Find every error of a link; a symbol that is missing more than once in one link is told once."""
    ends = [number for number in hits["collect"] if STATUS.search(lines[number])]
    reader = _Reader(lines, ends)
    for number in sorted({number for numbers in hits.values() for number in numbers}):
        if number > reader.read_to and not lines.echoed(number):
            reader.look(number)
    return Findings(tuple(reader.failures), owned=tuple(reader.owned))


def diagnosed(text: str) -> bool:
    """Say whether a line is an error that this dialect would read."""
    found = PLAIN.search(text)
    sure = bool(found and SURE.search(found["text"]))
    return sure or any(one.search(text) for one in (UNDEFINED, MULTIPLE, LLVM, APPLE_UNDEFINED, COLLECT))


@dataclass(frozen=True)
class _Found:
    headline: str
    tool: str
    subject: str | None = None
    kind: Kind = "link"
    role: Role = "cause"
    once: str = ""


class _Reader:
    """Collects the failures of a log from its top to its end."""

    def __init__(self, lines: Lines, ends: Sequence[int]) -> None:
        self.lines = lines
        self.failures: list[Failure] = []
        self.owned: list[Range] = []
        self.read_to = 0
        self._ends = ends
        self._told: set[str] = set()
        self._tried = False  # a configure script tried whether something links, and it does not

    def look(self, number: int) -> None:
        """Read the message on this line, if it is one."""
        text = self.lines[number]
        if found := STATUS.search(text):
            self._told.clear()
            tried, self._tried = self._tried, False
            if tried:
                return
            tool = "clang" if "command failed" in text else "ld"
            self._add(number, _Found(found["head"], tool, role="wrapper"))
        elif APPLE_UNDEFINED.search(text):
            self._apple_undefined(number)
        elif message := self._message(number, text):
            if message.subject and PROBE.search(message.subject):
                self._tried = True
            else:
                self._add(number, message)

    def _message(self, number: int, text: str) -> _Found | None:
        if found := UNDEFINED.search(text):
            tool, symbol = _gnu(text), found["symbol"]
            return _Found(f"undefined reference to '{symbol}'", tool, _object(found["place"]), once=symbol)
        if found := MULTIPLE.search(text):
            return _Found(f"multiple definition of '{found['symbol']}'", _gnu(text), _object(found["place"]))
        if found := APPLE_DUPLICATE.search(text):
            return _Found(f"duplicate symbol: {found['symbol']}", "ld64")
        if found := COLLECT.search(text):
            return _Found(found["head"], "ld", kind=_kind(text)) if "ld returned" not in text else None
        if found := LLVM.search(text):
            skipped = NO_FAILURE.search(found["text"])
            return (
                None if skipped else _Found(f"error: {found['text']}", _llvm(found["name"]), kind=_kind(text))
            )
        return self._plain(number, text)

    def _plain(self, number: int, text: str) -> _Found | None:
        found = PLAIN.search(text)
        if not found or NO_FAILURE.search(found["text"]) or APPLE_TOTAL.search(found["text"]):
            return None
        if LTO_WRAPPER.search(found["text"]):
            return _Found(found["text"], "ld", role="wrapper")
        if found["error"] or SURE.search(found["text"]) or self._link_fails(number):
            place = PLACE.search(found["text"])
            headline = place["text"] if place else found["text"]
            return _Found(headline, _gnu(text), _object(place["place"]) if place else None, kind=_kind(text))
        return None

    def _link_fails(self, number: int) -> bool:
        """Say whether the driver tells soon that linking failed."""
        place = bisect_right(self._ends, number)
        return place < len(self._ends) and self._ends[place] <= number + RUN

    def _apple_undefined(self, number: int) -> None:
        for first, last, symbol in self._apple_symbols(number):
            self._add(first, _Found(f"undefined symbol: {symbol}", "ld64", once=symbol), last)

    def _apple_symbols(self, number: int) -> Iterator[tuple[int, int, str]]:
        position = number + 1
        while position <= len(self.lines) and (found := APPLE_SYMBOL.search(self.lines[position])):
            last = last_while(self.lines, position, _is_reference)
            yield position, last, found["symbol"]
            position = last + 1

    def _add(self, number: int, found: _Found, last: int = 0) -> None:
        last = last or self._end(number, found)
        self.read_to = last
        self.owned.append((number, last))
        if found.once and found.once in self._told:
            return
        self._told.add(found.once)
        context = [at for at, text in preceding(self.lines, number, 1) if IN_FUNCTION.search(text)]
        self.failures.append(
            Failure(
                line=number,
                first_line=number,
                last_line=last,
                kind=found.kind,
                tool=found.tool,
                headline=found.headline,
                spans=(*picked("frames", self.lines, context), span("message", self.lines, number, last)),
                role=found.role,
                subject=found.subject,
                certainty=78,  # optional parts of a build may fail to link in jobs that go well
            )
        )

    def _end(self, number: int, found: _Found) -> int:
        """Return the last of the lines that go with a message: references, the objects of a duplicate."""
        if found.role == "wrapper":
            return number
        if found.tool == "ld64" and found.headline.startswith("duplicate"):
            return last_while(self.lines, number, _is_reference)
        return last_while(self.lines, number, lambda text: bool(MORE.search(text)))


def _is_reference(text: str) -> bool:
    """Say whether a line names an object below a symbol of Apple's ld: `      _main in main.o`."""
    return text[:1].isspace() and bool(text.strip()) and not APPLE_SYMBOL.search(text)


def _gnu(text: str) -> str:
    return "gold" if GOLD.search(text) else "ld"


def _llvm(name: str) -> str:
    return "mold" if name.endswith("mold") else "lld"


def _kind(text: str) -> Kind:
    if KILLED.search(text):
        return "memory"
    return "crash" if "ld terminated with signal" in text else "link"


def _object(place: str) -> str | None:
    """Return the source or object that a place names: `main.c` of `main.c:(.text+0xf)`; no temporary file.

    Gold writes `main.o:main.c:function main`.
    """
    parts = [
        part for part in re.split(r":(?!\\)", place) if part and not re.match(r"\(|\d+$|function |in ", part)
    ]
    named = parts[-1].strip() if parts else ""
    return named if named and not TEMPORARY.search(named) else None


DIALECT = Dialect(
    name="linker",
    anchors={
        "ld": r"\bld: ?",
        "bfd": r"\bld\.(?:bfd|gold|lld|mold)(?:\.exe)?: ",
        "exe": r"\bld\.exe: ",
        "llvm": r"\b(?:lld|ld64\.lld|lld-link|wasm-ld|mold)(?:-[\d.]+)?: (?:error|fatal)",
        "undefined": r"undefined references? to |Undefined symbols",
        "multiple": r"multiple definition of |duplicate symbol ",
        "collect": r"collect2|returned -?\d+ exit status|linker command failed",
    },
    read=read,
)
