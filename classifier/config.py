"""Settings: built in, then from the nearest file, then from the command line; each knows its source."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from classifier.errors import Place, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Type = Literal["text", "texts", "path", "paths", "flag", "number", "table"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name is that of the option without dashes and that of the key in the file."""

    name: str
    type: Type
    default: Any
    help: str


FAIL_ON = re.compile(r"never|any|unknown|\d+")

SETTINGS: tuple[Setting, ...] = (
    Setting("rules", "paths", (), "rules files or folders of the team, tried before the bundled packs"),
    Setting("bundled", "flag", default=True, help="use the bundled packs too"),
    Setting("output", "texts", (), "reports to write, each [FORMAT:]FILE"),
    Setting("result", "path", "", "JSON report in which signatures are looked up when none is named"),
    Setting("format", "text", "", "format of standard output; text on a terminal, plain on a pipe"),
    Setting("fail-on", "text", "never", "exit 1 on: never, any, unknown, or a number of failures"),
    Setting("group-by", "text", "component", "component, signature, subject, log, or a dimension"),
    Setting("dimensions", "table", {}, "what failures and passes are counted by: NAME = {SOURCE = REGEX}"),
    Setting("manifest", "path", "", "CSV or JSONL that says of tests what no log says"),
    Setting("tables", "flag", default=False, help="show failures by component and dimension, and statistics"),
    Setting("published-rounding", "flag", default=False, help="round every rate to a whole per cent"),
    Setting("top", "number", None, "show at most so many signatures on the terminal"),
    Setting("redact", "flag", default=True, help="mask secrets before anything is matched, stored or shown"),
    Setting("cache", "flag", default=True, help="keep the compiled rules in the user's cache folder"),
    Setting("color", "flag", None, "color the terminal report; by default when it is a terminal"),
    Setting("run", "text", "", "name of this run"),
    Setting("branch", "text", "", "branch that the logs come from"),
    Setting("project", "text", "", "project that the logs come from"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a setting is, and where that was said: `default`, `command line`, or a place in a file."""

    value: Any
    source: str


Config = dict[str, Value]


def load(start: Path, given: Mapping[str, Any]) -> Config:
    """Return every setting by name.

    The nearest `triage.toml`, or `pyproject.toml` that has a `[tool.triage]` table, from the folder `start`
    upwards is read; a file further up adds nothing. `given` are the settings of the command line, those that
    are None or empty were not given. Raises UsageError that lists every unknown key and every bad value.
    """
    values = {one.name: Value(one.default, "default") for one in SETTINGS}
    found = _find(start)
    if found:
        values |= _of_file(*found)
    values |= {
        name: Value(value, "command line") for name, value in given.items() if value not in (None, (), [], "")
    }
    fail_on = values["fail-on"]
    if not FAIL_ON.fullmatch(fail_on.value):
        what = f"{fail_on.source}: fail-on is '{fail_on.value}'"
        raise UsageError(f"{what}. Give never, any, unknown, or a number of failures.")
    return values


def _find(start: Path) -> tuple[Path, dict[str, Any]] | None:
    for folder in (start.resolve(), *start.resolve().parents):
        own = folder / "triage.toml"
        if own.is_file():
            return own, _parse(own)
        shared = folder / "pyproject.toml"
        if shared.is_file() and (table := _parse(shared).get("tool", {}).get("triage")) is not None:
            return shared, table
    return None


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        place = Place(str(path), *(int(number) for number in where.groups())) if where else Place(str(path))
        raise UsageError(str(Problem(place, f"not TOML ({error})", "Mend the file or remove it."))) from None


def _of_file(path: Path, table: Mapping[str, Any]) -> Config:
    """Return the settings of one file; paths in it are relative to its folder."""
    text = path.read_text("utf-8")
    known = {one.name: one for one in SETTINGS}
    values: Config = {}
    problems = []
    for key, value in table.items():
        place = Place(str(path), _line_of(key, text))
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = f"Did you mean '{close[0]}'?" if close else f"A configuration has: {', '.join(known)}."
            problems.append(Problem(place, f"unknown setting '{key}'", hint))
        elif wrong := _wrong(known[key], value):
            problems.append(Problem(place, f"'{key}' must be {wrong}, not {value!r}", "Mend the value."))
        else:
            values[key] = Value(_converted(known[key], value, path.parent), str(place))
    if problems:
        raise UsageError("\n".join(str(problem) for problem in sorted(problems)))
    return values


def _line_of(key: str, text: str) -> int:
    name = re.escape(key)
    found = re.search(rf"^\s*(?:[\"']?{name}[\"']?\s*[.=]|\[[^]\n]*\b{name}\s*[].])", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 + found.group().count("\n") if found else 0


def _wrong(setting: Setting, value: object) -> str:
    """Return what the value should be, or nothing when it is fine."""
    match setting.type:
        case "flag":
            return "" if isinstance(value, bool) else "true or false"
        case "number":
            return "" if isinstance(value, int) and not isinstance(value, bool) else "a whole number"
        case "texts" | "paths":
            fine = isinstance(value, list) and all(isinstance(one, str) for one in value)
            return "" if fine else "a list of strings"
        case "table":
            fine = isinstance(value, dict) and all(_texts_by_name(one) for one in value.values())
            return "" if fine else "a table of NAME = {SOURCE = 'REGEX'}"
        case "text" | "path":
            return "" if isinstance(value, str) else "a string"


def _texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _converted(setting: Setting, value: Any, folder: Path) -> Any:  # noqa: ANN401 - a setting's value
    if setting.type == "paths":
        return tuple(str(folder / one) for one in value)
    if setting.type == "path":
        return str(folder / value) if value else ""
    return tuple(value) if setting.type == "texts" else value
