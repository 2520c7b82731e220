"""TAP, Perl, PHP, Ruby, R, Lua, Haskell, Erlang, Elixir and Swift."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="tap", tool="tap", kind="test",
        pattern=r"^ *not ok \d+(?: -)? *(?P<subject>(?!.*# *(?:TODO|SKIP|todo|skip)).*)",
        says=r"^ *#? *(?:message|error): (?P<message>\S.*)", reach=8,
        goes_on=r"^ *#|^ +\S", most=10,
        samples=("not ok 2 - adds\n  ---\n  message: 'got 4, wanted 5'\n  ...",),
        confusers=("not ok 3 - later # TODO not written",),
    ),
    Form(
        name="perl-test", tool="perl", kind="test", unless=("tap",),
        pattern=r"^#\s+Failed test (?:'(?P<subject>.*)')?",
        goes_on=r"^#", most=6,
        samples=("#   Failed test 'adds'\n#   at t/app.t line 3.\n#          got: '4'\n#     expected: '5'",),
    ),
    Form(
        name="perl-module", tool="perl", kind="import",
        pattern=r"^(?P<message>Can't locate (?P<subject>\S+) in @INC.*)",
        samples=("Can't locate Demo/Gone.pm in @INC (you may need to install the Demo::Gone module)",),
    ),
    Form(
        name="php", tool="php", kind="compile",
        pattern=r"^(?:PHP )?(?P<message>(?:Fatal|Parse) error: +.+ in \S+(?: on line |:)\d+.*)",
        samples=("PHP Parse error:  syntax error, unexpected end of file in /demo/app.php on line 3",),
    ),
    Form(
        name="phpt", tool="phpt", kind="test",
        pattern=r"^(?:FAIL|BORK|LEAK) (?P<subject>.+ \[.+\.phpt\])",
        samples=("FAIL adds two numbers [tests/add.phpt]",),
    ),
    Form(
        name="rubocop", tool="rubocop", kind="lint",
        pattern=r"^(?P<file>\S+\.rb):(?P<line>\d+):(?P<column>\d+): (?P<code>[CWEFR]): (?:\[Correct\w+\] )?(?P<message>.+)",
        samples=("app.rb:3:1: C: Layout/TrailingWhitespace: Trailing whitespace detected.",),
    ),
    Form(
        name="ruby-load", tool="ruby", kind="import",
        pattern=r"(?P<message>cannot load such file -{2} (?P<subject>\S+).*)",
        samples=("app.rb:1:in `require': cannot load such file -- gone (LoadError)",),
    ),
    Form(
        name="testthat", tool="testthat", kind="test",
        pattern=r"^(?:>? *)?── (?:\d+\. )?(?:Failure|Error)(?:: | \([^)]*\): )(?P<subject>\S.*?)(?: \(@\S+)?[ ─]*$",
        says=r"^(?P<message>\S.*)", reach=1,
        goes_on=r"^(?!──|═)(?=.*\S)", most=6,
        samples=("── 1. Failure: adds (@test-app.R#3)  ──────\nadd(2, 2) not equal to 5.",),
    ),
    Form(
        name="r-check", tool="R", kind="test", unless=("testthat",), certainty=60,
        pattern=r"^(?P<message>\* checking .+ \.\.\. ?(?:\[.*\] )?ERROR$|Error in .+ ?: ?.*)",
        goes_on=r"^ {2}", most=6,
        samples=("* checking tests ... ERROR", "Error in library(gone) : there is no package called 'gone'"),
    ),
    Form(
        name="ghc", tool="ghc", kind="compile",
        pattern=r"^(?P<file>\S+\.l?hs):(?P<line>\d+):(?P<column>\d+)(?:-\d+)?: (?P<severity>error):(?: \[.*\])? *(?P<message>.*)",
        says=r"^\s+(?P<message>\S.*)", reach=1, goes_on=r"^\s+\S|^ +\|", most=8,
        samples=("src/App.hs:3:5: error:\n    Variable not in scope: foo",),
    ),
    Form(
        name="erlc", tool="erlc", kind="compile",
        pattern=r"^(?P<file>\S+\.erl):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<message>(?![Ww]arning:).+)",
        samples=("src/app.erl:9: variable 'Name' is unbound",),
    ),
    Form(
        name="common-test", tool="common_test", kind="test",
        pattern=r"^(?P<subject>[\w@]+:\w+) failed(?: on line \d+)?$",
        says=r"^Reason: (?P<message>.+)", reach=1,
        samples=("app_SUITE:adds failed on line 9\nReason: {badmatch,4}",),
    ),
    Form(
        name="erlang-crash", tool="erlang", kind="crash",
        pattern=r"^Crash dump is being written to: ",
        above=r"^(?P<message>(?:System process|\{?\"?init terminating|Runtime terminating).*)", back=3,
        samples=("init terminating in do_boot ({undef,[{app,main,[],[]}]})\n\nCrash dump is being written to: erl_crash.dump...done",),
    ),
    Form(
        name="rake", tool="rake", kind="other", certainty=50,
        pattern=r"^rake aborted!$",
        says=r"^(?P<message>\S.*)", reach=1,
        hollow=r"^Command failed with status|^Tests? failed|exited with|^(?:Failures|Errors)\b",
        samples=("rake aborted!\nNo Rakefile found (looking for: rakefile, Rakefile, rakefile.rb, Rakefile.rb)",),
    ),
    Form(
        name="elixir", tool="elixir", kind="crash",
        pattern=r"^\*\* \((?P<code>\w[\w.]*)\) (?P<message>.+)",
        goes_on=r"^ {4}\S", most=3,
        samples=("** (CompileError) lib/app.ex:3: undefined function foo/0", '** (throw) "not sorted"'),
    ),
    Form(
        name="xctest", tool="xctest", kind="test",
        pattern=r"^(?P<file>\S.*\.(?:swift|mm?)):(?P<line>\d+): error: (?P<subject>-\[.+?\]|\w+\.\w+) : (?P<message>.+)",
        samples=("/demo/AppTests.swift:9: error: -[AppTests.AppTests testAdds] : XCTAssertEqual failed",),
    ),
    Form(
        name="swift-testing", tool="swift test", kind="test",
        pattern=r"^(?:✘|􀢄) +Test (?P<subject>.+?) recorded an issue (?:with .+ )?at (?P<file>\S+):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)",
        samples=("✘ Test adds() recorded an issue at AppTests.swift:9:3: Expectation failed: (add(2, 2) → 4) == 5",),
    ),
    Form(
        name="xcpretty", tool="xcodebuild", kind="compile",
        pattern=r"^(?:❌ |⌦ ) *(?P<file>/?\S+?):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)",
        samples=("❌  /demo/App.swift:9:3: use of unresolved identifier 'foo'",),
    ),
    Form(
        name="xcpretty-test", tool="xctest", kind="test",
        pattern=r"^ +(?:✗ |✖ )(?P<subject>\w+(?:\(\))?)(?:, | on .* - )(?P<message>.+)",
        samples=("    ✗ testAdds, XCTAssertEqual failed",),
    ),
)  # fmt: skip
