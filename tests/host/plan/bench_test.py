"""Judging between attempts: what the journal says of it."""

from __future__ import annotations

from pathlib import Path

from cctl.core.plan.task import Verifier
from tests.host.plan.engine_test import command, engine


def test_a_task_is_judged_before_others_go_on(tmp_path: Path) -> None:
    good, bad = Verifier("run", "good", ("true",)), Verifier("run", "bad", ("false",))
    found = engine(tmp_path, command("a", verify=(good,)), command("b", verify=(good, bad), retries=1),
                   command("c", depends_on=("a",)))  # fmt: skip
    events = [event for group in found.run() for event in group]
    assert found.board.counts() == {"completed": 2, "needs_human": 1}
    judged = [(event["t"], event["to"]) for event in events if event["e"] == "judged"]
    assert sorted(judged) == [("a", "completed"), ("b", "needs_human"), ("b", "retrying")]
    assert [each["passed"] for each in found.board.standings["b"].checks] == [True, False]
    order = [(event["e"], event["t"]) for event in events]
    assert order.index(("judged", "a")) < order.index(("intent", "c"))


def test_judging_that_is_broken_off_is_begun_again_later(tmp_path: Path) -> None:
    found = engine(tmp_path, command("a", verify=(Verifier("run", "slow", ("sleep", "60")),)))
    run = found.run()
    for events in run:
        if any(event.get("to") == "verifying" for event in events):
            break
    found.interrupt("user")
    [*_] = run
    assert found.board.standings["a"].state == "verifying"
