"""Proposing a failure where no dialect knows the log: what is chosen, what is shown, when to be silent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.extract import anchors, read
from classifier.extract.general import proposal
from classifier.extract.general.clues import AGAINST, FOR, SUMMARY, WORDLESS, likely_kind
from classifier.lines import Lines
from classifier.model import Failure
from classifier.search import Searcher

EVERYTHING = Searcher(anchors())
SEARCHER = Searcher({f"general.{name}": pattern for name, pattern in proposal.ANCHORS.items()})


def wrapper(line):
    """Return the word of a tool that something else failed."""
    return Failure(
        line=line, first_line=line, last_line=line, kind="other", tool="npm", headline="", spans=(),
        role="wrapper",
    )  # fmt: skip


def proposed(text, outcome="failed", step=None, wrappers=()):
    """Return the failures that are proposed, best first; `wrappers` are the lines of those found before."""
    lines = Lines("log", text.encode())
    hits = {name.removeprefix("general."): numbers for name, numbers in SEARCHER.search(lines).items()}
    known = [wrapper(line) for line in wrappers]
    found = proposal.propose(lines, hits, outcome, known, step or (1, len(lines)))
    return sorted(found.failures, key=lambda one: (-one.certainty, one.line))


def test_every_anchor_is_fast():
    """No word makes the search look at every line."""
    assert SEARCHER.weak == ()


@pytest.mark.parametrize("clue", FOR, ids=lambda clue: clue.sample)
def test_a_clue_gives_points_to_its_sample(clue):
    """Each is proved by a line, and such a line is looked at."""
    words = any(SEARCHER.search(Lines("log", clue.sample.encode())).values())

    assert clue.found(clue.sample)
    assert words or WORDLESS.search(clue.sample)


@pytest.mark.parametrize("clue", AGAINST, ids=lambda clue: clue.sample)
def test_a_clue_takes_points_from_its_sample(clue):
    """Wrappers, summaries and noise score less than any plain failure."""
    assert clue.found(clue.sample)
    assert proposal.points(clue.sample) < proposal.LEAST


@pytest.mark.parametrize(
    "line",
    [
        "jq: error: syntax error, unexpected end of file",
        "Error: Inconsistent indentation: 3 spaces were used",
        "CssSyntaxError: app.css:11:3: Unknown word",
        "test/run.sh: line 3: frobnicate: command not found",
        "Segmentation fault (core dumped)",
        "[ERROR] the catalog is broken",
        "=> selections-trim                  FAIL",
        "  501:1  ✖  Unexpected missing end-of-source",
        "app.scm:12: error: unbound variable",
        "Caused by: java.io.IOException: broken",
    ],
)
def test_a_plain_failure_is_found_between_noise(line):
    """Whatever the tool, among the usual decoys."""
    noise = [
        "Downloading error-chain 0.12",
        "checking whether errors are reported... no",
        "test_error_of_empty_list ... ok",
        "download failed, retrying in 5 seconds",
        "0 errors, 12 warnings",
        "WARNING: could not find the optional part",
        "+ echo error: none",
        "built with -Werror",
    ]

    found = proposed("\n".join([*noise, line, *noise]))

    assert found[0].line == len(noise) + 1
    assert found[0].headline == line.strip()


def test_a_passing_step_is_left_out():
    """Only what the failing step printed is looked at."""
    text = "ERROR: of a step that passed over it\nstep two\nthe size is wrong\nexit"

    assert [one.line for one in proposed(text, step=(3, 3))] == [3]


def test_without_a_word_of_failure_the_last_output_is_shown():
    """The paragraph above the end, told by its last line."""
    found = proposed("preparing\n\nchecking the size\nYour change is 3174 lines long.\n\n", step=(1, 4))

    assert [(one.line, one.first_line, one.last_line) for one in found] == [(4, 3, 4)]


def test_what_a_wrapper_stands_below_is_proposed():
    """Without a word of failure, and before what merely holds one."""
    text = "\n".join(
        [
            "src/shop.css",
            "Forgot to run Prettier?",
            "npm ERR! code 1",
            "npm ERR! gone",
            *["ok"] * 5,
            "missing: no",
        ]
    )

    found = proposed(text, wrappers=(3, 4))

    assert (found[0].line, found[0].first_line, found[0].last_line) == (2, 1, 2)


def test_without_a_visible_reason_the_wrapper_is_all():
    """Output that reads like noise is no cause."""
    text = "Vim: Warning: Output is not to a terminal\n\nThe command failed"

    assert proposed(text, wrappers=(3,)) == []
    assert len(proposed(text)) == 1


@pytest.mark.parametrize(
    ("pointer", "line"),
    [("^---- failure generated from lint.sh", 3), ("^ Warning: likely spelling errors", 6)],
)
def test_what_another_line_points_at(pointer, line):
    """The paragraph above is the failure, unless it is called a warning."""
    text = f"checking\n\nutil.h:3:1 no include guard:\n  #ifndef UTIL_H\n{pointer}\ncould not go on"

    assert proposed(text)[0].line == line


def test_a_command_that_was_tried_again_is_told_once():
    """The first of lines that read alike."""
    text = "\n".join(["fetch: error: no such host", *["wait"] * 9] * 3)

    assert [one.line for one in proposed(text)] == [1]


def test_reasons_below_an_error_are_shown():
    """Rust's programs list them after a blank line."""
    found = proposed("error: failed to download\n\nCaused by:\n  [35] SSL connect error\nthen this")

    assert (found[0].first_line, found[0].last_line) == (1, 4)


