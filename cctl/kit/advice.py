"""A model's advice on what is left to ask: a note beside the verdict, and an allow only where it has earned one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.brain import grey, prompt
from cctl.core.brain.decide import Decider
from cctl.core.brain.opinion import Nothing, summary
from cctl.host import paths
from cctl.host.brain import learning
from cctl.host.brain.adviser import Adviser, Asked
from cctl.host.brain.record import log_in
from cctl.host.data import shipped
from cctl.records.errors import BadConfig
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.effect.path import Resolve
    from cctl.host.world import World
    from cctl.kit.run import Run


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
            self._run.say.once(found.reason, f"no advice from {self._model}: {found.reason}")
            return made, {"llm": {"adviser": self._adviser.id, "none": found.reason}}
        tiers = learning.terms().tier_effects
        word = grey.answer(found, grey.covered(decider, call, survey, found, self._adviser.id, tiers))
        more: dict[str, Any] = {"llm": grey.told(found, self._adviser.id, self._model)}
        return grey.advised(made, found, word), more | ({"answer": word} if word else {})


def configured(run: Run) -> Adviser:
    """The model that is configured."""
    asked = Asked(
        url=str(run.setting("brain.llm_url")),
        remote=bool(run.setting("brain.llm_remote")),
        kind=str(run.setting("brain.llm_kind")),
        model=str(run.setting("brain.llm_model")),
        budget_ms=int(run.setting("brain.llm_ms")),
        prompt=text(run.world, "judge")[0],
        key_file=str(run.setting("brain.llm_key_file")),
    )
    return Adviser(asked, log_in(paths.state(run.world.env, run.world.home)).folder)


def text(world: World, name: str) -> tuple[str, str]:
    """A prompt and where it is from: a user's text of that name that isn't blank comes before the built-in one."""
    path = Path(f"{paths.config(world.env, world.home)}/prompts/{name}.md")
    try:
        own = path.read_text(encoding="utf-8")
    except OSError:
        own = ""
    if not own.strip():
        return shipped(f"prompts/{name}.txt").decode(), "built-in"
    if lost := prompt.missing(name, own):
        raise BadConfig(f"{path}: lacks {', '.join('{{' + each + '}}' for each in lost)}")
    return own, str(path)
