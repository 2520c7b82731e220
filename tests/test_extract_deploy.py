"""Reading Terraform's errors and what BuildKit quotes of a step that failed."""

# ruff: noqa: E501, ISC004 - tables of lines that tools print

import pytest
from extracting import findings, findings_of_every_line

from classifier.extract.containers import buildkit
from classifier.extract.deploy import terraform
from classifier.pipeline import triage
from classifier.search import Searcher

BOXED = """\
╷
│ Error: Unsupported argument
│
│   on main.tf line 3, in resource "aws_instance" "web":
│    3:   sise = "t3.micro"
│
│ An argument named "sise" is not expected here. Did you mean "size"?
╵
"""
PLAIN = """\
$ terraform apply
Error: creating S3 Bucket (shop): BucketAlreadyExists

  with module.web.aws_s3_bucket.shop,
  on web/main.tf line 9, in resource "aws_s3_bucket" "shop":
   9: resource "aws_s3_bucket" "shop" {

"""
QUOTED = """\
#6 [3/4] RUN ./open-the-till
#6 0.112 opening
#6 0.212 till: no drawer
#6 ERROR: process "/bin/sh -c ./open-the-till" did not complete successfully: exit code: 7
------
 > [3/4] RUN ./open-the-till:
0.112 opening
0.212 till: no drawer
------
Dockerfile:4
--------------------
   3 |     # error: is a comment
   4 | >>> RUN ./open-the-till
--------------------
ERROR: failed to solve: process "/bin/sh -c ./open-the-till" did not complete successfully: exit code: 7
"""


def brief(dialect, text):
    """Return line, first and last line, kind, subject and headline of each failure."""
    found = findings(dialect, text).failures
    return [(one.line, one.first_line, one.last_line, one.kind, one.subject, one.headline) for one in found]


@pytest.mark.parametrize(
    ("text", "failures"),
    [
        (
            BOXED,
            [
                (
                    2, 2, 7, "config", "main.tf",
                    'Unsupported argument: An argument named "sise" is not expected here. Did you mean "size"?',
                )
            ],
        ),
        (
            PLAIN,
            [
                (
                    2, 2, 6, "config", "module.web.aws_s3_bucket.shop",
                    "creating S3 Bucket (shop): BucketAlreadyExists",
                )
            ],
        ),
        ("Error: Unsupported argument\n", []),
        (
            "Initializing provider plugins...\nError: Failed to query available provider packages\n\nCould not retrieve "
            "the list of available versions: dial tcp: lookup registry.terraform.io: no such host",
            [
                (
                    2, 2, 4, "network", None,
                    "Failed to query available provider packages: Could not retrieve the list of available versions: "
                    "dial tcp: lookup registry.terraform.io: no such host",
                )
            ],
        ),
    ],
    ids=["boxed", "plain", "of-another-tool", "network"],
)  # fmt: skip
def test_terraform(text, failures):
    """The resource names the failure, or the file; what is no Terraform's is left alone."""
    assert brief(terraform.DIALECT, text) == failures


def test_two_boxes_are_two_errors():
    """Each box is its own."""
    other = BOXED.replace("main.tf", "web.tf").replace("Unsupported argument", "Missing required argument")

    assert [row[4] for row in brief(terraform.DIALECT, BOXED + other)] == ["main.tf", "web.tf"]


def test_buildkit_tells_what_the_command_said_where_it_said_it():
    """Not where it is quoted, and nothing of the Dockerfile."""
    assert brief(buildkit.DIALECT, QUOTED) == [(3, 3, 3, "other", "3/4", "till: no drawer")]
    assert findings(buildkit.COPIES, QUOTED).owned == ((5, 9), (10, 14))


def test_buildkit_tells_what_is_only_quoted():
    """On a terminal the command's output is not kept."""
    only = "\n".join(QUOTED.split("\n")[3:])

    assert brief(buildkit.DIALECT, only) == [(5, 5, 5, "other", "3/4", "till: no drawer")]
    assert (2, 6) not in findings(buildkit.COPIES, only).owned


@pytest.mark.parametrize("text", [QUOTED, QUOTED.replace("no drawer", "main.c:3:5: error: x undeclared")])
def test_a_build_of_an_image_is_one_cause(tmp_path, text):
    """A compiler's error in it is the compiler's, and told once."""
    log = tmp_path / "log"
    log.write_text(text, "utf-8")
    causes = [one for one in triage([str(log)]).failures if one.failure.role == "cause"]

    assert [one.failure.line for one in causes] == [3]


@pytest.mark.parametrize("dialect", [terraform.DIALECT, buildkit.DIALECT, buildkit.COPIES])
@pytest.mark.parametrize("text", [BOXED, PLAIN, QUOTED])
def test_the_anchors_only_save_time(dialect, text):
    """With every line a hit the result is the same, and each anchor holds a literal."""
    assert findings_of_every_line(dialect, text) == findings(dialect, text)
    assert Searcher(dialect.anchors).weak == ()
