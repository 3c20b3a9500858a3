"""`cctl brain import`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.brain.learn import learned
from tests import brain_home
from tests.commands.brain_decide_test import call
from tests.contract import harness
from tests.learning import TERMS
from tests.shared_data import shared


def past(home: Path) -> str:
    told = {"session": "s", "agent": "claude"}
    text = b""
    for at, (command, more) in enumerate(
        [("acme x", {}), ("git push", {"denied": {"by": "human"}}), ("ls", {}), ("acme y", {"denied": {"by": "hook"}}),
         ("acme $X", {}), ("acme z", {"accepted": {"by": "rule"}}), ("acme w", {"accepted": {"by": "mode"}})]
    ):  # fmt: skip
        text += call(command, id=f"c{at}", **told) + harness.line(
            "result", call=f"c{at}", error="denied" in more, **more, **told
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


@pytest.mark.shared
@pytest.mark.parametrize(
    ("scenario", "reason"),
    [("tui", "3 answers, 2 of them no"), ("control", "2 answers, 1 of them no"), ("tools", "0 answers, 0 of them no"),
     ("denied", "0 answers, 0 of them no"), ("hook-decisions", "0 answers, 0 of them no"),
     ("permission-matrix", "0 answers, 0 of them no"), ("fail-closed", "0 answers, 0 of them no")],
)  # fmt: skip
def test_only_what_a_human_answered_is_implied_by_what_clients_wrote(
    scenario: str, reason: str, tmp_path: Path
) -> None:
    files = sorted(shared(f"captures/claude-code-2.1.328/{scenario}").rglob("transcript*/**/*.jsonl"))
    done = harness.run("brain import", tmp_path, *map(str, files))
    assert harness.records(done.stdout)[0]["reason"] == reason


@pytest.mark.shared
def test_of_codex_nothing_is_implied(tmp_path: Path) -> None:
    files = sorted(shared("captures/codex-0.169.0/tools").rglob("rollout-*.jsonl"))
    done = harness.run("brain import", tmp_path, *map(str, files))
    assert files and harness.records(done.stdout)[0]["reason"] == "0 answers, 0 of them no"
