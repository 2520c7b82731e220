"""Faults that people write into rules, planted into good packs from a seed; each says where it stands.

A fault is a function that is given a source of chance and the rules of a pack, and changes one of them, or
adds one. It returns the places of which one must be named: rule, field (None: the rule's first line) and
item of the field. What is changed, and how, depends on the seed, so that other seeds give other faults.
"""

from packs import good_rules, quoted, written

FAULTS = {}


def fault(function):
    """Add a function to the table of faults, by its name with hyphens."""
    FAULTS[function.__name__.strip("_").replace("_", "-")] = function
    return function


def planted(name, rng, count=9):
    """Return a pack with one fault, and the numbers of the lines of which one must be named."""
    rules = good_rules(rng, count)
    spots = FAULTS[name](rng, rules)
    text, places = written(rules)
    return text, {line for rule, field, item in spots for line in places.get((id(rule), field, item), ())}


def of_form(rng, rules, wanted):
    """Return one of the rules that have a text: a form of message is told by its signs."""
    return rng.choice([rule for rule in rules if "match" in rule.fields and wanted(rule.pattern)])


def with_unit(rng, rules):
    """Return a rule whose signature holds a capture."""
    return of_form(rng, rules, lambda pattern: "unit" in pattern)


def with_signs(rng, rules):
    """Return a rule whose texts hold signs that mean something in a pattern."""
    return of_form(rng, rules, lambda pattern: r"\(\)" in pattern)


def simple(rng, rules):
    """Return any rule that is written with `match`."""
    return of_form(rng, rules, bool)


def matching(rule, pattern):
    """Give a rule another pattern; what it no longer captures is asked for no more."""
    rule.fields["match"] = quoted(pattern)
    if "(?P<" not in pattern:
        forget_captures(rule)


def forget_captures(rule):
    """Take out of a rule whatever needs its captures."""
    rule.fields.pop("signature", None)
    rule.fields["examples"] = [quoted(text) for text in rule.texts]


def as_text(literal):
    """Return an entry that looks for a literal."""
    return "{text: " + quoted(literal) + "}"


def as_regex(pattern):
    """Return an entry that looks for a pattern."""
    return "{regex: " + quoted(pattern) + "}"


def at_pattern(rule):
    """Return the places where a fault of a pattern may be named: the pattern, or the example it misses."""
    return [(rule, "match", None), *((rule, "examples", item) for item in range(len(rule.texts)))]


# dead


@fault
def wrong_case(rng, rules):
    rule = simple(rng, rules)
    place, word = rule.words[0], rng.choice(rule.words[:2])
    matching(rule, rule.pattern.replace(word, word.capitalize() if word != place else word.upper(), 1))
    return at_pattern(rule)


@fault
def misspelled(rng, rules):
    rule = simple(rng, rules)
    word = rng.choice(rule.words)
    cut = rng.randrange(1, len(word) - 1)
    matching(rule, rule.pattern.replace(word, word[:cut] + word[cut + 1 :], 1))
    return at_pattern(rule)


@fault
def anchored_within(rng, rules):
    rule = simple(rng, rules)
    word = rule.words[rng.randrange(1, 3)]
    matching(rule, rule.pattern.replace(word, rng.choice([f"^{word}", f"{word}$"]), 1))
    return at_pattern(rule)


@fault
def unknown_tool(rng, rules):
    rule = simple(rng, rules)
    rule.fields["in"] = "{tool: " + rng.choice(["pytset", "gccc", "linkr", "pythn", "ctets", "unitest"]) + "}"
    return [(rule, "in", None), (rule, None, None)]


@fault
def text_that_is_a_pattern(rng, rules):
    rule = simple(rng, rules)
    forget_captures(rule)
    rule.fields["match"] = as_text(rule.pattern)
    return at_pattern(rule)


@fault
def none_that_takes_all(rng, rules):
    rule = simple(rng, rules)
    rule.fields["none"] = [as_text(rng.choice(rule.words))]
    return [(rule, "none", 0), *at_pattern(rule)[1:]]


@fault
def line_over_two_lines(rng, rules):
    rule = simple(rng, rules)
    rule.fields["scope"] = "line"
    matching(rule, rule.pattern.replace(" ", r"\n", 1))
    rule.fields["examples"] = [quoted_lines(text.replace(" ", "\n", 1)) for text in rule.texts]
    return [(rule, "match", None)]


