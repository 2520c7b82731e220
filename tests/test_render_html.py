"""The page as text: what it holds, how it is escaped, how large it gets."""

import base64
import hashlib
import html
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sample_report import EMPTY, HOSTILE, HOSTILE_TEST, ODD_LOG, REPORT, large_report

from classifier.render import html_tables
from classifier.render.html import page

LINK_ATTRIBUTES = {"href", "src", "action", "formaction", "data", "srcset", "poster", "background"}
VOID = {"meta", "input", "br", "img", "link", "hr", "rect"}


class Document(HTMLParser):
    """Elements with their attributes, the text of each kind of element, and whether all are closed."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.texts = {}
        self.open = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Note an element, to be closed unless it is one that never is."""
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        """Note an element that is closed where it opens."""
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        """Require that what was opened last is closed first."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note text under the element it stands in."""
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


@pytest.fixture(scope="module")
def sample():
    """Return the page of the sample report."""
    return page(REPORT)


def body(text):
    """Return the page without style, script and their hashes, which are files of their own."""
    text = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1...\3", text, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]+", "sha256-...", text)


def test_looks_as_agreed(golden, sample):
    """The whole page is known."""
    golden("report.html", body(sample))


def test_no_failures(golden):
    """A run in which nothing failed has a page too."""
    golden("report-empty.html", body(page(EMPTY)))


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["failures", "no failures"])
def test_every_element_is_closed(report):
    """Nothing in a log closes or opens an element."""
    assert Document(page(report)).open == []


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_TEST, ODD_LOG])
def test_text_of_a_log_is_shown_as_it_is(sample, text):
    """What looks like markup is escaped, not removed."""
    assert text.replace("\t", r"\t") in html.unescape(sample)


def test_text_of_a_log_makes_no_element(sample):
    """The report's only script is ours, its images are our bars, and none of them has a handler."""
    document = Document(sample)
    tags = [tag for tag, _ in document.elements]

    assert (tags.count("script"), tags.count("img")) == (1, 0)
    assert tags.count("svg") == len(REPORT.components)


