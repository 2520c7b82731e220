"""The list of formats, and the words that all of them share."""

import json

import pytest
from sample_report import REPORT

from classifier.errors import UsageError
from classifier.render import FORMATS, named, of_file, render, words


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("text", "10 failures"),
        ("plain", "matched\t"),
        ("json", "{\n"),
        ("html", "<!doctype html>"),
        ("md", "# 10 "),
    ],
)
def test_formats(name, begins):
    """Each name gives its own kind of text, and each is listed."""
    assert render(REPORT, name).startswith(begins)
    assert name in [one.name for one in FORMATS]


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.txt", "text"), ("b.tsv", "plain"), ("c.d.json", "json"), ("x/y.html", "html"), ("Z.HTM", "html")],
)
def test_format_of_a_file(path, name):
    """The end of a file's name says what to write into it."""
    assert of_file(path).name == name


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: named("pdf"), "no format 'pdf'. Give one of: text, plain, json, html, md."),
        (
            lambda: of_file("out"),
            (
                "no format for 'out'. "
                "End its name with one of .txt, .tsv, .json, .html, .htm, .md, or write FORMAT:out."
            ),
        ),
    ],
    ids=["name", "file"],
)
def test_unknown_formats(ask, message):
    """What can be given instead is said."""
    with pytest.raises(UsageError) as caught:
        ask()
    assert str(caught.value) == message


@pytest.mark.parametrize("report", ["text", "html", "md"])
def test_people_are_told_the_same(report):
    """Terminal and page name the same signatures in the same words."""
    shown = render(REPORT, report)
    data = json.loads(render(REPORT, "json"))

    assert [one["id"] for one in data["signatures"] if one["id"] not in shown] == []
    assert words.headline(REPORT) in shown
    assert words.what_was_read(REPORT.totals) in shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 KB"), (999_949, "999.9 KB"), (999_950, "1.0 MB"),
        (1_234_567_890, "1.2 GB"), (999_950_000_000, "1.0 TB"), (2_500_000_000_000_000, "2500.0 TB"),
    ],
)  # fmt: skip
def test_size(value, text):
    """Sizes have one digit after the point and never four before it, up to terabytes."""
    assert words.size(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.00 s"), (0.844, "0.84 s"), (8.44, "8.4 s"), (312.4, "312 s")]
)
def test_seconds(value, text):
    """Short times are told more exactly."""
    assert words.seconds(value) == text


@pytest.mark.parametrize(
    ("link", "fine"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/\n", False),
        (" https://example.org", False),
        ("ticket 1432", False),
        ("", False),
    ],
)
def test_web_link(link, fine):
    """Only plain addresses of the web become links."""
    assert words.web_link(link) == fine
