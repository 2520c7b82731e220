"""Time and memory of `triage cluster` as texts grow, beside Drain3 and a plain greedy clustering.

The texts come from a seed. Drain3 is used where it is installed (`pip install drain3`); the greedy one
compares each text with the first of every cluster by rapidfuzz, so it is left out where that takes too long.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from large_log import TRIAGE, measured
from message_texts import messages, repeated, unlike

GREEDY_MOST = 10_000
DRAIN_MOST = 100_000
ALIKE = 85
"""Score of `ratio` from which the greedy clustering takes two texts for the same."""


def loads(largest):
    """Yield the name of each load and its texts."""
    for count in (1_000, 10_000, 100_000, 1_000_000):
        if count <= largest:
            yield f"{count:,} different", messages(count, wordings=min(5_000, count))
    yield "50,000 all unlike", unlike(50_000)
    if largest >= 1_000_000:
        yield "1,000,000, of them 50,000 different", list(repeated(messages(50_000), 1_000_000))


def drain(texts):
    """Return the number of clusters that Drain3 makes."""
    from drain3 import TemplateMiner
    from drain3.template_miner_config import TemplateMinerConfig

    miner = TemplateMiner(config=TemplateMinerConfig())
    for text in texts:
        miner.add_log_message(text)
    return len(miner.drain.clusters)


def greedy(texts):
    """Return the number of clusters when each text joins the first one whose founder it is like."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio

    founders = []
    for text in dict.fromkeys(texts):
        if process.extractOne(text, founders, scorer=ratio, score_cutoff=ALIKE) is None:
            founders.append(text)
    return len(founders)


def clocked(function, texts):
    """Return the seconds that a function takes and what it returns, or None where it isn't installed."""
    began = time.perf_counter()
    try:
        found = function(texts)
    except ImportError:
        return None
    return time.perf_counter() - began, found


def shown(result):
    return f"{'-':>10s} {'':>8s}" if result is None else f"{result[0]:8.2f} s {result[1]:>8,}"


def ours(texts, folder):
    """Return the seconds and clusters of the command line, start and output included, and its MB at most."""
    path = Path(folder) / "texts"
    path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
    command = [TRIAGE, "cluster", str(path)]
    seconds, memory = measured([*command, "-f", "json"])
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout.partition("\n")[0]
    return (seconds, int(first.split()[3])), memory


def main():
    """Print a line for each load."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(
        f"{'':36s}{'triage':>10s} {'clusters':>8s} {'RssAnon':>9s} {'Drain3':>10s} {'':>8s} {'greedy':>10s}"
    )
    for name, texts in loads(largest):
        with tempfile.TemporaryDirectory() as folder:
            result, memory = ours(texts, folder)
        line = f"{name:36s}{shown(result)} {memory:6.0f} MB"
        others = (
            clocked(drain, texts) if len(texts) <= DRAIN_MOST else None,
            clocked(greedy, texts) if len(texts) <= GREEDY_MOST else None,
        )
        print(line, *map(shown, others), flush=True)


if __name__ == "__main__":
    main()
