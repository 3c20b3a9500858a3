"""What people and agents said: which user messages are prompts, and each thing said told once.

Codex writes most of what is said twice, as an item for the model and as an event for the screen, and which of the two
a file has depends on version and mode. Much of what stands under the user's name was put there by the client.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

_INJECTED: Final = (
    "<environment_context",
    "<user_instructions",
    "<hook_prompt",
    "<permissions instructions",
    "<skills_instructions",
    "<skill>",
    "<tools>",
    "<turn_aborted",
    "<subagent_notification",
    "<user_shell_command",
    "<collaboration_mode",
    "<personality_spec",
    "<model_switch",
    "<apps_instructions",
    "<image",
    "</image",
    "<plugins_instructions",
    "<INSTRUCTIONS",
    "# AGENTS.md instructions",
    "Warning: apply_patch was requested via",
)
_KEPT: Final = 512


class Told:
    """Things that may be told by two kinds of line: the second telling of the same is not news."""

    def __init__(self) -> None:
        self._by: Counter[tuple[str, int]] = Counter()

    def is_news(self, text: str, by: str, other: str) -> bool:
        """Whether the thing told by one kind of line has not been told by the other yet."""
        if len(self._by) > _KEPT:
            self._by.clear()
        key = hash("".join(text.split()))  # parts are joined with a space here and without one there
        self._by[by, key] += 1
        return self._by[by, key] > self._by[other, key]


def texts(content: object) -> list[str]:
    """The texts in the content of a message or an item."""
    if isinstance(content, str):
        return [content]
    parts = content if isinstance(content, list) else []
    return [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]


def typed(payload: dict[str, Any]) -> str:
    """What a person wrote in a user message; "" when the client put it there."""
    parts = texts(payload.get("content"))
    told = payload.get("internal_chat_message_metadata_passthrough")
    kinds = told.get("content_item_kinds") if isinstance(told, dict) else None
    if isinstance(kinds, list) and len(kinds) == len(parts):
        parts = [part for part, kind in zip(parts, kinds, strict=True) if str(kind).startswith("user.")]
    return "\n".join(part for part in parts if not part.lstrip().startswith(_INJECTED))
