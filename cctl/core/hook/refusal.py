"""Refusals that others have decided: what `act` forbids a session, and budgets that are spent.

They reach the hook as flat files, because a database would cost more than the verdict. They can only forbid, so a file
that can't be read is a refusal, too: somebody meant to write one.

`deny/<session>.json`: `{"v": 1, "ts", "reason", "by", "ends"?, "until"?, "tools"?}`; `ends` also stops the run, `until`
(RFC 3339) is when it is over, `tools` names the only tools it is about.

`spend/session/<session>.json`, `spend/project/<digest>.json`, `spend/day.json`, `week.json`, `block.json`: a `budget`
record, with `until` (the end of its period) and `ends`; it refuses when it is breached and hard.
"""

from __future__ import annotations

from cctl.core.hook.verdict import verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict

UNREADABLE = "a refusal that can't be read"


def refused(document: object, now: str, tool: str) -> Verdict | None:
    """The verdict of a refusal on a call of a tool ("" for a prompt); None when it does not hold."""
    if not isinstance(document, dict):
        return verdict("deny", "policy", UNREADABLE, layer="refusal")
    if over(document, now):
        return None
    tools = document.get("tools")
    if isinstance(tools, list) and tool not in tools:
        return None
    reason = document.get("reason")
    by = document.get("by")
    told = f"refused by {by if isinstance(by, str) and by else 'act'}"
    told += f": {reason}" if isinstance(reason, str) and reason else ""
    return verdict("deny", "policy", told, layer="refusal", ends=document.get("ends") is True)


def spent(document: object, now: str) -> Verdict | None:
    """The verdict of a budget; None while there is something left of it."""
    if not isinstance(document, dict):
        return verdict("deny", "policy", UNREADABLE, layer="budget")
    if document.get("mark") != "breached" or document.get("hard") is not True or over(document, now):
        return None
    scope = document.get("scope")
    told = f"the {scope if isinstance(scope, str) else 'spend'} budget is spent"
    limit, used = document.get("limit_usd"), document.get("spent_usd")
    if isinstance(limit, int | float) and isinstance(used, int | float):
        told += f": ${used:.2f} of ${limit:.2f}"
    elif isinstance(document.get("limit_tokens"), int):
        told += f": {document.get('spent_tokens')} of {document['limit_tokens']} tokens"
    return verdict("deny", "policy", told, layer="budget", ends=document.get("ends") is True)


def over(document: object, now: str) -> bool:
    """Whether the time of a refusal is over; one that can't be read holds."""
    until = document.get("until") if isinstance(document, dict) else None
    return isinstance(until, str) and len(until) == len(now) and until <= now
