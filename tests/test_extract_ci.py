"""Reading what CI systems say of a job: every form by its sample, and how they weigh against each other."""

# ruff: noqa: E501 - tables of lines that tools print

import pytest
from extracting import findings, findings_of_every_line

from classifier.extract.belief import DOUBTFUL, HELPER, LINE, SHOWN_LATER, doubted, survived, survived_long
from classifier.extract.ci import forms, jobs, steps, teamcity
from classifier.lines import Lines
from classifier.model import Failure
from classifier.search import Searcher


def told(text):
    """Return outcome, exit code and the failures as (line, role, kind)."""
    found = findings(jobs.DIALECT, text)
    failures = sorted((one.line, one.role, one.kind) for one in found.failures)
    return found.outcome, found.exit_code, failures


def failure(line, *, role="cause", kind="test", certainty=80, tool="pytest"):
    """Return a failure of one line."""
    return Failure(
        line=line, first_line=line, last_line=line, kind=kind, tool=tool, headline="", spans=(), role=role,
        certainty=certainty,
    )  # fmt: skip


def test_every_anchor_is_fast():
    """No form makes the search look at every line."""
    assert Searcher(jobs.DIALECT.anchors).weak == ()


@pytest.mark.parametrize("form", [*forms.FORMS, *steps.STARTS, *steps.ENDS], ids=lambda form: form.name)
def test_a_form_matches_its_sample(form):
    """Each form is proved by a line of the system it was written for."""
    assert Searcher({"form": form.pattern}).search(Lines("log", form.sample.encode()))["form"].tolist() == [1]


@pytest.mark.parametrize(
    ("text", "outcome", "exit_code", "failures"),
    [
        ("##[error]Process completed with exit code 1.", "failed", 1, [(1, "wrapper", "other")]),
        ("##[error]Bash exited with code '137'.", "failed", 137, [(1, "wrapper", "other")]),
        ('The command "make" exited with 2.\n\nDone. Your build exited with 1.', "failed", 1, [(1, "wrapper", "other")]),
        ('The command "make" exited with 0.\n\nDone. Your build exited with 0.', "passed", 0, []),
        ('The command "make" exited with 2.\n\nDone. Your build exited with 0.', "passed", 0, []),
        ("Done. Your build exited with 1.", "failed", 1, [(1, "wrapper", "other")]),
        ("ERROR: Job failed: exit code 1", "failed", 1, [(1, "wrapper", "other")]),
        ("Job succeeded", "passed", 0, []),
        ("Finished: SUCCESS", "passed", 0, []),
        ("Build step 'Execute shell' marked build as failure\nFinished: FAILURE", "failed", None, [(1, "wrapper", "other")]),
        ("=== Task Finished ===\nUnsuccessful task run with exit code: 1 completed in 2 seconds", "failed", 1, [(2, "wrapper", "other")]),
        ("Successful task run with exit code: 0 completed in 2 seconds", "passed", 0, []),
        ("Child return code was: 1", "failed", 1, [(1, "wrapper", "other")]),
        ("BUILD SUCCESSFUL in 3s", "passed", None, []),
        ("[INFO] BUILD FAILURE", "failed", None, [(1, "wrapper", "other")]),
        ("[INFO] BUILD SUCCESS\nFinished: FAILURE", "failed", None, [(2, "wrapper", "other")]),
        ('The command "timeout 60 make" exited with 124.', "failed", 124, [(1, "cause", "timeout")]),
        ("all is well", None, None, []),
    ],
)  # fmt: skip
def test_how_a_job_ended(text, outcome, exit_code, failures):
    """The job's own word counts more than a step's, a step's more than a build tool's."""
    assert told(text) == (outcome, exit_code, failures)


