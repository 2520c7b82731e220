"""Draft a rule for every cluster of at least three texts of labelled sets, and prove each.

python benchmarks/suggest.py SETS: a folder of files NAME.jsonl, or such files, one object a line:
{"text": ..., "group": ...}; texts of one group are the same failure. A rule is good when it loads, `rules
check` finds no error, it matches all members, and no text of a group that none of the members is of. `strict`
counts the groups other than the one of most members, so a cluster that mixes groups counts as missed.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from classifier.causes import place
from classifier.cli.rules.options import as_read
from classifier.errors import UsageError
from classifier.model import Failure, JudgedLog, Log, Reading, Run, Span
from classifier.normalize import Normalizer
from classifier.pipeline import Judge
from classifier.rulebook.check import check
from classifier.rulebook.load import survey
from classifier.suggest import suggest
from classifier.tables import tabulate

PACK = """\
pack: measured
about: Rules drafted to be measured.
tier: component
components:
- {id: measured}
rules:
"""
FIRST = "- {id: measured-nothing, component: measured, match: '(?!)', examples: [none]}\n"
FEWEST = 3


def failure(number, text):
    """Return a failure that says a text."""
    lines = tuple((number, line) for line in text.split("\n"))
    return Failure(
        line=number, first_line=number, last_line=number, kind="other", tool="", log="texts",
        headline=" ".join(text.split()), spans=(Span("message", lines),),
    )  # fmt: skip


def book_of(text, folder):
    """Return the rulebook of one file and what is wrong with it."""
    path = Path(folder) / "measured.yaml"
    path.write_text(text, "utf-8")
    return survey([path], bundled=False)


def report_of(texts, judge):
    """Return the report of a log in which every text is a failure."""
    failures = tuple(failure(number, text) for number, text in enumerate(texts, 1))
    judged = tuple(map(judge.failure, failures))
    reading = Reading(log=Log(path="texts", state="failed"), failures=failures)
    logs = [JudgedLog(reading=reading, judged=judged, placing=place(judged))]
    return tabulate(logs, judge.clusters(logs), judge.knowledge(), version="", run=Run())


def measure(path, folder):
    """Return what was counted of one set."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    judge = Judge(book_of(PACK + FIRST, folder)[0])
    report = report_of([row["text"] for row in rows], judge)
    counts = Counter()
    for signature in report.signatures:
        if signature.count < FEWEST:
            continue
        counts["clusters"] += 1
        try:
            suggestion = suggest(report, signature, judge)
        except UsageError:
            continue
        counts["drafted"] += 1
        book, problems = book_of(PACK + suggestion.text, folder)
        normalizer = Normalizer(book.masks)
        problems += check(book, as_read, lambda text, normalizer=normalizer: normalizer.mask(text).masked)
        counts["check"] += all(one.level != "error" for one in problems)
        hit = {index for index, one in enumerate(report.failures) if book.hits(one.failure)}
        groups = Counter(rows[index]["group"] for index in signature.failures)
        counts["all members"] += hit >= set(signature.failures)
        counts["no other group"] += all(rows[index]["group"] in groups for index in hit)
        counts["strict"] += all(rows[index]["group"] == groups.most_common(1)[0][0] for index in hit)
    return counts


def main():
    """Print a line for each set."""
    columns = ("clusters", "drafted", "check", "all members", "no other group", "strict")
    print(f"{'set':20}", *(f"{name:>15}" for name in columns), f"{'seconds':>9}")
    for argument in map(Path, sys.argv[1:]):
        for path in sorted(argument.glob("*.jsonl")) if argument.is_dir() else [argument]:
            began = time.perf_counter()
            with tempfile.TemporaryDirectory() as folder:
                counts = measure(path, folder)
            seconds = time.perf_counter() - began
            print(f"{path.stem:20}", *(f"{counts[name]:>15}" for name in columns), f"{seconds:>9.1f}")


if __name__ == "__main__":
    main()
