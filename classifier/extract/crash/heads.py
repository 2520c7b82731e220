"""What a report of a crash begins with: one row for each way in which a runtime says that a program died."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A line by which a program, its runtime or a debugger says that it died.

    Groups of `pattern`: `message` (what went wrong), `expression` (the text of a check in the source, which
    never varies), `file` (of the source), `subject` (a test). Where the message stands in another line,
    `says` finds it within `reach` lines below. `signal` says that the line only tells of the signal: where a
    message stands above it, both are one failure, to which the stack below the signal belongs. `needs` is a
    pattern that one of the next `near` lines must match. The stack begins `within` so many lines
    below at most, in one `layout` where there are more lines between than anyone would read. `warns` says that the program goes on unless a signal follows, `foreign` that another reader has it, so
    that only the signal below is of interest.
    """

    name: str
    tool: str
    pattern: str
    samples: tuple[str, ...]
    kind: Kind = "crash"
    says: str = ""
    reach: int = 3
    signal: bool = False
    warns: bool = False
    needs: str = ""
    near: int = 1
    within: int = 60
    layout: str = ""
    stackless: bool = False
    foreign: bool = False
    certainty: int = 90
    confusers: tuple[str, ...] = ()


SANITIZER = r"(?:\w*(?:Address|Memory|Thread|Leak|UndefinedBehavior|DataFlow|Realtime|Numerical\w*|Type|Mem|MemProf|Integrity)Sanitizer|MemProfiler)"

SANITIZERS = (
    Head(
        name="sanitizer", tool="sanitizer",
        pattern=rf"(?:==\d+== ?|^|\s)(?:ERROR|WARNING): (?P<message>{SANITIZER}: (?!.*\bfailed to (?:allocate|intercept)|.*requested by).+)",
        samples=(
            "==71==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x4c bp 0x7f sp 0x7f",
            "WARNING: ThreadSanitizer: data race (pid=71)",
            "==71==WARNING: MemorySanitizer: use-of-uninitialized-value",
            "==71==ERROR: LeakSanitizer: detected memory leaks",
            "==71==ERROR: HWAddressSanitizer: tag-mismatch on address 0xefdeffff0000 at pc 0xaaaae0",
        ),
        confusers=("==71==WARNING: AddressSanitizer failed to allocate 0x9a9a9a9a bytes",),
    ),
    Head(
        name="sanitizer-check", tool="sanitizer",
        pattern=rf"(?:==\d+==)?(?P<message>{SANITIZER}(?:: | )CHECK failed: \S+ .+)",
        samples=('==71==AddressSanitizer CHECK failed: asan_thread.cpp:71 "((ptr[0] == kCurrentStackFrameMagic)) != (0)"',),
    ),
    Head(
        name="ubsan", tool="sanitizer",
        pattern=r"(?:^|\s)(?P<file>[^\s:]\S*?):(?P<line>\d+)(?::\d+)?: (?P<message>runtime error: .+)",
        samples=("a.c:3:10: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'",),
        confusers=("runtime error: index out of range [3]",),
    ),
    Head(
        name="libfuzzer", tool="libfuzzer",
        pattern=r"ERROR: (?P<message>libFuzzer: .+)",
        samples=("==1== ERROR: libFuzzer: deadly signal", "==1== ERROR: libFuzzer: out-of-memory (used: 2053Mb; limit: 2048Mb)"),
    ),
    Head(
        name="libfuzzer-alarm", tool="libfuzzer", kind="timeout",
        pattern=r"^(?:CRASH LOG: )?(?P<message>={4,} (?:Per-input timeout|Per-batch timeout|Timeout|Timeout of) [\w ]+|ALARM: working on the last Unit for \d+ seconds)",
        samples=("========= Per-input timeout exceeded: 25 > 20 (sec); exiting", "CRASH LOG: ========= Per-input timeout exceeded: 6 > 5 (sec); exiting", "ALARM: working on the last Unit for 1201 seconds"),
    ),
    Head(
        name="system-sanitizer", tool="sanitizer",
        pattern=r"^={2,4}BUG DETECTED: (?P<message>[A-Z].+?)=*$",
        samples=("===BUG DETECTED: Shell injection===",),
    ),
    Head(
        name="gwp-asan", tool="sanitizer",
        pattern=r"\*\*\* (?P<lead>GWP-ASan) detected a memory error \*\*\*",
        says=r"(?P<message>(?:Use [Aa]fter [Ff]ree|Double [Ff]ree|Invalid \(?[Ww]ild\)? [Ff]ree|Invalid Free|Buffer (?:Over|Under)flow).*) at 0x",
        samples=("*** GWP-ASan detected a memory error ***\nUse After Free at 0x7feccab26000 by thread 31027 here:",),
    ),
    Head(
        name="jazzer", tool="jazzer",
        pattern=r"^== Java (?P<message>(?:Exception|Assertion Error|Error): .+)",
        samples=("== Java Exception: com.code_intelligence.jazzer.api.FuzzerSecurityIssueMedium: demo",),
    ),
    Head(
        name="jazzer-js", tool="jazzer",
        pattern=r"^==\d+== Uncaught Exception: (?:Jazzer\.js: )?(?P<message>.+)",
        samples=("==14== Uncaught Exception: Jazzer.js: Welcome",),
    ),
    Head(
        name="valgrind", tool="valgrind",
        pattern=r"^\S*==\d+== (?P<message>(?:\{\w+\} )?(?:Invalid|Conditional jump|Use of uninit|Mismatched|Source and dest|Syscall param|Possible data race|Argument '|Process terminating|Jump to the invalid|Uninitialised|\d[\d,]* (?:\([\d, a-z]+\) )?bytes in [\d,]+ blocks are (?:definitely|possibly) lost|Thread #\d+: (?:lock order|Exiting)|Realloc|memalign).*)",
        needs=r"==\d+==\s+(?:at 0x|Access not within|General Protection|Bad permissions|Observed|This conflicts)|^--|==\d+== Locks held",
        samples=("==71== Invalid read of size 4\n==71==    at 0x109169: main (shop.c:6)",),
        confusers=("==71== Memcheck, a memory error detector\n==71== Copyright",),
    ),
)  # fmt: skip

