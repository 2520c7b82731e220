"""Read a manifest, which says of tests what no log says, and find the tests that it means."""

from __future__ import annotations

import bisect
import csv
import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.dimensions.assign import joined, with_values
from classifier.dimensions.spell import name_problem
from classifier.errors import Place, Problem, UsageError
from classifier.model import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from classifier.dimensions.assign import Values
    from classifier.model import JudgedLog

KEY = "test"
NAMED = 5
"""How many tests a warning names."""
AMBIGUOUS = 20
"""How many ambiguous tests get a warning each."""


@dataclass(slots=True)
class Entry:
    """What the manifest says of one test; `line` is where it is named first."""

    line: int
    values: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def dimensions(self) -> Values:
        """The values by name, each once, in the order of the manifest."""
        return {name: tuple(values) for name, values in self.values.items()}


@dataclass(frozen=True, slots=True)
class Applied:
    """Logs with the values of a manifest, its tests that were not seen, and what could not be told."""

    logs: tuple[JudgedLog, ...]
    not_run: tuple[Case, ...]
    problems: tuple[Problem, ...]


class Manifest:
    """Tests with values for dimensions; a test is named by its id or by an unambiguous end of it."""

    def __init__(self, path: str, names: Sequence[str], entries: dict[str, Entry]) -> None:
        self.path = path
        self.names = tuple(names)
        self._entries = entries

    def apply(self, logs: Sequence[JudgedLog], of_subject: Callable[[str], Values]) -> Applied:
        """Return the logs with the values that the manifest adds to cases and failures.

        Its tests that were not seen become cases `not_run`, with the values that `of_subject` tells of their
        ids beside those of the manifest; the place of such a case is its line of the manifest.
        """
        ends = _Ends(_subjects(logs))
        found: dict[str, Values] = {}
        not_run: list[Case] = []
        ambiguous: list[Problem] = []
        for test, entry in self._entries.items():
            meant = ends.meant(test)
            if len(meant) == 1:
                found[meant[0]] = joined(found.get(meant[0], {}), entry.dimensions)
            elif meant:
                ambiguous.append(self._ambiguous(test, entry, meant))
            else:
                values = joined(of_subject(test), entry.dimensions)
                not_run.append(
                    Case(line=entry.line, subject=test, outcome="not_run", log=self.path, dimensions=values)
                )
        problems = (*self._unseen(not_run), *self._bounded(ambiguous))
        return Applied(tuple(_with(log, found) for log in logs), tuple(not_run), problems)

    def _unseen(self, cases: Sequence[Case]) -> Iterator[Problem]:
        if cases:
            named = ", ".join(f"'{case.subject}'" for case in cases[:NAMED])
            more = f" and {len(cases) - NAMED} more" if len(cases) > NAMED else ""
            what = f"{len(cases)} of {len(self._entries)} tests were not seen in the logs: {named}{more}"
            yield Problem(Place(self.path, cases[0].line), what, "They count as not run.")

    def _ambiguous(self, test: str, entry: Entry, meant: Sequence[str]) -> Problem:
        what = f"'{test}' is the end of several tests, such as '{meant[0]}' and '{meant[1]}'"
        return Problem(Place(self.path, entry.line), what, "It was passed over; write more of the id.")

    def _bounded(self, problems: Sequence[Problem]) -> Iterator[Problem]:
        yield from problems[:AMBIGUOUS]
        if problems[AMBIGUOUS:]:
            what = f"{len(problems) - AMBIGUOUS} more tests are the end of several"
            yield Problem(Place(self.path), what, "Write more of their ids.")


