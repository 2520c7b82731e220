"""Reading pytest: every form of traceback, names from all places, sessions that end and that are cut."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract.pytest import DIALECT, forms, headline, naming

FIXTURES = Path(__file__).parent.parent / "fixtures"
START = " test session starts ".center(80, "=")
LOGS = sorted(
    path
    for path in FIXTURES.glob("*pytest-*/*")
    if path.is_file() and path.name != "expected.yaml"
)  # fmt: skip


def rule(title, fill="="):
    """Return a line with a title as wide as a terminal."""
    return f" {title} ".center(80, fill)


def session(*body, final="1 failed in 0.01s", header=True):
    """Return the lines of a session."""
    head = [START, "platform linux -- Python 3.11.2, pytest-9.2.0, pluggy-1.7.0", "rootdir: /tmp/shop", ""]
    return "\n".join([*(head if header else []), *body, *([rule(final)] if final else [])]) + "\n"


def failures(*blocks, section="FAILURES"):
    """Return a section of blocks, each a title and its lines."""
    return [rule(section), *(line for title, *lines in blocks for line in (rule(title, "_"), *lines))]


def only(text):
    """Return the one failure of a log."""
    found = findings(DIALECT, text).failures
    assert len(found) == 1
    return found[0]


def fixture(case, name="log"):
    """Return what is found in a log of a fixture."""
    return findings(DIALECT, (FIXTURES / case / name).read_text("utf-8"))


SIMPLE = [
    "    def test_a():",
    ">       assert 1 == 2",
    "E       assert 1 == 2",
    "",
    "test_a.py:3: AssertionError",
]


@pytest.mark.parametrize("log", LOGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_anchors_only_save_time(log):
    """With every line a hit the result is the same."""
    text = log.read_bytes().decode("utf-8")

    assert findings(DIALECT, text) == findings_of_every_line(DIALECT, text)


class TestTracebackForms:
    """One failure told in all forms has one headline, one test and the same message."""

    NAMES = ("auto.log", "long.log", "short.log", "line.log")

    @pytest.mark.parametrize("name", NAMES[1:])
    def test_same_headlines(self, name):
        """auto, long, short and line agree in all."""
        first, other = (fixture("pytest-traceback-forms", one).failures for one in (self.NAMES[0], name))

        assert {(one.subject, one.headline) for one in other} == {
            (one.subject, one.headline) for one in first
        }

    @pytest.mark.parametrize("name", ["native.log", "no.log"])
    def test_headlines_of_the_shorter_runs(self, name):
        """Where the summary has not cut it, the headline is the same."""
        first = {one.subject: one.headline for one in fixture("pytest-traceback-forms", "auto.log").failures}
        cut = [
            one
            for one in fixture("pytest-traceback-forms", name).failures
            if not one.headline.endswith("...")
        ]

        assert [one.headline for one in cut if one.headline != "ERROR"] == [
            first[one.subject] for one in cut if one.headline != "ERROR"
        ]

    @pytest.mark.parametrize("name", ["quiet.log", "quiet-line.log", "quieter.log"])
    def test_quiet_forms_name_the_same_tests(self, name):
        """-q and -qq lose nothing."""
        first = fixture("pytest-traceback-forms", "auto.log").failures

        assert sorted(
            (one.subject, one.headline) for one in fixture("pytest-quiet-forms", name).failures
        ) == (sorted((one.subject, one.headline) for one in first))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (SIMPLE, (8, 7, 10, "AssertionError: assert 1 == 2")),
        (["test_a.py:3: in test_a", "    assert 1 == 2", "E   assert 1 == 2"],
         (8, 6, 8, "AssertionError: assert 1 == 2")),
        (
            ["Traceback (most recent call last):", '  File "/tmp/test_a.py", line 3, in test_a', "    f()",
             "ValueError: bad thing"],
            (9, 7, 9, "ValueError: bad thing"),
        ),
        (["said so", "plainly"], (6, 6, 7, "said so")),
        (["[XPASS(strict)] never"], (6, 6, 6, "[XPASS(strict)] never")),
    ],
    ids=["long", "short", "native", "plain", "strict xfail"],
)  # fmt: skip
def test_line_and_block(body, expected):
    """The line says the cause; the block runs from the code to the location and no farther."""
    found = only(session(*failures(("test_a", *body))).replace("rootdir: /tmp/shop\n\n", ""))
    line, first, last, head = expected
    shift = found.line - line

    assert (found.first_line - shift, found.last_line - shift, found.headline) == (first, last, head)


def test_chained_exceptions_are_spans_in_order():
    """Each exception of a chain is a message of its own; the last one gives the headline."""
    body = [
        ">       inner()", "E       KeyError: 'a'", "", "test_a.py:3: KeyError", "",
        "During handling of the above exception, another exception occurred:", "",
        ">       outer()", "E       ValueError: b", "", "test_a.py:5: ValueError",
    ]  # fmt: skip
    found = only(session(*failures(("test_a", *body))))

    assert [one.text for one in found.spans if one.where == "message"] == ["KeyError: 'a'", "ValueError: b"]
    assert found.headline == "ValueError: b"


def test_spans_say_what_they_are():
    """Location lines are frames, code is source, what stands below is captured; gutters are off."""
    found = only(
        session(*failures(("test_a", *SIMPLE, rule("Captured stdout call", "-"), "E   hello", "world")))
    )

    assert text_of(found, "message") == "assert 1 == 2"
    assert text_of(found, "frames") == "test_a.py:3: AssertionError"
    assert text_of(found, "source") == "    def test_a():\n>       assert 1 == 2"
    assert text_of(found, "captured") == "E   hello\nworld"
    assert [one.lines[0][0] for one in found.spans if one.where == "message"] == [found.line]


def test_deep_call_stack_shows_the_last_frame():
    """Of a long stack the block shown is the frame that raised."""
    large = "test_cart.py::TestDiscount::test_too_large[c - d]"
    found = next(
        one for one in fixture("pytest-traceback-forms", "auto.log").failures if one.subject == large
    )

    assert [text for _, text in found.spans[1].lines][:1] == ["test_cart.py:22: "]
    assert found.last_line - found.first_line == 3


def test_long_message_is_bounded():
    """A message of hundreds of lines shows its beginning, and rules see it with its middle cut."""
    body = [
        ">       f()",
        "E       ValueError: many",
        *(f"E       {n}" for n in range(1000)),
        "",
        "a.py:3: ValueError",
    ]
    found = only(session(*failures(("test_a", *body))))

    assert found.last_line - found.line == 29
    assert len(found.spans[0].lines) == 400


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["assert 1 == 2"], "AssertionError: assert 1 == 2"),
        (["AssertionError: ", "Not equal to tolerance", "", "Mismatch: 1"],
         "AssertionError: Not equal to tolerance"),
        (["RuntimeError:", "cause:", "no device"], "RuntimeError: cause: no device"),
        (["RuntimeError: TT_FATAL @ /a.cpp:12: a == b", "info:", "shapes differ", "backtrace:", " --- x"],
         "RuntimeError: TT_FATAL @ /a.cpp:12: a == b info: shapes differ"),
        (["AssertionError: assert False", " +  where False = f(1)", " +    where 1 = g()"],
         "AssertionError: assert False where False = f(1)"),
        (["AssertionError: assert {'a': 1} == {'b': 1}", "", "Left contains 1 more item:", "{'a': 1}"],
         "AssertionError: assert {'a': 1} == {'b': 1}"),
        (['  File "a.py", line 1', "    def x(:", "          ^", "SyntaxError: invalid syntax"],
         "SyntaxError: invalid syntax"),
        (["ValueError: " + "x" * 400], "ValueError: " + "x" * 287 + "…"),
        ([], ""),
    ],
)  # fmt: skip
def test_headline(texts, expected):
    """A first line that says nothing of itself is joined with what a person needs, within bounds."""
    assert headline.headline(texts) == expected


@pytest.mark.parametrize(
    ("text", "word", "node"),
    [
        (
            "test_a.py::test_x PASSED                                        [ 50%]",
            "PASSED",
            "test_a.py::test_x",
        ),
        ("test_a.py::test_x[ok 2:30pm now] FAILED [ 50%]", "FAILED", "test_a.py::test_x[ok 2:30pm now]"),
        ("a/test_a.py::TestX::test_y <- b/base.py XFAIL (later)", "XFAIL", "a/test_a.py::TestX::test_y"),
        ("[gw0] [ 50%] PASSED test_a.py::test_x ", "PASSED", "test_a.py::test_x"),
        ("[ 50%] SKIPPED test_a.py::test_x", "SKIPPED", "test_a.py::test_x"),
        ("test_a.py::test_x SUBFAILED[step] (i=1)              [100%]", "SUBFAILED", "test_a.py::test_x"),
        (
            "test_a.py::test_x PASSED                                         [3/22]",
            "PASSED",
            "test_a.py::test_x",
        ),
        (
            "test_a.py::test_x PASSED                                        132.9us",
            "PASSED",
            "test_a.py::test_x",
        ),
        ("test_a.py::test_x FAILED [310.0221s] [100%]", "FAILED", "test_a.py::test_x"),
        ("kat[Mapping] FAILED                                             [ 10%]", "FAILED", "kat[Mapping]"),
    ],
)
def test_verdict(text, word, node):
    """A line of -v tells a result and whose it is, with all that plugins put around it."""
    found = forms.verdict(7, text)

    assert found == forms.Verdict(7, word, node)


@pytest.mark.parametrize(
    "text",
    ["gradle test > it FAILED", "ERROR", "12 tests PASSED", "test_a.py::test_x", "x" * 5000 + "::a PASSED"],
)
def test_no_verdict(text):
    """Other programs say PASSED and FAILED too."""
    assert forms.verdict(7, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FAILED test_a.py::test_x - assert 1 == 2", ("FAILED", "test_a.py::test_x", ("assert 1 == 2",))),
        ("FAILED test_a.py::test_x[a - b] - E: c - d", ("FAILED", "test_a.py::test_x[a - b]", ("E: c - d",))),
        ("FAILED test_a.py::test_x[e[f]]", ("FAILED", "test_a.py::test_x[e[f]]", ())),
        ("FAILED test_a.py::test_x[[] - KeyError", ("FAILED", "test_a.py::test_x[[]", ("KeyError",))),
        ("ERROR tests/test_a.py", ("ERROR", "tests/test_a.py", ())),
        ("ERROR gw1 - Different tests", ("ERROR", "gw1", ("Different tests",))),
        ("FAIL tests/test_a.py::TestX::test_y", ("FAIL", "tests/test_a.py::TestX::test_y", ())),
        ("(i=1) SUBFAIL test_a.py::test_x - no", ("SUBFAIL", "test_a.py::test_x", ("no",))),
        ("SUBFAILED[step] (i=1) test_a.py::test_x - no", ("SUBFAILED", "test_a.py::test_x", ("no",))),
        ("FAILED [3.02s] test_a.py::test_x - no", ("FAILED", "test_a.py::test_x", ("no",))),
        ("FAILED pudding is cold", None),
        ("SKIPPED [1] test_a.py:71: later", None),
        ("  ERROR tests/test_a.py", None),
    ],
)
def test_entry(text, expected):
    """A line of the short summary names a test and its message, however many dashes and brackets it holds."""
    found = forms.entry(7, text)

    assert (found and (found.word, found.node, found.message)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule("1 failed, 12 passed, 2 skipped in 0.12s"), {"failed": 1, "passed": 12, "skipped": 2}),
        ("= 7 failed, 2 passed, 12 deselected, 2 errors, 2 subtests passed in 0.05s =",
         {"failed": 7, "passed": 2, "error": 2}),
        (rule("3 failed, 1 passed, 1 error in 0.04 seconds"), {"failed": 3, "passed": 1, "error": 1}),
        (rule("2 failed, 9 passed, 1 pytest-warnings in 0.28 seconds"), {"failed": 2, "passed": 9}),
        (rule("8 failed, 5 xfailed, 3 xpassed, 3 rerun in 255.21s (0:04:15)"),
         {"failed": 8, "xfailed": 5, "xpassed": 3}),
        ("12 passed in 0.03s", {"passed": 12}),
        ("no tests ran in 0.00s", {}),
        ("no tests collected, 1 error in 0.09s", {"error": 1}),
        ("1 passed (2.0s)", None),
        ("Tests: 1 failed, 2 passed", None),
        ("12 passed in review", None),
    ],
)  # fmt: skip
def test_tally(text, expected):
    """The counts are read as every version of pytest words them, and no other program's."""
    assert forms.tally(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule("TestX.test_y[a b]", "_"), "TestX.test_y[a b]"),
        ("_ " + "x" * 90 + " _", "x" * 90),
        ("_____ too short to be one _____", None),
        ("_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _", None),
        ("_" * 60 + "compute - 0.1s", None),
        ("_" * 80, None),
    ],
)
def test_heading(text, expected):
    """Only a line as wide as its section, filled alike on both sides, begins a block."""
    assert forms.heading(text, 80) == expected


