"""A copy of the launcher that starts something else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cctl.host.wiring import launcher, sabotage


@pytest.fixture
def installed(tmp_path: Path) -> str:
    path = tmp_path / "hook.py"
    places = launcher.places(str(tmp_path), str(tmp_path), str(tmp_path), "ask", 2000, [])
    path.write_text(launcher.text(places))
    return str(path)


def test_the_copy_starts_the_other_package(installed: str, tmp_path: Path) -> None:
    wired = f"{sys.executable} -I -S {installed} --event PreToolUse"
    module = "def serve(watch, places):\n    watch.say(places['root'].encode())\n"
    command = sabotage.command(wired, installed, tmp_path / "broken", module)
    assert installed not in command
    done = subprocess.run(command, shell=True, input=b"", capture_output=True, check=True)
    assert done.stdout.decode() == str(tmp_path / "broken")


@pytest.mark.parametrize("text", ["", "print(1)", "PLACES: dict[str, object] = 3", "PLACES: dict[str, object] = {"])
def test_what_is_no_launcher_is_told(installed: str, tmp_path: Path, text: str) -> None:
    Path(installed).write_text(text)
    with pytest.raises(ValueError, match="not a launcher"):
        sabotage.command(f"python {installed}", installed, tmp_path / "x", "")


def test_a_command_that_calls_another_is_told(installed: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not the one"):
        sabotage.command("python /other.py", installed, tmp_path / "x", "")
    with pytest.raises(ValueError, match="No such file"):
        sabotage.command("python /gone", "/gone", tmp_path / "x", "")
