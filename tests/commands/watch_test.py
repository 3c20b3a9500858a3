"""`cctl watch`, as a process: what it writes, when it ends, how it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cctl.core.moment import epoch_ms
from tests.contract import harness
from tests.host.live.home import S1, S2, Home


def at(tmp_path: Path) -> Home:
    """A home without a registry, at the time of the real clock."""
    return Home(tmp_path, registry=False, ms=time.time_ns() // 1_000_000)


@contextmanager
def watching(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A running watch; it is ended in any case."""
    env = {key: value for key, value in harness.environment(home).items() if key != "CCTL_NOW"}
    command = [sys.executable, "-P", "-m", "cctl", "watch", "--recent", "9000d", *arguments]
    running = subprocess.Popen(command, env=env, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    guard = threading.Timer(30, running.kill)
    guard.start()
    try:
        yield running
    finally:
        guard.cancel()
        running.kill()
        running.wait()
        for stream in (running.stdout, running.stderr):
            if stream:
                stream.close()


def until(running: subprocess.Popen[bytes], kind: str, **fields: Any) -> list[dict[str, Any]]:
    """The records up to the first of a type with these fields."""
    found: list[dict[str, Any]] = []
    assert running.stdout is not None
    for line in running.stdout:
        found.append(json.loads(line))
        if found[-1]["type"] == kind and all(found[-1].get(key) == value for key, value in fields.items()):
            return found
    raise AssertionError(found)


def test_a_line_is_told_when_it_is_written_and_sigterm_ends_it(tmp_path: Path) -> None:
    home = at(tmp_path)
    home.write(home.prompt("old"), home.rest())
    with watching(tmp_path, "--heartbeat", "1s") as running:
        first = until(running, "heartbeat")
        assert [each["change"] for each in first if each.get("change")] == ["snapshot"]
        home.write(home.prompt("fresh"))
        found = until(running, "session", state="processing")
        assert [each["prompt"] for each in found if each["type"] == "turn"] == ["fresh"]
        assert not found[0].get("replayed")
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 143


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    home = at(tmp_path)
    home.write(home.prompt())
    with watching(tmp_path, "--heartbeat", "1s") as running:
        until(running, "session")
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.wait(10) == 141
        assert running.stderr.read() == b""


def test_once_is_the_snapshot_alone(tmp_path: Path) -> None:
    home = at(tmp_path)
    home.write(home.prompt(), home.rest())
    for path in tmp_path.rglob("*.jsonl"):
        os.utime(path, (1_795_168_800, 1_795_168_800))  # two hours before the stopped clock
    live = harness.run("watch", tmp_path, "--once", "--recent", "9000d")
    found = harness.records(live.stdout)
    assert [each["type"] for each in found] == ["session", "end"]
    assert harness.records(harness.run("watch", tmp_path, "--once").stdout)[0]["type"] == "end"


def test_waiting_for_a_state(tmp_path: Path) -> None:
    home = at(tmp_path)
    home.write(home.prompt())
    with watching(tmp_path, "--until", "waiting", "--timeout", "20s") as running:
        until(running, "session")
        home.write(home.rest())
        assert running.wait(10) == 0
    assert harness.run("watch", tmp_path, "--until", "needs_input", "--timeout", "1s").returncode == 124
    assert harness.run("watch", tmp_path, "--timeout", "1s").returncode == 0
    assert harness.run("watch", tmp_path, "--until", "asleep").returncode == 2


def test_killed_and_started_again_it_loses_nothing(tmp_path: Path) -> None:
    home = at(tmp_path)
    home.write(home.prompt("one"))
    cursor = str(tmp_path / "cursor")
    seen: list[str] = []
    with watching(tmp_path, "--cursor", cursor, "--heartbeat", "1s") as running:
        until(running, "heartbeat")
        home.write(home.prompt("two"))
        seen += [each["id"] for each in until(running, "turn", prompt="two") if each["type"] == "turn"]
        running.send_signal(signal.SIGKILL)
        running.wait(10)
    home.write(home.prompt("three"))
    home.write(home.prompt("four", session=S2), session=S2)
    done = harness.run("watch", tmp_path, "--cursor", cursor, "--once")
    turns = [each for each in harness.records(done.stdout) if each["type"] == "turn"]
    assert {"three", "four"} <= {each["prompt"] for each in turns}
    twice = [each for each in turns if each["prompt"] in ("one", "two")]
    assert all(each["id"] in seen or each["prompt"] == "one" for each in twice)


def test_a_replay_goes_through_the_same_code_and_ends(tmp_path: Path) -> None:
    home = at(tmp_path)
    path = home.write(home.prompt(), home.call())
    home.wait(60).write(home.result(), home.rest())
    found = harness.records(harness.run("watch", tmp_path, "--replay", str(path)).stdout)
    changes = [each["change"] for each in found if each.get("change")]
    assert changes[-3:] == ["needs_input", "processing", "waiting_input"] and found[-1]["type"] == "end"
    fast = harness.records(harness.run("watch", tmp_path, "--replay", str(path), "--speed", "600").stdout)
    for kinds in ({"spend"}, {"session", "turn", "message", "call", "result", "notice", "end"}):
        told = [[each["type"] for each in played if each["type"] in kinds] for played in (fast, found)]
        assert told[0] == told[1], "in another order at most: at full speed a response is told when it is over"
    stop = harness.run("watch", tmp_path, "--replay", str(path), "--until", "needs_input")
    assert harness.records(stop.stdout)[-2]["state"] == "needs_input" and stop.returncode == 0
    assert harness.run("watch", tmp_path, "--replay", str(path), "--until", "finished").returncode == 124


def test_only_what_was_asked_for_passes(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False, ms=epoch_ms(harness.environment(tmp_path)["CCTL_NOW"]))
    home.wait(-3600).write(home.prompt(), home.rest())
    home.wait(3600).write(home.prompt(session=S2, cwd="/other"), session=S2)
    for path in tmp_path.rglob("*.jsonl"):
        os.utime(path, (1_795_168_800, 1_795_168_800))  # two hours before the stopped clock
    base = ("watch", tmp_path, "--once", "--recent", "9000d")
    ids = [each.get("session") for each in harness.records(harness.run(*base, "-p", "other").stdout)[:-1]]
    assert ids == [S2]
    ids = [each.get("session") for each in harness.records(harness.run(*base, "--state", "idle").stdout)[:-1]]
    assert ids == [S1]


def test_looking_instead_of_being_told(tmp_path: Path) -> None:
    home = at(tmp_path)
    home.write(home.prompt())
    with watching(tmp_path, "--poll", "--heartbeat", "1s") as running:
        assert until(running, "heartbeat")[-1]["by"] == "polling"
        home.write(home.prompt("seen"))
        until(running, "turn", prompt="seen")
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(10) == 130
