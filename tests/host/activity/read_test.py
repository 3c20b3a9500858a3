"""Reading shared out over processes tells what one process tells."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.core.agent.spec import Origin
from cctl.host import crew
from cctl.host.activity import read
from tests.host.activity.store_test import ONE, STORY, Machine, watcher

FILES = 40


def todo(folder: Path) -> list[read.Todo]:
    made = []
    for place in range(FILES):
        session = f"{place:08d}{ONE[8:]}"
        path = folder / f"{session}.jsonl"
        path.write_text("".join(STORY).replace(ONE, session).replace("toolu_", f"toolu_{place}_"))
        made.append(read.Todo(str(path), "claude", "/r", Origin(session=session), path.stat().st_size, 0, 0, b""))
    return made


def told(each: list[read.Todo]) -> dict[int, list[object]]:
    found: dict[int, list[object]] = {}
    read.share(each, watcher(), lambda place, seen, how, last: found.setdefault(place, []).append((seen, how, last)))
    return found


def test_processes_tell_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = todo(tmp_path)
    alone = told(given)
    monkeypatch.setattr(crew, "crew_size", lambda _size: 3)
    monkeypatch.setattr(read, "_UNIT_BYTES", 1)
    assert told(given) == alone
    assert len(alone) == FILES


def test_what_a_dead_worker_left_is_read_by_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = todo(tmp_path)
    alone = told(given)
    real = read.told_by
    parent = os.getpid()

    def deadly(each: read.Todo, watching: object):  # type: ignore[no-untyped-def]  # handed on as it comes
        if os.getpid() != parent and each.origin.session.startswith("0000001"):
            os.kill(os.getpid(), 9)
        return real(each, watching)  # type: ignore[arg-type]  # handed on as it comes

    monkeypatch.setattr(crew, "crew_size", lambda _size: 2)
    monkeypatch.setattr(read, "_UNIT_BYTES", 1)
    monkeypatch.setattr(read, "told_by", deadly)
    assert told(given) == alone


def test_a_file_that_went_is_told_of_by_nobody(tmp_path: Path) -> None:
    given = todo(tmp_path)
    Path(given[3].path).unlink()
    assert 3 not in told(given)


def test_the_memory_is_the_same_however_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, shared = Machine(tmp_path / "alone"), Machine(tmp_path / "shared")
    for machine in (alone, shared):
        todo(machine.folder)
    alone.update()
    monkeypatch.setattr(crew, "crew_size", lambda _size: 2)
    shared.update()
    assert shared.dump() == alone.dump()
    assert shared.update() == 0
