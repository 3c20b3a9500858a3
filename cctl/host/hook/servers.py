"""Who has set up an MCP server: its tools' names are believed only of the user's and an administrator's.

Read once an MCP tool is called. A server that the repository names, too, counts as the repository's, since that
definition takes the place of the user's.
"""

from __future__ import annotations

from cctl.host.hook import files

MANAGED = ("/etc/claude-code/managed-mcp.json", "/Library/Application Support/ClaudeCode/managed-mcp.json")


def servers(server: str, home: str, project: str | None, codex: bool) -> dict[str, str]:
    """The origin of one server, if it is known."""
    if codex:
        return {server: "user"} if _in_toml(server, f"{home}/.codex/config.toml") else {}
    if any(server in _named(files.document(path)) for path in MANAGED):
        return {server: "managed"}
    own = files.document(f"{home}/.claude.json")
    projects = own.get("projects") if isinstance(own, dict) else None
    local = projects.get(project) if isinstance(projects, dict) else None
    if server in _named(local):
        return {server: "user"}
    if project and server in _named(files.document(f"{project}/.mcp.json")):
        return {server: "project"}
    return {server: "user"} if server in _named(own) else {}


def _named(document: object) -> list[str]:
    """Names of servers as tools spell them."""
    found = document.get("mcpServers") if isinstance(document, dict) else None
    return [spelt(name) for name in found] if isinstance(found, dict) else []


def spelt(name: str) -> str:
    """A server's name in the name of a tool."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in name)


def _in_toml(server: str, path: str) -> bool:
    """Whether a TOML file has the server's table; reading it properly would cost more than the verdict."""
    try:
        text = (files.content(path) or b"").decode("utf-8", "replace")
    except OSError:
        return False
    heads = (f"[mcp_servers.{server}]", f'[mcp_servers."{server}"]')
    return any(line.strip().startswith(heads) for line in text.split("\n"))
