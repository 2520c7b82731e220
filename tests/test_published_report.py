"""From raw logs in each layout come the numbers and names of the three tables that a team published.

`published/` holds those tables, and `names.json` what the team calls the failures that we name otherwise.
Lists of names are compared as sets: theirs have no order.
"""

import functools
import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from classifier import triage

FIXTURE = Path(__file__).parent.parent / "fixtures" / "forge-models"
PUBLISHED = Path(__file__).parent / "published"
OP = r"op=subject:\[(?P<op>\w+)-"
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

COMPONENTS = {"forge-fe": "Forge-Fe", "mlir": "MLIR", "metalium": "Metalium"}
"""The stages, and what the team calls them."""


@dataclass(frozen=True)
class Layout:
    """Logs of the fixture, and where in them the model and the operation of a test are found."""

    logs: str
    dimensions: tuple[str, ...]
    manifest: str = ""


LAYOUTS = {
    "a log for each model": Layout("models", (r"model=path:(?P<model>\w+)\.log", OP)),
    "a folder for each operation of each model": Layout(
        "dumps.tar.xz",
        (
            r"framework=path:!(?P<framework>\w+)/",
            r"family=path:!\w+/(?P<family>\w+)/",
            r"model=path:(?P<model>\w+)/\w+/test_log\.txt$",
            r"op=path:(?P<op>\w+)/test_log\.txt$",
        ),
    ),
    "one run and a manifest": Layout("unique.log.xz", (OP,), "manifest.csv"),
}


def published(name):
    """Return one of the published tables."""
    return json.loads((PUBLISHED / f"{name}.json").read_text("utf-8"))


@functools.cache
def report(layout):
    """Return the report on the logs of a layout."""
    one = LAYOUTS[layout]
    logs = FIXTURE / "logs"
    return triage(
        [str(logs / one.logs)],
        dimensions=one.dimensions,
        manifest=str(logs / one.manifest) if one.manifest else "",
        published_rounding=True,
    )


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


@pytest.fixture(params=LAYOUTS)
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
        (model, *case.dimensions["op"], case.subject): (
            case.outcome,
            [read.failures[index].rule for index in case.failures],
        )
        for case in read.cases
        for model in case.dimensions["model"]
    }

    assert len(expected) == 877
    assert found == expected


def test_nothing_is_left_to_say(read):
    """No failure but those of the tests is found, and nothing is wrong with the input."""
    failed = sum(case.outcome == "failed" for case in read.cases)

    assert read.warnings == ()
    assert read.totals.failures == failed


def test_failures_by_component(read):
    """Component, failure, number of impacted models and their names, in the order of the stages."""
    names = published("names")
    expected = {
        (one["component"], one["failure"]): (one["impacted"], set(one["models"]))
        for one in published("failures_by_component")
    }
    staged = [one for one in read.failures_by_component if one.component in COMPONENTS]
    found = {
        (COMPONENTS[one.component], names.get(one.title, one.title)): (
            len(one.dimensions["model"]),
            set(one.dimensions["model"]),
        )
        for one in staged
    }

    assert found == expected
    assert list(dict.fromkeys(one.component for one in staged)) == ["forge-fe", "metalium"]


def test_what_no_rule_knows_is_in_the_table_too(read):
    """The published table leaves out what no rule knows; ours names it, at no stage."""
    found = {
        (one.title.partition(":")[0], one.stage, one.dimensions["model"])
        for one in read.failures_by_component
        if one.component not in COMPONENTS
    }
    expected = {
        ("TimeoutError", None, ("pt_whisper_openai_whisper_large_speech_recognition_hf",)),
        ("RuntimeError", None, ("pt_whisper_openai_whisper_medium_speech_recognition_hf",)),
    }

    assert found == expected


def test_statistics_by_component(read):
    """Models passed, pass rate, average pass rate and the most blocked models with their rates, in order."""
    expected = published("statistics")
    (table,) = [one for one in read.statistics if (one.pipeline, one.dimension) == ("forge", "model")]
    found = [
        {
            "component": COMPONENTS[row.component],
            "passed": row.passed,
            "pass_rate": row.pass_rate,
            "average_pass_rate": row.average_pass_rate,
            "lowest": [list(one) for one in row.lowest],
        }
        for row in table.rows
    ]

    assert table.total == expected["total"]
    assert found == expected["rows"]


def test_failures_by_op(read):
    """Operation, number of models with a failing test of it, and their names."""
    expected = {one["op"]: (one["failed"], set(one["models"])) for one in published("failures_by_op")}
    found = {
        one.value: (len(one.dimensions["model"]), set(one.dimensions["model"]))
        for one in read.failures_by["op"]
    }

    assert found == expected


def test_every_published_name_is_mapped():
    """What a failure is called here and there is a pair of one and one."""
    names = published("names")
    expected = {one["failure"] for one in published("failures_by_component")}

    assert len(set(names.values())) == len(names)
    assert set(names.values()) == expected
