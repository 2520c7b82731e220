"""Draft the pattern of a rule from texts of one failure: what all of them say is fixed, the rest captured."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import regex

from classifier.rulebook.overlay import Variable, parts_of, rows_of
from classifier.rulebook.values import FILE, class_of, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from classifier.model import Masked
    from classifier.rulebook.overlay import Row
    from classifier.rulebook.values import Class

SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
BLANK = re.compile(r" +")
WORD = re.compile(r"[^\W\d_]{2,}")
LETTERS = 4
"""Letters that the fixed text must have at least; a pattern with fewer says nothing."""
FORMS = 8
"""So many forms of a text become alternatives where they share too little for one pattern."""
FEW = 4
"""So few different values of a part may be written out, where a wider pattern would match other failures."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule could look for: one pattern, or alternatives of which one must match.

    `captures` are names in the order of the text; `decisive` those of them by whose values two failures
    differ. `also` are the other signatures that some pattern matches too.
    """

    patterns: tuple[str, ...]
    captures: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Narrowing(NamedTuple):
    """What makes a pattern narrower: ends that are fixed, few values written out, equal numbers kept."""

    ends: bool = False
    values: bool = False
    numbers: bool = False
    blanks: bool = False


STEPS = (
    Narrowing(),
    Narrowing(ends=True),
    Narrowing(numbers=True),
    Narrowing(values=True),
    Narrowing(values=True, numbers=True),
    Narrowing(ends=True, values=True, numbers=True),
)
"""From wide to narrow; the first is taken that matches no other signature."""


def draft(
    members: Sequence[Masked],
    others: Mapping[str, Collection[str]],
    matches: Callable[[str], bool],
    decisive: Collection[str] = (),
) -> Draft | None:
    """Return the widest pattern that all members and no other signature match; None if there is none.

    `others` are texts by signature. `matches` says whether a pattern is found in every member as a rule would
    find it. `decisive` are words, in lower case, by which two failures differ beside types of data,
    operations and exceptions. Where every pattern matches some other signature too, it is the one that
    matches the fewest. The draft does not depend on the order of members.
    """
    drafts = list(_drafts(rows_of(members), others, matches, decisive))
    return min(drafts, key=lambda one: len(one.also), default=None)


def _drafts(
    rows: Sequence[Row],
    others: Mapping[str, Collection[str]],
    matches: Callable[[str], bool],
    decisive: Collection[str],
) -> Iterator[Draft]:
    """Yield drafts from wide to narrow, up to the first that matches nothing else."""
    parts = parts_of(rows)
    words = [word for part in parts if isinstance(part, str) for word in WORD.findall(part)]
    # a single word stands in many a text: only one that says nothing else is meant
    steps = STEPS if len(words) > 1 else [step for step in STEPS if step.ends]
    for step in steps if sum(map(len, words)) >= LETTERS else ():
        for narrowing in (step, step._replace(blanks=True)):
            written = _written(parts, narrowing, decisive)
            if matches(written.patterns[0]):
                found = _beside(written, others)
                yield found
                if not found.also:
                    return
                break
    forms: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        forms["\0".join(token.shown for token in row)].append(row)
    if 1 < len(forms) <= FORMS:
        alternatives = [_written(parts_of(own), STEPS[-1], decisive) for _, own in sorted(forms.items())]
        patterns = tuple(dict.fromkeys(one.patterns[0] for one in alternatives))
        shared = set.intersection(*(set(one.captures) for one in alternatives))
        captures = tuple(name for name in alternatives[0].captures if name in shared)
        if matches("|".join(patterns)):
            yield _beside(Draft(patterns, captures), others)


def _beside(one: Draft, others: Mapping[str, Collection[str]]) -> Draft:
    """Return the draft with the other signatures that it matches."""
    compiled = [regex.compile(pattern, regex.MULTILINE) for pattern in one.patterns]
    also = tuple(
        name
        for name, texts in others.items()
        if any(pattern.search(text, timeout=1.0) for text in texts for pattern in compiled)
    )
    return Draft(one.patterns, one.captures, one.decisive, also)


def _written(parts: Sequence[str | Variable], narrowing: Narrowing, decisive: Collection[str]) -> Draft:
    """Return the parts as one pattern; what some texts lack at its ends is left out."""
    items = list(parts)
    if items and isinstance(items[0], Variable) and not (narrowing.values and all(items[0].values)):
        items = items[1:]
    writer = _Writer(narrowing, decisive)
    text = "".join(writer.part(items, place) for place in range(len(items)))
    if narrowing.ends:
        text = "^" * _is_fixed(parts[0]) + text + "$" * _is_fixed(parts[-1])
    return Draft((text.rstrip(" "),), tuple(writer.names), tuple(writer.deciding))


def _is_fixed(part: str | Variable) -> bool:
    return isinstance(part, str)


class _Writer:
    """Writes the parts of a pattern one by one and notes its captures."""

    def __init__(self, narrowing: Narrowing, decisive: Collection[str]) -> None:
        self._narrowing = narrowing
        self._decisive = decisive
        self.names: list[str] = []
        self.deciding: list[str] = []

    def part(self, items: Sequence[str | Variable], place: int) -> str:
        """Return one part as a pattern: fixed text escaped, what varies among the texts as a capture."""
        part = items[place]
        if isinstance(part, str):
            return self._escaped(part)
        values = part.different
        if len(values) == 1 and (self._narrowing.numbers or not part.volatile):
            return self._escaped(values[0])
        before, after = (items[at] if 0 <= at < len(items) else "" for at in (place - 1, place + 1))
        kind = class_of(values, str(after), last=place == len(items) - 1)
        if kind is None:
            return ""
        if self._narrowing.values and len(values) <= FEW and not part.volatile:
            longest = sorted(values, key=lambda value: (-len(value), value))
            pattern = "|".join(map(self._escaped, longest))
        elif kind.volatile or len(values) == 1 or FILE.search(str(before)):
            return kind.pattern
        else:
            pattern = kind.pattern
        return f"(?P<{self._name(str(before), kind, values)}>{pattern})"

    def _name(self, before: str, kind: Class, values: Sequence[str]) -> str:
        name = name_of(before, kind, self.names)
        self.names.append(name)
        if kind.decides or all(value.strip("'\"`").lower() in self._decisive for value in values):
            self.deciding.append(name)
        return name

    def _escaped(self, text: str) -> str:
        """Return fixed text as a pattern, with any blanks, line ends too, for its blanks where asked for."""
        escaped = SPECIAL.sub(r"\\\g<0>", text)
        return BLANK.sub(r"\\s+", escaped) if self._narrowing.blanks else escaped
