"""`cctl completions`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness

ROOT = Path(__file__).resolve().parents[2]


def test_it_prints_what_the_package_installs(tmp_path: Path) -> None:
    files = {"bash": "cctl.bash", "zsh": "_cctl", "fish": "cctl.fish"}
    for shell, name in files.items():
        assert harness.run("completions", tmp_path, shell).stdout.decode() == (ROOT / "completions" / name).read_text()
    assert harness.run("completions", tmp_path, "tcsh").returncode == 2
