"""Secrets are masked wherever they stand, and nothing else is."""

from __future__ import annotations

import random
import string
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.model import Case, Failure, Log, Reading, Span
from classifier.normalize import Normalizer
from classifier.redact import redact, redact_text
from classifier.redact.secrets import SECRETS

SOURCE = random.Random(3)
LETTERS = string.ascii_letters + string.digits


def made_up(length, letters=LETTERS):
    """Return random characters, a letter and a digit among them; secrets are never written out here."""
    return "a1" + "".join(SOURCE.choices(letters, k=length - 2))


HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + "234567"
SHAPES = {
    "github": ("", lambda: "ghp_" + made_up(36), ""),
    "github app": ("", lambda: "ghs_" + made_up(36), ""),
    "github fine": ("", lambda: "github_pat_" + made_up(22) + "_" + made_up(59), ""),
    "gitlab": ("", lambda: "glpat-" + made_up(20), ""),
    "aws": ("", lambda: "AKIA" + "".join(SOURCE.choices(UPPER, k=16)), ""),
    "google": ("", lambda: "AIza" + made_up(35), ""),
    "google access": ("", lambda: "ya29." + made_up(60), ""),
    "azure storage": ("AccountKey=", lambda: made_up(86) + "==", ""),
    "azure client": ("", lambda: made_up(3) + "8Q~" + made_up(34), ""),
    "azure signed url": ("https://x.blob.core.windows.net/c?sv=1&sig=", lambda: made_up(43) + "%3D", ""),
    "slack": ("", lambda: "xoxb-" + made_up(12) + "-" + made_up(24), ""),
    "hook": ("https://hooks.slack.com/services/", lambda: f"T{made_up(8)}/B{made_up(8)}/{made_up(9)}", ""),
    "npm": ("", lambda: "npm_" + made_up(36), ""),
    "pypi": ("", lambda: "pypi-Ag" + made_up(80), ""),
    "jwt": ("", lambda: "eyJ" + made_up(20) + ".eyJ" + made_up(40) + "." + made_up(43), ""),
    "stripe": ("", lambda: "sk_live_" + made_up(24), ""),
    "openai": ("", lambda: "sk-proj-" + made_up(40), ""),
    "sendgrid": ("", lambda: "SG." + made_up(22) + "." + made_up(43), ""),
    "huggingface": ("", lambda: "hf_" + made_up(34), ""),
    "docker": ("", lambda: "dckr_pat_" + made_up(27), ""),
    "digitalocean": ("", lambda: "dop_v1_" + made_up(64, HEX), ""),
    "databricks": ("", lambda: "dapi" + made_up(32, HEX), ""),
    "vault": ("", lambda: "hvs." + made_up(40), ""),
    "rubygems": ("", lambda: "rubygems_" + made_up(48, HEX), ""),
    "grafana": ("", lambda: "glsa_" + made_up(32) + "_" + made_up(8), ""),
    "url": ("https://bot:", lambda: made_up(16), "@example.org/r.git"),
    "database": ("postgres://ci:", lambda: made_up(12), "@db:5432/x"),
    "bearer": ("Authorization: Bearer ", lambda: made_up(40), ""),
    "basic": ("authorization: Basic ", lambda: made_up(30) + "==", ""),
    "password": ("DB_PASSWORD=", lambda: made_up(10), ""),
    "json password": ('{"password": "', lambda: made_up(10), '"}'),
    "yaml password": ("password: ", lambda: made_up(12), ""),
    "flag": ("--password ", lambda: made_up(12), ""),
    "api key": ("API_KEY=", lambda: made_up(24), ""),
    "aws secret": ("aws_secret_access_key = ", lambda: made_up(40), ""),
    "client secret": ("client_secret='", lambda: made_up(24), "'"),
    "token": ("CI_DEPLOY_TOKEN=", lambda: made_up(24), ""),
    "private token": ("Private-Token: ", lambda: made_up(20), ""),
    "curl": ("curl -u deploy:", lambda: made_up(12), " https://example.org"),
}  # fmt: skip
PLACES = ("{}", "E   fatal: got {} from there", "> export X {}", "tests/test_a.py::test_it[{}]")
KEY = [
    "-----BEGIN RSA PRIVATE KEY-----",
    made_up(64),
    made_up(64),
    made_up(20) + "==",
    "-----END RSA PRIVATE KEY-----",
]
MARK = "<redacted:private-key>"

