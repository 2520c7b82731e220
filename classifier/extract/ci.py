"""Read what CI systems say of a job: how its steps and the whole ended, and what stopped it from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import regex

from classifier.extract.clues import likely_kind
from classifier.extract.dialect import Dialect, Findings, compiled, span
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind

Level = Literal["step", "job", "build", "stop", "checkout", "annotation", "note"]
CERTAINTY: dict[Level, int] = {"stop": 70, "checkout": 70, "annotation": 45}
"""Of the forms that are causes; the other ones are wrappers."""
CHECKOUT_REACH = 60
"""A git error counts when a step fails, or the log ends, within so many lines: a retry may have healed it."""


LAST_WORDS = regex.compile(r"^(?:fatal|error|Error|ERROR|FATAL): ")
"""`fatal: unsafe repository` as the last line of a step."""


@dataclass(frozen=True, slots=True)
class Form:
    """One line form: the groups `code`, `bad` and `good` of the pattern tell the result, `subject` of what.

    `step`: how one command or step ended; `job`: how all of it ended; `build`: how a build tool's run ended;
    `stop`: the system ended the job; `checkout`: the sources could not be fetched; `annotation`: an action says
    what is wrong, or a line of the log is shown again; `note`: says nothing alone.
    """

    name: str
    level: Level
    pattern: str
    sample: str
    kind: Kind = "other"


FORMS: tuple[Form, ...] = (
    Form(
        "github", "step",
        r"^(?:##\[error\]|Error: )?Process completed with exit code (?P<code>-?\d+)\.",
        "##[error]Process completed with exit code 1.",
    ),
    Form(
        "github-tool", "step",
        r"^(?:##\[error\]|Error: )?The process '(?P<subject>[^']*)' failed with exit code (?P<code>-?\d+)",
        "##[error]The process '/usr/bin/git' failed with exit code 128",
    ),
    Form(
        "github-node", "step",
        r"^(?:##\[error\]|Error: )(?P<subject>[\w./ -]+) (?:failed|exited) with "
        r"(?:exit )?(?:code|status):? (?P<code>\d+)",
        "##[error]Gradle process exited with status 1",
    ),
    Form(
        "azure", "step",
        r"^##\[error\](?P<subject>[\w./ -]+) exited with code '(?P<code>-?\d+)'",
        "##[error]Bash exited with code '1'.",
    ),
    Form(
        "travis-command", "step",
        r'^The command "(?P<subject>.*)" (?:failed and )?exited with (?P<code>\d+)(?: during \w* ?)?\.',
        'The command "npm test" exited with 1.',
    ),
    Form(
        "travis-retries", "step",
        r'^The command "(?P<subject>.*)" (?P<bad>failed) (?P<times>\d+) times\.',
        'The command "bundle exec s3_website push" failed 3 times.',
    ),
    Form(
        "travis-done", "job",
        r"^Done\. Your build exited with (?P<code>\d+)\.",
        "Done. Your build exited with 1.",
    ),
    Form("github-run", "note", r"^##\[group\]Run ", "##[group]Run npm test"),
    Form(
        "github-error", "annotation",
        r"^##\[error\](?P<what>\S.*)",
        "##[error]Credentials could not be loaded, please check your action inputs",
    ),
    Form(
        "github-end", "note", r"^(?:Cleaning up orphan processes|Post job cleanup\.)", "Post job cleanup.",
    ),
    Form("travis-stopped", "job", r"^Your build has been (?P<bad>stopped)\.", "Your build has been stopped."),
    Form(
        "gitlab", "job",
        r"^ERROR: Job (?P<bad>failed)(?: \([\w -]+\))?: "
        r"(?:command terminated with )?(?:exit (?:code|status) (?P<code>\d+))?",
        "ERROR: Job failed: exit code 1",
    ),
    Form("gitlab-passed", "job", r"^Job (?P<good>succeeded)$", "Job succeeded"),
    Form(
        "jenkins", "job",
        r"^Finished: (?:(?P<good>SUCCESS)|(?P<bad>FAILURE|UNSTABLE|ABORTED|NOT_BUILT))\b",
        "Finished: FAILURE",
    ),
    Form(
        "jenkins-script", "step",
        r"^ERROR: script returned exit code (?P<code>-?\d+)",
        "ERROR: script returned exit code 2",
    ),
    Form(
        "jenkins-step", "step",
        r"^Build step '(?P<subject>[^']*)' (?P<bad>marked build as failure)",
        "Build step 'Execute shell' marked build as failure",
    ),
    Form(
        "buildkite", "step",
        r"Error: The command exited with status (?P<code>-?\d+)",
        "🚨 Error: The command exited with status 1",
    ),
    Form(
        "circleci", "step",
        r"^Exited with code (?:exit status )?(?P<code>\d+)",
        "Exited with code exit status 1",
    ),
    Form(
        "appveyor", "step",
        r"^Command exited with code (?P<code>-?\d+)",
        "Command exited with code 1",
    ),
    Form(
        "taskcluster", "job",
        r"(?P<bad>Unsuccessful) task run with exit code: (?P<code>-?\d+)",
        "Unsuccessful task run with exit code: 1 completed in 977.041 seconds",
    ),
    Form(
        "taskcluster-passed", "job",
        r"(?<!Un)Successful task run with exit code: (?P<code>0)",
        "Successful task run with exit code: 0 completed in 52.1 seconds",
    ),
    Form(
        "taskcluster-exit", "job",
        r"^\[taskcluster:error\] exit status (?P<code>\d+)$",
        "[taskcluster:error] exit status 2",
    ),
    Form(
        "mock", "step",
        r"Child return code was: (?P<code>-?\d+)",
        "Child return code was: 1",
    ),
    Form("copr", "job", r"^Copr build error: (?P<bad>Build failed)", "Copr build error: Build failed"),
    Form(
        "cirrus", "step", r"^Exit status: (?P<code>-?\d+)$", "Exit status: 1"
    ),
    Form(
        "maven", "build",
        r"^(?:\[\w+\] +)?BUILD (?:(?P<bad>FAILURE)|(?P<good>SUCCESS))$",
        "[INFO] BUILD FAILURE",
    ),
    Form(
        "gradle", "build",
        r"^BUILD (?:(?P<bad>FAILED)|(?P<good>SUCCESSFUL))(?: in (?:\d+[hms]+ ?)+)?$",
        "BUILD FAILED in 12s",
    ),
    Form(
        "travis-silence", "stop",
        r"^No output has been received in the last \d+m\d*s?",
        "No output has been received in the last 10m0s, this potentially indicates a stalled build",
        "timeout",
    ),
    Form(
        "travis-time", "stop",
        r"^The job exceeded the maximum time limit",
        "The job exceeded the maximum time limit for jobs, and has been terminated.",
        "timeout",
    ),
    Form(
        "travis-size", "stop",
        r"^The (?:job|log length|log) (?:has )?exceeded the (?:maximum log length|limit of \d+)",
        "The job exceeded the maximum log length, and has been terminated.",
        "infra",
    ),
    Form(
        "circleci-silence", "stop",
        r"^Too long with no output \(exceeded [\dhms.]+\)",
        "Too long with no output (exceeded 10m0s): context deadline exceeded",
        "timeout",
    ),
    Form(
        "gitlab-time", "stop",
        r"^ERROR: Job failed: execution took longer than [\dhms]+",
        "ERROR: Job failed: execution took longer than 1h0m0s seconds",
        "timeout",
    ),
    Form(
        "gitlab-system", "stop",
        r"^ERROR: Job failed \(system failure\): (?P<what>.+)",
        "ERROR: Job failed (system failure): prepare environment: exit code 1",
        "infra",
    ),
    Form(
        "job-time", "stop",
        r"(?:[Tt]he job|^(?:##\[error\])?The action) .{0,120}has "
        r"(?:exceeded the maximum execution time|timed out after)",
        "##[error]The job running on runner Hosted 2 has exceeded the maximum execution time of 60 minutes.",
        "timeout",
    ),
    Form(
        "jenkins-time", "stop",
        r"^Build timed out \(after \d+ \w+\)",
        "Build timed out (after 30 minutes). Marking the build as failed.",
        "timeout",
    ),
    Form(
        "taskcluster-time", "stop",
        r"Task aborted - max run time exceeded|Task timeout after \d+ seconds",
        "[taskcluster:error] Task timeout after 7200 seconds. Force killing container.",
        "timeout",
    ),
    Form(
        "runner-lost", "stop",
        r"(?:The (?:hosted |self-hosted )?runner(?:: .+)? lost communication with the server"
        r"|The runner has received a shutdown signal|We stopped hearing from agent)",
        "##[error]The runner has received a shutdown signal.",
        "infra",
    ),
    Form(
        "canceled", "stop",
        r"^##\[error\]The (?:operation|run) was cancell?ed\b|^(?:ERROR: )?Job (?:was )?cancell?ed$"
        r"|^Build was aborted$|^Aborted by .{1,80}$",
        "##[error]The operation was canceled.",
        "infra",
    ),
    Form(
        "git-access", "checkout",
        r"fatal: (?:unable to access '|unable to connect to |[Cc]ould not read from remote repository"
        r"|repository '.*' not found|'.*' does not appear to be a git repository|Authentication failed for |[Tt]he remote end hung up unexpectedly"
        r"|early EOF)",
        "fatal: unable to access 'https://example.org/a.git/': The requested URL returned error: 503",
        "network",
    ),
    Form(
        "git-ref", "checkout",
        r"fatal: (?:[Cc]ouldn't find remote ref|Remote branch .* not found|reference is not a tree"
        r"|remote error: upload-pack|Needed a single revision|bad object )"
        r"|^error: pathspec '.*' did not match any",
        "fatal: Remote branch topic not found in upstream origin",
        "config",
    ),
    Form(
        "jenkins-clone", "checkout",
        r"^ERROR: Error (?:cloning|fetching) remote repo '",
        "ERROR: Error cloning remote repo 'origin'",
        "network",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says: the exit code where it names one, else 1 for bad and 0 for good."""

    form: Form
    line: int
    text: str
    code: int
    subject: str | None


