from pathlib import Path

from cctl.host.live.witness import Witness
from tests.host.live.home import PID, S1, S2, Home
from tests.host.processes_fake import process


def witness(home: Home) -> Witness:
    found = Witness(home.now(), str(home.spool))
    found.begin(home.processes.all())
    return found


def test_a_stale_registry_is_no_life(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.register(PID)
    assert witness(home).live() == set()
    home.processes.rows[PID] = process(PID)
    assert witness(home).live() == {S1}


def test_a_registry_that_says_the_same_again_is_no_news(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes.rows[PID] = process(PID)
    path = str(home.register(PID, status="idle"))
    found = witness(home)
    assert list(found.registered(path, home.ms, 0)) == []
    home.wait(1).register(PID, status="busy")
    assert [each["kind"] for each in found.registered(path, home.ms, 0)] == ["registry", "process"]


def test_a_forged_entry_claims_nothing_that_lives_elsewhere(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes.rows[PID] = process(PID)
    path = str(home.register(PID + 1, S1, status="idle"))
    found = witness(home)
    assert found.live() == set()
    (Path(path)).write_text("{broken")
    assert next(each["data"] for each in found.registered(path, home.ms, 0)) == {"absent": True}
    assert found.entries == []


def test_absence_is_evidence_only_where_there_is_a_registry(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes.rows[PID] = process(PID)
    home.register(PID, S2)
    found = witness(home)
    found._now.fold.standing(S1).agent = "claude"
    found._now.fold.standing("codex").agent = "codex"
    assert [each["session"] for each in found.absent([S1, S2, "codex", "nobody"], home.ms)] == [S1]


def test_processes_are_looked_at_where_nobody_tells_of_their_end(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.processes.rows[PID] = process(PID)
    home.register(PID)
    found = witness(home)
    found.take(found.entries[0], home.ms, 0, {})
    assert found.wait_s(0) <= 1 and list(found.ended(home.ms, 1.5)) == []
    home.processes.rows[PID] = process(PID, start="101")
    assert [each["data"]["life"] for each in found.ended(home.ms, 3)] == ["dead"]
    assert found.entries == [] and found.wait_s(0) == float("inf")


def test_hook_events_come_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.hook("Stop")
    found = witness(home)
    assert found.is_spool(found.spool_of(S1)) and not found.is_spool("/x")
    assert len(list(found.hooked(found.spool_of(S1)))) == 1
    assert list(found.hooked(found.spool_of(S1))) == []
