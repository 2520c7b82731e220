"""mypy and other type checkers, flake8 and its kin, ruff, pylint, black, bandit, Cython, pip, tox, nox, pre-commit."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="mypy", tool="mypy", kind="type",
        pattern=r"^(?P<file>\S+?\.pyi?):(?P<line>\d+)(?::(?P<column>\d+))?(?::\d+:\d+)?: (?P<severity>error): (?P<message>.+?)(?: {2}\[(?P<code>[\w-]+)\])?$",
        samples=('app.py:3: error: Incompatible return value type (got "str", expected "int")  [return-value]',),
        confusers=("app.py:3: note: Revealed type is 'int'",),
    ),
    Form(
        name="pylint-text", tool="pylint", kind="lint",
        pattern=r"^(?P<file>\S+?\.pyi?):(?P<line>\d+):(?P<column>\d+): (?P<code>[CEFIRW]\d{4}): (?P<message>.+ \([a-z-]+\))$",
        samples=("app.py:1:0: C0114: Missing module docstring (missing-module-docstring)",),
    ),
    Form(
        name="flake8", tool="flake8", kind="lint",
        pattern=r"^(?P<file>\S+?\.py):(?P<line>\d+):(?P<column>\d+):? (?P<code>[A-Z]{1,4}\d{2,5})\b:? (?P<message>.+)",
        samples=("app.py:1:1: F401 'os' imported but unused",),
    ),
    Form(
        name="ruff", tool="ruff", kind="lint",
        pattern=r"^ *-{2}> (?P<file>\S+?\.py):(?P<line>\d+):(?P<column>\d+)$",
        above=r"^(?:error\[)?(?P<message>(?P<code>[A-Z]{1,4}\d{3,4}|invalid-syntax)[\]:]? .+)", back=1,
        goes_on=r"^ *(?:\d+ )?\||^help: ", most=8,
        samples=("F401 [*] `os` imported but unused\n --> app.py:1:8\n  |\n1 | import os\n  |        ^^",),
    ),
    Form(
        name="ruff-format", tool="ruff", kind="lint",
        pattern=r"^(?P<message>Would reformat): (?P<subject>\S.*)$",
        samples=("Would reformat: app.py",),
    ),
    Form(
        name="pylint", tool="pylint", kind="lint",
        pattern=r"^(?P<file>(?:[A-Za-z]:)?[^\s:][^:]*\.pyi?):(?P<line>\d+): \[(?P<code>[CEFIRW]\d{4})(?:\([\w-]+\))?,[^\]]*\] (?P<message>.+)",
        samples=("app.py:3: [E0602(undefined-variable), f] Undefined variable 'x'", 'E:\\demo\\app.py:28: [C0103, Show.__init__] Invalid name "seasonCount"'),
    ),
    Form(
        name="pyflakes", tool="pyflakes", kind="lint",
        pattern=r"^(?P<file>\S+?\.py):(?P<line>\d+):(?:(?P<column>\d+):?)? (?P<message>(?:'.+' imported but unused|'.+' imported but never used|undefined name .+|redefinition of unused .+|local variable .+ is assigned to but never used|.+ may be undefined, or defined from star imports.*|f-string is missing placeholders|import '.+' from line \d+ shadowed.*|dictionary key .+ repeated.*))$",
        samples=("app.py:3:1: 'os' imported but unused", "app.py:3: undefined name 'x'", "app.py:3:5 local variable 'y' is assigned to but never used"),
    ),
    Form(
        name="pydocstyle", tool="pydocstyle", kind="lint",
        pattern=r"^(?P<file>\S+?\.py):(?P<line>\d+) (?:at|in) .+:$",
        says=r"^\s+(?P<message>D\d{3}: .+)", reach=1, said_only=True,
        samples=("app.py:1 at module level:\n        D100: Missing docstring in public module",),
    ),
    Form(
        name="vulture", tool="vulture", kind="lint",
        pattern=r"^(?P<file>\S+?\.py):(?P<line>\d+): (?P<message>un(?:used|reachable) .+ \(\d+% confidence.*\))$",
        samples=("app.py:3: unused function 'f' (60% confidence)",),
    ),
    Form(
        name="pyright", tool="pyright", kind="type",
        pattern=r"^ +(?P<file>\S.*\.pyi?):(?P<line>\d+):(?P<column>\d+) - (?P<severity>error): (?P<message>.+?)(?: \((?P<code>report\w+)\))?$",
        goes_on=r"^ {4,}\S", most=4,
        samples=('  /demo/app.py:3:5 - error: "x" is not defined (reportUndefinedVariable)',),
        confusers=("  /demo/app.py:3:5 - warning: Import could not be resolved (reportMissingImports)",),
    ),
    Form(
        name="pyre", tool="pyre", kind="type",
        pattern=r"^(?P<file>\S+?\.pyi?):(?P<line>\d+):(?P<column>\d+) (?P<message>[A-Z].+ \[(?P<code>\d+)\]: .+)",
        samples=("app.py:3:5 Incompatible return type [7]: Expected `int` but got `str`.",),
    ),
    Form(
        name="pytype", tool="pytype", kind="type",
        pattern=r'^File "(?P<file>[^"]+\.pyi?)", line (?P<line>\d+), in .+?: (?P<message>.+ \[(?P<code>[a-z]+(?:-[a-z]+)+)\])$',
        samples=("File \"/demo/app.py\", line 3, in f: No attribute 'x' on module 'os' [module-attr]",),
    ),
    Form(
        name="bandit-custom", tool="bandit", kind="lint",
        pattern=r"^(?P<file>\S+):(?P<line>\d+): (?P<code>B\d{3})\[bandit\]: (?P<message>\w+: .+)",
        samples=("/demo/app.py:8: B307[bandit]: MEDIUM: Use of possibly insecure function",),
    ),
    Form(
        name="cython", tool="cython", kind="compile",
        pattern=r"^(?P<file>\S+\.(?:pyx|pxd|pxi)):(?P<line>\d+):(?P<column>\d+): (?!warning: )(?P<message>.+)",
        samples=("app.pyx:3:5: undeclared name not builtin: x",),
        confusers=("warning: app.pyx:3:5: Unused entry 'x'",),
    ),
    Form(
        name="pip-check", tool="pip", kind="dependency",
        pattern=r"^(?P<message>(?P<subject>\S+) \S+ (?:requires \S.*, which is not installed\.|has requirement .+, but you(?:'ll)? have .+))",
        samples=("flask 2.0 requires werkzeug, which is not installed.", "demo 1.0 has requirement six>=2, but you have six 1.16.0."),
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
        name="black-parse", tool="black", kind="lint",
        pattern=r"^error: (?P<message>cannot parse: .+?):(?P<line>\d+):(?P<column>\d+)$",
        goes_on=r"^ {2,}\S|^\w*Error: ", most=3,
        samples=("error: cannot parse: app.py:1:10\n    def total(:\n             ^\nParseError: bad input",),
    ),
    Form(
        name="isort", tool="isort", kind="lint",
        pattern=r"^ERROR: (?P<subject>\S+) (?P<message>Imports are incorrectly sorted.*)",
        samples=("ERROR: /demo/app.py Imports are incorrectly sorted and/or formatted.",),
    ),
    Form(
        name="pre-commit", tool="pre-commit", kind="lint",
        pattern=r"^(?P<subject>\S.*?)\.{3,}Failed$",
        says=r"^(?!- (?:hook id|exit code|duration): |\S.*\.{3,}(?:\([^)]*\))?(?:Passed|Failed|Skipped)$)(?:- )?(?P<message>\S.*)", reach=6, goes_on=r"^- ", most=4, certainty=50,
        samples=("trim trailing whitespace.................Failed\n- hook id: trailing-whitespace\n- exit code: 1\n\nFixing app.py",
                 "format.................Failed\n- hook id: format\n- files were modified by this hook\ngo vet...........(no files to check)Skipped"),
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
        name="robot", tool="robot", kind="test",
        pattern=r"^(?P<subject>\S.*?) +\| FAIL \|$",
        says=r"^(?P<message>\S.*)$", reach=1, hollow=r"^\d+ tests?, \d+ passed, \d+ failed",
        samples=("Adds                                                       | FAIL |\n3 != 4",
                 "Shop                                                       | FAIL |\n3 tests, 1 passed, 2 failed"),
    ),
    Form(
        name="behave", tool="behave", kind="test",
        pattern=r"^\s+(?:ASSERT|Assertion) (?:FAILED|Failed): (?P<message>\S.*)",
        heading=r"^\s*Scenario(?: Outline)?: (?P<subject>\S.*?)(?: +#.*)?$",
        samples=("  Scenario: pay        # features/till.feature:2\n    When it is refused # features/steps/till.py:4\n      ASSERT FAILED: not refused",
                 "      Assertion Failed: not refused"),
    ),
    Form(
        name="pip-wrapper-framed", tool="pip", kind="other", role="wrapper",
        pattern=r"^\s*× (?P<message>(?:(?:Preparing|Building|Getting|Installing|Running|Checking) .+ did not run successfully\.|Failed to build .+|Encountered error while (?:generating package metadata|trying to install package)\.?|python setup\.py .+ did not run successfully\.))$",
        samples=("  × Preparing metadata (pyproject.toml) did not run successfully.", "× Encountered error while generating package metadata.", "  × python setup.py bdist_wheel did not run successfully."),
    ),
    Form(
        name="setuptools", tool="setuptools", kind="config", certainty=60,
        pattern=r"^\s*error: (?P<message>invalid command '.+'|option \S+ not recognized|no commands supplied|package directory '.+' does not exist|Multiple top-level packages discovered in a flat-layout: .+|file '.+' does not exist|can't copy '.+': doesn't exist or not a regular file)$",
        samples=("      error: invalid command 'bdist_wheel'", "error: package directory 'src' does not exist",
                 "error: Multiple top-level packages discovered in a flat-layout: ['shop', 'docs']."),
    ),
    Form(
        name="tox-interpreter", tool="tox", kind="config",
        pattern=r"^(?:ERROR: +)?(?P<subject>[\w.-]+): (?:failed with |InterpreterNotFound: )(?P<message>could not find python interpreter .+|python\S+)$",
        samples=("py32: failed with could not find python interpreter matching any of the specs python3.2", "ERROR:  py32: InterpreterNotFound: python3.2"),
    ),
    Form(
        name="nox-session", tool="nox", kind="other",
        pattern=r"^nox > Session (?P<subject>\S+) (?:aborted|failed): (?P<message>\S.*?)\.?$",
        samples=("nox > Session docs aborted: Run this on main.",),
    ),
    Form(
        name="tox", tool="tox", kind="other", role="wrapper",
        pattern=r"^(?P<message>ERROR: +(?:InvocationError for command .*|[\w.-]+: (?:commands failed|could not install deps.*|parallel child exit code.*))|error: Test failed: <unittest.*| +[\w.-]+: FAIL .*code \d+.*|nox > (?:Command .* failed with exit code .*|Session .* failed.*))",
        samples=("ERROR: InvocationError for command /demo/bin/python -m unittest (exited with code 1)", "ERROR:   py35: commands failed",
                 "nox > Session tests failed.", "  py311: FAIL code 1 (0.5=setup[0.1]+cmd[0.4] seconds)"),
    ),
)  # fmt: skip
