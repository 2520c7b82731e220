"""Cases and failures get the values that paths, ids, lines, properties and manifests tell."""

import pytest

from classifier.dimensions import Dimensions, of_option, of_table, read_manifest
from classifier.errors import UsageError
from classifier.model import Case, Failure, Judged, JudgedLog, Log, Placing, Reading, Span, Unknown


def judged_log(*cases, path="a.log", failures=()):
    """Return a log with these cases and failures of these (line, subject)."""
    made = tuple(
        Failure(
            line=line, first_line=line, last_line=line, kind="test", tool="pytest", headline="boom",
            spans=(Span("message", ((line, "boom"),)),), subject=subject, log=path,
        )
        for line, subject in failures
    )  # fmt: skip
    return JudgedLog(
        reading=Reading(log=Log(path=path, state="failed"), failures=made, cases=cases),
        judged=tuple(Judged(failure=one, verdict=Unknown(), key="k") for one in made),
        placing=Placing(ranks=tuple(range(1, len(made) + 1)), explained_by=(None,) * len(made)),
    )


def case(subject, line=1, outcome="passed", **more):
    """Return a case."""
    return Case(line=line, subject=subject, outcome=outcome, **more)


def given(spelled, log, lines=None):
    """Return the values of the cases and those of the failures."""
    found = Dimensions([of_option(one) for one in spelled]).give(log, lines or {})
    return [one.dimensions for one in found.reading.cases], [one.dimensions for one in found.judged]


@pytest.mark.parametrize(
    ("spelled", "subject", "values"),
    [
        (r"op=subject:\[(?P<op>\w+)-", "t.py::test_module[Atan-f32]", {"op": ("Atan",)}),
        (r"op=subject:\[(?P<op>\w+)-", "t.py::test_plain", {}),
        (r"model=path:(?P<model>[^/]+)\.log$", "t", {"model": ("bert",)}),
        (r"v = subject: a=(?P<v>.*)", "x: a=b:c", {"v": ("b:c",)}),
    ],
)
def test_one_pattern_finds_one_value(spelled, subject, values):
    """The group called as the dimension is the value; where it finds nothing there is none."""
    assert given([spelled], judged_log(case(subject), path="logs/bert.log"))[0] == [values]


def test_properties_may_give_several_values():
    """Each property is looked at as NAME=VALUE, and each value is kept once."""
    log = judged_log(case("t", properties={"model": ("bert", "gpt", "bert"), "os": ("linux",)}))

    assert given(["model=property:^model=(?P<model>.+)"], log)[0] == [{"model": ("bert", "gpt")}]


def test_the_nearest_line_above_tells():
    """A line holds for its own case and those below it, until the next such line."""
    lines = {"model": [(2, "model: bert"), (6, "model: gpt")]}
    log = judged_log(*(case("t", line) for line in (1, 2, 5, 6, 9)), failures=[(7, None)])

    cases, failures = given(["model=line:model: (?P<model>.+)"], log, lines)

    assert [one.get("model") for one in cases] == [None, ("bert",), ("bert",), ("gpt",), ("gpt",)]
    assert failures == [{"model": ("gpt",)}]


def test_a_failure_has_the_values_of_its_case():
    """What the log says above a case holds for its failure, which is shown far below."""
    lines = {"model": [(1, "model: bert"), (5, "model: gpt")]}
    log = judged_log(
        case("t[Atan]", 2, "failed", failures=(0,)),
        failures=[(9, "t[Atan]"), (9, "src/x[Exp]")],
    )

    found = given(["model=line:model: (?P<model>.+)", r"op=subject:\[(?P<op>\w+)"], log, lines)[1]

    assert found == [{"model": ("bert",), "op": ("Atan",)}, {"model": ("gpt",), "op": ("Exp",)}]


def test_of_one_name_the_first_counts():
    """The command line comes before the configuration, and that before packs."""
    log = judged_log(case("t[Atan]"), path="bert.log")

    assert given(["x=path:(?P<x>.+)", r"x=subject:(?P<x>.+)"], log)[0] == [{"x": ("bert.log",)}]


