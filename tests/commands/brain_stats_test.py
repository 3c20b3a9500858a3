"""`cctl brain stats`."""

from __future__ import annotations

from pathlib import Path

from tests import brain_home
from tests.contract import harness


def test_the_scorecard_and_the_certificates_are_shown(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 12)
    done = harness.run("brain stats", tmp_path, "--since", "all")
    card, *certificates = harness.records(done.stdout)[:-1]
    assert (card["decisions"], card["ask"], card["answers"], card["approvals"], card["learnt"]) == (12, 12, 12, 12, 2)
    assert [(each["tier"], each["held"], each["missing"]) for each in certificates] == [
        ("T1", False, 200),
        ("T2", False, 798),
    ]


def test_without_decisions_it_says_so(tmp_path: Path) -> None:
    done = harness.run("brain stats", tmp_path)
    assert done.returncode == 20 and harness.records(done.stdout)[0]["decisions"] == 0
