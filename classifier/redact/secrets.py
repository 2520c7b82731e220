"""The table of secrets that are known by their looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """A kind of secret: what it looks like, and a made-up sample.

    `literals`, in lower case, are what at least one of stands in every text that has such a secret. Where
    the pattern has a group named `secret`, that part is masked, else all of it.
    """

    kind: str
    literals: tuple[str, ...]
    pattern: str
    sample: str


EDGE = r"(?<![A-Za-z0-9])"
END = r"(?![A-Za-z0-9])"
CODE = r"(?:None|null|nil|true|false|True|False|undefined|self|this|os|str|bytes|env|secrets|vars|getpass)\b"
QUOTED = r"(?:\\?[\"'])?\]? ?(?:=>|:=|[:=]) ?\\?[\"']"
"""What stands between a name and a value in quotes: `"password": "`, `['password'] = '`."""
PLAIN = r"[^\s\"'`\\,;&(){}\[\]<>$*%|]"
"""A character of a value that stands without quotes."""

SECRETS: tuple[Secret, ...] = (
    Secret(
        "github-token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        rf"{EDGE}(?:gh[pousr]_[A-Za-z0-9]{{30,255}}|github_pat_[A-Za-z0-9_]{{22,255}})",
        "remote: Invalid token ghp_R4nd0mL00kingButMadeUp00000000000001",
    ),
    Secret(
        "gitlab-token",
        ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glagent-", "glimt-"),
        rf"{EDGE}gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt)-[A-Za-z0-9_.-]{{20,255}}",
        "HTTP Basic: Access denied for glpat-MadeUpMadeUp12345678",
    ),
    Secret(
        "aws-key",
        ("akia", "asia", "abia", "acca"),
        rf"{EDGE}(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{{16}}{END}",
        "InvalidAccessKeyId: AKIAMADEUP0000000001 does not exist",
    ),
    Secret(
        "google-key",
        ("aiza", "ya29.", "gocspx-"),
        rf"{EDGE}(?:AIza[A-Za-z0-9_-]{{35}}|ya29\.[A-Za-z0-9_-]{{20,500}}|GOCSPX-[A-Za-z0-9_-]{{20,64}})",
        "API key not valid: AIzaMadeUp-MadeUp_MadeUp0MadeUp1MadeUp2",
    ),
    Secret(
        "azure-key",
        ("accountkey=", "sharedaccesskey=", "sig=", "8q~"),
        r"(?:(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{20,128}={0,2})"
        r"|[?&;]sig=(?P<secret2>[A-Za-z0-9%+/]{20,200}={0,2})"
        rf"|{EDGE}(?P<secret3>[A-Za-z0-9_~.-]{{3}}8Q~[A-Za-z0-9_~.-]{{31,34}}))",
        "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=TWFkZVVwTWFkZVVwTWFkZVVwTWFkZVVw==;",
    ),
    Secret(
        "slack-token",
        ("xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-", "hooks.slack.com/services/"),
        rf"(?:{EDGE}(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{{10,255}}"
        r"|hooks\.slack\.com/services/(?P<secret>[A-Za-z0-9]{1,20}/[A-Za-z0-9]{1,20}/[A-Za-z0-9]{8,64}))",
        "invalid_auth: xoxb-000000000000-madeupmadeup",
    ),
    Secret(
        "npm-token",
        ("npm_",),
        rf"{EDGE}npm_[A-Za-z0-9]{{30,64}}{END}",
        "npm error 401 with npm_MadeUp0MadeUp1MadeUp2MadeUp3MadeUp4",
    ),
    Secret(
        "pypi-token",
        ("pypi-ag",),
        rf"{EDGE}pypi-Ag[A-Za-z0-9_-]{{30,500}}",
        "403 Forbidden: pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLW1hZGUtdXAtMDAwMA",
    ),
    Secret(
        "jwt",
        ("eyj",),
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,4000}\.[A-Za-z0-9_-]{6,8000}\.[A-Za-z0-9_-]{6,2000}",
        "invalid signature: eyJhbGciOiJub25lIn0.eyJtYWRlIjoidXAifQ.bWFkZS11cC1zaWduYXR1cmU",
    ),
    Secret(
        "service-token",
        (
            "k_live_", "k_test_", "whsec_", "sk-", "sg.", "hf_", "dckr_pat_", "o_v1_", "r_v1_", "p_v1_",
            "dapi", "hvs.", "hvb.", "rubygems_", "shpat_", "shpss_", "pul-", "lin_api_", "glsa_", "glc_",
            "ntn_", "nrak-",
            "age-secret-key-1", ".atlasv1.", "sq0csp-", "sntrys_", "figd_", "pmak-", "dp.pt.",
        ),
        rf"{EDGE}(?:[sr]k_(?:live|test)_[A-Za-z0-9]{{16,255}}|whsec_[A-Za-z0-9+/=]{{20,100}}"
        r"|sk-(?:proj-|ant-|or-)?(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{20,255}|SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}"
        r"|hf_[A-Za-z0-9]{30,64}|dckr_pat_[A-Za-z0-9_-]{20,64}|do[opr]_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}(?:-\d)?"
        r"|hv[sb]\.[A-Za-z0-9_-]{20,300}|rubygems_[a-f0-9]{48}|shp(?:at|ss)_[a-fA-F0-9]{32}|pul-[a-f0-9]{40}"
        r"|lin_api_[A-Za-z0-9]{32,64}|gl(?:sa|c)_[A-Za-z0-9_+/=-]{30,300}|AGE-SECRET-KEY-1[A-Z0-9]{58}"
        r"|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,80}|NRAK-[A-Z0-9]{27}|sq0csp-[A-Za-z0-9_-]{43}"
        r"|sntrys_[A-Za-z0-9_+/=-]{40,500}|figd_[A-Za-z0-9_-]{40,64}|PMAK-[a-f0-9]{24}-[a-f0-9]{34}"
        r"|dp\.pt\.[A-Za-z0-9]{40,48}|ntn_[A-Za-z0-9]{40,64})",
        "stripe.error.AuthenticationError: Invalid API Key provided: sk_test_MadeUp0MadeUp1MadeUp",
    ),
    Secret(
        "password",
        ("://",),
        r"://[^\s/?#@:\"'<>]{0,100}:(?P<secret>[^\s/?#@\"'<>*$]{1,300})@",
        "fatal: unable to access 'https://bot:made-up@example.org/r.git/': 403",
    ),
    Secret(
        "credential",
        ("bearer ", "basic ", "authorization"),
        r"(?:(?i:authorization[\"']?[:=] ?[\"']?(?:bearer|basic|token|digest)? ?|\bbearer )"
        r"(?=[A-Za-z._~+/-]{0,80}[\d=])(?P<secret>[A-Za-z0-9._~+/-]{12,4000}={0,2})"
        r"|\b[Bb]asic (?P<secret2>[A-Za-z0-9+/]{12,400}={1,2}))",
        "> Authorization: Bearer made-up-0123456789",
    ),
    Secret(
        "login",
        ("-u ", "--user "),
        r"(?:curl|wget|http) .{0,200}?(?:-u|--user)[ =]['\"]?[\w.@-]{1,64}:(?P<secret>[^\s'\"$<*]{1,200})",
        "+ curl -f -u deploy:made-up https://example.org/upload",
    ),
    Secret(
        "password",
        ("passw", "passphrase", "pwd"),
        r"(?i:passw(?:or)?d|passphrase|pwd)(?:"
        rf"{QUOTED}(?![/~]|[A-Z]:\\)(?P<secret>[^\n\"'\\<$*]{{1,200}})\\?[\"']"
        rf"|=(?![/~]|[A-Z]:\\|{CODE}|(?i:\w{{0,30}}passw))(?P<secret2>{PLAIN}{{3,200}}+)(?![(\[])"
        rf"|(?::| =|: =) (?![/~])(?=[^\s\d]{{0,40}}\d)(?P<secret3>{PLAIN}{{4,200}}+)(?![(\[])"
        rf"|(?:(?<=--password)|(?<=--passwd)) (?![-A-Z])(?P<secret4>{PLAIN}{{3,200}}+))",
        "psycopg2.OperationalError: host=db user=ci password=made-up dbname=x",
    ),
    Secret(
        "secret",
        (
            "secret", "api_key", "api-key", "apikey", "access_key", "access-key", "accesskey", "private_key",
            "private-key", "encryption_key", "signing_key", "credential",
        ),
        r"(?i:secret(?:[_-]?(?:access[_-]?)?key)?|api[_-]?key|access[_-]?key|private[_-]?key"
        r"|(?:encryption|signing)_key|credentials?)(?:"
        rf"{QUOTED}(?P<secret>[^\s\"'\\<$*]{{6,500}})\\?[\"']"
        rf"|=(?!{CODE}|[/~]|(?i:\w{{0,30}}(?:key|secret|cred)))(?P<secret2>{PLAIN}{{8,500}}+)(?![(\[])"
        rf"|(?::| =) (?![/~])(?=[^\s\d]{{0,60}}\d)(?P<secret3>{PLAIN}{{8,500}}+)(?![(\[]))",
        "AWS_SECRET_ACCESS_KEY=M4deUp0MadeUp1MadeUp2MadeUp3MadeUp4Made5",
    ),
    Secret(
        "token",
        ("token",),
        r"(?<!expected )(?<!unknown )(?<!illegal )(?<!bad )(?<!near )(?i:token)"
        rf"(?:{QUOTED}|=|: | = |(?<=--token) )(?=[^\s\d]{{0,60}}\d)(?=[\d_.-]{{0,60}}[A-Za-z])"
        r"(?P<secret>[A-Za-z0-9_.~+/:=-]{16,2000}+)(?![(\[])",
        "CI_DEPLOY_TOKEN=made-up-0123456789abcdef",
    ),
)  # fmt: skip
"""Tried from top to bottom; what one has masked, the others do not see."""
