from pathlib import Path

from cctl.core.agent import agents
from cctl.core.state.fold import Fold
from cctl.host.live.files import Files
from cctl.host.live.now import Now
from cctl.host.live.witness import Witness
from tests.host.live.home import PID, S1, S2, Home
from tests.host.processes_fake import Table, process


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


class Open(Table):
    """Processes that hold files open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: dict[int, list[str]] = {}
        self.looked = 0

    def files(self, pid: int) -> list[str]:
        self.looked += 1
        return self.open.get(pid, [])


def test_an_agent_that_lists_nothing_is_found_by_the_transcript_it_holds_open(tmp_path: Path) -> None:
    files, table = Files(agents(), {"CODEX_HOME": str(tmp_path)}, str(tmp_path)), Open()
    path = f"{tmp_path}/sessions/2026/11/20/rollout-2026-11-20T10-00-00-{S1}.jsonl"
    now = Now(files, table, Fold())
    now.fold.standing(S1, {"type": "turn", "session": S1, "agent": "codex"})
    now.fold.standing(S2, {"type": "turn", "session": S2, "agent": "claude"})
    table.rows[PID] = process(PID, name="codex")
    table.rows[PID + 1] = process(PID + 1, name="vim")
    found = Witness(now)
    assert list(found.held([S1, S2], 0, 10.0)) == [] and table.looked == 1
    table.open[PID] = table.open[PID + 1] = ["/dev/null", path]
    assert list(found.held([S1], 0, 11.0)) == [] and table.looked == 1  # not so soon again
    [told] = found.held([S1], 0, 13.0)
    assert (told["session"], told["kind"], told["data"]["life"]) == (S1, "process", "alive")
    assert found.live() == {S1}
    assert list(found.held([S1], 0, 16.0)) == [] and table.looked == 2  # it is known
    del table.rows[PID]
    [gone] = found.ended(0, 20.0)
    assert (gone["data"]["life"], found.live()) == ("dead", set())
