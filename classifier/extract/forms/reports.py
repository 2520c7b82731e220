"""Reports of linters in XML and JSON whose format the dialect for reports does not know."""

from classifier.extract.forms.form import Form

SEVERE = r"(?:[Ee]rror|ERROR|[Bb]locker|BLOCKER|[Cc]ritical|CRITICAL|[Hh]igh|HIGH|[Ff]atal|FATAL)"

FORMS = (
    Form(
        name="lint-report", tool="report", kind="lint", certainty=40,
        pattern=r"^\s*(?:\"(?:severity|level|impact)\": ?\"" + SEVERE + r"\"|<\w.*\bseverity=\"" + SEVERE + r"\")",
        samples=('      "severity": "error",', '<issue severity="High" message="unused"/>'),
        confusers=('      "severity": "info",',),
    ),
)  # fmt: skip