def quoted_lines(text):
    """Return a text of several lines as YAML in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"'


# shadowed, the same, contradictory


@fault
def shadowed(rng, rules):
    victim = simple(rng, rules)
    wide = copied(rules, victim, 0, "mill-a-wide-one")
    matching(wide, victim.words[0] + r".*" + victim.words[rng.randrange(1, 3)])
    wide.fields["examples"] = [quoted(f"{victim.words[0]} and so on, {' and '.join(victim.words[1:])}")]
    return [(wide, "match", None), (victim, None, None), *((victim, "examples", 0),)]


def copied(rules, rule, index, name):
    """Put a copy of a rule with another id at an index of the pack, and return it."""
    twin = type(rule)(name, rule.words, rule.pattern, rule.texts, rule.captures)
    twin.fields = {key: list(one) if isinstance(one, list) else one for key, one in rule.fields.items()}
    twin.fields["id"] = name
    rules.insert(index, twin)
    return twin


def both(one, other):
    """Return the places of two rules that are in each other's way."""
    return [(rule, name, None) for rule in (one, other) for name in (None, "match")]


@fault
def the_same_rule(rng, rules):
    rule = simple(rng, rules)
    twin = copied(rules, rule, len(rules), "mill-a-twin")
    return both(rule, twin)


@fault
def the_same_rule_in_other_words(rng, rules):
    rule = with_unit(rng, rules)
    twin = copied(rules, rule, len(rules), "mill-a-twin")
    matching(twin, rule.pattern.replace("unit>", "which>").replace(r"\d", "[0-9]"))
    twin.fields["signature"] = quoted("unit {which}")
    twin.fields["examples"] = [quoted(text) for text in rule.texts]
    return both(rule, twin)


@fault
def the_same_id(rng, rules):
    one, other = rng.sample(rules, 2)
    other.fields["id"] = one.fields["id"]
    return [(one, None, None), (other, None, None)]


@fault
def the_same_example_of_two(rng, rules):
    one, other = rng.sample([rule for rule in rules if "match" in rule.fields], 2)
    one.fields["examples"].append(quoted(other.texts[-1]))
    return [(one, "examples", len(one.fields["examples"]) - 1)]


@fault
def example_and_counterexample(rng, rules):
    rule = simple(rng, rules)
    rule.fields["counterexamples"].append(quoted(rule.texts[-1]))
    return [(rule, "counterexamples", 1), (rule, "examples", len(rule.texts) - 1)]


@fault
def the_same_example_with_other_captures(rng, rules):
    rule = with_unit(rng, rules)
    item = "{text: " + quoted(rule.texts[0]) + ", captures: {unit: nothing}}"
    rule.fields["examples"].append(item)
    return [(rule, "examples", 2), (rule, "examples", 0)]


@fault
def the_same_example_twice(rng, rules):
    rule = simple(rng, rules)
    rule.fields["examples"].append(quoted(rule.texts[-1]))
    return [(rule, "examples", len(rule.texts) - 1), (rule, "examples", len(rule.texts))]


# too wide


@fault
def one_word(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rng.choice([rule.words[2], r"\w+ " + rule.words[2], "code|" + rule.words[2]]))
    for other in rules:  # the word of the deed is what a whole family of messages has
        if other is not rule and "match" in other.fields:
            for name in ("match", "examples"):
                value = other.fields[name]
                swap = lambda text, old=other.words[2], new=rule.words[2]: text.replace(old, new)  # noqa: E731
                other.fields[name] = swap(value) if isinstance(value, str) else [swap(one) for one in value]
    return [(rule, "match", None), (rule, None, None)]


@fault
def any_failure(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rng.choice([r"\w+", r".+:", r"[a-z]+ [a-z]+", r"\S+ \S+", r"\d|\w"]))
    return [(rule, "match", None), (rule, None, None)]


@fault
def common_word(rng, rules):
    rule = simple(rng, rules)
    word = rng.choice(["error", "failed", "Error:", "warning", "Exception", "not found", "fatal"])
    matching(rule, word)
    rule.fields["examples"] = [quoted(f"{rule.words[0]} {word} in {rule.words[1]}")]
    return [(rule, "match", None), (rule, None, None)]


