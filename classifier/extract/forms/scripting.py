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
        pattern=r"^#\s+Failed test(?: '(?P<subject>.*)'| \(| (?:at|in|on) |\.?$)",
        goes_on=r"^#", most=6,
        samples=("#   Failed test 'adds'\n#   at t/app.t line 3.\n#          got: '4'\n#     expected: '5'",),
    ),
    Form(
        name="perl-prove", tool="perl", kind="test", unless=("tap", "perl-test"),
        pattern=r"^\s*(?:(?P<subject>\S+\.t) \.* ?)?Dubious, test returned \d+",
        above=r"^(?:\S+\.t \.* ?)?(?P<message>(?!# Looks like)\S.* line \d+\.?)$", back=4,
        samples=("t/net.t .. Connect timeout at t/net.t line 17.\n# Looks like your test exited with 11 before it could output anything.\nt/net.t .. Dubious, test returned 11 (wstat 2816, 0xb00)",),
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
        name="r-check-tests", tool="R", kind="test", role="wrapper",
        pattern=r"^(?P<message>Running the tests in [‘'](?P<subject>[^’']+)[’'] failed\.)",
        goes_on=r"^Last \d+ lines of output:|^  ", most=16,
        samples=("Running the tests in ‘tests/testthat.R’ failed.\nLast 13 lines of output:\n  1 of 2 tests failed",),
    ),
    Form(
        name="pester", tool="Pester", kind="test",
        pattern=r"^\s*\[-\] (?P<subject>\S.*?)(?: -> (?P<message>.+)| \d+(?:\.\d+)?m?s(?: \(\d+m?s\|\d+m?s\))?)$",
        says=r"^\s+(?P<message>\S.*)", reach=1,
        goes_on=r"^\s*(?:Expected|But was|at )", most=6,
        samples=("  [-] adds 12ms\n    Expected: {5}\n    But was:  {4}",
                 "[-] shop.adds 15ms (12ms|3ms)\n Expected 5, but got 4.\n at add 2 2 | Should -Be 5, /demo/shop.Tests.ps1:5"),
    ),
    Form(
        name="awesome-bot", tool="awesome_bot", kind="lint",
        pattern=r"^Issues :-\($",
        says=r"^ +\d+\. (?P<message>\[L\d+\] .*)", reach=2,
        goes_on=r"^ +\d+\. ", most=40,
        samples=("Issues :-(\n> Links \n  1. [L0153] 404 https://example.org/gone \n  2. [L0160] 301 https://example.org/a",),
    ),
    Form(
        name="tasty", tool="tasty", kind="test",
        pattern=r"^ +(?P<subject>\S.*?): +FAIL(?: \(\d+\.\d+s\))?$",
        says=r"^ +(?P<message>\w.*)", reach=3,
        goes_on=r"^ {4,}(?!\S.*: +(?:OK|FAIL)\b)\S", most=12,
        samples=("    adds:   FAIL (0.06s)\n      test/Main.hs:9:\n      expected: 5\n       but got: 4",),
    ),
    Form(
        name="cabal-suite", tool="cabal", kind="other", role="wrapper",
        pattern=r"^(?P<message>Test suite (?P<subject>\S+): FAIL)$",
        samples=("Test suite shop-test: FAIL",),
    ),
    Form(
        name="ghc-werror", tool="ghc", kind="compile",
        pattern=r"^Failing due to -Werror\.",
        above=r"^(?P<message>\S+\.l?hs:\d+:\d+(?:-\d+)?: [Ww]arning:.*)", back=30,
        samples=("src/App.hs:94:10: Warning:\n    No explicit implementation for\n      ‘mappend’\n\n<no location info>: \nFailing due to -Werror.",),
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
        hollow=r"^Command failed with status|^Tests? failed|^Failed \d+ tests?\b|exited with|^(?:Failures|Errors)\b",
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
