"""Small files: whole or not, appended in one piece, and nothing that can hold a verdict up."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from cctl.host.hook import files


def test_content_is_whole_or_none(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert files.content(str(path)) is None
    assert files.content(f"{path}/inner") is None
    path.write_bytes(b"x" * 100)
    assert files.content(str(path)) == b"x" * 100
    assert files.content(f"{path}/inner") is None
    with pytest.raises(OSError, match="larger"):
        files.content(str(path), 99)
    with pytest.raises(OSError):
        files.content(str(tmp_path))


def test_a_pipe_in_the_way_holds_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    assert files.content(str(tmp_path / "p")) == b""
    assert files.append(str(tmp_path / "p"), b"x\n") is False


def test_documents_are_values_or_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    assert files.document(str(path)) is None
    for text, value in (('{"a":1}', {"a": 1}), ("", False), ("{", False), ("\xff", False), ("[" * 9999, False)):
        path.write_text(text, "latin-1")
        assert files.document(str(path)) == value
    assert files.document(str(tmp_path)) is False


def test_the_tail_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "t"
    assert files.tail(str(path), 4) == b""
    path.write_bytes(b"0123456789")
    assert files.tail(str(path), 4) == b"6789"
    assert files.tail(str(path), 40) == b"0123456789"


def test_files_and_folders_are_made_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "state/hook/s.jsonl"
    assert files.append(str(path), b"a\n")
    assert files.append(str(path), b"b\n")
    assert path.read_bytes() == b"a\nb\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "s.jsonl").symlink_to(tmp_path / "elsewhere")
    assert files.append(str(tmp_path / "s.jsonl"), b"x\n") is False
    assert (tmp_path / "elsewhere").read_text() == ""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert files.append(str(tmp_path / "file/s.jsonl"), b"x\n") is False
    if Path("/dev/full").exists():
        assert files.append("/dev/full", b"x\n") is False


def test_appends_of_many_writers_stay_in_one_piece(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    texts = [bytes([65 + n]) * 6000 + b"\n" for n in range(8)]

    def write(text: bytes) -> None:
        for _ in range(20):
            files.append(str(path), text)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 160
    assert set(lines) == set(texts)


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c"
    assert files.stamp(str(path)) == []
    path.write_text("a")
    before = files.stamp(str(path))
    fresh = tmp_path / "fresh"
    fresh.write_text("b")
    os.utime(fresh, ns=(before[0], before[0]))
    fresh.replace(path)
    assert files.stamp(str(path)) != before
