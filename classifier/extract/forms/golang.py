"""The go command, its compiler, vet and modules, golangci-lint, staticcheck and golint, and the wrappers of go test."""

from classifier.extract.forms.form import Form

PLACE = r"(?P<file>(?:[A-Za-z]:)?[\w./\\@+-]+\.go):(?P<line>\d+)(?::(?P<column>\d+))?: "

FORMS = (
    Form(
        name="go-lint", tool="golangci-lint", kind="lint",
        pattern=r"^ {0,2}" + PLACE + r"(?P<message>(?!warning: ).+ \((?P<code>[A-Z]{1,3}\d{3,4}|[a-z][a-zA-Z]+)\))$",
        goes_on=r"^\t|^\s*\^", most=3,
        samples=(
            "cart/cart.go:12:2: ineffectual assignment to sum (ineffassign)\n\tsum = 0\n\t^",
            "cart/cart.go:5:2: var unused is unused (U1000)",
        ),
        confusers=("./app.go:5:2: undefined: foo",),
    ),
    Form(
        name="gometalinter", tool="golangci-lint", kind="lint",
        pattern=r"^(?P<file>\S+\.go):(?P<line>\d+):(?P<column>\d*):(?:warning|error): (?P<message>.+ \((?P<code>[\w-]+)\))$",
        samples=("eth/config.go:1::warning: file is not goimported (goimports)",),
    ),
    Form(
        name="golint", tool="golint", kind="lint",
        pattern=r"^" + PLACE + r"(?P<message>(?:exported \S+ \S+ should have|should |don't use |comment on exported|error var |package comment|a blank import|receiver name|if block ends with).*)",
        samples=("cart.go:5:1: exported function Total should have comment or be unexported",),
    ),
    Form(
        name="go-package-missing", tool="go", kind="dependency",
        pattern=r"^(?:[\w./-]+\.go:\d+:\d+: |can't load package: |go: |package \S+: )?(?P<message>(?:no required module provides package (?P<subject>\S+?)[;:]|missing go\.sum entry for module providing package|package \S+ is not in (?:GOROOT|std)|cannot find package \"|cannot find module providing package|build constraints exclude all Go files in|import cycle not allowed|pattern \S+: (?:directory|no matching)).*)",
        goes_on=r"^\t", most=3,
        samples=(
            "cart.go:3:8: no required module provides package example.com/gone; to add it:\n\tgo get example.com/gone",
            'main.go:4:2: cannot find package "example.com/gone" in any of:\n\t/usr/lib/go/src/example.com/gone (from $GOROOT)',
            "package shop/gone is not in GOROOT (/usr/lib/go-1.19/src/shop/gone)",
        ),
    ),
    Form(
        name="go", tool="go", kind="compile",
        pattern=r"^(?:vet: )?" + PLACE + r"(?P<message>(?!warning: |\d+: |:|exit status \d+$).+)",
        goes_on=r"^\t", most=4,
        samples=(
            "./app.go:5:2: undefined: foo", "vet: ./app.go:5:2: undefined: foo",
            "app.go:12: undefined: foo", "./app.go:6:9: cannot use 5 (untyped int constant) as string value in return statement",
        ),
        confusers=("    app_test.go:7: got 4, want 5", "2024/05/01 10:00:00 app.go:12: listening"),
    ),
    Form(
        name="go-module", tool="go", kind="dependency",
        pattern=r"^go: (?P<message>(?!downloading |finding |extracting |added |upgraded |downgraded |creating |found |warning|to add |added|removed |no module dependencies|writing |copying |using )(?:\S.*)?(?:: .+|needed.*|not found.*|inconsistent.*|cannot .*|disabled.*|mismatch.*|required.*|outdated.*|errors parsing .*))$",
        goes_on=r"^\t|^\S+:\d+: ", most=4,
        samples=(
            "go: example.com/gone@v1.0.0: reading https://proxy.golang.org/example.com/gone/@v/v1.0.0.mod: 404 Not Found",
            "go: updates to go.mod needed; to update it:\n\tgo mod tidy",
            "go: cannot find main module, but found .git/config in /shop",
            "go: errors parsing go.mod:\n/shop/go.mod:3: unknown directive: required",
        ),
        confusers=("go: downloading example.com/a v1.0.0", "go: finding module for package example.com/a"),
    ),
    Form(
        name="go-mod-file", tool="go", kind="config",
        pattern=r"^(?P<file>(?:\S*/)?go\.(?:mod|work|sum)):(?P<line>\d+): (?P<message>.+)",
        samples=("/shop/go.mod:3: unknown directive: required", 'go.mod:5: require example.com/a: version "v1" invalid'),
    ),
    Form(
        name="go-main", tool="go", kind="link",
        pattern=r"^(?P<message>(?:runtime\.main_main·f: )?function main is undeclared in the main package|\S+: relocation target \S+ not defined)",
        samples=("runtime.main_main·f: function main is undeclared in the main package", "main.f: relocation target main.g not defined"),
    ),
    Form(
        name="golangci", tool="golangci-lint", kind="config",
        pattern=r"^(?:level=error msg=\"|ERRO )(?P<message>(?:\[linters_context\] )?(?!Timeout).+?)\"?$",
        samples=('level=error msg="Running error: context loading failed: no go files to analyze"', "ERRO Running error: can't load config"),
    ),
    Form(
        name="golangci-timeout", tool="golangci-lint", kind="timeout",
        pattern=r"^(?:level=error msg=\"|ERRO )(?P<message>Timeout exceeded.*?)\"?$",
        samples=('level=error msg="Timeout exceeded: try increasing it by passing --timeout option"',),
    ),
    Form(
        name="gofmt", tool="gofmt", kind="lint", certainty=50,
        pattern=r"^diff (?:-u )?(?P<file>\S+\.go)\.orig \S+\.go$|^(?P<message>File is not `?go(?:fmt|imports|fumpt)`?-?(?:ed| with).*)",
        goes_on=r"^[-+@ ]", most=8,
        samples=("diff -u cart.go.orig cart.go\n--- cart.go.orig\n+++ cart.go\n@@ -1,3 +1,3 @@\n-func  f() {}\n+func f() {}",
                 "diff cart.go.orig cart.go\n--- cart.go.orig\n+++ cart.go"),
    ),
    Form(
        name="go-package", tool="go test", kind="other", role="wrapper",
        pattern=r"^(?P<message>FAIL\t(?P<subject>\S+)(?:\t[\d.]+s| \[(?:build|setup) failed\]))$|^(?:[\w./-]+\.go:\d+: )?exit status (?P<code>\d+)$",
        samples=("FAIL\tdemo/app\t0.003s", "FAIL\tdemo/app [build failed]", "exit status 1", "util.go:45: exit status 1"),
    ),
)  # fmt: skip