@pytest.mark.parametrize(
    ("name", "paths", "progress", "expected"),
    [
        (
            "TestX.test_y",
            ["/lib/mock.py", "tests/test_a.py"],
            [("tests/test_a.py", "F")],
            "tests/test_a.py::TestX::test_y",
        ),
        ("test_y[1.5]", ["lib/mock.py", "b_test.py"], [], "b_test.py::test_y[1.5]"),
        ("test_y [step] (i=1)", ["a.py"], [], "a.py::test_y"),
        ("test_y", [], [], "test_y"),
        ("tests/test_a.py", ["b.py"], [], "tests/test_a.py"),
    ],
)
def test_guessed(name, paths, progress, expected):
    """Where no line names the test, its file is the one that was run, else one called like a test."""
    assert naming.guessed(name, paths, progress) == expected


def test_names_come_from_the_progress():
    """The letters of the progress say which file a block is of when the stack never enters it."""
    body = [">       self.setup()", "E       NameError: x", "", "lib/helper.py:3: NameError"]
    text = session(
        "tests/test_a.py .F",
        "tests/test_b.py F.",
        *failures(("TestA.test_x", *body), ("TestB.test_x", *body)),
    )

    assert [one.subject for one in findings(DIALECT, text).failures] == [
        "tests/test_a.py::TestA::test_x",
        "tests/test_b.py::TestB::test_x",
    ]


