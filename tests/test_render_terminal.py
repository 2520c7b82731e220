"""The terminal report at several widths, with and without color, and with text that attacks terminals."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from sample_report import EMPTY, HOSTILE, REPORT

from classifier.model import DimensionFailure, Group, Part
from classifier.render import Look, render, terminal, words

DEFAULTS = {"width": 100, "color": False, "unicode": True}


def shown(report=REPORT, **options):
    """Return the report as text."""
    return terminal.show(report, **(DEFAULTS | options))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("terminal-100", {}),
        ("terminal-60", {"width": 60}),
        ("terminal-200", {"width": 200}),
        ("terminal-color", {"color": True}),
        ("terminal-ascii", {"unicode": False, "width": 80}),
        ("terminal-verbose", {"verbose": True}),
        ("terminal-top", {"top": 3}),
        ("terminal-signature", {"group_by": "signature"}),
        ("terminal-subject", {"group_by": "subject"}),
        ("terminal-log", {"group_by": "log"}),
        ("terminal-op", {"group_by": "op"}),
        ("terminal-tables-60", {"tables": True, "width": 60}),
        ("terminal-tables-200", {"tables": True, "width": 200, "verbose": True}),
        ("terminal-tables-ascii", {"tables": True, "unicode": False, "width": 80}),
    ],
)
def test_looks_as_agreed(golden, name, options):
    """The whole text is known for each way to ask for it."""
    golden(f"{name}.txt", shown(**options))


def test_no_failures(golden):
    """A run in which nothing failed says so, and what was read."""
    golden("terminal-empty.txt", shown(EMPTY))


@pytest.mark.parametrize("width", [60, 72, 80, 120, 200])
def test_lines_keep_the_width(width):
    """Everything but a place and the closing sentences fits."""
    report = shown(width=width, tables=True).partition("\n10 failures = ")[0]
    too_wide = [line for line in report.splitlines() if cell_len(line) > width]

    assert too_wide == []


@pytest.mark.parametrize("width", [-1, 0, 1, 7, 39])
def test_no_width_is_too_small(width):
    """COLUMNS=1 is a mistake of the surroundings, not a reason to show nothing."""
    assert shown(width=width) == shown(width=terminal.NARROWEST)


@pytest.mark.parametrize("width", [1, 60, 100])
def test_places_are_whole(width):
    """A place is what people click on and paste."""
    assert "at logs.zip!job/3_<b>odd & name.txt:9" in shown(width=width)


def test_brackets_and_colons_of_a_log_are_text():
    """Markup and emoji codes of the terminal library mean nothing in a log."""
    assert HOSTILE.replace("\t", r"\t") in shown(verbose=True)


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "\x1b]8;;http://a\x07x", "\x9b2J", "a\u202eb", "a\rb", "a\nb", "a\u200bb"]
)
def test_control_characters_are_shown(text):
    """Whatever gets into a report, only our own escape sequences reach the terminal."""
    signature = replace(REPORT.signatures[0], title=text)
    plain = shown(replace(REPORT, signatures=(signature, *REPORT.signatures[1:])))

    assert [character for character in plain if not character.isprintable() and character != "\n"] == []
    assert "\\" in plain


def test_color_changes_nothing_but_color():
    """The same words in the same places, with sequences that set colors only."""
    colored = shown(color=True)

    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == shown()


@pytest.mark.parametrize(
    "variable", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "20"}]
)
@pytest.mark.parametrize("color", [False, True])
def test_the_environment_decides_nothing(monkeypatch, variable, color):
    """Only the command line looks at the environment."""
    expected = shown(color=color)
    for name, value in variable.items():
        monkeypatch.setenv(name, value)

    assert shown(color=color) == expected


def test_ascii_means_ascii():
    """A terminal that knows no more gets no more."""
    signature = replace(REPORT.signatures[0], title="größer 日本")

    text = shown(replace(REPORT, signatures=(signature, *REPORT.signatures[1:])), unicode=False)

    assert text.isascii()
    assert r"gr\xf6\xdfer \u65e5\u672c" in text


def test_wide_letters_keep_the_columns():
    """Letters two columns wide are counted as two."""
    signature = replace(REPORT.signatures[0], title="失敗" * 60)
    (line,) = (
        line
        for line in shown(replace(REPORT, signatures=(signature, *REPORT.signatures[1:]))).splitlines()
        if "失敗" in line
    )

    assert cell_len(line) <= 100
    assert "…" in line


@pytest.mark.parametrize("top", [0, 1, 2, 3, 4, 5, 6, 7])
def test_what_top_leaves_out_is_counted(top):
    """Signatures shown and signatures left out are all signatures."""
    text = shown(top=top)
    titles = len(re.findall(r"^ +[\d,]+  \S", text, re.MULTILINE))
    left_out = sum(int(count) for count in re.findall(r"… (\d+) more", text))

    assert titles == min(top, 6)
    assert titles + left_out == 6


def test_many_warnings_are_counted():
    """Of a thousand warnings the first ones are shown, and how many there are."""
    report = replace(REPORT, warnings=REPORT.warnings * 1_000)

    assert shown(report).count("warning: logs.zip!") == 10
    assert "… 990 more warnings" in shown(report)
    assert shown(report, verbose=True).count("warning: logs.zip!") == 1_000


def test_no_text_of_a_log_begins_a_line():
    """`::error::` and the like at the beginning of a line are commands to a CI system."""
    command = "::stop-commands::x"
    failure = replace(
        REPORT.failures[0].failure, log=command, headline=command, subject=command, excerpt=((140, command),)
    )
    report = replace(
        REPORT,
        failures=(replace(REPORT.failures[0], failure=failure), *REPORT.failures[1:]),
        signatures=(replace(REPORT.signatures[0], title=command), *REPORT.signatures[1:]),
        groups={
            "log": (
                Group(
                    name=command, title=command, count=1,
                    parts=(Part(signature=REPORT.signatures[0].id, count=1, subjects=1, example=0),),
                ),
            )
        },
    )  # fmt: skip
    for width in (1, 60, 200):
        text = shown(report, verbose=True, group_by="log", width=width)
        assert command in text
        assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


def test_is_what_the_format_text_shows():
    """The list of formats passes every wish on."""
    look = Look(width=72, unicode=False, verbose=True, top=2, group_by="log")

    assert render(REPORT, "text", look) == shown(width=72, unicode=False, verbose=True, top=2, group_by="log")


@pytest.mark.parametrize(
    ("per_cent", "text"),
    [
        (100, "100 %"), (0, "0 %"), (66.666, "66.7 %"), (99.96, "99.96 %"), (0.04, "0.04 %"),
        (99.9996, "> 99.999 %"), (0.0004, "< 0.001 %"), (12.0, "12 %"),
    ],
)  # fmt: skip
def test_a_rate_is_never_rounded_to_none_or_all(per_cent, text):
    """99.96 % is not passed, so it is not shown as 100 %."""
    assert words.rate(per_cent) == text


def test_long_lists_are_shortened_unless_verbose():
    """A row shows the first values and says how many more there are; a table its first rows."""
    names = tuple(f"model{n}" for n in range(30))
    rows = tuple(DimensionFailure(value=one, tests=1, dimensions={"model": names}) for one in names)
    report = replace(REPORT, dimensions=("op", "model"), failures_by={"op": rows})

    short, whole = (shown(report, tables=True, verbose=verbose) for verbose in (False, True))

    assert ("18 more" in short, "… 10 more" in short, "model29" in short) == (True, True, False)
    assert ("18 more" in whole, "… 10 more" in whole, "model29" in whole) == (False, False, True)
