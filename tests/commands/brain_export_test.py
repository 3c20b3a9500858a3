"""`cctl brain export`."""

from __future__ import annotations

from pathlib import Path

from tests import brain_home
from tests.contract import harness


def test_every_event_is_a_record(tmp_path: Path) -> None:
    assert harness.run("brain export", tmp_path).returncode == 20
    brain_home.busy(tmp_path, 2)
    found = harness.records(harness.run("brain export", tmp_path).stdout)[:-1]
    assert [each["event"] for each in found] == ["decision", "dialog", "outcome"] * 2
    assert (
        [each["seq"] for each in found] == list(range(1, 7))
        and found[1]["prev"]
        and found[0]["verdict"]["decision"] == "ask"
    )


def test_what_tells_who_it_was_can_be_hidden(tmp_path: Path) -> None:
    brain_home.decide(tmp_path, "cat /home/adalovelace/x", "a")
    assert b"adalovelace" in harness.run("brain export", tmp_path).stdout
    assert b"adalovelace" not in harness.run("brain export", tmp_path, "--scrub").stdout
