"""An explanation for a person: what was read, which rules matched and nearly did, what is like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classifier.render import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

INDENT = "  "
NAME = 10


def show(data: Mapping[str, Any]) -> str:
    """Return the text of an explanation, as `classifier.explain` makes it; nothing in it moves a cursor."""
    return "\n".join(words.one_line(line).rstrip() for line in _lines(data)) + "\n"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    if "in_failure" in data and not data["in_failure"]:
        yield from _outside(data)
        return
    yield from _head(data)
    yield from _section("Read", _read(data))
    yield from _section("Rules that match", _rules(data))
    yield from _section("Rules that nearly match", _misses(data["misses"]))
    yield from _section("Masked", _masks(data.get("masks")))
    yield from _section("Cluster", _cluster(data.get("cluster")))
    yield from _section("Reads like", _nearest(data.get("nearest", ())))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield ""
        yield title
        yield from (INDENT + line for line in body)


def _named(name: str, value: object) -> str:
    return f"{name:<{NAME}} {value}"


def _outside(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of a line that is part of no failure."""
    yield f"{data['log']}:{data['line']} is part of no failure"
    yield f"{INDENT}{data['text']}"
    yield from _section("Why", data["reasons"])
    near = data["nearest_failure"]
    if near:
        yield from _section("Nearest failure", [f"{near['log']}:{near['line']}  {near['headline']}"])
    if data["as_text"]["rules"]:
        yield from _section("If it were one", _rules(data["as_text"]))


def _head(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what it is, in a line or two."""
    if "signature" in data:
        logs = words.count(data["logs"], "log")
        yield f"{data['signature']}: {words.count(data['count'], 'failure')} in {logs}, such as"
    elif "in_failure" in data:
        yield f"{data['log']}:{data['line']} is part of a failure"
    yield data["failure"]["headline"] if "failure" in data else data["text"]
    yield _verdict(data)
    if data.get("changed"):
        yield f"the rules have changed since: {data['changed']}"


def _verdict(data: Mapping[str, Any]) -> str:
    if data.get("verdict") == "matched":
        rule = data["rules"][0]
        return f"is {rule['id']}, component {rule['component']}"
    lent = f", component {data['component']} is lent by a generic rule" if data.get("component") else ""
    return f"no rule knows it{lent}"


def _read(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was read, by whom, and where it was cut."""
    failure, block = data.get("failure"), data.get("block") or {}
    if failure is None:
        return
    facts = {
        "place": f"{failure['log']}:{failure['line']}" if failure["log"] else "",
        "subject": failure["subject"] or "",
        "tool": failure["tool"],
        "kind": f"{failure['kind']}, {failure['role']}{', ' + failure['phase'] if failure['phase'] else ''}",
        "read by": block.get("dialect") or "",
    }
    yield from (_named(name, value) for name, value in facts.items() if value)
    if data.get("rank"):
        yield _named("rank", f"{data['rank']}, counted from the one to read first in its log")
    if data.get("explained_by"):
        other = data["explained_by"]
        yield _named("follows", f"{other['log']}:{other['line']}  {other['headline']}")
    if "lines" in block:
        first, last = block["lines"]
        lines = f"lines {first} to {last}" if last > first else f"line {first}"
        yield _named("block", f"{lines}: {_parts(block['parts'])}")
        for name, beside in (("above", block["before"]), ("below", block["after"])):
            yield _named(name, f"{beside[0]}  {beside[1]}" if beside else "nothing, the log is over")
    excerpt = block.get("excerpt") or ()
    if excerpt:
        yield ""
    digits = len(str(excerpt[-1][0])) if excerpt else 0
    for number, text in excerpt:
        mark = ">" if number == failure["line"] else " "
        yield f"{mark} {number:>{digits}}  {text}"


def _parts(parts: Iterable[tuple[str, int, int]]) -> str:
    return ", ".join(f"{where} {first}{f'-{last}' if last > first else ''}" for where, first, last in parts)


def _rules(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rules that match, the winner first, and why it stands before the others."""
    for one in data["rules"]:
        lead = f"{one['id']}  ({one['role']}, tier {one['tier']}, {one['place']})"
        yield lead + (f": {one['behind']}" if one["behind"] else ": wins")
        for name, value in one["captures"].items():
            yield f"  {name} = {value}"


def _misses(misses: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the rules that nearly match, and the part that they lack or what excludes them."""
    for one in misses:
        if one["excluded"]:
            yield f"{one['id']}  ({one['place']}): {one['excluded']}"
            continue
        yield f"{one['id']}  ({one['place']}): {one['share'] * 100:.0f} % of it is there"
        yield f"  finds  {one['matched'] or 'nothing'}"
        yield f"  lacks  {one['lacking']}"


def _masks(masks: Mapping[str, Any] | None) -> Iterator[str]:
    if masks is None:
        return
    yield masks["masked"]
    yield from (f"  {placeholder} is {value}" for placeholder, value in masks["values"])
    yield from (f"  {text} stays, failures differ by it" for text in masks["kept"])


def _cluster(cluster: Mapping[str, Any] | None) -> Iterator[str]:
    if cluster is None:
        return
    alike = f", {cluster['cohesion'] * 100:.0f} % alike" if cluster["count"] > 1 else ""
    yield f"{cluster['id']}: {words.count(cluster['count'], 'failure')}{alike}; family {cluster['family']}"
    yield cluster["template"]


def _nearest(nearest: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is nearest with the difference in words."""
    for one in nearest:
        name = one.get("rule") or one.get("signature")
        difference = one["difference"]
        glue = "for " if difference.startswith("'") else ""
        said = f"but {glue}{difference}" if difference else "but for values"
        drifted = ": the message of the rule may have changed" if one["drifted"] and "rule" in one else ""
        yield f"{name} {said}, {one['similarity'] * 100:.0f} %{drifted}"
