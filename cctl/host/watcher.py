"""Who tells that files have changed: the kernel where it can, else looking, oftener where something happened lately.

Both answer the same question in the same words. What they say is a hint, never a fact: the reader looks at the file
itself, so an event too many costs a `stat` and an event too few is made good by the next look at everything.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Protocol

from cctl.host.inotify import (
    CREATE,
    DELETE_SELF,
    IGNORED,
    ISDIR,
    MOVE_SELF,
    MOVED_FROM,
    MOVED_TO,
    UNMOUNT,
    Full,
    Inotify,
)
from cctl.records.named import NamedTuple

HOT_S, WARM_S, COLD_S = 0.2, 2.0, 30.0  # how often files are looked at
HOT_FOR_S, WARM_FOR_S = 300.0, 86_400.0  # by how long ago they last changed


class Changes(NamedTuple):
    """What may have changed."""

    files: set[str]
    folders: set[str]  # that appeared: what lies in them is to be looked for
    gone: set[str]  # folders that are no more
    lost: bool = False  # look at everything


class Watcher(Protocol):
    """Tells what changed."""

    name: str

    def add(self, folder: str) -> None:
        """Watch a folder."""
        ...

    def also(self, descriptor: int) -> bool:
        """Let another descriptor end the waiting too; False when that can't be done."""
        ...

    def wait(self, timeout_s: float) -> Changes:
        """What changed, after at most so long."""
        ...

    def close(self) -> None:
        """Watch nothing any more."""
        ...


class Notified:
    """Told by the kernel."""

    name = "inotify"

    def __init__(self, inotify: Inotify) -> None:
        self._inotify = inotify

    def add(self, folder: str) -> None:
        self._inotify.add(folder)

    def also(self, descriptor: int) -> bool:
        self._inotify.also(descriptor)
        return True

    def wait(self, timeout_s: float) -> Changes:
        events, lost = self._inotify.wait(timeout_s)
        changes = Changes(set(), set(), set(), lost)
        for folder, name, mask in events:
            if mask & (DELETE_SELF | MOVE_SELF | UNMOUNT | IGNORED):
                changes.gone.add(folder)
                if mask & MOVE_SELF:
                    self._inotify.drop(folder)  # it lives on under a name that isn't known; its events would lie
                continue
            path = f"{folder}/{os.fsdecode(name)}"
            if not mask & ISDIR:
                changes.files.add(path)
            elif mask & (CREATE | MOVED_TO):
                changes.folders.add(path)
            elif mask & MOVED_FROM:
                changes.gone.add(path)
        return changes

    def close(self) -> None:
        self._inotify.close()


class _Known:
    """A file that is looked at."""

    __slots__ = ("changed", "mark")

    def __init__(self, mark: tuple[int, int, int], changed: float) -> None:
        self.mark, self.changed = mark, changed


class Poller:
    """Looks for itself, for file systems and machines that tell nothing.

    Folders are listed anew only when their own time changed; files are looked at by how lately they changed, so that
    five thousand old transcripts cost next to nothing and the ones in use answer within a fifth of a second.
    """

    name = "polling"

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time, *, sleep: bool = True
    ) -> None:
        self._clock, self._wall, self._sleep = clock, wall, sleep
        self._folders: dict[str, int] = {}
        self._files: dict[str, _Known] = {}
        self._warm_at = self._cold_at = clock()

    def add(self, folder: str) -> None:
        self._list(folder, Changes(set(), set(), set()))

    def also(self, descriptor: int) -> bool:
        return False

    def wait(self, timeout_s: float) -> Changes:
        deadline = self._clock() + timeout_s
        while True:
            changes = self._look()
            left = deadline - self._clock()
            if changes.files or changes.folders or changes.gone or left <= 0:
                return changes
            if not self._sleep:
                return changes
            time.sleep(min(HOT_S if self._hot() else WARM_S, left))

    def close(self) -> None:
        self._folders.clear()
        self._files.clear()

    def _hot(self) -> bool:
        now = self._wall()
        return any(now - known.changed < HOT_FOR_S for known in self._files.values())

    def _look(self) -> Changes:
        changes = Changes(set(), set(), set())
        now, wall = self._clock(), self._wall()
        warm, cold = now - self._warm_at >= WARM_S, now - self._cold_at >= COLD_S
        self._warm_at = now if warm or cold else self._warm_at
        self._cold_at = now if cold else self._cold_at
        for folder in list(self._folders) if warm or cold else ():
            self._list(folder, changes)
        for path, known in list(self._files.items()):
            age = wall - known.changed
            if age < HOT_FOR_S or (warm and age < WARM_FOR_S) or cold:
                self._stat(path, known, changes)
        return changes

    def _list(self, folder: str, changes: Changes) -> None:
        try:
            changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 -- thousands of looks, no Path wanted
            before = self._folders.get(folder)
            self._folders[folder] = changed
            if before == changed:
                return
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._entry(entry, before is not None, changes)
        except OSError:
            if self._folders.pop(folder, None) is not None:
                changes.gone.add(folder)

    def _entry(self, entry: os.DirEntry[str], tell: bool, changes: Changes) -> None:
        try:
            if entry.is_dir(follow_symlinks=False):
                if tell and entry.path not in self._folders:
                    changes.folders.add(entry.path)
                return
            if entry.path not in self._files:
                seen = entry.stat()
                self._files[entry.path] = _Known(_mark(seen), seen.st_mtime)
                if tell:
                    changes.files.add(entry.path)
        except OSError:
            return

    def _stat(self, path: str, known: _Known, changes: Changes) -> None:
        try:
            seen = os.stat(path)  # noqa: PTH116 -- see above
        except OSError:
            del self._files[path]
            changes.files.add(path)
            return
        if _mark(seen) != known.mark:
            known.mark, known.changed = _mark(seen), max(seen.st_mtime, self._wall() - HOT_FOR_S / 2)
            changes.files.add(path)


def _mark(seen: os.stat_result) -> tuple[int, int, int]:
    return seen.st_ino, seen.st_size, seen.st_mtime_ns


class Blind:
    """For a single look: nothing is waited for, so nothing is watched."""

    name = "nothing"

    def add(self, folder: str) -> None:
        """Watch nothing."""

    def also(self, descriptor: int) -> bool:
        """No waiting, nothing that ends it."""
        return False

    def wait(self, timeout_s: float) -> Changes:
        """Nothing, at once."""
        return Changes(set(), set(), set())

    def close(self) -> None:
        """Nothing was opened."""


def watcher(wanted: str = "") -> Watcher:
    """The best watcher of this machine, or the one asked for by name; looking always works."""
    if wanted == "nothing":
        return Blind()
    if wanted in ("", "inotify") and sys.platform == "linux":
        try:
            return Notified(Inotify())
        except (Full, AttributeError, OSError):
            pass
    if wanted == "watchfiles" or (not wanted and sys.platform == "darwin"):
        from cctl.host.watchfiles import Watchfiles  # noqa: PLC0415 -- one of three, by machine

        try:
            return Watchfiles()
        except ImportError:
            pass  # not installed
    return Poller()
