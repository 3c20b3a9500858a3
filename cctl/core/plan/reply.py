"""What an agent answered last, from what its client printed: `claude` stream-json or `codex exec --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cctl.records.pattern import pattern

_VERDICT = pattern(r"\s*(PASS|FAIL)\b")


def final(lines: Iterable[Mapping[str, Any]]) -> str:
    """The final text, "" when there is none; of a session with several results, the last."""
    found = ""
    for line in lines:
        kind = line.get("type")
        if kind == "result":
            found = str(line.get("result") or "") or found
        elif kind == "item.completed":
            item = line.get("item")
            if isinstance(item, dict) and item.get("type") == "agent_message":
                found = str(item.get("text") or "")
        elif kind == "assistant" and not found:
            found = _said(line)
    return found.strip()


def passed(text: str) -> bool | None:
    """Whether a judge let it through: the answer must begin with PASS or FAIL as a word; None for anything else."""
    match = _VERDICT.match(text)
    return None if match is None else match[1] == "PASS"


def _said(line: Mapping[str, Any]) -> str:
    message = line.get("message")
    blocks = message.get("content") if isinstance(message, dict) else None
    if not isinstance(blocks, list):
        return ""
    return "\n".join(str(each.get("text")) for each in blocks if isinstance(each, dict) and each.get("type") == "text")
