"""What checks and builds documents: Sphinx, Doxygen, TeX, XML and HTML, Markdown, YAML, spelling and style of prose."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="sphinx", tool="sphinx", kind="other",
        pattern=r"^(?P<file>\S.*\.(?:rst|md|txt|py|ipynb)(?::docstring of [\w.]+)?):(?P<line>\d*):? (?P<severity>ERROR|CRITICAL|SEVERE): (?P<message>.+)",
        goes_on=r"^ {2,}\S|^$", most=3,
        samples=('/demo/doc/index.rst:12: ERROR: Unknown directive type "blockdiag".', "app.py:docstring of app.f:3: ERROR: Unexpected indentation."),
        confusers=("/demo/doc/index.rst:10: WARNING: unknown document: builder",),
    ),
    Form(
        name="sphinx-werror", tool="sphinx", kind="other",
        pattern=r"^(?P<message>Warning, treated as error:)$",
        says=r"^(?P<message>\S.+)", reach=2,
        samples=("Warning, treated as error:\n/demo/doc/index.rst:3:unknown document: builder",),
    ),
    Form(
        name="doc8", tool="doc8", kind="lint",
        pattern=r"^(?P<file>\S+\.(?:rst|txt)):(?P<line>\d+): (?P<code>D\d{3}) (?P<message>.+)",
        samples=("doc/a.rst:3: D001 Line too long",),
    ),
    Form(
        name="rstcheck", tool="rstcheck", kind="lint",
        pattern=r"^(?P<file>\S+\.rst):(?P<line>\d+): \((?P<severity>ERROR|SEVERE)/\d\) (?P<message>.+)",
        samples=("README.rst:9: (ERROR/3) Unexpected indentation.",),
        confusers=("README.rst:9: (INFO/1) Duplicate implicit target name",),
    ),
    Form(
        name="doxygen", tool="doxygen", kind="other",
        pattern=r"^(?:(?P<file>\S.*):(?P<line>\d+): )?(?P<severity>error): (?P<message>.+ (?:documented|tag|command|file|section|graph|found).* \(warning treated as error.*\)|.+(?:TAGFILE|INPUT tag|doxygen|Doxyfile).*)",
        samples=("error: tag INPUT: input source 'gone' does not exist (see INPUT tag)",),
    ),
    Form(
        name="tex", tool="tex", kind="compile",
        pattern=r"^! (?P<message>(?:LaTeX|Package|Undefined|Missing|Emergency|Extra|Misplaced|Paragraph|File|Too many|Illegal|Incomplete|TeX|I can't|Double|pdfTeX|Class|Argument|Dimension|Text line|Runaway).*)",
        goes_on=r"^l\.\d+|^ {4,}\S|^\s*$", most=6,
        samples=("! Undefined control sequence.\nl.3 \\foo", "! LaTeX Error: File `gone.sty' not found."),
    ),
    Form(
        name="tex-place", tool="tex", kind="compile",
        pattern=r"^(?P<file>\S+\.(?:tex|sty|cls|bbl|ltx)):(?P<line>\d+): (?P<message>.+)",
        goes_on=r"^l\.\d+", most=1,
        samples=("./app.tex:3: Undefined control sequence.\nl.3 \\foo",),
    ),
    Form(
        name="xmllint", tool="xmllint", kind="lint",
        pattern=r"^(?P<file>[^\s:]\S*?):(?P<line>\d+): (?P<message>(?:[\w-]+ )?(?:parser|namespace|validity|HTML parser|Relax-NG validity|Schemas validity|Schemas parser|encoding|I/O) error : .+|element [\w:.-]+: (?:[\w-]+ )*error : .+)",
        goes_on=r"^\s+\^$|^\s*<|^(?!\S+:\d+:)(?=.*\S)", most=2,
        samples=("xml/other.xml:5: parser error : Opening and ending tag mismatch: font line 4 and body\n</body>\n       ^", "a.xml:3: element item: Schemas validity error : Element 'item': This element is not expected."),
    ),
    Form(
        name="tidy", tool="tidy", kind="lint",
        pattern=r"^(?:(?P<file>\S+\.x?html?):)?(?:line |(?=\d+:\d+: ))(?P<line>\d+)(?: column |:)(?P<column>\d+)(?: - |: )(?P<severity>Error): (?P<message>.+)",
        samples=("line 3 column 5 - Error: <foo> is not recognized!", "index.html:3:5: Error: <foo> is not recognized!"),
        confusers=("line 3 column 5 - Warning: missing </p>",),
    ),
    Form(
        name="vnu", tool="vnu", kind="lint",
        pattern=r'^"?(?P<file>(?:file|https?):[^"]+|[^\s":]+\.x?html?)"?:(?P<line>\d+)\.(?P<column>\d+)-[\d.]+: (?P<severity>error|fatal|non-document-error): (?P<message>.+)',
        samples=('"file:/demo/index.html":3.5-3.9: error: Stray end tag "p".',),
        confusers=('"file:/demo/index.html":3.5-3.9: info warning: Trailing slash on void elements',),
    ),
    Form(
        name="markdownlint", tool="markdownlint", kind="lint",
        pattern=r"^(?P<file>[^\s:][^:]*):(?P<line>\d+)(?::(?P<column>\d+))?:? (?:error )?(?P<code>MD\d{3}(?:/[\w-]+)*) (?P<message>.+)",
        samples=("README.md:3:81 MD013/line-length Line length [Expected: 80; Actual: 99]", "README.md:3: MD013 Line length"),
    ),
    Form(
        name="asciidoctor", tool="asciidoctor", kind="other",
        pattern=r"^asciidoctor: (?P<severity>ERROR|FATAL|FAILED): (?:(?P<file>[^:]+): line (?P<line>\d+): )?(?P<message>.+)",
        samples=("asciidoctor: ERROR: index.adoc: line 3: include file not found: gone.adoc",),
    ),
    Form(
        name="msgfmt", tool="msgfmt", kind="lint",
        pattern=r"^(?P<file>\S+\.pot?):(?P<line>\d+)(?::(?P<column>\d+))?: (?!warning)(?P<message>.+)",
        samples=("de.po:12: end-of-line within string", "de.po:9:3: syntax error"),
    ),
    Form(
        name="vale", tool="vale", kind="lint",
        pattern=r"^ (?P<line>\d+):(?P<column>\d+) +(?P<severity>error) {2,}(?P<message>.+?) {2,}(?P<code>[\w.]+) *$",
        heading=r"^ (?P<subject>\S+\.\w+)$",
        samples=(" README.md\n 3:5  error  Did you really mean 'foobarr'?  Vale.Spelling",),
    ),
    Form(
        name="json-parse", tool="json", kind="config",
        pattern=r"^(?:Error: )?(?P<message>Parse error on line (?P<line>\d+):)$",
        goes_on=r"^(?=.*\S)", most=3,
        samples=("Error: Parse error on line 3:\n..., \"a\": }\n----------^\nExpecting 'STRING'",),
    ),
    Form(
        name="yaml-parse", tool="yaml", kind="config",
        pattern=r"^(?P<message>(?:yaml|ruamel\.yaml)\.\w+\.\w+Error: .+|(?:error converting|Error: error parsing|error unmarshaling|yaml:) .*(?:YAML|yaml|line \d+).*)",
        goes_on=r"^ +in \"|^[a-z ]+$", most=4,
        samples=('yaml.scanner.ScannerError: mapping values are not allowed here\n  in "a.yml", line 3, column 5', "yaml: line 3: did not find expected key"),
    ),
    Form(
        name="kubernetes-schema", tool="kubeconform", kind="config",
        pattern=r"^(?:(?:ERR|WARN) +- )?(?P<file>\S+\.ya?ml)(?: -|:)? (?P<message>(?:\w+ \S+ (?:is invalid|failed validation)|contains an invalid \w+).*)",
        samples=("app.yaml - Deployment web is invalid: problem validating schema", "WARN - app.yaml contains an invalid Deployment (web) - replicas: Invalid type"),
    ),
    Form(
        name="helm-lint", tool="helm", kind="lint",
        pattern=r"^\[ERROR\] (?P<file>(?:templates/|Chart\.yaml|values\.yaml)\S*?): (?P<message>.+)",
        samples=("[ERROR] templates/: parse error at (demo/templates/a.yaml:3): unclosed action",),
    ),
)  # fmt: skip