def read(lines: Lines, hits: Hits) -> Findings:
    """Return wrappers for what failed, causes for what stopped the job, its exit code and outcome.

    The outcome is that of the job when a line says it, else that of the last step that failed, else that of
    the last run of a build tool. A job that passed has no wrappers.
    """
    said = sorted(_said(lines, hits), key=lambda one: (one.line, one.form.name))
    job = [one for one in said if one.form.level == "job"]
    steps = [one for one in said if one.form.level == "step" and one.code]
    build = [one for one in said if one.form.level == "build"]
    decisive = job[-1:] or steps[-1:] or build[-1:]
    if _passed(decisive) or _github_passed(lines, hits):
        return Findings(outcome="passed", exit_code=0)
    causes = [_failure(lines, one) for one in said if one.form.level == "stop"]
    causes += [_failure(lines, one) for one in _checkouts(said, len(lines))]
    told = {one.line for one in said if one.form.level != "annotation"}
    causes += [
        _failure(lines, one) for one in said if one.form.level == "annotation" and one.line not in told
    ]
    bad = steps or [one for one in job[-1:] or build[-1:] if one.code]
    wrappers = [_failure(lines, one) for one in bad if one.line not in {cause.line for cause in causes}]
    return Findings(
        failures=(*causes, *wrappers),
        outcome=_outcome(decisive, failed=bool(causes)),
        exit_code=_exit_code(steps, job),
    )


