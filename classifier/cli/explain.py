"""`triage explain`: why a verdict is what it is."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli.lookup import look_up, settings
from classifier.cli.rules.options import Form, Format, RulePaths, as_read
from classifier.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.pipeline import Judge

PLACE = re.compile(r"(?P<log>.+):(?P<line>\d+)")


def explain(
    what: Annotated[
        str | None,
        typer.Argument(metavar="LOG:LINE | SIGNATURE", help="A line of a log, or the id of a signature."),
    ] = None,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RESULT.json or PATH...]", help="Where the signature is: reports or logs."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", "-t", metavar="TEXT", help="Explain a text instead.")
    ] = None,
    tool: Annotated[
        str, typer.Option(metavar="NAME", help="The tool that printed the text, as rules name it.")
    ] = "",
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="The kind of failure that the text is.")
    ] = "other",
    rules: RulePaths = None,
    bundled: Annotated[
        bool | None, typer.Option("--bundled/--no-bundled", help="Use the bundled packs too (default: yes).")
    ] = None,
    form: Format = Form.text,
) -> None:
    """Explain a verdict: what was read, which rules match and why one wins, which nearly do, what is like it.

    LOG:LINE is a line as `grep -n` counts; one that is in no failure is explained too. A SIGNATURE is looked
    up in the reports or logs named, else in the configured result.
    """
    from classifier.pipeline import Judge
    from classifier.rulebook import load

    if (what is None) == (text is None):
        raise UsageError("Give LOG:LINE, a SIGNATURE, or --text TEXT.")
    chosen = settings(rules, bundled=bundled)
    redaction: bool = chosen["redact"].value
    judge = Judge(load(chosen["rules"].value, bundled=chosen["bundled"].value), redaction=redaction)
    place = PLACE.fullmatch(what or "")
    if text is not None:
        data = _of_text(text, tool, kind, judge)
    elif place and _is_log(place["log"]):
        data = _of_line(place["log"], int(place["line"]), judge, redaction=redaction)
    elif place and not paths and not re.fullmatch(r"[a-z0-9-]+:\d{8}", str(what)):
        raise UsageError(f"{place['log']}: no such log. Name one, or a signature and where to look for it.")
    elif not place and not paths and _is_log(str(what).rpartition(":")[0] or str(what)):
        raise UsageError(f"'{what}' names no line. Write LOG:LINE, such as build.log:12.")
    else:
        from classifier.explain import of_signature

        data = of_signature(*look_up(str(what), paths or (), chosen), judge)
    sys.stdout.write(_shown(data, form))


def _shown(data: dict[str, Any], form: Form) -> str:
    from classifier.render.explanation import show

    return json.dumps(data, indent=2, ensure_ascii=False) + "\n" if form is Form.json else show(data)


def _is_log(path: str) -> bool:
    """Say whether a path leads to a log, perhaps one inside an archive: `logs.zip!job/3.txt`."""
    return Path(path).exists() or Path(path.partition("!")[0]).is_file()


def _of_line(path: str, number: int, judge: Judge, *, redaction: bool) -> dict[str, Any]:
    """Return the explanation of a line. Raises UsageError when the log or the line is not there."""
    from classifier import sources
    from classifier.explain import of_line
    from classifier.lines import Lines

    inside = "!" in path and not Path(path).exists()
    labels: list[str] = []
    if Path(path).is_dir():
        raise UsageError(f"{path}: is a folder. Name one of its logs.")
    for source in sources.find([path.partition("!")[0] if inside else path]).sources:
        for opened in sources.open_logs(source):
            if not isinstance(opened, sources.Opened):
                raise UsageError(str(opened.problem))
            if not inside or opened.label == path:
                return of_line(Lines(opened.label, opened), number, judge, redaction=redaction)
            labels.append(opened.label)
    raise UsageError(_not_there(path, labels))


def _not_there(path: str, labels: Sequence[str]) -> str:
    from classifier.rulebook.shape import nearest

    return f"{path}: no such log. {nearest(path, labels) if labels else 'It holds no log.'}"


def _of_text(text: str, tool: str, kind: str, judge: Judge) -> dict[str, Any]:
    """Return the explanation of a text as a failure of a tool and a kind."""
    from typing import get_args

    from classifier.explain import of_text, said
    from classifier.model import Kind
    from classifier.rulebook.shape import nearest

    kinds: tuple[Kind, ...] = get_args(Kind)
    known = next((one for one in kinds if one == kind), None)
    if known is None:
        raise UsageError(f"--kind is '{kind}'. {nearest(kind, kinds)}")
    if not text.strip():
        raise UsageError("the text is empty. Give the words of a failure.")
    return of_text(as_read(said(text.replace("\\n", "\n"), tool, known)), judge)
