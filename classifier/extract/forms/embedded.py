"""Compilers for embedded systems and large machines: places are quoted, numbered, or in an order of their own."""

from classifier.extract.forms.form import Form

SOURCE = r"^(?=\s+\S)|^\s*\^"

FORMS = (
    Form(
        name="quoted-line", tool="compiler", kind="compile",
        pattern=r'^\s*(?:\[\w+\] +)?"(?P<file>[^"]+?) ?", line (?P<line>\d+)(?:(?:[.:]| \*?\(col\. ?)(?P<column>\d+)(?:\)\*?)?)?: ?(?:cc\d+: )?(?:\{\w\} )?(?P<severity>(?:fatal |catastrophic |internal )?error|(?:Fatal |Serious )?Error)\b ?(?:[(#]?(?P<code>[\w:]*\d[\w-]*)\)?)?,? ?:? *(?:#\S+: )?(?P<message>\S.*)?$',
        says=r"^\s+(?P<message>\S.*)", reach=1, goes_on=SOURCE, most=5,
        samples=(
            '"/demo/main.cpp", line 21: Error:  #5: cannot open source input file "x.h": No such file or directory',
            '".\\demo\\TestCase.cpp", line 2: error #5:\n    cannot open source input file "file.h": No such file or directory',
            '"lint.c", line 11: error (dcc:1378): function f5 is not found',
            '"ServerList.cpp", line 8: Error : String literal converted to char* in formal argument 1',
            '"src/dummy.c", line 36: cc0188: {D} error: enumerated type',
            '"app.c", line 3: error: identifier "x" is undefined',
            '"D:/demo/mytest.c", line 639 (col. 10): error #11-D: unrecognized preprocessing directive',
        ),
        confusers=('"lint.c", line 7: warning (dcc:1521): missing return expression', '"a.cpp", line 212: Warning, badargtypel2w: String literal converted', 'File "app.py", line 3, in f'),
    ),
    Form(
        name="iar", tool="iar", kind="compile",
        pattern=r'^\s*"(?P<file>[^"]+)",(?P<line>\d+) +(?P<severity>(?:Fatal )?[Ee]rror)\[(?P<code>\w+)\]: (?P<message>.+)',
        samples=('"source/dal/app.cpp",633 Error[Pe018]: expected a ")"', '"app.c",3  Fatal error[Pe1696]: cannot open source file "x.h"'),
        confusers=('"app.c",81 Warning[Pe549]: variable "result" is used before its value is set',),
    ),
    Form(
        name="iar-tool", tool="iar", kind="compile",
        pattern=r"^\s*(?P<severity>(?:Fatal )?[Ee]rror)\[(?P<code>(?:Pe|Pa|Pm|Ta|Li|Lp|Lc|Ms|As|Og|Su|Cg|e)\d+)\]: (?P<message>.+)",
        samples=('Error[Li005]: no definition for "foo" [referenced from main.o]', "Fatal Error[Pe1696]: cannot open source file"),
    ),
    Form(
        name="xlc", tool="xlc", kind="compile",
        pattern=r'^"(?P<file>[^"]+)", line (?P<line>\d+)\.(?P<column>\d+): (?P<code>1\d{3}-\d{3}[a-z]?) \((?P<severity>[SEU])\) (?P<message>.+)',
        samples=('"app.c", line 5.10: 1506-276 (S) Syntax error: possible missing \';\'?',),
        confusers=('"app.c", line 5.10: 1506-167 (W) Keyword asm is not accepted', '"app.c", line 5.10: 1506-1332 (I) info'),
    ),
    Form(
        name="xlc-linker", tool="xlc", kind="link",
        pattern=r"^ld: (?P<code>0711-\d+) (?P<severity>ERROR|SEVERE ERROR): (?P<message>.+)",
        samples=("ld: 0711-317 ERROR: Undefined symbol: .foo",),
        confusers=("ld: 0711-345 Use the -bloadmap or -bnoquiet option to obtain more information.",),
    ),
    Form(
        name="cray", tool="cray", kind="compile",
        pattern=r"^(?P<code>(?:CC|ftn)-\d+) \w+: (?P<severity>ERROR|LIMIT|INTERNAL)\b(?: (?P<subject>.+?), (?:File|Line) = ?.*| File = .*)?$",
        says=r"^ {2,}(?P<message>\S.*)", reach=6,
        samples=('CC-20 crayc: ERROR File = app.c, Line = 3\n  The identifier "x" is undefined.\n', "ftn-500 ftn: ERROR APP, File = app.f90, Line = 3, Column = 5\n  Unable to use module."),
    ),
    Form(
        name="pgi", tool="pgi", kind="compile",
        pattern=r"^(?P<code>(?:PG\w+|NVC\+\+|NVFORTRAN|NVC)-[SFT]-\d{4})-(?P<message>.+?) \((?P<file>[^:()]+): (?P<line>\d+)\)$",
        samples=("PGC-S-0036-Syntax error: Recovery attempted by inserting ';' (app.c: 3)", "NVFORTRAN-S-0038-Symbol, x, has not been explicitly declared (app.f90: 5)"),
        confusers=("PGC-W-0155-Long value is passed to a nonprototyped function (app.c: 3)",),
    ),
    Form(
        name="nag", tool="nag", kind="compile",
        pattern=r"^(?P<severity>(?:Fatal |Runtime |Sequence )?Error|Panic|Fatal): (?!file )(?P<file>[^,:]+(?::\\[^,:]+)?), line (?P<line>\d+): (?P<message>.+)",
        samples=("Error: file3.f90, line 12: Symbol X has not been declared", "Panic: file10.f90, line 1: User requested panic", "Runtime Error: file8.f90, line 7: Reference to undefined POINTER P"),
        confusers=("Warning: C:/file2.f90, line 5: Procedure pointer F pointer-assigned but otherwise unused", "Extension(NAG): a.f90, line 8: FORALL"),
    ),
    Form(
        name="keil", tool="keil", kind="compile",
        pattern=r"^\*\*\* (?P<severity>(?:FATAL )?ERROR)(?: (?P<code>[CALX]?\d+))?(?: IN LINE (?P<line>\d+) OF (?P<file>[^:]+(?::\\[^:]+)?))?: (?P<message>.+)",
        samples=("*** ERROR C141 IN LINE 5 OF APP.C: syntax error near 'x'", "*** ERROR L104: MULTIPLE PUBLIC DEFINITIONS"),
        confusers=("*** WARNING L16: UNCALLED SEGMENT, IGNORED FOR OVERLAY PROCESS",),
    ),
    Form(
        name="tasking", tool="tasking", kind="compile",
        pattern=r'^\w+ (?P<code>[EFS]\d{3}): \["(?P<file>[^"]+)" (?P<line>\d+)(?:/(?P<column>\d+))?\] (?P<message>.+)',
        samples=('ctc E107: ["app.c" 5/10] syntax error - token ";" inserted',),
        confusers=('ctc W508: ["app.c" 9/1] function "f" has no prototype',),
    ),
    Form(
        name="cosmic", tool="cosmic", kind="compile",
        pattern=r"^#(?P<severity>error|panic) \w+ (?P<file>\S+?):(?P<line>\d+)(?:\((?P<column>[\d+]+)\))? (?P<message>.+)",
        samples=("#error cpstm8 app.c:5(10) missing prototype",),
    ),
    Form(
        name="renesas", tool="renesas", kind="compile",
        pattern=r"^(?P<file>\S+)\((?P<line>\d+)\):(?P<code>[EFC]\d{7}):(?P<message>.+)",
        samples=('app.c(5):E0520020:Identifier "x" is undefined',),
        confusers=("app.c(5):W0520177:Variable was declared but never referenced",),
    ),
    Form(
        name="sdcc", tool="sdcc", kind="compile",
        pattern=r"^(?P<file>\S+\.[a-z]\w*):(?P<line>\d+):(?:(?P<column>\d+):)? ?(?P<severity>error) (?P<code>\d+): (?P<message>.+)",
        samples=("app.c:5: error 20: Undefined identifier 'x'",),
        confusers=("app.c:5: warning 112: function 'f' implicit declaration",),
    ),
    Form(
        name="hitech", tool="xc8", kind="compile",
        pattern=r"^(?P<file>\S+):(?P<line>\d+):(?:(?P<column>\d+):)? ?(?P<severity>(?:fatal )?error): \((?P<code>\d+)\) (?P<message>.+)",
        samples=('app.c:5: error: (192) undefined identifier "x"',),
        confusers=("app.c:5: warning: (359) illegal conversion",),
    ),
    Form(
        name="metrowerks", tool="metrowerks", kind="compile",
        pattern=r'^>> in "(?P<file>[^"]+)", line (?P<line>\d+), col (?P<column>\d+), pos \d+$',
        says=r"^(?P<message>(?:ERROR|FATAL) [ABCL]\d+: .+)", reach=6, said_only=True,
        samples=('>> in "app.c", line 5, col 3, pos 100\n  x = 1;\n  ^\nERROR C2450: Expected: ;',),
    ),
    Form(
        name="coolflux", tool="coolflux", kind="compile",
        pattern=r'^coolflux: (?P<severity>Error) in "(?P<file>[^"]+)", line (?P<line>\d+), column (?P<column>\d+): (?P<message>.+)',
        samples=('coolflux: Error in "/demo/app.c", line 150, column 19: function `f\' undeclared',),
        confusers=('coolflux: Warning in "/demo/app.c", line 150, column 19: function `f\' unused',),
    ),
    Form(
        name="buckminster", tool="buckminster", kind="compile",
        pattern=r"^(?P<severity>Error): file (?P<file>[^,]+)(?:, line (?P<line>\d+))?: (?P<message>.+)",
        samples=("Error: file /demo/Nav.java, line 57: x cannot be resolved",),
        confusers=("Warning: file /demo/Nav.java, line 43: The import is never used",),
    ),
    Form(
        name="intel-fortran", tool="intel", kind="compile",
        pattern=r"^fortcom: (?P<severity>(?:Severe)?Error): (?P<file>[^,]+), line (?P<line>\d+): (?P<message>.+)",
        samples=("fortcom: Error: app.f90, line 5: This name does not have a type",),
    ),
)  # fmt: skip
