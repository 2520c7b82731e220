"""The lines of `go test` and gotestsum that structure what tests print."""

from __future__ import annotations

import regex

ANCHORS: dict[str, str] = {
    # `=== RUN   TestTotal`, `=== CONT  TestTotal`, since Go 1.20 `=== NAME  TestTotal`
    "running": r"^=== (?:RUN|PAUSE|CONT|NAME) +\S",
    # `--- FAIL: TestTotal (0.00s)`, of a subtest `    --- PASS: TestTotal/two (0.00s)`
    "verdict": r"^ *-{3} (?:PASS|FAIL|SKIP): \S",
    # `FAIL	example.com/shop/cart	0.003s`, `ok  	example.com/shop/stock	(cached)`
    "package": r"^(?:FAIL\t|ok  \t)\S",
    # of gotestsum `FAIL cart.TestTotal (0.00s)`, `PASS cart.TestTotal (re-run 1) (0.00s)`
    "named": r"^(?:PASS|FAIL|SKIP) \S+\.(?:Test|Example|Fuzz|Benchmark)",
    # of gotestsum `FAIL cart`, `PASS stock (cached)`, `✖  cart (3ms)`
    "summed": r"^(?:PASS  ?|FAIL  ?|✖ {2})[\w./~-]+(?: \((?:cached|[\d.]+m?s)\))?(?: \(coverage: .*\))?$",
    # of gotestsum `=== FAIL: cart TestTotal (re-run 1) (0.00s)`, `::group::FAIL cart.TestTotal (0.00s)`
    "told": r"^(?:=== FAIL: |(?:##\[group\]|::group::)FAIL )\S* ?\S*(?:Test|Example|Fuzz)",
    "done": r"^DONE (?:\d+ runs, )?\d+ tests?",
    # `panic: runtime error: index out of range`, `fatal error: all goroutines are asleep - deadlock!`
    "death": r"^(?:panic: |fatal error: (?!.*:\d+:)|SIG[A-Z]+: |unexpected fault |runtime: goro)",
    "race": r"^WARNING: DATA RACE$",
}

RUNNING = regex.compile(r"=== (?P<what>RUN|PAUSE|CONT|NAME) +(?P<name>\S+)")
VERDICT = regex.compile(r"(?P<indent> *)--- (?P<verdict>PASS|FAIL|SKIP): (?P<name>\S+)")
PACKAGE = regex.compile(
    r"(?P<verdict>FAIL|ok) *\t(?P<name>\S+)(?:\t(?:[\d.]+s|\(cached\))|(?P<why> \[(?:build|setup) failed\]))?"
)
NAMED = regex.compile(
    r"(?P<verdict>PASS|FAIL|SKIP) (?P<package>\S+?)\.(?P<name>(?:Test|Example|Fuzz|Benchmark)\S*)"
    r"(?: \(re-run (?P<again>\d+)\))?"
)
SUMMED = regex.compile(r"(?P<verdict>PASS|FAIL|✖) {1,2}(?P<name>[\w./~-]+)")
TOLD = regex.compile(
    r"(?:=== FAIL: |(?:##\[group\]|::group::)FAIL )(?P<package>[^\s]*?)[ .](?P<name>(?:Test|Example|Fuzz)\S*)"
    r"(?: \(re-run (?P<again>\d+)\))?(?: \([-\d.]+s\))?$"
)
DONE = regex.compile(
    r"DONE (?:\d+ runs, )?(?P<total>\d+) tests?"
    r"(?:, (?P<skipped>\d+) skipped)?(?:, (?P<failed>\d+) failures?)?"
)
TELLING = regex.compile(
    r"\b(?:got|want|expect\w*|unexpected|should|must|[Ee]rror|ERROR|[Ff]ail\w*|FAIL|not|no|can't|cannot|unable|wrong"
    r"|mismatch\w*|invalid|missing|timed out|differ\w*|bad|panic\w*)\b|[!=]=|!ok"
)
"""Words by which what a test logged reads like the reason of its failure."""
ERROR, MESSAGES = (
    regex.compile(r"\s+Error:\s+(?P<message>\S.*)$"),
    regex.compile(r"\s+Messages:\s+(?P<message>\S.*)$"),
)
ENDGROUP = regex.compile(r"(?:##\[endgroup\]|::endgroup::)")
STATUS = regex.compile(
    r"\s*(?:=== \w+[: ]|-{3} (?:PASS|FAIL|SKIP|BENCH): )|(?:PASS|FAIL)$|(?:FAIL|ok {2}|\? {3}) *\t"
    r"|exit status \d+$|coverage: |DONE \d|(?:PASS|FAIL|SKIP) \S+(?: \(.*\))?$|={18}$"
)
"""Lines that say how a run goes, not what a test prints."""
BARE = regex.compile(r"panic: |fatal error: |got:$|\[signal |runtime: |unexpected fault")
"""What stands without an indent below the verdict of the test that it is about."""
RACE_FOUND = "race detected during execution of test"
