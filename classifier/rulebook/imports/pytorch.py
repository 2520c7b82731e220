"""Read the rules of PyTorch's log classifier: TOML with names and patterns, the first that matches wins.

Format: the file `ruleset.toml` of the repository pytorch/test-infra, folder aws/lambda/log-classifier, as of
2026; the patterns are of Rust's regex crate, searched in single lines of a log.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from classifier.rulebook.imports.foreign import Foreign, System, from_java

if TYPE_CHECKING:
    from classifier.errors import Problem

FIELDS = ("name", "pattern")
GROUP = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\((?!\?)", re.DOTALL)
"""An escape, a set, or the opening of a group without a name."""


def _knows(text: str) -> bool:
    return bool(re.search(r"(?m)^\[\[rule\]\]", text))


def _read(text: str, path: str) -> tuple[list[Foreign], list[Problem]]:
    del path
    try:
        rows = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not TOML: {error}") from error
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[rule]]"]
    out = []
    for index, row in enumerate(rows):
        pattern, groups = _named(from_java(str(row.get("pattern", ""))))
        lost = tuple(
            f"the field '{name}' means nothing here" for name in row if name not in ("name", "pattern")
        )
        out.append(
            Foreign(
                name=str(row.get("name", f"rule {index + 1}")),
                patterns=(pattern,),
                line=lines[index] if index < len(lines) else 0,
                scope="line",
                signature=" ".join(f"{{{group}}}" for group in groups),
                lost=lost,
            )
        )
    return out, []


def _named(pattern: str) -> tuple[str, list[str]]:
    """Return the pattern with a name for every group, and the names: failures are grouped by them."""
    names: list[str] = []

    def name(found: re.Match[str]) -> str:
        if found[0] != "(":
            return found[0]
        names.append(f"part{len(names) + 1}")
        return f"(?P<{names[-1]}>"

    renamed = GROUP.sub(name, pattern)
    given = [one for one in re.findall(r"\(\?P?<([A-Za-z_]\w*)>", renamed) if one not in names]
    return renamed, names + given


SYSTEM = System("pytorch", "PyTorch's log classifier", "ruleset.toml", _knows, _read)
