"""The report for a terminal: causes by component, largest first, the totals last, where the eye ends."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from classifier.render import words
from classifier.render.terminal_tables import Room
from classifier.render.terminal_tables import tables as tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.model import Group, Occurrence, Part, Report, RuleUse, Signature, Spread, Standing

NARROWEST = 40
"""Columns below which lines are left to the terminal to wrap."""
TITLE = 24
"""Columns of a title or subject that are worth sharing a line for."""
VALUES = 5
"""How many values of a capture are shown."""
WARNINGS = 10
"""How many warnings are shown unless verbose; standard error has them all."""
PLACEHOLDER = r"<[A-Za-z*]+>"
"""What stands in a template where its texts differ."""
COLORS: dict[Standing, str] = {
    "matched": "cyan",
    "clustered": "yellow",
    "unique": "magenta",
    "wrapper_only": "dim",
}


def show(  # noqa: PLR0913 - one for each way in which a terminal report may look
    report: Report,
    *,
    width: int,
    color: bool,
    unicode: bool,
    verbose: bool = False,
    top: int | None = None,
    group_by: str = "component",
    tables: bool = False,
) -> str:
    """Return the report as lines of at most `width` columns, with escape sequences only if `color`.

    Places (`path:line`) are never cut, so that a terminal can make them links; what is cut shows an ellipsis.
    `verbose` adds what the rule advises and the lines of an example, none of them cut. `top` bounds how many
    signatures are shown; what is left out is counted. `group_by` is a key of the report's groups.
    `tables` adds who is hit and how far tests got. Without `unicode` everything is ASCII, foreign letters
    as escapes.
    """
    page = _Page(report, max(width, NARROWEST), unicode=unicode, verbose=verbose)
    page.head()
    page.groups(group_by, top)
    if tables:
        page.tables()
    page.totals()
    return _printed(page.lines, color=color)


def _printed(lines: Iterable[Text], *, color: bool) -> str:
    """Return the lines as a terminal gets them; nothing is taken from the environment."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=80,
        height=25,
        force_terminal=color,
        force_jupyter=False,
        force_interactive=False,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for line in lines:
        console.print(line, soft_wrap=True)
    return out.getvalue()


