"""Name a test of a report as its own tool does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CLASS = re.compile(r"_*[A-Z]\w*$")
COLLECTED = re.compile(r"^(?:ImportError while importing test module|file) '?(?P<path>[^',]+\.py)")
"""`ImportError while importing test module '/tmp/demo/test_b.py'.`, `file /tmp/demo/test_c.py, line 3`"""


def pytest_id(classname: str, name: str, file: str, paths: Sequence[str]) -> str:
    """Return the node id `tests/test_a.py::TestX::test_y` of a test.

    pytest makes the class name of the file and the classes, `tests.test_a.TestX`. Where the file ends is
    told by the attribute `file`, else by the files of the call stack, else by how classes are written.
    A file that could not be collected has no class name and stands as name: `tests.test_b`.
    """
    if not classname:
        return _file(name, file, paths) or f"{name.replace('.', '/')}.py"
    if not name:
        return _file(classname, file, paths) or classname
    path = _file(classname, file, paths)
    parts = classname.split(".")
    if path:
        dotted = _dotted(path)
        rest = classname[len(dotted) :].strip(".").split(".") if classname != dotted else []
        return "::".join([path, *rest, name])
    length = len(parts)
    while length > 1 and CLASS.match(parts[length - 1]):
        length -= 1
    return "::".join(["/".join(parts[:length]) + ".py", *parts[length:], name])


def collected(line: str) -> str | None:
    """Return the file that could not be collected, when a line above the traceback names it."""
    found = COLLECTED.match(line)
    return found["path"] if found else None


def _file(dotted: str, file: str, paths: Sequence[str]) -> str:
    """Return the file that a dotted name begins with, relative to pytest's root; empty if unknown."""
    for path in (file, *paths):
        own = path.replace("\\", "/")
        for start in (0, *(found.end() for found in re.finditer("/", own))):
            name = _dotted(own[start:])
            if name and (dotted == name or dotted.startswith(f"{name}.")):
                return own[start:]
    return ""


def _dotted(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def joined(classname: str, name: str) -> str:
    """Return class and test in one: `demo.AppTest.adds`, `Cart adds two`, or one that holds the other."""
    if not classname or not name:
        return name or classname
    if name == classname or name.startswith((f"{classname}.", f"{classname} ", f"{classname}:")):
        return name
    if classname.endswith((f".{name}", f" {name}")):
        return classname
    if name.endswith(f" {classname}"):
        return name
    return f"{classname} {name}" if " " in classname else f"{classname}.{name}"


def php(classname: str, name: str) -> str:
    r"""Return a test as PHPUnit names it: `Tests\AppTest::testAdds`."""
    return f"{classname}::{name}" if classname else name
