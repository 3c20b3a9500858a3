"""Why a verdict is what it is, step by step: what each program would do, which rules spoke, which could not and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.brain.decide import Decider
from cctl.core.policy.matrix import Matrix
from cctl.core.rule.match import covers, holds, touches
from cctl.core.rule.rule import ALLOW, Rule
from cctl.core.rule.ruling import UNREAD, may_lower
from cctl.core.rule.scene import Scene

if TYPE_CHECKING:
    from cctl.core.effect.path import Resolve

Step = dict[str, Any]


def steps(
    decider: Decider,
    call: Mapping[str, Any],
    facts: Mapping[str, Any],
    resolve: Resolve | None,
    session: Mapping[str, Any],
) -> Iterator[Step]:
    """Every step to the verdict, and the verdict."""
    judge = decider.judge
    survey = judge.survey(call, facts, resolve)
    scene = Scene(call, facts, session, survey)
    for unit in scene.units:
        for code, what, start, end in unit.effects:
            cell = judge.matrix.cell(decider.policy, code) if decider.policy else "abstain"
            step: Step = {"step": "effect", "program": unit.program, "effect": code, "decision": cell}
            if what:
                step["what"] = what[:200]
            yield step | {"text": judge.matrix.meaning.get(code, "is in no policy"), "span": [start, end]}
    for rule in decider.rules.all() if decider.rules is not None else []:
        yield {"step": "rule", "rule": rule.name, "layer": rule.layer, "action": rule.action} | _why(
            rule, scene, judge.matrix
        )
    verdict = decider.decide(call, facts, resolve, session)
    yield {"step": "verdict", "decision": verdict["decision"], "by": verdict["by"], "text": verdict["reason"]}


def _why(rule: Rule, scene: Scene, matrix: Matrix) -> Step:
    before = set(scene.unknown)
    if not holds(rule, scene):
        unknown = sorted(scene.unknown - before)
        text = f"nobody told {', '.join(unknown)}" if unknown else "its conditions on the call don't hold"
        return {"matches": False, "text": text}
    if rule.action != ALLOW:
        hit = not rule.by_program or any(
            touches(rule, unit, scene) for unit in scene.units if unit.words or unit.effects
        )
        return {"matches": hit, "text": "matches" if hit else "no program of the call is what it names"}
    covered = [unit for unit in scene.units if (unit.words or unit.effects) and covers(rule, unit, scene)]
    if not covered:
        return {"matches": False, "text": "it covers no program of the call"}
    stuck = sorted({
        effect[0] for unit in covered for effect in unit.effects
        if matrix.cell(matrix.default, effect[0]) != ALLOW and not may_lower(rule, effect, matrix)
    })  # fmt: skip
    text = "covers " + ", ".join(unit.program or "the call" for unit in covered)
    if stuck:
        text += "; but for " + ", ".join(f"{code} ({_needs(code, matrix)})" for code in stuck)
    return {"matches": True, "text": text}


def _needs(code: str, matrix: Matrix) -> str:
    if code in UNREAD or matrix.ceiling(code) == "none":
        return "no rule can allow it"
    return f'a rule must name it: effect = "{code}"'
