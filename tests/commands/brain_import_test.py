"""`cctl brain import`."""

from __future__ import annotations

from pathlib import Path

from cctl.core.brain.learn import learned
from tests import brain_home
from tests.commands.brain_decide_test import call
from tests.contract import harness
from tests.learning import TERMS


def past(home: Path) -> str:
    told = {"session": "s", "agent": "claude"}
    text = b""
    for at, (command, more) in enumerate(
        [("acme x", {}), ("git push", {"denied": {"by": "human"}}), ("ls", {}), ("acme y", {"denied": {"by": "hook"}}),
         ("acme $X", {})]
    ):  # fmt: skip
        text += call(command, id=f"c{at}", **told) + harness.line(
            "result", call=f"c{at}", error=bool(more), **more, **told
        )
    (home / "past.jsonl").write_bytes(text)
    return "past.jsonl"


def test_what_ran_and_what_was_refused_is_implied_once(tmp_path: Path) -> None:
    name = past(tmp_path)
    shown = harness.records(harness.run("brain import", tmp_path, name).stdout)[0]
    assert shown["dry_run"] and shown["reason"] == "2 answers, 1 of them no" and brain_home.log(tmp_path).files() == []
    harness.run("brain import", tmp_path, name, "--yes")
    again = harness.records(harness.run("brain import", tmp_path, name, "--yes").stdout)[0]
    assert again["status"] == "notneeded"
    events = list(brain_home.log(tmp_path).events())
    assert [(each["call"], each["answer"]) for each in events] == [("c0", "allow"), ("c1", "deny")]
    made = learned(events, TERMS)
    assert made.counted["implied"] == 2 and made.learnt() == [] and made.ladders["T2"].answers == 0
    assert harness.run("brain import", tmp_path, name, "--yes", CLAUDECODE="1").returncode == 77
