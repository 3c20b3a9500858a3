"""Writing into the log."""

from __future__ import annotations

from pathlib import Path

from cctl.core.brain.chain import check
from cctl.core.brain.decide import Decider
from cctl.core.brain.label import labels
from cctl.host.brain.record import decided, hidden, log_in, told
from tests.gate import FACTS, judge
from tests.judged import bash
from tests.learning import TERMS

TS = "2026-11-20T12:00:0{}.000Z"


def test_a_call_that_was_asked_and_ran_is_an_answer(tmp_path: Path) -> None:
    log = log_in(str(tmp_path))
    decider = Decider(judge(), "workspace")
    call = bash("git push", id="c", session="s")
    assert decided(log, decider, call, FACTS, decider.decide(call, FACTS), TS.format(0), ms=3, digest="d") == ""
    assert (
        told(log, "dialog", "c", "s", TS.format(1)) == "" == told(log, "outcome", "c", "s", TS.format(9), failed=False)
    )
    assert check(log.lines()).problem == ""
    first, *_ = log.events()
    assert (first["ms"], first["digest"], first["sign"]) == (3, "d", "Bash git push [VCS_REMOTE]")
    [label] = labels(log.events(), TERMS)
    assert label.allow and label.sign == first["sign"]


def test_secrets_are_hidden_and_paths_are_not() -> None:
    assert (
        hidden("curl -u a:hunter2secret https://x.org /home/ada/x")
        == "curl -u a:[redacted:cli_password] https://x.org /home/ada/x"
    )
