"""Verdicts of several layers made into one: deny over ask over allow over abstain, with the whole trail kept.

A later layer can only make a verdict worse, except where the chain says that it may settle an ask (what the user has
ruled, what was learnt); nothing settles a deny.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Verdict = dict[str, object]

RANK = {"abstain": 0, "allow": 1, "ask": 2, "deny": 3}
EMPTY_IN = ("", "default", "acceptEdits", "plan")
"""Modes in which no answer leaves the call to the client's own rules and its human; in any other it may just run."""


def verdict(decision: str, by: str, reason: str, *, policy: str = "", layer: str = "", **more: object) -> Verdict:
    """A verdict of one layer."""
    trail = [{"layer": layer or by, "decision": decision}]
    return {"decision": decision, "by": by, "policy": policy, "reason": reason, "effects": [], "trail": trail} | more


def joined(so_far: Verdict | None, found: Verdict | None, *, settles: bool = False) -> Verdict | None:
    """What two layers say together; `settles` lets the later one answer what the earlier ones asked.

    Of two that ask, self-protection is the cause that is told, and nothing settles its ask.
    """
    if so_far is None or found is None:
        return found if so_far is None else so_far
    before, after = RANK[str(so_far["decision"])], RANK[str(found["decision"])]
    own = so_far["by"] != "self" and found["by"] == "self" and after == before  # no opinion settles what is our own
    settled = settles and so_far["decision"] == "ask" and so_far["by"] != "self" and after > 0
    wins = found if after > before or own or settled else so_far
    effects = so_far["effects"], found["effects"]
    trails = so_far["trail"], found["trail"]
    fixed = [each for each in (so_far, found) if each["decision"] == "ask" and not each.get("learnable")]
    if fixed and wins.get("learnable"):
        wins = wins | {"learnable": False}  # somebody asks for a reason that no rule settles
    return wins | {
        "effects": sorted({str(each) for some in effects if isinstance(some, list) for each in some}),
        "trail": [each for some in trails if isinstance(some, list) for each in some],
        "policy": so_far["policy"] or found["policy"],
    }


def bounded(found: Verdict, *, mode: str, agent: str, attended: bool, unknown: str) -> Verdict:
    """The verdict as this session may have it: where nobody judges after us, nothing is left open.

    `unknown="host"` hands a call back to the client only where its human sits before it and the client asks him; an
    ask would otherwise override what he has allowed in the client's settings.
    """
    decision = found["decision"]
    theirs = unknown == "host" and agent == "claude" and attended and mode in ("default", "acceptEdits")
    if decision == "ask" and found.get("learnable") and theirs:
        return _changed(found, "abstain")
    if decision == "abstain" and not found.get("off") and (agent == "codex" or mode not in EMPTY_IN):
        return _changed(found, "ask")
    return found


def capped(policy: str, mode: str) -> str:
    """The policy that holds in a mode: planning is looking."""
    return "readonly" if mode == "plan" and policy == "workspace" else policy


def kept(found: Verdict) -> Verdict:
    """What may be written down of a verdict: no text of the call, which may hold secrets."""
    return {key: found[key] for key in ("decision", "by", "policy", "effects", "id") if found.get(key)}


def _changed(found: Verdict, decision: str) -> Verdict:
    trail = found["trail"]
    step = {"layer": "host", "decision": decision}
    return found | {"decision": decision, "trail": [*(trail if isinstance(trail, list) else ()), step]}
