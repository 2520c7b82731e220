"""javac, kotlinc, scalac, groovyc, Clojure, javadoc, and the plugins of Maven, Gradle and sbt that check."""

from classifier.extract.forms.form import Form

ANT = r"^\s*(?:\[\w+\] +)?"
MAVEN = r"^\[(?:ERROR|WARNING)\] +"
SBT = r"^(?:\[error\] )"

FORMS = (
    Form(
        name="javac", tool="javac", kind="compile",
        pattern=ANT + r"(?::[\w:-]+)?(?P<file>[^\s:\[][^:]*\.(?:java|groovy)):(?P<line>\d+): (?P<severity>error): (?P<message>.+)",
        goes_on=r"^\s*(?:\[\w+\])? +\S", most=5,
        samples=(
            "src/Main.java:5: error: cannot find symbol\n        Foo foo;\n        ^\n  symbol:   class Foo\n  location: class Main",
            "    [javac] /demo/Main.java:3: error: ';' expected",
            ":compileJava/demo/Main.java:3: error: package demo.gone does not exist\nimport demo.gone.Till;\n                ^",
        ),
        confusers=("src/Main.java:5: warning: [deprecation] stop() in Thread has been deprecated",),
    ),
    Form(
        name="javac-old", tool="javac", kind="compile",
        pattern=ANT + r"(?P<file>/?[\w./$-]+\.java):(?P<line>\d+): (?P<message>(?!error|warning|note)(?:cannot find symbol|package \S+ does not exist|incompatible types|unreported exception|class, interface, or enum expected|.+ (?:expected|cannot be applied to .+|is not abstract and does not override .+|has private access in .+|might not have been initialized|is already defined in .+))\b.*)",
        goes_on=r"^\s*(?:\[\w+\])? +\S", most=5,
        samples=("    [javac] /demo/Main.java:3: cannot find symbol\n    [javac] symbol  : class Foo\n    [javac] location: class demo.Main", "Main.java:9: ';' expected"),
        confusers=("Main.java:9: warning: [deprecation] stop() in Thread has been deprecated",),
    ),
    Form(
        name="javac-itself", tool="javac", kind="config",
        pattern=ANT + r"(?:\[ERROR\] )?(?:Fatal error compiling: )?error: (?P<message>(?:invalid (?:source|target) release|release version|Source option|Target option|invalid flag|file not found|no source files|module not found|option --release|warnings found and -Werror|error reading|class file has wrong version|Annotation processor)\b.*)",
        samples=("error: release version 25 not supported", "    [javac] error: invalid target release: 21", "error: warnings found and -Werror specified"),
    ),
    Form(
        name="maven-compiler", tool="javac", kind="compile",
        pattern=r"^\[ERROR\] (?P<file>\S.*\.(?:java|kt|groovy|scala)):[\[(](?P<line>\d+), ?(?P<column>\d+)[\])] (?!\(\w+\) \w+: )(?:error: )?(?P<message>.+)",
        goes_on=r"^(?:\[ERROR\] )?\s+\S", most=5,
        samples=(
            "[ERROR] /demo/src/main/java/App.java:[3,9] cannot find symbol\n  symbol:   class Foo\n  location: class App",
        ),
    ),
    Form(
        name="ecj-numbered", tool="ecj", kind="compile",
        pattern=ANT + r"\d+\. ERROR in (?P<file>\S+\.java)(?: \(at line (?P<line>\d+)\))?",
        says=ANT + r"(?P<message>(?:The |Type |Cannot |Syntax |Unhandled |Duplicate |Missing |Unreachable |This |Incompatible |Invalid |Illegal |No |Access |[A-Z]\w+ )\S*[^;{}]*)$", reach=4,
        samples=("1. ERROR in /demo/App.java (at line 3)\n\timport demo.gone.Till;\n\t       ^^^^^^^^^\nThe import demo.gone cannot be resolved\n----------",),
    ),
    Form(
        name="kotlinc", tool="kotlinc", kind="compile",
        pattern=r"^e: (?:file://)?(?P<file>\S+\.kts?):(?: \()?(?P<line>\d+)(?::|, )(?P<column>\d+)\)?:? (?P<message>.+)",
        samples=(
            "e: file:///demo/src/App.kt:3:5 Unresolved reference: foo",
            "e: /demo/src/App.kt: (3, 5): Unresolved reference: foo",
        ),
    ),
    Form(
        name="kotlinc-itself", tool="kotlinc", kind="compile", certainty=60,
        pattern=r"^e: (?P<message>(?!file:|/|[A-Z]:|warnings found)(?:\S.*)?(?:xception|rror|[Uu]nresolved|ould not |annot |an't |\[ksp\]|\[kapt\]).*)",
        samples=("e: java.lang.IllegalStateException: Could not read the module", "e: [ksp] App.kt:3: Type Gone can't be resolved"),
        confusers=("e: warnings found and -Werror specified",),
    ),
    Form(
        name="kotlinc-plain", tool="kotlinc", kind="compile",
        pattern=r"^(?P<file>\S+\.kts?):(?P<line>\d+):(?P<column>\d+): (?P<severity>error): (?P<message>.+)",
        goes_on=r"^\s+\S", most=2,
        samples=("demo/Shop.kt:8:13: error: unresolved reference: tota\n    println(tota(listOf(1, 2)))\n            ^",),
    ),
    Form(
        name="scalac", tool="scalac", kind="compile",
        pattern=SBT + r"(?P<file>\S+\.(?:scala|java|sbt)(?:\.\w+)?):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<message>.+)",
        goes_on=r"^\[error\] (?!\S+:\d+:)", most=4,
        samples=("[error] /demo/src/App.scala:3:5: not found: value foo\n[error]     foo\n[error]     ^",),
    ),
    Form(
        name="scalac-plain", tool="scalac", kind="compile",
        pattern=r"^(?:\[ERROR\] )?(?P<file>\S+\.scala):(?P<line>\d+): (?P<severity>error): (?P<message>.+)",
        goes_on=r"^(?:\[ERROR\] )?\s+\S", most=4,
        samples=("demo/Shop.scala:4: error: type mismatch;\n found   : Int\n required: String\n  def total = 1\n              ^",),
    ),
    Form(
        name="scala3", tool="scalac", kind="compile",
        pattern=r"^(?:\[error\] )?-- (?:\[(?P<code>E\d+)\] )?(?:[\w -]+ )?Error: (?P<file>\S+\.scala):(?P<line>\d+):(?P<column>\d+) -*$",
        says=r"^(?:\[error\] )?\s*\|\s+(?P<message>[^\s^-].*)", reach=6,
        samples=("-- [E006] Not Found Error: src/App.scala:3:4 -------\n3 |    foo\n  |    ^^^\n  |    Not found: foo",),
        confusers=("-- [E129] Potential Issue Warning: src/App.scala:3:4 -------",),
    ),
    Form(
        name="groovyc", tool="groovyc", kind="compile",
        pattern=ANT + r"(?P<file>\S+\.(?:groovy|gradle|gvy|jenkinsfile)): (?P<line>\d+): (?P<message>\S.*?)(?: @ line \d+, column (?P<column>\d+)\.)$",
        goes_on=r"^\s+\S", most=2,
        samples=("demo/Shop.groovy: 6: unexpected token: } @ line 6, column 5.\n       }\n       ^",),
    ),
    Form(
        name="groovyc-frame", tool="groovyc", kind="compile", role="wrapper",
        pattern=r"^(?:org\.codehaus\.groovy\.control\.)?(?P<message>MultipleCompilationErrorsException: startup failed:)",
        samples=("org.codehaus.groovy.control.MultipleCompilationErrorsException: startup failed:",),
    ),
    Form(
        name="clojure-test", tool="clojure", kind="test",
        pattern=r"^(?P<severity>FAIL|ERROR) in \((?P<subject>[^\s()]+)\) \(\S+:\d+\)$",
        says=r"^\s*(?P<message>expected: .+)", reach=6, goes_on=r"^\s+\S", most=6,
        samples=("FAIL in (test-adds) (core_test.clj:9)\ntwo and two\nexpected: (= 5 (add 2 2))\n  actual: (not (= 5 4))",),
    ),
    Form(
        name="clojure-syntax", tool="clojure", kind="compile",
        pattern=r"^(?:Syntax error (?:[\w ]+ )?(?:compiling|reading source|macroexpanding) .*at |Execution error (?:\([\w$.]+\) )?at .*)\((?P<file>[^:()]+):(?P<line>\d+)(?::(?P<column>\d+))?\)\.?$",
        says=r"^(?P<message>\S.*)", reach=1,
        samples=("Syntax error compiling at (src/demo/core.clj:3:5).\nUnable to resolve symbol: foo in this context",),
    ),
    Form(
        name="java-launcher", tool="java", kind="config",
        pattern=r"^Error: (?P<message>(?:Could not find or load main class|Unable to access jarfile|Main method not found in class|Could not find Java SE Runtime|missing `\w+' argument|JAVA_HOME is not defined correctly) ?(?P<subject>\S*).*)",
        goes_on=r"^Caused by: ", most=1,
        samples=("Error: Could not find or load main class demo.Shop\nCaused by: java.lang.ClassNotFoundException: demo.Shop", "Error: Unable to access jarfile gone.jar"),
    ),
    Form(
        name="java-option", tool="java", kind="config",
        pattern=r"^(?P<message>(?:Unrecognized (?:VM )?option:? |Invalid (?:initial|maximum) heap size|ERROR: JAVA_HOME is set to an invalid directory|Unable to locate a Java Runtime|No compiler is provided in this environment).*)",
        samples=("Unrecognized option: -XX:MaxPermSize=256m", "Unrecognized VM option 'UseConcMarkSweepGC'", "Invalid maximum heap size: -Xmx9000000g"),
    ),
    Form(
        name="maven-model", tool="maven", kind="config",
        pattern=r"^\[(?:ERROR|FATAL)\] +(?P<message>(?:'[\w.]+' (?:for \S+ )?(?:is missing|must be|with value|contains|has).+|Malformed POM .+|Non-parseable POM .+|Child module \S+ of \S+ does not exist.*|The project \S+ \(\S+\) has \d+ errors?$|Unknown lifecycle phase .+|No plugin found for prefix .+|The goal you specified requires a project to execute.+|Could not find the selected project in the reactor.+|Project '\S+' is duplicated in the reactor.*|The projects in the reactor contain a cyclic reference.+))",
        hollow=r"^The project \S+ \(\S+\) has \d+ error",
        samples=(
            "[ERROR] 'dependencies.dependency.version' for demo:gone:jar is missing. @ line 12, column 17",
            '[ERROR] Unknown lifecycle phase "tst". You must specify a valid lifecycle phase',
            "[ERROR] Malformed POM /demo/pom.xml: Unrecognised tag: 'dependancy'",
        ),
    ),
    Form(
        name="maven-itself", tool="maven", kind="config",
        pattern=r"^\[ERROR\] (?:Error executing Maven\.|Error reading settings\.xml:)$",
        says=r"^(?:\[ERROR\] )?(?P<message>\S.*)", reach=1,
        samples=("[ERROR] Error executing Maven.\n[ERROR] The specified user settings file does not exist: /demo/settings.xml",),
    ),
    Form(
        name="maven-dependency", tool="maven", kind="dependency",
        pattern=r"^\[(?:ERROR|FATAL)\] .*?(?P<message>(?:Could not resolve dependencies for project|Non-resolvable (?:parent|import) POM|Plugin \S+ or one of its dependencies could not be resolved|Failed to read artifact descriptor|Could not find artifact|Could not transfer artifact).*)",
        samples=(
            "[ERROR] Failed to execute goal on project app: Could not resolve dependencies for project demo:app:jar:1: Could not find artifact demo:gone:jar:9 in central",
        ),
    ),
    Form(
        name="maven-enforcer", tool="maven", kind="config",
        pattern=MAVEN + r"Rule \d+: (?P<subject>[\w.$]+) failed with message:$",
        says=r"^(?:\[(?:ERROR|WARNING)\] )?(?P<message>\S.*)", reach=1,
        goes_on=r"^(?!\[(?:INFO|ERROR|WARNING)\])\s*\S", most=8,
        samples=(
            "[ERROR] Rule 0: org.apache.maven.plugins.enforcer.RequireJavaVersion failed with message:\nDetected JDK Version: 17.0.15 is not in the allowed range [21,).",
        ),
    ),
    Form(
        name="maven-license", tool="maven", kind="lint",
        pattern=MAVEN + r"(?P<message>Missing header in: (?P<subject>.+)|Header is missing (?:from|in) (?P<file>.+))",
        samples=("[WARNING] Missing header in: /demo/src/main/java/App.java",),
    ),
    Form(
        name="maven-rat", tool="maven", kind="lint",
        pattern=MAVEN + r"Files with unapproved licenses:",
        says=r"^(?:\[(?:ERROR|WARNING)\])?\s+(?P<message>\S.*)", reach=2,
        samples=("[WARNING] Files with unapproved licenses:\n  /demo/src/main/resources/prices.txt",),
    ),
    Form(
        name="animal-sniffer", tool="maven", kind="lint",
        pattern=r"^\[ERROR\] (?P<file>\S+\.java):(?P<line>\d+): (?P<message>Undefined reference: .+|.+ Undefined reference: .+)",
        samples=("[ERROR] /demo/App.java:3: Undefined reference: String String.strip()",),
    ),
    Form(
        name="dependency-analysis", tool="maven", kind="dependency",
        pattern=r"^\[(?:ERROR|WARNING)\] (?P<message>(?:Used undeclared|Unused declared|Non-test scoped test only) dependencies found:)",
        says=r"^\[(?:ERROR|WARNING)\] {4}(?P<message>\S.*)", reach=1,
        goes_on=r"^\[(?:ERROR|WARNING)\] {4}\S", most=8, certainty=36,
        samples=("[ERROR] Used undeclared dependencies found:\n[ERROR]    demo:gone:jar:9:compile",),
    ),
    Form(
        name="jacoco", tool="maven", kind="test", certainty=60,
        pattern=r"(?P<message>Rule violated for (?:bundle|package|class) .+ ratio is [\d.]+, but expected minimum is [\d.]+)",
        samples=("[WARNING] Rule violated for bundle app: lines covered ratio is 0.30, but expected minimum is 0.80",),
    ),
    Form(
        name="formatter", tool="maven", kind="lint",
        pattern=r"(?P<message>The following files had format violations:|The following files are not formatted:)",
        says=r"^(?:\[ERROR\] )? +(?P<message>\S.*)", reach=1, goes_on=r"^(?:\[ERROR\] )? +\S", most=8,
        samples=("[ERROR] The following files had format violations:\n[ERROR]     src/main/java/App.java",),
    ),
    Form(
        name="gradle-test-logger", tool="junit", kind="test",
        pattern=r"^ {2}Test (?P<subject>\S.*?) FAILED(?: \([\d.]+m?s\))?$",
        says=r"^ {2,}(?P<message>\S.*)", reach=3, goes_on=r"^ {2,}(?!at )\S", most=6,
        samples=("  Test adds two numbers FAILED (1.2s)\n\n  org.opentest4j.AssertionFailedError: expected: <5> but was: <4>\n      at demo.ShopTest.adds(ShopTest.java:9)",),
    ),
    Form(
        name="partest", tool="partest", kind="test",
        pattern=r"^!!  *\d+ - (?P<subject>\S+) +\[(?P<message>.+)\]$",
        goes_on=r"\S", most=4,
        samples=("!!  753 - neg/t742.scala                            [compilation failed]",),
    ),
    Form(
        name="sbt-dependency", tool="sbt", kind="dependency",
        pattern=r"^\[error\] (?:\([^)]*\) )?(?:[\w.]+ResolveException: )?(?P<message>(?:Error downloading|unresolved dependency:|download failed:) (?P<subject>\S+).*)",
        goes_on=r"^\[error\] {3}", most=6,
        samples=("[error] (update) sbt.ResolveException: Error downloading demo:gone_2.13:9",),
    ),
    Form(
        name="sbt-itself", tool="sbt", kind="config",
        pattern=r"^\[error\] (?P<message>Not a valid (?:command|key|project ID): .+|No main class detected\.|.+\.sbt:\d+: error: .+)",
        samples=("[error] Not a valid command: tset (similar: test, set)",),
    ),
    Form(
        name="sbt-tests", tool="sbt", kind="other", role="wrapper",
        pattern=r"^\[error\] \((?P<subject>[^)]*)\) (?P<message>.*(?:TestsFailedException|[Cc]ompilation failed|Nonzero exit (?:code|value)|failed due to previous errors).*)",
        samples=("[error] (app / Test / test) sbt.TestsFailedException: Tests unsuccessful",),
    ),
)  # fmt: skip
