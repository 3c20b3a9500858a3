import json
import time
from pathlib import Path

import pytest

from cctl.core.hook.codec import digest
from cctl.host.spent import look, name_in, note, place, standings

STANDING = {"type": "budget", "scope": "session", "key": "s1", "mark": "breached", "hard": True, "until": "t"}


def test_what_is_noted_is_found(tmp_path: Path) -> None:
    note(str(tmp_path), STANDING)
    assert look(str(tmp_path), "session", "s1") == STANDING and look(str(tmp_path), "session", "s2") is None
    note(str(tmp_path), {**STANDING, "mark": "ok"})
    assert (look(str(tmp_path), "session", "s1") or {})["mark"] == "ok"


def test_files_lie_where_the_hook_looks(tmp_path: Path) -> None:
    assert place("/x", "session", "s1") == "/x/spend/session/s1.json"
    assert place("/x", "day", "2026-06-01") == "/x/spend/day.json"
    assert place("/x", "project", "/p q 2026-06-01") == f"/x/spend/project/{digest('project', '/p q')}.json"
    assert name_in("/p q 2026-06-01") == "/p q" and name_in("/my 2nd project") == "/my 2nd project"


@pytest.mark.parametrize("key", ["../../../etc/x", "/abs/olute", "", ".", "a" * 500, "with blank", "é"])
@pytest.mark.parametrize("scope", ["session", "run", "project", "branch"])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, scope: str, key: str) -> None:
    state = tmp_path / "state"
    note(str(state), {**STANDING, "scope": scope, "key": key})
    [inside] = tmp_path.rglob("*.json")
    assert inside.parent == state / "spend" / scope
    assert (look(str(state), scope, key) or {})["key"] == key


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"v":1}', b"[" * 5000, json.dumps({"scope": "day"}).encode()])
def test_a_damaged_file_says_nothing(tmp_path: Path, raw: bytes) -> None:
    note(str(tmp_path), STANDING)
    Path(place(str(tmp_path), "session", "s1")).write_bytes(raw)
    assert look(str(tmp_path), "session", "s1") is None


def test_files_are_this_users_alone_and_leave_nothing_behind(tmp_path: Path) -> None:
    note(str(tmp_path / "s"), STANDING)
    [path] = (tmp_path / "s").rglob("*.json")
    assert path.stat().st_mode & 0o077 == 0 and not list((tmp_path / "s").rglob("*.tmp"))


def test_a_place_that_cannot_be_written_is_the_callers_to_know(tmp_path: Path) -> None:
    (tmp_path / "spend").write_text("")
    with pytest.raises(OSError, match=r"spend"):
        note(str(tmp_path), STANDING)


def test_a_look_takes_less_than_a_millisecond(tmp_path: Path) -> None:
    note(str(tmp_path), STANDING)
    look(str(tmp_path), "session", "s1")
    start = time.process_time()
    for _ in range(100):
        look(str(tmp_path), "session", "s1")
    assert (time.process_time() - start) / 100 < 0.001


def test_all_standings_and_nothing_damaged(tmp_path: Path) -> None:
    assert list(standings(str(tmp_path))) == []
    day = {**STANDING, "scope": "day", "key": "2026-06-01"}
    for each in (STANDING, day, {**STANDING, "scope": "project", "key": "/p"}):
        note(str(tmp_path), each)
    Path(place(str(tmp_path), "session", "torn")).write_bytes(b"{")
    assert sorted(str(each["scope"]) for each in standings(str(tmp_path))) == ["day", "project", "session"]


def test_a_project_with_a_long_path_has_a_budget_all_the_same(tmp_path: Path) -> None:
    path = "/" + "\u4e2d" * 4000
    note(str(tmp_path), {**STANDING, "scope": "project", "key": path})
    assert look(str(tmp_path), "project", path) and len(list(standings(str(tmp_path)))) == 1
