"""Reading unittest and its kin: names in every form, blocks, outcomes, what tests only print."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract.python import stestr, trial, unittest, verbose
from classifier.extract.python.unittest import DIALECT

FIXTURES = Path(__file__).parent.parent / "fixtures"
RULE, DASHES = "=" * 70, "-" * 70


def block(header, *body, rule=RULE):
    """Return the lines of one failed test as runners print them."""
    return "\n".join([rule, header, DASHES, *body, ""])


def run(*blocks, progress="F", ran=1, verdict="FAILED (failures=1)"):
    """Return a run: progress, blocks, summary."""
    return "\n".join([progress, *blocks, DASHES, f"Ran {ran} tests in 0.001s", "", verdict, ""])


def traced(exception, function="test_x", path="/tmp/demo/test_a.py"):
    """Return the lines of a traceback of one frame."""
    lines = [
        "Traceback (most recent call last):",
        f'  File "{path}", line 5, in {function}',
        "    self.check()",
    ]
    return [*lines, *exception.split("\n")]


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("test_x (test_a.ATest)", "test_a.ATest.test_x"),
        ("test_x (test_a.ATest.test_x)", "test_a.ATest.test_x"),
        ("test_x (__main__.ATest)", "__main__.ATest.test_x"),
        ("test_x (test_a.ATest) (number=3)", "test_a.ATest.test_x"),
        ("test_x (test_a.ATest.test_x) [a label] (number=3)", "test_a.ATest.test_x"),
        ("test_x (test_a.ATest.test_x) (text='a (b)')", "test_a.ATest.test_x"),
        ("test_of_('a', ...) (test_a.ATest)", "test_a.ATest.test_of_('a', ...)"),
        ("test_a,_(and_b) (test_a.ATest)", "test_a.ATest.test_a,_(and_b)"),
        ("setUpClass (test_a.ATest)", "test_a.ATest.setUpClass"),
        ("setUpModule (test_a)", "test_a.setUpModule"),
        ("tests.test_a (unittest.loader._FailedTest.tests.test_a)", "tests.test_a"),
        ("test_a (unittest.loader._FailedTest)", "test_a"),
        ("tests.test_a (unittest.loader.ModuleImportFailure)", "tests.test_a"),
        ("unittest.case.FunctionTestCase (test_x)", "test_x"),
        ("test_a.ATest.test_x", "test_a.ATest.test_x"),
        ("a test told by its docstring", "a test told by its docstring"),
    ],
)
def test_subject(title, subject):
    """A test is module.class.method whichever Python printed it; a subtest belongs to its test."""
    assert verbose.subject_of(title) == subject


def test_block():
    """The cause is the exception's line; the block shown runs from the header to the end of the message."""
    text = run(block("FAIL: test_x (test_a.ATest)", *traced("AssertionError: 1 != 2\n- 1\n+ 2")))
    found = findings(DIALECT, text)

    assert brief(found) == [(8, 3, 10, "test", "cause", "test_a.ATest.test_x", "AssertionError: 1 != 2")]
    assert text_of(found.failures[0], "message") == "AssertionError: 1 != 2\n- 1\n+ 2"
    assert text_of(found.failures[0], "frames") == '  File "/tmp/demo/test_a.py", line 5, in test_x'
    assert text_of(found.failures[0], "source") == "    self.check()"
    assert found.outcome == "failed"
    assert found.counts == {"failed": 1}
    assert found.owned == ((2, 15),)


@pytest.mark.parametrize(
    ("function", "phase"),
    [("test_x", "call"), ("setUp", "setup"), ("asyncSetUp", "setup"), ("tearDown", "teardown")],
)
def test_phase(function, phase):
    """A fixture among the callers says in which phase it happened."""
    text = run(block("ERROR: test_x (test_a.ATest)", *traced("KeyError: 'a'", function)))

    assert [one.phase for one in findings(DIALECT, text).failures] == [phase]


