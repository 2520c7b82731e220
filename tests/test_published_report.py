"""From raw logs in each layout come the numbers and names of the three tables that a team published.

`published/` holds those tables, and `names.json` what the team calls the failures that we name otherwise.
Lists of names are compared as sets: theirs have no order.
"""

import functools
import importlib.util
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parent.parent / "fixtures" / "forge-models"
PUBLISHED = Path(__file__).parent / "published"
COMMANDS = {
    words[1]: words[1:]
    for line in (FIXTURE / "README.md").read_text("utf-8").splitlines()
    if line.startswith("triage ")
    for words in [shlex.split(line)]
}
"""What the fixture's README says to type, by the logs it is typed for."""
RULES = {
    "dtype": "forge-output-dtype-mismatch",
    "tensor-uint8": "forge-runtime-dtype-mismatch",
    "tensor-uint32": "forge-runtime-dtype-mismatch",
    "data": "metalium-data-mismatch",
    "broadcast": "metalium-binary-op-type",
    "conv2d": "metalium-conv2d-act-block",
    "hang": None,
    "crash": None,
}
"""The rule for each way to fail that the facts of the fixture name."""
STAGES = {"forge-fe": "Forge-Fe", "mlir": "MLIR", "metalium": "Metalium"}
"""The stages, and what the team calls them."""


def published(name):
    """Return one of the published tables."""
    return json.loads((PUBLISHED / f"{name}.json").read_text("utf-8"))


@functools.cache
def report(logs):
    """Return the JSON report of the command for a layout."""
    command = [Path(sys.executable).parent / "triage", *COMMANDS[logs], "-f", "json"]
    done = subprocess.run(command, cwd=FIXTURE / "logs", capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@functools.cache
def configurations():
    """Return the facts that the fixture's program replays."""
    spec = importlib.util.spec_from_file_location(
        "forge_configurations", FIXTURE / "program" / "configurations.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.configurations()


@pytest.fixture(params=COMMANDS)
def read(request):
    """Give the report on the logs of each layout."""
    return report(request.param)


def test_every_result_is_read(read):
    """Each test of each model ended as the facts say, and the right rule names its failure."""
    expected = {
        (model.name, one.op, f"test_ops.py::test_module[{one.id}]"): (
            ("failed", [RULES[one.failure]]) if one.failure else ("passed", [])
        )
        for one in configurations()
        for model in one.models
    }
    found = {
        (model, *case["dimensions"]["op"], case["subject"]): (
            case["outcome"],
            [read["failures"][index]["rule"] for index in case["failures"]],
        )
        for case in read["cases"]
        for model in case["dimensions"]["model"]
    }

    assert len(expected) == 877
    assert found == expected


def test_nothing_else_is_found(read):
    """No failure but those of the tests is found, and nothing is wrong with the input."""
    failed = sum(case["outcome"] == "failed" for case in read["cases"])

    assert read["warnings"] == []
    assert len(read["failures"]) == failed


def test_failures_by_component(read):
    """Component, failure, number of impacted models and their names, in the order of the stages."""
    names = published("names")
    expected = {
        (one["component"], one["failure"]): (one["impacted"], set(one["models"]))
        for one in published("failures_by_component")
    }
    staged = [one for one in read["tables"]["failures_by_component"] if one["component"] in STAGES]
    found = {
        (STAGES[one["component"]], names.get(one["title"], one["title"])): (
            len(one["dimensions"]["model"]),
            set(one["dimensions"]["model"]),
        )
        for one in staged
    }

    assert found == expected
    assert list(dict.fromkeys(one["component"] for one in staged)) == ["forge-fe", "metalium"]


def test_what_no_rule_knows_is_in_the_table_too(read):
    """The published table leaves out what no rule knows; ours names it, at no stage."""
    found = {
        (one["title"].partition(":")[0], one["stage"], *one["dimensions"]["model"])
        for one in read["tables"]["failures_by_component"]
        if one["component"] not in STAGES
    }
    expected = {
        ("TimeoutError", None, "pt_whisper_openai_whisper_large_speech_recognition_hf"),
        ("RuntimeError", None, "pt_whisper_openai_whisper_medium_speech_recognition_hf"),
    }

    assert found == expected


def test_statistics_by_component(read):
    """Models passed, pass rate, average pass rate and the most blocked models with their rates, in order."""
    expected = published("statistics")
    (table,) = (
        one
        for one in read["tables"]["statistics"]
        if (one["pipeline"], one["dimension"]) == ("forge", "model")
    )
    found = [
        {key: row[key] for key in ("passed", "pass_rate", "average_pass_rate", "lowest")}
        | {"component": STAGES[row["component"]]}
        for row in table["rows"]
    ]

    assert table["total"] == expected["total"]
    assert found == expected["rows"]


def test_failures_by_op(read):
    """Operation, number of models with a failing test of it, and their names."""
    expected = {one["op"]: (one["failed"], set(one["models"])) for one in published("failures_by_op")}
    found = {
        one["value"]: (len(one["dimensions"]["model"]), set(one["dimensions"]["model"]))
        for one in read["tables"]["failures_by"]["op"]
    }

    assert found == expected


def test_every_published_name_is_mapped():
    """What a failure is called here and there is a pair of one and one."""
    names = published("names")
    expected = {one["failure"] for one in published("failures_by_component")}

    assert len(set(names.values())) == len(names)
    assert set(names.values()) == expected


def test_there_is_a_command_for_each_layout():
    """The fixture holds the logs of four layouts, and its README a command for each."""
    expected = {one.name for one in (FIXTURE / "logs").iterdir()} - {"manifest.csv"}

    assert set(COMMANDS) == expected
    assert len(COMMANDS) == 4
