"""Compilers of Java, Pascal, D, Nim, OCaml, Ada, COBOL, SQL and hardware, and whoever prints a place and `error`."""

from classifier.extract.forms.form import Form

PREFIX = r"^\s*(?:\[[\w:-]+\] +)*(?:\d+>)?\s*"
"""`     [exec] `, `  12>`: what Ant and MSBuild put before the lines of the programs that they run."""
LINE = r"(?P<line>\d+)"

FORMS = (
    Form(
        name="ecj", tool="ecj", kind="compile",
        pattern=PREFIX + r"\d+\. ERROR in (?P<file>.+?) \(at line (?P<line>\d+)\)",
        says=r"^\s*(?:\[[\w:-]+\]\s+)*\^+$", reach=6,
        goes_on=r"^\s*(?:\[[\w:-]+\] +)*(?=\S)(?!-{5}|\d+ problem)", most=4,
        samples=(
            "1. ERROR in /demo/App.java (at line 8)\n\tint x = y;\n\t        ^\ny cannot be resolved to a variable\n----------",
            "[INFO]     [javac] 2. ERROR in /demo/App.java (at line 9)\n[INFO]     [javac] \tfoo();\n[INFO]     [javac] \t^^^\n[INFO]     [javac] foo is undefined",
        ),
        confusers=("2. WARNING in /demo/App.java (at line 22)",),
    ),
    Form(
        name="delphi", tool="delphi", kind="compile",
        pattern=PREFIX + r"(?:\[(?:dcc|bcc|ilink)\w* (?:Fatal )?Error\] )?(?P<file>\S.*\.(?:pas|dpr|dpk|inc|cpp|c|h|hpp|rc))\((?P<line>\d+)(?:,\d+)?\):? (?:(?:Fatal|Error): )?(?P<code>[EF]\d{4}):? (?P<message>.+)",
        samples=("Unit1.pas(12) Error: E2003 Undeclared identifier: 'x'", "[dcc32 Error] Unit1.pas(12): E2003 Undeclared identifier: 'x'",
                 "[dcc32 Fatal Error] App.dpr(6): F1026 File not found: 'Unit1.dcu'", "[bcc32 Error] app.cpp(5): E2451 Undefined symbol 'x'"),
        confusers=("Jam.pas(4522): Hint warning H2164: Variable 'x' is declared but never used in 'f'",),
    ),
    Form(
        name="borland", tool="borland", kind="compile",
        pattern=PREFIX + r"Error (?P<code>E\d{4}) (?P<file>\S+) (?P<line>\d+): (?P<message>.+)",
        samples=("Error E2268 app.cpp 5: Call to undefined function 'f' in function main()",),
        confusers=("Warning W8057 app.cpp 5: Parameter 'x' is never used",),
    ),
    Form(
        name="free-pascal", tool="fpc", kind="compile",
        pattern=r"^(?P<file>\S+\.(?:pas|pp|lpr|inc|dpr))\((?P<line>\d+)(?:,(?P<column>\d+))?\) (?P<severity>Error|Fatal): (?P<message>.+)",
        samples=('app.pas(5,3) Error: Identifier not found "x"', 'app.pas(9,1) Fatal: Syntax error, ";" expected but "." found'),
        confusers=('app.pas(5,3) Note: Local variable "x" not used',),
    ),
    Form(
        name="dmd", tool="dmd", kind="compile",
        pattern=r"^(?P<file>\S+\.di?)\((?P<line>\d+)(?:,(?P<column>\d+))?\): (?P<severity>Error): (?P<message>.+)",
        goes_on=r"^\S+\(\d+(?:,\d+)?\): {8}", most=6,
        samples=("app.d(5): Error: undefined identifier `x`", "app.d(5,9): Error: cannot implicitly convert\napp.d(3,9):        instantiated from here"),
        confusers=("app.d(5): Deprecation: foo is deprecated",),
    ),
    Form(
        name="nim", tool="nim", kind="compile",
        pattern=r"^(?P<file>\S.*\.nims?)\((?P<line>\d+), (?P<column>\d+)\) (?P<severity>Error): (?P<message>.+)",
        goes_on=r"^ {2,}\S|^but expression|^expected ", most=6,
        samples=("/demo/app.nim(3, 6) Error: undeclared identifier: 'x'",),
        confusers=("/demo/app.nim(3, 6) Hint: 'x' is declared but not used [XDeclaredButNotUsed]",),
    ),
    Form(
        name="ocaml", tool="ocaml", kind="compile",
        pattern=r'^(?:\s*)File "(?P<file>[^"]+\.(?:ml[iyl]?|re|v))", lines? (?P<line>\d+)(?:-\d+)?, characters (?P<column>\d+)-\d+:$',
        says=r"^(?P<message>Error(?: \(.*?\))?:? .*|Error:)", reach=12, said_only=True,
        goes_on=r"^ {2,}\S", most=6,
        samples=('File "app.ml", line 3, characters 8-9:\n3 | let y = x\n            ^\nError: Unbound value x',),
    ),
    Form(
        name="gnat", tool="gnat", kind="compile",
        pattern=r"^(?P<file>\S+\.ad[abs]):(?P<line>\d+):(?P<column>\d+): (?!warning:|\(style\)|info:|note:|(?:error: )?(?:found |possible ))(?P<message>.+)",
        goes_on=r"^\S+\.ad[abs]:\d+:\d+: (?:error: )?(?:found |possible )", most=2,
        samples=('app.adb:5:10: "x" is undefined', 'app.adb:5:10: error: missing ";"'),
        confusers=('app.adb:5:10: warning: variable "x" is not referenced', "app.adb:5:10: (style) bad indentation"),
    ),
    Form(
        name="cobol", tool="cobol", kind="compile",
        pattern=PREFIX + r"(?P<file>\S.*\.(?:cob|cbl|cpy|CO[BP]|CBL|CPY)),? (?:line )?(?P<line>\d+): (?!Warning|warning)(?P<message>.+)",
        samples=("   [ccbl] /demo/bbb.COB, line 111: Undefined data item", "   /demo/ccc.cbl, line 12: Error: verb expected"),
        confusers=("   [ccbl] COPY/zzz.CPY, line 39: Warning: Imperative statement required",),
    ),
    Form(
        name="plsql", tool="oracle", kind="compile",
        pattern=r"^\w,[^,]+,[\w ]+,INVALID,(?P<line>\d+),\d+,(?P<message>(?:PLS|PLW|ORA|SQL)-\d+:.+)",
        samples=('E,ENV_UTIL#,PACKAGE BODY,INVALID,45,1,PLS-00103: Encountered the symbol "END"',),
    ),
    Form(
        name="oracle", tool="oracle", kind="other",
        pattern=r"^(?P<message>(?:ORA|PLS|SP2|TNS|IMP|EXP|SQL\*Loader)-\d{4,5}: .+)",
        goes_on=r"^ORA-\d{5}: ", most=6,
        samples=("ORA-00942: table or view does not exist", "PLS-00201: identifier 'X' must be declared"),
    ),
    Form(
        name="psql", tool="psql", kind="other",
        pattern=r"^psql:(?P<file>[^:]+):(?P<line>\d+): (?P<severity>ERROR|FATAL): +(?P<message>.+)",
        goes_on=r"^(?:LINE \d+: |DETAIL: |HINT: | +\^)", most=4,
        samples=('psql:load.sql:5: ERROR:  relation "users" does not exist\nLINE 1: SELECT * FROM users;\n                      ^',),
    ),
    Form(
        name="mysql", tool="mysql", kind="other",
        pattern=r"^(?P<message>ERROR \d{4} \([0-9A-Z]{5}\)(?: at line (?P<line>\d+))?: .+)",
        samples=("ERROR 1064 (42000) at line 5: You have an error in your SQL syntax",),
    ),
    Form(
        name="powershell", tool="powershell", kind="other",
        pattern=r"^At (?P<file>[A-Za-z]:\\.+?|/.+?):(?P<line>\d+) char:(?P<column>\d+)$",
        above=r"^(?P<message>\S.* : .+|\S.+)", back=1, goes_on=r"^\+|^ {4}\+", most=5, certainty=60,
        samples=("Get-Item : Cannot find path 'C:\\gone' because it does not exist.\nAt C:\\demo\\build.ps1:3 char:1\n+ Get-Item C:\\gone\n+ ~~~~~~~~~~~~~~~~",),
    ),
    Form(
        name="verilator", tool="verilator", kind="compile",
        pattern=r"^%Error(?:-(?P<code>\w+))?: (?!Exiting due to )(?:(?P<file>[^\s:]+):(?P<line>\d+):(?:(?P<column>\d+):)? )?(?P<message>.+)",
        goes_on=r"^ {3,}:|^ +\d* *\||^ {8}", most=6,
        samples=("%Error: top.v:5:10: syntax error, unexpected endmodule", "%Error-UNSUPPORTED: top.v:9:3: Unsupported: force"),
        confusers=("%Warning-WIDTH: top.v:5:10: Operator ASSIGN expects 8 bits", "%Error: Exiting due to 1 error(s)"),
    ),
    Form(
        name="icarus", tool="iverilog", kind="compile",
        pattern=r"^(?P<file>\S+\.(?:s?vh?|vhdl?)):(?P<line>\d+): (?P<message>(?:syntax )?error(?:: .+|$))",
        samples=("top.v:5: syntax error", "top.v:9: error: Unable to bind wire/reg/memory `x' in `top'"),
    ),
    Form(
        name="ghdl", tool="ghdl", kind="compile",
        pattern=r"^(?P<file>\S+\.vhdl?):(?P<line>\d+):(?P<column>\d+): ?(?!warning|note)(?:error: ?)?(?P<message>\S.+)",
        samples=('top.vhd:5:10: no declaration for "x"', 'top.vhdl:5:10:error: missing ";" at end of statement'),
        confusers=('top.vhd:5:10:warning: declaration of "x" hides port "x"',),
    ),
    Form(
        name="modelsim", tool="modelsim", kind="compile",
        pattern=r"^(?:# )?\*\* (?P<severity>Error(?: \(suppressible\))?|Fatal|Failure): (?:(?P<file>[^\s(]+)\((?P<line>\d+)\): )?(?:\((?P<code>v\w+-\d+)\) )?(?P<message>.+)",
        samples=('** Error: top.vhd(5): (vcom-1136) Unknown identifier "x".', "# ** Error: (vsim-19) Failed to access library 'work'."),
        confusers=("** Warning: top.vhd(5): (vcom-1236) Shared variables must be of a protected type.",),
    ),
    Form(
        name="cadence", tool="cadence", kind="compile",
        pattern=r"^(?:nc|xm)\w+: \*[EF],(?P<code>\w+):? (?:\((?P<file>[^,)]+),(?P<line>\d+)\|(?P<column>\d+)\): )?(?P<message>.+)",
        samples=("ncvlog: *E,EXPSMC (top.v,5|10): expecting a semicolon (';')", "xmelab: *F,CUMSTS: Timescale directive missing"),
        confusers=("ncelab: *W,CUVWSP (top.v,313|24): 10 output ports were not connected",),
    ),
    Form(
        name="vivado", tool="vivado", kind="compile",
        pattern=r"^(?P<severity>ERROR|CRITICAL): \[(?P<code>[\w. ]+ \d+-\d+)\] (?P<message>.+?)(?: \[(?P<file>[^\]:]+):(?P<line>\d+)\])?$",
        samples=("ERROR: [Synth 8-439] module 'fifo' not found [/demo/top.v:5]", "ERROR: [Common 17-39] 'synth_design' failed due to earlier errors."),
        confusers=("CRITICAL WARNING: [Netlist 29-160] Cannot set property",),
    ),
    Form(
        name="quartus", tool="quartus", kind="compile",
        pattern=r"^(?P<severity>Error) \((?P<code>\d{4,6})\): (?P<message>.+?(?: at (?P<file>\S+)\((?P<line>\d+)\): .+)?)(?: File: .*)?$",
        samples=('Error (10161): Verilog HDL error at top.v(5): object "x" is not declared', 'Error (12006): Node instance "fifo" instantiates undefined entity'),
        confusers=("Warning (10230): Verilog HDL assignment warning at top.v(9): truncated value",),
    ),
    Form(
        name="vcs", tool="vcs", kind="compile",
        pattern=r"^Error-\[(?P<code>[\w-]+)\] (?P<message>.+)",
        goes_on=r"^(?=.*\S)", most=5,
        samples=('Error-[SE] Syntax error\n  Following verilog source has syntax error :\n  "top.v", 5: token is \';\'',),
        confusers=("Warning-[TFIPC] Too few instance port connections",),
    ),
    Form(
        name="bluepearl", tool="bluepearl", kind="lint",
        pattern=r"^(?:E-)?-?-?(?P<code>BPS-\d+): (?P<severity>E[Rr][Rr][Oo][Rr]|Fatal)(?: *\[(?P<file>[^\]]+?) \((?P<line>\d+)\)\])?:? (?P<message>.+)",
        samples=("E-BPS-0103: ERROR: Undefined reference of module 'fifo'.",),
        confusers=("--BPS-0730: Status: Running as: build",),
    ),
    Form(
        name="protoc", tool="protoc", kind="compile",
        pattern=r"^(?P<file>\S+\.proto):(?:(?P<line>\d+):(?P<column>\d+):)? ?(?!warning:|\d|\s)(?P<message>.+)",
        samples=('app.proto:5:10: Expected ";".', 'app.proto:17:1:Package "demo" should be suffixed with a version.', "gone.proto: File not found."),
        confusers=("app.proto:3:1: warning: Import google/any.proto is unused.",),
    ),
    Form(
        name="device-tree", tool="dtc", kind="compile",
        pattern=r"^(?:Error: )?(?P<file>\S+\.dtsi?):(?P<line>\d+)\.(?P<column>\d+)(?:-[\d.]+)?:? (?:ERROR \([\w-]+\): )?(?!Warning )(?P<message>.+)",
        samples=("Error: board.dts:3.5-6 syntax error", "board.dts:9.1-12: ERROR (phandle_references): /soc: Reference to non-existent node"),
        confusers=("board.dts:9.1-12: Warning (unit_address_vs_reg): /soc: node has a reg",),
    ),
    Form(
        name="bison", tool="bison", kind="compile",
        pattern=r"^(?P<file>\S+\.(?:yy?|ypp|y\+\+|vala|vapi)):(?P<line>\d+)\.(?P<column>\d+)(?:-[\d.]+)?: (?P<severity>(?:fatal )?error): (?P<message>.+)",
        samples=("parse.y:5.3-9: error: symbol expr is used, but is not defined", "app.vala:3.5-3.9: error: The name `x' does not exist"),
    ),
    Form(
        name="puppet", tool="puppet", kind="compile",
        pattern=r"^(?:\S+ )?(?P<severity>Error): (?P<message>(?:Could not parse|Could not retrieve catalog|Evaluation Error|Syntax error|Function Call).*?\(?(?:file: (?P<file>[^,)]+), line: (?P<line>\d+).*)?)$",
        samples=("Error: Could not parse for environment production: Syntax error at '}' (file: /demo/init.pp, line: 5, column: 1)",),
    ),
    Form(
        name="terraform", tool="terraform", kind="config",
        pattern=r"^(?:[│|] )? {2}on (?P<file>\S+\.(?:tf|tfvars|hcl|nomad|tofu)(?:\.json)?) line (?P<line>\d+)",
        above=r"^(?:[│|] )?Error: (?P<message>.+)", back=4, goes_on=r"^(?:[│|] )? {2,}\d+:|^[│|]? ?$", most=5,
        samples=('│ Error: Unsupported argument\n│ \n│   on main.tf line 3, in resource "aws_instance" "web":\n│    3:   sise = 1',),
        confusers=("  on main.tf, nothing to do",),
    ),
    Form(
        name="placed", tool="compiler", kind="compile", certainty=62,
        pattern=PREFIX + r"(?P<file>(?:[A-Za-z]:)?[^\s:()\"'|<>,;=]*[./\\][^:()\"'|<>,;=]*):" + LINE + r"(?:[.:](?P<column>\d+)(?:-[\d.:]+)?)?:? ?(?:\[)?(?P<severity>(?:[Ff]atal |[Ss]yntax |[Pp]arser? )?(?:error|Error|ERROR)|SEVERE|FATAL)\b\]?(?:[\[ ](?P<code>[\w-]*\d[\w-]*)\]?)?(?: ?[!:-] ?|(?<=\]) )(?P<message>\S.*)",
        goes_on=r"^ *(?:\d+ )?\||^\s+\^", most=4,
        samples=("src/main.zig:3:9: error: use of undeclared identifier 'x'", "app.sol:3:5: Error: Undeclared identifier.", "src/App.res:10:13: error[E0425]: cannot find value `x`",
                 "/demo/a.inc:26:error:oelint.task.nomkdir:'mkdir' shall not be used"),
        confusers=("index.rst:10: WARNING: unknown document: builder", "12:03:44: error: no", "app.py:3: note: error: see above"),
    ),
    Form(
        name="placed-in-brackets", tool="compiler", kind="compile", certainty=62,
        pattern=PREFIX + r"(?P<file>(?:[A-Za-z]:)?[^\s:()\"'|<>,;=][^:()\"'|<>,;=]*) ?\(" + LINE + r"(?:[,:.-](?P<column>\d+))*\) ?:? ? ?(?P<severity>(?:[Ff]atal |FATAL )?(?:error|Error|ERROR))\b(?: (?P<code>#?\w*\d+|\w{1,12}))? ?[!:] ?(?P<message>\S.*)",
        goes_on=r"^ {2,}\S|^\s*\^", most=3,
        samples=('app.cu(5): error: identifier "x" is undefined', "app.cpp(120): error #1786: function was declared deprecated", "C:\\demo\\Test3.c(1501): ERROR C1815: bla not declared (or typename)",
                 "app.c(5): Error! E1011: Symbol 'x' has not been declared", "Src\\file.cs (10): error XXX: An error occurred",
                 "app.f90(3): error #5082: Syntax error, found END-OF-STATEMENT"),
        confusers=("Test2.c(305): WARNING C2705: Possible loss of data", "main (1): no error: fine"),
    ),
)  # fmt: skip
