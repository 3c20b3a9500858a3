"""Prompts on the disk: a user's own text comes before the built-in one."""

from __future__ import annotations

from pathlib import Path

from cctl.core.brain import prompt
from cctl.host.data import shipped
from cctl.records.errors import BadConfig


def text(config: str, name: str) -> tuple[str, str]:
    """A prompt and where it is from; a user's file that is blank takes nothing's place."""
    path = Path(f"{config}/prompts/{name}.md")
    try:
        own = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        own = ""
    if not own.strip():
        return shipped(f"prompts/{name}.txt").decode(), "built-in"
    if lost := prompt.missing(name, own):
        raise BadConfig(f"{path}: lacks {', '.join('{{' + each + '}}' for each in lost)}")
    return own, str(path)