def test_policy_allows_our_style_and_script_and_nothing_else(sample):
    """The hashes are those of the one style and the one script; nothing may be loaded."""
    document = Document(sample)
    (policy,) = (
        attributes["content"]
        for tag, attributes in document.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    hashes = {}
    for kind in ("style", "script"):
        (content,) = re.findall(rf"<{kind}>(.*?)</{kind}>", sample, re.DOTALL)
        hashes[kind] = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_is_written_inline(sample):
    """No style or handler sits in an attribute, where the policy would stop it."""
    names = {name for _, attributes in Document(sample).elements for name in attributes}

    assert {name for name in names if name == "style" or name.startswith("on")} == set()


def test_links_lead_into_the_page_or_to_the_web(sample):
    """A rule can't make a link that runs a script, and nothing is loaded."""
    targets = [
        value
        for _, attributes in Document(sample).elements
        for name, value in attributes.items()
        if name in LINK_ATTRIBUTES
    ]

    assert [one for one in targets if not re.match(r"#|https://example\.org/", one)] == []
    assert "https://example.org/issues/1432" in targets


def test_links_into_the_page_have_their_target(sample):
    """Every id is there once, and every link finds its own."""
    document = Document(sample)
    ids = [attributes["id"] for _, attributes in document.elements if "id" in attributes]
    named = {
        attributes["href"][1:]
        for tag, attributes in document.elements
        if tag == "a" and attributes["href"].startswith("#") and not attributes["href"].startswith("#q=")
    }

    assert len(ids) == len(set(ids))
    assert named <= set(ids)
    assert {one.id for one in REPORT.signatures} <= set(ids)


def test_headings_are_in_order(sample):
    """One h1, and no level is jumped over on the way down."""
    levels = [int(tag[1]) for tag, _ in Document(sample).elements if re.fullmatch("h[1-6]", tag)]

    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_every_occurrence_is_in_the_page(sample):
    """The page reads without its script."""
    text = html.unescape(sample)

    for one in REPORT.failures:
        assert f"{one.failure.log}:{one.failure.line}\t{one.failure.subject or ''}" in text


def test_the_cause_is_marked(sample):
    """Each exemplar marks one line, the one that says the cause."""
    marked = Document(sample).texts["mark"]

    assert "140  E       RuntimeError: unsupported op: Atan (f32)" in "".join(marked)
    assert sample.count("<mark>") == sum(len(one.exemplars) for one in REPORT.signatures)


@pytest.mark.parametrize(
    ("lines", "cause", "shown"),
    [(10, 10, 10), (60, 1, 60), (61, 61, 60), (500, 250, 60), (500, 1, 60), (500, 500, 60)],
)
def test_long_excerpts_are_cut_around_the_cause(lines, cause, shown):
    """The lines nearest to the cause are kept, and those missing are counted."""
    excerpt = tuple((number, f"line {number}") for number in range(1, lines + 1))
    text = page(_with_excerpt(excerpt, cause))
    block = re.search(r"<figure>.*?</figure>", text, re.DOTALL)[0]

    assert f"<mark>{cause:>{len(str(lines))}}  line {cause}</mark>" in block
    assert len(re.findall(r"line \d", block.partition("<pre>")[2])) == shown
    assert (f"{lines - shown} line" in block) == (lines > shown)


def test_long_lines_are_cut_and_counted():
    """A line of a megabyte costs a page a kilobyte."""
    block = re.search(r"<figure>.*?</figure>", page(_with_excerpt(((1, "x" * 1_000_000),), 1)), re.DOTALL)[0]

    assert len(block) < 2_000
    assert "999,000 more characters" in block


def test_a_block_without_lines_is_no_trouble():
    """A reader may have nothing to show."""
    assert "<mark></mark>" in page(_with_excerpt((), 1))


def _with_excerpt(excerpt, line):
    first = REPORT.failures[0]
    failure = replace(first.failure, excerpt=excerpt, line=line)
    return replace(REPORT, failures=(replace(first, failure=failure), *REPORT.failures[1:]))


def test_size_of_a_large_page():
    """Ten thousand failures of 220 signatures stay within what was promised."""
    text = page(large_report(10_000, 220))
    elements = len(Document(text).elements)

    assert len(text.encode()) <= 2_000_000
    assert elements <= 10_000


def test_what_is_beyond_the_bound_is_counted(monkeypatch):
    """More occurrences than a page takes are left out where they would stand, and said."""
    monkeypatch.setattr("classifier.render.html.OCCURRENCES", 5)
    text = page(REPORT)

    assert "1 of them not listed here" in text
    assert "logs/shard 2.log:131\t" not in text


def test_many_logs_subjects_and_warnings_are_counted():
    """Tables and lists are bounded; what they leave out is said."""
    report = large_report(200, 3)
    text = page(replace(report, logs=REPORT.logs * 20, warnings=REPORT.warnings * 60))

    assert "150 more are not in this table" in text
    assert "50 more logs not in this table" in text
    assert "10 more warnings, in the JSON report" in text


def test_tables_say_who_is_hit_and_how_far_each_got(sample):
    """Rows lead to their causes; what a value has beside its rates is told."""
    text = re.sub(r"<[^>]+>", " ", sample)

    assert (
        '<th scope="row"><a href="#mlir-unsupported-op">Operation not supported by the lowering</a>' in sample
    )
    assert "How far each op got through forge" in text
    assert "1 skipped, 2 not run" in text
    assert "2 tests without one" in text
    assert html.escape(HOSTILE).split("\t")[0].replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in sample


def test_tables_are_bounded():
    """A page lists so many rows and so many values, and says how many more there are."""
    names = tuple(f"model_{n:05}" for n in range(300))
    row = replace(REPORT.failures_by_component[0], dimensions={"model": names})
    report = replace(REPORT, dimensions=("model",), failures_by_component=(row,) * 250)

    text = page(report)

    assert text.count("model_00000") == html_tables.NAMES // len(names) + 1
    assert "100 more, in the JSON report" in text
    assert "50 more rows, in the JSON report" in text


def test_without_dimensions_there_are_no_tables_of_them():
    """The causes say it all then."""
    assert "_tables" not in body(page(EMPTY))