@fault
def nothing_is_enough(rng, rules):
    rule = simple(rng, rules)
    pattern = rng.choice([f"(?:{rule.pattern})?", f"{rule.pattern}|", f"(?:{rule.words[0]})*", r"\s*"])
    matching(rule, pattern)
    return [(rule, "match", None)]


@fault
def open_end(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rng.choice([".*{}", "{}.*", "^.*{}", "{}.*$", ".*{}.*", "{}.*?"]).format(rule.pattern))
    return [(rule, "match", None)]


# what is counted as the same


VOLATILE = {
    "address": (lambda rng: f"0x{rng.randrange(16**11, 16**12):012x}", r"0x[0-9a-f]+"),
    "time": (lambda rng: f"2024-03-{rng.randrange(10, 28)} 10:{rng.randrange(10, 59)}:07", r"[\d-]+ [\d:]+"),
    "path": (lambda rng: f"/tmp/build-{rng.randrange(10**5, 10**6)}/out.bin", r"/\S+"),
    "uuid": (
        lambda rng: f"{rng.randrange(16**7, 16**8):08x}-1f2e-4c3d-8b5a-{rng.randrange(16**11, 16**12):012x}",
        r"[0-9a-f-]{36}",
    ),
    "size": (lambda rng: f"{rng.randrange(10**6, 10**8)} bytes", r"\d+ bytes"),
    "duration": (lambda rng: f"{rng.randrange(10, 99)}.{rng.randrange(10, 99)}s", r"[\d.]+s"),
}


def volatile(kind):
    """Return the fault of a signature that holds a text which is another one in each run."""

    def plant(rng, rules):
        rule = with_unit(rng, rules)
        make, pattern = VOLATILE[kind]
        matching(rule, rule.pattern + f" at (?P<spot>{pattern})")
        rule.fields["examples"] = [quoted(f"{text} at {make(rng)}") for text in rule.texts]
        rule.fields["signature"] = quoted(rng.choice(["unit {unit} at {spot}", "{spot}"]))
        return [(rule, "match", None), (rule, "signature", None), (rule, None, None)]

    return plant


FAULTS |= {f"volatile-{kind}": volatile(kind) for kind in VOLATILE}


@fault
def perhaps_a_capture(rng, rules):
    rule = with_unit(rng, rules)
    matching(rule, rule.pattern.replace(r"by unit (?P<unit>\w+)", r"by unit (?P<unit>\w+)?"))
    return [(rule, "match", None), (rule, "signature", None)]


@fault
def capture_in_one_branch(rng, rules):
    rule = with_unit(rng, rules)
    rule.fields["any"] = [as_regex(rule.pattern), as_text(rule.texts[1][:-8])]
    del rule.fields["match"]
    return [(rule, "any", 1), (rule, "any", None)]


@fault
def unknown_capture(rng, rules):
    rule = with_unit(rng, rules)
    rule.fields["signature"] = quoted(rng.choice(["unit {unti}", "{code}", "{units}"]))
    return [(rule, "signature", None)]


@fault
def wrong_capture(rng, rules):
    rule = with_unit(rng, rules)
    matching(
        rule,
        rule.pattern.replace(r"\w+", rng.choice([r"\w", r"\w{3}", r"[a-z]+"]) + r"\w*", 1)
        .replace(r"(?P<unit>\w\w*)", r"(?P<unit>\w)\w*")
        .replace("{3}\\w*)", "{3})\\w*")
        .replace("+\\w*)", "+)\\w*"),
    )
    return [(rule, "examples", 0), (rule, "match", None)]


# signs


@fault
def dot_for_a_dot(rng, rules):
    rule = with_signs(rng, rules)
    matching(rule, rule.pattern.replace(r"\.", ".", 1))
    return [(rule, "match", None)]


@fault
def bare_parentheses(rng, rules):
    rule = with_signs(rng, rules)
    matching(rule, rule.pattern.replace(r"\(\)", "()"))
    return at_pattern(rule)


@fault
def bare_brackets(rng, rules):
    rule = with_signs(rng, rules)
    matching(rule, rule.pattern.replace(r"\[", "[").replace(r"\]", "]"))
    return at_pattern(rule)


@fault
def alternatives_in_a_class(rng, rules):
    rule = with_signs(rng, rules)
    other = rng.choice(["late", "twice", "never"])
    matching(rule, rule.pattern.replace(rule.words[2], f"[{rule.words[2]}|{other}]+", 1))
    return [(rule, "match", None)]


