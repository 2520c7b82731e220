"""Make good packs of rules from a seed: what the tests break on purpose, and what the benchmarks time."""

from dataclasses import dataclass, field

PLACES = (
    "valve", "shard", "ledger", "spindle", "gasket", "turbine",
    "beacon", "lattice", "hopper", "conduit", "relay", "quarry",
)  # fmt: skip
THINGS = (
    "checksum", "voucher", "replica", "envelope", "cursor", "manifest",
    "bracket", "snapshot", "quorum", "lease", "digest", "token",
)  # fmt: skip
DEEDS = (
    "refused", "lost", "rejected", "exhausted", "misplaced",
    "corrupted", "outlived", "swallowed", "detached", "truncated",
)  # fmt: skip
HEAD = [
    "pack: mill",
    "about: What the mill says when a batch goes wrong.",
    "tier: tool",
    "components:",
    "- {id: mill, title: Mill}",
    "- {id: depot, title: Depot}",
    "rules:",
]


def quoted(text):
    """Return a text in single quotes, as rules should be written."""
    return "'" + text.replace("'", "''") + "'"


@dataclass
class Rule:
    """One rule of a pack: its fields as they are written; a list is a field with an item a line."""

    name: str
    words: tuple[str, str, str]
    pattern: str
    texts: list[str]
    captures: dict[str, str]
    fields: dict[str, str | list[str]] = field(default_factory=dict)

    def lines(self):
        """Return the rule as lines of YAML, each with the field and the number of the item it writes."""
        rows, lead = [], "- "
        for name, value in self.fields.items():
            if isinstance(value, str):
                rows.append((f"{lead}{name}: {value}", name, None))
            else:
                rows.append((f"{lead}{name}:", name, None))
                rows += [(f"  - {item}", name, number) for number, item in enumerate(value)]
            lead = "  "
        return rows


def plain(rng, number):
    """Return a rule whose message varies in two parts, one of them named in its signature."""
    place, thing, deed = words = _words(rng, number)
    values = [f"{rng.choice(PLACES)}_{rng.randrange(10, 99)}" for _ in range(2)]
    texts = [f"{place} {thing} {deed} by unit {value}: code {rng.randrange(3, 9)}" for value in values]
    pattern = rf"{place} {thing} {deed} by unit (?P<unit>\w+): code \d"
    return _rule(number, words, pattern, texts, {"unit": values[0]}, signature="unit {unit}")


def call(rng, number):
    """Return a rule whose message holds brackets, dots and other signs that mean something in a pattern."""
    place, thing, deed = words = _words(rng, number)
    texts = [f"{place}.cpp: {thing}() {deed} [{rng.randrange(10, 99)} of {rng.randrange(100, 999)}]"] * 1
    pattern = rf"{place}\.cpp: {thing}\(\) {deed} \[\d+ of \d+\]"
    return _rule(number, words, pattern, texts, {})


def parts(rng, number):
    """Return a rule of two entries, one of them in either of two wordings, and one that may not match."""
    place, thing, deed = words = _words(rng, number)
    texts = [f"{place} of the {thing} {deed} early", f"{place} of the {thing} {deed} late"]
    rule = _rule(number, words, rf"{place} of the {thing}", texts, {})
    choices = f"any: [{{text: {quoted(f'{deed} early')}}}, {{text: {quoted(f'{deed} late')}}}]"
    del rule.fields["match"]
    entries = ["{regex: " + quoted(rule.pattern) + "}", choices]
    before = {"id": rule.fields.pop("id"), "component": rule.fields.pop("component")}
    none = ["{text: " + quoted(f"{deed} early by plan") + "}"]
    rule.fields = {**before, "all": entries, "none": none, **rule.fields}
    rule.fields["counterexamples"] = [quoted(f"{place} of the {thing} {deed} early by plan")]
    return rule


def _words(rng, number):
    """Return three words; two rules of a pack never share all of them."""
    return (
        PLACES[number % 12] if number < 144 else f"{PLACES[number % 12]}{number // 144}",
        THINGS[number // 12 % 12],
        rng.choice(DEEDS),
    )


def _rule(number, words, pattern, texts, captures, signature=""):
    name = "mill-" + "-".join(words)
    fields = {
        "id": name,
        "component": "mill" if number % 2 else "depot",
        "match": quoted(pattern),
        **({"signature": quoted(signature)} if signature else {}),
        "means": f"The {words[0]} can't go on with its {words[1]}.",
        "try": f"Look after the {words[0]}.",
        "examples": [quoted(text) for text in texts],
        "counterexamples": [quoted(f"{words[0]} {words[1]} was fine")],
    }
    if captures:
        shown = ", ".join(f"{key}: {quoted(value)}" for key, value in captures.items())
        fields["examples"][0] = "{text: " + quoted(texts[0]) + ", captures: {" + shown + "}}"
    return Rule(name, words, pattern, texts, captures, fields)


def good_rules(rng, count):
    """Return rules of all three forms in which `rules check` has nothing to find."""
    forms = (plain, call, parts)
    return [forms[number % 3](rng, number) for number in range(count)]


def written(rules):
    """Return a pack as text, and where each field is written: rule, field and item to the lines' numbers."""
    lines = list(HEAD)
    places = {}
    for rule in rules:
        lines.append("")
        for text, name, item in rule.lines():
            first = len(lines) + 1
            lines += text.split("\n")
            places.setdefault((id(rule), None, None), range(first, first + 1))
            places[id(rule), name, item] = range(first, len(lines) + 1)
    return "\n".join(lines) + "\n", places
