"""`cctl-pipelines(7)`."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cctl.kit.pages import pipelines
from cctl.kit.recipes import recipes
from cctl.kit.roff import escaped
from tests import needed


def test_every_recipe_is_on_the_page() -> None:
    page = pipelines.made()["man/cctl-pipelines.7"]
    for each in recipes():
        assert all(escaped(command) in page for command in each.run)
    assert "WantedBy=timers.target" in page


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    analyze = needed.program("systemd-analyze")
    programs = tmp_path / ".local/bin"
    programs.mkdir(parents=True)
    for name in ("cctl", "cctl-budget-kill"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    for name, lines in pipelines.UNITS.items():
        (tmp_path / name).write_text("\n".join(lines).replace("%h", str(tmp_path)) + "\n")
    paths = [str(tmp_path / name) for name in pipelines.UNITS]
    env = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [analyze, "verify", "--user", "--man=no", *paths],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "cctl" in line]
    assert done.returncode == 0 and not said, done.stderr


def test_every_pipeline_is_in_a_line_for_cron_or_a_unit() -> None:
    page = pipelines.made()["man/cctl-pipelines.7"]
    for name in ("cctl-cron-health", "cctl-budget-kill"):
        assert escaped(name) in page
    assert escaped("PATH=/home/me/.local/bin") in page and "%" not in "".join(pipelines._CRON)
