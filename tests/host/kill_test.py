import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cctl.host.kill import Grace, Killer
from cctl.host.process import Identity, Process
from cctl.host.procfs import Procfs
from tests.host.processes_fake import Table, process

AGENT = Identity(100, "100")
INT, TERM, KILL = int(signal.SIGINT), int(signal.SIGTERM), int(signal.SIGKILL)


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.at: dict[float, Callable[[], None]] = {}

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for when in [when for when in self.at if when <= self.now]:
            self.at.pop(when)()


def killer(table: Table, me: int = 50) -> tuple[Killer, Time]:
    clock = Time()
    return Killer(table, me, clock, clock.sleep), clock


def machine(*more: Process, dies_of: dict[int, set[int]] | None = None) -> Table:
    return Table(process(1, 0), process(50), process(100), process(101, 100), *more, dies_of=dies_of or {})


def test_an_agent_that_obeys_is_only_interrupted() -> None:
    table = machine(dies_of={100: {INT}, 101: {TERM}})
    end, _ = killer(table)
    found = end.stop(AGENT)
    assert found.status == "ok" and [(each.signal, each.pids) for each in found.steps] == [
        ("SIGINT", (100,)),
        ("SIGTERM", (101,)),
    ]
    assert set(table.rows) == {1, 50} and found.remained == ()


def test_one_that_does_not_is_ended_in_steps_with_grace() -> None:
    table = machine()
    end, clock = killer(table)
    found = end.stop(AGENT, Grace(5, 7, 2))
    assert [(each.signal, each.after_s) for each in found.steps] == [
        ("SIGINT", 0.0),
        ("SIGTERM", pytest.approx(5, abs=0.1)),
        ("SIGKILL", pytest.approx(12, abs=0.1)),
    ]
    assert clock.now == pytest.approx(12, abs=0.1) and found.status == "ok"


def test_what_it_started_meanwhile_goes_too() -> None:
    table = machine()
    end, clock = killer(table)
    clock.at[1.0] = lambda: table.rows.update({102: process(102, 101)})
    assert end.stop(AGENT).status == "ok" and 102 not in table.rows


def test_children_that_init_adopts_are_still_known() -> None:
    table = machine(dies_of={100: {INT}})
    end, clock = killer(table)
    clock.at[0.01] = lambda: table.rows.update({101: process(101, 1)})
    assert end.stop(AGENT).status == "ok" and 101 not in table.rows


def test_who_lives_in_its_group_goes_and_strangers_stay() -> None:
    table = machine(process(200, 1, group=100), process(201, 1, group=77), process(202, 1))
    end, _ = killer(table)
    end.stop(AGENT)
    assert set(table.rows) == {1, 50, 201, 202}


def test_a_pid_that_came_back_is_spared() -> None:
    table = machine()
    end, _ = killer(table)
    assert end.stop(Identity(100, "99")).status == "impossible"
    assert end.stop(Identity(100, "")).status == "impossible"
    assert table.sent == []


def test_a_process_that_dies_and_is_replaced_in_between_is_spared() -> None:
    table = machine()
    end, clock = killer(table)
    clock.at[1.0] = lambda: table.rows.update({100: process(100, start="777")})
    found = end.stop(AGENT)
    assert found.status == "ok" and table.rows[100].start == "777"
    assert all(number == INT for pid, number in table.sent if pid == 100)


def test_never_the_callers_own_ancestors_nor_init() -> None:
    table = machine(process(51, 101), process(52, 51))
    end, _ = killer(table, me=52)
    assert end.stop(AGENT).reason == "it is an ancestor of this very command"
    assert end.stop(Identity(1, "100")).status == "impossible"
    assert end.stop(Identity(52, "100")).status == "impossible"
    assert table.sent == []


def test_who_is_gone_needs_nothing() -> None:
    end, _ = killer(machine())
    assert end.stop(Identity(4000, "1")).status == "notneeded"
    assert end.interrupt(Identity(4000, "1")).status == "notneeded"


