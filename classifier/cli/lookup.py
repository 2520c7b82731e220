"""Where a signature is looked up: in the results or logs that were named, else in the configured result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.config import Config
    from classifier.model import Report, Signature

NOWHERE = (
    "Name a JSON report or logs to look in, or set result in triage.toml. "
    "A report is made by: triage PATH... -o FILE.json"
)


def settings(rules: Sequence[str] | None, *, bundled: bool | None) -> Config:
    """Return the configuration with what the command line says of rules."""
    from classifier import config

    return config.load(Path.cwd(), {"rules": tuple(rules or ()), "bundled": bundled})


def look_up(name: str, paths: Sequence[str], chosen: Config) -> tuple[Report, Signature]:
    """Return the signature that a person means, and the report that has it.

    Raises UsageError when it is nowhere, or when there is nowhere to look.
    """
    from classifier.result.lookup import find

    return find(name, reports(paths, chosen))


def reports(paths: Sequence[str], chosen: Config) -> list[Report]:
    """Return the JSON reports among the paths, in order, then one of all the other paths, which are logs.

    Without paths it is the configured result. Raises UsageError for one that can't be read.
    """
    from classifier import result

    configured = chosen["result"].value
    if not paths and not configured:
        raise UsageError(f"nowhere to look. {NOWHERE}")
    if not paths:
        return [result.load(configured)]
    results = [path for path in paths if result.is_result(path)]
    logs = [path for path in paths if path not in results]
    found = [result.load(path) for path in results]
    return [*found, scanned(logs, chosen)] if logs else found


def scanned(logs: Sequence[str], chosen: Config) -> Report:
    """Return the report of some logs, made as a scan with these settings makes it."""
    from classifier.dimensions import of_table
    from classifier.pipeline import triage

    dimensions = chosen["dimensions"]
    return triage(
        logs,
        rules=chosen["rules"].value,
        bundled=chosen["bundled"].value,
        redaction=chosen["redact"].value,
        dimensions=of_table(dimensions.value, dimensions.source),
        manifest=chosen["manifest"].value,
    )
