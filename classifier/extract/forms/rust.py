"""rustc's short form, the linker under it, cargo, rustfmt and the programs that cargo runs."""

from classifier.extract.forms.form import Form

DOING = r"(?! +(?:Compiling|Checking|Downloading|Downloaded|Updating|Finished|Running|Adding|Locking|Fresh|Blocking) )(?!error)"
CAUSED = r"^\s*$|^Caused by:|^" + DOING + r" {2,}\S"

FORMS = (
    Form(
        name="rustc-short", tool="rustc", kind="compile",
        pattern=r"^(?P<file>\S+\.rs):(?P<line>\d+):(?P<column>\d+): (?:\d+:\d+:? )?(?P<severity>error)(?P<code>\[E\d+\])?: (?P<message>.+)",
        samples=("src/main.rs:9:32: error[E0277]: cannot add `&str` to `i32`: no implementation for `i32 + &str`",
                 "src/main.rs:2:18: 2:21 error: mismatched types [E0308]"),
        confusers=("src/main.rs:1:5: warning: unused import: `std::fs`",),
    ),
    Form(
        name="rust-link", tool="rustc", kind="link", role="symptom",
        pattern=r"^error: linking with `[^`]*` failed: .*",
        says=r"^ *= note: (?P<message>(?!(?:LC_ALL=\S+ |PATH=\S+ |VSLANG=\S+ )|\"|`)(?:.*\b(?:ld|lld|link(?:er)?|cc|clang|collect2)(?:\.exe)?: .*|.*(?:cannot find|undefined|unresolved|error).*))", reach=12,
        goes_on=r"^ +(?!= )\S", most=8,
        samples=(
            "error: linking with `cc` failed: exit status: 1",
            'error: linking with `cc` failed: exit status: 1\n  |\n  = note: "cc" "-m64" "-o" "demo"\n  = note: /usr/bin/ld: cannot find -lgone: No such file or directory\n          collect2: error: ld returned 1 exit status',
        ),
    ),
    Form(
        name="cargo-script", tool="cargo", kind="other", role="symptom", certainty=50,
        pattern=r"^error: (?P<message>failed to run custom build command for `(?P<subject>.+)`)",
        samples=("error: failed to run custom build command for `demo-sys v0.1.0`",),
    ),
    Form(
        name="cargo-resolve", tool="cargo", kind="dependency",
        pattern=r"^error: (?P<message>(?:failed to select a version for (?:the requirement )?`(?P<subject>[^`\s]+).*|no matching package(?: named| found|s found).*|cyclic package dependency.*|the lock file \S+ needs to be updated but --locked.*|package `[^`]+` cannot be built because it requires rustc .*|package collision in the lockfile.*|dependency `[^`]+` does not exist.*|no such command: `[^`]+`.*|rustc [\d.]+ is not supported by the following packages?:?|the crate `[^`]+` could not be found.*))",
        goes_on=r"^" + DOING + r"\s*\S", most=10,
        samples=(
            "error: no matching package named `gone` found\nlocation searched: crates.io index\nrequired by package `demo v0.1.0 (/demo)`",
            "error: failed to select a version for the requirement `gone = \"^9\"`\ncandidate versions found which didn't match: 1.0.0",
            "error: package `clap v4.5.0` cannot be built because it requires rustc 1.74 or newer, while the currently active rustc version is 1.63.0",
        ),
    ),
    Form(
        name="cargo-network", tool="cargo", kind="network",
        pattern=r"^error: (?:(?:failed to (?:download|fetch|get `[^`]+`|load source for dependency|query replaced source|update registry|sync).*|failed to download from `.*|unable to get packages from source|network failure.*|download of .* failed|spurious network error.*))",
        says=r"^ {2}(?P<message>(?:\[\d+\] )?(?:failed to (?:resolve|connect|get 200)|.*(?:[Cc]ould not resolve|Couldn't resolve|[Tt]imeout|timed out|Connection|SSL|HTTP[/ ]|download of).*))", reach=16,
        goes_on=CAUSED, most=12,
        samples=(
            "error: failed to download from `https://crates.io/api/v1/crates/demo/1.0.0/download`\n\nCaused by:\n  [6] Could not resolve host: crates.io",
            "error: failed to get `gone` as a dependency of package `demo v0.1.0 (/demo)`",
        ),
    ),
    Form(
        name="cargo-manifest", tool="cargo", kind="config",
        pattern=r"^error: (?P<message>failed to (?:parse manifest at|read|load manifest for|parse lock file at|parse the edition|find a workspace|determine package).*|could not find `Cargo\.toml` in .*|can't find (?:library|(?:`\S+` )?bin(?:ary)?) .*|the `-?-?\S+` (?:flag|option) .*|package ID specification .*|no bin target named .*|no test target named .*|toolchain '\S+' is not installed.*|component '\S+' .*|target .* not found|unexpected argument '.*' found|unrecognized subcommand .*|invalid (?:character|version|value) .*)",
        goes_on=CAUSED, most=10,
        samples=(
            "error: failed to parse manifest at `/demo/Cargo.toml`\n\nCaused by:\n  no targets specified in the manifest",
            "error: could not find `Cargo.toml` in `/demo` or any parent directory",
            "error: unexpected argument '--gone' found",
        ),
    ),
    Form(
        name="cargo-target", tool="cargo", kind="dependency", certainty=70,
        pattern=r"^ *= note: (?P<message>the `(?P<subject>[\w-]+)` target may not be installed)",
        samples=("  = note: the `wasm32-unknown-unknown` target may not be installed",),
    ),
    Form(
        name="rust-overflow", tool="rust", kind="crash", unless=("rust-panic",),
        pattern=r"^(?P<message>fatal runtime error: .+)",
        samples=("fatal runtime error: stack overflow, aborting",),
    ),
    Form(
        name="cargo-signal", tool="cargo", kind="crash", certainty=55,
        pattern=r"^ *(?:error: )?process didn't exit successfully: `(?:[^`\s]*[/\\])?(?P<subject>[^`\s/\\]+?)(?:-[0-9a-f]{16})?(?: [^`]*)?` \((?P<message>signal: .+|exit code: 0xc.+)\)",
        samples=("  process didn't exit successfully: `/demo/target/debug/demo` (signal: 11, SIGSEGV: invalid memory reference)",),
        confusers=("  process didn't exit successfully: `/demo/target/debug/demo` (exit status: 101)",),
    ),
    Form(
        name="rustfmt", tool="rustfmt", kind="lint",
        pattern=r"^(?P<message>Diff in (?P<file>\S+?\.rs))(?::| at line )(?P<line>\d+):?$",
        goes_on=r"^[-+ ]", most=10,
        samples=("Diff in /demo/src/main.rs:3:\n fn main() {\n-let x=1;\n+    let x = 1;", "Diff in /demo/src/main.rs at line 3:\n-let x=1;"),
    ),
    Form(
        name="nextest-setup", tool="nextest", kind="config",
        pattern=r"^ *error: (?P<message>(?:failed to parse (?:filterset|nextest config)|the host platform could not be detected|error deserializing custom target|no tests to run|creating test list failed|predicate not allowed in).*)",
        goes_on=r"^ +[╭│·╰\d]|" + CAUSED, most=10,
        samples=("error: no tests to run", "error: creating test list failed\n\nCaused by:\n  for `demo`, command `/demo/target/debug/demo` aborted with signal 6"),
    ),
    Form(
        name="cargo", tool="cargo", kind="other", role="wrapper",
        pattern=r"^(?P<message>error: (?:could not compile `|(?:doc)?test failed, to rerun|bench failed|\d+ targets? failed|build failed$|aborting due to |test run failed|process didn't exit successfully: .*\(exit (?:code|status): \d+\)).*)",
        samples=(
            'error: could not compile `demo` (bin "demo") due to 1 previous error',
            "error: test failed, to rerun pass `--lib`",
            "error: aborting due to 2 previous errors",
            "error: doctest failed, to rerun pass `--doc`",
        ),
    ),
)  # fmt: skip
