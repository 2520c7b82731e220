"""Which literals a pattern is known to need, and that this is never a lie."""

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classifier.literals import required_literals


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("error: ", {"error: "}),
        ("ERROR", {"error"}),
        ("[Ee]rror", {"error"}),
        (r"^-{3,} Captured (?:stdout|stderr)", {" captured stdout", " captured stderr"}),
        (r"a{3,}", {"aaa"}),
        (r"(?:FAILED|FAILURE) in", {"failed in", "failure in"}),
        (r"(foo|b)ar", {"fooar", "bar"}),
        (r"(?P<file>[\w/]+\.kt):\d", {".kt:"}),
        (r"\w: (?P<severity>(?:fatal )?error)\b (?P<code>\w+)", {": error ", ": fatal error "}),
        (r"errors?: ", {"error: ", "errors: "}),
        (r"errors?", {"error"}),
        (r"(?P<file>\S+):(?P<line>\d+): error", {": error"}),
        (r"(?:fatal )?error \d", {"error "}),
        (r"(?:error)+", {"error"}),
        (r"(?:error)?warning", {"warning"}),
        (r"--tb=short", {"--tb=short"}),
        (r"a&&b~~c||", set()),
        ("(?:✖|✗|§) ", {"✖ ", "✗ ", "§ "}),
        (r"error|\d+", set()),
        (r"ab", set()),
        (r"^(?:\$ |Run )", {"$ ", "run "}),
        # the rarer one of two: what stands between words is common
        (r"^e: \S+\.kt:\d", {".kt:"}),
        (r"^e: .+\.kt", {".kt"}),
        (r"(?=foobar)", set()),
        (r"(?!foobar)x", set()),
        (r"(?i:error)", {"error"}),
        # other letters may stand for s, k and i when case does not count
        (r"(?i)missing", {"missing", "\u017f", "\u0130", "\u0131"}),
        # the letters beyond ASCII are not folded by lower-casing bytes
        (r"(?i)É error", {" error"}),
        # what the regex module reads otherwise, or only it reads
        (r"(?:error){e<=2}", set()),
        (r"\{e} error{e}", set()),
        (r"error{2}", {"erro"}),
        (r"[x[:alpha:]]error", set()),
        (r"(?|a(error)|b(error))", set()),
        (r"error\K", set()),
        (r"(", set()),
        # no text that is searched holds these
        ("a\nb", set()),
        ("\ud800error", {"error"}),
    ],
)
def test_required_literals(pattern, expected):
    assert set(required_literals(pattern)) == expected


def test_letters_that_stand_for_ascii_letters_when_case_does_not_count():
    every = "".join(map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x30000))))
    letters = "abcdefghijklmnopqrstuvwxyz"
    found = {letter: set(regex.findall(letter, every, regex.IGNORECASE)) for letter in letters}
    known = {letter: set(required_literals(f"(?i)xx{letter}")[1:]) for letter in letters}
    assert all(found[letter] <= known[letter] for letter in letters)


ALPHABET = "abkisSKI\u017f\u212a\u0130\u0131é{}e1 "
ATOMS = st.sampled_from(
    [
        *("a", "b", "k", "i", "s", "S", "ab", "kis", "abk", "é", "1"),
        *(".", r"\w", "[ab]", "[Ss]", "[^a]", "^", "$", r"\b", r"\{", "{e}"),
    ]
)  # fmt: skip
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,2}", "{0,1}", "+?", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"(?i:{one})"),
        inner.map(lambda one: f"(?={one})"),
        inner.map(lambda one: f"(?!{one})"),
        inner.map(lambda one: f"(?>{one})"),
    ),
    max_leaves=8,
)


def _compiled(pattern):
    try:
        return regex.compile(pattern, regex.MULTILINE)
    except regex.error:
        return None


@settings(deadline=None)
@given(
    PATTERNS, st.sampled_from(["", "(?i)"]), st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=20)
)
def test_every_match_contains_a_required_literal(pattern, flags, texts):
    compiled = _compiled(flags + pattern)
    assume(compiled)
    literals = required_literals(flags + pattern)
    for text in texts if literals else ():
        lower = text.encode().lower()
        assert not compiled.search(text) or any(literal.encode() in lower for literal in literals)


@settings(deadline=None)
@given(PATTERNS, st.sampled_from(["", "(?i)"]), st.data())
def test_texts_made_from_the_pattern_contain_a_required_literal(pattern, flags, data):
    """Random texts rarely match; here they are made by the standard library's reading of the pattern."""
    assume("{e}" not in pattern and "(?=" not in pattern and "(?!" not in pattern)
    text = data.draw(st.from_regex(flags + pattern, alphabet=ALPHABET))
    assume(regex.search(flags + pattern, text, regex.MULTILINE) and "\n" not in text)
    literals = required_literals(flags + pattern)
    lower = text.encode().lower()
    assert not literals or any(literal.encode() in lower for literal in literals)
