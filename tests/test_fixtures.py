"""Every fixture is read through the whole pipeline and must give what its expected.yaml says.

`pytest tests/test_fixtures.py --bless` writes what is found into `logs:` of every expectation that differs;
read the difference before you commit it.
"""

from pathlib import Path

import pytest
import yaml

from classifier.pipeline import triage

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path.parent.name for path in FIXTURES.glob("*/expected.yaml"))
FIELDS = ("line", "first_line", "last_line", "tool", "kind", "role", "subject", "headline", "rule")


def logs_of(case):
    """Return the logs of a case: every file in its folder but the expectation."""
    return sorted(one for one in (FIXTURES / case).iterdir() if one.is_file() and one.name != "expected.yaml")


def found(case):
    """Return what the pipeline finds, in the form of an expectation."""
    paths = logs_of(case)
    report = triage([str(path) for path in paths])
    shown = {}
    for log in report.logs:
        failures = [
            {
                "line": one.failure.line,
                "first_line": one.failure.first_line,
                "last_line": one.failure.last_line,
                "tool": one.failure.tool,
                "kind": one.kind,
                "role": one.role,
                "subject": one.failure.subject,
                "headline": one.failure.headline,
                "rule": one.rule,
            }
            for one in report.failures
            if one.failure.log == log.path
        ]
        cases = {outcome: count for outcome, count in log.cases.items() if count}
        name = str(Path(log.path).relative_to(FIXTURES / case))
        shown[name] = {"state": log.state, "cases": cases, "failures": failures}
    return shown


def differences(expected, shown):
    """Return what differs, in words; a field that the expectation leaves out is not compared."""
    if expected.keys() != shown.keys():
        return [f"logs: expected {sorted(expected)}, found {sorted(shown)}"]
    out = []
    for name, want in expected.items():
        have = shown[name]
        out += [
            f"{name}: {key}: expected {want[key]!r}, found {have[key]!r}"
            for key in ("state", "cases")
            if key in want and (want[key] or {}) != (have[key] or {})
        ]
        wanted, had = want.get("failures") or [], have["failures"]
        if len(wanted) != len(had):
            out.append(f"{name}: expected {len(wanted)} failures, found {len(had)}:")
            out += [f"    {one}" for one in had]
            continue
        for one, other in zip(wanted, had, strict=True):
            out += [
                f"{name}:{one.get('line')}: {key}: expected {value!r}, found {other[key]!r}"
                for key, value in one.items()
                if other[key] != value
            ]
    return out


def blessed(path, shown):
    """Write the findings into an expectation, all that a person wrote before them unchanged."""
    head = path.read_text("utf-8").split("\nlogs:")[0].rstrip("\n")
    rows = [head, "logs:"]
    for name, log in shown.items():
        rows += [f"  {scalar(name)}:", f"    state: {log['state']}", f"    cases: {flow(log['cases'])}"]
        rows += ["    failures:"] if log["failures"] else ["    failures: []"]
        rows += [f"    - {flow(one)}" for one in log["failures"]]
    path.write_text("\n".join(rows) + "\n", "utf-8")


def flow(value):
    """Return a mapping as YAML on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, width=10**9, sort_keys=False, allow_unicode=True)
    return text.strip()


def scalar(value):
    """Return a string as a YAML scalar on one line."""
    return yaml.safe_dump([value], default_flow_style=True, width=10**9, allow_unicode=True).strip()[1:-1]


@pytest.mark.parametrize("case", CASES)
def test_fixture(case, request):
    """The fixture's logs give exactly the failures, cases and states of its expectation."""
    path = FIXTURES / case / "expected.yaml"
    expected = yaml.safe_load(path.read_text("utf-8"))["logs"] or {}
    shown = found(case)
    wrong = differences(expected, shown)
    if request.config.getoption("--bless"):
        blessed(path, shown)
        return

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", CASES)
def test_fixture_says_what_it_is(case):
    """Every fixture says what it shows and where its log comes from; passing ones hold no failure."""
    expected = yaml.safe_load((FIXTURES / case / "expected.yaml").read_text("utf-8"))

    assert expected.keys() == {"about", "origin", "logs"}
    assert not case.startswith("clean-") or not any(log["failures"] for log in expected["logs"].values())


def test_there_are_enough():
    """The fixtures are many enough to stand for the tools that are read."""
    assert len(CASES) >= 50
