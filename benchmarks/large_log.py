"""Time and peak anonymous memory of triage on one large log, beside grep looking for one word in it."""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIXTURES = Path(__file__).parent.parent / "fixtures"
TRIAGE = Path(sys.executable).parent / "triage"
NOISE = (
    "[{n}/99999] Building CXX object src/CMakeFiles/core.dir/module_{m}/part_{n}.cpp.o",
    "2026-03-01T10:{m:02d}:{s:02d}.0000000Z   Downloading package-{n}.tar.gz ({s}.{m} MB)",
    "-- Installing: /usr/local/include/core/module_{n}.h",
    "I{n} worker {s} finished step {m} in {s}.{m} ms, {n} rows read, {n} rows written, queue {m}",
)
CONFUSERS = (
    "tests/test_module_{m}.py::test_case_{n}[{s}] PASSED [ {s}%]",
    "   Compiling error-handling v0.{m}.{s}",
    "I{n} worker {s} finished step {m} without errors",
)
"""What readers look at and must leave alone: one line in fifty."""
EVERY = 10_000_000
"""After so many bytes of noise the log of a fixture follows."""


def build(path, size):
    """Write a log of about `size` bytes: lines of runs that pass, and now and then a failing one."""
    rng = random.Random(0)
    failing = [one for one in sorted(FIXTURES.glob("*/log")) if not one.parent.name.startswith("clean-")]
    written = since = 0
    with path.open("wb") as out:
        while written < size:
            rows = [
                rng.choice(NOISE if row % 50 else CONFUSERS).format(
                    n=rng.randrange(99_999), m=rng.randrange(60), s=rng.randrange(60)
                )
                for row in range(2_000)
            ]
            data = ("\n".join(rows) + "\n").encode()
            since += len(data)
            if since > EVERY:
                data += rng.choice(failing).read_bytes() + b"\n"
                since = 0
            written += out.write(data)


def measured(command):
    """Run a command and return its wall seconds and its peak anonymous memory in MB, sampled.

    What it prints goes to a file: grep stops at the first match when it would go to /dev/null.
    """
    began = time.perf_counter()
    peak = 0
    with tempfile.TemporaryFile() as out, subprocess.Popen(command, stdout=out) as process:
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text("ascii")
            except OSError:
                break
            anonymous = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")]
            peak = max([peak, *map(int, anonymous)])
            time.sleep(0.02)
    return time.perf_counter() - began, peak / 1024


def main():
    """Build the log, measure both, print one line each and the ratio."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "large.log"
        build(log, size * 1_000_000)
        # grep first warms the page cache, so that both read from memory
        measured(["grep", "-c", "error", log])
        grep, _ = measured(["grep", "-c", "error", log])
        seconds, memory = measured([TRIAGE, log, "-f", "json"])
    print(f"grep -c error  {grep:8.2f} s  {size / grep:8.1f} MB/s")
    print(f"triage         {seconds:8.2f} s  {size / seconds:8.1f} MB/s  {memory:6.0f} MB RssAnon at most")
    print(f"triage takes {seconds / grep:.1f} times as long")


if __name__ == "__main__":
    main()
