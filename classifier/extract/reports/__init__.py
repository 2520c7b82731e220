"""Read reports of tests and linters, which programs write for programs, as if they were logs.

A report is understood as a whole: a dialect behind this one finds nothing in its lines.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from classifier.extract.dialect import Dialect, Findings
from classifier.extract.reports import findings, gojson, pytestjson, sarif, tap, xmlreports
from classifier.extract.reports.result import went_wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.extract.reports.result import Document
    from classifier.model import Outcome

FORMATS = (xmlreports, gojson, pytestjson, sarif, tap)
"""Each has `ANCHORS` and `read`, which yields the reports of its form in a log."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return the failures, tests and numbers of all reports in a log."""
    found = [document for form in FORMATS for document in form.read(lines, hits)]
    found = found or list(findings.read(lines, hits))
    counts: Counter[Outcome] = Counter()
    for one in found:
        counts.update(one.counted())
    return Findings(
        failures=tuple(
            failure for one in found for result in one.results for failure in result.failures(one.certainty)
        ),
        cases=tuple(case for one in found for result in one.results for case in result.cases()),
        owned=tuple(lines_ for one in found for lines_ in one.owned),
        outcome=_outcome(found, counts),
        counts=+counts,
        problems=tuple(one.problem for one in found if one.problem),
    )


def _outcome(found: Sequence[Document], counts: Counter[Outcome]) -> Literal["failed", "passed"] | None:
    if any(went_wrong(one.results) for one in found):
        return "failed"
    return "passed" if found and counts and all(one.whole for one in found) else None


DIALECT = Dialect(
    name="report",
    anchors={name: pattern for form in (*FORMATS, findings) for name, pattern in form.ANCHORS.items()},
    read=read,
)
