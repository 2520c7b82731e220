"""Reading the tables of line forms: every form by its samples, and how forms work together."""

# ruff: noqa: E501 - tables of lines that tools print

import pytest
import regex
from extracting import findings

from classifier.extract.forms import reader
from classifier.extract.forms.listings import DIALECT as LISTINGS_DIALECT
from classifier.extract.forms.listings import LISTINGS
from classifier.extract.forms.reader import DIALECT, FORMS
from classifier.model import Form
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


def test_the_same_words_of_two_places_are_two_findings():
    """A linter says them for each line; only the very same diagnostic is told once."""
    one, other = "app.py:3:1: E302 expected 2 blank lines, found 1", "app.py:9:1: E302 expected 2 blank lines"
    text = f"{one}\n{other}, found 1\n{one}"

    assert [row[:3] for row in brief(text)] == [(1, 1, 1), (2, 2, 2)]


def test_a_place_alone_is_no_failure_where_another_line_must_say_it():
    """OCaml puts the place above warnings too."""
    place = 'File "app.ml", line 3, characters 8-9:'

    assert brief(f"{place}\nWarning 26 [unused-var]: unused variable x.") == []
    assert [row[5] for row in brief(f"{place}\n3 | let y = x\nError: Unbound value x")] == [
        "Error: Unbound value x"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "app.c:3:5: warning: unused variable 'x' [-Wunused-variable]",
        '"app.c", line 3: warning #177-D: variable was declared but never referenced',
        "Unit1.pas(12): Hint warning H2164: Variable 'x' is declared but never used",
        "app.cpp(97): warning C4996: '_splitpath': This function may be unsafe",
        "[WARNING] /demo/App.java:[86,74] [NullAway] passing @Nullable parameter",
        "1. WARNING in /demo/App.java (at line 22)",
        "Warning: file2.f90, line 5: Procedure pointer F pointer-assigned but otherwise unused",
        "ncelab: *W,CUVWSP (top.v,313|24): 10 output ports were not connected",
        "w: file:///demo/App.kt:8:27 'x' is deprecated. Deprecated in Java",
    ],
)
def test_warnings_of_compilers_are_no_failures(line):
    """A compilation that warns goes well."""
    assert brief(line) == []


def test_a_place_between_code_and_message_is_no_part_of_the_headline():
    """The same mistake in two files reads the same."""
    form = Form(
        name="kiln",
        tool="kiln",
        kind="other",
        pattern=r"^KILN\[(?P<code>K\d+)\] (?P<file>\S+):(?P<line>\d+) >> (?P<message>.+)$",
        samples=("KILN[K12] vase.kln:3 >> glaze runs",),
    )
    found = findings(reader.dialect("forms", (form,)), "KILN[K12] vase.kln:3 >> glaze runs\n").failures
    assert [(one.subject, one.headline) for one in found] == [("vase.kln", "K12: glaze runs")]