class _Page:
    """The lines of one report, written from top to bottom."""

    def __init__(self, report: Report, width: int, *, unicode: bool, verbose: bool) -> None:
        self.lines: list[Text] = []
        self._report = report
        self._width = width
        self._unicode = unicode
        self._verbose = verbose
        self._signatures = {one.id: one for one in report.signatures}
        self._rules = {one.id: one for one in report.rules}
        largest = max((one.count for one in report.signatures), default=0)
        self._indent = max(len(words.number(largest)), 4) + 3
        self._more, self._bar, self._dash = ("…", "│", "─") if unicode else ("...", "|", "-")

    def head(self) -> None:
        self._put(self._text(words.headline(self._report), "bold"))

    def groups(self, group_by: str, top: int | None) -> None:
        """Write the groups with the `top` signatures, then say how many groups are left."""
        groups = self._report.groups.get(group_by, ())
        chosen = self._chosen(groups, group_by, top)
        for group, parts in zip(groups, chosen, strict=False):
            self._put()
            if group_by != "signature":
                self._heading(group, group_by)
            for index, part in enumerate(parts):
                if self._verbose and index:
                    self._put()
                self._part(part, in_component=group_by == "component")
            self._left_in(len(group.parts) - len(parts))
        self._left_out(groups[len(chosen) :], group_by)

    def _chosen(self, groups: Sequence[Group], group_by: str, top: int | None) -> list[tuple[Part, ...]]:
        """Return the parts to show of each group, until there is no group left that needs to be named.

        Components are few: all are named, with those parts that lead the whole report. Of tests and logs the
        first ones are shown, as far as `top` reaches.
        """
        if top is None:
            return [group.parts for group in groups]
        if group_by in {"component", "signature"}:
            leading = {one.id for one in self._report.signatures[:top]}
            return [tuple(part for part in group.parts if part.signature in leading) for group in groups]
        chosen = []
        for group in groups:
            if top <= 0:
                break
            chosen.append(group.parts[:top])
            top -= len(group.parts)
        return chosen

    def tables(self) -> None:
        """Write the tables of who is hit and how far tests got."""
        room = Room(self._width, self._dash, self._more, whole=self._verbose)
        for text, style in tables_of(self._report, room):
            self._put(self._cut(self._text(text, style), self._width))

    def totals(self) -> None:
        report, totals = self._report, self._report.totals
        self._put()
        self._put(self._text(words.conservation(totals), "bold"))
        took = f", in {words.seconds(report.run.seconds)}" if report.run.seconds else ""
        self._put(self._text(words.what_was_read(totals) + took))
        cases = words.tally(totals.cases, words.OUTCOMES)
        if cases:
            self._put(self._text(f"cases: {cases}"))
        if totals.redactions:
            self._put(self._text(f"{words.count(totals.redactions, 'secret')} masked"))
        for limit in report.limits:
            self._put(self._text("limit reached: ", "yellow"), self._text(words.limit(limit)))
        self._warnings()
        self._next()

    def _warnings(self) -> None:
        warnings = self._report.warnings
        shown = len(warnings) if self._verbose else WARNINGS
        for problem in warnings[:shown]:
            self._put(self._text("warning: ", "yellow"), self._text(str(problem)))
        if warnings[shown:]:
            self._put(self._text(f"{self._more} {words.count(len(warnings[shown:]), 'more warning')}", "dim"))

    def _next(self) -> None:
        """Write the commands that lead on from here."""
        if not self._report.signatures:
            return
        self._put()
        named = next((one.rule for one in self._report.signatures if one.rule), None)
        if named:
            self._put(self._text("next: "), self._text(f"triage rules show {named}", "bold"))
        lead = "      " if named else "next: "
        self._put(
            self._text(lead), self._text("-o report.html", "bold"), self._text(" shows all of it on one page")
        )

    def _heading(self, group: Group, group_by: str) -> None:
        failures = words.count(group.count, "failure")
        title = group.title or f"no {group_by} named"
        room = self._width - len(failures) - 8
        name = self._text(title, "bold") if self._verbose else self._cut_head(self._text(title, "bold"), room)
        fill = max(self._width - name.cell_len - len(failures) - 5, 2)
        rule = self._text(self._dash * fill, "dim")
        self._put(
            self._text(self._dash * 2 + " ", "dim"), name, self._text(" "), rule, self._text(f" {failures}")
        )

    def _part(self, part: Part, *, in_component: bool) -> None:
        signature = self._signatures[part.signature]
        example = self._report.failures[part.example]
        self._title(signature, part.count)
        headline = example.failure.headline
        if headline != signature.title:
            self._hanging(self._text(headline))
        if signature.mixed:
            self._hanging(self._text(words.MIXED, "dim"))
        for one in signature.nearest if self._verbose else signature.nearest[:1]:
            self._hanging(self._text(words.alike(one), "dim"))
        self._where(example, part.subjects)
        if self._verbose:
            self._details(signature, example, whole=in_component)

    def _title(self, signature: Signature, failures: int) -> None:
        amount = self._text(f"{words.number(failures):>{self._indent - 2}}  ", "bold")
        title = self._text(signature.title)
        if signature.standing == "clustered":
            title.highlight_regex(PLACEHOLDER, "cyan")
        label = self._text(words.label(signature), COLORS[signature.standing])
        whole = self._width - self._indent
        room = whole - label.cell_len - 2
        if room < title.cell_len and (self._verbose or title.cell_len <= whole or room < TITLE):
            self._put(amount, title if self._verbose else self._cut(title, whole))
            self._hanging(label)
            return
        title = self._cut(title, room)
        gap = self._width - self._indent - title.cell_len - label.cell_len
        self._put(amount, title, self._text(" " * gap), label)

    def _where(self, example: Occurrence, subjects: int) -> None:
        """Write place and who is hit; text of a log never begins a line, where a CI system may obey it."""
        place = self._text(words.place(example), "bright_blue")
        more = self._text(f" +{words.number(subjects - 1)} more" if subjects > 1 else "")
        at = self._text(" " * self._indent + "at ")
        if not example.failure.subject:
            self._put(at, place)
            return
        subject = self._text(example.failure.subject)
        room = self._width - at.cell_len - place.cell_len - more.cell_len - 2
        if self._verbose or room >= min(subject.cell_len, TITLE):
            self._put(
                at, place, self._text("  "), subject if self._verbose else self._cut(subject, room), more
            )
            return
        self._put(at, place)
        of = self._text(" " * self._indent + "in ")
        self._put(of, self._cut(subject, self._width - of.cell_len - more.cell_len), more)

    def _details(self, signature: Signature, example: Occurrence, *, whole: bool) -> None:
        """Write what the rule advises, how the `whole` signature's captures are spread, and the lines."""
        for name, text in _advice(self._rules.get(signature.rule or "")):
            self._hanging(self._text(f"{name:<6}", "dim"), self._text(text))
        if whole:
            for name, spread in _variable(signature):
                self._hanging(self._text(f"{name}: ", "dim"), self._text(_spread(spread)))
        digits = len(str(example.failure.excerpt[-1][0])) if example.failure.excerpt else 0
        for number, text in example.failure.excerpt:
            cause = number == example.failure.line
            mark = "> " if cause else "  "
            self._hanging(
                self._text(f"{mark}{number:>{digits}} {self._bar} ", "bold" if cause else "dim"),
                self._text(text.expandtabs(), "bold" if cause else ""),
                gutter=False,
            )

    def _left_in(self, signatures: int) -> None:
        if signatures:
            more = words.count(signatures, "more signature")
            self._put(self._text(f"{' ' * self._indent}{self._more} {more}", "dim"))

    def _left_out(self, groups: Sequence[Group], group_by: str) -> None:
        if groups:
            signatures = sum(len(group.parts) for group in groups)
            where = words.count(len(groups), f"more {group_by}")
            self._put()
            self._put(self._text(f"{self._more} {words.number(signatures)} more in {where}", "dim"))

    def _hanging(self, *texts: Text, gutter: bool = True) -> None:
        """Write a line under a title, cut unless verbose; text of a log never begins a line, see `_where`."""
        start = self._text(" " * self._indent)
        if gutter:
            start.append_text(self._text(f"{self._bar} ", "dim"))
        line = Text().join(texts)
        self._put(start, line if self._verbose else self._cut(line, self._width - start.cell_len))

    def _put(self, *texts: Text) -> None:
        line = Text().join(texts)
        line.rstrip()
        self.lines.append(line)

    def _text(self, text: str, style: str = "") -> Text:
        shown = words.one_line(text)
        return Text(shown if self._unicode else shown.encode("ascii", "backslashreplace").decode(), style)

    def _cut(self, text: Text, room: int) -> Text:
        """Return the text in at most `room` columns, with an ellipsis where its end is missing."""
        if text.cell_len <= room:
            return text
        cut = text.copy()
        cut.truncate(max(room - len(self._more), 0))
        return cut.append(self._more)

    def _cut_head(self, text: Text, room: int) -> Text:
        """Return the text in at most `room` columns, its beginning missing; names differ at their ends."""
        if text.cell_len <= room:
            return text
        return Text(self._more, text.style) + text[max(len(text) - room + len(self._more), 0) :]


def _advice(rule: RuleUse | None) -> Iterator[tuple[str, str]]:
    if rule and rule.means:
        yield "means", rule.means
    if rule and rule.remedy:
        yield "try", rule.remedy


def _variable(signature: Signature) -> Iterator[tuple[str, Spread]]:
    """Yield the parts in which the failures of a signature differ."""
    yield from signature.captures.items()
    yield from ((f"varies {index}", slot) for index, slot in enumerate(signature.slots, 1))
    yield from signature.dimensions.items()


def _spread(spread: Spread) -> str:
    shown = ", ".join(f"{value} ({words.number(times)})" for value, times in spread[:VALUES])
    rest = len(spread) - VALUES
    return shown + (f", {words.number(rest)} more" if rest > 0 else "")
