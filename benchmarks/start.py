"""Time of `triage --version` and of `triage fixtures`, beside a bare Python: the median of some runs."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TRIAGE = Path(sys.executable).parent / "triage"
RUNS = 7


def median(command):
    """Return the median wall seconds of a command, the first run left out."""
    seconds = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds[1:])


def main():
    """Print the times and their ratios to a bare Python."""
    bare = median([sys.executable, "-c", "pass"])
    for name, command in {
        "python -c pass": [sys.executable, "-c", "pass"],
        "triage --version": [TRIAGE, "--version"],
        "triage fixtures": [TRIAGE, "fixtures"],
    }.items():
        seconds = median(command)
        print(f"{name:18} {seconds:6.3f} s  {seconds / bare:6.1f} times a bare Python")


if __name__ == "__main__":
    main()
