"""Turn the results that a session names into cases: one for each attempt at a test."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from classifier.extract.pytest.forms import WORDS
from classifier.model import Case, Counts, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.extract.pytest.forms import Verdict
    from classifier.extract.pytest.sessions import Session
    from classifier.model import Failure

WORST: tuple[Outcome, ...] = ("failed", "error", "xpassed", "xfailed", "skipped", "passed")
"""A test that passes and then breaks in its teardown is told twice; the worse counts."""

LETTERS: dict[str, Outcome] = {
    ".": "passed", "F": "failed", "E": "error", "s": "skipped", "x": "xfailed", "X": "xpassed",
}  # fmt: skip


def read(session: Session, failures: Iterable[Failure]) -> list[Case]:
    """Return the tests a session names: in its progress, else its short summary, else its failures.

    Of a subtest that failed in a test which passed, only the summary tells.
    """
    shown = {one.node for one in session.verdicts}
    told = [one for one in session.entries if one.node not in shown or one.word.startswith("SUBFAIL")]
    cases = _attempts([*session.verdicts, *told])
    known = {case.subject for case in cases}
    for failure in failures:
        named = failure.subject and ("::" in failure.subject or failure.phase == "collect")
        if named and failure.subject and failure.subject not in known:
            known.add(failure.subject)
            outcome: Outcome = "failed" if failure.phase in ("call", None) else "error"
            cases.append(Case(line=failure.line, subject=failure.subject, outcome=outcome))
    return cases


def counts(session: Session, cases: Iterable[Case]) -> Counts:
    """Return how many tests ended how.

    It is what pytest counts; of a session without an end, the cases named by `-v`, else the letters of its
    progress and the test that pytest died with, else whatever cases there are.
    """
    if session.final is not None:
        return session.tally
    letters = (
        [] if session.verdicts else [one for _, run in session.progress for one in run if one in LETTERS]
    )
    if letters:
        died: list[Outcome] = ["failed"] if session.deaths else []
        return Counter([*(LETTERS[one] for one in letters), *died])
    return Counter({case.subject: case.outcome for case in cases}.values())


def _attempts(results: Iterable[Verdict]) -> list[Case]:
    """Return a case for each attempt; `RERUN` ends one and another follows."""
    done: list[Case] = []
    running: dict[str, Case] = {}
    attempts: dict[str, int] = {}
    for one in results:
        outcome = WORDS.get(one.word)
        if outcome is None or (one.word not in ("RERUN", "FAILED", "ERROR") and "::" not in one.node):
            continue
        before = running.get(one.node)
        if before and WORST.index(before.outcome) < WORST.index(outcome):
            outcome = before.outcome
        case = Case(line=one.line, subject=one.node, outcome=outcome, attempt=attempts.get(one.node, 1))
        if one.word == "RERUN":
            done.append(case)
            attempts[one.node] = case.attempt + 1
            running.pop(one.node, None)
        else:
            running[one.node] = case
    return [*done, *running.values()]
