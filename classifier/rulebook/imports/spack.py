"""Read Spack's error taxonomy: classes of errors with patterns, and the order in which they win.

Format: the file `taxonomy.yaml` of the repository spack/spack-infrastructure, as of 2026; patterns are
Python's, searched in a whole job log.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from classifier.errors import Place, Problem
from classifier.rulebook.imports.foreign import Foreign, System

if TYPE_CHECKING:
    from collections.abc import Iterable


def _knows(text: str) -> bool:
    return bool(re.search(r"(?m)^\s*error_classes:", text))


def _read(text: str, path: str) -> tuple[list[Foreign], list[Problem]]:
    try:
        data: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, made below
    except yaml.YAMLError as error:
        raise ValueError(f"not YAML: {' '.join(str(error).split())}") from error
    taxonomy = data.get("taxonomy", data)
    classes = taxonomy.get("error_classes") or {}
    order = [str(name) for name in taxonomy.get("deconflict_order") or []]
    notes = [
        Problem(Place(path), f"'{name}' is in deconflict_order, but there is no such class")
        for name in order
        if name not in classes
    ]
    notes += [
        Problem(Place(path), f"'{name}' is not in deconflict_order", "It stands last here, check its place.")
        for name in classes
        if order and name not in order
    ]
    ranked = [name for name in order if name in classes] + [name for name in classes if name not in order]
    return [_class(name, classes[name] or {}, text) for name in ranked], notes


def _class(name: str, body: dict[str, Any], text: str) -> Foreign:
    place = re.search(rf"(?m)^\s*{re.escape(name)}:", text)
    return Foreign(
        name=name.replace("_", " "),
        patterns=tuple(_searched(map(str, body.get("grep_for") or []))),
        line=text.count("\n", 0, place.start()) + 1 if place else 0,
        scope="line",
        lost=tuple(f"the field '{key}' means nothing here" for key in body if key != "grep_for"),
    )


def _searched(patterns: Iterable[str]) -> Iterable[str]:
    """Yield patterns without what is open at their ends, which does nothing when one searches."""
    for pattern in patterns:
        yield re.sub(r"^(?:\.\*\??)+|(?<!\\)(?:\.\*\??)+$", "", pattern)


class _Loader(yaml.SafeLoader):
    """Reads every scalar as the text that was written."""


_Loader.yaml_implicit_resolvers = {}

SYSTEM = System("spack", "Spack's error taxonomy", "taxonomy.yaml", _knows, _read)
