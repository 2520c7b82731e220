"""Propose the most likely failure of a log that no dialect knows: score lines, choose the best, show little."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import regex

from classifier.extract.dialect import Findings, cut, span
from classifier.extract.general.clues import (
    AGAINST,
    FINDING,
    FOR,
    POINTER,
    SUMMARY,
    WORDLESS,
    likely_kind,
)
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.extract.dialect import Lines
    from classifier.model import Numbered, Range

ANCHORS: dict[str, str] = {
    "words": r"(?:error|Error|ERROR|fail|Fail|FAIL|fatal|Fatal|FATAL|panic|PANIC)",
    "exceptions": r"(?:xception|Traceback|Caused by|throw|crash|abort|Abort|ABORT|CRITICAL|[Ss]egmentation)",
    "denials": r"(?:not found|[Cc]annot |[Cc]ould not |[Cc]an't |[Cc]ouldn't |[Uu]nable to |No such |denied|refused"
    r"|not permitted|not supported|No module|No space|timed out|Timeout|[Kk]illed|undefined|unresolved"
    r"|[Mm]issing|[Uu]nexpected|[Mm]ismatch|violat|does not |did not |doesn't |must be |not ok|no matching)",
    "signs": r"(?:✖ |✗ |✕ |✘ |❌ |⨯ |× |🚨 )",
}
"""What a line that tells of a failure may hold; the last lines of the failing step are read anyway."""

TAIL = 200
"""So many lines before the end of the failing step are looked at even without a keyword."""
SCORED = 6_000
"""At most so many lines are scored: the first half and the last half of those that hold a keyword."""
LEAST = 30
"""The least score of a failure in a log that does not say whether it failed."""
LEAST_IN_FINDINGS = 20
"""The same in a log that is nothing but the findings of some linter."""
WEAK = 20
"""A log that failed without any line of this score is told by its last output instead."""
LAST_WORDS = 28
"""The points of what stands right above a wrapper or the end, whatever its words."""
CHAIN = 25
"""Within so many lines a wrapper speaks of the same failure as the one above it."""
CHAINS = 3
"""Above so many chains of wrappers is looked."""
NOISE = 10
"""Last words of no more points say less than the wrapper below them."""
LONGEST = 20
"""Lines of a paragraph that is pointed at, at most."""
POINTED = 44
"""The points of what another line points at as a failure."""
MOST_REASONS = 10
"""Lines of reasons below an error that are shown at most."""
LEAST_AFTER_PASS = 52
"""The same where a tool says that all went well, but not the CI system: log that breaks off, later command."""
MOST = 4
"""So many failures are proposed at most."""
PARAGRAPH = 5
"""So many lines of last output are shown at most."""
WIDTH = 600
"""Characters of a line that are scored."""
WORDING = 240
"""Characters at the start and end of a line in which noise is looked for."""

_FRAME = regex.compile(
    r"^\s+at |^\s*File \"|^\s+from |^\s*#\d+ |^\s+\d+: |^\s*in `|^\s+\(\w+\) |^\s+[\w./-]+:\d+(?::|$)"
)
_QUIET = regex.compile(r"^[\W\d_]*$|^##\[(?:end)?group\]")
_FINDING = regex.compile(FINDING)
_MILD = regex.compile(r"\b(?:warning|note|info)\b")
_NUMBERS = regex.compile(r"\d+|0x[\da-f]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may say the cause, with its score: the higher, the more likely."""

    line: int
    text: str
    score: int
    block: Range | None = None
    """First and last line to show, where that is known already."""

    @property
    def around(self) -> Range:
        """First line to show, and the one below the last."""
        first, last = self.block or (self.line, self.line)
        return first, last + 1


def propose(
    lines: Lines,
    hits: Mapping[str, Sequence[int]],
    outcome: Literal["failed", "passed"] | None,
    failures: Sequence[Failure],
    step: Range,
) -> Findings:
    """Return the most likely failures of a log in which the dialects found no cause, best certainty first.

    `failures` are the wrappers and symptoms found so far, `step` is the output of the step that failed, as
    far as it is known, else the whole log. A log that does not say how it ended gets only what reads clearly
    like a failure, very clearly where a tool says that its part passed; one that failed always gets one, if
    need be the last output before its end.
    """
    if not len(lines):
        return Findings()
    first, last = step
    taken = {failure.line for failure in failures}
    found = _above_summaries(lines, candidates(lines, hits, first, last, taken))
    found = _with_last_words(lines, _pointed_at(lines, found, first), step, failures)
    least = {"failed": 1, None: LEAST, "passed": LEAST_AFTER_PASS}[outcome]
    chosen = _choose(found, LEAST_IN_FINDINGS if outcome is None and _only_findings(lines) else least)
    if outcome == "failed" and (not chosen or chosen[0].score < WEAK):
        said = _last_output(lines, first, last, taken)
        wrapped = any(failure.role == "wrapper" for failure in failures)
        chosen = [one for one in said if one.score > NOISE or not wrapped] or chosen
    best = chosen[0].score if chosen else 0
    return Findings(failures=tuple(_failure(lines, one, best, taken) for one in chosen))


