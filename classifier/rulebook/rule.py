"""The nouns of the rule language: a pack, its rules, and what they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from classifier.model import Kind, Phase, Role, Tier, Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.errors import Place
    from classifier.model import Component, Dimension, Form, Mask

Entry = Literal["regex", "text", "glob"]
Part = Where | Literal["any"]
Scope = Literal["failure", "line"]
Action = Literal["", "fix", "retry", "ignore"]
Status = Literal["active", "retired"]

GROUP = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")
PLACED = ("expires", "in")
"""Fields whose own places a rule keeps, for what is found in them."""
SLOT = re.compile(r"\{(\w+)\}")
"""A capture in a signature. Not `str.format`, which would let a rules file reach into objects."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to look for: a regular expression, a literal text, or a text with `*` and `?`."""

    entry: Entry
    source: str
    place: Place

    @property
    def expression(self) -> str:
        """The same as a pattern of the regex module, to be searched with MULTILINE."""
        if self.entry == "regex":
            return self.source
        return re.escape(self.source) if self.entry == "text" else glob_expression(self.source, r"[^\n]")

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its captures, as written."""
        return tuple(GROUP.findall(self.source)) if self.entry == "regex" else ()


def glob_expression(glob: str, character: str = ".") -> str:
    """Return a glob as an expression: `*` any characters, `?` one, everything else stands for itself."""
    wild = {"*": f"{character}*?", "?": character}
    return "".join(wild.get(letter) or re.escape(letter) for letter in glob)


Clause = tuple[Pattern, ...]
"""Alternatives, of which one must match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The failures a rule is tried on; an empty field admits all. Logs and files are globs."""

    tools: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that a rule must win, or must not win, as a log has it."""

    text: str
    place: Place
    tool: str
    kind: Kind
    phase: Phase | None
    where: Where
    log: str
    subject: str | None
    captures: Mapping[str, str] = field(default_factory=dict)
    signature: str | None = None
    observed: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Text that looks like this is this failure of this component.

    Every one of `clauses` must match and no pattern of `none` may. `signature` is empty (the rule's id says
    it all), "auto" (the normalized headline), or a text that may hold captures.
    """

    id: str
    pack: str
    place: Place
    component: str
    title: str
    tier: Tier
    clauses: tuple[Clause, ...]
    none: tuple[Pattern, ...] = ()
    where: Part = "message"
    scope: Scope = "failure"
    limits: Limits = Limits()
    signature: str = ""
    role: Role = "cause"
    kind: Kind | None = None
    beats: tuple[str, ...] = ()
    action: Action = ""
    means: str = ""
    remedy: str = ""
    see: tuple[str, ...] = ()
    owner: str = ""
    issue: str = ""
    status: Status = "active"
    expires: str = ""
    formerly: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()
    allow: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, name: str) -> Place:
        """Return where the value of a field of PLACED stands, else the rule."""
        return self.places.get(name, self.place)

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All of its patterns, in the order they are written."""
        return (*(pattern for clause in self.clauses for pattern in clause), *self.none)

    @property
    def slots(self) -> tuple[str, ...]:
        """The captures that its signature holds."""
        return tuple(SLOT.findall(self.signature))

    def filled(self, captures: Mapping[str, str]) -> str:
        """Return the signature with its captures put in; one that took no part in the match is empty."""
        return SLOT.sub(lambda slot: captures.get(slot[1], ""), self.signature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules for one program that prints text.

    `pipelines` names components in the order of their stages; `mask_places` runs parallel to `masks`,
    `form_places` to `forms`.
    """

    name: str
    place: Place
    about: str
    tier: Tier
    tools: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    pipelines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = ()
    decisive: tuple[str, ...] = ()
    masks: tuple[Mask, ...] = ()
    mask_places: tuple[Place, ...] = ()
    rules: tuple[Rule, ...] = ()
    forms: tuple[Form, ...] = ()
    form_places: tuple[Place, ...] = ()
    bundled: bool = False
