"""`triage config`: every setting and where it came from."""

from __future__ import annotations

from pathlib import Path

import typer

app = typer.Typer(help="The settings and where each came from.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Keep `show` a command of its own."""


@app.command()
def show() -> None:
    """Print every setting: name, value, where it was said, what it does."""
    from classifier import config

    values = config.load(Path.cwd(), {})
    for setting in config.SETTINGS:
        value = values[setting.name]
        print(f"{setting.name} = {_shown(value.value)}\t{value.source}\t{setting.help}")


def _shown(value: object) -> str:
    """Return a value as a person would write it, `-` for none."""
    if isinstance(value, dict):
        own = (f"{name}={source}:{text}" for name, one in value.items() for source, text in one.items())
        return ", ".join(own) or "-"
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    if isinstance(value, bool):
        return str(value).lower()
    return "-" if value in (None, "") else str(value)