CLEAN = [
    "unexpected token: foo",
    "Unexpected token: some_long_identifier_12345",
    "expected ';' before 'x' token",
    "error: expected primary-expression before ')' token",
    "commit 9cd5798d1f0c3b2a7e6f5d4c3b2a19080706f5e4",
    "sha256:9cd5798d1f0c3b2a7e6f5d4c3b2a19080706f5e49cd5798d1f0c3b2a7e6f5d4c",
    "id 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "def f(password=password, token=self.token, api_key=os.environ['X']):",
    "password = getpass()",
    "password=None, secret_key=None)",
    "    token = next(tokens)",
    "AssertionError: assert token == 'abc'",
    "pad_token: '[PAD]' max_tokens=4096",
    "PWD=/home/x OLDPWD=/y",
    "'PWD': '/builds/x'",
    "secret: not found",
    "Error: invalid password: authentication failed",
    "fatal: Authentication failed for 'https://github.com/o/r.git/'",
    "https://example.org:8080/a@b and git@github.com:foo/bar.git",
    "task-1 disk-2 sk-learn sg.py npm_config_registry hf_hub",
    "no private key found in PRIVATE KEY-----",
    "api_key: str = Field(default=None)",
    "password=*** token=$TOKEN secret=${SECRET} password=<hidden>",
    "Authorization: Bearer",
    "basic block 12 of bearer token",
    "KeyError: 'api_key'",
    "Usage: x --password PASSWORD --token TEXT",
]


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.kind)
def test_sample_of_each_secret(secret):
    masked, count = redact_text(secret.sample)
    assert count == 1
    assert f"<redacted:{secret.kind}>" in masked


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", SHAPES)
def test_made_up_secrets_in_all_places(kind, place):
    before, make, after = SHAPES[kind]
    for secret in (make() for _ in range(8)):
        masked, count = redact_text(place.format(before + secret + after))
        assert count == 1
        assert secret not in masked
        assert before.split(" ")[0] in masked
        assert after in masked


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays(text):
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://bot:hunter2@example.org/x", "https://bot:<redacted:password>@example.org/x"),
        ("x password=hunter2, y", "x password=<redacted:password>, y"),
        ('{"password": "correct horse", "a": 1}', '{"password": "<redacted:password>", "a": 1}'),
        ("two ghp_" + "a" * 36 + " ghp_" + "b" * 36, "two <redacted:github-token> <redacted:github-token>"),
    ],
)
def test_only_the_secret_is_masked(text, expected):
    assert redact_text(text)[0] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["before it", *KEY, "after it"], ["before it", *[MARK] * 5, "after it"]),
        (KEY[:3], [MARK] * 3),
        ([*KEY[1:], "after it"], [*[MARK] * 4, "after it"]),
        (["key: " + "\\n".join(KEY) + " end"], [f"key: {MARK} end"]),
        (["no -----BEGIN PRIVATE KEY----- found", "an ordinary line"], [f"no {MARK}", "an ordinary line"]),
        ([f"{KEY[-1]} a {KEY[0]}", "an ordinary line"], [MARK, "an ordinary line"]),
        ([f"    {line}" for line in KEY], [f"    {MARK}", *[MARK] * 4]),
        (["-----BEGIN CERTIFICATE-----", KEY[1]], ["-----BEGIN CERTIFICATE-----", KEY[1]]),
    ],
)  # fmt: skip
def test_private_keys_over_lines(lines, expected):
    masked, count = redact_text("\n".join(lines))
    assert masked.split("\n") == expected
    assert count == int(expected != lines)


@given(
    st.lists(
        st.sampled_from(
            [*CLEAN, *KEY, *(one.sample for one in SECRETS), "password", "=", ": ", "token", "'", "\n", "x1"]
        ),
        max_size=8,
    ).map("".join)
    | st.text(max_size=80)
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_doing_it_twice_changes_nothing(text):
    masked, count = redact_text(text)
    assert redact_text(masked) == (masked, 0)
    assert masked.count("\n") == text.count("\n")
    assert (count == 0) == (masked == text)


@pytest.mark.parametrize(
    "unit",
    ["token=", "password: ", "ghp_", "eyJ", "eyJa-", "eyJaaaaaaa.", "://", "://a:", "secret", "-u ", "curl ",
     "sk-", "a", "Bearer ", "api_key='", KEY[0], KEY[-1], KEY[0] + "\n", KEY[1] + "\n", "token: 1a", "\n"],
)  # fmt: skip
def test_hostile_text_takes_bounded_time(unit):
    text = unit * (20_000 // len(unit))
    began = time.process_time()
    redact_text(text)
    assert time.process_time() - began < 1


TOKEN = "ghp_" + "Q7" * 18


def reading(**more):
    failure = Failure(
        line=2,
        first_line=1,
        last_line=3,
        kind="test",
        tool="pytest",
        headline=f"ValueError: bad {TOKEN}",
        spans=(
            Span("message", ((2, f"ValueError: bad {TOKEN}"), (3, "rest"))),
            Span("captured", tuple(enumerate(KEY, start=10))),
        ),
        subject="tests/test_a.py::test_it",
        excerpt=((1, "x"), (2, f"ValueError: bad {TOKEN}")),
    )
    case = Case(line=1, subject=f"a::b[{TOKEN}]", outcome="failed", failures=(0,))
    return Reading(log=Log(path="x", state="failed"), failures=(failure,), cases=(case,), **more)


def test_all_texts_of_a_reading_are_masked():
    found = redact(reading())
    (failure,) = found.failures
    mark = "<redacted:github-token>"
    assert failure.headline == f"ValueError: bad {mark}"
    assert failure.spans[0].lines == ((2, f"ValueError: bad {mark}"), (3, "rest"))
    assert failure.spans[1].lines == tuple((number, MARK) for number in range(10, 15))
    assert failure.excerpt == ((1, "x"), (2, f"ValueError: bad {mark}"))
    assert failure.subject == "tests/test_a.py::test_it"
    assert found.cases[0].subject == f"a::b[{mark}]"
    assert TOKEN not in repr(found)


def test_secrets_are_counted_by_place():
    assert redact(reading()).redactions == 3
    assert redact(reading(redactions=4)).redactions == 7


def test_reading_without_secrets_is_returned_as_it_is():
    one = reading()
    clean = replace(one, failures=(replace(one.failures[0], headline="x", spans=(), excerpt=()),), cases=())
    assert redact(clean) is clean


def test_masks_take_what_was_redacted_for_variable():
    normalizer = Normalizer()
    texts = [redact_text(f"fatal: bad ghp_{made_up(36)} for it")[0] for _ in range(2)]
    assert {normalizer.mask(text).masked for text in texts} == {"fatal: bad <SECRET> for it"}