def test_same_name_in_two_files():
    """Blocks and summary are in one order, so equal names find their files."""
    text = session(
        *failures(("test_x", *SIMPLE), ("test_x", *SIMPLE)),
        rule("short test summary info"),
        "FAILED a/test_a.py::test_x - assert 1 == 2",
        "FAILED b/test_a.py::test_x - assert 1 == 2",
    )

    assert [one.subject for one in findings(DIALECT, text).failures] == [
        "a/test_a.py::test_x",
        "b/test_a.py::test_x",
    ]


def test_summary_alone_and_block_are_one():
    """What has a block is not told again by the summary; what has none is."""
    text = session(
        *failures(("test_x", *SIMPLE)),
        rule("short test summary info"),
        "FAILED test_a.py::test_w - ValueError: no block",
        "FAILED test_a.py::test_x - assert 1 == 2",
    )
    found = findings(DIALECT, text).failures

    assert [(one.subject, one.headline) for one in found] == [
        ("test_a.py::test_x", "AssertionError: assert 1 == 2"),
        ("test_a.py::test_w", "ValueError: no block"),
    ]


@pytest.mark.parametrize(
    ("title", "phase", "section"),
    [
        ("ERROR at setup of test_x", "setup", "ERRORS"),
        ("ERROR at teardown of TestA.test_x", "teardown", "ERRORS"),
        ("ERROR collecting tests/test_a.py", "collect", "ERRORS"),
        ("test_x", "call", "FAILURES"),
    ],
)
def test_phase(title, phase, section):
    """The heading tells the phase."""
    assert only(session(*failures((title, *SIMPLE), section=section))).phase == phase


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Failed: Timeout (>1.0s) from pytest-timeout.", "timeout"),
        ("Failed: Timeout >1.0s", "timeout"),
        ("ModuleNotFoundError: No module named 'x'", "test"),
        ("SyntaxError: invalid syntax", "test"),
    ],
)
def test_kind(head, kind):
    """A module that can't be collected is a failed test, whatever the reason; timeouts are told apart."""
    assert (
        only(session(*failures(("ERROR collecting test_a.py", f"E   {head}"), section="ERRORS"))).kind == kind
    )


