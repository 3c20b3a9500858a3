import json
import time
from pathlib import Path

import pytest

from cctl.host.spent import Spent, breached, look, note

STANDING = Spent("session", "s1", "l1", 5, 6, 7, 8, "breached", True, 9)


def test_what_is_noted_is_found(tmp_path: Path) -> None:
    note(str(tmp_path), STANDING)
    assert look(str(tmp_path), "session", "s1") == [STANDING]
    assert breached(str(tmp_path), "session", "s1") == STANDING
    note(str(tmp_path), STANDING._replace(mark="ok", hard=False))
    assert breached(str(tmp_path), "session", "s1") is None
    assert look(str(tmp_path), "session", "other") == []


def test_limits_of_one_scope_stand_side_by_side(tmp_path: Path) -> None:
    note(str(tmp_path), STANDING._replace(limit="a", hard=False))
    note(str(tmp_path), STANDING._replace(limit="b"))
    found = breached(str(tmp_path), "session", "s1")
    assert found and found.limit == "b"


@pytest.mark.parametrize("key", ["../../../etc/x", "/abs/olute", "", ".", "a" * 500, "with blank", "é", "\udcff"])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str) -> None:
    state = tmp_path / "state"
    note(str(state), STANDING._replace(scope="project", key=key))
    inside = [path for path in tmp_path.rglob("*.json")]
    assert len(inside) == 1 and inside[0].is_relative_to(state / "spend" / "project")
    assert [each.key for each in look(str(state), "project", key)] == [key]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"v":1}', b"[" * 5000, json.dumps({"nano": "x"}).encode()])
def test_a_damaged_file_says_nothing(tmp_path: Path, raw: bytes) -> None:
    note(str(tmp_path), STANDING)
    [path] = tmp_path.rglob("*.json")
    path.write_bytes(raw)
    assert look(str(tmp_path), "session", "s1") == []


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
    breached(str(tmp_path), "session", "s1")
    start = time.process_time()
    for _ in range(100):
        breached(str(tmp_path), "session", "s1")
    assert (time.process_time() - start) / 100 < 0.001
