"""Ending step by step, without waiting."""

from __future__ import annotations

import os
import subprocess
import time

from cctl.host.kill import Grace, Killer
from cctl.host.plan.stop import Stop
from cctl.host.process import Identity, processes
from tests.real_client import eventually


def stop_of(process: subprocess.Popen[bytes], grace: Grace) -> Stop:
    table = processes()
    seen = table.find(process.pid)
    assert seen is not None
    return Stop(Identity(process.pid, seen.start), grace, Killer(table, os.getpid(), time.monotonic, time.sleep), table)


def deaf(script: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(["sh", "-c", f"{script}; echo x; sleep 60; sleep 60"], stdout=subprocess.PIPE,
                               start_new_session=True)  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_one_that_listens_is_asked_once() -> None:
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    stop = stop_of(process, Grace(5.0, 0.1, 5.0))
    assert stop.look(0.0) is False
    assert process.wait(10) == -2
    assert stop.look(1.0) is True
    stop.finish()


def test_one_that_does_not_is_killed_with_all_it_runs() -> None:
    process = deaf("trap '' INT TERM")
    stop = stop_of(process, Grace(10.0, 10.0, 10.0))
    assert [stop.look(now) for now in (0.0, 9.9)] == [False, False]
    assert process.poll() is None
    assert stop.look(10.0) is False  # SIGTERM
    assert process.poll() is None
    stop.hurry()
    stop.look(10.1)
    assert process.wait(10) == -9
    assert eventually(lambda: not stop.left(), 5)
    assert stop.look(30.0) is True
