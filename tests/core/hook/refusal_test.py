"""Refusals from outside and spent budgets."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.hook.refusal import refused, spent

NOW = "2026-11-20T12:00:00.000Z"
BUDGET: dict[str, Any] = {
    "type": "budget", "scope": "day", "mark": "breached", "hard": True, "limit_usd": 5.0, "spent_usd": 5.25,
}  # fmt: skip


def test_a_refusal_denies_and_says_who_and_why() -> None:
    found = refused({"v": 1, "reason": "loop of failing edits", "by": "act"}, NOW, "Bash")
    assert found is not None
    assert (found["decision"], found["by"], found["ends"]) == ("deny", "policy", False)
    assert found["reason"] == "refused by act: loop of failing edits"


@pytest.mark.parametrize(
    ("more", "tool", "holds"),
    [
        ({}, "Bash", True),
        ({"until": "2026-11-20T12:00:00.001Z"}, "Bash", True),
        ({"until": "2026-11-20T12:00:00.000Z"}, "Bash", False),
        ({"until": "2025-01-01T00:00:00.000Z"}, "Bash", False),
        ({"until": "yesterday"}, "Bash", True),
        ({"until": 5}, "Bash", True),
        ({"tools": ["Write"]}, "Bash", False),
        ({"tools": ["Write"]}, "Write", True),
        ({"tools": ["Write"]}, "", False),
        ({"tools": "Write"}, "Bash", True),
    ],
)
def test_when_and_what_a_refusal_is_about(more: dict[str, Any], tool: str, holds: bool) -> None:
    assert (refused({"reason": "r"} | more, NOW, tool) is not None) is holds


@pytest.mark.parametrize("document", [False, [], "text", 3])
def test_what_cannot_be_read_refuses(document: object) -> None:
    for found in (refused(document, NOW, "Bash"), spent(document, NOW)):
        assert found is not None
        assert found["decision"] == "deny"


def test_a_run_that_must_end() -> None:
    assert (refused({"reason": "r", "ends": True}, NOW, "Bash") or {})["ends"] is True
    assert (refused({"reason": "r", "ends": "yes"}, NOW, "Bash") or {})["ends"] is False
    assert (spent(BUDGET | {"ends": True}, NOW) or {})["ends"] is True


def test_a_spent_budget_denies_with_its_figures() -> None:
    assert (spent(BUDGET, NOW) or {})["reason"] == "the day budget is spent: $5.25 of $5.00"
    tokens = {key: value for key, value in BUDGET.items() if not key.endswith("_usd")}
    found = spent(tokens | {"limit_tokens": 100, "spent_tokens": 120}, NOW)
    assert (found or {})["reason"] == "the day budget is spent: 120 of 100 tokens"


@pytest.mark.parametrize(
    "more", [{"mark": "warned"}, {"hard": False}, {"hard": None}, {"until": "2026-11-20T00:00:00.000Z"}]
)
def test_a_budget_with_something_left_says_nothing(more: dict[str, Any]) -> None:
    assert spent(BUDGET | more, NOW) is None