class TestCases:
    """Results by name where they are named, else by count; both agree."""

    @pytest.mark.parametrize(
        ("case", "name"),
        [("pytest-traceback-forms", "no.log"), ("pytest-xdist", "verbose.log"), ("pytest-color", "log"),
         ("clean-pytest-old", "log")],
    )  # fmt: skip
    def test_names_agree_with_counts(self, case, name):
        """A test that broke in its teardown is counted twice by pytest, and is one case."""
        found = fixture(case, name)
        counted = {}
        for one in found.cases:
            counted[one.outcome] = counted.get(one.outcome, 0) + 1
        teardown = sum(one.subject == "test_cart.py::test_teardown" for one in found.cases)

        assert {**counted, "passed": counted["passed"] + teardown} == found.counts

    def test_attempts(self):
        """Each rerun is an attempt that failed."""
        found = fixture("pytest-rerunfailures")

        assert [
            (one.subject, one.attempt, one.outcome) for one in sorted(found.cases, key=lambda one: one.line)
        ] == [
            ("test_flaky.py::test_flaky", 1, "failed"),
            ("test_flaky.py::test_flaky", 2, "passed"),
            ("test_flaky.py::test_never", 1, "failed"),
            ("test_flaky.py::test_never", 2, "failed"),
            ("test_flaky.py::test_never", 3, "failed"),
        ]

    def test_results_behind_output(self):
        """With -s a result belongs to the test that was begun."""
        cases = fixture("pytest-output-not-captured", "verbose.log").cases

        assert [(one.subject.partition("::")[2], one.outcome) for one in cases] == [
            ("test_quiet", "passed"),
            ("test_loud", "passed"),
            ("test_broken", "failed"),
            ("test_end", "passed"),
        ]

    def test_letters_count_where_no_line_does(self):
        """A cut session without -v has letters only."""
        text = session("test_a.py ..Fs", "test_b.py x.", final="")

        assert findings(DIALECT, text).counts == {"passed": 3, "failed": 1, "skipped": 1, "xfailed": 1}

    def test_subtest_that_failed_fails_its_test(self):
        """The line of -v says PASSED of a test whose subtest failed."""
        cases = fixture("pytest-subtests", "plain.log").cases

        assert {one.subject: one.outcome for one in cases}[
            "test_numbers.py::TestNumbers::test_all"
        ] == "failed"


