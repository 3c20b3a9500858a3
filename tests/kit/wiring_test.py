"""Which files are wired, and that two runs of `init` don't mix."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from cctl.host.world import World
from cctl.kit import wiring as subject
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.kit.wiring import Wiring
from cctl.records.errors import CannotWrite
from tests.wired import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def wiring(home: Home, **env: str) -> Wiring:
    world = World(home.env(**env), cwd=str(home.project))
    return Wiring(Run(Meta("init", "action"), world, Shared(), Out("jsonl")))


def test_the_users_files_are_found_where_the_agents_look(home: Home) -> None:
    assert [each.path for each in wiring(home).targets((), "user")] == [str(home.settings)]
    (home.path / ".codex").mkdir()
    assert [each.agent for each in wiring(home).targets((), "user")] == ["claude", "codex"]
    moved = wiring(home, CLAUDE_CONFIG_DIR="/other/claude", CODEX_HOME="/other/codex")
    assert [each.path for each in moved.targets(("claude", "codex"), "user")] == [
        "/other/claude/settings.json",
        "/other/codex/hooks.json",
    ]


def test_settings_in_an_unusual_place_are_guarded_by_their_path(home: Home) -> None:
    moved = wiring(home, CLAUDE_CONFIG_DIR="/other/claude")
    assert moved.places(moved.targets((), "user"))["guarded"] == ["/other/claude/settings.json"]
    usual = wiring(home)
    assert usual.places(usual.targets((), "user"))["guarded"] == []


def test_what_is_configured_reaches_the_launcher(home: Home) -> None:
    config = home.path / ".config/cctl"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('[hook]\non_error = "deny"\ndeadline_ms = 500\n')
    places: Any = wiring(home).places([])
    assert (places["on_error"], places["deadline_ms"]) == ("deny", 500)


def test_a_run_that_fails_in_the_middle_has_written_down_what_it_did(home: Home) -> None:
    (home.path / ".codex").mkdir()
    (home.path / ".codex/hooks.json").write_text("broken")
    made = wiring(home)
    with made.alone(really=True):
        statuses = [each["status"] for each in made.wire(made.targets((), "user"), really=True)]
    assert statuses == ["ok", "ok", "error"]
    assert made.run.status == 78
    again = wiring(home)
    assert [each.agent for each in again.recorded((), "")] == ["claude"]
    assert again.recorded(("codex",), "") == again.recorded((), "project") == []


def test_the_launcher_stays_under_sessions_that_call_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wiring(home)
    with made.alone(really=True):
        list(made.wire(made.targets((), "user"), really=True))
    monkeypatch.setattr(subject, "living", lambda run: 2)
    last = list(made.unwire(made.recorded((), ""), really=True))[-1]
    assert (last["status"], last["reason"][:10]) == ("impossible", "2 sessions")
    assert not home.settings.exists()
    assert (home.wiring / "hook.py").exists()
    assert not (home.wiring / "installed.json").exists()
    monkeypatch.setattr(subject, "living", lambda run: 0)
    assert [each["status"] for each in made.unwire([], really=True)] == ["ok"]
    assert home.files() == set()


def test_what_could_not_be_taken_out_stays_written_down(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wiring(home)
    with made.alone(really=True):
        list(made.wire(made.targets((), "user"), really=True))
    home.settings.write_text(home.settings.read_text().replace("{", '{\n  "model": "x",', 1))

    def full(*given: object) -> None:
        raise CannotWrite("no space")

    monkeypatch.setattr(subject.install.settings, "replace", full)
    assert [each["status"] for each in made.unwire(made.recorded((), ""), really=True)] == ["error"]
    assert wiring(home).recorded((), "") != []


def test_no_session_is_alive_in_an_empty_home(home: Home) -> None:
    assert subject.living(wiring(home).run) == 0


def test_only_one_works_at_a_time(home: Home) -> None:
    made = wiring(home)
    with made.alone(really=True):
        other = os.open(home.wiring / "lock", os.O_RDWR)
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(other)
    with made.alone(really=False):
        assert made.installed.empty
