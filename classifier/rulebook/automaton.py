"""Turn a regular expression into an automaton of its characters, and find where it is ambiguous.

A matcher that backtracks tries every way through the automaton before it gives up. Where a loop can read the
same text in two ways, their number doubles with each round; where one loop can hand over to the next at any
character, it grows with the length. Both are properties of the automaton: exponential and polynomial
ambiguity (Weber and Seidl, On the degree of ambiguity of finite automata, 1991).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from re import _constants as constants  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from classifier.rulebook.grammar import REPEATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ALPHABET = "".join(
    sorted(map(chr, (*range(0x20, 0x7F), 0x09, 0xE9, 0x4E2D, 0x0A)), key=lambda one: not one.isalnum())
)
"""Characters that stand for all others, letters and digits first; those that a pattern names come on top."""
LARGEST = 400
"""Characters of an automaton; patterns that need more are not looked at."""
LOOP = 10
"""A repeat that may go on so often counts as one without end."""
EFFORT = 20_000
"""Steps of the search for ambiguity in one pattern."""
UNLIKELY = 8
"""Characters of a text that no log repeats a thousand times: `error: in file ` is none to fear."""

START = 0
"""The position before the first character: since patterns are searched for, it reads anything."""

Ways = dict[int, int]
"""Positions, and in how many ways they are reached: one, or two for several."""


class TooLargeError(Exception):
    """The automaton would get larger than what can be looked at in time."""


@dataclass(frozen=True, slots=True)
class Part:
    """The automaton of a part of a pattern: where it begins and ends, and in how many ways it is empty."""

    first: Ways
    last: Ways
    empty: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """An ambiguity: after `prefix`, `pumps` may each be repeated, to `degree` (None: exponential).

    Time grows with the length of the text to the power of `degree`. `stuck` can't follow. `named` are the
    characters that the pattern names, in order.
    """

    degree: int | None
    prefix: str
    pumps: tuple[str, ...]
    stuck: str
    named: str


@dataclass
class Automaton:
    """Positions with what each may read, and from which to which the pattern leads, in how many ways."""

    alphabet: str = ALPHABET
    named: str = ""
    reads: list[int] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    """The atomic group that each position belongs to, 0 for none."""
    final: frozenset[int] = frozenset()
    """Positions at which a match is complete, whatever follows."""
    edges: list[Ways] = field(default_factory=list)

    def add(self, reads: int, cut: int) -> Part:
        """Add a position that reads some characters."""
        if len(self.reads) >= LARGEST:
            raise TooLargeError
        self.reads.append(reads)
        self.cuts.append(cut)
        self.edges.append({})
        here = len(self.reads) - 1
        return Part({here: 1}, {here: 1}, 0)

    def join(self, last: Ways, first: Ways) -> None:
        """Lead from the ends of one part to the beginnings of another."""
        for left, ways in last.items():
            for right, more in first.items():
                self.edges[left][right] = min(2, self.edges[left].get(right, 0) + ways * more)

    @cached_property
    def components(self) -> list[int]:
        """The strongly connected component of each position, 0 for those in no loop."""
        return _components(self.edges)

    def doubt(self) -> Doubt | None:
        """Return the worst ambiguity, None when there is none."""
        try:
            return self._exponential() or self._polynomial()
        except TooLargeError:
            return None

    def _exponential(self) -> Doubt | None:
        """Return a loop that can read one text in two ways."""
        for number in sorted({one for one in self.components if one}):
            members = [place for place, one in enumerate(self.components) if one == number and place != START]
            pump = self._twofold(members) if members and not self.final.intersection(members) else None
            if pump:
                start, text = pump
                return Doubt(None, self._way(START, start) or "", (text,), self._stuck(start), self.named)
        return None

    def _twofold(self, members: list[int]) -> tuple[int, str] | None:
        """Return a position of a loop and a text that leads back to it in two ways."""
        inside = set(members)
        for place in members:
            for other, ways in self.edges[place].items():
                if other in inside and ways > 1:
                    back = self._way(other, place, inside)
                    return place, self._letter(self.reads[other]) + (back or "" if other != place else "")
        if len(members) < 2:
            return None
        start = members[0]
        back = _Search(self, inside, EFFORT).round_trip(start)
        return (start, back) if back else None

    def _polynomial(self) -> Doubt | None:
        """Return the longest chain of loops of which each can hand over to the next at any time."""
        loops = [place for place, one in enumerate(self.components) if one and place not in self.final]
        search = _Search(self, set(range(len(self.reads))), EFFORT)
        handed: dict[int, dict[int, str]] = {}
        for left in loops:
            for right in loops:
                apart = self.cuts[left] != self.cuts[right] and self.cuts[left]
                other = self.components[left] != self.components[right]
                if other and not apart and right in self._reachable[left] and search.effort > 0:
                    text = search.hand_over(left, right)
                    if text:
                        handed.setdefault(right, {})[left] = text
        chains: dict[int, tuple[tuple[int, int], ...]] = {}
        best = max((self._chain(right, handed, chains) for right in handed), key=len, default=())
        if not best:
            return None
        pumps = tuple(handed[right][left] for left, right in best)
        prefix = "" if best[0][0] == START else self._way(START, best[0][0]) or ""
        return Doubt(len(best) + 1, prefix, pumps, self._stuck(best[-1][1]), self.named)

    def _chain(
        self, right: int, handed: dict[int, dict[int, str]], chains: dict[int, tuple[tuple[int, int], ...]]
    ) -> tuple[tuple[int, int], ...]:
        if right not in chains:
            chains[right] = ()
            for left in handed[right]:
                before = [one for one in handed if one == left or left in self._reachable[one]]
                longest = max(
                    (self._chain(one, handed, chains) for one in before if one != right), key=len, default=()
                )
                if len(longest) + 1 > len(chains[right]):
                    chains[right] = (*longest, (left, right))
        return chains[right]

    @cached_property
    def _reachable(self) -> list[set[int]]:
        found = []
        for place in range(len(self.reads)):
            seen, waiting = set(), [place]
            while waiting:
                for other in self.edges[waiting.pop()]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
            found.append(seen)
        return found

    def _way(self, start: int, end: int, inside: set[int] | None = None) -> str | None:
        """Return a shortest text that leads from one position to another; it holds what `end` reads."""
        before: dict[int, int] = {start: -1}
        waiting = deque([start])
        while waiting:
            place = waiting.popleft()
            for other in self.edges[place]:
                if other == end:
                    return self._spelled(before, place) + self._letter(self.reads[end])
                if other not in before and (inside is None or other in inside):
                    before[other] = place
                    waiting.append(other)
        return None

    def _spelled(self, before: dict[int, int], place: int) -> str:
        letters = []
        while before[place] >= 0:
            letters.append(self._letter(self.reads[place]))
            place = before[place]
        return "".join(reversed(letters))

    def _letter(self, reads: int) -> str:
        """Return the first character of a set: a letter or a digit where there is one."""
        return self.alphabet[(reads & -reads).bit_length() - 1] if reads else ""

    def _stuck(self, place: int) -> str:
        """Return a character that nothing near a position reads, empty when there is none."""
        near = {place, *self.edges[place], *(two for one in self.edges[place] for two in self.edges[one])}
        taken = 0
        for one in near - {START}:
            taken |= self.reads[one]
        free = [one for bit, one in enumerate(self.alphabet) if not taken >> bit & 1]
        return next((one for one in free if not one.isalnum() and one != "\n"), free[0] if free else "")


class _Search:
    """Looks for texts that several ways through an automaton read at once."""

    def __init__(self, automaton: Automaton, inside: set[int], effort: int) -> None:
        self.automaton = automaton
        self.inside = inside
        self.effort = effort

    def round_trip(self, start: int) -> str:
        """Return a text that leads from a position back to it in two ways, empty when there is none."""
        forth = self._walk((start, start))
        for pair, text in forth.items():
            if pair[0] != pair[1]:
                back = self._walk(pair, (start, start))
                if home := back.get((start, start)):
                    return text + home
        return ""

    def hand_over(self, left: int, right: int) -> str:
        """Return a text that goes round both of two loops and leads from one to the other, or nothing."""
        return self._walk((left, left, right), (left, right, right)).get((left, right, right), "")

    def _walk(self, start: tuple[int, ...], end: tuple[int, ...] | None = None) -> dict[tuple[int, ...], str]:
        """Return the tuples of positions that one text leads to, with the text; up to `end` where given."""
        found = {start: ""}
        waiting = deque([start])
        while waiting:
            places = waiting.popleft()
            if len(found[places]) >= UNLIKELY or self.effort < 0:
                continue
            for others, letter in self._steps(places):
                self.effort -= 1
                if others == end:
                    return {**found, others: found[places] + letter}
                if others not in found:
                    found[others] = found[places] + letter
                    waiting.append(others)
        return found

    def _steps(self, places: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
        automaton = self.automaton

        def extended(taken: tuple[int, ...], reads: int) -> Iterator[tuple[tuple[int, ...], int]]:
            if len(taken) == len(places):
                yield taken, reads
                return
            for other in automaton.edges[places[len(taken)]]:
                both = reads & automaton.reads[other]
                if both and other in self.inside:
                    yield from extended((*taken, other), both)

        for others, reads in extended((), -1):
            yield others, automaton._letter(reads)  # noqa: SLF001 - the two belong together


def automaton_of(tree: Any) -> Automaton:  # noqa: ANN401 - the parse tree has no types
    """Return the automaton of a parsed pattern, to be searched for. Raises TooLargeError."""
    return _Builder(tree).automaton


class _Builder:
    """Builds an automaton from the tree of the standard library's parser."""

    def __init__(self, tree: Any) -> None:  # noqa: ANN401
        named = "".join(map(chr, _literals(tree)))
        self.automaton = Automaton(ALPHABET + "".join(sorted(set(named) - set(ALPHABET))), named)
        self._bits = {letter: 1 << bit for bit, letter in enumerate(self.automaton.alphabet)}
        self._everything = (1 << len(self.automaton.alphabet)) - 1
        self._line = self._everything & ~self._bits["\n"]
        self._groups: dict[int, Any] = {}
        self._cut = 0
        self._cuts = 0
        self.automaton.add(self._everything, 0)
        whole = self._sequence(tree, tree.state.flags)
        self.automaton.join({START: 1}, whole.first)
        if not _is_guarded(tree):
            self.automaton.final = frozenset(whole.last)
        if not _is_anchored(tree):
            self.automaton.join({START: 1}, {START: 1})

    def _sequence(self, items: Any, flags: int) -> Part:  # noqa: ANN401
        whole = Part({}, {}, 1)
        for code, argument in items:
            part = self._node(code, argument, flags)
            self.automaton.join(whole.last, part.first)
            first = _sum(whole.first, _times(part.first, whole.empty))
            last = _sum(part.last, _times(whole.last, part.empty))
            whole = Part(first, last, min(2, whole.empty * part.empty))
        return whole

    def _node(self, code: Any, argument: Any, flags: int) -> Part:  # noqa: ANN401, PLR0911 - one for each kind of node
        if code in (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN):
            return self.automaton.add(self._reads(code, argument, flags), self._cut)
        if code is constants.BRANCH:
            return _either(self._sequence(branch, flags) for branch in argument[1])
        if code is constants.SUBPATTERN:
            self._groups[argument[0]] = (argument[3], flags | argument[1])
            return self._sequence(argument[3], (flags | argument[1]) & ~argument[2])
        if code in REPEATS:
            return self._atomic(self._repeat, code, argument, flags, cut=code is constants.POSSESSIVE_REPEAT)
        if code is constants.ATOMIC_GROUP:
            return self._atomic(
                lambda _, items, kept: self._sequence(items, kept), code, argument, flags, cut=True
            )
        if code in (constants.ASSERT, constants.ASSERT_NOT) and argument[0] > 0:
            return Part(self._sequence(argument[1], flags).first, {}, 1)
        if code is constants.GROUPREF and argument in self._groups:
            return self._sequence(*self._groups[argument])
        return Part({}, {}, 1)

    def _atomic(self, build: Any, code: Any, argument: Any, flags: int, *, cut: bool) -> Part:  # noqa: ANN401
        """Build a part that is never gone back into, once it has been left."""
        outer = self._cut
        if cut and not outer:
            self._cuts += 1
            self._cut = self._cuts
        part: Part = build(code, argument, flags)
        self._cut = outer
        return part

    def _repeat(self, _: Any, argument: Any, flags: int) -> Part:  # noqa: ANN401
        least, most, items = argument
        if most is constants.MAXREPEAT or most >= LOOP:
            # an exact count of one character is no loop: there is but one way to read it
            if least == most and items.getwidth()[0] == items.getwidth()[1]:
                return self._sequence(items, flags)
            part = self._sequence(items, flags)
            if not self._is_atomic(part):
                self.automaton.join(part.last, part.first)
            return Part(part.first, part.last, 1 if least == 0 or part.empty else 0)
        whole = Part({}, {}, 1)
        for number in range(most):
            part = self._sequence(items, flags)
            self.automaton.join(whole.last, part.first)
            first = _sum(whole.first, _times(part.first, whole.empty))
            empty = 1 if number >= least else part.empty
            last = _sum(part.last, _times(whole.last, empty))
            whole = Part(first, last, min(2, whole.empty * empty))
        return whole

    def _is_atomic(self, part: Part) -> bool:
        """Say whether a part has a loop of its own in an atomic group, which leaves its repeat nothing."""
        cuts = self.automaton.cuts
        return any(
            cuts[one] and cuts[one] != self._cut and self.automaton.edges[one].get(one) for one in part.last
        )

    def _reads(self, code: Any, argument: Any, flags: int) -> int:  # noqa: ANN401
        letters = self.automaton.alphabet
        if code is constants.ANY:
            return self._everything if flags & constants.SRE_FLAG_DOTALL else self._line
        if code is constants.IN:
            negated = argument[0][0] is constants.NEGATE
            reads = 0
            for one in argument[1:] if negated else argument:
                reads |= self._set(one_of_class(letters, *one), flags)
            return self._everything & ~reads if negated else reads
        reads = self._set(chr(argument), flags)
        return self._everything & ~reads if code is constants.NOT_LITERAL else reads

    def _set(self, letters: Iterable[str], flags: int = 0) -> int:
        reads = 0
        for letter in letters:
            reads |= self._bits.get(letter, 0)
            if flags & constants.SRE_FLAG_IGNORECASE:
                reads |= self._bits.get(letter.swapcase(), 0)
        return reads


