"""Read how a person writes a dimension: in an option, or in a table of the configuration."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, cast, get_args

import regex

from classifier.errors import Place, Problem, UsageError
from classifier.model import Dimension, Grouping, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = re.compile(r"[A-Za-z_]\w*")
SOURCES = get_args(Source)


def of_option(text: str) -> Dimension:
    r"""Return the dimension of a `NAME=SOURCE:REGEX`, such as `op=subject:\[(?P<op>\w+)-`.

    Raises UsageError that says which part is wrong.
    """
    place = Place("--dimension")
    name, equals, rest = text.partition("=")
    source, colon, pattern = rest.partition(":")
    if not equals or not colon:
        what = f"'{text}' is no NAME=SOURCE:REGEX"
        raise UsageError(str(Problem(place, what, r"Such as op=subject:\[(?P<op>\w+)-.")))
    return _checked(name.strip(), source.strip(), pattern, place)


def of_table(table: Mapping[str, Mapping[str, str]], path: str) -> tuple[Dimension, ...]:
    """Return the dimensions of a configuration's table `{NAME: {SOURCE: REGEX}}`; `path` names where it is.

    Raises UsageError for the first that is wrong.
    """
    place = Place(path)
    out = []
    for name, value in table.items():
        if len(value) != 1:
            what = f"dimension '{name}' has {len(value)} sources"
            raise UsageError(str(Problem(place, what, f"Give one of {', '.join(SOURCES)}.")))
        ((source, pattern),) = value.items()
        out.append(_checked(name, source, pattern, place))
    return tuple(out)


def name_problem(name: str) -> str:
    """Return why something can't be the name of a dimension, or nothing when it can."""
    if name in get_args(Grouping):
        return f"'{name}' can't be a dimension, failures are grouped by it already"
    return "" if NAME.fullmatch(name) else f"'{name}' can't be the name of a dimension"


def _checked(name: str, source: str, pattern: str, place: Place) -> Dimension:
    hint = ""
    if what := name_problem(name):
        hint = "Use another name, of letters, digits and underscores."
    elif source not in SOURCES:
        what = f"dimension '{name}' has no source '{source}'"
        close = difflib.get_close_matches(source, SOURCES, 1)
        hint = f"Did you mean '{close[0]}'?" if close else f"Give one of {', '.join(SOURCES)}."
    else:
        try:
            if name not in regex.compile(pattern).groupindex:
                what = f"no group of '{pattern}' is called '{name}'"
                hint = f"Capture the value: (?P<{name}>...)."
        except regex.error as error:
            what, hint = f"'{pattern}' is no regular expression ({error})", "Mend it."
    if what:
        raise UsageError(str(Problem(place, what, hint)))
    return Dimension(name=name, source=cast("Source", source), regex=pattern, place=place)