def test_chain():
    """Each exception of a chain is a message of its own, in the order of the log; the last one heads it."""
    body = [
        *traced("KeyError: 'a'"), "",
        "During handling of the above exception, another exception occurred:", "",
        *traced("RuntimeError: two\nlines\n\nand a third"),
    ]  # fmt: skip
    failure = findings(DIALECT, run(block("ERROR: test_x (test_a.ATest)", *body))).failures[0]

    assert [one.text for one in failure.spans if one.where == "message"] == [
        "KeyError: 'a'",
        "RuntimeError: two\nlines\n\nand a third",
    ]
    assert failure.headline == "RuntimeError: two"


@pytest.mark.parametrize(
    ("message", "headline"),
    [
        ("AssertionError", "AssertionError"),
        ("AssertionError: ", "AssertionError"),
        ("AssertionError: \nArrays are not equal", "AssertionError: Arrays are not equal"),
        ("socket.timeout: timed out", "socket.timeout: timed out"),
        ("shop.make.<locals>.Late: too late", "shop.make.<locals>.Late: too late"),
        ("error: [Errno 111] Connection refused", "error: [Errno 111] Connection refused"),
    ],
)
def test_headline(message, headline):
    """The headline is the exception with its first words."""
    text = run(block("ERROR: test_x (test_a.ATest)", *traced(message)))

    assert [one.headline for one in findings(DIALECT, text).failures] == [headline]


def test_a_long_stack_is_shown_from_own_code_on():
    """Of a stack of fifty frames a person needs the last one in own code."""
    deep = [f'  File "/usr/lib/python3.12/site-packages/web/core.py", line {n}, in go' for n in range(50)]
    lines = traced("ValueError: bad")
    body = [lines[0], *deep, *lines[1:]]
    found = brief(findings(DIALECT, run(block("ERROR: test_x (test_a.ATest)", *body))))

    assert [(line, first) for line, first, *_ in found] == [(58, 56)]


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ("Stdout:", "told by the test"),
        ("-------------------- >> begin captured logging << --------------------", "shop: DEBUG: opened"),
    ],
)
def test_captured(mark, body):
    """What the test printed is no part of the message."""
    text = run(block("ERROR: test_x (test_a.ATest)", *traced("ValueError: bad"), mark, body, ""))
    failure = findings(DIALECT, text).failures[0]

    assert text_of(failure, "message") == "ValueError: bad"
    assert text_of(failure, "captured") == f"{mark}\n{body}"


def test_output_of_others_between_the_lines():
    """Output of another process between the lines of a traceback does no harm."""
    lines = traced("ValueError: bad")
    body = [lines[0], "Checking a.yaml", "building dict...", *lines[1:3], "loading file:///a", lines[3]]

    assert (
        brief(findings(DIALECT, run(block("ERROR: test_x (test_a.ATest)", *body))))[0][6] == "ValueError: bad"
    )


def test_a_block_without_traceback():
    """Its first line of text says the cause."""
    text = run(block("FAIL: test_x (test_a.ATest)", "", "went wrong somehow", "no more is known"))

    assert brief(findings(DIALECT, text)) == [
        (6, 3, 7, "test", "cause", "test_a.ATest.test_x", "went wrong somehow")
    ]


def test_interrupted_run():
    """Without a summary the last block ends with its traceback; cases are what was named."""
    text = "\n".join(
        [
            "test_x (test_a.ATest) ... FAIL",
            "test_y (test_a.ATest) ... ok",
            "",
            block("FAIL: test_x (test_a.ATest)", *traced("AssertionError")),
            "^C",
            "something else",
        ]
    )
    found = findings(DIALECT, text)

    assert brief(found) == [(10, 5, 10, "test", "cause", "test_a.ATest.test_x", "AssertionError")]
    assert found.owned == ((1, 10),)
    assert [(one.subject, one.outcome) for one in found.cases] == [
        ("test_a.ATest.test_x", "failed"),
        ("test_a.ATest.test_y", "passed"),
    ]


