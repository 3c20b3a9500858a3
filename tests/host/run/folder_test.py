"""Folders of runs."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from cctl.host.run.folder import Folder, Runs, new_id, random_id
from cctl.records.errors import CannotWrite, NoInput
from tests.host.processes_fake import Table, process


def record(run: str, **more: Any) -> dict[str, Any]:
    return {"type": "run", "v": 1, "ts": "2026-06-01T10:00:00.000Z", "run": run, "status": "running", **more}


def test_ids_sort_by_time_and_are_uuids() -> None:
    ids = [new_id(ms) for ms in (1, 1000, 1 << 40)]
    assert ids == sorted(ids)
    assert all(len(each) == 36 and each[14] == "7" and each[19] in "89ab" for each in ids)
    assert random_id()[14] == "4" and random_id() != random_id()
    assert new_id(0, b"\xff" * 10) == "00000000-0000-7fff-bfff-ffffffffffff"


def test_a_record_is_replaced_whole_and_is_private(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "runs" / "x")).make()
    folder.keep(record("x"))
    folder.keep(record("x", status="ended"))
    assert folder.record()["status"] == "ended"
    assert stat.S_IMODE((tmp_path / "runs" / "x" / "run.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "runs").stat().st_mode) == 0o700
    with pytest.raises(CannotWrite):
        folder.make()


def test_what_a_dead_keeper_left_behind_is_lost(tmp_path: Path) -> None:
    table = Table(process(10, start="5"), process(11, start="6"))
    runs = Runs(str(tmp_path), table)
    live = record("a", supervisor={"pid": 10, "start": "5"}, pid=11, process_start="6")
    assert runs.judged(live)["status"] == "running"
    del table.rows[10]
    assert "without limits" in runs.judged(live)["message"]
    table.rows[10] = process(10, start="99")  # another process by that pid
    del table.rows[11]
    assert (runs.judged(live)["status"], runs.judged(live)["cause"]) == ("lost", "lost")
    assert runs.judged(record("a", status="ended"))["status"] == "ended"


def test_runs_are_found_by_either_end_of_the_id_or_their_name(tmp_path: Path) -> None:
    runs = Runs(str(tmp_path), Table())
    ids = [new_id(ms, bytes([ms] * 10)) for ms in (1, 2, 3)]
    for run in ids:
        runs.folder(run).make().keep(record(run, status="ended", name="nightly"))
    assert runs.find(ids[1])["run"] == ids[1]
    assert runs.find(ids[1][-5:])["run"] == ids[1]
    assert runs.find("nightly")["run"] == ids[2]
    for word in ("0000", "nothing", "", "../x"):
        with pytest.raises(NoInput):
            runs.find(word)


def test_a_damaged_run_is_an_error_record(tmp_path: Path) -> None:
    runs = Runs(str(tmp_path), Table())
    folder = runs.folder(new_id(1)).make()
    Path(folder.file("run.json")).write_text("{")
    assert [each["type"] for each in runs.all()] == ["error"]
    assert Runs(str(tmp_path / "none"), Table()).ids() == []


def test_a_run_that_never_began_is_none_and_one_whose_keeper_died_before_its_start_is_lost(tmp_path: Path) -> None:
    table = Table(process(10, start="5"))
    runs = Runs(str(tmp_path), table)
    runs.folder(new_id(1)).make()
    assert list(runs.all()) == []
    planned = record("a", status="planned", supervisor={"pid": 10, "start": "5"})
    assert runs.judged(planned)["status"] == "planned"
    del table.rows[10]
    assert runs.judged(planned)["status"] == "lost"