CHECKED = r"(?P<lead>(?:Security |Debug )?(?:D?CHECK|[Cc]heck) failed): (?P<expression>.+?)"
VALUES = r"(?: \(.*vs\..*|[;.] \S.*)?\.?\s*$"
"""`(3 vs. 2)`, the values that were compared, and what the programmer added: `; feature 'x' is given twice`."""

MESSAGES = (
    Head(
        name="assert", tool="libc",
        pattern=r"(?:^|\s)(?:(?P<program>[\w.+-]+): )?(?P<file>[\w./\\+-]+):\d+: (?:.+: )?(?P<lead>Assertion) [`'‘](?P<expression>.+?)['’]? failed\.?(?:$|\s)",
        samples=("shop: src/shop.c:5: fill: Assertion `count > 0' failed.", "shop: shop.cc:5: int main(): Assertion `false && \"bad\"' failed."),
    ),
    Head(
        name="assert-apple", tool="libc",
        pattern=r"(?P<lead>Assertion failed): \(?(?P<expression>.+?)\)?, (?:function (?P<function>.+?), )?file (?P<file>[^,]+), line \d+",
        samples=("Assertion failed: (count > 0), function fill, file shop.c, line 5.", "Assertion failed: count > 0, file shop.c, line 5"),
    ),
    Head(
        name="assert-musl", tool="libc",
        pattern=r"^(?P<lead>Assertion failed): (?P<expression>.+) \((?P<file>[^\s:()]+): [^:]*: \d+\)$",
        samples=("Assertion failed: count > 0 (shop.c: fill: 5)",),
    ),
    Head(
        name="assert-swift", tool="swift",
        pattern=r"(?:(?P<place>\S+\.swift):\d+: )?(?P<message>(?:Fatal error|Assertion failed|Precondition failed)(?:: .*?)?)(?:: |, )file (?P<file>\S+\.swift), line \d+|^(?P<file2>\S+\.swift):\d+: (?P<message2>Fatal error(?:: .*)?)$",
        samples=("Fatal error: Index out of range: file Swift/ContiguousArrayBuffer.swift, line 600", "Shop/Cart.swift:9: Fatal error: no items"),
    ),
    Head(
        name="glib-assert", tool="glib",
        pattern=r"\bERROR:(?P<file>[^\s:]+):\d+:(?P<function>\w+): (?P<lead>assertion failed):? (?P<expression>.+)",
        samples=("GLib:ERROR:../glib/gvariant-parser.c:709:ast_array_get_pattern: assertion failed: (j < i)",),
    ),
    Head(
        name="glib-critical", tool="glib", warns=True,
        pattern=r"(?:CRITICAL|WARNING|ERROR)(?: \*\*)? ?: (?:[\d:.]+: )?(?P<function>\w+): (?P<lead>assertion) ['`‘](?P<expression>.+)['’] failed",
        samples=("(shop:71): Gtk-CRITICAL **: 12:00:00.1: gtk_widget_show: assertion 'GTK_IS_WIDGET (widget)' failed",),
    ),
    Head(
        name="glib-error", tool="glib",
        pattern=r"(?:\w+-)?ERROR \*\*: (?:[\d:.]+: )?(?P<message>\S.*)",
        samples=("(shop:71): GLib-ERROR **: 12:00:00.123: failed to allocate 16 bytes",),
    ),
    Head(
        name="chrome-fatal", tool="chromium",
        pattern=rf"(?:\[|:)FATAL:(?P<file>[^\s()]+?)(?:\(\d+\)|:\d+)\] (?:{CHECKED}{VALUES}|(?P<message>\S.*))",
        samples=(
            "[71:71:0810/024340.1:FATAL:vector.h(12)] Check failed: i < size() (3 vs. 2)",
            "[71:71:0810/024340.1:FATAL:content/browser/host.cc:12] Timed out waiting for GPU channel.",
        ),
    ),
    Head(
        name="google-check", tool="glog",
        pattern=rf"(?:^|\s)F\d{{4}}(?:\d{{4}})? [\d:.]+ +\d+ (?P<file>[\w./+-]+):\d+\] {CHECKED}{VALUES}",
        samples=("F0813 00:29:27.775753  384244 file.cc:130] Check failed: a < b (3 vs. 2)",),
    ),
    Head(
        name="android-check", tool="android",
        pattern=r"(?:^|\s)(?P<file>[\w./-]+\.(?:cpp|cc|c|h)):\d+ (?P<expression>CHECK(?:_\w+)?\(.+\) failed)",
        samples=("frameworks/av/media/MPEG4Extractor.cpp:3600 CHECK(mFormat->findInt32(kKey, &length)) failed.",),
    ),
    Head(
        name="v8-runtime", tool="v8",
        pattern=r"^#\s+(?P<lead>Runtime error) in (?P<file>\S+?), line \d+$",
        says=r"^#\s+(?P<expression>\S.*)",
        samples=("# Runtime error in ../../src/runtime-test.cc, line 87\n#\n# args[0]->IsJSFunction()",),
    ),
    Head(
        name="v8-fatal", tool="v8",
        pattern=r"^#\s+(?:Fatal error|FATAL) in (?P<file>\S+?)(?:, line \d+)?$",
        says=rf"^#\s+(?:(?P<lead>(?:Debug c|C|Security DC)heck failed|RUNTIME_ASSERT): (?P<expression>.+?){VALUES}|(?P<message>\S.*))",
        samples=("# Fatal error in ../src/app.cc, line 12\n# Check failed: a == b (2 vs. 3).", "# Fatal error in HandleScope::HandleScope\n# Cannot create a handle without a HandleScope"),
    ),
    Head(
        name="v8-abort", tool="v8",
        pattern=r"^abort: (?P<expression>(?:CSA_\w+|CAST\(|Torque \w+|[A-Z]\w+).*?)(?: \[(?P<file>[^\s:\]]+):\d+\].*)?$",
        samples=("abort: CSA_ASSERT failed: IsFastElementsKind(kind) [../../src/code-stub-assembler.cc:71]",),
    ),
    Head(
        name="v8-memory", tool="node", kind="memory",
        pattern=r"^(?:#\s+)?(?P<message>F(?:ATAL ERROR|atal JavaScript|atal process)(?::| ).*out of memory.*)",
        samples=("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",),
    ),
    Head(
        name="node-fatal", tool="node",
        pattern=r"^(?P<message>FATAL ERROR: [\w:.]+ .*)",
        samples=("FATAL ERROR: v8::ToLocalChecked Empty MaybeLocal",),
    ),
    Head(
        name="webkit-assert", tool="webkit",
        pattern=r"^(?P<lead>(?:FATAL )?ASSERTION FAILED): (?P<expression>.+)|^(?P<message>SHOULD NEVER BE REACHED)$",
        samples=("ASSERTION FAILED: i < size()\n../WTF/wtf/Vector.h(12) : fill",),
    ),
    Head(
        name="mozilla-assert", tool="mozilla",
        pattern=r"(?:^|\s)(?P<lead>Assertion failure): (?P<expression>.+), at (?P<file>\S+?):\d+|(?:^|\s)Hit (?P<message>MOZ_CRASH\(.*\)) at (?P<file2>\S+?):\d+",
        samples=("Assertion failure: mCount > 0 (no items), at /src/dom/Cart.cpp:12", "Hit MOZ_CRASH(no items) at /src/dom/Cart.cpp:12"),
    ),
    Head(
        name="qt-assert", tool="qt",
        pattern=r'(?P<lead>ASSERT(?: failure in [^:]+)?): "(?P<expression>.+?)"(?: in|, file) (?:file )?(?P<file>[^\s,]+), line \d+',
        samples=('ASSERT: "count > 0" in file cart.cpp, line 12',),
    ),
    Head(
        name="envoy-assert", tool="envoy",
        pattern=r"\[critical\]\[assert\] \[?(?P<file>[^\s:\]]+):\d+\] (?:(?P<lead>assert failure): (?P<expression>.+?)\.?(?: Details: .*)?|panic: (?P<message>.+))$",
        samples=("[2019-01-02 10:00:00.1][71][critical][assert] [source/common/cart.cc:12] assert failure: count > 0.",),
    ),
    Head(
        name="jemalloc", tool="libc",
        pattern=r'<jemalloc>: (?P<file>\S+?):\d+: (?P<lead>Failed assertion): "(?P<expression>.+)"',
        samples=('<jemalloc>: src/arena.c:71: Failed assertion: "bin != NULL"',),
    ),
    Head(
        name="llvm", tool="llvm",
        pattern=r"^(?P<message>LLVM ERROR: .+)|^(?P<message2>.*)UNREACHABLE executed at (?P<file>\S+?):\d+!",
        samples=("LLVM ERROR: Cannot select: t12", "Unknown node!\nUNREACHABLE executed at /src/llvm/lib/Cart.cpp:12!"),
    ),
    Head(
        name="terminate", tool="c++",
        pattern=r"(?:^|: )(?P<message>terminat(?:e called (?:after throwing an instance of '.+'|without an active exception|recursively)|ing (?:due to|with) uncaught exception.*))",
        says=r"^\s+(?P<detail>what\(\): .*)", reach=1,
        samples=(
            "terminate called after throwing an instance of 'std::runtime_error'\n  what():  no items",
            "libc++abi: terminating due to uncaught exception of type std::runtime_error: no items",
        ),
    ),
    Head(
        name="glibc", tool="libc",
        pattern=r"(?:^|: |^\*\*\* Error in `.*': )(?P<message>\*\*\* (?:stack smashing|buffer overflow|%n in writable segment) detected \*\*\*|(?:double free or corruption|corrupted (?:size vs\. prev_size|double-linked list|unsorted chunks)|(?:malloc|free|realloc|calloc|mremap_chunk|munmap_chunk|malloc_consolidate|memalign|tcache_thread_shutdown)\(\): [a-z]|break adjusted to free|invalid fastbin)[^:]*)(?=: |$)",
        samples=(
            "*** stack smashing detected ***: terminated", "free(): invalid pointer", "double free or corruption (fasttop)",
            "*** Error in `./shop': double free or corruption (!prev): 0x0000000001c2a010 ***",
        ),
    ),
    Head(
        name="rust-panic", tool="rust",
        pattern=r"^thread '(?P<thread>.*)' (?:\(\d+\) )?panicked at (?:'(?P<message>.*)', (?P<file>\S+?):\d+:\d+|(?P<file2>\S+?):\d+:\d+:)$",
        says=r"^(?P<message>(?!note:|stack backtrace)\S.*)", reach=1, certainty=60,
        samples=("thread 'main' panicked at src/main.rs:3:5:\nindex out of bounds: the len is 3 but the index is 7", "thread 'main' panicked at 'no items', src/main.rs:3:5"),
    ),
    Head(
        name="go-panic", tool="go",
        pattern=r"^(?P<message>panic: \S.*|unexpected fault address .*)",
        samples=("panic: runtime error: index out of range [3] with length 3",),
    ),
    Head(
        name="go-fatal", tool="go",
        pattern=r"^(?P<message>fatal error: \S.*)", needs=r"^goroutine \d+ |^runtime stack:|^\[signal ", near=4,
        samples=("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:",),
        confusers=("fatal error: shop.h: No such file or directory",),
    ),
    Head(
        name="atheris", tool="atheris",
        pattern=r"^ *=== Uncaught Python exception: ===$",
        says=r"^(?P<message>\S.*)", reach=1,
        samples=(" === Uncaught Python exception: ===\nValueError: no items\nTraceback (most recent call last):",),
    ),
    Head(
        name="python", tool="python", foreign=True, stackless=True,
        pattern=r"(?P<message>Fatal Python error: .+)",
        samples=("Fatal Python error: Segmentation fault",),
    ),
    Head(
        name="catch2", tool="catch2", foreign=True, stackless=True,
        pattern=r"^(?P<message>due to a fatal error condition:)$",
        samples=("due to a fatal error condition:",),
    ),
    Head(
        name="torch", tool="torch",
        pattern=r"\[(?P<lead>enforce fail) at (?P<file>[^\s:\]]+):\d+\]\.? (?P<expression>[^.]*?)\. ",
        samples=("[enforce fail at CPUAllocator.cpp:71] . DefaultCPUAllocator: can't allocate", "[enforce fail at cart.cc:71] count > 0. no items"),
    ),
    Head(
        name="loader-android", tool="android", kind="config", stackless=True,
        pattern=r"(?P<message>CANNOT LINK EXECUTABLE .+)",
        samples=('CANNOT LINK EXECUTABLE "/data/shop": library "libcart.so" not found',),
    ),
)  # fmt: skip

