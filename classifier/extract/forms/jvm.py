"""javac, kotlinc, scalac, Maven, Gradle, Ant, sbt, JUnit and ScalaTest."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="javac", tool="javac", kind="compile",
        pattern=r"^\s*(?:\[\w+\] +)?(?P<file>[^\s\[][^:]*\.(?:java|groovy)):(?P<line>\d+): (?P<severity>error): (?P<message>.+)",
        goes_on=r"^\s*(?:\[\w+\])? +\S", most=5,
        samples=(
            "src/Main.java:5: error: cannot find symbol\n        Foo foo;\n        ^\n  symbol:   class Foo\n  location: class Main",
            "    [javac] /demo/Main.java:3: error: ';' expected",
        ),
        confusers=("src/Main.java:5: warning: [deprecation] stop() in Thread has been deprecated",),
    ),
    Form(
        name="maven-compiler", tool="javac", kind="compile",
        pattern=r"^\[ERROR\] (?P<file>\S.*\.(?:java|kt|groovy|scala)):[\[(](?P<line>\d+), ?(?P<column>\d+)[\])] (?:error: )?(?P<message>.+)",
        goes_on=r"^(?:\[ERROR\] )?\s+\S", most=5,
        samples=(
            "[ERROR] /demo/src/main/java/App.java:[3,9] cannot find symbol\n  symbol:   class Foo\n  location: class App",
        ),
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
        name="scalac", tool="scalac", kind="compile",
        pattern=r"^\[error\] (?P<file>\S+\.(?:scala|java|sbt)):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<message>.+)",
        goes_on=r"^\[error\] (?!\S+:\d+:)", most=4,
        samples=("[error] /demo/src/App.scala:3:5: not found: value foo\n[error]     foo\n[error]     ^",),
    ),
    Form(
        name="maven-dependency", tool="maven", kind="dependency",
        pattern=r"^\[(?:ERROR|FATAL)\] .*(?P<message>(?:Could not resolve dependencies for project|Non-resolvable (?:parent|import) POM|Plugin \S+ or one of its dependencies could not be resolved|Could not find artifact|Could not transfer artifact).*)",
        samples=(
            "[ERROR] Failed to execute goal on project app: Could not resolve dependencies for project demo:app:jar:1: Could not find artifact demo:gone:jar:9 in central",
        ),
    ),
    Form(
        name="maven-goal", tool="maven", kind="other", role="symptom", certainty=50,
        pattern=r"^\[ERROR\] Failed to execute goal (?P<subject>\S+)(?: \([\w.-]+\))?(?: on project [\w.-]+)?: (?P<message>.+)",
        hollow=r"There (?:are|were|was) .*(?:failure|error)|Compilation failure|There are test failures|Execution \S+ of goal|-> \[Help 1\]$",
        samples=(
            "[ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:2.22.2:test (default-test) on project app: There are test failures.",
        ),
    ),
    Form(
        name="gradle-wrong", tool="gradle", kind="other", role="symptom", certainty=50,
        pattern=r"^\* What went wrong:$",
        says=r"^> (?P<message>.+)", reach=4,
        goes_on=r"^(?!\* )(?=.*\S)", most=8,
        hollow=r"There were failing tests|Compilation (?:error|failed)|finished with non-zero exit value|See the report at|[Ll]int found errors",
        samples=(
            "* What went wrong:\nExecution failed for task ':test'.\n> There were failing tests. See the report at: file:///demo/index.html",
            "* What went wrong:\nCould not determine the dependencies of task ':compileJava'.\n> Could not find demo:gone:9.",
        ),
    ),
    Form(
        name="gradle-task", tool="gradle", kind="other", role="wrapper", unless=("gradle-wrong",),
        pattern=r"^> Task (?P<subject>\S+) FAILED$",
        samples=("> Task :test FAILED",),
    ),
    Form(
        name="sbt-tests", tool="sbt", kind="other", role="wrapper",
        pattern=r"^\[error\] \((?P<subject>[^)]*)\) (?P<message>.*(?:TestsFailedException|[Cc]ompilation failed).*)",
        samples=("[error] (app / Test / test) sbt.TestsFailedException: Tests unsuccessful",),
    ),
)  # fmt: skip
