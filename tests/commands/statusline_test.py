"""`cctl statusline` as a verb."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contract import harness
from tests.host.live.home import S1, Home
from tests.statusline_test import kept

LATER = {"CCTL_NOW": "2026-06-01T10:05:00Z"}


def test_a_refresh_is_what_the_next_line_shows(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.call(), home.prompt())
    config = tmp_path / ".config/cctl/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[budget]\nday_usd = 1.5\n[statusline]\ntemplate = "{day} [{state}]"\n')
    done = harness.run("statusline", tmp_path, "--refresh", **LATER)
    assert (done.returncode, done.stdout) == (0, b"")
    found = json.loads((tmp_path / ".cache/cctl/statusline.json").read_bytes())
    assert found["day_limit"] == 1.5 and found["day_usd"] > 0 and S1 in found["sessions"]
    shown = harness.run("statusline", tmp_path, "--style", "none", stdin=json.dumps({"session_id": S1}).encode())
    assert shown.stdout.startswith(f"~${found['day_usd']:.2f}/$1.5".encode()), shown.stdout


def test_options_in_any_order_and_help(tmp_path: Path) -> None:
    kept(tmp_path)
    done = harness.run("statusline", tmp_path, "--template", "{session}", "-q", stdin=b'{"session_id":"abc"}')
    assert done.stdout == b"abc\n"
    assert harness.run("statusline", tmp_path, "--style", "pink").returncode == 2