@pytest.mark.parametrize(
    ("lines", "outcomes"),
    [
        (["test_x (a.T) ... ok"], ["passed"]),
        (["test_x (a.T.test_x) ... skipped 'why'"], ["skipped"]),
        (['test_x (a.T.test_x) ... skipped "it\'s"'], ["skipped"]),
        (["test_x (a.T) ... expected failure"], ["xfailed"]),
        (["test_x (a.T) ... SKIP: no network"], ["skipped"]),
        (["  test_x (a.T) ... ok (0.012s)"], ["passed"]),
        (["test_x (a.T)", "Told by a docstring. ... ok"], ["passed"]),
        (["test_x (a.T) ... printed by the test", "and more", "ok"], ["passed"]),
        (["test_x (a.T) ... ERROR:root:logged", "ok"], ["passed"]),
        (["test_error (a.T) ... ok", "test_fail (a.T) ... ok"], ["passed", "passed"]),
        (["a.T.test_x ... ok"], ["passed"]),
        (["a.test_x(1, 'b') ... ok"], ["passed"]),
        (["Building wheel for a (setup.py) ... done", "ok"], []),
        (["Compiling (release) ... ok"], []),
        (["test foo::bar ... ok"], []),
        (["checking for gcc ... ok"], []),
    ],
)
def test_named_tests(lines, outcomes):
    """Each form of a verbose line, with the outcome on it or below what the test printed."""
    text = run(progress="\n".join(lines), ran=len(outcomes), verdict="OK")

    assert [one.outcome for one in findings(DIALECT, text).cases] == outcomes


def test_long_lines_are_no_names():
    """A line of many parentheses is passed over at once."""
    text = run(progress="test_x" + " (a" * 30_000 + " ... ok", ran=1, verdict="OK")

    assert findings(DIALECT, text).cases == ()


def test_plain_names_need_a_summary():
    """A dotted name with an outcome is a test only in a run of tests."""
    assert findings(DIALECT, "service.start ... ok\n").cases == ()


@pytest.mark.parametrize(
    ("verdict", "ran", "counts"),
    [
        ("OK", 3, {"passed": 3}),
        ("OK (skipped=1)", 3, {"passed": 2, "skipped": 1}),
        ("OK (SKIP=2, KNOWNFAIL=1)", 5, {"passed": 2, "skipped": 2, "xfailed": 1}),
        ("OK (expected failures=2)", 2, {"xfailed": 2}),
    ],
)
def test_counts(verdict, ran, counts):
    """Where tests are not named the summary counts them."""
    found = findings(DIALECT, run(progress="...", ran=ran, verdict=verdict))

    assert (found.counts, found.outcome, found.failures) == (counts, "passed", ())


def test_subtests_count_once():
    """Two subtests that fail are two failures of one test."""
    blocks = [
        block(f"FAIL: test_x (test_a.ATest) (number={n})", *traced(f"AssertionError: {n}")) for n in (1, 2)
    ]
    found = findings(DIALECT, run(*blocks, ran=3, verdict="FAILED (failures=2)"))

    assert [one.subject for one in found.failures] == ["test_a.ATest.test_x"] * 2
    assert found.counts == {"failed": 1, "passed": 2}


def test_several_runs_are_added():
    """Each run of a log counts, and one that failed makes the log fail."""
    failed = run(block("FAIL: test_x (test_a.ATest)", *traced("AssertionError")), ran=4)
    found = findings(
        DIALECT, run(progress="..", ran=2, verdict="OK") + failed + run(progress=".", verdict="OK")
    )

    assert (found.outcome, found.counts) == ("failed", {"failed": 1, "passed": 6})
    assert len(found.owned) == 3


@pytest.mark.parametrize(("lines", "outcome"), [(200, "passed"), (201, None)])
def test_a_pass_long_before_the_end(lines, outcome):
    """What a few tests said early in a long build does not speak for the rest of it."""
    text = run(progress="...", ran=3, verdict="OK") + "building\n" * lines

    assert findings(DIALECT, text).outcome == outcome


def test_nothing_ran():
    """A run without tests fails since Python 3.12, and says only this."""
    found = findings(DIALECT, run(progress="", ran=0, verdict="NO TESTS RAN"))

    assert [row[6] for row in brief(found)] == ["NO TESTS RAN"]