def test_secrets_are_masked_before_lines_and_properties_are_looked_at():
    """What a value is taken from went through `clean`."""
    wanted = [of_option("who=line:(?P<who>.+)"), of_option("key=property:key=(?P<key>.+)")]
    dimensions = Dimensions(wanted, lambda text: text.replace("s3cret", "***"))
    log = judged_log(case("t", 3, properties={"key": ("s3cret",)}))

    found = dimensions.give(log, {"who": [(1, "s3cret agent")]})

    assert found.reading.cases[0].dimensions == {"who": ("*** agent",), "key": ("***",)}


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        (r"op=subject:<(?P<op>\w+)>", "No test id has it; one is 't.py::test_a'."),
        ("op=line:op (?P<op>.+)", "No line of a log has it."),
        ("op=property:op=(?P<op>.+)", "No property of a test was read."),
        ("op=path:(?P<op>x)", "No path of a log has it; one is 'a.log'."),
    ],
)
def test_a_pattern_that_never_matches_is_named(spelled, said):
    """A typing error in a pattern is said, with a text that it was tried on."""
    dimensions = Dimensions([of_option(spelled)])
    dimensions.give(judged_log(case("t.py::test_a")), {"op": []})

    problems = [str(one) for one in dimensions.problems]

    assert problems == [f"--dimension: dimension 'op' never matched {spelled.removeprefix('op=')}. {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("op", "'op' is no NAME=SOURCE:REGEX"),
        ("op=subject", "'op=subject' is no NAME=SOURCE:REGEX"),
        ("op=subjct:(?P<op>x)", "has no source 'subjct'. Did you mean 'subject'?"),
        ("op=subject:(x", "is no regular expression"),
        ("op=subject:(?P<pp>x)", "is called 'op'. Capture the value: (?P<op>...)."),
        ("log=path:(?P<log>x)", "'log' can't be a dimension"),
        ("a-b=path:(?P<ab>x)", "'a-b' can't be the name of a dimension"),
    ],
)
def test_what_is_no_dimension_is_refused(text, said):
    """Each part that is wrong is named with what to write instead."""
    with pytest.raises(UsageError) as caught:
        of_option(text)

    assert said in str(caught.value)


def test_a_table_of_the_configuration_is_the_same():
    """`op = {subject = '...'}` is `op=subject:...`, its place apart; two sources are refused."""
    (one,) = of_table({"op": {"subject": "(?P<op>x)"}}, "triage.toml:3")

    assert (one.name, one.source, one.regex, str(one.place)) == (
        "op",
        "subject",
        "(?P<op>x)",
        "triage.toml:3",
    )
    with pytest.raises(UsageError, match=r"triage\.toml:3: dimension 'op' has 2 sources"):
        of_table({"op": {"subject": "(?P<op>x)", "path": "(?P<op>x)"}}, "triage.toml:3")


CSV = "test,model,family\nt.py::test_a,bert,enc\nt.py::test_a,gpt,dec\n\ntest_b,bert,\n"
JSONL = (
    '{"test": "t.py::test_a", "model": ["bert", "gpt"], "family": "enc"}\n'
    '{"test": "t.py::test_a", "family": ["dec", null]}\n\n{"test": "test_b", "model": "bert"}\n'
)


@pytest.fixture
def manifest(tmp_path):
    """Return a function that reads a text as a manifest."""

    def read(text):
        path = tmp_path / "manifest"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_manifest(str(path))

    return read


@pytest.mark.parametrize("text", [CSV, JSONL, "\ufeff" + CSV, CSV.replace("\n", "\r\n")])
def test_rows_of_a_manifest_add_values(manifest, text):
    """In either format, rows of the same test add up and what is empty adds nothing."""
    log = judged_log(case("t.py::test_a"), case("t.py::test_b"), failures=[(1, "t.py::test_a")])

    applied = manifest(text).apply([log], lambda _: {})

    both = {"model": ("bert", "gpt"), "family": ("enc", "dec")}
    assert [one.dimensions for one in applied.logs[0].reading.cases] == [both, {"model": ("bert",)}]
    assert [one.dimensions for one in applied.logs[0].judged] == [both]
    assert (applied.not_run, applied.problems) == ((), ())


