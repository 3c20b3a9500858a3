"""Configuration files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host import config_file
from cctl.host.world import World
from cctl.records.errors import BadConfig, NoInput


def test_the_project_file_is_found_up_to_the_repository(tmp_path: Path) -> None:
    home = tmp_path / "home"
    deep = home / "repo/a/b"
    deep.mkdir(parents=True)
    (home / ".cctl.toml").write_text("x = 1")
    world = World({"HOME": str(home)}, cwd=str(deep))
    assert config_file.project_file(world) == "", "never the home's own"
    (home / "repo/.cctl.toml").write_text("x = 2")
    assert config_file.project_file(world) == str(home / "repo/.cctl.toml")
    (home / "repo/a/.git").mkdir()
    assert config_file.project_file(world) == "", "not above the repository"


def test_the_users_file_moves_with_xdg(tmp_path: Path) -> None:
    assert config_file.user_file(World({"HOME": "/h", "XDG_CONFIG_HOME": "/c"})) == "/c/cctl/config.toml"
    assert config_file.user_file(World({"HOME": "/h"})) == "/h/.config/cctl/config.toml"


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    world = World({"HOME": str(tmp_path)}, cwd=str(tmp_path))
    assert config_file.layers(world) == []
    with pytest.raises(NoInput):
        config_file.layers(world, str(tmp_path / "gone.toml"))
    bad = tmp_path / "bad.toml"
    for content in (b"a = ", b"a = '\xff'", b"a = " + b"[" * 50_000):
        bad.write_bytes(content)
        with pytest.raises(BadConfig, match=r"bad\.toml"):
            config_file.layers(world, str(bad))
    with pytest.raises(BadConfig):
        config_file.layers(world, str(tmp_path))
