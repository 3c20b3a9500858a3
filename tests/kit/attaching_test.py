"""The caller's side of a run in a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from cctl.host.process import processes
from cctl.host.run.terminal import resize
from cctl.kit.attaching import attributes, raw
from tests.contract import harness
from tests.run_terminal import Caller

ECHO = 'stty -echo; echo ready; while read x; do echo "<$x>"; done'
SIZES = "trap 'stty size; kill $p' WINCH; echo ready; sleep 30 & p=$!; wait; wait"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    harness.run("run stop", tmp_path, "n")


def test_keys_go_in_the_screen_comes_out_and_all_is_as_before(home: Path) -> None:
    caller = Caller(home, "run", "--name", "n", "--", "sh", "-c", 'stty size; read x; echo "<$x>"; exit 5')
    assert caller.sees(b"24 80\r\n") and caller.becomes(raw=True)
    caller.type(b"word\r")
    assert caller.sees(b"<word>") and caller.process.wait(10) == 5
    assert termios.tcgetattr(caller.slave) == caller.before
    caller.close()


def test_a_new_size_reaches_the_program(home: Path) -> None:
    caller = Caller(home, "run", "--name", "n", "--", "sh", "-c", SIZES)
    assert caller.sees(b"ready") and caller.becomes(raw=True)
    resize(caller.master, (33, 99))
    os.kill(caller.process.pid, signal.SIGWINCH)  # as the kernel does where the terminal is ours
    assert caller.sees(b"33 99")
    caller.close()


def test_whoever_leaves_can_come_back(home: Path) -> None:
    caller = Caller(home, "run", "--name", "n", "--timeout", "60s", "--", "sh", "-c", ECHO)
    assert caller.sees(b"ready") and caller.becomes(raw=True)
    caller.type(b"\x1c")
    assert caller.process.wait(10) == 0 and caller.sees(b"left; the run goes on") and not caller.raw
    caller.close()
    back = Caller(home, "run", "attach", "n")
    assert back.sees(b"ready") and back.becomes(raw=True)
    back.type(b"again\r")
    assert back.sees(b"<again>")
    harness.run("run stop", home, "n")
    assert back.process.wait(20) == 0 and not back.raw
    back.close()


def test_the_terminal_of_one_who_was_killed_is_put_back_and_the_run_goes_on(home: Path) -> None:
    caller = Caller(home, "run", "--name", "n", "--timeout", "60s", "--", "sh", "-c", ECHO)
    assert caller.sees(b"ready") and caller.becomes(raw=True)
    caller.process.send_signal(signal.SIGKILL)
    assert caller.becomes(raw=False) and termios.tcgetattr(caller.slave) == caller.before
    assert json.loads(harness.run("run show", home, "n").stdout.splitlines()[0])["status"] == "running"
    caller.close()


def test_a_closed_terminal_ends_the_caller_and_not_the_run(home: Path) -> None:
    caller = Caller(home, "run", "--name", "n", "--timeout", "60s", "--", "sh", "-c", ECHO)
    assert caller.sees(b"ready")
    caller.process.send_signal(signal.SIGHUP)
    assert caller.process.wait(10) == 129
    assert json.loads(harness.run("run show", home, "n").stdout.splitlines()[0])["status"] == "running"
    caller.close()


def test_signals_to_the_caller_are_for_the_run_and_two_of_them_hurry(home: Path) -> None:
    script = "trap '' INT TERM; echo ready; sleep 30 & while :; do wait; done"
    caller = Caller(home, "run", "--name", "n", "--grace", "30s", "--", "sh", "-c", script)
    assert caller.sees(b"ready")
    caller.process.send_signal(signal.SIGINT)
    select_pause(0.5)
    caller.process.send_signal(signal.SIGINT)
    assert caller.process.wait(20) == 130
    caller.close()


def select_pause(seconds: float) -> None:
    """Let a signal arrive before the next one: two at once are one."""
    import select

    select.select([], [], [], seconds)


def test_without_a_terminal_it_runs_all_the_same(home: Path) -> None:
    words = ("--pty", "--events", "e.jsonl", "--record", "r.cast", "--", "sh", "-c", "tty && echo é && exit 6")
    done = harness.run("run", home, *words)
    assert done.returncode == 6 and done.stdout.decode().endswith("é\r\n") and done.stdout.startswith(b"/dev/")
    kinds = [record["type"] for record in harness.records((home / "e.jsonl").read_bytes())]
    assert kinds == ["run", "run", "end"]
    head, *events = (json.loads(line) for line in (home / "r.cast").read_text().splitlines())
    assert (head["version"], head["width"]) == (2, 120) and "é" in "".join(event[2] for event in events)
    assert harness.run("run", home, "--headless", "--record", "x.cast", "--", "true").returncode == 2


def test_a_reader_that_leaves_ends_it(home: Path) -> None:
    line = f"{sys.executable} -P -m cctl run --name n -- yes | head -1"
    done = subprocess.run(
        line, shell=True, cwd=home, env=harness.environment(home), capture_output=True, timeout=30, check=False
    )
    assert done.stdout == b"y\r\n"
    record = json.loads(harness.run("run wait", home, "n").stdout.splitlines()[0])
    assert record["status"] == "ended" and record["cause"] == "signal"


def test_what_is_no_terminal_stays_as_it_is(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    assert attributes(descriptor) is None
    with raw(descriptor):
        pass
    os.close(descriptor)


def test_a_keeper_that_is_killed_takes_the_command_along_and_leaves_the_terminal_in_order(home: Path) -> None:
    caller = Caller(home, "run", "--name", "n", "--events", "e.jsonl", "--", "sh", "-c", ECHO)
    assert caller.sees(b"ready") and caller.becomes(raw=True)
    run = json.loads((home / "e.jsonl").read_text().splitlines()[0])
    os.kill(run["supervisor"]["pid"], signal.SIGKILL)
    assert caller.process.wait(20) == 125 and caller.sees(b"its keeper was killed")
    assert termios.tcgetattr(caller.slave) == caller.before
    found = processes().find(run["pid"])
    assert found is None or found.zombie
    caller.close()