def read_manifest(path: str) -> Manifest:
    """Read a manifest: CSV with the columns `test,NAME,...`, or JSONL objects with `test` and names.

    Repeated rows of a test add values; in JSONL a value may also be a list; an empty one is none. Raises
    UsageError that names everything wrong as `path:line`.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}. Give a manifest that can be read.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8. Save it as UTF-8.") from error
    reader = _Reader(path)
    if text.lstrip().startswith("{"):
        reader.json_lines(text)
    else:
        reader.table(text)
    if reader.problems:
        raise UsageError("\n".join(str(problem) for problem in sorted(reader.problems)))
    return Manifest(path, tuple(reader.names), reader.entries)


class _Reader:
    """What was read of a manifest so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.names: dict[str, None] = {}
        self.entries: dict[str, Entry] = {}
        self.problems: list[Problem] = []

    def table(self, text: str) -> None:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            head = [cell.strip() for cell in next(rows, [])]
            if not self._head(head):
                return
            for cells in rows:
                if len(cells) > len(head):
                    what = f"{len(cells)} values under {len(head)} columns"
                    self._wrong(rows.line_num, what, "Quote values that hold commas.")
                elif any(cells):
                    row = dict(zip(head, cells, strict=False))
                    test = row.pop(KEY, "")
                    self._add(rows.line_num, test, ((name, (value,)) for name, value in row.items()))
        except csv.Error as error:
            self._wrong(rows.line_num, f"not CSV ({error})", "Mend the quotes.")

    def _head(self, head: Sequence[str]) -> bool:
        """Check the names of columns and keep them; say whether rows can be read by them."""
        if KEY not in head:
            what = f"no column '{KEY}'"
            self._wrong(1, what, f"Begin with a line such as {KEY},model; or write objects, one a line.")
        elif len(set(head)) < len(head):
            self._wrong(1, "two columns have the same name", "Repeat rows instead: each adds its values.")
        else:
            self._names(1, (name for name in head if name != KEY))
        return not self.problems

    def json_lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                self._wrong(number, f"not JSON ({error})", "Write one object a line.")
                continue
            if not isinstance(row, dict) or not isinstance(row.get(KEY), str):
                self._wrong(number, f"no object with a text '{KEY}'", "Write one object a line.")
                continue
            test = row.pop(KEY)
            self._names(number, row)
            self._add(number, test, ((name, self._texts(number, name, one)) for name, one in row.items()))

    def _texts(self, number: int, name: str, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
        out = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict | list):
                self._wrong(number, f"'{name}' is neither a text nor a list of texts", "Write plain values.")
            elif one is not None:
                out.append(one if isinstance(one, str) else json.dumps(one))
        return tuple(out)

    def _names(self, number: int, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.names and (what := name_problem(name)):
                self._wrong(number, what, "Use another name, of letters, digits and underscores.")
            self.names[name] = None

    def _add(self, number: int, test: str, values: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        if not test.strip():
            self._wrong(number, "no test is named", f"Write its id under '{KEY}'.")
            return
        entry = self.entries.setdefault(test.strip(), Entry(number))
        for name, texts in values:
            kept = {text.strip(): None for text in texts if text.strip()}
            if kept:
                entry.values.setdefault(name, {}).update(kept)

    def _wrong(self, number: int, what: str, hint: str) -> None:
        self.problems.append(Problem(Place(self.path, number), what, hint))


class _Ends:
    """The ids of tests, by their ends."""

    def __init__(self, subjects: Iterable[str]) -> None:
        self._whole = set(subjects)
        self._reversed = sorted(subject[::-1] for subject in self._whole)

    def meant(self, test: str) -> tuple[str, ...]:
        """Return the test with this id, else up to two whose ids end so, after a sign that parts names."""
        if test in self._whole:
            return (test,)
        backwards = test[::-1]
        found: list[str] = []
        for at in range(bisect.bisect_left(self._reversed, backwards), len(self._reversed)):
            candidate = self._reversed[at]
            if not candidate.startswith(backwards) or len(found) == 2:
                break
            if not (_of_name(test[0]) and _of_name(candidate[len(test)])):
                found.append(candidate[::-1])
        return tuple(found)


def _of_name(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _subjects(logs: Iterable[JudgedLog]) -> Iterator[str]:
    for log in logs:
        yield from (case.subject for case in log.reading.cases)
        yield from (one.failure.subject for one in log.judged if one.failure.subject is not None)


def _with(log: JudgedLog, found: dict[str, Values]) -> JudgedLog:
    cases = tuple(
        replace(case, dimensions=joined(case.dimensions, found[case.subject]))
        if case.subject in found
        else case
        for case in log.reading.cases
    )
    judged = tuple(
        with_values(one, found[one.failure.subject]) if one.failure.subject in found else one
        for one in log.judged
    )
    return replace(log, reading=replace(log.reading, cases=cases), judged=judged)
