"""Read the failures of tools that say them in a line or a simple block, by tables of line forms."""

from __future__ import annotations

import bisect
from functools import partial
from typing import TYPE_CHECKING

from classifier.extract.blocks import without_blanks
from classifier.extract.dialect import Dialect, Findings, span
from classifier.extract.forms import (
    accelerators,
    apple,
    checkers,
    compilers,
    containers,
    documents,
    embedded,
    engines,
    javascript,
    jvm,
    microsoft,
    native,
    packages,
    python,
    reports,
    resolvers,
    script_checkers,
    scripting,
    shell,
)
from classifier.model import Failure
from classifier.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import regex

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Form, Role

FORMS: tuple[Form, ...] = (
    *checkers.FORMS, *script_checkers.FORMS, *apple.FORMS, *microsoft.FORMS, *native.FORMS, *jvm.FORMS,
    *scripting.FORMS, *javascript.FORMS, *python.FORMS, *resolvers.FORMS, *packages.FORMS, *containers.FORMS,
    *documents.FORMS, *engines.FORMS, *accelerators.FORMS, *embedded.FORMS, *compilers.FORMS,
    *shell.FORMS, *reports.FORMS,
)  # fmt: skip
"""In order of precedence where two forms match one line."""

VERDICT = r"^(?:\[\w+\] +)?BUILD (?:SUCCESS|FAIL)"
"""`[INFO] BUILD SUCCESS`, `BUILD FAILED in 3s`: how Maven, Gradle and Ant end a run."""
BUILDS = ("javac", "kotlinc", "junit", "maven", "gradle", "ecj", "compiler", "checkstyle", "pmd", "spotbugs")
"""What these print before a build that ends well did not make it fail: javadoc's errors, tests run again."""
HEADED = 200
"""So far above a line is its heading looked for."""


def dialect(name: str, forms: Sequence[Form]) -> Dialect:
    """Return the dialect that reads a table of forms, in order of precedence where two match one line."""
    anchors = {**{form.name: form.pattern for form in forms}, "verdict": VERDICT}
    return Dialect(name=name, anchors=anchors, read=partial(_read, forms))


def _read(forms: Sequence[Form], lines: Lines, hits: Hits) -> Findings:
    """Return a failure for every block that one of the forms describes, each only once."""
    verdicts = [(number, "SUCCESS" in lines[number]) for number in hits["verdict"]]
    found: dict[tuple[str | None, ...], Failure] = {}
    names: set[str] = set()
    end: dict[bool, int] = {True: 0, False: 0}
    for number, form in _places(forms, hits):
        wrapper = form.role == "wrapper"
        if number <= end[False] or (wrapper and number <= end[True]):
            continue
        failure = _failure(lines, number, form)
        if failure is None or (failure.tool in BUILDS and _went_well(verdicts, number)):
            continue
        names.add(form.name)
        end[wrapper] = max(end[wrapper], failure.last_line)
        found.setdefault(
            (form.name, failure.subject, failure.headline, *_place(lines, number, form)), failure
        )
    repeated = {form.name for form in forms if names.intersection(form.unless)}
    failures = tuple(failure for (name, *_), failure in found.items() if name not in repeated)
    owned = tuple((one.first_line, one.last_line) for one in failures if one.role == "cause")
    return Findings(failures=failures, owned=owned)


def _places(forms: Sequence[Form], hits: Hits) -> Iterator[tuple[int, Form]]:
    """Yield the lines that forms want to see in ascending order, for each line the forms by precedence."""
    places = [(number, index) for index, form in enumerate(forms) for number in hits[form.name]]
    for number, index in sorted(places):
        yield number, forms[index]


def _place(lines: Lines, number: int, form: Form) -> tuple[str | None, ...]:
    """Return line and column in the source: what a linter says of two places is two findings."""
    match = compiled(form.pattern).search(lines[number].rstrip())
    heading = _heading(lines, number, form)
    groups = {**(heading.groupdict() if heading else {}), **(match.groupdict() if match else {})}
    return groups.get("line"), groups.get("column")


def _heading(lines: Lines, number: int, form: Form) -> regex.Match[str] | None:
    """Return the nearest heading above a line, of a form that has such."""
    above = range(number, max(0, number - HEADED), -1) if form.heading else ()
    found = (compiled(form.heading).search(lines[other].rstrip()) for other in above)
    return next((match for match in found if match), None)


