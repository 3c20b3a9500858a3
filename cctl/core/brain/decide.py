"""The verdict on a call by all layers: self-protection, refusing rules, the policy, allowing rules, what was learnt.

A layer below never lowers what a layer above it holds: deny rules come before the policy, allowing rules lower single
effects of it, and what was learnt spends only what the matrix leaves to learning. The same call, facts, rules and
memory give the same verdict, byte for byte: no clock and no chance takes part, and an audit is drawn by a key.
"""

from __future__ import annotations

from cctl.core.policy.matrix import RANK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.brain.memory import Memory
    from cctl.core.effect.path import Resolve
    from cctl.core.effect.survey import Effect, Survey
    from cctl.core.policy.judge import Judge
    from cctl.core.rule.rule import Rule, Rules
    from cctl.core.rule.ruling import Hit

    Verdict = dict[str, object]

MODES = ("on", "auto", "off")
NO_POLICY = ""  # rules alone: what they leave open is `abstain`
_NOTHING: Mapping[str, object] = {}


class Decider:
    """One policy with its rules and memory; judging leaves nothing behind."""

    __slots__ = ("judge", "memory", "mode", "policy", "rules")

    def __init__(
        self, judge: Judge, policy: str, rules: Rules | None = None, memory: Memory | None = None, mode: str = "on"
    ) -> None:
        self.judge = judge
        self.policy = policy
        if rules and mode == "off":
            rules = rules.of_layer("team")
        self.rules = rules if rules else None
        self.memory = memory if mode == "auto" else None
        self.mode = mode

    def decide(
        self,
        call: Mapping[str, object],
        facts: Mapping[str, object],
        resolve: Resolve | None = None,
        session: Mapping[str, object] = _NOTHING,
    ) -> Verdict:
        """The verdict: `{decision, by, policy, reason, effects, trail}`, and whatever names its cause."""
        if self.rules is None and self.memory is None and self.policy and self.mode != "off":
            return self.judge.judge(call, facts, self.policy, resolve)
        try:
            survey = self.judge.survey(call, facts, resolve)
            return self._verdict(call, facts, session, survey)
        except Exception as problem:  # a gate that falls over must ask, whatever the reason
            return plain("ask", "error", self.policy, f"could not judge the call: {type(problem).__name__}")

    def _verdict(
        self, call: Mapping[str, object], facts: Mapping[str, object], session: Mapping[str, object], survey: Survey
    ) -> Verdict:
        making = Making(self, survey)
        making.protect()
        if self.rules is not None and making.decision != "deny":
            making.rule(self.rules, call, facts, session)
        making.settle()
        if self.memory is not None and making.decision == "ask" and making.by == "policy":
            making.learnt(self.memory, call, facts)
        return making.verdict()


