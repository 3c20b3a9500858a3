"""The watcher of macOS: by a fake, and by the package itself where it is installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from cctl.host import watcher as module
from cctl.host.watcher import Changes, Poller, watcher
from cctl.host.watchfiles import ADDED, DELETED, MODIFIED, Raw, Watchfiles
from cctl.records.schema import Record
from tests.host.live.home import Home, Watching, states

needs_package = pytest.mark.skipif(importlib.util.find_spec("watchfiles") is None, reason="needs watchfiles")


class Fake:
    """What the package would say."""

    def __init__(self) -> None:
        self.made: list[list[str]] = []
        self.says: list[Raw | str] = []
        self.timeouts: list[int] = []
        self.open = 0

    def __call__(self, folders: list[str]) -> Fake:
        self.made.append(folders)
        self.open += 1
        return self

    def watch(self, debounce_ms: int, step_ms: int, timeout_ms: int, stop_event: None) -> Raw | str:
        self.timeouts.append(timeout_ms)
        return self.says.pop(0) if self.says else "timeout"

    def close(self) -> None:
        self.open -= 1


def test_folders_are_taken_in_at_once_and_then_everything_is_to_be_looked_at(tmp_path: Path) -> None:
    fake, inner = Fake(), tmp_path / "inner"
    inner.mkdir()
    watch = Watchfiles(fake)
    watch.add(str(tmp_path))
    assert watch.wait(9) == Changes(set(), set(), set(), lost=True)
    assert watch.wait(9) == Changes(set(), set(), set()) and fake.timeouts == [1, 9000]
    watch.add(str(inner))
    watch.add(str(tmp_path))
    assert watch.wait(1).lost and not watch.wait(1).lost
    assert fake.made == [[str(tmp_path)], [str(tmp_path), str(inner)]] and fake.open == 1
    watch.close()
    assert fake.open == 0 and not watch.also(3)


def test_events_are_told_under_the_names_that_we_use(tmp_path: Path) -> None:
    fake, real, link = Fake(), tmp_path / "real", tmp_path / "link"
    (real / "new").mkdir(parents=True)
    (real / "a").write_text("x")
    link.symlink_to(real)
    watch = Watchfiles(fake)
    watch.add(str(link))
    watch.wait(0)
    fake.says = [{(MODIFIED, f"{real}/a"), (ADDED, f"{real}/new"), (MODIFIED, f"{real}/new"), (DELETED, f"{real}/b")}]
    changes = watch.wait(1)
    assert changes.files == {f"{link}/a", f"{link}/b"}
    assert (changes.folders, changes.gone) == ({f"{link}/new"}, {f"{link}/b"})


def test_a_folder_that_goes_is_told_and_taken_in_again_when_it_is_back(tmp_path: Path) -> None:
    fake, folder = Fake(), tmp_path / "f"
    folder.mkdir()
    watch = Watchfiles(fake)
    watch.add(str(folder))
    watch.wait(0)
    fake.says = [{(DELETED, str(folder))}]
    assert watch.wait(1).gone == {str(folder)}
    assert watch.wait(0).lost and len(fake.made) == 1
    watch.add(str(folder))
    assert len(fake.made) == 1
    watch.wait(0)
    assert len(fake.made) == 2
    folder.rmdir()
    watch.add(str(tmp_path))
    assert watch.wait(0).gone == {str(folder)}


def test_an_interrupt_ends_the_waiting(tmp_path: Path) -> None:
    fake = Fake()
    watch = Watchfiles(fake)
    watch.add(str(tmp_path))
    watch.wait(0)
    fake.says = ["signal"]
    with pytest.raises(KeyboardInterrupt):
        watch.wait(1)


def test_macos_has_it_where_it_is_installed_and_looks_for_itself_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "watchfiles._rust_notify", None)
    assert isinstance(watcher(), Poller)
    assert isinstance(watcher("polling"), Poller)


@needs_package
def test_the_package_tells_what_the_engine_needs(tmp_path: Path) -> None:
    home = Home(tmp_path, registry=False)
    watching = Watching(home, watch=watcher("watchfiles"))
    watching.start()
    assert watching.live.watcher.name == "watchfiles"

    def told() -> list[Record]:
        return list(watching.live.step(watching.live.watcher.wait(5), home.ms, home.second))

    told()  # all folders are taken in
    home.write(home.prompt("go"))
    assert states(told()) == [("processing", "appeared")]
    path = home.projects.parent / "-q"
    path.mkdir()
    (path / "00000000-0000-4000-8000-00000000000a.jsonl").write_bytes(home.prompt("there", session="a"))
    found = told()
    for _ in range(3):
        found = found if any(each["type"] == "turn" for each in found) else told()
    assert [each["prompt"] for each in found if each["type"] == "turn"] == ["there"]
    watching.live.close()
