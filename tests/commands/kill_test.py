"""`cctl kill`, against a process that an agent's registry names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cctl.host.procfs import Procfs
from tests.contract import harness
from tests.host.live.home import S1, Home

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
AGENT = "import signal, sys; print(1, flush=True); signal.pause()"


@contextmanager
def agent(home: Home, **entry: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is registered as the agent of a session."""
    running = subprocess.Popen([sys.executable, "-c", AGENT, "claude"], stdout=subprocess.PIPE, start_new_session=True)
    assert running.stdout is not None
    running.stdout.readline()
    row = Procfs().find(running.pid)
    assert row is not None
    home.register(running.pid, **{"procStart": row.start, "name": "shop-5", **entry})
    try:
        yield running
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def done(tmp_path: Path, *arguments: str, stdin: bytes = b"") -> dict[str, object]:
    [found] = harness.records(harness.run("kill", tmp_path, *arguments, stdin=stdin).stdout)
    return found


@pytest.mark.parametrize("word", [S1, S1[:20], "shop-5"])
def test_a_session_is_ended_by_whatever_names_it(tmp_path: Path, word: str) -> None:
    with agent(Home(tmp_path)) as running:
        rehearsed = done(tmp_path, word)
        assert (rehearsed["status"], rehearsed["dry_run"]) == ("ok", True) and running.poll() is None
        found = done(tmp_path, word, "--yes", "--grace", "1s")
        assert (found["status"], found["session"], found["action"]) == ("ok", S1, "terminate")
        assert running.wait(5) != 0


def test_records_on_standard_input_name_sessions(tmp_path: Path) -> None:
    given = harness.line("finding", session=S1, id="f1", check="loop", severity="critical") * 2
    with agent(Home(tmp_path)) as running:
        found = done(tmp_path, "-", "--yes", stdin=given + harness.line("turn", session=S1))
        assert found["evidence"] == ["f1", "f1"] and running.wait(5) != 0


def test_a_stale_entry_and_a_stranger_are_left_alone(tmp_path: Path) -> None:
    with agent(Home(tmp_path), procStart="1") as running:
        assert done(tmp_path, S1, "--yes")["status"] == "notneeded"
        assert done(tmp_path, str(running.pid), "--yes")["status"] == "notneeded"
        assert running.poll() is None


def test_the_ancestors_of_the_command_are_spared(tmp_path: Path) -> None:
    home = Home(tmp_path)
    me = Procfs().find(int(Path("/proc/self/stat").read_text().split()[0]))
    assert me is not None
    home.register(me.pid, procStart=me.start)
    completed = harness.run("kill", tmp_path, S1, "--yes")
    [found] = harness.records(completed.stdout)
    assert found["status"] == "impossible" and "ancestor" in found["reason"] and completed.returncode == 3


def test_an_interrupt_is_one_signal(tmp_path: Path) -> None:
    with agent(Home(tmp_path)) as running:
        found = done(tmp_path, S1, "--interrupt", "--yes")
        assert found["action"] == "interrupt" and json.dumps(found["steps"]).count("SIGINT") == 1
        running.wait(5)


def test_nothing_named_is_an_error_of_the_caller(tmp_path: Path) -> None:
    assert harness.run("kill", tmp_path).returncode == 2
    assert harness.run("kill", tmp_path, "nobody", "--yes").returncode == 0


def test_a_forged_entry_turns_nobody_against_a_stranger(tmp_path: Path) -> None:
    home = Home(tmp_path)
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        row = Procfs().find(stranger.pid)
        assert row is not None
        home.register(stranger.pid, procStart=row.start)
        for flags in ([], ["--yes"], ["--interrupt", "--yes"]):
            found = done(tmp_path, S1, *flags)
            assert found["status"] == "impossible" and "no agent's" in str(found["reason"])
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


LEAVES = """
import os, subprocess, sys
shell = "import subprocess; p = subprocess.Popen(['sleep', '60'], start_new_session=True, stdout=2); print(p.pid)"
subprocess.run([sys.executable, "-c", shell], env=os.environ | {"CLAUDE_CODE_SESSION_ID": sys.argv[2]}, check=True)
import signal; signal.pause()
"""


def test_what_a_tool_left_behind_long_ago_is_named_and_left_alone(tmp_path: Path) -> None:
    """Forked twice and in a session of its own: init has it, and nothing but its environment tells whose it was."""
    home = Home(tmp_path)
    command = [sys.executable, "-c", LEAVES, "claude", S1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as running:
        assert running.stdout is not None
        left = int(running.stdout.readline())
        try:
            row = Procfs().find(running.pid)
            assert row is not None
            home.register(running.pid, procStart=row.start)
            found = done(tmp_path, S1, "--yes", "--grace", "1s")
            assert found["status"] == "ok" and found["remained"] == [{"pid": left, "name": "sleep"}]
            assert found["reason"] == "ended; some of what it ran did not"
        finally:
            running.kill()
            os.kill(left, 9)


def test_a_session_that_two_processes_run_is_ended_twice(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with agent(home) as one, agent(home) as other:
        found = harness.records(harness.run("kill", tmp_path, S1, "--yes", "--grace", "1s").stdout)
        assert {each["target"] for each in found} == {str(one.pid), str(other.pid)}
        assert one.wait(5) != 0 and other.wait(5) != 0