@pytest.mark.parametrize(
    ("test", "meant"),
    [
        ("test_a", "x/t.py::test_a"),
        ("t.py::test_a", "x/t.py::test_a"),
        ("est_a", None),
        ("[b]", "t.py::test_p[b]"),
        ("test_b", "test_b"),
        ("test_c", None),
    ],
)
def test_a_test_is_named_by_its_id_or_an_end_of_it(manifest, test, meant):
    """An end begins at a sign that parts names; a whole id is meant before any end; two ends mean none."""
    subjects = ["x/t.py::test_a", "t.py::test_p[b]", "test_b", "y::test_b", "1::test_c", "2::test_c"]

    applied = manifest(f"test,m\n{test},1\n").apply([judged_log(*map(case, subjects))], lambda _: {})

    assert [one.subject for one in applied.logs[0].reading.cases if one.dimensions] == [meant] * bool(meant)


def test_tests_that_were_not_seen_are_not_run(manifest):
    """They are cases at their line of the manifest, with what their ids tell, and a warning names them."""
    told = manifest("test,m\nt[A],1\nt[B],2\nt[B],3\n" + "".join(f"u{n},1\n" for n in range(6)))

    applied = told.apply([judged_log(case("t[A]"))], lambda subject: {"id": (subject,)})

    first = applied.not_run[0]
    assert (first.subject, first.outcome, first.line, first.log) == ("t[B]", "not_run", 3, told.path)
    assert first.dimensions == {"id": ("t[B]",), "m": ("2", "3")}
    said = "7 of 8 tests were not seen in the logs: 't[B]', 'u0', 'u1', 'u2', 'u3' and 2 more"
    assert [str(one) for one in applied.problems] == [f"{told.path}:3: {said}. They count as not run."]


def test_ambiguous_ends_are_named(manifest):
    """Each end of several tests gets a warning at its line, up to a bound."""
    log = judged_log(*(case(f"{part}::t{n}") for part in "ab" for n in range(25)))
    told = manifest("test,m\n" + "".join(f"t{n},1\n" for n in range(25)))

    problems = [str(one) for one in told.apply([log], lambda _: {}).problems]

    assert len(problems) == 21
    assert problems[0].startswith(f"{told.path}:2: 't0' is the end of several tests, such as ")
    assert problems[-1] == f"{told.path}: 5 more tests are the end of several. Write more of their ids."


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ["1: no column 'test'"]),
        ("name,model\n", ["1: no column 'test'"]),
        ("test,a,a\n", ["1: two columns have the same name"]),
        ("test,log\n", ["1: 'log' can't be a dimension"]),
        ("test,m\nt,1,2\n,1\n", ["2: 3 values under 2 columns", "3: no test is named"]),
        ('test,m\n"t,1\n', ["2: not CSV"]),
        ('{"test": "t"}\n{"test": 1}\n{\n[]\n', ["2: no object", "3: not JSON", "4: no object"]),
        ('{"test": "t", "m": {"a": 1}}\n', ["1: 'm' is neither a text nor a list of texts"]),
        (b"test,m\n\xff,1\n", [" not UTF-8"]),
    ],
)
def test_everything_wrong_with_a_manifest_is_named(manifest, text, places, tmp_path):
    """All problems are said at once, each with its line."""
    with pytest.raises(UsageError) as caught:
        manifest(text)

    said = str(caught.value).splitlines()
    assert len(said) == len(places)
    assert all(
        one.startswith(f"{tmp_path / 'manifest'}:{place}") for one, place in zip(said, places, strict=True)
    )


def test_a_manifest_that_is_not_there_is_named(tmp_path):
    """The path is in the message."""
    with pytest.raises(UsageError, match=r"no\.csv: No such file"):
        read_manifest(str(tmp_path / "no.csv"))
