"""Read the errors of Terraform, OpenTofu and Packer's HCL: in their box, or without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.extract.blocks import following
from classifier.extract.dialect import Dialect, Findings, span
from classifier.model import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.extract.dialect import Hits, Lines
    from classifier.model import Kind, Numbered

ANCHORS = {
    # │ Error: Unsupported argument
    "boxed": r"^[│|] Error: ",
    # Error: Unsupported argument, as terraform prints it where no box can be drawn
    "plain": r"^Error: \S",
    # Initializing provider plugins..., by which a log is known to be of these tools
    "mark": r"Initializing (?:the backend|provider plugins|modules)|Terraform v\d|OpenTofu v\d"
    r"|Terraform used the "
    r"|(?:Terraform|OpenTofu) will perform|^  on \S+ line \d+, in |^  with \S+\.\S+,$"
    r"|(?:terraform|tofu) (?:init|plan|apply|validate|destroy)\b",
}
HEAD = re.compile(r"(?P<bar>[│|] )?Error: (?P<said>\S.*)")
# `  on main.tf line 3, in resource "aws_instance" "web":`, `  with module.web.aws_instance.web,`
PLACE = re.compile(r"  (?:on (?P<file>\S+) line \d+|with (?P<resource>\S+?),?$)")
BAR = re.compile(r"[│|] ?")
END = re.compile(r"(?:╵|╷|Error: |Warning: |Releasing state lock|##|\S+: (?:Creation|Refreshing|Still) )")
NETWORK = re.compile(r"\btimeout\b|dial tcp|connection refused|no such host|TLS handshake|Could not connect")
PROVIDERS = re.compile(
    r"(?:Failed to (?:query available|install) provider|Failed to download module"
    r"|Inconsistent dependency lock|Could not (?:load|retrieve)|Missing required provider"
    r"|Unsupported Terraform Core version)"
)
LONGEST = 60
SHOWN = 8


def read(lines: Lines, hits: Hits) -> Findings:
    """Return a failure for each error, named by its resource or else by its file."""
    marked = bool([number for number in hits["mark"] if re.search(ANCHORS["mark"], lines[number])])
    heads = [*hits["boxed"], *(hits["plain"] if marked else ())]
    failures = [one for number in sorted(set(heads)) if (one := _error(lines, number)) is not None]
    distinct = {(one.subject, one.headline, one.last_line - one.line): one for one in reversed(failures)}
    return Findings(
        failures=tuple(reversed(distinct.values())),
        owned=tuple((one.first_line, one.last_line) for one in failures),
        outcome="failed" if failures else None,
    )


def _error(lines: Lines, number: int) -> Failure | None:
    found = HEAD.match(lines[number].rstrip())
    if found is None or lines.echoed(number):
        return None
    block = _block(lines, number, boxed=bool(found["bar"]))
    places = [place for _, text in block if (place := PLACE.match(text))]
    resource = next((place["resource"] for place in places if place["resource"]), None)
    file = next((place["file"] for place in places if place["file"]), None)
    last = block[-1][0] if block else number
    return Failure(
        line=number,
        first_line=number,
        last_line=min(last, number + SHOWN),
        kind=_kind(" ".join([found["said"], *(text for _, text in block)])),
        tool="terraform",
        headline=_headline(found["said"], block),
        spans=(span("message", lines, number, last),),
        subject=resource or file,
    )


def _block(lines: Lines, number: int, *, boxed: bool) -> list[Numbered]:
    """Return the lines below the first one without the bar, blank ones at the end left out."""
    found: list[Numbered] = []
    for other, text in following(lines, number, LONGEST):
        bare = BAR.sub("", text, count=1) if boxed else text
        if END.match(text) or END.match(bare) or (boxed and not BAR.match(text)):
            break
        found.append((other, bare.rstrip()))
    while found and not found[-1][1]:
        found.pop()
    return found


def _headline(said: str, block: Sequence[Numbered]) -> str:
    """Return the summary with the first sentence of the detail, where the summary alone says little."""
    detail = [text for _, text in block if text and not text.startswith(" ")]
    if not detail or len(said) > 60:
        return said
    return f"{said.rstrip('.:')}: {detail[0]}"[:400]


def _kind(text: str) -> Kind:
    if NETWORK.search(text):
        return "network"
    return "dependency" if PROVIDERS.search(text) else "config"


DIALECT = Dialect(name="terraform", anchors=ANCHORS, read=read)
