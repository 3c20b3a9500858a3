"""Whole or not at all, and never over what is there."""

from __future__ import annotations

import os
import stat

import pytest

from cctl.host.target import check, replacing, written
from cctl.records.errors import CannotWrite


def test_a_file_is_written_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "a.txt"
    assert written(str(path), [b"ab", b"c"], force=False) == 3
    assert path.read_bytes() == b"abc"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_there_stays_without_force(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(CannotWrite, match="there already"):
        check(str(path), force=False)
    with pytest.raises(CannotWrite, match="there already"):
        written(str(path), [b"new"], force=False)
    assert path.read_text() == "old"
    written(str(path), [b"new"], force=True)
    assert path.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_in_the_middle_leaves_nothing(tmp_path):
    def pieces():
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        written(str(tmp_path / "a.txt"), pieces(), force=False)
    assert [each.name for each in tmp_path.iterdir()] == []


def test_a_full_disk_is_one_clear_error(tmp_path):
    def pieces():
        raise OSError(28, "No space left on device")
        yield b""

    with pytest.raises(CannotWrite, match="No space left"):
        written(str(tmp_path / "a.txt"), pieces(), force=False)
    assert [each.name for each in tmp_path.iterdir()] == []


def test_folders_and_missing_folders(tmp_path):
    with pytest.raises(CannotWrite, match="is a folder"):
        check(str(tmp_path), force=True)
    with pytest.raises(CannotWrite, match="no folder"):
        check(str(tmp_path / "no" / "a"), force=False)
    with pytest.raises(CannotWrite):
        written(str(tmp_path / "no" / "a"), [b""], force=False)


def test_a_dangling_link_counts_as_there(tmp_path):
    link = tmp_path / "a"
    link.symlink_to(tmp_path / "gone")
    with pytest.raises(CannotWrite):
        check(str(link), force=False)


def test_modes(tmp_path):
    old = os.umask(0o022)
    try:
        written(str(tmp_path / "a"), [b""], force=False)
        written(str(tmp_path / "b"), [b""], force=False, mode=0o600)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def test_the_temporary_name_keeps_the_ending(tmp_path):
    with replacing(str(tmp_path / "a.mp4"), force=False) as made:
        assert made.endswith(".mp4")
    assert (tmp_path / "a.mp4").exists()


def test_what_is_no_file_is_written_into_and_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert written(str(tmp_path / "pipe"), [b"a", b"bc"], force=True) == 3
    assert os.read(reader, 9) == b"abc"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    with pytest.raises(CannotWrite, match="is no file"), replacing(str(tmp_path / "pipe"), force=True):
        pass
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
