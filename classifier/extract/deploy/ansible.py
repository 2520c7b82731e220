"""Read what Ansible says of tasks that failed on hosts, and of playbooks that it can't run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from classifier.extract.dialect import Hits, Lines

ANCHORS = {
    # fatal: [web1]: FAILED! => {"changed": false, "msg": "No package matching 'gone' is available"}
    # failed: [web1] (item=tea) => {"ansible_loop_var": "item", "item": "tea", "msg": "no such item"}
    "failed": r"^(?:fatal|failed): \[[^]]+\]",
    # ERROR! couldn't resolve module/action 'gone'. This often indicates a misspelling.
    "error": r"^(?:ERROR!|\[ERROR\]:) \S",
    # TASK [web : Install the shop] ***
    "task": r"^(?:TASK|RUNNING HANDLER) \[",
    # web1 : ok=1    changed=1    unreachable=0    failed=1    skipped=0    rescued=0    ignored=1
    "recap": r"^\S+ +: ok=\d+ ",
}
FAILED = re.compile(
    r"^(?:fatal|failed): \[(?P<host>[^]]+)\](?: \((?P<item>item=.*?)\))?:?"
    r"(?: (?P<how>FAILED|UNREACHABLE)!)?(?: => (?P<told>.*))?$"
)
TASK = re.compile(r"^(?:TASK|RUNNING HANDLER) \[(?P<name>.*)\] \**$")
IGNORED = "...ignoring"
BAD = re.compile(r"(?:unreachable|failed)=[1-9]")
SAID = ("stderr", "module_stderr", "msg", "reason", "stdout")
"""Where a result says what went wrong, the most telling first; `msg` alone may be `non-zero return code`."""
FURTHER = 60
"""Lines of a result that is written over several lines."""


def read(lines: Lines, hits: Hits) -> Findings:
    """Return a failure for each task that failed on a host and was not ignored."""
    failures = [one for number in hits["failed"] if (one := _task(lines, number, hits["task"])) is not None]
    failures += [_error(lines, number) for number in hits["error"] if not lines.echoed(number)]
    recaps = [lines[number] for number in hits["recap"]]
    bad = any(map(BAD.search, recaps))
    outcome: Literal["failed", "passed"] | None = ("failed" if bad else "passed") if recaps else None
    owned = tuple((one.first_line, one.last_line) for one in failures)
    return Findings(failures=tuple(failures), owned=owned, outcome=outcome)


def _task(lines: Lines, number: int, tasks: Sequence[int]) -> Failure | None:
    """Return the failure of a result, or None where it was ignored or is none."""
    match = FAILED.match(lines[number].rstrip())
    if match is None or lines.echoed(number):
        return None
    last, told = _result(lines, number, match["told"] or "")
    if last < len(lines) and lines[last + 1].strip() == IGNORED:
        return None
    task = next((TASK.match(lines[one].rstrip()) for one in reversed(tasks) if one < number), None)
    subject = task["name"] if task else match["host"]
    return Failure(
        line=number,
        first_line=number,
        last_line=last,
        kind="network" if match["how"] == "UNREACHABLE" else "other",
        tool="ansible",
        headline=_said(told) or match["told"] or lines[number].strip(),
        spans=(span("message", lines, number, last),),
        subject=f"{subject} ({match['item']})" if match["item"] else subject,
    )


def _result(lines: Lines, number: int, told: str) -> tuple[int, str]:
    """Return the last line of a result and its text; some settings write it over several lines."""
    if not told.startswith("{") or told.endswith("}"):
        return number, told
    parts = [told]
    for other, text in lines.between(number + 1, number + FURTHER):
        parts.append(text)
        if text.rstrip() == "}":
            return other, "\n".join(parts)
    return number, told


def _said(told: str) -> str:
    """Return what went wrong in one line, the last one of what the task printed."""
    try:
        result = json.loads(told)
    except ValueError:
        return ""
    if not isinstance(result, dict):
        return ""
    texts = (str(result.get(name) or "").strip() for name in SAID)
    text = next((one for one in texts if one and one != "non-zero return code"), "non-zero return code")
    return text.splitlines()[-1]


def _error(lines: Lines, number: int) -> Failure:
    return Failure(
        line=number,
        first_line=number,
        last_line=number,
        kind="config",
        tool="ansible",
        headline=re.sub(r"^(?:ERROR!|\[ERROR\]:) ", "", lines[number].strip()),
        spans=(span("message", lines, number, number),),
    )


DIALECT = Dialect(name="ansible", anchors=ANCHORS, read=read)
