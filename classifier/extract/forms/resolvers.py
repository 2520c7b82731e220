"""What can't be installed: conda and mamba, dnf and yum, cabal and stack, pub of Dart."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="conda", tool="conda", kind="dependency",
        pattern=r"^(?P<message>(?:PackagesNotFoundError|ResolvePackageNotFound|UnsatisfiableError|LibMambaUnsatisfiableError|SpecNotFound|CondaVerificationError|SafetyError|ChecksumMismatchError|CondaMultiError|PackagesNotFoundInChannelsError|InvalidSpec|UnavailableInvalidChannel|ChannelNotAllowed): ?.*)",
        goes_on=r"^$|^ +- |^(?:└─|├─|│)", most=4,
        samples=("PackagesNotFoundError: The following packages are not available from current channels:\n\n  - gone=9.0",
                 "LibMambaUnsatisfiableError: Encountered problems while solving:\n  - nothing provides requested gone 9.0**"),
    ),
    Form(
        name="conda-network", tool="conda", kind="network",
        pattern=r"^(?P<message>(?:CondaHTTPError|CondaSSLError|CondaConnectionError|ProxyError|CondaOSError: .*Connection|critical libmamba (?:Download error|Multiple errors occurred|Could not (?:open|load)|Unable to read)|error +libmamba (?:Download|Failed to)).*)",
        samples=("CondaHTTPError: HTTP 000 CONNECTION FAILED for url <https://repo.example.com/pkgs/main/linux-64/repodata.json>",
                 "critical libmamba Download error (28) Timeout was reached [https://repo.example.com/repodata.json]"),
    ),
    Form(
        name="conda-config", tool="conda", kind="config",
        pattern=r"^(?P<message>(?:EnvironmentLocationNotFound|EnvironmentNameNotFound|CondaEnvException|CondaValueError|CondaFileIOError|CommandNotFoundError|DirectoryNotACondaEnvironmentError|NotWritableError|CondaError|NoBaseEnvironmentError|CondaIndexError|EnvironmentFileNotFound|EnvironmentNotWritableError|CondaToSNonInteractiveError|InvalidVersionSpec): .+)",
        samples=("EnvironmentLocationNotFound: Not a conda environment: /demo/env", "CondaValueError: prefix already exists: /demo/env"),
    ),
    Form(
        name="mamba", tool="mamba", kind="dependency",
        pattern=r"^(?:error +libmamba )?Could not solve for environment specs",
        says=r"^(?:└─|├─|│ +└─)\s*(?P<message>\S.*)", reach=3, goes_on=r"^[ │└├]", most=6,
        samples=("Could not solve for environment specs\nThe following package could not be installed\n└─ gone does not exist (perhaps a typo or a missing channel).",),
    ),
    Form(
        name="mamba-wrapper", tool="mamba", kind="dependency", role="wrapper",
        pattern=r"^(?P<message>critical libmamba Could not solve for environment specs)",
        samples=("critical libmamba Could not solve for environment specs",),
    ),
    Form(
        name="dnf-problem", tool="dnf", kind="dependency",
        pattern=r"^ *Problem(?: \d+)?: (?P<message>\S.*)",
        goes_on=r"^ +- ", most=6,
        samples=(" Problem: package shop-1-1.noarch requires tea >= 9, but none of the providers can be installed\n  - conflicting requests",
                 "Problem 1: conflicting requests\n  - nothing provides tea needed by shop-1-1.noarch"),
    ),
    Form(
        name="dnf-network", tool="dnf", kind="network",
        pattern=r"^(?:Error: )?(?P<message>(?:Failed to download metadata for repo '(?P<subject>[^']+)'|Cannot (?:retrieve|download|find a valid baseurl for|prepare internal mirrorlist)|Error downloading packages:|Failed to synchronize cache for repo '|Status code: [45]\d\d for \S+/repodata|One of the configured repositories failed).*)",
        goes_on=r"^ +(?:- |\S+: )", most=3,
        samples=("Error: Failed to download metadata for repo 'fedora': Cannot prepare internal mirrorlist: Curl error (6): Couldn't resolve host name",
                 "Cannot find a valid baseurl for repo: base/7/x86_64"),
    ),
    Form(
        name="dnf", tool="dnf", kind="dependency",
        pattern=r"^(?P<message>No match for argument: .+|Error: (?:Unable to find a match: |No matching (?:repo|[Pp]ackages?) |Package: \S+|GPG check FAILED|There are no enabled repositories|Nothing to do$).*|No package .+ available\.| *(?:- )?nothing provides .+ needed by .+|Public key for \S+ is not installed)",
        samples=("No match for argument: pkgconfig(gone) >= 2.0", "  - nothing provides gone = 1 needed by demo-1-1.noarch",
                 'Error: There are no enabled repositories in "/etc/yum.repos.d", "/etc/yum/repos.d", "/etc/distro.repos.d".'),
    ),
    Form(
        name="dnf-transaction", tool="dnf", kind="disk",
        pattern=r"^ *(?P<message>(?:- )?(?:At least \d+[MGK]B more space needed on the \S+ filesystem\.|installing package \S+ needs \d+[MGK]B(?: more space)? on the \S+ filesystem))",
        samples=("   At least 120MB more space needed on the / filesystem.", "installing package tea-1-1.noarch needs 20MB more space on the / filesystem"),
    ),
    Form(
        name="dnf-conflict", tool="dnf", kind="dependency",
        pattern=r"^ +(?P<message>file (?P<subject>\S+) (?:from install of \S+ conflicts with file from package \S+|conflicts between attempted installs of .+))",
        samples=("  file /usr/bin/till from install of till-2 conflicts with file from package till-1",),
    ),
    Form(
        name="cabal-resolve", tool="cabal", kind="dependency",
        pattern=r"^(?:Error: )?(?:\[Cabal-\d+\]\s*)?(?:cabal(?:-[\d.]+)?: )?Could not resolve dependencies:$",
        says=r"^\[__\d+\] (?P<message>(?:fail|rejecting|unknown package|next goal):? .+)", reach=6, goes_on=r"^\[__\d+\] ", most=8,
        samples=("cabal: Could not resolve dependencies:\n[__0] trying: shop-0.1.0.0 (user goal)\n[__1] unknown package: gone (dependency of shop)\n[__1] fail (backjumping, conflict set: gone, shop)",),
    ),
    Form(
        name="cabal", tool="cabal", kind="dependency",
        pattern=r"^(?:Error: )?(?:cabal(?:-[\d.]+)?|\[Cabal-\d+\]): (?P<message>(?:Could not resolve dependencies: .+|Unknown package|There is no package named|The package database|Cannot (?:build|test|run|bench|haddock|read|find) |The program '.+' version|No cabal file|No targets given|Unknown target|Missing dependenc|Encountered missing|At least the following|unrecognized|The following (?:errors|packages)).*)",
        goes_on=r"^\S.*\S$", most=2,
        samples=("cabal: Cannot test the package shop-0.1.0.0 because none of the components are\navailable to build: the test suite 'shop-test' is not available because the",
                 "Error: cabal-3.10.1.0: There is no package named 'gone'."),
    ),
    Form(
        name="cabal-suite-failed", tool="cabal", kind="other", role="wrapper",
        pattern=r"^(?:Error: )?(?:cabal(?:-[\d.]+)?: )?(?P<message>(?:Tests failed for test:\S+ from \S+\.|Failed to build (?:test:|exe:|lib:)?[\w-]+-\d[\w.]*\b.*|Some packages failed to install:|Test suite failure for package \S+|Build profile failed|Process exited with code: ExitFailure -?\d+ *|Stack failed to execute the build plan\.))",
        samples=("cabal: Tests failed for test:shop-test from shop-0.1.0.0.", "Error: cabal-3.10.1.0: Failed to build tea-1.0 (which is required by shop-0.1.0.0). See the build log above for details."),
    ),
    Form(
        name="stack-exit", tool="stack", kind="other", role="wrapper",
        pattern=r"^\s+(?P<message>Process exited with code: ExitFailure -?\d+.*|Stack failed to execute the build plan\.|\S+: +exited with: ExitFailure \d+)",
        samples=("       Process exited with code: ExitFailure 1 ", "    shop-test:  exited with: ExitFailure 1"),
    ),
    Form(
        name="stack-plan", tool="stack", kind="dependency",
        pattern=r"^(?:Error: )?While constructing the build plan, (?:the following exceptions were|Stack) encountered",
        says=r"^ {4,}(?P<message>\S.*)", reach=8, goes_on=r"^ {4,}\S|^\s*$", most=3,
        samples=("Error: While constructing the build plan, the following exceptions were encountered:\n\nIn the dependencies for shop-0.1.0.0:\n    gone needed, but the stack configuration has no specified version",),
    ),
    Form(
        name="stack", tool="stack", kind="config",
        pattern=r"^(?P<message>(?:Stack looks for packages in the directories configured|No compiler found, expected|Unable to find installation URLs|Could not parse '|Aeson exception:|Stack has not been tested with|Unknown package: \S+|Unable to parse cabal file).*)",
        samples=("No compiler found, expected minor version match with ghc-9.4.7 (x86_64)",),
    ),
    Form(
        name="pub", tool="pub", kind="dependency",
        pattern=r"^(?P<message>(?:Because .+(?:from sdk|pub\.dev| Dart| Flutter|/dart).*version solving failed\.|The current Dart SDK version is .+|The current Flutter SDK version is .+|Could not find package \S+ at \S+|Package not available \(.+\)\.|Got (?:socket|TLS|timeout) error trying to find package .+|Expected to find project root in current working directory\.|Error on line \d+, column \d+ of pubspec\.yaml: .+))",
        samples=("Because shop depends on gone any which doesn't exist (could not find package gone at https://pub.dev), version solving failed.",
                 "The current Dart SDK version is 2.19.6."),
    ),
)  # fmt: skip
