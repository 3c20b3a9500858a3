import shutil
from pathlib import Path

import pytest

from cctl.core.state.decide import decide
from cctl.core.state.fold import Fold
from cctl.host.inotify import Full
from cctl.host.live.live import LOOK_S
from cctl.host.tail import Place
from cctl.host.watcher import Poller, Watcher, watcher
from cctl.records.schema import Record
from tests.host.live.home import PID, S1, S2, Home, Watching, states
from tests.host.processes_fake import process


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def kinds(records: list[Record]) -> list[str]:
    return [each["type"] for each in records]


def test_the_snapshot_comes_first_and_then_what_was_done_last(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    home.register(PID, status="idle")
    home.processes.rows[PID] = process(PID)
    found = Watching(home).start()
    at = kinds(found).index("session")
    assert kinds(found[:at]) == ["evidence", "evidence"]
    assert (found[at]["state"], found[at]["change"], found[at]["because"]) == ("waiting_input", "snapshot", "registry")
    assert found[at]["pid"] == PID and found[at]["turns"] == 1 and found[at]["processes"] == 1
    assert all(each.get("replayed") for each in found[at + 1 :])
    assert {"turn", "spend", "session"} <= set(kinds(found[at + 1 :]))


def test_lines_are_told_as_they_come_with_a_session_record_at_each_change(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    watch = Watching(home)
    watch.start()
    home.wait(5)
    home.write(home.prompt("more"))
    found = watch.step()
    assert kinds(found) == ["turn", "session"] and states(found) == [("processing", "processing")]
    home.write(home.call())
    assert states(watch.step(1)) == []
    home.write(home.result(), home.rest())
    assert states(watch.step(1)) == [("waiting_input", "waiting_input")]


def test_a_new_session_appears_with_its_folder(home: Home) -> None:
    watch = Watching(home)
    watch.start()
    folder = home.claude / "projects" / "-new"
    folder.mkdir()
    (folder / f"{S2}.jsonl").write_bytes(home.prompt(session=S2))
    found = watch.step()
    assert states(found) == [("processing", "appeared")] and found[-1]["session"] == S2
    with (folder / f"{S2}.jsonl").open("ab") as file:
        file.write(home.rest(S2))
    assert states(watch.step(1)) == [("waiting_input", "waiting_input")]


def test_a_registry_that_comes_with_the_first_session_is_heard(home: Home) -> None:
    (home.claude / "sessions").rmdir()
    watch = Watching(home)
    watch.start()
    home.write(home.prompt(), home.call())
    (home.claude / "sessions").mkdir()
    home.processes.rows[PID] = process(PID)
    path = home.register(PID, status="waiting", waitingFor="permission prompt")
    [*_, told] = watch.step()
    assert (told["state"], told["because"], told["pid"]) == ("needs_input", "registry", PID)
    home.wait(3)
    home.register(PID, status="busy")
    assert states(watch.step()) == [("processing", "processing")]
    del home.processes.rows[PID]
    path.unlink()
    assert states(watch.step(1)) == [("finished", "gone")]


def test_an_agent_that_has_never_run_is_seen_to_run_first(home: Home) -> None:
    shutil.rmtree(home.claude)
    watch = Watching(home)
    watch.start()
    home.projects.mkdir(parents=True)
    home.write(home.prompt())
    assert states(watch.step()) == [("processing", "appeared")]
    home.write(home.rest())
    assert states(watch.step(1)) == [("waiting_input", "waiting_input")]


def test_a_registry_that_changes_is_heard_at_once(home: Home) -> None:
    home.write(home.prompt(), home.call())
    home.processes.rows[PID] = process(PID)
    home.register(PID, status="busy")
    watch = Watching(home)
    assert states(watch.start())[0] == ("processing", "snapshot")
    home.wait(3)
    home.register(PID, status="waiting", waitingFor="permission prompt")
    [*_, told] = watch.step()
    assert told["state"] == "needs_input" and told["waiting_for"]["tool"] == "Bash" and "weak" not in told
    home.wait(3)
    home.register(PID, status="busy")
    assert states(watch.step()) == [("processing", "processing")]


def test_the_end_of_a_process_is_the_end_of_its_session(home: Home) -> None:
    home.write(home.prompt(), home.call())
    home.processes.rows[PID] = process(PID)
    path = home.register(PID, status="busy")
    watch = Watching(home)
    watch.start()
    del home.processes.rows[PID]
    assert states(watch.step(2)) == [("finished", "gone")]
    path.unlink()
    assert states(watch.step(1)) == []


def test_a_registry_file_that_is_removed_ends_its_session(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    home.processes.rows[PID] = process(PID)
    path = home.register(PID, status="idle")
    watch = Watching(home)
    watch.start()
    del home.processes.rows[PID]
    path.unlink()
    assert states(watch.step(5)) == [("finished", "gone")]


def test_a_process_that_takes_itself_off_the_list_ends_later(home: Home) -> None:
    home.write(home.prompt(), home.call())
    home.processes.rows[PID] = process(PID)
    path = home.register(PID, status="busy")
    watch = Watching(home)
    watch.start()
    path.unlink()
    assert "finished" not in dict(states(watch.step(1)))
    home.write(home.result(), home.rest())
    assert states(watch.step(1)) == [("waiting_input", "waiting_input")]
    assert states(watch.step(LOOK_S)) == []
    del home.processes.rows[PID]
    assert states(watch.step(1)) == [("finished", "gone")]


def test_a_process_that_comes_back_to_the_list_is_listed(home: Home) -> None:
    home.write(home.prompt(), home.call())
    home.processes.rows[PID] = process(PID)
    path = home.register(PID, status="busy")
    watch = Watching(home)
    watch.start()
    path.unlink()
    watch.step(1)
    home.register(PID, status="waiting", waitingFor="permission prompt")
    assert states(watch.step(1)) == [("needs_input", "needs_input")]


def test_a_process_that_turns_to_another_session_leaves_the_first(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    home.processes.rows[PID] = process(PID)
    home.register(PID, status="idle")
    watch = Watching(home)
    watch.start()
    home.wait(10)
    home.register(PID, S2, status="idle")
    told = {each["session"]: each["state"] for each in watch.step() if each["type"] == "session"}
    assert told == {S1: "finished", S2: "waiting_input"}


def test_hook_events_are_evidence(home: Home) -> None:
    home.write(home.prompt(), home.call())
    watch = Watching(home)
    watch.start()
    home.wait(1)
    home.hook("PermissionRequest", tool="Bash", input={"command": "make"})
    found = watch.step()
    assert kinds(found) == ["evidence", "session"] and found[1]["because"] == "hook"


def test_what_only_the_clock_changes_is_waited_for(home: Home) -> None:
    home.write(home.prompt(), home.call())
    watch = Watching(home)
    watch.start()
    assert watch.live.wait_s(home.ms, home.second, 1000) == pytest.approx(20, abs=1)
    found = watch.step(21)
    assert kinds(found) == ["evidence", "session"] and found[0]["kind"] == "clock"
    assert found[1]["state"] == "needs_input" and found[1]["weak"] is True


def test_a_session_where_nothing_can_change_is_waited_for_by_the_look_at_everything(home: Home) -> None:
    watch = Watching(home)
    watch.start()
    assert watch.live.wait_s(home.ms, home.second, 1000) == LOOK_S


def test_use_of_a_processor_tells_a_long_call_from_a_wait(home: Home) -> None:
    home.write(home.prompt(), home.call())
    home.processes.rows[PID] = process(PID, cpu_s=1.0)
    home.register(PID, statusUpdatedAt=None)
    watch = Watching(home)
    watch.start()
    home.processes.rows[PID] = process(PID, cpu_s=5.0)
    found = watch.step(3)
    assert kinds(found) == ["evidence"] and found[0]["data"]["cpu_ratio"] > 1
    home.processes.rows[PID] = process(PID, cpu_s=45.0)
    assert states(watch.step(40)) == []
    assert states(watch.step(40)) == [("needs_input", "needs_input")]


def test_the_stream_alone_gives_the_same_states(home: Home) -> None:
    home.processes.rows[PID] = process(PID)
    home.register(PID, status="idle")
    watch = Watching(home)
    stream = watch.start()
    for lines, status in (
        ([home.prompt(), home.call()], "busy"),
        ([], "waiting"),
        ([home.result(), home.rest()], "idle"),
    ):
        home.wait(7)
        home.register(PID, status=status)
        home.write(*lines)
        stream += watch.step()
    stream += watch.step(700)
    fold = Fold(lambda model: 200_000)
    told = []
    for record in stream:
        fold.add(record)
        if record["type"] == "session" and record.get("change"):
            told.append((record["state"], decide(fold.standings[S1], fold.now_ms).state))
    assert len(told) >= 5 and all(one == other for one, other in told)


def test_a_lost_event_is_made_good_by_the_look_at_everything(home: Home) -> None:
    path = home.write(home.prompt(), home.rest())
    watch = Watching(home, backfill=0)
    watch.start()
    home.write(home.prompt("unheard"))
    (home.projects / f"{S2}.jsonl").write_bytes(home.prompt(session=S2))
    watch.live.watcher.wait(0)  # the events are swallowed
    found = watch.step(lost=True)
    assert [each["session"] for each in found if each["type"] == "turn"] == [S1, S2]
    path.unlink()
    assert watch.step(lost=True) == []
    assert str(path) not in watch.tail


def test_folders_may_vanish_and_come_back(home: Home) -> None:
    home.write(home.prompt())
    watch = Watching(home)
    watch.start()
    shutil.rmtree(home.projects)
    watch.step()
    assert len(watch.tail) == 0
    home.projects.mkdir()
    watch.step()
    home.write(home.prompt("again"))
    assert "turn" in kinds(watch.step())


def test_a_replaced_file_is_read_anew_and_counts_nothing_twice(home: Home) -> None:
    lines = [home.prompt(), home.rest()]
    path = home.write(*lines)
    watch = Watching(home)
    watch.start()
    fresh = path.with_suffix(".new")
    fresh.write_bytes(b"".join([*lines, home.prompt("more")]))
    fresh.rename(path)
    watch.step(1)
    assert watch.now.fold.standings[S1].turns == 2 and watch.now.fold.standings[S1].responses == 1


def test_after_sleep_everything_is_looked_at(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    watch = Watching(home)
    watch.start()
    home.ms += 3_600_000  # the wall clock went on, the other stood still
    assert states(watch.step()) == [("idle", "idle")]


def test_a_clock_that_is_set_back_does_no_harm(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    watch = Watching(home)
    watch.start()
    home.ms -= 86_400_000
    home.write(home.prompt("in the past"))
    assert "turn" in kinds(watch.step())


def test_a_kernel_without_watches_left_is_no_end(home: Home) -> None:
    class Exhausted:
        name = "inotify"

        def add(self, folder: str) -> None:
            raise Full(28, "no")

        def close(self) -> None:
            pass

    watch = Watching(home, watch=Exhausted())  # type: ignore[arg-type] # as much of one as is used
    watch.start()
    assert isinstance(watch.live.watcher, Poller)


@pytest.mark.parametrize("kind", ["", "polling"])
def test_live_sessions_are_told_anew_at_every_beat(home: Home, kind: str) -> None:
    home.write(home.prompt(), home.rest())
    home.processes.rows[PID] = process(PID)
    home.register(PID, status="idle")
    watch = Watching(home, watch=_quick(kind), every_s=10, heartbeat_s=5)
    watch.start()
    found = watch.step(11)
    assert [each["change"] for each in found if each["type"] == "session"] == ["beat"]
    [beat] = [each for each in found if each["type"] == "heartbeat"]
    assert (beat["sessions"], beat["files"], beat["by"]) == (1, 1, kind or "inotify") and beat["lag_s"] == 6


def _quick(kind: str) -> Watcher:
    return Poller(sleep=False) if kind else watcher()


def test_a_cursor_goes_on_where_the_last_run_ended(home: Home) -> None:
    home.write(home.prompt("one"))
    first = Watching(home, backfill=0)
    first.start()
    home.write(home.prompt("two"))
    first.step()
    places = {
        each["path"]: Place(each["path"], each["offset"], each["line"], each["inode"], int(each["head"], 16))
        for each in first.live.places()
    }
    home.write(home.prompt("three"))
    (home.projects / f"{S2}.jsonl").write_bytes(home.prompt("four", session=S2))
    found = Watching(home).start(places=places)
    assert [each["prompt"] for each in found if each["type"] == "turn"] == ["four", "three"]
    assert not any(each.get("replayed") for each in found)
    [third] = [each for each in found if each.get("prompt") == "three"]
    assert third["src"]["line"] == 3


def test_finished_sessions_are_let_go(home: Home) -> None:
    home.write(home.prompt(), home.rest())
    watch = Watching(home)
    watch.start()
    watch.step(700)
    watch.step(2000)
    assert watch.now.fold.standings == {}
    home.write(home.prompt("back"))
    assert states(watch.step(1)) == [("processing", "appeared")]


def test_hostile_names_and_texts_pass_as_data(home: Home) -> None:
    odd = "\x1b]0;evil\x07$(touch /tmp/x)\u202e"
    home.write(home.prompt(odd, cwd=f"/p/{odd}"))
    watch = Watching(home)
    found = watch.start()
    assert [each["prompt"] for each in found if each["type"] == "turn"] == [odd]


def test_both_sessions_are_told_when_one_comes_to_write_a_file_of_the_other(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    home.write(home.prompt(), home.call("Edit", file_path="/p/a.py"))
    home.write(home.prompt(session=S2), session=S2)
    watching = Watching(home)
    watching.start()
    home.write(home.call("Write", "t2", S2, file_path="/p/a.py"), session=S2)
    told = [each for each in watching.step(1) if each["type"] == "session" and "change" in each]
    assert {(each["session"], each["change"]) for each in told} == {(S1, "conflict"), (S2, "conflict")}
    home.write(home.call("Write", "t3", S2, file_path="/p/a.py"), session=S2)
    assert [each for each in watching.step(1) if each["type"] == "session" and "change" in each] == []


def test_a_pid_that_comes_back_at_once_is_not_the_session(home: Home) -> None:
    home.write(home.prompt())
    home.register(PID, status="busy")
    home.processes.rows[PID] = process(PID)
    watch = Watching(home)
    watch.start()
    home.processes.rows[PID] = process(PID, start="101")
    found = watch.step(0.9)
    assert states(found) == [("finished", "gone")]
    [life] = [each["data"]["life"] for each in found if each.get("kind") == "process"]
    assert life == "dead"


@pytest.mark.parametrize("seen", [True, False])
def test_processes_that_nothing_can_be_known_of_leave_the_files_to_decide(home: Home, *, seen: bool) -> None:
    """Those of another user, and all of a machine without /proc: neither dead nor alive for sure."""
    home.write(home.prompt(), home.call())
    home.register(PID, status="waiting", waitingFor="permission prompt")
    home.processes.hidden = {PID} if seen else set()
    found = Watching(home).start()
    [told] = [each for each in found if each["type"] == "session" and "change" in each]
    assert (told["state"], told.get("weak")) == (("needs_input", True) if seen else ("finished", None))


def test_a_forged_registry_moves_no_session_that_it_does_not_own(home: Home) -> None:
    home.write(home.prompt(), home.call())
    home.register(PID, status="busy")
    home.processes.rows[PID] = process(PID)
    home.processes.rows[PID + 1] = process(PID + 1, name="vim")
    watch = Watching(home)
    watch.start()
    forged = home.wait(1).register(PID + 1, S1, status="waiting", statusUpdatedAt=home.ms + (1 << 40), procStart="7")
    said = [each for each in watch.step(1) if each["type"] == "session" and "change" in each]
    assert all(each["state"] != "needs_input" or each.get("weak") for each in said)
    forged.write_bytes(b"\x00" * 100)
    watch.step(1)
    home.wait(1).register(PID, status="idle")
    assert states(watch.step(1))[-1][0] == "waiting_input"
