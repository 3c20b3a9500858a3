"""macOS: FSEvents through the `watchfiles` package, behind the same seam as inotify.

Its own loop is not used: with its defaults events wait for up to 1.6 seconds under steady load, and its time-out can't
change from one wait to the next. What it can't do is take in another folder: it is made anew with all of them, and
because something may have happened in between, the next answer says to look at everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Protocol

from cctl.host.watcher import Changes

STEP_MS, DEBOUNCE_MS = 5, 20
ADDED, MODIFIED, DELETED = 1, 2, 3

Raw = set[tuple[int, str]]


class Notify(Protocol):
    """As much of `watchfiles` as is used."""

    def watch(self, debounce_ms: int, step_ms: int, timeout_ms: int, stop_event: None) -> Raw | str:
        """What happened, or why there is nothing: `timeout`, `signal`, `stop`."""
        ...

    def close(self) -> None:
        """Give it back."""
        ...


Make = Callable[[list[str]], Notify]


class Watchfiles:
    """Told by FSEvents, or by whatever `watchfiles` uses."""

    name = "watchfiles"

    def __init__(self, make: Make | None = None) -> None:
        self._make = make or _maker()
        self._notify: Notify | None = None
        self._folders: dict[str, str] = {}  # as the system names it → as we were told

    def add(self, folder: str) -> None:
        real = os.path.realpath(folder)
        if self._folders.get(real) != folder:
            self._folders[real] = folder
            self._drop()

    def also(self, descriptor: int) -> bool:
        return False

    def wait(self, timeout_s: float) -> Changes:
        changes = Changes(set(), set(), set(), lost=self._notify is None)
        if self._notify is None:
            self._begin(changes)
            timeout_s = 0.0
        told = self._notify.watch(DEBOUNCE_MS, STEP_MS, max(1, int(timeout_s * 1000)), None) if self._notify else set()
        if told == "signal":
            raise KeyboardInterrupt
        for kind, path in () if isinstance(told, str) else told:
            self._take(kind, path, changes)
        return changes

    def close(self) -> None:
        self._drop()
        self._folders.clear()

    def _begin(self, changes: Changes) -> None:
        for real, folder in list(self._folders.items()):
            if not os.path.isdir(real):  # noqa: PTH112 -- pathlib costs 9 ms at every start
                del self._folders[real]
                changes.gone.add(folder)
        if self._folders:
            self._notify = self._make(list(self._folders))

    def _take(self, kind: int, path: str, changes: Changes) -> None:
        if path in self._folders:
            if kind == DELETED:
                changes.gone.add(self._folders.pop(path))
                self._drop()  # one that comes back under this name is another
            return
        above, _, name = path.rpartition("/")
        told = f"{self._folders.get(above, above)}/{name}"
        if kind == DELETED:
            changes.gone.add(told)
            changes.files.add(told)  # nobody can tell any more what it was
        elif os.path.isdir(path):  # noqa: PTH112 -- see above
            if kind == ADDED:
                changes.folders.add(told)
        else:
            changes.files.add(told)

    def _drop(self) -> None:
        if self._notify is not None:
            self._notify.close()
            self._notify = None


def _maker() -> Make:
    from watchfiles._rust_notify import RustNotify  # noqa: PLC0415 -- only where it is the way

    def make(folders: Iterable[str]) -> Notify:
        made: Notify = RustNotify(list(folders), False, False, 300, False, True)
        return made

    return make