@pytest.mark.parametrize(
    ("text", "failures"),
    [
        ("No output has been received in the last 10m0s, this potentially indicates a stalled build", [(1, "cause", "timeout")]),
        ("ERROR: Job failed: execution took longer than 1h0m0s seconds", [(1, "cause", "timeout")]),
        ("ERROR: Job failed (system failure): prepare environment", [(1, "cause", "infra")]),
        ("##[error]The operation was canceled.", [(1, "cause", "infra")]),
        ("##[error]The runner has received a shutdown signal.", [(1, "cause", "infra")]),
        ("[taskcluster:error] Task aborted - max run time exceeded", [(1, "cause", "timeout")]),
        ("##[error]Credentials could not be loaded, please check your action inputs", [(1, "cause", "other")]),
        ("stderr: fatal: unable to access 'https://example.org/a.git/': returned error: 503\nFinished: FAILURE",
         [(1, "cause", "network"), (2, "wrapper", "other")]),
    ],
)  # fmt: skip
def test_what_stops_a_job_from_outside_is_a_cause(text, failures):
    """Timeouts, lost runners, cancellations and sources that can't be fetched."""
    assert told(text)[2] == failures


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("##[group]Run a/login@v1\n##[endgroup]\n##[error]No credentials\nPost job cleanup.", [3]),
        ("##[group]Run make\n##[endgroup]\n##[error]No credentials\n##[error]Process completed with exit code 1.", [3]),
        ("##[group]Run make\n##[endgroup]\n##[error]shutdown: java.lang.Error\n  at a.b\n##[error]Process completed with exit code 1.", []),
        ("##[group]Run make\n##[endgroup]\n##[error]Process completed with exit code 1.\n##[error]Executing the container failed.", []),
    ],
    ids=["an action's own word", "right above the end", "amid the output of a command", "a repetition after the end"],
)  # fmt: skip
def test_an_annotation_is_the_word_of_an_action_or_a_line_of_output(text, causes):
    """Problem matchers mark lines of a command's output, which may not be why it failed."""
    assert [line for line, role, _ in told(text)[2] if role == "cause"] == causes


def test_of_attempts_the_last_counts():
    """What was tried again did not end the step."""
    attempt = "##[error]fatal: couldn't find remote ref refs/tags/v1\nThe process '/usr/bin/git' failed with exit code 128\n"
    text = f"{attempt}Waiting 18 seconds before trying again\n{attempt.replace('The', '##[error]The')}"

    assert told(text)[2] == [(4, "cause", "config"), (5, "wrapper", "other")]


def test_a_git_error_that_a_retry_healed_is_none():
    """What follows far below without a failing step is not its fault."""
    text = "fatal: unable to access 'https://example.org/a.git/'\n" + "cloned\n" * 100

    assert told(text)[2] == []


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("##[group]Run make\n##[endgroup]\nmade\nPost job cleanup.", "passed"),
        ("##[group]Run make\n##[endgroup]\nmade", "passed"),
        ("making\n##[group]Run make\n##[endgroup]\nmade", None),
        ("##[group]Run a container\n##[endgroup]\nfatal: unsafe repository\nPost job cleanup.", None),
        (
            "##[group]Run make\n##[endgroup]\n##[error]Process completed with exit code 2.\nPost job cleanup.",
            "failed",
        ),
    ],
)
def test_a_whole_log_of_github_without_an_error_passed(text, outcome):
    """The log of GitHub Actions says nothing when all is well, so its parts must all be there."""
    assert findings(jobs.DIALECT, text).outcome == outcome


def steps_of(text):
    """Return the failing steps of a log, which are the same when every line is looked at."""
    lines = Lines("log", text.encode())
    wrappers = findings(jobs.DIALECT, text).failures
    found = steps.failing_steps(lines, Searcher(steps.ANCHORS).search(lines), wrappers)
    every = dict.fromkeys(steps.ANCHORS, range(1, len(lines) + 1))
    assert steps.failing_steps(lines, every, wrappers) == found
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '$ make\nmade\nThe command "make" exited with 0.\n$ make check\nbad\nThe command "make check" exited with 2.',
            ((5, 5),),
        ),
        ("##[group]Run make\n##[endgroup]\nbad\n##[error]Process completed with exit code 2.", ((2, 3),)),
        ("one\ntwo\nChild return code was: 1", ((1, 2),)),
        (
            "##[section]Starting: Build\nbuilt\n##[section]Finishing: Build\n##[section]Starting: Test\nbad\n##[error]Bash exited with code '1'.",
            ((5, 5),),
        ),
        (
            "$ make\nmade\n$ make check\nbad\nRunning after_script\n$ cat log\nnoise\nERROR: Job failed: exit code 1",
            ((4, 4),),
        ),
        (
            '[Pipeline] sh\n+ make\nmade\n[Pipeline] sh\n+ make check\nbad\n[Pipeline] }\nStage "Deploy" skipped due to earlier failure(s)\n[Pipeline] sh\nnoise\nFinished: FAILURE',
            ((5, 7),),
        ),
        (
            "[Pipeline] parallel\n[Pipeline] sh\nbad\n[Pipeline] sh\ngood\nFailed in branch a\n[Pipeline] sh\nnoise\nERROR: script returned exit code 2\nFinished: FAILURE",
            ((2, 5),),
        ),
        ("$ make\nbad\nstore build cache\nDone. Your build exited with 1.", ((2, 2),)),
        ('$ make\nTESTS 1 failed\n$ grep -q OK log\nThe command "grep -q OK log" exited with 1.', ((2, 3),)),
        ("one\ntwo\nFinished: FAILURE", ()),
        ("one\nstore build cache\nDone. Your build exited with 0.", ()),
        ("one\ntwo", ()),
    ],
    ids=[
        "Travis", "GitHub", "mock, which names no start", "Azure", "GitLab with after_script",
        "Jenkins with what it does after a failure", "Jenkins with parallel branches", "Travis with the result of the job only",
        "a command that prints nothing: what ran before it tells why", "no word of steps", "passed", "no CI system",
    ],
)  # fmt: skip
def test_failing_steps(text, expected):
    """A step reaches from its command to the line that says how it ended."""
    assert steps_of(text) == expected


