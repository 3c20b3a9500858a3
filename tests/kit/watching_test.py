import time
from pathlib import Path

import pytest

from cctl.core.state.select import Selection
from cctl.kit.watching import Pace, Passed
from cctl.records.schema import Record
from tests.contract import harness
from tests.host.activity.store_test import STORY


def session(name: str, state: str = "idle", project: str = "/p") -> Record:
    return {"type": "session", "session": name, "state": state, "project": project}


def test_everything_passes_when_nothing_was_asked_for() -> None:
    passed = Passed(Selection(), "")
    assert passed.passes(session("a")) and passed.passes({"type": "turn", "session": "b"})
    assert passed.passes({"type": "heartbeat"}) and not passed.reached and not passed.waits


def test_records_of_sessions_that_were_not_meant_stay_behind() -> None:
    passed = Passed(Selection(projects=("p",)), "")
    assert not passed.passes({"type": "evidence", "session": "a"})
    assert passed.passes(session("a")) and passed.passes({"type": "turn", "session": "a"})
    assert not passed.passes(session("b", project="/q")) and not passed.passes({"type": "turn", "session": "b"})


def test_session_records_pass_by_what_they_do_and_the_rest_of_the_session_follows() -> None:
    passed = Passed(Selection(states=frozenset({"needs_input"})), "")
    assert not passed.passes(session("a", "idle")) and passed.passes(session("a", "needs_input"))
    assert passed.passes({"type": "turn", "session": "a"})


def test_the_state_that_ends_it_counts_only_where_it_was_asked_for() -> None:
    passed = Passed(Selection(sessions=("a",)), "finished")
    assert passed.waits
    passed.passes(session("b", "finished"))
    assert not passed.reached
    passed.passes(session("a", "finished"))
    assert passed.reached


def test_the_pace_of_a_replay_is_that_of_its_clock_divided_by_the_speed() -> None:
    pace = Pace(10)
    assert pace.wait_s({"ts": "2026-06-01T10:00:00.000Z"}) <= 0
    assert 0.9 < pace.wait_s({"ts": "2026-06-01T10:00:10.000Z"}) <= 1.0
    assert pace.wait_s({"ts": "nonsense"}) == 0


@pytest.mark.parametrize("speed", ["0.001", "1000000"])
def test_a_timeout_ends_a_replay_at_any_speed(tmp_path: Path, speed: str) -> None:
    (tmp_path / "t.jsonl").write_text("".join(STORY))
    begun = time.monotonic()
    done = harness.run("watch", tmp_path, "--replay", "t.jsonl", "--speed", speed, "--timeout", "1s")
    assert (done.returncode, done.stderr) == (0, b"") and time.monotonic() - begun < 20
    assert done.stdout.splitlines()[-1].startswith(b'{"type":"end"')
