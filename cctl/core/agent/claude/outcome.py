"""What came of a call: the text, cut; who let it through or refused it; the files it changed.

Newer lines name the decision. Older ones only quote it, and an agent's own output may quote the same words, so the
legacy texts count only at the start of a result that is an error.
"""

from __future__ import annotations

import re
from typing import Any, Final

from cctl.core.agent.claude.notice import number
from cctl.core.agent.claude.prompt import INTERRUPTED
from cctl.core.agent.claude.sighting import text
from cctl.core.digest import digest, of_text

TEXT_MOST: Final = 8192
"""Bytes of a result's text that a record carries."""

HUNK_LINES_MOST: Final = 400
"""Lines of a patch that a record carries."""

_LINE_MOST: Final = 2000
_REASON_MOST: Final = 300
_EXIT: Final = re.compile(r"(?:Error: )?Exit code (\d{1,3})\b")
_BACKGROUND: Final = re.compile(r"Command running in background with ID: ([\w-]{1,100})")
_HOOKED: Final = re.compile(r"PreToolUse:\S{1,200} hook error|\S{1,200} operation blocked by hook|Hook PreToolUse\b")
_ACCEPTED: Final = {"mode": "mode", "rule": "rule", "subcommandResults": "rule", "hook": "hook"}
_REFUSED: Final = "The user doesn't want to "


def outcome(block: dict[str, Any], record: dict[str, Any], *, alone: bool) -> dict[str, Any]:
    """The fields of a result record; `alone` tells that what the line says beside the block is about this call."""
    content = block.get("content")
    words, size = _body(content)
    failed = block.get("is_error") is True or (type(content) is dict and "error_code" in content)
    raw = words.encode("utf-8", "replace")
    fields: dict[str, Any] = {
        "call": text(block.get("tool_use_id")),
        "error": failed,
        "text": words if len(raw) <= TEXT_MOST else raw[:TEXT_MOST].decode("utf-8", "ignore"),
        "bytes": len(raw) + size,
        "hash": digest(content) if size else of_text(raw),
    }
    beside = record.get("toolUseResult") if alone else None
    details: dict[str, Any] = beside if type(beside) is dict else {}
    code = _EXIT.match(text(beside) or words) if failed else None
    if code:
        fields["exit_code"] = int(code[1])
    elif "stdout" in details and _clean_exit(details, failed=failed):
        fields["exit_code"] = 0
    if failed or (alone and ("permissionDecision" in record or "toolDenialKind" in record)):
        fields.update(_permission(record if alone else {}, words, failed=failed))
    if details and (seconds := _seconds(details)) is not None:
        fields["duration_s"] = seconds
    if details.get("interrupted") is True or (failed and words.startswith(INTERRUPTED)):
        fields["interrupted"] = True
    if started := _background(details, words):
        fields["background"] = started
    if details and (patches := _patches(details)):
        fields["patches"] = patches
    return fields


def _body(content: object) -> tuple[str, int]:
    """The text of a result, and the bytes of what in it is no text."""
    if type(content) is dict:  # of a tool that the API runs itself
        return text(content.get("error_code")), 0
    if type(content) is not list:
        return text(content), 0
    said, size = [], 0
    for block in content:
        kind = block.get("type") if type(block) is dict else None
        if kind == "text":
            said.append(text(block.get("text")))
        elif type(kind) is str:
            source = block.get("source")
            size += len(text(source.get("data"))) if type(source) is dict else 0
            said.append(f"[{text(kind)[:40]}]")
    return "\n".join(said), size


def _clean_exit(details: dict[str, Any], *, failed: bool) -> bool:
    unclear = ("backgroundTaskId", "returnCodeInterpretation")
    return not failed and details.get("interrupted") is not True and not any(details.get(key) for key in unclear)


def _seconds(details: dict[str, Any]) -> float | None:
    for key, unit in (("durationMs", 1000), ("totalDurationMs", 1000), ("durationSeconds", 1)):
        value = number(details.get(key))
        if value is not None:
            return round(value / unit, 3)
    return None


def _background(details: dict[str, Any], words: str) -> str:
    if not details:
        found = _BACKGROUND.match(words)
        return found[1] if found else ""
    said = text(details.get("backgroundTaskId"))
    if not said and (details.get("isAsync") is True or details.get("status") == "async_launched"):
        said = text(details.get("agentId"))
    return said


