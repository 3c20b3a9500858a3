"""Rejections that only transcripts show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cctl.host.world import World
from cctl.kit.brain import Brain
from cctl.kit.late import late, open_dialogs
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from tests import brain_home

SESSION = "6f1c2d3e-0000-4000-8000-000000000000"


def line(**more: Any) -> str:
    base = {
        "sessionId": SESSION,
        "timestamp": "2026-11-20T12:00:00.000Z",
        "cwd": "/p",
        "version": "2.1.328",
        "uuid": "u",
    }
    return json.dumps(base | more) + "\n"


def test_a_call_rejected_in_its_dialog_is_found_in_the_transcript(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    results = [
        {"type": "tool_result", "tool_use_id": name, "is_error": True, "content": text}
        for name, text in (
            ("c1", "The user doesn't want to proceed with this tool use. The user said: no"),
            ("c2", "Exit code 1"),
        )
    ]
    text = "".join(
        line(type="user", message={"role": "user", "content": [each]}, uuid=each["tool_use_id"]) for each in results
    )
    (folder / f"{SESSION}.jsonl").write_text(text)
    log = brain_home.log(tmp_path)
    for name in ("c1", "c2", "c3"):
        log.append([{"event": "dialog", "call": name, "session": SESSION}], "2026-11-20T12:00:00.000Z")
    run = Run(Meta("brain learn", "action"), World({"HOME": str(tmp_path)}, cwd="/"), Shared(), Out())
    [found] = late(run, Brain(run))
    assert (found["event"], found["call"], found["by"], found["said"]) == ("rejected", "c1", "human", True)


def test_dialogs_are_open_until_their_call_ran_or_was_refused() -> None:
    events = [{"event": "dialog", "call": name, "session": "s"} for name in "abc"]
    events += [{"event": "outcome", "call": "a"}, {"event": "rejected", "call": "b"}]
    assert open_dialogs(events) == {"s": {"c"}}
