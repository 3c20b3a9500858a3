"""The log on the disk: many writers, torn lines, full disks, held locks."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.core.brain.chain import Checked, check
from cctl.host.brain.log import Log, is_part, part
from tests.contract.harness import ROOT

TS = "2026-11-20T12:00:00.000Z"


def event(at: int = 0) -> dict[str, object]:
    return {"event": "outcome", "call": f"c{at}", "session": "s"}


def checked(log: Log) -> Checked:
    return check(log.lines())


def test_lines_are_appended_for_this_user_alone_and_follow_each_other(tmp_path: Path) -> None:
    log = Log(str(tmp_path / "brain"))
    assert log.append([event(1), event(2)], TS) == "" == log.append([event(3)], TS)
    found = checked(log)
    assert (found.lines, found.problem) == (3, "")
    assert [each["call"] for each in log.events()] == ["c1", "c2", "c3"]
    [path] = log.files()
    assert Path(path).name == "events-2026-11.jsonl" and Path(path).stat().st_mode & 0o777 == 0o600
    assert Path(path).parent.stat().st_mode & 0o777 == 0o700


def test_a_chain_goes_on_in_the_next_month_and_a_clock_set_back_opens_no_old_file(tmp_path: Path) -> None:
    log = Log(str(tmp_path))
    for ts in (TS, "2026-12-01T00:00:00.000Z", TS, "2027-01-01T00:00:00.000Z"):
        assert log.append([event()], ts) == ""
    assert [Path(path).name for path in log.files()] == [
        f"events-{month}.jsonl" for month in ("2026-11", "2026-12", "2027-01")
    ]
    assert (checked(log).lines, checked(log).problem) == (4, "")
    assert part(TS) == "events-2026-11.jsonl" and is_part(part(TS)) and not is_part("events-x.jsonl")


def test_a_torn_line_is_left_and_owned_up_to_also_at_the_turn_of_a_month(tmp_path: Path) -> None:
    log = Log(str(tmp_path))
    log.append([event(1)], TS)
    for ts in (TS, "2026-12-01T00:00:00.000Z"):
        with Path(log.files()[-1]).open("ab") as file:
            file.write(b'{"v":1,"seq":2,"ts')
        assert log.append([event(2)], ts) == ""
        assert checked(log).problem == "", checked(log).line
    assert checked(log).torn == 2 and [each["call"] for each in log.events()] == ["c1", "c2", "c2"]


WRITER = """
import sys
from cctl.host.brain.log import Log
log = Log(sys.argv[1])
for at in range(int(sys.argv[3])):
    log.append([{"event": "outcome", "call": sys.argv[2] + str(at), "session": "s"}], "2026-11-20T12:00:00.000Z")
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    return subprocess.Popen([sys.executable, "-S", "-c", WRITER, str(folder), name, str(count)], env=env)


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    running = [writer(tmp_path, name, 60) for name in "wxyz"]
    assert [each.wait(60) for each in running] == [0] * 4
    Log(str(tmp_path)).append([event()], TS, patience_s=5)
    found = checked(Log(str(tmp_path)))
    assert (found.problem, found.lines) == ("", 241)
    assert len({each["call"] for each in Log(str(tmp_path)).events()}) == 241


def test_a_writer_killed_in_the_middle_breaks_nothing(tmp_path: Path) -> None:
    log = Log(str(tmp_path))
    for at in range(6):
        running = writer(tmp_path, f"w{at}-", 100000)
        while len(list(log.lines())) < (at + 1) * 20 and running.poll() is None:
            log.append([event()], TS)
        running.send_signal(signal.SIGKILL)
        running.wait(30)
    assert log.append([event()], TS, patience_s=5) == "" and checked(log).problem == ""


def test_who_can_not_have_the_lock_writes_aside_and_the_next_one_takes_it_in(tmp_path: Path) -> None:
    log = Log(str(tmp_path))
    log.append([event(1)], TS)
    with (tmp_path / "lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "written aside" in log.append([event(2)], "2026-11-20T13:00:00.000Z")
    assert [each["call"] for each in log.events()] == ["c1"]
    (tmp_path / "spool/9-9.jsonl.part").write_text('{"event":"outcome"}\n')
    assert log.append([event(3)], TS) == ""
    assert [path.name for path in (tmp_path / "spool").iterdir()] == ["9-9.jsonl.part"]
    told = list(log.events())
    assert [each["call"] for each in told] == ["c1", "c2", "c3"]
    assert told[1]["spooled"] is True and told[1]["ts"] == "2026-11-20T13:00:00.000Z" and checked(log).problem == ""


def test_a_full_disk_costs_the_line_and_leaves_no_half_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(str(tmp_path))
    log.append([event(1)], TS)
    before = Path(log.files()[0]).read_bytes()
    real = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) > 10:
            return real(descriptor, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert "No space left" in log.append([event(2)], TS)
    monkeypatch.undo()
    assert Path(log.files()[0]).read_bytes() == before and checked(log).problem == ""
    assert log.append([event(3)], TS) == "" and checked(log).lines == 2


def test_a_folder_that_can_not_be_written_is_said_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    assert str(tmp_path) in Log(str(tmp_path / "f/brain")).append([event()], TS)
    assert Log(str(tmp_path / "gone")).files() == [] == list(Log(str(tmp_path / "gone")).events())


def test_rewriting_makes_a_new_chain_of_what_is_kept(tmp_path: Path) -> None:
    log = Log(str(tmp_path))
    for at, ts in enumerate((TS, "2026-12-01T00:00:00.000Z")):
        log.append([event(at)], ts)
    kept = [each for each in log.events() if each["call"] == "c0"]
    log.rewrite(kept, {"event": "forget", "events": 1}, "2026-12-02T00:00:00.000Z")
    assert [(each["event"], each["ts"]) for each in log.events()] == [
        ("forget", "2026-12-02T00:00:00.000Z"),
        ("outcome", TS),
    ]
    assert checked(log).problem == "" and len(log.files()) == 1
    assert json.loads(Path(log.files()[0]).read_text().splitlines()[0])["seq"] == 1


def test_lines_that_are_no_events_are_counted_and_nobody_stumbles_over_them(tmp_path: Path) -> None:
    log = Log(str(tmp_path))
    log.append([{"event": "dialog", "call": "a", "session": "s"}], "2026-11-20T12:00:00.000Z")
    path = Path(log.files()[0])
    good = path.read_bytes()
    strange = [b"x", b"[]", b'{"event":7,"seq":1,"ts":""}', b'{"event":"dialog","seq":true,"ts":""}',
               b'{"event":"dialog","seq":1}',
               b'{"event":"decision","seq":1,"ts":"","verdict":"allow"}', b"[" * 9000]  # fmt: skip
    path.write_bytes(good + b"\n".join(strange) + b"\n")
    assert [event["call"] for event in log.events()] == ["a"] and log.strange == len(strange)