def test_the_commands_of_steps_are_searched_for():
    """Logs are long, and the start of a step may stand far above its end."""
    assert Searcher(steps.ANCHORS).weak == ()


def test_a_crash_that_was_survived_is_believed_less_than_the_test_that_failed():
    """A helper process died, the program that had started it went on."""
    near, far, test = failure(900, kind="crash"), failure(10, kind="crash"), failure(10)

    assert [one.certainty for one in survived_long([near, far, test], [1_000])] == [80, HELPER, 80]


def test_a_job_that_passed_leaves_only_failed_tests():
    """Compilers that were tolerated, wrappers and weak signs are dropped."""
    kept = failure(1)
    others = [failure(2, kind="compile"), failure(3, role="wrapper"), failure(4, certainty=60)]

    assert survived([kept, *others], 0, failed=False) == [kept]


@pytest.mark.parametrize(("failed", "count"), [(True, 1), (False, 0)])
def test_doubtful_failures_need_a_log_that_failed(*, failed, count):
    """A program that tells of a problem and goes on did not fail."""
    assert len(survived([failure(1, certainty=DOUBTFUL - 1)], None, failed=failed)) == count


def test_failures_of_other_steps_are_doubted():
    """Before the failing step less than after it, where its logs are shown."""
    found = doubted([failure(1), failure(12), failure(30), failure(31, role="wrapper")], [(10, 20)])

    assert [one.certainty for one in found] == [DOUBTFUL - 1, 80, SHOWN_LATER, 80]


@pytest.mark.parametrize(
    ("line", "steps", "believed"),
    [
        (5, [(10, 20)], False),
        (15, [(10, 20)], True),
        (15, [(10, 2_000)], False),
        (1_900, [(10, 2_000)], True),
    ],
)
def test_a_single_line_is_believed_where_something_ends_soon_after_it(line, steps, believed):
    """`command not found` before the step that failed, or long before its end, was survived."""
    found = survived_long(doubted([failure(line, tool=LINE)], steps), [last for _, last in steps])

    assert (found[0].certainty >= DOUBTFUL) is believed


SERVICE_MESSAGES = """\
##teamcity[testStarted name='shop.adds' flowId='1']
error: printed by a passing test
##teamcity[testFinished name='shop.adds' duration='1' flowId='1']
##teamcity[testStarted name='shop.opens' flowId='2']
opening ##teamcity[testFailed name='shop.opens' flowId='2' message='no such shop: |'corner|'|n' details='at shop.open(shop.js:3:5)']
##teamcity[testFinished name='shop.opens' flowId='2']
##teamcity[testIgnored name='shop.sells' message='|[later|]']
##teamcity[testFinished name='shop.sells']
##teamcity[buildProblem description='Process exited with code 1']
##teamcity[message text='all is well' status='NORMAL']
"""


def test_service_messages_of_teamcity():
    """Tests with what they say of their failure, escapes undone; the output of passing ones is theirs."""
    found = findings(teamcity.DIALECT, SERVICE_MESSAGES)

    assert [(case.subject, case.outcome) for case in found.cases] == [
        ("shop.adds", "passed"), ("shop.opens", "failed"), ("shop.sells", "skipped"),
    ]  # fmt: skip
    assert sorted((one.line, one.role, one.subject, one.headline) for one in found.failures) == [
        (5, "cause", "shop.opens", "no such shop: 'corner'"),
        (9, "symptom", None, "Process exited with code 1"),
    ]
    assert (1, 3) in found.owned
    assert found == findings_of_every_line(teamcity.DIALECT, SERVICE_MESSAGES)


def test_a_test_that_was_started_and_not_ended_is_told_of():
    """The log breaks off, or the process died."""
    found = findings(
        teamcity.DIALECT, "##teamcity[testStarted name='a']\n##teamcity[testFailed name='a' message='no']"
    )

    assert [(one.subject, one.headline) for one in found.failures] == [("a", "no")]
