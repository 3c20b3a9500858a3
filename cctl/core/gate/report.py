"""The gate's verdict for those who read other things than records: JUnit, GitHub, Markdown.

Ids, paths and conditions come from transcripts and may hold anything, markup and terminal escapes included. What isn't
printable is written as its code, and each format's own signs are taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cctl.core.gate.limit import KINDS, Limits
from cctl.records.exits import EXITS
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

_LONGEST: Final = 300
_NAMES: Final = {each.code: each.name for each in EXITS}


class Check(NamedTuple):
    """One thing that was held, and what broke it."""

    name: str
    breaches: list[Record]


def checks(record: Record, limits: Limits) -> list[Check]:
    """Everything that the gate looked at, in order; what always counts comes first."""
    names = ["evidence", "end"]
    names += ["require-end"] if limits.require_end else []
    names += [kind.option for kind in KINDS if getattr(limits, kind.name) is not None]
    names += ["versus"] if limits.versus else []
    if limits.unpriced == "fail" and (limits.dollars or limits.max_tokens is not None):
        names += ["unreadable"] + (["unpriced", "estimated"] if limits.dollars else [])
    names += [f"where {asked}" for asked in limits.where]
    breaches = [breach for breach in record.get("breaches", ()) if isinstance(breach, dict)]
    return [Check(name, [breach for breach in breaches if breach.get("limit") == name]) for name in names]


def sentence(breach: Mapping[str, Any]) -> str:
    """A breach in words."""
    said = f"{plain(breach.get('limit'))}: found {_figure(breach, 'found')}, allowed {_figure(breach, 'allowed')}"
    if breach.get("session"):
        said += f", session {plain(breach['session'])}"
    if breach.get("message"):
        said += f" ({plain(breach['message'])})"
    if breach.get("by"):
        said += f"; most by {', '.join(plain(id) for id in breach['by'])}"
    return said


def junit(record: Record, limits: Limits) -> str:
    """A JUnit report: one test case for each limit."""
    cases = []
    held = checks(record, limits)
    for check in held:
        name = f'  <testcase classname="cctl.gate" name="{_xml(check.name)}" time="0"'
        if not check.breaches:
            cases.append(f"{name}/>")
            continue
        text = "\n".join(_xml(f"{sentence(breach)}{_places(breach)}") for breach in check.breaches)
        kind = _xml(_NAMES.get(record.get("exit", 1), "breach"))
        first = _xml(sentence(check.breaches[0]))
        cases.append(f'{name}>\n   <failure message="{first}" type="{kind}">{text}</failure>\n  </testcase>')
    counts = f'tests="{len(held)}" failures="{sum(bool(check.breaches) for check in held)}" errors="0"'
    stamp = _xml(str(record.get("ts", ""))[:19])
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="cctl" {counts}>',
            f' <testsuite name="cctl gate" {counts} timestamp="{stamp}">',
            *cases,
            " </testsuite>",
            "</testsuites>\n",
        )
    )


def github(record: Record, limits: Limits) -> Iterator[str]:
    """Workflow commands that annotate a run on GitHub, one a line."""
    for check in checks(record, limits):
        for breach in check.breaches:
            place = next((src for src in breach.get("src", ()) if isinstance(src, dict)), {})
            properties = {"title": f"cctl gate: {plain(check.name)}"}
            if place:
                properties |= {"file": plain(place.get("path")), "line": plain(place.get("line", 1))}
            told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
            yield f"::error {told}::{_data(sentence(breach))}"
    if record.get("passed") is True:
        yield f"::notice title=cctl gate::{_data('passed: ' + _spent(record))}"


def markdown(record: Record, limits: Limits) -> str:
    """A job summary."""
    mark = "passed" if record.get("passed") is True else f"failed ({_NAMES.get(record.get('exit', 1), 'breach')})"
    lines = [
        f"### cctl gate: {mark}",
        "",
        _spent(record),
        "",
        "| limit | allowed | found | |",
        "| --- | ---: | ---: | --- |",
    ]
    for check in checks(record, limits):
        if not check.breaches:
            lines.append(f"| {_cell(check.name)} | {_limit(check.name, limits)} | | ok |")
        for breach in check.breaches:
            scope = f" {_code(breach['session'])}" if breach.get("session") else ""
            allowed, found = _figure(breach, "allowed"), _figure(breach, "found")
            lines.append(f"| {_cell(check.name)}{scope} | {allowed} | {found} | **breach** |")
    details = [
        f"- {_cell(check.name)}: "
        + ", ".join(_code(id) for id in breach.get("by", ()))
        + (f" {_cell(breach['message'])}" if breach.get("message") else "")
        for check in checks(record, limits)
        for breach in check.breaches
        if breach.get("by") or breach.get("message")
    ]
    return "\n".join([*lines, *([""] if details else []), *details, ""])


def plain(value: object) -> str:
    """Text that can do nothing but be read: what isn't printable as its code, and not too long."""
    text = value if isinstance(value, str) else str(value)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return (
        text if text.isprintable() else "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
    )


def _figure(breach: Mapping[str, Any], name: str) -> str:
    value = breach.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return plain(value)
    return f"${value:,.4f}" if breach.get("limit") in ("max-usd", "versus") else f"{value:,}"


def _limit(name: str, limits: Limits) -> str:
    kind = next((kind for kind in KINDS if kind.option == name), None)
    if kind is None:
        return limits.versus.words if limits.versus and name == "versus" else ""
    value = getattr(limits, kind.name)
    return f"${value / 1e9:,.4f}" if kind.figure == "nano" else f"{value:,}"


def _spent(record: Record) -> str:
    parts = [f"{record.get('sessions', 0)} sessions"]
    if "cost_usd" in record:
        parts.append(f"${record['cost_usd']:,.4f}")
    parts += [f"{record[name]:,} {name}" for name in ("tokens", "turns", "errors", "unpriced") if record.get(name)]
    return ", ".join(parts)


def _places(breach: Mapping[str, Any]) -> str:
    places = [src for src in breach.get("src", ()) if isinstance(src, dict)]
    return "".join(f"\n  {plain(src.get('path'))}:{plain(src.get('line'))}" for src in places)


def _xml(text: str) -> str:
    kept = "\n".join(plain(line) for line in text.split("\n"))
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        kept = kept.replace(sign, name)
    return kept


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>()#+!|~@" else each for each in plain(text))


def _code(text: object) -> str:
    """As code: a fence longer than any run of ticks would do it too, but no id of worth holds one."""
    return f"`{plain(text).replace('`', chr(39)).replace('|', '¦')}`"
