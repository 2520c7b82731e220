"""Derive from a pattern the literals of which every match must contain one; never guess."""

from __future__ import annotations

import warnings
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

FOREIGN = ("[[", "[:", "(?|", "(?(DEFINE)", "\\L<", "||", "--", "&&", "~~")
"""Marks of constructs that the regex module reads otherwise than the parser used here."""
SHORTEST = 3
"""Literals of fewer bytes in UTF-8 are too common to be worth a look."""


def required_literals(pattern: str) -> tuple[str, ...]:
    """Return literals, in lower case, of which any text that `pattern` matches contains at least one.

    The text is to be searched in ASCII lower case. An empty result means that nothing is known: every line
    must be looked at. The pattern is parsed by the standard library; whatever the regex module adds to the
    language (fuzzy matching, set operations, POSIX classes) gives no literal. Case-insensitive patterns may
    match U+017F, U+212A, U+0130 and U+0131 for s, k and i, which lower-casing bytes does not fold, so
    their literals are cut at these letters.
    """
    if any(mark in pattern for mark in FOREIGN) or _fuzzy(pattern):
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parser.parse(pattern, constants.SRE_FLAG_MULTILINE)
    except Exception:  # noqa: BLE001 - whatever the parser can't read gives no literal
        return ()
    found = _best(tree, bool(tree.state.flags & constants.SRE_FLAG_IGNORECASE))
    return tuple(sorted(found)) if found else ()


def _fuzzy(pattern: str) -> bool:
    """Say whether a brace opens anything but a plain repeat count."""
    rest = pattern.split("{")[1:]
    return any(
        not part.split("}")[0].replace(",", "").isdigit() for part in rest if not _escaped(pattern, part)
    )


def _escaped(pattern: str, part: str) -> bool:
    before = pattern[: pattern.index("{" + part)]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _best(items: Any, fold: bool) -> frozenset[str]:  # noqa: ANN401, FBT001 - the parse tree has no types
    """Return the any-of set of one sequence that promises the fewest hits; empty when there is none."""
    candidates: list[frozenset[str]] = []
    text = ""
    for code, argument in items:
        if code is constants.LITERAL and argument != ord("\n") and not (fold and chr(argument) in "sSkKiI"):
            text += chr(argument)
            continue
        candidates.append(frozenset([text]))
        text = ""
        candidates.append(_of_node(code, argument, fold))
    candidates.append(frozenset([text]))
    usable = [_lower(one) for one in candidates if one and min(map(_size, one)) >= SHORTEST]
    return max(usable, key=_promise, default=frozenset())


def _of_node(code: Any, argument: Any, fold: bool) -> frozenset[str]:  # noqa: ANN401, FBT001
    if code is constants.SUBPATTERN:
        _, added, removed, inner = argument
        if removed:
            return frozenset()
        return _best(inner, fold or bool(added & constants.SRE_FLAG_IGNORECASE))
    if code is constants.ATOMIC_GROUP:
        return _best(argument, fold)
    if code in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
        least, _, inner = argument
        return _best(inner, fold) if least >= 1 else frozenset()
    if code is constants.BRANCH:
        branches = [_best(branch, fold) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()


def _lower(texts: frozenset[str]) -> frozenset[str]:
    """Lower-case ASCII letters only, as `bytes.lower` does."""
    return frozenset(
        text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass") for text in texts
    )


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _promise(texts: frozenset[str]) -> tuple[int, int]:
    """Order sets of literals: a long shortest one first, then few of them."""
    return min(*map(len, texts), 12), -len(texts)
