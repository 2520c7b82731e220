"""What the commands about rules share: their options, the rulebook, and how an example becomes a failure."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Failure
    from classifier.rulebook import Rulebook


class Form(StrEnum):
    """How a command answers."""

    text = "text"
    json = "json"


RulePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--rules", "-r", metavar="PATH", help="Rules file or folder, before the bundled packs; repeatable."
    ),
]
Bundled = Annotated[bool, typer.Option("--bundled/--no-bundled", help="Use the bundled packs too.")]
Format = Annotated[Form, typer.Option("--format", "-f", help="How to answer.")]


def rulebook(rules: Sequence[str] | None, *, bundled: bool) -> Rulebook:
    """Return the rulebook that the options ask for. Raises RulesError."""
    from pathlib import Path

    from classifier import config
    from classifier.cli.cache import user_cache
    from classifier.rulebook import load

    wanted = config.load(Path.cwd(), {})["cache"].value
    return load(rules or (), bundled=bundled, cache=user_cache(wanted=wanted))


def known_tools(book: Rulebook) -> frozenset[str]:
    """Return the tools whose failures are read, as far as tables name them, and those of bundled rules."""
    from classifier.extract import DIALECTS
    from classifier.extract.forms.reader import FORMS

    limits = (
        tool for pack in book.sources if pack.bundled for rule in pack.rules for tool in rule.limits.tools
    )
    return frozenset({*(one.name for one in DIALECTS), *(one.tool for one in (*FORMS, *book.forms)), *limits})


def as_read(failure: Failure) -> Failure:
    """Return a failure with the raw text of an example as the stages before judging would hand it on."""
    from classifier.lines import Lines
    from classifier.model import Log, Reading
    from classifier.redact import redact

    span = failure.spans[0]
    lines = Lines("example", span.text.encode())
    clean = tuple(lines.between(1, len(lines)))
    headline = next((text.strip() for _, text in clean if text.strip()), "")
    read = replace(failure, spans=(replace(span, lines=clean),), headline=headline)
    return redact(Reading(log=Log(path="example", state="failed"), failures=(read,))).failures[0]
