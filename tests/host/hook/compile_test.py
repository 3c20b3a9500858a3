"""Compiling for the hook reads what every other verb reads."""

from __future__ import annotations

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
