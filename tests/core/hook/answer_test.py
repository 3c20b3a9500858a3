"""The shapes that clients know, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.hook.answer import answer, fallback, said
from cctl.core.hook.verdict import verdict

# Keys that the client's own schema lists (captured from its validation message), by where they stand.
TOP = {"continue", "suppressOutput", "stopReason", "decision", "reason", "systemMessage", "terminalSequence"}
INNER = {"PreToolUse": {"permissionDecision", "permissionDecisionReason", "updatedInput", "additionalContext"},
         "PermissionRequest": {"decision"}}  # fmt: skip
EVENTS = (
    "PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure", "UserPromptSubmit", "Stop",
    "SubagentStop", "SessionStart", "SessionEnd", "Notification", "ConfigChange", "SomethingNew",
)  # fmt: skip


def output(name: str, agent: str, decision: str, **more: Any) -> Any:
    return answer(name, agent, verdict(decision, "policy", "WRITE(home) writes outside the project", **more))


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("agent", ["claude", "codex"])
@pytest.mark.parametrize("decision", ["allow", "ask", "deny", "abstain"])
@pytest.mark.parametrize("more", [{}, {"ends": True}, {"notice": True}])
def test_every_answer_is_one_that_the_schema_knows(name: str, agent: str, decision: str, more: dict[str, Any]) -> None:
    found = output(name, agent, decision, **more)
    if found is None:
        return
    inner = found.get("hookSpecificOutput")
    assert set(found) <= TOP | {"hookSpecificOutput"}
    if inner is not None:
        assert inner["hookEventName"] == name
        assert set(inner) - {"hookEventName"} <= INNER[name]
        assert inner.get("permissionDecision", "deny") in ("allow", "ask", "deny")  # never `defer`
    assert found.get("decision", "block") == "block"  # never the deprecated `approve`
    assert name in ("PreToolUse", "PermissionRequest") or inner is None


@pytest.mark.parametrize("decision", ["allow", "ask", "deny"])
def test_claude_code_gets_the_verdict_as_it_is(decision: str) -> None:
    inner = output("PreToolUse", "claude", decision)["hookSpecificOutput"]
    assert inner["permissionDecision"] == decision
    assert inner["permissionDecisionReason"] == "cctl: WRITE(home) writes outside the project"
    assert output("PreToolUse", "claude", "abstain") is None


def test_codex_runs_what_is_asked_and_refuses_an_allow() -> None:
    assert output("PreToolUse", "codex", "allow") is None
    assert output("PreToolUse", "codex", "abstain") is None
    asked = output("PreToolUse", "codex", "ask")["hookSpecificOutput"]
    assert asked["permissionDecision"] == "deny"
    assert "terminal" in asked["permissionDecisionReason"]
    assert "rule" in asked["permissionDecisionReason"]
    assert output("PreToolUse", "codex", "deny", ends=True)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert "continue" not in output("PreToolUse", "codex", "deny", ends=True)


def test_a_run_that_must_end_is_denied_and_stopped() -> None:
    found = output("PreToolUse", "claude", "deny", ends=True)
    assert found["continue"] is False
    assert found["hookSpecificOutput"]["permissionDecision"] == "deny"
    dialog = output("PermissionRequest", "claude", "deny", ends=True)["hookSpecificOutput"]["decision"]
    assert dialog["interrupt"] is True
    assert "interrupt" not in output("PermissionRequest", "codex", "deny", ends=True)["hookSpecificOutput"]["decision"]


def test_a_dialog_is_answered_only_when_sure() -> None:
    for agent in ("claude", "codex"):
        assert output("PermissionRequest", agent, "ask") is None
        allowed = output("PermissionRequest", agent, "allow")["hookSpecificOutput"]
        assert allowed["decision"] == {"behavior": "allow"}
        assert output("PermissionRequest", agent, "deny")["hookSpecificOutput"]["decision"]["behavior"] == "deny"


def test_prompts_and_changes_of_settings_can_be_blocked() -> None:
    for name in ("UserPromptSubmit", "ConfigChange"):
        assert output(name, "claude", "deny")["decision"] == "block"
        assert output(name, "claude", "allow") is None is output(name, "claude", "abstain")
    assert output("UserPromptSubmit", "claude", "ask") is None
    assert output("ConfigChange", "claude", "ask")["decision"] == "block", "nobody could judge it, and it knows no ask"
    assert output("Stop", "claude", "deny") is None


def test_notices_are_for_the_client_that_shows_them() -> None:
    assert output("SessionStart", "claude", "abstain", notice=True) == {
        "systemMessage": "cctl: WRITE(home) writes outside the project"
    }
    assert output("SessionStart", "codex", "abstain", notice=True) is None


def test_without_a_verdict_the_wiring_decides() -> None:
    asked: Any = fallback("PreToolUse", "claude", "ask", "out of time")
    assert asked["hookSpecificOutput"]["permissionDecision"] == "ask"
    denied: Any = fallback("PreToolUse", "codex", "ask", "out of time")
    assert denied["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert fallback("PreToolUse", "claude", "abstain", "out of time") is None
    assert fallback("Stop", "claude", "deny", "out of time") is None


def test_a_reason_steers_nothing() -> None:
    assert said("a\x1b[31mb\u202ec\nd\ud800\u200b") == "cctl: a?[31mb?c?d??"
    assert len(said("x" * 5000)) == 406
    assert said("cctl is damaged") == "cctl is damaged"
