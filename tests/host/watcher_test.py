import os
import sys
from pathlib import Path

import pytest

from cctl.host import watcher as module
from cctl.host.inotify import Full
from cctl.host.watcher import COLD_S, WARM_S, Notified, Poller, watcher


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def polling(at: float) -> tuple[Poller, Clock, Clock]:
    clock, wall = Clock(), Clock()
    wall.now = at
    return Poller(clock, wall, sleep=False), clock, wall


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's inotify")
def test_the_kernel_tells_files_folders_and_their_end(tmp_path: Path) -> None:
    watch = watcher()
    assert isinstance(watch, Notified)
    watch.add(str(tmp_path))
    (tmp_path / "a").write_text("x")
    (tmp_path / "sub").mkdir()
    changes = watch.wait(1)
    assert changes.files == {str(tmp_path / "a")} and changes.folders == {str(tmp_path / "sub")}
    watch.add(str(tmp_path / "sub"))
    (tmp_path / "sub").rename(tmp_path / "away")
    changes = watch.wait(1)
    assert str(tmp_path / "sub") in changes.gone and str(tmp_path / "away") in changes.folders
    (tmp_path / "away" / "late").write_text("x")
    assert watch.wait(0).files == set()
    watch.close()


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's inotify")
def test_without_instances_left_it_looks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise Full(24, "no")

    monkeypatch.setattr(module, "Inotify", full)
    assert watcher().name == "polling"
    assert watcher("polling").name == "polling"


def test_polling_sees_appends_to_hot_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    poller, _, _ = polling((tmp_path / "a").stat().st_mtime + 1)
    poller.add(str(tmp_path))
    assert poller.wait(0).files == set()
    (tmp_path / "a").write_text("xy")
    assert poller.wait(0).files == {str(tmp_path / "a")}
    assert poller.wait(0).files == set()


def test_polling_sees_new_files_and_folders_at_the_warm_beat(tmp_path: Path) -> None:
    poller, clock, _ = polling(2e9)
    poller.add(str(tmp_path))
    os.utime(tmp_path, (1, 1))
    poller.wait(0)
    (tmp_path / "new").write_text("x")
    (tmp_path / "sub").mkdir()
    clock.now += WARM_S
    changes = poller.wait(0)
    assert changes.files == {str(tmp_path / "new")} and changes.folders == {str(tmp_path / "sub")}


def test_polling_looks_at_old_files_seldom(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_text("x")
    os.utime(path, (1000, 1000))
    poller, clock, _ = polling(2e9)
    poller.add(str(tmp_path))
    path.write_text("longer")
    os.utime(path, (1001, 1001))
    clock.now += WARM_S
    assert poller.wait(0).files == set()
    clock.now += COLD_S
    assert poller.wait(0).files == {str(path)}


def test_polling_tells_what_vanished(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a").write_text("x")
    poller, clock, _ = polling((folder / "a").stat().st_mtime)
    poller.add(str(folder))
    (folder / "a").unlink()
    folder.rmdir()
    clock.now += WARM_S
    changes = poller.wait(0)
    assert changes.gone == {str(folder)} and changes.files == {str(folder / "a")}
    poller.add(str(folder))
    poller.close()


def test_a_single_look_watches_nothing(tmp_path: Path) -> None:
    blind = watcher("nothing")
    blind.add(str(tmp_path))
    (tmp_path / "a").write_text("x")
    assert not blind.also(0)
    assert blind.wait(60) == (set(), set(), set(), False)
    blind.close()
