"""The grey zone: calls that only the policy's caution asks about, and what a model's opinion makes of their verdict.

An opinion is a note beside the ask. It allows by itself only in mode `auto` under a certificate of its own, which rests
on opinions that were held against their human's answers; it never makes an ask of a deny, nor a deny of an ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.brain.sign import signature, tier

if TYPE_CHECKING:
    from cctl.core.brain.decide import Decider
    from cctl.core.brain.memory import Found
    from cctl.core.brain.opinion import Opinion
    from cctl.core.effect.survey import Survey
    from cctl.core.policy.matrix import Matrix

ASKING = ("policy", "default")  # an ask of a rule or an audit is for its human alone


def in_grey(decider: Decider, verdict: Mapping[str, Any]) -> bool:
    """Whether a model may be asked: nothing in the call is beyond what could be learnt."""
    codes = verdict["effects"]
    asks = verdict["decision"] == "ask" and verdict["by"] in ASKING and bool(codes)
    return asks and all(_open(decider.judge.matrix, policy_of(decider), code) for code in codes)


def policy_of(decider: Decider) -> str:
    """The policy that a call is told under; the default one where rules alone judge."""
    return decider.policy or decider.judge.matrix.default


def covered(
    decider: Decider, call: Mapping[str, Any], survey: Survey, opinion: Opinion, adviser: str, tiers: Mapping[str, str]
) -> Found | None:
    """The certificate under which a model's allow counts, if it has one for calls that reach so far."""
    if decider.memory is None or opinion.verdict != "allow":
        return None
    signed = signature(str(call.get("tool", "")), call.get("input"), survey)
    return decider.memory.advised(tier(signed, tiers), adviser, call) if signed else None


def answer(opinion: Opinion, found: Found | None) -> dict[str, Any]:
    """What an opinion makes of an ask: nothing without a certificate."""
    if found is None:
        return {}
    if found.audit:
        return {"decision": "ask", "by": "llm", "certificate": found.certificate, "audit": True}
    return {"decision": "allow", "by": "llm", "reason": found.reason, "certificate": found.certificate}


def advised(verdict: Mapping[str, Any], opinion: Opinion, word: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict with what a model thinks of it."""
    step = {"layer": "llm", "decision": opinion.verdict, "effect": opinion.category, "span": [0, 0]}
    return {**verdict, "trail": [*verdict["trail"], step], "note": opinion.note, **word}


def told(opinion: Opinion, adviser: str, model: str) -> dict[str, Any]:
    """An opinion as the log keeps it."""
    return {"adviser": adviser, "model": model, **opinion._asdict()}


def _open(matrix: Matrix, policy: str, code: str) -> bool:
    cell = matrix.cell(policy, code)
    return cell == "allow" or (cell == "learnable" and matrix.ceiling(code) == "learn")
