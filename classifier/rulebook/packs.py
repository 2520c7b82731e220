"""Read packs from their YAML, and name everything that is wrong with them at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem, reason
from classifier.rulebook import nodes, schema
from classifier.rulebook.book import Rulebook
from classifier.rulebook.build import build_pack
from classifier.rulebook.findings import finding
from classifier.rulebook.nodes import Table
from classifier.rulebook.references import bad_patterns, references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.rulebook.findings import Finding
    from classifier.rulebook.load import Source


def read_packs(sources: Iterable[Source], *, trust_bundled: bool) -> tuple[Rulebook, set[Finding]]:
    """Return the rulebook of everything that is sound in some files, and all problems of the rest."""
    documents = [_read(source) for source in sources]
    problems = {problem for document in documents for problem in document.problems}
    tables = [document.table for document in documents if document.table is not None]
    problems.update(finding(one, "reference") for one in references(tables))
    for document in documents:
        if document.table is not None and not (document.source.bundled and trust_bundled):
            problems.update(finding(one, "bad-pattern") for one in bad_patterns(document.table))
    spoiled = frozenset(problem.place for problem in problems)
    packs = tuple(
        build_pack(document.table, spoiled, bundled=document.source.bundled)
        for document in documents
        if document.table is not None
    )
    return Rulebook(packs, _digest(tables)), problems


@dataclass(frozen=True, slots=True)
class _Document:
    """What a rules file holds, as far as it could be read, and what is wrong with it by itself."""

    source: Source
    table: Table | None
    problems: tuple[Finding, ...]


def _read(source: Source) -> _Document:
    try:
        data = source.path.read_bytes()
    except OSError as error:
        what = f"can't be read: {reason(error)}"
        problem = Problem(Place(source.label), what, "Check the path.")
        return _Document(source, None, (finding(problem, "file"),))
    node, problems = nodes.read(source.label, data)
    found = [finding(one, "yaml") for one in problems]
    if node is not None:
        found += [finding(one, "language") for one in schema.PACK.check(node)]
    return _Document(source, node if isinstance(node, Table) else None, tuple(found))


def _digest(tables: Iterable[Table]) -> str:
    """Return 16 hex digits that change when the packs say something else, not when they are laid out anew."""
    content = json.dumps([nodes.plain(table) for table in tables], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
