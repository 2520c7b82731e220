"""Time and peak anonymous memory of all tables from the results of many models: 75,000 tests by default.

What follows the number of results is handed to triage, such as `-o pages:DIR -o report.html`.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from large_log import TRIAGE, measured

MODELS = 370
OPS = 40
FAILING = 0.08
KNOWN = (
    "TypeError: Dtype mismatch: framework_model.dtype=torch.int64, compiled_model.dtype=torch.int32",
    "RuntimeError: Tensor {n} - data type mismatch: expected UInt{bits}, got Float32",
    "RuntimeError: Tensor 0 - stride mismatch: expected [{a}, {b}, 3, 1], got [1, 1, {b}, {a}]",
    "error: 'ttir.{op}' op input must be a {n}D tensor",
    "ValueError: Data mismatch -> AutomaticValueChecker (compare_with_golden): framework_model={a}.{b}",
    """RuntimeError: TT_THROW @ /builds/demo/tt_metal/impl/allocator/bank_manager.cpp:{a}: tt::exception
info:
Out of Memory: Not enough space to allocate {b}00 B L1 buffer across 64 banks
backtrace:
 --- /builds/demo/lib/libttnn.so(+0x{a:x}) [0x7f{b:08x}]""",
)
"""What rules name."""
UNKNOWN = (
    "TimeoutError: device {n} gave no answer within {a} s, cutting it off",
    "RuntimeError: worker of device {n} ended with return code -{bits}",
    "IndexError: {op} got {n} operands where its schema has {bits}",
    "ValueError: layout of {op} is not tiled: {a} is no multiple of {b}",
)
"""What none names: as much as in the report of such a team, where it is half of all."""
DIMENSIONS = (
    r"model=path:(?P<model>\w+)\.log$",
    r"family=path:(?P<family>\w+)/\w+\.log$",
    r"op=subject:\[(?P<op>\w+)-",
)


def message(rng, op):
    """Return what one failing test says."""
    numbers = {
        "n": rng.randrange(4),
        "bits": rng.choice((8, 16, 32)),
        "a": rng.randrange(2000),
        "b": rng.randrange(2000),
    }
    return rng.choice(rng.choice((KNOWN, UNKNOWN))).format(op=op, **numbers)


def block(test, text):
    """Return the lines of one failure as pytest prints them."""
    first, *rest = text.split("\n")
    kind = first.split(":")[0]
    return [
        f"{f' {test} ':_^80}",
        "",
        "    def test_module(configuration):",
        ">       forge.verify(configuration)",
        "",
        "test_ops.py:9: ",
        "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ ",
        "",
        ">   raise fault",
        f"E   {first}",
        *(f"E   {one}" for one in rest),
        "",
        f"forge/verify.py:15: {kind}",
        "----------------------------- Captured stdout call -----------------------------",
        *(f"                Compiler |    DEBUG | Running pass {number}" for number in range(5)),
    ]


def log(rng, count):
    """Return the log of a model with so many tests."""
    tests = [
        f"test_module[Op{rng.randrange(OPS)}-({number}, {rng.randrange(2048)}, {rng.randrange(64)})-float32]"
        for number in range(count)
    ]
    failing = {test for test in tests if rng.random() < FAILING}
    results = [f"test_ops.py::{test} {'FAILED' if test in failing else 'PASSED'} [ 50%]" for test in tests]
    blocks = [
        line
        for test in tests
        if test in failing
        for line in block(test, message(rng, test[12:].split("-")[0]))
    ]
    passed = count - len(failing)
    rows = [
        f"{' test session starts ':=^80}",
        "platform linux -- Python 3.11.7, pytest-9.2.0, pluggy-1.7.0",
        f"collected {count} items",
        "",
        *results,
        "",
    ]
    if failing:
        rows += [
            f"{' FAILURES ':=^80}",
            *blocks,
            f"{f' {len(failing)} failed, {passed} passed in 9.00s ':=^80}",
        ]
    else:
        rows += [f"{f' {passed} passed in 9.00s ':=^80}"]
    return "\n".join(rows) + "\n"


def build(folder, results):
    """Write a log for each model below a folder for its family; a few models have one test more."""
    rng = random.Random(0)
    for number in range(MODELS):
        place = folder / f"family_{number % 30}" / f"model_{number}.log"
        place.parent.mkdir(exist_ok=True)
        place.write_text(log(rng, results // MODELS + (number < results % MODELS)), "utf-8")


def main():
    """Build the logs, measure, print one line."""
    results = int(sys.argv[1]) if len(sys.argv) > 1 else 75_000
    more = sys.argv[2:] or ["-f", "json"]
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), results)
        options = [part for one in DIMENSIONS for part in ("--dimension", one)]
        command = [TRIAGE, folder, *options, *more]
        code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        if code != 0:
            sys.exit(f"triage ended with exit code {code}")
        seconds, memory = measured(command)
    print(f"{results} results of {MODELS} models: {seconds:.2f} s, {memory:.0f} MB RssAnon at most")


if __name__ == "__main__":
    main()
