"""Read what linters, analyzers and compilers write in XML: in each format some element is a finding.

What a finding says stands in its attributes, in its children or in its text; the file often in an element
round it. So a format is an entry of a table: its root and the elements that are findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from classifier.extract.reports.finding import FILE, LINE, SAID, TOLD, Fields, Finding
from classifier.extract.reports.levels import plain
from classifier.extract.reports.markup import Node, Wanted, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from classifier.extract.reports.result import Result
    from classifier.model import Kind, Outcome

DEEPEST = 4
"""Children of children of a finding are looked at so deep."""


@dataclass(frozen=True, slots=True)
class Form:
    """One format: who writes it, the elements that are findings, and what kind of failures they are.

    `sort` is an element that gives a level to a type of findings, by `Id` and `Severity`.
    """

    tool: str
    findings: tuple[str, ...]
    kind: Kind = "lint"
    sort: str = ""


FORMS: Mapping[str, Form] = {
    "pmd": Form("pmd", ("violation", "error")),
    "pmd-cpd": Form("cpd", ("duplication",)),
    "DuplicatesReport": Form("dupfinder", ("Duplicate",)),
    "simian": Form("simian", ("set",)),
    "BugCollection": Form("spotbugs", ("BugInstance", "Error")),
    "results": Form("cppcheck", ("error",)),
    "problems": Form("idea", ("problem",)),
    "Report": Form("inspectcode", ("Issue",), sort="IssueType"),
    "CodeNarc": Form("codenarc", ("Violation",)),
    "jslint": Form("jslint", ("issue",)),
    "jshint": Form("jshint", ("issue",)),
    "lint": Form("lint", ("issue",)),
    "csslint": Form("csslint", ("issue",)),
    "issues": Form("androidlint", ("issue",)),
    "issue": Form("report", ("issue",)),
    "report": Form("report", ("issue", "item")),
    "analysisReport": Form("report", ("issue",)),
    "FxCopReport": Form("fxcop", ("Issue", "Exception")),
    "StyleCopViolations": Form("stylecop", ("Violation",)),
    "SourceAnalysisViolations": Form("stylecop", ("Violation",)),
    "gendarme-output": Form("gendarme", ("defect",)),
    "jcoderz-report": Form("jcreport", ("item",)),
    "compiler": Form("ecj", ("problem",), "compile"),
    "errorList": Form("klocwork", ("problem",)),
    "mutations": Form("pit", ("mutation",), "test"),
    "DEFECTS": Form("prefast", ("DEFECT",)),
    "NewDataSet": Form("pvs-studio", ("PVS-Studio_Analysis_Log",)),
    "valgrindoutput": Form("valgrind", ("error",), "memory"),
    "phpcs": Form("phpcs", ("error", "warning")),
    "ResultsSession": Form("parasoft", ("StdViol", "FlowViol", "MetViol", "DupViol")),
    "ArrayOfViolation": Form("report", ("Violation",)),
    "violations": Form("report", ("violation",)),
    "TestSuite-lint": Form("report", ("issue",)),
    "analysis": Form("dependency-check", ("vulnerability",)),
    "module": Form("report", ("issue",)),
    "rats_output": Form("rats", ("vulnerability",)),
    "file-violations": Form("report", ("violation",)),
}  # fmt: skip
"""Name of the root element to its format."""
ROOTS = tuple(FORMS)
WARNED = ("warning",)
"""Elements that are a level by their name."""
UNSEEN = ("SURVIVED", "NO_COVERAGE", "TIMED_OUT", "NON_VIABLE", "MEMORY_ERROR", "RUN_ERROR")
"""How PIT says that no test noticed a mutation, or that none could."""
KEYS: Mapping[str, str] = {
    "msg": "message", "verbose": "details", "longmessage": "message", "desc": "description", "sfa": "message",
    "sourcefile": "file", "linenum": "line", "ln": "line", "sev": "severity", "def": "category",
    "codeline": "line", "defectcode": "code", "severitylevel": "priority",
    "mutatedclass": "component", "startlinenumber": "line", "errorcode": "ruleid", "bug": "rule",
}  # fmt: skip
"""Names that mean something else elsewhere, and what they are in these formats."""


class Reader:
    """Collects the findings of one document."""

    def __init__(self, form: Form) -> None:
        self.counts: Mapping[Outcome, int] = {}
        self._form = form
        self._sorts: dict[str, str] = {}
        self._found: list[Result] = []
        self._told: set[tuple[str, ...]] = set()

    @property
    def results(self) -> Sequence[Result]:
        """What was found so far."""
        return self._found

    def wanted(self) -> Wanted:
        """Return the elements to be handed on."""
        sort = {self._form.sort} - {""}
        return Wanted(frozenset({*self._form.findings, *sort}), self.take)

    def take(self, node: Node, parents: list[Node]) -> None:
        """Take a finding, or the level of a type of findings."""
        if node.name == self._form.sort:
            self._sorts[node.get("Id")] = node.get("Severity")
            return
        fields = fields_of(node)
        if self._form.sort:
            fields.setdefault("severity", self._sorts.get(fields.get("typeid", ""), ""))
        if not _wrong(node, fields):
            return
        finding = Finding(fields, _around(parents), frozenset(), self._form.tool)
        finding.kind = self._form.kind
        if not finding.message:
            finding.message = _told(self._form.tool, fields)
        result = finding.result(node.line)
        told = (finding.file, *(f"{key}={value}" for key, value in fields.items()))
        if result and told not in self._told:  # by a checker that reads a header with each of its sources
            self._told.add(told)
            self._found.append(result)


READERS: dict[str, Callable[[], Reader]] = {root: partial(Reader, form) for root, form in FORMS.items()}


def fields_of(node: Node, depth: int = 0) -> Fields:
    """Return what an element says by its attributes, its text and its children."""
    fields: Fields = {}
    for name, value in node.attributes.items():
        if value.strip():
            fields.setdefault(_key(name), clean(value))
    text = "\n".join(line.strip() for _, line in node.lines())
    if text and not any(fields.get(key) for key in SAID):
        fields["text"] = text
    for child in node.children if depth < DEEPEST else ():
        inner = fields_of(child, depth + 1)
        said = inner.pop("text", "") or inner.pop("value", "")
        key = _key(child.name)
        if said and (
            key not in ("code", "source", "codefragment", "sourceline", "evidence") or len(said) < 60
        ):
            fields.setdefault(key, said)
        for other, value in inner.items():
            if other not in ("name", "id", "type", "text", "value", "message"):
                fields.setdefault(other, value)
    return fields


def _key(name: str) -> str:
    key = plain(name)
    return KEYS.get(key, key)


def _around(parents: list[Node]) -> Fields:
    """Return the file and the rule that the elements round a finding name, the nearest first."""
    around: Fields = {}
    for parent in reversed(parents):
        holds_name = parent.name.lower() in ("file", "sourcefile", "class", "target")
        for name, value in parent.attributes.items():
            key = _key(name)
            if value and (key in FILE or (holds_name and key in ("name", "path"))):
                around.setdefault("file", clean(value))
            if value and key == "checkid":
                around.setdefault("rule", clean(value))
    return around


def _wrong(node: Node, fields: Fields) -> bool:
    """Say whether an element tells of anything: a mutation that a test noticed does not."""
    if node.name == "mutation":
        return fields.get("status", "") in UNSEEN
    if node.name in WARNED:
        fields.setdefault("severity", "warning")
    if fields.get("falsealarm") == "true" or fields.get("state") == "Fixed":
        return False
    return bool(node.attributes or node.children or any(fields.get(key) for key in (*TOLD, *LINE)))


def _told(tool: str, fields: Fields) -> str:
    """Return what is wrong where a finding of a format never says so in words."""
    if tool in ("cpd", "dupfinder", "simian"):
        size = fields.get("lines") or fields.get("linecount") or fields.get("cost") or ""
        return f"duplicated code{f', {size} lines' if size else ''}"
    if tool == "pit":
        mutator = fields.get("mutator", "").rpartition(".")[2]
        where = f"{fields.get('component', '')}.{fields.get('mutatedmethod', '')}"
        return f"{mutator} in {where}: {fields['status']}"
    return ""
