"""Apple's tools: Swift and its packages, xcodebuild with its formatters, XCTest, CocoaPods, fastlane."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="xctest", tool="xctest", kind="test",
        pattern=r"^(?P<file>\S.*\.(?:swift|mm?)):(?P<line>\d+): error: (?P<subject>-\[.+?\]|\w+\.\w+) : (?P<message>.+?)(?: - )?$",
        samples=("/demo/AppTests.swift:9: error: -[AppTests.AppTests testAdds] : XCTAssertEqual failed",
                 '/demo/CartTests.swift:9: error: CartTests.testAdds : XCTAssertEqual failed: ("4") is not equal to ("5") - '),
    ),
    Form(
        name="xctest-parallel", tool="xctest", kind="test", certainty=70, unless=("xctest",),
        pattern=r"^Test case '(?P<subject>[^']+)' (?P<message>failed on '[^']+' \([\d.]+ seconds\))",
        samples=("Test case 'TillTests.testOpens()' failed on 'Clone 1 of iPhone 13 mini - xctest (59522)' (0.278 seconds)",),
        confusers=("Test case 'TillTests.testOpens()' passed on 'Clone 1 of iPhone 13 mini - xctest (59522)' (0.278 seconds)",),
    ),
    Form(
        name="xctest-case", tool="xctest", kind="test", certainty=70, unless=("xctest", "xcpretty-test", "xcpretty-summary"),
        pattern=r"^Test Case '(?P<subject>-\[.+?\]|[\w.]+)' (?P<message>failed \([\d.]+ seconds\))",
        samples=("Test Case '-[ShopTests.CartTests testAdds]' failed (0.003 seconds).",),
        confusers=("Test Case '-[ShopTests.CartTests testAdds]' passed (0.003 seconds).",),
    ),
    Form(
        name="xctest-list", tool="xctest", kind="test", certainty=60, unless=("xctest", "xctest-case", "xctest-parallel", "xcpretty-test", "xcpretty-summary"),
        pattern=r"^Failing tests:$", says=r"^\s+(?P<message>(?:-\[)?\w.*(?:\(\)|\])(?: \(.*\))?)$", reach=3, said_only=True,
        goes_on=r"^\s+\S", most=12,
        samples=("Failing tests:\n\tShopTests:\n\t\tCartTests.testAdds()",),
    ),
    Form(
        name="swift-testing", tool="swift test", kind="test",
        pattern=r"^(?:✘|􀢄|\[x\]|×) +Test (?P<subject>.+?) recorded an issue(?: with .+?)?(?: at (?P<file>\S+):(?P<line>\d+):(?P<column>\d+))?: (?P<message>.+)",
        goes_on=r"^(?:↳|􀄵) ", most=3,
        samples=("✘ Test adds() recorded an issue at AppTests.swift:9:3: Expectation failed: (add(2, 2) → 4) == 5",
                 '✘ Test "adds up" recorded an issue with 1 argument n → 2 at AppTests.swift:9:3: Expectation failed: (n → 2) == 1\n↳ must be one',
                 "✘ Test waits() recorded an issue: Time limit was exceeded: 60.000 seconds"),
    ),
    Form(
        name="swift-testing-told", tool="swift test", kind="test", unless=("swift-testing",),
        pattern=r"^\s*⚠️? +Test (?P<subject>.+?) recorded an issue(?: with .+?)? at (?P<file>\S+):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)",
        samples=("    ⚠️  Test adds() recorded an issue at CartTests.swift:17:9: Expectation failed: total == 5",),
    ),
    Form(
        name="swift-testing-wrapper", tool="swift test", kind="test", role="wrapper",
        pattern=r"^(?:✘|􀢄|\[x\]) +(?P<message>(?:Test run with \d+ tests?|Suite .+) failed after .+)",
        samples=("✘ Test run with 3 tests failed after 0.002 seconds with 2 issues.",),
    ),
    Form(
        name="swiftc", tool="swiftc", kind="compile",
        pattern=r"^(?:❌ |⌦ |\[x\] )? *(?P<file>[^\s:]\S*?\.swift(?:interface)?):(?P<line>\d+):(?P<column>\d+): (?:(?P<severity>error|fatal error): )?(?!warning:|note:|remark:)(?P<message>\S.*)",
        goes_on=r"^(?:\s+\S|\s*\^|\s*\d+ \||$)", most=3,
        samples=("/demo/Sources/Shop/Cart.swift:3:12: error: cannot find 'price' in scope\n    return price\n           ^~~~~",
                 "❌  /demo/App.swift:9:3: use of unresolved identifier 'foo'"),
        confusers=("/demo/App.swift:9:3: warning: variable 'x' was never used", "/demo/App.swift:9:3: note: did you mean 'tea'?"),
    ),
    Form(
        name="xcpretty", tool="xcodebuild", kind="compile",
        pattern=r"^(?:❌ |⌦ |\[x\] ) *(?P<file>/?\S+?\.\w+):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)",
        samples=("❌  /demo/App.m:9:3: use of undeclared identifier 'foo'", "[x] /demo/Cart.m:14:9: expected ';'"),
    ),
    Form(
        name="xcpretty-plain", tool="xcodebuild", kind="config",
        pattern=r"^(?:❌ |⌦ |\[x\] ) *(?:error: )?(?P<message>(?!error: linker command failed|ld: symbol|\S+:\d+:\d+: )(?:Undefined symbols? .*|Multiple commands produce .*|Signing for .*|No profiles for .*|\S.*\b(?:not found|cannot be found|could not|duplicate symbol|requires a|does not|failed)\b.*))",
        goes_on=r"^> ", most=3,
        samples=('❌ error: Signing for "Shop" requires a development team.', "❌ Undefined symbols for architecture arm64\n> Symbol: _gone"),
    ),
    Form(
        name="xcpretty-summary", tool="xctest", kind="test", unless=("xctest",),
        pattern=r"^  (?P<subject>test[A-Z_]\w*(?:\(\))?), (?P<message>\S.*)",
        goes_on=r"^\s*$|^ {2}/\S+:\d+$", most=2,
        samples=('  testAdds, XCTAssertEqual failed: ("4") is not equal to ("5")\n  /demo/ShopTests/CartTests.swift:9\n  ```',),
    ),
    Form(
        name="xcpretty-test", tool="xctest", kind="test", unless=("xctest", "xcpretty-summary"),
        pattern=r"^ +(?:✗ |✖ |\[x\] )(?P<subject>\w+(?:\(\))?)(?:, | on .* - )(?P<message>.+)",
        samples=("    ✗ testAdds, XCTAssertEqual failed",),
    ),
    Form(
        name="xcodebuild", tool="xcodebuild", kind="config",
        pattern=r"^(?:xcodebuild|xcrun|xcode-select|simctl|actool|ibtool|codesign|altool): (?P<severity>error): (?P<message>.+)",
        goes_on=r"^\s+\S", most=4,
        samples=("xcodebuild: error: Unable to find a destination matching the provided destination specifier:\n\t\t{ platform:iOS Simulator, name:iPhone 99 }",
                 "xcodebuild: error: 'Shop.xcworkspace' does not exist.",
                 "xcode-select: error: tool 'xcodebuild' requires Xcode, but active developer directory '/demo' is a command line tools instance"),
    ),
    Form(
        name="xcodebuild-project", tool="xcodebuild", kind="config",
        pattern=r"^(?:(?P<file>/\S.*\.xcodeproj): )?(?P<severity>error): (?P<message>(?:Signing for \"|No profiles for '|No account for team|No signing certificate|Provisioning profile \"|The sandbox is not in sync|the sandbox is not in sync|Build input files? cannot be found|Multiple commands produce|Cycle inside|The (?:iOS|macOS|tvOS|watchOS) [Dd]eployment [Tt]arget|Unable to open (?:base configuration|file)|unable to (?:read|spawn|attach)|An error was encountered|The package product |Missing package product |Could not resolve package dependencies|Entitlements file|Framework not found).*)",
        samples=('error: Signing for "Shop" requires a development team. Select a development team in the editor. (in target \'Shop\' from project \'Shop\')',
                 '/demo/Shop.xcodeproj: error: No account for team "ABCDE12345". Add a new account in the Accounts preference pane.',
                 "error: The sandbox is not in sync with the Podfile.lock. Run 'pod install' or update your CocoaPods installation.",
                 "error: Build input file cannot be found: '/demo/Shop/Gone.swift' (in target 'Shop' from project 'Shop')"),
    ),
    Form(
        name="swift-package", tool="swift", kind="dependency",
        pattern=r"^(?P<severity>error): (?P<message>(?:Dependencies could not be resolved because|[Ff]ailed to clone repository|'[\w.-]+': (?:the (?:library|package|product|manifest|executable)|error:|Source files for target|unable to|package manifest)|the package manifest at '|root manifest not found|Could not find Package\.swift|product '.+' required by package|no such module '|no tests found; create|manifest parse error|terminated\(\d+\): |package '.+' (?:is using Swift tools version|requires|contains no products)|multiple (?:targets|products|executable)|invalid custom path|target '.+' (?:has|referenced)|no executable product|url '|dependency '|could not find module '|\S+ is not valid at the package level|ambiguous ).*)",
        goes_on=r"^ {4}\S", most=3,
        samples=("error: Dependencies could not be resolved because root depends on 'tea' 9.0.0..<10.0.0.",
                 "error: Failed to clone repository https://github.com/demo/gone:\n    Cloning into bare repository '/demo/gone'",
                 "error: 'shop': the library 'Shop' requires macos 10.13, but depends on the product 'Tea' which requires macos 10.15;",
                 "error: no such module 'Gone'", "error: no tests found; create a target in the 'Tests' directory"),
    ),
    Form(
        name="swift-wrapper", tool="swift", kind="other", role="wrapper",
        pattern=r"^(?:❌;? ?)?(?P<message>error: (?:fatalError|emit-module command failed with exit code \d+.*|(?:compile|merge-module|link) command failed.*|Exited with (?:unexpected )?signal code \d+)|Command \w+ failed with (?:a nonzero exit code|exit code \d+)|fatal error: too many errors emitted.*)$",
        samples=("error: fatalError", "error: emit-module command failed with exit code 1 (use -v to see invocation)", "Command CompileSwift failed with a nonzero exit code"),
    ),
    Form(
        name="xcodebuild-commands", tool="xcodebuild", kind="other", role="wrapper",
        pattern=r"^(?P<message>The following build commands failed:)", goes_on=r"^(?:\s+\S|\(\d+ failures?\))", most=12,
        samples=("The following build commands failed:\n\tCompileSwift normal arm64 /demo/Cart.swift (in target 'Shop')\n(1 failure)",),
    ),
    Form(
        name="xcodebuild-wrapper", tool="xcodebuild", kind="other", role="wrapper",
        pattern=r"^(?:❌ )?(?P<message>\*\* (?:BUILD|TEST|ARCHIVE|EXPORT|ANALYZE|CLEAN|TEST BUILD|TEST EXECUTE|BUILD INTERRUPTED)(?: FAILED)? \*\*|Testing failed:|▸ (?:Build|Test) Failed|(?:Build|Test|Archive) Failed)$",
        samples=("** BUILD FAILED **", "** TEST FAILED **", "Testing failed:"),
    ),
    Form(
        name="cocoapods", tool="cocoapods", kind="dependency",
        pattern=r"^\[!\] (?P<message>(?:CocoaPods could not find compatible versions for pod|Unable to find a (?:specification|pod|host target|compatible)|No podspec |Error installing |Invalid `|Failed to (?:connect|download|load|install)|The dependency |Oh no, an error occurred|The `.+` (?:repo|pod|target)|There are multiple dependencies|Unable to (?:download|load|determine)|The version of CocoaPods|The platform of the target|An error occurred).*)",
        goes_on=r"^ *(?:\S.*)?$", most=5,
        samples=('[!] CocoaPods could not find compatible versions for pod "Tea":\n  In Podfile:\n    Tea (~> 9.0)', "[!] Unable to find a specification for `Gone`"),
    ),
    Form(
        name="carthage", tool="carthage", kind="dependency",
        pattern=r"^(?P<message>(?:\*\*\* Skipped building .+ due to the error:|Build Failed|A shell task \(.+\) failed with exit code \d+:|Failed to (?:check out|discover shared schemes|resolve dependencies).+|Dependency \"(?P<subject>[^\"]+)\" has no shared framework schemes.*))$",
        says=r"^\s*(?P<message>(?:error|fatal|Error): .+)", reach=4,
        samples=("A shell task (/usr/bin/xcrun xcodebuild -scheme Shop) failed with exit code 65:\nerror: no such scheme",),
    ),
    Form(
        name="fastlane", tool="fastlane", kind="other", role="wrapper",
        pattern=r"^(?:\[[\d:]+\]: )?(?P<message>fastlane finished with errors|Exit status: [1-9]\d*|\[!\] Exit status of command .+ was \d+ instead of 0\.|\[!\] Error building the application.*|\[!\] Tests have failed)",
        samples=("[10:00:00]: fastlane finished with errors", "[!] Error building the application - see the log above"),
    ),
)  # fmt: skip
