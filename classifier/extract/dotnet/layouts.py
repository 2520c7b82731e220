"""How the test runners of .NET lay out a failed test: its heading, and what ends its block."""

from __future__ import annotations

import re
from typing import NamedTuple

XUNIT_PREFIX = re.compile(r"\[xUnit\.net [\d:.]+\] ?")
"""`[xUnit.net 00:00:00.53]`: what xUnit puts before its lines when `dotnet test` runs it."""


class Layout(NamedTuple):
    """The form of one runner.

    `anchor` finds the heading, `head` reads the name of the `test`, with `how` it failed and the `said` that
    stand in the heading itself. `ends` matches the first line below that is no part of the block.
    """

    tool: str
    anchor: str
    head: re.Pattern[str]
    ends: re.Pattern[str]


NAME = r"[\w.`+<>\[\],'$-]+?(?:\(.*\))?"
TIME = r"\[(?:<? ?[\d.,:]+ ?(?:ms|s|m|h)? ?)+\]"

LAYOUTS = {
    # `  Failed Shop.CartTests.Adds [12 ms]`, `  X Adds [12ms]`, `Failed   Shop.CartTests.Adds`
    "vstest": Layout(
        tool="dotnet test",
        anchor=r"^ {1,4}Failed \S.* ?\w*\]$|^ {1,4}X \S.*ms\]$|^Failed {2,4}[\w.`+<>]+(?:\(.*\))?$",
        head=re.compile(rf"(?: {{1,4}}(?:Failed|X) (?P<test>\S.*?) {TIME}|Failed {{2,4}}(?P<old>{NAME}))$"),
        ends=re.compile(
            rf" {{1,4}}(?:Passed|Failed|Skipped|X|V|!) \S.* {TIME}$|(?:Passed|Failed|Skipped) {{2,4}}{NAME}$"
            r"|(?:Failed|Passed)!|Total tests:|Test Run |Results File:|\[xUnit\.net |Attachments:"
            r"|NUnit Adapter |Test run (?:for|summary)|The active test run|Starting test|A total of|\s*=+$|##"
        ),
    ),
    # `    Shop.CartTests.Adds [FAIL]`
    "xunit": Layout(
        tool="xunit",
        anchor=r"\[FAIL\]\s*$",
        head=re.compile(r" {4}(?P<test>\S(?:.*[^\s.])?) \[FAIL\]$"),
        ends=re.compile(r" {0,5}\S"),
    ),
    # `1) Test Failure : Shop.CartTests.Adds`, `2) SetUp Error : Shop.StockTests.Holds`, `1) Failed : Adds`
    "nunit": Layout(
        tool="nunit",
        anchor=r"^\d+\) (?:Test |Set ?Up |Tear ?Down )?(?:Failure|Error|Failed|Invalid) : ",
        head=re.compile(
            r"\d+\) (?P<how>(?:Test |Set ?Up |Tear ?Down )?(?:Failure|Error|Failed|Invalid)) : "
            rf"(?P<test>{NAME}|[\w`+]+\.\S.*)$"
        ),
        ends=re.compile(r"\d+\) [A-Z]\w+ |$|Run Settings|Test Run Summary|Tests Not Run:"),
    ),
    # `failed Shop.CartTests.Adds (12ms)`
    "platform": Layout(
        tool="dotnet test",
        anchor=r"^failed \S.* \((?:\d+\w+ ?)+\)$",
        head=re.compile(r"failed (?P<test>\S.*?) \((?:\d+(?:ms|s|m|h) ?)+\)$"),
        ends=re.compile(r"\S|$"),
    ),
    # `    /demo/CartTests.cs(12): error TESTERROR: `, and what it says here or in the next line
    "logger": Layout(
        tool="dotnet test",
        anchor=r"error TESTERROR:",
        head=re.compile(
            r"\s+(?P<file>\S.*?)\((?P<line>\d+)\): error TESTERROR:"
            r"(?: (?P<test>\S.*?) \([\d.,:<]+ ?\w*\): Error Message: (?P<said>.+))?\s*$"
        ),
        ends=re.compile(r" {0,5}\S|$"),
    ),
}
"""By the name of the anchor; in order of what tells most, where a test is told of twice."""

LOGGED = re.compile(r"\s+(?P<test>\S.*?) \([\d.,:<]+ ?\w*\): Error Message: (?P<said>.+)")
"""The line below the terminal logger's heading: `Shop.Adds (12ms): Error Message: Assert.Equal() Failure`."""
SECTION = re.compile(
    r"\s*(?P<name>Error Message|Stack Trace|Standard Output Messages|Standard Error Messages"
    r"|Debug Traces Messages|Debug Trace|Additional Information Messages|TestContext Messages|Output"
    r"|Standard output|Error output|Standard error):\s*$"
)
FRAME = re.compile(
    r"\s*(?:\S.*\(\d+,\d+\): )?at (?:\(wrapper |[\w<.`+\[\]$]+)[^ ]*(?:[ (]|$)"
    r"|\s*(?:-{3,} Inner Stack Trace|-{3,} End of (?:stack trace|inner exception)|-->|--TearDown)"
)
ARROWS = re.compile(r"\s*[-↑↓^ ]*[-↑↓^]\s*(?:\(pos \d+\))?$")
"""`-----------^`, `           ↑ (pos 3)`: what points at a difference."""