def test_another_users_process_is_impossible() -> None:
    table = machine()
    table.foreign = {100, 101}
    end, _ = killer(table)
    assert end.stop(AGENT).status == "impossible" and end.interrupt(AGENT).reason == "it is another user's"
    hidden = Table(process(1, 0), process(50), hidden=(100,))
    assert killer(hidden)[0].stop(AGENT).reason == "nothing can be known of it"


def test_what_remained_is_reported() -> None:
    table = machine(dies_of={100: {INT}, 101: set()})
    found = killer(table)[0].stop(AGENT)
    assert found.status == "ok" and [each.pid for each in found.remained] == [101]
    assert found.fields()["remained"] == [{"pid": 101, "name": "claude"}]
    stubborn = machine(dies_of={100: set()})
    assert killer(stubborn)[0].stop(AGENT).status == "error"


def test_a_rehearsal_sends_nothing() -> None:
    table = machine()
    found = killer(table)[0].stop(AGENT, dry=True)
    assert table.sent == [] and found.reason == "would end 2 processes" and found.steps[0].pids == (100, 101)


def test_an_interrupt_is_one_signal_to_the_agent_alone() -> None:
    table = machine(dies_of={100: set()})
    found = killer(table)[0].interrupt(AGENT)
    assert table.sent == [(100, INT)] and found.status == "ok"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_real_tree_that_ignores_everything_is_ended() -> None:
    stubborn = "import signal, subprocess, sys\nfor s in (2, 15): signal.signal(s, signal.SIG_IGN)\n"
    child = stubborn + "signal.pause()"
    root = (
        stubborn + f"p = subprocess.Popen([sys.executable, '-c', {child!r}])\nprint(p.pid, flush=True)\nsignal.pause()"
    )
    agent = subprocess.Popen([sys.executable, "-c", root], stdout=subprocess.PIPE, start_new_session=True)
    table = Procfs()
    try:
        assert agent.stdout is not None
        inner = int(agent.stdout.readline())
        row = table.find(agent.pid)
        assert row is not None
        found = Killer(table, os.getpid(), time.monotonic, time.sleep).stop(row.identity, Grace(0.1, 0.1, 5))
        agent.wait(5)
        left = table.find(inner)
        assert found.status == "ok" and [each.signal for each in found.steps] == ["SIGINT", "SIGTERM", "SIGKILL"]
        assert left is None or left.zombie
    finally:
        agent.kill()
        agent.wait()
        if agent.stdout:
            agent.stdout.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_one_that_was_suspended_may_end_in_its_own_way(tmp_path: Path) -> None:
    """Ctrl-Z, and then a kill: without being told to go on it would hear nothing but SIGKILL."""
    code = (
        "import pathlib, signal, sys\n"
        "def last(*_): pathlib.Path(sys.argv[1]).write_text('saved'); sys.exit(3)\n"
        "signal.signal(2, last)\nprint(1, flush=True)\nwhile True: signal.pause()"
    )
    agent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "x")], stdout=subprocess.PIPE, start_new_session=True
    )
    table = Procfs()
    try:
        assert agent.stdout is not None
        agent.stdout.readline()
        row = table.find(agent.pid)
        assert row is not None and not table.stopped(agent.pid)
        os.kill(agent.pid, signal.SIGSTOP)
        while not table.stopped(agent.pid):
            time.sleep(0.005)
        found = Killer(table, os.getpid(), time.monotonic, time.sleep).stop(row.identity, Grace(10, 1, 1))
        assert [each.signal for each in found.steps] == ["SIGINT"] and found.status == "ok"
        assert agent.wait(5) == 3 and (tmp_path / "x").read_text() == "saved"
    finally:
        agent.kill()
        agent.wait()
        if agent.stdout:
            agent.stdout.close()
    assert not table.stopped(agent.pid) and not table.stopped(-5)
