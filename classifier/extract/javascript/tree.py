"""Read results that test runners list as a tree: suites by their indent, tests with a mark before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

    from classifier.extract.dialect import Lines

FARTHEST = 1_000
"""So many lines above a result its suites are looked for."""
DEEPEST = 100
"""A line that is indented further is output of a test, no suite."""


def results(
    lines: Lines, first: int, last: int, mark: regex.Pattern[str], least: int = 1
) -> Iterator[tuple[int, tuple[str, ...], regex.Match[str]]]:
    """Yield for each line that `mark` matches its number, the titles of its suites, and the match.

    A suite is a line without a mark, indented by `least` or more; it holds what is indented further below it.
    """
    suites: list[tuple[int, str]] = []
    for number, text in lines.between(first, last):
        bare = text.strip()
        indent = len(text) - len(text.lstrip())
        if not bare or not least <= indent < DEEPEST:
            continue
        while suites and suites[-1][0] >= indent:
            suites.pop()
        if match := mark.match(text.rstrip()):
            yield number, tuple(title for _, title in suites), match
        else:
            suites.append((indent, bare))


def suites_above(lines: Lines, number: int, mark: regex.Pattern[str]) -> list[str]:
    """Return the titles of the suites that the result in a line stands in, the outermost first."""
    text = lines[number]
    indent = len(text) - len(text.lstrip())
    titles: list[str] = []
    for other in range(number - 1, max(0, number - FARTHEST), -1):
        text = lines[other]
        depth = len(text) - len(text.lstrip())
        if not text.strip() or text.startswith("\t") or depth >= indent:
            continue
        if not depth:
            break
        if not mark.match(text):
            titles.append(text.strip())
            indent = depth
    return titles[::-1]
