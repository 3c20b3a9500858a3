"""One sighting of a response in a decoded line of any generation, checked field by field, or the reason why it is none.

`scan` takes regular lines apart faster; this is what it must agree with, what it falls back to, and what `read` uses.
"""

from __future__ import annotations

from typing import Any, Final
from zlib import crc32

from cctl.core.agent.claude.place import Start
from cctl.core.agent.spec import Origin, Row
from cctl.core.moment import epoch_ms
from cctl.records.named import NamedTuple

COUNT_MOST: Final = 1_000_000_000
"""Tokens that one response can have; larger numbers are damage or malice, and their sums would overflow a database."""

SYNTHETIC: Final = "<synthetic>"
CALLS: Final = frozenset(("tool_use", "server_tool_use", "mcp_tool_use"))
UNNAMED: Final = "sidechain"
"""Stands for the sub-agent whose lines old releases wrote into its parent's file without saying which it was."""

_WHOLE: Final = {int}
_COST_MOST: Final = 1e6
_NO_GEO: Final = "not_available"
_BREAKS: Final = {ord(each): "_" for each in " :\t\r\n\v\f\0\x1c\x1d\x1e\x1f\x85\u2028\u2029"}
_TOOL_MOST: Final = 120
_NAMES_KEPT: Final = 1000
_NAMED: dict[str, str] = {}


class Bad(ValueError):
    """A line that should hold a response holds something else; the text is the slug."""


class Tokens(NamedTuple):
    """The numbers of one response."""

    input: int
    output: int
    write_5m: int
    write_1h: int
    read: int
    web: int


class Whose(NamedTuple):
    """Who spent, and where: what the lines of one file say alike."""

    session: str
    payer: str
    agent_id: str
    subagent: str
    project: str
    cwd: str
    branch: str


def sighted(record: dict[str, Any], origin: Origin, start: Start, at: int) -> Row:
    """The sighting on a line; raises `Bad` with the reason when there is none."""
    line, agent_id = response(record)
    message = line.get("message")
    if type(message) is not dict:
        raise Bad("no_message")
    if message.get("usage") is None or message.get("model") == SYNTHETIC:
        raise Bad("synthetic" if message.get("model") == SYNTHETIC else "no_usage")
    tokens = numbers(message["usage"])
    uuid = text(line.get("uuid")) or text(record.get("uuid"))
    key = text(message.get("id")) or text(line.get("requestId")) or uuid
    if not key:
        raise Bad("no_id")
    ms = epoch_ms(line.get("timestamp"))
    if ms < 0:
        ms = epoch_ms(record.get("timestamp"))
    if ms < 0:
        raise Bad("no_time")
    return row(key, ms, line, tokens, whose(record, line, agent_id, origin, start), uuid, at)


def whose(record: dict[str, Any], line: dict[str, Any], agent_id: str, origin: Origin, start: Start) -> Whose:
    """Who spent what a line tells of, which may stand inside another."""
    cwd = text(record.get("cwd"))
    agent_id = agent_id or agent_of(record, origin)
    return Whose(
        text(record.get("sessionId")) or origin.session,
        text(line.get("requestSessionId")),
        agent_id,
        subagent(text(line.get("attributionAgent")) or origin.subagent, agent_id),
        start.project(cwd),
        cwd,
        text(record.get("gitBranch")),
    )


def row(key: str, ms: int, line: dict[str, Any], tokens: Tokens, by: Whose, uuid: str, at: int) -> Row:
    """The row of a sighting whose parts are known."""
    message = line["message"]
    usage, made = message["usage"], calls(message.get("content"), uuid)
    said = (key, ms, text(message.get("model")) or "unknown", *tokens)
    told = (speed(usage.get("speed")), geo(usage.get("inference_geo")), *by)
    cost = recorded(line["costUSD"]) if "costUSD" in line else -1
    return Row(*said, *told, " ".join(made) if made else "", at, cost)


