"""What shells and git say when a command can't do what it was asked to."""

from classifier.extract.forms.form import Form

FORMS = (
    Form(
        name="git-conflict", tool="git", kind="config",
        pattern=r"^(?P<message>CONFLICT \([^)]+\): .+)",
        samples=("CONFLICT (content): Merge conflict in src/app.c",),
    ),
    Form(
        name="git-rejected", tool="git", kind="config",
        pattern=r"^ ! \[(?P<message>(?:remote )?rejected\] .+)",
        goes_on=r"^error: failed to push some refs", most=1,
        samples=(" ! [rejected]        main -> main (non-fast-forward)\nerror: failed to push some refs to 'origin'",),
    ),
    Form(
        name="git-apply", tool="git", kind="config",
        pattern=r"^error: (?P<message>patch failed: \S+:\d+|can't open patch .+|.+: patch does not apply|Your local changes to the following files would be overwritten by \w+:|pathspec '.+' did not match any file\(s\) known to git)",
        samples=("error: patch failed: app.c:3\nerror: app.c: patch does not apply", "error: pathspec 'gone' did not match any file(s) known to git"),
    ),
    Form(
        name="git-fatal", tool="git", kind="config", certainty=60,
        pattern=r"^fatal: (?P<message>(?:[Rr]epository '.+' (?:does not exist|not found)|[Cc]ouldn't find remote ref .+|[Rr]emote branch .+ not found.*|reference is not a tree: .+|refusing to merge unrelated histories"
        r"|bad revision '.+'|ambiguous argument '.+'|'.+' is not a commit and a branch .+|unable to checkout working tree|No url found for submodule path .+|destination path '.+' already exists.*"
        r"|Unable to create '.+\.lock': File exists\.|.+ does not appear to be a git repository|detected dubious ownership in repository at .+))",
        samples=("fatal: repository '/srv/shop.git' does not exist", "fatal: couldn't find remote ref refs/heads/gone"),
        confusers=("fatal: No names found, cannot describe anything.",),
    ),
    Form(
        name="shell-line", tool="shell", kind="config", certainty=60,
        pattern=r"^(?P<file>[^\s:]+): line (?P<line>\d+): (?P<message>(?:\S.*)?(?:unbound variable|command not found|: ambiguous redirect|syntax error near unexpected token .+|unexpected EOF while looking for matching .+|syntax error: unexpected end of file|bad substitution))$",
        samples=("build.sh: line 3: NAME: unbound variable", "/home/ci/run.sh: line 9: syntax error near unexpected token `fi'"),
    ),
    Form(
        name="dash-line", tool="shell", kind="config", certainty=60,
        pattern=r"^(?P<file>[^\s:]+): (?P<line>\d+): (?P<message>(?:Syntax error: .+|Bad substitution|\S+: parameter not set))$",
        samples=('build.sh: 3: Syntax error: end of file unexpected (expecting "fi")', "/bin/sh: 1: Bad substitution"),
    ),
)  # fmt: skip
