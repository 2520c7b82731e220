"""The rule language in one table: every field, what may stand there, and what it means.

Errors, suggestions, the JSON Schema for editors and the tables of rules/README.md all derive from it.
"""

from __future__ import annotations

from typing import get_args

from classifier.model import Kind, Phase, Role, Source, Tier, Where
from classifier.rulebook.lints import LINTS
from classifier.rulebook.rule import Action, Scope, Status
from classifier.rulebook.shape import ANY_NAME, Choice, Day, Field, Many, Named, Record, Short, Words

TIERS: tuple[str, ...] = get_args(Tier)
ROLES: tuple[str, ...] = get_args(Role)
WHERE: tuple[str, ...] = get_args(Where)

LONGEST_PATTERN = 4_000
"""Characters of a pattern: compiling time grows faster than length, and nobody reads one that is longer."""

TEXT = Words()
KEBAB = "[a-z0-9]+(?:-[a-z0-9]+)*"
ID = Words("an id", KEBAB, "Use lower-case words joined by hyphens: forge-runtime-stride-mismatch.")
REGEX = Words("a regular expression", longest=LONGEST_PATTERN)
LITERAL = Words("literal text", longest=LONGEST_PATTERN)
GLOB = Words("a text with * and ?", longest=LONGEST_PATTERN)
LINK = Words("a link", r"https?://\S+", "Write a whole address: https://...")

ENTRY_HINT = "Write {regex: '...'}, {text: '...'} or {glob: '...'}."

ENTRY = Record(
    "entry",
    (
        Field(
            "regex", REGEX, "pattern of the `regex` module, MULTILINE; always searched, never matched whole"
        ),
        Field("text", LITERAL, "this very text; case counts"),
        Field("glob", GLOB, "`*` any characters of a line, `?` one, everything else stands for itself"),
    ),
    one_of=("regex", "text", "glob"),
    hint=ENTRY_HINT,
)

BRANCHES = Record(
    "entry",
    (
        *ENTRY.fields,
        Field("any", Many(ENTRY), "alternatives, of which one must match"),
    ),
    one_of=(*ENTRY.one_of, "any"),
    hint=ENTRY_HINT,
)

LIMITS = Record(
    "limit",
    (
        Field("tool", Many(TEXT, single=True), "the program that reported the failure"),
        Field(
            "kind",
            Many(Choice(get_args(Kind)), single=True),
            "what sort of failure the reader of the log found",
        ),
        Field("phase", Many(Choice(get_args(Phase)), single=True), "the phase of a test"),
        Field("log", Many(GLOB, single=True), "path of the log, from any folder on"),
        Field("file", Many(GLOB, single=True), "source or test file of the failure, from any folder on"),
    ),
)

AS = Record(
    "`as`",
    (
        Field("tool", TEXT, "the program that reported it"),
        Field("kind", Choice(get_args(Kind)), "the sort of failure"),
        Field("phase", Choice(get_args(Phase)), "the phase of a test"),
        Field("where", Choice(WHERE), "the part of the failure that the text stands in"),
        Field("log", TEXT, "path of the log"),
        Field("subject", TEXT, "test id, source file or target"),
    ),
)

ORIGIN = (
    Field("text", TEXT, "the text as the log has it", required=True),
    Field("as", AS, "the failure it is part of; by default the first that `in` admits"),
    Field(
        "from",
        Choice(("observed", "written")),
        "`observed` (default): really produced; `written`: worded after `source`",
    ),
    Field("source", TEXT, "the public source that a written example is worded after"),
)

EXAMPLE = Record(
    "example",
    (
        *ORIGIN,
        Field("captures", Named(Words("text")), "captures with the values they must have"),
        Field("signature", TEXT, "the filled signature that must come out"),
    ),
)
COUNTEREXAMPLE = Record("counterexample", ORIGIN)

RULE = Record(
    "rule",
    (
        Field(
            "id",
            ID,
            "stable name, unique over all packs, pack or component first; names the failure, not its "
            "remedy; never used again",
            required=True,
        ),
        Field(
            "formerly", Many(TEXT), "ids that this rule had before, and ids of clusters it was drafted from"
        ),
        Field("component", ID, "one of the `components` of a loaded pack", required=True),
        Field("title", TEXT, "what a person calls it; by default the id without its pack"),
        Field(
            "match", Short(REGEX, ENTRY), "the one thing to look for; a plain text is a regular expression"
        ),
        Field("all", Many(BRANCHES), "entries that must all match, in any order; one may be an `any`"),
        Field("any", Many(ENTRY), "entries of which one must match"),
        Field("none", Many(ENTRY), "entries that must not match"),
        Field(
            "where",
            Choice((*WHERE, "any")),
            "the part of the failure that is searched: `message` (default), `frames`, `source`, "
            "`captured`, `any`",
        ),
        Field(
            "scope",
            Choice(get_args(Scope)),
            "`failure` (default): judges what a reader of the log found; `line`: its first entry also "
            "finds failures by itself",
        ),
        Field("in", LIMITS, "limits: only failures that fit all of these are tried"),
        Field(
            "signature",
            TEXT,
            "the canonical name; may hold `{capture}`: each distinct text is counted apart; `auto`: the"
            " normalized headline",
        ),
        Field(
            "role",
            Choice(ROLES),
            "`cause` (default), `symptom` (a consequence worth naming), `wrapper` (something else failed)",
        ),
        Field("tier", Choice(TIERS), "instead of the pack's"),
        Field("kind", Choice(get_args(Kind)), "instead of the sort that the reader of the log found"),
        Field("beats", Many(ID), "rules that this one wins over when both match"),
        Field(
            "action",
            Choice(tuple(action for action in get_args(Action) if action)),
            "advice that reports show; nothing is done",
        ),
        Field("means", TEXT, "what it means, in one or two sentences"),
        Field("try", TEXT, "what to try, in one or two sentences"),
        Field("see", Many(LINK, single=True), "links"),
        Field("owner", TEXT, "who looks after it"),
        Field("issue", TEXT, "link or number of the issue"),
        Field(
            "status",
            Choice(get_args(Status)),
            "`active` (default), or `retired`: no longer matches, still names old signatures",
        ),
        Field("expires", Day(), "the day from which `rules check` reports the rule"),
        Field(
            "examples",
            Many(Short(TEXT, EXAMPLE)),
            "texts that this rule must win, as the log has them; `rules check` wants one at least",
        ),
        Field("counterexamples", Many(Short(TEXT, COUNTEREXAMPLE)), "texts that this rule must not win"),
        Field(
            "allow",
            Many(Choice(tuple(LINTS))),
            "names of lints that this rule is excused from, with a comment that says why",
        ),
    ),
    one_of=("match", "all", "any"),
)

