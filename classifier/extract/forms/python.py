"""mypy, flake8 and its kin, ruff, pylint, black, pip, tox, nox, pre-commit."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="mypy", tool="mypy", kind="type",
        pattern=r"^(?P<file>\S+?\.pyi?):(?P<line>\d+)(?::(?P<column>\d+))?(?::\d+:\d+)?: (?P<severity>error): (?P<message>.+?)(?: {2}\[(?P<code>[\w-]+)\])?$",
        samples=('app.py:3: error: Incompatible return value type (got "str", expected "int")  [return-value]',),
        confusers=("app.py:3: note: Revealed type is 'int'",),
    ),
    Form(
        name="flake8", tool="flake8", kind="lint",
        pattern=r"^(?P<file>\S+?\.py):(?P<line>\d+):(?P<column>\d+):? (?P<code>[A-Z]{1,4}\d{2,5})\b:? (?P<message>.+)",
        samples=("app.py:1:1: F401 'os' imported but unused", "app.py:1:0: C0114: Missing module docstring (missing-module-docstring)"),
    ),
    Form(
        name="ruff", tool="ruff", kind="lint",
        pattern=r"^ *-{2}> (?P<file>\S+?\.py):(?P<line>\d+):(?P<column>\d+)$",
        above=r"^(?:error\[)?(?P<message>(?P<code>[A-Z]{1,4}\d{3,4}|invalid-syntax)[\]:]? .+)", back=1,
        goes_on=r"^ *(?:\d+ )?\||^help: ", most=8,
        samples=("F401 [*] `os` imported but unused\n --> app.py:1:8\n  |\n1 | import os\n  |        ^^",),
    ),
    Form(
        name="black", tool="black", kind="lint",
        pattern=r"^(?P<message>would reformat) (?P<subject>\S.*)$",
        samples=("would reformat app.py",),
    ),
    Form(
        name="black-gives-up", tool="black", kind="lint",
        pattern=r"^error: cannot format (?P<subject>[^:]+): (?P<message>.+)$",
        samples=("error: cannot format app.py: Cannot parse: 1:3: def",),
    ),
    Form(
        name="isort", tool="isort", kind="lint",
        pattern=r"^ERROR: (?P<subject>\S+) (?P<message>Imports are incorrectly sorted.*)",
        samples=("ERROR: /demo/app.py Imports are incorrectly sorted and/or formatted.",),
    ),
    Form(
        name="pre-commit", tool="pre-commit", kind="lint",
        pattern=r"^(?P<subject>\S.*?)\.{3,}Failed$",
        says=r"^(?!- )(?P<message>\S.*)", reach=6, goes_on=r"^- ", most=4, certainty=50,
        samples=("trim trailing whitespace.................Failed\n- hook id: trailing-whitespace\n- exit code: 1\n\nFixing app.py",),
    ),
    Form(
        name="pip-requirement", tool="pip", kind="dependency",
        pattern=r"^(?:ERROR: |  )?(?P<message>(?:Could not find a version that satisfies the requirement|No matching distribution found for|Cannot install .+ because these package versions have conflicting dependencies|ResolutionImpossible).*)",
        goes_on=r"^ERROR: No matching distribution", most=1,
        samples=("ERROR: Could not find a version that satisfies the requirement gone==9 (from versions: none)\nERROR: No matching distribution found for gone==9",),
    ),
    Form(
        name="pip-wrapper", tool="pip", kind="other", role="wrapper",
        pattern=r"^\s*(?:ERROR: |error: )?(?P<message>(?:Failed building (?:wheel|editable) for|subprocess-exited-with-error|Command errored out with exit status|Failed to build installable wheels|metadata-generation-failed|legacy-install-failure|Could not build wheels for).*)",
        samples=("ERROR: Failed building wheel for demo", "error: subprocess-exited-with-error"),
    ),
    Form(
        name="tox", tool="tox", kind="other", role="wrapper",
        pattern=r"^(?P<message>ERROR: +(?:InvocationError for command .*|[\w.-]+: (?:commands failed|could not install deps.*|parallel child exit code.*))|error: Test failed: <unittest.*| +[\w.-]+: FAIL .*code \d+.*|nox > (?:Command .* failed with exit code .*|Session .* failed.*))",
        samples=("ERROR: InvocationError for command /demo/bin/python -m unittest (exited with code 1)", "ERROR:   py35: commands failed",
                 "nox > Session tests failed.", "  py311: FAIL code 1 (0.5=setup[0.1]+cmd[0.4] seconds)"),
    ),
)  # fmt: skip
