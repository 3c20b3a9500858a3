import os
import stat
from pathlib import Path

import pytest

from cctl.host.live.cursor import EVERY_S, Cursor
from cctl.host.tail import Place
from cctl.records.errors import CannotWrite, NoInput
from cctl.records.schema import Record


def at(offset: int) -> list[Record]:
    return [{"path": "/t/a", "offset": offset, "line": 3, "inode": 7, "head": "00ff00ff"}]


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    path = str(tmp_path / "c")
    Cursor(path).note(at(50), "t", 0)
    assert Cursor(path).places() == {"/t/a": Place("/t/a", 50, 3, 7, 0xFF00FF)}


def test_a_new_cursor_is_empty_and_an_unreadable_one_an_error(tmp_path: Path) -> None:
    assert Cursor(str(tmp_path / "none")).places() == {}
    with pytest.raises(NoInput):
        Cursor(str(tmp_path)).places()


def test_it_is_written_now_and_then_and_only_if_something_changed(tmp_path: Path) -> None:
    cursor = Cursor(str(tmp_path / "c"))
    cursor.note(at(1), "t1", 0)
    cursor.note(at(2), "t2", EVERY_S / 2)
    assert b'"offset":1' in (tmp_path / "c").read_bytes()
    cursor.note(at(2), "t3", EVERY_S / 2, now=True)
    assert b'"offset":2' in (tmp_path / "c").read_bytes()
    cursor.note(at(2), "t4", EVERY_S * 9)
    assert b"t3" in (tmp_path / "c").read_bytes()


def test_lines_that_are_no_cursors_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(
        b'{"path":"/a","offset":-9,"line":1,"inode":1,"head":"0"}\nnonsense\n{"path":5}\n'
        b'{"path":"/b","offset":1,"line":1,"inode":1,"head":"zz"}\n'
    )
    assert Cursor(str(tmp_path / "c")).places() == {}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        Cursor(str(tmp_path / "none" / "c")).note(at(1), "t", 0)
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to(tmp_path / "pipe")
    Cursor(str(tmp_path / "null")).note(at(1), "2026-01-01T00:00:00.000Z", 0.0, now=True)
    assert stat.S_ISFIFO((tmp_path / "null").stat().st_mode)
