"""Crashes: what is read of reports, whose frames make the state, and what differs in it is never one."""

import pytest
from extracting import brief, findings, findings_of_every_line
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract import crash
from classifier.extract.crash.frames import LAYOUTS, call
from classifier.extract.crash.heads import HEADS
from classifier.extract.crash.names import demangled, plain
from classifier.extract.crash.silent import SILENT, says_nothing
from classifier.lines import Lines
from classifier.normalize import Normalizer

REPORT = """\
=================================================================
==71==ERROR: AddressSanitizer: {error} on address 0x602000000010 at pc 0x4c bp 0x7f sp 0x7f
{access} of size 4 at 0x602000000010 thread T0
    #0 0x49c in __asan_memcpy (/tmp/shop/shop+0x49c)
    #1 0x4c9 in {first} /tmp/shop/shop.cc:6:10
    #2 0x4ca in shop::Cart::add(std::string const&) /tmp/shop/shop.cc:16:3
    #3 0x4cb in main /tmp/shop/shop.cc:26:3
    #4 0x7f1 in __libc_start_main (/lib/x86_64-linux-gnu/libc.so.6+0x27)

0x602000000010 is located 0 bytes inside of 4-byte region [0x602000000010,0x602000000014)
freed by thread T0 here:
    #0 0x49d in operator delete(void*) (/tmp/shop/shop+0x49d)
    #1 0x4c8 in shop::Cart::clear() /tmp/shop/shop.cc:9:3
SUMMARY: AddressSanitizer: {error} /tmp/shop/shop.cc:6:10 in {first}
==71==ABORTING
"""


def report(first="shop::fill(int*)", error="heap-use-after-free", access="READ"):
    return REPORT.format(first=first, error=error, access=access)


@pytest.mark.parametrize(
    ("head", "sample"),
    [(head, sample) for head in HEADS if not (head.warns or head.foreign) for sample in head.samples],
)
def test_every_head_is_found_by_its_samples(head, sample):
    """Each sample of a head gives one failure of its tool."""
    found = findings(crash.DIALECT, sample).failures

    assert [one.tool for one in found] == [head.tool]


@pytest.mark.parametrize("text", [one for head in HEADS for one in head.confusers])
def test_confusers_are_no_crashes(text):
    """What only looks like a report is none."""
    assert not findings(crash.DIALECT, text).failures


@pytest.mark.parametrize(
    ("layout", "sample"), [(layout, sample) for layout in LAYOUTS for sample in layout.samples]
)
def test_every_frame_is_told_by_its_layout(layout, sample):
    """Each sample of a frame is read in its own layout."""
    below = {"go": "\n\t/tmp/shop/cart.go:12 +0x1d", "rust": "\n             at ./src/main.rs:3:5"}
    found = call(Lines("log", f"{sample}{below.get(layout.name, '')}".encode()), 1)

    assert found is not None
    assert found[1] is layout


@pytest.mark.parametrize("name", [sample for one in SILENT for sample in one.samples])
def test_runtimes_say_nothing(name):
    """Functions of runtimes are no part of a state."""
    assert says_nothing(name, "", "")


@pytest.mark.parametrize(
    "name",
    [
        "main", "fill", "shop::Cart::add", "raise_price", "check_cart", "free_cart", "start_shop",
        "panic_button", "LogMessage", "abort_order", "strategy", "memory_order", "alloc_cart", "copy_string",
        "test::Cart::add", "core::Cart::add", "runtime.Fuzz", "shop.(*Cart).Add", "process_one_work",
        "warning_add", "exit_shop",
    ],
)  # fmt: skip
def test_own_functions_say_something(name):
    """Names that only resemble those of runtimes stay."""
    assert not says_nothing(name, "", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shop::Cart::fill(int, char const*) const [clone .isra.0]", "shop::Cart::fill"),
        ("shop::(anonymous namespace)::fill(void (*)(int))", "shop::fill"),
        ("shop::Cart::operator()(int)", "shop::Cart::operator()"),
        ("shop::Cart::operator()", "shop::Cart::operator()"),
        ("shop::fill<std::vector<int, 3> >(int)", "shop::fill<std::vector<int, 3> >"),
        ("main.(*Cart).add", "main.(*Cart).add"),
        ("fill.cold.3", "fill"),
        ("shop::fill::h849ed7a815da104e", "shop::fill"),
        ("fill(int, std::str", "fill"),
    ],
)
def test_names_lose_what_compilers_add(name, expected):
    """A name without arguments, clones and hashes."""
    assert plain(name) == expected


def test_mangled_names():
    """The nested name of a mangled one."""
    assert demangled("_ZN4shop4Cart4fillEv") == "shop::Cart::fill"
    assert demangled("fill") == "fill"


def test_a_report_names_what_happened_and_where():
    """Error, access and state; the stack of the deletion is not taken for that of the crash."""
    (found,) = findings(crash.DIALECT, report()).failures

    assert found.headline == (
        "AddressSanitizer: heap-use-after-free READ of size 4 [@ shop::fill | shop::Cart::add | main]"
    )
    assert (found.line, found.first_line, found.last_line) == (2, 2, 7)
    assert found.subject == "/tmp/shop/shop.cc"
    assert [span.where for span in found.spans] == ["message", "frames"]


