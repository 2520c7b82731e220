"""What no rule knows beside what rules know: what is nearest to it, and the rules that may have rotted."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.cluster.wording import Wording
from classifier.errors import Place, Problem
from classifier.model import Limit, Match
from classifier.nearest import Known, Register, Word, changes, neighbor
from classifier.normalize import clustered_text
from classifier.rulebook.drift import reworded
from classifier.rulebook.match import Searched, admits, search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.model import Cluster, Failure, Judged, Masked, Neighbor
    from classifier.nearest import Words
    from classifier.normalize import Normalizer
    from classifier.rulebook import Rulebook
    from classifier.rulebook.rule import Pattern, Rule

COMPARED = 2_000
"""Clusters that are compared with what is known, the largest ones."""
PATTERN_LIMIT = 200
"""Characters of a pattern that an alarm shows."""
TEXT_LIMIT = 600
"""Characters of an example that are compared; a headline is shorter."""


class Likeness:
    """Compares texts with the examples of a rulebook; nothing is masked before it is needed."""

    def __init__(self, book: Rulebook, normalizer: Normalizer) -> None:
        self._book = book
        self._normalizer = normalizer
        self._wording = Wording()

    def words(self, text: str, tool: str) -> Words:
        """Return the words by which a text of a tool is compared."""
        return self._words(self._normalizer.mask(text, tool=tool))

    def _words(self, item: Masked) -> Words:
        return tuple(map(Word._make, self._wording.of(item)))

    def register(self, known: Iterable[Known] = ()) -> Register:
        """Return the register of some known texts and of the examples of all rules that name what failed."""
        return Register([*known, *self._examples()], self.words)

    def beside(self, clusters: Sequence[Cluster], judged: Sequence[Judged]) -> tuple[Cluster, ...]:
        """Return the clusters with what is nearest to each among rules and the matched signatures of the run.

        Members of the clusters are indices into `judged`. The COMPARED largest clusters are compared; they
        come first.
        """
        if not clusters:
            return ()
        register = self.register(_matched(judged))
        typical = [judged[one.exemplars[0]] for one in clusters[:COMPARED]]
        near = [self.near(register, one.failure, one.verdict.also) for one in typical]
        compared = (
            replace(one, nearest=own) if own else one for one, own in zip(clusters, near, strict=False)
        )
        return (*compared, *clusters[COMPARED:])

    @staticmethod
    def limits(clusters: Sequence[Cluster]) -> tuple[Limit, ...]:
        """Return the bound on what is compared, where it was reached."""
        more = len(clusters) - COMPARED
        what = "unknown signatures laid beside what rules know"
        return (Limit(what=what, bound=COMPARED, reached=more),) if more > 0 else ()

    def alarms(self, clusters: Sequence[Cluster], judged: Sequence[Judged]) -> Iterator[Problem]:
        """Yield a problem for each rule that some clusters read so much like that it may have rotted."""
        hits = Counter(one.verdict.rule for one in judged if isinstance(one.verdict, Match))
        rules = {one.verdict.signature: one.verdict.rule for one in judged if isinstance(one.verdict, Match)}
        drifted: dict[str, list[tuple[Cluster, Neighbor]]] = defaultdict(list)
        for cluster in clusters:
            for one in cluster.nearest[:1]:
                if one.drifted:
                    drifted[one.rule or rules[one.signature]].append((cluster, one))
        for name, pairs in drifted.items():
            failure = judged[pairs[0][0].exemplars[0]].failure
            yield self._alarm(name, pairs, hits[name], self.followed(name, failure))

    def followed(self, name: str, failure: Failure) -> Pattern | None:
        """Return the pattern of a rule with the words of a failure that reads much like one of its examples.

        None where the words can't be put in place of others in the pattern, or it does not match then.
        """
        rule = self._book.rule(name)
        ours = self.words(clustered_text(failure), failure.tool)
        known = [Known(one.text[:TEXT_LIMIT], one.tool, name) for one in rule.examples]
        words = [self.words(one.text, one.tool) for one in known]
        pairs = (
            (neighbor(one, theirs, ours).similarity, theirs) for one, theirs in zip(known, words, strict=True)
        )
        _, nearest = max(pairs, key=lambda pair: pair[0], default=(0.0, ()))
        pattern = reworded(rule, changes(nearest, ours))
        texts = [text for _, text in Searched(failure).parts(rule.where)]
        return pattern if pattern and any(search(pattern, text) for text in texts) else None

    def _alarm(
        self, name: str, pairs: Sequence[tuple[Cluster, Neighbor]], hits: int, pattern: Pattern | None
    ) -> Problem:
        place = self._book.rule(name).place
        cluster, one = pairs[0]
        others = f" and {len(pairs) - 1} more" if len(pairs) > 1 else ""
        failures = sum(len(cluster.members) for cluster, _ in pairs)
        what = "may be too narrow" if hits else "may have rotted, its message may have changed"
        like = f"{one.similarity * 100:.0f} % like it {one.contrast}"
        unknown = f"{cluster.id}{others}, {failures} failure{'s' * (failures > 1)}"
        short = pattern is not None and len(pattern.source) <= PATTERN_LIMIT
        patch = f", which lets it match '{pattern.source}' too" if pattern and short else ""
        advice = f"triage rules suggest {cluster.id} drafts the patch{patch}."
        return Problem(Place(place.path, place.line), f"rule '{name}' {what}: {unknown}, {like}", advice)

    def near(self, register: Register, failure: Failure, but: Sequence[str] = ()) -> tuple[Neighbor, ...]:
        """Return what of a register is nearest to a failure; rules named in `but` are left out."""
        near = register.nearest(
            clustered_text(failure),
            failure.tool,
            but=but,
            # masked already, to be clustered
            words_of=lambda: self._words(self._normalizer.mask_failure(failure)),
        )
        return tuple(self._settled(one, failure) for one in near)

    def _settled(self, one: Neighbor, failure: Failure) -> Neighbor:
        """Take back that a rule has drifted where the rule itself says that such a failure is none of its."""
        if not one.drifted or not one.rule:
            return one
        rule = self._book.rule(one.rule)
        if not admits(rule.limits, failure) or _excluded(rule, failure) or self._refused(one, failure):
            return replace(one, drifted=False)
        return one

    def _refused(self, one: Neighbor, failure: Failure) -> bool:
        """Say whether a counterexample of the rule reads as much like the failure as its examples."""
        ours = self.words(clustered_text(failure), failure.tool)
        against = (
            neighbor(known, self.words(known.text, known.tool), ours)
            for example in self._book.rule(one.rule).counterexamples
            for known in [Known(example.text[:TEXT_LIMIT], example.tool, one.rule)]
        )
        return any(other.similarity >= one.similarity for other in against)

    def _examples(self) -> Iterator[Known]:
        for rule in self._book.rules:
            if rule.status == "active" and (rule.tier != "generic" or rule.role == "wrapper"):
                for example in rule.examples:
                    yield Known(example.text[:TEXT_LIMIT], example.tool, rule.id)


def _excluded(rule: Rule, failure: Failure) -> bool:
    """Say whether what a rule must not find is there."""
    texts = [text for _, text in Searched(failure).parts(rule.where)]
    return any(search(pattern, text) for pattern in rule.none for text in texts)


def _matched(judged: Iterable[Judged]) -> Iterator[Known]:
    """Yield the first failure of each signature that a rule made."""
    seen: set[str] = set()
    for one in judged:
        if isinstance(one.verdict, Match) and one.verdict.signature not in seen:
            seen.add(one.verdict.signature)
            failure = one.failure
            yield Known(clustered_text(failure), failure.tool, one.verdict.rule, one.verdict.signature)
