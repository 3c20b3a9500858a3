"""From the bytes on standard input to the bytes of the answer, and what is left behind.

Whatever can't be read asks. The event that the wiring names counts even then, because an answer to the wrong event
fails the client's schema, and a failed schema lets the call through.
"""

from __future__ import annotations

import os
import time

from cctl.core.hook import answer as shape
from cctl.core.hook import codec
from cctl.core.hook.event import GATES, Malformed, read
from cctl.core.hook.verdict import bounded, verdict
from cctl.host.hook import chain
from cctl.host.hook.case import Case
from cctl.host.hook.places import Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.hook.verdict import Verdict
    from cctl.launch import Watch

MOST = 8 << 20  # bytes of an event: results of tools are in them, with pictures
UNHURRIED = ("SessionStart", "SessionEnd", "ConfigChange")
UNHURRIED_MS = 3000  # events that hold no call up, and prepare what calls then find ready
DIALOG_MS = 1000  # a human is asked: nothing runs meanwhile, and what isn't noted now is no answer later
_CODEX = (b'"turn_id"', b"/rollout-")


def serve(watch: Watch, places: dict[str, object]) -> None:
    """Answer the event on standard input."""
    raw = received(0)
    if not watch.agent and any(mark in raw[:65536] for mark in _CODEX):
        watch.agent = "codex"
    case: Case | None = None
    found: Verdict | None = None
    try:
        case = opened(raw, watch, places, os.environ)
        watch.event, watch.agent = case.event.name, case.event.agent
        watch.trace = _late_trace(case)
        if case.event.name in UNHURRIED:
            watch.longer(UNHURRIED_MS)
        elif case.event.name == "PermissionRequest":
            watch.longer(DIALOG_MS)
        found = decided(case, watch)
        said = shape.answer(case.event.name, case.event.agent, found)
    except (Malformed, ValueError, RecursionError) as problem:
        said = shape.fallback(watch.event or "PreToolUse", watch.agent, watch.on_error, f"malformed event: {problem}")
    watch.say(codec.encode(said).encode() if said is not None else b"")
    if case is not None:
        watch.trace = ()
        chain.noted(case, found)


def received(descriptor: int) -> bytes:
    """All of the input, or as much as may be; the rest is read and dropped, for the client waits until it is."""
    pieces: list[bytes] = []
    size = 0
    while piece := os.read(descriptor, 1 << 16):
        size += len(piece)
        if size <= MOST:
            pieces.append(piece)
        else:
            pieces.clear()
            pieces.append(b"")
    return b"".join(pieces) if size <= MOST else b" " * 3


def opened(raw: bytes, watch: Watch | None, places: Mapping[str, object], env: Mapping[str, str]) -> Case:
    """The case of an event; a Malformed, ValueError or RecursionError says why there is none."""
    told, agent = (watch.event, watch.agent) if watch is not None else ("", "")
    event = read(codec.decode(raw.decode()), told, agent, attended=_attended(env))
    return Case(event, Places(places, env), env, watch)


def decided(case: Case, watch: Watch | None) -> Verdict | None:
    """The verdict on an event as its session may have it; None where the event asks for none."""
    found = chain.judged(case, watch)
    if case.event.name not in GATES:
        return found
    if found is None:
        found = verdict("ask", "error", "no guard had a word")
    event = case.event
    return bounded(
        found, mode=event.mode, agent=event.agent, attended=event.attended, unknown=case.settings.text("hook.unknown")
    )


def _attended(env: Mapping[str, str]) -> bool:
    """Whether a human sits before the client, by its own word; older clients say only how they were started."""
    told = env.get("CLAUDE_CODE_SESSION_ATTENDED")
    return told == "1" if told is not None else env.get("CLAUDE_CODE_ENTRYPOINT") == "cli"


def _late_trace(case: Case) -> tuple[tuple[str, bytes], ...]:
    """What is left behind should no verdict come in time: for the session's spool, and for the log to take in."""
    from cctl.core.hook import trace  # noqa: PLC0415 -- the notes load it anyway

    if not case.spool or case.event.name not in GATES:
        return ()
    late = verdict(case.on_error, "deadline", "no verdict came in time")
    lines = [(case.spool, trace.line(case.event, case.begun_ms, "", late))]
    if case.event.name == "PreToolUse":
        said = {name: late[name] for name in ("decision", "by", "policy", "reason", "effects", "trail")}
        told: dict[str, object] = {
            "ts": case.now,
            "event": "decision",
            "id": case.event.call,
            "session": case.event.session,
        }
        told |= {"agent": case.event.agent, "tool": case.event.tool, "facts": {}, "exact": False, "verdict": said}
        path = f"{case.places.state}/brain/spool/{time.time_ns()}-{os.getpid()}.jsonl"
        lines.append((path, codec.encode(told).encode() + b"\n"))
    return tuple(lines)
