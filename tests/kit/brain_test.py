"""The brain for verbs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.when.grammar import Window
from cctl.host.world import World
from cctl.kit.brain import Brain, done, inside
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.errors import NoInput
from tests import brain_home
from tests.learning import DAY, START


def brain(home: Path) -> Brain:
    return Brain(
        Run(Meta("brain log", "source"), World({"HOME": str(home), "CCTL_NOW": "0"}, cwd="/"), Shared(), Out())
    )


def test_decisions_are_found_by_time_and_by_name(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 4)
    made = brain(tmp_path)
    assert [event["id"] for event in made.decisions(Window(START + DAY, None))] == ["c2", "c3"]
    assert made.named("c1")["id"] == "c1" and set(made.answers()) == {"c0", "c1", "c2", "c3"}
    for name in ("c", "", "x"):
        with pytest.raises(NoInput):
            made.named(name)
    assert inside({"ts": "2026-11-20T00:00:00.000Z"}, None)


def test_a_judge_of_the_past_takes_todays_rules_or_others(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 1)
    made = brain(tmp_path)
    [event] = made.decisions()
    rules = tmp_path / "r.toml"
    rules.write_text("[rules.a]\nprogram='acme'\naction='deny'\n")
    assert (
        made.decider(event, None).policy == "workspace" and made.decider(event, None, (), "locked").policy == "locked"
    )
    assert made.decider(event, None).rules is None and made.decider(event, None, (str(rules),)).rules is not None


def test_what_was_done_is_a_record(tmp_path: Path) -> None:
    run = Run(Meta("x", "action"), World({"HOME": str(tmp_path), "CCTL_NOW": "0"}, cwd="/"), Shared(), Out())
    assert done(run, "a", "t", "ok", "r", dry_run=True) == {
        "type": "done", "v": 1, "ts": "1970-01-01T00:00:00.000Z", "action": "a", "status": "ok", "target": "t",
        "reason": "r", "dry_run": True,
    }  # fmt: skip
