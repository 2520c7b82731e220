"""A report made by hand: every kind of verdict, several components, and text that attacks what shows it."""

from dataclasses import replace

from classifier.errors import Place, Problem
from classifier.model import (
    Case,
    Component,
    ComponentFailure,
    DimensionFailure,
    Failure,
    Group,
    Limit,
    Log,
    Neighbor,
    Occurrence,
    PackUse,
    Part,
    Report,
    RuleUse,
    Run,
    Signature,
    Span,
    StageRow,
    StageValue,
    Statistics,
    Totals,
)

HOSTILE = (
    "ValueError: <script>document.documentElement.dataset.pwned = 1</script>"
    '<img src=x onerror="document.documentElement.dataset.pwned = 2">'
    "' \"&amp; [red]bold[/red] :bug: {{ 7 * 7 }}\tend"
)
HOSTILE_TEST = (
    'tests/test_html.py::test_page[</pre><svg onload="document.documentElement.dataset.pwned = 3">]'
)
ODD_LOG = "logs.zip!job/3_<b>odd & name.txt"


def _failure(log, line, headline, subject, *lines, tool="pytest", kind="test", role="cause"):
    """Return a failure whose lines end at the one that says the cause."""
    first = line - len(lines) + 1
    excerpt = tuple(enumerate(lines, first))
    return Failure(
        log=log, line=line, first_line=first, last_line=line, kind=kind, tool=tool, headline=headline,
        spans=(Span("message", ((line, headline),)),), role=role, subject=subject, excerpt=excerpt,
    )  # fmt: skip


def _unsupported(log, line, op, config):
    headline = f"RuntimeError: unsupported op: {op} ({config})"
    return _failure(
        log, line, headline, f"tests/test_ops.py::test_module[{op}-{config}]",
        "    def test_module(op, config):",
        "        compiled = compile_module(op, config)",
        ">       compiled(*inputs)",
        "",
        f"E       {headline}",
    )  # fmt: skip


def _attribute(line, name):
    headline = f"AttributeError: 'NoneType' object has no attribute '{name}'"
    return _failure(
        "logs/shard 2.log", line, headline, f"tests/test_lower.py::test_{name}",
        f">       return node.{name}",
        f"E       {headline}",
    )  # fmt: skip


def _occurrence(failure, signature, standing, component, **rest):
    return Occurrence(
        failure=failure, standing=standing, role=failure.role, kind=failure.kind, rank=rest.pop("rank", 1),
        key=f"1:{failure.headline}", component=component, signature=signature, title=failure.headline, **rest,
    )  # fmt: skip


def _matched(failure, op, rank=1):
    return _occurrence(
        failure, "mlir-unsupported-op", "matched", "mlir", rank=rank, rule="mlir-unsupported-op",
        captures={"op": op}, matched=(failure.line, failure.line), also=("python-runtime-error",),
    )  # fmt: skip