def _permission(record: dict[str, Any], words: str, *, failed: bool) -> dict[str, Any]:
    said = record.get("permissionDecision")
    decision: dict[str, Any] = said if type(said) is dict else {}
    kind = text(record.get("toolDenialKind"))
    if decision.get("decision") == "accept":
        return {"accepted": _accepted(decision)}
    if decision or kind:
        if not decision and kind == "user-rejected" and _stopped_midway(record):
            return {"interrupted": True}
        return {"denied": _denied(_refuser(decision, kind), words, decision)}
    by = _legacy(words) if failed else ""
    return {"denied": _denied(by, words, {})} if by else {}


def _accepted(decision: dict[str, Any]) -> dict[str, Any]:
    came, why, scope = (text(decision.get(key)) for key in ("source", "reasonType", "grantScope"))
    if came == "hook" or why == "hook":
        return {"by": "hook"}
    if came in ("user_temporary", "user_permanent") and why != "rule":
        return {"by": "human", "scope": scope or ("always" if came == "user_permanent" else "session")}
    by = _ACCEPTED.get(why, "mode")
    rule = text(decision.get("ruleSource"))
    return {"by": by, "scope": rule} if rule else {"by": by}


def _refuser(decision: dict[str, Any], kind: str) -> str:
    came, code = text(decision.get("source")), text(decision.get("reasonCode"))
    if kind == "permission-rule" and code.startswith("rule:"):
        return "rule"
    if came == "hook" or (kind == "permission-rule" and code.startswith("hook:")):
        return "hook"
    if came in ("user_reject", "user_temporary", "user_permanent") or (not decision and kind == "user-rejected"):
        return "human"
    return "rule" if kind == "permission-rule" else "unknown"  # a rejection by `config` alone: nobody was there to ask


def _stopped_midway(record: dict[str, Any]) -> bool:
    """A signal while the tool ran is written as a rejection, but one that did not come before the run."""
    return record.get("toolUseResult") == "User rejected tool use" and record.get("toolDenialBeforeRun") is not True


def _legacy(words: str) -> str:
    if words.startswith(_REFUSED):
        return "human"
    if words.startswith("Permission to use ") and "has been denied" in words[:_REASON_MOST]:
        return "rule"
    if words.startswith("Claude requested permissions to "):
        return "unknown"
    return "hook" if _HOOKED.match(words) else ""


def _denied(by: str, words: str, decision: dict[str, Any]) -> dict[str, Any]:
    denied = {"by": by, "reason": words[:_REASON_MOST]}
    code = text(decision.get("reasonCode"))
    return {**denied, "code": code} if code else denied


def _patches(details: dict[str, Any]) -> list[dict[str, Any]]:
    path = text(details.get("filePath")) or text(details.get("notebook_path"))
    hunks = details.get("structuredPatch")
    if not path or (type(hunks) is not list and "notebook_path" not in details):
        return []
    kept: list[dict[str, Any]] = []
    added = removed = lines = 0
    for hunk in hunks if type(hunks) is list else ():
        shown = hunk.get("lines") if type(hunk) is dict else None
        if type(shown) is not list:
            continue
        whole = [text(each) for each in shown]
        added += sum(each.startswith("+") for each in whole)
        removed += sum(each.startswith("-") for each in whole)
        room = HUNK_LINES_MOST - lines
        lines += len(whole)
        if room > 0:
            kept.append({**_where(hunk), "lines": [each[:_LINE_MOST] for each in whole[:room]]})
    kind = "create" if details.get("type") == "create" else "update"
    if kind == "create" and not lines:
        written = text(details.get("content"))
        added = written.count("\n") + (written[-1:] not in ("", "\n"))
    patch = {"path": path, "kind": kind, "added": added, "removed": removed, "hunks": kept}
    return [{**patch, "cut": True} if lines > HUNK_LINES_MOST else patch]


def _where(hunk: dict[str, Any]) -> dict[str, int]:
    names = {"old_start": "oldStart", "old_lines": "oldLines", "new_start": "newStart", "new_lines": "newLines"}
    return {ours: hunk[theirs] for ours, theirs in names.items() if type(hunk.get(theirs)) is int}