def ends_step(failure: Failure) -> bool:
    """Say whether a failure of this dialect is the word that one step, not the whole job, ended badly."""
    steps = (compiled(form.pattern) for form in FORMS if form.level == "step")
    return failure.tool == "ci" and any(pattern.search(failure.spans[0].text) for pattern in steps)


def _passed(decisive: list[Said]) -> bool:
    return bool(decisive) and not decisive[0].code and decisive[0].form.level == "job"


def _github_passed(lines: Lines, hits: Hits) -> bool:
    """Say whether a whole log of GitHub Actions, or that of one step, holds no word of an error.

    An action that runs in a container may fail without one; then its last words before the cleanup tell.
    """
    runs, ends = hits["github-run"], hits["github-end"]
    whole = bool(ends) or (bool(runs) and runs[0] == 1)
    if not runs or not whole or hits["github-error"]:
        return False
    end = ends[0] if ends else len(lines) + 1
    return not any(LAST_WORDS.match(text) for _, text in lines.between(end - 10, end - 1))


def _said(lines: Lines, hits: Hits) -> Iterator[Said]:
    for form in FORMS:
        for number in hits[form.name] if form.level != "note" else ():
            text = lines[number].strip()
            found = compiled(form.pattern).search(text)
            if found and not lines.echoed(number):
                groups = found.groupdict()
                code = groups.get("code")
                yield Said(
                    form,
                    number,
                    text,
                    int(code) if code else int(not groups.get("good")),
                    groups.get("subject"),
                )


def _checkouts(said: list[Said], end: int) -> list[Said]:
    """Return the first git error of each burst after which a step failed or the log ended."""
    bad = [one.line for one in said if one.form.level in ("step", "job") and one.code]
    found: list[Said] = []
    last = -CHECKOUT_REACH
    for one in said:
        if one.form.level != "checkout":
            continue
        fatal = any(0 < line - one.line <= CHECKOUT_REACH for line in (*bad, end + 1))
        if fatal and one.line - last > CHECKOUT_REACH:
            found.append(one)
        last = one.line
    return found


def _outcome(decisive: list[Said], *, failed: bool) -> Literal["failed", "passed"] | None:
    if failed or (decisive and decisive[0].code):
        return "failed"
    return "passed" if decisive else None


def _exit_code(steps: list[Said], job: list[Said]) -> int | None:
    named = [one.code for one in (*job, *steps) if compiled(one.form.pattern).groupindex.get("code")]
    return named[0] if named else None


def _failure(lines: Lines, said: Said) -> Failure:
    headline = regex.sub(r"^##\[error\]", "", said.text).strip()
    annotation = said.form.level == "annotation"
    return Failure(
        line=said.line,
        first_line=said.line,
        last_line=said.line,
        kind=likely_kind(headline) if annotation else said.form.kind,
        tool="git" if said.form.level == "checkout" else "ci",
        headline=headline,
        spans=(span("message", lines, said.line, said.line),),
        role="cause" if said.form.level in CERTAINTY else "wrapper",
        subject=said.subject,
        certainty=CERTAINTY.get(said.form.level, 10),
    )


DIALECT = Dialect(name="ci", anchors={form.name: form.pattern for form in FORMS}, read=read)
