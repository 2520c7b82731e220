r"""Find signs in patterns that were meant literally: the dot of `a.cpp`, the brackets of `op()`, `[a|b]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import regex

from classifier.errors import Problem
from classifier.patterns import compiled
from classifier.rulebook.findings import fixable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.rulebook.rule import Pattern

PATIENCE = 0.2
"""Seconds for one search of a pattern that was changed."""

_CLASS = re.compile(r"\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]")
_WORDS_IN_CLASS = re.compile(r"\[\^?[^\]\\]*\w\|\w[^\]]*\]")
_GLOB = re.compile(r"(?:^|(?<=[\s/'\"(]))\*\.[a-z]{1,4}\b")
_HOLLOW = re.compile(r"\(\)|(?<=[A-Za-z])\+\+")
_COUNT = re.compile(r"\{\d+(?:,\d*)?\}")

Sign = tuple[int, ...]
"""Offsets of the characters of a pattern that would have to be escaped together."""


def odd_classes(pattern: Pattern) -> Iterator[Problem]:
    """Yield classes that were meant as words: `[a|b]` has a bar in it, `[error]` takes one letter."""
    source = _without_escapes(pattern.source)
    if found := _GLOB.search(source):
        what = f"'{found[0]}' repeats the character before it: it looks like a glob"
        yield Problem(pattern.place, what, "Write {glob: ...}.")
    for found in _CLASS.finditer(source):
        words = found[0]
        letters = re.sub(r"\w-\w|\W", "", words)
        if _WORDS_IN_CLASS.fullmatch(words):
            what = f"'{words}' is one character, and '|' is one of those it may be"
            yield Problem(pattern.place, what, "Write (?:a|b) for words, [ab] for characters.")
        elif "A-z" in words:
            what = f"'{words}' also takes the signs between 'Z' and 'a': [ \\ ] ^ _ `"
            yield Problem(pattern.place, what, "Write A-Za-z.")
        elif len(letters) >= 4 and "-" not in words and len(set(letters)) < len(letters):
            what = f"'{words}' is one character, of which some are named twice"
            yield Problem(
                pattern.place, what, r"Write \[...\] for what stands in brackets, (?:...) for words."
            )


def bare_signs(pattern: Pattern, texts: Sequence[str]) -> Iterator[Problem]:
    """Yield a finding when the examples have the very signs that the pattern gives a meaning to.

    A sign is suspicious when the pattern still matches all that it matched once the sign is escaped, or
    when it matches no example until then.
    """
    source = pattern.source
    matched = [text for text in texts if _found(source, text)]
    candidates = [sign for sign in signs(source) if any(source[sign[0]] in text for text in texts)]
    if not candidates:
        return
    if matched:
        bare = [sign for sign in candidates if _is_meant_literally(source, sign, matched)]
    else:
        bare = next(
            (some for some in ([one] for one in candidates) if _any(escaped(source, some), texts)),
            candidates if _any(escaped(source, candidates), texts) else [],
        )
    fixed = escaped(source, bare)
    if bare and (all if matched else any)(_found(fixed, text) for text in matched or texts):
        shown = " and ".join(dict.fromkeys(f"'{source[sign[0] : sign[-1] + 1]}'" for sign in bare[:3]))
        what = f"{shown}: a pattern gives this a meaning, but the examples have the very sign there"
        yield fixable(pattern.place, what, f"Escape it: '{fixed}'.", fixed)


def hollow_signs(pattern: Pattern) -> Iterator[Problem]:
    """Yield signs that nobody means otherwise than literally: the group of `op()`, the repeats of `C++`."""
    source = pattern.source
    bare = _CLASS.sub(lambda one: "." * len(one[0]), _without_escapes(source))
    found = [tuple(range(*one.span())) for one in _HOLLOW.finditer(bare)]
    if found:
        fixed = escaped(source, found)
        shown = source[found[0][0] : found[0][-1] + 1]
        what = f"'{shown}' has a meaning in patterns, and does nothing here"
        yield fixable(pattern.place, what, f"Escape it: '{fixed}'.", fixed)


def _is_meant_literally(source: str, sign: Sign, matched: Sequence[str]) -> bool:
    """Say whether the examples that reach a sign all have the very sign there."""
    impossible = f"{source[: sign[0]]}(?!){source[sign[0] + 1 if len(sign) == 1 else sign[-1] + 1 :]}"
    reaching = [text for text in matched if not _found(impossible, text)]
    return bool(reaching) and all(_found(escaped(source, [sign]), text) for text in reaching)


def signs(source: str) -> list[Sign]:
    """Return the signs of a pattern that could be meant literally, in order."""
    found: list[Sign] = []
    opened: list[int] = []
    index, literal = 0, False  # whether the character before stands for itself
    while index < len(source):
        here = source[index]
        if here == "\\":
            index, literal = index + 2, False
            continue
        if here == "[" and (whole := _CLASS.match(source, index)):
            found.append((index, whole.end() - 1))
            index, literal = whole.end(), False
            continue
        if here == "(":
            opened.append(-1 if source[index + 1 : index + 2] == "?" else index)
        elif here == ")" and opened:
            start = opened.pop()
            found += [(start, index)] if start >= 0 else []
        elif here in "*+?" or _COUNT.match(source, index):
            end = _end_of_repeat(source, index)
            found += [tuple(range(index, end))] if literal else []
            index, literal = end, False
            continue
        elif _is_bare(source, index):
            found.append((index,))
        literal = here not in ".^$|()"
        index += 1
    return sorted(found)


def escaped(source: str, some: Sequence[Sign]) -> str:
    """Return a pattern with a backslash before each of some signs."""
    offsets = {offset for sign in some for offset in sign}
    return "".join(f"\\{one}" if index in offsets else one for index, one in enumerate(source))


def _end_of_repeat(source: str, index: int) -> int:
    count = _COUNT.match(source, index)
    end = count.end() if count else index
    while source[end : end + 1] in ("*", "+", "?"):
        end += 1
    return end


def _is_bare(source: str, index: int) -> bool:
    """Say whether a dot, a bar or an anchor stands where it could be meant literally."""
    here, after = source[index], source[index + 1 : index + 2]
    if here == ".":
        return after not in ("*", "+", "?", "{")
    if here == "$":
        return after not in ("", ")", "|")
    return here == "|" or (here == "^" and index > 0 and source[index - 1] not in "(|:")


def _without_escapes(source: str) -> str:
    r"""Blank out `\[` and its like, so that what is left are real classes."""
    return re.sub(r"\\.", "..", source)


def _any(source: str, texts: Sequence[str]) -> bool:
    return any(_found(source, text) for text in texts)


def _found(source: str, text: str) -> bool:
    try:
        return bool(compiled(source).search(text, timeout=PATIENCE))
    except (regex.error, TimeoutError):
        return False
