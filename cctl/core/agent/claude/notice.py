"""What the client itself says between prompts and answers: compactions, failed requests, its own account of the cost.

Each function takes a record of one kind and gives the `data` of a notice. Names become ours, milliseconds seconds;
what is absent or of another type stays absent.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.claude.sighting import text

_WORDS_MOST: Final = 500
_COUNTS: Final = {
    "input": "inputTokens",
    "output": "outputTokens",
    "cache_write_5m": "cacheCreationEphemeral5mInputTokens",
    "cache_write_1h": "cacheCreationEphemeral1hInputTokens",
    "cache_read": "cacheReadInputTokens",
}
_HOOKS: Final = frozenset(("hook_blocking_error", "hook_non_blocking_error", "hook_cancelled"))


def compaction(record: dict[str, Any]) -> dict[str, Any]:
    """A boundary: before it, the context was summed up or thinned."""
    said = part(record, "compactMetadata") or part(record, "microcompactMetadata")
    data = {
        "trigger": text(said.get("trigger")),
        "pre_tokens": count(said.get("preTokens")),
        "post_tokens": count(said.get("postTokens")),
        "dropped_tokens": count(said.get("cumulativeDroppedTokens")),
        "duration_s": seconds(said.get("durationMs")),
    }
    if record.get("subtype") == "microcompact_boundary":
        data["micro"] = True
    return present(data)


def retry(record: dict[str, Any]) -> dict[str, Any]:
    """A request that failed and is tried again."""
    error = part(record, "error")
    return {"final": False} | present(
        {
            "status": count(error.get("status")),
            "message": _words(error.get("formatted") or error.get("message")),
            "request": text(error.get("requestId")),
            "attempt": count(record.get("retryAttempt")),
            "max_retries": count(record.get("maxRetries")),
            "retry_in_s": seconds(record.get("retryInMs")),
        }
    )


def failure(record: dict[str, Any], words: str) -> dict[str, Any]:
    """A request that failed for good: the client wrote the error in place of an answer."""
    return {"final": True} | present(
        {
            "status": count(record.get("apiErrorStatus")),
            "error": text(record.get("error")),
            "error_type": text(record.get("apiErrorType")),
            "message": words[:_WORDS_MOST],
            "request": text(record.get("requestId")),
        }
    )


def recorded_cost(record: dict[str, Any]) -> dict[str, Any]:
    """What the client thinks that the session has cost so far, sub-agents and compactions included."""
    models = {}
    for model, usage in part(record, "modelUsage").items():
        if type(usage) is dict:
            tokens = {ours: count(usage.get(theirs)) or 0 for ours, theirs in _COUNTS.items()}
            whole = count(usage.get("cacheCreationInputTokens")) or 0
            if not tokens["cache_write_5m"] + tokens["cache_write_1h"]:
                tokens["cache_write_5m"] = whole
            models[text(model) or "unknown"] = {"tokens": tokens} | present(
                {"web_searches": count(usage.get("webSearchRequests")), "cost_usd": number(usage.get("costUSD"))}
            )
    return present(
        {
            "cost_usd": number(record.get("totalCostUSD")),
            "unknown_models": True if record.get("hasUnknownModelCost") is True else None,
            "api_duration_s": seconds(record.get("totalAPIDuration")),
            "tool_duration_s": seconds(record.get("totalToolDuration")),
            "duration_s": seconds(record.get("totalDuration")),
            "lines_added": count(record.get("totalLinesAdded")),
            "lines_removed": count(record.get("totalLinesRemoved")),
        }
    ) | {"models": models}


def hook(said: dict[str, Any]) -> dict[str, Any] | None:
    """A hook that blocked, failed or was cut off; None for the many that just answered."""
    what = said.get("type")
    if type(what) is not str or what not in _HOOKS:
        return None
    blocking = part(said, "blockingError")
    return {"what": what} | present(
        {
            "hook": text(said.get("hookName")),
            "event": text(said.get("hookEvent")),
            "call": text(said.get("toolUseID")),
            "exit_code": count(said.get("exitCode")),
            "timed_out": True if said.get("timedOut") is True else None,
            "message": _words(blocking.get("blockingError") or said.get("stderr")),
        }
    )


def ending(said: dict[str, Any]) -> str:
    """Why an attachment means that the agent rests, "" when it doesn't."""
    return {"max_turns_reached": "max_turns", "hook_stopped_continuation": "hook_stopped"}.get(
        text(said.get("type")), ""
    )


def blocked_prompt(record: dict[str, Any]) -> dict[str, Any] | None:
    """The refusal of a prompt by a hook; None for other information."""
    end = part(part(record, "promptSubmitEnding"), "ending")
    if end.get("kind") != "blocked_by_hook":
        return None
    return {"of": "prompt", "by": "hook"} | present({"reason": _words(end.get("reason"))})


def part(record: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under a key, empty when there is none."""
    value = record.get(key)
    return value if type(value) is dict else {}


def count(value: object) -> int | None:
    """The value if it is a count, else None."""
    return value if type(value) is int and 0 <= value < 2**53 else None


def number(value: object) -> float | None:
    """The value if it is a number that is not negative, else None."""
    return value if isinstance(value, int | float) and type(value) is not bool and 0 <= value < 1e12 else None


def seconds(value: object) -> float | None:
    """Milliseconds as seconds, None when it is no duration."""
    ms = number(value)
    return None if ms is None else round(ms / 1000, 3)


def present(data: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in data.items() if value is not None and value != ""}


def _words(value: object) -> str:
    return text(value)[:_WORDS_MOST]
