"""Languages compiled to machine code: Rust, Go, MSVC and MSBuild, GoogleTest."""

from classifier.extract.forms import golang, rust
from classifier.extract.forms.form import Form

FORMS = (
    *rust.FORMS,
    *golang.FORMS,
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
        name="mozilla", tool="mozharness", kind="test",
        pattern=r"(?P<message>(?:TEST-UNEXPECTED-\w+|PROCESS-CRASH) \| (?P<subject>[^|]+?) \| .+)",
        samples=("12:00:00     INFO - TEST-UNEXPECTED-FAIL | dom/test_demo.html | got 4, expected 5",),
    ),
)  # fmt: skip
