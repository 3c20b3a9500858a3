"""Keeping the memory of what was done up to date."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from cctl.core.activity.command import Runners
from cctl.core.activity.deed import Watcher
from cctl.host.activity import ask, store
from cctl.host.activity.schema import COMPONENT
from cctl.host.world import World

ONE, TWO = "11111111-aaaa-4000-8000-000000000001", "22222222-bbbb-4000-8000-000000000002"
SECRET = "hunter2hunter2"


def watcher() -> Watcher:
    return Watcher(Runners({"programs": {"pytest": []}, "scripts": [], "runs": {}}), lambda t: t.replace(SECRET, "[x]"))


def user(session: str, uuid: str, content: object, second: int, **fields: object) -> str:
    base = {"type": "user", "uuid": uuid, "parentUuid": None, "sessionId": session, "cwd": "/p", "gitBranch": "main"}
    base |= {"timestamp": f"2026-11-01T00:00:{second:02d}.000Z", "message": {"role": "user", "content": content}}
    return json.dumps(base | fields) + "\n"


def call(session: str, uuid: str, id: str, name: str, given: object, second: int, **fields: object) -> str:
    message = {"id": f"msg_{id}", "role": "assistant", "type": "message", "model": "claude-opus-5-5"}
    message |= {"content": [{"type": "tool_use", "id": id, "name": name, "input": given}]}  # type: ignore[dict-item]  # JSON
    message |= {"usage": {"input_tokens": 1, "output_tokens": 1}}  # type: ignore[dict-item]  # JSON
    return user(session, uuid, "", second, type="assistant", message=message, **fields)


def result(session: str, uuid: str, id: str, error: bool, second: int) -> str:
    return user(
        session, uuid, [{"type": "tool_result", "tool_use_id": id, "content": "out", "is_error": error}], second
    )


STORY = [
    user(ONE, "u1", f"make it work with {SECRET}", 1),
    call(ONE, "u2", "toolu_1", "Bash", {"command": "pytest -q"}, 2),
    result(ONE, "u3", "toolu_1", True, 3),
    call(ONE, "u4", "toolu_2", "Edit", {"file_path": "/p/a.py", "old_string": "a", "new_string": "b"}, 4),
    result(ONE, "u5", "toolu_2", False, 5),
    call(ONE, "u6", "toolu_3", "Bash", {"command": "git commit -m 'Done'"}, 6),
    result(ONE, "u7", "toolu_3", False, 7),
]


class Machine:
    """A home with transcripts, and the memory of it."""

    def __init__(self, home: Path) -> None:
        self.world = World({"HOME": str(home)}, cwd=str(home))
        self.folder = home / ".claude/projects/-p"
        self.folder.mkdir(parents=True)
        self.connection = store.opened(self.world)

    def update(self) -> int:
        return store.update(self.connection, self.world, watcher)

    def dump(self) -> list[tuple[object, ...]]:
        columns = "id, session, kind, tool, mark, text, paths, error, exit_code, denied, copy"
        return self.connection.execute(f"SELECT {columns} FROM deed ORDER BY id").fetchall()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_story_is_remembered_redacted(machine: Machine) -> None:
    (machine.folder / f"{ONE}.jsonl").write_text("".join(STORY))
    assert machine.update() == 1
    figures = ask.figures(machine.connection, None)[ONE]
    assert (figures.turns, figures.calls, figures.errors, figures.edits) == (1, 3, 1, 1)
    assert figures.first_prompt == "make it work with [x]"
    assert (figures.facts["project"], figures.facts["branch"]) == ("/p", "main")
    assert SECRET not in str(machine.dump())
    assert machine.update() == 0


def test_split_anywhere_it_is_the_same(machine: Machine, tmp_path: Path) -> None:
    path = machine.folder / f"{ONE}.jsonl"
    whole = "".join(STORY)
    for size in range(0, len(whole), 97):
        path.write_text(whole[:size])
        machine.update()
    path.write_text(whole)
    machine.update()
    other = Machine(tmp_path / "other")
    (other.folder / f"{ONE}.jsonl").write_text(whole)
    other.update()
    assert machine.dump() == other.dump()


@pytest.mark.parametrize("first", ["parent", "fork"])
def test_a_forks_copies_are_not_done_twice_whichever_is_read_first(machine: Machine, first: str) -> None:
    copies = [line.replace(ONE, TWO) for line in STORY[:2]]
    forked = json.loads(copies[1]) | {"requestSessionId": ONE, "forkedFrom": {"sessionId": ONE}}
    fork = copies[0] + json.dumps(forked) + "\n" + user(TWO, "u9", "another way", 30)
    texts = {"parent": (ONE, "".join(STORY)), "fork": (TWO, fork)}
    for name in (first, *({"parent", "fork"} - {first})):
        session, text = texts[name]
        (machine.folder / f"{session}.jsonl").write_text(text)
        machine.update()
    figures = ask.figures(machine.connection, None)
    assert (figures[ONE].turns, figures[ONE].calls) == (1, 3)
    assert (figures[TWO].turns, figures[TWO].calls) == (1, 0)


def test_it_outlives_its_transcript_and_notices_a_rewrite(machine: Machine) -> None:
    path = machine.folder / f"{ONE}.jsonl"
    path.write_text("".join(STORY))
    machine.update()
    kept = machine.dump()
    path.write_text(user(ONE, "u99", "started over", 40))
    machine.update()
    assert len(machine.dump()) == len(kept) + 1
    path.unlink()
    machine.update()
    assert len(machine.dump()) == len(kept) + 1


def test_a_reading_that_is_cut_off_leaves_nothing_half_done(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine.folder / f"{ONE}.jsonl").write_text("".join(STORY))
    real = store.keep

    def cut(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]  # handed on as they came
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(store, "keep", cut)
    with pytest.raises(sqlite3.OperationalError):
        machine.update()
    assert machine.dump() == []
    monkeypatch.setattr(store, "keep", real)
    machine.update()
    assert len(machine.dump()) == 4


def test_what_cannot_be_read_is_left_for_later(machine: Machine) -> None:
    (machine.folder / f"{ONE}.jsonl").symlink_to("/nowhere/at/all")
    (machine.folder / f"{TWO}.jsonl").mkdir()
    assert machine.update() == 0


def test_titles_are_found_and_reading_all_once_more_changes_nothing(machine: Machine) -> None:
    titled = json.dumps({"type": "ai-title", "aiTitle": f"Zebra migration {SECRET}", "sessionId": ONE}) + "\n"
    (machine.folder / f"{ONE}.jsonl").write_text("".join(STORY) + titled)
    machine.update()
    before = machine.dump()
    (hit,) = ask.search(machine.connection, "zebra", 9, None)
    assert (hit.deed.kind, hit.deed.session) == ("title", ONE) and SECRET not in hit.deed.text
    machine.connection.execute(COMPONENT.migrations[1])
    machine.connection.commit()
    machine.update()
    assert machine.dump() == before and len(ask.search(machine.connection, "zebra", 9, None)) == 1
