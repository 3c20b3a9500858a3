"""Answers that transcripts imply, of calls that the configured policy would have asked about.

A client of today says who let a call run; then only a human counts, not its rules, its mode or a hook. Older ones of
Claude Code say nothing: there a call that ran and did not fail is taken for one that was let through. Codex never says,
and runs most in a sandbox without asking, so there nothing is implied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.brain.sign import project_id, signature
from cctl.core.when.grammar import Window
from cctl.kit.calls import Call, calls, judged_by

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
        if not name or name in known or not answered(each):
            continue
        survey = judge.survey(call, each.facts, each.resolve)
        if judge.verdict(survey.effects, policy)["decision"] != "ask":
            continue
        sign = signature(str(call["tool"]), call["input"], survey)
        if sign:
            known.add(name)
            project = project_id(survey.ground.project)
            told = {"call": name, "session": str(call.get("session", "")), "sign": sign, "project": project}
            told |= {"at": str(call["ts"])} if call.get("ts") else {}
            found.append({"event": "implied", "answer": "deny" if each.answer == "deny" else "allow", **told})
    return found


def answered(call: Call) -> bool:
    """Whether somebody answered, as far as that can be told."""
    if call.by:
        return call.by == "human"
    return call.record.get("agent") == "claude" and not call.failed
