"""Make a short text that a pattern matches, to show a person what it means."""

from __future__ import annotations

import string
from re import _constants as constants  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import regex

from classifier.rulebook.grammar import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST = 400
"""Characters of a witness; what needs more is shown to nobody."""
PATIENCE = 0.5
"""Seconds that trying the witness may take."""

_SAMPLES = {
    constants.CATEGORY_DIGIT: "1",
    constants.CATEGORY_SPACE: " ",
    constants.CATEGORY_WORD: "x",
    constants.CATEGORY_NOT_DIGIT: "x",
    constants.CATEGORY_NOT_SPACE: "x",
    constants.CATEGORY_NOT_WORD: " ",
}
_LIKELY = string.ascii_lowercase + string.ascii_uppercase + string.digits + " ./-_:,'\"()[]<>"
"""What is tried, in this order, where a set only says what it does not hold."""


def witness(expression: str) -> str | None:
    """Return a text of printable characters that the expression matches, or None when none was found.

    The expression is read by the standard library's parser; the regex module has the last word.
    """
    tree = parsed(expression)
    if tree is None:
        return None
    try:
        text = _Maker().of(tree)
    except (ValueError, RecursionError):
        return None
    if not text.strip() or len(text) > MOST:
        return None
    try:
        found = regex.search(expression, text, regex.MULTILINE, timeout=PATIENCE)
    except (TimeoutError, regex.error):
        return None
    return text if found else None


class _Maker:
    """Writes one text for a parse tree, and remembers what groups took for references to them."""

    def __init__(self) -> None:
        self._groups: dict[int, str] = {}

    def of(self, items: Iterable[Any]) -> str:
        """Return a text for a sequence of nodes. Raises ValueError where there is no way to make one."""
        return "".join(self._one(code, argument) for code, argument in items)

    def _one(self, code: Any, argument: Any) -> str:  # noqa: ANN401, PLR0911 - one way out for each kind of node
        if code is constants.LITERAL:
            return chr(argument)
        if code is constants.NOT_LITERAL:
            return _outside({chr(argument)})
        if code is constants.ANY:
            return "x"
        if code is constants.IN:
            return _member(argument)
        if code is constants.BRANCH:
            return self.of(argument[1][0])
        if code is constants.SUBPATTERN:
            text: str = self.of(argument[3])
            if argument[0] is not None:
                self._groups[argument[0]] = text
            return text
        if code is constants.ATOMIC_GROUP:
            return self.of(argument)
        if code in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            # one turn where none would do, so that the text shows what may stand there
            least, most, inner = argument
            return self.of(inner) * int(max(least, min(most, 1)))
        if code is constants.GROUPREF:
            return self._groups.get(argument, "")
        if code in (constants.AT, constants.ASSERT, constants.ASSERT_NOT):
            return ""
        raise ValueError(str(code))


def _member(items: Any) -> str:  # noqa: ANN401
    """Return one character of a set."""
    code, argument = items[0]
    if code is constants.NEGATE:
        return _outside(set(_LIKELY) & set().union(*(_holds(*one) for one in items[1:])))
    if code is constants.RANGE:
        return chr(argument[0])
    return _SAMPLES[argument] if code is constants.CATEGORY else chr(argument)


def _holds(code: Any, argument: Any) -> set[str]:  # noqa: ANN401
    """Return the likely characters that one part of a set holds."""
    if code is constants.RANGE:
        return {one for one in _LIKELY if argument[0] <= ord(one) <= argument[1]}
    if code is constants.LITERAL:
        return {chr(argument)}
    tests: dict[Any, Callable[[str], bool]] = {
        constants.CATEGORY_DIGIT: str.isdigit,
        constants.CATEGORY_SPACE: str.isspace,
        constants.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
    }
    test = tests.get(argument)
    return {one for one in _LIKELY if test(one)} if test else set()


def _outside(held: set[str]) -> str:
    found = next((one for one in _LIKELY if one not in held), None)
    if found is None:
        raise ValueError("a set that holds all that is likely")
    return found