@pytest.mark.parametrize(
    "text",
    [
        "ERROR: test_x (test_a.ATest)\n",
        f"{RULE}\nERROR: no test at all\n{RULE}\n",
        "FAIL: something\nFAILED (failures=1)\n",
        f"{DASHES}\nRunning 12 tests in 3 folders\n",
    ],
)
def test_confusers(text):
    """Words of a runner without its frame are no runner's."""
    found = findings(DIALECT, text)

    assert (found.failures, found.outcome) == ((), None)


def test_an_unexpected_success_without_a_block():
    """Before Python 3.12 only the verbose line tells of it."""
    text = run(progress="test_x (a.T) ... unexpected success", verdict="FAILED (unexpected successes=1)")

    assert brief(findings(DIALECT, text)) == [(1, 1, 1, "test", "cause", "a.T.test_x", "unexpected success")]


def test_trial_is_not_unittest():
    """The summary of trial is left to its own dialect."""
    text = (FIXTURES / "unittest-trial" / "log").read_text("utf-8")

    assert findings(DIALECT, text).counts == {}
    assert findings(trial.DIALECT, text).counts["failed"] == 1


def test_trial_names_every_test_of_a_block():
    """Tests that failed alike share one traceback, and are a failure each."""
    text = "\n".join(
        ["=" * 79, "[FAIL]", *traced("twisted.trial.unittest.FailTest: no"), "",
         "bus.A.test_x", "bus.A.test_y", "-" * 79, "Ran 2 tests in 0.1s", "", "FAILED (failures=2)", ""]
    )  # fmt: skip
    found = findings(trial.DIALECT, text)

    assert [one.subject for one in found.failures] == ["bus.A.test_x", "bus.A.test_y"]
    assert (found.outcome, found.counts) == ("failed", {"failed": 2})


def test_stestr_counts_a_failure_once():
    """The copy that stestr prints at the end is owned, not counted again."""
    text = (FIXTURES / "unittest-stestr" / "log").read_text("utf-8")
    found = findings(stestr.DIALECT, text)

    assert len(found.failures) == 2
    assert found.counts == {"passed": 1, "skipped": 1, "failed": 2}
    assert found.owned[0][1] >= text.split("\n").index("Totals") + 1


@pytest.mark.parametrize("case", sorted(path.name for path in FIXTURES.glob("*unittest-*")))
@pytest.mark.parametrize(
    "dialect", [unittest.DIALECT, trial.DIALECT, stestr.DIALECT], ids=lambda one: one.name
)
def test_anchors_only_save_time(case, dialect):
    """With every line a hit, the result is the same."""
    text = (FIXTURES / case / "log").read_text("utf-8")

    assert findings_of_every_line(dialect, text) == findings(dialect, text)


PIECES = [
    RULE, DASHES, "=" * 79, "-" * 79, "", "ok", "FAIL: test_x (a.T)", "ERROR: b", "[FAIL]", "a.T.test_x",
    "test_x (a.T) ... ok", "test_y (a.T) ... ", "Ran 3 tests in 0.1s", "OK", "FAILED (failures=1)", "PASSED",
    "Traceback (most recent call last):", '  File "a.py", line 1, in f', "    f()", "ValueError: bad",
    "Stdout:", "{0} a.T.test_x [0.1s] ... FAILED", "Captured traceback:", "Ran: 1 tests in 0.1 sec.",
    " - Failed: 1", "    Traceback (most recent call last):", '      File "a.py", line 1, in f',
    "    KeyError: 'a'",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_order_of_lines_is_survived(pieces):
    """Lines of runners in any order: blocks lie within the log and hold their line."""
    text = "\n".join(pieces) + "\n"
    for dialect in (unittest.DIALECT, trial.DIALECT, stestr.DIALECT):
        found = findings(dialect, text)
        for one in found.failures:
            assert 1 <= one.first_line <= one.line <= one.last_line <= len(pieces)
        for first, last in found.owned:
            assert 1 <= first <= last
