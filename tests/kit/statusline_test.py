"""What the status line has looked up for it."""

from __future__ import annotations

from pathlib import Path

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.statusline import known, look
from cctl.kit.verb import Meta
from tests.host.live.home import S1, Home


def test_states_spend_and_settings_are_looked_up(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.call())
    world = World({"HOME": str(tmp_path), "TZ": "UTC", "CCTL_NOW": "2026-06-01T10:05:00Z"})
    run = Run(Meta("statusline", "viewer"), world, Shared(quiet=True), Out())
    found = known(run)
    assert found["sessions"][S1]["state"] == "needs_input" and found["waiting_count"] == 1
    assert found["day_usd"] == found["sessions"][S1]["cost_usd"] > 0 and "day_limit" not in found
    look(run)
    assert [each.name for each in (tmp_path / ".cache/cctl").glob("statusline*")] == ["statusline.json"]
