"""Implied answers."""

from __future__ import annotations

from pathlib import Path

from cctl.host.world import World
from cctl.kit.brain import Brain
from cctl.kit.implied import implied
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from tests import brain_home
from tests.commands.brain_import_test import past


def test_calls_that_the_log_knows_already_are_passed_over(tmp_path: Path) -> None:
    run = Run(Meta("brain import", "action"), World({"HOME": str(tmp_path)}, cwd=str(tmp_path)), Shared(), Out())
    name = str(tmp_path / past(tmp_path))
    found = implied(run, Brain(run), [name], None)
    assert [(each["call"], each["answer"], each["event"]) for each in found] == [
        ("c0", "allow", "implied"), ("c1", "deny", "implied"),
    ]  # fmt: skip
    brain_home.decide(tmp_path, "acme x", "c0")
    assert [each["call"] for each in implied(run, Brain(run), [name], None)] == ["c1"]
