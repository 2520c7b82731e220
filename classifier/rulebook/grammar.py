"""What can be told of a regular expression by its parse tree, without trying it."""

from __future__ import annotations

import re
import warnings
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from classifier.rulebook.book import distinct

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


_TRANSLATED = (
    (re.compile(r"\(\?<(?=[A-Za-z_])"), "(?P<"),
    (re.compile(r"\(\?\|"), "(?:"),
    (re.compile(r"\\[pP]\{\^?\w+\}|\[\[:\^?\w+:\]\]|\\X"), r"\\w"),
    (re.compile(r"\[:\^?\w+:\]"), r"\\w"),
    (re.compile(r"\\h"), r"[ \\t]"),
    (re.compile(r"\\R"), r"\\n"),
    (re.compile(r"\\K|\\[mM]|\\G"), ""),
)
"""What the regex module adds to the language, and what comes near it: to judge by, never to match with."""


def parsed(expression: str) -> Any:  # noqa: ANN401 - the parse tree has no types
    """Return the tree of the standard library's parser; None when it can't read what the regex module can."""
    tree = _tree(expression) if "[:" not in expression else None
    if tree is not None:
        return tree
    for added, near in _TRANSLATED:
        expression = added.sub(near, expression)
    return _tree(expression)


def _tree(expression: str) -> Any:  # noqa: ANN401
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parser.parse(distinct(expression), constants.SRE_FLAG_MULTILINE)
    except (re.error, RecursionError, OverflowError, ValueError):
        return None


def always_captured(expression: str, name: str) -> bool:
    """Say whether a group takes part in every match; True where that can't be told."""
    tree = parsed(expression)
    if tree is None:
        return True
    named = re.compile(rf"{name}(?:_\d+)?")
    groups = {number for group, number in tree.state.groupdict.items() if named.fullmatch(group)}
    return _needs(tree, lambda code, argument: code is constants.SUBPATTERN and argument[0] in groups)


def needs_line_feed(expression: str) -> bool:
    """Say whether every match holds the end of a line; False where that can't be told."""
    tree = parsed(expression)
    return tree is not None and _needs(tree, lambda *node: node == (constants.LITERAL, 10))


def _needs(items: Any, wanted: Callable[[Any, Any], bool]) -> bool:  # noqa: ANN401
    """Say whether no match of a sequence gets by without a node that is wanted."""
    return any(wanted(code, argument) or _inside(code, argument, wanted) for code, argument in items)


def _inside(code: Any, argument: Any, wanted: Callable[[Any, Any], bool]) -> bool:  # noqa: ANN401
    if code is constants.SUBPATTERN:
        return _needs(argument[3], wanted)
    if code is constants.BRANCH:
        return all(_needs(branch, wanted) for branch in argument[1])
    if code in REPEATS:
        return bool(argument[0]) and _needs(argument[2], wanted)
    if code is constants.ATOMIC_GROUP:
        return _needs(argument, wanted)
    return code is constants.ASSERT and _needs(argument[1], wanted)
