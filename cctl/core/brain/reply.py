"""What a model's server said: the model's text, or why there is none. Each server has its own way to say either.

What they do was recorded (`fixtures/models`). An error may come as a success; the text may stand where the reasoning
should, or be missing because all of it was reasoning; an answer that was broken off has no word on why it ended.
"""

from __future__ import annotations

import json
from typing import Any

from cctl.records.named import NamedTuple

LONGEST = 64 << 10
_THOUGHTS = ("thinking", "reasoning", "reasoning_content")  # Ollama, vLLM, LM Studio and llama.cpp
_CONTEXT = ("context length", "context size", "context window", "context_length", "n_ctx")
_ABSENT = ("not found", "does not exist", "no models loaded")
_SHOWN = 200  # characters of a server's own words


class Said(NamedTuple):
    """What the model said."""

    text: str
    cut: bool  # at the most tokens it may say


def said(kind: str, status: int, body: bytes) -> Said | str:
    """What was said, or a word on why nothing was: model_missing, overloaded, context, only_thought, aborted …"""
    if not 200 <= status < 300:
        return _refused(status, body[:LONGEST])
    if len(body) > LONGEST:
        return "too_long"
    told = loaded(body.decode("utf-8", "replace"))
    if told is None:
        return "not_json"
    holder, ended = _message(kind, told)
    if holder is None:
        return _refused(status, body) if "error" in told else "schema"
    text = holder.get("content")
    thought = next((each for name in _THOUGHTS if isinstance(each := holder.get(name), str) and each), "")
    if not text and thought:
        return Said(thought, cut=False) if loaded(thought) else "only_thought"
    if not isinstance(text, str):
        return "schema"
    return Said(text, ended == "length") if ended != "aborted" else "aborted"


def error(body: bytes) -> str:
    """A server's own words on what went wrong, on one line; "" where it has none."""
    told = loaded(body[:LONGEST].decode("utf-8", "replace")) or {}
    inner = told.get("error") or told.get("message") or told.get("detail")
    words = inner.get("message") if isinstance(inner, dict) else inner
    text = "".join(char if char.isprintable() else " " for char in words) if isinstance(words, str) else ""
    return " ".join(text.split())[:_SHOWN]


def who(body: bytes) -> str:
    """The model that says that it answered, "" where none does: LM Studio takes another one without a word."""
    name = (loaded(body[:LONGEST].decode("utf-8", "replace")) or {}).get("model")
    return name[:_SHOWN] if isinstance(name, str) else ""


def loaded(text: str) -> dict[str, Any] | None:
    """A text that is one JSON object."""
    try:
        value = json.loads(text, strict=False)  # grammars of llama.cpp let control characters into strings
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _message(kind: str, told: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """The message, and why it ended: "aborted" where the server breaks off and gives no reason."""
    if kind == "ollama":
        holder, ended = told.get("message"), told.get("done_reason")
        broken = told.get("done") is False
    else:
        choices = told.get("choices")
        first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
        holder, ended = first.get("message"), first.get("finish_reason")
        broken = "finish_reason" in first and ended is None
    return (holder if isinstance(holder, dict) else None), "aborted" if broken else str(ended or "")


def _refused(status: int, body: bytes) -> str:
    words = error(body).lower()
    if any(each in words for each in _CONTEXT):
        return "context"
    if status in (429, 503):
        return "overloaded"
    absent = "model" in words and (status == 404 or any(each in words for each in _ABSENT))
    if absent and status in (200, 400, 404):
        return "model_missing"
    return f"http_{status}" if status != 200 else "failed"