FAILURES = (
    _matched(_unsupported("logs/shard1.log", 140, "Atan", "f32"), "Atan"),
    _matched(_unsupported("logs/shard1.log", 171, "Atan", "bf16"), "Atan", rank=2),
    _matched(_unsupported("logs/shard1.log", 202, "AdvIndex", "i32"), "AdvIndex", rank=3),
    _matched(_unsupported("logs/shard 2.log", 88, "Atan", "f32"), "Atan"),
    _occurrence(_attribute(120, "shape"), "u-7f3a09bc11d2", "clustered", "unknown", rank=2),
    _occurrence(_attribute(131, "dtype"), "u-7f3a09bc11d2", "clustered", "unknown", rank=3),
    _occurrence(
        _failure(ODD_LOG, 9, HOSTILE, HOSTILE_TEST, "before\tthe tab", f"E   {HOSTILE}"),
        "u-00bad0c0ffee", "unique", "unknown",
    ),
    _occurrence(
        _failure(
            "logs/build.log", 1_204, "error: 'ctx' undeclared (first use in this function)", "src/lower.c",
            "src/lower.c: In function 'lower':",
            "src/lower.c:88:12: error: 'ctx' undeclared (first use in this function)",
            tool="gcc", kind="compile",
        ),
        "compiler-undeclared:1a2b3c4d", "matched", "compiler", rule="compiler-undeclared",
        captures={"name": "ctx"}, matched=(1_204, 1_204),
    ),
    _occurrence(
        _failure(
            "logs/build.log", 1_230, "error: unknown type name 'ctx_t'", "src/lower.c",
            "src/lower.c:91:3: error: unknown type name 'ctx_t'",
            tool="gcc", kind="compile", role="symptom",
        ),
        "compiler-unknown-type", "matched", "compiler", rank=2, rule="compiler-unknown-type", explained_by=7,
        matched=(1_230, 1_230),
    ),
    _occurrence(
        _failure(
            "logs/build.log", 1_240, "make: *** [Makefile:12: lower.o] Error 1", None,
            "make: *** [Makefile:12: lower.o] Error 1",
            tool="make", kind="other", role="wrapper",
        ),
        "wrappers-make-stopped", "wrapper_only", "build", rank=3, rule="wrappers-make-stopped", repeats=2,
    ),
)  # fmt: skip


def _signature(name, title, indices, **rest):
    members = [FAILURES[index] for index in indices]
    first = members[0]
    values = {
        "family": first.rule or name,
        "template": title,
        "action": None,
        "exemplars": tuple(indices[:3]),
        "subjects": len({one.failure.subject for one in members} - {None}),
        **rest,
    }
    return Signature(
        id=name, title=title, component=first.component, kind=first.kind, role=first.role,
        standing=first.standing, rule=first.rule, count=len(indices),
        logs=len({one.failure.log for one in members}), first=f"{first.failure.log}:{first.failure.line}",
        failures=tuple(indices), **values,
    )  # fmt: skip


SIGNATURES = (
    _signature(
        "mlir-unsupported-op", "Operation not supported by the lowering", (0, 1, 2, 3),
        captures={"op": (("Atan", 3), ("AdvIndex", 1))}, action="fix",
    ),
    _signature(
        "u-7f3a09bc11d2", "AttributeError: 'NoneType' object has no attribute '<name>'", (4, 5),
        family="u-0a0b0c0d0e0f", slots=((("dtype", 1), ("shape", 1)),), cohesion=0.93,
        nearest=(
            Neighbor(
                rule="python-no-attribute", similarity=0.8889, difference="'attribute' / 'member'",
                drifted=True,
            ),
            Neighbor(signature="mlir-unsupported-op", similarity=0.6667, difference="without 'op'"),
        ),
    ),
    _signature(
        "compiler-undeclared:1a2b3c4d", "Undeclared name: ctx", (7,), captures={"name": (("ctx", 1),)},
    ),
    _signature("compiler-unknown-type", "Unknown type name", (8,)),
    _signature("u-00bad0c0ffee", HOSTILE, (6,)),
    _signature("wrappers-make-stopped", "make stopped", (9,)),
)  # fmt: skip


def _groups(names, titles=()):
    titles = dict(titles)
    groups = []
    for name in dict.fromkeys(names):
        ours = [index for index, other in enumerate(names) if other == name]
        parts = []
        for signature in SIGNATURES:
            indices = [index for index in ours if index in signature.failures]
            subjects = {FAILURES[index].failure.subject for index in indices} - {None}
            if indices:
                parts.append(
                    Part(
                        signature=signature.id, count=len(indices), subjects=len(subjects), example=indices[0]
                    )
                )
        groups.append(Group(name=name, title=titles.get(name, name), count=len(ours), parts=tuple(parts)))
    return tuple(sorted(groups, key=lambda one: -one.count))


COMPONENTS = (
    Component(id="mlir", title="MLIR", failures=4, signatures=1),
    Component(id="unknown", title="Unknown", failures=3, signatures=2),
    Component(id="compiler", title="Compiler", failures=2, signatures=2),
    Component(id="build", title="Build tools", failures=1, signatures=1),
)


