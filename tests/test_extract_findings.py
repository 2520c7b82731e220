"""What linters and scanners write in JSON and XML is read whatever the format: one failure for each finding."""

# ruff: noqa: E501 - reports as tools write them

import json

import pytest
from extracting import findings, findings_of_every_line
from hypothesis import given
from hypothesis import strategies as st

from classifier.extract.reports import DIALECT
from classifier.extract.reports.jsontext import Text

JSON = {
    "ESLint": (
        '[{"filePath":"/demo/app.js","messages":[{"ruleId":"no-undef","severity":2,"message":"\'b\' is not defined.","line":3,"column":1},{"ruleId":"no-console","severity":1,"message":"Unexpected console statement.","line":4,"column":1}],"errorCount":1,"warningCount":1}]',
        [("eslint", "/demo/app.js", "'b' is not defined.")],
    ),
    "pylint": (
        '[{"type":"convention","module":"app","obj":"","line":1,"column":0,"path":"app.py","symbol":"missing-module-docstring","message":"Missing module docstring","message-id":"C0114"}]',
        [("pylint", "app.py", "Missing module docstring")],
    ),
    "pylint 3, with statistics": (
        '{"messages":[{"type":"error","symbol":"undefined-variable","message":"Undefined variable \'x\'","messageId":"E0602","path":"app.py","line":3}],"statistics":{"messageTypeCount":{"error":1}}}',
        [("pylint", "app.py", "Undefined variable 'x'")],
    ),
    "flake8-json": (
        '{"./app.py":[{"code":"F401","filename":"./app.py","line_number":1,"column_number":1,"text":"\'os\' imported but unused","physical_line":"import os"}],"./ok.py":[]}',
        [("flake8", "./app.py", "F401: 'os' imported but unused")],
    ),
    "ruff": (
        '[{"cell":null,"code":"F401","end_location":{"column":10,"row":1},"filename":"/demo/app.py","fix":{"message":"Remove unused import"},"location":{"column":8,"row":1},"message":"`os` imported but unused","noqa_row":1,"url":"https://docs"}]',
        [("ruff", "/demo/app.py", "F401: `os` imported but unused")],
    ),
    "bandit": (
        '{"errors":[],"metrics":{"_totals":{"SEVERITY.HIGH":1}},"results":[{"code":"1 eval(x)","filename":"./app.py","issue_confidence":"HIGH","issue_severity":"MEDIUM","issue_text":"Use of possibly insecure function","line_number":1,"test_id":"B307","test_name":"blacklist"}]}',
        [("bandit", "./app.py", "B307: Use of possibly insecure function")],
    ),
    "mypy, an object a line": (
        '{"file": "app.py", "line": 3, "column": 4, "message": "Incompatible return value type", "hint": null, "code": "return-value", "severity": "error"}\n{"file": "app.py", "line": 9, "column": 4, "message": "Revealed type is int", "hint": null, "code": "misc", "severity": "note"}',
        [("report", "app.py", "Incompatible return value type")],
    ),
    "pyright": (
        '{"version":"1.1","generalDiagnostics":[{"file":"/demo/app.py","severity":"error","message":"\\"x\\" is not defined","range":{"start":{"line":2,"character":0}},"rule":"reportUndefinedVariable"},{"file":"/demo/app.py","severity":"warning","message":"Import could not be resolved","range":{"start":{"line":0}}}],"summary":{"errorCount":1}}',
        [("pyright", "/demo/app.py", '"x" is not defined')],
    ),
    "rubocop": (
        '{"metadata":{"rubocop_version":"1.5"},"files":[{"path":"app.rb","offenses":[{"severity":"convention","message":"Trailing whitespace","cop_name":"Layout/TrailingWhitespace","location":{"line":3}}]},{"path":"ok.rb","offenses":[]}],"summary":{"offense_count":1}}',
        [("rubocop", "app.rb", "Trailing whitespace")],
    ),
    "golangci-lint": (
        '{"Issues":[{"FromLinter":"errcheck","Text":"Error return value is not checked","Severity":"","Pos":{"Filename":"app.go","Offset":10,"Line":3,"Column":2}}],"Report":{"Linters":[{"Name":"errcheck","Enabled":true}]}}',
        [("golangci-lint", "app.go", "Error return value is not checked")],
    ),
    "go vet": (
        '{"demo/app":{"printf":[{"posn":"/demo/app.go:3:2","message":"Printf format %d has arg of wrong type"}]}}',
        [("report", "/demo/app.go", "Printf format %d has arg of wrong type")],
    ),
    "gosec": (
        '{"Golang errors":{},"Issues":[{"severity":"HIGH","confidence":"LOW","cwe":{"id":"798"},"rule_id":"G101","details":"Potential hardcoded credentials","file":"/demo/app.go","code":"x","line":"12","column":"2"}],"Stats":{"files":1,"found":1}}',
        [("report", "/demo/app.go", "G101: Potential hardcoded credentials")],
    ),
    "Code Climate": (
        '[{"type":"issue","check_name":"argument-count","description":"Function has too many arguments","categories":["Complexity"],"severity":"minor","location":{"path":"app.js","lines":{"begin":3,"end":9}},"fingerprint":"a1"}]',
        [("report", "app.js", "Function has too many arguments")],
    ),
    "tslint": (
        '[{"endPosition":{"line":2},"failure":"Missing semicolon","name":"app.ts","ruleName":"semicolon","ruleSeverity":"ERROR","startPosition":{"character":3,"line":2,"position":30}}]',
        [("tslint", None, "Missing semicolon")],
    ),
    "markdownlint": (
        '[{"fileName":"README.md","lineNumber":3,"ruleNames":["MD013","line-length"],"ruleDescription":"Line length","errorDetail":"Expected: 80; Actual: 99"}]',
        [("markdownlint", "README.md", "Expected: 80; Actual: 99")],
    ),
    "PHPStan": (
        '{"totals":{"errors":0,"file_errors":1},"files":{"/demo/App.php":{"errors":1,"messages":[{"message":"Undefined variable: $x","line":3,"ignorable":true}]}},"errors":[]}',
        [("phpstan", "/demo/App.php", "Undefined variable: $x")],
    ),
    "PHP_CodeSniffer": (
        '{"totals":{"errors":1,"warnings":0,"fixable":1},"files":{"/demo/App.php":{"errors":1,"warnings":0,"messages":[{"message":"Missing doc comment","source":"PEAR.Commenting.FileComment.Missing","severity":5,"fixable":false,"type":"ERROR","line":2,"column":1}]}}}',
        [("phpcs", "/demo/App.php", "Missing doc comment")],
    ),
    "Psalm": (
        '[{"severity":"error","line_from":3,"line_to":3,"type":"UndefinedVariable","message":"Cannot find referenced variable $x","file_name":"src/App.php","file_path":"/demo/src/App.php"},{"severity":"info","line_from":5,"type":"MixedAssignment","message":"Unable to determine the type","file_name":"src/App.php"}]',
        [("report", "src/App.php", "Cannot find referenced variable $x")],
    ),
    "semgrep": (
        '{"errors":[],"paths":{"scanned":["app.py"]},"results":[{"check_id":"python.eval","end":{"line":3},"extra":{"message":"Detected eval","metadata":{"category":"security"},"severity":"WARNING"},"path":"app.py","start":{"col":1,"line":3}}]}',
        [("report", "app.py", "Detected eval")],
    ),
    "npm audit": (
        '{"auditReportVersion":2,"vulnerabilities":{"lodash":{"name":"lodash","severity":"high","isDirect":true,"via":[{"source":1,"title":"Prototype Pollution","severity":"high"}],"range":"<4.17.21"}},"metadata":{"vulnerabilities":{"high":1,"total":1}}}',
        [("report", None, "lodash")],
    ),
    "pip-audit": (
        '{"dependencies":[{"name":"flask","version":"0.5","vulns":[{"id":"PYSEC-2019-179","fix_versions":["1.0"],"description":"Denial of service"}]},{"name":"ok","version":"1","vulns":[]}],"fixes":[]}',
        [("report", None, "PYSEC-2019-179: Denial of service")],
    ),
    "Trivy": (
        '{"SchemaVersion":2,"Results":[{"Target":"requirements.txt","Class":"lang-pkgs","Type":"pip","Vulnerabilities":[{"VulnerabilityID":"CVE-2019-1010083","PkgName":"flask","InstalledVersion":"0.5","Title":"denial of service","Severity":"HIGH"}]}]}',
        [("report", "requirements.txt", "CVE-2019-1010083: denial of service")],
    ),
    "gitleaks": (
        '[{"Description":"AWS key","StartLine":3,"EndLine":3,"Match":"REDACTED","Secret":"REDACTED","File":"app.py","RuleID":"aws-access-token"}]',
        [("report", "app.py", "AWS key")],
    ),
    "checkov": (
        '{"check_type":"terraform","results":{"passed_checks":[{"check_id":"CKV_1","check_name":"fine","check_result":{"result":"PASSED"},"file_path":"/ok.tf"}],"failed_checks":[{"check_id":"CKV_AWS_20","check_name":"S3 Bucket has an ACL","check_result":{"result":"FAILED"},"file_path":"/main.tf","file_line_range":[1,9]}]}}',
        [("checkov", "/main.tf", "CKV_AWS_20")],
    ),
    "cfn-lint": (
        '[{"Filename":"a.yaml","Level":"Error","Location":{"Start":{"ColumnNumber":1,"LineNumber":3}},"Message":"Invalid property","Rule":{"Id":"E3002","Description":"Resource properties are invalid"}}]',
        [("report", "a.yaml", "E3002: Invalid property")],
    ),
    "sqlfluff": (
        '[{"filepath":"a.sql","violations":[{"line_no":1,"line_pos":8,"code":"LT01","description":"Unexpected whitespace"}]}]',
        [("report", "a.sql", "LT01: Unexpected whitespace")],
    ),
    "actionlint": (
        '[{"message":"undefined variable \\"x\\"","filepath":".github/workflows/a.yml","line":3,"column":5,"kind":"expression","snippet":"x"}]',
        [("report", ".github/workflows/a.yml", 'undefined variable "x"')],
    ),
    "gcc": (
        '[{"kind":"error","message":"expected \';\' before return","locations":[{"caret":{"file":"a.c","line":3,"column":9}}],"children":[]},{"kind":"warning","message":"unused variable","locations":[{"caret":{"file":"a.c","line":2}}],"children":[]}]',
        [("report", "a.c", "expected ';' before return"), ("report", "a.c", "unused variable")],
    ),
    "cargo": (
        '{"reason":"compiler-message","package_id":"demo 0.1.0","message":{"rendered":"error[E0308]: mismatched types","children":[],"code":{"code":"E0308"},"level":"error","message":"mismatched types","spans":[{"file_name":"src/main.rs","line_start":2}]}}\n{"reason":"compiler-message","message":{"rendered":"warning: unused","children":[],"code":null,"level":"warning","message":"unused variable: `x`","spans":[{"file_name":"src/main.rs","line_start":1}]}}\n{"reason":"build-finished","success":false}',
        [("rustc", "src/main.rs", "E0308: mismatched types")],
    ),
    "dart analyze": (
        '{"version":1,"diagnostics":[{"code":"undefined_identifier","severity":"ERROR","type":"COMPILE_TIME_ERROR","location":{"file":"/demo/a.dart","range":{"start":{"offset":1,"line":3}}},"problemMessage":"Undefined name \'x\'."}]}',
        [("dart", "/demo/a.dart", "Undefined name 'x'.")],
    ),
    "terraform validate": (
        '{"format_version":"1.0","valid":false,"error_count":1,"warning_count":0,"diagnostics":[{"severity":"error","summary":"Unsupported argument","detail":"An argument is not expected here.","range":{"filename":"main.tf","start":{"line":3}}}]}',
        [("report", "main.tf", "An argument is not expected here.")],
    ),
    "Jest": (
        '{"numFailedTests":1,"success":false,"testResults":[{"assertionResults":[{"ancestorTitles":["math"],"failureMessages":["Error: expect(received).toBe(expected)"],"fullName":"math adds","status":"failed","title":"adds"},{"failureMessages":[],"fullName":"math subtracts","status":"passed","title":"subtracts"}],"name":"/demo/a.test.js","status":"failed","message":"  math adds"}]}',
        [("jest", "math adds", "Error: expect(received).toBe(expected)")],
    ),
    "RSpec": (
        '{"version":"3.12","examples":[{"id":"./a_spec.rb[1:1]","description":"adds","full_description":"math adds","status":"failed","file_path":"./a_spec.rb","line_number":3,"exception":{"class":"RSpec::Expectations::ExpectationNotMetError","message":"expected: 5"}},{"id":"2","description":"ok","full_description":"math ok","status":"passed","file_path":"./a_spec.rb","line_number":9}],"summary_line":"2 examples, 1 failure"}',
        [("rspec", "math adds", "expected: 5")],
    ),
    "mocha": (
        '{"stats":{"tests":2,"passes":1,"failures":1},"tests":[{"title":"adds","fullTitle":"math adds","file":"a.js","err":{"message":"4 == 5"}}],"failures":[{"title":"adds","fullTitle":"math adds","file":"a.js","err":{"message":"4 == 5","stack":"AssertionError: 4 == 5"}}],"passes":[{"title":"ok","fullTitle":"math ok","file":"a.js","err":{}}]}',
        [("mocha", "math adds", "4 == 5")],
    ),
}  # fmt: skip


