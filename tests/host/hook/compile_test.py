"""Compiling for the hook reads what every other verb reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cctl.host.hook.compile import compiled


def test_the_users_file_and_the_projects(tmp_path: Path) -> None:
    user, project = tmp_path / "config.toml", tmp_path / ".cctl.toml"
    user.write_text('[hook]\non_error = "deny"\ndeadline_ms = 300\n')
    project.write_text('[hook]\non_error = "ask"\n')
    found = compiled([str(user), str(project)])
    assert (found.values["hook.on_error"], found.values["hook.deadline_ms"]) == ("deny", 300)
    assert found.problem.startswith(f"{project}:2:")


def test_a_file_that_went_away_counts_for_nothing(tmp_path: Path) -> None:
    assert compiled([str(tmp_path / "none")]).problem == ""


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert str(tmp_path) in compiled([str(tmp_path)]).problem


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[brain]\nmode = "auto"\n')
    code = (
        "import sys; sys.path.append(sys.argv[1]); from cctl.host.hook.compile import compiled\n"
        "print(compiled([sys.argv[2]]).values['brain.mode'])"
    )
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-I", "-S", "-c", code, str(root), str(tmp_path / "config.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("auto\n", "")
