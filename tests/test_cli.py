"""The command line as its users meet it: what it prints where, and what it exits with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PYTHON_LOG = """\
building
Traceback (most recent call last):
  File "/tmp/demo/build.py", line 3, in <module>
    main()
  File "/tmp/demo/build.py", line 2, in main
    raise ValueError("no such target: docs")
ValueError: no such target: docs
"""
README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def triage(*arguments, cwd, stdin="", **environment):
    """Run the installed command and return what came of it."""
    command = [Path(sys.executable).parent / "triage", *arguments]
    # a plain environment, so that the machine's own settings don't show in the result
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(
        command, cwd=cwd, input=stdin, env=env, capture_output=True, text=True, check=False, encoding="utf-8"
    )


@pytest.fixture
def folder(tmp_path):
    """Return a folder with one failing log."""
    (tmp_path / "build.log").write_text(PYTHON_LOG, "utf-8")
    return tmp_path


def test_a_path_alone_is_scanned(folder):
    """Without a command the paths are scanned; on a pipe the report is tab-separated."""
    done = triage("build.log", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "build.log:7" in done.stdout
    assert "\t" in done.stdout


def test_the_same_input_gives_the_same_bytes(folder):
    """Order of arguments, hash seed and locale change nothing."""
    (folder / "other.log").write_text(PYTHON_LOG.replace("docs", "html"), "utf-8")
    fixed = {"SOURCE_DATE_EPOCH": "0"}

    outputs = {
        triage("-f", "json", *paths, cwd=folder, PYTHONHASHSEED=seed, LC_ALL=locale, **fixed).stdout
        for paths in (["build.log", "other.log"], ["*.log"])
        for seed, locale in (("1", "C.UTF-8"), ("2", "C"))
    }
    reports = [json.loads(one) for one in outputs]
    for report in reports:
        del report["run"]["inputs"]

    assert all(one == reports[0] for one in reports)


def test_reports_are_written_and_named_by_suffix(folder):
    """Several reports are written in one run, each in the format of its suffix or prefix."""
    done = triage("build.log", "-q", "-o", "out.html", "-o", "out.json", "-o", "plain:out.x", cwd=folder)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / "out.html").read_text("utf-8").startswith("<!")
    assert json.loads((folder / "out.json").read_text("utf-8"))["schema"] == "triage.report/1"
    assert "build.log:7" in (folder / "out.x").read_text("utf-8")


@pytest.mark.parametrize(
    ("gate", "code"), [("never", 0), ("any", 1), ("unknown", 0), ("1", 1), ("2", 0)]
)  # fmt: skip
def test_gates(folder, gate, code):
    """The gate decides between 0 and 1; a failure that a rule knows is not unknown."""
    (folder / "team.yaml").write_text(
        "pack: team\nabout: Ours.\ntier: component\ncomponents: [{id: docs, title: Docs}]\nrules:\n"
        "- id: team-no-target\n  component: docs\n  match: 'no such target'\n  means: It is not there.\n"
        "  try: Add it.\n  examples: ['ValueError: no such target: docs']\n",
        "utf-8",
    )

    assert triage("build.log", "-r", "team.yaml", "--fail-on", gate, cwd=folder).returncode == code


def test_an_unknown_failure_hits_the_gate_for_unknowns(folder):
    """What no rule knows is what `--fail-on unknown` is for."""
    assert triage("build.log", "--no-bundled", "--fail-on", "unknown", cwd=folder).returncode == 1


def test_standard_input_is_a_log(folder):
    """A dash reads standard input."""
    done = triage("-", cwd=folder, stdin=PYTHON_LOG)

    assert done.returncode == 0
    assert "no such target" in done.stdout


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(folder):
    """A missing log makes exit 3, and the others are still reported."""
    done = triage("build.log", "missing.log", cwd=folder)

    assert done.returncode == 3
    assert "missing.log: " in done.stderr
    assert "build.log:7" in done.stdout


def test_nothing_to_read_is_a_usage_error(folder):
    """When no input could be read at all, nothing is reported and the exit code is 2."""
    done = triage("missing.log", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert "missing.log: " in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["build.log", "--no-such-option"],
        ["build.log", "-f", "no-such-format"],
        ["build.log", "-o", "report.no-such-suffix"],
        ["build.log", "--fail-on", "sometimes"],
        ["build.log", "-r", "no-such-rules.yaml"],
        ["scan"],
    ],
    ids=" ".join,
)
def test_usage_errors(folder, arguments):
    """What can't be understood is exit 2 with one readable message and no report."""
    done = triage(*arguments, cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_rules_file_stops_the_run(folder):
    """A rules error names file, line and column, and nothing is classified."""
    (folder / "bad.yaml").write_text("pack: bad\nabut: typo\n", "utf-8")

    done = triage("build.log", "-r", "bad.yaml", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert "bad.yaml:2:1: " in done.stderr


def test_a_report_that_cannot_be_written_is_exit_4(folder):
    """A report in a folder that is not there is named; the code is 4."""
    done = triage("build.log", "-o", "no/such/folder/out.html", cwd=folder)

    assert done.returncode == 4
    assert "out.html" in done.stderr


def test_a_device_is_written_into_and_never_replaced(folder):
    """A pipe, a terminal or /dev/stdout gets the report; it is still the same afterwards."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        done = triage("build.log", "-q", "-o", "plain:pipe", cwd=folder)
        heard = reader.communicate()[0].decode()

    assert done.returncode == 0
    assert pipe.is_fifo()
    assert heard == triage("build.log", cwd=folder).stdout


def test_a_link_is_followed_to_the_report_it_stands_for(folder):
    """`latest.json`, a link to a report elsewhere, stays a link."""
    (folder / "kept").mkdir()
    (folder / "latest.json").symlink_to("kept/report.json")

    done = triage("build.log", "-o", "latest.json", cwd=folder)

    assert done.returncode == 0
    assert (folder / "latest.json").is_symlink()
    assert json.loads((folder / "kept" / "report.json").read_bytes())["schema"] == "triage.report/1"


@pytest.mark.parametrize("arguments", [["build.log"], ["build.log", "-f", "json"], ["rules", "list"]])
def test_a_full_standard_output_is_exit_4(folder, arguments):
    """When the disk behind standard output is full, that is said in one line."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [Path(sys.executable).parent / "triage", *arguments],
            cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 4
    assert done.stderr.startswith("standard output: no space left on device")
    assert len(done.stderr.splitlines()) == 1


def test_a_closed_pipe_is_quiet(folder):
    """A reader that goes away early ends triage without a word, with exit 141."""
    command = f"{Path(sys.executable).parent / 'triage'} build.log -f json; echo $? >&2"

    done = subprocess.run(
        ["bash", "-c", f"({command}) | true"], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.stderr.strip() == "141"


def test_version_needs_no_heavy_module(folder):
    """`triage --version` imports none of the libraries that cost start-up time."""
    code = (
        "import sys; sys.argv = ['triage', '--version']; from classifier.__main__ import main; main(); "
        "print(*sorted({'rich', 'regex', 'rapidfuzz', 'yaml', 'jinja2', 'typer'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder
    )

    assert done.stdout.splitlines()[1:] == [""]
    assert done.stdout.startswith("triage ")


def test_settings_come_from_the_nearest_file(folder):
    """A gate in triage.toml holds, and `config show` says where each setting came from."""
    (folder / "triage.toml").write_text('fail-on = "any"\n', "utf-8")

    shown = triage("config", "show", cwd=folder).stdout

    assert triage("build.log", cwd=folder).returncode == 1
    assert f"fail-on = any\t{folder / 'triage.toml'}:1\t" in shown
    assert "top = -\tdefault\t" in shown


def test_help_names_every_command_and_the_readme_too():
    """Each command is in `--help` and in the README."""
    done = triage("--help", cwd="/")

    for command in ("scan", "cluster", "rules", "config"):
        assert command in done.stdout
        assert f"triage {command}" in README


def test_secrets_are_masked_unless_told_otherwise(folder):
    """A token in a message reaches no report; --no-redact shows it."""
    token = "ghp_" + "a1B2" * 9
    (folder / "leak.log").write_text(
        PYTHON_LOG.replace("no such target: docs", f"bad token {token}"), "utf-8"
    )

    assert token not in triage("leak.log", "-f", "json", cwd=folder).stdout
    assert token in triage("leak.log", "-f", "json", "--no-redact", cwd=folder).stdout


OPS_LOG = """\
============================= test session starts ==============================
collected 2 items

t.py::test_module[Atan-1] FAILED                                         [ 50%]
t.py::test_module[Exp-1] PASSED                                          [100%]

=================================== FAILURES ===================================
_____________________________ test_module[Atan-1] ______________________________

    def test_module(op):
>       raise TypeError("Dtype mismatch: framework_model.dtype=torch.int64, compiled_model.dtype=torch.int32")
E       TypeError: Dtype mismatch: framework_model.dtype=torch.int64, compiled_model.dtype=torch.int32

t.py:5: TypeError
=========================== short test summary info ============================
FAILED t.py::test_module[Atan-1] - TypeError: Dtype mismatch
========================= 1 failed, 1 passed in 0.01s ==========================
"""
OP = r"op=subject:\[(?P<op>\w+)-"


@pytest.fixture
def models(tmp_path):
    """Return a folder with a log for each of two models."""
    for name in ("bert", "gpt"):
        (tmp_path / f"{name}.log").write_text(OPS_LOG, "utf-8")
    return tmp_path


def test_failures_and_passes_are_counted_by_dimensions(models):
    """A manifest, the configuration and the command line tell who is hit; the command line wins."""
    (models / "triage.toml").write_text(
        "[dimensions]\nmodel = {path = '(?P<model>[a-z]+)[.]log$'}\nop = {subject = '(?P<op>never)'}\n",
        "utf-8",
    )
    (models / "tests.csv").write_text("test,team\ntest_module[Atan-1],math\ntest_x,math\n", "utf-8")

    done = triage("bert.log", "gpt.log", "-d", OP, "--manifest", "tests.csv", "-f", "json", cwd=models)
    report = json.loads(done.stdout)

    assert report["dimensions"] == ["op", "model", "team"]
    assert report["failures"][0]["dimensions"] == {"model": ["bert"], "op": ["Atan"], "team": ["math"]}
    assert report["tables"]["failures_by"]["op"] == [
        {"value": "Atan", "tests": 1, "dimensions": {"model": ["bert", "gpt"], "team": ["math"]}}
    ]
    rates = {
        one["dimension"]: [row["average_pass_rate"] for row in one["rows"]]
        for one in report["tables"]["statistics"]
    }
    assert rates == {"op": [50, 50, 50], "model": [50, 50, 50], "team": [0, 0, 0]}
    assert report["totals"]["cases"]["not_run"] == 1
    assert (
        "tests.csv:3: 1 of 2 tests were not seen in the logs: 'test_x'. They count as not run." in done.stderr
    )


def test_tables_on_the_terminal(models):
    """`--tables` adds who is hit, `--group-by` takes a dimension."""
    done = triage("bert.log", "-d", OP, "--tables", "--group-by", "op", cwd=models)

    assert "── Atan ─" in done.stdout
    assert "\nFailures by component\n" in done.stdout
    assert "\nHow far each op got through forge\n" in done.stdout
    assert "\nFailures by op\n" in done.stdout


def test_a_line_above_tells(models):
    """Lines are found wherever they stand; what they say is masked first."""
    token = "ghp_" + "a1B2" * 9
    text = f"== running bert with {token}\n{OPS_LOG}== running gpt with it\n{OPS_LOG}"
    (models / "all.log").write_text(text, "utf-8")

    done = triage("all.log", "-d", "run=line:^== running (?P<run>.+)", "-f", "json", cwd=models)
    report = json.loads(done.stdout)

    runs = [one["value"] for one in report["tables"]["failures_by"]["run"]]
    assert runs == ["bert with <redacted:github-token>", "gpt with it"]
    assert [one["dimensions"]["run"][0][:3] for one in report["cases"]] == ["ber", "ber", "gpt", "gpt"]


def test_published_rounding(models):
    """Rates are exact, or whole numbers when asked for."""
    more_passed = "".join(f"t.py::test_module[Atan-{n}] PASSED\n" for n in (2, 3))
    (models / "bert.log").write_text(OPS_LOG.replace("\n\n===", f"\n{more_passed}\n===", 1), "utf-8")

    lowest = [
        json.loads(triage("bert.log", "-d", OP, "-f", "json", *more, cwd=models).stdout)["tables"][
            "statistics"
        ][0]["rows"][0]["lowest"][0]
        for more in ([], ["--published-rounding"])
    ]

    assert lowest == [["Atan", 200 / 3], ["Atan", 67]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-d", "op"], "--dimension: 'op' is no NAME=SOURCE:REGEX."),
        (["--manifest", "no.csv"], "no.csv: No such file or directory."),
        (["-d", OP, "--group-by", "opp"], "Give one of: component, signature, subject, log, op."),
    ],
)
def test_wrong_dimensions_stop_the_run(models, arguments, said):
    """What can't be counted by is a usage error that says what can."""
    done = triage("bert.log", *arguments, cwd=models)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_dimension_that_never_matches_is_said(models):
    """A typing error would otherwise look like nobody being hit."""
    done = triage("bert.log", "-d", "op=subject:<(?P<op>.+)>", cwd=models)

    assert done.returncode == 0
    assert "dimension 'op' never matched subject:<(?P<op>.+)>. No test id has it; one is " in done.stderr


@pytest.mark.parametrize("target", ["text:build.log", "json:link.log"])
def test_a_report_never_replaces_a_log(folder, target):
    """A report that would be written over a log that is read is refused, also through a link."""
    (folder / "link.log").symlink_to("build.log")

    done = triage("build.log", "-o", target, cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert "is one of the logs to read" in done.stderr
    assert (folder / "build.log").read_text("utf-8") == PYTHON_LOG
