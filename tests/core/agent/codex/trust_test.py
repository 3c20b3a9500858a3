"""Trust in hooks, against what the client itself said of the same hooks (0.169.0)."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.agent.codex.trust import hashed, label, unheard

FILE = "/h/.codex/hooks.json"
PRE = {"type": "command", "command": "/opt/hook 'a \"b\"' é", "timeout": 10}
BARE = {"type": "command", "command": "/opt/hook"}
START = {**BARE, "timeout": 5, "statusMessage": "hi", "async": False}
HASH = "sha256:cc5e366641552997b13b746046fcf1310f08bed7ff6dc6cb6af2541535fbdcb8"
STATE = {f"{FILE}:pre_tool_use:0:0": {"trusted_hash": HASH, "enabled": True}}
RUN = ("codex", "exec", "go")


def said(state: Any = STATE, handler: Any = PRE, group: Any = None, argv: tuple[str, ...] = RUN, **config: Any) -> str:
    hooks = {"hooks": {"PreToolUse": [{**(group or {}), "hooks": [handler]}]}}
    return unheard([FILE], hooks, {"hooks": {"state": state}, **config}, argv, lambda each: each is handler)


def test_the_hash_is_the_client_s() -> None:
    assert hashed("PreToolUse", {}, PRE) == HASH
    told = hashed("PreToolUse", {"matcher": "*"}, BARE)
    assert told == "sha256:a7439d2e024020ef035be5a03d20d238b5bd647d4b552f62c1262ef9c722ed5f"
    assert hashed("SessionStart", {}, START).startswith("sha256:1c810b961fc27940ffa42ddf8248fbeb")
    assert label("UserPromptSubmit") == "user_prompt_submit"


def test_a_trusted_hook_is_heard() -> None:
    assert said() == ""
    assert said(group={"matcher": "*"}) != "", "it was trusted without a matcher"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (said(state={}), "nobody has trusted"),
        (said(state=7), "nobody has trusted"),
        (said(state={f"{FILE}:pre_tool_use:0:1": {"trusted_hash": HASH}}), "nobody has trusted"),
        (said(handler={**PRE, "timeout": 11}), "changed since"),
        (said(state={f"{FILE}:pre_tool_use:0:0": {"trusted_hash": HASH, "enabled": False}}), "disabled"),
        (said(group={"matcher": "Bash"}), "some tools only"),
        (said(features={"hooks": False}), "turned off"),
        (said(features={"codex_hooks": False}), "turned off"),
        (said(argv=("codex", "exec", "-c", "features.hooks=false", "go")), "may change"),
        (said(argv=("codex", "exec", "--config=hooks={}", "go")), "may change"),
        (said(argv=("codex", "exec", "--ignore-user-config", "go")), "may change"),
        (said(argv=("codex", "exec", "--profile=x", "go")), "may change"),
        (unheard([FILE], {}, {}, RUN, lambda each: True), "no hook of cctl"),
        (unheard([FILE], {"hooks": {"PreToolUse": [7, {"hooks": 7}]}}, {"hooks": 7}, RUN, bool), "no hook of cctl"),
    ],
)
def test_whatever_else_holds_is_said(told: str, words: str) -> None:
    assert words in told


def test_who_bypasses_trust_needs_none() -> None:
    assert said(state={}, argv=(*RUN, "--dangerously-bypass-hook-trust")) == ""
    assert said(argv=(*RUN, "--", "--disable")) == ""
