"""Node.js and its package managers: npm, yarn, pnpm, lerna, nx, turbo, husky, commitlint."""

from classifier.extract.forms.form import Form

NPM = r"^(?:\d+ )?npm (?:ERR!|error)"
RAISED = r"(?!.*Cannot find (?:module|package) ')(?:Uncaught )?(?:\w+\.)?(?:[A-Z]\w*)?(?:Error|Exception)\b"

FORMS = (
    Form(
        name="node-uncaught", tool="node", kind="crash", said_only=True,
        pattern=r"^(?:node:\S+|file://\S+|(?:/|[A-Za-z]:\\)\S+\.[cm]?[jt]sx?|\[eval\]|internal/\S+\.js|\w+\.js):\d+$",
        says=r"^(?P<message>" + RAISED + r"(?: \[\w+\])?(?::.*)?$)", reach=8,
        goes_on=r"^Require stack:|^- |^ +code: ", most=4,
        samples=(
            '/demo/app.js:1\nthrow new TypeError("no tea")\n^\n\nTypeError: no tea\n    at f (/demo/app.js:1:21)',
            "node:internal/fs/utils:345\n    throw err;\n    ^\n\nError: ENOENT: no such file or directory, open 'gone.json'\n    at Object.openSync (node:fs:585:3)",
        ),
    ),
    Form(
        name="node-module", tool="node", kind="import",
        pattern=r"^(?:Uncaught |Error: )?(?P<message>(?:Error(?: \[ERR_MODULE_NOT_FOUND\])?: )?Cannot find (?:module|package) '(?P<subject>[^']+)'.*)",
        goes_on=r"^Require stack:|^- ", most=4,
        samples=("Error: Cannot find module 'left-pad'\nRequire stack:\n- /demo/app.js", "Cannot find module '@demo/wreck'"),
    ),
    Form(
        name="node-rejection", tool="node", kind="crash", certainty=50,
        pattern=r"^(?:\(node:\d+\) )?(?P<message>UnhandledPromiseRejectionWarning: .+|Unhandled (?:promise )?rejection:? .+)",
        samples=("(node:71) UnhandledPromiseRejectionWarning: Error: no tea",),
    ),
    Form(
        name="node-heap", tool="node", kind="memory",
        pattern=r"^(?:<--- .*)?(?P<message>FATAL ERROR: .*(?:heap out of memory|Allocation failed).*)",
        samples=("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",),
    ),
    Form(
        name="npm-resolve", tool="npm", kind="dependency",
        pattern=NPM + r" code (?P<code>ERESOLVE)$",
        says=NPM + r" (?:ERESOLVE )?(?P<message>\S.*)", reach=2,
        goes_on=NPM + r"(?! *(?:Fix the upstream|For a full report|A complete log|See |/))", most=12,
        samples=("npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree\nnpm ERR! \nnpm ERR! While resolving: shop@1.0.0",),
    ),
    Form(
        name="npm-cause", tool="npm", kind="dependency",
        pattern=NPM + r" code (?P<code>E404|ETARGET|EUSAGE|EINTEGRITY|EBADENGINE|ENOTSUP|E401|E403|E409|EOTP|EBADPLATFORM|ENOVERSIONS|EJSONPARSE|ENOLOCK|EINVALIDPACKAGENAME|EINVALIDTAGNAME|EUNSUPPORTEDPROTOCOL|ENEEDAUTH|EPUBLISHCONFLICT|ENOWORKSPACES|EUNSCOPED|ENOAUDIT|ELSPROBLEMS)$",
        says=NPM + r"(?: (?:E?\d{3}|code \w+|errno \S+|notarget|notsup|engine|need auth|[A-Z]+))? (?!code |errno |syscall )(?P<message>\S.*)", reach=4,
        goes_on=NPM + r" (?!A complete log)\S", most=4,
        samples=("npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/gone - Not found",
                 "npm error code EUSAGE\nnpm error\nnpm error The `npm ci` command can only install with an existing package-lock.json or",
                 "npm error code ETARGET\nnpm error notarget No matching version found for left-pad@^99.0.0."),
    ),
    Form(
        name="npm-system", tool="npm", kind="network",
        pattern=NPM + r" code (?P<code>ENOTFOUND|ECONNRESET|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|E50\d|E429|CERT_HAS_EXPIRED|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)$",
        says=NPM + r"(?: \d{3})? (?!code|errno|syscall)(?P<message>\S.*)", reach=4,
        goes_on=NPM + r" (?!A complete log)\S", most=4,
        samples=("npm ERR! code ENOTFOUND\nnpm ERR! network request to https://registry.npmjs.org/a failed",),
    ),
    Form(
        name="npm-files", tool="npm", kind="config",
        pattern=NPM + r" code (?P<code>ENOENT|EACCES|EPERM|ENOSPC|EEXIST|EBUSY|EROFS|ENOTEMPTY|EMFILE)$",
        says=NPM + r"(?: enoent)? (?!code|errno|syscall|path|dest)(?P<message>\S.*)", reach=6,
        goes_on=NPM + r" (?!A complete log)\S", most=4,
        samples=("npm error code ENOENT\nnpm error syscall open\nnpm error path /demo/package.json\nnpm error errno -2\nnpm error enoent Could not read package.json: Error: ENOENT: no such file or directory",),
    ),
    Form(
        name="npm-script", tool="npm", kind="config",
        pattern=NPM + r" (?P<message>[Mm]issing script: \"?(?P<subject>[^\"]+)\"?)",
        goes_on=NPM, most=0,
        samples=('npm error Missing script: "nothing"', "npm ERR! missing script: build"),
    ),
    Form(
        name="npm", tool="npm", kind="other", role="wrapper",
        pattern=NPM + r" ?(?P<message>.*)", goes_on=NPM, most=40,
        samples=("npm ERR! Test failed.  See above for more details.", "npm ERR! code ELIFECYCLE\nnpm ERR! errno 1"),
    ),
    Form(
        name="yarn-wrapper", tool="yarn", kind="other", role="wrapper",
        pattern=r"^(?P<message>(?:error|ERROR:?|\s*(?:ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL|ELIFECYCLE|ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL)) +(?:\S+ )?(?:Command (?:\".*\" )?failed(?: with exit code .*|\.)|\S+@\S+ \S+: .*)|lerna ERR! .+|husky - \S+ (?:hook|script) (?:exited with|failed).*|error Command failed\.?)$",
        samples=("error Command failed with exit code 1.", "lerna ERR! yarn run test exited 1 in 'app'", " ELIFECYCLE  Command failed with exit code 1.",
                 "husky - pre-commit hook exited with code 1 (error)"),
    ),
    Form(
        name="yarn-lock", tool="yarn", kind="dependency",
        pattern=r"^error (?P<message>(?:Your lockfile needs to be updated|Couldn't find (?:package|any versions for|the binary)|Found incompatible module|Integrity check failed|Package \".*\" refers to a non-existing file|Lockfile does not satisfy|\S+@\S+: The (?:engine|platform|CPU|package)).*)",
        samples=('error Couldn\'t find package "gone" on the "npm" registry.', "error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.",
                 'error jsdom@20.0.0: The engine "node" is incompatible with this module. Expected version ">=14".'),
    ),
    Form(
        name="yarn-command", tool="yarn", kind="config",
        pattern=r"^(?:error|Usage Error:) (?P<message>(?:Command \"(?P<subject>[^\"]+)\" not found|Couldn't find a script named|The nearest package directory|The project in \S+ doesn't seem|No project found|Couldn't find a package\.json).*)",
        samples=('error Command "nothing" not found.', 'Usage Error: Couldn\'t find a script named "nothing".'),
    ),
    Form(
        name="yarn-network", tool="yarn", kind="network",
        pattern=r"^error (?P<message>(?:An unexpected error occurred: \".*|\w{4,5}://\S+: .*|Error: https?://.*))",
        samples=('error An unexpected error occurred: "https://registry.yarnpkg.com/a: ETIMEDOUT".',),
    ),
    Form(
        name="yarn-berry", tool="yarn", kind="dependency",
        pattern=r"^➤ (?P<code>YN00(?:01|0[279]|16|18|2[0-8]|3[0-9]|4[0-9]|5[1-79]|6\d|7\d|8\d)): (?:│ )?(?P<message>(?!Failed with errors|.*│ *$).*(?:[Ee]rror|forbidden|failed|[Cc]ouldn't|[Cc]annot|isn't|not (?:found|supported|match|allowed)|modified|doesn't|mismatch|No candidates).*)",
        samples=("➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.",
                 "➤ YN0009: │ sharp@npm:0.30.0 couldn't be built successfully (exit code 1, logs can be found here: /tmp/a/build.log)"),
        confusers=("➤ YN0000: · Failed with errors in 1s 2ms", "➤ YN0013: │ 3 packages were already cached"),
    ),
    Form(
        name="yarn-berry-wrapper", tool="yarn", kind="other", role="wrapper",
        pattern=r"^➤ YN0000: (?:[·└] )?(?P<message>Failed with errors in .*)",
        samples=("➤ YN0000: · Failed with errors in 1s 2ms", "➤ YN0000: Failed with errors in 1s 2ms"),
    ),
    Form(
        name="pnpm", tool="pnpm", kind="dependency",
        pattern=r"^[\s\u2009]*(?P<code>ERR_PNPM_(?!RECURSIVE_(?:RUN|EXEC)_FIRST_FAIL)\w+)[\s\u2009]+(?P<message>\S.*)",
        goes_on=r"^$|^(?:This error happened|\S.*: GET |[│├└] )", most=3,
        samples=(' ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is absent',
                 " ERR_PNPM_NO_MATCHING_VERSION  No matching version found for left-pad@^99.0.0\n\nThis error happened while installing a direct dependency of /demo"),
    ),
    Form(
        name="nx", tool="nx", kind="other", role="wrapper",
        pattern=r"^\s*(?P<message>(?:✖|×) +(?:nx run |\d+/\d+ failed).*|(?:>  )?NX +(?:Ran|Running) target .* failed.*|ERROR +run failed: command +exited \(\d+\)|ERROR +\S+#\S+: command .* exited \(\d+\)|\S+:\S+: ERROR: command finished with error: .*)",
        samples=("   ✖  nx run shop:test", " ERROR  run failed: command  exited (1)", "shop:test: ERROR: command finished with error: command (/demo) npm run test exited (1)"),
    ),
    Form(
        name="commitlint", tool="commitlint", kind="lint",
        pattern=r"^(?:✖|×) +(?P<message>\S.* \[(?P<code>[a-z]+-[a-z-]+)\])$",
        samples=("✖   subject may not be empty [subject-empty]",),
    ),
    Form(
        name="lint-staged", tool="lint-staged", kind="other", role="wrapper",
        pattern=r"^(?:✖|×|\[FAILED\]) (?P<message>\S.*(?::$| \[(?:FAILED|KILLED|SIGINT)\]$))",
        samples=("✖ eslint --fix:", "[FAILED] eslint --fix [FAILED]"),
    ),
)  # fmt: skip