class Making:
    """A verdict in the making: decision, cause and trail as the layers add to them."""

    __slots__ = ("by", "cause", "cells", "decider", "decision", "extra", "low", "reason", "survey", "trail")

    def __init__(self, decider: Decider, survey: Survey) -> None:
        self.decider = decider
        self.survey = survey
        matrix = decider.judge.matrix
        silent = decider.mode == "off" or not decider.policy
        self.cells: dict[str, str] = {}
        for effect in survey.effects:
            self.cells[effect[0]] = "abstain" if silent else matrix.cell(decider.policy, effect[0])
        if "SELF" in self.cells and decider.policy:
            self.cells["SELF"] = "deny"
        self.low: dict[int, Rule] = {}
        self.decision = ""
        self.by = ""
        self.reason = ""
        self.trail: list[dict[str, object]] = []
        self.extra: dict[str, object] = {}
        self.cause: Effect | None = None

    def protect(self) -> None:
        """Nothing stands above the gate's own safety."""
        found = next((effect for effect in self.survey.effects if effect[0] == "SELF"), None)
        if found is not None and self.cells["SELF"] == "deny":
            self._say("self", "deny", found)
            self._end("deny", "self", self._told(found))

    def rule(
        self, rules: Rules, call: Mapping[str, object], facts: Mapping[str, object], session: Mapping[str, object]
    ) -> None:
        """What rules refuse, ask and allow."""
        from cctl.core.rule.ruling import lowered, refusals  # noqa: PLC0415 - only who has rules pays for them
        from cctl.core.rule.scene import Scene  # noqa: PLC0415 - as above

        scene = Scene(call, facts, session, self.survey)
        denials = refusals(rules.deny, scene)
        ends = [hit for hit in refusals(rules.session, scene) if self._acts(hit)]
        asks = refusals(rules.ask, scene)
        for hit in (*denials, *ends, *asks):
            self._hit(hit)
        if denials or ends:
            first = (denials or ends)[0].rule
            self._ruled("deny", first)
        elif asks:
            self._ruled("ask", asks[0].rule)
        if self.decision != "deny" and rules.allow:
            self.low = lowered(rules, scene, self.decider.judge.matrix, self.cells)
        if scene.unknown:
            self.extra["unknown"] = sorted(scene.unknown)

    def settle(self) -> None:
        """The policy's word on what no rule has settled: the gravest effect decides."""
        worst, cause, helped = "", None, None
        seen: set[tuple[str, str]] = set()
        for effect in self.survey.effects:
            code, cell = effect[0], self.cells[effect[0]]
            rule = self.low.get(id(effect))
            if rule is not None:
                helped = helped or rule
                if (code, rule.name) not in seen:
                    seen.add((code, rule.name))
                    self._say("policy", cell, effect)
                    self._say(rule.layer, "allow", effect, rule=rule.name)
                cell = "allow"
            elif (code, "") not in seen:
                seen.add((code, ""))
                self._say("policy", cell, effect)
            if not worst or RANK[cell] > RANK[worst]:
                worst, cause = cell, effect
        if not worst:
            worst = "ask" if self.decider.policy else "abstain"
        decision = "ask" if worst == "learnable" else worst
        if self.decision and RANK[self.decision] >= RANK[decision]:
            return
        if decision == "allow" and helped is not None:
            self._ruled("allow", helped)
        elif decision == "abstain":
            off = self.decider.mode == "off"
            self._end(decision, "default", "the brain is switched off" if off else "no rule says anything of it")
        else:
            self.cause = cause
            self._end(decision, "policy", self._told(cause) if cause is not None else "nothing to judge")

    def learnt(self, memory: Memory, call: Mapping[str, object], facts: Mapping[str, object]) -> None:
        """Allow what a certificate covers, unless this call is drawn for an audit."""
        matrix = self.decider.judge.matrix
        open_ = [e for e in self.survey.effects if self.cells[e[0]] != "allow" and id(e) not in self.low]
        if not open_ or any(self.cells[each[0]] != "learnable" or matrix.ceiling(each[0]) != "learn" for each in open_):
            return
        from cctl.core.brain.sign import project_id, signature  # noqa: PLC0415 - only who has a memory pays for it

        signed = signature(str(call.get("tool", "")), call.get("input"), self.survey)
        project = project_id(self.survey.ground.project)
        found = memory.look_up(signed, call, project, attended=facts.get("attended") is True)
        if found is None:
            return
        self.extra["certificate"] = found.certificate
        if found.audit:
            self.extra["audit"] = True
            self.trail.append({"layer": "brain", "decision": "ask", "rule": found.certificate, "span": [0, 0]})
            self._end("ask", "brain", "certified; asked once more to keep the certificate honest")
            return
        self.trail.append({"layer": "brain", "decision": "allow", "rule": found.certificate, "span": [0, 0]})
        self._end("allow", "brain", found.reason)

    def verdict(self) -> Verdict:
        """What came of it."""
        return {
            "decision": self.decision,
            "by": self.by,
            "policy": self.decider.policy,
            "reason": self.reason,
            "effects": sorted(self.cells),
            "trail": self.trail,
            **self.extra,
        }

    def _acts(self, hit: Hit) -> bool:
        """Note what a rule wants done with the session; whether it also refuses the call."""
        rule = hit.rule
        if "action" not in self.extra or rule.action == "terminate":
            self.extra["action"] = rule.action
            if rule.message:
                self.extra["message"] = rule.message
        return rule.action == "terminate"

    def _hit(self, hit: Hit) -> None:
        rule = hit.rule
        decision = "deny" if rule.action == "terminate" else rule.action
        span = [hit.start, hit.end]
        self.trail.append({"layer": rule.layer, "decision": decision, "rule": rule.name, "span": span})

    def _ruled(self, decision: str, rule: Rule) -> None:
        self.extra["rule"] = rule.name
        if rule.origin:
            self.extra["src"] = rule.src
        if rule.message and decision != "allow":
            self.extra.setdefault("message", rule.message)
        self._end(decision, "rule", rule.message or f'rule "{rule.name}"')

    def _say(self, layer: str, cell: str, effect: Effect, rule: str = "") -> None:
        entry: dict[str, object] = {"layer": layer, "decision": "ask" if cell == "learnable" else cell}
        entry |= {"effect": effect[0]} | ({"rule": rule} if rule else {})
        entry["span"] = [effect[2], effect[3]]
        self.trail.append(entry)

    def _told(self, effect: Effect) -> str:
        meaning = self.decider.judge.matrix.meaning.get(effect[0], "is in no policy")
        return f"{effect[0]} {meaning}" + (f": {effect[1][:80]}" if effect[1] else "")

    def _end(self, decision: str, by: str, reason: str) -> None:
        self.decision, self.by, self.reason = decision, by, reason


def plain(decision: str, by: str, policy: str, reason: str) -> Verdict:
    """A verdict without a survey."""
    return {"decision": decision, "by": by, "policy": policy, "reason": reason, "effects": [], "trail": []}
