"""`triage cluster FILE`: group plain texts, the clustering on its own."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.output import put, say
from classifier.errors import UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from classifier.cli.texts import Texts
    from classifier.cluster import Known
    from classifier.model import Cluster, Masked

SCHEMA = "triage.clusters/1"
FORMATS = ("text", "json")
INDENT = " " * 24
SHOWN = 5
"""Values of a variable part that are shown."""
WIDTH = 300
"""Characters of a text that are shown."""
CUT = "words and marks of a text that are compared"


def cluster(
    file: Annotated[str, typer.Argument(help="Texts, one a line; - for standard input.", metavar="FILE")],
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="Format: text or json.")
    ] = "text",
    rules: Annotated[
        list[str] | None,
        typer.Option(
            "--rules",
            "-r",
            metavar="PATH",
            help="Rules file or folder with masks and decisive words; repeatable.",
        ),
    ] = None,
    bundled: Annotated[
        bool | None, typer.Option("--bundled/--no-bundled", help="Use the bundled packs too (default: yes).")
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Keep ids as they are in this store; it is made, and brought up to date."
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show values of variable parts and the odd members too.")
    ] = False,
) -> None:
    r"""Group texts that tell of the same failure.

    FILE has one text a line; \n within a line, written as two characters, is a line break of its text.
    Blank lines are no texts. Secrets are masked first. The masks and decisive words of all packs apply, for
    a plain text does not say which tool it comes from.
    """
    if form not in FORMATS:
        raise UsageError(f"unknown format '{form}'. Give one of {', '.join(FORMATS)}.")
    from classifier.cli.texts import Texts

    masked = _masking(rules, bundled=bundled)
    with _opened(file) as stream:
        texts = Texts(stream, masked)
    from classifier.cluster import cluster as clustered

    store = _known(known) if known else None
    found = clustered(texts.items, counts=texts.counts)
    if known and store:
        found = _renamed(found, texts, store, known)
    for piece in _json(found, texts) if form == "json" else _text(found, texts, verbose=verbose):
        sys.stdout.write(piece)
    _say_cut(found)


def _masking(rules: Sequence[str] | None, *, bundled: bool | None) -> Callable[[str], Masked]:
    """Return what masks a text, secrets first, by the packs that are named or configured."""
    from classifier import config, rulebook
    from classifier.normalize import Normalizer
    from classifier.redact import redact_text

    settings = config.load(Path.cwd(), {"rules": tuple(rules or ()), "bundled": bundled})
    book = rulebook.load(settings["rules"].value, bundled=settings["bundled"].value)
    normalizer = Normalizer(book.masks, book.deciding)
    return lambda text: normalizer.mask_told(redact_text(text)[0])


def _known(path: Path) -> Known:
    """Return the ids that are known, none where the file is missing; raise UsageError for any other file."""
    from classifier.cluster import Known

    try:
        return Known.of_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return Known()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no text. Name another file; this one was left as it is.") from error
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}. Name a file for the known ids.") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}. Name another file; this one was left as it is.") from error


def _renamed(found: Sequence[Cluster], texts: Texts, store: Known, path: Path) -> tuple[Cluster, ...]:
    """Return the clusters by the ids that they are known by, and bring the store up to date."""
    from classifier.cluster import named

    clusters, now = named(found, texts.items, store)
    if now != store or not path.exists():
        put(now.as_json(), path, "the store of known ids")
    return clusters


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    """Return the open file; raise UsageError where it can't be opened."""
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise UsageError(f"{file}: {reason(error)}. Name a file with one text a line.") from error


def _json(found: Sequence[Cluster], texts: Texts) -> Iterator[str]:
    """Yield the contract `triage.clusters/1`, a cluster at a time; texts are named by their lines, from 1."""
    from classifier.cluster import LONGEST

    yield '{"clusters": ['
    for place, (one, lines) in enumerate(zip(found, texts.lines_of(found), strict=True)):
        told = {
            "id": one.id,
            "family": one.family,
            "aliases": one.aliases,
            "template": one.template,
            "count": one.count,
            "members": lines.tolist(),
            "exemplars": [texts.first[member] for member in one.exemplars],
            "slots": one.slots,
            "distinct": one.distinct,
            "cohesion": one.cohesion,
            "mixed": one.mixed,
            "odd": [texts.first[member] for member in one.odd],
        }
        yield f"{', ' if place else ''}{json.dumps(told, sort_keys=True)}"
    cut = sum(one.cut for one in found)
    limits = [{"what": CUT, "bound": LONGEST, "reached": cut}] if cut else []
    yield f'], "limits": {json.dumps(limits, sort_keys=True)}, "schema": "{SCHEMA}"}}\n'


def _text(found: Sequence[Cluster], texts: Texts, *, verbose: bool) -> Iterator[str]:
    """Yield a line for each cluster, under it what varies and a typical member."""
    from classifier.visible import visible

    yield f"{sum(texts.counts)} texts in {len(found)} clusters\n"
    for one in found:
        yield f"{one.count:>8}  {one.id}  {visible(one.template)}\n"
        if one.count > 1:
            yield "".join(f"{INDENT}{visible(line)}\n" for line in _details(one, texts, verbose=verbose))


def _details(one: Cluster, texts: Texts, *, verbose: bool) -> Iterator[str]:
    """Yield what a person is told of a cluster under its template."""
    shown = [_one_line(texts.items[member].text) for member in one.exemplars]
    yield f"such as {shown[0]}"
    if one.mixed:
        yield "may be more than one failure: its texts differ by more than values"
    if one.aliases:
        yield f"once {', '.join(one.aliases)}"
    if not verbose:
        return
    odd = [_one_line(texts.items[member].text) for member in one.odd]
    for other in shown[1:]:
        if other not in odd:
            yield f"or {other}"
    for other in odd:
        yield f"odd {other}"
    for number, (values, distinct) in enumerate(zip(one.slots, one.distinct, strict=True), start=1):
        listed = ", ".join(f"{_one_line(value)} ({count})" for value, count in values[:SHOWN])
        more = ", ..." if distinct > SHOWN else ""
        yield f"part {number} has {distinct} value{'s' * (distinct > 1)}: {listed}{more}"


def _one_line(text: str) -> str:
    """Return a text on one line, not too long for a screen."""
    line = text.replace("\n", "\\n")
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 4]} ..."


def _say_cut(found: Sequence[Cluster]) -> None:
    """Say on standard error how many texts are longer than what was compared."""
    from classifier.cluster import LONGEST

    cut = sum(one.cut for one in found)
    if cut:
        every = sum(one.count for one in found)
        say(f"{cut} of {every} texts were compared by their first {LONGEST} words and marks only.")
