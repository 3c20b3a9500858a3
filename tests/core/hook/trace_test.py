"""Lines of the spool: what `watch` reads from them, what they never hold, and how earlier ones are found again."""

from __future__ import annotations

import json
from typing import Any

from cctl.core.hook import trace
from cctl.core.hook.event import read
from cctl.core.hook.verdict import verdict
from cctl.core.state.work import KEPT, brief
from cctl.host.live.spool import evidence

CALL: dict[str, Any] = {
    "session_id": "s1", "hook_event_name": "PreToolUse", "tool_name": "Bash", "permission_mode": "plan",
    "tool_input": {"command": "export TOKEN=hunter2"}, "tool_use_id": "toolu_9",
}  # fmt: skip


def made(more: dict[str, Any] | None = None, **rest: Any) -> bytes:
    return trace.line(read(CALL | (more or {})), 1_795_000_000_000, "d1", **({"verdict": None} | rest))


def test_a_line_is_evidence_for_watch() -> None:
    record = evidence(made(verdict=verdict("deny", "policy", "TOKEN=hunter2", effects=["X"])).strip(), "s1")
    assert record is not None
    told = {"event": "PreToolUse", "tool": "Bash", "call": "toolu_9", "mode": "plan", "digest": "d1"}
    assert {key: value for key, value in record["data"].items() if key in told} == told | record["data"]
    assert record["ts"].startswith("2026-11-18T")


def test_a_line_holds_nothing_of_the_call() -> None:
    line = made(verdict=verdict("deny", "policy", "TOKEN=hunter2", effects=["X"]))
    assert b"hunter2" not in line
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line)["verdict"] == {"decision": "deny", "by": "policy", "effects": ["X"]}


def test_only_calls_that_were_asked_about_are_written() -> None:
    assert "input" not in json.loads(made())
    assert json.loads(made(given={"command": "ls"}))["input"] == {"command": "ls"}


def test_notifications_ends_and_errors_are_told_by_kind() -> None:
    told = evidence(made({"hook_event_name": "Notification", "notification_type": "permission_prompt"}).strip(), "s1")
    assert told is not None
    assert told["data"]["kind"] == "permission_prompt"
    assert json.loads(made({"hook_event_name": "SessionEnd", "reason": "logout"}))["reason"] == "logout"
    assert json.loads(made({"hook_event_name": "StopFailure", "error": "rate_limit"}))["error"] == "rate_limit"
    failed = json.loads(made({"hook_event_name": "PostToolUseFailure", "error": "exit 1: password=x"}))
    assert failed["error"] == "failed"


def test_inputs_are_cut_as_the_state_of_sessions_cuts_them() -> None:
    given = {"content": "x" * (KEPT + 7), "n": 3, "short": "y"}
    assert trace.brief(given) == brief(given)
    assert trace.LONGEST == KEPT


def test_the_last_verdict_on_a_call_is_found() -> None:
    lines = [made({"tool_use_id": f"t{n}"}, verdict=verdict("allow" if n else "deny", "policy", "")) for n in range(5)]
    lines.append(made({"tool_use_id": "t0", "hook_event_name": "PostToolUse"}))
    found = trace.found(b"".join(lines), "call", "t0")
    assert found is not None
    assert found["verdict"] == {"decision": "deny", "by": "policy"}
    assert trace.found(b"".join(lines), "call", "t9") is None
    assert trace.found(b"", "call", "t0") is None
    last = trace.found(b"".join(lines), "digest", "d1")
    assert last is not None
    assert last["call"] == "t4"


def test_a_line_cut_off_and_a_forged_one_are_passed_over() -> None:
    line = made()
    assert trace.found(line[10:], "call", "toolu_9") is None
    forged = b'{"event":"PostToolUse","note":"\\"call\\":\\"toolu_9\\"","call":"other"}\n'
    assert trace.found(forged, "call", "toolu_9") is None
    assert trace.found(line + forged, "call", "toolu_9") == json.loads(line)
