"""The proof passes where the gate holds, and fails when any one piece of it is broken."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import real_client
from tests.wired import ROOT, Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.records("init", "--agent", "claude")
    return made


def unhurried(folder: Path) -> Home:
    """A home whose hook has time: what a real client holds to doesn't hang on how busy the machine is."""
    made = Home(folder)
    config = made.path / ".config/cctl/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[hook]\ndeadline_ms = 3000\n")
    return made


def fake(home: Home, *flaws: str) -> str:
    """A client that is a program."""
    path = home.path.parent / "claude"
    text = (ROOT / "tests/fake_claude.py").read_text()
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(0o755)
    Path(f"{path}.flaws").write_text(" ".join(flaws))
    return str(path)


def proven(home: Home, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = home.cctl("hook", "verify", *words)
    assert "Traceback" not in done.stderr, done.stderr
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {each["name"]: each for each in checks if each["type"] == "check"}


def problems(checks: dict[str, dict[str, Any]]) -> list[str]:
    return [f"{name}: {each['message']}" for name, each in checks.items() if each["status"] == "problem"]


def test_without_a_client_the_commands_are_tried(home: Home) -> None:
    code, checks = proven(home, "--no-client")
    assert (code, problems(checks)) == (0, [])
    assert "client" not in checks
    assert checks["claude user PreToolUse: deny"]["message"].startswith("answers deny")
    proof = json.loads((home.wiring / "proof.json").read_text())
    assert (proof["passed"], proof["client"]) == (True, None)
    assert not [path for path in home.files() if "/brain/events-" in path]  # trials are no decisions of anybody


@pytest.mark.slow
def test_with_a_client_the_calls_are_made(home: Home) -> None:
    code, checks = proven(home, "--client", fake(home))
    assert (code, problems(checks)) == (0, [])
    assert "denied and did not run" in checks["client: deny"]["message"]
    assert checks["client: allow"]["status"] in ("ok", "advice")
    assert checks["client: deny in a sub-agent"]["status"] in ("ok", "skipped")
    assert checks["client with a hook that is made to killed"]["status"] == "ok"
    proof = json.loads((home.wiring / "proof.json").read_text())
    assert proof["client"]["version"] == "2.1.328"
    left = {path for path in home.files() if "/brain/" not in path and "/.tidied" not in path}
    wiring = {f".local/state/cctl/wiring/{name}" for name in ("hook.py", "installed.json", "lock", "proof.json")}
    assert left == {".claude/settings.json"} | wiring


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flaw", "name", "told"),
    [
        ("bold", "client: deny", "denied and RAN"),
        ("deaf", "client: deny", "the hook was not asked"),
        ("deaf", "client event PreToolUse", "did not reach the hook"),
        ("old", "client with a hook that is made to killed", "takes no onFailure"),
        ("mute", "client: deny", "never made"),
    ],
)
def test_a_client_that_does_not_hold_to_the_hook_is_told(home: Home, flaw: str, name: str, told: str) -> None:
    code, checks = proven(home, "--client", fake(home, flaw))
    assert code == 10
    assert checks[name]["status"] == "problem"
    assert told in checks[name]["message"]
    assert json.loads((home.wiring / "proof.json").read_text())["passed"] is False


def settings(change: Callable[[Any], object]) -> Callable[[Home], object]:
    def act(home: Home) -> None:
        value = json.loads(home.settings.read_text())
        change(value)
        home.settings.write_text(json.dumps(value))

    return act


def gate(value: Any) -> Any:
    return value["hooks"]["PreToolUse"][0]


def root(place: str) -> Callable[[Home], object]:
    def act(home: Home) -> None:
        path = home.wiring / "hook.py"
        path.write_text(path.read_text().replace(f"'root': '{ROOT}'", f"'root': '{place}'"))

    return act


BREAKS: dict[str, Callable[[Home], object]] = {
    "settings gone": lambda home: home.settings.unlink(),
    "settings broken": lambda home: home.settings.write_text("{"),
    "gate gone": settings(lambda value: value["hooks"].pop("PreToolUse")),
    "another event gone": settings(lambda value: value["hooks"].pop("Stop")),
    "matcher narrowed": settings(lambda value: gate(value).update(matcher="Bash")),
    "failure opens": settings(lambda value: gate(value)["hooks"][0].pop("onFailure")),
    "hooks off": settings(lambda value: value.update(disableAllHooks=True)),
    "interpreter wrong": settings(
        lambda value: gate(value)["hooks"][0].update(command="/gone/python /x --event PreToolUse")
    ),
    "answer thrown away": settings(
        lambda value: gate(value)["hooks"][0].update(command=gate(value)["hooks"][0]["command"] + " >/dev/null")
    ),
    "wired as another event": settings(
        lambda value: gate(value)["hooks"][0].update(
            command=gate(value)["hooks"][0]["command"].replace("PreToolUse", "Stop")
        )
    ),
    "launcher gone": lambda home: (home.wiring / "hook.py").unlink(),
    "launcher says allow": lambda home: (home.wiring / "hook.py").write_text("print('{}')\n"),
    "package gone": root("/nowhere"),
    "record gone": lambda home: (home.wiring / "installed.json").unlink(),
}


