"""A model's advice on what is left to ask: a note beside the verdict, and an allow only where it has earned one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.brain import grey
from cctl.core.brain.decide import Decider
from cctl.core.brain.opinion import Nothing, summary
from cctl.core.brain.replay import remembered_call
from cctl.core.brain.write import remembered
from cctl.host import paths
from cctl.host.brain import learning
from cctl.host.brain.adviser import Adviser, asked
from cctl.host.brain.record import log_in
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.effect.path import Resolve
    from cctl.kit.brain import Brain
    from cctl.kit.run import Run

_WHY = {
    "refused": "nobody listens at brain.llm_url; is the server running?",
    "connect_timeout": "nobody answers at brain.llm_url",
    "read_timeout": "no answer within brain.llm_ms; a model that was unloaded takes longer the first time",
    "model_missing": "the server has no model of that name (brain.llm_model)",
    "left_alone": "its server failed three times within a minute and is left alone for two",
    "busy": "another question is under way",
    "overloaded": "its server is busy, or still loads it",
    "context": "the question is longer than the context that the server gives the model",
    "only_thought": "it thinks and comes to no answer; switch its reasoning off on the server",
    "aborted": "its server broke the answer off",
    "failed": "its server reports an error",
}


class Advice:
    """The configured model, for one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._adviser = configured(run)
        self._model = str(run.setting("brain.llm_model"))

    def advise(
        self, decider: Decider, call: Record, facts: dict[str, Any], resolve: Resolve | None, made: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The verdict with what the model thinks of it, and what the log keeps of that."""
        if not grey.in_grey(decider, made):
            return made, {}
        survey = decider.judge.survey(call, facts, resolve)
        known = summary(str(call.get("tool", "")), survey, decider.judge.matrix, grey.policy_of(decider))
        found = self._adviser.opinion(known, list(made["effects"]), self._run.world.now_ms())
        if isinstance(found, Nothing):
            why = _WHY.get(found.reason, found.reason)
            self._run.say.once(found.reason, f"no advice from {self._model}: {why}")
            return made, {"llm": {"adviser": self._adviser.id, "none": found.reason}}
        tiers = learning.terms().tier_effects
        word = grey.answer(found, grey.covered(decider, call, survey, found, self._adviser.id, tiers))
        more: dict[str, Any] = {"llm": grey.told(found, self._adviser.id, self._adviser.model)}
        return grey.advised(made, found, word), more | ({"answer": word} if word else {})

    def again(self, brain: Brain, event: Mapping[str, Any]) -> str:
        """What it says now of a decision of the past: `allow`, `ask`, `deny`, or why nothing."""
        facts = event.get("facts")
        known: dict[str, Any] = facts if isinstance(facts, dict) else {}
        call, decider = remembered_call(event), brain.decider(event, None)
        made: dict[str, Any] = decider.decide(call, known, remembered(known))
        if not grey.in_grey(decider, made):
            return "not_asked"
        survey = decider.judge.survey(call, known, remembered(known))
        shown = summary(str(call.get("tool", "")), survey, decider.judge.matrix, grey.policy_of(decider))
        found = self._adviser.opinion(shown, list(made["effects"]), self._run.world.now_ms())
        return found.reason if isinstance(found, Nothing) else found.verdict


def configured(run: Run) -> Adviser:
    """The model that is configured."""
    config = paths.config(run.world.env, run.world.home)
    return Adviser(asked(run.setting, config), log_in(paths.state(run.world.env, run.world.home)).folder)
