"""One run of a client: made up for the test, held by its control protocol."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from typing import Any

from cctl.host.verify.worker import loopback_up, run
from tests.wired import ROOT

CALL = {"id": "c1", "name": "Bash", "input": {"command": "echo ran; curl {address}"}}


def told(tmp_path: Path, text: str = "", **more: Any) -> dict[str, Any]:
    path = tmp_path / "claude"
    path.write_text(f"#!{sys.executable}\n" + (text or (ROOT / "tests/fake_claude.py").read_text()))
    path.chmod(0o755)
    (tmp_path / "settings.json").write_text("{}")
    env = {"CLAUDE_CONFIG_DIR": str(tmp_path), "ANTHROPIC_BASE_URL": "{address}", "PATH": "/usr/bin:/bin"}
    given = {"client": str(path), "arguments": ["--session-id", "s"], "env": env, "cwd": str(tmp_path)}
    return given | {"turns": [{"tools": [CALL]}], "seconds": 30} | more


def test_a_dialog_is_denied_and_told(tmp_path: Path) -> None:
    found = run(told(tmp_path))
    assert found["ended"]
    assert found["dialogs"] == {"c1": ""}
    assert found["results"]["c1"] == {"error": True, "text": "nobody allowed it"}
    assert (found["status"], found["requests"]) == (0, 2)


def test_a_dialog_tells_why_where_a_hook_led_to_it(tmp_path: Path) -> None:
    answer = {"hookEventName": "PreToolUse", "permissionDecision": "ask", "permissionDecisionReason": "cctl: because"}
    hook = {"type": "command", "command": f"echo '{json.dumps({'hookSpecificOutput': answer})}'", "timeout": 10}
    given = told(tmp_path)
    (tmp_path / "settings.json").write_text(json.dumps({"hooks": {"PreToolUse": [{"hooks": [hook]}]}}))
    assert run(given)["dialogs"] == {"c1": "cctl: because"}


def test_what_the_clients_own_rules_allow_runs(tmp_path: Path) -> None:
    given = told(tmp_path, turns=[{"tools": [{**CALL, "input": {"command": "echo ran"}}]}])
    (tmp_path / "settings.json").write_text(json.dumps({"permissions": {"allow": ["Bash(echo:*)"]}}))
    assert run(given)["results"]["c1"] == {"error": False, "text": "ran\n"}


def test_a_client_that_hangs_is_ended(tmp_path: Path) -> None:
    found = run(told(tmp_path, "import time; time.sleep(60)", seconds=0.5))
    assert not found["ended"]
    assert found["status"] != 0


def test_a_client_that_fails_says_why(tmp_path: Path) -> None:
    found = run(told(tmp_path, "import sys; sys.exit('no such flag')"))
    assert (found["status"], found["requests"], found["stderr"]) == (1, 0, "no such flag\n")


def test_loopback_answers_once_it_is_up() -> None:
    loopback_up()
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert server.getsockname()[1] > 0
