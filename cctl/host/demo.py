"""Playing the demonstration's fleet: transcripts that grow and a registry that changes, in a folder that goes away.

The registry's entries name processes that really run, started for the purpose, so that the sessions are alive as far as
anybody can tell; they end with the demonstration.
"""
# ruff: noqa: PTH118, PTH123, PTH103, PTH120 -- names of files in a folder of our own

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType

from cctl.core.demo.fleet import Moment, Session, path
from cctl.host.process import processes


class Stage:
    """The folder, the processes and the clock of one demonstration."""

    def __init__(self, folder: str, story: Sequence[Moment]) -> None:
        self.home = os.path.join(folder, "claude")
        self._story = story
        self._children: dict[Session, subprocess.Popen[bytes]] = {}
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._over = threading.Event()

    def __enter__(self) -> Stage:
        """Set up what was before the curtain rises."""
        os.makedirs(os.path.join(self.home, "sessions"))
        for session in {moment.session for moment in self._story}:
            waiter = [sys.executable, "-I", "-S", "-c", "import sys; sys.stdin.read()"]
            self._children[session] = subprocess.Popen(waiter, stdin=subprocess.PIPE)
        for moment in self._story:
            if moment.at_s < 0:
                self._happen(moment)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End everything that was started."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(2)
        for child in self._children.values():
            child.kill()
            child.wait()
            if child.stdin:
                child.stdin.close()

    def begin(self) -> None:
        """Let the story happen, at its own pace, while somebody watches."""
        self._thread.start()

    def _play(self) -> None:
        start = time.monotonic()
        for moment in self._story:
            if moment.at_s >= 0:
                if self._over.wait(max(0.0, start + moment.at_s - time.monotonic())):
                    return
                self._happen(moment)

    def _happen(self, moment: Moment) -> None:
        name = os.path.join(self.home, path(moment.session))
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in moment.lines))
        self._register(moment)

    def _register(self, moment: Moment) -> None:
        session, child = moment.session, self._children[moment.session]
        seen = processes().find(child.pid)
        now = time.time_ns() // 1_000_000
        entry = {
            "pid": child.pid,
            "procStart": seen.start if seen else "",
            "sessionId": session.id,
            "cwd": session.project,
        }
        entry |= {
            "startedAt": now,
            "version": "2.1.328",
            "kind": "interactive",
            "entrypoint": "cli",
            "name": session.name,
        }
        entry |= {"status": moment.status, "statusUpdatedAt": now, "updatedAt": now}
        if moment.status == "waiting":
            entry["waitingFor"] = "permission prompt"
        target = os.path.join(self.home, "sessions", f"{child.pid}.json")
        with open(target + ".part", "w", encoding="utf-8") as file:
            json.dump(entry, file)
        os.replace(target + ".part", target)  # noqa: PTH105 -- see above
