"""The exception or the diagnostic tells failures apart; the stack helps where they say too little."""

from __future__ import annotations

import time

import pytest

from classifier.cluster import cluster
from classifier.model import Failure, Span
from classifier.normalize import Normalizer, clustered_text, told

NORMALIZER = Normalizer()
TRACEBACK = """Traceback (most recent call last):
  File "/srv/shop/run.py", line 3, in <module>
    main()
  File "/srv/shop/cart.py", line {line}, in main
    assert total(basket) == {value}
           ^^^^^^^^^^^^^^^^^^^^
{raised}"""


PYTEST = """>       assert total(['apple']) == 8
E       assert 7 == 8
E        +  where 7 = total(['apple'])"""
GCC = """src/a.c: In function 'main':
src/a.c:3:5: error: 'x' undeclared (first use here)
    3 |     x = 1;
      |     ^
src/a.c:1:1: note: declared here"""
RUSTC = """error[E0308]: mismatched types
 --> src/main.rs:4:5
  |
4 |     "x"
  |     ^^^ expected `i32`"""
JAVA = """Exception in thread "main" java.lang.IllegalStateException: no settings
\tat Main.load(Main.java:18)
Caused by: java.io.FileNotFoundException: a.txt (No such file)
\tat java.base/java.io.FileInputStream.open0(Native Method)
\t... 3 more"""
CPP = """RuntimeError: THROW @ bank.cpp:12: bad
info:
no room
backtrace:
 --- a.so(+0x12) [0x7f]"""
GO = """panic: index 5 is out of range

goroutine 1 [running]:
main.main()
\t/tmp/x.go:8 +0x1d"""
RUST = """thread 'main' panicked at src/main.rs:3:5:
no such index
stack backtrace:
   0: rust_begin_unwind"""
NODE = """TypeError: no cart
    at total (/srv/cart.js:7:9)
    at /srv/run.js:1:1"""


def traceback(raised, line=3, value=4):
    return TRACEBACK.format(line=line, value=value, raised=raised)


CHAIN = f"""{traceback("KeyError: 'fig'")}

During handling of the above exception, another exception occurred:

{traceback("cart.OutOfStock: fig", line=9)}"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one line", "one line"),
        ("first line\n\n  second line", "first line\nsecond line"),
        (traceback("ValueError: no cart 3"), "ValueError: no cart 3"),
        (traceback("ValueError: no cart\nbut a basket"), "ValueError: no cart\nbut a basket"),
        (traceback("AssertionError"), "AssertionError cart.py: assert total(basket) == 4"),
        (CHAIN, "cart.OutOfStock: fig"),
        (PYTEST, "assert 7 == 8\n+  where 7 = total(['apple'])"),
        (GCC, "src/a.c:3:5: error: 'x' undeclared (first use here)"),
        (RUSTC, "error[E0308]: mismatched types"),
        (JAVA, "java.io.FileNotFoundException: a.txt (No such file)"),
        (CPP, "RuntimeError: THROW @ bank.cpp:12: bad\ninfo:\nno room"),
        (GO, "panic: index 5 is out of range"),
        (RUST, "thread 'main' panicked at src/main.rs:3:5:\nno such index"),
        (NODE, "TypeError: no cart"),
        ("    at total (cart.js:7:9)\n    at run.js:1:1", "    at total (cart.js:7:9)\n    at run.js:1:1"),
    ],
)
def test_what_tells(text, expected):
    assert told(text) == expected


def together(*texts):
    return len(cluster([NORMALIZER.mask_told(text) for text in texts])) == 1


def test_the_same_exception_elsewhere_in_the_stack_is_one():
    raised = "ValueError: no such cart as the given one"
    one = traceback(raised, line=3, value=4)
    other = traceback(raised, line=77, value=4).replace("run.py", "serve.py")
    assert together(one, other, raised)


def test_other_exceptions_from_the_same_place_are_not():
    made = [traceback(f"{name}: no such cart", line=3, value=4) for name in ("ValueError", "TypeError")]
    assert not together(*made)


def test_exceptions_without_a_message_are_told_apart_by_their_place():
    one = traceback("AssertionError", line=3, value=4)
    assert together(one, traceback("AssertionError", line=9, value=5))
    assert not together(one, one.replace("cart.py", "order.py"))


def test_diagnostics_with_other_notes_are_one_and_other_codes_are_not():
    text = (
        "error[E0308]: mismatched types in this call\n --> src/a.rs:{}:5\n  |\n4 | {}\n  | ^^^ expected `i32`"
    )
    assert together(text.format(4, "f(1)"), text.format(70, "g(2, 3)"))
    assert not together(text.format(4, "f(1)"), text.format(4, "f(1)").replace("E0308", "E0309"))


def failure(headline, tool="pytest", kind="test", **spans):
    made = tuple(Span(where, tuple(enumerate(texts, start=1))) for where, texts in spans.items())
    return Failure(line=1, first_line=1, last_line=9, kind=kind, tool=tool, headline=headline, spans=made)


@pytest.mark.parametrize(
    ("tool", "kind", "same"),
    [
        ("pytest", "test", True),
        ("unittest", "test", True),
        ("pytest", "import", False),
        ("gcc", "compile", False),
        ("gcc", "test", False),
    ],
)
def test_tools_of_one_family_share_texts_and_kinds_do_not(tool, kind, same):
    text = "error: no such cart as the given one"
    items = [NORMALIZER.mask_failure(one) for one in (failure(text), failure(text, tool=tool, kind=kind))]
    found = cluster(items)
    assert (len(found) == 1) is same
    assert len({one.id for one in found}) == len(found)


@pytest.mark.parametrize(
    ("headline", "spans", "expected"),
    [
        ("ValueError: no cart", {"source": ["f()"]}, "ValueError: no cart"),
        ("KeyError: 'fig'", {"source": ["f()"]}, "KeyError: 'fig'"),
        ("error", {}, "error"),
        ("RuntimeError", {"message": ["RuntimeError"]}, "RuntimeError"),
        ("RuntimeError", {"message": ["it is late"]}, "RuntimeError it is late"),
        (
            "AssertionError: assert 7 == 8",
            {"frames": ["tests/test_cart.py:16: x"], "source": ["def t():", ">  assert a == 8", "1"]},
            "AssertionError: assert 7 == 8 test_cart.py: assert a == 8",
        ),
        (
            "AssertionError: 'off' != 'on'",
            {
                "frames": ['  File "/srv/test_lamp.py", line 12', '  File "/lib/python3.11/case.py", line 9'],
                "source": ["    self.assertEqual(state, 'on')", "    ^^^^^"],
            },
            "AssertionError: 'off' != 'on' test_lamp.py: self.assertEqual(state, 'on')",
        ),
    ],
)  # fmt: skip
def test_headline_that_says_too_little_gets_its_place(headline, spans, expected):
    assert clustered_text(failure(headline, **spans)) == expected


@pytest.mark.parametrize(
    "line",
    [
        " ",
        "E",
        '  File "x", line 1',
        "Caused by: ",
        "#1 ",
        "error:",
        "note: ",
        "    at ",
        "a.a",
        "'",
        "1 |",
        "a.c",
    ],
)
def test_hostile_lines_take_bounded_time(line):
    began = time.process_time()
    for text in ("\n".join([line * 20] * 5_000), (line * 50_000) + "\n" + line):
        assert isinstance(told(text), str)
        clustered_text(failure(text[:4_000], frames=[text], source=[text]))
    assert time.process_time() - began < 2
