"""The lines by which CI systems say how steps and jobs ended, and what stopped them from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from classifier.model import Kind

Level = Literal["step", "job", "build", "stop", "checkout", "annotation", "note"]


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
        r"^(?:##\[error\](?:Error: )?|Error: )The process '(?P<subject>[^']*)' failed with exit code (?P<code>-?\d+)",
        "##[error]The process '/usr/bin/git' failed with exit code 128",
    ),
    Form(
        "github-node", "step",
        r"^(?:##\[error\]|Error: (?!Process ))(?P<subject>[\w./ -]+) (?:failed|exited) with "
        r"(?:exit )?(?:code|status):? (?P<code>\d+)",
        "##[error]Gradle process exited with status 1",
    ),
    Form(
        "azure", "step",
        r"^##\[error\](?P<subject>[\w./ -]+) exited with code '(?P<code>-?\d+)'",
        "##[error]Bash exited with code '1'.",
    ),
    Form(
        "azure-task", "step",
        r"^##\[error\](?P<subject>[\w./ -]+?) (?:task|command) (?P<bad>failed)\b",
        "##[error]Dotnet command failed with non-zero exit code on the following projects : shop.csproj",
    ),
    Form(
        "act", "step",
        r"^\[.+\] exitcode '(?P<code>\d+)': failure",
        "[CI/build] exitcode '2': failure",
    ),
    Form(
        "teamcity", "step",
        r"^Process exited with code (?P<code>\d+)(?: \(Step: (?P<subject>.+)\))?$",
        "Process exited with code 1 (Step: Run tests (Command Line))",
    ),
    Form(
        "codebuild", "step",
        r"^Command did not exit successfully (?P<subject>.+) exit status (?P<code>\d+)$",
        "Command did not exit successfully make test exit status 2",
    ),
    Form(
        "cloud-build", "job",
        r'^ERROR: build step (?P<subject>\d+ "[^"]*") (?P<bad>failed): (?:step exited with non-zero status: (?P<code>\d+))?',
        'ERROR: build step 0 "gcr.io/cloud-builders/docker" failed: step exited with non-zero status: 2',
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
    Form(
        "gitlab-reason", "stop",
        r"^ERROR: Job failed(?: \(\w+\))?: (?P<what>(?!exit |command terminated|execution took|cancell?ed).+)",
        'ERROR: Job failed: failed to pull image "shop:9" with specified policies [always]: manifest unknown',
        "infra",
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
        "circleci-received", "step",
        r"^CircleCI received exit code (?P<code>\d+)",
        "CircleCI received exit code 1",
    ),
    Form(
        "appveyor-exception", "annotation",
        r"^Command executed with exception: (?P<what>\S.*)",
        "Command executed with exception: The term 'frobnicate' is not recognized as the name of a cmdlet",
    ),
    Form("appveyor-failed", "job", r"^Build (?P<bad>failed)$", "Build failed"),
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
        "tox", "build",
        r"^ *(?:(?P<bad>evaluation failed :\()|(?P<good>congratulations :\))) \([\d.]+ seconds\)$",
        "  congratulations :) (0.79 seconds)",
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
        "gitlab-size", "stop",
        r"^Job's log exceeded limit of \d+ bytes",
        "Job's log exceeded limit of 4194304 bytes.",
        "infra",
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
        r"|^ERROR: Job failed: cancell?ed|^Build was aborted$|^Aborted by .{1,80}$",
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
