"""The plugin folder."""

from __future__ import annotations

import json
from pathlib import Path

from cctl import __version__
from cctl.core.wiring.entry import entries
from cctl.host.wiring import plugin

FILES = plugin.content(entries("claude", "/usr/bin/python3", "/s/cctl/wiring/hook.py"))


def test_it_holds_what_the_client_looks_for() -> None:
    assert json.loads(FILES[".claude-plugin/plugin.json"])["name"] == "cctl"
    assert json.loads(FILES[".claude-plugin/plugin.json"])["version"] == __version__
    hooks = json.loads(FILES["hooks/hooks.json"])["hooks"]
    assert hooks["PreToolUse"][0]["hooks"][0]["onFailure"] == "block"
    commands = [name for name in FILES if name.startswith("commands/")]
    assert len(commands) >= 4
    for name in commands:
        head, _, body = FILES[name].removeprefix("---\n").partition("\n---\n")
        assert "description: " in head
        assert "allowed-tools: Bash(cctl " in head
        assert "!`cctl " in body


def test_it_is_written_checked_and_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "plugin"
    known = plugin.write(folder, FILES)
    assert plugin.stale(folder, FILES) == []
    (folder / "hooks/hooks.json").write_text("{}")
    assert plugin.stale(folder, FILES) == ["hooks/hooks.json"]
    assert plugin.remove(folder, known) == ["hooks/hooks.json"]
    assert [each.name for each in folder.rglob("*") if each.is_file()] == ["hooks.json"]
    plugin.write(folder, FILES)
    assert plugin.remove(folder, known) == []
    assert not folder.exists()


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "plugin"
    known = plugin.write(folder, FILES)
    (folder / "commands/mine.md").write_text("mine")
    plugin.remove(folder, known)
    assert [each.name for each in folder.rglob("*") if each.is_file()] == ["mine.md"]
