import time
from pathlib import Path

import pytest

from cctl.host.world import World
from cctl.kit.alive import _BETWEEN_S, _GLANCE_S, machine, snapshot
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from tests.host.live.home import PID, S1, Home
from tests.host.processes_fake import process


def run(root: Path) -> Run:
    world = World({"HOME": str(root), "TZ": "UTC"}, cwd=str(root))
    return Run(Meta("sessions", "source"), world, Shared(), Out())


def test_the_machine_is_made_of_the_runs_settings(tmp_path: Path) -> None:
    (tmp_path / ".config" / "cctl").mkdir(parents=True)
    (tmp_path / ".config" / "cctl" / "config.toml").write_text("[state]\ntool_grace_s = 7\n")
    found = machine(run(tmp_path))
    assert found.now.limits.tool_grace_s == 7
    assert found.spool == f"{tmp_path}/.local/state/cctl/hook"


def test_what_is_read_once_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.rest())
    first = machine(run(tmp_path))
    [one] = snapshot(first, home.ms + 1000, 0)
    second = machine(run(tmp_path))
    [two] = snapshot(second, home.ms + 1000, 0)
    assert S1 in second.kept and second.gather.read_bytes == 0 and first.gather.read_bytes > 0
    assert one == two
    assert list(snapshot(machine(run(tmp_path)), home.ms, 1 << 60)) == []


@pytest.mark.parametrize(
    ("used_s", "state", "because"), [(0.2, "processing", "process"), (0.0, "needs_input", "clock")]
)
def test_a_long_call_of_a_client_that_tells_no_status_is_looked_at_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, used_s: float, state: str, because: str
) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.call())
    home.register(PID)
    found = machine(run(tmp_path))
    found.now.processes = home.processes
    home.processes.rows[PID] = process(PID)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        home.processes.rows[PID] = process(PID, cpu_s=used_s)

    monkeypatch.setattr(time, "sleep", sleep)
    [soon] = snapshot(found, home.ms + 1000, 0)
    assert (soon["state"], slept) == ("processing", [])
    [late] = snapshot(found, home.ms + 50_000, 0)
    assert (late["state"], late["because"], slept) == (state, because, [_BETWEEN_S])


def test_what_a_living_session_uses_is_shown_and_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    home.write(home.prompt(), home.rest())
    home.register(PID, status="idle")
    home.processes.rows[PID] = process(PID, cpu_s=1.0)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        home.processes.rows[PID] = process(PID, cpu_s=1.05)

    monkeypatch.setattr(time, "sleep", sleep)
    for later_ms, cpu_s, ratio in ((0, 1.0, 0.5), (10_000, 3.0, 0.2)):
        found = machine(run(tmp_path))
        found.now.processes = home.processes
        home.processes.rows[PID] = process(PID, cpu_s=cpu_s)
        [told] = snapshot(found, home.ms + later_ms, 0, usage=True)
        assert (told["state"], told["cpu_ratio"]) == ("waiting_input", pytest.approx(ratio))
    assert slept == [_GLANCE_S]  # the second run knows the look of the first
