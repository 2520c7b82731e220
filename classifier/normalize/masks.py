"""The one ordered table of masks: what is variable in a message, and what looks variable but decides."""

from __future__ import annotations

from classifier.model import Mask

STAY = r"\g<0>"
"""A replacement that leaves the text as it is, and keeps later masks away from it."""

LEADS = (
    r"(?=[ACDEFHJMNORSTWcehrs])(?:(?i:exit|return|status|code|rc|errno|error|signal|http)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b)"
)
"""Words without a digit with which a mask may begin; the first letter is looked at first, for speed."""

CODE_FILE = (
    r"(?:[ch](?:c|pp|xx|\+\+|h)?|inl|inc|td|cuh?|mm?|pyx?i?|rs|go|java|kts?|scala|groovy|[mc]?[jt]sx?|vue|rb"
    r"|php|p[lm]|(?:ba|z)?sh|cs|fs|vb|swift|zig|lua|sql|[sS]|asm|f90|mli?|hs|erl|exs?|clj|dart|sv|vhdl?|cmake"
    r"|mk|mlir|ll|proto|gradle)"
)
"""Suffixes of files that people write code in: their names tell where a message comes from."""

PACKAGE = r"(?!(?:com|org|net|io|java|android)\.)"
"""Not a file but a class in its package: `com.example.mm`."""

DTYPE = (
    r"(?:(?:[su]?i|[Uu]?[Ii]nt|[Bb]?[Ff]loat|b?f|[ft]p|tf|bfp|[Cc]omplex|c)(?:4|8|16|32|64|80|128|256)(?:_[bt])?"
    r"|i1|f[468]E\dM\d[A-Z]*)"
)

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
DAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )"
DATE = r"(?:\d{4}[-/]\d\d[-/]\d\d|\d\d?/\d\d?/(?:\d\d){1,2})"
CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,9})?(?: ?[AP]M\b)?"
ZONE = r"(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)"
VALUE = r"(?:[-+]?\d{1,20}(?:\.\d{0,20})?(?:[eE][-+]?\d{1,3})?|None|\?)"
NAME = r"[\w.+@%~$-]"

