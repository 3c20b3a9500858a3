"""What reads a run's agent; the whole of `run` is held in `commands/run_test.py`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from cctl.core.run.command import prepare
from cctl.kit.running import followed
from tests.host.run.keeper_test import plan


def test_only_an_agent_whose_session_can_be_known_is_followed(tmp_path: Path) -> None:
    run = SimpleNamespace(world=SimpleNamespace(home=str(tmp_path), env={}), setting=lambda name: {})
    assert followed(run, plan(tmp_path, "make")) is None  # type: ignore[arg-type]  # as much of a run as is used
    unknown = plan(tmp_path, "claude", "-p", "x")._replace(command=prepare(["claude", "--continue"], "s"))
    assert followed(run, unknown) is None  # type: ignore[arg-type]  # as above
    found = followed(run, plan(tmp_path, "claude", "-p", "x"))  # type: ignore[arg-type]  # as above
    assert found is not None and (found.agent, found.session) == ("claude", "s")