class TestSessions:
    """What belongs to a session and what does not."""

    def test_owned_from_start_to_counts(self):
        """The counts are the last line."""
        text = "before\n" + session("test_a.py .", final="1 passed in 0.01s") + "Error: after\n"

        assert findings(DIALECT, text).owned == ((2, 7),)

    def test_quiet_session_begins_with_its_progress(self):
        """Without a header the dots are the first line."""
        text = "make: go\n.F      [100%]\n" + session(*failures(("test_a", *SIMPLE)), header=False)

        assert findings(DIALECT, text).owned == ((2, 10),)

    def test_crash_owns_nothing_behind_it(self):
        """What other programs print after a crash is theirs."""
        found = fixture("pytest-segmentation-fault", "dots.log")

        last = max(last for _, last in found.owned)
        lines = (FIXTURES / "pytest-segmentation-fault/dots.log").read_text().splitlines()
        assert lines[last:] == ["uploading reports", "KeyError: later"]

    def test_two_sessions_add_up(self):
        """Counts of all sessions are summed."""
        text = session("a.py .", final="2 passed in 0.01s") + session(
            "b.py F", *failures(("test_b", *SIMPLE))
        )
        found = findings(DIALECT, text)

        assert (found.counts, found.outcome, len(found.owned)) == ({"passed": 2, "failed": 1}, "failed", 2)

    def test_session_without_end_is_neither(self):
        """Nobody knows how a session ended that was cut."""
        assert findings(DIALECT, session("test_a.py ...", final="")).outcome is None

    def test_other_programs_are_no_sessions(self):
        """Lines that look alike do not make a session."""
        text = "foo::bar PASSED\n== stage ==\n12 FAILED\nscript.py done\n[100%] Built target x\n____ a ____\n"
        found = findings(DIALECT, text)

        assert (found.failures, found.cases, found.owned, found.outcome) == ((), (), (), None)

    def test_inner_session_in_captured_output_is_output(self):
        """Tests of plugins run pytest and print what it said."""
        found = fixture("pytest-nested-sessions")

        assert [one.subject for one in found.failures] == [
            "test_plugin.py::test_inner",
            "test_plugin.py::test_outer",
        ]
        assert found.counts == {"failed": 2}


