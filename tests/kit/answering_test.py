"""Asking a keeper."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cctl.core.brain.event import decision as decision_event
from cctl.core.brain.label import Labels
from cctl.host.brain.record import log_in
from cctl.kit import answering, human
from cctl.kit.answering import asked
from cctl.records.errors import NoInput, Unavailable


def test_who_can_not_be_asked_is_told_why(tmp_path: Path) -> None:
    run: Any = SimpleNamespace(world=SimpleNamespace(home=str(tmp_path), env={}))
    with pytest.raises(NoInput):
        asked(run, {"run": "r", "status": "lost"}, {})
    (tmp_path / ".local/state/cctl/runs/r").mkdir(parents=True)
    with pytest.raises(Unavailable):
        asked(run, {"run": "r", "status": "running"}, {"do": "answer"})


@pytest.mark.parametrize(
    ("decision", "message", "weight"), [("allow", "", 1.0), ("deny", "", 1.0), ("deny", "no", 2.0)]
)
def test_a_human_s_answer_is_a_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decision: str, message: str, weight: float
) -> None:
    world = SimpleNamespace(home=str(tmp_path), env={}, now=lambda: "2026-06-01T10:00:09.000Z")
    run: Any = SimpleNamespace(world=world)
    held = [{"call": "t1", "tool": "Bash", "input": {}, "since": "2026-06-01T10:00:01.000Z"}]
    record = {"run": "r", "status": "running", "session": "s", "held": held}
    monkeypatch.setattr(answering, "runs_of", lambda _: SimpleNamespace(find=lambda name: record))
    monkeypatch.setattr(answering, "asked", lambda *_: ({"call": "t1", "tool": "Bash"}, []))
    monkeypatch.setattr(human, "within", lambda *_: "")
    log = log_in(str(tmp_path / ".local/state/cctl"))
    call = {"id": "t1", "session": "s", "tool": "Bash"}
    verdict = {"decision": "ask", "by": "policy"}
    log.append([decision_event(call, {}, exact=True, sign="", verdict=verdict)], "2026-06-01T10:00:00.900Z")
    assert answering.answered(run, "r", "", decision, message)["status"] == "ok"
    fold = Labels()
    for event in log.events():
        fold.feed(event)
    (label,) = fold.found
    assert (label.allow, label.weight) == (decision == "allow", weight)
    assert label.waited_ms == (8000 if label.allow else -1)
    monkeypatch.setattr(human, "within", lambda *_: "$CLAUDECODE is set")
    answering.answered(run, "r", "", decision, message)
    assert sum(event["event"] != "decision" for event in log.events()) == 2, "an agent's answer teaches nothing"
