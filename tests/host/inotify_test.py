import ctypes
import errno
import os
import struct
import sys
from pathlib import Path

import pytest

from cctl.host.inotify import CREATE, DELETE_SELF, IGNORED, MODIFY, MOVED_TO, OVERFLOW, Full, Inotify

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's inotify")


def test_an_append_tells_folder_and_name(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    watch = Inotify()
    assert watch.add(str(tmp_path))
    with (tmp_path / "a.jsonl").open("a") as stream:
        stream.write("x\n")
    events, lost = watch.wait(1)
    assert not lost and [(each.folder, each.name) for each in events] == [(str(tmp_path), b"a.jsonl")]
    assert events[0].mask & MODIFY
    watch.close()
    watch.close()


def test_silence_ends_with_the_time(tmp_path: Path) -> None:
    watch = Inotify()
    watch.add(str(tmp_path))
    assert watch.wait(0) == ([], False)
    watch.close()


def test_new_and_renamed_files_are_told(tmp_path: Path) -> None:
    watch = Inotify()
    watch.add(str(tmp_path))
    (tmp_path / "new").mkdir()
    (tmp_path / "tmp").write_text("x")
    (tmp_path / "tmp").rename(tmp_path / "b.jsonl")
    events, _ = watch.wait(1)
    assert any(each.name == b"new" and each.mask & CREATE for each in events)
    assert any(each.name == b"b.jsonl" and each.mask & MOVED_TO for each in events)
    watch.close()


def test_a_folder_that_vanishes_is_told_and_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    watch = Inotify()
    watch.add(str(folder))
    folder.rmdir()
    events, _ = watch.wait(1)
    assert any(each.mask & DELETE_SELF for each in events) and any(each.mask & IGNORED for each in events)
    assert watch.folders == 0
    assert watch.add(str(folder)) is False
    watch.close()


def test_a_dropped_folder_is_silent(tmp_path: Path) -> None:
    watch = Inotify()
    watch.add(str(tmp_path))
    watch.drop(str(tmp_path))
    watch.drop(str(tmp_path))
    (tmp_path / "a").write_text("x")
    assert [each for each in watch.wait(0)[0] if not each.mask & IGNORED] == []
    watch.close()


def test_a_queue_that_overflowed_says_that_something_was_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Inotify()
    watch.add(str(tmp_path))
    (tmp_path / "a").write_text("x")
    monkeypatch.setattr(os, "read", lambda fd, size: struct.pack("iIII", -1, OVERFLOW, 0, 0))
    assert watch.wait(1) == ([], True)
    monkeypatch.undo()
    watch.close()


def test_a_kernel_without_watches_left_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Inotify()

    class Libc:
        @staticmethod
        def inotify_add_watch(fd: int, path: bytes, mask: int) -> int:
            ctypes.set_errno(errno.ENOSPC)
            return -1

    monkeypatch.setattr(watch, "_libc", Libc())
    with pytest.raises(Full):
        watch.add(str(tmp_path))
    watch.close()