def told(text):
    """Return tool, subject and headline of each failure in a text."""
    return [(one.tool, one.subject, one.headline) for one in findings(DIALECT, text).failures]


@pytest.mark.parametrize("name", JSON)
def test_json(name):
    """Every finding on which the tool fails, and nothing else."""
    text, expected = JSON[name]

    said = told(text)
    assert [one[:2] for one in said] == [one[:2] for one in expected]
    assert all(one[2].startswith(other[2]) for one, other in zip(said, expected, strict=True))


@pytest.mark.parametrize("name", JSON)
def test_layout_does_not_count(name):
    """A report says the same on one line, indented, and wherever the search looks."""
    text, _ = JSON[name]
    if "}\n{" not in text:
        assert told(json.dumps(json.loads(text), indent=2)) == told(text)
    assert findings_of_every_line(DIALECT, text).failures == findings(DIALECT, text).failures


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[]", "[1, 2]", '{"issues": []}', '{"results": {}, "version": "1"}', '{"vulnerabilities": null}',
        '{"name": "demo", "version": "1.0", "description": "An app", "files": ["a.js"], "dependencies": {"a": "^1"}}',
        '{"openapi": "3.0", "components": {"schemas": {"Error": {"type": "object", "description": "why it failed"}}}}',
        '[{"title": "Release notes", "path": "docs/a.md", "description": "What is new"}]',
        '{"message": "Not Found", "documentation_url": "https://docs"}',
        '{"files": {"app.py": {"executed_lines": [1, 2], "missing_lines": [3], "summary": {"covered_lines": 2}}}}',
        '{"results": [{"id": 1, "name": "first"}, {"id": 2, "name": "second"}], "status": "ok"}',
        '{"tests": [{"name": "adds", "status": "passed", "file": "a.py", "line": 3, "message": "fine"}]}',
        '{"level": "info", "msg": "listening", "ts": 1}\n{"level": "warn", "msg": "slow", "ts": 2}',
        '{"text": "error: failed", "severity": "x"}',
        "{ not json", '{"message": "cut off", "line": 3',
    ],
)  # fmt: skip
def test_what_is_no_finding(text):
    """Empty reports, data of other kinds, what is no JSON."""
    assert told(text) == []