def _rule(name, title, component, hits, **rest):
    values = {"means": "", "remedy": "", "see": (), "owner": "", "issue": "", "action": "", **rest}
    return RuleUse(
        id=name, title=title, component=component, place=f"rules/{component}.yaml:12", hits=hits, **values
    )


RULES = (
    _rule(
        "mlir-unsupported-op", "Operation not supported by the lowering", "mlir", 4,
        means="The lowering has no pattern for this operation.",
        remedy="Add a decomposition, or mark the configuration as not supported.",
        see=("https://example.org/ops?a=1&b=2", "javascript:document.documentElement.dataset.pwned = 4"),
        owner="lowering team", issue="https://example.org/issues/1432", action="fix",
    ),
    _rule("compiler-undeclared", "Undeclared name", "compiler", 1, means="Used before it is declared."),
    _rule("compiler-unknown-type", "Unknown type name", "compiler", 1),
    _rule("wrappers-make-stopped", "make stopped", "build", 1, means="Only says that a command failed."),
)  # fmt: skip

LOGS = (
    Log(
        path="logs/shard1.log", state="failed", bytes=40_960, lines=612, dialects=("pytest",),
        cases={"passed": 40, "failed": 3}, exit_code=1,
    ),
    Log(
        path="logs/shard 2.log", state="failed", bytes=20_480, lines=300, dialects=("pytest",),
        cases={"passed": 22, "failed": 3, "skipped": 1},
    ),
    Log(path="logs/build.log", state="failed", bytes=88_000, lines=1_240, dialects=("gcc", "make")),
    Log(
        path=ODD_LOG, state="truncated", bytes=900, lines=9, encoding="utf-16", dialects=("pytest",),
        cases={"failed": 1},
        problems=(Problem(Place(ODD_LOG, 9), "ends in the middle of a line", "Get the whole log."),),
    ),
    Log(path="logs/clean.log", state="passed", bytes=1_234, lines=20, cases={"passed": 20}, exit_code=0),
)  # fmt: skip

CASES = (
    Case(log="logs/shard1.log", line=12, subject="tests/test_ops.py::test_ok", outcome="passed"),
    Case(
        log="logs/shard1.log", line=600, subject="tests/test_ops.py::test_module[Atan-f32]", outcome="failed",
        failures=(0,), dimensions={"op": ("Atan",)},
    ),
)  # fmt: skip

