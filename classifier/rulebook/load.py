"""Read packs of rules from files, and name everything that is wrong with them at once."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from classifier.cache import code_of, key_of
from classifier.errors import Place, Problem, RulesError, reason
from classifier.literals import remember, required_literals
from classifier.rulebook.book import Rulebook, distinct
from classifier.rulebook.compiled import packed, unpacked
from classifier.rulebook.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.cache import Cache
    from classifier.rulebook.findings import Finding

BUNDLED: tuple[str, ...] = (
    "forge",
    "compiler",
    "lint",
    "linker",
    "build",
    "native",
    "machine",
    "pytest",
    "python",
    "jvm",
    "packages",
    "scripting",
    "javascript",
    "golang",
    "rust",
    "dotnet",
    "apple",
    "containers",
    "accelerators",
    "wrappers",
)
"""The packs that come with triage, in order: of two matches alike, the upper pack's wins."""

SUFFIXES = (".yaml", ".yml")


def load(paths: Iterable[str | Path] = (), *, bundled: bool = True, cache: Cache | None = None) -> Rulebook:
    """Return the rulebook of the packs at `paths`, in this order, and then of the bundled ones.

    A path is a rules file, or a folder of them, taken in the order of their names. Raises RulesError with
    all problems of all files. The patterns of bundled packs are taken on trust, since the tests have
    compiled them; those of `paths` are compiled here. A cache saves all of this for the same files.
    """
    paths = tuple(paths)
    if cache is None or cache.folder is None:
        return _loaded(paths, bundled=bundled)
    key = _key(paths, bundled=bundled)
    held = cache.get("rules", key)
    packs = unpacked(held)
    if packs is not None:
        remember(held["literals"])
        return Rulebook(packs, held["digest"])
    book = _loaded(paths, bundled=bundled)
    cache.put("rules", key, {**packed(book.sources), "digest": book.digest, "literals": _literals(book)})
    return book


def _loaded(paths: Iterable[str | Path], *, bundled: bool) -> Rulebook:
    book, problems = survey(paths, bundled=bundled, trust_bundled=True)
    if problems:
        raise RulesError(problems, quote)
    return book


def _literals(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Return the literals of all expressions of a rulebook."""
    expressions = {
        distinct(one.expression) for rule in book.rules for clause in rule.clauses for one in clause
    }
    lines = book.line_patterns().values()
    return {expression: required_literals(expression) for expression in (*sorted(expressions), *lines)}


def _key(paths: Iterable[str | Path], *, bundled: bool) -> str:
    """Return what changes with anything that a rulebook is made of: files, their names, and this program."""
    sources, missing = _sources(paths, bundled=bundled)
    parts: list[bytes | str] = [
        sys.version,
        regex.__version__,
        code_of(_code()),
        str(missing),
    ]
    for source in sources:
        try:
            parts += [source.label, str(source.bundled), source.path.read_bytes()]
        except OSError as error:
            parts += [source.label, reason(error)]
    return key_of(parts)


def _code() -> list[Path]:
    """Return the modules that make a rulebook."""
    here = Path(__file__).parent
    modules = [*here.glob("*.py"), *here.glob("lints/*.py"), *here.parent.glob("model/*.py")]
    yaml = find_spec("yaml")  # found without being imported
    return [
        *sorted(modules),
        here.parent / "literals.py",
        *([Path(yaml.origin)] if yaml and yaml.origin else []),
    ]


def survey(
    paths: Iterable[str | Path] = (), *, bundled: bool = True, trust_bundled: bool = False
) -> tuple[Rulebook, tuple[Finding, ...]]:
    """Return the rulebook of everything that is sound in the packs, and all problems of the rest.

    A path that leads to a bundled pack adds nothing to it: that pack keeps its place in the order.
    """
    from classifier.rulebook.packs import read_packs  # what comes from the cache needs no YAML

    sources, missing = _sources(paths, bundled=bundled)
    book, problems = read_packs(sources, trust_bundled=trust_bundled)
    return book, tuple(sorted({*missing, *problems}))


def bundled_folder(package: Path) -> Path:
    """Return where the bundled packs lie, seen from the folder of the package `classifier`.

    An installed wheel carries them inside the package; a checkout, also one that is installed as editable,
    has them beside it.
    """
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def quote(place: Place) -> str:
    """Return the line of a rules file at a place, empty when there is none."""
    try:
        lines = real_path(place.path).read_bytes().decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return ""
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


def real_path(label: str) -> Path:
    """Return the file behind what a rules file is called in problems."""
    return _resolved(next((one.path for one in _shipped() if one.label == label), Path(label)))


@dataclass(frozen=True, slots=True)
class Source:
    """A rules file, and what it is called in problems and reports."""

    path: Path
    label: str
    bundled: bool = False


def _sources(paths: Iterable[str | Path], *, bundled: bool) -> tuple[list[Source], list[Finding]]:
    """Return the rules files in order, each once, and a problem for each path that leads to none."""
    shipped = _shipped() if bundled else []
    seen = {_resolved(source.path) for source in shipped}
    own: list[Source] = []
    problems = []
    for path in map(Path, paths):
        files = _files(path)
        if not files:
            what = "the folder holds no rules file"
            problem = Problem(Place(path.as_posix()), what, "Name one that holds *.yaml files.")
            problems.append(finding(problem, "file"))
        for file in files:
            if _resolved(file) not in seen:
                seen.add(_resolved(file))
                own.append(Source(file, file.as_posix()))
    return own + shipped, problems


def _shipped() -> list[Source]:
    folder = bundled_folder(Path(__file__).resolve().parent.parent)
    return [Source(folder / f"{name}.yaml", f"rules/{name}.yaml", bundled=True) for name in BUNDLED]


def _resolved(path: Path) -> Path:
    """Return the file that links lead to; one that leads to itself can't be read, and says so then."""
    return Path(os.path.realpath(path))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.is_file())
