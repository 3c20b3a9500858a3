"""The real client under `cctl run`, offline: what is promised of limits, permissions, signals and going on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cctl.core.brain.label import Labels
from cctl.host.brain.record import log_in
from tests import real_run
from tests.contract import harness

ONE = 0.014048  # dollars of one response of the script

pytestmark = [pytest.mark.real_client, pytest.mark.shared]


def calls(count: int) -> list[dict[str, Any]]:
    """Turns that each append a line to a file."""
    return [{"text": "on", "tools": [bash(f"echo {number} >> made")]} for number in range(count)]


def bash(command: str) -> dict[str, Any]:
    return {"name": "Bash", "input": {"command": command}}


def unsignalled(run: dict[str, Any]) -> bool:
    """Whether the client itself got no signal; the stand-in for the API, which it leaves behind, is ended."""
    return all(run["pid"] not in step["pids"] for step in run.get("steps", ()))


class Client:
    """A client with its home and project."""

    def __init__(self, tmp_path: Path, turns: str | list[dict[str, Any]]) -> None:
        self.home, self.project = tmp_path, tmp_path / "project"
        self.project.mkdir(exist_ok=True)
        path = f"{real_run.client(tmp_path, turns)}:{os.environ['PATH']}"
        self.env = {k: v for k, v in harness.environment(tmp_path).items() if k != "CCTL_NOW"} | {"PATH": path}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "cctl", *words]

    def cctl(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.command(*words), cwd=self.project, env=self.env, capture_output=True, timeout=120, check=False
        )

    def run(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run it; the exit status and the final record."""
        done = self.cctl("run", "--kill-orphans", *words)
        return done.returncode, harness.records(done.stdout)[-2]

    @property
    def made(self) -> list[str]:
        path = self.project / "made"
        return path.read_text().split() if path.exists() else []


def test_a_budget_stops_the_next_call_and_the_cost_is_exact(tmp_path: Path) -> None:
    client = Client(tmp_path, calls(6))
    code, run = client.run("--max-usd", "0.02", "--", "claude", "-p", "go", "--allowedTools", "Bash(*)")
    assert (code, run["cause"], run["refused"]) == (11, "budget", 1)
    assert run["cost_usd"] == pytest.approx(2 * ONE) and client.made == ["0"]
    assert unsignalled(run), "it ended by itself"


def test_sub_agents_are_counted_and_refused_too(tmp_path: Path) -> None:
    client = Client(tmp_path, "claude-subagent")
    code, run = client.run("--max-usd", "1", "--", "claude", "-p", "go", "--allowedTools", "Bash(*)")
    assert (code, run["responses"]) == (0, 5) or run["responses"] >= 4
    whole = run["cost_usd"]
    (tmp_path / "again").mkdir()
    client = Client(tmp_path / "again", "claude-subagent")
    code, run = client.run("--max-usd", "0.02", "--", "claude", "-p", "go", "--allowedTools", "Bash(*)")
    assert (code, run["cause"]) == (11, "budget") and 0.02 <= run["cost_usd"] < whole


def test_a_resumed_session_pays_from_where_it_stood(tmp_path: Path) -> None:
    client = Client(tmp_path, calls(1))
    code, first = client.run("--max-usd", "1", "--", "claude", "-p", "go", "--allowedTools", "Bash(*)")
    assert code == 0 and first["cost_usd"] == pytest.approx(2 * ONE)
    words = [*first["resume"], "-p", "again", "--allowedTools", "Bash(*)"]
    code, second = client.run("--max-usd", "0.03", "--", *words)
    assert (code, second["session"]) == (0, first["session"])
    assert 0 < second["cost_usd"] <= 0.03 and second["responses"] == 2


RULES = """
[rules.yes]
program = "touch"
action = "approve"

[rules.no]
program = "chmod"
action = "deny"
message = "not that"

[rules.maybe]
program = "mkfifo"
action = "ask"
"""
ASKED: list[dict[str, Any]] = [
    {"tools": [bash("touch one")]},
    {"tools": [bash("chmod 777 one")]},
    {"tools": [bash("mkfifo pipe")]},
    {"text": "over"},
]


def test_permissions_are_answered_by_rules_and_a_human(tmp_path: Path) -> None:
    client = Client(tmp_path, ASKED)
    (tmp_path / "rules.toml").write_text(RULES)
    words = ("run", "--control", "--kill-orphans", "--rules", str(tmp_path / "rules.toml"), "--policy", "workspace")
    command = client.command(*words, "--name", "n", "--max-usd", "1", "--", "claude", "-p", "go")
    permissions: list[dict[str, Any]] = []
    with subprocess.Popen(command, cwd=client.project, env=client.env, stdout=subprocess.PIPE) as process:
        for line in process.stdout or ():
            record = json.loads(line)
            if record["type"] == "permission":
                permissions.append(record)
                if record["state"] == "needs_input":
                    shown = json.loads(client.cctl("run", "show", "n").stdout.splitlines()[0])
                    done = client.cctl("run", "answer", "n", "--allow")
            if record["type"] == "run":
                run = record
    said = [(each["input"]["command"].split()[0], each["state"]) for each in permissions]
    assert said[0] == ("touch", "allowed") and said[1][1] == "denied"
    assert said[2:] == [("mkfifo", "needs_input"), ("mkfifo", "allowed")]
    assert permissions[1]["verdict"]["by"] == "rule" and permissions[-1]["verdict"]["by"] == "human"
    assert shown["state"] == "needs_input" and shown["held"][0]["tool"] == "Bash"
    assert json.loads(done.stdout.splitlines()[0])["status"] == "ok"
    assert (process.returncode, run["cause"], run["responses"]) == (0, "child", 4)
    assert (client.project / "one").stat().st_mode & 0o777 != 0o777 and (client.project / "pipe").is_fifo()
    fold = Labels()
    for event in log_in(str(tmp_path / ".local/state/cctl")).events():
        fold.feed(event)
    assert [(label.call, label.allow, label.source) for label in fold.found] == [
        (permissions[-1]["call"], True, "dialog")
    ], "its human's answer is learned from, and no rule's"


