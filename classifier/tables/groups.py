"""Sort failures into groups: by component, by subject, by log, by the values of a dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.model import Group, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.model import Component, Occurrence, Signature

Keys = tuple[str, ...]


def groups(
    occurrences: Sequence[Occurrence],
    signatures: Sequence[Signature],
    components: Sequence[Component],
    dimensions: Sequence[str],
) -> dict[str, tuple[Group, ...]]:
    """Return the groups by component, signature, subject, log, and each dimension.

    A failure that has several values of a dimension is in the group of each.
    """
    titles = {one.id: one.title for one in components}
    keys: dict[str, list[Keys]] = {
        "component": [(one.component,) for one in occurrences],
        "signature": [("",)] * len(occurrences),
        "subject": [(one.failure.subject or "",) for one in occurrences],
        "log": [(one.failure.log,) for one in occurrences],
    }
    for name in dimensions:
        keys[name] = [one.dimensions.get(name) or ("",) for one in occurrences]
    return {
        name: _grouped(own, occurrences, signatures, titles if name == "component" else {})
        for name, own in keys.items()
    }


def _grouped(
    keys: Sequence[Keys],
    occurrences: Sequence[Occurrence],
    signatures: Sequence[Signature],
    titles: Mapping[str, str],
) -> tuple[Group, ...]:
    """Return the occurrences by key: most failures first, then in the order of the report.

    A group that holds wrappers alone stands behind those that tell of a cause.
    """
    roles = {one.id: one.role for one in signatures}
    members: dict[str, dict[str, list[int]]] = {}
    for index, (own, one) in enumerate(zip(keys, occurrences, strict=True)):
        for key in own:
            members.setdefault(key, {}).setdefault(one.signature, []).append(index)
    place = {one.id: index for index, one in enumerate(signatures)}
    groups = [
        Group(
            name=key,
            title=titles.get(key, key),
            count=sum(len(indices) for indices in parts.values()),
            parts=tuple(
                _part(signatures[place[name]], parts[name], occurrences)
                for name in sorted(parts, key=place.__getitem__)
            ),
        )
        for key, parts in members.items()
    ]
    wrappers = {one.name for one in groups if all(roles[part.signature] == "wrapper" for part in one.parts)}
    return tuple(sorted(groups, key=lambda one: (one.name in wrappers, -one.count)))


def _part(signature: Signature, indices: list[int], occurrences: Sequence[Occurrence]) -> Part:
    ours = set(indices)
    subjects = {occurrences[index].failure.subject for index in indices}
    return Part(
        signature=signature.id,
        count=len(indices),
        subjects=len(subjects - {None}),
        example=next((index for index in signature.exemplars if index in ours), indices[0]),
    )
