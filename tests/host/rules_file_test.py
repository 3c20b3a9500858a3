"""The rules that hold in a place: layers, the compiled form, trust, and files that are wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.host import rules_file
from cctl.host.brain import compile as compiling
from cctl.host.brain.places import Places
from cctl.host.rules_file import Held
from cctl.records.errors import BadConfig
from tests.repository import commit, git, repository

DENY = "[rules.{}]\nprogram='git'\naction='deny'\n"
TEAM = "policy='readonly'\n[deny]\ntools=['WebFetch']\n"


class Here:
    """A machine with a user's folder and a project."""

    def __init__(self, root: Path, project: Path | None = None) -> None:
        self.config = root / "config"
        self.config.mkdir()
        self.places = Places(str(self.config), str(root / "state"), str(project) if project else None)

    def load(self) -> Held:
        return rules_file.load(self.places)

    def names(self) -> list[str]:
        return sorted(f"{rule.layer}:{rule.name}" for rule in self.load().rules.all())


def test_rules_come_from_the_users_files_and_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here(tmp_path)
    (here.config / "rules.toml").write_text(DENY.format("a"))
    (here.config / "config.toml").write_text(DENY.format("b"))
    assert here.names() == ["user:a", "user:b"]
    packed = Path(here.places.packed())
    assert packed.stat().st_mode & 0o777 == 0o600 and packed.parent.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(compiling, "compiled", lambda _places: pytest.fail("read again though nothing has changed"))
    assert here.names() == ["user:a", "user:b"]


def test_any_change_is_seen_at_once(tmp_path: Path) -> None:
    here = Here(tmp_path)
    assert here.names() == []
    path = here.config / "rules.toml"
    path.write_text(DENY.format("a"))
    assert here.names() == ["user:a"]
    told = path.stat()
    path.write_text(DENY.format("b"))
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns + 1))
    assert here.names() == ["user:b"]
    path.unlink()
    assert here.names() == []


def test_a_file_with_a_mistake_is_refused_whole_and_stays_refused(tmp_path: Path) -> None:
    here = Here(tmp_path)
    (here.config / "rules.toml").write_text(DENY.format("a") + "[rules.b]\nprogam='x'\naction='deny'\n")
    for _ in range(2):
        with pytest.raises(BadConfig, match=r'rules.toml:5: b: unknown key "progam" \(did you mean "program"\?\)'):
            here.load()
    (here.config / "rules.toml").write_text("[rules")
    with pytest.raises(BadConfig, match="not TOML"):
        here.load()


def test_a_damaged_compiled_form_is_made_anew(tmp_path: Path) -> None:
    here = Here(tmp_path)
    (here.config / "rules.toml").write_text(DENY.format("a"))
    here.load()
    Path(here.places.packed()).write_bytes(b"\xff\x00 rubbish")
    assert here.names() == ["user:a"]


def test_a_state_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    here = Here(tmp_path)
    (tmp_path / "state").write_text("in the way")
    (here.config / "rules.toml").write_text(DENY.format("a"))
    assert here.names() == here.names() == ["user:a"]


def test_a_teams_policy_is_read_from_the_commit_and_the_upstream_branch(tmp_path: Path) -> None:
    upstream = repository(tmp_path / "up")
    commit(upstream, {".cctl/policy.toml": TEAM})
    git(tmp_path, "clone", "-q", str(upstream), "here")
    here = Here(tmp_path, tmp_path / "here")
    assert here.names() == ["team:policy:tool:0"] and here.load().policy == "readonly"
    (tmp_path / "here/.cctl/policy.toml").write_text("")
    assert here.names() == ["team:policy:tool:0"]
    commit(tmp_path / "here", {".cctl/policy.toml": "policy='workspace'\n[deny]\ncommands=['x']\n"})
    assert here.names() == ["team:policy:cmd:0", "team:policy:tool:0"] and here.load().policy == "readonly"


def test_without_commits_the_policy_that_lies_there_holds(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / ".cctl").mkdir(parents=True)
    (project / ".cctl/policy.toml").write_text(TEAM)
    assert Here(tmp_path, project).names() == ["team:policy:tool:0"]


def test_a_teams_policy_with_a_mistake_is_refused(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    commit(repo, {".cctl/policy.toml": "[deny]\ncomands=['x']\n"})
    with pytest.raises(BadConfig, match="comands"):
        Here(tmp_path, repo).load()


def test_a_projects_rules_tighten_at_once_and_allow_only_when_this_very_text_is_trusted(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / ".cctl").mkdir(parents=True)
    path = project / ".cctl/rules.toml"
    path.write_text(DENY.format("d") + "[rules.a]\nprogram='acme'\naction='approve'\n")
    (project / ".cctl.toml").write_text(DENY.format("e"))
    here = Here(tmp_path, project)
    assert here.names() == ["project:d", "project:e"]
    trust = Path(here.places.trust)
    trust.parent.mkdir(parents=True, exist_ok=True)
    trust.write_text(compiling.trust_line(str(path), path.read_bytes()) + "\n")
    assert here.names() == ["project:a", "project:d", "project:e"]
    path.write_text(path.read_text() + "[rules.more]\naction='approve'\n")
    assert here.names() == ["project:d", "project:e"]


def test_a_home_of_its_own_needs_no_git(tmp_path: Path) -> None:
    here = Here(tmp_path, tmp_path / "gone")
    assert here.names() == []
