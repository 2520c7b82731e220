"""Test and lint reports in XML and JSON that end up among the logs: JUnit, TRX, NUnit, xUnit, go test -json."""

from classifier.extract.forms.form import Form

MESSAGE = r"<[Mm]essage>\s*(?:<!.CDATA.)?(?P<message>[^<\]]*[^<\]\s])"
SEVERE = r"(?:[Ee]rror|ERROR|[Bb]locker|BLOCKER|[Cc]ritical|CRITICAL|[Hh]igh|HIGH|[Ff]atal|FATAL)"

FORMS = (
    Form(
        name="checkstyle", tool="checkstyle", kind="lint",
        pattern=r"^\s*<error (?=.*\bline=[\"'])(?=.*\bseverity=[\"']error[\"']).*?\bmessage=[\"'](?P<message>[^\"]*)",
        heading=r"<file .*?\bname=[\"'](?P<subject>[^\"']+)",
        samples=('<file name="A.java">\n<error line="3" severity="error" message="Missing a Javadoc comment."/>',),
        confusers=('<error line="3" severity="info" message="Missing a Javadoc comment."/>',),
    ),
    Form(
        name="junit-report", tool="junit", kind="test",
        pattern=r"<(?:failure|error)\b(?!.*\bseverity=)(?:\s(?:.*?\s)?message=[\"'](?P<message>[^\"']+))?",
        heading=r"<testcase\b.*?\bname=[\"'](?P<subject>[^\"']+)",
        samples=('<testcase classname="a.MathTest" name="adds">\n  <failure message="expected 5, got 4">trace</failure>',),
    ),
    Form(
        name="trx", tool="mstest", kind="test",
        pattern=r"<UnitTestResult\b(?=.*\btestName=\"(?P<subject>[^\"]+)).*\boutcome=\"(?:Failed|Error|Timeout|Aborted)\"",
        says=MESSAGE, reach=20,
        samples=('<UnitTestResult testName="Demo.Adds" outcome="Failed">\n  <Output><ErrorInfo>\n  <Message>expected 5</Message>',),
    ),
    Form(
        name="nunit", tool="nunit", kind="test",
        pattern=r"<test-case\b(?=.*?\bname=\"(?P<subject>[^\"]+)).*\bresult=\"(?:Failed|Failure|Error)\"",
        says=MESSAGE, reach=8,
        samples=('<test-case name="Demo.Adds" result="Failed">\n  <failure>\n    <message><![CDATA[expected 5]]></message>',),
    ),
    Form(
        name="xunit", tool="xunit", kind="test",
        pattern=r"<test\b(?=.*?\bname=\"(?P<subject>[^\"]+)).*\bresult=\"Fail\"",
        says=MESSAGE, reach=8,
        samples=('<test name="Demo.Adds" result="Fail">\n  <failure><message><![CDATA[expected 5]]></message>',),
    ),
    Form(
        name="go-json", tool="go test", kind="test",
        pattern=r"^\{.*\"Action\":\"fail\".*\"Test\":\"(?P<subject>[^\"]+)\"",
        samples=('{"Action":"fail","Package":"demo","Test":"TestAdds","Elapsed":0.01}',),
    ),
    Form(
        name="go-json-package", tool="go test", kind="test", unless=("go-json",),
        pattern=r"^\{.*\"Action\":\"(?:build-)?fail\"(?:.*\"Package\":\"(?P<subject>[^\"]+)\")?",
        samples=('{"Action":"fail","Package":"demo","Elapsed":0.01}',),
    ),
    Form(
        name="lint-report", tool="report", kind="lint", certainty=40,
        pattern=r"^\s*(?:\"(?:severity|level|impact)\": ?\"" + SEVERE + r"\"|<\w.*\bseverity=\"" + SEVERE + r"\")",
        samples=('      "severity": "error",', '<issue severity="High" message="unused"/>'),
        confusers=('      "severity": "info",',),
    ),
)  # fmt: skip