@pytest.mark.parametrize(
    ("case", "name", "subject", "headline", "kind"),
    [
        ("pytest-segmentation-fault", "dots.log", "test_device.py::test_reads_null",
         "Fatal Python error: Segmentation fault", "crash"),
        ("pytest-segmentation-fault", "bare.log", "test_device.py::TestDevice::test_reads_null",
         "Segmentation fault", "crash"),
        ("pytest-killed", "verbose.log", "test_hungry.py::test_hungry", "Killed", "crash"),
        ("pytest-killed", "dots.log", "test_hungry.py", "Killed", "crash"),
        ("pytest-timeout-thread", "dots.log", "test_slow.py::test_slow", "Timeout", "timeout"),
        ("pytest-internal-error", "running.log", None, "ZeroDivisionError: division by zero", "crash"),
        ("pytest-stopped", "exit.log", None, "Exit: license server is gone", "other"),
        ("pytest-stopped", "interrupt.log", None, "KeyboardInterrupt", "infra"),
        ("pytest-usage-errors", "option.log", None, "error: unrecognized arguments: --cov-nope", "config"),
        ("pytest-usage-errors", "ini.log", "/tmp/shop/broken.ini", "unexpected value continuation", "config"),
        ("pytest-conftest-import", "log", "/tmp/shop/conftest.py",
         "ModuleNotFoundError: No module named 'yaml_of_the_past'", "import"),
        ("pytest-coverage-too-low", "log", None,
         "Required test coverage of 90% not reached. Total coverage: 31.58%", "other"),
        ("pytest-quiet-forms", "nameless.log", None, "10 failed, 3 errors", "test"),
    ],
)  # fmt: skip
def test_ends(case, name, subject, headline, kind):
    """What ended pytest is a failure, of the test that ran where that is known."""
    found = fixture(case, name)

    assert [(one.subject, one.headline, one.kind) for one in found.failures] == [(subject, headline, kind)]
    assert found.outcome == "failed"


