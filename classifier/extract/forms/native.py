"""Languages compiled to machine code, Rust and Go, and Mozilla's test harness."""

from classifier.extract.forms import golang, rust
from classifier.extract.forms.form import Form

FORMS = (
    *rust.FORMS,
    *golang.FORMS,
    Form(
        name="mozilla", tool="mozharness", kind="test",
        pattern=r"(?P<message>(?:TEST-UNEXPECTED-\w+|PROCESS-CRASH) \| (?P<subject>[^|]+?) \| .+)",
        samples=("12:00:00     INFO - TEST-UNEXPECTED-FAIL | dom/test_demo.html | got 4, expected 5",),
    ),
)  # fmt: skip
