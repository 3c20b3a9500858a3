"""The files of Codex that say whether our hook is asked."""

from __future__ import annotations

import json
from pathlib import Path

from cctl.core.agent.codex.trust import hashed
from cctl.host.run.trusted import unasked

RUN = ("codex", "exec", "go")
HANDLER = {"type": "command", "command": "/usr/bin/python3 -I /s/cctl/wiring/hook.py --agent codex", "timeout": 10}


def home(tmp_path: Path, handler: dict[str, object] = HANDLER, config: str = "") -> str:
    (tmp_path / "hooks.json").write_text(json.dumps({"hooks": {"PreToolUse": [{"hooks": [handler]}]}}))
    (tmp_path / "config.toml").write_text(config)
    return str(tmp_path)


def trusting(file: Path) -> str:
    return f'[hooks.state."{file}:pre_tool_use:0:0"]\ntrusted_hash = "{hashed("PreToolUse", {}, HANDLER)}"\n'


def test_ours_is_asked_once_it_is_trusted(tmp_path: Path) -> None:
    assert unasked(home(tmp_path, config=trusting(tmp_path / "hooks.json")), RUN) == ""
    assert "nobody has trusted" in unasked(home(tmp_path), RUN)
    assert "no hook of cctl" in unasked(home(tmp_path, {**HANDLER, "command": "other"}), RUN)
    assert "no hook of cctl" in unasked(str(tmp_path / "none"), RUN)


def test_a_home_behind_a_link_is_the_same(tmp_path: Path) -> None:
    (real := tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(real)
    home(real, config=trusting(real / "hooks.json"))
    assert unasked(str(tmp_path / "link"), RUN) == ""


def test_files_that_can_not_be_read_are_no_trust(tmp_path: Path) -> None:
    assert "can't be read" in unasked(home(tmp_path, config="= ["), RUN)
    home(tmp_path)
    (tmp_path / "hooks.json").write_text("{")
    assert "can't be read" in unasked(str(tmp_path), RUN)