def test_nothing_ran_is_believed_only_where_the_log_failed():
    """Exit code 5 is not everybody's failure: the reader does not trust it much and calls nothing failed."""
    found = findings(DIALECT, session("collected 0 items", final="no tests ran in 0.01s"))

    assert ([(one.headline, one.role, one.certainty) for one in found.failures], found.outcome) == (
        [("no tests ran", "symptom", 30)],
        None,
    )


def test_parent_of_failed_subtests_is_a_wrapper():
    """The test around a failed subtest says nothing of its own."""
    roles = [(one.headline, one.role) for one in fixture("pytest-subtests", "plain.log").failures]

    assert roles == [
        ("AssertionError: 1 == 1", "cause"),
        ("AssertionError: assert 2 != 2", "cause"),
        ("contains 1 failed subtest", "wrapper"),
    ]


PIECES = st.sampled_from(
    [
        START, "rootdir: /tmp/shop", "", "test_a.py .F", "test_a.py::test_x PASSED", "test_a.py::test_x ",
        "FAILED", rule("FAILURES"), rule("ERRORS"), rule("PASSES"), rule("warnings summary"),
        rule("short test summary info"), rule("test_x", "_"), rule("ERROR at setup of test_x", "_"),
        rule("Captured stdout call", "-"), "E   ValueError: x", "E", ">   f()", "test_a.py:3: ValueError",
        "test_a.py:3: in f", "_ _ _ _", "    code", "FAILED test_a.py::test_x - ValueError: x",
        "ERROR test_a.py", "Traceback (most recent call last):", '  File "/tmp/a.py", line 3, in f',
        "ValueError: x", "INTERNALERROR> ValueError: x", "Expected:", "Got:", "Fatal Python error: Aborted",
        "+++++ Timeout +++++", "Killed", "!!!!! KeyboardInterrupt !!!!!", "pytest: error: no",
        "ERROR: usage: pytest [options] [file_or_dir] [...]", "ERROR: file not found: x",
        "ImportError while loading conftest '/tmp/conftest.py'.", rule("1 failed in 0.1s"),
        "During handling of the above exception, another exception occurred:", "2 passed in 0.1s",
        "Results (0.1s):", "     1 failed", "ERROR: while parsing the following warning configuration:",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_any_mixture_is_read(pieces):
    """Whatever order the lines come in, reading ends with ranges that hold, whatever are hits."""
    text = "\n".join(pieces)
    found = findings(DIALECT, text)
    size = len(text.splitlines())

    assert all(1 <= one.first_line <= one.line <= one.last_line <= size for one in found.failures)
    assert all(1 <= first <= last <= size for first, last in found.owned)
    assert all(one.headline and one.spans for one in found.failures)
    assert brief(found) == brief(findings_of_every_line(DIALECT, text))


def test_many_results_are_read_in_linear_time():
    """Twice the lines take about twice the calls: each candidate is read a bounded number of times."""
    reads = []
    for count in (1_000, 2_000):
        body = [f"test_a.py::test_x[{number}] PASSED" for number in range(count)]
        lines = _Counting(session(*body, *failures(("test_a", *SIMPLE)), final="1 failed in 1.00s"))
        DIALECT.read(lines, dict.fromkeys(DIALECT.anchors, range(1, len(lines) + 1)))
        reads.append(lines.reads)

    assert reads[1] < 2.2 * reads[0]


class _Counting:
    """Lines that count how often one of them is read."""

    label = "log"

    def __init__(self, text):
        self._lines = text.splitlines()
        self.reads = 0

    def __len__(self):
        return len(self._lines)

    def __getitem__(self, number):
        self.reads += 1
        return self._lines[number - 1]

    def between(self, first, last):
        for number in range(max(first, 1), min(last, len(self)) + 1):
            yield number, self[number]

    def echoed(self, number):
        return False
