"""Time of `triage rules check` on many rules and of loading rules; how many odd patterns are reported.

Seconds are those of the processor, so that other work on the machine does not count.
"""

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from packs import good_rules, quoted, written  # noqa: E402

from classifier.cache import Cache  # noqa: E402
from classifier.rulebook.load import load  # noqa: E402
from classifier.rulebook.slow import slowness  # noqa: E402

RUNS = 9
RULES, EXAMPLES = 1_000, 3
LOADED = 300


def pack(count, examples):
    """Return a pack of so many rules with so many examples each."""
    rules = good_rules(random.Random("benchmark"), count)
    for rule in rules:
        own = rule.fields["examples"]
        own += [quoted(f"run {number}: {rule.texts[0]}") for number in range(examples - len(own))]
    return written(rules)[0]


def seconds(function):
    """Return the median seconds of a call."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        function()
        times.append(time.process_time() - began)
    return statistics.median(times)


def check(path):
    """Return the seconds of one check from the command line, and what it says at its end."""
    command = [Path(sys.executable).parent / "triage", "rules", "check", path, "--no-bundled"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, done.stderr.strip().splitlines()[-1]


def report_loading(path, folder):
    """Print how long it takes to load rules, beside an empty rulebook."""
    cache = Cache(folder / "cache")
    for name, held in (("from YAML", None), ("from a warm cache", cache)):
        load([path], bundled=False, cache=held)
        load([], bundled=False, cache=held)
        nothing = seconds(lambda held=held: load([], bundled=False, cache=held))
        whole = seconds(lambda held=held: load([path], bundled=False, cache=held))
        print(f"{LOADED} rules {name}: {1000 * (whole - nothing):.1f} ms more than none")
    load(cache=cache)
    print(f"bundled rules from YAML: {1000 * seconds(load):.1f} ms")
    print(f"bundled rules from a warm cache: {1000 * seconds(lambda: load(cache=cache)):.1f} ms")


def report_patterns(name):
    """Print how many patterns of a file are reported, by level."""
    lines = (ROOT / "tests" / "patterns" / name).read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("# ")]
    levels = [found.level if (found := slowness(one)) else "none" for one in patterns]
    counts = ", ".join(f"{levels.count(level)} {level}" for level in ("error", "warning", "info", "none"))
    print(f"{len(patterns)} patterns of {name}: {counts}")


def main():
    """Print all figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "many.yaml").write_text(pack(RULES, EXAMPLES), "utf-8")
        (folder / "some.yaml").write_text(pack(LOADED, 2), "utf-8")
        took, said = check(folder / "many.yaml")
        print(f"rules check: {took:.1f} s for {said}")
        report_loading(folder / "some.yaml", folder)
    for file in ("slow.txt", "ordinary.txt"):
        report_patterns(file)


if __name__ == "__main__":
    main()
