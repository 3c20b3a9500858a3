"""What the hook is answered."""

from __future__ import annotations

import json

from cctl.core.run.reply import Asked, asked, refusal


def test_a_question_is_read_as_far_as_it_can_be() -> None:
    body = b'{"session_id":"s","tool_use_id":"t","tool_name":"Bash","agent_id":7,"tool_input":{}}'
    assert asked("PreToolUse", body) == Asked("PreToolUse", "s", "t", "Bash", "")
    assert asked("PreToolUse", b"{") == asked("PreToolUse", b"[]") == Asked("PreToolUse")


def test_a_refusal_denies_and_ends_the_turn() -> None:
    found = json.loads(refusal("PreToolUse", 'why "so"'))
    assert found["continue"] is False and found["stopReason"] == 'why "so"'
    assert found["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert json.loads(refusal("UserPromptSubmit", "why")) == {"decision": "block", "reason": "why"}
