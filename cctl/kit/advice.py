"""A local model's advice on what is left to ask: a note beside the verdict, never another verdict."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.brain import prompt
from cctl.core.brain.breaker import Breaker
from cctl.core.brain.decide import Decider
from cctl.core.brain.opinion import Nothing, Opinion, answered, request, summary
from cctl.host import paths
from cctl.host.brain import model
from cctl.host.data import shipped
from cctl.records.errors import BadConfig
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.effect.path import Resolve
    from cctl.host.world import World
    from cctl.kit.run import Run

_OPEN = ("allow", "learnable")


class Adviser:
    """One server for one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._server = model.server(str(run.setting("brain.llm_url")), remote=bool(run.setting("brain.llm_remote")))
        self._kind, self._model = str(run.setting("brain.llm_kind")), str(run.setting("brain.llm_model"))
        self._budget_s = int(run.setting("brain.llm_ms")) / 1000
        self._prompt = text(run.world, "judge")[0]
        self._breaker = Breaker()
        self._kept: dict[str, Opinion] = {}
        if not self._model:
            raise BadConfig("brain.llm_model: no model is named", hint="brain.llm = off works without one")

    def advise(
        self, decider: Decider, call: Record, facts: dict[str, Any], resolve: Resolve | None, made: dict[str, Any]
    ) -> dict[str, Any]:
        """The same verdict, with a note where a model has an opinion on a call that rules could settle."""
        matrix = decider.judge.matrix
        if made["decision"] != "ask" or made["by"] not in ("policy", "default") or not made["effects"]:
            return made
        if any(matrix.cell(decider.policy or matrix.default, code) not in _OPEN for code in made["effects"]):
            return made
        survey = decider.judge.survey(call, facts, resolve)
        told = summary(str(call.get("tool", "")), survey, matrix, decider.policy or matrix.default)
        found = self._opinion(json.dumps(told, sort_keys=True), list(made["effects"]))
        if isinstance(found, Nothing):
            self._run.say.once(found.reason, f"no advice from {self._model}: {found.reason}")
            return made
        step = {"layer": "llm", "decision": found.verdict, "effect": found.category, "span": [0, 0]}
        return made | {"trail": [*made["trail"], step], "note": found.note}

    def _opinion(self, told: str, effects: list[str]) -> Opinion | Nothing:
        now_ms = time.monotonic_ns() // 1_000_000
        if told in self._kept:
            return self._kept[told]
        if not self._breaker.open(now_ms):
            return Nothing("left alone after failures")
        path, body = request(self._kind, self._model, prompt.filled(self._prompt, {"call": told}), effects)
        reply = model.ask(self._server, path, body, self._budget_s)
        found = reply if isinstance(reply, Nothing) else answered(self._kind, reply.status, reply.body, effects)
        if isinstance(found, Nothing):
            self._breaker.failed(now_ms)
        else:
            self._breaker.worked()
            self._kept[told] = found
        return found


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
