"""A rulebook as plain data and back, so that it need not be read from YAML and proven each time.

Nouns are written as their names and the values of their fields in order; the names of the fields stand beside
them once. What was written with other fields is not read. No code is ever loaded from such data.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from classifier.errors import Place
from classifier.model import Component, Dimension, Form, Mask
from classifier.rulebook.rule import Example, Limits, Pack, Pattern, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

NOUNS = (Pack, Rule, Pattern, Limits, Example, Place, Component, Mask, Dimension, Form)
TAGS = {noun: number for number, noun in enumerate(NOUNS)}
NAMES = tuple(tuple(field.name for field in fields(noun)) for noun in NOUNS)
SHAPE = [[noun.__name__, *names] for noun, names in zip(NOUNS, NAMES, strict=True)]


def packed(packs: Iterable[Pack]) -> dict[str, Any]:
    """Return packs as what JSON can hold."""
    return {"shape": SHAPE, "packs": [_packed(pack) for pack in packs]}


def unpacked(data: object) -> tuple[Pack, ...] | None:
    """Return the packs of what `packed` returned, None when it is something else."""
    if not isinstance(data, dict) or data.get("shape") != SHAPE:
        return None
    try:
        packs = tuple(_unpacked(one) for one in data["packs"])
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None
    return packs if all(isinstance(pack, Pack) for pack in packs) else None


def _packed(value: Any) -> Any:  # noqa: ANN401 - any field of a noun
    """Return a value as JSON: a tuple is a list after null, a noun is one after its number."""
    tag = TAGS.get(type(value))
    if tag is not None:
        return [tag, *(_packed(getattr(value, name)) for name in NAMES[tag])]
    if isinstance(value, tuple):
        return [None, *map(_packed, value)]
    if isinstance(value, dict):
        return {name: _packed(one) for name, one in value.items()}
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(type(value).__name__)


def _unpacked(value: Any) -> Any:  # noqa: ANN401
    kind = type(value)
    if kind is list:
        tag = value[0]
        if tag is None:
            return tuple([_unpacked(one) if type(one) in _NESTED else one for one in value[1:]])
        if tag == PLACE:
            return Place(*value[1:])
        given = [_unpacked(one) if type(one) in _NESTED else one for one in value[1:]]
        return NOUNS[tag](**dict(zip(NAMES[tag], given, strict=True)))
    if kind is dict:
        return {name: _unpacked(one) for name, one in value.items()}
    return value


PLACE = TAGS[Place]
_NESTED = frozenset({list, dict})