SIGNS = ("C++", "why?", "a|b", "cost $5", "2*3", "f(x)", "v1.2", "x^y")


@fault
def bare_sign(rng, rules):
    rule = simple(rng, rules)
    sign = rng.choice(SIGNS)
    matching(rule, f"{rule.pattern}, says {sign}")
    rule.fields["examples"] = [quoted(f"{text}, says {sign}") for text in rule.texts]
    return at_pattern(rule)


@fault
def glob_for_a_pattern(rng, rules):
    rule = simple(rng, rules)
    forget_captures(rule)
    rule.fields["match"] = rng.choice(["'*.cpp: {}'", "'*{}*'", "'{} *.h'"]).format(rule.words[0])
    return at_pattern(rule)


@fault
def bad_pattern(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rule.pattern + rng.choice(["(", "[", ")", "(?P<x", "{2}{3}**", "(?P<1>x)"]))
    return [(rule, "match", None)]


@fault
def unseen_character(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rule.pattern.replace(" ", rng.choice(["\u00a0", "\u200b ", " \u00ad", "\u2009"]), 1))
    return at_pattern(rule)


# YAML


@fault
def comment_in_a_pattern(rng, rules):
    rule = simple(rng, rules)
    forget_captures(rule)
    rule.fields["match"] = f"{rule.words[0]}.{rule.words[1]} #{rng.randrange(100)} {rule.words[2]}"
    rule.fields["examples"] = [quoted(f"{rule.words[0]} {rule.words[1]} #7 {rule.words[2]}")]
    return at_pattern(rule)


@fault
def comment_in_an_example(rng, rules):
    rule = simple(rng, rules)
    rule.fields["examples"].append(f"{rule.texts[0].partition(':')[0]} #{rng.randrange(9)} again")
    return [(rule, "examples", len(rule.texts)), (rule, "match", None)]


@fault
def backspace(rng, rules):
    rule = simple(rng, rules)
    word = rule.words[0]
    forget_captures(rule)
    rule.fields["match"] = '"' + rng.choice([rf"\b{word}\b", rf"{word}\b", rf"\b{word} "]) + '"'
    return at_pattern(rule)


@fault
def double_quotes(rng, rules):
    rule = simple(rng, rules)
    forget_captures(rule)
    rule.fields["match"] = '"' + rule.words[0] + rng.choice([r" \d+", r"\w+", r"\.cpp", r"\("]) + '"'
    return [(rule, "match", None)]


@fault
def doubled_backslash(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rule.pattern.replace("\\", "\\\\"))
    return at_pattern(rule)


@fault
def line_feed_at_the_end(rng, rules):
    rule = simple(rng, rules)
    rule.fields["match"] = rng.choice(["|", ">", "|+"]) + f"\n    {rule.pattern}"
    return [(rule, "match", None), *at_pattern(rule)[1:]]


@fault
def unquoted_sign(rng, rules):
    rule = simple(rng, rules)
    rule.fields["match"] = rng.choice(
        ["*{}", "&{} x", "!{} x", "@{}", "%{}", "`{}`", "[Ee]{}", "x: {}"]
    ).format(rule.words[0])
    return [(rule, "match", None)]


@fault
def tab(rng, rules):
    rule = simple(rng, rules)
    rule.fields["match"] = f"\n\t{quoted(rule.pattern)}"
    return [(rule, "match", None)]


@fault
def twice(rng, rules):
    rule = simple(rng, rules)
    name = rng.choice(["means", "try", "component"])
    value = rule.fields.pop(name)
    rule.fields[name] = f"{value}\n  {name}: {value}"
    return [(rule, name, None)]


@fault
def alias(rng, rules):
    rule = simple(rng, rules)
    rule.fields["means"] = "&said " + quoted(str(rule.fields["means"]))
    rule.fields["try"] = "*said"
    return [(rule, "means", None), (rule, "try", None)]


# slow


SLOW = (
    r"(?:\w+\s*)+: lost",
    r"(?:a|a)*, {0}",
    r"(?:\d+,?)+ {0}",
    r"(?:(?:{0})+ ?)+=",
    r"{0} (?:\w|\d)+ (?:x+x+)+y",
    r"^(?:[a-z]+[._-]?)+@{0}",
    r"{0}: \d+\d+\d+;",
    r"(?:.*,)*{0}\d",
)


