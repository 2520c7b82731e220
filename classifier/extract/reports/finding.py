"""What a checker found, however its report puts that: message, place, rule and level by their keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.reports import levels
from classifier.extract.reports.markup import clean, numbered
from classifier.extract.reports.result import Cause, Result
from classifier.extract.reports.telling import Words, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classifier.extract.reports.levels import Level
    from classifier.model import Kind, Outcome

Fields = dict[str, str]
"""Keys in lower case without signs between (`line_number` is `linenumber`), and what they hold as text."""

SAID = (
    "message", "msg", "problemmessage", "issuetext", "failure", "reason", "errordetail", "longmessage",
    "text", "failuremessages", "ruledescription", "smelltype",
)  # fmt: skip
"""Keys of what is wrong, which hardly stand for anything else."""
TOLD = (
    *SAID, "details", "detail", "description", "desc", "shortmessage", "title", "summary", "shortdesc",
    "vulnerability", "problemclass", "what", "problem", "warning", "methoddescription",
)  # fmt: skip
"""The same with those that may also stand for something that is fine."""
LINE = (
    "line", "linenumber", "startline", "linestart", "beginline", "lineno", "row", "linebegin", "linefrom",
    "startlinenumber", "start", "begin", "lines", "linenumbers", "filelinerange",
)  # fmt: skip
FILE = (
    "filename", "file", "filepath", "absolutepath", "relativepath", "sourcepath", "path", "sourcefile", "uri",
    "buildfile", "source", "component", "target", "packagepath", "posn",
)  # fmt: skip
SURELY = ("filename", "file", "filepath", "absolutepath", "path", "sourcefile", "buildfile")
RULE = (
    "ruleid", "rule", "rulename", "checkid", "checkname", "copname", "testid", "symbol", "messageid",
    "vulnerabilityid", "vulnid", "vuln", "cve", "vid", "advisoryid", "code", "errorcode", "check", "id",
    "typeid", "policy", "detectorname", "fromlinter", "linter", "identifier", "warningtype", "mutator",
    "type", "category", "name", "key",
)  # fmt: skip
NAMELESS = ("id", "category", "name", "key")
"""Keys of rules that much else has too."""
LEVEL = (
    "severity", "issueseverity", "messageseverity", "ruleseverity", "level", "criticality", "impact",
    "priority", "confidence", "loglevel", "annotationlevel",
)  # fmt: skip
GRADE = ("type", "kind", "status")
"""Keys that hold a level only where their value is the name of one."""
PACKAGE = ("packagename", "package", "modulename", "featurename", "dependency", "artifact")
VERSION = ("packageversion", "installedversion", "featureversion", "version")

TOLD_OF = 30
"""How certain an event is that a program logs as an error: many go on after that."""
CODE = re.compile(r"[A-Za-z]{1,12}[-_.]?\d{1,6}|(?:CVE|GHSA|SNYK|RUSTSEC|PYSEC|AVD)-[\w-]+")
"""A rule that people know by its number: `SC2086`, `CVE-2021-44228`."""
FILE_LIKE = re.compile(r"[^\s{}]*(?:[/\\][^\s{}]*|\.\w{1,8})")
"""What a name looks like that can only be that of a file: `src/app.js`, `main.tf`."""
SIGHT = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?::\d+)?")
"""`app.go:3:2`"""

TOOLS: tuple[tuple[str, str, Kind], ...] = (
    ("copname", "rubocop", "lint"), ("fromlinter", "golangci-lint", "lint"), ("issuetext", "bandit", "lint"),
    ("noqarow", "ruff", "lint"), ("symbol", "pylint", "lint"), ("errordetail", "markdownlint", "lint"),
    ("fixable", "phpcs", "lint"), ("rulenames", "markdownlint", "lint"), ("smelltype", "reek", "lint"),
    ("warningtype", "brakeman", "lint"), ("ruleseverity", "tslint", "lint"),
    ("problemmessage", "dart", "lint"), ("failuremessages", "jest", "test"),
    ("fulldescription", "rspec", "test"), ("fulltitle", "mocha", "test"),
    ("hashedsecret", "detect-secrets", "lint"), ("physicalline", "flake8", "lint"),
    ("generaldiagnostics", "pyright", "type"), ("flowversion", "flow", "type"),
    ("checktype", "checkov", "lint"), ("fileerrors", "phpstan", "type"), ("endlocation", "ruff", "lint"),
    ("mutator", "pit", "test"), ("annotationlevel", "github", "lint"),
)  # fmt: skip
"""A key that only one tool writes, that tool, and the kind of what it finds."""


class Finding:
    """One record of a report, with what the records round it say.

    `keys` are the keys of the record and of those round it. `tool` is who wrote the report, where the format
    is its own.
    """

    def __init__(
        self, fields: Fields, around: Mapping[str, str], keys: frozenset[str], tool: str = ""
    ) -> None:
        self.fields = fields
        self.around = around
        known = next(((name, kind) for key, name, kind in TOOLS if key in keys or key in fields), None)
        self.tool = tool or (known[0] if known else _by_shape(keys, fields))
        self.kind: Kind = known[1] if known and not tool else "lint"
        self.message = self._first(TOLD)
        self.rule = self._first(RULE) or around.get("rule", "")
        self.line = _number(self._first(LINE))
        self.file = self._file(SURELY) or around.get("file", "") or self._file(FILE)
        sight = SIGHT.fullmatch(fields.get("posn", ""))
        if sight:
            self.file, self.line = sight["file"], int(sight["line"])
        self.said_level = self._first(LEVEL)
        self.level = self._level()

    @property
    def event(self) -> bool:
        """Whether it says no more than a line of a log: what, and how grave."""
        return not (self.file or self.line or self.rule or self._first(PACKAGE) or self.kind == "test")

    def _first(self, keys: tuple[str, ...]) -> str:
        return next((value for key in keys if (value := self.fields.get(key, "")).strip()), "")

    def _file(self, keys: Iterable[str]) -> str:
        """Return the file; a `source`, `component` or `target` may be something else."""
        named = ((key, self.fields.get(key, "").strip()) for key in keys)
        return next((one for key, one in named if one and (key in SURELY or FILE_LIKE.fullmatch(one))), "")

    def _level(self) -> Level:
        if self.tool == "eslint" and self.fields.get("severity") in ("1", "2"):
            return "error" if self.fields["severity"] == "2" else "warning"
        said = (self.said_level, *(self.fields.get(key, "") for key in GRADE))
        known: list[Level] = [level for word in said if (level := levels.level_of(word)) != "unknown"]
        return known[0] if known else "unknown"

    @property
    def status(self) -> str:
        """The word for how a test or check ended."""
        return levels.plain(self.fields.get("status", "") or self.fields.get("state", ""))

    def result(self, line: int) -> Result | None:
        """Return the finding as the result of a report, its record on `line`; None where none fails."""
        sure = min(levels.certainty(self.level, self.tool), TOLD_OF if self.event else levels.SURE)
        if not sure or self.status in levels.GOOD or self.fields.get("issuppressed") == "true":
            return None
        told = tell(Words(line=line, message=numbered(self.headline(), line)))
        name = (
            self.fields.get("fullname") or self.fields.get("fulldescription") or self.fields.get("fulltitle")
        )
        subject = name if self.kind == "test" and name else self.file
        cause = Cause(told=told, tool=self.tool or "report", kind=self.kind, certainty=sure)
        # what a program logs says nothing of how it ended
        outcome: Outcome = "not_run" if self.event else "failed"
        named = clean(subject) or None
        return Result(subject=named, outcome=outcome, line=line, causes=(cause,), counted=False)

    def headline(self) -> str:
        """Return what is wrong, with the number of the rule, and for a vulnerability with the package."""
        package = self._first(PACKAGE)
        version = self._first(VERSION) if package else ""
        lines = self.message.strip().split("\n")
        head, rest = lines[0].strip(), lines[1:]
        if CODE.fullmatch(self.rule) and self.rule not in head:
            head = f"{self.rule}: {head}" if head else self.rule
        if package and package not in head:
            head = f"{head or self.rule or 'vulnerability'} ({' '.join((package, version)).strip()})"
        return "\n".join([head or self.rule or "found", *rest[:20]])


def _by_shape(keys: frozenset[str], fields: Fields) -> str:
    """Return who wrote a report whose keys are only in their company one tool's."""
    every = keys | fields.keys()
    if {"ruleid", "messages", "filepath"} <= every:
        return "eslint"
    if {"warnings", "errored", "text"} <= every:
        return "stylelint"
    if {"line", "column", "level", "code", "message", "file"} <= fields.keys():
        return (
            "hadolint"
            if fields["code"][:2] in ("DL", "SC")
            else "shellcheck"
            if fields["code"].isdecimal()
            else ""
        )
    if "level" in fields and ("spans" in every or "rendered" in every):
        return "rustc"
    return ""


def _number(text: str) -> int:
    found = re.match(r"\[?(\d{1,9})", text)
    return int(found[1]) if found else 0
