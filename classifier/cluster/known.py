"""Ids that clusters were given before, so that they keep them when new texts come."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model import Cluster, Masked

SCHEMA = "triage.known"
VERSION = 1
ID = re.compile(r"u-[0-9a-f]{12}")
KEY = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Known:
    """What was given before.

    That is the ids, each with the number of the run that gave it first, the ids that became others of them,
    and the id of each text by a digest of its masked form; no text itself.
    """

    since: Mapping[str, int] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_json(cls, text: str) -> Known:
        """Return what `as_json` wrote; raise ValueError that says what is wrong with the text."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError("is no JSON") from error
        schema = told.get("schema") if isinstance(told, dict) else None
        name, _, version = str(schema).partition("/")
        if name != SCHEMA or not version.isdecimal():
            raise ValueError(f"is no store of known ids: its schema is not '{SCHEMA}/{VERSION}'")
        if int(version) > VERSION:
            raise ValueError(f"is of version {version}, newer than the {VERSION} that this triage reads")
        return _checked(told.get("ids"), told.get("texts"))

    def as_json(self) -> str:
        """Return the store as JSON, an id and a text a line, sorted, so that changes read well as a diff."""
        ids = [
            f"  {json.dumps(name)}: {json.dumps([since, *self.aliases.get(name, ())])}"
            for name, since in sorted(self.since.items())
        ]
        texts = [f"  {json.dumps(key)}: {json.dumps(name)}" for key, name in sorted(self.texts.items())]
        parts = [f' "schema": "{SCHEMA}/{VERSION}"', _block("ids", ids), _block("texts", texts)]
        return "{\n" + ",\n".join(parts) + "\n}\n"


def named(
    clusters: Sequence[Cluster], items: Sequence[Masked], known: Known
) -> tuple[tuple[Cluster, ...], Known]:
    """Return the clusters by the ids under which their texts are known, and what is known from now on.

    `items` are those that were clustered. Where texts of several ids are in one cluster now, the oldest id
    wins, of those equally old that of most texts, and the others become its aliases; where texts of one id
    are in several clusters, the one with most of them keeps it. A cluster of new texts keeps the id that it
    has by itself.
    """
    keys = [list(dict.fromkeys(_key(items[member]) for member in one.members)) for one in clusters]
    owned = _owned(clusters, keys, known)
    taken = {*known.since, *(alias for names in known.aliases.values() for alias in names)}
    run = max(known.since.values(), default=0) + 1
    since, aliases, texts = dict(known.since), dict(known.aliases), dict(known.texts)
    out = []
    for index, one in enumerate(clusters):
        names = [name for _, _, name in sorted(owned[index])]
        if not names:
            name = one.id if one.id not in taken else _other(one.id, keys[index])
            taken.add(name)
            since[name] = run
        else:
            name, *absorbed = names
            others = {*absorbed, *(alias for gone in names for alias in aliases.pop(gone, ()))}
            if one.id not in taken:
                others.add(one.id)
                taken.add(one.id)
            for gone in absorbed:
                del since[gone]
            if others:
                aliases[name] = tuple(sorted(others))
        texts.update(dict.fromkeys(keys[index], name))
        out.append(replace(one, id=name, aliases=aliases.get(name, ())))
    now = {alias: name for name, others in aliases.items() for alias in others}
    return tuple(out), Known(since, aliases, {key: now.get(name, name) for key, name in texts.items()})


def _owned(
    clusters: Sequence[Cluster], keys: Sequence[Iterable[str]], known: Known
) -> dict[int, list[tuple[int, int, str]]]:
    """Return for each cluster the known ids that it keeps: those of which it has the most texts.

    Each comes after the number of its run and of the texts, negative, so that they sort by rank.
    """
    first = {alias: name for name, others in known.aliases.items() for alias in others}
    claims: dict[str, list[tuple[int, bool, int]]] = defaultdict(list)
    for index, one in enumerate(clusters):
        votes = Counter(known.texts[key] for key in keys[index] if key in known.texts)
        own = first.get(one.id, one.id)
        if own in known.since:
            votes[own] += 0
        for name, count in votes.items():
            claims[name].append((count, name == own, -index))
    owned: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for name, claimed in claims.items():
        count, _, index = max(claimed)
        owned[-index].append((known.since[name], -count, name))
    return owned


def _key(item: Masked) -> str:
    return _digest(f"{item.version}\x1f{item.scope}\x1f{item.masked}")


def _other(name: str, keys: Sequence[str]) -> str:
    """Return an id for a cluster whose own id is another one's by now."""
    return f"u-{_digest(name + min(keys))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _block(name: str, lines: Sequence[str]) -> str:
    return f' "{name}": {{\n' + ",\n".join(lines) + "\n }" if lines else f' "{name}": {{}}'


def _checked(ids: Any, texts: Any) -> Known:  # noqa: ANN401 - whatever a file may hold
    """Return the store of these parts of a file; raise ValueError if any of them is not as it should be."""
    if not isinstance(ids, dict) or not isinstance(texts, dict):
        raise ValueError("lacks its ids or its texts")  # noqa: TRY004 - what is wrong is the value of a file
    names: list[str] = []
    for name, entry in ids.items():
        if not isinstance(entry, list) or not entry or type(entry[0]) is not int or entry[0] < 1:
            raise ValueError(f"has no number for '{name}'")
        names += (name, *entry[1:])
    wrong = [name for name in names if not (isinstance(name, str) and ID.fullmatch(name))]
    if wrong or len(set(names)) < len(names):
        raise ValueError(f"has an id that is none or is there twice: {wrong or 'an alias'}")
    for key, name in texts.items():
        if not KEY.fullmatch(key) or str(name) not in ids:
            raise ValueError(f"has a text '{key}' without an id")
    return Known(
        {name: entry[0] for name, entry in ids.items()},
        {name: tuple(entry[1:]) for name, entry in ids.items() if len(entry) > 1},
        dict(texts),
    )
