"""The folder of pages: what they hold, that every link leads somewhere, that any value can have a page."""

import html
import posixpath
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_report import EMPTY, HOSTILE, ODD_LOG, REPORT

from classifier import triage
from classifier.dimensions import of_option
from classifier.errors import UsageError
from classifier.model import Case
from classifier.render import named, pages
from classifier.render.pages import file_name
from classifier.tables.outcomes import Outcomes

LOGS = Path(__file__).parent.parent / "fixtures" / "forge-models" / "logs"
VALUES = [
    HOSTILE,
    ODD_LOG,
    "../../etc/passwd",
    "a|b",
    "CON",
    "con",
    "Con",
    "",
    ".",
    "x" * 900,
    "a\u202eb",
    "`",
]
"""What a value can be, and no file's name should."""


@pytest.fixture(scope="module")
def forge():
    """Return the report of one run over all tests of nine models."""
    return triage(
        [str(LOGS / "unique.log.xz")],
        manifest=str(LOGS / "manifest.csv"),
        dimensions=[of_option(r"op=subject:\[(?P<op>\w+)-")],
    )


@pytest.fixture(scope="module")
def forge_pages(forge):
    """Return its pages."""
    return dict(pages.pages(forge))


def hostile():
    """Return the sample report with tests of every odd value."""
    cases = tuple(
        Case(log=ODD_LOG, line=7, subject=HOSTILE, outcome="failed", failures=(6,), dimensions={"op": (one,)})
        for one in VALUES
    )
    dimensions = {"op": tuple(VALUES)}
    failures = tuple(replace(one, dimensions=dimensions) for one in REPORT.failures)
    return replace(REPORT, cases=(*REPORT.cases, *cases), failures=failures)


def ids(path, text):
    """Return the ids that can be linked to on a page."""
    if path.endswith(".html"):
        return set(re.findall(r' id="([^"]*)"', text))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings if "`" not in one}


def links(path, text):
    """Return the addresses that a page links to."""
    if path.endswith(".html"):
        return [html.unescape(one) for one in re.findall(r'<a href="([^"]*)"', text)]
    found = MarkdownIt("commonmark").enable("table").parse(text)
    inner = [own for one in found for own in one.children or () if own.type == "link_open"]
    return [one.attrs["href"] for one in inner]


def broken(files):
    """Return the links within a folder that lead nowhere, with the page they stand on."""
    wrong = []
    for path, text in files.items():
        for link in links(path, text):
            if link.startswith("https://"):
                continue
            page, _, part = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), page)) if page else path
            if target not in files or (part and part not in ids(target, files[target])):
                wrong.append((path, link))
    return wrong


def test_look_as_agreed(golden):
    """All Markdown pages of the sample, and one as HTML, are known."""
    files = dict(pages.pages(REPORT))
    texts = [f"=== {path} ===\n{text}" for path, text in files.items() if path.endswith(".md")]
    (op,) = [text for path, text in files.items() if path.startswith("op/Atan") and path.endswith(".html")]
    style = re.compile(r"(<style>).*?(</style>)|sha256-[\w+/=]+", re.DOTALL)

    golden("pages.md", "\n".join(texts))
    golden("pages-op.html", style.sub(r"\1...\2", op))


def test_no_dimensions(golden):
    """Without them there is a page for each log."""
    files = dict(pages.pages(replace(REPORT, dimensions=(), statistics=(), failures_by={})))

    assert sorted({posixpath.dirname(path) for path in files}) == ["", "log", "signature"]
    golden("pages-index.md", files["index.md"])


@pytest.mark.parametrize("report", [REPORT, EMPTY, hostile()], ids=["sample", "empty", "hostile"])
def test_every_link_leads_somewhere(report):
    """To a page of the folder, and to a heading of it."""
    assert broken(dict(pages.pages(report))) == []


def test_every_link_of_many_pages_leads_somewhere(forge_pages):
    """Those of a whole run too, in which every value of every dimension has its pages."""
    assert broken(forge_pages) == []
    assert len([one for one in forge_pages if one.startswith("model/")]) == 2 * 9
    assert len([one for one in forge_pages if one.startswith("op/")]) == 2 * 25


def test_tests_add_up_to_the_statistics(forge):
    """For each value and stage as many ticks as tests that passed there, and nobody is forgotten."""
    outcomes = Outcomes(forge)
    for table in forge.statistics:
        for one in outcomes.of(table.dimension):
            (own,) = [value for rated, value in one.rates if rated == table]
            ran = [*one.failing, *one.passing]
            stages = range(len(table.rows))

            assert len(ran) == own.tests
            assert tuple(sum(test.passed[0] > place for test in ran) for place in stages) == own.passed
            assert one.unknown == own.unknown


def test_a_page_lists_every_test(forge, forge_pages):
    """Of a model: each of its tests, with ticks for the stages that it passed."""
    name = "pt_whisper_openai_whisper_large_speech_recognition_hf"
    text = forge_pages[f"model/{name}.md"]
    tests = [case.subject for case in forge.cases if name in case.dimensions["model"]]
    rows = [line for line in text.split("\n") if line.startswith("| `test_ops.py")]

    assert "All of framework [`pytorch`](../framework/pytorch.md)." in text
    assert [sum(row.startswith(f"| `{test}` |") for row in rows) for test in tests] == [1] * 90
    assert sum("| ✓ passed | ✓ passed | ✓ passed |" in row for row in rows) == 87
    assert sum("| ✓ passed | ✓ passed | ✗ failed |" in row for row in rows) == 1
    assert sum("| ✗ failed | ✗ not reached | ✗ not reached |" in row for row in rows) == 1
    assert sum("| ✗ unknown | ✗ unknown | ✗ unknown |" in row for row in rows) == 1
    assert all(re.search(r"`unique\.log\.xz:\d+`|unique\.log\.xz:\d+`", row) for row in rows)


def test_no_script_and_nothing_loaded(forge_pages):
    """Pages are text and links."""
    text = forge_pages["index.html"]

    assert re.findall(r"<(?:script|img|link|iframe)\b|\bon\w+=", text) == []
    assert "default-src 'none'; style-src 'sha256-" in html.unescape(text)


@given(st.text())
def test_names_of_files(value):
    """They are short, plain, and the same for the same value."""
    name = file_name(value)

    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}", name)
    assert name == file_name(value)
    assert value in (name, "") or re.search("-[0-9a-f]{12}$", name)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("pt_whisper-base", "pt_whisper-base"),
        ("Conv2d", "Conv2d-0eb9eeebdb4f"),
        ("conv2d", "conv2d"),
        ("nul", "nul-99e624275901"),
        ("conv2d-0eb9eeebdb4f", "conv2d-0eb9eeebdb4f-526080570d72"),
    ],
)
def test_names_that_differ_in_case_only_get_files_of_their_own(value, name):
    """On systems that don't tell them apart too; what looks like a made name is no other's."""
    assert file_name(value) == name


def test_pages_are_no_format_of_standard_output():
    """What to give instead is said."""
    with pytest.raises(UsageError) as caught:
        named("pages")
    assert str(caught.value) == "'pages' are many files. Write them with -o pages:DIR."
