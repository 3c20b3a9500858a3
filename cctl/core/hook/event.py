"""One event as an agent's client tells it: which client, which session, which call.

Clients add fields and values every few weeks, so what isn't known is passed over; but what a verdict hangs on must be
there and of its kind, or the event is malformed and whoever judges asks.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

GATES = ("PreToolUse", "PermissionRequest")  # events whose answer decides on a call
CALLS = ("PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure")
AGENTS = ("claude", "codex")
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


class Malformed(Exception):
    """An event that can't be judged; the message is for people."""


class Event:
    """What an event says."""

    __slots__ = ("agent", "agent_id", "attended", "call", "cwd", "given", "input", "mode", "name", "session", "tool")

    def __init__(self, given: Mapping[str, object], name: str, agent: str, *, attended: bool = False) -> None:
        self.given = given
        self.name = name
        self.agent = agent
        self.attended = attended
        self.session = session(given.get("session_id"))
        self.tool = _text(given, "tool_name")
        self.call = _text(given, "tool_use_id")
        self.cwd = _text(given, "cwd")
        self.mode = _text(given, "permission_mode")
        self.agent_id = _text(given, "agent_id")
        self.input: dict[str, object] = {}
        if name in CALLS:
            handed = given.get("tool_input")
            if not self.tool:
                raise Malformed("the event names no tool")
            if not isinstance(handed, dict):
                raise Malformed("the input of the call is no object")
            self.input = handed


def read(given: object, told: str = "", agent: str = "", *, attended: bool = False) -> Event:
    """An event from a decoded payload; `told` and `agent` are what the wiring says of it."""
    if not isinstance(given, dict):
        raise Malformed("the event is no object")
    name = _text(given, "hook_event_name")
    if told and name and told != name:
        raise Malformed(f"wired for {told}, but the event is {name}")
    name = name or told or ("PreToolUse" if "tool_input" in given else "")
    if not name:
        raise Malformed("the event has no name")
    return Event(given, name, client(given, name, agent), attended=attended)


def client(given: Mapping[str, object], name: str, told: str = "") -> str:
    """Which client speaks. Codex lets an `ask` run, so whatever looks like Codex is treated as Codex."""
    if told == "codex" or "turn_id" in given:
        return "codex"
    if "model" in given and name != "SessionStart":  # Claude Code may name the model when a session starts
        return "codex"
    path = given.get("transcript_path")
    if isinstance(path, str) and path.rpartition("/")[2].startswith("rollout-"):
        return "codex"
    return told or "claude"


def session(told: object) -> str:
    """A session's id as the name of a file; "" when it can't be one, so that no id leads out of a folder."""
    if not isinstance(told, str) or not 0 < len(told) <= 128 or told[0] == "." or not _NAME.issuperset(told):
        return ""
    return told


def _text(given: Mapping[str, object], key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""
