"""Package managers and image builders: apt, dpkg, rpmbuild, uv, poetry, composer, bundler, docker."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="apt", tool="apt", kind="dependency",
        pattern=r"^E: (?P<message>(?:Unable to locate package|Package '.*' has no installation candidate|Version '.*' for '.*' was not found|Unable to correct problems|Failed to fetch|Couldn't find any package|Unsupported file|The repository '.+' does not have a Release file|Could not get lock|Unmet dependencies).*)",
        samples=("E: Unable to locate package gone",),
    ),
    Form(
        name="dpkg", tool="dpkg", kind="dependency",
        pattern=r"^dpkg: (?:error processing (?:package|archive) (?P<subject>\S+) \(--\w+\):|error: (?P<message>\S.*))$",
        says=r"^ (?P<message>\S.*)", reach=1,
        samples=("dpkg: error processing package shop (--configure):\n dependency problems - leaving unconfigured",
                 "dpkg: error: cannot access archive 'none.deb': No such file or directory"),
    ),
    Form(
        name="dpkg-build-dependencies", tool="dpkg", kind="dependency",
        pattern=r"^dpkg-checkbuilddeps: error: (?P<message>Unmet build dependencies: .+)",
        samples=("dpkg-checkbuilddeps: error: Unmet build dependencies: debhelper-compat (= 13) libgone-dev",),
    ),
    Form(
        name="configure-package", tool="configure", kind="dependency",
        pattern=r"^configure: error: Package requirements \(",
        says=r"^(?P<message>Package '.+|No package '.+)$", reach=3,
        samples=("configure: error: Package requirements (gone >= 1) were not met:\n\nPackage 'gone', required by 'virtual:world', not found",
                 "configure: error: Package requirements (gone) were not met:\n\nNo package 'gone' found"),
    ),
    Form(
        name="configure", tool="configure", kind="config",
        pattern=r"^configure: error: (?P<message>\S.*)",
        hollow=r"^\S+ failed(?: for \S+)?$",
        samples=("configure: error: libgone 2 or newer is required; install libgone-dev", "configure: error: ./configure failed for lib"),
    ),
    Form(
        name="uv", tool="uv", kind="dependency",
        pattern=r"^(?:error: | *× )No solution found when resolving ",
        says=r"^ *(?:cause:|╰─▶|Caused by:) (?P<message>Because \S.*)", reach=2, goes_on=r"^ {6,}\S", most=6,
        samples=("  × No solution found when resolving dependencies:\n  ╰─▶ Because gone was not found in the package registry and you require\n      gone, we can conclude that your requirements are unsatisfiable.",
                 "error: No solution found when resolving dependencies\n  cause: Because gone was not found and you require gone, we can conclude that your requirements are unsatisfiable."),
    ),
    Form(
        name="poetry", tool="poetry", kind="dependency",
        pattern=r"^ *(?P<message>Because .+ version solving failed\.|Because no versions of .+|Command not found: \S+|pyproject\.toml changed significantly since poetry\.lock was last generated\..*)",
        samples=("Because shop depends on gone (^9.0) which doesn't match any versions, version solving failed.",
                 "pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file."),
    ),
    Form(
        name="rpmbuild", tool="rpmbuild", kind="other", role="wrapper",
        pattern=r"^(?P<message>(?:error: |\s+)Bad exit status from \S+ \(%\w+\)|ERROR: Exception\(.*|ERROR: Command failed: ?.*|dpkg-buildpackage: error: .* subprocess returned exit status \d+)",
        samples=("error: Bad exit status from /var/tmp/rpm-tmp.x1 (%build)", "ERROR: Command failed:"),
    ),
    Form(
        name="composer", tool="composer", kind="dependency",
        pattern=r"^ *(?P<message>Your requirements could not be resolved to an installable set of packages\.)",
        goes_on=r"^\s*$|^ +Problem \d|^ +- ", most=5,
        samples=("Your requirements could not be resolved to an installable set of packages.\n\n  Problem 1\n    - Root composer.json requires demo/gone",),
    ),
    Form(
        name="bundler", tool="bundler", kind="dependency",
        pattern=r"^(?P<message>(?:Bundler could not find compatible versions for gem|Could not find gem '|Could not find \S+ in (?:any of the sources|locally installed gems)|Gem::(?:Ext::BuildError|MissingSpecError|Installer)|An error occurred while installing).*)",
        samples=("Could not find gem 'gone' in rubygems repository https://rubygems.org/ or installed locally.",),
    ),
    Form(
        name="docker-daemon", tool="docker", kind="config",
        pattern=r"^(?:docker: |ERROR: )?(?P<message>Error response from daemon: .+)",
        samples=("docker: Error response from daemon: pull access denied for gone",),
    ),
    Form(
        name="docker-wrapper", tool="docker", kind="other", role="wrapper",
        pattern=r"^(?P<message>The command '.*' returned a non-zero code: \d+|ERROR: failed to solve: .*did not complete successfully: exit code: \d+|.*executor failed running .*exit code: \d+)",
        samples=("The command '/bin/sh -c make' returned a non-zero code: 2",
                 'ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2'),
    ),
)  # fmt: skip
