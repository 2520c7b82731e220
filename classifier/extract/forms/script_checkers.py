"""Linters and type checkers of Ruby, Perl, PHP and JavaScript, by the lines that they write for people and editors."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="ruby-lint", tool="rubocop", kind="lint",
        pattern=r"^(?P<file>\S+\.(?:haml|slim|scss|erb|rb)):(?P<line>\d+)(?::(?P<column>\d+))? \[(?P<severity>[WE])\] (?P<message>.+)",
        samples=("app/views/show.html.haml:33 [W] ImplicitDiv: `%div.section` can be written as `.section`", "a.scss:3 [W] Indentation: Line should be indented 2 spaces"),
    ),
    Form(
        name="standardrb", tool="standard", kind="lint",
        pattern=r"^ +(?P<file>\S+\.(?:rb|rake|gemspec)):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)",
        samples=("  app/models/order.rb:45:5: Style/TrailingCommaInHashLiteral: Put a comma after the last item.",),
    ),
    Form(
        name="sorbet", tool="sorbet", kind="type",
        pattern=r"^(?P<file>\S+\.rbi?):(?P<line>\d+): (?P<message>.+) https://(?:srb\.help|sorbet\.org/docs/error-reference#)/?(?P<code>\d+)$",
        goes_on=r"^ {2,}\S", most=4,
        samples=("sample.rb:13: Method barr does not exist on A https://srb.help/7003\n    13 |  A.new.barr(91)\n          ^^^^^^",),
    ),
    Form(
        name="fasterer", tool="fasterer", kind="lint",
        pattern=r"^(?P<file>\S+\.rb):(?P<line>\d+) (?P<message>\S.+ (?:is slower than|is faster than) .+)",
        samples=("app/models/post.rb:57 Array#select.first is slower than Array#detect.",),
    ),
    Form(
        name="brakeman", tool="brakeman", kind="lint",
        pattern=r"^(?P<file>/\S+\.(?:rb|erb|haml|slim|lock))(?:\t| {2,})(?P<line>\d+)(?:\t| {2,})(?P<code>\S[^\t]*?)(?:\t| +)General(?:\t| +)(?P<message>\S.*)",
        samples=("/app/models/package.rb\t13\tCommand Injection\tGeneral\tPossible command injection\tHigh",),
    ),
    Form(
        name="perlcritic", tool="perlcritic", kind="lint",
        pattern=r"^(?:(?P<file>[^\s:][^:]*(?::\\[^:]+)?): )?(?P<message>\S.+) at line (?P<line>\d+), column (?P<column>\d+)\. +.*\(?Severity: [1-5]\)?$",
        samples=("perl/system.pl: Code before warnings are enabled at line 10, column 1.  See page 431 of PBP.  (Severity: 4)",
                 "Bareword file handle opened at line 15, column 1.  See pages 202,204 of PBP.  Severity: 5"),
    ),
    Form(
        name="perl-syntax", tool="perl", kind="compile",
        pattern=r"^(?P<message>(?:syntax error|Global symbol \"[^\"]+\" requires explicit package name.*?|Bareword \"[^\"]+\" not allowed.*?|Can't find string terminator .*?|Missing right curly.*?) at (?P<file>\S+) line (?P<line>\d+).*)",
        samples=('syntax error at app.pl line 3, near "x y"', 'Global symbol "$x" requires explicit package name at app.pl line 4.'),
    ),
    Form(
        name="phpcs", tool="phpcs", kind="lint",
        pattern=r"^ +(?P<line>\d+) \| (?:ERROR|WARNING) +\| (?:\[[x ]\] )?(?P<message>.+)",
        heading=r"^FILE: (?P<subject>\S.*)$", goes_on=r"^ +\| +\| +\S", most=3,
        samples=("FILE: /demo/App.php\n 3 | ERROR   | [x] Missing file doc comment",),
    ),
    Form(
        name="phpcs-emacs", tool="phpcs", kind="lint",
        pattern=r"^(?P<file>\S+\.(?:php|inc|phtml)):(?P<line>\d+):(?P<column>\d+): ?(?P<severity>error|warning) - (?P<message>.+)",
        samples=("/demo/App.php:3:5: error - Missing file doc comment", "/demo/main.php:258:4:error - InvalidGlobal: Cannot use global scope"),
    ),
    Form(
        name="phpstan", tool="phpstan", kind="type",
        pattern=r"^ {2}Line {2,}(?P<file>\S.*\.\w+)(?: \(.*\))?$",
        says=r"^ {2,6}:?\d+ {2,}(?P<message>\S.*)", reach=2, said_only=True, goes_on=r"^ {9,}\S|^ {2,6}:?\d+ {2,}", most=12,
        samples=(" ------ ----------------\n  Line   src/App.php\n ------ ----------------\n  3      Undefined variable: $x\n ------ ----------------",),
    ),
    Form(
        name="psalm", tool="psalm", kind="type",
        pattern=r"^(?P<severity>ERROR): (?P<message>(?P<code>[A-Z]\w+)) - (?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+) - .+",
        samples=("ERROR: UndefinedVariable - src/App.php:3:5 - Cannot find referenced variable $x (see https://psalm.dev/024)",),
        confusers=("INFO: MixedAssignment - src/App.php:3:5 - Unable to determine the type",),
    ),
    Form(
        name="phan", tool="phan", kind="type",
        pattern=r"^(?P<file>\S+\.php):(?P<line>\d+) (?P<message>(?P<code>Phan[A-Z]\w+) .+)",
        samples=("src/App.php:3 PhanUndeclaredVariable Variable $x is undeclared",),
    ),
    Form(
        name="phpmd", tool="phpmd", kind="lint",
        pattern=r"^(?P<file>\S+\.php):(?P<line>\d+)(?:\t| {2,})(?:(?P<code>[A-Z][A-Za-z]+)(?:\t| {2,}))?(?P<message>\S.+)",
        samples=("/demo/App.php:3  UnusedLocalVariable  Avoid unused local variables such as '$x'.",),
    ),
    Form(
        name="php-logged", tool="php", kind="crash",
        pattern=r"^\[.*(?P<message>PHP (?:Fatal|Parse|Recoverable fatal) error: +.+ in (?P<file>\S+)(?: on line |:)(?P<line>\d+).*)",
        samples=("[Tue Mar 02 08:22:40 2010] [error] PHP Fatal error:  Call to undefined function f() in /demo/a.php on line 3",),
    ),
    Form(
        name="php-soap", tool="php", kind="network",
        pattern=r"^(?P<message>SOAP-ERROR: .+)",
        samples=("SOAP-ERROR: Parsing WSDL: Couldn't load from 'http://demo'",),
    ),
    Form(
        name="jshint", tool="jshint", kind="lint",
        pattern=r"^(?P<file>\S.*\.\w+): line (?P<line>\d+), col (?P<column>\d+), (?!Warning - |Hint - |Info - |Error - )(?P<message>.+)",
        samples=("app.js: line 3, col 5, Missing semicolon.",),
        confusers=("/demo/app.js: line 3, col 5, Warning - Unexpected console statement. (no-console)",),
    ),
    Form(
        name="eslint-compact", tool="eslint", kind="lint",
        pattern=r"^(?P<file>\S.*\.\w+): line (?P<line>\d+), col (?P<column>\d+), (?P<severity>Error) - (?P<message>.+?)(?: \((?P<code>[\w@/-]+)\))?$",
        samples=("/demo/app.js: line 3, col 5, Error - 'x' is not defined. (no-undef)",),
        confusers=("/demo/app.js: line 3, col 5, Warning - Unexpected console statement. (no-console)",),
    ),
    Form(
        name="eslint-unix", tool="eslint", kind="lint",
        pattern=r"^(?P<file>\S.*\.\w+):(?P<line>\d+):(?P<column>\d+): (?P<message>.+) \[Error(?:/(?P<code>[\w@/-]+))?\]$",
        samples=("/demo/app.js:3:5: 'x' is not defined. [Error/no-undef]",),
        confusers=("/demo/app.js:3:5: Unexpected console statement. [Warning/no-console]",),
    ),
    Form(
        name="htmlhint-unix", tool="htmlhint", kind="lint",
        pattern=r"^(?P<file>\S.*\.\w+):(?P<line>\d+):(?P<column>\d+): (?P<message>.+) \[error/(?P<code>[\w@/-]+)\]$",
        samples=("/demo/index.html:3:6: Tag must be paired, missing: [ </p> ] [error/tag-pair]",),
    ),
    Form(
        name="stylelint-unix", tool="stylelint", kind="lint",
        pattern=r"^(?P<file>\S.*\.\w+):(?P<line>\d+):(?P<column>\d+): (?P<message>.+) \[error\]$",
        samples=("/demo/app.css:3:5: Unexpected unit (length-zero-no-unit) [error]",),
        confusers=("/demo/app.css:3:5: Unexpected unit (length-zero-no-unit) [warning]",),
    ),
    Form(
        name="tslint", tool="tslint", kind="lint",
        pattern=r"^(?P<severity>ERROR): (?:\([\w-]+\) )?(?P<file>\S+\.\w+)(?::|\[)(?P<line>\d+)(?::|, )(?P<column>\d+)\]?(?: -|:) (?P<message>.+)",
        samples=("ERROR: src/app.ts:3:5 - Missing semicolon", "ERROR: (semicolon) /demo/app.ts[3, 5]: Missing semicolon"),
        confusers=("WARNING: src/app.ts:3:5 - Missing semicolon",),
    ),
    Form(
        name="yui", tool="yui", kind="lint",
        pattern=r"^\[(?P<severity>WARNING|ERROR)\] (?P<message>(?:\d+:\d+:|Found an undeclared symbol|The symbol \S+ is declared|Using 'eval'|Invalid hint|Duplicate|Try to use|The variable).*)",
        samples=("[WARNING] Using 'eval' is not recommended.", "[ERROR] 3:5:missing ; before statement", "[WARNING] Found an undeclared symbol: x"),
    ),
    Form(
        name="csslint", tool="csslint", kind="lint",
        pattern=r"^\d+: (?P<severity>error) at line (?P<line>\d+), col (?P<column>\d+)$",
        says=r"^(?P<message>\S.+)", reach=1, heading=r"^csslint: There (?:is|are) \d+ problems? in (?P<subject>\S+)\.$",
        samples=("1: error at line 3, col 5\nExpected RBRACE at line 3, col 5.\n}",),
    ),
)  # fmt: skip
