"""tsc, eslint and its kin, prettier, stylelint, tsd; and with them all of JavaScript's tools."""

from classifier.extract.forms import bundlers, node
from classifier.extract.forms.form import Form

FORMS = (
    *bundlers.FORMS,
    *node.FORMS,
    Form(
        name="tsc", tool="tsc", kind="type",
        pattern=r"^(?:\[\w+\] )?(?P<file>[^\s(:][^(:]*)[(:](?P<line>\d+)[,:](?P<column>\d+)(?:\):| -) (?P<severity>error) (?P<code>TS\d+): (?P<message>.+)",
        goes_on=r"^ +\S", most=4,
        samples=(
            "src/app.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
            "src/app.ts:3:7 - error TS2322: Type 'string' is not assignable to type 'number'.",
        ),
    ),
    Form(
        name="tsc-global", tool="tsc", kind="config",
        pattern=r"^(?P<severity>error) (?P<code>TS\d+): (?P<message>.+)",
        samples=("error TS18003: No inputs were found in config file 'tsconfig.json'.",),
    ),
    Form(
        name="eslint", tool="eslint", kind="lint",
        pattern=r"^ {2,}(?P<line>\d+):(?P<column>\d+) +(?P<severity>error) +(?P<message>\S.*?)(?: {2,}(?P<code>[\w@/-]+))?$",
        heading=r"^(?P<subject>\S.*\.\w+)$",
        samples=("  28:14  error  Missing semicolon  semi", "   3:7   error  'x' is not defined  no-undef"),
        confusers=("  3:7  warning  Unexpected console statement  no-console",),
    ),
    Form(
        name="eslint-crash", tool="eslint", kind="config",
        pattern=r"^(?:Oops! Something went wrong! :\(|ESLint couldn't .*)$",
        says=r"^(?P<message>(?!ESLint: \d)\S.*)", reach=4,
        samples=("Oops! Something went wrong! :(\n\nESLint: 9.39.0\n\nError: Cannot find module 'eslint-plugin-gone'", "ESLint couldn't find an eslint.config.(js|mjs|cjs) file.\n\nFrom ESLint v9.0.0, the default configuration file is now eslint.config.js."),
    ),
    Form(
        name="prettier", tool="prettier", kind="lint",
        pattern=r"^\[error\] (?P<file>\S+\.\w+): (?P<message>.+)", goes_on=r"^\[error\] +(?:>|\d|\|)", most=4,
        samples=("[error] src/broken.js: SyntaxError: Unexpected token (1:11)\n[error] > 1 | const a = ;",),
    ),
    Form(
        name="prettier-check", tool="prettier", kind="lint", said_only=True,
        pattern=r"^(?:\[warn\] )?(?:Code style issues (?:were )?found in .*(?:Run|Forgot to run) Prettier.*|Error occurred when checking code style in .*)$",
        above=r"^(?:\[warn\] )(?P<message>\S+\.\w+)$", back=40,
        samples=("[warn] src/app.ts\n[warn] src/index.js\n[warn] Code style issues found in 2 files. Run Prettier with --write to fix.",),
    ),
    Form(
        name="stylelint", tool="stylelint", kind="lint",
        pattern=r"^ +(?P<line>\d+):(?P<column>\d+) +(?:✖ |× ) *(?P<message>\S.*?)(?: {2,}(?P<code>[\w@/-]+))?$",
        heading=r"^(?P<subject>\S.*\.\w+)$",
        samples=("  5:3  ✖  Unexpected unknown unit  unit-no-unknown",),
    ),
    Form(
        name="tsd", tool="tsd", kind="type",
        pattern=r"^ +(?:✖ |× ) *(?P<line>\d+):(?P<column>\d+) +(?P<message>\S.*)",
        heading=r"^ +(?P<subject>\S+\.\w+):\d+:\d+$",
        samples=("  ✖  19:0  Parameter type string is not identical to argument type number.",),
    ),
    Form(
        name="standard", tool="standard", kind="lint",
        pattern=r"^ +(?P<file>\S+\.jsx?):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)",
        samples=("  /demo/app.js:3:7: Extra semicolon. (semi)",),
    ),
    Form(
        name="eslint-summary", tool="eslint", kind="lint", role="wrapper",
        pattern=r"^(?:✖ |× )(?P<message>\d+ problems? \([1-9]\d* errors?, .*)",
        samples=("✖ 3 problems (3 errors, 0 warnings)",),
        confusers=("✖ 3 problems (0 errors, 3 warnings)",),
    ),
)  # fmt: skip