REPORT = Report(
    version="0.1.0",
    digest="sha256:3b1f",
    packs=(
        PackUse(name="mlir", path="rules/mlir.yaml", rules=9),
        PackUse(name="compiler", path="rules/compiler.yaml", rules=31),
    ),
    normalizer_version=1,
    normalizer_digest="sha256:77aa",
    run=Run(
        name="nightly 812", project="forge", branch="main", revision="0123abc",
        started="2026-11-22T02:00:00Z", seconds=0.84, inputs=("logs", "logs.zip"),
    ),
    totals=Totals(
        logs=5, lines=2_181, bytes=151_574, cases={"passed": 82, "failed": 7, "skipped": 1}, failures=10,
        matched=6, clustered=2, unique=1, wrapper_only=1, signatures=6, causes=5, redactions=2,
        states={"failed": 3, "passed": 1, "truncated": 1},
    ),
    logs=LOGS,
    cases=CASES,
    failures=FAILURES,
    signatures=SIGNATURES,
    rules=RULES,
    components=COMPONENTS,
    failures_by_component=(
        ComponentFailure(
            component="mlir", stage=None, signature="mlir-unsupported-op",
            title="Operation not supported by the lowering", tests=3, dimensions={"op": ("AdvIndex", "Atan")},
        ),
    ),
    dimensions=("op",),
    statistics=(
        Statistics(
            pipeline="forge", dimension="op", total=3, without=2,
            rows=(
                StageRow(
                    component="forge-fe", title="Forge-Fe", passed=3, pass_rate=100, average_pass_rate=100,
                    lowest=(("AdvIndex", 100), ("Atan", 100), ("Exp", 100)),
                ),
                StageRow(
                    component="mlir", title="MLIR", passed=1, pass_rate=100 / 3, average_pass_rate=59.5,
                    lowest=(("AdvIndex", 0), ("Atan", 78.5), ("Exp", 100)),
                ),
            ),
            values=(
                StageValue(
                    value="AdvIndex", tests=1, passed=(1, 0), rates=(100, 0),
                    idle={"skipped": 1, "not_run": 2},
                ),
                StageValue(value="Atan", tests=14, passed=(14, 11), rates=(100, 78.5), outside=1, unknown=2),
                StageValue(value="Exp", tests=5, passed=(5, 5), rates=(100, 100)),
            ),
        ),
    ),
    failures_by={
        "op": (
            DimensionFailure(value="Atan", tests=2, failures=(0, 1)),
            DimensionFailure(value=HOSTILE, tests=1, dimensions={"model": ("a", "b")}, failures=(2,)),
        )
    },
    groups={
        "component": _groups(
            [one.component for one in FAILURES], [(one.id, one.title) for one in COMPONENTS]
        ),
        "signature": _groups([""] * len(FAILURES)),
        "subject": _groups([one.failure.subject or "" for one in FAILURES]),
        "log": _groups([one.failure.log for one in FAILURES]),
        "op": _groups(["Atan", "Atan", "AdvIndex", *[""] * (len(FAILURES) - 3)]),
    },
    limits=(Limit(what="lines shown of a block", bound=60, reached=3),),
    warnings=(Problem(Place(ODD_LOG, 9), "ends in the middle of a line", "Get the whole log."),),
    partial=True,
)  # fmt: skip

EMPTY = replace(
    REPORT,
    totals=Totals(
        logs=1, lines=20, bytes=1_234, cases={"passed": 20}, failures=0, matched=0, clustered=0, unique=0,
        wrapper_only=0, signatures=0, causes=0, redactions=0, states={"passed": 1},
    ),
    logs=LOGS[-1:], cases=(), failures=(), signatures=(), rules=(), components=(), failures_by_component=(),
    dimensions=(), statistics=(), failures_by={},
    groups={"component": (), "signature": (), "subject": (), "log": ()}, limits=(), warnings=(),
    partial=False,
)  # fmt: skip
"""A run in which nothing failed."""


def large_report(failures, signatures):
    """Return a report of so many failures of different tests, spread evenly over so many signatures."""
    excerpt = tuple(
        (number, f"E       line {number} " + "some words of a message " * 4) for number in range(1, 6)
    )
    ids = [f"u-{index:012x}" for index in range(signatures)]
    occurrences = tuple(
        _occurrence(
            replace(
                REPORT.failures[0].failure, excerpt=excerpt, line=3, log=f"logs/shard{index % 20}.log",
                subject=f"tests/models/test_model_{index % 97}.py::test_forward[batch{index}-bfloat16-n150]",
            ),
            ids[index % signatures], "clustered", "mlir",
        )
        for index in range(failures)
    )  # fmt: skip
    groups = tuple(
        Group(
            name=one.failure.subject, title=one.failure.subject, count=1,
            parts=(Part(signature=one.signature, count=1, subjects=1, example=index),),
        )
        for index, one in enumerate(occurrences)
    )  # fmt: skip
    return replace(
        REPORT,
        failures=occurrences,
        signatures=tuple(
            replace(
                SIGNATURES[1], id=name, title=f"{SIGNATURES[1].title} {index}", count=failures // signatures,
                failures=tuple(range(index, failures, signatures)),
                exemplars=tuple(range(index, failures, signatures))[:3],
            )
            for index, name in enumerate(ids)
        ),
        groups={"subject": groups},
    )  # fmt: skip
