"""`triage cluster FILE`: group plain texts, the clustering on its own."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.errors import UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from classifier.model import Cluster, Masked

SCHEMA = "triage.clusters/1"
FORMATS = ("text", "json")


def cluster(
    file: Annotated[str, typer.Argument(help="Texts, one a line; - for standard input.", metavar="FILE")],
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="Format: text or json.")
    ] = "text",
) -> None:
    r"""Group texts that tell of the same failure.

    FILE has one text a line; \n within a line, written as two characters, is a line break of its text.
    Blank lines are no texts. Secrets are masked first.
    """
    if form not in FORMATS:
        raise UsageError(f"unknown format '{form}'. Give one of {', '.join(FORMATS)}.")
    with _opened(file) as lines:
        numbers, items = _items(lines)
    from classifier.cluster import cluster as clustered

    found = clustered(items)
    sys.stdout.write(_as_json(found, numbers) if form == "json" else _as_text(found, items))


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    """Return the open file; raise UsageError where it can't be opened."""
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise UsageError(f"{file}: {reason(error)}. Name a file with one text a line.") from error


def _items(lines: Iterable[bytes]) -> tuple[list[int], list[Masked]]:
    """Return the number of each line that is not blank, and its text masked; equal texts are one object."""
    from classifier.normalize import Normalizer
    from classifier.redact import redact_text

    normalizer = Normalizer()
    known: dict[bytes, Masked] = {}
    numbers: list[int] = []
    items: list[Masked] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        masked = known.get(text)
        if masked is None:
            clean, _ = redact_text(text.decode("utf-8", "replace").replace("\\n", "\n"))
            masked = known[text] = normalizer.mask(clean)
        numbers.append(number)
        items.append(masked)
    return numbers, items


def _as_json(found: Sequence[Cluster], numbers: Sequence[int]) -> str:
    """Return the contract `triage.clusters/1`; members are line numbers, from 1."""
    clusters = [
        {
            "id": one.id,
            "family": one.family,
            "template": one.template,
            "count": len(one.members),
            "members": [numbers[member] for member in one.members],
        }
        for one in found
    ]
    return json.dumps({"schema": SCHEMA, "clusters": clusters}, sort_keys=True) + "\n"


def _as_text(found: Sequence[Cluster], items: Sequence[Masked]) -> str:
    """Return a line for each cluster, under it its most frequent values and a typical member."""
    from classifier.visible import visible

    out = [f"{len(items)} texts in {len(found)} clusters"]
    for one in found:
        out.append(f"{len(one.members):>8}  {one.id}  {visible(one.template)}")
        if len(one.members) > 1:
            typical = items[one.exemplars[0]].text.replace("\n", "\\n")
            out.append(f"{'':>24}such as {visible(typical)}")
    return "\n".join(out) + "\n"
