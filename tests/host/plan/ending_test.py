"""Ending what runs: one task of several, all of it, impatiently."""

from __future__ import annotations

import time
from pathlib import Path

from tests.host.plan.engine_test import command, engine
from tests.real_client import eventually

DEAF = ("sh", "-c", "trap '' INT TERM; touch ready; sleep 60 & wait; sleep 60")


def test_all_end_and_nothing_more_begins(tmp_path: Path) -> None:
    found = engine(tmp_path, command("a", "sleep", "60"), command("b", "sleep", "60"), command("c", depends_on=("a",)))
    run = found.run()
    next(run)
    found.interrupt("user")
    [*_] = run
    assert {name: each.state for name, each in found.board.standings.items()} == {
        "a": "aborted", "b": "aborted", "c": "pending",
    }  # fmt: skip


def test_a_second_wish_leaves_out_the_waiting(tmp_path: Path) -> None:
    found = engine(tmp_path, command("a", *DEAF))
    run = found.run()
    next(run)
    assert eventually((tmp_path / "ready").exists)
    found.interrupt("user")
    found.interrupt("user")
    begun = time.monotonic()
    [*_] = run
    assert found.board.standings["a"].state == "aborted"
    assert time.monotonic() - begun < 5  # both graces together are ten
