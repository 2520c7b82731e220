"""Give cases and failures their values: from the log's path, test ids, lines and properties."""

from __future__ import annotations

import bisect
from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from classifier.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from classifier.model import Case, Dimension, Failure, Judged, JudgedLog, Source

Values = dict[str, tuple[str, ...]]
SECONDS = 1.0
"""How long a pattern may take on one text before that text counts as not matched."""
LOOKED_IN: dict[Source, str] = {
    "path": "path of a log",
    "subject": "test id",
    "line": "line of a log",
    "property": "property of a test",
}


class Dimensions:
    """Patterns by which cases and failures get values; of several with the same name the first counts.

    `clean` is what is done to lines and properties before they are looked at, such as masking secrets. The
    pattern of a property sees `NAME=VALUE`.
    """

    def __init__(self, wanted: Iterable[Dimension], clean: Callable[[str], str] = str) -> None:
        chosen: dict[str, Dimension] = {}
        for one in wanted:
            chosen.setdefault(one.name, one)
        self._chosen = tuple(chosen.values())
        self._compiled = {one.name: regex.compile(one.regex, regex.MULTILINE) for one in self._chosen}
        self._clean = clean
        self._matched: set[str] = set()
        self._tried: dict[Source, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order given."""
        return tuple(one.name for one in self._chosen)

    @property
    def patterns(self) -> dict[str, str]:
        """The patterns to search the lines of a log for, by name."""
        return {one.name: one.regex for one in self._of("line")}

    def give(self, log: JudgedLog, lines: Mapping[str, Sequence[tuple[int, str]]]) -> JudgedLog:
        """Return the log with the values of its cases and failures.

        `lines` are, for each of `patterns`, the lines that match with their numbers, ascending. A failure of
        a case has the values of the case.
        """
        if not self._chosen:
            return log
        path = self._values("path", log.reading.log.path)
        marks = {name: _Marks(self._found(name, own)) for name, own in lines.items()}
        cases = tuple(
            replace(case, dimensions=path | self._of_case(case) | _above(marks, case.line))
            for case in log.reading.cases
        )
        owner = {index: case.dimensions for case in cases for index in case.failures}
        judged = tuple(
            replace(
                one,
                dimensions=owner[index]
                if index in owner
                else path | self._of_failure(one.failure) | _above(marks, one.failure.line),
            )
            for index, one in enumerate(log.judged)
        )
        return replace(log, reading=replace(log.reading, cases=cases), judged=judged, dimensions=path)

    def of_subject(self, subject: str) -> Values:
        """Return the values that a test id alone tells."""
        return self._values("subject", subject)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The dimensions that matched nothing in all that was given values."""
        return tuple(
            Problem(
                one.place, f"dimension '{one.name}' never matched {one.source}:{one.regex}", self._hint(one)
            )
            for one in self._chosen
            if one.name not in self._matched and not one.bundled
        )

    def _of(self, source: Source) -> Iterator[Dimension]:
        return (one for one in self._chosen if one.source == source)

    def _of_case(self, case: Case) -> Values:
        values = self.of_subject(case.subject)
        for name, texts in case.properties.items():
            for text in texts:
                for key, found in self._values("property", self._clean(f"{name}={text}")).items():
                    values[key] = tuple(dict.fromkeys((*values.get(key, ()), *found)))
        return values

    def _of_failure(self, failure: Failure) -> Values:
        return self.of_subject(failure.subject) if failure.subject else {}

    def _values(self, source: Source, text: str) -> Values:
        found = {one.name: self._value(one.name, text) for one in self._of(source)}
        if found:
            self._tried.setdefault(source, text)
        return {name: (value,) for name, value in found.items() if value}

    def _found(self, name: str, lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        for number, text in lines:
            if value := self._value(name, self._clean(text)):
                yield number, value

    def _value(self, name: str, text: str) -> str:
        """Return the value in a text, empty where there is none."""
        try:
            match = self._compiled[name].search(text, timeout=SECONDS)
        except TimeoutError:
            return ""
        value = (match[name] or "").strip() if match else ""
        if value:
            self._matched.add(name)
        return value

    def _hint(self, one: Dimension) -> str:
        what = LOOKED_IN[one.source]
        if one.source == "line":
            return f"No {what} has it."
        tried = self._tried.get(one.source)
        return f"No {what} was read." if tried is None else f"No {what} has it; one is '{tried}'."


class _Marks:
    """Values with the lines that they hold from, up to the next one."""

    def __init__(self, found: Iterable[tuple[int, str]]) -> None:
        pairs = list(found)
        self._numbers = [number for number, _ in pairs]
        self._values = [value for _, value in pairs]

    def above(self, number: int) -> str:
        """Return the value of the nearest line that is this one or above it, empty where there is none."""
        at = bisect.bisect_right(self._numbers, number) - 1
        return self._values[at] if at >= 0 else ""


def _above(marks: Mapping[str, _Marks], number: int) -> Values:
    found = ((name, own.above(number)) for name, own in marks.items())
    return {name: (value,) for name, value in found if value}


def with_values(judged: Judged, more: Mapping[str, tuple[str, ...]]) -> Judged:
    """Return a judged failure with further values."""
    return replace(judged, dimensions=joined(judged.dimensions, more))


def joined(own: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]) -> Values:
    """Return all values of both, each once."""
    return {name: tuple(dict.fromkeys((*own.get(name, ()), *more.get(name, ())))) for name in {**own, **more}}
