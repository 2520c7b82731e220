"""Take off a line what CI systems and terminals put around the text: the only place that knows how."""

from __future__ import annotations

import re

from classifier.lines.prefixes import prefix_end

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"

_GITHUB_DOWNLOAD = re.compile(rf"[^\t\r]{{1,200}}\t[^\t\r]{{1,200}}\t(?={_TIME}\.\d{{7}}Z)")
"""`gh run view --log` puts job and step first: `build<TAB>checkout<TAB>2021-12-01T13:00:43.4465276Z x`."""

_MARKER = (
    r"(?:travis_fold:(?:start|end):[\w.-]+"  # travis_fold:start:worker_info
    r"|travis_time:start:[0-9a-f]{1,16}"  # travis_time:start:0c5eef30
    r"|travis_time:end:[0-9a-f]{1,16}:start=\d+,finish=\d+,duration=\d+(?:,event=\w+)?"
    r"|section_(?:start|end):\d+:[\w.-]+(?:\[[^\]\r]{0,200}\])?)"  # section_start:156089635:a[collapsed=true]
)
_MARKERS = re.compile(rf"(?:{_MARKER}\r?)+")
_LAST_MARKERS = re.compile(rf"(?:\r?{_MARKER})+\s*$")
"""Travis prints its markers behind output that lacks a line end: `nltravis_time:end:0e1932fc:start=...`."""

_FAILURE_WORDS = ("error", "fail", "exception", "fatal", "traceback")


def undecorated(text: str) -> str:
    """Return the text of one line without CI prefixes, markers and overwritten progress.

    GitHub's and Azure's `##[error]`, `##[group]`, `##[command]` stay: they say what the line is. The result
    is a piece of what was given, nothing is ever put together.
    """
    text = text.rstrip("\r")
    if "\t" in text and (download := _GITHUB_DOWNLOAD.match(text)):
        text = text[download.end() :]
    if end := prefix_end(text):
        text = text[end:]
    if "\r" in text:
        return last_state(text)
    return _unmarked(text)


def last_state(text: str) -> str:
    """Return what a terminal would show in the end of a line that carriage returns overwrite.

    That is its last piece that is not blank. A piece that tells of a failure is worth more than what was
    written over it: the last of those wins.
    """
    shown = ""
    telling = _tells(text)
    for piece in reversed(text.split("\r")):
        if shown and not (telling and _tells(piece)):
            continue
        unmarked = _unmarked(piece)
        if telling and _tells(unmarked):
            return unmarked
        if not shown and unmarked.strip():
            shown = unmarked
    return shown


def _tells(text: str) -> bool:
    """Say whether a text holds a word that failures are told with; much faster than a pattern."""
    lower = text.lower()
    return any(word in lower for word in _FAILURE_WORDS)


def _unmarked(text: str) -> str:
    if "travis_" not in text and "section_" not in text:
        return text
    if first := _MARKERS.match(text):
        text = text[first.end() :]
    if last := _LAST_MARKERS.search(text):
        text = text[: last.start()]
    return text
