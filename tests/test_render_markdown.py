"""Markdown as GitHub reads it: what it holds, that no log can write markup into it, how long it gets."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_report import EMPTY, HOSTILE, REPORT, large_report

from classifier.errors import Place, Problem
from classifier.model import Component
from classifier.render import markdown, words
from classifier.render.document import Excerpt
from classifier.render.document_markdown import code, plain, write

OURS = {"<details>", "</details>", "<summary>", "</summary>", "<br>", "<code>", "</code>"}
ATTACKS = [
    HOSTILE,
    "a|b \\| c \\\\| d",
    "`` ` ``` end`",
    "![image](https://example.org/x.png) [link](https://example.org) <https://example.org>",
    "@everyone see #1 and https://example.org www.example.org a@example.org :bug:",
    "</details></code><br>&lt;b&gt;",
    "# heading\n- item\n```\nfence\n~~~",
    "   ",
    "$x$ **bold** _em_ ~~gone~~ {{ x }}",
]


def tokens(text):
    """Return all tokens of a Markdown text, those within lines too."""
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [own for one in found for own in (one, *(one.children or ()))]


def tags(text):
    """Return the HTML elements that a Markdown text holds."""
    html = [one.content for one in tokens(text) if one.type in ("html_inline", "html_block")]
    return {re.sub(r"\s.*>", ">", tag) for one in html for tag in re.findall(r"</?\w[^>]*>", one)}


def shown(text):
    """Return the HTML that a Markdown text becomes."""
    return MarkdownIt("commonmark").enable("table").render(text)


def hostile(text):
    """Return the sample report with a text in every place that a log can fill."""
    failures = tuple(
        replace(one, title=text, failure=replace(one.failure, headline=text, subject=text, log=text))
        for one in REPORT.failures
    )
    signatures = tuple(
        replace(one, title=text, template=text, dimensions={"op": ((text, 1),)}) for one in REPORT.signatures
    )
    rows = tuple(
        replace(one, title=text, dimensions={"op": (text,) * 9}) for one in REPORT.failures_by_component
    )
    return replace(
        REPORT, failures=failures, signatures=signatures, failures_by_component=rows,
        failures_by={"op": tuple(replace(one, value=text) for one in REPORT.failures_by["op"])},
        run=replace(REPORT.run, name=text, branch=text), warnings=(Problem(Place(text, 1), text, text),),
        components=tuple(replace(one, title=text) for one in REPORT.components),
    )  # fmt: skip


def test_looks_as_agreed(golden):
    """The whole text is known."""
    golden("report.md", markdown.show(REPORT))


def test_no_failures(golden):
    """A run in which nothing failed has a text too."""
    golden("report-empty.md", markdown.show(EMPTY))


@pytest.mark.parametrize("text", ATTACKS)
def test_logs_write_no_markup(text):
    """No link, no image, no element but ours, as many headings and cells as without the attack."""
    found = tokens(markdown.show(hostile(text)))
    usual = tokens(markdown.show(hostile("usual")))

    assert {one.type for one in found} & {"link_open", "image", "em_open", "strong_open"} == set()
    assert tags(markdown.show(hostile(text))) - OURS == set()
    for kind in ("heading_open", "td_open", "tr_open", "table_open", "list_item_open"):
        assert [one.type for one in found].count(kind) == [one.type for one in usual].count(kind)


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("|`\\ a<&*_@#", max_size=12))
def test_code_shows_the_text_itself(text):
    """In a line and in a table what is seen is the text, in an element of code."""
    expected = words.one_line(text)
    escaped = expected.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

    assert [one.strip() for one in re.findall("<code>(.*?)</code>", shown(f"x {code(text)} y"))] == [
        escaped.strip()
    ] or not expected.strip()
    cells = re.findall("<td>(.*?)</td>", shown(f"|a|b|\n|-|-|\n|{code(text, table=True)}|z|\n"))
    assert (len(cells), cells[1]) == (2, "z")


@pytest.mark.parametrize(
    ("text", "plain_text"),
    [
        ("Forge-Fe: 4 failures, 89.5 % (stage 1)", "Forge-Fe: 4 failures, 89.5 % (stage 1)"),
        ("[x](y)", "&#91;x&#93;(y)"),
        ("ask @team, see #1", "ask <code>&#64;</code>team, see <code>&#35;</code>1"),
        ("http://a www.b", "http&#58;//a www&#46;b"),
    ],
)
def test_plain_words(text, plain_text):
    """Words stay readable in the source; only what can be markup is written as a reference."""
    assert plain(text) == plain_text


def test_a_fence_is_longer_than_any_in_the_lines():
    """Lines of a log can't end their block."""
    (fence,) = [one for one in tokens(write([Excerpt(("````", "~~~", "x"))])) if one.type == "fence"]
    assert fence.content == "````\n~~~\nx\n"


def test_too_long_sections_are_left_out_whole():
    """What does not fit is named, and the rest stands as it would."""
    report = replace(REPORT, components=(*REPORT.components, Component(id="x", title="Extra")))
    whole = markdown.show(report)
    cut = markdown.show(report, limit=2_500)

    assert len(cut.encode()) <= 2_500
    assert "Left out, since this page would be too long: " in cut
    assert [one for one in cut.split("\n") if one not in whole.split("\n") and "Left out" not in one] == []
    assert "Left out" not in whole


def test_a_large_report_stays_below_what_github_takes():
    """The most frequent of so many signatures are shown, and how many are not."""
    text = markdown.show(large_report(20_000, 9_000))

    assert len(text.encode()) <= markdown.BYTES
    assert "<details><summary>8,990 more signatures</summary>" in text
    assert "8,490 more rows, in the JSON report." in text
    assert "Left out" not in text
