"""What was made of failures: judged by rules, masked, grouped, ordered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.model.reading import Failure, Reading
    from classifier.model.report import Neighbor
    from classifier.model.words import Kind, Range, Role, Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule recognized a failure; `signature` is the id, `matched` the lines that it matched."""

    rule: str
    component: str
    signature: str
    title: str
    role: Role
    kind: Kind | None = None
    captures: Mapping[str, str] = field(default_factory=dict)
    matched: Range
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No rule above generic recognized a failure; a generic one may lend its component and kind."""

    component: str | None = None
    kind: Kind | None = None
    also: tuple[str, ...] = ()


Verdict = Match | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A failure with its verdict and its key: its normalized text with the normalizer's version inside.

    `repeats` says how often its signature was found in the same log where such finds are folded into one.
    """

    failure: Failure
    verdict: Verdict
    key: str
    repeats: int = 1
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """What the winning rule says, else what the reader of the log said."""
        return self.verdict.role if isinstance(self.verdict, Match) else self.failure.role

    @property
    def kind(self) -> Kind:
        """What the winning or lending rule says, else what the reader of the log said."""
        return self.verdict.kind or self.failure.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    r"""How one kind of variable text is taken out of messages.

    What `pattern` finds becomes `replacement`, which may refer to groups as `\g<name>`. `sample` is a text
    that the mask was written for, `examples` are pairs of a text and what all masks together make of it.
    `tools` are those whose failures it applies to; all, if empty.
    """

    name: str
    pattern: str
    replacement: str
    sample: str
    examples: tuple[tuple[str, str], ...] = ()
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text, the same text with its variable parts replaced by placeholders, and the parts in order.

    `values` and `holes` run parallel: what was replaced, and where in `masked` its placeholder begins and
    ends. `kept` are the parts that look variable but decide: exit codes, types of data, files of source code.
    `scope` is the family of tools and the kind of failure that the text comes from; texts of different scopes
    never mean the same. `decisive` are words, in lower case, by which two texts of the scope differ. `cut`
    says that the text is longer than what was masked. `version` is that of the masking.
    """

    text: str
    masked: str
    values: tuple[str, ...] = ()
    holes: tuple[Range, ...] = ()
    kept: tuple[str, ...] = ()
    scope: str = ""
    decisive: frozenset[str] = frozenset()
    cut: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Texts that read alike.

    `members` are indices into what was clustered, ascending; `count` says how often they were seen.
    `slots` are the variable parts of `template` from left to right, each with its most frequent values and
    their counts; `distinct` says how many different values there are. `cut` says how often a text was seen
    that is longer than what was compared. `aliases` are other ids by which the cluster was known. `odd` are
    the members least like the template, at most three; `mixed` says that the members differ by more than
    values, so that there may be more than one failure among them.
    `exemplars` are the most typical members, at most three. `cohesion` is the mean likeness of the members
    to the template, 0 to 1.
    """

    id: str
    family: str
    template: str
    members: tuple[int, ...]
    exemplars: tuple[int, ...]
    count: int = 1
    slots: tuple[Spread, ...] = ()
    distinct: tuple[int, ...] = ()
    cohesion: float = 1.0
    cut: int = 0
    aliases: tuple[str, ...] = ()
    odd: tuple[int, ...] = ()
    mixed: bool = False
    nearest: tuple[Neighbor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """How the failures of one log hang together: order of reading (from 1) and what explains each.

    Both run parallel to the judged failures; `explained_by` holds indices into them.
    """

    ranks: tuple[int, ...]
    explained_by: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLog:
    """A reading with the verdicts on its failures; `judged` and `placing` run parallel to its failures.

    `dimensions` are the values that everything in the log has.
    """

    reading: Reading
    judged: tuple[Judged, ...]
    placing: Placing
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
