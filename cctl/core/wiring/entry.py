"""What should stand in an agent's settings: which events call the hook, with which command, how long it may take."""

from __future__ import annotations

from typing import Any

from cctl.records.named import NamedTuple

MARK = "/wiring/hook.py"
"""How a command of ours is told from others' where no record says so: the launcher's path ends with it."""


class Event(NamedTuple):
    """How one event is wired."""

    name: str
    matcher: bool  # whether the event knows matchers
    timeout_s: int
    gate: bool = False  # whether a hook that fails must stop the call


CLAUDE = (
    Event("PreToolUse", True, 10, gate=True),
    Event("PermissionRequest", True, 10),
    Event("PostToolUse", True, 10),
    Event("PostToolUseFailure", True, 10),
    Event("UserPromptSubmit", False, 10),
    Event("Stop", False, 10),
    Event("SubagentStop", True, 10),
    Event("SessionStart", True, 10),
    Event("SessionEnd", True, 5),
    Event("Notification", True, 10),
    Event("ConfigChange", True, 10),
)
CODEX = (
    Event("SessionStart", False, 10),
    Event("UserPromptSubmit", False, 10),
    Event("PreToolUse", False, 10),
    Event("PermissionRequest", False, 10),
    Event("PostToolUse", False, 10),
    Event("Stop", False, 10),
    Event("SessionEnd", False, 5),
)
EVENTS = {"claude": CLAUDE, "codex": CODEX}


def command(python: str, launcher: str, agent: str, event: str) -> str:
    """The command line of one event: nothing in it is looked up in a path or read from the environment."""
    return f"{quoted(python)} -I -S -X utf8 {quoted(launcher)} --agent {agent} --event {event}"


def entries(agent: str, python: str, launcher: str) -> dict[str, dict[str, Any]]:
    """The entry of each event, as the client's settings have it."""
    found: dict[str, dict[str, Any]] = {}
    for event in EVENTS[agent]:
        handler: dict[str, Any] = {"type": "command", "command": command(python, launcher, agent, event.name)}
        handler["timeout"] = event.timeout_s
        if event.gate and agent == "claude":
            handler["onFailure"] = "block"  # from 2.1.295 on; older versions pass over it
        matcher = {"matcher": "*"} if event.matcher else {}
        found[event.name] = {**matcher, "hooks": [handler]}
    return found


def ours(handler: object, launcher: str = "") -> bool:
    """Whether a handler calls our hook: this launcher, or any launcher of cctl."""
    told = handler.get("command") if isinstance(handler, dict) else None
    if not isinstance(told, str):
        return False
    words = told.replace("'", "").replace('"', "")
    return (bool(launcher) and launcher in words) or f"/cctl{MARK} " in f"{words} "


def quoted(word: str) -> str:
    """A word as a shell reads it back."""
    if word and all(c.isascii() and (c.isalnum() or c in "/._-+:@%=") for c in word):
        return word
    return "'" + word.replace("'", "'\\''") + "'"
