"""rustc and cargo, go, MSVC and MSBuild, GoogleTest."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="rustc", tool="rustc", kind="compile",
        pattern=r"^ *-{2}> (?P<file>[^:]+\.rs):(?P<line>\d+):(?P<column>\d+)$",
        above=r"^(?P<message>error(?:\[E\d+\])?: .+)", back=2,
        goes_on=r"^ *(?:\d+ +)?[|=]|^ *::: |^ *--> |^\.\.\.$|^(?:help|note): |^\d+ ", most=20,
        samples=('error[E0308]: mismatched types\n --> src/main.rs:2:18\n  |\n2 |     let x: i32 = "a";\n  |                  ^^^ expected `i32`, found `&str`',),
        confusers=("warning: unused variable: `x`\n --> src/main.rs:2:9",),
    ),
    Form(
        name="rust-link", tool="rustc", kind="link",
        pattern=r"^(?P<message>error: linking with `[^`]*` failed: .*)",
        goes_on=r"^ *(?:\||=)", most=6,
        samples=("error: linking with `cc` failed: exit status: 1",),
    ),
    Form(
        name="cargo-test", tool="cargo", kind="test",
        pattern=r"^-{4} (?P<subject>\S.*?) (?:stdout|stderr) -{4}$",
        says=r"^thread '.*' (?:\(\d+\) )?panicked at (?:'(?P<message>.*)', \S+|\S+:\d+:\d+:)$|^(?P<message>Error: .+|error.*: .+)", reach=40,
        goes_on=r"^(?!note: |stack backtrace|----|failures:)(?=.*\S)", most=10,
        samples=(
            "---- tests::adds stdout ----\nthread 'tests::adds' panicked at 'assertion failed: false', src/lib.rs:9:9",
            "---- tests::adds stdout ----\n\nthread 'tests::adds' (71) panicked at src/lib.rs:9:9:\nassertion `left == right` failed\n  left: 4\n right: 5",
        ),
    ),
    Form(
        name="nextest", tool="nextest", kind="test", unless=("cargo-test",),
        pattern=r"^ +(?:TRY \d+ )?(?:FAIL|SIG[A-Z]+|TIMEOUT|ABORT)(?: \+ LEAK)? \[ *[\d.]+s\] +(?:\([ \d/]+\) )?(?P<subject>\S.*)",
        samples=("        FAIL [   0.004s] demo tests::adds",),
    ),
    Form(
        name="cargo-script", tool="cargo", kind="other", role="symptom", certainty=50,
        pattern=r"^error: (?P<message>failed to run custom build command for `(?P<subject>.+)`)",
        samples=("error: failed to run custom build command for `demo-sys v0.1.0`",),
    ),
    Form(
        name="cargo", tool="cargo", kind="other", role="wrapper",
        pattern=r"^(?P<message>error: (?:could not compile `|test failed, to rerun|\d+ targets? failed|build failed$|aborting due to |test run failed).*)",
        samples=(
            'error: could not compile `demo` (bin "demo") due to 1 previous error',
            "error: test failed, to rerun pass `--lib`",
            "error: aborting due to 2 previous errors",
        ),
    ),
    Form(
        name="go", tool="go", kind="compile",
        pattern=r"^(?:vet: )?(?P<file>[\w./\\@-]+\.go):(?P<line>\d+):(?P<column>\d+): (?P<message>(?!warning: ).+)",
        goes_on=r"^\t", most=4,
        samples=("./app.go:5:2: undefined: foo", "vet: ./app.go:5:2: undefined: foo"),
    ),
    Form(
        name="go-test", tool="go test", kind="test",
        pattern=r"^ *-{3} FAIL: (?P<subject>\S+)(?: \([\d.]+s\))?$",
        says=r"^\s+(?!--- )(?:[\w.-]+\.go:\d+: )?(?P<message>\S.*)|^(?P<message>panic: .*)", reach=1,
        above=r"^\s+[\w.-]+\.go:\d+: (?P<message>.+)", back=8,
        goes_on=r"^\s+(?!\s|--- )", most=12, nested=r"^\s+--- (?:PASS|FAIL|SKIP): ",
        samples=("--- FAIL: TestAdd (0.00s)\n    app_test.go:7: got 4, want 5",
                 "    app_test.go:7: got 4, want 5\n--- FAIL: TestAdd (0.00s)"),
    ),
    Form(
        name="go-package", tool="go test", kind="other", role="wrapper",
        pattern=r"^(?P<message>FAIL\t(?P<subject>\S+)(?:\t[\d.]+s| \[(?:build|setup) failed\]))$|^exit status (?P<code>\d+)$",
        samples=("FAIL\tdemo/app\t0.003s", "FAIL\tdemo/app [build failed]", "exit status 1"),
    ),
    Form(
        name="msbuild", tool="msbuild", kind="compile",
        pattern=r"^(?:\s*\d+>)?\s*(?P<file>[^\s(:][^(]*?|[A-Z]:[^(]+)(?:\((?P<line>\d+)(?:[,-](?P<column>\d+))?(?:,\d+,\d+)?\))? ?: (?P<severity>(?:fatal )?error) (?P<code>(?!TS|LNK)[A-Z]{1,6}\d{2,5}) ?: (?P<message>.+?)(?: \[(?:[^\]]+)proj\])?$",
        samples=(
            "App.cs(5,9): error CS1002: ; expected [/demo/demo.csproj]",
            "1>c:\\demo\\app.cpp(3): error C2065: 'x': undeclared identifier",
            "MSBUILD : error MSB1009: Project file does not exist.",
        ),
        confusers=("App.cs(5,9): warning CS0168: The variable 'e' is declared but never used",),
    ),
    Form(
        name="msvc-link", tool="msvc", kind="link",
        pattern=r"^(?:\s*\d+>)?\s*(?P<file>\S+) : (?P<severity>(?:fatal )?error) (?P<code>LNK\d+): (?P<message>.+?)(?: \[(?:[^\]]+)proj\])?$",
        samples=("app.obj : error LNK2019: unresolved external symbol foo referenced in function main",),
    ),
    Form(
        name="dotnet-test", tool="dotnet test", kind="test",
        pattern=r"^ {1,4}Failed (?P<subject>[\w.<>+]+(?:\(.*\))?) \[(?:[<\w. ]+)\]$",
        says=r"^\s+(?!Error Message:)(?P<message>\S.*)", reach=2,
        goes_on=r"^\s+(?!Stack Trace:)(?=\S)", most=8,
        samples=("  Failed Demo.AppTests.Adds [12 ms]\n  Error Message:\n   Assert.Equal() Failure",),
    ),
    Form(
        name="gtest", tool="gtest", kind="test",
        pattern=r"^(?P<file>\S.*?)[(:](?P<line>\d+)\)?: (?:Failure$|error: (?:Value of|Expected|The difference|Failed$))",
        heading=r"^\[ RUN +\] (?P<subject>\S+)",
        says=r"^(?P<message>\S.*)", reach=1,
        goes_on=r"^(?!\[)(?=.*\S)", most=8,
        samples=("[ RUN      ] AppTest.Adds\napp_test.cc:9: Failure\nExpected equality of these values:\n  add(2, 2)\n    Which is: 4\n  5",),
    ),
    Form(
        name="gtest-summary", tool="gtest", kind="test", unless=("gtest",),
        pattern=r"^\[ +(?:FAILED|TIMEOUT|CRASHED) +\] (?P<subject>[\w/]+\.[\w/<>, ]+?)(?:, where .*)?(?: \(\d+ ms\))?$",
        samples=("[  FAILED  ] AppTest.Adds (0 ms)",),
    ),
    Form(
        name="mozilla", tool="mozharness", kind="test",
        pattern=r"(?P<message>(?:TEST-UNEXPECTED-\w+|PROCESS-CRASH) \| (?P<subject>[^|]+?) \| .+)",
        samples=("12:00:00     INFO - TEST-UNEXPECTED-FAIL | dom/test_demo.html | got 4, expected 5",),
    ),
)  # fmt: skip
