"""The stop sequence; with real processes in `commands/run_test.py`."""

from __future__ import annotations

import time
from typing import Any

import pytest

from cctl.host.process import Identity
from cctl.host.run import stop as module
from cctl.host.run.stop import Stop
from tests.host.processes_fake import Table, process

CHILD = Identity(10, "1")


class Asked:
    """A link whose agent ends, or doesn't, when it is asked to."""

    def __init__(self) -> None:
        self.stages: list[int] = []

    def interrupt(self, stage: int) -> float:
        self.stages.append(stage)
        return 4.0 if stage < 2 else 0.0


class Clock:
    """Time that waiting moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.ends_after = 0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        self.ends_after -= 1
        return self.ends_after == 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_an_agent_that_ends_in_its_own_way_gets_no_signal(clock: Clock) -> None:
    link: Any = Asked()
    table = Table(process(10, start="1"))
    stop = Stop(table, link, 10.0, clock.wait)
    stop.begin(CHILD)
    del table.rows[10]
    clock.ends_after = 1
    assert not stop.end(CHILD) and stop.steps == [] and link.stages == [0]


@pytest.mark.parametrize("grace_s", [0.0, 0.5, 3.0, 10.0, 60.0])
@pytest.mark.parametrize("late_s", [0.0, 0.6, 5.0])
def test_one_that_heeds_nothing_is_dead_when_its_time_is_over(clock: Clock, grace_s: float, late_s: float) -> None:
    link: Any = Asked()
    stop = Stop(Table(process(10, start="1"), process(11, 10)), link, grace_s, clock.wait)
    stop.begin(CHILD)
    clock.now += min(late_s, grace_s / 2)
    assert stop.end(CHILD)
    assert [each["signal"] for each in stop.steps] == ["SIGINT", "SIGTERM", "SIGKILL"]
    assert {10, 11} == set(stop.steps[-1]["pids"])
    assert clock.now - 1000 - 1.0 <= grace_s + 0.2, "a second is for what it still has to say"


def test_after_an_interrupt_a_client_has_the_time_to_write_its_last_records(clock: Clock) -> None:
    link: Any = Asked()
    link.interrupt = lambda stage: 0.0
    stop = Stop(Table(process(10, start="1")), link, module.GRACE_S, clock.wait)
    stop.begin(CHILD)
    stop.end(CHILD)
    at = {each["signal"]: each["after_s"] for each in stop.steps}
    assert at["SIGTERM"] >= 5.9 and at["SIGKILL"] == pytest.approx(10, abs=0.2)


def test_it_may_end_by_itself_for_no_more_than_half_of_the_time(clock: Clock) -> None:
    stop = Stop(Table(process(10, start="1")), Asked(), 4.0, clock.wait)
    stop.begin(CHILD)
    clock.now += 1.9
    assert stop.yields(5.0) and not stop.yields(0.6)
    clock.now += 0.2
    assert not stop.yields(5.0)


def test_what_left_the_tree_before_is_spared_and_what_leaves_it_now_is_not(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.os, "getpid", lambda: 5)
    rows = [process(5, start="0"), process(10, 5, start="1"), process(11, 10), process(12, 5, session=12)]
    for everything, left in ((False, {5, 12}), (True, {5})):
        table = Table(*rows)
        stop = Stop(table, Asked(), 1.0, clock.wait)
        stop.begin(CHILD, everything=everything)
        table.rows[13] = process(13, 5, start="7")  # its parents died at once
        stop.end(CHILD, gone=True)
        assert set(table.rows) == left


@pytest.mark.parametrize("requests", [1, 2, 9])
def test_each_further_request_shortens_it(clock: Clock, requests: int) -> None:
    asked: list[float] = []

    def wait(seconds: float) -> bool:
        if clock.now > 1004 and len(asked) < requests:
            asked.append(clock.now)
            stop.hurry = True
        return clock.wait(seconds)

    stop = Stop(Table(process(10, start="1")), Asked(), 60.0, wait)
    assert stop.end(CHILD) and clock.now < 1007 and stop.steps[-1]["signal"] == "SIGKILL"


def test_what_is_started_faster_than_it_is_ended_is_chased(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    class Spawning(Table):
        """Between a look and the signals, one more is started."""

        def signal(self, identity: Identity, number: int) -> bool:
            if number == 9 and identity.pid < 16:
                self.rows[identity.pid + 1] = process(identity.pid + 1, 5)
            return super().signal(identity, number)

    monkeypatch.setattr(module.os, "getpid", lambda: 5)
    table = Spawning(process(5, start="0"), process(10, 5, start="1"))
    stop = Stop(table, Asked(), 0.5, clock.wait)
    assert stop.end(CHILD) and set(table.rows) == {5}
    assert stop.steps[-1]["pids"] == [10, 11, 12, 13, 14, 15, 16]
