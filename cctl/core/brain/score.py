"""The scorecard: what was decided, what its human thought of it, and how sure one can be of either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cctl.core.brain.bound import wilson
from cctl.core.brain.label import Label, last_word
from cctl.core.brain.ladder import Ladder
from cctl.core.brain.terms import Terms
from cctl.core.moment import stamp
from cctl.core.policy.matrix import Matrix

Record = dict[str, Any]
_STAMPED = 0.3  # share of approvals too quick to have been read from which its human is warned


def scorecard(
    events: Iterable[Mapping[str, Any]], labels: Sequence[Label], matrix: Matrix, seconds: float, learnt: int
) -> Record:
    """The figures of a stretch of the log."""
    decided: Counter[str] = Counter()
    layers: Counter[str] = Counter()
    times: list[float] = []
    beyond = 0
    for event in events:
        verdict = event.get("verdict")
        if event.get("event") != "decision" or not isinstance(verdict, dict):
            continue
        decision = str(last_word(event).get("decision", ""))
        decided[decision] += 1
        layers[str(last_word(event).get("by", ""))] += 1
        beyond += decision == "allow" and _beyond(verdict, matrix)
        if isinstance(event.get("ms"), int | float):
            times.append(float(event["ms"]))
    total = decided.total()
    given = [each for each in labels if each.source != "implied"]
    record: Record = {"decisions": total} | {name: decided[name] for name in ("allow", "ask", "deny")}
    record["by"] = dict(sorted(layers.items()))
    if total:
        auto = decided["allow"] + decided["deny"]
        record |= {"auto_ratio": round(auto / total, 6), "auto_interval": list(wilson(auto, total))}
    record |= _answers(given)
    record |= {"saved_s": round(beyond * seconds, 3), "learnt": learnt}
    if times:
        times.sort()
        for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("slowest_ms", 1.0)):
            record[name] = round(times[max(0, -(-len(times) * int(share * 100) // 100) - 1)], 3)
    warning = _warning(given, record)
    return record | ({"warning": warning} if warning else {})


def _answers(given: Sequence[Label]) -> Record:
    read = [each for each in given if not each.stamp]
    audits = [each for each in read if each.audit]
    taken_back = [each for each in read if not each.allow and (each.audit or each.decided == "allow")]
    wrong = sum(not each.allow for each in audits)
    record: Record = {"answers": len(read), "approvals": sum(each.allow for each in read)}
    record |= {"denials": sum(not each.allow for each in read), "stamps": len(given) - len(read)}
    record["false_allow"] = len(taken_back)
    if audits:
        record["false_allow_ratio"] = round(wrong / len(audits), 6)
        record["false_allow_interval"] = list(wilson(wrong, len(audits)))
    record["false_deny"] = sum(each.allow and each.decided == "deny" for each in read)
    return record


def _warning(given: Sequence[Label], record: Mapping[str, Any]) -> str:
    dialogs = [each for each in given if each.source == "dialog"]
    quick = sum(each.stamp for each in dialogs)
    if len(dialogs) >= 20 and quick > _STAMPED * len(dialogs):
        return f"{quick} of {len(dialogs)} approvals came too quickly to have been read: they teach nothing"
    if record["false_allow"]:
        return f"{record['false_allow']} allowed calls were taken back"
    return ""


def _beyond(verdict: Mapping[str, Any], matrix: Matrix) -> bool:
    """Whether an allow spared a question: agents let calls that only look run by themselves."""
    effects = verdict.get("effects")
    return isinstance(effects, list) and matrix.worst("readonly", map(str, effects)) != "allow"


def standing(ladder: Ladder, terms: Terms, now_ms: int) -> Record:
    """A tier's certificate, or how far it is to one."""
    record: Record = {"tier": ladder.tier, "held": ladder.held is not None}
    held = ladder.held
    if held is not None:
        record |= {
            "level": float(held.level),
            "upper": float(held.upper),
            "answers": held.answers,
            "errors": held.errors,
        }
        record |= {"id": held.id, "until": stamp(ladder.until_ms), "covered": ladder.covered}
        record["audit_ratio"] = float(ladder.audit_share(now_ms))
    else:
        record |= {"level": float(ladder.level), "answers": ladder.answers, "errors": ladder.errors}
        record["missing"] = missing(ladder, terms)
    return record | ({"ended": ladder.ended[-1][1]} if ladder.ended else {})


def missing(ladder: Ladder, terms: Terms) -> int:
    """How many answers without an error it takes to the first look at which the tier's level would hold."""
    from cctl.core.brain.bound import holds  # noqa: PLC0415 -- only the scorecard asks

    look = next(at for at in range(1, 40) if terms.look_at(at) == ladder.next_look)
    while not holds(ladder.errors, terms.look_at(look), ladder.level, terms.chance(look)):
        look += 1
    return terms.look_at(look) - ladder.answers