MASKS: tuple[Mask, ...] = (
    Mask(
        name="secret",
        pattern=r"<redacted:[a-z-]{1,30}>",
        replacement="<SECRET>",
        sample="fatal: Authentication failed for 'https://<redacted:password>@github.com/o/r.git'",
        examples=(("bad <redacted:github-token>", "bad <SECRET>"),),
    ),
    Mask(
        name="url",
        pattern=r"(?<![\w.+-])(?!\d)[A-Za-z][A-Za-z0-9+.-]{1,15}://(?:[^\s\"'`<>()\[\]{},;]|<redacted:[a-z-]{1,30}>){1,2000}(?<![.:])",
        replacement="<URL>",
        sample="HTTP error 404 while getting https://pypi.org/simple/no-such-package/",
        examples=(("see https://example.org/a?b=1.", "see <URL>."),),
    ),
    Mask(
        name="uuid",
        pattern=r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z])",
        replacement="<UUID>",
        sample="Error: job 3f2504e0-4f89-11d3-9a0c-0305e82c3301 was lost",
        examples=(("id 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "id <UUID>"),),
    ),
    Mask(
        name="time",
        pattern=rf"(?<![\w.])(?:{DATE}(?:[T _,-]{{1,2}}{CLOCK})?"
        rf"|{DAY}?{MONTH} \d{{1,2}}(?:,? {CLOCK})?(?:,? \d{{4}})?"
        rf"|\d{{1,2}}:\d\d:\d\d(?:[.,]\d{{1,9}})?(?: ?[AP]M\b)?){ZONE}{{0,2}}(?![\w:]|[-/]\d)",
        replacement="<TIME>",
        sample="start=2025-12-23 14:17:13 +0000 UTC end=2025-12-23 14:17:14 +0000 UTC reason=Error",
        examples=(("at 2024-01-02T03:04:05.678Z died", "at <TIME> died"), ("Jul 1 09:00:55 x", "<TIME> x")),
    ),
    Mask(
        name="mac",
        pattern=r"(?<![0-9A-Za-z:])[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}(?![0-9A-Za-z:])",
        replacement="<MAC>",
        sample="Invalid MAC address range: 00:1b:21:3c:9d:f8",
        examples=(("from 00:1b:21:3c:9d:f8", "from <MAC>"),),
    ),
    Mask(
        name="ip",
        pattern=r"(?<![\w.])/?(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?::\d{1,5})?(?![\w-]|\.\d)"
        r"|(?<![\w:>])(?=[0-9a-fA-F:]{0,8}[0-9])(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4}){1,3}(?![\w:])"
        r"|(?<![\w:>])(?:[0-9a-fA-F]{1,4}:){0,6}:(?:[0-9a-fA-F]{1,4}:){0,6}(?=[0-9a-fA-F]{0,3}\d)[0-9a-fA-F]{1,4}(?![\w:])",
        replacement="<IP>",
        sample="connect to 10.190.173.170:8030 failed: Connection refused",
        examples=(("peer /10.10.34.19:33442;", "peer <IP>;"), ("on fe80::1 now", "on <IP> now")),
    ),
    Mask(
        name="address",
        pattern=r"(?<!\w)0[xX][0-9a-fA-F]{1,64}(?![0-9A-Za-z])",
        replacement="<ADDR>",
        sample="<__main__.Foo object at 0x7f3a2c1d5e80>",
        examples=(("CE sym 6, at 0x00e462c0", "CE sym <NUM>, at <ADDR>"),),
    ),
    Mask(
        name="temporary",
        pattern=r"(?<![\w-])(?:tmp\.?[A-Za-z0-9_]{6,12}|cc[A-Za-z0-9]{6}(?=\.(?:o|s|ltrans|res|ld|i|out|c)\b)"
        r"|pytest-of-\w{1,32}|pytest-\d{1,6}|pip-[a-z-]{1,20}-[a-z0-9_]{8})(?!\w)"
        r"(?:[/\\](?:tmp[A-Za-z0-9_]{6,12}|pytest-\d{1,6})(?!\w))?",
        replacement="<TEMP>",
        sample="/usr/bin/ld: /tmp/cc4hGyTq.o: in function `main'",
        examples=(("ccXyZ12a.o: in function", "<TEMP>.o: in function"), ("in tmpa1b2c3d4", "in <TEMP>")),
    ),
    Mask(
        name="hex",
        pattern=r"(?<![0-9A-Za-z])(?=[a-fA-F]{0,39}\d)(?=\d{0,39}[a-fA-F])[0-9a-fA-F]{7,128}(?![0-9A-Za-z])"
        r"|(?<![0-9A-Za-z+])(?=[A-Za-z+]{0,60}\d)(?=[a-z\d+]{0,60}[A-Z])[A-Za-z0-9+]{40,1000}={0,2}(?![0-9A-Za-z+])",
        replacement="<HEX>",
        sample="fatal: reference is not a tree: 9cd5798d1f0c3b2a7e6f5d4c3b2a19080706f5e4",
        examples=(("commit 9cd5798 is bad", "commit <HEX> is bad"),),
    ),
    Mask(
        name="exit-code",
        pattern=r"(?<![A-Za-z_])(?i:exit(?:ed|s|ing)?(?: with)?(?: (?:code|status|value|error))*"
        r"|return(?:ed|s)?(?: a)?(?: non-?zero)?(?: exit)?(?: (?:code|status|value))?|status(?: code)?"
        r"|(?:error |return)?code|rc|errno|error)(?: is| was)?[ :=#(]{1,3}-?\d{1,10}(?![\w%]|[.,:]\d)",
        replacement=STAY,
        sample="subprocess.CalledProcessError: Command 'x' returned non-zero exit status 3.",
        examples=(
            ("long message, exit code 2", "long message, exit code 2"),
            ("make: *** [all] Error 2", "make: *** [all] Error 2"),
            ("OSError: [Errno 28] No space", "OSError: [Errno 28] No space"),
        ),
    ),
    Mask(
        name="signal",
        pattern=r"(?<![A-Za-z_])(?i:signal)(?: number)?[ :=#(]{1,3}\d{1,2}(?![\w%]|[.,:]\d)",
        replacement=STAY,
        sample="cc1plus: Killed signal 9 terminated program",
        examples=(("killed by signal 11 (SIGSEGV)", "killed by signal 11 (SIGSEGV)"),),
    ),
    Mask(
        name="http-status",
        pattern=r"(?<![A-Za-z_])(?:(?i:http)(?:/\d(?:\.\d)?)?(?: (?i:error|status|code)){0,2}:? ?"
        r"[1-5]\d\d(?![\w%.])"
        r"|[45]\d\d (?=Client Error|Server Error|Bad |Unauthorized|Forbidden|Not Found|Method Not|Proxy Auth"
        r"|Request Time|Conflict|Gone|Too Many|Internal Server|Service Unav|Gateway Time))",
        replacement=STAY,
        sample="requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: <URL>",
        examples=(("HTTP/1.1 502 Bad Gateway", "HTTP/1.1 502 Bad Gateway"),),
    ),
    Mask(
        name="error-code",
        pattern=r"(?<![\w-])[A-Z]{1,6}\d{3,5}(?![\w-])",
        replacement=STAY,
        sample="error[E0308]: mismatched types",
        examples=(("error C2065: 'x'", "error C2065: 'x'"), ("error TS2322: Type", "error TS2322: Type")),
    ),
    Mask(
        name="directories",
        pattern=rf"(?<![\w.+@%~$/\\-])(?:[A-Za-z]:(?=[\\/])|~(?=/))?[/\\]{{0,2}}(?:{NAME}{{1,255}}[/\\]{{1,2}}){{0,64}}"
        rf"(?<=[/\\])(?=[\w+-][\w+-]{{0,200}}(?:\.[\w+-]{{1,200}}){{0,3}}\.[A-Za-z][A-Za-z0-9+]{{0,5}}(?![\w/\\]))",
        replacement="",
        sample="RuntimeError: TT_THROW @ /__w/forge/third_party/metal/allocator/bank_manager.cpp:141: info",
        examples=(
            ("in /home/u/src/a.c:3:7: bad", "in a.c:<LINE>: bad"),
            (r"C:\b\x.cs(4,5): e", "x.cs:<LINE>: e"),
        ),
    ),
    Mask(
        name="source-line",
        pattern=rf"(?<![\w.+-]){PACKAGE}(?P<base>[\w+-]{{1,200}}(?:\.[\w+-]{{1,200}}){{0,3}}\.{CODE_FILE})"
        r"[:(](?P<LINE>\d{1,7}(?:[:,]\d{1,7})?)(?!\w)\)?",
        replacement=r"\g<base>:<LINE>",
        sample="src/main.c:12:5: error: 'x' undeclared (first use in this function)",
        examples=(("pods.go:849 failed", "pods.go:<LINE> failed"),),
    ),
    Mask(
        name="source-file",
        pattern=rf"(?<![\w.+-]){PACKAGE}[\w+-]{{1,200}}(?:\.[\w+-]{{1,200}}){{0,3}}\.{CODE_FILE}(?![\w.])",
        replacement=STAY,
        sample="ImportError while importing test module 'tests/test_utf8.py'.",
        examples=(("conv2d_op.cpp: bad", "conv2d_op.cpp: bad"),),
    ),
    Mask(
        name="path",
        pattern=rf"(?<![\w.+@%~$/\\)\]>-])(?:[A-Za-z]:(?=[\\/])|~(?=/)|\.{{1,2}}(?=/))?(?:[/\\]{NAME}{{1,255}}){{1,64}}[/\\]?"
        r"(?<![.:])",
        replacement="<PATH>",
        sample="PermissionError: [Errno 13] Permission denied: '/var/lib/runner/work'",
        examples=(("mkdir /a/b: no", "mkdir <PATH>: no"),),
    ),
    Mask(
        name="kept-word",
        pattern=rf"(?<!\w)(?:x?(?:!?\w+\.)?{DTYPE}|[A-Za-z_]*[1-4][dD][A-Za-z_]*|[A-Za-z][A-Za-z_]*_v\d|L[123]|[iI][pP]v[46]"
        r"|(?i:utf-?(?:8|16|32))(?:-?[lb]e)?|(?i:latin-?1|cp125\d|iso-?8859-\d+|sha-?(?:1|224|256|384|512)|md5"
        r"|base(?:32|64)|oauth2|http2)|[xX]86(?:[-_]64)?|amd64|arm64|aarch64|i[3-6]86|win(?:32|64)|armv\d\w{0,2}"
        r"|[pP]ython[23]|py[23]|[a-z_]*(?:log(?:2|10|1p)|exp2|expm1|atan2)|k8s|e2e|i18n|l10n|bz(?:ip)?2|h26[45]"
        r"|mp[34]|cc1(?:plus|obj)?|collect2|[sS]3|[eE][cC]2|[cC]\+\+\d\d|GLIBC(?:XX)?_\d[\d.]*)(?!\w)",
        replacement=STAY,
        sample="'ttir.conv2d' op expects bf16 input in L1, got torch.float32",
        examples=(
            ("conv2d of f32 as utf-8", "conv2d of f32 as utf-8"),
            ("max_pool2d x86_64", "max_pool2d x86_64"),
        ),
    ),
    Mask(
        name="typed-shape",
        pattern=rf"(?<![\w.])(?P<SHAPE>[\d?]{{1,12}}(?:x[\d?]{{1,12}}){{0,15}})x(?P<dtype>{DTYPE})(?!\w)",
        replacement=r"<SHAPE>x\g<dtype>",
        sample="inferred type(s) 'tensor<1x2xi32>' are incompatible with 'tensor<2x2xi32>'",
        examples=(("tensor<1x2xi32>", "tensor<<SHAPE>xi32>"),),
    ),
    Mask(
        name="shape",
        pattern=rf"\[ ?{VALUE}(?: ?, ?{VALUE}){{1,63}} ?,? ?\]|\( ?{VALUE}(?: ?, ?{VALUE}){{1,63}} ?,? ?\)"
        rf"|\( ?{VALUE} ?, ?\)|\{{ ?{VALUE}(?: ?, ?{VALUE}){{1,63}} ?\}}"
        r"|(?<![\w.])\d{1,12}(?:x\d{1,12}){1,15}(?!\w)",
        replacement="<SHAPE>",
        sample="stride mismatch: expected [150528, 50176, 224, 1], got [3, 1, 672, 3]",
        examples=(("got (1, 64) vs 3x4", "got <SHAPE> vs <SHAPE>"),),
    ),
    Mask(
        name="version",
        pattern=r"(?<![\w.])(?:v\d{1,6}(?:\.\d{1,8}){1,4}|\d{1,6}(?:\.\d{1,8}){2,4})"
        r"(?:[.+-]?(?:a|b|rc|dev|post|alpha|beta|SNAPSHOT|el|ubuntu)\.?\d{0,8}){0,3}(?!\w)",
        replacement="<VERSION>",
        sample="failed to convert VHLO to v0.10.0",
        examples=(("needs 1.2.3rc1 or v2.0", "needs <VERSION> or <VERSION>"),),
    ),
    Mask(
        name="duration",
        pattern=r"(?<![\w.])\d{1,20}(?:\.\d{1,20})?"
        r"(?: ?(?:[nuµm]?s|msecs?|milliseconds?|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?)(?![\w/])"
        r"|[hm](?: ?\d{1,2}(?:\.\d{1,9})?[ms]){0,2}(?![\w/]))",
        replacement="<DURATION>",
        sample="Failed: Timeout (>2.0s) from pytest-timeout.",
        examples=(("after 255 seconds", "after <DURATION>"), ("took 1m30s", "took <DURATION>")),
    ),
    Mask(
        name="size",
        pattern=r"(?<![\w.])\d{1,20}(?:\.\d{1,20})? ?"
        r"(?:(?i:[kmgtp])i?[Bb]|(?<! )[KMGT]|B|[Bb]ytes?|(?i:[kmgt])bytes?)(?![\w/=])",
        replacement="<SIZE>",
        sample="Not enough space to allocate 75644928 B L1 buffer across 64 banks",
        examples=(("free 868.3 KB of 2 GiB", "free <SIZE> of <SIZE>"),),
    ),
    Mask(
        name="number",
        pattern=r"(?:(?<![\w)\]>+-])[-+])?(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d+)(?:\.\d+)*(?:[eE][-+]?\d+(?!\w))?%?",
        replacement="<NUM>",
        sample="IndexError: index 13 is out of bounds for dimension 0 with size 3",
        examples=(("PCC = 0.865, rdd_2_3", "PCC = <NUM>, rdd_<NUM>_<NUM>"), ("at -1.5e-7", "at <NUM>")),
    ),
)  # fmt: skip
"""Tried from top to bottom at each place of a text; what one has taken, the others do not see."""
