"""What the README shows is what the commands print; `--bless` writes it anew."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n\$ (?P<command>triage .+)\n(?P<output>(?:.*\n)*?)```$", re.MULTILINE)
SHOWN = [one["command"] for one in BLOCK.finditer(README.read_text("utf-8"))]


def printed(command):
    """Return what a command of the README prints on a terminal 92 columns wide."""
    words = shlex.split(command)
    if words[1] not in ("explain", "rules", "cluster", "config"):
        words += ["--format", "text", "--no-color"]
    folder = Path(sys.executable).parent
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "COLUMNS": "92", "SOURCE_DATE_EPOCH": "0"}
    done = subprocess.run(
        words, cwd=ROOT, env={**environment, "LC_ALL": "C.UTF-8"}, capture_output=True, check=False
    )
    lines = done.stdout.decode().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


@pytest.mark.parametrize("command", SHOWN)
def test_the_readme_shows_what_is_printed(command, request):
    """Each block that begins with `$ triage` is followed by what that command prints."""
    text = README.read_text("utf-8")
    block = next(one for one in BLOCK.finditer(text) if one["command"] == command)
    output = printed(command)
    if request.config.getoption("--bless"):
        README.write_text(text.replace(block[0], f"```console\n$ {command}\n{output}```"), "utf-8")
        return

    assert output == block["output"]


def test_the_tour_shows_the_main_commands():
    """The README shows a scan, the proof of a rule and a rule's page."""
    assert {tuple(command.split()[:2]) for command in SHOWN} >= {("triage", "rules")}
    assert len(SHOWN) >= 3