def test_a_finding_stands_on_its_own_line():
    """The line of its message, so that a person finds it."""
    text = '{\n "issues": [\n  {\n   "file": "a.c",\n   "message": "wrong",\n   "line": 3\n  }\n ]\n}'

    assert [(one.line, one.headline) for one in findings(DIALECT, text).failures] == [(5, "wrong")]


def test_what_a_program_logs_is_no_verdict():
    """Its errors are told, but whether the run failed must be said elsewhere."""
    found = findings(DIALECT, '{"level": "error", "msg": "no route"}\n{"level": "info", "msg": "retried"}')

    assert [(one.headline, one.certainty) for one in found.failures] == [("no route", 30)]
    assert found.outcome is None


def test_what_is_cut_is_said():
    """More findings than anybody reads."""
    found = findings(DIALECT, json.dumps([{"file": "a", "line": 1, "message": "m"}] * 20_001))

    assert len(found.failures) == 20_000
    assert [one.what for one in found.problems] == [
        "20,001 findings, of which only the first 20,000 are read"
    ]


@pytest.mark.parametrize("text", ['{"message":"x","line":1,"a":' + "[" * 100_000, "[" + '{"b":' * 5_000])
def test_hostile_documents_do_no_harm(text):
    """Nested deeper than any report, and never closed."""
    assert told(text) == []