@fault
def slow(rng, rules):
    rule = simple(rng, rules)
    pattern = rng.choice(SLOW).format(rule.words[0])
    rule.fields["any"] = [as_regex(rule.pattern), as_regex(pattern)]
    del rule.fields["match"]
    rule.fields.pop("signature", None)
    return [(rule, "any", 1), (rule, "any", None)]


@fault
def without_literal(rng, rules):
    rule = simple(rng, rules)
    rule.fields["scope"] = "line"
    matching(rule, rng.choice([r"[a-z]+ [a-z]+ \w\w [a-z]+", r"\w+ \w+ \w+ [\w ]+\d", r"[a-z]+[.]? \w+ \d*"]))
    rule.fields["examples"] = ["'ax bx by cx 7'", "'qq ww by rr 7'"]
    rule.fields.pop("signature", None)
    return [(rule, "match", None)]


# words


@fault
def unknown_field(rng, rules):
    rule = rng.choice(rules)
    name = rng.choice(["means", "try", "examples", "component"])
    cut = rng.randrange(1, len(name) - 1)
    rule.fields = {
        name[:cut] + name[cut + 1 :] if key == name else key: value for key, value in rule.fields.items()
    }
    return [(rule, name[:cut] + name[cut + 1 :], None)]


@fault
def unknown_component(rng, rules):
    rule = rng.choice(rules)
    rule.fields["component"] = rng.choice(["mil", "depott", "mills", "hopper"])
    return [(rule, "component", None)]


@fault
def unknown_value(rng, rules):
    rule = rng.choice(rules)
    name, value = rng.choice([("role", "casue"), ("where", "mesage"), ("scope", "lines"), ("kind", "tets")])
    rule.fields[name] = value
    return [(rule, name, None)]


@fault
def no_example(rng, rules):
    rule = rng.choice(rules)
    del rule.fields["examples"]
    return [(rule, None, None)]


@fault
def counterexample_won(rng, rules):
    rule = simple(rng, rules)
    rule.fields["counterexamples"] = [quoted(f"so {rule.texts[0]} it says")]
    return [(rule, "counterexamples", 0)]


@fault
def branch_without_example(rng, rules):
    rule = simple(rng, rules)
    rule.fields["any"] = [as_regex(rule.pattern), as_text(f"{rule.words[1]} went up")]
    rule.fields.pop("signature", None)
    del rule.fields["match"]
    return [(rule, "any", 1)]


@fault
def expired(rng, rules):
    rule = rng.choice(rules)
    rule.fields["expires"] = f"2024-0{rng.randrange(1, 9)}-11"
    return [(rule, None, None), (rule, "expires", None)]


@fault
def beats_itself(rng, rules):
    one, other = rng.sample(rules, 2)
    one.fields["beats"], other.fields["beats"] = [other.name], [one.name]
    return [
        (one, None, None),
        (other, None, None),
        (one, "beats", None),
        (other, "beats", None),
        (one, "beats", 0),
        (other, "beats", 0),
    ]


@fault
def beats_nobody(rng, rules):
    rule = rng.choice(rules)
    rule.fields["beats"] = [rng.choice(rules).name[:-2]]
    return [(rule, "beats", 0)]


@fault
def line_number_in_the_signature(rng, rules):
    rule = with_unit(rng, rules)
    matching(rule, rf"(?P<line>\d+): {rule.pattern}")
    rule.fields["examples"] = [quoted(f"in a.txt:{rng.randrange(9, 99)}: {text}") for text in rule.texts]
    rule.fields["signature"] = quoted("unit {unit} at {line}")
    return [(rule, "match", None), (rule, "signature", None)]


@fault
def number_lost_in_a_comment(rng, rules):
    rule = simple(rng, rules)
    name = rng.choice(["means", "try"])
    rule.fields[name] = f"See #{rng.randrange(10, 999)} for the {rule.words[1]}."
    return [(rule, name, None)]


@fault
def letters_from_upper_to_lower(rng, rules):
    rule = simple(rng, rules)
    matching(rule, rule.pattern.replace(rule.words[1], "[A-z]+", 1))
    return [(rule, "match", None)]
