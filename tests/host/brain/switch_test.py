"""Switching the mode."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.brain.switch import set_mode
from cctl.host.world import World
from cctl.records.errors import BadConfig
from tests import brain_home

TS = "2026-11-20T12:00:00.000Z"


def test_a_link_to_the_configuration_stays_a_link(tmp_path: Path) -> None:
    world = World({"HOME": str(tmp_path)}, cwd="/")
    real = tmp_path / "dotfiles.toml"
    real.write_text("a = 1\n")
    link = tmp_path / ".config/cctl/config.toml"
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    assert set_mode(world, "off", TS) and link.is_symlink() and "off" in real.read_text()
    assert not set_mode(world, "off", TS) and len(list(brain_home.log(tmp_path).events())) == 1


def test_what_would_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / ".config/cctl/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("brain = 3\n")
    with pytest.raises(BadConfig):
        set_mode(World({"HOME": str(tmp_path)}, cwd="/"), "off", TS)
    assert path.read_text() == "brain = 3\n"