def test_the_state_decides():
    """Reports that differ in one frame have different keys, whatever else is the same."""
    normalizer = Normalizer()
    texts = [report(), report(first="shop::fill2(int*)"), report(first="shop::fill3(int*)")]
    keys = {normalizer.key(findings(crash.DIALECT, text).failures[0]) for text in texts}
    masked = [normalizer.mask_failure(findings(crash.DIALECT, text).failures[0]) for text in texts]

    assert len(keys) == 3
    assert len({one.scope for one in masked}) == 3
    assert masked[1].masked.endswith("[@ shop::fill2 | shop::Cart::add | main]")


@given(
    st.lists(st.from_regex(r"[a-z_]{1,8}\d{0,3}(::[a-z]{1,6}\d?)?", fullmatch=True), min_size=1, max_size=3)
)
def test_masks_leave_a_state_alone(names):
    """Whatever functions are called, a state stays as it is, and masking again changes nothing."""
    state = f"[@ {' | '.join(names)}]"
    once = Normalizer().mask(f"SEGV at 0x12345 {state}")

    assert once.masked == f"SEGV at <ADDR> {state}"
    assert Normalizer().mask(once.masked).masked == once.masked


ASSERTION = "shop: src/shop.c:5: fill: Assertion `count > 0' failed.\n"
ABORT = """\
AddressSanitizer:DEADLYSIGNAL
==71==ERROR: AddressSanitizer: ABRT on unknown address 0x47 (pc 0x7f bp 0x7f sp 0x7f T0)
    #0 0x7f1 in raise (/lib/x86_64-linux-gnu/libc.so.6+0x38)
    #1 0x7f2 in abort (/lib/x86_64-linux-gnu/libc.so.6+0x22)
    #2 0x7f3 in __assert_fail (/lib/x86_64-linux-gnu/libc.so.6+0x31)
    #3 0x4c9 in fill src/shop.c:5:3
    #4 0x4ca in main src/shop.c:9:3
"""


def test_a_message_and_the_abort_below_it_are_one():
    """The assertion says what, the sanitizer where; the shell's word repeats both."""
    found = findings(crash.DIALECT, f"{ASSERTION}{ABORT}Aborted (core dumped)\n").failures

    assert [one.headline for one in found] == ["Assertion failed [@ count > 0 in shop.c | fill | main]"]
    assert found[0].line == 1


def test_two_crashes_are_two():
    """A report that does not end the program of the one above is another."""
    found = findings(crash.DIALECT, report() + "\n" * 5 + report(first="shop::sell()")).failures

    assert len(found) == 2


def test_a_fatal_message_that_no_word_gives_away():
    """Log lines of glog have no marker; the abort below makes one of them the message."""
    text = f"F0813 00:29:27.775753  384244 shop.cc:12] no items left\n{ABORT}"

    assert [one.headline for one in findings(crash.DIALECT, text).failures] == [
        "no items left [@ shop.cc | fill | main]"
    ]


def test_recursion_is_named_where_a_stack_overflows():
    """The innermost call is chance, the function that calls itself is not."""
    frames = "".join(f"    #{number} 0x4c9 in parse src/shop.c:5:3\n" for number in range(1, 9))
    text = (
        "==71==ERROR: AddressSanitizer: stack-overflow on address 0x7ffc (pc 0x4c bp 0x7f sp 0x7f T0)\n"
        f"    #0 0x4c8 in next_token src/shop.c:3:1\n{frames}"
    )

    assert [one.headline for one in findings(crash.DIALECT, text).failures] == [
        "AddressSanitizer: stack-overflow [@ parse | parse | parse]"
    ]


def test_the_running_test_is_the_subject():
    """A crash ends a run of GoogleTest in the middle of a test."""
    text = "[ RUN      ] CartTest.Adds\n[       OK ] CartTest.Adds (0 ms)\n[ RUN      ] CartTest.Fills\n"

    assert [one.subject for one in findings(crash.DIALECT, text + report()).failures] == ["CartTest.Fills"]


def test_a_warning_counts_only_where_it_stopped_the_program():
    """GLib goes on after a failed check, unless it was told to stop."""
    warning = "(shop:71): Gtk-CRITICAL **: gtk_widget_show: assertion 'GTK_IS_WIDGET (widget)' failed\n"

    assert not findings(crash.DIALECT, warning).failures
    assert len(findings(crash.DIALECT, warning + ABORT).failures) == 1


def test_the_shell_repeats_what_another_reader_has():
    """Python tells of its own death; the shell's word is no second failure, but the next one is."""
    line = "bash: line 1:   142 Segmentation fault      python3 shop.py\n"

    assert not findings(crash.DIALECT, f"Fatal Python error: Segmentation fault\n\n{line}").failures
    assert (
        len(findings(crash.DIALECT, f"Fatal Python error: Segmentation fault\n\n{line}{line}").failures) == 1
    )


def test_frames_without_names_are_told_by_their_modules():
    """Nothing else tells them apart."""
    text = (
        "==71==ERROR: AddressSanitizer: SEGV on unknown address 0x7f (pc 0x7f bp 0x7f sp 0x7f T0)\n"
        "    #0 0x55d0  (/tmp/shop/shop+0x11f0)\n    #1 0x7f1  (/lib/x86_64-linux-gnu/libc.so.6+0x27)\n"
    )

    assert [one.headline for one in findings(crash.DIALECT, text).failures] == [
        "AddressSanitizer: SEGV [@ shop+0x11f0]"
    ]


@pytest.mark.parametrize("text", [report(), ASSERTION + ABORT, *(head.samples[0] for head in HEADS)])
def test_anchors_only_save_time(text):
    """With every line a hit, the result is the same."""
    assert brief(findings(crash.DIALECT, text)) == brief(findings_of_every_line(crash.DIALECT, text))