def _went_well(verdicts: list[tuple[int, bool]], number: int) -> bool:
    """Say whether the build that a line belongs to ended well."""
    after = bisect.bisect_right(verdicts, (number, True))
    return after < len(verdicts) and verdicts[after][1]


def _failure(lines: Lines, number: int, form: Form) -> Failure | None:
    """Return the failure that starts at a line, or None when the line is not of this form after all."""
    text = lines[number]
    match = compiled(form.pattern).search(text.rstrip())
    if not match or lines.echoed(number):
        return None
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    role = _role(lines, number, form)
    nested = role != form.role
    line, said = (number, None) if nested or groups.get("message") else _cause(lines, number, form)
    if said is None and (form.said_only or (form.above and not form.says)):
        return None
    message = said or _said(text, match)
    first, last = (number, number) if nested else _block(lines, number, line, form)
    return Failure(
        line=line,
        first_line=first,
        last_line=last,
        kind=form.kind,
        tool=form.tool,
        headline=message,
        spans=(span("message", lines, first, last),),
        role="wrapper" if _hollow(form, message) else role,
        subject=_subject(lines, number, form, groups),
        certainty=form.certainty if form.role != "wrapper" else 10,
    )


def _cause(lines: Lines, number: int, form: Form) -> tuple[int, str | None]:
    """Return the line that says the cause, with what it says, or the form's own line and None."""
    below = lines.between(number + 1, number + form.reach) if form.says else ()
    for other, text in below:
        match = compiled(form.says).search(text.rstrip())
        if match:
            message = match.groupdict().get("message")
            if message is None and other < len(lines):
                return other + 1, lines[other + 1].strip()
            return other, message
    above = range(number - 1, max(0, number - form.back - 1), -1) if form.above else ()
    for other in above:
        match = compiled(form.above).search(lines[other].rstrip())
        if match:
            return other, match["message"]
    return number, None


def _block(lines: Lines, number: int, line: int, form: Form) -> tuple[int, int]:
    """Return the lines from the first to the last that belong together."""
    last = max(number, line)
    if form.goes_on:
        for other, text in lines.between(last + 1, last + form.most):
            if not compiled(form.goes_on).search(text):
                break
            last = other
    return min(number, line), without_blanks(lines, max(number, line), last)


def _said(text: str, match: regex.Match[str]) -> str:
    """Return what is wrong as the line has it: from the severity or code to the end of the message.

    Where the place stands between them, it is left out: `K12: glaze runs` of `[K12] vase.kln:3 >> glaze runs`.
    """
    groups = match.groupdict()
    if not groups.get("message"):
        return text.strip()
    heads = sorted(name for name in ("severity", "code") if groups.get(name))
    start = min(match.start(name) for name in (*heads, "message"))
    said = match.start("message")
    if any(groups.get(name) and start < match.start(name) < said for name in ("file", "line")):
        head = " ".join(groups[name] for name in reversed(heads) if match.start(name) < said)
        return f"{head}: {' '.join(groups['message'].split())}"
    if start < said:
        start -= text[start - 1 : start] in ("[", "(")  # `[C0103, f] Invalid name`
    return " ".join(text[start : match.end("message")].split())


def _role(lines: Lines, number: int, form: Form) -> Role:
    """Return the form's role, or symptom where what failed is listed below the line."""
    below = form.nested and number < len(lines) and compiled(form.nested).search(lines[number + 1])
    return "symptom" if below else form.role


def _hollow(form: Form, message: str) -> bool:
    return bool(form.hollow and compiled(form.hollow).search(message))


def _subject(lines: Lines, number: int, form: Form, groups: dict[str, str]) -> str | None:
    """Return the test, file or package: named in the line, in a heading above, or as the place."""
    subject = groups.get("subject")
    if subject is None:
        heading = _heading(lines, number, form)
        subject = heading["subject"] if heading else None
    if subject is None:
        subject = groups.get("file")
    group = groups.get("group")
    return f"{group}.{subject}" if group and subject else subject


DIALECT = dialect("diagnostics", FORMS)
