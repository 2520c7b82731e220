"""Reduce the name of a function to what tells functions apart: without arguments, clones, nameless spaces."""

from __future__ import annotations

import re

NAMELESS = re.compile(
    r"\(anonymous namespace\)::|`anonymous namespace'::|non-virtual thunk to |virtual thunk to |\[abi:\w+\]"
)
CLONE = re.compile(
    r" \[clone [^]]*\]|(?:\.(?:isra|constprop|part|cold|llvm|lto_priv|clone|resume|destroy)(?:\.\d+)?)+$"
    r"| \[(?:opt|inlined)\]$|\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?$|::h[0-9a-f]{16}$"
)
QUALIFIER = re.compile(r" (?:const|volatile|noexcept|&&?|\[\w+\])$")
LONGEST = 160
"""Characters of a name that are kept."""
MANGLED = re.compile(r"_?_ZNK?(?:S[tabsiod])?(?=\d)")
PART = re.compile(r"\d+")


def plain(name: str) -> str:
    """Return a function's name without arguments and without what compilers add.

    `shop::Cart::fill(int, char const*) const [clone .isra.0]` becomes `shop::Cart::fill`. Arguments of
    templates stay: they tell functions apart.
    """
    name = CLONE.sub("", NAMELESS.sub("", name.strip()))
    while qualifier := QUALIFIER.search(name):
        name = name[: qualifier.start()]
    if name.startswith(("_ZN", "__ZN")):
        name = demangled(name)
    return _without_arguments(name).strip()[:LONGEST]


def demangled(name: str) -> str:
    """Return the nested name in a mangled one (`_ZN2v84base5AbortEv`), which is returned if it has none.

    Only names and no types are understood, as in section 5.1.3 of the Itanium C++ ABI.
    """
    start = MANGLED.match(name)
    if not start:
        return name
    parts, place = [], start.end()
    while length := PART.match(name, place):
        place = length.end() + int(length[0])
        parts.append(name[length.end() : place])
    return "::".join(parts)


def _without_arguments(name: str) -> str:
    """Return what stands before the last pair of brackets, or before an opening one that never closes."""
    if not name.endswith(")"):
        start = name.find("(")
        closed = name.count("(") == name.count(")")
        return name if start <= 0 or closed else name[:start]
    depth = 0
    for place in range(len(name) - 1, -1, -1):
        depth += (name[place] == ")") - (name[place] == "(")
        if depth == 0:
            before = name[:place].rstrip()
            return f"{before}()" if before.endswith("operator") else before or name
    return name
