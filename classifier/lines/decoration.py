"""Take off a line what CI systems and terminals put around the text: the only place that knows how."""

from __future__ import annotations

import re

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"

PREFIX = re.compile(
    rf"""(?:
      # GitHub Actions, Azure: `2023-09-21T17:21:56.7656619Z ##[group]Run python -m pip install`
      # docker logs -t, kubectl logs --timestamps: `2024-01-01T00:00:00.123456789Z ready`
      # log files of Kubernetes' containers: `2024-01-01T00:00:00.123456789Z stdout F ready`
      {_TIME}\.(?:\d{{7}}|\d{{9}})Z(?:[ ](?:std(?:out|err)[ ][FP](?:[ ]|$))?|$)
      # GitLab: `2024-05-01T12:00:00.123456Z 00O $ make`, `+` where the line goes on
    | {_TIME}\.\d{{6}}Z[ ]\d\d[OE](?:[ +]|$)
      # Jenkins' timestamper, Buildkite's agent: `[2023-09-13T11:34:06.033Z] [INFO] --- maven-enforcer`
    | \[{_TIME}(?:\.\d{{3}})?Z\](?:[ ]|$)
      # Taskcluster: `[task 2025-02-12T03:15:09.878Z] 03:15:09     INFO - ` and `[fetches 2025-...]`
    | \[[a-z]{{3,12}}[ ]{_TIME}\.\d{{3}}Z\](?:[ ]|$)
      # mozharness, which indents output by one: `21:38:07     INFO -  Traceback (most recent call last):`
    | \d\d:\d\d:\d\d[ ]{{2,5}}(?:INFO|DEBUG|WARNING)[ ]-[ ]{{1,2}}
      # the same where the severity tells something: `21:38:07    ERROR - Return code: 1`
    | \d\d:\d\d:\d\d[ ]{{1,4}}(?=(?:ERROR|CRITICAL|FATAL)[ ]-[ ])
      # Jenkins' timestamper as it is set up at first: `11:34:06  + make test`
    | \d\d:\d\d:\d\d[ ]{{2}}
      # AppVeyor: `[00:01:12] Build started`; TeamCity: `[16:32:57]W:\t [Step 1/2] make: *** [all] Error 2`
    | \[\d\d:\d\d:\d\d\](?:[ ]?[A-Zi]?[ ]?:[\t ]+|\t|[ ]|$)(?:\[Step[ ]\d{{1,3}}/\d{{1,3}}\](?:[ ]|$))?
      # Drone and Woodpecker on the command line: `[test:12] + make`, `[test:L12:3s] + make`
    | \[[A-Za-z][\w-]{{0,60}}:(?:L\d{{1,6}}:\d{{1,6}}s|\d{{1,6}})\](?:[ ]|$)
      # Tekton: `[unit-tests : run] + make test`
    | \[[a-z0-9-]{{1,60}}[ ]:[ ][a-z0-9-]{{1,60}}\](?:[ ]|$)
      # act, GitHub Actions on one's own machine: `[CI/build]   | make: *** [all] Error 2`
    | \[[^\]/\r]{{1,100}}/[^\]/\r]{{1,100}}\][ ]{{2,4}}\|(?:[ ]|$)
      # AWS CodeBuild: `[Container] 2023/01/31 12:00:00 Running command make`
    | \[Container\][ ]\d{{4}}/\d\d/\d\d[ ]\d\d:\d\d:\d\d(?:\.\d{{1,9}})?(?:[ ]|$)
      # Google Cloud Build: `Step #0 - "test": make: *** [all] Error 2`
    | Step[ ]\#\d{{1,3}}(?:[ ]-[ ]"[^"\r]{{1,100}}")?:(?:[ ]|$)
      # ant, which relays what it runs: `     [exec] make: *** [all] Error 2`
    | (?:\[INFO\][ ])?[ ]{{2,8}}\[(?:exec|apply|java|cc)\](?:[ ]|$)
      # docker build: `#12 4.318 E: Unable to locate package nosuch`
    | \#\d{{1,4}}[ ]\d{{1,5}}\.\d{{1,3}}(?:[ ]|$)
      # syslog, journalctl: `May 01 10:00:15 runner build.sh[4711]: + make test`
    | [A-Z][a-z]{{2}}[ ][ \d]\d[ ]\d\d:\d\d:\d\d[ ][\w.-]{{1,64}}[ ][\w./@-]{{1,64}}(?:\[\d+\])?:(?:[ ]|$)
      # mock: `DEBUG util.py:459:  + /usr/bin/make`
    | DEBUG[ ][a-z_]+\.py:\d+:[ ]{{1,2}}
      # GitHub, Azure: what a problem matcher found in output, `##[error]src/app.ts(3,7): error TS2322: no`
    | \#\#\[error\](?=[^\s:(]{{1,300}}(?:\(\d+[,)]|:\d+[:,]))
      # Travis' workers with macOS, whose terminal lacks what starts a new line: `nltravis_time:end:0e1932fc:`
    | nl(?=$|\r|[ ]{{2}}|travis_|[^\w\s:./,-])
      # docker compose: `web_1  | Error: connect ECONNREFUSED`, `shop-db-1  | ready`
    | [A-Za-z][\w.-]{{0,60}}[_-]\d{{1,3}}[ ]{{1,40}}\|(?:[ ]|$)
      # a pytest-xdist worker before output; pytest's own lines say a state, a platform or a version there
    | \[gw\d+\][ ](?!\[|(?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN|SUBPASS|SUBFAIL)\b|node[ ]down
        |\w+[ ]--[ ]Python|\w+[ ]Python[ ]\d|Python[ ]\d)
    ){{0,5}}""",
    re.VERBOSE,
)
"""Prefixes may stack; a time stamp that looks like none of these is the program's own and stays."""

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
    if prefix := PREFIX.match(text):
        text = text[prefix.end() :]
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
