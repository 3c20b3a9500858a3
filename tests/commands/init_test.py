"""`cctl init` in a home of its own: in, again, checked, out; and the wired command answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.wired import Home

SETTINGS = '{\n    "model": "opus",\n    "env": {"TOKEN": "ghp_a1B2c3D4e5F6a1B2c3D4e5F6a1B2c3D4e5F6"}\n}\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_in_again_checked_and_out(home: Home) -> None:
    home.settings.parent.mkdir()
    home.settings.write_text(SETTINGS)
    (home.path / ".codex").mkdir()
    first = home.records("init")
    assert {(each["action"], each["status"]) for each in first} == {("wire", "ok")}
    assert {Path(each["target"]).name for each in first} == {"hook.py", "settings.json", "hooks.json"}
    assert {each["status"] for each in home.records("init")} == {"notneeded"}
    assert {each["status"] for each in home.records("init", "--check") if each["type"] == "check"} == {"ok"}
    home.records("init", "--remove")
    assert home.settings.read_text() == SETTINGS
    assert home.files() == {".claude/settings.json"}
    assert {each["status"] for each in home.records("init", "--remove")} == {"notneeded"}


def test_a_dry_run_shows_the_change_without_secrets_and_makes_none(home: Home) -> None:
    home.settings.parent.mkdir()
    home.settings.write_text(SETTINGS)
    records = home.records("init", "--dry-run")
    assert all(each["dry_run"] for each in records)
    diff = next(each["diff"] for each in records if "diff" in each)
    assert '+        "PreToolUse": [' in diff
    assert "ghp_" not in diff
    assert home.settings.read_text() == SETTINGS
    assert home.files() == {".claude/settings.json"}


def test_the_wired_command_answers_whatever_the_environment_says(home: Home, tmp_path: Path) -> None:
    home.records("init")
    (home.path / ".config/cctl").mkdir(parents=True, exist_ok=True)
    (home.path / ".config/cctl/config.toml").write_text("[hook]\ndeadline_ms = 60000\n")  # a machine may be busy
    call = {"hook_event_name": "PreToolUse", "session_id": "s", "cwd": str(home.project), "tool_name": "Bash",
            "tool_input": {"command": "rm -rf /"}, "tool_use_id": "t"}  # fmt: skip
    evil = {"HOME": str(tmp_path), "XDG_STATE_HOME": "/tmp/e", "PYTHONPATH": "/tmp/e", "CCTL_BRAIN__MODE": "off",
            "PYTHONSTARTUP": "/tmp/e", "LC_ALL": "C"}  # fmt: skip
    done = subprocess.run(
        ["/bin/sh", "-c", home.command()], input=json.dumps(call), capture_output=True, text=True, env=evil, check=True
    )
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert (home.path / ".local/state/cctl/hook/s.jsonl").exists()


@pytest.mark.parametrize("text", ["// mine\n{}", '{"a": 1,}', '{"hooks": []}', "", '{"a":1,"a":2}'])
def test_settings_that_cannot_be_changed_safely_are_left_alone(home: Home, text: str) -> None:
    home.settings.parent.mkdir()
    home.settings.write_text(text)
    done = home.cctl("init")
    assert done.returncode == 78
    failed = next(json.loads(line) for line in done.stdout.splitlines() if '"error"' in line)
    assert str(home.settings) in failed["reason"]
    assert home.settings.read_text() == text


def test_project_settings_are_the_ones_that_are_not_shared(home: Home) -> None:
    home.records("init", "--scope", "project")
    assert (home.project / ".claude/settings.local.json").exists()
    assert not home.settings.exists()
    assert {each["status"] for each in home.records("init", "--check") if each["type"] == "check"} == {"ok"}
    home.records("init", "--remove")
    assert list(home.project.iterdir()) == [home.project / ".git"]


def test_an_agent_can_be_named(home: Home) -> None:
    home.records("init", "--agent", "codex")
    assert (home.path / ".codex/hooks.json").exists()
    assert not home.settings.exists()


def test_the_plugin_folder_is_written_checked_and_removed(home: Home) -> None:
    folder = home.path / "plugin"
    home.records("init", "--plugin", str(folder))
    assert (folder / "hooks/hooks.json").exists()
    assert not home.settings.exists()
    assert {each["status"] for each in home.records("init", "--check") if each["type"] == "check"} == {"ok"}
    (folder / "hooks/hooks.json").write_text("{}")
    assert home.cctl("init", "--check").returncode == 10
    home.records("init", "--plugin", str(folder))
    home.records("init", "--plugin", str(folder), "--remove")
    assert home.files() == set()


def test_another_plugin_is_not_written_over(home: Home) -> None:
    folder = home.path / "plugin"
    (folder / "hooks").mkdir(parents=True)
    (folder / "hooks/hooks.json").write_text("theirs")
    assert home.cctl("init", "--plugin", str(folder)).returncode == 78
    assert (folder / "hooks/hooks.json").read_text() == "theirs"


def test_checking_what_was_never_wired_is_a_problem(home: Home) -> None:
    done = home.cctl("init", "--check")
    assert done.returncode == 10
    assert "run `cctl init`" in done.stdout
    assert home.cctl("init", "--check", "--remove").returncode == 2


REFUSED = {
    "comments": b'{\n  // mine\n  "model": "x"\n}\n',
    "a comma too many": b'{"a":1,}',
    "a key twice": b'{"hooks":{},"hooks":{"Stop":[]}}',
    "hooks that are a list": b'{"hooks":[]}',
    "an event that is no list": b'{"hooks":{"PreToolUse":{}}}',
    "a list": b"[]",
    "another encoding": '{"a":1}'.encode("utf-16"),
    "no number": b'{"a":NaN}',
    "too deep": b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
    "nothing": b"",
}
TAKEN = {
    "a byte-order mark": b'\xef\xbb\xbf{"model":"x"}',
    "other line ends and tabs": b'{\r\n\t"permissions": {\r\n\t\t"allow": []\r\n\t}\r\n}',
    "one line": b'{"a":[1,2],"b":{"c":null}}',
    "hooks of others and keys of tomorrow": b'{"hooks":{"FutureEvent":[{"hooks":[{"type":"x"}]}],"PreToolUse":'
    b'[{"matcher":"Bash","hooks":[{"type":"command","command":"other"}]}]},"x-y":{"z":[{}]}}\n',
    "characters of all kinds": '{"é":"\\ud83d\\ude00 ☃"}'.encode(),
}


def put(home: Home, raw: bytes) -> None:
    home.settings.parent.mkdir(parents=True)
    home.settings.write_bytes(raw)
    home.settings.chmod(0o440)


@pytest.mark.parametrize("name", REFUSED)
def test_settings_of_odd_kinds_are_refused_by_name(home: Home, name: str) -> None:
    put(home, REFUSED[name])
    done = home.cctl("init", "--agent", "claude")
    assert done.returncode == 78, done.stderr
    assert str(home.settings) in done.stdout and "Traceback" not in done.stderr
    assert home.settings.read_bytes() == REFUSED[name]
    assert home.cctl("init", "--check").returncode == 10


@pytest.mark.parametrize("name", TAKEN)
def test_odd_settings_come_back_to_the_byte_with_their_mode(home: Home, name: str) -> None:
    put(home, TAKEN[name])
    home.records("init", "--agent", "claude", "--dry-run")
    assert home.settings.read_bytes() == TAKEN[name]
    home.records("init", "--agent", "claude")
    assert b'"onFailure"' in home.settings.read_bytes()
    assert home.settings.stat().st_mode & 0o777 == 0o440
    assert home.cctl("init", "--check").returncode == 0
    home.records("init", "--remove")
    assert home.settings.read_bytes() == TAKEN[name]
    assert home.settings.stat().st_mode & 0o777 == 0o440


def test_settings_kept_elsewhere_stay_there(home: Home) -> None:
    real = home.path / "dotfiles/claude.json"
    real.parent.mkdir()
    real.write_text('{"a":1}')
    home.settings.parent.mkdir()
    home.settings.symlink_to(real)
    home.records("init", "--agent", "claude")
    assert home.settings.is_symlink() and "onFailure" in real.read_text()
    home.records("init", "--remove")
    assert home.settings.is_symlink() and real.read_text() == '{"a":1}'