DIED = r"(?:Segmentation fault|Bus error|Illegal instruction|Aborted|Floating point exception|Trace/breakpoint trap|Trace/BPT trap|Abort trap)"

SIGNALS = (
    Head(
        name="signal-received", tool="gdb", signal=True,
        pattern=r"(?P<message>(?:Program|Thread \d+ \".*\"|Process) received signal (?:SIG|EXC_)\w+.*|Program terminated with signal \w+.*|(?:stop reason = )(?:signal SIG\w+|EXC_BAD_\w+|EXC_BREAKPOINT|EXC_CRASH|EXC_ARITHMETIC).*)",
        samples=("Program received signal SIGSEGV, Segmentation fault.", "* thread #1, stop reason = signal SIGSEGV: address not mapped"),
    ),
    Head(
        name="signal-told", tool="system", signal=True,
        pattern=r"(?P<message>Received signal \d+ [A-Z<]\S*|\*\*\* SIG[A-Z]+ \(?(?:@0x\w+|received|0x).*|\*\*\* Signal \d+ .*|Fatal signal \d+ \(SIG\w+\).*?(?=,|$)|\bsignal \d+ \(SIG\w+\), code .*?(?=, fault|$)|Caught signal \d+ \(.*?\)|\*\*\* Process received signal \*\*\*|Exception Type: +\S+.*|Unhandled exception at 0x.*)",
        samples=(
            "Received signal 11 SEGV_MAPERR 000000000018", "*** SIGSEGV received at time=1600000000 on cpu 1 ***",
            "Fatal signal 6 (SIGABRT), code -6 in tid 30679 (generic)", "[node:71] *** Process received signal ***",
        ),
    ),
    Head(
        name="windows", tool="windbg", signal=True, within=3000, layout="windbg",
        pattern=r"^(?:\([0-9a-f]+\.[0-9a-f]+\): )?(?P<message>(?!C\+\+ EH)[A-Z][\w+ -]+) - code c0[0-9a-f]{6} \((?:first|second|!!! second) chance",
        samples=("(ec4.f40): Access violation - code c0000005 (first chance)", "(1a4.2c): Integer divide-by-zero - code c0000094 (!!! second chance !!!)"),
        confusers=("(a24.784): C++ EH exception - code e06d7363 (first chance)", "(1d7c.1404): Single step exception - code 80000004 (first chance)"),
    ),
    Head(
        name="tombstone", tool="android",
        pattern=r"Abort message: ['\"]?(?P<message>[^'\"\[].+?)['\"]?$",
        samples=("Abort message: 'Scudo ERROR: corrupted chunk header'",),
    ),
    Head(
        name="signal", tool="shell", signal=True, certainty=60, stackless=True,
        pattern=rf"^(?:(?P<program>\S+: )?(?:line \d+: )?\s*\d+ )?(?P<message>{DIED}(?: \(core dumped\)|:? \d+| {{2,}}\(core dumped\)|$))|^\S+: (?:line \d+: )?\s*\d+ (?P<message2>{DIED})",
        samples=("Segmentation fault (core dumped)", "./run.sh: line 3:  4711 Aborted                 (core dumped) ./app", "Abort trap: 6", "bash: line 1:   142 Segmentation fault      ./shop"),
        confusers=("Aborted connection to the server", "fixed: Segmentation fault in parser"),
    ),
    Head(
        name="llvm-stack", tool="llvm", signal=True,
        pattern=r"^(?P<message>Stack dump(?: without symbol names.*)?):?$",
        samples=("Stack dump:",),
    ),
)  # fmt: skip

