"""What evidence records change in a standing: process, registry, hook events, clock.

Evidence says what was seen when; a later look replaces an earlier one, never the other way round, so the order in which
evidence arrives does not matter.
"""

from __future__ import annotations

from typing import Any

from cctl.core.state.standing import Asked, Standing
from cctl.core.state.work import brief, same
from cctl.records.schema import Record

GONE = ("dead", "other")
ASKED_KEPT = 16
WAITS_KEPT = 4
# What a hook event says of the main thread; events that say nothing of it are not here.
EVENTS = {
    "UserPromptSubmit": "working",
    "PreToolUse": "working",
    "PostToolUse": "working",
    "PostToolUseFailure": "working",
    "PostToolBatch": "working",
    "PreCompact": "working",
    "PermissionRequest": "asking",
    "Elicitation": "asking",
    "Stop": "resting",
    "StopFailure": "resting",
    "SessionEnd": "ended",
    "SessionStart": "resting",
}
NOTIFICATIONS = {"permission_prompt": "asking", "agent_needs_input": "asking", "idle_prompt": "resting"}


def add(standing: Standing, record: Record, ms: int) -> None:
    """Add one evidence record."""
    data = record.get("data")
    if not isinstance(data, dict):
        return
    kind = record.get("kind")
    if kind == "process":
        _process(standing, data, ms)
    elif kind == "registry":
        _waits(standing, data)
        if ms >= standing.registry_ms:
            standing.registry, standing.registry_ms = data, ms
            _named(standing, data)
    elif kind == "hook":
        _hook(standing, data, ms)
    elif kind == "clock":
        standing.clock_ms = max(standing.clock_ms, ms)


def _process(standing: Standing, data: dict[str, Any], ms: int) -> None:
    if ms < standing.process_ms:
        return
    known = standing.process
    gone = data.get("life") in GONE
    if gone and known.get("life") == "alive" and data.get("pid") != known.get("pid"):
        return  # an older process of the session, which lives on in another
    standing.process, standing.process_ms = data, ms
    standing.ended_ms = (standing.ended_ms or ms) if gone else 0


def _waits(standing: Standing, data: dict[str, Any]) -> None:
    at = data.get("status_ms")
    if data.get("status") == "waiting" and isinstance(at, int) and at not in standing.waits:
        standing.waits = sorted([*standing.waits, at])[-WAITS_KEPT:]


def _named(standing: Standing, data: dict[str, Any]) -> None:
    """What the registry says beside the status; of the folders only what no line has told yet."""
    for name in ("name", "entrypoint", "version"):
        standing.say(name, data.get(name), standing.texts_ms.get(name, 0))
    for name in ("cwd", "project"):
        if name not in standing.texts:
            standing.say(name, data.get("cwd"), 0)


def _hook(standing: Standing, data: dict[str, Any], ms: int) -> None:
    event = data.get("event")
    says = NOTIFICATIONS.get(str(data.get("kind"))) if event == "Notification" else EVENTS.get(str(event))
    tool, given = str(data.get("tool") or ""), data.get("input")
    given = given if isinstance(given, dict) else {}
    if event == "PermissionRequest":
        _ask(standing, Asked(tool, brief(given), ms, digest=str(data.get("digest") or "")))
    elif event in ("PostToolUse", "PostToolUseFailure"):
        for each in standing.asked:
            if each.ms <= ms and _is_of(each, tool, brief(given), data.get("digest")):
                each.answered = True
    elif (says in ("resting", "ended") or event == "UserPromptSubmit") and not data.get("agent_id"):
        standing.settled_ms = max(standing.settled_ms, ms)
    if not says or ms < standing.hook_ms or (data.get("agent_id") and says != "asking"):
        return
    standing.hook = {"event": event, "says": says} | {
        key: data[key] for key in ("tool", "reason", "error") if key in data
    }
    standing.hook_ms = ms


def _is_of(asked: Asked, tool: str, given: dict[str, Any], digest: object) -> bool:
    """Whether an event is about the call that was asked for; the hook says which by a digest of tool and input."""
    if digest and asked.digest:
        return digest == asked.digest
    return asked.tool == tool and asked.input == given


def _ask(standing: Standing, asked: Asked) -> None:
    for at, each in enumerate(standing.asked):
        if each.tool == asked.tool and each.input == asked.input:
            if each.ms < asked.ms:
                standing.asked[at] = asked
            return
    standing.asked = [*standing.asked, asked][-ASKED_KEPT:]


def waiting_call(standing: Standing, asked: Asked) -> str:
    """The id of the pending call that a permission was asked for, "" when none matches."""
    for call, pending in standing.pending.items():
        if same(asked.tool, asked.input, pending):
            return call
    return ""
