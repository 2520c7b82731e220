"""webpack, Next.js, Angular, vite, rollup, esbuild, babel, parcel, and the task runners gulp and grunt."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="webpack", tool="webpack", kind="compile",
        pattern=r"^(?:\[\w+\] |@\w+: )?ERROR in (?!.*error TS)(?P<file>(?:\.{0,2}/|[A-Za-z]:\\|[\w@-]+[/\\.])\S*)(?: \(\S+\))?(?: \d+[-:]\S*)?$",
        says=r"^(?:Module build failed.*: (?!Error: *$)?)?(?P<message>(?!\s)(?!Module build failed|You may need|@ |>)\S.*)", reach=2,
        goes_on=r"^ *@ \S|^ +\S|^>|^File was parsed|^You may need|^Did you mean", most=8,
        samples=(
            "ERROR in ./src/index.js 1:0-28\nModule not found: Error: Can't resolve './tea' in '/demo/src'",
            "ERROR in ./src/broken.js 1:10\nModule parse failed: Unexpected token (1:10)\nFile was parsed as module type 'javascript/auto'.",
            "ERROR in ./src/app.js\nModule build failed (from ./node_modules/babel-loader/lib/index.js):\nSyntaxError: /demo/src/app.js: Unexpected token (1:10)",
        ),
        confusers=("ERROR in module mapping",),
    ),
    Form(
        name="webpack-alone", tool="webpack", kind="compile",
        pattern=r"^(?:ERROR in (?!\S*[/\\])(?P<subject>\w+)|ERROR in|Entry module not found: Error: .*|Error: webpack .*)$",
        says=r"^(?P<message>\S.*)", reach=1, goes_on=r"^resolve '", most=4,
        samples=("ERROR in main\nModule not found: Error: Can't resolve './src' in '/demo'", "ERROR in multi\nModule not found: Error: no"),
    ),
    Form(
        name="failed-to-compile", tool="webpack", kind="compile", certainty=75,
        pattern=r"^(?:\S.* )?Failed to compile\.?$",
        says=r"^(?P<message>(?:Module not found|Module build failed|Type error|Syntax error|SyntaxError|Error|Cannot find|Attempted import|Treating warnings|Import trace|\[eslint\]|TS\d+).*)", reach=8,
        goes_on=r"^(?!Import trace|https?:)\s*\S", most=8,
        samples=("Failed to compile.\n\n./pages/index.js\nModule not found: Can't resolve '../gone'", "Failed to compile.\n\n./pages/index.tsx:3:7\nType error: Type 'string' is not assignable to type 'number'."),
    ),
    Form(
        name="vite", tool="vite", kind="compile",
        pattern=r"^(?:error during build:|✗ Build failed in .*)$",
        says=r"^(?P<message>(?!error during build:)\S.*)", reach=3,
        goes_on=r"^(?!\s+at |> |npm )\s*\S", most=6,
        samples=('✗ Build failed in 101ms\nerror during build:\n[vite]: Rollup failed to resolve import "gone" from "/demo/src/index.js".\n    at viteLog (file:///demo/vite.js:1:15)',),
    ),
    Form(
        name="rollup", tool="rollup", kind="compile",
        pattern=r"^\[!\] (?P<message>.+)", goes_on=r"^(?!\s+at |npm )\s*\S", most=5,
        samples=('[!] RollupError: Could not resolve "./tea" from "src/index.js"\nsrc/index.js\n    at getRollupError (/demo/a.js:1:2)',),
    ),
    Form(
        name="esbuild", tool="esbuild", kind="compile",
        pattern=r"^(?:✘|X) \[ERROR\] (?P<message>(?!TS).+)",
        goes_on=r"^$|^ {4,}\S", most=5,
        samples=('✘ [ERROR] Could not resolve "./tea"\n\n    src/index.js:1:20:\n      1 │ import { tea } from \'./tea\';',),
    ),
    Form(
        name="angular", tool="tsc", kind="type",
        pattern=r"^(?:✘|X) \[ERROR\] (?P<code>TS-?\d+|NG\d+): (?P<message>.+)",
        goes_on=r"^$|^ {4,}\S", most=5,
        samples=("✘ [ERROR] TS2322: Type 'string' is not assignable to type 'number'. [plugin angular-compiler]\n\n    src/app.ts:3:7:",),
    ),
    Form(
        name="esbuild-old", tool="esbuild", kind="compile",
        pattern=r"^ ?> (?P<file>\S+?):(?P<line>\d+):(?P<column>\d+): error: (?P<message>.+)", goes_on=r"^ +", most=3,
        samples=(' > src/index.js:1:20: error: Could not resolve "./tea"\n    1 │ import x',),
    ),
    Form(
        name="babel", tool="babel", kind="compile",
        pattern=r"^(?:\[?!?\]? ?Error: )?(?P<message>SyntaxError: (?P<file>(?:/|[A-Za-z]:\\)[^:]+): .+)",
        goes_on=r"^\s*$|^ *>? *\d+ ?\||^ +\|", most=6,
        samples=("SyntaxError: /demo/src/app.js: Unexpected token (1:10)\n\n> 1 | const a = ;\n    |           ^",),
    ),
    Form(
        name="parcel", tool="parcel", kind="compile",
        pattern=r"^🚨 Build failed\.$",
        says=r"^(?P<message>\S.*)", reach=3, samples=("🚨 Build failed.\n\n@parcel/core: Failed to resolve './gone' from './src/index.js'",),
    ),
    Form(
        name="gulp", tool="gulp", kind="other", certainty=45,
        pattern=r"^(?:\[\d\d:\d\d:\d\d\] )?'(?P<subject>[^']+)' errored after .*",
        says=r"^(?:\[\d\d:\d\d:\d\d\] )?(?P<message>(?!'|npm |The command |##\[).+)", reach=2, said_only=True, goes_on=r"^(?!\s+at |\[)\s+\S", most=3,
        hollow=r"[Ee]xited with (?:error )?code|Command failed|failed with exit code",
        samples=("[12:00:00] 'build' errored after 36 s\n[12:00:00] Error in plugin \"gulp-sass\"",),
    ),
    Form(
        name="gulp-wrapper", tool="gulp", kind="other", role="wrapper",
        pattern=r"^(?:\[\d\d:\d\d:\d\d\] )?(?P<message>'(?P<subject>[^']+)' errored after .*)",
        samples=("[12:00:00] 'test' errored after 36 s",),
    ),
    Form(
        name="gulp-missing", tool="gulp", kind="config",
        pattern=r"^(?:\[\d\d:\d\d:\d\d\] )?(?P<message>(?:Task never defined: .*|No gulpfile found|Task '.*' is not in your gulpfile.*|Local (?:gulp|modules) not found.*))",
        samples=("[02:21:08] No gulpfile found", "[02:21:08] Task never defined: build"),
    ),
    Form(
        name="grunt", tool="grunt", kind="other", certainty=45,
        pattern=r"^(?:Warning|Fatal error): (?P<message>.+?) Use --force to continue\.$",
        hollow=r"^Task \"[^\"]+\" failed\.?$|exit code",
        samples=('Warning: Task "gone" not found. Use --force to continue.',),
    ),
    Form(
        name="webpack-count", tool="webpack", kind="other", role="wrapper",
        pattern=r"^(?P<message>webpack \S+ compiled with [1-9]\d* errors?\b.*|> Build failed because of webpack errors|Found [1-9]\d* errors?(?: in (?:the same file, starting at: .*|\S+:\d+|\d+ files?\.)|\. Watching for file changes\.))$",
        samples=("webpack 5.112.2 compiled with 3 errors and 1 warning in 317 ms", "> Build failed because of webpack errors",
                 "Found 4 errors in the same file, starting at: src/app.ts:1"),
        confusers=("webpack 5.112.2 compiled with 1 warning in 317 ms", "Found 0 errors. Watching for file changes.", "Found 1 error in 1 file (checked 1 source file)"),
    ),
)  # fmt: skip
