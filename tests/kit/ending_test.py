from pathlib import Path

from cctl.host.kill import Grace
from cctl.host.world import World
from cctl.kit.ending import Ending
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from tests.host.live.home import PID, S1, S2, Home
from tests.host.processes_fake import Table, process


def ending(home: Home) -> Ending:
    run = Run(Meta("kill", "action"), World({"HOME": str(home.root)}, cwd=str(home.root)), Shared(), Out())
    made = Ending(run)
    made._now.processes = home.processes
    made._killer._processes = home.processes
    return made


def test_only_living_sessions_with_their_start_are_found(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes = Table(process(PID), process(PID + 1, start="999"))
    home.register(PID, S1, name="shop-5")
    home.register(PID + 1, S2)
    found = ending(home)
    assert [each.session for each in found.entries()] == [S1]
    assert found.find(S2) == [] and found.find(str(PID + 1)) == []
    for word in (S1, S1[:8], "shop-5", str(PID)):
        assert [each.session for each in found.find(word)] == [S1]
    assert found.find("00") == []


def test_a_beginning_that_several_share_finds_them_all(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes = Table(process(PID), process(PID + 1))
    home.register(PID, S1)
    home.register(PID + 1, S2)
    assert len(ending(home).find("00000000")) == 2


def test_a_rehearsal_and_the_real_thing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes = Table(process(1, 0), process(PID), dies_of={PID: {2}})
    home.register(PID)
    made = ending(home)
    [entry] = made.entries()
    assert made.stop(entry, Grace(), dry=True).reason == "would end 1 processes"
    assert made.interrupt(entry, dry=True).reason == "would be interrupted"
    assert home.processes.sent == []
    assert made.stop(entry, Grace()).status == "ok" and home.processes.sent == [(PID, 2)]


def test_who_looks_like_no_agent_is_no_target_whatever_a_registry_says(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes = Table(process(1, 0), process(PID, name="vim\x1b[2J"))
    home.processes.argv[PID] = ["vim", "notes"]
    home.register(PID)
    made = ending(home)
    [entry] = made.entries()
    for outcome in (made.stop(entry, Grace()), made.interrupt(entry), made.stop(entry, Grace(), dry=True)):
        assert outcome.status == "impossible" and outcome.reason.endswith("whatever a registry says: vim [2J")
    assert home.processes.sent == []


def test_a_session_that_was_resumed_twice_is_ended_twice(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes = Table(process(1, 0), process(PID), process(PID + 1), dies_of={PID: {2}, PID + 1: {2}})
    home.register(PID)
    home.register(PID + 1)
    made = ending(home)
    [entry] = made.entries()
    found = made.end(entry, Grace())
    assert {each.data["pid"] for each, _ in found} == {PID, PID + 1}
    assert [outcome.status for _, outcome in found] == ["ok", "ok"]
