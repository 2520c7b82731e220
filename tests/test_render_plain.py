"""The tab-separated report: one line a signature, whole fields, a sum that adds up."""

import pytest
from sample_report import EMPTY, REPORT

from classifier.render import plain


def rows(report):
    """Return the fields of each line by name."""
    return [
        dict(zip(plain.COLUMNS, line.split("\t"), strict=True)) for line in plain.show(report).splitlines()
    ]


def test_looks_as_agreed(golden):
    """The whole text is known."""
    golden("plain.tsv", plain.show(REPORT))


def test_counts_add_up_to_the_total():
    """The last line counts what the lines above count."""
    *signatures, total = rows(REPORT)

    assert total["standing"] == "total"
    assert sum(int(row["count"]) for row in signatures) == int(total["count"]) == 10


def test_without_failures_there_is_only_the_total():
    """An empty result still says what it is."""
    assert [row["standing"] for row in rows(EMPTY)] == ["total"]


@pytest.mark.parametrize("field", ["title", "headline"])
def test_text_is_never_cut_and_stays_one_field(field):
    """A tab in a message is shown as an escape; nothing else of it changes."""
    (row,) = (row for row in rows(REPORT) if row["standing"] == "unique")

    assert row[field].startswith("ValueError: <script>document")
    assert row[field].endswith(r"[red]bold[/red] :bug: {{ 7 * 7 }}\tend")


def test_no_text_of_a_log_begins_a_line():
    """A CI system obeys lines that begin with its commands; ours begin with a word of ours."""
    begins = {line.split("\t")[0] for line in plain.show(REPORT).splitlines()}

    assert begins == {"matched", "clustered", "unique", "wrapper_only", "total"}
