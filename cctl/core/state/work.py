"""What turns, messages, calls, results and notices change in a session's standing.

Sub-agents write under their parent's id. What they do counts for the session, but only the main thread says whether
the session itself works, rests or was interrupted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cctl.core.state.standing import Pending, Standing, SubAgent, Task
from cctl.records.schema import Record

KEPT = 2000  # characters of a text inside a pending call's input
ANSWERS_ITSELF = frozenset({"task_notification", "system"})
EDITS = frozenset({"Edit", "Write", "MultiEdit", "NotebookEdit", "apply_patch"})


def add(standing: Standing, record: Record, ms: int) -> None:
    """Add one record, seen for the first time."""
    if ms and (ms < standing.start_ms or not standing.start_ms):
        standing.start_ms = ms
    if ms > standing.last_ms:  # noqa: PLR1730 -- a call of `max` at every record is half a percent of a replay
        standing.last_ms = ms
    agent_id = str(record.get("agent_id") or "")
    if agent_id:
        found = standing.subagents.setdefault(agent_id, SubAgent(first_ms=ms))
        found.last_ms = max(found.last_ms, ms)
    _HANDLERS[record["type"]](standing, record, ms, agent_id)
    if not agent_id:
        if ms > standing.main_ms:  # noqa: PLR1730 -- see above
            standing.main_ms = ms
        if "cwd" in record:
            standing.say("cwd", record["cwd"], ms)
        if "branch" in record:
            standing.say("branch", record["branch"], ms)


def _turn(standing: Standing, record: Record, ms: int, agent_id: str) -> None:
    if agent_id:
        return
    standing.turns += record.get("source") not in ANSWERS_ITSELF
    _enter(standing, "prompt", ms)
    standing.turn_ms = ms
    _settle(standing)
    standing.settled_ms = max(standing.settled_ms, ms)


def _message(standing: Standing, record: Record, ms: int, agent_id: str) -> None:
    if not agent_id:
        _enter(standing, "work", ms)


def _call(standing: Standing, record: Record, ms: int, agent_id: str) -> None:
    standing.calls += 1
    tool = str(record.get("tool") or "")
    call = record.get("id")
    if type(call) is str and call:
        given = record.get("input")
        standing.pending[call] = Pending(tool, brief(given) if isinstance(given, dict) else {}, ms, agent_id)
    if not agent_id:
        _enter(standing, "work", ms)


def _result(standing: Standing, record: Record, ms: int, agent_id: str) -> None:
    call = str(record.get("call") or "")
    pending = standing.pending.pop(call, None)
    failed, refused = bool(record.get("error")), bool(record.get("denied"))
    standing.errors += failed and not refused  # as `history` counts: what nobody let happen did not fail
    standing.edits += pending is not None and pending.tool in EDITS and not failed
    task = record.get("background")
    if type(task) is str and task:
        tool = pending.tool if pending else ""
        kind = "agent" if tool in ("Agent", "Task") else "shell"
        standing.tasks[task] = Task(kind, ms, call, tool)
    for asked in standing.asked if pending else ():
        if pending and asked.ms <= ms and same(asked.tool, asked.input, pending):
            asked.answered = True
    if not agent_id:
        standing.result_ms = max(standing.result_ms, ms)
        _enter(standing, "work", ms)


def _spend(standing: Standing, record: Record, ms: int, agent_id: str) -> None:
    if not agent_id and standing.phase not in ("", "rest", "interrupted", "failed"):
        _enter(standing, "work", ms)


def _notice(standing: Standing, record: Record, ms: int, agent_id: str) -> None:
    data = record.get("data")
    handler = _NOTICES.get(str(record.get("kind")))
    if handler:
        handler(standing, data if isinstance(data, dict) else {}, ms, agent_id)


def _rest(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    if agent_id:
        standing.subagents[agent_id].done = True
        standing.pending = {call: each for call, each in standing.pending.items() if each.agent_id != agent_id}
        return
    _enter(standing, "rest", ms)
    _settle(standing)


def _interrupt(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    if not agent_id:
        _enter(standing, "interrupted", ms)
        standing.pending = {call: each for call, each in standing.pending.items() if each.agent_id in standing.tasks}
        standing.settled_ms = max(standing.settled_ms, ms)


def _compaction(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    if agent_id:
        return
    standing.compactions += not data.get("micro")
    standing.compacted_ms = max(standing.compacted_ms, ms)
    after = data.get("post_tokens")
    standing.context_tokens = after if type(after) is int and after > 0 else 0
    standing.context_before = 0


def _api_error(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    if not agent_id and data.get("final"):
        _enter(standing, "failed", ms)
        _settle(standing)


def _task(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    task = str(data.get("task") or "")
    if not task:
        return
    if data.get("status") in ("running", "started", "pending"):
        standing.tasks.setdefault(task, Task(str(data.get("kind") or "task"), ms, str(data.get("call") or "")))
        return
    standing.tasks.pop(task, None)
    if task in standing.subagents:
        standing.subagents[task].done = True


def _title(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    for name in ("title", "name"):
        if not agent_id:
            standing.say(name, str(data.get(name) or "")[:KEPT], ms)


def _model(standing: Standing, data: dict[str, Any], ms: int, agent_id: str) -> None:
    window = data.get("context_window")
    if type(window) is int and window > 0 and not agent_id:
        standing.window = window


_HANDLERS: dict[str, Callable[[Standing, Record, int, str], None]] = {
    "turn": _turn,
    "message": _message,
    "call": _call,
    "result": _result,
    "spend": _spend,
    "notice": _notice,
}
_NOTICES: dict[str, Callable[[Standing, dict[str, Any], int, str], None]] = {
    "rest": _rest,
    "interrupt": _interrupt,
    "compaction": _compaction,
    "api_error": _api_error,
    "task": _task,
    "title": _title,
    "model": _model,
}


def brief(given: dict[str, Any]) -> dict[str, Any]:
    """An input to keep: a long text, such as a whole file to write, is cut and says so."""
    for value in given.values():
        if isinstance(value, str) and len(value) > KEPT:
            return {key: _cut(each) for key, each in given.items()}
    return given


def _cut(value: Any) -> Any:
    return f"{value[:KEPT]}… [{len(value) - KEPT} more]" if isinstance(value, str) and len(value) > KEPT else value


def same(tool: str, given: dict[str, Any], pending: Pending) -> bool:
    """Whether what a hook was asked is this call: the client may complete an input, but never changes what it holds."""
    return tool == pending.tool and all(pending.input.get(key) == value for key, value in brief(given).items())


def _enter(standing: Standing, phase: str, ms: int) -> None:
    if standing.phase != phase or phase in ("prompt", "work"):
        standing.phase, standing.phase_ms = phase, ms


def _settle(standing: Standing) -> None:
    """A new prompt, a rest or an interrupt of the main thread: nothing that it called is awaited any more."""
    standing.pending = {call: each for call, each in standing.pending.items() if each.agent_id}
