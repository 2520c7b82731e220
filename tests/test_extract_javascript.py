"""Reading the test runners of JavaScript: jest, vitest, Playwright, mocha, Jasmine, Node.js and AVA."""

# ruff: noqa: E501, RUF001 - logs in a line, with the signs that test runners print

from pathlib import Path

import pytest
from extracting import findings, findings_of_every_line, text_of

from classifier.extract import javascript
from classifier.extract.javascript import jasmine, jest, mocha, nodetest, playwright, vitest
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"
TOOLS = ("jest", "vitest", "playwright", "mocha", "jasmine", "karma", "node-test", "ava")
LOGS = sorted(path for tool in TOOLS for path in FIXTURES.glob(f"*{tool}-*/log"))


def told(dialect, text):
    """Return line, first line, last line, subject and headline of each failure."""
    found = findings(dialect, text).failures
    return [(one.line, one.first_line, one.last_line, one.subject, one.headline) for one in found]


def jest_test(body, title="cart › adds"):
    """Return what jest prints of one failed test."""
    indented = "\n".join(f"    {text}" if text else "" for text in body.split("\n"))
    return f"FAIL ./cart.test.js\n  ● {title}\n\n{indented}\n"


@pytest.mark.parametrize("dialect", javascript.DIALECTS, ids=lambda one: one.name)
def test_anchors_are_found_fast(dialect):
    """Each has a literal."""
    assert Searcher(dialect.anchors).weak == ()


@pytest.mark.parametrize("dialect", javascript.DIALECTS, ids=lambda one: one.name)
@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.parent.name)
def test_anchors_only_save_time(dialect, path):
    """With every line a hit, the failures are the same, also in logs of the others."""
    text = path.read_text("utf-8", "replace")

    assert findings_of_every_line(dialect, text) == findings(dialect, text)


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("expect(received).toBe(expected) // Object.is equality\n\nExpected: 6\nReceived: 5",
         "expect(received).toBe(expected): expected 6, received 5"),
        ("expect(received).toHaveLength(expected)\n\nExpected length: 2\nReceived length: 1\nReceived array:  [1]",
         "expect(received).toHaveLength(expected): expected length 2, received 1"),
        ('expect(received).toEqual(expected)\n\n- Expected  - 1\n+ Received  + 1\n\n  Object {\n-   "a": 1,\n+   "a": 2,',
         'expect(received).toEqual(expected): expected "a": 1, received "a": 2'),
        ('expect(received).toMatchSnapshot()\n\nSnapshot name: `cart 1`\n\nSnapshot: "bar"\nReceived: "foo"',
         'expect(received).toMatchSnapshot(): expected "bar", received "foo"'),
        ("TypeError: no\n\n  1 | a.b()\n    |   ^\n\n  at Object.<anonymous> (cart.js:1:3)", "TypeError: no"),
        ('thrown: "no tea"\n\n  at it (cart.test.js:3:3)', 'thrown: "no tea"'),
    ],
)  # fmt: skip
def test_jest_says_what_was_expected(body, headline):
    """In the headline, without what changes with the place."""
    assert [row[4] for row in told(jest.DIALECT, jest_test(body))] == [headline]


def test_jest_parts_message_code_and_stack():
    """Rules search the message alone."""
    text = jest_test("TypeError: no\n\n> 1 | a.b()\n    |   ^\n\n  at Object.<anonymous> (cart.js:1:3)")
    (one,) = findings(jest.DIALECT, text).failures

    assert text_of(one, "message").strip() == "TypeError: no"
    assert "a.b()" in text_of(one, "source")
    assert "cart.js:1:3" in text_of(one, "frames")
    assert (one.phase, one.subject) == ("call", "cart › adds")


def test_jest_tells_a_file_that_can_not_be_run_by_its_name():
    """Its kind is that of what kept it from running."""
    text = jest_test("Cannot find module './gone' from 'cart.test.js'", title="Test suite failed to run")
    (one,) = findings(jest.DIALECT, text).failures

    assert (one.kind, one.subject, one.phase) == ("import", "cart.test.js", None)


def test_jest_shows_all_failures_again_at_the_end():
    """What the summary repeats is found once, and equal names of two files are two tests."""
    one = jest_test("no tea")
    other = one.replace("cart.test", "shop.test")

    assert len(told(jest.DIALECT, f"{one}{other}\nSummary of all failing tests\n{one}{other}")) == 2


def test_jest_two_errors_of_a_test_are_one_failure():
    """The second one's words are kept for rules."""
    text = jest_test("no tea") + "\n" + jest_test("no milk").partition("\n")[2]
    (one,) = findings(jest.DIALECT, text).failures

    assert (one.headline, "no milk" in text_of(one, "message")) == ("no tea", True)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("FAIL a.test.js\n  cart\n    ✕ adds (5 ms)\n    ✓ finds\n", ["cart › adds"]),
        ("FAIL a.test.js (5.2 s)\nPASS b.test.js\n", ["a.test.js"]),
        ("PASS b.test.js\n  ● Console\n\n    console.error\n      Error: no\n", []),
        ("PASS b.test.js\n\n● Validation Warning:\n\n  Unknown option\n", []),
        ('  ●  process.exit called with "1"\n', [None]),
        (
            "Jest has detected the following 1 open handle\n\n  ●  Timeout\n\nTests:       1 passed, 1 total\n",
            [],
        ),
    ],
)
def test_jest_where_details_are_missing(text, subjects):
    """Marks speak, then names of files; notes are no failures of a run that passed."""
    assert [row[3] for row in told(jest.DIALECT, text)] == subjects


