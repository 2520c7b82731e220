"""Find what a schema can't see: names used twice or leading nowhere, patterns that don't compile."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, get_args

import regex

from classifier.errors import Problem
from classifier.model import Grouping
from classifier.rulebook.build import titled
from classifier.rulebook.forms import PATTERNS, unknown_groups
from classifier.rulebook.nodes import Items, Table, Text
from classifier.rulebook.rule import GROUP, SLOT
from classifier.rulebook.shape import known_or_problem, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from classifier.rulebook.nodes import Node

PATTERN_FIELDS = frozenset({
    "match", "regex", "path", "subject", "line", "property", *PATTERNS,
})  # fmt: skip
"""Fields that hold a regular expression, wherever in a pack they stand but under examples."""

DEEPEST = 12
"""Groups within groups: compiling takes twice as long with each level, from hours on at about thirty."""
LARGEST = 50_000
"""Parts of a pattern once its repeats are written out, which is how it is compiled: a hundred thousand take
100 MB, and of some millions the process ends."""
PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(?P<least>\d+)(?:,\d*)?\}|.", re.DOTALL)
"""An escape, a class, a number of repeats, or a sign."""
PARENTHESIS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", re.DOTALL)
"""A parenthesis, or what hides one: an escape, a class."""


def references(packs: Sequence[Table]) -> Iterator[Problem]:
    """Yield what is wrong between the packs of a rulebook, which are given in order."""
    components = _texts(packs, _component_ids)
    rules = _texts(packs, _rule_ids)
    yield from _twice(_texts(packs, lambda pack: _named(pack, "pack")), "pack", "Leave one of them out.")
    yield from _twice(rules, "rule", "Give each rule an id of its own.")
    yield from _twice(_texts(packs, _mask_names), "mask", "Give each mask a name of its own.")
    yield from _twice(_texts(packs, _form_names), "form", "Give each form a name of its own.")
    for pack in packs:
        if not {"rules", "forms"} & pack.keys.keys():
            yield Problem(pack.place, "the pack has no 'rules'", "Add some, or 'forms'.")
    yield from _titles(packs)
    yield from _former(packs, {text.text for text in rules})
    for text in (*_texts(packs, _used_components), *_texts(packs, _stages)):
        yield from known_or_problem(text.text, text.place, _words(components), "component")
    for text in _texts(packs, _beaten):
        yield from known_or_problem(text.text, text.place, _words(rules), "rule")
    yield from _circles(packs)
    for pack in packs:
        for rule in pack.tables("rules"):
            yield from _unknown_captures(rule)
        yield from _wrong_dimensions(pack)
        yield from unknown_groups(pack)


def bad_patterns(pack: Table) -> Iterator[Problem]:
    """Yield a problem for each regular expression of a pack that does not compile."""
    for text in _expressions(pack):
        complaint = complaint_about(text.text)
        if complaint:
            hint = r"Escape what is meant literally (\( \[ \*), or use {text: ...} or {glob: ...}."
            yield Problem(text.place, f"bad pattern: {complaint}", hint)


def complaint_about(expression: str) -> str:
    """Return why an expression does not compile or is not read as it looks; empty when all is well."""
    if _depth(expression) > DEEPEST:
        return f"groups within groups, more than {DEEPEST} deep"
    if _size(expression) > LARGEST:
        return f"more than {LARGEST:,} parts, with all repeats written out"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            regex.compile(expression, regex.MULTILINE)
    except regex.error as error:
        return f"{error.msg} at character {error.pos + 1}" if error.pos is not None else str(error.msg)
    except (Warning, RecursionError, OverflowError, MemoryError) as error:
        return str(error) or type(error).__name__
    return ""


def _size(expression: str) -> int:
    """Return how many parts a pattern has when each is written as often as it must be there."""
    sizes, last = [0], 0
    for one in PART.finditer(expression):
        if one[0] == "(":
            sizes.append(0)
        elif one[0] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif one["least"]:
            digits = one["least"].lstrip("0")[:9]  # a number of thousands of digits is not worked out
            more = last * (int(digits or 1) - 1)
            last += more
            sizes[-1] += more
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes)


def _depth(expression: str) -> int:
    """Return how many groups lie within each other at most."""
    depth = deepest = 0
    for one in PARENTHESIS.finditer(expression):
        depth += {"(": 1, ")": -1}.get(one[0], 0)
        deepest = max(deepest, depth)
    return deepest


def _texts(packs: Iterable[Table], select: Callable[[Table], Iterable[Text]]) -> list[Text]:
    return [text for pack in packs for text in select(pack)]


def _words(texts: Iterable[Text]) -> list[str]:
    return list(dict.fromkeys(text.text for text in texts))


def _named(table: Table, name: str) -> Iterator[Text]:
    """Yield the texts under a field."""
    return (node for node in table.items(name) if isinstance(node, Text))


def _component_ids(pack: Table) -> Iterator[Text]:
    return (text for one in pack.tables("components") for text in _named(one, "id"))


def _rule_ids(pack: Table) -> Iterator[Text]:
    return (text for rule in pack.tables("rules") for text in _named(rule, "id"))


def _mask_names(pack: Table) -> Iterator[Text]:
    return (text for mask in pack.tables("normalize") for text in _named(mask, "name"))


def _form_names(pack: Table) -> Iterator[Text]:
    return (text for form in pack.tables("forms") for text in _named(form, "name"))


def _used_components(pack: Table) -> Iterator[Text]:
    return (text for rule in pack.tables("rules") for text in _named(rule, "component"))


def _stages(pack: Table) -> Iterator[Text]:
    pipelines = pack.table("pipelines")
    return (text for name in pipelines.values for text in _named(pipelines, name))


def _beaten(pack: Table) -> Iterator[Text]:
    return (text for rule in pack.tables("rules") for text in _named(rule, "beats"))


def _twice(texts: Iterable[Text], kind: str, hint: str) -> Iterator[Problem]:
    first: dict[str, Text] = {}
    for text in texts:
        if text.text in first:
            place = first[text.text].place
            yield Problem(text.place, f"{kind} '{text.text}' is there already, at {place}", hint)
        first.setdefault(text.text, text)


def _titles(packs: Sequence[Table]) -> Iterator[Problem]:
    """Yield a problem where a component is given another title than before; to repeat one is fine."""
    first: dict[str, Table] = {}
    for pack in packs:
        for one in pack.tables("components"):
            earlier = first.setdefault(one.text("id"), one)
            if _title(earlier) != _title(one):
                what = f"component '{one.text('id')}' has another title at {earlier.place}"
                yield Problem(one.place, what, "Give it the same title in all packs.")


def _title(component: Table) -> str:
    return component.text("title", titled(component.text("id")))


def _former(packs: Sequence[Table], ids: set[str]) -> Iterator[Problem]:
    """Yield a problem where a rule claims an id that is still in use, or that another rule claims too."""
    formerly = [text for pack in packs for rule in pack.tables("rules") for text in _named(rule, "formerly")]
    for text in formerly:
        if text.text in ids:
            yield Problem(
                text.place, f"rule '{text.text}' still exists", "Name only ids that are no longer used."
            )
    yield from _twice(formerly, "former id", "Only one rule can continue it.")


def _circles(packs: Sequence[Table]) -> Iterator[Problem]:
    """Yield a problem for each circle of rules that beat each other, at its first rule."""
    rules = {rule.text("id"): rule for pack in packs for rule in pack.tables("rules")}
    reported: set[str] = set()
    for start in rules:
        path = _way_back(start, rules)
        if path and not reported & set(path):
            reported.update(path)
            chain = " beats ".join(f"'{one}'" for one in (*path, start))
            yield Problem(rules[start].keys["beats"], f"a circle: {chain}", "Take one of these out.")


def _way_back(start: str, rules: dict[str, Table]) -> tuple[str, ...]:
    """Return the rules on the shortest way from a rule over `beats` back to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for beaten in rules[way[-1]].texts("beats"):
            if beaten == start:
                return way
            if beaten in rules and beaten not in seen:
                seen.add(beaten)
                ways.append((*way, beaten))
    return ()