def candidates(
    lines: Lines, hits: Mapping[str, Sequence[int]], first: int, last: int, taken: set[int]
) -> list[Candidate]:
    """Return the lines that hold a clue, by line, each with its score."""
    numbers = sorted({one for of_anchor in hits.values() for one in of_anchor if first <= one <= last})
    inside = set(cut(numbers, SCORED))
    wanted = sorted((inside | set(range(max(first, last - TAIL), last + 1))) - taken)
    texts = [
        (number, text)
        for number in wanted
        if (text := lines[number])
        and (number in inside or WORDLESS.search(text))
        and not lines.echoed(number)
    ]
    often = Counter(_NUMBERS.sub("0", text[:120]) for _, text in texts)
    found = []
    for number, text in texts:
        score = points(text)
        if score <= 0:
            continue
        if often[_NUMBERS.sub("0", text[:120])] > 10:
            score -= 8
        found.append(Candidate(number, text, score + _place(number, last) + _below(lines, number)))
    return found


def points(text: str) -> int:
    """Return how much a line reads like the cause of a failure, from its words alone; 0 or less: not at all."""
    text = text[:WIDTH].strip().removeprefix("##[error]")
    best = next((clue.points for clue in FOR if clue.found(text)), 0)
    return best + _noise(text) if best else 0


def _noise(text: str) -> int:
    """Return the points that a line loses; what stands far inside of a long one is data, not wording."""
    text = text if len(text) <= WORDING else f"{text[: WORDING - 60]} {text[-60:]}"
    return sum(clue.points for clue in AGAINST if clue.found(text))


def _only_findings(lines: Lines) -> bool:
    """Say whether most lines of a log name a place in a file and find fault with it, beyond mere warnings."""
    texts = [text for _, text in lines.between(1, 300) if text.strip()]
    found = sum(bool(_FINDING.match(text) and not _MILD.search(text)) for text in texts)
    return found * 2 > len(texts)


def _place(number: int, last: int) -> int:
    """Return the points for where a line stands: near to the end of the failing step."""
    return 6 if number > last - 60 else 3 if number > last - 300 else 0


def _below(lines: Lines, number: int) -> int:
    """Return the points for a call stack that follows the line."""
    return 6 if any(_FRAME.match(text) for _, text in lines.between(number + 1, number + 2)) else 0


