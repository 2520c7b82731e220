"""What makes a line read like the cause of a failure, or like noise: one table of patterns with points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from classifier.patterns import compiled

if TYPE_CHECKING:
    from classifier.model import Kind


@dataclass(frozen=True, slots=True)
class Clue:
    """A pattern over one line and the points it gives (the best one counts) or takes (all of them count)."""

    points: int
    pattern: str
    sample: str

    def found(self, text: str) -> bool:
        """Say whether a line holds this clue."""
        return compiled(self.pattern).search(text) is not None


FINDING = r"^(?:[A-Za-z]:)?(?=[^\s:]*[A-Za-z])[^\s:]*[./][^\s:]*:\d+(?::\d+)?(?::\S|:? \S)"
"""`README.md:2186:Line longer than 80`, `app/a.rb:3:1 too long`: a place in a file, then what is wrong there."""

CLUES: tuple[Clue, ...] = (
    # what a tool says itself
    Clue(48, r"^(?:\S+[:(]\d+(?:[:.,]\d+)?\)?:? +)(?:fatal |internal compiler )?(?:error|ERROR|Error)\b", "a.c:1:2: error: no"),
    Clue(44, r"^(?:error|Error|ERROR|fatal|Fatal|FATAL|panic|PANIC|CRITICAL)(?:\[\w+\])?: ", "error: no such thing"),
    Clue(42, r"^[\w./+-]+: (?:fatal error|error|Error|ERROR|fatal|FATAL)(?:\[\w+\])?: ", "ld: error: no such file"),
    Clue(44, r"^(?:[\w$]+[.:]+)*[\w$]*(?:Error|Exception|Failure|Fault)\b(?:: |:?$| \()", "ValueError: bad"),
    Clue(44, r"^Exception in thread |^Unhandled exception|^Uncaught |^Fatal error: |^PHP Fatal", 'Exception in thread "main" java.lang.X'),
    Clue(40, r"^Caused by: ", "Caused by: java.io.IOException: no"),
    Clue(44, r"^\*\* \(\w+\)", "** (RuntimeError) oops"),
    Clue(40, r"\b[Ee]rror in process |\{badmatch,|\{undef,\[|function_clause", "Error in process <0.0.0> with exit value:"),
    Clue(42, r"panicked at ", "thread 'main' panicked at 'oops', src/main.rs:2:5"),
    Clue(44, r"ERROR: \w+Sanitizer: |: runtime error: ", "==1==ERROR: AddressSanitizer: heap-use-after-free"),
    # tests
    Clue(42, r"^(?:--- )?FAIL(?:ED|URE)?(?:\b:?|!+)? +\S|^FAIL(?:ED|URE)?:", "--- FAIL: TestA (0.00s)"),
    Clue(42, r"^not ok \d+(?!.*# (?:TODO|SKIP))", "not ok 1 - a"),
    Clue(40, r"^(?:✖|✗|✘|❌|⨯|×|🚨)", "✖ 19:0 Parameter type any is not identical"),
    Clue(40, r"\*\*\* FAILED \*\*\*|\.\.\. ?(?:FAIL|ERROR)(?:ED)?$|\s(?:FAIL|FAILED|FAILURE)!?(?: \([\d.]+ ?m?s\))?$", "a test  FAILED"),
    Clue(38, r"^\d+\) (?!passing)\S", "1) Foo does bar"),
    Clue(34, r"^\s*[A-Za-z]*(?:Assertion|assertion)s? (?:`|'|\"|[Ff]ailed|failure)", "Assertion `x' failed."),
    Clue(30, r"(?:[Ee]xpected|EXPECTED)\b.*\b(?:got|but|actual|found|to be|to equal|instead)\b", "expected 1 but was 2"),
    # what the system says
    Clue(42, r": command not found$|: not found$", "sh: 1: foo: not found"),
    Clue(42, r": (?:No such file or directory|Permission denied|cannot execute|Is a directory)$", "a.sh: No such file or directory"),
    Clue(44, r"error while loading shared libraries|cannot open shared object", "x: error while loading shared libraries: y"),
    Clue(44, r"Segmentation fault|\(core dumped\)|SIGSEGV|SIGABRT|Bus error|Access violation", "Segmentation fault (core dumped)"),
    Clue(40, r"No space left on device|Out of memory|OutOfMemory|out of memory|Cannot allocate memory", "write: No space left on device"),
    Clue(34, r"Connection (?:refused|reset|timed out)|Could not resolve host|Name or service not known|SSL(?:v\d)? .*(?:error|failure)(?: |$|:)|SSL_ERROR_\w+", "connect: Connection refused"),
    # severities and phrases
    Clue(36, r"^(?:\[[\w:. -]*\] ?)?\[?(?:ERROR|FATAL|CRITICAL|SEVERE|error)\]?:?\s+\S", "[ERROR] it broke"),
    Clue(30, r"\b(?:ERROR|FATAL|CRITICAL|SEVERE)\b|\s(?:FAIL|FAILED|FAILURE)\b", "12:00 main ERROR it broke"),
    Clue(38, r"^(?:\w+ )?(?:error|Error|ERROR)\b(?: [\w#./]+){0,5} ?: ", "Parse error near line 2: no such table: items"),
    Clue(30, r"\b(?:fatal )?(?:error|Error)\b(?: [\w#./]+){0,5} ?: ", "tool: some error: it broke"),
    Clue(28, r"^(?:[Cc]ould not|[Cc]ouldn't|[Cc]annot|[Cc]an't|[Uu]nable to|[Ff]ailed to|No such|No \w+ found|Invalid|Illegal|Missing|Unknown|Unexpected)\b", "Cannot find module 'x'"),
    Clue(40, r"\b(?:took|ran|running) (?:for )?(?:more|longer) than \d|\btook ?> ?\d+ ?\w", "Command took >30min, returning 124"),
    Clue(26, r"\b(?:timed out|TIMEOUT|has been killed|was killed|core dump)", "Tests timed out"),
    Clue(24, FINDING + r"|^\s*\d+:\d+\s+\S", "README.md:2186:1: Line longer than 80"),
    Clue(20, r"(?:[Cc]ould not|[Cc]annot|[Uu]nable to|[Ff]ailed to|not found|does not exist|doesn't exist|is not defined|undefined)\b", "the file was not found"),
    Clue(18, r"\b(?:[Ff]ail(?:ed|ure|ures|s)?|FAIL(?:ED|URE)?|[Ff]atal|[Ee]xception|[Aa]bort(?:ed|ing)?|[Ii]nvalid|[Mm]issing|[Mm]ismatch|[Uu]nexpected|[Dd]enied|[Vv]iolations?)\b", "it failed"),
    Clue(12, r"\b(?:error|Error|Errors|errors|should be|must be|expected|Expected)\b", "an error"),
    # wrappers: true, but not the cause
    Clue(-60, r"^npm (?:warn|WARN|notice)\b", 'npm warn Unknown user config "nodedir". This will stop working.'),
    Clue(-34, r"^npm ERR!|^make(?:\[\d+\])?: |^(?:g?make|ninja): \*\*\*|^\*\*\* |recipe for target", "npm ERR! Test failed."),
    Clue(-34, r"exit(?:ed)?(?: with)?(?: (?:code|status|value|error))+:? ?-?\d+|non-?zero exit|return code:? \d+|returned \d+$|exited with \d+\b", "exited with code 1"),
    Clue(-34, r"^(?:\[\w+\] )?BUILD FAIL|^FAILURE: Build failed|Execution failed for task|What went wrong|^rake aborted|^error: build failed|could not compile|^error: test failed|Session \S+ failed|InvocationError|^\S+ aborted!|^The command \"|^Done\. Your build", "BUILD FAILED"),
    Clue(-30, r"^(?:Result|Status|Outcome|Conclusion|Verdict): ?\w+$|^Failed \d+ tests?\b|^\W*(?:Failed|FAILED)\W*$", "Result: FAIL"),
    Clue(-20, r"^(?:FAIL(?:ED|URES?)?|Failures?|Errors?|ERRORS?|Failed [Tt]ests?)[!:. ]*$|^FAILED? \(", "FAILED (failures=1)"),
    Clue(-26, r"^FAIL(?:ED|URES?)?!* ?:? ?\(?\d+ |^(?:[Ff]ound )?\d+ (?:\w+ )?(?:errors?|failures?|problems?|failed|failing)\b", "FAILURE!!! 1 files could not be parsed"),
    Clue(-22, r"^(?:Command|Script|Build|Test|Tests|Job|Task|Process|Step|Stage)s? (?:\S+ )?(?:failed|FAILED)\b|See (?:above|the)|[Ss]ee full|for more (?:info|detail)|re-run|to rerun", "Tests failed. See above for details."),
    # noise
    Clue(-40, r"\b(?:0|no|No|without|zero) (?:\w+ )?(?:errors?|failures?|failed|failing|violations?|problems?)\b|\b(?:[Ee]rrors?|[Ff]ailures?|[Ff]ailed|FAILED|fail)[:=] ?0\b", "0 errors, 2 warnings"),
    Clue(-40, r"(?:\bok|OK|\bpassed|PASS(?:ED)?|SUCCESS|\bskipped|✓|✔|√)(?: \(?[\d.]+ ?m?s\)?)?$|^(?:ok|OK|PASS|PASSED|✓|✔|√|--- PASS|=== RUN|\[ +OK|\[ +RUN)\b", "test_error_handling ... ok"),
    Clue(-26, r"\b(?:retry|[Rr]etrying|[Tt]rying again|try again|will be retried|attempt \d+)\b", "download failed, retrying in 5 s"),
    Clue(-30, r"^(?:\[[\d:]+\] )?(?:Starting|Finished|Completed|Done|DONE|Wrote|Saved|Leaving directory)\b", "Finished 'lint' after 6.8 s"),
    Clue(-24, r"\b(?:ignored|ignoring|[Ii]gnore|allowed to fail|expected failure|xfail|harmless|skipping|[Ss]kipped)\b", "Error 1 (ignored)"),
    Clue(-22, r"\b(?:WARN|WARNING|[Ww]arning|DEBUG|TRACE|INFO|[Dd]eprecat\w+|[Nn]otice|debug|info)\b", "WARN could not find x"),
    Clue(-30, r"^\S+:\d+(?::\d+)?:? (?:note|remark|info|hint)\b|\b[A-Z]\w*Warning\b", "a.c:1:17: note: 'x' was declared here"),
    Clue(-30, r"^(?:from )?\S+:\d+:in [`'\"]", "lib/tasks/qunit.rake:92:in `block in <main>'"),
    Clue(-30, r"^(?:[Dd]ownload|[Ff]etch|[Ii]nstall|[Cc]ompil|[Bb]uild|[Uu]npack|[Cc]opy|[Cc]reat|[Ll]oad|[Ss]elect|[Pp]repar|[Gg]et|[Aa]dd|[Rr]unn?|[Tt]est|[Cc]heck|[Ll]ink|[Gg]enerat)ing\b|^(?:Collecting|Requirement already|Get:\d|Setting up|Unpacking|Compiling|Checking|Progress|Using|Setting|CC|CXX|LD|AR|GEN|ERLC|HEAD is now at|Cloning|remote:|From |Receiving|Resolving|\[new )", "Compiling error-chain v0.12"),
    Clue(-30, r"[/_.-](?:error|errors|exception|exceptions|fail|failure|failed)\b|\b(?:errors?|exceptions?|fail|failures?)[/_.-]\w|lib\w*error|exceptiongroup|-W\w*error|--\w*(?:error|fail)", "src/error/mod.rs"),
    Clue(-30, r"\braise \w|\bthrow(?:s)? (?:new )?\w|\bcatch ?\(|\bexcept \w|\bexcept:|^(?:if|else|elif|try|return|assert|def|class|fn|function|public|private|import|from)\b|\bexit 1\b|\|\| |&& |^#|^//|^--|^\*|[{;]$", "raise Exception(x)"),
    Clue(-12, r"^\s{8,}\S", "         deep"),
)  # fmt: skip
"""Points above zero: the best of them counts; points below: all of them are added."""

SUMMARY = regex.compile(
    r"^(?:FAIL(?:ED|URE)?|ERROR|Error)!* ?:? ?\(?\d+ |^(?:\w+ )?aborted!|^\d+ (?:errors?|failures?|problems?)\b"
    r"|^(?:rake|grunt|gulp|make|npm ERR!|npm error)\b.*(?:abort|Error \d|fail)|^Aborted due to|^Found \d+ \w*errors?"
)
"""Counts what was said above it, or says that a tool gave up over it."""

POINTER = regex.compile(r"^\^[-~ ]+(?P<what>.*\w{3}.*)")
"""`^---- failure generated from lint.sh`, `^ Warning: likely misspelled`: speaks of what stands above it."""

WORDLESS = regex.compile(
    r"^\s*\S+:\d+|^\s*\d+\) |[Ee]xpected|[Ii]nvalid|[Ii]llegal|SIG[A-Z]|should be|^No \w|Unknown|violation|Bus error|took ?>|(?:longer|more) than \d"
)
"""Finds the lines that have a clue although they hold none of the words that the whole log is searched for."""

FOR = tuple(sorted((clue for clue in CLUES if clue.points > 0), key=lambda clue: -clue.points))
AGAINST = tuple(clue for clue in CLUES if clue.points < 0)
"""The clues that give points, best first, and those that take some."""

KINDS: tuple[tuple[Kind, str], ...] = (
    ("disk", r"No space left|[Dd]isk (?:is )?full|quota exceeded"),
    ("memory", r"[Oo]ut of memory|OutOfMemory|MemoryError|allocate memory|std::bad_alloc|OOM"),
    ("timeout", r"[Tt]imed out|[Tt]imeout|TIMEOUT|deadline exceeded"),
    ("crash", r"Segmentation fault|core dumped|SIG[A-Z]{3,}|[Aa]ccess violation|Sanitizer|panicked|[Aa]borted \("),
    ("network", r"Connection (?:refused|reset)|resolve host|Could not transfer|returned error: \d{3}|SSL|[Nn]etwork|HTTP (?:error )?[45]\d\d"),
    ("dependency", r"[Cc]ould not (?:find artifact|resolve dep)|No matching (?:distribution|package)|unmet depend|No match for argument|nothing provides|unresolved dependency|Unable to locate package"),
    ("import", r"Cannot find module|No module named|ModuleNotFound|ImportError|NoClassDefFound|ClassNotFound"),
    ("link", r"undefined reference|undefined symbol|ld returned|cannot find -l|unresolved external|linker command"),
    ("config", r"command not found|No such file or directory|Permission denied|: not found$|shared librar"),
    ("compile", r"^\S+[:(]\d+.*\berror\b|[Ss]yntax ?[Ee]rror|[Pp]arse error|cannot find symbol|incompatible types|undeclared|not in scope"),
    ("test", r"Assert|assert|[Ee]xpected|FAIL\b|--- FAIL|not ok \d|\*\*\* FAILED|\bspec\b|[Tt]ests? "),
    ("lint", r"^\S+:\d+|^\s*\d+:\d+\s"),
)  # fmt: skip


def likely_kind(text: str) -> Kind:
    """Return the kind of failure that a line's words point to."""
    return next((kind for kind, pattern in KINDS if compiled(pattern).search(text)), "other")
