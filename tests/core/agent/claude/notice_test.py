"""Notices: the client's words in our names, with whatever is odd left out."""

import json
from typing import Any

import pytest

from cctl.core.agent.claude import notice

COST = {
    "totalCostUSD": 0.5,
    "totalAPIDuration": 900,
    "totalDuration": 4000,
    "totalLinesAdded": 3,
    "hasUnknownModelCost": True,
    "modelUsage": {
        "m": {
            **{"inputTokens": 1, "outputTokens": 2, "cacheReadInputTokens": 3, "cacheCreationInputTokens": 9},
            **{"cacheCreationEphemeral5mInputTokens": 4, "cacheCreationEphemeral1hInputTokens": 5, "costUSD": 0.5},
        },
        "old": {"inputTokens": 1, "cacheCreationInputTokens": 9},
        "broken": 7,
    },
}


def test_a_recorded_cost_has_tokens_by_class() -> None:
    said = notice.recorded_cost(COST)
    assert (said["cost_usd"], said["api_duration_s"], said["duration_s"], said["lines_added"]) == (0.5, 0.9, 4.0, 3)
    assert said["unknown_models"] is True
    assert set(said["models"]) == {"m", "old"}
    tokens = {"input": 1, "output": 2, "cache_write_5m": 4, "cache_write_1h": 5, "cache_read": 3}
    assert said["models"]["m"] == {"tokens": tokens, "cost_usd": 0.5}
    assert said["models"]["old"]["tokens"]["cache_write_5m"] == 9


def test_compactions_failures_and_retries() -> None:
    meta = {"trigger": "auto", "preTokens": 12, "postTokens": 3, "durationMs": 98}
    assert notice.compaction({"subtype": "compact_boundary", "compactMetadata": meta}) == {
        **{"trigger": "auto", "pre_tokens": 12, "post_tokens": 3, "duration_s": 0.098},
    }
    assert notice.compaction({"subtype": "microcompact_boundary"}) == {"micro": True}
    error = {"formatted": "529 Overloaded", "status": 529, "requestId": "r"}
    assert notice.retry({"error": error, "retryInMs": 500, "retryAttempt": 1, "maxRetries": 2}) == {
        **{"final": False, "status": 529, "message": "529 Overloaded", "request": "r"},
        **{"attempt": 1, "max_retries": 2, "retry_in_s": 0.5},
    }
    assert notice.failure({"error": "server_error", "apiErrorStatus": 500}, "API Error") == {
        **{"final": True, "status": 500, "error": "server_error", "message": "API Error"},
    }


def test_hooks_speak_only_when_something_went_wrong() -> None:
    assert notice.hook({"type": "hook_success"}) is None
    assert notice.hook({"type": ["hook_cancelled"]}) is None
    blocked = {"type": "hook_blocking_error", "hookName": "PostToolUse:Bash", "blockingError": {"blockingError": "no"}}
    assert notice.hook(blocked) == {"what": "hook_blocking_error", "hook": "PostToolUse:Bash", "message": "no"}
    assert notice.hook({"type": "hook_cancelled", "timedOut": True}) == {"what": "hook_cancelled", "timed_out": True}


def test_endings_and_blocked_prompts() -> None:
    assert notice.ending({"type": "max_turns_reached"}) == "max_turns"
    assert notice.ending({"type": "hook_stopped_continuation"}) == "hook_stopped"
    assert notice.ending({"type": "date"}) == notice.ending({}) == ""
    blocked = {"promptSubmitEnding": {"ending": {"kind": "blocked_by_hook", "reason": "nope"}}}
    assert notice.blocked_prompt(blocked) == {"of": "prompt", "by": "hook", "reason": "nope"}
    assert notice.blocked_prompt({}) is None


@pytest.mark.parametrize("junk", [None, True, -1, 1.5, 10**30, float("nan"), float("inf"), "x", [], {}, [7], {"a": 1}])
def test_no_shape_makes_it_raise_or_lie(junk: Any) -> None:
    keys = (
        "compactMetadata",
        "error",
        "retryInMs",
        "modelUsage",
        "totalCostUSD",
        "totalDuration",
        "promptSubmitEnding",
    )
    record = {**dict.fromkeys(keys, junk), "modelUsage": {"m": {"inputTokens": junk, "costUSD": junk}, "n": junk}}
    for made in (notice.compaction, notice.retry, notice.recorded_cost, notice.hook, notice.blocked_prompt):
        json.dumps(made(record), allow_nan=False)
    tokens = notice.recorded_cost(record)["models"]["m"]["tokens"]
    assert all(type(value) is int and value >= 0 for value in tokens.values())
    json.dumps(notice.recorded_cost({"modelUsage": junk}))
    json.dumps(notice.failure(record, "words"))