def _above_summaries(lines: Lines, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates; what stands right above a summary or wrapper is what that one speaks of."""
    return [
        replace(one, score=one.score + 8) if SUMMARY.search(_next(lines, one.line)) else one for one in found
    ]


def _next(lines: Lines, number: int) -> str:
    return lines[number + 1].strip() if number < len(lines) else ""


def _choose(found: list[Candidate], least: int) -> list[Candidate]:
    """Return the best candidate, then the few that come near to it, no two that read alike or adjoin."""
    chosen: list[Candidate] = []
    for one in sorted(_without_copies(found), key=lambda candidate: (-candidate.score, candidate.line)):
        if one.score < least or (chosen and one.score < chosen[0].score - 12) or len(chosen) >= MOST:
            break
        if all(abs(one.line - other.line) > 5 for other in chosen):
            chosen.append(one)
    return chosen


def _without_copies(found: list[Candidate]) -> list[Candidate]:
    """Return the first of candidates that read alike, with the best score among them: a command tried again."""
    first: dict[str, Candidate] = {}
    for one in sorted(found, key=lambda candidate: candidate.line):
        copy = first.setdefault(_NUMBERS.sub("0", one.text.strip()), one)
        if one.score > copy.score:
            first[_NUMBERS.sub("0", one.text.strip())] = replace(copy, score=one.score)
    return list(first.values())


def _pointed_at(lines: Lines, found: list[Candidate], first: int) -> list[Candidate]:
    """Return the candidates with what pointers like `^---- failure generated from lint.sh` speak of.

    What is called a warning is none of them.
    """
    kept = [one for one in found if not POINTER.match(one.text)]
    for one in found:
        if pointer := POINTER.match(one.text):
            top, bottom = _paragraph_above(lines, one.line, first)
            kept = [other for other in kept if not top <= other.line <= bottom]
            if not _MILD.search(pointer["what"].lower()):
                kept.append(Candidate(top, lines[top], POINTED, (top, one.line)))
    return kept


def _paragraph_above(lines: Lines, number: int, first: int) -> Range:
    """Return the first and last line of the paragraph above a line, which a blank line may part from it."""
    bottom = number - 1
    while bottom > first and not lines[bottom].strip():
        bottom -= 1
    top = bottom
    while top > max(first, bottom - LONGEST) and lines[top - 1].strip() and not POINTER.match(lines[top - 1]):
        top -= 1
    return top, bottom


def _with_last_words(
    lines: Lines, found: list[Candidate], step: Range, failures: Sequence[Failure]
) -> list[Candidate]:
    """Return the candidates with what stands above wrappers of the step: it is what gave up there.

    `Code style issues found in the above file(s). Forgot to run Prettier?` above `npm ERR! code ELIFECYCLE`.
    """
    taken = {one.line for one in failures}
    known = {one.line for one in found if one.score >= WEAK}
    told = (_last_output(lines, step[0], wrapper - 1, taken) for wrapper in _first_wrappers(step, failures))
    return [
        *found,
        *(
            one
            for words in told
            for one in words
            if one.score > NOISE and known.isdisjoint(range(*one.around))
        ),
    ]


def _first_wrappers(step: Range, failures: Iterable[Failure]) -> list[int]:
    """Return the lines of the wrappers in a step that no other one stands close above of, the last few."""
    numbers = sorted(one.first_line for one in failures if one.role == "wrapper")
    inside = [number for number in numbers if step[0] < number <= step[1] + 1]
    return [number for place, number in enumerate(inside) if not place or number - inside[place - 1] > CHAIN][
        -CHAINS:
    ]


def _last_output(lines: Lines, first: int, last: int, taken: set[int]) -> list[Candidate]:
    """Return the last paragraph that was printed, told by its last line that does not read like noise."""
    number = last
    while number >= first and (_QUIET.match(lines[number]) or number in taken or lines.echoed(number)):
        number -= 1
    shown: list[Numbered] = []
    while number >= first and len(shown) < PARAGRAPH:
        if _QUIET.match(lines[number]) or number in taken or lines.echoed(number):
            break
        shown.append((number, lines[number]))
        number -= 1
    told = next(((line, text) for line, text in shown if _telling(text) > 0), shown[0] if shown else None)
    if told is None:
        return []
    return [Candidate(told[0], told[1], _telling(told[1]), (shown[-1][0], told[0]))]


def _telling(text: str) -> int:
    """Return the points of a line for where it stands, less where it reads like noise."""
    text = text[:WIDTH].strip()
    finding = 20 if _FINDING.match(text) else 0
    return LAST_WORDS + finding + _noise(text)


def _failure(lines: Lines, one: Candidate, best: int, taken: set[int]) -> Failure:
    first, last = one.block or _block(lines, one, taken)
    text = one.text.strip()
    return Failure(
        line=one.line,
        first_line=first,
        last_line=last,
        kind=likely_kind(text),
        tool="general",
        headline=text[:WIDTH].removeprefix("##[error]"),
        spans=(span("message", lines, first, last),),
        certainty=max(10, min(40, 12 + one.score // 3) - (best - one.score)),
    )


def _block(lines: Lines, one: Candidate, taken: set[int]) -> tuple[int, int]:
    """Return the tightest block round a line: what is indented below it, at most eight lines."""
    depth = _indent(one.text)
    last = one.line
    if caused := _caused_by(lines, one.line):
        return one.line, caused
    below: list[Numbered] = list(lines.between(one.line + 1, one.line + 8))
    for number, text in below:
        goes_on = _indent(text) > depth or _FRAME.match(text) or regex.match(r"\s*[|>^~+]", text)
        if number in taken or _QUIET.match(text) or not goes_on:
            break
        last = number
    return one.line, last


def _caused_by(lines: Lines, number: int) -> int:
    """Return the last line of the reasons that Rust's programs list below an error, 0 if there are none."""
    below = [text.strip() for _, text in lines.between(number + 1, number + 3)]
    heading = next((place for place, text in enumerate(below, 1) if text), 0)
    if not heading or below[heading - 1] != "Caused by:":
        return 0
    last = number + heading
    while last < len(lines) and lines[last + 1].startswith("  ") and last - number < MOST_REASONS:
        last += 1
    return last


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
