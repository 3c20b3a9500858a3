"""What the rules say of one call: what refuses it, what asks, and which programs an allowing rule covers.

An allow is only ever a lowering of single effects: whoever wants a call through needs a rule for every program in it,
and for the graver effects one that names them. What nobody may lower stays.
"""

from __future__ import annotations

from cctl.core.rule.match import covers, holds, is_effect, touches
from cctl.core.rule.rule import Rule, Rules
from cctl.core.rule.unit import host, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.survey import Effect
    from cctl.core.policy.matrix import Matrix
    from cctl.core.rule.scene import Scene
    from cctl.core.rule.unit import Unit

# Never lowered, whatever a rule names: nobody knows what would run, so nobody can have meant it.
UNREAD = frozenset(("OPAQUE",))


class Hit:
    """A rule that matched, and on which stretch of the call."""

    __slots__ = ("end", "rule", "start")

    def __init__(self, rule: Rule, unit: Unit | None, scene: Scene) -> None:
        self.rule = rule
        words = unit.words if unit is not None else ()
        self.start = words[0].start if words else 0
        self.end = words[-1].end if words else len(scene.text or "")


def refusals(rules: list[Rule], scene: Scene) -> list[Hit]:
    """The rules among these that match, each with the first program it matches."""
    found = []
    for rule in rules:
        if not holds(rule, scene):
            continue
        if not rule.by_program:
            found.append(Hit(rule, None, scene))
            continue
        unit = next((unit for unit in scene.units if _there(unit) and touches(rule, unit, scene)), None)
        if unit is not None:
            found.append(Hit(rule, unit, scene))
    return found


def lowered(rules: Rules, scene: Scene, matrix: Matrix, cells: dict[str, str]) -> dict[int, Rule]:
    """By identity, the effects that allowing rules lower; `cells` is what the policy says of each code."""
    found: dict[int, Rule] = {}
    candidates = [rule for rule in rules.allow if holds(rule, scene)]
    if not candidates:
        return found
    for unit in scene.units:
        wanted = [effect for effect in unit.effects if cells[effect[0]] != "allow"]
        if not wanted:
            continue
        for rule in candidates:
            if not covers(rule, unit, scene):
                continue
            for effect in wanted:
                if id(effect) not in found and may_lower(rule, effect, matrix):
                    found[id(effect)] = rule
    return found


def may_lower(rule: Rule, effect: Effect, matrix: Matrix) -> bool:
    """Whether a rule that covers a program is meant for an effect of it.

    What may be learnt, any rule may allow. What only a user may allow needs a rule that says so: by the effect's name,
    by the paths or hosts it is about, or by program and subcommand. What is denied must be named.
    """
    code = effect[0]
    ceiling = matrix.ceiling(code)
    if code in UNREAD or ceiling == "none":
        return False
    if any(is_effect(value, code) for value in rule.when.get("effect", ())):
        return rule.layer == "user" or ceiling == "learn"
    if code in ("UNCLEAR", "EXEC_UNKNOWN") or matrix.cell(matrix.default, code) == "deny":
        return False
    if ceiling == "learn":
        return True
    if rule.layer != "user":
        return False
    if place(effect):
        return "path" in rule.when or "path_class" in rule.when
    if host(effect):
        return "host" in rule.when
    return "program" in rule.when and ("subcommand" in rule.when or "arg" in rule.when)


def _there(unit: Unit) -> bool:
    return bool(unit.words or unit.effects)