COMPONENT = Record(
    "component",
    (
        Field("id", ID, "its name in rules and tables", required=True),
        Field("title", TEXT, "what a person calls it; by default made from the id"),
    ),
)

MASK = Record(
    "mask",
    (
        Field("name", ID, "its name, unique over all packs", required=True),
        Field("regex", REGEX, "what to replace", required=True),
        Field("as", TEXT, "what to put there", required=True),
        Field("examples", Named(TEXT, ANY_NAME), "texts with what the mask must make of them", required=True),
    ),
)

NUMBER = Words("a number", r"\d{1,3}", "Write it in digits.")
FORM = Record(
    "form",
    (
        Field("name", ID, "its name, unique over all packs", required=True),
        Field("tool", TEXT, "the program that prints the lines; by default the pack"),
        Field("kind", Choice(get_args(Kind)), "what sort of failure it is", required=True),
        Field(
            "pattern",
            REGEX,
            "the first line; its groups may be `message`, `severity`, `code`, `file`, `line`, `column`, "
            "`subject`, `group` (a suite that the subject belongs to)",
            required=True,
        ),
        Field("samples", Many(TEXT), "lines, or blocks of lines, that prove the form", required=True),
        Field("confusers", Many(TEXT), "lines that `pattern` must not match"),
        Field("role", Choice(ROLES), "`cause` (default), `symptom` or `wrapper`"),
        Field("certainty", NUMBER, "0 to 100: how sure it is that this made the run fail; by default 80"),
        Field("goes_on", REGEX, "the further lines of the block"),
        Field("most", NUMBER, "so many of them at most; by default 12"),
        Field(
            "says", REGEX, "the line below that says the cause, in its `message`, where `pattern` has none"
        ),
        Field("reach", NUMBER, "so far below; by default 4"),
        Field("said_only", Choice(("true", "false")), "without such a line it is no failure"),
        Field("above", REGEX, "the line above that says the cause"),
        Field("back", NUMBER, "so far above; by default 2"),
        Field("heading", REGEX, "the nearest line above that names the `subject`"),
        Field("hollow", REGEX, "messages that only repeat what was said before, which makes a wrapper"),
        Field("nested", REGEX, "the next line, where what failed is listed below: a symptom then"),
        Field("unless", Many(ID, single=True), "forms that this one only repeats where they were found"),
    ),
)

DIMENSION = Record(
    "dimension",
    tuple(
        Field(source, REGEX, f"pattern over the {what}, with a group named as the dimension")
        for source, what in zip(
            get_args(Source),
            (
                "path of the log",
                "test id",
                "nearest such line above the case",
                "NAME=VALUE of a JUnit property",
            ),
            strict=True,
        )
    ),
    one_of=get_args(Source),
)

PACK = Record(
    "pack",
    (
        Field("pack", ID, "its name: the program that prints the texts", required=True),
        Field("about", TEXT, "one sentence: whose texts these are", required=True),
        Field(
            "tier",
            Choice(TIERS),
            "how near to the cause its rules are; of two that match the nearer wins",
            required=True,
        ),
        Field(
            "tools",
            Many(TEXT, single=True),
            "whose failures `normalize` and `decisive` apply to; all, if left out",
        ),
        Field("components", Many(COMPONENT), "parts of the system that rules may give failures to"),
        Field(
            "pipelines",
            Named(Many(ID), KEBAB),
            "names of pipelines, each with its components in the order of their stages",
        ),
        Field("dimensions", Named(DIMENSION), "what failures and passes are counted by"),
        Field("decisive", Many(TEXT), "words by which two failures differ, however alike the rest"),
        Field("normalize", Many(MASK), "masks, tried before the general ones"),
        Field(
            "forms", Many(FORM), "lines by which a tool says that it failed, tried before those triage knows"
        ),
        Field("rules", Many(RULE), "the rules; of two alike the upper one wins"),
    ),
)

RECORDS = (PACK, RULE, ENTRY, LIMITS, EXAMPLE, AS, COMPONENT, MASK, DIMENSION, FORM)
"""What rules/README.md has a table of."""


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of a rules file, for editors."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A pack of rules for triage"}
    return {**PACK.json(), **head}


def markdown(record: Record) -> str:
    """Return a record's fields as a table, required ones in bold."""
    rows = ["| field | value | meaning |", "|---|---|---|"]
    for one in record.fields:
        name = f"**`{one.name}`**" if one.required or one.name in record.one_of else f"`{one.name}`"
        rows.append(f"| {name} | {one.shape.words.replace('|', chr(92) + '|')} | {one.about} |")
    return "\n".join(rows)
