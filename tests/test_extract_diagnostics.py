"""Reading the tables of line forms: every form by its samples, and how forms work together."""

# ruff: noqa: E501 - tables of lines that tools print

import pytest
import regex
from extracting import findings

from classifier.extract.forms.listings import DIALECT as LISTINGS_DIALECT
from classifier.extract.forms.listings import LISTINGS
from classifier.extract.forms.reader import DIALECT, FORMS
from classifier.search import Searcher

SAMPLES = [
    pytest.param(form, sample, id=f"{form.name}-{number}")
    for form in FORMS
    for number, sample in enumerate(form.samples)
]
CONFUSERS = [
    pytest.param(form, line, id=f"{form.name}-{number}")
    for form in FORMS
    for number, line in enumerate(form.confusers)
]


def brief(text, dialect=DIALECT):
    """Return the failures as (line, first, last, role, subject, headline)."""
    found = findings(dialect, text).failures
    return [(one.line, one.first_line, one.last_line, one.role, one.subject, one.headline) for one in found]


def test_every_anchor_is_fast_and_has_a_name_of_its_own():
    """No form makes the search look at every line; names are the keys of the hits."""
    assert Searcher(DIALECT.anchors).weak == ()
    assert len({form.name for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(("form", "sample"), SAMPLES)
def test_a_form_reads_its_samples(form, sample):
    """The sample gives one failure with the form's tool and kind, and its block lies inside the sample."""
    found = findings(DIALECT, sample).failures

    assert [(one.tool, one.kind) for one in found][:1] == [(form.tool, form.kind)]
    assert found[0].headline.strip()
    assert 1 <= found[0].first_line <= found[0].line <= found[0].last_line <= len(sample.split("\n"))


@pytest.mark.parametrize(("form", "line"), CONFUSERS)
def test_a_form_leaves_its_confusers_alone(form, line):
    """What looks like the form and is something else does not match."""
    assert regex.search(form.pattern, line) is None


def test_a_repeated_diagnostic_is_told_once():
    """Maven shows the compiler's errors again below the goal that failed."""
    error = "[ERROR] /demo/App.java:[3,9] cannot find symbol"

    assert brief(f"{error}\n[INFO] 1 error\n{error}") == [
        (1, 1, 1, "cause", "/demo/App.java", "cannot find symbol")
    ]


@pytest.mark.parametrize(
    ("end", "count"),
    [("[INFO] BUILD SUCCESS", 0), ("BUILD SUCCESSFUL in 3s", 0), ("[INFO] BUILD FAILURE", 1), ("", 1)],
)
def test_a_build_that_ended_well_had_no_failures(end, count):
    """The doclet says `error:` and the build passes."""
    assert len(brief(f"src/App.java:3: error: reference not found\n{end}")) == count


def test_a_parent_test_is_a_symptom_of_its_subtests():
    """Go lists the subtests below it; the one that failed says why."""
    text = "--- FAIL: TestTotal (0.00s)\n    --- FAIL: TestTotal/two (0.00s)\n        a_test.go:9: got 4"

    assert brief(text) == [
        (1, 1, 1, "symptom", "TestTotal", "--- FAIL: TestTotal (0.00s)"),
        (3, 2, 3, "cause", "TestTotal/two", "got 4"),
    ]


def test_a_heading_names_the_file():
    """The linter prints the file above its problems."""
    text = "/demo/app.js\n  1:7   warning  'a' is unused  no-unused-vars\n  3:1   error    'b' is not defined  no-undef"

    assert [one[4:] for one in brief(text)] == [("/demo/app.js", "error 'b' is not defined")]


def test_command_echoes_are_no_output():
    """A trace that repeats a failing line is not its failure."""
    assert brief("+ echo panic: runtime error") == []


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_reads_its_sample(name):
    """Each framework's entry gives one failed test, named and told by its message."""
    listing = LISTINGS[name]
    found = findings(LISTINGS_DIALECT, listing.sample).failures

    assert [(one.tool, one.kind) for one in found] == [(listing.tool, "test")]
    assert "adds" in found[0].subject.lower()
    assert "5" in found[0].headline or "==" in found[0].headline


def test_listings_are_found_fast():
    """Their openings hold literals."""
    assert Searcher(LISTINGS_DIALECT.anchors).weak == ()