def _unknown_captures(rule: Table) -> Iterator[Problem]:
    """Yield a problem for each capture of a signature that no pattern of the rule has."""
    groups = [name for text in _expressions(rule) for name in GROUP.findall(text.text)]
    for text in _named(rule, "signature"):
        for slot in SLOT.findall(text.text):
            if slot not in groups:
                hint = (
                    nearest(slot, dict.fromkeys(groups)) if groups else "Capture it: (?P<" + slot + ">...)."
                )
                yield Problem(text.place, f"no pattern captures '{slot}'", hint)


def _wrong_dimensions(pack: Table) -> Iterator[Problem]:
    dimensions = pack.table("dimensions")
    for name, node in dimensions.values.items():
        if name in get_args(Grouping):
            what = f"'{name}' can't be a dimension, failures are grouped by it already"
            yield Problem(dimensions.keys[name], what, "Use another name.")
        for text in _expressions(node):
            if name not in GROUP.findall(text.text):
                yield Problem(
                    text.place, f"no group is called '{name}'", f"Capture the value: (?P<{name}>...)."
                )


def _expressions(node: Node, field: str = "") -> Iterator[Text]:
    """Yield the regular expressions anywhere below a node."""
    if isinstance(node, Text) and field in PATTERN_FIELDS:
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _expressions(item)
    elif isinstance(node, Table):
        for name, value in node.values.items():
            if name not in ("examples", "counterexamples"):
                yield from _expressions(value, name)
