"""One form of lines: how a tool says that something failed, and how the block goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.model.words import Kind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A line form of one tool. All patterns are searched in clean lines.

    `pattern` finds the first line. Its groups are `message`, `severity`, `code`, `file`, `line`, `column`,
    `subject` and `group` (a class or suite that the subject belongs to), each optional. `goes_on` matches
    the further lines of the block, at most `most`. Where the first line has no message and another one says
    the cause, `says` finds it within `reach` lines below (`said_only`: or it is another form), or `above`
    within `back` lines above; its `message` becomes the headline, the next line where it has none. `heading`
    finds the nearest line above that names the `subject`. `hollow` matches messages that only repeat what
    was said before: they make the failure a wrapper. Where the next line matches `nested`, the failure is
    only a symptom of what is listed below it. `unless` are names of other forms: where one of them was
    found, this one only repeats it. `samples` are blocks of lines that prove the form, `confusers` lines
    that it must not match.
    """

    name: str
    tool: str
    kind: Kind
    pattern: str
    samples: tuple[str, ...]
    role: Role = "cause"
    certainty: int = 80
    goes_on: str = ""
    most: int = 12
    says: str = ""
    reach: int = 4
    said_only: bool = False
    above: str = ""
    back: int = 2
    heading: str = ""
    hollow: str = ""
    nested: str = ""
    unless: tuple[str, ...] = ()
    confusers: tuple[str, ...] = ()
