"""The report for pipes: one line a signature, tab-separated, never cut, the total last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.render.words import conservation, one_line, place

if TYPE_CHECKING:
    from classifier.model import Report, Signature

COLUMNS = (
    "standing", "component", "signature", "count", "place", "title", "logs", "subjects", "subject",
    "headline",
)  # fmt: skip


def show(report: Report) -> str:
    r"""Return one line a signature with the fields of COLUMNS, and a line `total` with as many fields.

    The counts of the lines above add up to that of the total. A tab or line feed inside a field is written
    as `\t` or `\n`. Without failures there is the line `total` alone.
    """
    rows = [_row(report, one) for one in report.signatures]
    total = ["total", "", "", str(report.totals.failures), "", conservation(report.totals)]
    rows.append(total + [""] * (len(COLUMNS) - len(total)))
    return "".join("\t".join(one_line(field) for field in row) + "\n" for row in rows)


def _row(report: Report, signature: Signature) -> list[str]:
    example = report.failures[signature.exemplars[0]]
    return [
        signature.standing,
        signature.component,
        signature.id,
        str(signature.count),
        place(example),
        signature.title,
        str(signature.logs),
        str(signature.subjects),
        example.failure.subject or "",
        example.failure.headline,
    ]