def test_errors_are_surer_than_warnings():
    """A report that holds both shows what is graver first."""
    rows = [{"file": "a", "line": 1, "message": "m", "severity": one} for one in ("error", "warning", "note")]

    assert [one.certainty for one in findings(DIALECT, json.dumps(rows)).failures] == [90, 60]


XML = {
    "PMD": ('<pmd version="7"><file name="A.java"><violation beginline="3" rule="UnusedField" priority="3">\nAvoid unused fields.\n</violation></file></pmd>', [("pmd", "A.java", "Avoid unused fields.")]),
    "SpotBugs": ('<BugCollection version="4"><BugInstance type="NP_NULL" priority="1"><ShortMessage>Null</ShortMessage><LongMessage>Null pointer in A.f()</LongMessage><SourceLine classname="A" start="3" sourcepath="demo/A.java"/></BugInstance></BugCollection>', [("spotbugs", "demo/A.java", "Null pointer in A.f()")]),
    "Cppcheck": ('<results version="2"><cppcheck version="2.7"/><errors><error id="nullPointer" severity="error" msg="Null pointer dereference" verbose="Null pointer dereference: p"><location file="a.c" line="3"/></error><error id="missingInclude" severity="information" msg="not found"/></errors></results>', [("cppcheck", "a.c", "Null pointer dereference")]),
    "Cppcheck 1": ('<results><error file="a.c" line="3" id="leak" severity="error" msg="Memory leak: p"/></results>', [("cppcheck", "a.c", "Memory leak: p")]),
    "Android Lint": ('<issues format="6"><issue id="MissingPermission" severity="Error" message="Missing permissions" category="Correctness"><location file="A.java" line="3"/></issue><issue id="Old" severity="Warning" message="Old version"/></issues>', [("androidlint", "A.java", "Missing permissions")]),
    "IDEA": ("<problems><problem><file>src/A.java</file><line>3</line><problem_class severity='WARNING'>Unused</problem_class><description>Parameter is not used</description></problem></problems>", [("idea", "src/A.java", "Parameter is not used")]),
    "InspectCode": ('<Report ToolsVersion="9"><IssueTypes><IssueType Id="E" Severity="ERROR"/><IssueType Id="S" Severity="SUGGESTION"/></IssueTypes><Issues><Issue TypeId="E" File="A.cs" Line="3" Message="Cannot resolve x"/><Issue TypeId="S" File="A.cs" Line="4" Message="Use var"/></Issues></Report>', [("inspectcode", "A.cs", "Cannot resolve x")]),
    "JSHint": ('<jslint><file name="a.js"><issue line="3" char="1" reason="Missing semicolon." evidence="x"/></file></jslint>', [("jslint", "a.js", "Missing semicolon.")]),
    "StyleCop": ('<StyleCopViolations><Violation LineNumber="3" Source="A.cs" RuleId="SA1101">Prefix with this.</Violation></StyleCopViolations>', [("stylecop", "A.cs", "SA1101: Prefix with this.")]),
    "FxCop": ('<FxCopReport><Targets><Target Name="a.dll"><Messages><Message TypeName="Avoid" CheckId="CA1822"><Issue Level="Error" Path="c:\\demo" File="A.cs" Line="3">Make it static.</Issue></Message></Messages></Target></Targets></FxCopReport>', [("fxcop", "A.cs", "CA1822: Make it static.")]),
    "CPD": ('<pmd-cpd><duplication lines="9" tokens="40"><file line="1" path="a.c"/><file line="9" path="b.c"/><codefragment>x</codefragment></duplication></pmd-cpd>', [("cpd", "a.c", "duplicated code, 9 lines")]),
    "PIT": ("<mutations><mutation detected='false' status='SURVIVED'><sourceFile>A.java</sourceFile><mutatedClass>demo.A</mutatedClass><mutatedMethod>f</mutatedMethod><lineNumber>3</lineNumber><mutator>x.MathMutator</mutator></mutation><mutation detected='true' status='KILLED'><sourceFile>A.java</sourceFile></mutation></mutations>", [("pit", "A.java", "MathMutator in demo.A.f: SURVIVED")]),
    "Valgrind": ("<valgrindoutput><error><unique>0x0</unique><kind>InvalidRead</kind><what>Invalid read of size 4</what><stack><frame><ip>0x1</ip><fn>main</fn><file>a.c</file><line>3</line></frame></stack></error></valgrindoutput>", [("valgrind", "a.c", "Invalid read of size 4")]),
    "ecj": ('<!DOCTYPE compiler PUBLIC "-//Eclipse.org//DTD" "http://www.eclipse.org/c.dtd"><compiler><sources><source path="A.java"><problems errors="1"><problem line="3" severity="ERROR"><message value="x cannot be resolved"/></problem><problem line="4" severity="WARNING"><message value="unused"/></problem></problems></source></sources></compiler>', [("ecj", "A.java", "x cannot be resolved")]),
    "phpcs": ('<phpcs version="3"><file name="A.php" errors="1"><error line="3" column="1" source="PEAR" severity="5">Missing doc comment</error></file></phpcs>', [("phpcs", "A.php", "Missing doc comment")]),
    "hadolint as Checkstyle": ("<checkstyle version='4.3'><file name='Dockerfile'><error line='1' severity='warning' message='Pin versions' source='DL3018'/></file></checkstyle>", [("hadolint", "Dockerfile", "DL3018: Pin versions")]),
    "Checkstyle": ("<checkstyle version='10'><file name='A.java'><error line='1' severity='warning' message='Javadoc' source='x.JavadocCheck'/><error line='2' severity='error' message='Too long' source='x.LineLengthCheck'/></file></checkstyle>", [("checkstyle", "A.java", "Too long")]),
}  # fmt: skip


@pytest.mark.parametrize("name", XML)
def test_xml(name):
    """The same for each format in XML."""
    text, expected = XML[name]

    assert told(text) == expected


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_objects_are_where_they_stand(value):
    """Each object decodes to itself from the place that is said of it."""
    text = json.dumps(value, ensure_ascii=False)

    def check(found):
        if isinstance(found, dict):
            assert json.loads(text[found.start : found.end]) == found
        for one in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
            check(one)

    check(Text(text).document())
