"""Dart and Flutter, and the engines of games: Unity and Unreal."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="dart-test", tool="dart test", kind="test",
        pattern=r"^\d+:\d\d \+\d+(?: ~\d+)? -\d+: (?P<subject>(?!Some tests failed|loading ).+?) \[E\]$",
        says=r"^ {2}(?P<message>\S.*)", reach=2, goes_on=r"^ {2}\s*(?!package:|test/\S+ \d+:\d+|dart:)\S", most=6,
        samples=("00:02 +1 -1: test/cart_test.dart: total adds prices [E]\n  Expected: <5>\n    Actual: <4>\n  package:test_api expect",),
        confusers=("00:03 +1 -1: Some tests failed.",),
    ),
    Form(
        name="dart-load", tool="dart test", kind="compile",
        pattern=r"^\d+:\d\d \+\d+(?: ~\d+)? -\d+: loading (?P<subject>\S+) \[E\]$",
        says=r"^ {2}(?P<message>\S.*)", reach=3, goes_on=r"^ {2}\S", most=4,
        samples=('00:00 +0 -1: loading test/cart_test.dart [E]\n  Failed to load "test/cart_test.dart": Compilation failed',),
    ),
    Form(
        name="dart-wrapper", tool="dart test", kind="test", role="wrapper",
        pattern=r"^\d+:\d\d \+\d+(?: ~\d+)? -\d+: (?P<message>Some tests failed\.)",
        samples=("00:03 +1 -1: Some tests failed.",),
    ),
    Form(
        name="flutter-test", tool="flutter", kind="test",
        pattern=r"^(?:══+|=+)[╡|] EXCEPTION CAUGHT BY (?P<subject>[A-Z ]+) [╞|][═=]+$",
        says=r"^(?P<message>(?!The following |When the exception|The test description)\S.*)", reach=3, goes_on=r"^(?!When the exception|The test description was|══|$)", most=6,
        samples=("══╡ EXCEPTION CAUGHT BY FLUTTER TEST FRAMEWORK ╞════════════════\nThe following TestFailure was thrown running a test:\nExpected: exactly one matching candidate\n  Actual: _TextWidgetFinder:<Found 0 widgets>",),
    ),
    Form(
        name="dart-compile", tool="dart", kind="compile",
        pattern=r"^(?P<file>\S+\.dart):(?P<line>\d+):(?P<column>\d+): (?P<severity>Error): (?P<message>.+)",
        goes_on=r"^\s+\S|^\s*\^", most=2,
        samples=("lib/cart.dart:3:5: Error: Undefined name 'price'.\n    price;\n    ^^^^^",),
    ),
    Form(
        name="flutter-wrapper", tool="flutter", kind="other", role="wrapper",
        pattern=r"^(?P<message>Gradle task \w+ failed with exit code \d+|Error: Failed to build iOS app|Encountered error while building for device\.|Failed to package \S+\.)",
        samples=("Gradle task assembleDebug failed with exit code 1",),
    ),
    Form(
        name="unity", tool="unity", kind="config",
        pattern=r"^(?:\[\w+\] )?(?P<message>(?:Aborting batchmode due to failure:|No valid Unity Editor license found|BuildFailedException: |UnityException: |Multiple Unity instances cannot open the same project|executeMethod (?:class|method) '.+' could not be found|Couldn't set project path to: |Fatal Error! |Failed to activate/update license|DirectoryNotFoundException: ).*)",
        goes_on=r"^executeMethod ", most=1,
        samples=("Aborting batchmode due to failure:\nexecuteMethod class 'Build' could not be found.", "BuildFailedException: Player build failed",
                 "No valid Unity Editor license found. Please activate your license."),
    ),
    Form(
        name="unity-wrapper", tool="unity", kind="other", role="wrapper",
        pattern=r"^(?P<message>Error building Player because scripts had compiler errors|Scripts have compiler errors\.|Error building Player: \d+ errors?)",
        samples=("Error building Player because scripts had compiler errors",),
    ),
    Form(
        name="unreal-test", tool="unreal", kind="test",
        pattern=r"LogAutomationController: (?:Error: )?(?:Test Completed\. )?Result=\{(?:Fail(?:ed)?|Error)\} Name=\{(?P<subject>[^}]+)\} Path=\{(?P<message>[^}]+)\}",
        samples=("LogAutomationController: Error: Test Completed. Result={Failed} Name={Adds} Path={Shop.Cart.Adds}",),
        confusers=("LogAutomationController: Test Completed. Result={Success} Name={Adds} Path={Shop.Cart.Adds}",),
    ),
    Form(
        name="unreal", tool="unreal", kind="other", certainty=60,
        pattern=r"^(?:\[[\d.:-]+\]\[ *\d+\])?(?:UATHelper: \S+ \(\w+\): )?(?P<message>(?:Log(?:Compile|Linker|Blueprint|Cook|Shader\w*|Windows|Init|Automation\w*|Material): Error: |ERROR: |Fatal error: )(?!Test Completed)\S.*(?:Cook failed|\.uasset|\.umap|Fatal error|Compiler|compiler|Failed to|failed to|Unhandled Exception|Assertion failed).*)",
        samples=("LogCook: Error: Failed to load /Game/Maps/Shop.umap", "UATHelper: Packaging (Windows): ERROR: Cook failed. Compiler"),
    ),
    Form(
        name="unreal-wrapper", tool="unreal", kind="other", role="wrapper",
        pattern=r"^(?:UATHelper: \S+ \(\w+\): )?(?P<message>AutomationTool exiting with ExitCode=[1-9]\d* .*|BUILD FAILED: Command .+)",
        samples=("AutomationTool exiting with ExitCode=25 (Error_UnknownCookFailure)",),
    ),
)  # fmt: skip
