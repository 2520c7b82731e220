"""tsc, eslint and its kin, jest, karma, tsd, Node.js, npm and yarn."""

from classifier.extract.forms.form import Form

NPM = r"^npm (?:ERR!|error)"

FORMS = (
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
    Form(
        name="node-module", tool="node", kind="import",
        pattern=r"^(?:Uncaught )?(?P<message>(?:Error(?: \[ERR_MODULE_NOT_FOUND\])?: )?Cannot find (?:module|package) '(?P<subject>[^']+)'.*)",
        goes_on=r"^Require stack:|^- ", most=4,
        samples=("Error: Cannot find module 'left-pad'\nRequire stack:\n- /demo/app.js", "Cannot find module '@demo/wreck'"),
    ),
    Form(
        name="npm-cause", tool="npm", kind="dependency",
        pattern=NPM + r" code (?P<code>ERESOLVE|E404|ETARGET|EUSAGE|EINTEGRITY|EBADENGINE|ENOTSUP|E401|E403|EBADPLATFORM|ENOVERSIONS)$",
        says=NPM + r"(?: (?:E?\d{3}|code \w+|errno \S+))? (?P<message>\S.*)", reach=3,
        goes_on=NPM, most=12,
        samples=("npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree",
                 "npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/gone - Not found"),
    ),
    Form(
        name="npm-system", tool="npm", kind="network",
        pattern=NPM + r" code (?P<code>ENOTFOUND|ECONNRESET|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT)$",
        says=NPM + r" (?!code|errno|syscall)(?P<message>\S.*)", reach=4,
        goes_on=NPM, most=12,
        samples=("npm ERR! code ENOTFOUND\nnpm ERR! network request to https://registry.npmjs.org/a failed",),
    ),
    Form(
        name="npm", tool="npm", kind="other", role="wrapper",
        pattern=NPM + r" ?(?P<message>.*)", goes_on=NPM, most=40,
        samples=("npm ERR! Test failed.  See above for more details.", "npm ERR! code ELIFECYCLE\nnpm ERR! errno 1"),
    ),
    Form(
        name="yarn", tool="yarn", kind="other", role="wrapper",
        pattern=r"^(?P<message>(?:error|ERROR:?|\s*ELIFECYCLE) +Command failed with exit code \d+\.?|lerna ERR! .+)",
        samples=("error Command failed with exit code 1.", "lerna ERR! yarn run test exited 1 in 'app'"),
    ),
)  # fmt: skip
