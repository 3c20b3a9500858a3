"""The log of decisions: what was judged, what a human was asked, what became of it. `cctl brain learn` learns from it.

A call that a dialog was shown for and that ran was approved. A dialog counts only where a human sits before the client
and no hook of ours answered it; where nobody was asked, that a call ran says nothing. An answer of no is missing here:
no client tells a hook of it, so `learn` looks for it in the transcript.
"""

from __future__ import annotations

import time

from cctl.core.brain import event as shape
from cctl.host.brain.record import decided, log_in, told
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 30
EVENTS = ("PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure")
TAIL = 1 << 16
TRIALS = "cctl-verify-"  # sessions of `hook verify`, whose calls are nobody's; no client gives a session such a name
_SAID = ("decision", "by", "policy", "effects")


def note(case: Case, verdict: Verdict | None) -> None:
    """Append what happened; a session without a name has nothing to refer to."""
    if not case.event.session or case.event.session.startswith(TRIALS):
        return
    if case.event.name == "PreToolUse":
        if verdict is not None:
            _decision(case, verdict)
    elif case.event.name == "PermissionRequest":
        if case.event.attended and verdict is not None and verdict["decision"] not in ("allow", "deny"):
            call = case.event.call or str((case.before or {}).get("call") or "")
            told(log_in(case.places.state), "dialog", call, case.event.session, case.now, digest=case.digest)
    elif case.event.call:
        _end(case)


def _decision(case: Case, verdict: Verdict) -> None:
    """Where another guard had the last word, that stands beside the judgement, or alone where there was none."""
    log, made = log_in(case.places.state), case.judgement
    more: dict[str, object] = {"digest": case.digest, "ms": round(time.time_ns() / 1e6 - case.begun_ms, 1)}
    said = {name: verdict[name] for name in _SAID}
    if made is None:
        log.append([shape.decision(case.call(), {}, exact=False, sign="", verdict=said) | more], case.now)
        return
    if any(made.verdict.get(name) != verdict.get(name) for name in ("decision", "by")):
        more["answer"] = said
    decided(log, made.decider, case.call(), case.facts, made.verdict, case.now, links=made.links.found, **more)


def _end(case: Case) -> None:
    """The tool ran; who stops it without having been asked takes the permission back."""
    event, log = case.event, log_in(case.places.state)
    if event.given.get("is_interrupt") is True and not _dialog(case):
        told(log, "interrupted", event.call, event.session, case.now)
        return
    took = event.given.get("duration_ms")
    more: dict[str, object] = {"ms": took} if isinstance(took, int) else {}
    failed = event.name == "PostToolUseFailure"
    told(log, "outcome", event.call, event.session, case.now, failed=failed, digest=case.digest, **more)


def _dialog(case: Case) -> bool:
    """Whether the call was asked about."""
    digest = case.digest.encode()
    lines = files.tail(case.spool, TAIL).split(b"\n")
    return any(b'"event":"PermissionRequest"' in line and digest in line for line in lines)
