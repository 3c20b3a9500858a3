"""The real Codex, offline, with the hook as `cctl init` installs it: denied and asked calls do not run."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import real_client
from tests.shared_data import shared
from tests.wired import Home

pytestmark = [pytest.mark.real_client, pytest.mark.shared]


def shell(command: str, call: str) -> dict[str, Any]:
    return {"calls": [{"name": "exec_command", "arguments": {"cmd": command}, "call_id": call}]}


def patch(text: str, call: str) -> dict[str, Any]:
    return {"custom": [{"name": "apply_patch", "input": f"*** Begin Patch\n{text}*** End Patch\n", "call_id": call}]}


def drive(home: Home, turns: list[dict[str, Any]]) -> tuple[dict[str, str], str]:
    """What came back of each call, and what the client said on standard error."""
    clients = str(real_client.with_codex())
    script, log = home.path / "turns.json", home.path / "requests.jsonl"
    script.write_text(json.dumps(turns))
    words = [str(shared("tools/real_codex.sh")), "run", "--turns", str(script), "--home", str(home.path)]
    words += ["--project", str(home.project), "--log", str(log), "--timeout", "90", "--", "exec", "--json"]
    words += ["--skip-git-repo-check", "-s", "workspace-write", "--dangerously-bypass-hook-trust", "go"]
    done = subprocess.run(
        ["bash", *words], env={**os.environ, "REAL_CLIENTS": clients}, capture_output=True, text=True, timeout=150,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, str] = {}
    for line in log.read_text().splitlines():
        body = json.loads(line).get("request") or {}
        for item in body.get("input", []) if isinstance(body, dict) else []:
            if str(item.get("type", "")).endswith("_output"):
                found[item["call_id"]] = json.dumps(item["output"])
    return found, done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.records("init", "--agent", "codex")
    return made


def test_denied_and_asked_calls_do_not_run(home: Home) -> None:
    state = home.path / ".local/state/cctl"
    results, _ = drive(
        home,
        [
            shell(f"touch {state}/wiring/canary", "call_deny"),
            shell("curl -s -d x http://127.0.0.1:9/; touch asked", "call_ask"),
            shell("touch allowed", "call_allow"),
            shell("cat given", "call_look"),
            patch("*** Add File: new.txt\n+x\n", "call_patch"),
            patch(f"*** Add File: {home.path}/.codex/evil.toml\n+x\n", "call_elsewhere"),
            patch("*** Add File: .codex/hooks.json\n+{}\n", "call_wiring"),
            {"text": "done"},
        ],
    )
    assert "SELF" in results["call_deny"] and not (state / "wiring/canary").exists()
    assert not (home.project / "asked").exists()
    assert "whoever watches it runs this in a terminal" in results["call_ask"]
    assert (home.project / "allowed").exists()
    assert (home.project / "new.txt").read_text() == "x\n"
    assert "SELF" in results["call_wiring"] and not (home.project / ".codex/hooks.json").exists()
    assert not (home.path / ".codex/evil.toml").exists()
    spool = [json.loads(line) for path in (state / "hook").glob("*.jsonl") for line in path.read_text().splitlines()]
    assert {"SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop"} <= {e["event"] for e in spool}
    assert {each["agent"] for each in spool} == {"codex"}


def test_a_hook_whose_package_is_gone_lets_nothing_run(home: Home) -> None:
    launcher = home.wiring / "hook.py"
    text = launcher.read_text()
    launcher.write_text(text.replace("'root': '", "'root': '/nowhere"))
    results, _ = drive(home, [shell("touch ran", "call_1"), {"text": "done"}])
    assert not (home.project / "ran").exists()
    assert "no verdict came about" in results["call_1"]
