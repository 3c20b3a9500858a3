"""Real clients under supervision: each state within a second of its cause, and a runaway ended by one pipe."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.contract import harness
from tests.real_client import ENTER, ESCAPE, Terminal, codex, eventually, headless

SESSION = "00000000-0000-4000-8000-00000000bbbb"
SOON_S = 1.0


def environment(home: Path) -> dict[str, str]:
    """That of someone who supervises what runs in a home."""
    return {key: value for key, value in harness.environment(home).items() if key != "CCTL_NOW"}


class Watched:
    """What `watch` says of one session, or of all."""

    def __init__(self, home: Path, session: str = SESSION) -> None:
        line = [sys.executable, "-P", "-m", "cctl", "watch", "--session", session]
        self._running = subprocess.Popen(line, env=environment(home), cwd=home, stdout=subprocess.PIPE)
        self.said: list[dict[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def states(self) -> list[str]:
        """The states it was in, one after another."""
        told = [record["state"] for record in self.said if "state" in record]
        return [state for at, state in enumerate(told) if at == 0 or told[at - 1] != state]

    @property
    def last(self) -> dict[str, Any]:
        """The session as it was said last."""
        return next((record for record in reversed(self.said) if "state" in record), {"state": ""})

    @property
    def now(self) -> tuple[str, str]:
        """Its state, and the tool that waits for somebody."""
        return self.last["state"], self.last.get("waiting_for", {}).get("tool", "")

    def close(self) -> None:
        """Watch no longer."""
        self._running.terminate()
        self._running.wait(10)

    def _read(self) -> None:
        for line in self._running.stdout or ():
            self.said.append(json.loads(line))


def registered(home: Path) -> dict[str, Any]:
    """What the client says of itself."""
    for path in (home / ".claude" / "sessions").glob("*.json"):
        try:
            return dict(json.loads(path.read_text()))
        except (OSError, ValueError):
            return {}
    return {}


@contextmanager
def attended(home: Path) -> Iterator[tuple[Terminal, Watched]]:
    """A client at a terminal, and a watch that was there before it."""
    watched = Watched(home)
    terminal = Terminal(home, "claude-tui", "--permission-mode", "default", "--session-id", SESSION)
    try:
        yield terminal, watched
    finally:
        terminal.close()
        watched.close()


@pytest.mark.real_client
@pytest.mark.shared
def test_each_state_is_said_within_a_second(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    lags: dict[str, float] = {}

    def becomes(step: str, caused: Callable[[], bool], state: str, tool: str = "") -> None:
        assert eventually(caused), step
        at = time.monotonic()
        there = eventually(lambda: watched.now == (state, tool), 5)
        lags[step] = time.monotonic() - at
        assert there, (step, watched.states, watched.now)

    def is_now(status: str) -> Callable[[], bool]:
        return lambda: registered(tmp_path).get("status") == status

    def written(text: str) -> Callable[[], bool]:
        path = tmp_path / ".claude" / "projects"
        return lambda: any(text in each.read_text() for each in path.rglob(f"{SESSION}.jsonl"))

    def asks() -> bool:
        return "to proceed?" in terminal.shown

    with attended(tmp_path) as (terminal, watched):
        becomes("opened", is_now("idle"), "waiting_input")
        assert eventually(lambda: "for shortcuts" in terminal.shown)
        terminal.type(b"begin", ENTER)
        becomes("permission", is_now("waiting"), "needs_input", "Bash")
        first = watched.last["waiting_for"]["call"]
        assert eventually(asks)
        terminal.type(ENTER)  # yes
        becomes("approved", written('"tui2"'), "needs_input", "Bash")
        assert watched.states[-3:] == ["needs_input", "processing", "needs_input"]
        assert watched.last["waiting_for"]["call"] != first
        assert eventually(asks)
        terminal.type(ESCAPE)
        becomes("refused", is_now("idle"), "waiting_input")
        terminal.type(b"again", ENTER)
        becomes("answered", written("Turn one finished"), "waiting_input")
        terminal.type(b"slow", ENTER)
        becomes("asked", is_now("waiting"), "needs_input", "Bash")
        assert eventually(asks)
        terminal.type(ENTER)
        becomes("works", is_now("busy"), "processing")
        os.kill(registered(tmp_path)["pid"], signal.SIGKILL)
        becomes("killed", lambda: True, "finished")
    record_property("lags_s", {step: round(lag, 3) for step, lag in lags.items()})
    assert max(lags.values()) < SOON_S, lags


BUDGET_USD = 1.0


def runaway(home: Path, action: str, *arguments: str) -> list[dict[str, Any]]:
    """What one pipe says and does of a client that makes the same call again and again; the gate fails it."""
    line = (
        f"cctl watch --session {SESSION} --until finished --timeout 60s | cctl health"
        f" | cctl budget --no-ledger --limit session={BUDGET_USD}usd | cctl act --on loop:critical --do {action}"
        f" | cctl gate --max-health critical --max-usd {BUDGET_USD}"
    )
    env = environment(home) | {"PATH": f"{harness.ROOT / 'bin'}:{os.environ['PATH']}"}
    run = ["bash", "-c", line]
    with subprocess.Popen(run, env=env, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as pipe:
        allowed = ("--allowedTools", "Bash(ls:*)", "--session-id", SESSION)
        client = headless(home, "claude-loop", "-p", "go", *allowed, *arguments)
        said, problems = pipe.communicate(timeout=90)
    client.communicate(timeout=10)
    records = [json.loads(each) for each in said.splitlines()]
    [gate] = [each for each in records if each["type"] == "gate"]
    assert pipe.returncode == gate["exit"] == 13, problems  # unhealthy, and nothing else
    assert 0 < gate["cost_usd"] < BUDGET_USD
    assert records[-1]["type"] == "end"
    return records


@pytest.mark.real_client
@pytest.mark.shared
def test_a_runaway_is_found_ended_within_its_budget_and_fails_the_job(tmp_path: Path) -> None:
    records = runaway(tmp_path, "terminate")
    [done] = [each for each in records if each["type"] == "done" and each.get("session") == SESSION]
    assert (done["action"], done["status"], done["steps"][0]["signal"]) == ("terminate", "ok", "SIGINT")
    assert sum(each["type"] == "call" for each in records) < 20


@pytest.mark.real_client
@pytest.mark.shared
def test_a_runaway_is_refused_its_next_call_and_loses_nothing(tmp_path: Path) -> None:
    made = harness.run("init", tmp_path, "--agent", "claude")
    assert made.returncode == 0, made.stderr
    (tmp_path / ".config/cctl").mkdir(parents=True, exist_ok=True)
    (tmp_path / ".config/cctl/config.toml").write_text("[hook]\ndeadline_ms = 60000\n")  # a machine may be busy
    records = runaway(tmp_path, "deny", "--max-turns", "30")
    done, *again = [each for each in records if each["type"] == "done" and each.get("session") == SESSION]
    assert (done["action"], done["status"]) == ("deny", "ok")
    assert all(each["status"] == "notneeded" for each in again)
    results = [each for each in records if each["type"] == "result"]
    refused = [at for at, each in enumerate(results) if each.get("denied")]
    assert refused and refused == list(range(refused[0], len(results)))  # from then on every call
    assert [results[at]["denied"] for at in refused if "loop" not in results[at]["denied"]["reason"]] == []


@pytest.mark.real_client
@pytest.mark.shared
def test_codex_is_seen_at_work_by_the_file_it_holds_and_gone_with_its_process(tmp_path: Path) -> None:
    turns, call = tmp_path / "turns.json", {"name": "exec_command", "arguments": {"cmd": "sleep 4"}}
    turns.write_text(json.dumps([{"calls": [call]}, {"text": "Done."}]))
    watched = Watched(tmp_path, "")
    try:
        client = codex(tmp_path, turns, "exec", "--json", "--skip-git-repo-check", "go")
        assert eventually(lambda: watched.now[0] == "processing"), watched.states
        assert eventually(lambda: any(each.get("kind") == "process" for each in watched.said), 10)
        client.wait(60)
        assert eventually(lambda: watched.now[0] == "finished", 5), watched.states
    finally:
        watched.close()
    assert watched.states == ["unknown", "processing", "waiting_input", "finished"]
    assert (watched.last["because"], watched.last["agent"]) == ("process", "codex")
