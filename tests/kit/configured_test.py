"""The configuration of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.world import World
from cctl.kit.configured import Configuration
from cctl.records.errors import BadConfig


def test_flags_aside_the_environment_lies_over_files(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('timezone = "Asia/Tokyo"\n[stats]\nsince = "3d"\n')
    world = World({"HOME": str(tmp_path), "CCTL_STATS__SINCE": "5d"}, cwd=str(tmp_path))
    configuration = Configuration(world, str(tmp_path / "c.toml"))
    assert configuration.get("stats.since") == "5d"
    assert configuration.get("timezone") == "Asia/Tokyo"
    assert configuration.all()[0]["timezone"].line == 1


def test_a_mistake_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[stats]\nsinec = "3d"\n')
    configuration = Configuration(World({"HOME": str(tmp_path)}, cwd=str(tmp_path)), str(tmp_path / "c.toml"))
    with pytest.raises(BadConfig, match=r'c.toml:2: unknown key "stats.sinec" \(did you mean "stats.since"\?\)'):
        configuration.get("stats.since")
