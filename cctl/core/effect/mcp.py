"""MCP tools, of which only the name is known: the server and a verb.

A name is a promise of the server's author, so it counts only for servers that the user or an administrator has set
up (`facts.mcp` says who did: `{"server": "user" | "managed" | "project"}`), not for one that a repository brings along.
"""

from __future__ import annotations

from cctl.core.effect.survey import Survey


def survey_mcp(s: Survey, tool: str) -> None:
    """Add the effect that an MCP tool's name stands for."""
    _, _, rest = tool.partition("mcp__")
    server, _, name = rest.rpartition("__")
    known = s.ground.servers
    if known is not None and known.get(server) not in ("user", "managed"):
        s.add("UNKNOWN_TOOL", tool)
        return
    server = server.rpartition("_")[2] or server
    words = [word for word in name.replace("-", "_").split("_") if word]
    section = s.book.table.section("!mcp") or {}
    if not server or not words or not tool.isascii():
        s.add("UNKNOWN_TOOL", tool)
        return
    for word in (name, f"{server} *", *words):
        kind = section.get(word)
        if kind is not None:
            s.add(kind, tool)
            return
    s.add("UNKNOWN_TOOL", tool)