def response(record: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The line that a response stands in, and its sub-agent: 2.1.3x repeated those of sub-agents one level deeper."""
    if record.get("type") == "assistant":
        return record, ""
    data = record.get("data")
    if record.get("type") == "progress" and type(data) is dict and data.get("type") == "agent_progress":
        inner = data.get("message")
        if type(inner) is dict and inner.get("type") == "assistant":
            return inner, text(data.get("agentId")) or UNNAMED
    raise Bad("no_response")


def agent_of(record: dict[str, Any], origin: Origin) -> str:
    """The sub-agent that wrote a line, "" for the main one."""
    return text(record.get("agentId")) or origin.agent_id or (UNNAMED if record.get("isSidechain") is True else "")


def subagent(said: str, agent_id: str) -> str:
    """The type of a sub-agent: what is said, else what its id says (`acompact-…`), else ""."""
    word = "" if said else agent_id.rpartition("-")[0]
    return said or (word[1:] if word[:1] == "a" and word.replace("_", "").isalpha() else "")


def numbers(usage: object) -> Tokens:
    """The numbers of a `usage` object; raises `Bad` naming the field that is no count."""
    if type(usage) is not dict:
        raise Bad("bad_usage")
    get, parts, server = usage.get, usage.get("cache_creation"), usage.get("server_tool_use")
    whole, web = get("cache_creation_input_tokens", 0), 0
    short, long = whole, 0
    if type(parts) is dict:
        short, long = parts.get("ephemeral_5m_input_tokens", 0), parts.get("ephemeral_1h_input_tokens", 0)
    elif parts is not None:
        return _checked(usage)
    if type(server) is dict:
        web = server.get("web_search_requests", 0)
    elif server is not None:
        return _checked(usage)
    given, output, read = get("input_tokens", 0), get("output_tokens", 0), get("cache_read_input_tokens", 0)
    found = (given, output, short, long, read, web, whole)
    if set(map(type, found)) != _WHOLE or min(found) < 0 or max(found) > COUNT_MOST:
        return _checked(usage)
    return Tokens(given, output, short, long, read, web)


def _checked(usage: dict[str, Any]) -> Tokens:
    """The same field by field: what is null is none, and what is no count has a name."""
    parts = _part(usage, "cache_creation")
    if parts is None:
        write_5m, write_1h = _count(usage, "cache_creation_input_tokens"), 0
    else:
        _count(usage, "cache_creation_input_tokens")
        write_5m = _count(parts, "ephemeral_5m_input_tokens")
        write_1h = _count(parts, "ephemeral_1h_input_tokens")
    return Tokens(
        _count(usage, "input_tokens"),
        _count(usage, "output_tokens"),
        write_5m,
        write_1h,
        _count(usage, "cache_read_input_tokens"),
        _count(_part(usage, "server_tool_use") or {}, "web_search_requests"),
    )


def calls(content: object, uuid: str) -> list[str]:
    """One `Name:hash` for each tool use among the blocks; the hash is of the call's id, so that a copy adds nothing."""
    if type(content) is not list:
        return []
    return [
        call(text(block.get("name")), text(block.get("id")) or f"{uuid}/{index}")
        for index, block in enumerate(content)
        if type(block) is dict and text(block.get("type")) in CALLS
    ]


def call(name: str, key: str) -> str:
    """`Name:hash` of one call."""
    return (_NAMED.get(name) or _named(name)) + crc32(key.encode()).to_bytes(4).hex()


def recorded(cost: object) -> int:
    """Nano-dollars that the line itself records, -1 when none."""
    if isinstance(cost, int | float) and not isinstance(cost, bool) and 0 <= cost < _COST_MOST:
        return round(cost * 1e9)
    return -1


def speed(value: object) -> str:
    """How fast the response was served, "" for the usual."""
    return "" if value == "standard" else text(value)


def geo(value: object) -> str:
    """Region that inference was bound to, "" when none."""
    return "" if value == _NO_GEO else text(value)


def text(value: object) -> str:
    """The value if it is a text, else "" (`line.decoded` sees to it that every store can hold it)."""
    return value if type(value) is str else ""


def _named(name: str) -> str:
    """The name with what could break the list apart taken out, and a colon; remembered, since tools are few."""
    if len(_NAMED) >= _NAMES_KEPT:
        _NAMED.clear()
    _NAMED[name] = f"{name[:_TOOL_MOST].translate(_BREAKS) or 'unknown'}:"
    return _NAMED[name]


def _part(usage: dict[str, Any], key: str) -> dict[str, Any] | None:
    part = usage.get(key)
    if part is not None and type(part) is not dict:
        raise Bad(f"bad_usage:{key}")
    return part


def _count(part: dict[str, Any], key: str) -> int:
    value = part.get(key, 0)
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value <= COUNT_MOST:
        raise Bad(f"bad_usage:{key}")
    return value
