"""Tell commands that the CI system or the shell repeats from what they print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COMMAND = re.compile(
    r"""
      \#?\#?\[command\]                        # GitHub, Azure: `[command]/usr/bin/git version`
    | [$][ ]\S                                 # Travis, GitLab, Buildkite, yarn: `$ make check`
    | [A-Za-z]:\\[^<>|"*?]{0,200}>[ ]?\S       # cmd.exe: `C:\projects\app>python setup.py test`
    | PS[ ][A-Za-z]:\\[^<>|"*?]{0,200}>[ ]\S   # PowerShell: `PS C:\app> .\build.ps1`
    | Step[ ]\d+/\d+[ ]:[ ]                    # docker build: `Step 3/10 : RUN make`
    | \#\d+[ ]\[[^\]]{1,60}\][ ][A-Z]+[ ]      # docker buildx: `#8 [builder 4/6] RUN pip install .`
    | \S+(?:[ ]run-test(?:-pre|-post)?)?:[ ]commands(?:_pre|_post)?\[\d+\](?:[ ]\||>)[ ]  # tox: `py39: commands[0]> pytest`
    """,  # noqa: E501 - one form a line, each with its example
    re.VERBOSE,
)
_SCRIPT = re.compile(r"> (?:@[\w.-]+/)?[\w.-]+@\d\S* \S")
"""npm names package and script, then repeats the command: `> shop@1.0.0 test`, `> jest --ci`."""

_TRACE = re.compile(
    r"""\+{1,6}[ ](?:
      \[\[?[ ] | \(\([ ]? | :[ ] | :$      # `+ [ -n x ]`, `+ [[ -z '' ]]`, `+ (( i++ ))`, `+ : MODE fast`
    | \w+\+?=                              # `+ CC=gcc`
    | '[^']*' | "[^"]*"                    # `+ '[' -d build ']'`
    | (?!\w\S*@\d)[\w./~$%-][^\s,;:{}()<>=]*(?:[ ;]|$)   # `+ make -j2`; not npm's `+ yarn@1.6.0`
    )""",
    re.VERBOSE,
)
_DIFFERENCE = re.compile(r"[-?](?:$|[ ])|-{3}[ ]|@@|[-][^-\s]")
"""Lines that stand beside a `+` line of a difference and not beside one of a trace."""
_NEIGHBORS = 12
"""How many `+` lines in a row are passed over to find out what stands beside them."""


def repeats_command(text_of: Callable[[int], str], number: int, count: int) -> bool:
    r"""Say whether line `number` of `count` is no output but a command that a shell or CI system repeats.

    Most forms tell by themselves. A line that starts with `+ ` is a trace (`set -x`, `[Pipeline] sh`) when
    what follows can be a command and neither the first line above nor below that does not start with `+`
    belongs to a difference (`- x`, `? ^`, `@@`, `--- a`): comparisons of pytest and unittest are no traces.
    A header below starts another difference, often that which the traced command prints.
    A line that continues one that ends in a backslash is what that one is.
    """
    text = text_of(number)
    if _COMMAND.match(text):
        return True
    if text.startswith("+"):
        return bool(_TRACE.match(text)) and not _in_difference(text_of, number, count)
    if number == 1:
        return False
    before = text_of(number - 1)
    if text.startswith("> "):
        return bool(_SCRIPT.match(text) or _SCRIPT.match(before))
    return before.endswith("\\") and before.startswith(("$ ", "+ ")) and bool(_COMMAND.match(before))


def _in_difference(text_of: Callable[[int], str], number: int, count: int) -> bool:
    above = _beside(text_of, range(number - 1, 0, -1))
    below = _beside(text_of, range(number + 1, count + 1))
    return bool(_DIFFERENCE.match(above)) or bool(_DIFFERENCE.match(below) and not below.startswith("---"))


def _beside(text_of: Callable[[int], str], numbers: range) -> str:
    """Return the first of these lines that does not start with `+`."""
    nearest = (text_of(number) for number in numbers[:_NEIGHBORS])
    return next((text for text in nearest if not text.startswith("+")), "")