def one_of_class(letters: str, code: Any, argument: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield those of some letters that one entry of a character class takes."""
    if code is constants.LITERAL:
        yield chr(argument)
    elif code is constants.RANGE:
        yield from (letter for letter in letters if argument[0] <= ord(letter) <= argument[1])
    elif code is constants.CATEGORY:
        yield from filter(_CATEGORIES[str(argument)], letters)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


_CATEGORIES: dict[str, Any] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda letter: not letter.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda letter: not letter.isspace(),
    "CATEGORY_WORD": _is_word,
    "CATEGORY_NOT_WORD": lambda letter: not _is_word(letter),
}


def _literals(items: Any) -> Iterator[int]:  # noqa: ANN401
    """Yield the codes of all characters that a tree names."""
    for one in items if isinstance(items, list | tuple) or hasattr(items, "data") else ():
        if isinstance(one, tuple) and len(one) == 2 and one[0] in (constants.LITERAL, constants.NOT_LITERAL):
            yield one[1]
        elif one is not None and not isinstance(one, int | str):
            yield from _literals(one)


def _is_anchored(items: Any) -> bool:  # noqa: ANN401
    """Say whether a match can begin only where a line or the text does."""
    for code, argument in items:
        if code is constants.AT:
            return argument in (constants.AT_BEGINNING, constants.AT_BEGINNING_STRING)
        if code is constants.SUBPATTERN:
            return _is_anchored(argument[3])
        return code is constants.BRANCH and all(_is_anchored(branch) for branch in argument[1])
    return False


def _is_guarded(items: Any) -> bool:  # noqa: ANN401
    """Say whether a tree holds anything that may fail without reading a character."""
    guards = (constants.ASSERT, constants.ASSERT_NOT, constants.GROUPREF)
    for one in items if isinstance(items, list | tuple) or hasattr(items, "data") else ():
        if isinstance(one, tuple) and len(one) == 2 and one[0] is constants.AT:
            if one[1] not in (constants.AT_BEGINNING, constants.AT_BEGINNING_STRING):
                return True
        elif (isinstance(one, tuple) and one and one[0] in guards) or _is_guarded(one):
            return True
    return False


def _sum(one: Ways, other: Ways) -> Ways:
    return {place: min(2, one.get(place, 0) + other.get(place, 0)) for place in {**one, **other}}


def _times(ways: Ways, factor: int) -> Ways:
    return {place: min(2, number * factor) for place, number in ways.items()} if factor else {}


def _either(parts: Iterable[Part]) -> Part:
    whole = Part({}, {}, 0)
    for part in parts:
        whole = Part(
            _sum(whole.first, part.first), _sum(whole.last, part.last), min(2, whole.empty + part.empty)
        )
    return whole


def _components(edges: list[Ways]) -> list[int]:
    """Return the number of the strongly connected component of each position (Tarjan), 0 outside of loops."""
    count = len(edges)
    index, low, on_stack = [0] * count, [0] * count, [False] * count
    stack: list[int] = []
    found = [0] * count
    clock = number = 0
    for root in range(count):
        work = [(root, iter(edges[root]))] if not index[root] else []
        while work:
            place, rest = work[-1]
            if not index[place]:
                clock += 1
                index[place] = low[place] = clock
                stack.append(place)
                on_stack[place] = True
            step = next((one for one in rest if not index[one] or on_stack[one]), None)
            if step is not None and not index[step]:
                work.append((step, iter(edges[step])))
                continue
            if step is not None:
                low[place] = min(low[place], index[step])
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[place])
            if low[place] == index[place]:
                members = []
                while True:
                    one = stack.pop()
                    on_stack[one] = False
                    members.append(one)
                    if one == place:
                        break
                if len(members) > 1 or place in edges[place]:
                    number += 1
                    for one in members:
                        found[one] = number
    return found
