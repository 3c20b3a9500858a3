"""`cctl rules explain`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.brain_decide_test import call
from tests.contract import harness


def test_every_step_to_the_verdict_is_shown(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text("[rules.a]\nprogram='git'\naction='approve'\n")
    done = harness.run("rules explain", tmp_path, "git reset --hard", "--rules", "r.toml")
    found = harness.records(done.stdout)
    assert [each["step"] for each in found[:-1]] == ["effect", "rule", "verdict"]
    assert (
        found[0]["effect"] == "DISCARD" and 'effect = "DISCARD"' in found[1]["text"] and found[2]["decision"] == "deny"
    )


def test_calls_of_a_stream_are_explained_one_after_the_other(tmp_path: Path) -> None:
    done = harness.run("rules explain", tmp_path, "-", stdin=call("ls") + call("git push"))
    assert [each["decision"] for each in harness.records(done.stdout)[:-1] if each["step"] == "verdict"] == [
        "allow",
        "ask",
    ]
    assert harness.run("rules explain", tmp_path, "").returncode == 2