def test_what_stands_above_a_summary_says_why():
    """`FAILURE!!! 1 files` counts the line above it."""
    found = proposed(
        "did not find expected ',' at line 5 column 7\nFAILURE!!! 1 files were unable to be parsed!"
    )

    assert found[0].line == 1
    assert SUMMARY.search("FAILURE!!! 1 files were unable to be parsed!")


def test_the_block_is_tight():
    """What is indented below belongs to the line, what follows does not."""
    found = proposed("Error: no\n    at a (a.js:1:2)\n    at b (b.js:3:4)\nthen this\n")

    assert (found[0].first_line, found[0].last_line) == (1, 3)


@pytest.mark.parametrize(
    "text",
    [
        "w.c:1:19: warning: 'x' is used uninitialized\nw.c:1:17: note: 'x' was declared here\n",
        "plugin.py:306: PytestDeprecationWarning: the option is unset\n\n==== 29 deselected in 0.72s ====\n",
        "stopping\nlib/tasks/qunit.rake:92:in `block in <main>'\nstopped\n",
    ],
    ids=["note of a compiler", "Python warning", "frame of a call stack"],
)
def test_a_place_in_a_file_alone_is_no_failure(text):
    """Notes, warnings and frames begin like what a linter finds."""
    assert proposed(text, None) == []


@pytest.mark.parametrize(
    ("text", "outcome", "count"),
    [
        ("all went well", None, 0),
        ("the cache could not be warmed", None, 0),
        ("error: no such table", None, 1),
        ("error: printed by a passing test", "passed", 0),
        ("", "failed", 0),
        ("done", "failed", 1),
    ],
)
def test_how_sure_it_must_be(text, outcome, count):
    """Silent where nothing points to a failure, never silent where the log failed."""
    assert len(proposed(text, outcome)) == count


def test_few_failures_are_proposed_and_none_is_certain():
    """At most a handful, and any dialect's failure is believed more."""
    text = "\n".join(f"Error: number {'x' * number} is wrong\nok\nok\nok\nok\nok\nok" for number in range(20))
    found = proposed(text)

    assert len(found) == proposal.MOST
    assert all(10 <= one.certainty <= 40 for one in found)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("write error: No space left on device", "disk"),
        ("java.lang.OutOfMemoryError: Java heap space", "memory"),
        ("Tests timed out", "timeout"),
        ("Segmentation fault", "crash"),
        ("connect: Connection refused", "network"),
        ("Cannot find module 'a'", "import"),
        ("a.sh: 3: foo: command not found", "config"),
        ("AssertionError: 4 is not 5", "test"),
        ("something else", "other"),
    ],
)
def test_the_kind_is_told_from_the_words(line, kind):
    """The most specific kind wins."""
    assert likely_kind(line) == kind


@settings(deadline=None)
@given(st.lists(st.sampled_from(["error: a", "ok", "  b", "", "x failed", "$ make", "FAIL a"]), max_size=30))
def test_a_failed_log_always_gets_an_answer(texts):
    """However it is made up, and the answer lies inside of the log."""
    text = "\n".join([*texts, "Done. Your build exited with 1."])
    lines = Lines("log", text.encode())

    found = read(lines, EVERYTHING.search(lines)).failures

    for one in found:
        assert 1 <= one.first_line <= one.line <= one.last_line <= len(lines)
    assert found
