"""What the status line has looked up for it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.statusline import known, look, told_limits
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


def test_findings_of_a_living_session_are_counted(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    same = [
        each for n in range(30) for each in (home.call(call=f"t{n}", command="npm test"), home.result(f"t{n}", "no"))
    ]
    home.write(home.prompt(), *same)
    world = World({"HOME": str(tmp_path), "TZ": "UTC", "CCTL_NOW": "2026-06-01T10:05:00Z"})
    found = known(Run(Meta("statusline", "viewer"), world, Shared(quiet=True), Out()))
    assert found["findings_count"] == found["sessions"][S1]["findings"] > 0


def test_the_windows_that_a_client_told_of_last_count_while_they_last(tmp_path: Path) -> None:
    folder = tmp_path / "statusline.told"
    assert told_limits(str(tmp_path), 1000.0) == {}
    folder.mkdir()
    said = {"five_hour": {"used_percentage": 91, "resets_at": 2000}, "seven_day": {"used_percentage": 5}, "x": 1}
    for name, when, text in (("a", 900, "{"), ("b", 950, json.dumps({"rate_limits": said})), ("c", -90_000, "{}")):
        (folder / name).write_text(text)
        os.utime(folder / name, (when, when))
    assert set(told_limits(str(tmp_path), 1000.0)) == {"five_hour", "seven_day"}
    assert set(told_limits(str(tmp_path), 2500.0)) == {"seven_day"} and not (folder / "c").exists()
