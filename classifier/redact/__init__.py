"""Mask secrets, before anything else sees the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import ahocorasick_rs

from classifier.redact.secrets import SECRETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.model import Case, Failure, Numbered, Reading

KEY_MARK = "private key"
KEY_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
KEY_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
KEY_LINE = re.compile(r"[^A-Za-z0-9+/=]{0,20}[A-Za-z0-9+/=]{40,100}[^A-Za-z0-9+/=]{0,8}")
KEY_REST = re.compile(
    r"\W{0,20}(?:[A-Za-z0-9+/=]{0,100}\W{0,8}|(?:Proc-Type|DEK-Info|Version|Comment): .{0,100})"
)
ROUNDS = 8

_PATTERNS = tuple(re.compile(secret.pattern) for secret in SECRETS)
_OWNERS = [(literal, number) for number, secret in enumerate(SECRETS) for literal in secret.literals]
_LITERALS = ahocorasick_rs.AhoCorasick([*(literal for literal, _ in _OWNERS), KEY_MARK])

Found = set[tuple[int, str]]
"""Secrets with the number of the line that each was found in."""


def redact(reading: Reading) -> Reading:
    """Return a reading in which no text of a failure or a case has a secret that is known by its looks.

    `redactions` counts the secrets by place: the same one on two lines counts twice, on one line or in the
    headline and the excerpt made of that line once. Line numbers and the numbers of lines stay.
    """
    found: Found = set()
    failures = tuple(_failure(failure, found) for failure in reading.failures)
    cases = tuple(_case(case, found) for case in reading.cases)
    if not found:
        return reading
    return replace(reading, failures=failures, cases=cases, redactions=reading.redactions + len(found))


def redact_text(text: str) -> tuple[str, int]:
    """Return a text of one or more lines with its secrets masked, and how many there were.

    A secret becomes `<redacted:KIND>`; doing it twice changes nothing. Hashes, ids of commits, UUIDs and the
    tokens of parsers stay.
    """
    if not _suspect(text):
        return text, 0
    lines, secrets = _lines(text.split("\n"))
    return "\n".join(lines), sum(map(len, secrets))


def _failure(failure: Failure, found: Found) -> Failure:
    """Return a failure with its texts masked, the very same one if nothing in it looks like a secret."""
    spans = (text for span in failure.spans for _, text in span.lines)
    shown = (text for _, text in failure.excerpt)
    if not _suspect("\n".join((failure.headline, failure.subject or "", *spans, *shown))):
        return failure
    return replace(
        failure,
        spans=tuple(replace(span, lines=_numbered(span.lines, found)) for span in failure.spans),
        excerpt=_numbered(failure.excerpt, found),
        headline=_one(failure.headline, failure.line, found),
        subject=failure.subject and _one(failure.subject, failure.line, found),
    )


def _case(case: Case, found: Found) -> Case:
    """Return a case with its name and the values of its properties masked."""
    values = [value for own in case.properties.values() for value in own]
    if not _suspect("\n".join((case.subject, *case.properties, *values))):
        return case
    return replace(
        case,
        subject=_one(case.subject, case.line, found),
        properties={
            name: tuple(_one(f"{name}={value}", case.line, found).removeprefix(f"{name}=") for value in own)
            for name, own in case.properties.items()
        },
    )


def _suspect(text: str) -> bool:
    return bool(_LITERALS.find_matches_as_indexes(text.lower()))


def _numbered(lines: Sequence[Numbered], found: Found) -> tuple[Numbered, ...]:
    texts, secrets = _lines([text for _, text in lines])
    found.update((number, one) for (number, _), own in zip(lines, secrets, strict=True) for one in own)
    return tuple((number, text) for (number, _), text in zip(lines, texts, strict=True))


def _one(text: str, number: int, found: Found) -> str:
    masked, secrets = _lines(text.split("\n"))
    found.update((number, one) for own in secrets for one in own)
    return "\n".join(masked)


def _lines(texts: list[str]) -> tuple[list[str], list[list[str]]]:
    """Return the lines masked, as many as there were, and the secrets of each."""
    out: list[str] = []
    secrets: list[list[str]] = []
    keys = _key_lines(texts)
    for index, text in enumerate(texts):
        own: list[str] = [KEY_MARK] if keys.get(index) == index else []
        out.append(_without_key(text) if index in keys else _masked(text, own))
        secrets.append(own)
    return out, secrets


def _masked(text: str, secrets: list[str]) -> str:
    """Return one line with its secrets masked, and add them to a list.

    What was masked may lay bare another secret beside it, so it is done until nothing changes.
    """
    for _ in range(ROUNDS):
        before, text = text, _masked_once(text, secrets)
        if text == before:
            break
    return text


def _masked_once(text: str, secrets: list[str]) -> str:
    hits = _LITERALS.find_matches_as_indexes(text.lower(), overlapping=True)
    for number in sorted({_OWNERS[hit][1] for hit, _, _ in hits if hit < len(_OWNERS)}):

        def mask(match: re.Match[str], kind: str = SECRETS[number].kind) -> str:
            group = match.lastgroup or 0
            secrets.append(match[group])
            start, end = match.start(group) - match.start(), match.end(group) - match.start()
            return f"{match[0][:start]}<redacted:{kind}>{match[0][end:]}"

        text = _PATTERNS[number].sub(mask, text)
    return text


def _key_lines(texts: Sequence[str]) -> dict[int, int]:
    """Return the lines of private keys, each with the first line of its key.

    The beginning or the end of a key may be cut away.
    """
    keys: dict[int, int] = {}
    for index, text in enumerate(texts):
        if KEY_MARK.upper() not in text or index in keys:
            continue
        if KEY_BEGIN.search(text):
            first, last = index, _key_end(texts, index)
        elif KEY_END.search(text):
            first, last = _key_start(texts, index), index
        else:
            continue
        keys.update(dict.fromkeys(range(first, last + 1), first))
    return keys


def _key_end(texts: Sequence[str], first: int) -> int:
    """Return the last line of the private key that begins in a line."""
    sure = last = first
    while not KEY_END.search(texts[last]):
        if last + 1 == len(texts) or not (
            KEY_END.search(texts[last + 1]) or KEY_REST.fullmatch(texts[last + 1])
        ):
            return sure
        last += 1
        sure = last if KEY_LINE.fullmatch(texts[last]) else sure
    return last


def _key_start(texts: Sequence[str], last: int) -> int:
    """Return the first line of the private key that ends in a line, its beginning being cut away."""
    first = sure = last
    while first > 0 and KEY_REST.fullmatch(texts[first - 1]):
        first -= 1
        sure = first if KEY_LINE.fullmatch(texts[first]) else sure
    return sure


def _without_key(text: str) -> str:
    """Return what stands before and after the key in a line of a private key, and a mark for the key."""
    begin = KEY_BEGIN.search(text)
    before = text[: begin.start()] if begin else ""
    after = KEY_END.split(text)[-1] if KEY_END.search(text) else ""
    before = "" if KEY_END.search(before) else before
    after = "" if KEY_BEGIN.search(after) else after
    return f"{_masked(before, [])}<redacted:private-key>{_masked(after, [])}"
