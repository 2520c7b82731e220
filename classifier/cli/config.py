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

    for setting in config.SETTINGS:
        value = config.load(Path.cwd(), {})[setting.name]
        text = ", ".join(value.value) if isinstance(value.value, tuple) else value.value
        shown = "-" if text in (None, "") else str(text).lower() if isinstance(text, bool) else text
        print(f"{setting.name} = {shown}\t{value.source}\t{setting.help}")
