"""`cctl hook` as a process: what it answers, what it imports, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hooked import Machine
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[1]
BANNED = (
    *("click", "typing", "dataclasses", "pathlib", "logging", "subprocess", "importlib.metadata", "tomllib"),
    *("datetime", "re", "json", "enum", "sqlite3", "collections", "functools", "hashlib", "signal", "socket"),
    *("msgspec", "threading", "random", "shlex", "string", "inspect"),
)
RUN = "import sys; sys.path.append(sys.argv.pop(1)); sys.argv[0] = 'cctl'; "


def hook(machine: Machine, payload: Any, *arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    start = code or "from cctl.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", RUN + start, str(ROOT), "hook", *arguments],
        input=payload if isinstance(payload, str) else json.dumps(payload),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"HOME": str(machine.home), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(("command", "decision"), [("ls", "allow"), ("sudo ls", "ask"), ("rm -rf /", "deny")])
def test_a_call_gets_one_answer(machine: Machine, command: str, decision: str) -> None:
    done = hook(machine, machine.payload("Bash", {"command": command}), "--deadline", "9000")
    assert (done.returncode, done.stderr) == (0, "")
    inner = json.loads(done.stdout)["hookSpecificOutput"]
    assert (inner["hookEventName"], inner["permissionDecision"]) == ("PreToolUse", decision)


def test_it_never_ends_with_2(machine: Machine) -> None:
    for payload, arguments in (("", ()), ("{", ()), ("{}", ("--bogus",)), ("[]", ("--event",)), ("{}", ("nonsense",))):
        done = hook(machine, payload, *arguments)
        assert done.returncode == 0
        assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "ask"


@pytest.mark.parametrize("configured", [False, True])
def test_it_imports_next_to_nothing(machine: Machine, configured: bool) -> None:
    if configured:
        machine.configure('[brain]\nmode = "auto"\npolicy = "readonly"\n')
        (machine.config / "rules.toml").write_text('[[rules]]\nname = "a"\nprogram = "acme"\naction = "deny"\n')
        machine.write("brain/memory", "cctl-memory 1\n")
    code = (
        "import os, sys; leave = os._exit\n"
        "def left(code):\n"
        f"    os.write(2, repr([m for m in {BANNED!r} if m in sys.modules]).encode()); leave(code)\n"
        "os._exit = left\n"
        "from cctl.__main__ import main; main()"
    )
    hook(machine, machine.payload(hook_event_name="SessionStart", source="startup"))  # compiles the rules
    hook(machine, machine.payload("Bash", {"command": "ls"}), "--deadline", "9000")  # and what only calls need
    for tool, given in (("Bash", {"command": "git status && npm test | tail -5"}), ("Write", {"file_path": "a"})):
        done = hook(machine, machine.payload(tool, given), "--deadline", "9000", code=code)
        assert done.stderr == "[]"
        assert done.stdout


@pytest.mark.shared
def test_every_event_that_was_captured_gets_an_answer_of_its_kind(machine: Machine) -> None:
    folder = shared("captures")
    payloads = [json.loads(path.read_text()) for path in sorted(folder.glob("*/*/hooks/*.json"))]
    seen: dict[str, dict[str, Any]] = {}
    for payload in payloads:
        if "hook_event_name" in payload:
            key = f"{payload['hook_event_name']}-{payload.get('tool_name')}-{'turn_id' in payload}"
            seen.setdefault(key, payload | {"cwd": str(machine.project)})
    assert len(seen) > 20
    for payload in seen.values():
        done = hook(machine, payload, "--deadline", "9000")
        assert (done.returncode, done.stderr) == (0, ""), payload
        if done.stdout:
            inner = json.loads(done.stdout)["hookSpecificOutput"]
            assert inner["hookEventName"] == payload["hook_event_name"]
            assert payload["hook_event_name"] in ("PreToolUse", "PermissionRequest")


def test_help_is_for_people(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "cctl", "hook", "--help"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        check=True,
    )
    assert "sandbox" in done.stdout
