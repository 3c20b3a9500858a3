"""`cctl config template`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from cctl.core.setting import settings
from tests.contract import harness


def test_the_template_is_toml_with_every_setting(tmp_path: Path) -> None:
    text = harness.run("config template", tmp_path).stdout.decode()
    assert tomllib.loads(text) == {section: {} for section in tomllib.loads(text)}
    live = re.sub(r"(?m)^# (\w+ = )", r"\1", text)
    (tmp_path / "c.toml").write_text(live)
    assert harness.run("config lint", tmp_path, "--config", "c.toml").returncode == 0
    for name, setting in settings().items():
        key = name.rpartition(".")[2]
        assert (f"# {key} = " if setting.default is not None else f"# {key} is not set") in text, name
