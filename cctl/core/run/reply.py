"""What the keeper of a run answers to the hook that asks for leave: silence, or a refusal that ends the turn.

Silence is no approval: the client's own rules and other hooks judge on. Only what a limit forbids is refused here.
"""

from __future__ import annotations

from typing import Any

from cctl.records import codec
from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Asked(NamedTuple):
    """What a hook asks about."""

    event: str
    session: str = ""
    call: str = ""  # id of the tool use, "" for a prompt
    tool: str = ""
    agent_id: str = ""  # of a sub-agent


def asked(event: str, body: bytes) -> Asked:
    """The question in an event as the client writes it; what can't be read is a question about nothing known."""
    try:
        given: Record = codec.decode(body)
    except codec.BadLine:
        return Asked(event)
    return Asked(event, *(_text(given.get(name)) for name in ("session_id", "tool_use_id", "tool_name", "agent_id")))


def refusal(event: str, reason: str) -> bytes:
    """The answer that refuses: for a call both `deny` and the end of the turn, because neither alone does both."""
    if event == "UserPromptSubmit":
        return codec.encode({"decision": "block", "reason": reason})
    inner: dict[str, Any] = {"hookEventName": "PreToolUse", "permissionDecision": "deny"}
    inner["permissionDecisionReason"] = reason
    return codec.encode({"continue": False, "stopReason": reason, "hookSpecificOutput": inner})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
