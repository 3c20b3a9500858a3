"""Answers that transcripts imply, of calls that the configured policy would have asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.brain.sign import project_id, signature
from cctl.core.when.grammar import Window
from cctl.kit.calls import calls, judged_by

if TYPE_CHECKING:
    from cctl.kit.brain import Brain
    from cctl.kit.run import Run


def implied(run: Run, brain: Brain, files: Sequence[str], window: Window | None) -> list[dict[str, Any]]:
    """An event for each call that is not in the log yet and whose result is known."""
    known = {str(event.get("call") or event.get("id", "")) for event in brain.events()}
    judge, policy = brain.tables[0], str(run.setting("brain.policy"))
    found: list[dict[str, Any]] = []
    for each in judged_by(calls(run, files, window, only_answered=True)):
        call = each.record
        name = str(call.get("id", ""))
        if not name or name in known:
            continue
        survey = judge.survey(call, each.facts, each.resolve)
        if judge.verdict(survey.effects, policy)["decision"] != "ask":
            continue
        sign = signature(str(call["tool"]), call["input"], survey)
        if sign:
            known.add(name)
            project = project_id(survey.ground.project)
            told = {"call": name, "session": str(call.get("session", "")), "sign": sign, "project": project}
            found.append({"event": "implied", "answer": "deny" if each.answer == "deny" else "allow", **told})
    return found
