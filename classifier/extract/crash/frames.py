"""Tell the frames of a call stack in the forms in which runtimes, debuggers and systems print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.extract.crash.names import plain
from classifier.patterns import compiled

if TYPE_CHECKING:
    from classifier.extract.dialect import Lines


@dataclass(frozen=True, slots=True)
class Call:
    """One frame: the function without its arguments, its source file, and the module with the offset.

    Each is empty where the report does not say it. `index` is the frame's number in the stack, -1 where it
    has none. `sure` is false where an unwinder only guessed that the function was called.
    """

    line: int
    function: str
    file: str = ""
    module: str = ""
    index: int = -1
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """How one family of tools prints a frame.

    Groups of `pattern`: `function`, `file`, `module`, `index`, `unsure`; or `rest`, which holds function,
    file and module as sanitizers write them. Where `next` is set, a frame takes two lines and the second
    one matches it.
    """

    name: str
    pattern: str
    samples: tuple[str, ...]
    next: str = ""


ADDRESS = r"0x[0-9a-fA-F]{3,16}"
LAYOUTS = (
    Layout(
        "valgrind",
        r"^\S*==\d+==\s+(?:at|by) 0x[0-9A-F]+: (?P<function>.+?) \((?:in (?P<module>[^()]+)|(?P<file>[^():]+):\d+)\)$",
        ("==71==    at 0x109169: fill (shop.c:6)", "==71==    by 0x48: main (in /tmp/shop/shop)"),
    ),
    Layout(
        "android",
        r"#(?P<index>\d\d) +(?:abs-)?pc [0-9a-f]{4,16} +(?P<module>\S+)(?: \((?!BuildId)(?P<function>.+?)(?:\+\d+)?\))?(?: \((?:BuildId|offset).*)?$",
        ("    #00 pc 0004793c  /system/lib/libc.so (pthread_kill+34)", "#01 pc 00000000000a1b2c  /apex/lib64/libc.so"),
    ),
    Layout(
        "lldb",
        rf"frame #(?P<index>\d+): {ADDRESS} (?P<module>[^`]+)`(?P<function>.+?)(?: \+ \d+)?(?: at (?P<file>[^:]+):\d\S*)?(?: \[opt\])?$",
        ("  * frame #0: 0x0000000100003f5c shop`fill(n=3) at shop.c:6:8",),
    ),
    Layout(
        "torch",
        r"frame #(?P<index>\d+): (?P<function>.+?) \+ 0x[0-9a-f]+ \(0x[0-9a-f]+ in (?P<module>[^)]+)\)$",
        ("frame #1: c10::detail::torchCheckFail(char const*) + 0x64 (0x7f3a in /usr/lib/libc10.so)",),
    ),
    Layout(
        "numbered",
        rf"(?:^|[\s:|])#(?P<index>\d+)(?:\.\d+)?\s+(?:{ADDRESS}(?= |$))(?:\s+(?:in\s+)?(?P<rest>\S.*))?$",
        (
            "    #1 0x4f6b78 in boom(int) v8/test/wasm-code.cc:76:7",
            "    #0 0x55d0  (/tmp/shop/shop+0x11f0) (BuildId: 6f)",
            "#0  0x00007ffff7e4 in raise (sig=6) at ../sysdeps/raise.c:51",
            "#3 0x55cd1 base::debug::StackTrace::StackTrace()",
            "   #1.1  0x0000658e in Unwind ../asan_stack.cc:12 <libclang_rt.asan.so>+0x6863c",
        ),
    ),
    Layout(
        "bare",
        r"^\s*#(?P<index>\d+)\s+(?P<rest>(?!0x|/\S+\(\d+\): )[^\s#].*)$",
        ("    #0 fill /tmp/shop/shop.c:6:8 (shop+0x4b8)", "#1  main () at shop.c:9", "#2  <signal handler called>"),
    ),
    Layout(
        "apple",
        r"^\s*(?P<index>\d+)\s{1,4}(?P<module>\S+)\s+0x[0-9a-fA-F]{8,16}\s+(?P<function>.+?) \+ \d+(?: \((?P<file>[^:()]+):\d+\))?$",
        ("0   shop       0x0000000102a3 fill(int) + 24 (shop.c:6)", "1    app      0x0000555f603b53a3 <unavailable> + 32617379"),
    ),
    Layout(
        "swift",
        r"^(?P<index>\d+) (?:\[\w+\] )*(?:\[\w+\] )?0x[0-9a-f]+ (?P<function>.+?)(?: \+ \d+)? in (?P<module>\S+)(?: at (?P<file>[^:]+):\d\S*)?$",
        ("0 0x0000555f6035db52 main + 12 in shop at /tmp/shop/main.swift:3:9",),
    ),
    Layout(
        "breakpad",
        r"^\s*(?P<index>\d+) +(?P<module>[\w.+-]+)!(?P<function>.+?)(?: \[(?P<file>\S+) : .*\]| \+ 0x[0-9a-f]+)?$",
        (" 0  libshop.so!shop::Cart::fill(int) [cart.cc : 12 + 0x3]", " 1  shop.exe!main + 0x12"),
    ),
    Layout(
        "windbg",
        r"^(?:[0-9a-f`]{8,17} +){2,}(?:.* : )?(?P<module>[\w.-]+)!(?P<function>.+?)(?:\+0x[0-9a-f]+)?(?: \[(?P<file>\S+) @ \d+\])?$",
        ("0915b0a8 6eefc1d5 MSHTML!ForStatementNode::VerifySelf+0x2b", "00000000`0a 000007fe`ef ntdll!memcpy+0x12"),
    ),
    Layout(
        "glibc",
        r"(?:^|\] )(?P<module>[^\s()\[\]]+)\((?P<function>[^()+]*(?:\(.*\)(?: const)?)?)\+0x[0-9a-f]+\)\s*(?:\[0x[0-9a-f]+\])?$",
        (
            "/lib/x86_64-linux-gnu/libc.so.6(abort+0x12b)[0x7f3a]",
            "[node:00071] [ 2] ./shop(main+0x1f)[0x401137]",
            "/build/d8(v8::base::debug::StackTrace::StackTrace()+0x38)",
        ),
    ),
    Layout(
        "glog",
        r"^\s*(?:PC: )?@ +0x[0-9a-f]+ +(?:\d+ +)?(?P<function>\S.*)$",
        ("    @     0x7f3a  shop::Cart::fill()", "PC: @ 0x40 (unknown) raise"),
    ),
    Layout(
        "kernel",
        r"(?:^|\] |: )\s*(?:#\d+ )?(?:\[<(?:[0-9a-fx]+|\s*inlined?\s*)>\] *)*(?:RIP: (?:\d+:)?(?:\[<[0-9a-f]+>\] *)*|pc : )?(?P<unsure>\? )?(?P<function>[A-Za-z_][\w.]*)\+0x[0-9a-f]+/0x[0-9a-f]+(?: \[(?P<module>\w+)\])?(?: (?P<file>[\w./-]+):\d+)?",
        (" [<ffffffff92af>] keyring_destroy+0xe2/0x186", " ? dump_stack+0x74/0xc8", "RIP: 0010:shop_read+0xe2/0x186 [shop]"),
    ),
    Layout(
        "kernel-inline",
        r"\[<\s*inline\s*>\] (?P<function>[\w.]+) (?P<file>[\w./-]+):\d+",
        ("[<     inline     >] vfs_ioctl fs/ioctl.c:43",),
    ),
    Layout(
        "jvm",
        r"^\s+at (?P<function>[\w$.<>/@-]+\.[\w$<>-]+)\((?P<file>[^)]*?)(?::\d+)?\)$",
        ("\tat demo.Cart.fill(Cart.java:12)", "\tat demo.Cart.read(Native Method)"),
    ),
    Layout(
        "python",
        r'^\s*File "(?P<file>[^"]+)", line \d+, in (?P<function>\S+)$',
        ('  File "/tmp/shop/cart.py", line 3, in fill',),
    ),
    Layout(
        "node",
        r"^\s+at (?:async )?(?:(?P<function>[^()]+?) \()?(?P<file>(?:file://)?[^()\s]+?):\d+(?::\d+)?\)?$",
        ("    at fill (/tmp/shop/cart.js:3:9)", "    at node:internal/main/run_main_module:28:49"),
    ),
    Layout(
        "go",
        r"^(?P<function>[^\s()]+(?:\(\*?[^\s()]*\)[^\s()]*)*)\((?:\.\.\.|[^()]*|.*\{.*)\)$",
        ("main.(*Cart).fill(0xc0000120, 0x3)", "main.main()"),
        next=r"^\s+(?P<file>\S.*\.(?:go|s|c|cc|cpp|cgo\w*)):\d+(?: \+0x[0-9a-f]+)?",
    ),
    Layout(
        "rust",
        r"^\s*(?P<index>\d+): +(?:0x[0-9a-f]+ - )?(?P<function>(?!0x)\S.*)$",
        ("   3: shop::fill", "   0:     0x55d0 - std::backtrace_rs::trace::h1"),
        next=r"^ +at (?P<file>\S.*?):\d+(?::\d+)?$|^\s*\d+: ",
    ),
)  # fmt: skip
"""In order: of two that match, the upper one is right."""


# what sanitizers, debuggers and glibc write behind the function
BUILD = re.compile(r" \(BuildId: \w+\)$| <+(?P<module>[\w./+-]+)>+(?:\+0x[0-9a-f]+)?$")
MODULE = re.compile(
    r"(?:^|\s)\((?P<module>[^()\s][^()]*?)(?:\+0x(?P<offset>[0-9a-f]+))?(?:,? 0x[0-9a-f]+)?\)$"
)
AT = re.compile(r"(?<=\)) at (?P<file>\S.*?):\d+(?::\d+)?$|(?<=\)) from (?P<module>\S+)$")
PLACE = re.compile(
    r"(?:^| )(?P<file>(?:[A-Za-z]:\\.*|[^\s()<>{}]+?)):\d+(?::\d+)?$| \[(?P<bracketed>[^\s\[\]]+?):\d+(?::\d+)?\]$|(?:^|(?<=\S) )(?P<bare>(?:/|[A-Za-z]:\\)[^\s()]+|<null>|\?\?:0(?::0)?)$"
)
NOWHERE = re.compile(
    r"(?:<unavailable>|<null>|\?\?|\(unknown\)|<unknown module>|<unknown>|___lldb_unnamed\S*)(?: .*)?$"
)


def call(lines: Lines, number: int) -> tuple[Call, Layout] | None:
    """Return the frame that a line shows, with its layout, or None when the line shows none."""
    text = lines[number]
    for layout in LAYOUTS:
        found = shown(lines, number, text, layout)
        if found is not None:
            return found, layout
    return None


def shown(lines: Lines, number: int, text: str, layout: Layout) -> Call | None:
    """Return the frame that a line shows in one layout, or None."""
    match = compiled(layout.pattern).search(text.rstrip())
    if match is None:
        return None
    groups = {name: value or "" for name, value in match.groupdict().items()}
    if layout.next:
        below = compiled(layout.next).search(lines[number + 1].rstrip()) if number < len(lines) else None
        if below is None:
            return None
        groups |= {name: value or "" for name, value in below.groupdict().items()}
    if "rest" in groups:
        groups |= _split(groups["rest"])
    function = groups.get("function", "")
    return Call(
        line=number,
        function="" if NOWHERE.match(function) else plain(function),
        file=groups.get("file", ""),
        module=groups.get("module", ""),
        index=int(groups.get("index") or -1),
        sure=not groups.get("unsure"),
    )


def _split(rest: str) -> dict[str, str]:
    """Return function, file and module of `foo(int) src/a.c:3:9 (/bin/app+0x12) (BuildId: 6f)`."""
    module, file = "", ""
    for pattern in (BUILD, MODULE, AT, PLACE):
        match = pattern.search(rest)
        if match is None:
            continue
        parts = match.groupdict()
        if pattern is MODULE and not _is_module(match, rest):
            continue
        rest = rest[: match.start()].rstrip()
        found = parts.get("module") or ""
        offset = parts.get("offset")
        module = module or (f"{found}+0x{offset}" if offset and found else found)
        file = file or parts.get("file") or parts.get("bare") or parts.get("bracketed") or ""
        if file.startswith(("<null>", "??")):
            file = ""
    if not rest.strip(" ()") or (MODULE_ALONE.fullmatch(rest) and not module):
        return {"function": "", "file": file, "module": module or rest}
    if FILE_ALONE.fullmatch(rest):
        return {"function": "", "file": file or rest, "module": module}
    return {"function": rest, "file": file, "module": module}


FILE_ALONE = re.compile(r"[\w./+-]+\.(?:[chS]|cc|cpp|asm):\d+")
"""`#0 0x7f5eae in memcpy-ssse3.S:1702`: a place where the function should stand."""
MODULE_ALONE = re.compile(r"[\w.+-]+\.(?:so|dll|dylib|exe)[\d.]*")
"""`#1 0x7f24b70b6bd6 in libc.so.6`: a module where the function should stand."""


def _is_module(match: re.Match[str], rest: str) -> bool:
    """Say whether a bracket at the end holds a module and not the arguments of a function."""
    return bool(match["offset"]) or (rest[: match.start() + 1].endswith(" ") and "/" in match["module"])