# Nothing is left of the gate to drive, or what is broken is nothing that a client would show.
UNDRIVEN = ("settings gone", "settings broken", "gate gone", "launcher gone", "launcher says allow", "record gone")
QUICK = ("gate gone", "answer thrown away", "launcher says allow")


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in BREAKS])
def test_any_broken_piece_fails_the_proof(home: Home, name: str) -> None:
    BREAKS[name](home)
    code, checks = proven(home, "--no-client")
    assert code == 10
    assert problems(checks)


@pytest.mark.slow
def test_a_state_that_cannot_be_written_fails_the_proof(home: Home) -> None:
    (home.path / ".local/state/cctl/hook").write_text("in the way")
    code, checks = proven(home, "--client", fake(home))
    assert code == 10
    assert checks["client event PreToolUse"]["status"] == "problem"


def test_tables_that_are_gone_fail_the_proof(home: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "cctl", copy / "cctl", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "cctl/data/judge.tab").unlink()
    root(str(copy))(home)
    _, checks = proven(home, "--no-client")
    assert checks["claude user PreToolUse: deny"]["status"] == "problem"
    assert checks["claude user PreToolUse: allow"]["status"] == "problem"


@pytest.mark.slow
def test_a_client_that_was_named_must_be_one(home: Home) -> None:
    code, checks = proven(home, "--client", "/bin/true")
    assert code == 10
    assert checks["client"]["message"] == "/bin/true is no client"


def test_codex_is_tried_by_its_commands(tmp_path: Path) -> None:
    made = Home(tmp_path)
    made.records("init", "--agent", "codex")
    code, checks = proven(made)
    assert (code, problems(checks)) == (0, [])
    assert checks["codex user PreToolUse: ask"]["message"].startswith("answers deny")
    assert checks["codex user PreToolUse: allow"]["message"] == "answers none"
    assert checks["codex user malformed input"]["message"].startswith("answers deny")


def test_a_plugin_is_proven_like_settings(tmp_path: Path) -> None:
    made = Home(tmp_path)
    made.records("init", "--plugin", str(made.path / "plugin"))
    code, checks = proven(made, "--no-client")
    assert (code, problems(checks)) == (0, [])
    assert checks["claude plugin PreToolUse: deny"]["message"].startswith("answers deny")
    hooks = made.path / "plugin/hooks/hooks.json"
    hooks.write_text(hooks.read_text().replace("PreToolUse", "PostToolBatch"))
    assert proven(made, "--no-client")[0] == 10


@pytest.mark.slow
def test_a_plugin_is_proven_with_a_client(tmp_path: Path) -> None:
    made = Home(tmp_path)
    made.records("init", "--plugin", str(made.path / "plugin"))
    code, checks = proven(made, "--client", fake(made))
    assert (code, problems(checks)) == (0, [])
    assert "denied and did not run" in checks["client: deny"]["message"]


@pytest.mark.real_client
@pytest.mark.slow
def test_the_real_client_holds_to_the_hook_of_a_plugin(tmp_path: Path) -> None:
    client = real_client.claude()
    made = unhurried(tmp_path)
    made.records("init", "--plugin", str(made.path / "plugin"))
    held(*proven(made, "--client", client))


@pytest.mark.real_client
def test_the_real_client_holds_to_the_hook(tmp_path: Path) -> None:
    client = real_client.claude()
    made = unhurried(tmp_path)
    made.records("init", "--agent", "claude")
    held(*proven(made, "--client", client))


def held(code: int, checks: dict[str, dict[str, Any]]) -> None:
    """Each canary became what it should in the first run."""
    assert (code, problems(checks)) == (0, [])
    for name in ("deny", "deny another tool", "ask", "allow", "deny after settings changed", "deny in a sub-agent"):
        check = checks[f"client: {name}"]
        assert (check["status"], "runs" in check["message"]) == ("ok", False), check


@pytest.mark.real_client
@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKS)
def test_the_real_client_shows_a_broken_piece(home: Home, name: str) -> None:
    client = real_client.claude()
    BREAKS[name](home)
    code, checks = proven(home, "--client", client)
    assert code == 10
    driven = [each for each in problems(checks) if each.startswith("client")]
    assert driven or name in UNDRIVEN
