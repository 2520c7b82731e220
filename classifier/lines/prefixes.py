"""Know what CI systems and runners put before each line, by its first character: most lines have none."""

from __future__ import annotations

import re

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"

_DIGIT = rf"""
    # GitHub Actions, Azure: `2023-09-21T17:21:56.7656619Z ##[group]Run python -m pip install`
    # docker logs -t, kubectl logs --timestamps: `2024-01-01T00:00:00.123456789Z ready`
    # log files of Kubernetes' containers: `2024-01-01T00:00:00.123456789Z stdout F ready`
    {_TIME}\.(?:\d{{7}}|\d{{9}})Z(?:[ ](?:std(?:out|err)[ ][FP](?:[ ]|$))?|$)
    # GitLab: `2024-05-01T12:00:00.123456Z 00O $ make`, `+` where the line goes on
  | {_TIME}\.\d{{6}}Z[ ]\d\d[OE](?:[ +]|$)
    # mozharness, which indents output by one: `21:38:07     INFO -  Traceback (most recent call last):`
  | \d\d:\d\d:\d\d[ ]{{2,5}}(?:INFO|DEBUG|WARNING)[ ]-[ ]{{1,2}}
    # the same where the severity tells something: `21:38:07    ERROR - Return code: 1`
  | \d\d:\d\d:\d\d[ ]{{1,4}}(?=(?:ERROR|CRITICAL|FATAL)[ ]-[ ])
    # Jenkins' timestamper as it is set up at first: `11:34:06  + make test`
  | \d\d:\d\d:\d\d[ ]{{2}}
"""
_BRACKET = rf"""
    # Jenkins' timestamper, Buildkite's agent: `[2023-09-13T11:34:06.033Z] [INFO] --- maven-enforcer`
    \[{_TIME}(?:\.\d{{3}})?Z\](?:[ ]|$)
    # Taskcluster: `[task 2025-02-12T03:15:09.878Z] 03:15:09     INFO - ` and `[fetches 2025-...]`
  | \[[a-z]{{3,12}}[ ]{_TIME}\.\d{{3}}Z\](?:[ ]|$)
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
    # ant within Maven: `[INFO]      [exec] make: *** [all] Error 2`
  | \[INFO\][ ]{{3,9}}\[(?:exec|apply|java|cc)\](?:[ ]|$)
    # a pytest-xdist worker before output; pytest's own lines say a state, a platform or a version there
  | \[gw\d+\][ ](?!\[|(?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN|SUBPASS|SUBFAIL)\b|node[ ]down
        |\w+[ ]--[ ]Python|\w+[ ]Python[ ]\d|Python[ ]\d)
"""
_HASH = r"""
    # docker build: `#12 4.318 E: Unable to locate package nosuch`
    \#\d{1,4}[ ]\d{1,5}\.\d{1,3}(?:[ ]|$)
    # GitHub, Azure: what a problem matcher found in output, `##[error]src/app.ts(3,7): error TS2322: no`
  | \#\#\[error\](?=[^\s:(]{1,300}(?:\(\d+[,)]|:\d+[:,]))
"""
_BLANK = r"""
    # ant, which relays what it runs: `     [exec] make: *** [all] Error 2`
    [ ]{2,8}\[(?:exec|apply|java|cc)\](?:[ ]|$)
"""
_SYSLOG = r"""
    # syslog, journalctl: `May 01 10:00:15 runner build.sh[4711]: + make test`
    [A-Z][a-z]{2}[ ][ \d]\d[ ]\d\d:\d\d:\d\d[ ][\w.-]{1,64}[ ][\w./@-]{1,64}(?:\[\d+\])?:(?:[ ]|$)
"""
_STEP = r"""
    # Google Cloud Build: `Step #0 - "test": make: *** [all] Error 2`
    Step[ ]\#\d{1,3}(?:[ ]-[ ]"[^"\r]{1,100}")?:(?:[ ]|$)
"""
_DEBUG = r"""
    # mock: `DEBUG util.py:459:  + /usr/bin/make`
    DEBUG[ ][a-z_]+\.py:\d+:[ ]{1,2}
"""
_NEW_LINE = r"""
    # Travis' workers with macOS, whose terminal lacks what starts a new line: `nltravis_time:end:0e1932fc:`
    nl(?=$|\r|[ ]{2}|travis_|[^\w\s:./,-])
"""
_COMPOSE = re.compile(r"[A-Za-z][\w.-]{0,60}[_-]\d{1,3}[ ]{1,40}\|(?:[ ]|$)")
"""docker compose: `web_1  | Error: connect ECONNREFUSED`, `shop-db-1  | ready`."""
_COMPOSE_REACH = 110
MOST = 5
"""So many prefixes stack at most."""

_BY_START: dict[str, re.Pattern[str]] = {
    start: re.compile(pattern, re.VERBOSE)
    for starts, pattern in (
        ("0123456789", _DIGIT),
        ("[", _BRACKET),
        ("#", _HASH),
        (" ", _BLANK),
        ("AFJMNO", _SYSLOG),  # the months
        ("D", f"{_SYSLOG} | {_DEBUG}"),
        ("S", f"{_SYSLOG} | {_STEP}"),
        ("n", _NEW_LINE),
    )
    for start in starts
}


def prefix_end(text: str) -> int:
    """Return where the text of a line starts, behind all prefixes.

    Prefixes may stack; a time stamp that looks like none of these is the program's own and stays.
    """
    end = 0
    for _ in range(MOST):
        found = _prefix(text, end)
        if found is None:
            break
        end = found.end()
    return end


def _prefix(text: str, start: int) -> re.Match[str] | None:
    pattern = _BY_START.get(text[start : start + 1])
    found = pattern.match(text, start) if pattern else None
    if found is None and "|" in text[start : start + _COMPOSE_REACH]:
        return _COMPOSE.match(text, start)
    return found
