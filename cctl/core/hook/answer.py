"""The verdict in the client's own words: exactly the shapes that its schema knows, or nothing at all.

An answer that fails the client's schema lets the call through, so there is one place that builds them. Codex runs a
call that is merely asked about and refuses a plain allow, so there ask leaves as deny and allow as silence; neither
client stops a call on `continue: false` alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict

    Answer = dict[str, object]

LONGEST = 400  # characters of a reason
SILENT = ("allow", "abstain")
BLOCKED = {"UserPromptSubmit": ("deny",), "ConfigChange": ("deny", "ask")}
"""Which verdicts stop an event that knows no ask: settings that nobody could judge could switch the hooks off."""
APPROVE = "Codex can't ask before a tool: whoever watches it runs this in a terminal, or allows it by a rule of cctl."


def answer(name: str, agent: str, verdict: Verdict | None) -> Answer | None:
    """What to print for an event; None is silence."""
    if verdict is None:
        return None
    decision = str(verdict["decision"])
    reason = said(str(verdict["reason"]))
    if name == "PreToolUse":
        return _before(agent, decision, reason, ends=bool(verdict.get("ends")))
    if name == "PermissionRequest":
        note = said(str(verdict["note"])) if verdict.get("note") and agent == "claude" else ""
        return _asked(agent, decision, reason, ends=bool(verdict.get("ends")), note=note)
    if decision in BLOCKED.get(name, ()):
        return {"decision": "block", "reason": reason}
    if agent == "claude" and verdict.get("notice"):
        return {"systemMessage": reason}
    return None


def _before(agent: str, decision: str, reason: str, *, ends: bool) -> Answer | None:
    if agent == "codex":
        if decision in SILENT:
            return None
        if decision == "ask":
            decision, reason = "deny", f"{reason}. {APPROVE}"
    elif decision == "abstain":
        return None
    inner = {"hookEventName": "PreToolUse", "permissionDecision": decision, "permissionDecisionReason": reason}
    found: Answer = {"hookSpecificOutput": inner}
    if ends and agent == "claude":
        found = {"continue": False, "stopReason": reason} | found
    return found


def _asked(agent: str, decision: str, reason: str, *, ends: bool, note: str) -> Answer | None:
    if decision not in ("allow", "deny"):
        return {"systemMessage": note} if note else None
    inner: Answer = {"behavior": decision}
    if decision == "deny":
        inner["message"] = reason
        if ends and agent == "claude":  # Codex fails on the key
            inner["interrupt"] = True
    return {"hookSpecificOutput": {"hookEventName": "PermissionRequest", "decision": inner}}


def fallback(name: str, agent: str, on_error: str, reason: str) -> Answer | None:
    """The answer where no verdict came about."""
    return answer(name, agent, {"decision": on_error, "reason": reason})


def said(reason: str) -> str:
    """A reason for people and models: what began as a call's text may steer neither a terminal nor a reader's eye."""
    text = "".join(c if _plain(c) else "?" for c in reason[: LONGEST + 1])
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return text if text.startswith("cctl") else f"cctl: {text}"


def _plain(c: str) -> bool:
    code = ord(c)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return False
    return not (0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x206F or code == 0xFEFF)
