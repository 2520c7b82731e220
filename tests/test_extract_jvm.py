"""Reading the tests, builds and deaths of the Java virtual machine."""

# ruff: noqa: E501 - lines that tools print

import pytest
from extracting import brief, findings, findings_of_every_line, text_of
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract.jvm import DIALECT
from classifier.search import Searcher

TRACE = "java.lang.AssertionError: expected:<1> but was:<2>\n\tat demo.ShopTest.adds(ShopTest.java:9)\n"
FAILED = "[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.1 s <<< FAILURE! - in demo.ShopTest\n"
SUMMARY = "[INFO] Results:\n[INFO] \n[ERROR] Failures: \n[ERROR]   ShopTest.adds:9 expected:<1> but was:<2>\n[INFO] \n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1\n"


def told(text):
    """Return subject and headline of each failure that is no wrapper."""
    return [(one.subject, one.headline) for one in findings(DIALECT, text).failures if one.role == "cause"]


def subjects(text):
    """Return the subjects alone."""
    return [subject for subject, _ in told(text)]


def test_anchors_are_fast():
    """Every anchor holds a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("[ERROR] demo.ShopTest.adds -- Time elapsed: 0.012 s <<< FAILURE!", "demo.ShopTest.adds"),
        ("[ERROR] demo.ShopTest.adds  Time elapsed: 0.012 s  <<< FAILURE!", "demo.ShopTest.adds"),
        ("adds(demo.ShopTest)  Time elapsed: 0.01 sec  <<< FAILURE!", "demo.ShopTest.adds"),
        ("adds[2](demo.ShopTest)  Time elapsed: 0,01 sec  <<< ERROR!", "demo.ShopTest.adds[2]"),
        ("[ERROR] demo.ShopTest.adds(String)[2] -- Time elapsed: 0.1 s <<< ERROR!", "demo.ShopTest.adds(String)[2]"),
        ("[ERROR] adds two numbers(demo.ShopTest)  Time elapsed: 1.2 s  <<< FAILURE!", "demo.ShopTest.adds two numbers"),
        ("adds()  Time elapsed: 0.01 sec  <<< FAILURE!", "demo.ShopTest.adds()"),
        ("[ERROR] demo.ShopTest  Time elapsed: 0.01 s  <<< ERROR!", "demo.ShopTest"),
        ("[ERROR] demo.ShopTest$Full.adds -- Time elapsed: 0.01 s <<< ERROR!", "demo.ShopTest$Full.adds"),
    ],
)  # fmt: skip
def test_surefire_names_tests_in_many_ways(header, subject):
    """Class and method come out, whatever the version of Surefire."""
    assert told(f"{FAILED}{header}\n{TRACE}\n") == [
        (subject, "java.lang.AssertionError: expected:<1> but was:<2>")
    ]


def test_a_test_is_told_once():
    """While it runs, in the summary, and after it ran again."""
    test = f"{FAILED}[ERROR] demo.ShopTest.adds  Time elapsed: 0.1 s  <<< FAILURE!\n{TRACE}\n"
    goal = "[ERROR] Failed to execute goal org.demo:surefire:3:test (default-test) on project shop: There are test failures.\n"
    found = findings(DIALECT, f"{test}{test}{SUMMARY}[INFO] BUILD FAILURE\n{goal}")

    assert [(one.line, one.role) for one in found.failures] == [(3, "cause"), (18, "wrapper")]
    assert found.counts == {"failed": 1, "skipped": 1, "passed": 1}
    assert [(case.subject, case.outcome) for case in found.cases] == [("demo.ShopTest.adds", "failed")]


@pytest.mark.parametrize(
    ("entry", "subject", "headline"),
    [
        ("[ERROR]   ShopTest.adds:9 expected:<1> but was:<2>", "ShopTest.adds", "expected:<1> but was:<2>"),
        ("[ERROR]   ShopTest>BaseTest.adds:12->check:30 » IllegalState no stock", "ShopTest.adds", "IllegalState no stock"),
        ("[ERROR]   ShopTest.adds two numbers:9 expected:<1>", "ShopTest.adds two numbers", "expected:<1>"),
        ("  ShopTest.adds:9", "ShopTest.adds", "ShopTest.adds:9"),
        ("  adds(demo.ShopTest): expected:<1> but was:<2>", "demo.ShopTest.adds", "expected:<1> but was:<2>"),
        ("  adds on instance adds(demo.ShopTest)(demo.ShopTest)", "demo.ShopTest.adds", "adds on instance adds(demo.ShopTest)(demo.ShopTest)"),
        ("[ERROR]   ShopTest.adds » TestTimedOut test timed out after 5 milliseconds", "ShopTest.adds", "TestTimedOut test timed out after 5 milliseconds"),
    ],
)  # fmt: skip
def test_a_summary_speaks_where_the_details_are_missing(entry, subject, headline):
    """Each of its forms names test and message."""
    assert told(f"Results :\n\nFailed tests: \n{entry}\n\nTests run: 3, Failures: 1, Errors: 0\n") == [
        (subject, headline)
    ]


def test_an_old_summary_begins_beside_its_heading():
    """Surefire 2.7 to 2.12 name the first test there."""
    text = "Results :\n\nFailed tests:   adds(demo.ShopTest): no\n  takes(demo.ShopTest): no\n\nTests run: 3, Failures: 2, Errors: 0\n"

    assert subjects(text) == ["demo.ShopTest.adds", "demo.ShopTest.takes"]


def test_a_summary_names_the_method_that_sets_up():
    """As many of a class as are told above are the same."""
    test = f"{FAILED}[ERROR] demo.ShopTest.adds  Time elapsed: 0.1 s  <<< ERROR!\njava.lang.IllegalStateException: no\n\n"
    summary = SUMMARY.replace(
        "ShopTest.adds:9 expected:<1> but was:<2>", "ShopTest.setUp:5 » IllegalState no"
    )

    assert subjects(test + summary) == ["demo.ShopTest.adds"]


def test_a_test_that_passed_when_it_ran_again_did_not_fail():
    """The summary lists it as a flake."""
    test = f"{FAILED}[ERROR] demo.ShopTest.adds  Time elapsed: 0.1 s  <<< FAILURE!\n{TRACE}\n"
    flake = "[INFO] Results:\n[INFO] \n[WARNING] Flakes: \n[WARNING] demo.ShopTest.adds\n[ERROR]   Run 1: ShopTest.adds:9 no\n[INFO]   Run 2: PASS\n[INFO] \n[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Flakes: 1\n"

    assert told(test + flake) == []


def test_runs_of_a_summary_are_one_test():
    """All of them failed."""
    text = "[INFO] Results:\n[ERROR] Errors: \n[ERROR] demo.ShopTest.adds\n[ERROR]   Run 1: ShopTest.setUp:9 » State no\n[ERROR]   Run 2: ShopTest.setUp:9 » State no\n[INFO] \n[ERROR] Tests run: 1, Failures: 0, Errors: 1\n"

    assert told(text) == [("demo.ShopTest.adds", "State no")]


def test_a_class_speaks_only_for_itself():
    """Where nothing else names a test that failed."""
    assert subjects(FAILED) == ["demo.ShopTest"]
    assert subjects(FAILED + SUMMARY) == ["demo.ShopTest.adds"]


@pytest.mark.parametrize(
    ("end", "count"),
    [("[INFO] BUILD SUCCESS", 0), ("BUILD SUCCESSFUL in 3s", 0), ("[INFO] BUILD FAILURE", 1), ("", 1)],
)
def test_a_build_that_ended_well_had_no_failures(end, count):
    """It was told to pass over them."""
    assert len(told(f"demo.ShopTest > adds FAILED\n    {TRACE}\n{end}\n")) == count


def test_a_build_that_ended_well_owns_its_lines():
    """What it printed on its way is no failure, and the log passed."""
    found = findings(
        DIALECT, "[INFO] Scanning for projects...\njava.io.IOException: no\n[INFO] BUILD SUCCESS\n"
    )

    assert found.owned == ((1, 3),)
    assert found.outcome == "passed"


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("demo.ShopTest > adds", "demo.ShopTest.adds"),
        ("ShopTest > adds two numbers [gcc 9.4.0]", "ShopTest.adds two numbers [gcc 9.4.0]"),
        ("ShopTest > WhenFull > adds()", "ShopTest.WhenFull.adds()"),
        ("ShopTest > adds(int) > demo.ShopTest.adds(int)[3]", "demo.ShopTest.adds(int)[3]"),
        ("TestNG > Regression > test.demo.ShopTest.exact", "test.demo.ShopTest.exact"),
        (
            "Gradle Test Run :app:test > Gradle Test Executor 3 > demo.ShopTest > adds()",
            "demo.ShopTest.adds()",
        ),
    ],
)
def test_gradle_puts_names_together(path, subject):
    """A name that says all by itself stands for the rest."""
    assert subjects(f"{path} FAILED\n    java.lang.AssertionError at ShopTest.java:9\n") == [subject]


@pytest.mark.parametrize("line", ["> Task :app:test FAILED", ":app:test FAILED", "Execution > of it failed"])
def test_a_task_of_gradle_is_no_test(line):
    assert told(line + "\n") == []


def test_gradle_prints_causes_further_in():
    """`Caused by:` stands alone, the cause below it; each is a message and a call stack."""
    text = "A > b FAILED\n    java.lang.RuntimeException\n        at A.b(A.java:3)\n\n        Caused by:\n        java.io.IOException: no\n            at A.c(A.java:9)\n            ... 1 more\n\nA > d PASSED\n"
    failure = findings(DIALECT, text).failures[0]

    assert (failure.line, failure.headline) == (6, "java.io.IOException: no")
    assert text_of(failure, "frames").count("at A.") == 2
    assert "PASSED" not in text_of(failure, "message")


@pytest.mark.parametrize("lead", ["    [junit] ", ""])
def test_ant_says_the_result_beside_or_below_the_name(lead):
    text = "Testsuite: demo.ShopTest\nTestcase: adds took 0.1 sec\n\tFAILED\nno\njunit.framework.AssertionFailedError: no\n\tat demo.ShopTest.adds(Unknown Source)\n\nTestcase: takes(demo.ShopTest):\tCaused an ERROR\nbad\njava.lang.Error: bad\n\tat demo.ShopTest.takes(Unknown Source)\nTest demo.ShopTest FAILED"
    lines = "\n".join(lead + line for line in text.split("\n"))

    assert told(lines) == [
        ("demo.ShopTest.adds", "junit.framework.AssertionFailedError: no"),
        ("demo.ShopTest.takes", "java.lang.Error: bad"),
    ]


def test_ant_may_tell_of_the_class_alone():
    assert subjects("    [junit] Test demo.ShopTest FAILED (crashed)\n") == ["demo.ShopTest"]


def test_a_list_of_another_framework_is_left_alone():
    """PHPUnit's looks like JUnit's but for the exception."""
    assert (
        told(
            "There was 1 failure:\n\n1) ShopTest::testAdds(Shop)\nFailed asserting that 4 matches 5.\n\n/demo/ShopTest.php:9\n"
        )
        == []
    )


def test_junit_3_puts_the_exception_behind_the_name():
    text = "There was 1 failure:\n1) testAdds(demo.ShopTest)junit.framework.AssertionFailedError: no\n\tat demo.ShopTest.testAdds(ShopTest.java:9)\n\nFAILURES!!!\n"

    assert told(text) == [("demo.ShopTest.testAdds", "junit.framework.AssertionFailedError: no")]


@pytest.mark.parametrize(
    ("text", "subject", "headline"),
    [
        ("[info] ShopSpec:\n[info] - adds two *** FAILED ***\n[info]   4 did not equal 5 (ShopSpec.scala:9)\n[info] - takes", "ShopSpec.adds two", "4 did not equal 5"),
        ("ShopSpec:\n- adds *** FAILED ***\n  java.lang.Error: no\n  at demo.Shop.add(Shop.scala:3)\n  ...", "ShopSpec.adds", "java.lang.Error: no"),
        ("[info] ShopSpec\n[error]     x adds two\n[error]      4 != 5 (ShopSpec.scala:9)\n[info] Total", "ShopSpec.adds two", "4 != 5"),
        ("==> X demo.ShopSuite.adds  0.012s munit.ComparisonFailException: /demo/ShopSuite.scala:6\n5:  test {\nvalues are not the same\n    at munit.FunSuite.assertEquals(FunSuite.scala:11)", "demo.ShopSuite.adds", "munit.ComparisonFailException: values are not the same"),
        ("[error] Test demo.ShopTest.adds failed: java.lang.AssertionError: no, took 0.006 sec\n[error]     at demo.ShopTest.adds(ShopTest.java:9)", "demo.ShopTest.adds", "java.lang.AssertionError: no"),
        ("[info] ! Shop.adds: Falsified after 3 passed tests.\n[info] > ARG_0: 1", "Shop.adds", "Falsified after 3 passed tests."),
    ],
)  # fmt: skip
def test_frameworks_of_scala(text, subject, headline):
    assert [(name, said.split(" > ")[0]) for name, said in told(text)] == [(subject, headline)]


@pytest.mark.parametrize(
    ("message", "headline"),
    [
        ("java.lang.AssertionError: \nExpected: is <5>\n     but: was <4>", "java.lang.AssertionError: Expected: is <5> but: was <4>"),
        ("org.opentest4j.AssertionFailedError: \n\nexpected: 5\n but was: 4", "org.opentest4j.AssertionFailedError: expected: 5 but was: 4"),
        ("demo.Late", "demo.Late"),
        ("java.lang.Error: a: b", "java.lang.Error: a: b"),
        ("java.lang.Error: " + "long " * 40 + "\nand more", "java.lang.Error: " + ("long " * 40).strip()),
    ],
)  # fmt: skip
def test_a_headline_says_something(message, headline):
    """Lines are put together where one alone says too little, as long as they are few."""
    assert (
        told(
            f"demo.A > b FAILED\n    {message.replace(chr(10), chr(10) + '    ')}\n        at demo.A.b(A.java:3)\n"
        )[0][1]
        == headline
    )


@pytest.mark.parametrize(
    ("chain", "line", "headline"),
    [
        ("java.util.concurrent.ExecutionException: java.lang.Error: no\n\tat A.b(A.java:3)\nCaused by: java.lang.Error: no", 3, "java.lang.Error: no"),
        ("java.lang.ExceptionInInitializerError\n\tat A.b(A.java:3)\nCaused by: java.lang.Error: no", 5, "java.lang.Error: no"),
        ("java.lang.Error: outer\n\tat A.b(A.java:3)\nCaused by: java.lang.Error: inner", 3, "java.lang.Error: outer"),
        ("java.lang.IllegalStateException: Failed to load ApplicationContext\n\tat A.b(A.java:3)\nCaused by: demo.Bad: no\n\tat A.c(A.java:3)\nCaused by: java.lang.Error: deep", 7, "java.lang.Error: deep"),
    ],
)  # fmt: skip
def test_a_chain_is_told_by_the_exception_that_says_most(chain, line, headline):
    """What only carries another gives way to it; the line is the first that says it."""
    text = (
        f"{FAILED}[ERROR] demo.ShopTest.adds  Time elapsed: 0.1 s  <<< ERROR!\n{chain}\n\tat A.d(A.java:4)\n"
    )
    failure = findings(DIALECT, text).failures[0]

    assert (failure.line, failure.headline) == (line, headline)
    assert len([one for one in failure.spans if one.where == "message"]) == chain.count("Caused by") + 1


@pytest.mark.parametrize(
    ("frame", "phase"),
    [("demo.ShopTest.adds", "call"), ("demo.ShopTest.setUp", "setup"), ("org.junit.internal.runners.statements.RunAfters.invokeMethod", "teardown")],
)  # fmt: skip
def test_the_call_stack_tells_the_phase(frame, phase):
    text = f"demo.ShopTest > adds FAILED\n    java.lang.Error: no\n        at {frame}(ShopTest.java:9)\n"

    assert findings(DIALECT, text).failures[0].phase == phase


@pytest.mark.parametrize(
    ("text", "kind", "headline"),
    [
        ('Exception in thread "main" java.lang.OutOfMemoryError: Java heap space\n\tat A.b(A.java:3)', "memory", "java.lang.OutOfMemoryError: Java heap space"),
        ("Caught: groovy.lang.MissingPropertyException: No such property: a\n\tat run.run(run.groovy:2)", "crash", "groovy.lang.MissingPropertyException: No such property: a"),
        ("# There is insufficient memory for the Java Runtime Environment to continue.\n# Native memory allocation (mmap) failed to map 12288 bytes for committing reserved memory.", "memory", "Native memory allocation (mmap) failed to map 12288 bytes for committing reserved memory."),
        ("Error occurred during initialization of VM\nCould not reserve enough space for object heap", "config", "Could not reserve enough space for object heap"),
        ("[ERROR] There was a timeout or other error in the fork -> [Help 1]", "timeout", "There was a timeout or other error in the fork"),
    ],
)  # fmt: skip
def test_machines_die_in_many_ways(text, kind, headline):
    assert [(one.kind, one.headline) for one in findings(DIALECT, text).failures] == [(kind, headline)]


def test_a_thread_may_die_while_the_program_goes_on():
    """It is less certain to be the cause than the main one."""
    main, other = (
        findings(DIALECT, f'Exception in thread "{name}" java.lang.Error: no\n\tat A.b(A.java:3)\n').failures[
            0
        ]
        for name in ("main", "pool-1")
    )

    assert main.certainty > other.certainty


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("* What went wrong:\nExecution failed for task ':test'.\n> There were failing tests. See the report at: file:///demo", [(3, 2, 3, "other", "wrapper", ":test", "There were failing tests. See the report at: file:///demo")]),
        ("* What went wrong:\nExecution failed for task ':a'.\n> Could not resolve all files.\n   > Could not find demo:gone:9.\n     Required by:\n         project :\n   > Could not find demo:lost:9.\n\n* Try:\n> no", [(4, 4, 6, "dependency", "cause", ":a", "Could not find demo:gone:9.")]),
        ("* What went wrong:\nTask 'pack' not found in root project 'shop'.\n\n* Try:", [(2, 2, 2, "config", "cause", None, "Task 'pack' not found in root project 'shop'.")]),
        ("[ERROR] Failed to execute goal demo:plugin:1:run (default) on project app: There are test failures.", [(1, 1, 1, "other", "wrapper", "demo:plugin:1:run", "There are test failures.")]),
        ("[ERROR] Failed to execute goal demo:plugin:1:run (default) on project app: The key is wrong -> [Help 1]", [(1, 1, 1, "other", "cause", "demo:plugin:1:run", "The key is wrong")]),
        ("BUILD FAILED\n/demo/build.xml:9: The following error occurred while executing this line:\n/demo/build.xml:3: No disk", [(3, 3, 3, "other", "cause", None, "No disk")]),
        ("[INFO] --- stage-plugin:1:close (default) @ app ---\n[ERROR] Rules are broken\n[ERROR]   no signature\n[INFO] BUILD FAILURE", [(2, 2, 3, "other", "cause", None, "Rules are broken")]),
    ],
)  # fmt: skip
def test_builds_say_why_they_failed(text, rows):
    """The innermost reason; a wrapper when it only says that something failed."""
    assert brief(findings(DIALECT, text)) == rows


MIXTURE = (
    *(FAILED + SUMMARY + TRACE).split("\n"),
    "demo.A > b FAILED", "    at x(A.java:3)", "Caused by:", "* What went wrong:", "> no", "BUILD FAILED",
    "Testcase: a took 0.1 sec", "\tFAILED", "1) a(demo.B)", "There was 1 failure:", "FAILED: a", "FAILED",
    "[info] - a *** FAILED ***", "# A fatal error has been detected by the Java Runtime", "[INFO] BUILD SUCCESS",
    "Error occurred during initialization of VM", "    MethodSource [className = 'a.B', methodName = 'c'",
)  # fmt: skip


@given(st.lists(st.sampled_from(MIXTURE), max_size=25))
def test_any_mixture_is_read(lines):
    """Blocks lie in the log around their line, and anchors only save time."""
    text = "\n".join(lines)
    found = findings(DIALECT, text)

    assert all(
        1 <= one.first_line <= one.line <= one.last_line <= max(1, len(lines)) for one in found.failures
    )
    assert all(one.headline for one in found.failures)
    assert found == findings_of_every_line(DIALECT, text)