def test_what_nobody_answers_is_refused_and_a_limit_ends_a_held_run(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES)
    rules = ("--control", "--policy", "workspace", "--rules", str(tmp_path / "rules.toml"))
    client = Client(tmp_path, [{"tools": [bash("mkfifo pipe")]}, {"text": "over"}])
    code, run = client.run(*rules, "--answer-timeout", "1s", "--", "claude", "-p", "go")
    assert (code, run["cause"], run["responses"]) == (0, "child", 2) and not (client.project / "pipe").exists()
    (tmp_path / "again").mkdir()
    client = Client(tmp_path / "again", [{"tools": [bash("mkfifo pipe")]}, {"text": "over"}])
    code, run = client.run(*rules, "--timeout", "3s", "--", "claude", "-p", "go")
    assert (code, run["cause"]) == (124, "timeout") and unsignalled(run), "it ended when it was asked to"


def test_a_signal_to_us_ends_it_in_order(tmp_path: Path) -> None:
    client = Client(tmp_path, [{"tools": [bash("tail -f /dev/null")]}])
    words = ("run", "--kill-orphans", "--", "claude", "-p", "go", "--allowedTools", "Bash(*)")
    sent = False
    with subprocess.Popen(
        client.command(*words), cwd=client.project, env=client.env, stdout=subprocess.PIPE
    ) as process:
        for line in process.stdout or ():
            record = json.loads(line)
            if record["type"] == "call" and not sent:
                sent = True
                process.send_signal(signal.SIGINT)
            if record["type"] == "run":
                run = record
    assert (process.returncode, run["cause"]) == (130, "user")
    assert run["steps"][0]["signal"] == "SIGINT" and run["exit_code"] == 0 and "orphans" not in run


def test_codex_is_followed_and_can_only_be_stopped(tmp_path: Path) -> None:
    client = Client(tmp_path, calls(0))
    real_run.codex(tmp_path, "codex-tools")
    words = ("--agent", "codex", "--", "codex", "exec", "--skip-git-repo-check", "-s", "workspace-write", "go")
    code, run = client.run("--max-tokens", "9000000", *words)
    assert (code, run["cause"], run["enforcement"]) == (0, "child", "stop")
    assert run["responses"] > 1 and run["tokens"]["output"] > 0 and run["session"]
    (tmp_path / "again").mkdir()
    client = Client(tmp_path / "again", calls(0))
    real_run.codex(tmp_path / "again", "codex-tools")
    code, less = client.run("--max-responses", "1", *words)
    assert (code, less["cause"]) == (10, "responses") and less["responses"] <= run["responses"]


def shells(count: int) -> list[dict[str, Any]]:
    """Turns of Codex that each append a line to a file."""
    made = [{"name": "exec_command", "arguments": {"cmd": f"echo {each} >> made"}, "call_id": f"c{each}"}
            for each in range(count)]  # fmt: skip
    return [*({"calls": [each]} for each in made), {"text": "over"}]


def test_codex_with_a_trusted_hook_is_refused_the_next_call(tmp_path: Path) -> None:
    client = Client(tmp_path, calls(0))
    program = real_run.codex(tmp_path, shells(6)) / "codex"
    words = ("--max-tokens", "9000", "--", "codex", "exec", "--skip-git-repo-check", "-s", "workspace-write", "go")
    shown = client.cctl("run", "-n", *words)
    planned = json.loads(shown.stdout.splitlines()[0])
    assert planned["enforcement"] == "stop" and "no hook of cctl" in planned["unasked"]
    assert client.cctl("init", "--agent", "codex").returncode == 0
    shown = client.cctl("run", "-n", *words)
    assert "nobody has trusted" in json.loads(shown.stdout.splitlines()[0])["unasked"] and b"/hooks" in shown.stderr
    real_run.trust(program, client.project)
    code, run = client.run(*words)
    assert (code, run["cause"], run["enforcement"], run.get("refused")) == (11, "tokens", "refuse", 1), run
    assert client.made == ["0"] and run["responses"] == 2, (client.made, run)
    program.write_text(program.read_text().replace('CCTL_RUN="${CCTL_RUN-}"', ""))  # as wrappers do that clean up
    code, run = client.run(*words)
    assert (code, run["cause"], run["enforcement"]) == (11, "tokens", "stop") and "without asking" in run["unasked"]


def test_an_interactive_client_without_a_terminal_is_held_to_its_budget_and_ends_by_keys(tmp_path: Path) -> None:
    client = Client(tmp_path, calls(6))
    known = {"hasCompletedOnboarding": True, "theme": "dark"}
    known |= {"customApiKeyResponses": {"approved": ["sk-ant-dummy"], "rejected": []}}
    known |= {"projects": {str(client.project): {"hasTrustDialogAccepted": True}}}
    (tmp_path / ".claude/.claude.json").write_text(json.dumps(known))
    words = ("run", "--kill-orphans", "--max-usd", "0.02", "--events", "e.jsonl", "--", "claude")
    done = client.cctl(*words, "--allowedTools", "Bash(*)", "--", "go")
    run = harness.records((client.project / "e.jsonl").read_bytes())[-2]
    assert (done.returncode, run["cause"], run["mode"], run["refused"]) == (11, "budget", "pty", 1)
    assert run["cost_usd"] == pytest.approx(2 * ONE) and client.made == ["0"]
    assert run["exit_code"] == 0 and unsignalled(run), "no signal was needed"