def test_jest_of_its_configuration():
    """Titles without an indent are about jest itself."""
    text = "● Validation Error:\n\n  Module jest-gone in the testEnvironment option was not found.\n\n  See https://jestjs.io\n"

    assert told(jest.DIALECT, text) == [
        (3, 1, 5, None, "Validation Error: Module jest-gone in the testEnvironment option was not found.")
    ]


def test_jest_lists_results():
    """With the suites they stand in."""
    text = "FAIL a.test.js\n  cart\n    ✓ finds (2 ms)\n    empty\n      ○ skipped waits\n    ✕ adds\n"
    found = findings(jest.DIALECT, text)

    assert [(one.subject, one.outcome) for one in found.cases] == [
        ("cart › finds", "passed"), ("cart › empty › waits", "skipped"), ("cart › adds", "failed"),
    ]  # fmt: skip


def test_vitest_tests_that_fail_alike_share_a_message():
    """Their titles stand above it."""
    text = " FAIL  a.test.ts > cart > adds\n FAIL  a.test.ts > cart > finds\nError: no database\n ❯ a.test.ts:3:9\n\n⎯⎯⎯⎯⎯⎯[1/2]⎯\n"

    assert [row[3:] for row in told(vitest.DIALECT, text)] == [
        ("a.test.ts > cart > adds", "Error: no database"),
        ("a.test.ts > cart > finds", "Error: no database"),
    ]


def test_vitest_without_details():
    """The arrow below a mark says why."""
    text = " ❯ a.test.ts (2 tests | 1 failed) 9ms\n   × cart > adds 3ms\n     → expected 5 to be 6 // Object.is equality\n      Tests  1 failed | 1 passed (2)\n"

    assert told(vitest.DIALECT, text) == [(3, 3, 3, "a.test.ts > cart > adds", "expected 5 to be 6")]


def test_playwright_names_tests_without_their_place():
    """A line above the test must not make another test of it; in old versions the rule is of other signs."""
    text = "  1) [api] › a.spec.ts:3:3 › cart › adds =====\n\n    Error: no tea\n\n      at a.spec.ts:3:9\n\n  1 failed\n"

    assert told(playwright.DIALECT, text) == [(3, 1, 3, "[api] › a.spec.ts › cart › adds", "Error: no tea")]


def test_playwright_what_passed_in_the_end_is_no_failure():
    """It is listed as flaky."""
    text = "  1) a.spec.ts:3:3 › adds ───\n\n    Error: no tea\n\n  1 flaky\n    a.spec.ts:3:3 › adds ───\n  2 passed (1.0s)\n"

    assert told(playwright.DIALECT, text) == []


def test_mocha_lists_several_entries():
    """The second starts where the first ends, whatever the first one's message looks like."""
    text = (
        "  2 failing\n\n  1) math\n       adds:\n\n      AssertionError: no\n\n4 !== 5\n\n      at a.js:3:1\n\n"
        "  2) math\n       waits:\n     Error: Timeout of 20ms exceeded.\n\nnpm ERR! Test failed."
    )

    assert [row[3:] for row in told(mocha.DIALECT, text)] == [
        ("math adds", "AssertionError: no"),
        ("math waits", "Error: Timeout of 20ms exceeded."),
    ]


def test_mocha_names_may_go_over_lines():
    """The name ends with a colon where nothing is indented further."""
    text = (
        "  1 failing\n\n  1) math\n       with: {\n  a: 1,\n  b: 2\n}:\n     Error: no\n      at a.js:3:1\n"
    )

    assert told(mocha.DIALECT, text) == [(8, 3, 8, "math with: { a: 1, b: 2 }", "Error: no")]


def test_mocha_suites_may_end_with_a_colon():
    """The test below is indented further."""
    text = "  1 failing\n\n  1) math:\n       adds:\n     Error: no\n      at a.js:3:1\nand then something else\n"

    assert told(mocha.DIALECT, text) == [(5, 3, 5, "math: adds", "Error: no")]


def test_mocha_suites_may_have_no_name():
    """Then the first line is only a number."""
    text = (
        "  1 failing\n\n  1) \n       \n         math\n           adds:\n     Error: no\n      at a.js:3:1\n"
    )

    assert told(mocha.DIALECT, text) == [(7, 3, 7, "math adds", "Error: no")]


def test_mocha_of_old_versions():
    """The whole name stands in one line."""
    text = "  1 failing\n\n  1) math adds:\n     AssertionError: expected 4 to equal 5\n      at Context.<anonymous> (a.js:3:9)\n"

    assert told(mocha.DIALECT, text) == [(4, 3, 4, "math adds", "AssertionError: expected 4 to equal 5")]


def test_jasmine_of_the_spec_reporter():
    """Messages are bullets."""
    text = "*     Failures     *\n******\n\n1) cart adds\n  - Expected 5 to be 6.\n      at a.js:3:9\n\nExecuted 2 of 2 specs\n"

    assert told(jasmine.DIALECT, text) == [(5, 4, 5, "cart adds", "Expected 5 to be 6.")]


def test_karma_where_the_page_broke():
    """There is no test to name."""
    text = "Chrome Headless 120.0.0.0 (Linux x86_64) ERROR\n  Uncaught ReferenceError: tea is not defined\n  at src/a.js:3:9\n"

    assert told(jasmine.DIALECT, text) == [(2, 1, 2, None, "Uncaught ReferenceError: tea is not defined")]


def test_node_suites_fail_only_through_their_tests():
    """Their message says no more."""
    text = "▶ cart\n  ✖ adds (2.5ms)\n    Error: no\n\n✖ cart (3.1ms)\n  '1 subtest failed'\nℹ fail 1\n"
    found = findings(nodetest.DIALECT, text)

    assert told(nodetest.DIALECT, text) == [(3, 2, 3, "cart > adds", "Error: no")]
    assert [one.subject for one in found.cases] == ["cart > adds"]
