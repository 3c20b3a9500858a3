"""The line that an event leaves in the session's spool, for `watch` and for the hooks that come after it.

It says what happened, never what was in it: of a call the tool, its id and a digest. Only a call that a human was asked
about is written with its input, cut and redacted, because the state of a session shows what it waits for.
"""

from __future__ import annotations

from cctl.core.hook import codec
from cctl.core.hook.verdict import kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.event import Event
    from cctl.core.hook.verdict import Verdict

LONGEST = 2000  # characters of a text in an input, as the state of sessions keeps them
_SLUG = frozenset("abcdefghijklmnopqrstuvwxyz_")


def line(event: Event, ms: int, digest: str, verdict: Verdict | None, given: dict[str, object] | None = None) -> bytes:
    """One line."""
    told: dict[str, object] = {"v": 1, "ms": ms, "session": event.session, "agent": event.agent, "event": event.name}
    for name, value in (("tool", event.tool), ("call", event.call), ("digest", digest), ("mode", event.mode),
                        ("agent_id", event.agent_id), ("kind", _text(event, "notification_type")),
                        ("reason", _text(event, "reason")), ("error", _error(event))):  # fmt: skip
        if value:
            told[name] = value
    if given is not None:
        told["input"] = given
    if verdict is not None and event.name in ("PreToolUse", "PermissionRequest"):
        told["verdict"] = kept(verdict)
    return codec.encode(told).encode() + b"\n"


def brief(given: dict[str, object]) -> dict[str, object]:
    """An input as the state of a session keeps it: a long text is cut and says so."""
    return {
        key: f"{value[:LONGEST]}… [{len(value) - LONGEST} more]"
        if isinstance(value, str) and len(value) > LONGEST
        else value
        for key, value in given.items()
    }


def found(spool: bytes, key: str, value: str) -> dict[str, object] | None:
    """The last `PreToolUse` line with this value, in the end of a spool."""
    mark = f'"{key}":{codec.encode(value)}'.encode()
    end = len(spool)
    while (at := spool.rfind(mark, 0, end)) >= 0:
        start = spool.rfind(b"\n", 0, at) + 1
        stop = spool.find(b"\n", at)
        try:
            read = codec.decode(spool[start : stop if stop >= 0 else len(spool)].decode())
        except (ValueError, RecursionError):
            read = None  # cut off at the beginning of what was read
        if isinstance(read, dict) and read.get("event") == "PreToolUse" and read.get(key) == value:
            return read
        end = at
    return None


def _text(event: Event, key: str) -> str:
    value = event.given.get(key)
    return value[:80] if isinstance(value, str) else ""


def _error(event: Event) -> str:
    """The kind of an error; its text may hold anything."""
    value = event.given.get("error")
    if not isinstance(value, str) or not value:
        return ""
    return value if len(value) < 40 and _SLUG.issuperset(value) else "failed"
