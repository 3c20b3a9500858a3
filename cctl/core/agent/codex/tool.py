"""Calls as Codex writes them, in the words of a supervisor.

Every way of running a command is the tool `Bash` with `{"command": …}`, as in Codex's own hooks and in Claude Code:
rules, loop checks and `--by tool` then speak of one thing. The agent's own name stays in `tool_raw`, what else it
sent (such as a wish to leave the sandbox) in `options`.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.codex.kind import named
from cctl.records.named import NamedTuple

SHELLS: Final = frozenset(
    ("exec_command", "shell", "shell_command", "container.exec", "local_shell", "local_shell_call", "unified_exec")
)
_HOSTED: Final = {  # calls that have no name but their type
    "local_shell_call": "local_shell_call",
    "web_search_call": "web_search",
    "tool_search_call": "tool_search",
    "image_generation_call": "image_generation",
}
_COMMAND: Final = ("cmd", "command")
_FOLDER: Final = ("workdir", "working_directory")


class Asked(NamedTuple):
    """One call."""

    id: str
    tool: str
    raw: str  # the agent's own name of the tool
    input: dict[str, Any]
    options: dict[str, Any]  # of a command: all that is neither the command nor its folder
    folder: str


def tool_of(payload: dict[str, Any]) -> str:
    """The tool that a `response_item` of a call names; "" when it is no call."""
    return _names(payload)[0]


def asked(payload: dict[str, Any]) -> Asked:
    """The call in a `response_item`."""
    tool, raw = _names(payload)
    given = _given(payload)
    ident = named(payload.get("call_id")) or named(payload.get("id"))
    if raw not in SHELLS:
        return Asked(ident, tool, raw, given, {}, "")
    command = next((given[name] for name in _COMMAND if name in given), None)
    folder = next((named(given[name]) for name in _FOLDER if name in given), "")
    if command is None:
        return Asked(ident, tool, raw, given, {}, folder)
    beside = (*_COMMAND, *_FOLDER, "type")
    options = {name: value for name, value in given.items() if name not in beside and value is not None}
    return Asked(ident, tool, raw, {"command": _joined(command)}, options, folder)


def _names(payload: dict[str, Any]) -> tuple[str, str]:
    """The tool and the agent's own name of it; only a server's tool keeps the space that it is named in."""
    name = _HOSTED.get(str(payload.get("type"))) or named(payload.get("name"))
    if name in SHELLS:
        return "Bash", name
    space = named(payload.get("namespace"))
    raw = space + name  # Codex, too, joins them without a mark
    return (raw if space.startswith("mcp") else name), raw


def _given(payload: dict[str, Any]) -> dict[str, Any]:
    """What the call was given; text that is no object stays whole, so that nothing a judge must see is lost."""
    for name in ("arguments", "input", "action"):
        value = payload.get(name)
        if isinstance(value, dict):
            return value
        if isinstance(value, str):
            return _parsed(value, name) if name == "arguments" else {name: value}
    return {}


def _parsed(text: str, name: str) -> dict[str, Any]:
    from cctl.records import codec  # noqa: PLC0415 -- loads msgspec

    if not text.strip():
        return {}
    try:
        return codec.decode(text.encode("utf-8", "surrogatepass"))
    except codec.BadLine:
        return {name: text}


def _joined(command: object) -> Any:
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        return command
    import shlex  # noqa: PLC0415 -- only older versions send a list

    return shlex.join(command)
