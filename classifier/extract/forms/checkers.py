"""Linters and analyzers of C, Java and their like, of shell, containers and infrastructure, of secrets and spelling."""

from classifier.extract.forms.form import Form

FILE = r"(?P<file>(?:[A-Za-z]:)?[^\s:()\"'|<>,;][^:()\"'|<>,;]*?)"

FORMS = (
    Form(
        name="cpplint", tool="cpplint", kind="lint",
        pattern=r"^" + FILE + r":(?P<line>\d+): +(?P<message>.+?) +\[(?P<code>(?:build|legal|readability|runtime|whitespace)/[\w+]+)\] \[\d\]$",
        samples=("src/map.cpp:399:  Missing space before {  [whitespace/braces] [5]",),
    ),
    Form(
        name="cppcheck", tool="cppcheck", kind="lint",
        pattern=r"^\[(?P<file>[^\]]+):(?P<line>\d+)\](?: -> \[[^\]]+\])*: \((?P<severity>error|warning|style|performance|portability)(?:, inconclusive)?\) (?P<message>.+)",
        samples=("[app.c:3]: (error) Memory leak: p", "[a.c:3] -> [a.c:9]: (warning) Possible null pointer dereference: p"),
        confusers=("(information) Cppcheck cannot find all the include files",),
    ),
    Form(
        name="clang-tidy", tool="clang-tidy", kind="lint", certainty=40,
        pattern=r"^" + FILE + r":(?P<line>\d+):(?P<column>\d+): (?P<severity>warning): (?P<message>.+ \[(?P<code>(?:abseil|altera|android|boost|bugprone|cert|clang-analyzer|concurrency|cppcoreguidelines|darwin|fuchsia|google|hicpp|linuxkernel|llvm|llvmlibc|misc|modernize|mpi|objc|openmp|performance|portability|readability|zircon)-[\w.,-]+)\])$",
        samples=("src/app.cpp:9:3: warning: use nullptr [modernize-use-nullptr]",),
        confusers=("app.c:9:3: warning: unused variable 'x' [-Wunused-variable]",),
    ),
    Form(
        name="flawfinder", tool="flawfinder", kind="lint",
        pattern=r"^(?P<file>\S+\.(?:c|cc|cpp|cxx|h|hpp)):(?P<line>\d+):(?:(?P<column>\d+):)? +\[(?:1|2|3|4|5)\] \((?P<code>\w+)\) (?P<message>\w+:.*)",
        samples=("app.c:3:  [4] (buffer) strcpy:",),
    ),
    Form(
        name="pc-lint", tool="pc-lint", kind="lint",
        pattern=r"^" + FILE + r"(?:\(| +)(?P<line>\d+)(?:,\d+)?(?:\):)?(?: +\d+)? +(?P<severity>[Ee]rror|[Ww]arning) (?P<code>\d{2,4}): (?P<message>.+)",
        samples=("D:\\demo\\source.c(42): Error 456: Two execution paths are being combined", "app.c  42  Warning 534: Ignoring return value of function 'f'"),
        confusers=("foo.h(5): Info 701: Shift left of signed quantity (int)",),
    ),
    Form(
        name="qac", tool="qac", kind="lint",
        pattern=r"^" + FILE + r"\((?P<line>\d+),(?P<column>\d+)\): (?P<severity>Msg|Err)\((?P<code>\d+:\d+)\) (?P<message>.+)",
        samples=("C:\\demo\\Test2.h(185,85): Msg(2:3429) A function-like macro is being defined.",),
    ),
    Form(
        name="coverity", tool="coverity", kind="lint",
        pattern=r"^ {2}Type: (?P<message>.+ \((?P<code>[A-Z_]+)\))$",
        heading=r"^(?P<subject>[^\s:][^:]*):\d+:$",
        samples=("/demo/app.c:3:\n  Type: Resource leak (RESOURCE_LEAK)",),
    ),
    Form(
        name="polyspace", tool="polyspace", kind="lint",
        pattern=r"^\d+\t(?:Defect|Run-time Check|MISRA[^\t]*|Custom[^\t]*|JSF[^\t]*|AUTOSAR[^\t]*|CERT[^\t]*)\t[^\t]*\t(?:Red|Orange|Gray|Purple|[\w ]*)\t\w*\t(?P<message>[^\t]+)\t[^\t]*\t(?P<group>)[^\t]*\t(?P<file>[^\t]+)\t",
        samples=("3547\tDefect\tmemory\tRed\tyes\tNull pointer\tImpact: High\tcalculate()\tD:\\demo\\example.c\tUnreviewed\tUnset\t\tCWE-476\t1\t222\t49",),
        confusers=("ID\tFamily\tGroup\tColor\tNew\tCheck\tInformation\tFunction\tFile\tStatus\tSeverity\tComment\tKey\tLine\tCol",
                   "12\tRun-time Check\tData flow\tGreen".replace("Green", "\t")),
    ),
    Form(
        name="checkpatch", tool="checkpatch", kind="lint",
        pattern=r"^(?:" + FILE + r":(?P<line>\d+): )?(?P<severity>ERROR|WARNING):(?P<code>[A-Z][A-Z_]{4,}): (?P<message>.+)",
        goes_on=r"^#\d+: FILE: ", most=1,
        samples=("ERROR:SPACING: space required before the open parenthesis '('\n#3: FILE: app.c:3:", "app.c:3: WARNING:LONG_LINE: line length of 120 exceeds 100 columns"),
    ),
    Form(
        name="checkstyle-maven", tool="checkstyle", kind="lint",
        pattern=r"^(?:\s*\[\w[\w-]*\] +)*\[ERROR\] (?P<file>[^\s:\[][^:\[]*\.\w+):\[(?P<line>\d+)(?:,(?P<column>\d+))?\] \(\w+\) (?P<message>.+)",
        samples=("[ERROR] src/main/java/App.java:[3,5] (imports) AvoidStarImport: Using the '.*' form of import",),
        confusers=("[ERROR] /demo/App.java:[3,9] cannot find symbol",),
    ),
    Form(
        name="checkstyle", tool="checkstyle", kind="lint",
        pattern=r"^(?:\s*\[\w[\w-]*\] +)*\[ERROR\] (?P<file>[^\s:\[][^:\[]*\.\w+):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<message>.+ \[(?P<code>[A-Z]\w+)\])$",
        samples=("[ERROR] /demo/App.java:3:5: Missing a Javadoc comment. [MissingJavadocMethod]",),
    ),
    Form(
        name="pmd", tool="pmd", kind="lint",
        pattern=r"^(?:\[\w+\] )?(?P<file>[^\s:]\S*\.(?:java|cls|trigger|jsp|xml|kt|js|apex|vm|page)):(?P<line>\d+):\s+(?P<code>[A-Z][a-z]+[A-Z]\w+):\s+(?P<message>.+)",
        samples=("src/App.java:3:\tUnusedPrivateField:\tAvoid unused private fields such as 'x'.", "src/App.cls:9: ApexDoc: Missing ApexDoc comment"),
    ),
    Form(
        name="pmd-maven", tool="pmd", kind="lint",
        pattern=r"^\[(?:ERROR|WARNING|INFO)\] PMD Failure: (?P<subject>[^\s:]+):(?P<line>\d+) (?P<message>Rule:.+)",
        samples=("[INFO] PMD Failure: demo.App:3 Rule:UnusedPrivateField Priority:3 Avoid unused private fields.",),
    ),
    Form(
        name="spotbugs", tool="spotbugs", kind="lint",
        pattern=r"^\[ERROR\] (?P<severity>High|Medium|Low): (?P<message>.+?) (?:At|In) (?P<file>[\w$.]+):\[lines? (?P<line>\d+)(?:-\d+)?\] (?P<code>[A-Z]\w+)",
        samples=("[ERROR] High: Null pointer dereference of x in demo.App.f() [demo.App] At App.java:[line 3] NP_ALWAYS_NULL",),
    ),
    Form(
        name="spotbugs-text", tool="spotbugs", kind="lint",
        pattern=r"^(?P<severity>[HML]) (?P<group>)[A-Z] (?P<code>[A-Z]\w*): (?P<message>.+?) +(?:At|In) (?P<file>[\w$.]+\.\w+):\[lines? (?P<line>\d+)(?:-\d+)?\]",
        samples=("H C NP: Null pointer dereference of x in demo.App.f()  At App.java:[line 3]",),
    ),
    Form(
        name="scalastyle", tool="scalastyle", kind="lint",
        pattern=r"^(?:\[\w+\] )?(?P<severity>error) file=(?P<file>\S+) message=(?P<message>.+?)(?: line=(?P<line>\d+))?(?: column=(?P<column>\d+))?$",
        samples=("error file=/demo/App.scala message=File must end with newline character line=3",),
        confusers=("warning file=/demo/App.scala message=Magic Number line=3",),
    ),
    Form(
        name="ktlint", tool="ktlint", kind="lint",
        pattern=r"^(?P<file>\S+\.kts?):(?P<line>\d+):(?P<column>\d+): (?P<message>(?!error|warning).+?) [(\[](?P<code>[\w:-]+)[)\]]$",
        samples=('src/App.kt:3:5: Unexpected spacing before ":" (standard:colon-spacing)', "/demo/App.kt:9:1: The function main is too long. [LongMethod]"),
    ),
    Form(
        name="swiftlint", tool="swiftlint", kind="lint",
        pattern=r"^(?P<file>\S.*\.swift):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<severity>error): (?P<message>.+ Violation: .+?)(?: \((?P<code>\w+)\))?$",
        samples=("/demo/App.swift:3:121: error: Line Length Violation: Line should be 120 characters or less (line_length)",),
        confusers=("/demo/App.swift:3:5: warning: Todo Violation: TODOs should be resolved (todo)",),
    ),
    Form(
        name="luacheck", tool="luacheck", kind="lint",
        pattern=r"^ *(?P<file>\S+\.(?:lua|luacheckrc|rockspec)):(?P<line>\d+):(?P<column>\d+)(?:-\d+)?: (?:\((?P<code>[EW]\d+)\) )?(?P<message>.+)",
        samples=("format.lua:50:121: line is too long (126 > 120)", "    app.lua:3:7: (W211) unused variable 'x'"),
    ),
    Form(
        name="lintr", tool="lintr", kind="lint",
        pattern=r"^(?P<file>\S+\.(?:R|Rmd|r)):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|style): \[(?P<code>\w+)\] (?P<message>.+)",
        samples=("R/app.R:3:5: style: [assignment_linter] Use <-, not =, for assignment.",),
    ),
    Form(
        name="hlint", tool="hlint", kind="lint",
        pattern=r"^(?P<file>\S+\.l?hs):\(?(?P<line>\d+)[,:](?P<column>\d+)\)?(?:-\d+|-\(\d+,\d+\))?: (?P<severity>Warning|Error|Suggestion): (?P<message>.+)",
        goes_on=r"^(?:Found:|Perhaps:|Why not:|Note:)|^ {2}\S", most=5,
        samples=("src/App.hs:3:5-20: Warning: Use map\nFound:\n  f x\nPerhaps:\n  g x",),
    ),
    Form(
        name="shellcheck", tool="shellcheck", kind="lint",
        pattern=r"^ *[-^]*?(?:-- |\^ )(?P<message>SC\d{4} ?(?:\(\w+\))?: .+)",
        heading=r"^In (?P<subject>\S.*) line (?P<line>\d+):$",
        samples=("In deploy.sh line 3:\necho $1\n     ^-- SC2086 (info): Double quote to prevent globbing and word splitting.", "    ^-----^ SC2006 (style): Use $(...) notation"),
    ),
    Form(
        name="yamllint-text", tool="yamllint", kind="lint",
        pattern=r"^ {2}(?P<line>\d+):(?P<column>\d+) +(?P<severity>error) +(?P<message>.+?) {2}\((?P<code>[\w-]+)\)$",
        heading=r"^(?P<subject>\S.*\.\w+)$",
        samples=("play.yml\n  3:9       error    trailing spaces  (trailing-spaces)",),
        confusers=('  1:1       warning  missing document start "---"  (document-start)',),
    ),
    Form(
        name="shellcheck-gcc", tool="shellcheck", kind="lint",
        pattern=r"^" + FILE + r":(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|note): (?P<message>.+ \[(?P<code>SC\d{4})\])$",
        samples=("deploy.sh:3:6: note: Double quote to prevent globbing and word splitting. [SC2086]",),
    ),
    Form(
        name="hadolint", tool="hadolint", kind="lint",
        pattern=r"^" + FILE + r":(?P<line>\d+) (?P<code>(?:DL|SC)\d{4}) (?P<severity>error|warning|info|style): (?P<message>.+)",
        samples=("Dockerfile:3 DL3008 warning: Pin versions in apt get install",),
    ),
    Form(
        name="hadolint-old", tool="hadolint", kind="lint",
        pattern=r"^(?P<file>\S*[Dd]ockerfile\S*):(?P<line>\d+) (?P<code>(?:DL|SC)\d{4}) (?P<message>.+)",
        samples=("Dockerfile:3 DL3006 Always tag the version of an image explicitly",),
    ),
    Form(
        name="yamllint", tool="yamllint", kind="lint",
        pattern=r"^" + FILE + r":(?P<line>\d+):(?P<column>\d+): \[(?P<severity>error)\] (?P<message>.+?)(?: \((?P<code>[\w-]+)\))?$",
        samples=("play.yml:3:5: [error] trailing spaces (trailing-spaces)",),
        confusers=('play.yml:1:1: [warning] missing document start "---" (document-start)',),
    ),
    Form(
        name="ansible-lint", tool="ansible-lint", kind="lint",
        pattern=r"^(?P<file>[^\s:][^:]*\.ya?ml):(?P<line>\d+)(?::(?P<column>\d+))?: ?\[?(?P<code>E?(?:ANSIBLE)?\d{3,4}|[a-z]+(?:-[a-z]+)+(?:\[[\w-]+\])?|[a-z]+\[[\w-]+\])\]?:? (?:\[[A-Z_]+\] )?(?P<message>.+)",
        samples=("/demo/roles/backup/tasks/main.yml:2: [EANSIBLE0002] Trailing whitespace", "main.yml:1: [E201] Trailing whitespace",
                 "/demo/db_restore.yml:8: package-latest Package installs should not use latest", "site.yml:3: name[casing]: All names should start with an uppercase letter."),
        confusers=("play.yml:1:1: [warning] missing document start (document-start)",),
    ),
    Form(
        name="ansible-lint-full", tool="ansible-lint", kind="lint",
        pattern=r"^(?P<file>[^\s:]+\.ya?ml):(?P<line>\d+)(?::(?P<column>\d+))?(?: Task/Handler: .*)?$",
        above=r"^(?P<message>(?:\[E?\d{3,4}\] |[a-z][a-z-]+(?:\[[\w-]+\])?: ).+)", back=1,
        samples=("name[casing]: All names should start with an uppercase letter.\nplay.yml:3 Task/Handler: install",),
    ),
    Form(
        name="puppet-lint", tool="puppet-lint", kind="lint",
        pattern=r"^" + FILE + r":(?P<line>\d+):(?:\d+:)?(?P<code>\w+):(?P<severity>ERROR|WARNING):(?P<message>.+)",
        samples=("failtest.pp:1:autoloader_layout:ERROR:failtest not in autoload module layout", "C:\\CI CD\\init.pp:15:80chars:WARNING:line has more than 80 characters"),
    ),
    Form(
        name="puppet-lint-text", tool="puppet-lint", kind="lint",
        pattern=r"^(?:(?P<file>\S+\.pp) - )?(?P<severity>ERROR|WARNING): (?P<message>.+) on line (?P<line>\d+)(?: \(check: \w+\))?$",
        samples=("init.pp - ERROR: two-space soft tabs not used on line 5", "WARNING: double quoted string containing no variables on line 9"),
    ),
    Form(
        name="foodcritic", tool="foodcritic", kind="lint",
        pattern=r"^(?P<code>FC\d{3}): (?P<message>.+): (?P<file>\S+\.(?:rb|erb|json|md)):(?P<line>\d+)$",
        samples=("FC002: Avoid string interpolation where not required: ./foo/recipes/default.rb:80",),
    ),
    Form(
        name="dart", tool="dart", kind="lint",
        pattern=r"^ *(?P<severity>error|warning) • (?P<message>.+) • (?P<file>\S+\.dart):(?P<line>\d+):(?P<column>\d+) • (?P<code>\w+)$",
        samples=("  error • Undefined name 'x' • lib/app.dart:3:5 • undefined_identifier",),
        confusers=("   info • Unused import • lib/app.dart:1:8 • unused_import",),
    ),
    Form(
        name="dart-plain", tool="dart", kind="lint",
        pattern=r"^ *(?P<severity>error|warning) - (?P<file>\S+\.dart):(?P<line>\d+):(?P<column>\d+) - (?P<message>.+) - (?P<code>\w+)$",
        samples=("  error - lib/app.dart:3:5 - Undefined name 'x'. - undefined_identifier",),
    ),
    Form(
        name="dart-machine", tool="dart", kind="lint",
        pattern=r"^(?P<severity>ERROR|WARNING)\|[A-Z_]+\|(?P<code>[A-Z_]+)\|(?P<file>[^|]+)\|(?P<line>\d+)\|(?P<column>\d+)\|\d+\|(?P<message>.+)",
        samples=("ERROR|COMPILE_TIME_ERROR|UNDEFINED_IDENTIFIER|/demo/app.dart|3|5|1|Undefined name 'x'.",),
        confusers=("INFO|HINT|UNNECESSARY_IMPORT|/demo/app.dart|1|8|32|The import is unnecessary.",),
    ),
    Form(
        name="misspell", tool="misspell", kind="lint",
        pattern=r"^(?P<file>[^\s:]+):(?P<line>\d+):(?P<column>\d+): (?P<message>\"[^\"]+\" is a misspelling of .+)$",
        samples=('README.md:1:20: "zeebra" is a misspelling of "zebra"',),
    ),
    Form(
        name="codespell", tool="codespell", kind="lint",
        pattern=r"^(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>[\w'-]+ ==> [\w', -]+)$",
        samples=("README.md:3: teh ==> the",),
    ),
    Form(
        name="cspell", tool="cspell", kind="lint",
        pattern=r"^(?P<file>\S+?):(?P<line>\d+):(?P<column>\d+) - (?P<message>Unknown word \(.+\).*)",
        samples=("README.md:3:5 - Unknown word (foobarr)",),
    ),
    Form(
        name="dotenv-linter", tool="dotenv-linter", kind="lint",
        pattern=r"^(?P<file>\S*\.env[\w.-]*):(?P<line>\d+) (?P<message>\S.+)",
        samples=(".env:1 Leading space detected",),
    ),
    Form(
        name="trivy", tool="trivy", kind="lint",
        pattern=r"^[│|] *(?P<subject>\S+) *[│|] *(?P<message>(?:CVE|GHSA)-[\w-]+) *[│|] *(?P<severity>CRITICAL|HIGH)\b",
        samples=("│ openssl │ CVE-2022-0778 │ HIGH     │ fixed  │ 1.1.1k │ 1.1.1n │ infinite loop │",),
    ),
    Form(
        name="robocopy", tool="robocopy", kind="disk",
        pattern=r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d (?P<severity>ERROR) (?P<message>\d+ \(0x[0-9A-F]{8}\) .+)",
        says=r"^(?P<message>\S.+)", reach=1, goes_on=r"^\S", most=1,
        samples=("2024/01/02 10:11:12 ERROR 5 (0x00000005) Copying File C:\\demo\\a.txt\nAccess is denied.",),
    ),
    Form(
        name="gosec", tool="gosec", kind="lint",
        pattern=r"^\[?(?P<file>/\S+\.go):(?P<line>\d+)(?::\d+)?\]? - (?P<code>G\d{3}) \((?:CWE-\d+)\): (?P<message>.+)",
        samples=("[/demo/app.go:12] - G101 (CWE-798): Potential hardcoded credentials (Confidence: LOW, Severity: HIGH)",),
    ),
    Form(
        name="bandit", tool="bandit", kind="lint",
        pattern=r"^>> Issue: \[(?P<code>B\d{3}):\w+\] (?P<message>.+)",
        goes_on=r"^ {3}(?:Severity|CWE|More Info|Location): ", most=4,
        samples=(">> Issue: [B307:blacklist] Use of possibly insecure function\n   Severity: Medium   Confidence: High\n   Location: ./app.py:3:4",),
    ),
    Form(
        name="checkov", tool="checkov", kind="lint",
        pattern=r"^Check: (?P<message>CKV\w*_\d+: .+)",
        says=r"$^", goes_on=r"^\s+(?:FAILED|File|Guide)", most=3,
        samples=('Check: CKV_AWS_20: "S3 Bucket has an ACL"\n\tFAILED for resource: aws_s3_bucket.data\n\tFile: /main.tf:1-9',),
    ),
    Form(
        name="kube-linter", tool="kube-linter", kind="lint",
        pattern=r"^(?P<file>\S+\.ya?ml|<standard input>): \(object: (?P<subject>.+?)\) (?P<message>.+ \(check: (?P<code>[\w-]+), .*)",
        samples=('app.yaml: (object: default/web apps/v1, Kind=Deployment) container "web" does not have a read-only root file system (check: no-read-only-root-fs, remediation: Set it.)',),
    ),
)  # fmt: skip
