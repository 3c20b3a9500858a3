"""The stop sequence; with real processes in `commands/run_test.py`."""

from __future__ import annotations

from typing import Any

from cctl.host.kill import Grace
from cctl.host.process import Identity
from cctl.host.run.stop import Stop
from tests.host.processes_fake import Table, process


class Asked:
    """A link whose agent ends, or doesn't, when it is asked to."""

    def __init__(self) -> None:
        self.stages: list[int] = []

    def interrupt(self, stage: int) -> float:
        self.stages.append(stage)
        return 0.01 if stage < 2 else 0.0


def test_an_agent_that_ends_in_its_own_way_gets_no_signal() -> None:
    link: Any = Asked()
    table = Table(process(10, start="1"))
    stop = Stop(table, link, Grace(0.1, 0.1, 0.1), lambda seconds: True)
    assert not stop.end(Identity(10, "1")) and stop.steps == [] and link.stages == [0]


def test_one_that_does_not_is_signalled_and_a_hurry_shortens_it() -> None:
    link: Any = Asked()
    table = Table(process(10, start="1"))
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 3:
            stop.hurry = True
        return False

    stop = Stop(table, link, Grace(60.0, 60.0, 0.0), wait)
    stop.end(Identity(10, "1"))
    assert stop.steps and stop.steps[0]["signal"] == "SIGINT"
