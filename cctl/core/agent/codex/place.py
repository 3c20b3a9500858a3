"""Where Codex keeps its rollouts, and how a line of one is known.

`$CODEX_HOME` (else `~/.codex`) holds `sessions/YYYY/MM/DD/rollout-<local time>-<thread id>.jsonl` and, flat,
`archived_sessions/`. Some versions compress old threads to `.jsonl.zst`: that is a transcript all the same, so that
whoever can't unpack it says so instead of not seeing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cctl.core.agent.codex.kind import ENVELOPES
from cctl.core.agent.spec import Place

FOLDERS: Final = ("sessions", "archived_sessions")
PACKED: Final = ".zst"
_TYPES: Final = frozenset(
    (*ENVELOPES, "session_meta", "turn_context", "token_usage_record", "world_state", "compacted")
)
_STAMP: Final = len("2026-11-20T09-30-44-")


def homes(env: Mapping[str, str], home: str) -> list[str]:
    """The one folder that Codex keeps its files in."""
    named = env.get("CODEX_HOME", "").strip()
    if named.startswith("~/") and home:
        named = home.rstrip("/") + named[1:]
    if named:
        return [named.rstrip("/") or "/"]
    return [f"{home.rstrip('/')}/.codex"] if home else []


def place(relative: str) -> Place | None:
    """What a path relative to the home says; None when it is no rollout."""
    folder, _, rest = relative.partition("/")
    name = rest.rpartition("/")[2].removesuffix(PACKED)
    if folder not in FOLDERS or not name.startswith("rollout-") or not name.endswith(".jsonl"):
        return None
    stem = name.removeprefix("rollout-").removesuffix(".jsonl")
    has_time = len(stem) > _STAMP and stem[4] + stem[10] + stem[_STAMP - 1] == "-T-"
    return Place(session=stem[_STAMP:] if has_time else stem, agent_id="", folder="", meta="")


def recognises(line: bytes) -> bool:
    """Whether a line is of a rollout: no other client wraps a payload in these types."""
    if b'"payload"' not in line:
        return False
    from cctl.records import codec  # noqa: PLC0415 -- loads msgspec

    try:
        value = codec.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except codec.BadLine:
        return False
    return value.get("type") in _TYPES and isinstance(value.get("payload"), dict) and "v" not in value