KERNEL = (
    Head(
        name="kernel", tool="kernel", within=80,
        pattern=r"(?P<message>BUG: K[AMC]SAN: .+|BUG: unable to handle .+|Unable to handle kernel .+|kernel BUG at .+|general protection fault.*|Internal error: Oops.*|(?:^|\] )UBSAN: .+ in \S+:\d+:?\d*|watchdog: BUG: .+|BUG: (?:soft lockup|sleeping function|scheduling while|spinlock|workqueue|Bad).*|INFO: (?:task \S+ blocked for|rcu_\w+ (?:detected|self-detected)|possible recursive locking).*|Kernel panic - not syncing: .+)",
        samples=("[   12.3] BUG: KASAN: use-after-free in demo_read+0x1f/0x40", "Kernel panic - not syncing: Fatal exception", "general protection fault: 0000 [#1] SMP KASAN"),
    ),
    Head(
        name="kernel-killed", tool="kernel", kind="memory", stackless=True,
        pattern=r"(?P<message>(?:Memory cgroup out of memory|Out of memory): Kill(?:ed)? process \d+ \((?P<program>[^)]+)\))",
        samples=("[ 4242.1] Out of memory: Killed process 4242 (cc1plus) total-vm:5120000kB, anon-rss:4096000kB",),
    ),
)  # fmt: skip

ABOVE = Head(
    name="google-fatal", tool="glog",
    pattern=r"(?:^|\s)F\d{4}(?:\d{4})? [\d:.]+ +\d+ (?P<file>[\w./+-]+):\d+\] (?P<message>\S.*)",
    samples=("F0813 00:29:27.775753  384244 file.h:12] no way on",),
)  # fmt: skip
"""A fatal message that no word gives away: it is looked for above an abort that nothing explains."""

HEADS: tuple[Head, ...] = (*SANITIZERS, *MESSAGES, *SIGNALS, *KERNEL)
"""In order of precedence where two match one line."""
