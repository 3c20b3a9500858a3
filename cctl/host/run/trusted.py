"""Whether Codex, as a run starts it, will ask the hook of cctl before each call: by its settings and its review."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from cctl.core.agent.codex.trust import unheard
from cctl.core.wiring.entry import ours
from cctl.records import codec

_MOST = 4 << 20  # bytes of a file of settings


def unasked(home: str, argv: Sequence[str]) -> str:
    """Why it won't, with what to do about it; "" when it will. `home` is the client's own folder."""
    path = f"{home}/hooks.json"
    try:
        hooks = codec.decode(_content(path) or b"{}")
        config: Mapping[str, Any] = tomllib.loads(_content(f"{home}/config.toml").decode())
    except (OSError, ValueError, codec.BadLine) as problem:
        return f"the settings of Codex in {home} can't be read: {problem}"
    return unheard([path, os.path.realpath(path)], hooks, config, argv, ours)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- pathlib costs 9 ms
            return file.read(_MOST)
    except FileNotFoundError:
        return b""
